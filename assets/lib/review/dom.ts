// Building blocks of the review page's DOM. Text is set as text; HTML becomes nodes in lib/safe_html.ts alone.

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

// Without a full stop: it stands within a sentence of ours.
export function words_of(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
