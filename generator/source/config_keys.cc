// What site.toml may say: its keys, their other names and their bounds.
#include "source/config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "source/diagnostic_printer.h"
#include "source/value.h"

namespace loci {

namespace {

// A key of site.toml, of the top level or of a table ("cards.new_per_day"), and what it sets.
class ConfigReader {
 public:
  ConfigReader(std::string_view path, std::string_view text) : path_(path), text_(text) {}

  Result<SiteConfig> read() {
    ParsedValue parsed = parse_toml(text_, 0);
    if (!parsed.errors.empty()) {
      SyntaxError& error = parsed.errors.front();
      return failure(error.span, std::move(error.message), std::move(error.hints));
    }
    if (!read_table("", parsed.root)) return *std::move(error_);
    return std::move(config_);
  }

 private:
  struct Key {
    std::string_view name;
    bool (ConfigReader::*read)(const Value&);
    std::vector<std::string_view> other_names =
        {};  // what other programs call it; taken as if it were `name`
  };

  // Every key, by table. Order is the order of documentation and of "the keys are …".
  static std::vector<Key> keys_of(std::string_view table) {
    if (table.empty()) {
      return {
          {"title", &ConfigReader::title, {"site_name", "site_title"}},
          {"description", &ConfigReader::description, {"site_description"}},
          {"base_url", &ConfigReader::base_url, {"site_url", "url"}},
          {"language",
           &ConfigReader::language,
           {"language_code", "default_language", "locale", "lang"}},
          {"author", &ConfigReader::author, {"site_author"}},
          {"notes",
           &ConfigReader::notes,
           {"notes_dir", "content", "content_dir", "docs_dir", "src"}},
          {"output", &ConfigReader::output, {"output_dir", "publish_dir", "site_dir", "build_dir"}},
          {"ignore",
           &ConfigReader::ignore,
           {"ignored", "ignore_patterns", "ignored_content", "ignore_files", "exclude"}},
          {"sections", &ConfigReader::sections, {}},
          {"repository", &ConfigReader::repository, {"repo", "repo_url", "repository_url"}},
          {"drafts", &ConfigReader::drafts, {"build_drafts"}},
          {"markdown", &ConfigReader::markdown, {}},
          {"cards", &ConfigReader::cards, {}},
          {"search", &ConfigReader::search, {}},
          {"feed", &ConfigReader::feed, {}},
          {"front_matter", &ConfigReader::front_matter, {}},
          {"links", &ConfigReader::links, {}},
          {"print", &ConfigReader::print, {}},
          {"look", &ConfigReader::look, {"style", "appearance"}},
          {"home", &ConfigReader::home, {"home_page", "homepage"}},
          {"navigation", &ConfigReader::navigation, {"nav", "menu"}},
          {"social", &ConfigReader::social, {"social_links"}},
          {"redirects", &ConfigReader::redirects, {"redirect"}},
          {"check", &ConfigReader::check, {}},
          {"verify", &ConfigReader::verify, {}},
      };
    }
    if (table == "markdown") {
      return {
          {"html", &ConfigReader::markdown_html, {}},
          {"smart_punctuation",
           &ConfigReader::markdown_smart,
           {"smart", "smartypants", "typographer"}},
          {"emoji", &ConfigReader::markdown_emoji, {"enable_emoji", "emojis"}},
          {"hard_line_breaks", &ConfigReader::markdown_hard_breaks, {"hard_breaks", "hard_wraps"}},
          {"highlight",
           &ConfigReader::markdown_highlight,
           {"syntax_highlighting", "code_highlighting"}}};
    }
    if (table == "cards") {
      return {
          {"desired_retention", &ConfigReader::cards_retention, {"retention", "request_retention"}},
          {"new_per_day", &ConfigReader::cards_new, {"new_cards_per_day"}},
          {"reviews_per_day", &ConfigReader::cards_reviews, {"maximum_reviews_per_day"}},
          {"maximum_interval_days", &ConfigReader::cards_interval, {"maximum_interval"}},
          {"rollover_hour", &ConfigReader::cards_rollover, {"next_day_starts_at"}},
          {"compat", &ConfigReader::cards_compat, {"compatibility"}},
          {"folders", &ConfigReader::cards_folders, {"paths"}}};
    }
    if (table == "search") {
      return {{"enabled", &ConfigReader::search_enabled, {}},
              {"lunr_index", &ConfigReader::search_lunr, {}}};
    }
    if (table == "feed") {
      return {{"enabled", &ConfigReader::feed_enabled, {}},
              {"entries", &ConfigReader::feed_entries, {"limit"}}};
    }
    if (table == "links") {
      return {{"alias_pages", &ConfigReader::links_alias_pages, {"alias_redirects"}}};
    }
    if (table == "print") return {{"book", &ConfigReader::print_book, {}}};
    if (table == "home") return {{"blocks", &ConfigReader::home_blocks, {"layout", "order"}}};
    if (table == "look") {
      return {{"font", &ConfigReader::look_font, {"fonts", "text_font"}},
              {"accent", &ConfigReader::look_accent, {"colour", "color", "accent_color"}},
              {"accent_dark", &ConfigReader::look_accent_dark, {}},
              {"logo", &ConfigReader::look_logo, {"site_logo"}},
              {"footer", &ConfigReader::look_footer, {"copyright"}}};
    }
    return {{"extra", &ConfigReader::front_matter_extra, {}}};
  }

