// Runs before the first paint, so that a chosen theme does not flash and the menu of narrow screens does not jump.
import { apply_theme, saved_theme } from "../lib/theme";

apply_theme(saved_theme());
document.documentElement.classList.add("js");

// The style stands before this script, so the faces of the text are known here: asked for now they are there when the text is drawn. On a
// first visit over http they would compete with what is read for the line, so they come after it and count from the next page on. (A preload
// in the page would do for http alone: from a file it is refused, with a message on the console.)
function face_is_near(): boolean {
  if (location.protocol === "file:") return true;
  const key = `loci:${document.documentElement.dataset["site"] ?? ""}:font`;
  try {
    if (localStorage.getItem(key) !== null) return true;
    addEventListener("load", () => void document.fonts.ready.then(() => localStorage.setItem(key, "1")).catch(() => undefined));
  } catch {
    // Without storage every page is a first one.
  }
  return false;
}

if (document.documentElement.dataset["font"] !== "system" && face_is_near())
  for (const style of ["", "italic "]) document.fonts.load(`${style}1em "Source Serif 4 Variable"`).catch(() => undefined);
