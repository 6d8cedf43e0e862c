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

// Terms and the words they come from, most frequent first, to terms and the words to show.
export function similar_words(words: readonly (readonly [string, readonly string[]])[], word: string, stem: string): [string, string][] {
  const similar: [string, string][] = [];
  if (word.length < shortest_slip || !/^[a-z]*$/.test(word)) return similar; // the list is English
  for (const [term, surfaces] of words) {
    const shown = surfaces.find((surface) => is_one_edit_apart(word, surface)) ?? (is_one_edit_apart(stem, term) ? (surfaces[0] ?? term) : undefined);
    if (shown === undefined) continue;
    similar.push([term, shown]);
    if (similar.length === most_suggestions) break;
  }
  return similar;
}
