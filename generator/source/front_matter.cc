#include "source/front_matter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "source/value.h"

namespace loci {

namespace {

constexpr std::size_t max_block_size = 64 * 1024;

// What a key sets. Several names lead to one field: the ones people bring from Obsidian, Hugo,
// Zola, Quartz and Starlight.
enum class Field : std::uint8_t {
  title,
  description,
  tags,
  aliases,
  prerequisites,
  date,
  updated,
  draft,
  publish,
  slug,
  permalink,
  order,
  image,
  css_classes,
  search,
  exclude_from_search,
  deck,
  cards,
  kind,
  level,
  language,
  sources,
  taxonomies,
  sidebar,
  ignored
};

struct KeyName {
  std::string_view name;
  Field field;
  std::string_view say_instead = {};  // not empty: an old name, reported with this one
};

constexpr std::array key_names = {
    KeyName{"title", Field::title},
    KeyName{"description", Field::description},
    KeyName{"summary", Field::description},
    KeyName{"tags", Field::tags},
    KeyName{"tag", Field::tags, "tags"},
    KeyName{"aliases", Field::aliases},
    KeyName{"alias", Field::aliases, "aliases"},
    KeyName{"prerequisites", Field::prerequisites},
    KeyName{"requires", Field::prerequisites},
    KeyName{"prereq", Field::prerequisites},
    KeyName{"date", Field::date},
    KeyName{"created", Field::date},
    KeyName{"updated", Field::updated},
    KeyName{"modified", Field::updated},
    KeyName{"lastmod", Field::updated},
    KeyName{"draft", Field::draft},
    KeyName{"publish", Field::publish},
    KeyName{"slug", Field::slug},
    KeyName{"permalink", Field::permalink},
    KeyName{"url", Field::permalink},
    KeyName{"path", Field::permalink},
    KeyName{"order", Field::order},
    KeyName{"weight", Field::order},
    KeyName{"nav_order", Field::order},
    KeyName{"image", Field::image},
    KeyName{"cover", Field::image},
    KeyName{"cssclasses", Field::css_classes},
    KeyName{"cssclass", Field::css_classes, "cssclasses"},
    KeyName{"search", Field::search},
    KeyName{"in_search_index", Field::search},
    KeyName{"pagefind", Field::search},
    KeyName{"deck", Field::deck},
    KeyName{"cards", Field::cards},
    KeyName{"kind", Field::kind},
    KeyName{"level", Field::level},
    KeyName{"language", Field::language},
    KeyName{"lang", Field::language},
    KeyName{"sources", Field::sources},
    KeyName{"taxonomies", Field::taxonomies},
    KeyName{"sidebar", Field::sidebar},
    // Known and of no effect: what a note may tell to a person or to another program.
    KeyName{"covers", Field::ignored},
    KeyName{"verified", Field::ignored},
    KeyName{"numbers", Field::ignored},
    KeyName{"minutes", Field::ignored},
    KeyName{"author", Field::ignored},
    KeyName{"authors", Field::ignored},
    KeyName{"categories", Field::ignored},
    KeyName{"keywords", Field::ignored},
    KeyName{"layout", Field::ignored},
    KeyName{"template", Field::ignored},
    KeyName{"type", Field::ignored},
    KeyName{"status", Field::ignored},
    KeyName{"id", Field::ignored},
    KeyName{"uid", Field::ignored},
    KeyName{"toc", Field::ignored},
    KeyName{"comments", Field::ignored},
    KeyName{"icon", Field::ignored},
    KeyName{"published", Field::ignored},
    KeyName{"publishdate", Field::ignored},
    KeyName{"expirydate", Field::ignored},
    KeyName{"linktitle", Field::ignored},
    KeyName{"params", Field::ignored},
    KeyName{"extra", Field::ignored},
};

// Names worth proposing for a misspelt key: those that do something.
std::vector<std::string_view> proposable_names() {
  std::vector<std::string_view> names;
  for (const KeyName& key : key_names) {
    if (key.field != Field::ignored && key.say_instead.empty()) names.push_back(key.name);
  }
  return names;
}

class Reader {
 public:
  Reader(std::string_view path, std::string_view text, const std::vector<std::string>& extra_keys,
         Diagnostics& diagnostics)
      : path_(path), text_(text), extra_keys_(extra_keys), diagnostics_(diagnostics) {}

