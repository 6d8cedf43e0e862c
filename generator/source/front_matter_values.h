// One value of the front matter as the type that its key wants. A value of another type is reported
// where it stands, and what can be made of it is taken.
//
//     FrontMatterValues values(path, text, diagnostics);
//     values.set_date(meta.date, "date", member.value);      the first value of a field stays
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "source/diagnostic.h"
#include "source/front_matter.h"
#include "source/value.h"

namespace loci {

class FrontMatterValues {
 public:
  // Of all three the caller is the owner. `text` is the whole note.
  FrontMatterValues(std::string_view path, std::string_view text, Diagnostics& diagnostics)
      : path_(path), text_(text), diagnostics_(diagnostics) {}

  // Nothing is reported.
  bool is_quiet = false;

  void report(Code code, Span span, std::string message, std::vector<std::string> hints = {});
  void report(Diagnostic diagnostic);
  // "'draft' must be true or false, not a list"
  void wrong_type(const std::string& key, const Value& value, std::string_view wanted,
                  std::vector<std::string> hints = {});

  // Numbers, dates and truth values are text where text is wanted: `title: 1984` is a title.
  void set_text(std::string& field, const std::string& key, const Value& value);
  // `otherwise`: what a value that is neither true nor false counts as; without one it does not
  // count.
  void set_flag(std::optional<bool>& field, const std::string& key, const Value& value,
                std::optional<bool> otherwise = std::nullopt);
  void set_number(std::optional<double>& field, const std::string& key, const Value& value);
  void set_date(std::optional<Date>& field, const std::string& key, const Value& value);

  // How one text is several names: tags part at commas and blanks, links at commas, aliases not.
  enum class Names : std::uint8_t { tags, whole, links };
  void add_names(std::vector<Spanned>& names, const std::string& key, const Value& value,
                 Names use);

 private:
  void add_split_names(std::vector<Spanned>& names, const Value& value, Names use) const;

  std::string_view path_;
  std::string_view text_;
  Diagnostics& diagnostics_;
};

}  // namespace loci
