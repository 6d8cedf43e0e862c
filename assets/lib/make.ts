// An element with its class and what is in it; strings become text. Elements with attributes and listeners: review/dom.ts.
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  class_name = "",
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (class_name) made.className = class_name;
  made.append(...content);
  return made;
}
