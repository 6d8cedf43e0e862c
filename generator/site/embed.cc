#include "site/embed.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "site/fill.h"
#include "site/html_tags.h"
#include "site/language.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

constexpr std::string_view footnote_link = "#fn:";
constexpr std::string_view footnote_back_link = "#fnref:";

// Cuts a part out of a note's body: HTML with holes in, HTML with holes out.
class PartCutter {
 public:
  // `level`: of the heading that the part is shown under.
  PartCutter(const LinkedNote& source, std::string prefix, int level, const Hrefs& hrefs)
      : body_(source.parsed->body),
        text_(body_.html.text),
        page_(hrefs.to(source.output_path)),
        prefix_(std::move(prefix)),
        level_(level) {}

  Html cut(TextRange range) {
    look_at(range);
    std::vector<std::pair<int, TextRange>> notes;  // by number
    // A footnote may refer to another one.
    const std::vector<TextRange> all = footnotes();
    std::set<int> known;
    while (known != wanted_) {
      const std::set<int> wanted = wanted_;
      for (const int number : wanted) {
        const auto index = static_cast<std::size_t>(number - 1);
        if (known.insert(number).second && index < all.size()) look_at(all[index]);
      }
    }
    for (const int number : wanted_) {
      const auto index = static_cast<std::size_t>(number - 1);
      if (index < all.size()) notes.emplace_back(number, all[index]);
    }
    // An item alone is no list.
    const std::string_view list =
        text_.substr(range.begin).starts_with("<li") ? list_of(range.begin) : "";
    if (!list.empty()) part_.text.append("<").append(list).append(">\n");
    copy(range);
    if (!list.empty()) part_.text.append("</").append(list).append(">\n");
    if (!notes.empty()) {
      new_line();
      part_.text += "<div class=\"footnotes\">\n<ol>\n";
      for (const auto& [number, place] : notes) {
        number_ = number;
        copy(place);
      }
      new_line();
      part_.text += "</ol>\n</div>\n";
    }
    return std::move(part_);
  }

 private:
  void new_line() {
    if (!part_.text.empty() && part_.text.back() != '\n') part_.text += '\n';
  }

