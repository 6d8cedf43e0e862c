// The whole base in one document (generator/site/single_file.h). Every page of the site is a leaf in it. Here they are taken out and one at
// a time is put back, the one that the address names, so that all other scripts find a page as they find it on a site: with one text, one
// list of contents, one next note. What they would load as files is in the document as text, and they get it from here.
//
// Pages that run (review, search, the map) begin anew, as on a site: then the document is read again, which is where the
// browser has it already.
import { address_in_file, type Address } from "./address";
import type { OneFile } from "./carried";
import { safe_html } from "./safe_html";
import { t } from "./strings";

export const showing_event = "loci:showing"; // before the text changes
export const shown_event = "loci:shown"; // the page that the address names is in place, or another place of it is meant

const running = /^(review|search|graph)$/;
const kept_scroll_ms = 120;
const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function find_carried(picture: OneFile["picture"]): OneFile {
  const elements = (attribute: string): Map<string, Element> =>
    new Map([...document.querySelectorAll(`script[${attribute}]`)].map((element) => [element.getAttribute(attribute) ?? "", element]));
  const scripts = elements("data-file");
  const data = elements("data-name");
  const text_of = (path: string): string | undefined => scripts.get(path)?.textContent ?? undefined;
  return {
    text: text_of,
    script(path) {
      const text = text_of(path);
      if (text === undefined) return false;
      const element = document.createElement("script");
      element.textContent = text; // the policy knows it by its hash
      document.head.append(element);
      element.remove();
      return true;
    },
    data(name) {
      const text = data.get(name)?.textContent;
      return text === undefined || text === null ? undefined : (JSON.parse(text) as unknown);
    },
    picture,
  };
}

// Where scripts run, what is in <noscript> is text until its leaf is wanted.
function held_text(leaf: Element): string | null {
  const held = leaf.firstElementChild;
  return held?.localName === "noscript" && leaf.childElementCount === 1 ? held.textContent : null;
}

function fill(leaf: Element): void {
  const text = held_text(leaf);
  if (text !== null) leaf.replaceChildren(safe_html(text));
}

