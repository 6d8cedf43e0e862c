#include "markdown/mathml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <vector>

#include "base/escape.h"
#include "base/text.h"

namespace loci {

namespace {

constexpr std::array<std::string_view, 29> elements = {
    "maction", "math",       "menclose", "mfrac",   "mi",       "mmultiscripts",
    "mn",      "mo",         "mover",    "mpadded", "mphantom", "mprescripts",
    "mroot",   "mrow",       "mspace",   "msqrt",   "mstyle",   "msub",
    "msubsup", "msup",       "mtable",   "mtd",     "mtext",    "mtr",
    "munder",  "munderover", "none",     "merror",  "ms"};

// Their values are words, numbers and lengths; colours are looked at by themselves.
constexpr std::array<std::string_view, 27> attributes = {
    "accent",    "actiontype", "columnalign", "depth",       "display",   "displaystyle",
    "fence",     "form",       "height",      "largeop",     "linebreak", "linethickness",
    "lspace",    "mathsize",   "mathvariant", "maxsize",     "minsize",   "movablelimits",
    "notation",  "rowspacing", "rspace",      "scriptlevel", "separator", "stretchy",
    "symmetric", "voffset",    "width"};

struct Renamed {
  std::string_view from;
  std::string_view to;
};

// temml's classes that change what one sees, and ours. The rest correct one browser by a hair.
constexpr std::array<Renamed, 33> classes = {{
    {"actuarial", "m-angle"},         {"circle-pad", "m-circled"},   {"downstrike", "m-down"},
    {"longdiv-arc", "m-arc"},         {"longdiv-top", "m-longdiv"},  {"menclose", "m-over"},
    {"phasor-angle", "m-slope"},      {"phasor-bottom", "m-phasor"}, {"sout", "m-mid"},
    {"special-fraction", "m-slash"},  {"textcircle", "m-circle"},    {"tml-cancel", "m-strike"},
    {"tml-cancelto", "m-arrow"},      {"tml-center", "m-center"},    {"tml-fbox", "m-box"},
    {"tml-hat-1", "m-hat1"},          {"tml-hat-2", "m-hat2"},       {"tml-hat-3", "m-hat3"},
    {"tml-hat-4", "m-hat4"},          {"tml-jot", "m-jot"},          {"tml-left", "m-left"},
    {"tml-lrg-pad", "m-pad3"},        {"tml-med-pad", "m-pad2"},     {"tml-overline", "m-overline"},
    {"tml-right", "m-right"},         {"tml-shift-left", "m-shift"}, {"tml-small", "m-small"},
    {"tml-tilde-2", "m-tilde2"},      {"tml-tilde-3", "m-tilde3"},   {"tml-tilde-4", "m-tilde4"},
    {"tml-underline", "m-underline"}, {"tml-xcancel", "m-cross"},    {"upstrike", "m-up"},
}};

// Whole declarations that have a class.
constexpr std::array<Renamed, 30> declarations = {{
    {"border-bottom:0.06em dashed", "m-bd"},
    {"border-bottom:0.06em solid", "m-bs"},
    {"border-bottom:0.15em double", "m-bb"},
    {"border-left:0.06em dashed", "m-ld"},
    {"border-left:0.06em solid", "m-ls"},
    {"border-left:0.15em double", "m-lb"},
    {"border-right:0.06em dashed", "m-rd"},
    {"border-right:0.06em solid", "m-rs"},
    {"border-right:0.15em double", "m-rb"},
    {"border-top:0.06em dashed", "m-td"},
    {"border-top:0.06em solid", "m-ts"},
    {"border-top:0.15em double", "m-tb"},
    {"border:1px solid", "m-frame"},
    {"bottom:0", ""},
    {"display:flex", "m-clap"},
    {"font-style:italic", "m-italic"},
    {"font-weight:bold", "m-bold"},
    {"height:1em", "m-high"},
    {"math-depth:0", "m-flat"},
    {"padding:0", "m-p0"},
    {"padding:0.3em", "m-p3"},
    {"padding:0.5ex 0.1em 0 0", ""},
    {"padding:3pt", "m-p3"},
    {"position:absolute", "m-llap"},
    {"position:relative", "m-rel"},
    {"text-align:left", "m-left"},
    {"transform:scaleX(-1)", "m-mirror"},
    {"width:100%", "m-wide"},
    {"width:50%", "m-glue"},
    {"width:7.5%", "m-edge"},
}};

template <std::size_t n>
bool is_one_of(std::string_view name, const std::array<std::string_view, n>& known) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

template <std::size_t n>
const Renamed* find_renamed(std::string_view name, const std::array<Renamed, n>& known) {
  const auto* found = std::find_if(known.begin(), known.end(),
                                   [&](const Renamed& one) { return one.from == name; });
  return found == known.end() ? nullptr : found;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c == '-' || is_ascii_letter(c); });
}

