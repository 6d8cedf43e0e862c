#include "source/front_matter.h"

#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "source/front_matter_block.h"
#include "source/front_matter_keys.h"
#include "source/front_matter_values.h"
#include "source/value.h"

namespace loci {

namespace {

constexpr std::size_t max_block_size = 64 * 1024;

using Field = FrontMatterField;

// Hugo's `cascade` may name the pages it is for; ours is for the folder.
const Member* target_of(const Value& cascade) {
  const Member* target = cascade.find("target");
  return target != nullptr ? target : cascade.find("_target");
}

// Reads one table of keys: the whole block, or `cascade` in it.
class Reader {
 public:
  // `within`: "cascade" when its table is read, else empty.
  Reader(std::string_view path, std::string_view text, const FrontMatterOptions& options,
         std::string_view within, Diagnostics& diagnostics)
      : path_(path),
        text_(text),
        options_(options),
        within_(within),
        diagnostics_(diagnostics),
        values_(path, text, diagnostics) {}

  // What a broken block seems to say is a guess, kept where it helps and never complained about.
  void be_quiet() { values_.is_quiet = true; }

  void read(const std::vector<Member>& members) {
    struct Known {
      const FrontMatterKey* key;
      const Member* member;
    };
    std::vector<Known> known;
    for (const Member& member : members) {
      const FrontMatterKey* key = find_front_matter_key(member.key);
      if (key == nullptr) {
        report_unknown(member);
      } else {
        known.push_back({key, &member});
      }
    }
    // Of `date` and `created` the first counts, whichever is written first.
    std::stable_sort(known.begin(), known.end(),
                     [](const Known& a, const Known& b) { return a.key < b.key; });
    for (const Known& one : known) read_member(*one.key, *one.member);
  }

  // What the block says, and where it says nothing what its folders say.
  FrontMatter finish() {
    if (options_.defaults != nullptr) add_defaults(*options_.defaults);
    meta_.draft = draft_.value_or(false) || !publish_.value_or(true);
    meta_.in_search = in_search_.value_or(true);
    return std::move(meta_);
  }

  // As finish, of what was read in `cascade`.
  FrontMatterDefaults defaults() {
    FrontMatterDefaults defaults;
    for (Spanned& tag : meta_.tags) defaults.tags.push_back(std::move(tag.value));
    defaults.css_classes = std::move(meta_.css_classes);
    defaults.draft = draft_;
    defaults.publish = publish_;
    defaults.in_search = in_search_;
    defaults.cards = meta_.cards;
    defaults.deck = std::move(meta_.deck);
    defaults.kind = std::move(meta_.kind);
    defaults.level = std::move(meta_.level);
    defaults.language = std::move(meta_.language);
    defaults.direction = std::move(meta_.direction);
    return defaults;
  }

  void keep_back() { draft_ = true; }

 private:
  bool is_own(const std::string& key) const {
    return std::find(options_.extra_keys.begin(), options_.extra_keys.end(), key) !=
           options_.extra_keys.end();
  }

  // What messages call a key: "deck", "cascade.deck".
  std::string name_of(const std::string& key) const {
    return within_.empty() ? key : std::string(within_) + "." + key;
  }

  void read_member(const FrontMatterKey& key, const Member& member) {
    const std::string name = name_of(member.key);
    if (!within_.empty() && !can_cascade(key.field) && key.field < Field::ignored) {
      values_.report(Code::cascade_misplaced, member.key_span,
                     "'" + member.key + "' is each note's own and cannot stand under 'cascade'",
                     {"write it in the note that it is for"});
      return;
    }
    if (!key.say_instead.empty()) report_old_name(key, member);
    if (member.value.kind != Value::Kind::null) set(key, name, member);
  }

  void report_old_name(const FrontMatterKey& key, const Member& member) {
    const std::string name(key.say_instead);
    // `url: https://…` is a key of the writer's own: the address of what the note is about.
    if (key.field == Field::permalink && is_address(member.value.text)) return;
    values_.report(Code::front_matter_deprecated, member.key_span,
                   key.whose.empty() ? "'" + member.key + "' is an old name for '" + name + "'"
                                     : "'" + member.key + "', as " + std::string(key.whose) +
                                           " has it, is called '" + name + "' here",
                   {"write '" + name + "'"});
  }

  void report_unknown(const Member& member) {
    if (is_own(member.key)) return;
    const std::optional<std::string> meant = nearest_front_matter_key(member.key);
    Diagnostic diagnostic{Code::front_matter_unknown_key,
                          Severity::note,
                          std::string(path_),
                          member.key_span,
                          "the key '" + name_of(member.key) + "' has no meaning here",
                          {}};
    // Vaults hold many keys of their own; only one that looks like a misspelling deserves a
    // warning.
    if (meant && edit_distance(ascii_lower(member.key), *meant, 2) <= 2) {
      diagnostic.severity = Severity::warning;
      diagnostic.hints = {"did you mean '" + *meant + "'?"};
    } else {
      diagnostic.hints = {"list it in site.toml under [front_matter] extra if it is your own"};
    }
    values_.report(std::move(diagnostic));
  }

