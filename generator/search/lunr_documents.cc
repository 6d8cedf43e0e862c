// A reader of events (nlohmann's SAX): no value of the file exists twice, and no tree of it at all.
//
// Where the fields or the metadata stand behind the documents, these cannot be analysed when they
// come by; then the file is read a second time, with what stands behind already known.
#include "search/lunr_documents.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "search/number_text.h"

namespace loci {

namespace {

constexpr std::size_t batch_bytes = 16 * 1024 * 1024;  // enough to keep some processors busy
constexpr std::size_t deepest_array = 64;

// Everything but the documents.
struct Header {
  std::optional<std::vector<LunrField>> fields;
  std::optional<LunrOptions> options;  // of the first reading
};

// The parser reads through it, so that a message can name the place.
struct Cursor {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char** at = nullptr;

  reference operator*() const { return **at; }
  Cursor& operator++() {
    ++*at;
    return *this;
  }
  void operator++(int) { ++*at; }
  bool operator==(const Cursor& other) const { return *at == *other.at; }
  bool operator!=(const Cursor& other) const { return *at != *other.at; }
};

// What one document holds until its batch is analysed. Strings move when the vector of documents
// grows, so views of them are made last.
struct OwnedArray {
  std::size_t field;
  std::vector<std::string> elements;
};

struct OwnedDocument {
  std::string ref;
  double boost = 1;
  std::vector<std::string> texts;  // parallel to the fields
  std::vector<OwnedArray> arrays;
};

enum class State : std::uint8_t {
  start,
  top,
  fields,
  field,
  metadata,
  documents,
  document,
  values,
  array,
  done,
};

constexpr std::array<std::string_view, 5> top_keys = {"fields", "metadata", "k1", "b", "documents"};
constexpr std::array<std::string_view, 2> field_keys = {"name", "boost"};
constexpr std::array<std::string_view, 3> document_keys = {"ref", "boost", "fields"};

class Reader {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  Reader(std::string_view json, std::string_view name, Header header)
      : json_(json), name_(name), header_(std::move(header)) {
    if (header_.options) options_ = *header_.options;
  }

  // Only once.
  bool read() {
    at_ = json_.data();
    end_ = json_.data() + json_.size();
    return nlohmann::json::sax_parse(Cursor{&at_}, Cursor{&end_}, this);
  }

  const Error& error() const { return error_; }
  // The documents came before something that decides how to analyse them.
  bool must_read_again() const { return must_read_again_; }
  Header header() && { return {std::move(given_fields_), std::move(options_)}; }

  Result<LunrIndex> finish() {
    if (!indexer_ && !begin_index()) return error_;
    if (!flush()) return error_;
    return std::move(*indexer_).finish();
  }

  // ---- events of the parser ----

  bool null() { return scalar({}, Kind::null, 0); }
  bool boolean(bool value) { return scalar(value ? "true" : "false", Kind::boolean, 0); }
  bool number_integer(number_integer_t value) { return number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) { return number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) { return number(value); }
  bool string(string_t& value) { return scalar(std::move(value), Kind::string, 0); }
  bool binary(binary_t&) { return false; }  // JSON has none

  bool start_object(std::size_t) {
    switch (state_) {
      case State::start:
        state_ = State::top;
        return true;
      case State::fields:
        field_ = {};
        has_name_ = false;
        state_ = State::field;
        return true;
      case State::documents:
        document_ = {};
        document_.texts.resize(field_count());
        has_ref_ = false;
        state_ = State::document;
        return true;
      case State::document:
        if (key_ == "fields") {
          state_ = State::values;
          return true;
        }
        break;
      case State::values:
      case State::array:
        return fail("field '" + key_ + "'" + of_document() + " is an object",
                    {"give text, a number, true, false, null or an array of these"});
      default:
        break;
    }
    return wrong_kind("an object");
  }

  bool key(string_t& name) {
    key_ = std::move(name);
    switch (state_) {
      case State::top:
        return check_key(top_keys, "documents file");
      case State::field:
        return check_key(field_keys, "field");
      case State::document:
        return check_key(document_keys, "document");
      default:
        return true;
    }
  }

  bool end_object() {
    switch (state_) {
      case State::field:
        state_ = State::fields;
        if (!has_name_) return fail("a field has no name", {"like {\"name\": \"title\"}"});
        new_fields_.push_back(std::move(field_));
        return true;
      case State::values:
        state_ = State::document;
        return true;
      case State::document:
        state_ = State::documents;
        return end_document();
      default:
        state_ = State::done;
        return end_top();
    }
  }