  // "baseURL", "base-url" and "base_url" are one name.
  static std::string normal_name(std::string_view name) {
    std::string normal;
    for (const char c : name) {
      if (c != '_' && c != '-') normal += ascii_lower(c);
    }
    return normal;
  }

  static const Key* find_key(const std::vector<Key>& keys, std::string_view name) {
    const std::string wanted = normal_name(name);
    for (const Key& key : keys) {
      if (normal_name(key.name) == wanted) return &key;
      for (const std::string_view other : key.other_names) {
        if (normal_name(other) == wanted) return &key;
      }
    }
    return nullptr;
  }

  bool read_table(std::string_view table, const Value& value) {
    const std::vector<Key> keys = keys_of(table);
    std::vector<std::pair<std::string_view, std::string_view>>
        seen;  // the key, and the name it was written under
    for (const Member& member : value.members) {
      const Key* key = find_key(keys, member.key);
      if (key == nullptr) return unknown_key(table, keys, member);
      const auto earlier = std::find_if(seen.begin(), seen.end(),
                                        [&](const auto& pair) { return pair.first == key->name; });
      if (earlier != seen.end()) {
        return fail(
            member.key_span,
            "'" + member.key + "' and '" + std::string(earlier->second) + "' mean the same key",
            {"keep '" + std::string(key->name) + "'"});
      }
      seen.emplace_back(key->name, member.key);
      const std::string outer =
          std::exchange(key_, table.empty() ? std::string(key->name)
                                            : std::string(table) + "." + std::string(key->name));
      if (!(this->*key->read)(member.value)) return false;
      key_ = outer;
    }
    return true;
  }

  bool unknown_key(std::string_view table, const std::vector<Key>& keys, const Member& member) {
    std::vector<std::string_view> names;
    for (const Key& key : keys) names.push_back(key.name);
    std::string message = member.value.kind == Value::Kind::table && table.empty()
                              ? "unknown table '"
                              : "unknown key '";
    message += member.key + "'";
    if (!table.empty()) message += " in [" + std::string(table) + "]";
    if (const std::optional<std::string> meant = nearest_name(member.key, names)) {
      return fail(member.key_span, std::move(message), {"did you mean '" + *meant + "'?"});
    }
    // A key that belongs to another table is a common slip: `new_per_day` above the first header.
    for (const std::string_view other : {"", "markdown", "cards", "search", "feed", "front_matter",
                                         "links", "print", "look", "home"}) {
      if (other == table || find_key(keys_of(other), member.key) == nullptr) continue;
      return fail(member.key_span, std::move(message),
                  {other.empty() ? std::string("it belongs at the top, before the first [table]")
                                 : "it belongs in the table [" + std::string(other) + "]"});
    }
    return fail(
        member.key_span, std::move(message),
        {std::string(table.empty() ? "the keys are " : "its keys are ") + join(names, ", ")});
  }

  // ---- the keys