  void set(const FrontMatterKey& key, const std::string& name, const Member& member) {
    const Value& value = member.value;
    switch (key.field) {
      case Field::title:
        values_.set_text(meta_.title, name, value);
        break;
      case Field::description:
        values_.set_text(meta_.description, name, value);
        break;
      case Field::tags:
        values_.add_names(meta_.tags, name, value, FrontMatterValues::Names::tags);
        break;
      case Field::aliases:
        values_.add_names(meta_.aliases, name, value, FrontMatterValues::Names::whole);
        break;
      case Field::prerequisites:
        values_.add_names(meta_.prerequisites, name, value, FrontMatterValues::Names::links);
        break;
      case Field::date:
        values_.set_date(meta_.date, name, value);
        break;
      case Field::updated:
        values_.set_date(meta_.updated, name, value);
        break;
      case Field::last_updated:
        if (value.kind != Value::Kind::boolean) values_.set_date(meta_.updated, name, value);
        break;
      case Field::draft:
        values_.set_flag(draft_, name, value, true);
        break;
      case Field::publish:
        values_.set_flag(publish_, name, value, false);
        break;
      case Field::published:
        // Of web clippers it is a date, of Jekyll a truth value.
        if (value.kind == Value::Kind::boolean) values_.set_flag(publish_, name, value, false);
        break;
      case Field::permalink:
        set_permalink(key, name, value);
        break;
      case Field::slug:
        set_slug(name, value);
        break;
      case Field::order:
        values_.set_number(meta_.order, name, value);
        break;
      case Field::image:
        set_image(name, value);
        break;
      case Field::css_classes:
        set_css_classes(name, value);
        break;
      case Field::search:
        if (key.name == "search" && value.kind == Value::Kind::table) {
          set_search(name, value);
        } else {
          values_.set_flag(in_search_, name, value);
        }
        break;
      case Field::deck:
        values_.set_text(meta_.deck, name, value);
        break;
      case Field::cards:
        values_.set_flag(meta_.cards, name, value);
        break;
      case Field::kind:
        values_.set_text(meta_.kind, name, value);
        break;
      case Field::level:
        values_.set_text(meta_.level, name, value);
        break;
      case Field::language:
        values_.set_text(meta_.language, name, value);
        break;
      case Field::direction:
        set_direction(name, value);
        break;
      case Field::sources:
        set_sources(name, value);
        break;
      case Field::taxonomies:
        if (!is_table(name, value)) break;
        if (const Member* tags = value.find("tags"))
          values_.add_names(meta_.tags, name + ".tags", tags->value,
                            FrontMatterValues::Names::tags);
        break;
      case Field::sidebar:
        if (!is_table(name, value)) break;
        if (const Member* order = value.find("order"))
          values_.set_number(meta_.order, name + ".order", order->value);
        break;
      case Field::cascade:
        check_cascade(member);
        break;
      case Field::without_effect:
        if (is_own(member.key)) break;
        values_.report(Code::front_matter_no_effect, member.key_span,
                       "'" + member.key + "' has no effect: Loci has no clock",
                       {std::string(key.advice)});
        break;
      case Field::not_against_publishing:
        if (is_own(member.key) || (value.kind == Value::Kind::boolean && !value.boolean)) break;
        values_.report({Code::front_matter_no_effect,
                        Severity::warning,
                        std::string(path_),
                        member.key_span,
                        "'" + member.key + "' has no effect: it does not keep this note private",
                        {"'publish: false' keeps it out of the site"}});
        break;
      case Field::ignored:
        break;
    }
  }

  // Read here for what is wrong with it; read_cascade has told the notes of the folder already.
  void check_cascade(const Member& member) {
    if (!options_.is_index) {
      values_.report(Code::cascade_misplaced, member.key_span,
                     "'cascade' has an effect only in the index note of a folder",
                     {"move it to the folder's index.md"});
      return;
    }
    if (!is_table("cascade", member.value)) return;
    if (const Member* target = target_of(member.value)) {
      values_.report(Code::cascade_misplaced, target->key_span,
                     "a 'cascade' with a target is not understood and has no effect",
                     {"write it in the index.md of the folder that is meant"});
      return;
    }
    Reader reader(path_, text_, options_, "cascade", diagnostics_);
    if (values_.is_quiet) reader.be_quiet();
    reader.read(member.value.members);
  }

