#include "site/local_graph.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "base/escape.h"
#include "site/language.h"

namespace loci {
namespace {

constexpr std::size_t most_on_side = 8;
constexpr std::uint32_t hues = 8;
// In units of the picture, which on a phone are pixels.
constexpr int width = 360, middle = width / 2, row_height = 32, margin = 26;
// Of a line of a label beside its point.
constexpr std::size_t most_letters = 17;

struct Place {
  NoteId note;
  int x, y;
};

// Length in characters as they are counted on a screen, roughly: bytes that begin one.
std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string_view first_letters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
    if (begins && count-- == 0) break;
  }
  return text.substr(0, end);
}

// At most two lines, cut at words where there are some.
struct Label {
  std::string first, second;
};

Label label_of(std::string_view title) {
  Label label;
  if (letters(title) <= most_letters) {
    label.first = title;
    return label;
  }
  std::size_t cut = 0;
  for (std::size_t at = title.find(' '); at != std::string_view::npos;
       at = title.find(' ', at + 1)) {
    if (letters(title.substr(0, at)) > most_letters) break;
    cut = at;
  }
  std::string_view rest;
  if (cut == 0) {
    label.first = first_letters(title, most_letters - 1);
    rest = title.substr(label.first.size());
  } else {
    label.first = title.substr(0, cut);
    rest = title.substr(cut + 1);
  }
  const bool is_cut = letters(rest) > most_letters;
  if (is_cut) {
    rest = first_letters(rest, most_letters - 1);
    const std::size_t blank = rest.rfind(' ');
    if (blank != std::string_view::npos && blank > rest.size() / 2) rest = rest.substr(0, blank);
  }
  label.second = rest;
  if (is_cut) label.second += "…";
  return label;
}

