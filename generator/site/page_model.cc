#include "site/page_model.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "base/text.h"
#include "site/embed.h"
#include "site/fill.h"
#include "site/mentions.h"
#include "site/needs.h"
#include "site/object.h"
#include "site/page_parts.h"
#include "site/url.h"

namespace loci {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_recent = 8;
constexpr std::size_t most_first_notes = 4;
constexpr std::size_t most_mentions = 20;

std::string_view kind_name(OutputKind kind) {
  switch (kind) {
    case OutputKind::note:
      return "note";
    case OutputKind::section:
      return "section";
    case OutputKind::tag:
      return "tag";
    case OutputKind::tag_list:
      return "tags";
    case OutputKind::home:
      return "home";
    case OutputKind::review:
      return "review";
    case OutputKind::search_page:
      return "search";
    case OutputKind::not_found:
      return "404";
    case OutputKind::hub:
      return "hub";
    case OutputKind::diagram_frame:
      return "diagram-frame";
    default:
      return "redirect";
  }
}

// Addresses from front matter become hrefs: a script must not.
std::string safe_address(const std::string& url) {
  const std::string low = ascii_lower(std::string_view(url).substr(0, 8));
  const bool is_safe =
      low.starts_with("http://") || low.starts_with("https://") || low.starts_with("mailto:");
  return is_safe ? url : std::string();
}

class Model {
 public:
  Model(const Output& output, const SiteBuild& build, const RenderOptions& options)
      : output_(output),
        build_(build),
        site_(build.site),
        hrefs_(hrefs_of(output, build.config)),
        options_(options) {}

  Json make() {
    common();
    switch (output_.kind) {
      case OutputKind::note:
        note();
        break;
      case OutputKind::section:
        section();
        break;
      case OutputKind::home:
        home();
        break;
      case OutputKind::tag:
        tag();
        break;
      case OutputKind::tag_list:
        tag_list();
        break;
      case OutputKind::review:
        titled("Review");
        set_needs(needs_of_cards(site_));
        break;
      case OutputKind::search_page:
        titled("Search");
        break;
      case OutputKind::not_found:
        titled("No such page");
        break;
      case OutputKind::hub:
        titled("Storage");
        break;
      case OutputKind::diagram_frame:
        titled("Drawing of diagrams");
        break;
      default:
        redirect();
    }
    return std::move(model_);
  }

 private:
  const LinkedNote& note_of(NoteId id) const { return site_.note(id); }
  std::string to(const LinkedNote& note) const { return hrefs_.to(note.output_path); }

  static std::string summary_of(const LinkedNote& note) {
    const std::string& written = note.parsed->meta.description;
    return written.empty() ? note.parsed->body.summary : written;
  }

  void common() {
    model_["path"] = output_.path;
    model_["kind"] = kind_name(output_.kind);
    model_["description"] = "";
    model_["image"] = "";
    model_["build"] = Object().with("id", build_.build_id).with("live", options_.live);
    const bool has_address =
        output_.kind != OutputKind::not_found && output_.kind != OutputKind::redirect;
    model_["canonical"] = has_address ? absolute_url(build_.config.base_url, output_.path) : "";
    model_["breadcrumbs"] = Json::array();
    set_needs({});
    const bool has_sidebar = output_.kind != OutputKind::redirect &&
                             output_.kind != OutputKind::hub &&
                             output_.kind != OutputKind::diagram_frame;
    model_["sidebar_html"] = has_sidebar ? build_.parts->sidebar_for(output_, build_) : "";
  }

  void set_needs(const PageNeeds& needs) {
    model_["needs"] =
        Object().with("mathematics", needs.mathematics).with("diagrams", needs.diagrams);
  }

  void titled(const std::string& title) {
    model_["title"] = title;
    const std::string& site = build_.config.title;
    model_["page_title"] = title == site || site.empty() ? title : title + " · " + site;
  }

  // From the home page down to the section `last`, which is in it.
  void breadcrumbs_to(std::uint32_t last) {
    std::vector<std::uint32_t> chain;
    for (std::uint32_t index = last; index != 0; index = site_.sections[index].parent)
      chain.push_back(index);
    Json list = Json::array();
    list.push_back(Object()
                       .with("title", site_.sections[0].title)
                       .with("href", hrefs_.to(site_.sections[0].output_path)));
    for (auto index = chain.rbegin(); index != chain.rend(); ++index) {
      const SiteSection& one = site_.sections[*index];
      list.push_back(Object().with("title", one.title).with("href", hrefs_.to(one.output_path)));
    }
    model_["breadcrumbs"] = std::move(list);
  }

  void picture(const LinkedNote& note) {
    const std::string& written = note.parsed->meta.image;
    if (note.image != no_index) {
      model_["image"] =
          absolute_url(build_.config.base_url, site_.attachments[note.image].output_path);
    } else if (written.starts_with("https://") || written.starts_with("http://")) {
      model_["image"] = written;
    }
  }

