#include "site/customisation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "theme/accent.h"
#include "theme/override.h"

namespace loci {
namespace {

// "'Map', 'Tags', 'Search' and 9 more"
std::string first_of(const std::vector<std::string>& texts) {
  constexpr std::size_t most = 5;
  std::string list;
  for (std::size_t i = 0; i < texts.size() && i < most; ++i)
    list.append(i == 0 ? "'" : ", '").append(shorten(texts[i], 60)).append("'");
  if (texts.size() > most)
    list.append(" and ").append(thousands(texts.size() - most)).append(" more");
  return list;
}

// L511 for a language of the site's own that lacks some texts, or has one that no page shows.
void check_strings(const SiteStrings& strings, Diagnostics& diagnostics) {
  if (!strings.missing.empty()) {
    const std::size_t count = strings.missing.size();
    const std::string language(file_stem(strings.path));
    diagnostics.report(
        Code::interface_strings, strings.path, {},
        counted(count, "text") + (count == 1 ? " of the interface is" : " of the interface are") +
            " still English: " + first_of(strings.missing),
        {has_embedded_strings(language)
             ? "'loci eject strings/" + language +
                   ".json --print' prints a file that has all of Loci's"
             : "'loci eject strings/" + language +
                   ".json --print' prints this file with all that it lacks, to be filled in"});
  }
  if (!strings.unknown.empty()) {
    std::vector<std::string> keys;
    std::vector<std::string> hints;
    for (const auto& [key, near] : strings.unknown) {
      keys.push_back(key);
      if (hints.size() < 5) hints.push_back("did you mean '" + shorten(near, 60) + "'?");
    }
    hints.push_back("a key must be the English text, letter by letter");
    diagnostics.report(Code::interface_strings, strings.path, {}, "no page shows " + first_of(keys),
                       std::move(hints));
  }
}

// L521 for a colour that cannot be read and is moved until it can.
void check_colours(const SiteConfig& config, Diagnostics& diagnostics) {
  for (const MendedColour& colour : mended_colours(config.look)) {
    diagnostics.report(Code::low_contrast, config.config_path, colour.span,
                       "'" + colour.key + "' stands out from " +
                           (colour.dark ? "a dark" : "a light") + " page by " + colour.contrast +
                           ":1 only; " + colour.used + " is shown instead",
                       {"text must stand out by 4.5:1: write \"" + colour.used + "\", or a " +
                        (colour.dark ? "lighter" : "darker") + " colour"});
  }
}

// The template that was probably meant by a name: "foter.html" is near "partials/footer.html".
std::optional<std::string> meant_template(std::string_view name) {
  std::vector<std::string> templates;
  for (std::string& file : ejectable_files()) {
    if (file.ends_with(".html")) templates.push_back(std::move(file));
  }
  return nearest_file(name, templates);
}

// L522 for a template that is in no page.
void check_unused(const Theme& theme, Diagnostics& diagnostics) {
  for (const std::string& name : theme.unused_templates()) {
    const std::optional<std::string> near = meant_template(name);
    diagnostics.report(
        Code::unused_template, "templates/" + name, {}, "no page is made with this template",
        {near ? "did you mean 'templates/" + *near + "'?"
              : "it takes the place of none of Loci's ('loci eject' lists them), and "
                "no template includes it"});
  }
}

// The byte that stands in this line and column, both from 1, as line_col counts them.
std::uint32_t offset_of(std::string_view text, std::size_t line, std::size_t column) {
  std::size_t at = 0;
  for (; line > 1 && at < text.size(); ++at) {
    if (text[at] == '\n') --line;
  }
  for (; column > 1 && at < text.size(); --column) {
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  }
  return static_cast<std::uint32_t>(at);
}

}  // namespace

Diagnostic template_problem(const std::string& failure,
                            const std::map<std::string, std::string, std::less<>>& own_templates) {
  Diagnostic problem{
      Code::template_error, default_severity(Code::template_error), "", {}, failure, {}};
  const std::vector<std::string_view> parts = split(failure, ':');
  if (parts.size() < 4) return problem;
  const auto own = own_templates.find(parts[0]);
  const std::optional<double> line = parse_number(parts[1]);
  const std::optional<double> column = parse_number(parts[2]);
  if (own == own_templates.end() || !line || !column) return problem;
  problem.path = own->first;
  problem.message = trim(failure.substr(parts[0].size() + parts[1].size() + parts[2].size() + 3));
  problem.span.begin =
      offset_of(own->second, static_cast<std::size_t>(*line), static_cast<std::size_t>(*column));
  problem.span.end = problem.span.begin + 1;
  return problem;
}

void check_customisation(const SiteConfig& config, const Theme& theme, FileSystem& files,
                         Diagnostics& diagnostics) {
  for (const StaleOverride& stale : stale_overrides(config, files)) {
    diagnostics.report(Code::stale_override, stale.path, {},
                       "made from an older version of '" + stale.name + "'",
                       {"'loci eject " + stale.name +
                        " --print' prints what it is now: take over what changed, first line too"});
  }
  for (const std::string& failure : theme.template_failures())
    diagnostics.add(template_problem(failure, theme.own_templates()));
  check_unused(theme, diagnostics);
  check_strings(theme.strings(), diagnostics);
  check_colours(config, diagnostics);
}

}  // namespace loci