  bool title(const Value& v) { return text(v, config_.title); }
  bool description(const Value& v) { return text(v, config_.description); }
  // As HTML wants it: "pt-BR", not "pt_BR" and not "Portuguese".
  bool language(const Value& v) {
    if (!text(v, config_.language)) return false;
    std::replace(config_.language.begin(), config_.language.end(), '_', '-');
    const std::vector<std::string_view> parts = split(config_.language, '-');
    const auto is_part = [](std::string_view part) {
      return !part.empty() && part.size() <= 8 && std::all_of(part.begin(), part.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c);
      });
    };
    const bool fits = (parts[0].size() == 2 || parts[0].size() == 3) &&
                      std::all_of(parts[0].begin(), parts[0].end(), is_ascii_letter) &&
                      std::all_of(parts.begin(), parts.end(), is_part);
    return fits || fail(v.span,
                        "'" + key_ + "' must be the short name of a language, not '" +
                            config_.language + "'",
                        {"such as \"en\", \"fr\" or \"pt-BR\""});
  }
  bool author(const Value& v) { return text(v, config_.author); }
  bool repository(const Value& v) { return text(v, config_.repository); }
  bool notes(const Value& v) { return folder(v, config_.notes_dir); }
  bool output(const Value& v) { return folder(v, config_.output_dir); }
  bool ignore(const Value& v) { return texts(v, config_.ignore); }
  bool drafts(const Value& v) { return flag(v, config_.drafts); }
  bool markdown(const Value& v) { return table(v, "markdown"); }
  bool cards(const Value& v) { return table(v, "cards"); }
  bool search(const Value& v) { return table(v, "search"); }
  bool feed(const Value& v) { return table(v, "feed"); }
  bool front_matter(const Value& v) { return table(v, "front_matter"); }
  bool links(const Value& v) { return table(v, "links"); }
  bool print(const Value& v) { return table(v, "print"); }
  bool print_book(const Value& v) { return flag(v, config_.print.book); }
  bool look(const Value& v) { return table(v, "look"); }
  bool look_logo(const Value& v) {
    config_.look.logo_span = v.span;
    return folder(v, config_.look.logo);
  }
  bool look_footer(const Value& v) { return text(v, config_.look.footer); }
  bool look_accent(const Value& v) {
    config_.look.accent_span = v.span;
    return colour(v, config_.look.accent);
  }
  bool look_accent_dark(const Value& v) {
    config_.look.accent_dark_span = v.span;
    return colour(v, config_.look.accent_dark);
  }
  bool look_font(const Value& v) {
    std::string font;
    if (!text(v, font)) return false;
    if (font != "serif" && font != "system")
      return fail(v.span, "'" + key_ + "' cannot be '" + font + "'",
                  {"it is 'serif', which Loci brings along, or 'system', the reader's own"});
    config_.look.system_font = font == "system";
    return true;
  }
  bool colour(const Value& v, std::string& target) {
    if (!text(v, target)) return false;
    target = ascii_lower(target);
    // "#0af" is "#00aaff".
    if (target.size() == 4 && target[0] == '#')
      target = {'#', target[1], target[1], target[2], target[2], target[3], target[3]};
    const bool fits = target.size() == 7 && target[0] == '#' &&
                      target.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
    return fits || fail(v.span, "'" + key_ + "' must be a colour such as \"#0f5468\"",
                        {"# and six (or three) hexadecimal digits; names of colours are not read"});
  }
  bool navigation(const Value& v) { return site_links(v, "navigation", config_.navigation); }
  bool social(const Value& v) { return site_links(v, "social", config_.social); }
  // Its keys are titles, not names of ours.
  bool site_links(const Value& v, std::string_view name, std::vector<SiteLink>& list) {
    if (v.kind != Value::Kind::table) return wrong_type(v, "a table");
    for (const Member& member : v.members) {
      key_ = std::string(name) + "." + member.key;
      SiteLink link{std::string(trim(member.key)), {}, member.value.span};
      if (!text(member.value, link.target)) return false;
      link.target = std::string(trim(link.target));
      const bool is_address = link.target.starts_with("https://") ||
                              link.target.starts_with("http://") ||
                              link.target.starts_with("mailto:");
      if (link.title.empty() || link.target.empty() ||
          (!is_address && link.target.find(':') != std::string::npos) ||
          (!is_address && name == "social"))
        return fail(member.value.span, "'" + link.target + "' is no place to link to",
                    {name == "social"
                         ? "write an address that begins with https:// or mailto:"
                         : "write the path of a note or a folder, or an address that begins with "
                           "https://"});
      list.push_back(std::move(link));
    }
    return true;
  }
  bool links_alias_pages(const Value& v) { return flag(v, config_.links.alias_pages); }
  // Its keys are the codes and their names.
  bool check(const Value& v) {
    if (v.kind != Value::Kind::table) return wrong_type(v, "a table");
    std::vector<std::pair<Code, std::string_view>> seen;  // and the name it was written under
    for (const Member& member : v.members) {
      const std::optional<Code> code = find_code(member.key);
      if (!code) return unknown_code(member);
      const auto earlier = std::find_if(seen.begin(), seen.end(),
                                        [&](const auto& pair) { return pair.first == *code; });
      if (earlier != seen.end()) {
        return fail(
            member.key_span,
            "'" + member.key + "' and '" + std::string(earlier->second) + "' are the same code",
            {"keep one of the two"});
      }
      seen.emplace_back(*code, member.key);
      const std::string outer = std::exchange(key_, "check." + member.key);
      if (!severity(member.value, *code)) return false;
      key_ = outer;
    }
    return true;
  }