  static void dates(Json& target, const FrontMatter& meta) {
    target["date"] = meta.date ? to_long_string(*meta.date) : "";
    target["date_iso"] = meta.date ? to_string(*meta.date) : "";
    target["updated"] = meta.updated ? to_long_string(*meta.updated) : "";
    target["updated_iso"] = meta.updated ? to_string(*meta.updated) : "";
  }

  // ---- pages ------------------------------------------------------------------------------------

  void note() {
    const LinkedNote& note = site_.notes[output_.index];
    const FrontMatter& meta = note.parsed->meta;
    const SiteSection& own = site_.sections[note.section];
    titled(note.title);
    model_["description"] = summary_of(note);
    picture(note);
    breadcrumbs_to(note.section);

    Json& head = model_["note"];
    head = Object()
               .with("title", note.title)
               .with("summary", meta.description)
               .with("kind", meta.kind)
               .with("level", meta.level)
               .with("minutes", note.minutes)
               .with("slug", note.slug)
               .with("section",
                     Object().with("title", own.title).with("href", hrefs_.to(own.output_path)))
               .with("edit", edit_address(note))
               .with("classes", join(meta.css_classes, " "))
               .with("draft", meta.draft)
               .with("lang", language_tag(meta.language));
    dates(head, meta);

    body_of(note);
    model_["toc"] = contents(note);
    Json tags = Json::array();
    for (const std::string& name : note.tags) {
      const auto by_name = [](const SiteTag& tag, const std::string& wanted) {
        return tag.name < wanted;
      };
      const SiteTag& tag = *std::lower_bound(site_.tags.begin(), site_.tags.end(), name, by_name);
      tags.push_back(Object().with("name", name).with("href", hrefs_.to(tag.output_path)));
    }
    model_["tags"] = std::move(tags);
    model_["backlinks"] = backlinks(note);
    mentions(note);
    model_["prerequisites"] = connections(note.prerequisites);
    model_["unlocks"] = connections(note.unlocks);
    model_["previous"] = neighbour(note.previous);
    model_["next"] = neighbour(note.next);
    model_["sources"] = sources(meta);
    const std::string review =
        hrefs_.to("review.html") + "?note=" + percent_encode_component(note.slug);
    model_["cards"] = Object()
                          .with("count", note.parsed->cards.size())
                          .with("deck", meta.deck)
                          .with("review", review);
  }

  void section() {
    const SiteSection& own = site_.sections[output_.index];
    titled(own.title);
    breadcrumbs_to(own.parent);
    const std::string review =
        hrefs_.to("review.html") + "?deck=" + percent_encode_component(own.path);
    model_["section"] = Object()
                            .with("title", own.title)
                            .with("path", own.path)
                            .with("note_count", own.note_count)
                            .with("card_count", own.card_count)
                            .with("review", review);
    index_note(own);
    model_["notes"] = note_list(own.notes);
    Json subsections = Json::array();
    for (const std::uint32_t child : own.children) {
      const SiteSection& one = site_.sections[child];
      subsections.push_back(Object()
                                .with("title", one.title)
                                .with("href", hrefs_.to(one.output_path))
                                .with("path", one.path)
                                .with("note_count", one.note_count)
                                .with("card_count", one.card_count));
    }
    model_["subsections"] = std::move(subsections);
  }

  void home() {
    const SiteSection& root = site_.sections[0];
    titled(root.title);
    index_note(root);
    if (!build_.config.description.empty()) model_["description"] = build_.config.description;
    if (root.index == no_note) model_["backlinks"] = Json::array();
    model_["notes"] = note_list(root.notes);

    Json sections = Json::array();
    for (const std::uint32_t child : root.children) {
      const SiteSection& one = site_.sections[child];
      Json first = Json::array();
      for (std::size_t i = 0; i < one.notes.size() && i < most_first_notes; ++i) {
        first.push_back(Object()
                            .with("title", note_of(one.notes[i]).title)
                            .with("href", to(note_of(one.notes[i]))));
      }
      sections.push_back(
          Object()
              .with("title", one.title)
              .with("href", hrefs_.to(one.output_path))
              .with("current", false)
              .with("path", one.path)
              .with("summary", one.index == no_note ? "" : summary_of(note_of(one.index)))
              .with("note_count", one.note_count)
              .with("card_count", one.card_count)
              .with("first", std::move(first)));
    }
    model_["sections"] = std::move(sections);
    model_["recent"] = recent();
    std::uint64_t words = 0;
    for (const LinkedNote& note : site_.notes) words += note.parsed->body.words;
    model_["counts"] = Object()
                           .with("notes", site_.notes.size())
                           .with("links", site_.link_count)
                           .with("cards", site_.cards.size())
                           .with("words", words)
                           .with("notes_text", thousands(site_.notes.size()))
                           .with("links_text", thousands(site_.link_count))
                           .with("cards_text", thousands(site_.cards.size()));
  }

