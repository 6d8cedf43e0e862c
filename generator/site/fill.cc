#include "site/fill.h"

#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "site/language.h"
#include "site/media.h"

namespace loci {
namespace {

class Filler {
 public:
  Filler(const LinkedNote& note, const LinkedSite& site, const Hrefs& hrefs, NoteEmbeds* embeds,
         int level)
      : note_(note),
        links_(note.parsed->body.links),
        site_(site),
        hrefs_(hrefs),
        embeds_(embeds),
        level_(level) {}

  std::string fill(const Html& html) {
    // About what a link adds; one growth more or less is no matter.
    out_.reserve(html.text.size() + html.holes.size() * 48);
    std::size_t copied = 0;
    for (const Hole& hole : html.holes) {
      out_.append(html.text, copied, hole.offset - copied);
      copied = hole.offset;
      fill(hole, html.text);
    }
    out_.append(html.text, copied);
    return std::move(out_);
  }

 private:
  void fill(const Hole& hole, std::string_view text) {
    switch (hole.kind) {
      case HoleKind::link_open:
        return open_link(hole.index);
      case HoleKind::link_label:
        return label(hole.index);
      case HoleKind::link_close:
        return close_link(hole.index);
      case HoleKind::embed:
        return embed(hole.index, text.substr(0, hole.offset));
      case HoleKind::card_open: {
        const std::string& id = site_.cards[note_.first_card + hole.index].id;
        out_ += "<section class=\"card\" id=\"";
        append_html(out_, card_anchor(id));
        out_ += "\" data-card=\"";
        append_html(out_, id);
        out_ += "\">";
        return;
      }
      case HoleKind::card_close:
        out_ += "</section>";
        return;
      case HoleKind::card_anchor: {
        const std::string& id = site_.cards[note_.first_card + hole.index].id;
        out_ += "<span class=\"card-anchor\" id=\"";
        append_html(out_, card_anchor(id));
        out_ += "\" data-card=\"";
        append_html(out_, id);
        out_ += "\"></span>";
        return;
      }
    }
  }

  std::string href_of(const ResolvedLink& target) const {
    switch (target.kind) {
      case TargetKind::note:
        return hrefs_.to(site_.note(target.note).output_path, target.anchor);
      case TargetKind::section:
        return hrefs_.to(site_.sections[target.index].output_path);
      case TargetKind::attachment:
        return hrefs_.to(site_.attachments[target.index].output_path, target.anchor);
      case TargetKind::broken:
      case TargetKind::unpublished:
        break;
    }
    return {};
  }

  void open_link(std::uint32_t index) {
    const ResolvedLink& target = note_.links[index];
    if (target.kind == TargetKind::unpublished) return;
    if (target.kind == TargetKind::broken) {
      out_ += "<span class=\"broken-link\" title=\"";
      append_html(out_, site_.strings.with("No note named “{name}”", {links_[index].target}));
      out_ += "\">";
      return;
    }
    out_ += target.kind == TargetKind::attachment ? "<a class=\"internal file\" href=\""
                                                  : "<a class=\"internal\" href=\"";
    append_html(out_, href_of(target));
    out_ += '"';
    // A bare link is what the note is called; a label is words of the author's.
    const bool is_bare = links_[index].kind == LinkKind::wikilink && links_[index].label.empty();
    if (is_bare && target.kind == TargetKind::note)
      out_ += tongue_inside(note_, site_.note(target.note), site_);
    out_ += '>';
  }

  void close_link(std::uint32_t index) {
    switch (note_.links[index].kind) {
      case TargetKind::unpublished:
        return;
      case TargetKind::broken:
        out_ += "</span>";
        return;
      default:
        out_ += "</a>";
    }
  }

  // A path is a poor label, so the target's title stands for it; a name is shown as it was written.
  void label(std::uint32_t index) {
    append_html(out_, link_label(links_[index], note_.links[index], site_));
  }

  // `before`: the text in front of it.
  void embed(std::uint32_t index, std::string_view before) {
    const Link& link = links_[index];
    const ResolvedLink& target = note_.links[index];
    if (target.kind == TargetKind::attachment) {
      const SiteAttachment& file = site_.attachments[target.index];
      return append_file(out_, link, file, hrefs_.to(file.output_path), site_.strings);
    }
    if (target.kind == TargetKind::note && link.alone && embeds_ != nullptr &&
        embeds_->append(out_, note_, index, level_at_end(before)))
      return;
    // The hole of one that stands alone is in no paragraph.
    if (link.alone) out_ += "<p>";
    phrase(link, target);
    if (link.alone) out_ += "</p>";
  }

