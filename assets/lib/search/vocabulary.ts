// What wildcards and ~n match; twin of generator/search/vocabulary.cc.

export type TermTest = (term: string, surfaces: readonly string[]) => boolean;

// eslint-disable-next-line no-control-regex
const two_ascii = /^[\x00-\x7f]{2}/;

export function vocabulary_key(pattern: string): string {
  const begin = pattern.split("*", 1)[0] ?? "";
  return two_ascii.test(begin) ? begin.slice(0, 2) : ([...begin][0] ?? "");
}

function matches(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces[pieces.length - 1] ?? "";
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

export function pattern_matcher(pattern: string): TermTest {
  const pieces = pattern.split("*");
  return (term, surfaces) => matches(term, pieces) || surfaces.some((surface) => matches(surface, pieces));
}

type Characters = string | readonly string[];

function is_near(a: Characters, i: number, b: Characters, k: number, edits: number): boolean {
  if (Math.abs(a.length - i - (b.length - k)) > edits) return false;
  while (i < a.length && k < b.length && a[i] === b[k]) {
    ++i;
    ++k;
  }
  if (i >= a.length || k >= b.length) return true; // the difference of lengths is known to be small
  if (edits === 0) return false;
  if (is_near(a, i + 1, b, k + 1, edits - 1) || is_near(a, i + 1, b, k, edits - 1) || is_near(a, i, b, k + 1, edits - 1)) return true;
  return i + 1 < a.length && k + 1 < b.length && a[i] === b[k + 1] && a[i + 1] === b[k] && is_near(a, i + 2, b, k + 2, edits - 1);
}

// Whole characters: those beyond U+FFFF are two units.
const characters = (text: string): Characters => (/[\ud800-\udfff]/.test(text) ? [...text] : text);

export function fuzzy_matcher(word: string, stem: string, edits: number): TermTest {
  const wanted = characters(word);
  const wanted_stem = characters(stem);
  return (term, surfaces) =>
    is_near(characters(term), 0, wanted_stem, 0, edits) || surfaces.some((surface) => is_near(characters(surface), 0, wanted, 0, edits));
}

// The terms of the highest buckets, in the order in which they came.
export function bucket_order(found: readonly (readonly [bucket: number, term: string])[], most: number): string[] {
  const frequent = new Set([...found].sort(([a], [b]) => b - a).slice(0, most));
  return found.filter((each) => frequent.has(each)).map(([, term]) => term);
}