void append(std::string& out, int number) {
  std::array<char, 12> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

class Drawing {
 public:
  Drawing(NoteId note, const LinkedSite& site, const LinkGraph& graph, const Hrefs& hrefs)
      : note_(note), site_(site), graph_(graph), hrefs_(hrefs) {}

  LocalGraph draw() {
    choose();
    LocalGraph result;
    result.others = others_;
    if (left_.empty() && right_.empty()) return result;
    const std::size_t rows = std::max(left_.size(), right_.size());
    height_ = static_cast<int>(rows) * row_height + 2 * margin;
    place(left_, -1);
    place(right_, 1);

    std::string& svg = result.html;
    svg.reserve(3000);
    svg += "<svg class=\"map\" viewBox=\"0 0 ";
    append(svg, width);
    svg += ' ';
    append(svg, height_);
    svg += "\" role=\"group\" aria-label=\"";
    append_html(svg, site_.strings.of(english("Notes next to this one")));
    svg += "\">";
    lines(svg);
    if (!left_.empty())
      caption(svg, middle - 62, "map-to", site_.strings.of(english("Link to this note")));
    if (!right_.empty())
      caption(svg, middle + 62, "map-from", site_.strings.of(english("Links from it")));
    svg += "<circle class=\"map-self hue-";
    append(svg, static_cast<int>(hue_of(site_.note(note_).section, site_)));
    svg += "\" cx=\"";
    append(svg, middle);
    svg += "\" cy=\"";
    append(svg, height_ / 2);
    svg += "\" r=\"8\"/>";
    points(svg, left_, -1);
    points(svg, right_, 1);
    svg += "</svg>";
    return result;
  }

 private:
  // What leads both ways stands where there is more room; of too many those come first that are
  // linked both ways, then as their ids.
  void choose() {
    std::vector<NoteId> both, here, there;
    for (const NoteId other : graph_.to(note_))
      (graph_.leads(other, note_) ? both : there).push_back(other);
    for (const NoteId other : graph_.from(note_)) {
      if (!graph_.leads(note_, other)) here.push_back(other);
    }
    const auto fill = [this](std::vector<Place>& side, const std::vector<NoteId>& notes) {
      for (const NoteId other : notes) {
        if (side.size() < most_on_side) {
          side.push_back({other, 0, 0});
        } else {
          ++others_;
        }
      }
    };
    std::vector<NoteId> both_left, both_right;
    for (const NoteId other : both) {
      const bool goes_left = here.size() + both_left.size() < there.size() + both_right.size();
      (goes_left ? both_left : both_right).push_back(other);
    }
    fill(left_, both_left);
    fill(left_, here);
    fill(right_, both_right);
    fill(right_, there);
    // Colours of a section stand together.
    const auto by_section = [this](const Place& a, const Place& b) {
      const std::uint32_t one = site_.note(a.note).section, two = site_.note(b.note).section;
      return one != two ? one < two : a.note < b.note;
    };
    std::sort(left_.begin(), left_.end(), by_section);
    std::sort(right_.begin(), right_.end(), by_section);
  }

  // On an arc around the middle: the rows at its height stand furthest out.
  void place(std::vector<Place>& side, int direction) {
    const int count = static_cast<int>(side.size());
    const int top = (height_ - (count - 1) * row_height) / 2;
    for (int i = 0; i < count; ++i) {
      const int y = top + i * row_height;
      const int off = 2 * y - height_;  // twice the distance from the middle
      const int share = count < 3 ? 0 : off * off * 26 / (height_ * height_);
      side[static_cast<std::size_t>(i)].x = middle + direction * (64 - share);
      side[static_cast<std::size_t>(i)].y = y;
    }
  }

  void lines(std::string& svg) const {
    std::string between, own;
    std::vector<Place> all = left_;
    all.insert(all.end(), right_.begin(), right_.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
      line(own, {note_, middle, height_ / 2}, all[i]);
      for (std::size_t j = i + 1; j < all.size(); ++j) {
        if (graph_.are_linked(all[i].note, all[j].note)) bow(between, all[i], all[j]);
      }
    }
    if (!between.empty()) svg += "<path class=\"map-between\" d=\"" + between + "\"/>";
    svg += "<path class=\"map-link\" d=\"" + own + "\"/>";
  }

  static void line(std::string& path, const Place& a, const Place& b) {
    path += 'M';
    append(path, a.x);
    path += ' ';
    append(path, a.y);
    path += 'L';
    append(path, b.x);
    path += ' ';
    append(path, b.y);
  }

  // Bent towards the middle, so that neighbours on one side can be told apart.
  void bow(std::string& path, const Place& a, const Place& b) const {
    path += 'M';
    append(path, a.x);
    path += ' ';
    append(path, a.y);
    path += 'Q';
    append(path, (a.x + b.x + 2 * middle) / 4);
    path += ' ';
    append(path, (a.y + b.y) / 2);
    path += ' ';
    append(path, b.x);
    path += ' ';
    append(path, b.y);
  }

  static void caption(std::string& svg, int x, std::string_view name, std::string_view text) {
    svg += "<text class=\"map-side ";
    svg += name;
    svg += "\" x=\"";
    append(svg, x);
    svg += "\" y=\"12\">";
    append_html(svg, text);
    svg += "</text>";
  }

  void points(std::string& svg, const std::vector<Place>& side, int direction) const {
    if (side.empty()) return;
    svg += direction < 0 ? "<g class=\"map-to\">" : "<g class=\"map-from\">";
    for (const Place& place : side) {
      const LinkedNote& note = site_.note(place.note);
      const Label label = label_of(note.title);
      svg += "<a href=\"";
      hrefs_.append_to(svg, note.output_path);
      svg += "\"><circle class=\"hue-";
      append(svg, static_cast<int>(hue_of(note.section, site_)));
      svg += "\" cx=\"";
      append(svg, place.x);
      svg += "\" cy=\"";
      append(svg, place.y);
      svg += "\" r=\"4.5\"/>";
      const int x = place.x + 10 * direction;
      text(svg, x, place.y + (label.second.empty() ? 4 : -3), label, direction, tongue_of(note));
      svg += "</a>";
    }
    svg += "</g>";
  }

  // What a title is written in, in the words of SVG, which knows no "dir"; the picture runs from left to
  // right.
  std::string tongue_of(const LinkedNote& note) const {
    std::string attributes;
    if (const std::string_view language = value_in_tongue(note.tongue, "lang"); !language.empty())
      attributes.append(" lang=\"").append(language).append("\"");
    std::string_view direction = value_in_tongue(note.tongue, "dir");
    if (direction.empty()) direction = value_in_tongue(site_.tongue, "dir");
    if (direction == "rtl") attributes += " direction=\"rtl\"";
    return attributes;
  }

  // The blank keeps the lines apart for who hears them; it stands where it moves no letter.
  static void text(std::string& svg, int x, int y, const Label& label, int direction,
                   std::string_view tongue) {
    svg += "<text";
    svg += tongue;
    svg += " x=\"";
    append(svg, x);
    svg += "\" y=\"";
    append(svg, y);
    svg += "\">";
    append_html(svg, label.first);
    if (!label.second.empty()) {
      if (direction > 0) svg += ' ';
      svg += "<tspan x=\"";
      append(svg, x);
      svg += "\" dy=\"13\">";
      if (direction < 0) svg += ' ';
      append_html(svg, label.second);
      svg += "</tspan>";
    }
    svg += "</text>";
  }

  const NoteId note_;
  const LinkedSite& site_;
  const LinkGraph& graph_;
  const Hrefs& hrefs_;
  std::vector<Place> left_, right_;
  std::size_t others_ = 0;
  int height_ = 0;
};

}  // namespace

std::uint32_t hue_of(std::uint32_t section, const LinkedSite& site) {
  while (section != 0 && site.sections[section].parent != 0)
    section = site.sections[section].parent;
  if (section == 0) return 0;
  const std::vector<std::uint32_t>& tops = site.sections[0].children;
  const auto place = std::find(tops.begin(), tops.end(), section);
  return 1 + static_cast<std::uint32_t>(place - tops.begin()) % hues;
}

LocalGraph draw_local_graph(NoteId note, const LinkedSite& site, const LinkGraph& graph,
                            const Hrefs& hrefs) {
  return Drawing(note, site, graph, hrefs).draw();
}

}  // namespace loci
