// Landing from a search: the words are marked in the text, with a bar that leads from one to the next and takes the marks away
// again. Escape takes them away too.
import { element_here, keep_in_query } from "../address";
import { make } from "../make";
import { analyse_text } from "./analysis";
import { find_marks } from "./excerpt";
import { button } from "./panels";
import { t } from "../strings";

const most_marks = 400;
const left_alone = "script, style, svg, math, button, input, select, textarea, dialog, .search-mark, .toc, .breadcrumbs";

function text_nodes(root: Element): Text[] {
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(left_alone) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (walker.nextNode()) if (walker.currentNode instanceof Text) nodes.push(walker.currentNode);
  return nodes;
}

let bar: HTMLElement | undefined;
let lifetime: AbortController | undefined;

export function clear_marks(): void {
  lifetime?.abort();
  bar?.remove();
  bar = undefined;
  for (const mark of document.querySelectorAll("mark.search-mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
}

// What is folded away would not be seen.
function unfold(node: Element): void {
  for (let at: Element | null = node; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
}

function make_marks(root: Element, terms: ReadonlySet<string>): HTMLElement[] {
  const made: HTMLElement[] = [];
  for (const node of text_nodes(root)) {
    const here: HTMLElement[] = [];
    // From the back: splitting moves what comes after.
    for (const [begin, end] of find_marks(node.data, terms).slice(0, most_marks - made.length).reverse()) {
      const middle = node.splitText(begin);
      middle.splitText(end - begin);
      const mark = make("mark", "search-mark");
      middle.replaceWith(mark);
      mark.append(middle);
      here.unshift(mark);
    }
    made.push(...here);
    if (made.length >= most_marks) break;
  }
  return made;
}

export function mark_words(words: readonly string[]): void {
  const root = document.getElementById("main");
  if (!root) return;
  clear_marks();
  const terms = new Set(analyse_text(words.join(" ")).filter((term) => !term.stop && term.role !== "extra").map((term) => term.text));
  const marks = make_marks(root, terms);
  const first = marks[0];
  if (!first) return;
  const target = element_here();
  // The first mark of the section is where the bar begins.
  let current = target ? Math.max(marks.findIndex((mark) => target.contains(mark) || (target.compareDocumentPosition(mark) & 4) !== 0), 0) : 0;
  marks[current]?.classList.add("current");
  const seen = target ?? first;
  unfold(seen);
  seen.scrollIntoView(target ? {} : { block: "center" });

  const stop = (): void => {
    clear_marks();
    keep_in_query("h", null); // reloading, or sharing the address, is then about the page and not about the search
  };
  const place = make("span", "marks-place");
  place.setAttribute("role", "status");
  const show_place = (): void => void (place.textContent = t("{n} of {all}", { n: current + 1, all: marks.length === most_marks ? `${most_marks}+` : marks.length }));
  const go = (step: number): void => {
    marks[current]?.classList.remove("current");
    current = (current + step + marks.length) % marks.length;
    const mark = marks[current];
    if (!mark) return;
    mark.classList.add("current");
    unfold(mark);
    mark.scrollIntoView({ block: "center" });
    show_place();
  };
  const arrow = (text: string, label: string, step: number): HTMLButtonElement => {
    const made = button("", text, () => go(step));
    made.setAttribute("aria-label", label);
    return made;
  };
  bar = make("div", "marks-bar", place);
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", t("Words found"));
  if (marks.length > 1) bar.append(arrow("↑", t("Previous place"), -1), arrow("↓", t("Next place"), 1));
  bar.append(button("", t("Clear marks"), stop));
  show_place();
  document.body.append(bar);

  lifetime = new AbortController();
  document.addEventListener("loci:showing", clear_marks, { signal: lifetime.signal });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) stop();
    },
    { signal: lifetime.signal },
  );
}