  // The footnotes' <li> elements, in order.
  std::vector<TextRange> footnotes() const {
    std::vector<TextRange> items;
    if (body_.footnotes_begin == no_index || wanted_.empty()) return items;
    const auto item = [&](std::size_t number, std::size_t from) {
      return text_.find("<li id=\"fn:" + std::to_string(number) + "\">", from);
    };
    const std::size_t last = std::min(text_.rfind("</ol>\n</section>"), text_.size());
    std::size_t begin = item(1, body_.footnotes_begin);
    for (std::size_t number = 2; begin != npos && begin < last; ++number) {
      const std::size_t next = std::min(item(number, begin + 1), last);
      items.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(next)});
      begin = next;
    }
    return items;
  }

  // The list that the item at `item` stands in: "ul" or "ol".
  std::string_view list_of(std::size_t item) const {
    std::size_t closed = 0;
    for (std::size_t at = text_.rfind("l", item); at != npos && at > 1;
         at = text_.rfind("l", at - 1)) {
      const char kind = text_[at - 1];
      if (kind != 'u' && kind != 'o') continue;
      if (text_[at - 2] == '/' && at > 2 && text_[at - 3] == '<') ++closed;
      if (text_[at - 2] != '<') continue;
      if (closed == 0) return kind == 'u' ? "ul" : "ol";
      --closed;
    }
    return "ul";
  }

  // Learns which ids the part has, which footnotes it refers to and how high its headings are.
  void look_at(TextRange range) {
    const std::string_view text = text_.substr(range.begin, range.end - range.begin);
    for (Tag place = next_tag(text, 0); place.begin != npos; place = next_tag(text, place.end)) {
      const std::string_view tag = text.substr(place.begin, place.end - place.begin);
      if (const int level = heading_level(tag); level > 0) highest_ = std::min(highest_, level);
      if (tag.find('=') == npos) continue;
      each_attribute(tag, [&](std::string_view name, std::size_t begin, std::size_t end) {
        const std::string_view value = tag.substr(begin, end - begin);
        if (name == "id") ids_.insert(value);
        if (name != "href" || !value.starts_with(footnote_link)) return;
        const std::optional<std::int64_t> number =
            parse_integer(value.substr(footnote_link.size()));
        if (number && *number > 0 && *number < 1000000) wanted_.insert(static_cast<int>(*number));
      });
    }
  }

  void copy(TextRange range) {
    const std::vector<Hole>& holes = body_.html.holes;
    auto hole =
        std::lower_bound(holes.begin(), holes.end(), range.begin,
                         [](const Hole& one, std::uint32_t offset) { return one.offset < offset; });
    std::size_t open_cards = 0;
    std::size_t at = range.begin;
    for (; hole != holes.end() && hole->offset <= range.end; ++hole) {
      const bool is_close = hole->kind == HoleKind::card_close;
      if (hole->kind == HoleKind::card_anchor) continue;
      // A card that ended where the part begins, or begins where it ends.
      if (is_close && open_cards == 0) continue;
      if (hole->offset == range.end && !is_close) continue;
      rewrite(text_.substr(at, hole->offset - at));
      at = hole->offset;
      if (is_close) {
        --open_cards;
        part_.text += "</div>\n";
      } else if (hole->kind == HoleKind::card_open) {
        ++open_cards;
        part_.text += "<div class=\"card\">";
      } else {
        part_.holes.push_back(
            {static_cast<std::uint32_t>(part_.text.size()), hole->kind, hole->index});
      }
    }
    rewrite(text_.substr(at, range.end - at));
    for (; open_cards > 0; --open_cards) part_.text += "</div>\n";
  }

  void rewrite(std::string_view text) {
    std::size_t copied = 0;
    for (Tag place = next_tag(text, 0); place.begin != npos; place = next_tag(text, place.end)) {
      const std::string_view tag = text.substr(place.begin, place.end - place.begin);
      const int level = heading_level(tag);
      if (level == 0 && tag.find('=') == npos) continue;
      part_.text.append(text, copied, place.begin - copied);
      copied = place.end;
      if (leads_back_out(tag)) {
        // From a footnote to a place that is not shown here.
        const std::size_t close = text.find("</a>", place.end);
        place.end = copied = close == npos ? place.end : close + std::string_view("</a>").size();
        continue;
      }
      rewrite_tag(tag, level);
    }
    part_.text.append(text, copied);
  }

  bool leads_back_out(std::string_view tag) const {
    bool leads = false;
    each_attribute(tag, [&](std::string_view name, std::size_t begin, std::size_t end) {
      const std::string_view value = tag.substr(begin, end - begin);
      if (name == "href" && value.starts_with(footnote_back_link) &&
          !ids_.contains(value.substr(1)))
        leads = true;
    });
    return leads;
  }

  void rewrite_tag(std::string_view tag, int level) {
    std::size_t copied = 0;
    if (level > 0) {
      const std::size_t digit = tag.starts_with("</") ? 3 : 2;
      part_.text.append(tag, 0, digit);
      part_.text += static_cast<char>('0' + std::clamp(level_ + 1 + level - highest_, 2, 6));
      copied = digit + 1;
    }
    each_attribute(tag, [&](std::string_view name, std::size_t begin, std::size_t end) {
      const std::string_view value = tag.substr(begin, end - begin);
      if (name == "id" || names_ids(name)) {
        part_.text.append(tag, copied, begin - copied);
        copied = end;
        // Only a list of several ids has blanks.
        for (const std::string_view id : split(value, ' ')) {
          if (id.data() != value.data()) part_.text += ' ';
          part_.text.append(prefix_).append(id);
        }
      } else if (name == "href" && value.starts_with('#') && value.size() > 1) {
        part_.text.append(tag, copied, begin - copied);
        copied = end;
        if (ids_.contains(value.substr(1))) {
          part_.text.append("#").append(prefix_).append(value.substr(1));
        } else {
          append_html(part_.text, page_);
          part_.text += value;
        }
      }
    });
    const bool is_footnote = number_ > 0 && tag.starts_with("<li id=\"fn:");
    if (is_footnote) {
      // Its number in its own note, which the text refers to.
      part_.text.append(tag, copied, tag.size() - 1 - copied);
      part_.text += " value=\"" + std::to_string(std::exchange(number_, 0)) + "\">";
      return;
    }
    part_.text.append(tag, copied);
  }

  const NoteBody& body_;
  std::string_view text_;
  std::string page_;
  std::string prefix_;
  int level_;
  int highest_ = 6;
  std::unordered_set<std::string_view> ids_;
  std::set<int> wanted_;
  int number_ = 0;
  Html part_;
};

