// What to learn next, and what is about to fade: from the learning path of the site (path.ts) and what this browser knows of the
// cards. Knows nothing of the page.
import { recall_on_day, type Recall, type Remembered } from "../remembered";
import type { Needed, Path, PathNote, PathRow } from "./path";

export type Standing =
  | "new" // no card was answered, or too few
  | "learned" // at least half of its cards were answered
  | "remembered" // and they are remembered well enough to build on
  | "read"; // it has no cards: nothing can be known

// Of one note. Looking through all that is remembered for each note of a long path would take seconds.
function recall_of_note(all: Remembered, slug: string, day: number): Recall {
  const cards = Object.prototype.hasOwnProperty.call(all.notes, slug) ? all.notes[slug] : undefined;
  return recall_on_day({ ...all, notes: cards ? { [slug]: cards } : {} }, () => true, day);
}

// A little below what reviews aim for: a note is not lost as soon as one card is due.
const slack = 0.1;

export function standing_of([slug, cards]: Needed, all: Remembered, day: number): Standing {
  if (cards === 0) return "read";
  const recall = recall_of_note(all, slug, day);
  if (recall.known * 2 < cards || recall.known === 0) return "new";
  return recall.mean >= all.retention - slack ? "remembered" : "learned";
}

// The first notes of the path that are not learned and whose requirements are remembered. A requirement without cards stands in
// nobody's way once its own requirements are remembered; notes that require each other stand in each other's way never.
//
// Each such note is open from the beginning or is opened by a note that is remembered, so the notes that this browser knows lead to
// all of them; the rest of the path is not looked at.
export async function next_to_learn(path: Path, all: Remembered, day: number, most: number): Promise<PathRow[]> {
  const next: PathRow[] = [];
  const take = (row: PathRow): void => {
    next.push(row);
    next.sort((a, b) => a[0] - b[0]);
    next.length = Math.min(next.length, most);
  };
  const is_too_late = (number: number): boolean => next.length >= most && number > (next[most - 1]?.[0] ?? 0);

  for (let i = 0; i < path.open_rows && next.length < most; ++i) {
    const row = await path.row(i);
    if (row && standing_of([row[1], row[4]], all, day) === "new") take(row);
  }
  if (is_too_late(path.later)) return next;

  const answers = new Map<string, Promise<boolean>>();
  const is_met = (needed: Needed): Promise<boolean> => {
    const standing = standing_of(needed, all, day);
    if (standing !== "read") return Promise.resolve(standing === "remembered");
    const [slug] = needed;
    const answer = answers.get(slug) ?? path.note(slug).then(async (note) => are_met(note?.[5] ?? []));
    answers.set(slug, answer);
    return answer;
  };
  const are_met = async (needs: readonly Needed[]): Promise<boolean> => {
    for (const one of needs) if (!(await is_met(one))) return false;
    return true;
  };

  const follow = async (opener: PathNote): Promise<void> => {
    for (let i = opener[3]; i < opener[3] + opener[4]; ++i) {
      const row = await path.row(i);
      if (!row || is_too_late(row[0])) return;
      if (standing_of([row[1], row[4]], all, day) === "new" && (await are_met(row[7]))) take(row);
    }
  };
  const known = await Promise.all(
    Object.keys(all.notes)
      .filter((slug) => recall_of_note(all, slug, day).mean >= all.retention - slack)
      .map((slug) => path.note(slug)),
  );
  await Promise.all(known.filter((note) => note && standing_of([note[0], note[2]], all, day) === "remembered").map((note) => note && follow(note)));
  return next;
}

export interface Fading {
  slug: string;
  title: string;
  now: number; // recall, 0 to 1
  later: number;
}

// Notes of the path that are remembered today and will not be in so many days, unless they are reviewed; the soonest first.
export async function fading_within(path: Path, all: Remembered, day: number, days: number, most: number): Promise<Fading[]> {
  const fading = Object.keys(all.notes)
    .map((slug) => ({ slug, now: recall_of_note(all, slug, day).mean, later: recall_of_note(all, slug, day + days).mean }))
    .filter(({ now, later }) => now >= all.retention && later < all.retention)
    .sort((a, b) => a.later - b.later || (a.slug < b.slug ? -1 : 1));
  const found: Fading[] = [];
  for (const one of fading) {
    if (found.length >= most) break;
    const note = await path.note(one.slug);
    if (note) found.push({ ...one, title: note[1] });
  }
  return found;
}
