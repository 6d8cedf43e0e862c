// Live reload under `loci serve`: the server says when this page has changed; it is fetched again and its text swapped in
// place, so scroll, open cards and the focus stay. A failing build is shown with the words of the terminal.

import { t } from "../lib/strings";

interface Change {
  build: string; // id of the new build
  changed: boolean; // this page reads differently now
  shell: boolean; // so do its head, its foot, its scripts: by a template, the settings or the texts of the interface
  style: boolean; // the style sheet changed
  errors: string; // what the terminal says, or ""
}

function page_path(): string {
  return document.documentElement.dataset["page"] ?? "";
}

function open_details(main: Element): string[] {
  return [...main.querySelectorAll("details[open]")].map((element) => element.closest("[id]")?.id ?? "").filter((id) => id !== "");
}

async function swap(style: boolean, shell: boolean): Promise<void> {
  // A card being reviewed is not taken away; the page is fresh when it is opened next.
  if (document.documentElement.dataset["kind"] === "review" || document.querySelector("[data-review][data-view]")) return;
  if (shell) {
    location.reload();
    return;
  }
  const response = await fetch(location.href, { cache: "no-store" });
  const text = await response.text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const fresh_main = fresh.getElementById("main");
  const main = document.getElementById("main");
  if (!fresh_main || !main) {
    location.reload();
    return;
  }
  const scroll = scrollY;
  const opened = open_details(main);
  const focused = document.activeElement?.id;
  main.replaceWith(document.adoptNode(fresh_main));
  const sidebar = document.getElementById("sidebar");
  const fresh_sidebar = fresh.getElementById("sidebar");
  if (sidebar && fresh_sidebar) sidebar.replaceWith(document.adoptNode(fresh_sidebar));
  document.title = fresh.title;
  for (const id of opened) {
    const details = document.getElementById(id)?.querySelector("details");
    if (details) details.open = true;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  scrollTo({ top: scroll, behavior: "instant" });
  if (style) swap_style(fresh);
  add_needs(fresh);
  document.dispatchEvent(new CustomEvent("loci:swapped"));
}

function swap_style(fresh: Document): void {
  const old_link = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]');
  const new_href = fresh.querySelector('link[rel="stylesheet"]')?.getAttribute("href");
  if (!old_link || !new_href || old_link.getAttribute("href") === new_href) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new_href;
  link.onload = () => old_link.remove();
  old_link.after(link);
}

// What the text did not need before: the style of mathematics, the script of diagrams.
function add_needs(fresh: Document): void {
  for (const wanted of fresh.head.querySelectorAll<HTMLElement>("[data-need]")) {
    const name = wanted.localName === "link" ? "href" : "src";
    const url = wanted.getAttribute(name) ?? "";
    if (document.head.querySelector(`[data-need][${name}="${CSS.escape(url)}"]`)) continue;
    const added = document.createElement(wanted.localName);
    for (const attribute of wanted.attributes) added.setAttribute(attribute.name, attribute.value);
    document.head.append(added);
  }
}

function show_errors(text: string): void {
  const id = "loci-build-errors";
  document.getElementById(id)?.remove();
  if (text === "") return;
  const panel = document.createElement("aside");
  panel.id = id;
  panel.className = "build-errors";
  panel.setAttribute("role", "alert");
  const title = document.createElement("p");
  title.textContent = t("The notes have problems");
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  pre.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet";
  close.textContent = t("Hide");
  close.addEventListener("click", () => panel.remove());
  panel.append(title, pre, close);
  document.body.append(panel);
}

let known_build = document.documentElement.dataset["build"] ?? "";
const events = new EventSource(`/__loci/events?page=${encodeURIComponent(page_path())}`);
events.addEventListener("change", (event) => {
  const change = JSON.parse((event as MessageEvent<string>).data) as Change;
  show_errors(change.errors);
  known_build = change.build; // the same when only a template or a style is another one
  document.documentElement.dataset["build"] = known_build; // previews and search ask for its files from now on
  if (change.changed || change.style) void swap(change.style, change.shell);
});
addEventListener("pagehide", () => events.close());

// The terminal and other browsers write the same log: when the page is at rest, what it says of memory is made new.
const review_url = document.currentScript?.dataset["review"];
if (review_url && document.documentElement.dataset["kind"] !== "review") {
  const refresh = (): void => {
    window.loci
      .script(review_url)
      .then(() => window.loci.refresh?.())
      .catch(() => undefined); // the page reads as well without it
  };
  setTimeout(() => requestIdleCallback(refresh), 300);
}