  void phrase(const Link& link, const ResolvedLink& target) {
    switch (target.kind) {
      case TargetKind::unpublished:
        append_html(out_, link.label.empty() ? site_.strings.of(unpublished_label)
                                             : std::string_view(link.label));
        return;
      case TargetKind::broken:
        out_ += "<span class=\"broken-link\" title=\"";
        append_html(out_, site_.strings.with("No file named “{name}”", {link.target}));
        out_ += "\">";
        append_html(out_, link.label.empty() ? file_name(link.target) : link.label);
        out_ += "</span>";
        return;
      case TargetKind::attachment:
      case TargetKind::note:
      case TargetKind::section:
        out_ += "<span class=\"embed-link\"><a class=\"internal\" href=\"";
        append_html(out_, href_of(target));
        out_ += "\">";
        if (link.label.empty()) {
          append_html(out_, target.kind == TargetKind::note ? site_.note(target.note).title
                                                            : site_.sections[target.index].title);
        } else {
          append_html(out_, link.label);
        }
        out_ += "</a></span>";
    }
  }

  // Of the last heading in `text`.
  int level_at_end(std::string_view text) const {
    for (std::size_t at = text.rfind("<h"); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : text.rfind("<h", at - 1)) {
      const std::string_view tag = text.substr(at, 4);
      if (tag.size() == 4 && tag[2] >= '1' && tag[2] <= '6' && (tag[3] == ' ' || tag[3] == '>'))
        return tag[2] - '0';
    }
    return level_;
  }

  const LinkedNote& note_;
  const std::vector<Link>& links_;
  const LinkedSite& site_;
  const Hrefs& hrefs_;
  NoteEmbeds* embeds_;
  int level_;
  std::string out_;
};

}  // namespace

std::string fill_holes(const Html& html, const LinkedNote& note, const LinkedSite& site,
                       const Hrefs& hrefs, NoteEmbeds* embeds, int level) {
  return Filler(note, site, hrefs, embeds, level).fill(html);
}

std::string link_label(const Link& link, const ResolvedLink& target, const LinkedSite& site) {
  if (target.kind == TargetKind::unpublished)
    return std::string(site.strings.of(unpublished_label));
  std::string text = link.target;
  if (target.kind == TargetKind::note && text.find('/') != std::string::npos) {
    text = site.note(target.note).title;
  } else if (target.kind == TargetKind::section) {
    text = site.sections[target.index].title;
  }
  if (!link.fragment.empty() && (!link.fragment.starts_with('^') || text.empty())) {
    for (const std::string_view part : split(link.fragment, '#')) {
      if (trim(part).empty()) continue;
      if (!text.empty()) text += " > ";
      text += trim(part);
    }
  }
  return text;
}

namespace {

std::optional<std::string> relabelled(std::string_view text, TextRange range, std::uint32_t section,
                                      const LinkedNote& note, const LinkedSite& site) {
  const std::vector<BareLink>& bare = note.parsed->body.bare_links;
  auto link = std::lower_bound(
      bare.begin(), bare.end(), section,
      [](const BareLink& one, std::uint32_t wanted) { return one.section < wanted; });
  std::optional<std::string> out;
  std::uint32_t copied = range.begin;
  for (; link != bare.end() && link->section == section && link->text.end <= range.end; ++link) {
    if (link->text.begin < copied) continue;
    const std::string label =
        link_label(note.parsed->body.links[link->link], note.links[link->link], site);
    const std::string_view written =
        text.substr(link->text.begin, link->text.end - link->text.begin);
    if (label == written) continue;
    if (!out) out.emplace().reserve(range.end - range.begin + label.size());
    out->append(text, copied, link->text.begin - copied).append(label);
    copied = link->text.end;
  }
  if (out) out->append(text, copied, range.end - copied);
  return out;
}

}  // namespace

std::optional<std::string> relabelled(const LinkedNote& note, std::uint32_t section,
                                      TextRange range, const LinkedSite& site) {
  return relabelled(note.parsed->body.sections[section].text, range, section, note, site);
}

std::string text_summary(const LinkedNote& note, const LinkedSite& site) {
  const std::string& text = note.parsed->body.summary;
  const TextRange whole{0, static_cast<std::uint32_t>(text.size())};
  return relabelled(text, whole, no_index, note, site).value_or(text);
}

std::string summary_of(const LinkedNote& note, const LinkedSite& site) {
  const std::string& written = note.parsed->meta.description;
  return written.empty() ? text_summary(note, site) : written;
}

std::string card_anchor(std::string_view id) {
  std::string anchor = "card-" + std::string(id);
  // "h-…/c2", "h-…~2": all else of a key is what any HTML takes for an id.
  std::replace_if(
      anchor.begin(), anchor.end(), [](char c) { return c == '/' || c == '~'; }, '-');
  return anchor;
}

}  // namespace loci