  FrontMatter read(const ParsedValue& parsed) {
    for (const SyntaxError& error : parsed.errors) {
      diagnostics_.report(Code::front_matter_syntax, std::string(path_), error.span, error.message,
                          error.hints);
    }
    is_broken_ = !parsed.errors.empty();
    for (const Member& member : parsed.root.members) read_member(member);
    return std::move(meta_);
  }

 private:
  // What a broken block seems to say is a guess, kept where it helps and never complained about.
  void report(Code code, Span span, std::string message, std::vector<std::string> hints = {}) {
    if (is_broken_) return;
    diagnostics_.report(code, std::string(path_), span, std::move(message), std::move(hints));
  }

  void read_member(const Member& member) {
    const auto* found = std::find_if(key_names.begin(), key_names.end(), [&](const KeyName& known) {
      return equal_ignoring_ascii_case(known.name, member.key);
    });
    if (found == key_names.end()) return report_unknown(member);
    if (!found->say_instead.empty()) {
      report(Code::front_matter_unknown_key, member.key_span,
             "'" + member.key + "' is an old name for '" + std::string(found->say_instead) + "'",
             {"write '" + std::string(found->say_instead) + "'"});
    }
    if (member.value.kind != Value::Kind::null) set(found->field, member.key, member.value);
  }

  void report_unknown(const Member& member) {
    if (std::find(extra_keys_.begin(), extra_keys_.end(), member.key) != extra_keys_.end()) return;
    const std::vector<std::string_view> names = proposable_names();
    const std::optional<std::string> meant = nearest_name(member.key, names);
    Diagnostic diagnostic{Code::front_matter_unknown_key,
                          Severity::note,
                          std::string(path_),
                          member.key_span,
                          "the key '" + member.key + "' has no meaning here",
                          {}};
    // Vaults hold many keys of their own; only one that looks like a misspelling deserves a
    // warning.
    if (meant && edit_distance(ascii_lower(member.key), *meant, 2) <= 2) {
      diagnostic.severity = Severity::warning;
      diagnostic.hints = {"did you mean '" + *meant + "'?"};
    } else {
      diagnostic.hints = {"list it in site.toml under [front_matter] extra if it is your own"};
    }
    diagnostics_.add(std::move(diagnostic));
  }

  void set(Field field, const std::string& key, const Value& value) {
    switch (field) {
      case Field::title:
        set_text(meta_.title, key, value);
        break;
      case Field::description:
        set_text(meta_.description, key, value);
        break;
      case Field::tags:
        add_names(meta_.tags, key, value, Names::tags);
        break;
      case Field::aliases:
        add_names(meta_.aliases, key, value, Names::whole);
        break;
      case Field::prerequisites:
        add_names(meta_.prerequisites, key, value, Names::links);
        break;
      case Field::date:
        set_date(meta_.date, key, value);
        break;
      case Field::updated:
        set_date(meta_.updated, key, value);
        break;
      case Field::draft:
        if (const auto flag = read_flag(key, value)) meta_.draft = meta_.draft || *flag;
        break;
      case Field::publish:
        if (const auto flag = read_flag(key, value)) meta_.draft = meta_.draft || !*flag;
        break;
      case Field::slug:
        set_text(meta_.slug, key, value);
        break;
      case Field::permalink:
        set_text(meta_.permalink, key, value);
        break;
      case Field::order:
        set_number(meta_.order, key, value);
        break;
      case Field::image:
        set_image(key, value);
        break;
      case Field::css_classes:
        set_css_classes(key, value);
        break;
      case Field::search:
        if (value.kind == Value::Kind::table) {
          if (const Member* exclude = value.find("exclude"))
            set(Field::exclude_from_search, "search.exclude", exclude->value);
        } else if (const auto flag = read_flag(key, value)) {
          meta_.in_search = *flag;
        }
        break;
      case Field::exclude_from_search:
        if (const auto flag = read_flag(key, value)) meta_.in_search = !*flag;
        break;
      case Field::deck:
        set_text(meta_.deck, key, value);
        break;
      case Field::cards:
        if (const auto flag = read_flag(key, value)) meta_.cards = flag;
        break;
      case Field::kind:
        set_text(meta_.kind, key, value);
        break;
      case Field::level:
        set_text(meta_.level, key, value);
        break;
      case Field::language:
        set_text(meta_.language, key, value);
        break;
      case Field::sources:
        set_sources(key, value);
        break;
      case Field::taxonomies:
        if (const Member* tags = value.find("tags"))
          add_names(meta_.tags, "taxonomies.tags", tags->value, Names::tags);
        break;
      case Field::sidebar:
        if (const Member* order = value.find("order"))
          set_number(meta_.order, "sidebar.order", order->value);
        break;
      case Field::ignored:
        break;
    }
  }

