#include "site/fill.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"

namespace loci {
namespace {

bool is_image(std::string_view path) {
  constexpr std::array<std::string_view, 9> endings = {".png",  ".jpg",  ".jpeg", ".gif", ".svg",
                                                       ".webp", ".avif", ".bmp",  ".ico"};
  const std::string ending = ascii_lower(extension(path));
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

class Filler {
 public:
  Filler(const LinkedNote& note, const LinkedSite& site, const Hrefs& hrefs)
      : note_(note), links_(note.parsed->body.links), site_(site), hrefs_(hrefs) {}

  std::string fill(const Html& html) {
    // About what a link adds; one growth more or less is no matter.
    out_.reserve(html.text.size() + html.holes.size() * 48);
    std::size_t copied = 0;
    for (const Hole& hole : html.holes) {
      out_.append(html.text, copied, hole.offset - copied);
      copied = hole.offset;
      fill(hole);
    }
    out_.append(html.text, copied);
    return std::move(out_);
  }

 private:
  void fill(const Hole& hole) {
    switch (hole.kind) {
      case HoleKind::link_open:
        return open_link(hole.index);
      case HoleKind::link_label:
        return label(hole.index);
      case HoleKind::link_close:
        return close_link(hole.index);
      case HoleKind::embed:
        return embed(hole.index);
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
      append_html(out_, "No note named '" + links_[index].target + "'");
      out_ += "\">";
      return;
    }
    out_ += target.kind == TargetKind::attachment ? "<a class=\"internal file\" href=\""
                                                  : "<a class=\"internal\" href=\"";
    append_html(out_, href_of(target));
    out_ += "\">";
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

  void embed(std::uint32_t index) {
    const Link& link = links_[index];
    const ResolvedLink& target = note_.links[index];
    const std::string_view name = file_name(link.target);
    switch (target.kind) {
      case TargetKind::unpublished:
        append_html(out_, link.label);
        return;
      case TargetKind::broken:
        out_ += "<span class=\"broken-link\" title=\"";
        append_html(out_, "No file named '" + link.target + "'");
        out_ += "\">";
        append_html(out_, link.label.empty() ? name : std::string_view(link.label));
        out_ += "</span>";
        return;
      case TargetKind::attachment:
        if (is_image(site_.attachments[target.index].output_path)) return image(link, target);
        out_ += "<a class=\"internal file\" href=\"";
        append_html(out_, href_of(target));
        out_ += "\">";
        append_html(out_, link.label.empty() ? name : std::string_view(link.label));
        out_ += "</a>";
        return;
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

  void image(const Link& link, const ResolvedLink& target) {
    out_ += "<img src=\"";
    append_html(out_, href_of({target.kind, target.note, target.index, ""}));
    out_ += "\" alt=\"";
    // A file's name is the least that can be said of a picture whose author said nothing.
    const bool has_label = !link.label.empty() || link.kind == LinkKind::image;
    append_html(out_, has_label ? std::string_view(link.label) : file_stem(link.target));
    out_ += "\" loading=\"lazy\"";
    if (!link.size.empty()) {
      const std::size_t cross = std::min(link.size.find('x'), link.size.size());
      append_dimension("width", std::string_view(link.size).substr(0, cross));
      if (cross < link.size.size())
        append_dimension("height", std::string_view(link.size).substr(cross + 1));
    }
    out_ += ">";
  }

  void append_dimension(std::string_view name, std::string_view pixels) {
    if (pixels.empty() || !std::all_of(pixels.begin(), pixels.end(), is_ascii_digit)) return;
    out_.append(" ").append(name).append("=\"").append(pixels).append("\"");
  }

  const LinkedNote& note_;
  const std::vector<Link>& links_;
  const LinkedSite& site_;
  const Hrefs& hrefs_;
  std::string out_;
};

}  // namespace

std::string fill_holes(const Html& html, const LinkedNote& note, const LinkedSite& site,
                       const Hrefs& hrefs) {
  return Filler(note, site, hrefs).fill(html);
}

std::string link_label(const Link& link, const ResolvedLink& target, const LinkedSite& site) {
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

std::string card_anchor(std::string_view id) { return "card-" + std::string(id); }

}  // namespace loci
