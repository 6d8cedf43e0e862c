// The one script that a page waits for: 0.9 kB beside the style. Without the wait a reader who chose the other theme than the system's sees a
// frame of the wrong one on three pages of four over file:// (async, and a script at the top of the body, were measured; over http the page
// before stays until there is something to see). Nothing of the layout hangs on it: that asks `scripting`.
import { apply_theme, saved_theme } from "../lib/theme";
import { set_up_transitions } from "../lib/transition";

const root = document.documentElement;
apply_theme(saved_theme());
root.classList.add("js");
set_up_transitions();

// From a file the faces of the text are as near as the page. On a first visit over http they would compete with what is read for the line: the
// page is then drawn in a face of the system, they are brought when it stands, and count from the next page on. (A preload in the page
// would do for http alone: from a file it is refused, with a message on the console.)
const key = `loci:${root.dataset["site"] ?? ""}:font`;

function faces_are_near(): boolean {
  if (location.protocol === "file:" || root.dataset["root"] === "#") return true; // "#": the single file has them inside
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false; // Without storage every page is a first one.
  }
}

// The style stands before this script: it names the faces.
async function bring_faces(): Promise<void> {
  await Promise.all(["", "italic "].map((style) => document.fonts.load(`${style}1em "Source Serif 4 Variable"`)));
  localStorage.setItem(key, "1");
}

const bring = (): void => void bring_faces().catch(() => undefined);
if (root.dataset["font"] !== "system") {
  if (faces_are_near()) bring();
  else {
    root.classList.add("first-visit");
    addEventListener("load", () => setTimeout(bring, 1000));
  }
}