  bool start_array(std::size_t) {
    switch (state_) {
      case State::top:
        if (key_ == "fields") return begin_list(State::fields);
        if (key_ == "metadata") return begin_list(State::metadata);
        if (key_ == "documents") return begin_documents();
        break;
      case State::values:
        value_field_ = field_number(key_);
        elements_.clear();
        depth_ = 1;
        state_ = State::array;
        return true;
      case State::array:
        // An array in an array is one element: its own joined by commas, as JavaScript has it.
        if (++depth_ > deepest_array)
          return fail("arrays of field '" + key_ + "'" + of_document() + " lie too deep");
        if (depth_ == 2) {
          elements_.emplace_back();
          opened_ = true;
        } else {
          separate();
          opened_ = true;
        }
        return true;
      default:
        break;
    }
    return wrong_kind("an array");
  }

  bool end_array() {
    switch (state_) {
      case State::array:
        opened_ = false;
        if (--depth_ == 0) {
          state_ = State::values;
          set_array();
        }
        return true;
      case State::fields:
        state_ = State::top;
        return end_fields();
      case State::metadata:
        state_ = State::top;
        return end_metadata();
      default:
        state_ = State::top;
        return true;
    }
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& exception) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while …"
    std::string what = exception.what();
    if (const std::size_t bracket = what.find("] "); bracket != std::string::npos)
      what.erase(0, bracket + 2);
    if (const std::size_t colon = what.find(": ");
        colon != std::string::npos && what.starts_with("parse error"))
      what.erase(0, colon + 2);
    return fail("this is not JSON: " + what);
  }

 private:
  enum class Kind : std::uint8_t { null, boolean, number, string };

  std::size_t field_count() const { return header_.fields ? header_.fields->size() : 0; }

  bool number(double value) {
    std::string text;
    append_js_number(text, value);
    return scalar(std::move(text), Kind::number, value);
  }

  bool scalar(std::string text, Kind kind, double value) {
    switch (state_) {
      case State::top:
        if (kind == Kind::null) return true;  // as if it were not there
        if (key_ == "k1" || key_ == "b") {
          if (kind != Kind::number) return fail("'" + key_ + "' must be a number");
          (key_ == "k1" ? options_.k1 : options_.b) = value;
          if (documents_begun_ && !header_.options) must_read_again_ = true;
          return true;
        }
        break;
      case State::fields:
        if (kind == Kind::string) {
          new_fields_.push_back({std::move(text), 1, false});
          return true;
        }
        break;
      case State::field:
        if (key_ == "name") {
          if (kind != Kind::string) return fail("the name of a field must be text");
          field_.name = std::move(text);
          has_name_ = true;
          return true;
        }
        return set_boost(field_.boost, kind, value, "a field");
      case State::metadata:
        if (kind != Kind::string) return fail("'metadata' must be an array of names");
        new_metadata_.push_back(std::move(text));
        return true;
      case State::document:
        if (key_ == "ref") return set_ref(std::move(text), kind);
        if (key_ == "boost") return set_boost(document_.boost, kind, value, "a document");
        if (kind == Kind::null) return true;
        break;
      case State::values:
        set_text(kind == Kind::null ? std::string() : std::move(text));
        return true;
      case State::array:
        if (depth_ == 1) {
          elements_.push_back(kind == Kind::null ? std::string() : std::move(text));
        } else {
          separate();
          if (kind != Kind::null) elements_.back() += text;
        }
        return true;
      default:
        break;
    }
    constexpr std::array<const char*, 4> names = {"null", "true or false", "a number", "text"};
    return wrong_kind(names[static_cast<std::size_t>(kind)]);
  }

  void separate() {
    if (!opened_) elements_.back() += ',';
    opened_ = false;
  }

  bool set_boost(double& boost, Kind kind, double value, const std::string& whose) {
    if (kind == Kind::null) return true;
    if (kind != Kind::number) return fail("the boost of " + whose + " must be a number");
    boost = value;
    return true;
  }

  bool set_ref(std::string text, Kind kind) {
    if (kind == Kind::null) return true;  // and so it has none
    document_.ref = std::move(text);
    has_ref_ = true;
    return true;
  }

  static constexpr std::size_t unknown_field = ~std::size_t{0};

  std::size_t field_number(std::string_view name) const {
    for (std::size_t f = 0; f < field_count(); ++f) {
      if ((*header_.fields)[f].name == name) return f;
    }
    return unknown_field;  // lunr does not look at it
  }

