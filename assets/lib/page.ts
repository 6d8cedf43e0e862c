// What every page can do besides being read: menu, theme, contents, keys. Code blocks are code.ts.
import { page_query } from "./address";
import { is_single_key } from "./single_keys";
import { change_theme } from "./theme_button";

function by_action(name: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-action="${name}"]`)];
}

export function set_up_theme(): void {
  for (const button of by_action("theme")) {
    button.hidden = false;
    button.addEventListener("click", () => change_theme());
  }
}

// On narrow screens the list of notes is a sheet: focus goes in, Escape and a click outside bring it back.
export function set_up_menu(): void {
  const sidebar = document.getElementById("sidebar");
  const opener = by_action("menu")[0];
  if (!sidebar || !opener) return;
  const narrow = matchMedia("(max-width: 63.99rem)");
  const html = document.documentElement;
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "sidebar");

  const close = (return_focus: boolean): void => {
    if (!html.classList.contains("menu-open")) return;
    html.classList.remove("menu-open");
    opener.setAttribute("aria-expanded", "false");
    if (return_focus) opener.focus();
  };
  const open = (): void => {
    html.classList.add("menu-open");
    opener.setAttribute("aria-expanded", "true");
    const current = sidebar.querySelector<HTMLElement>('[aria-current="page"]') ?? sidebar.querySelector<HTMLElement>("a");
    current?.focus();
  };
  opener.addEventListener("click", (event) => {
    if (!narrow.matches) return;
    event.preventDefault();
    if (html.classList.contains("menu-open")) close(true);
    else open();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      opener.click();
    }
  });
  for (const button of by_action("menu-close")) {
    button.hidden = false;
    button.addEventListener("click", () => close(true));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target instanceof Node && !sidebar.contains(target) && !opener.contains(target)) close(false);
  });
  sidebar.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (next instanceof Node && !sidebar.contains(next) && !opener.contains(next)) close(false);
  });
  narrow.addEventListener("change", () => close(false));
}

// The contents stand open in the margin of wide screens and folded above the text on narrow ones.
export function set_up_contents(lifetime: AbortSignal): void {
  const contents = document.querySelector<HTMLDetailsElement>(".toc");
  if (!contents) return;
  const wide = matchMedia("(min-width: 80rem)");
  const fit = (): void => {
    contents.open = wide.matches;
    const summary = contents.querySelector("summary");
    if (summary) summary.tabIndex = wide.matches ? -1 : 0;
  };
  fit();
  wide.addEventListener("change", fit, { signal: lifetime });

  const links = new Map<string, HTMLAnchorElement>();
  for (const link of contents.querySelectorAll<HTMLAnchorElement>("a[href^='#']")) {
    links.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter((heading) => heading !== null);
  let scheduled = false;
  const mark = (): void => {
    scheduled = false;
    let current: HTMLElement | undefined;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > 120) break;
      current = heading;
    }
    for (const [id, link] of links) {
      if (id === current?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener(
    "scroll",
    () => {
      if (scheduled) return;
      scheduled = true;
      requestAnimationFrame(mark);
    },
    { passive: true, signal: lifetime },
  );
  mark();
}

// Search is fetched when it is first wanted; until then its button is a link to the search page.
export function set_up_search(search_url: string): void {
  let loading: Promise<void> | undefined;
  const load = (): Promise<void> => {
    loading ??= window.loci.script(search_url);
    loading.catch(() => (loading = undefined));
    return loading;
  };
  const fallback = by_action("search")[0];
  const open = (): void => {
    load()
      .then(() => window.loci.search?.open())
      .catch(() => {
        if (fallback instanceof HTMLAnchorElement) location.href = fallback.href;
      });
  };
  for (const link of by_action("search")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      open();
    });
    link.addEventListener("pointerenter", () => void load().catch(() => undefined), { once: true });
  }
  document.addEventListener("keydown", (event) => {
    const ctrl_k = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    const slash = is_single_key(event, "/");
    if (!ctrl_k && !slash) return;
    event.preventDefault();
    open();
  });
  if (document.querySelector("[data-search-page], [data-not-found]")) void load();
  const mark_asked = (): void => {
    const words = page_query().get("h");
    if (!words) return;
    load()
      .then(() => window.loci.search?.mark(words.split(" ").filter((word) => word !== "")))
      .catch(() => undefined); // the page reads as well without marks
  };
  if (window.one_file) document.addEventListener("loci:shown", mark_asked);
  else mark_asked();
}
