#include "theme/strings_file.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "theme/embedded.h"

namespace loci {
namespace {

using Json = nlohmann::json;

constexpr std::string_view folder = "templates/strings/";

// "de-AT" -> "de", "de-AT"; none for what cannot be a file's name.
std::vector<std::string> names_of(std::string_view language) {
  const bool fits = !language.empty() && std::all_of(language.begin(), language.end(), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_';
  });
  if (!fits) return {};
  const std::string first = ascii_lower(language.substr(0, language.find_first_of("-_")));
  std::vector<std::string> names = {first};
  if (language != first) names.emplace_back(language);
  return names;
}

std::string path_of(std::string_view name) {
  return std::string(folder) + std::string(name) + ".json";
}

const EmbeddedFile* embedded(std::string_view path) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

// Every text of Loci's pages and scripts: the language that comes with the program has them all.
StringsTable all_texts() {
  StringsTable table;
  if (const EmbeddedFile* file = embedded(path_of("de")))
    static_cast<void>(table.read(file->path, file->bytes));
  return table;
}

// A text that pages and scripts both show need stand in one part of a site's file only.
void share(const StringsTable::Entries& own, const StringsTable::Entries& own_other,
           const StringsTable::Entries& all_other, StringsTable::Entries& other) {
  for (const auto& [english, entry] : own) {
    if (all_other.find(english) != all_other.end() && own_other.find(english) == own_other.end())
      other.insert_or_assign(english, entry);
  }
}

void add_missing(const StringsTable::Entries& all, const StringsTable::Entries& own,
                 std::set<std::string>& missing) {
  for (const auto& [english, entry] : all) {
    if (own.find(english) == own.end()) missing.insert(english);
  }
}

// What the site has beside Loci's texts may be for templates of its own; what is nearly one of Loci's
// is a slip.
void add_unknown(const StringsTable::Entries& own, const StringsTable::Entries& all,
                 std::vector<std::pair<std::string, std::string>>& unknown) {
  std::vector<std::string_view> names;
  for (const auto& [english, entry] : all) names.push_back(english);
  for (const auto& [english, entry] : own) {
    if (all.find(english) != all.end()) continue;
    if (std::optional<std::string> near = nearest_name(english, names))
      unknown.emplace_back(english, *std::move(near));
  }
}

Json script_texts(const StringsTable::Entries& entries) {
  Json texts = Json::object();
  for (const auto& [english, entry] : entries) {
    if (entry.one.empty()) {
      texts[english] = entry.other;
    } else {
      texts[english] = Json::array({entry.one, entry.other});
    }
  }
  return texts;
}

}  // namespace

Result<SiteStrings> read_strings(const SiteConfig& config, FileSystem& files) {
  SiteStrings result;
  const std::vector<std::string> names = names_of(config.language);
  if (names.empty()) return result;
  auto table = std::make_shared<StringsTable>();
  StringsTable own;
  bool found = false;
  bool has_own = false;
  for (const std::string& name : names) {
    const EmbeddedFile* file = embedded(path_of(name));
    if (file == nullptr) continue;
    found = true;
    if (Status read = table->read(file->path, file->bytes); !read) return std::move(read).error();
  }
  result.path = path_of(names.back());
  for (const std::string& name : names) {
    const std::string path = path_of(name);
    if (!files.exists(config.root + "/" + path)) continue;
    found = has_own = true;
    result.path = path;
    const Result<std::string> text = files.read(config.root + "/" + path);
    if (!text) return text.error();
    if (Status read = table->read(path, *text); !read) return std::move(read).error();
    if (Status read = own.read(path, *text); !read) return std::move(read).error();
  }
  const bool is_english = names.front() == "en";
  result.differs = !found && !is_english;
  if (!found) return result;
  if (has_own) {
    const StringsTable all = all_texts();
    share(own.pages, own.scripts, all.scripts, table->scripts);
    share(own.scripts, own.pages, all.pages, table->pages);
    std::set<std::string> missing;
    if (!is_english) {
      add_missing(all.pages, table->pages, missing);
      add_missing(all.scripts, table->scripts, missing);
    }
    result.missing.assign(missing.begin(), missing.end());
    StringsTable::Entries known = all.pages;
    known.insert(all.scripts.begin(), all.scripts.end());
    add_unknown(own.pages, known, result.unknown);
    add_unknown(own.scripts, known, result.unknown);
  }
  result.strings = Strings(std::move(table));
  return result;
}

