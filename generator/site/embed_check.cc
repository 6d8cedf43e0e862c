// What cannot be shown of the embeds, found once over the graph of all of them (embed.h).

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "site/embed.h"

namespace loci {

namespace {

// An embed of a note or a part of one. It leads to the embeds in that part.
struct Embed {
  std::uint32_t note = 0;
  std::uint32_t link = 0;
  std::uint32_t offset = 0;  // of its hole
  std::uint32_t target = 0;
  TextRange part;
  std::vector<std::uint32_t> inside;  // embeds in the part, in order
  bool is_inside = false;             // of another one
  std::uint32_t deepest = no_index;   // of those inside, the one below which most are nested
  std::size_t depth = 1;              // how many levels it shows, itself counted
};

class Checker {
 public:
  Checker(const LinkedSite& site, const LinkNames& names, Diagnostics& diagnostics)
      : site_(site), names_(names), diagnostics_(diagnostics) {}

  void run() {
    collect();
    if (embeds_.empty()) return;
    connect();
    marks_.assign(embeds_.size(), Mark::unseen);
    is_reported_.assign(embeds_.size(), false);
    for (std::uint32_t i = 0; i < embeds_.size(); ++i) {
      if (marks_[i] == Mark::unseen) visit(i);
    }
    report_depth();
    report_size();
  }

 private:
  enum class Mark : std::uint8_t { unseen, open, done };

  void collect() {
    first_of_.assign(site_.notes.size() + 1, 0);
    for (std::uint32_t n = 0; n < site_.notes.size(); ++n) {
      first_of_[n] = static_cast<std::uint32_t>(embeds_.size());
      const LinkedNote& note = site_.notes[n];
      const NoteBody& body = note.parsed->body;
      const auto is_embed = [&](const Link& link) {
        return link.alone && note.links[static_cast<std::size_t>(&link - body.links.data())].kind ==
                                 TargetKind::note;
      };
      if (std::none_of(body.links.begin(), body.links.end(), is_embed)) continue;
      for (const Hole& hole : body.html.holes) {
        if (hole.kind != HoleKind::embed || !is_embed(body.links[hole.index])) continue;
        const NoteId target = note.links[hole.index].note;
        const std::optional<TextRange> part =
            embedded_part(site_.note(target), body.links[hole.index], note.links[hole.index]);
        if (!part) continue;
        Embed embed;
        embed.note = n;
        embed.link = hole.index;
        embed.offset = hole.offset;
        embed.target = static_cast<std::uint32_t>(index_of(target));
        embed.part = *part;
        embeds_.push_back(std::move(embed));
      }
    }
    first_of_.back() = static_cast<std::uint32_t>(embeds_.size());
  }

  void connect() {
    for (Embed& embed : embeds_) {
      for (std::uint32_t i = first_of_[embed.target]; i < first_of_[embed.target + 1]; ++i) {
        if (embeds_[i].offset < embed.part.begin || embeds_[i].offset >= embed.part.end) continue;
        embed.inside.push_back(i);
        embeds_[i].is_inside = true;
      }
    }
  }

  // Depth first with a stack of its own. What leads back into the open way is a circle; `order_` gets the others' insides
  // before themselves.
  void visit(std::uint32_t start) {
    struct Frame {
      std::uint32_t embed;
      std::size_t next;
    };
    std::vector<Frame> frames{{start, 0}};
    marks_[start] = Mark::open;
    while (!frames.empty()) {
      Frame& frame = frames.back();
      Embed& embed = embeds_[frame.embed];
      if (frame.next == embed.inside.size()) {
        marks_[frame.embed] = Mark::done;
        order_.push_back(frame.embed);
        frames.pop_back();
        continue;
      }
      const std::uint32_t inner = embed.inside[frame.next];
      if (marks_[inner] == Mark::open) {
        std::vector<std::uint32_t> circle;
        for (std::size_t i = frames.size(); i-- > 0;) {
          circle.push_back(frames[i].embed);
          if (frames[i].embed == inner) break;
        }
        std::reverse(circle.begin(), circle.end());
        report_circle(circle);
        // It is cut there.
        embed.inside.erase(embed.inside.begin() + static_cast<std::ptrdiff_t>(frame.next));
        continue;
      }
      ++frame.next;
      if (marks_[inner] == Mark::done) continue;
      marks_[inner] = Mark::open;
      frames.push_back({inner, 0});
    }
  }

