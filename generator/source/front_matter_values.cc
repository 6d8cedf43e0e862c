#include "source/front_matter_values.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace loci {

namespace {

void add_name(std::vector<Spanned>& names, std::string_view name, Span span,
              FrontMatterValues::Names use) {
  name = trim(name);
  if (use == FrontMatterValues::Names::tags) {
    while (name.starts_with('#')) name.remove_prefix(1);
    while (name.ends_with('/')) name.remove_suffix(1);
  } else if (use == FrontMatterValues::Names::links && name.starts_with("[[") &&
             name.ends_with("]]")) {
    name = name.substr(2, name.size() - 4);
    name = trim(name.substr(0, name.find('|')));
  }
  if (!name.empty()) names.push_back({std::string(name), span});
}

}  // namespace

void FrontMatterValues::report(Diagnostic diagnostic) {
  if (!is_quiet) diagnostics_.add(std::move(diagnostic));
}

void FrontMatterValues::report(Code code, Span span, std::string message,
                               std::vector<std::string> hints) {
  report({code, default_severity(code), std::string(path_), span, std::move(message),
          std::move(hints)});
}

void FrontMatterValues::wrong_type(const std::string& key, const Value& value,
                                   std::string_view wanted, std::vector<std::string> hints) {
  report(Code::front_matter_type, value.span,
         "'" + key + "' must be " + std::string(wanted) + ", not " +
             std::string(kind_name(value.kind)),
         std::move(hints));
}

void FrontMatterValues::set_text(std::string& field, const std::string& key, const Value& value) {
  const Value* chosen = &value;
  if (!value.is_scalar()) {
    wrong_type(key, value, "text");
    if (value.kind != Value::Kind::list || value.items.empty() || !value.items[0].is_scalar())
      return;
    chosen = &value.items[0];
  }
  if (field.empty()) field = trim(chosen->text);
}

void FrontMatterValues::set_flag(std::optional<bool>& field, const std::string& key,
                                 const Value& value, std::optional<bool> otherwise) {
  std::optional<bool> flag = otherwise;
  const std::string word = ascii_lower(trim(value.text));
  // YAML 1.1, which Hugo and older Obsidian read, has these too.
  const bool says_yes = word == "yes" || word == "on" || word == "true" || word == "1";
  const bool says_no = word == "no" || word == "off" || word == "false" || word == "0";
  if (value.kind == Value::Kind::boolean) {
    flag = value.boolean;
  } else if (value.is_scalar() && (says_yes || says_no)) {
    flag = says_yes;
    report(Code::front_matter_type, value.span,
           "'" + key + "' must be true or false, not '" + value.text + "'",
           {std::string("it is taken as ") + (says_yes ? "true" : "false")});
  } else {
    std::vector<std::string> hints;
    if (otherwise) hints.emplace_back(*otherwise ? "it is taken as true" : "it is taken as false");
    wrong_type(key, value, "true or false", std::move(hints));
  }
  if (!field) field = flag;
}

void FrontMatterValues::set_number(std::optional<double>& field, const std::string& key,
                                   const Value& value) {
  std::optional<double> number;
  if (value.kind == Value::Kind::number)
    number = value.number;
  else if (value.is_scalar())
    number = parse_number(trim(value.text));
  if (value.kind != Value::Kind::number) wrong_type(key, value, "a number");
  if (number && !field) field = number;
}

void FrontMatterValues::set_date(std::optional<Date>& field, const std::string& key,
                                 const Value& value) {
  const std::optional<Date> date = value.is_scalar() ? parse_date(value.text) : std::nullopt;
  if (date) {
    if (!field) field = date;
    return;
  }
  report(Code::front_matter_date, value.span,
         value.is_scalar()
             ? "'" + key + "' is not a date: '" + value.text + "'"
             : "'" + key + "' must be a date, not " + std::string(kind_name(value.kind)),
         {"write it as year-month-day, like 2026-11-21"});
}

void FrontMatterValues::add_names(std::vector<Spanned>& names, const std::string& key,
                                  const Value& value, Names use) {
  if (value.kind == Value::Kind::table) {
    wrong_type(key, value, "a list");
  } else if (value.kind == Value::Kind::list) {
    for (const Value& item : value.items) {
      // `prerequisites: [[other note]]` without quotes is a list in a list.
      if (use == Names::links && item.kind == Value::Kind::list) {
        add_names(names, key, item, use);
      } else if (!item.is_scalar()) {
        report(Code::front_matter_type, item.span,
               "'" + key + "' must be a list of text, and this is " +
                   std::string(kind_name(item.kind)));
      } else if (item.kind != Value::Kind::null) {
        add_name(names, item.text, item.span, use);
      }
    }
  } else if (use == Names::whole) {
    add_name(names, value.text, value.span, use);
  } else {
    add_split_names(names, value, use);
  }
}

// "a, b c": tags part at commas and blanks, links at commas only (their names may hold blanks).
void FrontMatterValues::add_split_names(std::vector<Spanned>& names, const Value& value,
                                        Names use) const {
  const std::string_view separators = use == Names::tags ? ", \t\n" : ",\n";
  const std::string_view text = value.text;
  // Without escapes and folding the text stands in the source as it is, and each part has its own
  // place.
  const std::uint32_t quote = value.span.begin < text_.size() && (text_[value.span.begin] == '"' ||
                                                                  text_[value.span.begin] == '\'')
                                  ? 1
                                  : 0;
  const std::uint32_t begin = value.span.begin + quote;
  const bool verbatim =
      text_.substr(std::min<std::size_t>(begin, text_.size()), text.size()) == text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    const std::string_view part = trim(text.substr(at, end - at));
    if (!part.empty()) {
      const auto from = begin + static_cast<std::uint32_t>(part.data() - text.data());
      add_name(names, part,
               verbatim ? Span{from, from + static_cast<std::uint32_t>(part.size())} : value.span,
               use);
    }
    at = end + 1;
  }
}

}  // namespace loci
