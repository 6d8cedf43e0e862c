// Where every link leads, and what to say about those that lead nowhere.

#include <utility>

#include "base/parallel.h"
#include "site/link_lookup.h"
#include "site/link_steps.h"
#include "site/url.h"

namespace loci {
namespace {

// What one note's links are, made without a look at any other note's.
struct Resolved {
  std::vector<ResolvedLink> links;
  std::uint32_t image = no_index;
  std::vector<Diagnostic> diagnostics;
};

class Resolver {
 public:
  Resolver(const LinkedSite& site, const LinkNames& names, const SourceSet& sources,
           const LinkedNote& note)
      : site_(site), names_(names), sources_(sources), note_(note) {}

  Resolved run() {
    result_.links.reserve(note_.parsed->body.links.size());
    for (const Link& link : note_.parsed->body.links) {
      LookedUp meaning = look_up(site_, names_, note_, link);
      for (LinkProblem& problem : meaning.problems) report(link, std::move(problem));
      result_.links.push_back(std::move(meaning.link));
    }
    result_.image = resolve_image();
    return std::move(result_);
  }

 private:
  void report(const Link& link, LinkProblem problem) {
    result_.diagnostics.push_back({problem.code, default_severity(problem.code), note_.parsed->path,
                                   span_of(link, problem.place), std::move(problem.message),
                                   std::move(problem.hints)});
  }

  Span span_of(const Link& link, LinkPlace place) const {
    if (place == LinkPlace::whole) return link.span;
    return link_place_span(source_text(sources_, note_.parsed->path), link, place);
  }

  // An address of another host stays in the front matter and is no attachment.
  std::uint32_t resolve_image() {
    const std::string& image = note_.parsed->meta.image;
    if (image.empty() || image.find("://") != std::string::npos) return no_index;
    const Resolution found =
        names_.published.resolve(image, names_.in_vault(note_.parsed->path), true);
    return found.kind == NameKind::attachment ? found.index : no_index;
  }

  const LinkedSite& site_;
  const LinkNames& names_;
  const SourceSet& sources_;
  const LinkedNote& note_;
  Resolved result_;
};

// Only what is linked is published: gives the attachments in use their places and renumbers the
// links to them.
void publish_attachments(LinkedSite& site, const LinkNames& names, const SourceSet& sources) {
  std::vector<std::uint32_t> published(sources.attachments.size(), no_index);
  const auto each_use = [&](const auto& use) {
    for (LinkedNote& note : site.notes) {
      for (ResolvedLink& link : note.links) {
        if (link.kind == TargetKind::attachment) use(link.index);
      }
      if (note.image != no_index) use(note.image);
    }
  };
  each_use([&](std::uint32_t& index) { published[index] = 0; });
  for (std::size_t i = 0; i < published.size(); ++i) {
    if (published[i] == no_index) continue;
    published[i] = static_cast<std::uint32_t>(site.attachments.size());
    const Attachment& attachment = sources.attachments[i];
    site.attachments.push_back({attachment.path,
                                attachment_output_path(names.in_vault(attachment.path)),
                                attachment.size, attachment.width, attachment.height});
  }
  each_use([&](std::uint32_t& index) { index = published[index]; });
}

}  // namespace

void resolve_links(LinkedSite& site, const LinkNames& names, const SourceSet& sources,
                   Diagnostics& diagnostics) {
  std::vector<Resolved> resolved(site.notes.size());
  parallel_for(site.notes.size(), 4, [&](std::size_t i) {
    resolved[i] = Resolver(site, names, sources, site.notes[i]).run();
  });
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    note.links = std::move(resolved[i].links);
    note.image = resolved[i].image;
    diagnostics.append(resolved[i].diagnostics);
    for (const ResolvedLink& link : note.links) {
      if (link.kind == TargetKind::broken) ++site.broken_count;
    }
    site.link_count += note.links.size();
  }
  publish_attachments(site, names, sources);
}

}  // namespace loci
