// Lets mermaid draw under a policy that allows no inline style.
//
// The pages of a site draw in a frame with a policy of its own (diagram_protocol.ts). The single file has no second file for it: its
// frame is a text in the document (srcdoc), and such a frame has the policy of the document, which knows styles by their hash only. What a
// script says by way of the style objects is no inline style and is allowed. So in this frame, and nowhere else,
//
//     a style attribute, set or parsed        is put into the element's style object, or kept under another name
//     a <style> that is made                  is a <desc> of SVG that holds its text, which a constructed style sheet applies
//
// and what was drawn gets both back when it is written out as the text of an image, to which no policy of the page applies.
const held = "data-held-style";

// What `hold_styles` leaves for diagram-frame.ts.
export interface HeldStyles {
  parse(svg: string): Document;
  written_out(svg: string): string;
}

declare global {
  interface Window {
    held_styles?: HeldStyles;
  }
}

const renamed = (html: string): string =>
  html.replace(/(<[^<>]*?\s)style(\s*=)/gi, `$1${held}$2`).replace(/<(\/?)style(?=[\s>])/gi, (_, end: string) => (end === "" ? `<desc ${held}=""` : "</desc"));

export function hold_styles(): void {
  const set_attribute = Element.prototype.setAttribute;
  const create = Document.prototype.createElement;
  const create_ns = Document.prototype.createElementNS;
  const parse = DOMParser.prototype.parseFromString;
  const insert = Element.prototype.insertAdjacentHTML;
  const inner = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  const text_of = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
  if (!inner || !text_of) return;

  let of_drawing: CSSStyleSheet | undefined; // the last one only: each drawing has its own
  const apply = (text: string, stays: boolean): void => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const others = document.adoptedStyleSheets.filter((one) => one !== of_drawing);
    document.adoptedStyleSheets = [...others, sheet];
    if (stays) of_drawing = others.includes(of_drawing as CSSStyleSheet) ? of_drawing : undefined;
    else of_drawing = sheet;
  };
  const make_style = (from: Document): Element => {
    const element = create_ns.call(from, "http://www.w3.org/2000/svg", "desc");
    set_attribute.call(element, held, "");
    for (const [name, stays] of [["innerHTML", false], ["textContent", true]] as const) {
      Object.defineProperty(element, name, {
        get: () => text_of.get?.call(element) as unknown,
        set: (text: string) => {
          text_of.set?.call(element, text);
          apply(text, stays);
        },
      });
    }
    return element;
  };
  const settle = (root: ParentNode): void => {
    for (const element of root.querySelectorAll<HTMLElement>(`[${held}]:not(desc)`)) {
      element.style.cssText = element.getAttribute(held) ?? "";
      element.removeAttribute(held);
    }
  };

  Element.prototype.setAttribute = function (this: HTMLElement, name: string, value: string): void {
    if (String(name).toLowerCase() === "style") this.style.cssText = value;
    else set_attribute.call(this, name, value);
  };
  Document.prototype.createElement = function (this: Document, name: string, options?: ElementCreationOptions) {
    return String(name).toLowerCase() === "style" ? make_style(this) : create.call(this, name, options);
  } as typeof create;
  Document.prototype.createElementNS = function (this: Document, namespace: string, name: string, options?: ElementCreationOptions) {
    return name === "style" ? make_style(this) : create_ns.call(this, namespace, name, options);
  } as typeof create_ns;
  DOMParser.prototype.parseFromString = function (this: DOMParser, text: string, type: DOMParserSupportedType): Document {
    return parse.call(this, renamed(String(text)), type);
  };
  Element.prototype.insertAdjacentHTML = function (this: Element, where: InsertPosition, html: string): void {
    insert.call(this, where, renamed(html));
    if (this.parentNode) settle(this.parentNode);
  };
  Object.defineProperty(Element.prototype, "innerHTML", {
    ...inner,
    set(this: Element, html: string) {
      inner.set?.call(this, renamed(String(html)));
      settle(this);
    },
  });

  window.held_styles = {
    parse: (svg) => parse.call(new DOMParser(), renamed(svg), "text/html"),
    written_out: (svg) => svg.replace(new RegExp(`<desc ${held}="">([^]*?)</desc>`, "g"), "<style>$1</style>").replace(new RegExp(` ${held}="`, "g"), ' style="'),
  };
}