  void tag() {
    const SiteTag& tag = site_.tags[output_.index];
    titled("#" + tag.name);
    breadcrumbs_to(0);
    model_["breadcrumbs"].push_back(
        Object().with("title", "Tags").with("href", hrefs_.to("tags/index.html")));
    model_["tag"] = Object().with("name", tag.name).with("count", tag.notes.size());
    model_["notes"] = note_list(tag.notes);
  }

  void tag_list() {
    titled("Tags");
    breadcrumbs_to(0);
    Json tags = Json::array();
    for (const SiteTag& tag : site_.tags) {
      tags.push_back(Object()
                         .with("name", tag.name)
                         .with("href", hrefs_.to(tag.output_path))
                         .with("count", tag.notes.size()));
    }
    model_["tags"] = std::move(tags);
  }

  void redirect() {
    const Redirect& redirect = site_.redirects[output_.index];
    const bool is_note = redirect.to != no_note;
    const SiteSection* section = is_note ? nullptr : &site_.sections[redirect.section];
    const std::string& path = is_note ? note_of(redirect.to).output_path : section->output_path;
    const std::string& title = is_note ? note_of(redirect.to).title : section->title;
    titled(title);
    model_["canonical"] = absolute_url(build_.config.base_url, path);
    model_["target"] = hrefs_.to(path, redirect.anchor);
    model_["target_title"] = title;
  }

  // ---- pieces -----------------------------------------------------------------------------------

  // "de", "pt-BR"; empty for what is no tag of a language, such as the name of one or of a
  // programming language.
  static std::string language_tag(std::string_view text) {
    bool first = true;
    for (const std::string_view part : split(text, '-')) {
      const bool fits =
          !part.empty() && part.size() <= (first ? 3U : 8U) && (!first || part.size() >= 2) &&
          std::all_of(part.begin(), part.end(),
                      [&](char c) { return is_ascii_letter(c) || (!first && is_ascii_digit(c)); });
      if (!fits) return {};
      first = false;
    }
    return std::string(text);
  }

  void body_of(const LinkedNote& note) {
    PageBody body = fill_page(note, site_, hrefs_);
    set_needs(body.needs);
    model_["body_html"] = std::move(body.html);
  }

  // The index note of a section or of the home page is the text of that page.
  void index_note(const SiteSection& own) {
    if (own.index == no_note) {
      model_["body_html"] = "";
      model_["backlinks"] = Json::array();
      no_mentions();
      return;
    }
    const LinkedNote& note = note_of(own.index);
    model_["description"] = note.parsed->meta.description;
    picture(note);
    body_of(note);
    model_["backlinks"] = backlinks(note);
    mentions(note);
  }

  std::string edit_address(const LinkedNote& note) const {
    const std::string base = edit_base(build_.config.repository);
    return base.empty() ? base : base + percent_encode_path(note.parsed->path);
  }

  static Json contents(const LinkedNote& note) {
    Json list = Json::array();
    for (const Heading& heading : note.parsed->body.outline) {
      if (heading.level != 2 && heading.level != 3) continue;
      list.push_back(Object()
                         .with("level", heading.level)
                         .with("text", heading.text)
                         .with("id", heading.id)
                         .with("depth", heading.level - 2));
    }
    return list;
  }

  Json backlinks(const LinkedNote& note) const {
    Json list = Json::array();
    for (const Backlink& backlink : note.backlinks) {
      const LinkedNote& from = note_of(backlink.from);
      const Link& link = from.parsed->body.links[backlink.link];
      const std::string_view sentence = link.sentence;
      const std::size_t begin = std::min<std::size_t>(link.mark_begin, sentence.size());
      const std::size_t end = std::clamp<std::size_t>(link.mark_end, begin, sentence.size());
      const SiteSection& section = site_.sections[from.section];
      const bool names_itself = from.section == 0 || section.index == backlink.from;
      // The sentence was kept before the link's target was known: a bare link is shown as the text shows it.
      const bool is_bare = link.kind == LinkKind::wikilink && link.label.empty();
      list.push_back(Object()
                         .with("title", from.title)
                         .with("href", to(from))
                         .with("section", names_itself ? "" : section.title)
                         .with("before", sentence.substr(0, begin))
                         .with("mark", is_bare ? link_label(link, from.links[backlink.link], site_)
                                               : std::string(sentence.substr(begin, end - begin)))
                         .with("after", sentence.substr(end)));
    }
    return list;
  }

  void no_mentions() {
    model_["mentions"] = Json::array();
    model_["mention_count"] = 0;
    model_["mention_more"] = 0;
  }

