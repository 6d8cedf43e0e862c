// Words that one slip of the finger makes of another; twin of generator/search/spelling.cc.

const shortest_slip = 4;
const most_suggestions = 3;

export function is_one_edit_apart(a: string, b: string): boolean {
  if (a.length > b.length) [a, b] = [b, a];
  if (b.length - a.length > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) ++i;
  if (a.length < b.length) return a.slice(i) === b.slice(i + 1);
  if (i === a.length || a.slice(i + 1) === b.slice(i + 1)) return true;
  return i + 1 < a.length && a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}

// Adds to `similar` the terms of these words that are near, with the word to show for each; false when there are enough. Words come the
// most frequent first.
export function add_similar(
  similar: [term: string, shown: string][],
  words: readonly (readonly [string, readonly string[]])[],
  word: string,
  stem: string,
): boolean {
  for (const [term, surfaces] of words) {
    const shown = surfaces.find((surface) => is_one_edit_apart(word, surface)) ?? (is_one_edit_apart(stem, term) ? (surfaces[0] ?? term) : undefined);
    if (shown !== undefined) similar.push([term, shown]);
    if (similar.length === most_suggestions) return false;
  }
  return true;
}

export const may_be_slip = (word: string): boolean => word.length >= shortest_slip && /^[a-z]*$/.test(word); // the list is English