  void add_defaults(const FrontMatterDefaults& defaults) {
    for (const std::string& tag : defaults.tags) {
      const bool has = std::any_of(meta_.tags.begin(), meta_.tags.end(), [&](const Spanned& own) {
        return equal_ignoring_ascii_case(own.value, tag);
      });
      if (!has) meta_.tags.push_back({tag, {}});
    }
    for (const std::string& name : defaults.css_classes) {
      if (std::find(meta_.css_classes.begin(), meta_.css_classes.end(), name) ==
          meta_.css_classes.end())
        meta_.css_classes.push_back(name);
    }
    if (!draft_) draft_ = defaults.draft;
    if (!publish_) publish_ = defaults.publish;
    if (!in_search_) in_search_ = defaults.in_search;
    if (!meta_.cards) meta_.cards = defaults.cards;
    if (meta_.deck.empty()) meta_.deck = defaults.deck;
    if (meta_.kind.empty()) meta_.kind = defaults.kind;
    if (meta_.level.empty()) meta_.level = defaults.level;
    if (meta_.language.empty()) meta_.language = defaults.language;
    if (meta_.direction.empty()) meta_.direction = defaults.direction;
  }

  void set_direction(const std::string& key, const Value& value) {
    std::string direction;
    values_.set_text(direction, key, value);
    direction = ascii_lower(trim(direction));
    if (direction == "rtl" || direction == "ltr") {
      meta_.direction = direction;
    } else if (!direction.empty() && direction != "auto") {
      values_.report(Code::front_matter_value, value.span,
                     "'" + key + "' cannot be '" + shorten(direction, 40) + "'",
                     {"text runs 'rtl', from right to left, or 'ltr'"});
    }
  }

  bool is_table(const std::string& key, const Value& value) {
    if (value.kind == Value::Kind::table) return true;
    values_.wrong_type(key, value, "a table");
    return false;
  }

  void set_search(const std::string& key, const Value& value) {
    for (const Member& member : value.members) {
      if (equal_ignoring_ascii_case(member.key, "exclude")) {
        std::optional<bool> exclude;
        values_.set_flag(exclude, key + ".exclude", member.value);
        if (exclude && !in_search_) in_search_ = !*exclude;
      } else if (equal_ignoring_ascii_case(member.key, "boost")) {
        values_.report(Code::front_matter_no_effect, member.key_span,
                       "'" + key + ".boost' has no effect");
      }
    }
  }

  static bool is_address(std::string_view text) {
    return text.find("://") != std::string_view::npos;
  }

  void set_permalink(const FrontMatterKey& key, const std::string& name, const Value& value) {
    if (value.is_scalar() && is_address(value.text)) {
      // Hugo's and Zola's names are also what people call the address of what a note is about.
      if (key.say_instead.empty()) {
        values_.report(Code::front_matter_value, value.span,
                       "'" + name + "' must be a path inside the site, not a whole address",
                       {"like 'guides/install'"});
      }
      return;
    }
    std::string path;
    values_.set_text(path, name, value);
    if (path.empty()) return;
    if (leads_out(path)) {
      values_.report(Code::front_matter_value, value.span,
                     "'" + name + "' must be a path inside the site: its '..' is left out",
                     {"like 'guides/install'"});
    }
    if (meta_.permalink.empty()) meta_.permalink = std::move(path);
  }

  // Whether ".." is a part of the path, however it is written.
  static bool leads_out(std::string_view path) {
    const std::string decoded = percent_decode(path);
    for (const std::string_view part : split(decoded, '/')) {
      if (trim(part) == "..") return true;
    }
    return false;
  }

  // Starlight's and Docusaurus's `slug` is a whole path, as `permalink` is here.
  void set_slug(const std::string& key, const Value& value) {
    std::string slug;
    values_.set_text(slug, key, value);
    if (slug.find('/') == std::string::npos) {
      meta_.slug = std::move(slug);
      return;
    }
    values_.report(Code::front_matter_value, value.span,
                   "'" + key + "' is the last part of the address and has no '/'",
                   {"a whole path is called 'permalink'; it is taken as one"});
    if (meta_.permalink.empty()) meta_.permalink = std::move(slug);
  }

  void set_image(const std::string& key, const Value& value) {
    // Zola and Hugo themes write { path = …, alt = … }.
    if (value.kind == Value::Kind::table) {
      for (const std::string_view name : {"path", "src", "image", "url"}) {
        if (const Member* member = value.find(name))
          return values_.set_text(meta_.image, key, member->value);
      }
    }
    values_.set_text(meta_.image, key, value);
  }