  bool unknown_code(const Member& member) {
    const std::optional<std::string> meant = nearest_code(member.key);
    return fail(member.key_span, "unknown code '" + member.key + "' in [check]",
                {meant ? "did you mean '" + *meant + "'?"
                       : "a message has its code in brackets, as in error[L201]; its name, "
                         "broken-link, does as well"});
  }

  bool severity(const Value& v, Code code) {
    constexpr std::array<std::string_view, 4> names = {"note", "warning", "error", "off"};
    const std::string all = "it is 'error', 'warning', 'note' or 'off'";
    if (v.kind != Value::Kind::text) return wrong_type(v, "text", {all});
    const auto* name = std::find(names.begin(), names.end(), v.text);
    if (name == names.end()) {
      const std::optional<std::string> meant = nearest_name(v.text, names);
      return fail(v.span, "'" + key_ + "' cannot be '" + v.text + "'",
                  {meant ? "did you mean '" + *meant + "'?" : all});
    }
    SeverityRule rule{code, std::nullopt};
    if (*name != "off") rule.severity = static_cast<Severity>(name - names.begin());
    config_.check.push_back(rule);
    return true;
  }

  bool markdown_smart(const Value& v) { return flag(v, config_.markdown.smart_punctuation); }
  bool markdown_emoji(const Value& v) { return flag(v, config_.markdown.emoji); }
  bool markdown_hard_breaks(const Value& v) { return flag(v, config_.markdown.hard_line_breaks); }
  bool markdown_highlight(const Value& v) { return flag(v, config_.markdown.highlight); }
  bool cards_retention(const Value& v) {
    return number(v, config_.cards.desired_retention, 0.70, 0.99);
  }
  bool cards_new(const Value& v) { return whole(v, config_.cards.new_per_day, 0, 9999); }
  bool cards_reviews(const Value& v) { return whole(v, config_.cards.reviews_per_day, 0, 9999); }
  bool cards_interval(const Value& v) {
    return whole(v, config_.cards.maximum_interval_days, 1, 36500);
  }
  bool cards_rollover(const Value& v) { return whole(v, config_.cards.rollover_hour, 0, 23); }
  bool cards_compat(const Value& v) {
    std::vector<std::string> forms;
    if (!texts(v, forms)) return false;
    CardForms read{false, false, false, false};
    constexpr std::array<std::string_view, 4> names = {"osr", "anki", "hashcards", "logseq"};
    const std::array<bool*, 4> flags = {&read.osr, &read.anki, &read.hashcards, &read.logseq};
    for (const std::string& form : forms) {
      const auto* name = std::find(names.begin(), names.end(), form);
      if (name == names.end()) {
        const std::optional<std::string> meant = nearest_name(form, names);
        return fail(v.span, "'" + key_ + "' does not know '" + form + "'",
                    {meant ? "did you mean '" + *meant + "'?"
                           : "it knows osr, anki, hashcards and logseq"});
      }
      *flags[static_cast<std::size_t>(name - names.begin())] = true;
    }
    config_.cards.compat = read;
    return true;
  }
  bool cards_folders(const Value& v) {
    if (!texts(v, config_.cards.folders)) return false;
    for (std::string& folder : config_.cards.folders) folder = normal_path(folder);
    return true;
  }
  bool home(const Value& v) { return table(v, "home"); }
  bool home_blocks(const Value& v) {
    constexpr std::array<std::string_view, 7> names = {
        "introduction", "due", "start", "sections", "notes", "recent", "tags"};
    const std::string all = "they are " + join(names, ", ");
    if (v.kind != Value::Kind::list) return wrong_type(v, "a list of text", {all});
    std::vector<std::string> blocks;
    for (const Value& item : v.items) {
      if (item.kind != Value::Kind::text) return wrong_type(item, "a list of text", {all});
      if (std::find(names.begin(), names.end(), item.text) == names.end()) {
        const std::optional<std::string> meant = nearest_name(item.text, names);
        return fail(item.span, "the home page has no block '" + item.text + "'",
                    {meant ? "did you mean '" + *meant + "'?" : all});
      }
      if (std::find(blocks.begin(), blocks.end(), item.text) != blocks.end())
        return fail(item.span, "'" + item.text + "' stands twice in '" + key_ + "'");
      blocks.push_back(item.text);
    }
    config_.home.blocks = std::move(blocks);
    return true;
  }
  bool search_enabled(const Value& v) { return flag(v, config_.search.enabled); }
  bool search_lunr(const Value& v) {
    if (v.kind == Value::Kind::text && v.text == "auto") {
      config_.search.lunr_index = std::nullopt;
      return true;
    }
    if (v.kind != Value::Kind::boolean) return wrong_type(v, "true, false or \"auto\"");
    config_.search.lunr_index = v.boolean;
    return true;
  }
  bool feed_enabled(const Value& v) { return flag(v, config_.feed.enabled); }
  bool feed_entries(const Value& v) { return whole(v, config_.feed.entries, 1, 1000); }
  bool front_matter_extra(const Value& v) { return texts(v, config_.extra_front_matter); }

