// The keys of a review, Anki's: what a key press asks for in a state of the page.

import { english } from "../strings";

export type Command = "show" | "grade1" | "grade2" | "grade3" | "grade4" | "undo" | "bury" | "suspend" | "bury-note" | "suspend-note" | "info" | "open" | "help" | "end";
export type View = "start" | "question" | "answer" | "done";

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

export const key_list: readonly [string, string][] = [
  [english("Space, Enter"), english("show the answer, then Good")],
  [english("Enter, Esc in a field"), english("compare what was typed, leave the field")],
  ["1 2 3 4", english("Again (forgotten), Hard (recalled, with effort), Good, Easy")],
  [english("u, Ctrl+Z"), english("undo")],
  ["-", english("bury: not again before tomorrow")],
  ["=", english("bury all cards of the note")],
  ["@", english("suspend: not again until you take it back")],
  ["!", english("suspend all cards of the note")],
  ["i", english("what is known about the card")],
  ["e", english("open the note")],
  ["?", english("this list")],
  ["Esc", english("end; every grade is kept already")],
  ["g h, t, /", english("as on every page: home, light or dark, search")],
];

const of_card: Record<string, Command> = { "-": "bury", "=": "bury-note", "@": "suspend", "!": "suspend-note", i: "info", e: "open" };

// null: not ours. A held key counts once: it must not grade the next card.
export function command_of(press: Press, view: View): Command | null {
  if (press.repeat || press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.key === "z" ? "undo" : null;
  if (press.key === "u") return "undo";
  if (press.key === "?") return "help";
  if (view === "start" || view === "done") return null;
  if (press.key === "Escape") return "end";
  const on_card = of_card[press.key];
  if (on_card) return on_card;
  if (view === "question") return press.key === " " || press.key === "Enter" ? "show" : null;
  if (press.key === " " || press.key === "Enter") return "grade3";
  return /^[1-4]$/.test(press.key) ? (`grade${press.key}` as Command) : null;
}