  void mentions(const LinkedNote& note) {
    no_mentions();
    if (note.mentions.empty()) return;
    Json& list = model_["mentions"];
    const std::size_t shown = std::min(note.mentions.size(), most_mentions);
    for (std::size_t i = 0; i < shown; ++i) {
      const Mention& mention = note.mentions[i];
      const LinkedNote& from = note_of(mention.from);
      const NoteBody& body = from.parsed->body;
      const Section& text = body.sections[mention.section];
      const Sentence sentence = mention_sentence(text, mention.range);
      const std::string_view whole = sentence.text;
      const SiteSection& section = site_.sections[from.section];
      const bool names_itself = from.section == 0 || section.index == mention.from;
      const std::string_view anchor =
          text.heading == no_index ? std::string_view() : body.outline[text.heading].id;
      list.push_back(Object()
                         .with("title", from.title)
                         .with("href", hrefs_.to(from.output_path, anchor))
                         .with("section", names_itself ? "" : section.title)
                         .with("before", whole.substr(0, sentence.mark_begin))
                         .with("mark", whole.substr(sentence.mark_begin,
                                                    sentence.mark_end - sentence.mark_begin))
                         .with("after", whole.substr(sentence.mark_end)));
    }
    model_["mention_count"] = note.mentions.size();
    model_["mention_more"] = note.mentions.size() - shown;
  }

  Json connections(const std::vector<NoteId>& ids) const {
    Json list = Json::array();
    for (const NoteId id : ids) {
      list.push_back(Object()
                         .with("title", note_of(id).title)
                         .with("href", to(note_of(id)))
                         .with("summary", summary_of(note_of(id))));
    }
    return list;
  }

  Json neighbour(NoteId id) const {
    if (id == no_note) return nullptr;
    return Object().with("title", note_of(id).title).with("href", to(note_of(id)));
  }

  static Json sources(const FrontMatter& meta) {
    Json list = Json::array();
    for (const SourceReference& source : meta.sources) {
      const std::string& title = source.title.empty() ? source.url : source.title;
      list.push_back(Object()
                         .with("title", title)
                         .with("url", safe_address(source.url))
                         .with("kind", source.kind)
                         .with("accessed", source.accessed));
    }
    return list;
  }

  Json note_list(const std::vector<NoteId>& ids) const {
    Json list = Json::array();
    for (const NoteId id : ids) {
      const LinkedNote& note = note_of(id);
      list.push_back(Object()
                         .with("title", note.title)
                         .with("href", to(note))
                         .with("summary", summary_of(note))
                         .with("kind", note.parsed->meta.kind)
                         .with("level", note.parsed->meta.level)
                         .with("minutes", note.minutes)
                         .with("card_count", note.parsed->cards.size())
                         .with("slug", note.slug)
                         .with("tags", note.tags));
    }
    return list;
  }

  Json recent() const {
    std::vector<std::pair<Date, NoteId>> dated;
    for (std::size_t i = 0; i < site_.notes.size(); ++i) {
      const FrontMatter& meta = site_.notes[i].parsed->meta;
      const std::optional<Date>& date = meta.updated ? meta.updated : meta.date;
      if (date) dated.emplace_back(*date, NoteId{static_cast<std::uint32_t>(i)});
    }
    const auto newer = [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    const std::size_t count = std::min(dated.size(), most_recent);
    std::partial_sort(dated.begin(), dated.begin() + static_cast<std::ptrdiff_t>(count),
                      dated.end(), newer);
    Json list = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      const LinkedNote& note = note_of(dated[i].second);
      list.push_back(
          Object()
              .with("title", note.title)
              .with("href", to(note))
              .with("date", to_long_string(dated[i].first))
              .with("date_iso", to_string(dated[i].first))
              .with("section", note.section == 0 ? "" : site_.sections[note.section].title));
    }
    return list;
  }

  const Output& output_;
  const SiteBuild& build_;
  const LinkedSite& site_;
  const Hrefs hrefs_;
  const RenderOptions& options_;
  Json model_ = Json::object();
};

}  // namespace

nlohmann::json page_model(const Output& output, const SiteBuild& build,
                          const RenderOptions& options) {
  return Model(output, build, options).make();
}

std::string_view template_of(OutputKind kind) {
  switch (kind) {
    case OutputKind::note:
      return "note.html";
    case OutputKind::section:
      return "section.html";
    case OutputKind::tag:
      return "tag.html";
    case OutputKind::tag_list:
      return "tags.html";
    case OutputKind::home:
      return "home.html";
    case OutputKind::review:
      return "review.html";
    case OutputKind::search_page:
      return "search.html";
    case OutputKind::not_found:
      return "404.html";
    case OutputKind::hub:
      return "hub.html";
    case OutputKind::diagram_frame:
      return "diagram-frame.html";
    default:
      return "redirect.html";
  }
}

}  // namespace loci