  bool base_url(const Value& v) {
    if (!text(v, config_.base_url)) return false;
    Result<std::string> url = normal_base_url(config_.base_url);
    if (!url) return fail(v.span, url.error().message, url.error().hints);
    config_.base_url = *std::move(url);
    return true;
  }

  bool sections(const Value& v) {
    if (!texts(v, config_.sections)) return false;
    for (std::string& section : config_.sections) section = normal_path(section);
    return true;
  }

  bool markdown_html(const Value& v) {
    std::string policy;
    if (!text(v, policy)) return false;
    if (policy == "escape")
      config_.markdown.html = HtmlPolicy::escape;
    else if (policy == "sanitize" || policy == "sanitise")
      config_.markdown.html = HtmlPolicy::sanitize;
    else if (policy == "trust")
      config_.markdown.html = HtmlPolicy::trust;
    else
      return fail(v.span, "'" + key_ + "' cannot be '" + policy + "'",
                  {"it is 'escape', 'sanitize' or 'trust'"});
    return true;
  }

  // Its keys are addresses, not names of ours.
  bool redirects(const Value& v) {
    if (v.kind != Value::Kind::table) return wrong_type(v, "a table");
    for (const Member& member : v.members) {
      key_ = "redirects." + member.key;
      RedirectRule rule{std::string(trim(member.key)), {}, member.key_span, member.value.span};
      if (member.value.kind == Value::Kind::table)
        return fail(member.key_span, "an address with a dot must stand between quotation marks",
                    {"write \"old/name.html\" = \"new/name\""});
      if (!text(member.value, rule.to)) return false;
      if (rule.from.empty() || rule.from.find("://") != std::string::npos ||
          rule.from.find('#') != std::string::npos)
        return fail(member.key_span, "'" + member.key + "' is not an old address of this site",
                    {"write the path of a page, such as \"old/name\""});
      if (rule.to.empty() || rule.to.starts_with('#') || rule.to.find("://") != std::string::npos)
        return fail(member.value.span, "a redirect must lead to a note of this site",
                    {"write its path, with '#heading' if you like"});
      config_.redirects.push_back(std::move(rule));
    }
    return true;
  }

  // Its keys are names of runners.
  bool verify(const Value& v) {
    if (v.kind != Value::Kind::table) return wrong_type(v, "a table");
    for (const Member& member : v.members) {
      key_ = "verify." + member.key;
      RunnerConfig runner;
      runner.name = member.key;
      if (member.key == "calc" || member.key == "sim" || member.key == "ref")
        return fail(member.key_span,
                    "'" + member.key + "' needs no program: it is calculated here");
      if (member.value.kind != Value::Kind::table)
        return wrong_type(
            member.value, "a table",
            {"write [verify." + member.key + "] and below it command = [\"program\"]"});
      if (!runner_keys(member, runner)) return false;
      config_.verify.push_back(std::move(runner));
    }
    return true;
  }