  void wrong_type(const std::string& key, const Value& value, std::string_view wanted) {
    report(Code::front_matter_type, value.span,
           "'" + key + "' must be " + std::string(wanted) + ", not " +
               std::string(kind_name(value.kind)));
  }

  // Numbers, dates and truth values are text where text is wanted: `title: 1984` is a title.
  void set_text(std::string& field, const std::string& key, const Value& value) {
    const Value* chosen = &value;
    if (!value.is_scalar()) {
      wrong_type(key, value, "text");
      if (value.kind != Value::Kind::list || value.items.empty() || !value.items[0].is_scalar())
        return;
      chosen = &value.items[0];
    }
    if (field.empty()) field = trim(chosen->text);
  }

  std::optional<bool> read_flag(const std::string& key, const Value& value) {
    if (value.kind == Value::Kind::boolean) return value.boolean;
    const std::string word = ascii_lower(value.text);
    // YAML 1.1, which Hugo and older Obsidian read, has these too.
    const bool says_yes = word == "yes" || word == "on" || word == "true" || word == "1";
    const bool says_no = word == "no" || word == "off" || word == "false" || word == "0";
    if (!value.is_scalar() || (!says_yes && !says_no)) {
      wrong_type(key, value, "true or false");
      return std::nullopt;
    }
    report(Code::front_matter_type, value.span,
           "'" + key + "' must be true or false, not '" + value.text + "'",
           {std::string("it is taken as ") + (says_yes ? "true" : "false")});
    return says_yes;
  }

  void set_number(std::optional<double>& field, const std::string& key, const Value& value) {
    std::optional<double> number;
    if (value.kind == Value::Kind::number)
      number = value.number;
    else if (value.is_scalar())
      number = parse_number(trim(value.text));
    if (value.kind != Value::Kind::number) wrong_type(key, value, "a number");
    if (number && !field) field = number;
  }