  std::string path_of(std::uint32_t note) const {
    return std::string(names_.in_vault(site_.notes[note].parsed->path));
  }

  void report(Code code, const Embed& embed, std::string message, std::vector<std::string> hints) {
    const ParsedNote& note = *site_.notes[embed.note].parsed;
    diagnostics_.report(code, note.path, note.body.links[embed.link].span, std::move(message),
                        std::move(hints));
  }

  void report_circle(const std::vector<std::uint32_t>& circle) {
    std::string way;
    for (const std::uint32_t i : circle) way += path_of(embeds_[i].note) + " -> ";
    way += path_of(embeds_[circle.front()].note);
    for (const std::uint32_t i : circle) {
      if (is_reported_[i]) continue;
      is_reported_[i] = true;
      report(Code::embed_cycle, embeds_[i],
             "embeds go round in a circle: " + way + "; where it closes a link is shown",
             {"make one of these embeds a link"});
    }
  }

  void report_depth() {
    for (const std::uint32_t i : order_) {
      Embed& embed = embeds_[i];
      for (const std::uint32_t inner : embed.inside) {
        if (embeds_[inner].depth + 1 <= embed.depth) continue;
        embed.depth = embeds_[inner].depth + 1;
        embed.deepest = inner;
      }
    }
    for (const Embed& embed : embeds_) {
      if (embed.is_inside || embed.depth <= max_embed_depth) continue;
      std::string way = path_of(embed.note);
      const Embed* at = &embed;
      for (std::size_t level = 1; level <= max_embed_depth + 1; ++level) {
        way += " -> " + path_of(at->target);
        if (at->deepest == no_index) break;
        at = &embeds_[at->deepest];
      }
      report(Code::embed_too_deep, embed,
             "embeds are nested more than " + std::to_string(max_embed_depth) + " deep: " + way +
                 "; the last is shown as a link",
             {"make one of these embeds a link"});
    }
  }

  void report_size() {
    // sizes[i][d]: bytes shown when d levels are left. Doubling at each level must not run over.
    using Sizes = std::array<std::size_t, max_embed_depth + 1>;
    std::vector<Sizes> sizes(embeds_.size(), Sizes{});
    for (const std::uint32_t i : order_) {
      const Embed& embed = embeds_[i];
      const std::size_t own = embed.part.end - embed.part.begin + embed_overhead;
      for (std::size_t left = 1; left <= max_embed_depth; ++left) {
        std::size_t size = own;
        for (const std::uint32_t inner : embed.inside) {
          size = std::min(size + sizes[inner][left - 1], max_embedded_bytes + 1);
        }
        sizes[i][left] = size;
      }
    }
    for (std::size_t n = 0; n + 1 < first_of_.size(); ++n) {
      std::size_t total = 0;
      for (std::uint32_t i = first_of_[n]; i < first_of_[n + 1]; ++i) {
        total += sizes[i][max_embed_depth];
        if (total <= max_embedded_bytes) continue;
        report(Code::embed_too_large, embeds_[i],
               "this page would show more than 10 MiB of embedded text; from here on what does not "
               "fit is shown as a link",
               {"embed sections instead of whole notes, or make some embeds links"});
        break;
      }
    }
  }

  const LinkedSite& site_;
  const LinkNames& names_;
  Diagnostics& diagnostics_;
  std::vector<Embed> embeds_;            // by note, then place
  std::vector<std::uint32_t> first_of_;  // of each note, into embeds_
  std::vector<Mark> marks_;
  std::vector<std::uint32_t> order_;
  std::vector<bool> is_reported_;
};

}  // namespace

void check_embeds(const LinkedSite& site, const LinkNames& names, Diagnostics& diagnostics) {
  Checker(site, names, diagnostics).run();
}

}  // namespace loci
