#include "site/page_model.h"

#include <utility>

#include "site/needs.h"
#include "site/page_draft.h"

namespace loci {

std::string_view kind_name(OutputKind kind) {
  switch (kind) {
    case OutputKind::note:
      return "note";
    case OutputKind::section:
      return "section";
    case OutputKind::tag:
      return "tag";
    case OutputKind::tag_list:
      return "tags";
    case OutputKind::contents:
      return "contents";
    case OutputKind::changes:
      return "changes";
    case OutputKind::glossary:
      return "glossary";
    case OutputKind::book:
      return "print";
    case OutputKind::home:
      return "home";
    case OutputKind::review:
      return "review";
    case OutputKind::search_page:
      return "search";
    case OutputKind::graph:
      return "graph";
    case OutputKind::learn:
      return "learn";
    case OutputKind::not_found:
      return "404";
    case OutputKind::hub:
      return "hub";
    case OutputKind::diagram_frame:
      return "diagram-frame";
    default:
      return "redirect";
  }
}

PageValue page_model(const Output& output, const SiteBuild& build, const RenderOptions& options) {
  PageDraft draft(output, build, options);
  switch (output.kind) {
    case OutputKind::note:
      note_page(draft);
      break;
    case OutputKind::section:
      section_page(draft);
      break;
    case OutputKind::home:
      home_page(draft);
      break;
    case OutputKind::tag:
      tag_page(draft);
      break;
    case OutputKind::tag_list:
      tag_list_page(draft);
      break;
    case OutputKind::contents:
      contents_page(draft);
      break;
    case OutputKind::changes:
      changes_page(draft);
      break;
    case OutputKind::glossary:
      glossary_page(draft);
      break;
    case OutputKind::book:
      book_page(draft);
      break;
    case OutputKind::review:
      draft.titled_by(english("Review"));
      draft.model["description"] =
          build.site.strings.of(english("The flashcards of these notes that are due today."));
      draft.set_needs(needs_of_cards(build.site));
      break;
    case OutputKind::search_page:
      draft.titled_by(english("Search"));
      break;
    case OutputKind::graph:
      graph_page(draft);
      break;
    case OutputKind::learn:
      learn_page(draft);
      break;
    case OutputKind::not_found:
      draft.titled_by(english("No such page"));
      break;
    case OutputKind::hub:
      draft.titled_by(english("Storage"));
      break;
    case OutputKind::diagram_frame:
      draft.titled_by(english("Drawing of diagrams"));
      break;
    default:
      redirect_page(draft);
  }
  return std::move(draft.model);
}

std::string_view template_of(OutputKind kind) {
  switch (kind) {
    case OutputKind::note:
      return "note.html";
    case OutputKind::section:
      return "section.html";
    case OutputKind::tag:
      return "tag.html";
    case OutputKind::tag_list:
      return "tags.html";
    case OutputKind::contents:
      return "contents.html";
    case OutputKind::changes:
      return "changes.html";
    case OutputKind::glossary:
      return "glossary.html";
    case OutputKind::book:
      return "print.html";
    case OutputKind::home:
      return "home.html";
    case OutputKind::review:
      return "review.html";
    case OutputKind::search_page:
      return "search.html";
    case OutputKind::graph:
      return "graph.html";
    case OutputKind::learn:
      return "learn.html";
    case OutputKind::not_found:
      return "404.html";
    case OutputKind::hub:
      return "hub.html";
    case OutputKind::diagram_frame:
      return "diagram-frame.html";
    default:
      return "redirect.html";
  }
}

}  // namespace loci