// What is folded away would not be seen.
function unfold(node: Element): void {
  for (let at: Element | null = node; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
}

class Router {
  private readonly root = document.documentElement;
  private readonly main: HTMLElement;
  private readonly front: HTMLElement | null;
  private readonly leaves: HTMLElement[];
  private readonly by_path: Map<string, HTMLElement>;
  private readonly ran = new Set<string>();
  private shown: HTMLElement | undefined;

  constructor(main: HTMLElement) {
    this.main = main;
    this.front = main.querySelector<HTMLElement>(":scope > .front");
    window.one_file = find_carried((path) => this.picture(path));
    this.leaves = [...main.querySelectorAll<HTMLElement>(":scope > .leaf")];
    this.by_path = new Map(this.leaves.map((leaf) => [leaf.id, leaf]));
    const files = this.by_path.get("files/");
    for (const file of files?.querySelectorAll("[id]") ?? []) if (files) this.by_path.set(file.id, files);
  }

  start(): void {
    main_skips(this.main);
    history.scrollRestoration = "manual";
    this.root.classList.add("ready"); // what has no boxes cannot be scrolled to
    this.follow();
    addEventListener("hashchange", () => this.follow());
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    document.addEventListener("click", (event) => this.take_file(event), true);
    this.keep_place();
    // The scripts of the document are all there then.
    document.addEventListener("DOMContentLoaded", () => {
      this.run_scripts();
      document.dispatchEvent(new CustomEvent(shown_event));
    });
  }

  // Where one is in the text, for Back: once it rests, for some browsers count how often it is written, and when one leaves by a link.
  private keep_place(): void {
    let timer = 0;
    const keep = (): void => {
      clearTimeout(timer);
      try {
        history.replaceState({ ...(history.state as object | null), y: scrollY }, "");
      } catch {
        // Then going back leads to the top.
      }
    };
    const keep_soon = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(keep, kept_scroll_ms);
    };
    addEventListener("scroll", keep_soon, { passive: true });
    // A scroll of this very moment is told of only with the next picture.
    document.addEventListener("click", keep, true);
  }

  // Shows what the address names.
  private follow(): void {
    const here = address_in_file();
    if (here.path === "main" || here.path === "sidebar") return; // places of the frame
    const book = this.book_of(here.path);
    const leaf = this.by_path.get(here.path) ?? (book ? this.leaves[0] : this.missing(here.path));
    const first = this.shown === undefined;
    if (!leaf) return;
    if (leaf !== this.shown || book || this.root.classList.contains("whole")) {
      if (!first && (running.test(this.shown?.dataset["kind"] ?? "") || running.test(leaf.dataset["kind"] ?? ""))) {
        location.reload();
        return;
      }
      document.dispatchEvent(new CustomEvent(showing_event));
      this.put(leaf);
      if (book) this.put_book(book);
      if (!first) {
        document.dispatchEvent(new CustomEvent("loci:swapped"));
        this.run_scripts();
      }
    }
    this.go_to(here, first);
    if (!first) document.dispatchEvent(new CustomEvent(shown_event));
  }

  // Cards show again what a note shows.
  private picture(path: string): string | undefined {
    const image = `img[data-file="${CSS.escape(path)}"]`;
    const name = `data-file="${path.replace(/[&<>"']/g, (sign) => escapes[sign] ?? "")}"`;
    const holder = this.leaves.find((leaf) => held_text(leaf)?.includes(name) ?? leaf.querySelector(image));
    if (!holder) return undefined;
    fill(holder);
    return holder.querySelector<HTMLImageElement>(image)?.src;
  }

  private put(leaf: HTMLElement): void {
    fill(leaf);
    const { title, kind = "", sidebar } = leaf.dataset;
    this.root.classList.remove("whole");
    this.shown = leaf;
    this.main.replaceChildren(leaf);
    document.title = title ?? "";
    this.root.dataset["page"] = leaf.id;
    this.root.dataset["kind"] = kind;
    document.body.className = `page-${kind}`;
    this.put_sidebar(sidebar);
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".site-head a, #sidebar a")) {
      if (decodeURIComponent(link.hash.slice(1)) === leaf.id && !link.matches(".site-name")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  // The element stays, because the menu (lib/page.ts) knows it; so does the button that closes it.
  private put_sidebar(number: string | undefined): void {
    const place = document.getElementById("sidebar");
    if (!place) return;
    place.hidden = number === undefined;
    this.root.classList.remove("menu-open");
    document.querySelector('[data-action="menu"][aria-expanded]')?.setAttribute("aria-expanded", "false");
    const template = document.querySelector<HTMLTemplateElement>(`template[data-sidebar="${number ?? ""}"]`);
    if (!template) return;
    const fresh = template.content.cloneNode(true) as DocumentFragment;
    const close = place.querySelector('[data-action="menu-close"]');
    if (close) fresh.querySelector('[data-action="menu-close"]')?.replaceWith(close);
    place.replaceChildren(fresh);
  }

  private go_to(here: Address, first: boolean): void {
    const target = document.getElementById(here.fragment === "" ? here.path : `${here.path}#${here.fragment}`);
    const kept = (history.state as { y?: number } | null)?.y;
    const place = target && target !== this.shown ? target : null;
    if (place) unfold(place);
    // Once more with the text in place, so that the style of what is meant (:target) finds it.
    if (place && here.query.toString() === "" && kept === undefined) location.replace(location.href);
    if (kept !== undefined) scrollTo({ top: kept, behavior: "instant" });
    else if (place) place.scrollIntoView({ behavior: "instant" });
    else if (!first) scrollTo({ top: 0, behavior: "instant" });
    if (first) return;
    const focused = place ?? this.main;
    // A dialog that closes gives the focus back first.
    requestAnimationFrame(() => {
      if (document.querySelector("dialog[open]")) return;
      if (focused !== this.main && !focused.matches("a, button, input, summary, [tabindex]")) focused.tabIndex = -1;
      focused.focus({ preventScroll: true });
    });
  }

  private missing(path: string): HTMLElement {
    const leaf = document.createElement("div");
    const article = document.createElement("article");
    const title = document.createElement("h1");
    const text = document.createElement("p");
    const home = document.createElement("a");
    leaf.className = "leaf";
    leaf.dataset["kind"] = "404";
    leaf.dataset["title"] = t("No such page");
    leaf.dataset["sidebar"] = this.leaves[0]?.dataset["sidebar"] ?? "";
    article.className = "note";
    title.textContent = t("No such page");
    home.href = "#index.html";
    home.textContent = t("Begin at the beginning");
    text.append(`${t("This file has no page “{path}”.", { path })} `, home);
    article.append(title, text);
    leaf.append(article);
    return leaf;
  }

  // "print.html" is the whole base as one document, "databases/print.html" a folder of it.
  private book_of(path: string): HTMLElement[] | null {
    if (this.by_path.has(path) || !/(^|\/)print\.html$/.test(path)) return null;
    const folder = path.slice(0, -"print.html".length);
    const leaves = this.leaves.filter((leaf) => leaf.dataset["book"] !== undefined && leaf.id.startsWith(folder));
    return leaves.length > 0 ? leaves : null;
  }

  private put_book(leaves: readonly HTMLElement[]): void {
    this.root.classList.add("whole");
    this.root.dataset["kind"] = "print";
    document.body.className = "page-print";
    const place = document.getElementById("sidebar");
    if (place) place.hidden = true;
    leaves.forEach(fill);
    this.main.replaceChildren(...(this.front && leaves[0] === this.leaves[0] ? [this.front] : []), ...leaves);
  }

  // The first page on paper is the whole; any other page is itself.
  private print(begins: boolean): void {
    const home = this.leaves[0];
    if (!home || this.shown !== home || address_in_file().path !== home.id) return;
    if (begins) {
      const book = this.leaves.filter((leaf) => leaf.dataset["book"] !== undefined);
      this.root.classList.add("whole");
      book.forEach(fill);
      this.main.replaceChildren(...(this.front ? [this.front] : []), ...book);
    } else {
      this.root.classList.remove("whole");
      this.main.replaceChildren(home);
    }
  }

  private run_scripts(): void {
    for (const path of this.shown?.dataset["scripts"]?.split(" ") ?? []) {
      if (this.ran.has(path)) continue;
      this.ran.add(path);
      window.one_file?.script(path);
    }
  }

  // A link to a file saves it, without a detour by the list of files.
  private take_file(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const path = decodeURIComponent(link.hash.slice(1));
    const file = this.by_path.get(path)?.querySelector<HTMLAnchorElement>(`a[download][id="${CSS.escape(path)}"]`);
    if (!file || file === link) return;
    event.preventDefault();
    const copy = file.cloneNode() as HTMLAnchorElement;
    copy.removeAttribute("id");
    copy.hidden = true;
    document.body.append(copy);
    copy.click();
    copy.remove();
  }
}

// "#main" is no page: the link to it moves the focus and leaves the address.
function main_skips(main: HTMLElement): void {
  document.querySelector('a.skip[href="#main"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
}

export function open_one_file(): void {
  const main = document.getElementById("main");
  if (!main) return;
  new Router(main).start();
}