std::uint32_t hole_offset(const NoteBody& body, std::uint32_t link) {
  for (const Hole& hole : body.html.holes) {
    if (hole.kind == HoleKind::embed && hole.index == link) return hole.offset;
  }
  return no_index;
}

class Page : public NoteEmbeds {
 public:
  Page(const LinkedSite& site, const Hrefs& hrefs) : site_(site), hrefs_(hrefs) {}

  PageBody fill(const LinkedNote& note) {
    PageBody body;
    needs_ = note.parsed->body.needs;
    body.html = fill_holes(note.parsed->body.html, note, site_, hrefs_, this);
    body.needs = needs_;
    return body;
  }

  bool append(std::string& out, const LinkedNote& from, std::uint32_t index, int level) override {
    const Link& link = from.parsed->body.links[index];
    const ResolvedLink& target = from.links[index];
    const LinkedNote& source = site_.note(target.note);
    const std::optional<TextRange> part = embedded_part(source, link, target);
    if (!part || stack_.size() >= max_embed_depth) return false;
    const std::uint32_t offset = hole_offset(from.parsed->body, index);
    stack_.push_back({&from, offset});
    const bool is_circle = std::any_of(stack_.begin(), stack_.end(), [&](const Place& place) {
      return place.note == &source && place.offset >= part->begin && place.offset < part->end;
    });
    const std::size_t size = part->end - part->begin + embed_overhead;
    if (is_circle || bytes_ + size > max_embedded_bytes) {
      stack_.pop_back();
      return false;
    }
    bytes_ += size;
    const PageNeeds& needs = source.parsed->body.needs;
    needs_.mathematics = needs_.mathematics || needs.mathematics;
    needs_.diagrams = needs_.diagrams || needs.diagrams;

    out += "<section class=\"embed\"" + tongue_inside(from, source, site_) + ">\n<p class=\"embed-title\"><a class=\"internal\" href=\"";
    append_html(out, hrefs_.to(source.output_path, target.anchor));
    out += "\">";
    append_html(out, link.label.empty() ? source.title : link.label);
    out += "</a></p>\n";
    const Html html =
        PartCutter(source, "e" + std::to_string(++count_) + "-", level, hrefs_).cut(*part);
    out += fill_holes(html, source, site_, hrefs_, this, level);
    if (out.back() != '\n') out += '\n';
    out += "</section>";
    stack_.pop_back();
    return true;
  }

 private:
  struct Place {
    const LinkedNote* note;
    std::uint32_t offset;  // of the embed's hole in the note's body
  };

  const LinkedSite& site_;
  const Hrefs& hrefs_;
  std::vector<Place> stack_;
  std::size_t bytes_ = 0;
  std::size_t count_ = 0;
  PageNeeds needs_;
};

}  // namespace

PageBody fill_page(const LinkedNote& note, const LinkedSite& site, const Hrefs& hrefs) {
  return Page(site, hrefs).fill(note);
}

std::optional<TextRange> embedded_part(const LinkedNote& target, const Link& link,
                                       const ResolvedLink& resolved) {
  const NoteBody& body = target.parsed->body;
  const std::uint32_t end =
      std::min(body.footnotes_begin, static_cast<std::uint32_t>(body.html.text.size()));
  if (link.fragment.empty()) return TextRange{0, end};
  // No anchor: the note's title is meant, or nothing.
  const std::optional<std::string> id =
      resolved.anchor.empty() ? resolve_fragment(*target.parsed, target.title, link.fragment)
                              : resolved.anchor;
  if (!id) return std::nullopt;
  if (id->empty()) return TextRange{0, end};
  if (id->starts_with('^')) {
    for (const Block& block : body.blocks) {
      if (block.id == id->substr(1) && block.html.end > block.html.begin) return block.html;
    }
    return std::nullopt;
  }
  const auto is_meant = [&](const Heading& heading) { return heading.id == *id; };
  auto heading = std::find_if(body.outline.begin(), body.outline.end(), is_meant);
  if (heading == body.outline.end() || heading->html_begin == no_index) return std::nullopt;
  const Heading& first = *heading;
  const auto ends_it = [&](const Heading& one) {
    return one.level <= first.level && one.html_begin != no_index;
  };
  heading = std::find_if(std::next(heading), body.outline.end(), ends_it);
  return TextRange{first.html_begin, heading == body.outline.end() ? end : heading->html_begin};
}

}  // namespace loci
