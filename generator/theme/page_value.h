// What a template reads: JSON's kinds of values, made for one page and thrown away after it.
//
//     PageValue list = PageValue::array();
//     list.push_back(Object().with("title", note.title).with("minutes", 4));
//     model["notes"] = std::move(list);
//
// nlohmann::json would do, but a site of ten thousand notes makes some ten million such values. Here an object is a row of
// members in the order in which they were given (pages ask for few of them, and for each by a name of a template), and
// neither the names of members nor texts that outlive the page are copied.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace loci {

class PageValue {
 public:
  struct Member;
  using List = std::vector<PageValue>;
  using Members = std::vector<Member>;

  PageValue() {}  // null
  PageValue(std::nullptr_t) {}
  PageValue(bool truth) : kind_(Kind::truth), truth_(truth) {}
  template <std::integral Number>
  PageValue(Number number) : kind_(Kind::integer), integer_(static_cast<std::int64_t>(number)) {}
  PageValue(double number) : kind_(Kind::real), real_(number) {}
  PageValue(const char* literal) : kind_(Kind::lasting), lasting_(literal) {}  // not copied
  PageValue(std::string text) : kind_(Kind::text), text_(std::move(text)) {}
  PageValue(std::string_view text) : PageValue(std::string(text)) {}
  PageValue(const std::vector<std::string>& texts);
  PageValue(Members members);

  PageValue(const PageValue& other);
  PageValue(PageValue&& other) noexcept { take(std::move(other)); }
  PageValue& operator=(PageValue other) noexcept {
    clear();
    take(std::move(other));
    return *this;
  }
  ~PageValue() {
    if (kind_ >= Kind::text) clear();
  }

  // A text that outlives the value, as all texts of the linked site outlive a page: it is not copied.
  static PageValue lasting(std::string_view text);
  static PageValue array();
  static PageValue object();

  bool is_null() const { return kind_ == Kind::null; }
  bool is_bool() const { return kind_ == Kind::truth; }
  bool is_integer() const { return kind_ == Kind::integer; }
  bool is_real() const { return kind_ == Kind::real; }
  bool is_number() const { return is_integer() || is_real(); }
  bool is_text() const { return kind_ == Kind::lasting || kind_ == Kind::text; }
  bool is_array() const { return kind_ == Kind::list; }
  bool is_object() const { return kind_ == Kind::members; }

  // Of another kind of value: false, 0, "", nothing.
  bool truth() const;  // as templates see it: null, 0, "", [] and {} are false
  std::int64_t integer() const { return is_integer() ? integer_ : 0; }
  double real() const;  // also of an integer
  std::string_view text() const {
    return kind_ == Kind::text ? text_ : kind_ == Kind::lasting ? lasting_ : std::string_view();
  }
  const List& list() const;
  const Members& members() const;
  std::size_t size() const;  // of a list or an object; else 0
  bool empty() const { return size() == 0; }

  // Null when there is none of that name, or this is no object.
  const PageValue* find(std::string_view name) const;

  // Making. The name of a member is not copied: it is a literal, or outlives the value as they do. A null becomes what is
  // asked for; on a value of another kind these do nothing sensible and must not be called.
  PageValue& operator[](std::string_view name);  // added when there is none
  PageValue& operator[](std::size_t i) { return list_[i]; }
  void push_back(PageValue item);
  PageValue& back() { return list_.back(); }

 private:
  enum class Kind : std::uint8_t { null, truth, integer, real, lasting, text, list, members };

  void clear();                           // becomes null
  void take(PageValue&& other) noexcept;  // only of a null

  Kind kind_ = Kind::null;
  union {
    bool truth_;
    std::int64_t integer_;
    double real_;
    std::string_view lasting_;
    std::string text_;
    List list_;
    Members members_;
  };
};

struct PageValue::Member {
  std::string_view name;
  PageValue value;
};

// An object written member by member. Names given twice are an error of the caller.
class Object {
 public:
  Object() { members_.reserve(8); }

  template <class Content>
  Object&& with(const char* name, Content&& content) && {
    members_.push_back({name, PageValue(std::forward<Content>(content))});
    return std::move(*this);
  }

  operator PageValue() && { return PageValue(std::move(members_)); }

 private:
  PageValue::Members members_;
};

// Less than, equal to or greater than 0. Numbers compare as numbers whatever their kind, other values of two kinds by kind.
int compare(const PageValue& left, const PageValue& right);

// The members of an object in the order of their names.
std::vector<const PageValue::Member*> sorted_members(const PageValue& object);

// As JSON; the members of an object come in the order of their names.
nlohmann::json to_json(const PageValue& value);

// Texts and names stay where they are: `json` outlives the value.
PageValue value_of(const nlohmann::json& json);

}  // namespace loci
