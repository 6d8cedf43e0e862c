// All templates of a site, read once. The only door to inja, which template.cc alone includes.
//
//     auto set = TemplateSet::parse({{"a.html", "templates/a.html", "<h1>{{ title }}</h1>"}});
//     set->render("a.html", Object().with("title", "A & B"));   // "<h1>A &amp; B</h1>"
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "theme/page_value.h"

namespace loci {

struct TemplateSource {
  std::string name;  // as `include` and `extends` call it: "partials/head.html"
  std::string path;  // as errors show it: "templates/partials/head.html"
  std::string text;
};

class TemplateSet {
 public:
  struct Parts;
  explicit TemplateSet(std::unique_ptr<Parts> parts);
  TemplateSet(TemplateSet&&) noexcept;
  TemplateSet& operator=(TemplateSet&&) noexcept;
  ~TemplateSet();

  // Errors are of kind usage: "templates/note.html:3:7: expected statement, got 'x'". Of two
  // sources with one name the first counts.
  static Result<TemplateSet> parse(std::vector<TemplateSource> sources);

  bool contains(std::string_view name) const;

  // A name is looked for in `model`, then in `shared`. Safe to call from several threads.
  Result<std::string> render(std::string_view name, const PageValue& model) const;
  Result<std::string> render(std::string_view name, const PageValue& model,
                             const PageValue& shared) const;

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace loci
