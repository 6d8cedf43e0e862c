// Landing from a search: the words are marked in the text, until Escape.
import { analyse_text } from "./analysis";
import { find_marks } from "./excerpt";

const most_marks = 400;
const left_alone = "script, style, svg, math, button, input, select, textarea, dialog, .search-mark";

function text_nodes(root: Element): Text[] {
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(left_alone) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (walker.nextNode()) if (walker.currentNode instanceof Text) nodes.push(walker.currentNode);
  return nodes;
}

export function clear_marks(): void {
  for (const mark of document.querySelectorAll("mark.search-mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
}

export function mark_words(words: readonly string[]): void {
  const root = document.getElementById("main");
  if (!root) return;
  clear_marks();
  const terms = new Set(analyse_text(words.join(" ")).filter((term) => !term.stop && term.role !== "extra").map((term) => term.text));
  let count = 0;
  let first: HTMLElement | undefined;
  for (const node of text_nodes(root)) {
    const marks = find_marks(node.data, terms);
    // From the back: splitting moves what comes after.
    for (const [begin, end] of marks.reverse()) {
      if (count >= most_marks) break;
      ++count;
      const middle = node.splitText(begin);
      middle.splitText(end - begin);
      const mark = document.createElement("mark");
      mark.className = "search-mark";
      middle.replaceWith(mark);
      mark.append(middle);
    }
    first ??= root.querySelector<HTMLElement>("mark.search-mark") ?? undefined;
  }
  if (!first) return;
  const target = location.hash === "" ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) target.scrollIntoView();
  else first.scrollIntoView({ block: "center" });
  const on_key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    clear_marks();
    document.removeEventListener("keydown", on_key);
  };
  document.addEventListener("keydown", on_key);
}
