#include "site/single_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/base64.h"
#include "base/escape.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/text.h"
#include "site/html_tags.h"
#include "site/language.h"
#include "site/page_model.h"
#include "site/page_parts.h"
#include "site/render.h"
#include "site/single_inline.h"
#include "site/single_leaf.h"
#include "site/single_media.h"
#include "theme/page_value.h"

namespace loci {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// How one of these files begins, and no page of a site.
constexpr std::string_view file_mark =
    "<!doctype html>\n<!-- A knowledge base in one file, made with Loci. -->\n";

// A leaf that is no page of the site: the files that notes link to. No output's path ends like this.
constexpr std::string_view files_leaf = "files/";

std::string sha256_source(std::string_view text) {
  const std::array<std::uint8_t, 32> hash = sha256(text);
  std::string bytes(hash.size(), '\0');
  std::copy(hash.begin(), hash.end(), bytes.begin());
  return "'sha256-" + base64(bytes) + "'";
}

// Where an element's text is; `start` is the beginning of its tag.
struct Inner {
  std::size_t tag = npos;
  std::size_t begin = npos;
  std::size_t end = npos;

  std::string_view of(std::string_view html) const {
    return begin == npos ? std::string_view() : html.substr(begin, end - begin);
  }
};

Inner inner_of(std::string_view html, std::string_view start, std::string_view end_tag) {
  const std::size_t tag = html.find(start);
  if (tag == npos) return {};
  const std::size_t begin = html.find('>', tag);
  const std::size_t end = html.find(end_tag, tag);
  if (begin == npos || end == npos || end < begin) return {};
  return {tag, begin + 1, end};
}

std::string megabytes(std::uint64_t bytes) {
  return thousands((bytes + 999'999) / 1'000'000) + " MB";
}

// The text of the page is all between the first <main> and the last </main>.
Inner main_of(std::string_view html) {
  Inner place = inner_of(html, "<main", "</main>");
  if (place.begin != npos) place.end = html.rfind("</main>");
  return place;
}

std::string_view attribute(std::string_view tag, std::string_view name) {
  std::string_view found;
  each_attribute(tag, [&](std::string_view key, std::size_t begin, std::size_t end) {
    if (key == name) found = tag.substr(begin, end - begin);
  });
  return found;
}

struct Leaf {
  const Output* output = nullptr;
  bool in_book = false;
  std::string title;                // escaped, as it stands in <title>
  std::string sidebar;              // without the mark of the page itself
  std::vector<std::string> styles;  // of the page's head: paths in the site
  SingleLeaf text;
  std::string failure;
};

bool is_leaf(OutputKind kind) {
  switch (kind) {
    case OutputKind::book:  // the file is one
    case OutputKind::not_found:
    case OutputKind::hub:
    case OutputKind::diagram_frame:
    case OutputKind::redirect:
      return false;
    default:
      return is_page(kind);
  }
}

// Scripts write into these pages and look for their ids.
LeafIds ids_of(OutputKind kind) {
  return kind == OutputKind::review || kind == OutputKind::search_page ? LeafIds::as_are
                                                                       : LeafIds::of_page;
}

class Binder {
 public:
  Binder(const SiteBuild& build, const Theme& theme)
      : build_(build), theme_(theme), media_(build, theme, most_single_media_bytes) {
    places_.has = [this](std::string_view path) {
      const Output* output = build_.plan.find(path);
      return output != nullptr && (is_leaf(output->kind) || output->kind == OutputKind::book ||
                                   output->kind == OutputKind::attachment);
    };
    places_.data_of = [this](std::string_view path) { return media_.address(path); };
    places_.base_url = build.config.base_url;
  }

  Result<SingleFile> bind() {
    choose_leaves();
    const Result<std::string> home = render(*leaves_.front().output, build_, theme_);
    if (!home) return home.error();
    parallel_for(leaves_.size(), 4, [&](std::size_t i) {
      make_leaf(leaves_[i], i == 0 ? home : render(*leaves_[i].output, build_, theme_));
    });
    for (const Leaf& leaf : leaves_) {
      if (!leaf.failure.empty()) return Error{leaf.failure, {}, ErrorKind::content};
    }
    if (Status made = make_front(); !made) return std::move(made).error();
    if (Status made = make_files(); !made) return std::move(made).error();
    take_styles();
    take_scripts(*home);
    for (const Leaf& leaf : leaves_) {
      if (!leaf.sidebar.empty()) sidebars_.try_emplace(leaf.sidebar, sidebars_.size());
    }

    SingleFile file;
    file.html = file_mark;
    append_frame(file.html, *home);
    file.pages = leaves_.size();
    file.warnings = warnings(file.html.size());
    return file;
  }

 private:
  // In the order of a book, then what helps to find the way.
  void choose_leaves() {
    std::set<const Output*> chosen;
    const auto add = [&](const std::string& path, bool in_book) {
      const Output* output = build_.plan.find(path);
      if (output == nullptr || !is_leaf(output->kind) || !chosen.insert(output).second) return;
      leaves_.emplace_back();
      leaves_.back().output = output;
      leaves_.back().in_book = in_book;
    };
    add_section(0, 0, add);
    for (const Output& output : build_.plan.outputs) add(output.path, false);
  }

  template <class Add>
  void add_section(std::uint32_t index, std::size_t depth, const Add& add) {
    const SiteSection& section = build_.site.sections[index];
    add(section.output_path, true);
    PageValue chapters = PageValue::array();
    for (const NoteId id : section.notes) {
      const LinkedNote& note = build_.site.note(id);
      add(note.output_path, true);
      chapters.push_back(
          Object()
              .with("title", note.title)
              .with("tongue_html", note.tongue)
              .with("href", address_of(note.output_path)));
    }
    parts_.push_back(Object()
                         .with("title", section.title)
                         .with("tongue_html", tongue_of(section, build_.site))
                         .with("href", address_of(section.output_path))
                         .with("depth", depth)
                         .with("chapters", std::move(chapters)));
    for (const std::uint32_t child : section.children) add_section(child, depth + 1, add);
  }

  std::string address_of(const std::string& path) const {
    return single_address("index.html", percent_encode_path(path), places_);
  }

  void make_leaf(Leaf& leaf, const Result<std::string>& page) {
    const Output& output = *leaf.output;
    if (!page) {
      leaf.failure = page.error().message;
      return;
    }
    const std::string_view html = *page;
    leaf.title = inner_of(html, "<title>", "</title>").of(html);
    leaf.text = make_single_leaf(main_of(html).of(html), output.path, ids_of(output.kind), places_);
    const std::string_view sidebar = inner_of(html, "<nav id=\"sidebar\"", "</nav>").of(html);
    leaf.sidebar = make_single_leaf(replace_all(sidebar, " aria-current=\"page\"", ""), output.path,
                                    LeafIds::as_are, places_)
                       .html;
    const std::string_view head = html.substr(0, html.find("</head>"));
    for (Tag place = next_tag(head, 0); place.begin != npos; place = next_tag(head, place.end)) {
      const std::string_view tag = head.substr(place.begin, place.end - place.begin);
      if (tag.starts_with("<link") && attribute(tag, "rel") == "stylesheet")
        leaf.styles.push_back(path_in_site(output.path, attribute(tag, "href")));
    }
  }

  // The title page and the contents, which is what a reader without JavaScript begins with.
  Status make_front() {
    const SiteConfig& config = build_.config;
    const PageValue model = Object()
                                .with("title", config.title)
                                .with("author", config.author)
                                .with("count", build_.site.sections[0].note_count)
                                .with("parts", std::move(parts_));
    Result<std::string> html = theme_.render("partials/single_front.html", model);
    if (!html) return std::move(html).error();
    front_ = *std::move(html);
    return Done{};
  }

  // Each file that a note links to, once.
  Status make_files() {
    std::set<std::string> wanted;
    for (const Leaf& leaf : leaves_) wanted.insert(leaf.text.links.begin(), leaf.text.links.end());
    PageValue list = PageValue::array();
    for (const SiteAttachment& file : build_.site.attachments) {
      if (!wanted.contains(file.output_path)) continue;
      list.push_back(Object()
                         .with("id", file.output_path)
                         .with("name", std::string(file_name(file.output_path)))
                         .with("href", media_.address(file.output_path)));
    }
    if (list.empty()) return Done{};
    Result<std::string> html = theme_.render("partials/single_files.html",
                                             PageValue(Object().with("files", std::move(list))));
    if (!html) return std::move(html).error();
    files_ = *std::move(html);
    return Done{};
  }

  // The style sheets that pages load, in the order in which the first of them does, and the file's own.
  void take_styles() {
    std::set<std::string> known;
    const auto add = [&](const std::string& path, std::string_view bytes) {
      const std::string text = inline_style(media_.style(bytes, path));
      style_sources_ += " " + sha256_source(text);
      styles_ += "<style>" + text + "</style>\n";
    };
    for (const Leaf& leaf : leaves_) {
      for (const std::string& path : leaf.styles) {
        if (const Asset* asset = asset_at(path); asset != nullptr && known.insert(path).second)
          add(path, asset->bytes);
      }
    }
    if (const Asset* own = theme_.asset("single.css")) add("assets/single.css", own->bytes);
  }

  const Asset* asset_at(const std::string& path) const {
    const Output* output = build_.plan.find(path);
    return output != nullptr && output->kind == OutputKind::asset ? &theme_.assets()[output->index]
                                                                  : nullptr;
  }

  // Scripts of the frame run when the file is read, the file's own before them; what pages load later is
  // kept as text that nothing runs.
  void take_scripts(std::string_view home) {
    const std::size_t main = main_of(home).tag;
    std::set<std::string> wanted;
    std::string later;
    for (Tag place = next_tag(home, 0); place.begin < main; place = next_tag(home, place.end)) {
      const std::string_view tag = home.substr(place.begin, place.end - place.begin);
      if (!tag.starts_with("<script")) continue;
      const Asset* asset = asset_at(path_in_site("index.html", attribute(tag, "src")));
      if (asset == nullptr || asset->demand == AssetDemand::diagrams) continue;
      std::string element = "<script";
      each_attribute(tag, [&](std::string_view name, std::size_t begin, std::size_t end) {
        if (!name.starts_with("data-")) return;
        const std::string path = path_in_site("index.html", tag.substr(begin, end - begin));
        wanted.insert(path);
        element.append(" ").append(name).append("=\"").append(escape_html(path)).append("\"");
      });
      element += ">" + allowed_script(asset->bytes) + "</script>\n";
      // The texts of the interface come before the first script that says one, which is the file's own.
      const bool is_texts = asset->name == "strings.js";
      (tag.find(" defer") == npos ? head_scripts_ : is_texts ? scripts_ : later) += element;
    }
    if (const Asset* own = theme_.asset("single.js"))
      scripts_ += "<script>" + allowed_script(own->bytes) + "</script>\n";
    scripts_ += later;
    if (build_.needs.diagrams) take_diagrams();

    for (const Leaf& leaf : leaves_) {
      wanted.insert(leaf.text.loads.begin(), leaf.text.loads.end());
      wanted.insert(leaf.text.scripts.begin(), leaf.text.scripts.end());
    }
    for (const std::string& path : wanted) {
      if (const Asset* asset = asset_at(path)) carry(path, *asset);
    }
  }

  // Text that nothing runs, until a script asks for it by its name.
  void carry(const std::string& name, const Asset& asset) {
    data_ += "<script type=\"text/plain\" data-file=\"" + escape_html(name) + "\">" +
             allowed_script(asset.bytes) + "</script>\n";
  }

  // What draws, once: the scripts of the frame, in which assets/lib/diagram.ts runs them.
  void take_diagrams() {
    const Asset* script = theme_.asset("diagram.js");
    if (script == nullptr) return;
    std::string names;
    for (const char* name : {"diagram-held.js", "mermaid.js", "diagram-frame.js"}) {
      const Asset* asset = theme_.asset(name);
      if (asset == nullptr) return;
      carry(name, *asset);
      names.append(names.empty() ? "" : " ").append(name);
    }
    scripts_ +=
        "<script data-frame=\"" + names + "\">" + allowed_script(script->bytes) + "</script>\n";
  }

  std::string allowed_script(std::string_view bytes) {
    std::string text = inline_script(bytes);
    script_sources_ += " " + sha256_source(text);
    return text;
  }

  std::string policy() const {
    const bool outside = std::any_of(leaves_.begin(), leaves_.end(), [](const Leaf& leaf) {
      return leaf.text.has_outside_pictures;
    });
    return "default-src 'none'; script-src" + script_sources_ + "; style-src" + style_sources_ +
           "; img-src data:" + (outside ? " https:" : "") +
           "; media-src data:; font-src data:; base-uri 'none'; form-action 'none'";
  }

  // The home page with its head's files in place and the leaves in its <main>.
  void append_frame(std::string& out, std::string_view home) {
    const Inner main = main_of(home);
    const std::string_view before = home.substr(0, main.begin);
    const std::size_t body_end = std::min(home.rfind("</body>"), home.size());
    bool has_styles = false;
    std::size_t copied = home.find("<html");
    for (Tag place = next_tag(before, copied); place.begin != npos;
         place = next_tag(before, place.end)) {
      const std::string_view tag = before.substr(place.begin, place.end - place.begin);
      std::string instead;
      std::size_t end = place.end;
      if (tag.starts_with("<html")) {
        instead = replace_all(tag, "data-root=\"\"", "data-root=\"#\"");
      } else if (tag.starts_with("<meta") &&
                 attribute(tag, "http-equiv") == "Content-Security-Policy") {
        instead = "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
                  escape_html(policy()) + "\">";
      } else if (tag.starts_with("<link")) {
        const std::string_view relation = attribute(tag, "rel");
        if (relation == "stylesheet" && !has_styles) {
          instead = styles_;
          has_styles = true;
        } else if (relation == "icon") {
          const std::string_view href = attribute(tag, "href");
          instead = replace_all(tag, href, media_.address(path_in_site("index.html", href)));
        }
        if (instead.empty() || instead == styles_)
          end += before.substr(end).starts_with('\n') ? 1 : 0;
      } else if (tag.starts_with("<script")) {
        end = before.find("</script>", end) + std::string_view("</script>\n").size();
      } else if (tag == "</head>") {
        instead = head_scripts_ + std::string(tag);
      } else {
        instead = make_single_leaf(tag, "index.html", LeafIds::as_are, places_).html;
      }
      out.append(before, copied, place.begin - copied).append(instead);
      copied = end;
      place.end = end;
    }
    out.append(before.substr(std::min(copied, before.size()))).append("\n");
    append_leaves(out);
    out += make_single_leaf(home.substr(main.end, body_end - main.end), "index.html",
                            LeafIds::as_are, places_)
               .html;
    append_sidebars(out);
    append_data(out);
    out.append(data_).append(scripts_).append(home.substr(body_end));
  }

  std::vector<std::string> warnings(std::size_t bytes) {
    std::vector<std::string> list;
    for (const SiteAttachment* file : media_.left_out()) {
      list.push_back("'" + file->source_path + "' is left out: with its " + megabytes(file->size) +
                     " all files together are more than " + megabytes(most_single_media_bytes));
    }
    for (const std::string& path : media_.unreadable())
      list.push_back("'" + path + "' is left out, because it cannot be read");
    if (bytes > most_single_file_bytes)
      list.push_back("the file has " + megabytes(bytes) +
                     ": mail and many hosts refuse more than " + megabytes(most_single_file_bytes) +
                     ", and browsers take long to open it");
    return list;
  }

  void append_leaves(std::string& out) const {
    out += front_;
    for (const Leaf& leaf : leaves_) {
      const Output& output = *leaf.output;
      out.append("<div class=\"leaf\" id=\"").append(escape_html(output.path));
      out.append("\" data-kind=\"").append(kind_name(output.kind));
      out.append("\" data-title=\"").append(leaf.title);
      if (const auto found = sidebars_.find(leaf.sidebar);
          !leaf.sidebar.empty() && found != sidebars_.end())
        out.append("\" data-sidebar=\"").append(std::to_string(found->second));
      if (!leaf.text.scripts.empty())
        out.append("\" data-scripts=\"").append(escape_html(join(leaf.text.scripts, " ")));
      out.append(leaf.in_book ? "\" data-book>" : "\">");
      // One that has such an element itself cannot stand in another.
      const bool is_held = leaf.text.html.find("<noscript") == npos;
      out.append(is_held ? "<noscript>" : "").append(leaf.text.html);
      out.append(is_held ? "</noscript></div>\n" : "</div>\n");
    }
    if (!files_.empty()) {
      out.append("<div class=\"leaf\" id=\"").append(files_leaf);
      out.append("\" data-kind=\"files\" data-title=\"").append(escape_html(build_.config.title));
      out.append("\">\n").append(files_).append("</div>\n");
    }
  }

  void append_sidebars(std::string& out) const {
    std::vector<const std::string*> by_number(sidebars_.size());
    for (const auto& [html, number] : sidebars_) by_number[number] = &html;
    for (std::size_t i = 0; i < by_number.size(); ++i) {
      out.append("<template data-sidebar=\"").append(std::to_string(i)).append("\">");
      out.append(*by_number[i]).append("</template>\n");
    }
  }

  void append_data(std::string& out) const {
    for (const DataFile& file : build_.data) {
      const ScriptData data = read_data_script(file.content());
      if (data.name.empty()) continue;
      out.append("<script type=\"application/json\" data-name=\"").append(escape_html(data.name));
      out.append("\">").append(inline_json(data.json)).append("</script>\n");
    }
  }

  const SiteBuild& build_;
  const Theme& theme_;
  SingleMedia media_;
  SinglePlaces places_;
  std::vector<Leaf> leaves_;
  PageValue parts_ = PageValue::array();
  std::string front_, files_, styles_, head_scripts_, scripts_, data_;
  std::string script_sources_, style_sources_;
  std::map<std::string, std::size_t> sidebars_;  // number by text
};

}  // namespace

Result<SingleFile> make_single_file(const SiteBuild& build, const Theme& theme) {
  return Binder(build, theme).bind();
}

bool is_single_file(std::string_view head) { return head.starts_with(file_mark); }

Result<bool> write_single_file(const SingleFile& file, const std::string& path, FileSystem& files,
                               bool force) {
  if (files.is_directory(path)) return Error{"'" + path + "' is a folder", {}, ErrorKind::usage};
  if (files.exists(path)) {
    const Result<std::string> head = files.read_head(path, file_mark.size());
    if (!force && !(head && (head->empty() || is_single_file(*head)))) {
      return Error{"'" + path + "' was not made by Loci",
                   {"choose another name with --single-file=FILE, or use --force to write over it"},
                   ErrorKind::usage};
    }
    if (const Result<std::string> old = files.read(path); old && *old == file.html) return false;
  }
  if (Status made = files.make_directories(std::string(parent_path(path))); !made)
    return std::move(made).error();
  if (Status written = files.write(path, file.html); !written) return std::move(written).error();
  return true;
}

}  // namespace loci
