#include "site/render.h"

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/path.h"
#include "site/feeds.h"
#include "site/page_model.h"
#include "site/page_parts.h"

namespace loci {
namespace {

Status send(std::string_view bytes, const ByteSink& sink) {
  if (sink(bytes)) return Done{};
  return Error{"", {}, ErrorKind::environment};
}

}  // namespace

Status render(const Output& output, const SiteBuild& build, const Theme& theme,
              const ByteSink& sink, const RenderOptions& options) {
  switch (output.kind) {
    case OutputKind::attachment: {
      const SiteAttachment& attachment = build.site.attachments[output.index];
      // It may be a link; the first pass has made sure that it stays in the project, but that was
      // then.
      const std::string path = normal_path(join_path(build.config.root, attachment.source_path));
      Result<std::string> real_path = build.files->real_path(path);
      if (!real_path) return std::move(real_path).error();
      const Result<std::string> real_root = build.files->real_path(build.config.root);
      if (!real_root || !is_inside(*real_path, *real_root)) {
        return Error{"'" + path + "' leads out of the project", {}, ErrorKind::environment};
      }
      Result<std::string> bytes = build.files->read(*real_path);
      if (!bytes) return std::move(bytes).error();
      return send(*bytes, sink);
    }
    case OutputKind::asset:
      return send(theme.assets()[output.index].bytes, sink);
    case OutputKind::data: {
      const DataFile& file = build.data[output.index];
      return file.make ? send(file.make(), sink) : send(file.bytes, sink);
    }
    case OutputKind::lunr_index: {
      bool is_taken = true;
      write_lunr_json(build.search,
                      [&](std::string_view bytes) { return is_taken = is_taken && sink(bytes); });
      if (!is_taken) return Error{"", {}, ErrorKind::environment};
      return Done{};
    }
    case OutputKind::sitemap:
      return send(make_sitemap(build.site, build.config), sink);
    case OutputKind::feed:
      return send(make_feed(build.site, build.config), sink);
    case OutputKind::robots:
      return send(make_robots(build.config), sink);
    case OutputKind::nojekyll:
      return send("", sink);
    default:
      break;
  }
  Result<std::string> page =
      theme.render(template_of(output.kind), page_model(output, build, options),
                   build.parts->shared_for(output, build));
  if (!page) return std::move(page).error();
  return send(*page, sink);
}

}  // namespace loci
