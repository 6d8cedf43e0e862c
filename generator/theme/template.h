// All templates of a site, read once. The only door to inja, which template.cc alone includes.
//
//     TemplateSet set = TemplateSet::parse({{"a.html", "templates/a.html", "<h1>{{ title }}</h1>"}});
//     set.render("a.html", Object().with("title", "A & B"));   // "<h1>A &amp; B</h1>"
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/strings.h"
#include "theme/page_value.h"

namespace loci {

struct TemplateSource {
  std::string name;  // as `include` and `extends` call it: "partials/head.html"
  std::string path;  // as errors show it: "templates/partials/head.html"
  std::string text;
};

// Texts of the interface, put in when a template is read: running it costs nothing more.
//
//     {{ t("On this page") }}                                  a text
//     {{ t("read {date}", source.accessed) }}                  its places, in their order there
//     {{ t("All {a}tags{/a}", links.tags) }}                   a place that is closed is a link
//     {{ tn("{n} note", "{n} notes", count) }}                 of a number; then the values, when the
//                                                              first is not the number itself
//     {{ interface_lang() }}                                   ` lang="en" dir="ltr"`, where the
//                                                              interface has not the site's language
struct TemplateTexts {
  Strings strings;
  bool differs = false;  // the interface speaks English and the notes do not
};

class TemplateSet {
 public:
  struct Parts;
  explicit TemplateSet(std::unique_ptr<Parts> parts);
  TemplateSet(TemplateSet&&) noexcept;
  TemplateSet& operator=(TemplateSet&&) noexcept;
  ~TemplateSet();

  // Of two sources with one name the first counts. What cannot be read as a template does not hinder
  // the others: rendering it, or what includes it, fails with the message that `failures` has.
  static TemplateSet parse(std::vector<TemplateSource> sources, const TemplateTexts& texts);
  static TemplateSet parse(std::vector<TemplateSource> sources);

  // Of templates that cannot be used: "templates/note.html:3:7: expected statement, got 'x'".
  const std::set<std::string>& failures() const;

  // The site's own that take no template's place and that none includes or extends, by name.
  const std::vector<std::string>& unused() const;

  // The texts that the site's own templates have translated.
  const std::set<std::string>& own_texts() const;

  bool contains(std::string_view name) const;

  // A name is looked for in `model`, then in `shared`. Safe to call from several threads.
  Result<std::string> render(std::string_view name, const PageValue& model) const;
  Result<std::string> render(std::string_view name, const PageValue& model,
                             const PageValue& shared) const;

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace loci
