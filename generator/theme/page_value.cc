#include "theme/page_value.h"

#include <algorithm>
#include <memory>

#include <nlohmann/json.hpp>

namespace loci {

PageValue::PageValue(const std::vector<std::string>& texts)
    : kind_(Kind::list), list_(texts.begin(), texts.end()) {}

PageValue::PageValue(Members members) : kind_(Kind::members), members_(std::move(members)) {}

PageValue::PageValue(const PageValue& other) : kind_(other.kind_) {
  switch (kind_) {
    case Kind::null:
      break;
    case Kind::truth:
      truth_ = other.truth_;
      break;
    case Kind::integer:
      integer_ = other.integer_;
      break;
    case Kind::real:
      real_ = other.real_;
      break;
    case Kind::lasting:
      std::construct_at(&lasting_, other.lasting_);
      break;
    case Kind::text:
      std::construct_at(&text_, other.text_);
      break;
    case Kind::list:
      std::construct_at(&list_, other.list_);
      break;
    case Kind::members:
      std::construct_at(&members_, other.members_);
  }
}

void PageValue::take(PageValue&& other) noexcept {
  kind_ = other.kind_;
  switch (kind_) {
    case Kind::null:
      break;
    case Kind::truth:
      truth_ = other.truth_;
      break;
    case Kind::integer:
      integer_ = other.integer_;
      break;
    case Kind::real:
      real_ = other.real_;
      break;
    case Kind::lasting:
      std::construct_at(&lasting_, other.lasting_);
      break;
    case Kind::text:
      std::construct_at(&text_, std::move(other.text_));
      break;
    case Kind::list:
      std::construct_at(&list_, std::move(other.list_));
      break;
    case Kind::members:
      std::construct_at(&members_, std::move(other.members_));
  }
}

void PageValue::clear() {
  if (kind_ == Kind::text) std::destroy_at(&text_);
  if (kind_ == Kind::list) std::destroy_at(&list_);
  if (kind_ == Kind::members) std::destroy_at(&members_);
  kind_ = Kind::null;
}

PageValue PageValue::lasting(std::string_view text) {
  PageValue value;
  value.kind_ = Kind::lasting;
  std::construct_at(&value.lasting_, text);
  return value;
}

PageValue PageValue::array() { return std::vector<std::string>(); }

PageValue PageValue::object() { return Members(); }

bool PageValue::truth() const {
  if (is_bool()) return truth_;
  if (is_number()) return real() != 0;
  return is_text() ? !text().empty() : !empty();
}

double PageValue::real() const { return is_real() ? real_ : static_cast<double>(integer()); }

const PageValue::List& PageValue::list() const {
  static const List none;
  return is_array() ? list_ : none;
}

const PageValue::Members& PageValue::members() const {
  static const Members none;
  return is_object() ? members_ : none;
}

std::size_t PageValue::size() const { return list().size() + members().size(); }

const PageValue* PageValue::find(std::string_view name) const {
  for (const Member& member : members()) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

PageValue& PageValue::operator[](std::string_view name) {
  if (is_null()) *this = object();
  for (Member& member : members_) {
    if (member.name == name) return member.value;
  }
  members_.push_back({name, PageValue()});
  return members_.back().value;
}

void PageValue::push_back(PageValue item) {
  if (is_null()) *this = array();
  list_.push_back(std::move(item));
}

namespace {

template <class Ordered>
int order(const Ordered& left, const Ordered& right) {
  return left < right ? -1 : right < left ? 1 : 0;
}

int rank(const PageValue& value) {
  return value.is_null()     ? 0
         : value.is_bool()   ? 1
         : value.is_number() ? 2
         : value.is_object() ? 3
         : value.is_array()  ? 4
                             : 5;
}

}  // namespace

std::vector<const PageValue::Member*> sorted_members(const PageValue& object) {
  std::vector<const PageValue::Member*> sorted;
  for (const PageValue::Member& member : object.members()) sorted.push_back(&member);
  std::sort(
      sorted.begin(), sorted.end(),
      [](const PageValue::Member* a, const PageValue::Member* b) { return a->name < b->name; });
  return sorted;
}

int compare(const PageValue& left, const PageValue& right) {
  if (const int kinds = order(rank(left), rank(right)); kinds != 0) return kinds;
  if (left.is_integer() && right.is_integer()) return order(left.integer(), right.integer());
  if (left.is_number()) return order(left.real(), right.real());
  if (left.is_text()) return order(left.text(), right.text());
  if (left.is_bool()) return order(left.truth(), right.truth());
  if (left.is_array()) {
    const std::size_t shared = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < shared; ++i) {
      if (const int item = compare(left.list()[i], right.list()[i]); item != 0) return item;
    }
    return order(left.size(), right.size());
  }
  const auto a = sorted_members(left), b = sorted_members(right);
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const int name = order(a[i]->name, b[i]->name); name != 0) return name;
    if (const int item = compare(a[i]->value, b[i]->value); item != 0) return item;
  }
  return order(a.size(), b.size());
}

nlohmann::json to_json(const PageValue& value) {
  if (value.is_bool()) return value.truth();
  if (value.is_integer()) return value.integer();
  if (value.is_real()) return value.real();
  if (value.is_text()) return std::string(value.text());
  if (value.is_array()) {
    nlohmann::json list = nlohmann::json::array();
    for (const PageValue& item : value.list()) list.push_back(to_json(item));
    return list;
  }
  if (!value.is_object()) return nullptr;
  nlohmann::json object = nlohmann::json::object();
  for (const PageValue::Member& member : value.members())
    object[std::string(member.name)] = to_json(member.value);
  return object;
}

PageValue value_of(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return PageValue::lasting(json.get_ref<const std::string&>());
  if (json.is_array()) {
    PageValue list = PageValue::array();
    for (const nlohmann::json& item : json) list.push_back(value_of(item));
    return list;
  }
  if (!json.is_object()) return {};
  PageValue object = PageValue::object();
  for (auto member = json.begin(); member != json.end(); ++member)
    object[member.key()] = value_of(*member);
  return object;
}

}  // namespace loci
