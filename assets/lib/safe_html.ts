// The one place that turns HTML into nodes.

import type {} from "./carried";

// HTML that the generator made safe: a card, or a page of the single file. It is parsed as a document of its own, where no script runs and
// nothing is fetched, and its nodes are then taken over: scripts parsed so never run, whatever they say. With `root`, the
// site's root from this page, it is a card: its addresses start there, and its ids, which a note's page has already, are left out.
export function safe_html(html: string, root = ""): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  if (root !== "") {
    for (const node of parsed.body.querySelectorAll("[id],[href],[src]")) {
      node.removeAttribute("id");
      for (const name of ["href", "src"]) {
        const address = node.getAttribute(name);
        const picture = name === "src" && address !== null ? window.one_file?.picture(address) : undefined;
        if (picture !== undefined) node.setAttribute(name, picture);
        else if (address !== null && !/^([a-z][a-z0-9+.-]*:|[/#])/i.test(address)) node.setAttribute(name, root + address);
      }
    }
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...[...parsed.body.childNodes].map((node) => document.adoptNode(node)));
  return fragment;
}