  void set_css_classes(const std::string& key, const Value& value) {
    std::vector<Spanned> names;
    values_.add_names(names, key, value, FrontMatterValues::Names::tags);
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
        values_.wrong_type(key, value, "a list");
      return;
    }
    for (const Value& item : value.items) {
      if (item.kind == Value::Kind::list) {
        values_.report(Code::front_matter_type, item.span,
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
        values_.report(Code::front_matter_type, value.span, "a source needs 'title' or 'url'");
        return;
      }
    }
    if (!source.title.empty() || !source.url.empty()) meta_.sources.push_back(std::move(source));
  }

  std::string_view path_;  // the caller's
  std::string_view text_;  // the caller's
  const FrontMatterOptions& options_;
  std::string_view within_;
  Diagnostics& diagnostics_;
  FrontMatterValues values_;
  FrontMatter meta_;
  std::optional<bool> draft_;
  std::optional<bool> publish_;
  std::optional<bool> in_search_;
};

ParsedValue parse_block(const FrontMatterBlock& block) {
  const auto offset = static_cast<std::uint32_t>(block.begin);
  return block.is_toml ? parse_toml(block.content, offset) : parse_yaml(block.content, offset);
}

}  // namespace

FrontMatterDefaults combine_defaults(const FrontMatterDefaults& outer,
                                     const FrontMatterDefaults& inner) {
  FrontMatterDefaults both = inner;
  const auto add_new = [](std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const std::string& name : more) {
      if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
    }
  };
  add_new(both.tags, outer.tags);
  add_new(both.css_classes, outer.css_classes);
  if (!both.draft) both.draft = outer.draft;
  if (!both.publish) both.publish = outer.publish;
  if (!both.in_search) both.in_search = outer.in_search;
  if (!both.cards) both.cards = outer.cards;
  if (both.deck.empty()) both.deck = outer.deck;
  if (both.kind.empty()) both.kind = outer.kind;
  if (both.level.empty()) both.level = outer.level;
  if (both.language.empty()) both.language = outer.language;
  if (both.direction.empty()) both.direction = outer.direction;
  return both;
}

ParsedFrontMatter parse_front_matter(std::string_view path, std::string_view text,
                                     const FrontMatterOptions& options, Diagnostics& diagnostics) {
  ParsedFrontMatter parsed;
  Reader reader(path, text, options, {}, diagnostics);
  if (const std::optional<FrontMatterBlock> block = find_front_matter(text)) {
    parsed.body_begin = static_cast<std::uint32_t>(block->text_begin);
    bool is_broken = block->content.size() > max_block_size;
    if (is_broken) {
      diagnostics.report(
          Code::front_matter_syntax, std::string(path), {0, 3},
          "the front matter is longer than 64 KiB and is not read",
          {"is the closing '" + std::string(text.substr(0, 3)) + "' line where it should be?"});
    } else {
      const ParsedValue value = parse_block(*block);
      for (const SyntaxError& error : value.errors) {
        diagnostics.report(Code::front_matter_syntax, std::string(path), error.span, error.message,
                           error.hints);
      }
      is_broken = !value.errors.empty();
      if (is_broken) reader.be_quiet();
      reader.read(value.root.members);
    }
    if (is_broken && has_line_against_publishing(block->content)) reader.keep_back();
  }
  parsed.meta = reader.finish();
  if (!parsed.meta.date) {
    if (const std::optional<DatedName> dated = parse_dated_name(file_stem(path)))
      parsed.meta.date = dated->date;
  }
  return parsed;
}

std::optional<FrontMatterDefaults> read_cascade(std::string_view text) {
  const std::optional<FrontMatterBlock> block = find_front_matter(text);
  if (!block || block->content.find("ascade") == std::string_view::npos) return std::nullopt;
  // A folder that is to stay private does so while its index note has a mistake in it.
  FrontMatterDefaults private_folder;
  private_folder.publish = false;
  const bool may_be_private = has_line_against_publishing(block->content);
  if (block->content.size() > max_block_size)
    return may_be_private ? std::optional(private_folder) : std::nullopt;
  const ParsedValue value = parse_block(*block);
  Diagnostics unsaid;
  const FrontMatterOptions options;
  for (const Member& member : value.root.members) {
    const FrontMatterKey* key = find_front_matter_key(member.key);
    if (key == nullptr || key->field != Field::cascade) continue;
    if (member.value.kind != Value::Kind::table || target_of(member.value) != nullptr) break;
    Reader reader({}, text, options, "cascade", unsaid);
    reader.be_quiet();
    reader.read(member.value.members);
    FrontMatterDefaults defaults = reader.defaults();
    if (!value.errors.empty() && may_be_private) defaults.publish = false;
    return defaults;
  }
  if (!value.errors.empty() && may_be_private) return private_folder;
  return std::nullopt;
}

}  // namespace loci