// "2em", "+0.1em", "-1width", "updiagonalstrike downdiagonalstrike", "true"
bool is_plain_value(std::string_view value) {
  return value.size() <= 64 && std::all_of(value.begin(), value.end(), [](char c) {
           return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '+' || c == '-' ||
                  c == '%' || c == ' ';
         });
}

// "#f00", "#ff0000" or a name.
bool is_color(std::string_view value) {
  if (value.empty() || value.size() > 32) return false;
  if (value.front() != '#') return std::all_of(value.begin(), value.end(), is_ascii_letter);
  value.remove_prefix(1);
  const bool hexadecimal = std::all_of(value.begin(), value.end(), [](char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  return hexadecimal && (value.size() == 3 || value.size() == 6);
}

// A number with its unit: "-0.1667em". `unit` is empty when there is no number.
struct Length {
  double number = 0;
  std::string_view unit;
};

Length length_of(std::string_view text) {
  Length length;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length.number);
  if (error != std::errc{}) return {};
  length.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  return length;
}

// math.css has classes for the lengths that matter, in steps.
std::string step_class(std::string_view prefix, double value, int most) {
  const int step = std::clamp(static_cast<int>(value + 0.5), 0, most);
  return std::string(prefix) + std::to_string(step);
}

class Cleaner {
 public:
  Cleaner(std::string_view markup, std::string_view tex) : markup_(markup), tex_(tex) {}

  std::optional<std::string> clean() {
    out_.reserve(markup_.size() + 2 * tex_.size() + 16);
    while (at_ < markup_.size()) {
      const bool understood = markup_[at_] == '<' ? tag() : text();
      if (!understood) return std::nullopt;
    }
    if (!open_.empty() || out_.empty()) return std::nullopt;
    return std::move(out_);
  }

 private:
  // Character data as the engine escapes it.
  bool text() {
    if (open_.empty()) return false;
    const std::size_t end = std::min(markup_.find('<', at_), markup_.size());
    std::string_view rest = markup_.substr(at_, end - at_);
    at_ = end;
    while (!rest.empty()) {
      const std::size_t amp = std::min(rest.find('&'), rest.size());
      if (shown()) append_html(out_, rest.substr(0, amp));
      rest.remove_prefix(amp);
      if (rest.empty()) break;
      std::string entity;
      if (!take_entity(rest, entity)) return false;
      if (shown()) append_html(out_, entity);
    }
    return true;
  }

  static bool take_entity(std::string_view& rest, std::string& out) {
    constexpr std::array<Renamed, 5> entities = {
        {{"&amp;", "&"}, {"&gt;", ">"}, {"&lt;", "<"}, {"&quot;", "\""}, {"&#x27;", "'"}}};
    for (const Renamed& entity : entities) {
      if (!rest.starts_with(entity.from)) continue;
      out += entity.to;
      rest.remove_prefix(entity.from.size());
      return true;
    }
    return false;
  }

  bool shown() const { return hidden_ == 0; }

  bool tag() {
    ++at_;
    const bool closing = at_ < markup_.size() && markup_[at_] == '/';
    if (closing) ++at_;
    const std::size_t end = markup_.find_first_of(" >", at_);
    if (end == std::string_view::npos) return false;
    const std::string_view name = markup_.substr(at_, end - at_);
    at_ = end;
    return closing ? close(name) : open(name);
  }

  bool close(std::string_view name) {
    if (open_.empty() || open_.back() != name || markup_[at_] != '>') return false;
    ++at_;
    open_.pop_back();
    if (name == "span") {
      --hidden_;
    } else if (shown()) {
      out_.append("</").append(name).append(">");
    }
    return true;
  }

  bool open(std::string_view name) {
    // An empty <span> stands where temml would have a number made by a counter.
    const bool counter = name == "span";
    if (!counter && !is_one_of(name, elements)) return false;
    if (open_.empty() ? name != "math" || !out_.empty() : name == "math") return false;
    if (counter) ++hidden_;
    if (shown()) out_.append("<").append(name);
    classes_.clear();
    color_ = {};
    wide_ = name == "mtd";
    while (at_ < markup_.size() && markup_[at_] == ' ') {
      if (!attribute()) return false;
    }
    if (at_ >= markup_.size() || markup_[at_] != '>') return false;
    ++at_;
    if (shown()) {
      if (!color_.empty()) out_.append(" mathcolor=\"").append(color_).append("\"");
      if (!classes_.empty()) out_.append(" class=\"").append(classes_).append("\"");
      if (name == "math") {
        out_ += " alttext=\"";
        append_html(out_, trim(tex_));
        out_ += '"';
      }
      out_ += '>';
    }
    open_.push_back(name);
    return true;
  }

  bool attribute() {
    ++at_;
    const std::size_t equals = markup_.find('=', at_);
    if (equals == std::string_view::npos || equals + 1 >= markup_.size()) return false;
    const std::string_view name = markup_.substr(at_, equals - at_);
    const std::size_t end = markup_.find('"', equals + 2);
    if (markup_[equals + 1] != '"' || end == std::string_view::npos || !is_name(name)) return false;
    const std::string_view value = markup_.substr(equals + 2, end - equals - 2);
    at_ = end + 1;
    if (name == "class") {
      for (const std::string_view one : split(value, ' ')) {
        if (const Renamed* known = find_renamed(one, classes)) add_class(known->to);
      }
      return true;
    }
    if (name == "style") {
      for (const std::string_view one : split(value, ';')) declaration(trim(one));
      return true;
    }
    if (name == "mathcolor" || name == "mathbackground") {
      if (!is_color(value)) return false;
      if (name == "mathcolor") {
        color_ = value;
      } else if (shown()) {
        out_.append(" mathbackground=\"").append(value).append("\"");
      }
      return true;
    }
    // Names of equations, tooltips of \texttip, the namespace: nothing that HTML needs.
    if (name == "id" || name == "title" || name == "xmlns" || name == "href") return name != "href";
    if (!is_one_of(name, attributes) || !is_plain_value(value)) return false;
    if (shown()) out_.append(" ").append(name).append("=\"").append(value).append("\"");
    return true;
  }

  void add_class(std::string_view name) {
    if (name.empty()) return;
    if (!classes_.empty()) classes_ += ' ';
    classes_ += name;
  }

  void declaration(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view property = text.substr(0, colon);
    const std::string_view value = trim(text.substr(colon + 1));
    if (property == "color") {
      if (is_color(value)) color_ = value;
      return;
    }
    const std::string whole = std::string(property) + ":" + std::string(value);
    if (const Renamed* known = find_renamed(whole, declarations)) {
      add_class(known->to);
      return;
    }
    if (property == "border" && value.starts_with("0.0667em solid")) {  // \fcolorbox
      add_class("m-frame");
      return;
    }
    const Length length = length_of(value);
    if (length.unit.empty() && length.number != 0) return;
    if (property == "margin-left" && length.unit == "em" && length.number < 0) {
      add_class(step_class("m-n", -length.number * 18, 36));  // in mu: "\!" is 3
    } else if (property == "padding-left" || property == "padding-right") {
      // A cell has 0.4em beside it if nothing is said.
      const double em = length.unit == "pt" ? length.number / 10 : length.number;
      if (em > 0.35 && em < 0.45) return;
      add_class(step_class(property == "padding-left" ? "m-l" : "m-r", em * 4, 8));
    } else if (wide_ && property == "padding-top") {  // the bottom has the same: \arraystretch
      add_class(step_class("m-v", length.number * 4, 16));
    }
  }

  std::string_view markup_;
  std::string_view tex_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<std::string_view> open_;
  int hidden_ = 0;
  std::string classes_;
  std::string_view color_;
  bool wide_ = false;
};

}  // namespace

std::optional<std::string> clean_mathml(std::string_view markup, std::string_view tex) {
  return Cleaner(markup, tex).clean();
}

}  // namespace loci
