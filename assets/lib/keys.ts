// Single keys for those who read with the keyboard. `?` lists them; a reader may turn them off there, because a
// key that does something by itself is a trap for who speaks to the machine or types by accident (WCAG 2.1.4).
// On a page that has keys of its own (review) only what it leaves alone arrives here.
import { is_typing, keys_are_on, turn_keys } from "./single_keys";
import { change_theme } from "./theme_button";
import { english, t } from "./strings";

const chord_ms = 1500; // "g" waits this long for the second key

// Where a key leads: the first link of the page that a template marks for it.
function link_for(selector: string): HTMLAnchorElement | null {
  return document.querySelector<HTMLAnchorElement>(selector);
}

interface Key {
  keys: string; // as it is pressed: "g h"
  does: string;
  link?: string; // selector of the link it follows; without one on the page the key is not offered
  run?: () => void;
  when?: () => boolean; // whether there is something for it to do on the page
}

const stops = "main :is(.prose :is(h2, h3), .foot-title, .note-list-title, .note-fold > summary, .section-list h3 a, .plain-list li > a, .terms dt > a, .tag-index a, .tree :is(summary, a))";

const shown_stops = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(stops)].filter((stop) => stop.checkVisibility());
const has_stops = (): boolean => shown_stops().length > 0;

// The next or the previous heading of a text, or item of a list: from where the focus is, else from what is in sight.
function step(direction: 1 | -1): void {
  const all = shown_stops();
  if (all.length === 0) return;
  const line = 120; // below the head of the site
  let at = all.indexOf(document.activeElement as HTMLElement);
  if (at >= 0) {
    at += direction;
  } else if (direction > 0) {
    at = all.findIndex((stop) => stop.getBoundingClientRect().top > line);
  } else {
    at = all.findIndex((stop) => stop.getBoundingClientRect().top >= line - 40) - 1;
  }
  const target = at < 0 ? undefined : all[at];
  if (!target) return;
  if (!target.matches("a, summary")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: target.matches("a, summary") ? "nearest" : "start", behavior: smooth ? "smooth" : "auto" });
}

const all_keys: Key[] = [
  { keys: "/", does: english("search"), link: '[data-action="search"]', run: () => undefined }, // page.ts listens for it
  { keys: "j", does: english("next heading or entry"), run: () => step(1), when: has_stops },
  { keys: "k", does: english("previous heading or entry"), run: () => step(-1), when: has_stops },
  { keys: "[", does: english("previous note"), link: 'a[rel="prev"]' },
  { keys: "]", does: english("next note"), link: 'a[rel="next"]' },
  { keys: "g h", does: english("home"), link: ".site-name" },
  { keys: "g r", does: english("review"), link: '[data-key="r"]' },
  { keys: "g s", does: english("search"), link: '[data-action="search"]' },
  { keys: "g t", does: english("tags"), link: '[data-key="t"]' },
  { keys: "g a", does: english("all notes"), link: '[data-key="a"]' },
  { keys: "g m", does: english("map"), link: '[data-key="m"]' },
  { keys: "g l", does: english("learning path"), link: '[data-key="l"]' },
  { keys: "t", does: english("light or dark"), run: () => change_theme() },
  { keys: "?", does: english("this list"), run: () => open_list() },
];

function offered(): Key[] {
  return all_keys.filter((key) => (!key.link || link_for(key.link)) && (key.when?.() ?? true));
}

function caps(keys: string): Node[] {
  return keys.split(" ").flatMap((key, i) => {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    return i === 0 ? [cap] : [document.createTextNode(" "), cap];
  });
}

let dialog: HTMLDialogElement | undefined;

function make_list(): HTMLDialogElement {
  const made = document.createElement("dialog");
  made.className = "keys";
  made.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = t("Keys");
  const list = document.createElement("dl");
  for (const key of offered()) {
    const term = document.createElement("dt");
    term.append(...caps(key.keys));
    const text = document.createElement("dd");
    text.textContent = t(key.does);
    list.append(term, text);
  }
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = keys_are_on();
  box.addEventListener("change", () => turn_keys(box.checked));
  label.append(box, t("Single keys work on these pages"));
  const note = document.createElement("p");
  note.textContent = t("Ctrl+K opens the search in any case. This list is also behind “Keys” at the foot of every page.");
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.className = "button quiet";
  close.textContent = t("Close");
  form.append(close);
  made.append(title, list, label, note, form);
  document.body.append(made);
  // The browser would close it a moment later, and a key that is pressed meanwhile would be lost.
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    made.close();
  });
  return made;
}

function open_list(): void {
  dialog ??= make_list();
  if (!dialog.open) dialog.showModal();
}

export function set_up_keys(): void {
  // Another page has other keys.
  document.addEventListener("loci:swapped", () => {
    if (dialog?.open) return;
    dialog?.remove();
    dialog = undefined;
  });
  for (const place of document.querySelectorAll<HTMLElement>("[data-keys]")) {
    place.hidden = false;
    place.querySelector("button")?.addEventListener("click", open_list);
  }
  let chord_until = 0;
  // On the window: what the page itself has used is marked by then.
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (is_typing(event) || document.querySelector("dialog[open]") || !keys_are_on()) return;
    const now = event.timeStamp;
    const pressed = now < chord_until ? `g ${event.key}` : event.key;
    chord_until = 0;
    if (event.key === "g" && pressed === "g") {
      chord_until = now + chord_ms;
      return;
    }
    const key = all_keys.find((one) => one.keys === pressed);
    if (!key || key.keys === "/" || (event.repeat && !/^[jk]$/.test(event.key))) return;
    const link = key.link ? link_for(key.link) : null;
    if (key.link && !link) return;
    event.preventDefault();
    if (key.run) key.run();
    else link?.click();
  });
}
