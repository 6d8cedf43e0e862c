#include "site/render.h"

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/path.h"
#include "site/feeds.h"
#include "site/page_model.h"
#include "site/page_parts.h"

namespace loci {

Result<std::string> render(const Output& output, const SiteBuild& build, const Theme& theme,
                           const RenderOptions& options) {
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
      return build.files->read(*real_path);
    }
    case OutputKind::asset:
      return std::string(theme.assets()[output.index].bytes);
    case OutputKind::data:
      return build.data[output.index].content();
    case OutputKind::lunr_index: {
      std::string json;
      write_lunr_json(build.search, [&](std::string_view bytes) {
        json += bytes;
        return true;
      });
      return json;
    }
    case OutputKind::sitemap:
      return make_sitemap(build.site, build.config);
    case OutputKind::feed:
      return make_feed(build.site, build.config);
    case OutputKind::robots:
      return make_robots(build.config);
    case OutputKind::nojekyll:
      return std::string();
    default:
      break;
  }
  return theme.render(template_of(output.kind), page_model(output, build, options),
                      build.parts->shared_for(output, build));
}

}  // namespace loci