  void set_date(std::optional<Date>& field, const std::string& key, const Value& value) {
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

  enum class Names { tags, whole, links };

  void add_names(std::vector<Spanned>& names, const std::string& key, const Value& value,
                 Names use) {
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
  void add_split_names(std::vector<Spanned>& names, const Value& value, Names use) {
    const std::string_view separators = use == Names::tags ? ", \t\n" : ",\n";
    const std::string_view text = value.text;
    // Without escapes and folding the text stands in the source as it is, and each part has its own
    // place.
    const std::uint32_t quote =
        value.span.begin < text_.size() &&
                (text_[value.span.begin] == '"' || text_[value.span.begin] == '\'')
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

  static void add_name(std::vector<Spanned>& names, std::string_view name, Span span, Names use) {
    name = trim(name);
    if (use == Names::tags) {
      while (name.starts_with('#')) name.remove_prefix(1);
      while (name.ends_with('/')) name.remove_suffix(1);
    } else if (use == Names::links && name.starts_with("[[") && name.ends_with("]]")) {
      name = name.substr(2, name.size() - 4);
      name = trim(name.substr(0, name.find('|')));
    }
    if (!name.empty()) names.push_back({std::string(name), span});
  }

  void set_image(const std::string& key, const Value& value) {
    // Zola and Hugo themes write { path = …, alt = … }.
    if (value.kind == Value::Kind::table) {
      for (const std::string_view name : {"path", "src", "image", "url"}) {
        if (const Member* member = value.find(name))
          return set_text(meta_.image, key, member->value);
      }
    }
    set_text(meta_.image, key, value);
  }

  void set_css_classes(const std::string& key, const Value& value) {
    std::vector<Spanned> names;
    add_names(names, key, value, Names::tags);
    for (const Spanned& name : names) {
      for (const std::string_view part : split(name.value, ' ')) {
        if (!part.empty()) meta_.css_classes.emplace_back(part);
      }
    }
  }

  void set_sources(const std::string& key, const Value& value) {
    if (value.kind != Value::Kind::list) {
      if (value.is_scalar())
        add_source(value);
      else
        wrong_type(key, value, "a list");
      return;
    }
    for (const Value& item : value.items) {
      if (item.kind == Value::Kind::list) {
        report(Code::front_matter_type, item.span,
               "a source must be an address or a table with 'title' and 'url', not a list");
      } else {
        add_source(item);
      }
    }
  }

  void add_source(const Value& value) {
    SourceReference source;
    if (value.is_scalar()) {
      const bool is_address =
          value.text.starts_with("http://") || value.text.starts_with("https://");
      (is_address ? source.url : source.title) = value.text;
    } else {
      const auto text_of = [&value](std::string_view name) {
        const Member* member = value.find(name);
        return member && member->value.is_scalar() ? member->value.text : std::string();
      };
      source = {text_of("title"), text_of("url"), text_of("kind"), text_of("accessed")};
      if (source.title.empty() && source.url.empty()) {
        report(Code::front_matter_type, value.span, "a source needs 'title' or 'url'");
        return;
      }
    }
    if (!source.title.empty() || !source.url.empty()) meta_.sources.push_back(std::move(source));
  }

  std::string_view path_;  // the caller's
  std::string_view text_;  // the caller's
  const std::vector<std::string>& extra_keys_;
  Diagnostics& diagnostics_;
  bool is_broken_ = false;
  FrontMatter meta_;
};

struct Block {
  std::string_view content;
  std::size_t begin = 0;  // of the content
  std::size_t end = 0;    // of the whole block: where the note's text begins
};

std::string_view line_from(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

bool is_fence(std::string_view line, std::string_view fence) {
  return line.starts_with(fence) && trim(line.substr(fence.size())).empty();
}

// Whether a line reads like the start of a table, and not like prose after a thematic break.
bool looks_like_yaml(std::string_view content) {
  for (const std::string_view whole_line : split(content, '\n')) {
    const std::string_view line = trim(whole_line);
    if (line.empty() || line.starts_with('#')) continue;
    return line.ends_with(':') || line.find(": ") != std::string_view::npos ||
           line.starts_with('{');
  }
  return true;
}

// nullopt: the note has no front matter, a first "---" is a thematic break.
std::optional<Block> find_block(std::string_view text, std::string_view fence) {
  if (!is_fence(line_from(text, 0), fence)) return std::nullopt;
  const std::size_t first_end = text.find('\n');
  if (first_end == std::string_view::npos) return std::nullopt;
  Block block;
  block.begin = first_end + 1;
  for (std::size_t at = block.begin; at < text.size();) {
    const std::string_view line = line_from(text, at);
    if (is_fence(line, fence) || (fence == "---" && is_fence(line, "..."))) {
      block.content = text.substr(block.begin, at - block.begin);
      block.end = std::min(at + line.size() + 1, text.size());
      const bool blank_first = trim(line_from(text, block.begin)).empty() && at != block.begin;
      if (fence == "---" && blank_first && !looks_like_yaml(block.content)) return std::nullopt;
      return block;
    }
    at += line.size() + 1;
  }
  return std::nullopt;
}

}  // namespace

ParsedFrontMatter parse_front_matter(std::string_view path, std::string_view text,
                                     const std::vector<std::string>& extra_keys,
                                     Diagnostics& diagnostics) {
  ParsedFrontMatter parsed;
  const bool is_yaml = text.starts_with("---");
  if (!is_yaml && !text.starts_with("+++")) return parsed;
  const std::optional<Block> block = find_block(text, is_yaml ? "---" : "+++");
  if (!block) return parsed;
  parsed.body_begin = static_cast<std::uint32_t>(block->end);
  if (block->content.size() > max_block_size) {
    diagnostics.report(
        Code::front_matter_syntax, std::string(path), {0, 3},
        "the front matter is longer than 64 KiB and is not read",
        {"is the closing '" + std::string(text.substr(0, 3)) + "' line where it should be?"});
    return parsed;
  }
  const auto offset = static_cast<std::uint32_t>(block->begin);
  const ParsedValue value =
      is_yaml ? parse_yaml(block->content, offset) : parse_toml(block->content, offset);
  parsed.meta = Reader(path, text, extra_keys, diagnostics).read(value);
  return parsed;
}

}  // namespace loci