  // Of two values with one key JavaScript keeps the last.
  void set_text(std::string text) {
    const std::size_t field = field_number(key_);
    if (field == unknown_field) return;
    drop_array(field);
    bytes_ += text.size();
    document_.texts[field] = std::move(text);
  }

  void set_array() {
    if (value_field_ == unknown_field) return;
    drop_array(value_field_);
    document_.texts[value_field_].clear();
    for (const std::string& element : elements_) bytes_ += element.size();
    document_.arrays.push_back({value_field_, std::move(elements_)});
    elements_ = {};
  }

  void drop_array(std::size_t field) {
    std::erase_if(document_.arrays,
                  [field](const OwnedArray& array) { return array.field == field; });
  }

  bool begin_list(State state) {
    state_ = state;
    new_fields_.clear();
    new_metadata_.clear();
    return true;
  }

  bool end_fields() {
    given_fields_ = new_fields_;
    if (header_.options) return true;  // known from the first reading
    if (documents_begun_) {
      must_read_again_ = true;
      return true;
    }
    header_.fields = std::move(new_fields_);
    return true;
  }

  bool end_metadata() {
    if (header_.options) return true;
    options_.metadata = std::move(new_metadata_);
    if (documents_begun_) must_read_again_ = true;
    return true;
  }

  bool begin_documents() {
    documents_begun_ = true;
    state_ = State::documents;
    return !header_.fields || begin_index();
  }

  bool begin_index() {
    Result<LunrIndexer> indexer = LunrIndexer::create(*header_.fields, options_);
    if (!indexer) return fail(indexer.error().message, indexer.error().hints);
    indexer_.emplace(std::move(*indexer));
    return true;
  }

  bool end_document() {
    if (!has_ref_)
      return fail("document " + std::to_string(document_count_ + 1) + " has no ref",
                  {"each needs one of its own, like {\"ref\": \"a\", \"fields\": {}}"});
    ++document_count_;
    if (!indexer_) return true;  // the next reading looks at it
    if (!refs_.intern(document_.ref).is_new) {
      return fail("two documents have the ref '" + document_.ref + "'",
                  {"lunr would mix them up: give each its own"});
    }
    bytes_ += document_.ref.size() + 64;
    batch_.push_back(std::move(document_));
    return bytes_ < batch_bytes || flush();
  }

  bool flush() {
    std::vector<LunrDocument> documents;
    documents.reserve(batch_.size());
    for (const OwnedDocument& owned : batch_) {
      LunrDocument& document = documents.emplace_back();
      document.ref = owned.ref;
      document.boost = owned.boost;
      document.fields.assign(owned.texts.begin(), owned.texts.end());
      for (const OwnedArray& array : owned.arrays)
        document.arrays.push_back({array.field, {array.elements.begin(), array.elements.end()}});
    }
    if (Status status = indexer_->add(documents); !status) return fail(status.error().message);
    batch_.clear();
    bytes_ = 0;
    return true;
  }

  bool end_top() {
    if (must_read_again_) return true;
    if (!header_.fields) return fail("there are no 'fields'", {"like [{\"name\": \"title\"}]"});
    if (!documents_begun_) return fail("there are no 'documents'", {"an empty array is enough"});
    return true;
  }

  template <std::size_t N>
  bool check_key(const std::array<std::string_view, N>& known, const std::string& where) {
    if (std::find(known.begin(), known.end(), key_) != known.end()) {
      if (state_ != State::top) return true;
      if (std::find(seen_.begin(), seen_.end(), key_) != seen_.end())
        return fail("'" + key_ + "' is there twice");
      seen_.push_back(key_);
      return true;
    }
    const std::optional<std::string> meant = nearest_name(key_, known);
    std::string hint =
        meant ? "did you mean '" + *meant + "'?" : "a " + where + " has " + join(known, ", ");
    return fail("a " + where + " has no '" + key_ + "'", {std::move(hint)});
  }

  std::string of_document() const {
    return has_ref_ ? " of document '" + document_.ref + "'"
                    : " of document " + std::to_string(document_count_ + 1);
  }

