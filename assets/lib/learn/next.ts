// What to learn next, and what is about to fade: from the learning path of the site (generator/site/learning_path.h) and what
// this browser knows of the cards. Knows nothing of the page.
import { recall_on_day, type Recall, type Remembered } from "../remembered";

export type PathRow = [path: string, title: string, cards: number, minutes: number, stage: number, requires: number[], section?: string];

export type Standing =
  | "new" // no card was answered, or too few
  | "learned" // at least half of its cards were answered
  | "remembered" // and they are remembered well enough to build on
  | "read"; // it has no cards: nothing can be known

export const slug_of = (path: string): string => path.replace(/\.html$/, "");

// Of one note. Looking through all that is remembered for each note of a long path would take seconds.
function recall_of_note(all: Remembered, slug: string, day: number): Recall {
  const cards = Object.prototype.hasOwnProperty.call(all.notes, slug) ? all.notes[slug] : undefined;
  return recall_on_day({ ...all, notes: cards ? { [slug]: cards } : {} }, () => true, day);
}

// A little below what reviews aim for: a note is not lost as soon as one card is due.
const slack = 0.1;

export function standing_of(row: PathRow, all: Remembered, day: number): Standing {
  if (row[2] === 0) return "read";
  const slug = slug_of(row[0]);
  const recall = recall_of_note(all, slug, day);
  if (recall.known * 2 < row[2] || recall.known === 0) return "new";
  return recall.mean >= all.retention - slack ? "remembered" : "learned";
}

// Notes that are not learned and whose requirements are remembered, as the path has them. A requirement without cards stands in
// nobody's way once its own requirements are remembered.
export function next_to_learn(path: readonly PathRow[], all: Remembered, day: number, most: number): PathRow[] {
  const standing = path.map((row) => standing_of(row, all, day));
  const open = new Map<number, boolean>();
  const is_met = (number: number, depth: number): boolean => {
    if (standing[number] === "remembered") return true;
    if (standing[number] !== "read") return false;
    const known = open.get(number);
    if (known !== undefined) return known;
    open.set(number, true); // a circle of requirements ends here
    const met = depth < 50 && (path[number]?.[5] ?? []).every((one) => is_met(one, depth + 1));
    open.set(number, met);
    return met;
  };
  const next: PathRow[] = [];
  path.forEach((row, number) => {
    if (next.length < most && standing[number] === "new" && row[5].every((one) => one === number || is_met(one, 0))) next.push(row);
  });
  return next;
}

export interface Fading {
  row: PathRow;
  now: number; // recall, 0 to 1
  later: number;
}

// Notes that are remembered today and will not be in so many days, unless they are reviewed; the soonest first.
export function fading_within(path: readonly PathRow[], all: Remembered, day: number, days: number, most: number): Fading[] {
  const fading: Fading[] = [];
  for (const row of path) {
    const slug = slug_of(row[0]);
    if (!(slug in all.notes)) continue;
    const now = recall_of_note(all, slug, day).mean;
    const later = recall_of_note(all, slug, day + days).mean;
    if (now >= all.retention && later < all.retention) fading.push({ row, now, later });
  }
  return fading.sort((a, b) => a.later - b.later || (a.row[0] < b.row[0] ? -1 : 1)).slice(0, most);
}