void add_own_texts(SiteStrings& strings, const std::set<std::string>& texts) {
  const auto is_used = [&](const auto& entry) { return texts.contains(entry.first); };
  strings.unknown.erase(std::remove_if(strings.unknown.begin(), strings.unknown.end(), is_used),
                        strings.unknown.end());
  // A site's English needs no file.
  if (strings.strings.is_english() || strings.path == path_of("en")) return;
  for (const std::string& text : texts) {
    if (strings.strings.has(text)) continue;
    const auto place = std::lower_bound(strings.missing.begin(), strings.missing.end(), text);
    if (place == strings.missing.end() || *place != text) strings.missing.insert(place, text);
  }
}

bool has_embedded_strings(std::string_view language) {
  return embedded(path_of(language)) != nullptr;
}

Result<std::string> strings_to_fill(std::string_view language,
                                    const std::vector<std::string>& missing,
                                    const SiteConfig& config, FileSystem& files) {
  const std::string path = path_of(language);
  if (names_of(language).empty())
    return Error{"'" + std::string(language) + "' is not the short name of a language",
                 {"such as 'fr' or 'pt-BR'"},
                 ErrorKind::usage};
  StringsTable own;
  if (files.exists(config.root + "/" + path)) {
    const Result<std::string> text = files.read(config.root + "/" + path);
    if (!text) return text.error();
    if (Status read = own.read(path, *text); !read) return std::move(read).error();
  }
  const StringsTable all = all_texts();
  nlohmann::ordered_json file = {
      {"one", own.one}, {"thousands", own.thousands}, {"decimal", own.decimal}};
  const auto fill = [&](std::string_view part, const StringsTable::Entries& known,
                        const StringsTable::Entries& first, const StringsTable::Entries& second) {
    nlohmann::ordered_json texts = nlohmann::ordered_json::object();
    for (const auto& [english, entry] : known) {
      // What both parts show stands in one of them.
      if (part == "scripts" && all.pages.find(english) != all.pages.end()) continue;
      StringsTable::Entry said;
      for (const StringsTable::Entries* entries : {&second, &first}) {
        if (const auto found = entries->find(english); found != entries->end())
          said = found->second;
      }
      if (entry.one.empty()) {
        texts[english] = said.other;
      } else {
        texts[english] = {{"one", said.one}, {"other", said.other}};
      }
    }
    for (const auto& [english, entry] : first) {
      if (texts.contains(english) || all.pages.find(english) != all.pages.end()) continue;
      texts[english] = entry.other;
      if (!entry.one.empty()) texts[english] = {{"one", entry.one}, {"other", entry.other}};
    }
    if (part == "pages") {
      for (const std::string& english : missing) {
        if (!texts.contains(english) && all.scripts.find(english) == all.scripts.end())
          texts[english] = "";
      }
    }
    file[std::string(part)] = std::move(texts);
  };
  fill("pages", all.pages, own.pages, own.scripts);
  fill("scripts", all.scripts, own.scripts, own.pages);
  return file.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string strings_script(const Strings& strings) {
  if (strings.is_english()) return {};
  const StringsTable& table = *strings.table();
  const Json script = {{"one", table.one},
                       {"thousands", table.thousands},
                       {"decimal", table.decimal},
                       {"texts", script_texts(table.scripts)}};
  return "loci_strings=" + script.dump(-1, ' ', false, Json::error_handler_t::replace) + ";\n";
}

}  // namespace loci