  bool wrong_kind(const std::string& got) {
    switch (state_) {
      case State::start:
        return fail("this is " + got + ", not an object with 'fields' and 'documents'");
      case State::top:
        return fail("'" + key_ + "' must be " +
                    (key_ == "k1" || key_ == "b" ? "a number" : "an array") + ", not " + got);
      case State::fields:
        return fail("'fields' holds " + got + " instead of a field",
                    {"like {\"name\": \"title\", \"boost\": 10}"});
      case State::field:
        return fail("the " + key_ + " of a field must be " +
                    (key_ == "name" ? "text" : "a number") + ", not " + got);
      case State::metadata:
        return fail("'metadata' must be an array of names");
      case State::documents:
        return fail("'documents' holds " + got + " instead of a document",
                    {"like {\"ref\": \"a\", \"fields\": {\"title\": \"A title\"}}"});
      default:
        return fail("the " + key_ + of_document() + " must be " +
                    (key_ == "fields"  ? "an object"
                     : key_ == "boost" ? "a number"
                                       : "text") +
                    ", not " + got);
    }
  }

  // Where the parser stands: just behind what it has read.
  bool fail(const std::string& message, std::vector<std::string> hints = {}) {
    const std::string_view read =
        json_.substr(0, static_cast<std::size_t>(std::max(at_ - 1, json_.data()) - json_.data()));
    const auto line = std::count(read.begin(), read.end(), '\n') + 1;
    const std::size_t begin = read.rfind('\n') + 1;  // npos + 1 is 0
    std::size_t column = 1;
    for (const char c : read.substr(begin))
      column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    error_ = {std::string(name_) + ":" + std::to_string(line) + ":" + std::to_string(column) +
                  ": " + message,
              std::move(hints), ErrorKind::content};
    return false;
  }

  std::string_view json_;
  std::string_view name_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Error error_;

  Header header_;
  LunrOptions options_;
  std::optional<std::vector<LunrField>> given_fields_;
  bool documents_begun_ = false;
  bool must_read_again_ = false;

  State state_ = State::start;
  std::string key_;
  std::vector<std::string> seen_;
  LunrField field_;
  bool has_name_ = false;
  std::vector<LunrField> new_fields_;
  std::vector<std::string> new_metadata_;
  OwnedDocument document_;
  bool has_ref_ = false;
  std::size_t value_field_ = 0;
  std::vector<std::string> elements_;
  std::size_t depth_ = 0;
  bool opened_ = false;  // nothing stands yet in the innermost array

  TermTable refs_;
  std::size_t document_count_ = 0;
  std::vector<OwnedDocument> batch_;
  std::size_t bytes_ = 0;
  std::optional<LunrIndexer> indexer_;
};

}  // namespace

Result<LunrIndex> index_lunr_documents(std::string_view json, std::string_view name) {
  Reader first(json, name, {});
  if (!first.read()) return first.error();
  if (!first.must_read_again()) return first.finish();
  Header header = std::move(first).header();
  Reader second(json, name, std::move(header));
  if (!second.read()) return second.error();
  return second.finish();
}

LunrDocumentsWriter::LunrDocumentsWriter(const std::vector<LunrField>& fields,
                                         std::function<bool(std::string_view)> sink)
    : fields_(fields), sink_(std::move(sink)), text_("{\"fields\":[") {
  for (const LunrField& field : fields_) {
    text_ += &field == fields_.data() ? "{\"name\":" : ",{\"name\":";
    append_js_string(text_, field.name);
    text_ += ",\"boost\":";
    append_js_number(text_, field.boost);
    text_ += '}';
  }
  text_ += "],\"documents\":[";
}

bool LunrDocumentsWriter::add(std::span<const LunrDocument> documents) {
  for (const LunrDocument& document : documents) {
    text_ += is_first_ ? "\n{\"ref\":" : ",\n{\"ref\":";
    is_first_ = false;
    append_js_string(text_, document.ref);
    if (document.boost != 1) {
      text_ += ",\"boost\":";
      append_js_number(text_, document.boost);
    }
    text_ += ",\"fields\":{";
    bool is_first_field = true;
    for (std::size_t f = 0; f < std::min(fields_.size(), document.fields.size()); ++f) {
      if (document.fields[f].empty()) continue;
      if (!is_first_field) text_ += ',';
      is_first_field = false;
      append_js_string(text_, fields_[f].name);
      text_ += ':';
      append_js_string(text_, document.fields[f]);
    }
    text_ += "}}";
    if (text_.size() < 64 * 1024) continue;
    if (!sink_(text_)) return false;
    text_.clear();
  }
  return true;
}

bool LunrDocumentsWriter::finish() {
  text_ += "\n]}\n";
  return sink_(text_);
}

}  // namespace loci
