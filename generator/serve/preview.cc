#include "serve/preview.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "site/render.h"
#include "source/diagnostic_printer.h"

namespace loci {

namespace {

std::uint64_t checked_hash(const SiteBuild& build, std::string_view path) {
  return hash_of(build.sources.verified.find(path).get());
}

// Paths of notes whose bytes, or whose checked blocks, differ between the builds, and of those that came or went.
std::vector<std::string> changed_sources(const SiteBuild* before, const SiteBuild& after) {
  std::map<std::string_view, std::uint64_t> hashes;
  if (before) {
    for (const auto& note : before->sources.notes) hashes[note->path] = note->hash;
  }
  std::vector<std::string> changed;
  for (const auto& note : after.sources.notes) {
    const auto known = hashes.find(note->path);
    if (known == hashes.end() || known->second != note->hash ||
        checked_hash(*before, note->path) != checked_hash(after, note->path))
      changed.push_back(note->path);
    if (known != hashes.end()) hashes.erase(known);
  }
  for (const auto& [path, hash] : hashes) changed.emplace_back(path);
  std::sort(changed.begin(), changed.end());
  return changed;
}

std::string describe(const SiteBuild& build) {
  std::vector<Diagnostic> serious;
  for (const Diagnostic& diagnostic : build.diagnostics) {
    if (diagnostic.severity == Severity::error) serious.push_back(diagnostic);
  }
  PrintOptions options;
  options.colour = false;
  return print_diagnostics(
             serious, [&](std::string_view path) { return build.text_of(path); }, options) +
         manual_hint(serious);
}

std::string describe(const Error& error) {
  std::string text = error.message + "\n";
  for (const std::string& hint : error.hints) text += "hint: " + hint + "\n";
  return text;
}

Result<std::string> rendered(const Preview& preview, const Output& output) {
  return render(output, *preview.build, *preview.theme, {.live = true});
}

void erase_all(std::string& text, std::string_view part) {
  if (part.empty()) return;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
}

// What a page is besides its text, its sidebar and what its head says of it: head and foot of the site, styles and scripts. A
// change there is not put in its place, the page is loaded again. What a text needs (data-need), and the style of the pages,
// are put in their places.
std::string shell_of(const std::string& page) {
  const std::size_t body = std::min(page.find("<body"), page.size());
  std::string shell;
  for (const std::string_view line : split(std::string_view(page).substr(0, body), '\n')) {
    const bool is_style = line.find("rel=\"stylesheet\"") != std::string_view::npos &&
                          line.find("/loci.") == std::string_view::npos;
    if ((is_style || line.find("<script") != std::string_view::npos) &&
        line.find("data-need") == std::string_view::npos)
      shell.append(line);
  }
  std::string rest = page.substr(body);
  for (const auto& [open, close] :
       {std::pair{"<main", "</main>"}, {"<nav id=\"sidebar\"", "</nav>"}}) {
    const std::size_t begin = rest.find(open);
    const std::size_t end = begin == std::string::npos ? begin : rest.find(close, begin);
    if (end != std::string::npos) rest.erase(begin, end - begin);
  }
  return shell + rest;
}

}  // namespace

PreviewSession::PreviewSession(std::string root, ConfigOverrides overrides, FileSystem& files)
    : root_(std::move(root)), overrides_(std::move(overrides)), files_(files) {}

void PreviewSession::rebuild() {
  const auto begin = std::chrono::steady_clock::now();
  Preview next = current();
  next.version += 1;
  next.changed.clear();
  next.problems.clear();

  const auto build_again = [&]() -> Status {
    Result<SiteConfig> config = load_config(root_, overrides_, files_);
    if (!config) return std::move(config).error();
    config->base_url.clear();  // here the site stands at the root, wherever it will be published
    Result<Theme> theme = load_theme(*config, files_);
    if (!theme) return std::move(theme).error();
    Timings timings;
    auto shared_theme = std::make_shared<const Theme>(std::move(*theme));
    auto build = build_site(*config, *shared_theme, files_, Depth::served, &cache_, timings);
    if (!build) return std::move(build).error();
    next.changed = changed_sources(next.build.get(), **build);
    next.build = std::move(*build);
    next.theme = std::move(shared_theme);
    next.problems = describe(*next.build);
    return Done{};
  };
  Status done = build_again();
  if (!done) next.problems = describe(done.error());

  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
  next.milliseconds = spent.count();
  {
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
  }
  changed_.notify_all();
}

Preview PreviewSession::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

Preview PreviewSession::wait_newer(std::uint64_t version,
                                   std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return current_.version > version; });
  return current_;
}

Result<std::string> PreviewSession::page(const Preview& preview, std::string_view path,
                                         std::string_view token) {
  const Output* output = preview.build->plan.find(path);
  if (!output) return Error{"no output named '" + std::string(path) + "'", {}, ErrorKind::usage};
  Result<std::string> bytes = rendered(preview, *output);
  if (!bytes || !path.ends_with(".html")) return bytes;
  // The token is the server's, not the site's: it is put into what is sent, never into what is published.
  constexpr std::string_view head = "<meta charset=\"utf-8\">";
  const std::size_t at = bytes->find(head);
  if (at != std::string::npos) {
    bytes->insert(at + head.size(),
                  "\n<meta name=\"loci-token\" content=\"" + escape_html(token) + "\">");
  }
  return bytes;
}

PageChange PreviewSession::change_of(const Preview& before, const Preview& after,
                                     std::string_view path) {
  constexpr PageChange all{true, true};
  if (!before.build || !after.build) return all;
  const Output* old_output = before.build->plan.find(path);
  const Output* new_output = after.build->plan.find(path);
  if (!old_output || !new_output) return all;
  Result<std::string> old_page = rendered(before, *old_output);
  Result<std::string> new_page = rendered(after, *new_output);
  if (!old_page || !new_page) return all;
  erase_all(*old_page, before.build->build_id);
  erase_all(*new_page, after.build->build_id);
  return {*old_page != *new_page, shell_of(*old_page) != shell_of(*new_page)};
}

}  // namespace loci