  bool runner_keys(const Member& table, RunnerConfig& runner) {
    const bool is_known = table.key == "pg" || table.key == "redis";
    for (const Member& member : table.value.members) {
      key_ = "verify." + table.key + "." + member.key;
      if (member.key == "limit") {
        if (!whole(member.value, runner.limit, 1, 600)) return false;
        continue;
      }
      std::vector<std::string>* field = nullptr;
      if (member.key == "start") field = &runner.start;
      if (member.key == "command" && !is_known) field = &runner.command;
      if (member.key == "ready" && !is_known) field = &runner.ready;
      if (member.key == "version" && !is_known) field = &runner.version;
      if (field == nullptr)
        return fail(member.key_span,
                    "unknown key '" + member.key + "' in [verify." + table.key + "]",
                    {is_known ? "its keys are start, limit"
                              : "its keys are command, start, ready, version, limit"});
      if (member.value.kind != Value::Kind::list)
        return wrong_type(member.value, "a list of a program and its arguments",
                          {"like [\"python3\", \"-\"]"});
      if (!texts(member.value, *field)) return false;
      if (field->empty() || field->front().empty())
        return fail(member.value.span, "'" + key_ + "' must name a program");
    }
    if (!is_known && runner.command.empty())
      return fail(table.key_span, "[verify." + table.key + "] has no command",
                  {"write command = [\"program\", \"argument\"]"});
    return true;
  }

  // ---- the types

  bool wrong_type(const Value& v, std::string_view wanted, std::vector<std::string> hints = {}) {
    return fail(
        v.span,
        "'" + key_ + "' must be " + std::string(wanted) + ", not " + std::string(kind_name(v.kind)),
        std::move(hints));
  }

  bool text(const Value& v, std::string& field) {
    if (v.kind != Value::Kind::text) return wrong_type(v, "text");
    field = trim(v.text);
    return true;
  }

  bool folder(const Value& v, std::string& field) {
    if (!text(v, field)) return false;
    if (field.empty())
      return fail(v.span, "'" + key_ + "' must name a folder", {"'.' is the folder of site.toml"});
    field = normal_path(field);
    if (field.empty()) field = ".";
    return true;
  }

  bool texts(const Value& v, std::vector<std::string>& field) {
    if (v.kind == Value::Kind::text) {
      field = {v.text};
      return true;
    }
    if (v.kind != Value::Kind::list) return wrong_type(v, "a list of text");
    for (const Value& item : v.items) {
      if (item.kind != Value::Kind::text) return wrong_type(item, "a list of text");
      field.push_back(item.text);
    }
    return true;
  }

  bool flag(const Value& v, bool& field) {
    if (v.kind != Value::Kind::boolean) return wrong_type(v, "true or false");
    field = v.boolean;
    return true;
  }

  bool number(const Value& v, double& field, double least, double most) {
    if (v.kind != Value::Kind::number) return wrong_type(v, "a number");
    if (v.number < least || v.number > most) {
      const auto shown = [](double bound) {
        std::string digits = std::to_string(bound);
        while (digits.ends_with('0')) digits.pop_back();
        if (digits.ends_with('.')) digits.pop_back();
        return digits;
      };
      return fail(v.span, "'" + key_ + "' must be from " + shown(least) + " to " + shown(most) +
                              ", not " + v.text);
    }
    field = v.number;
    return true;
  }

  bool whole(const Value& v, int& field, int least, int most) {
    double value = 0;
    if (!number(v, value, least, most)) return false;
    if (value != std::floor(value))
      return fail(v.span, "'" + key_ + "' must be a whole number, not " + v.text);
    field = static_cast<int>(value);
    return true;
  }

  bool table(const Value& v, std::string_view name) {
    if (v.kind != Value::Kind::table) return wrong_type(v, "a table");
    return read_table(name, v);
  }

  // ---- errors

  Error failure(Span span, std::string message, std::vector<std::string> hints) const {
    const LineCol place = line_col(text_, span.begin);
    std::string full = std::string(path_) + ':' + std::to_string(place.line) + ':' +
                       std::to_string(place.column) + ": " + message + '\n' +
                       excerpt(text_, span, false);
    full.erase(trim_right(full).size());
    return Error{std::move(full), std::move(hints), ErrorKind::usage};
  }

  bool fail(Span span, std::string message, std::vector<std::string> hints = {}) {
    error_ = failure(span, std::move(message), std::move(hints));
    return false;
  }

  std::string_view path_;  // the caller's
  std::string_view text_;  // the caller's
  std::string key_;        // the key being read, for messages
  SiteConfig config_;
  std::optional<Error> error_;
};

}  // namespace

Result<SiteConfig> parse_config(std::string_view path, std::string_view text) {
  return ConfigReader(path, text).read();
}

}  // namespace loci
