// Building blocks of the review page's DOM. Text is set as text; the one place that turns HTML into nodes is safe_html.

import type {} from "../one_file";

type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function button(label: string, action: string, run: () => void, quiet = false): HTMLButtonElement {
  return element("button", { type: "button", class: quiet ? "button quiet" : "button", "data-action": action, click: run }, label);
}

// A small one, of a row of tools.
export function tool(label: string, action: string, run: () => void, more: Attributes = {}): HTMLButtonElement {
  return element("button", { type: "button", class: "review-tool", "data-action": action, click: run, ...more }, label);
}

// The HTML of a card, which the generator made safe. It is parsed as a document of its own, where no script runs and
// nothing is fetched, and its nodes are then taken over: scripts parsed so never run, whatever they say. Its addresses
// start at the site's root, `root` from this page; its ids, which a note's page has already, are left out there.
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

// Without a full stop: it stands within a sentence of ours.
export function words_of(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
