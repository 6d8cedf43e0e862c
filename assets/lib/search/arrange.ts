// The order in which ranked entries are shown; twin of arrange_by_page in generator/search/query.cc.
import { chains_of } from "./parse_query";
import { page_of, type Entry } from "./store";

export interface RankedEntry {
  entry: number;
  tier: number;
  in_title: boolean;
  score: number;
}

export const window_size = 8; // hits that are looked at together: their titles are loaded, and no more
export const most_of_a_page = 3; // hits of one note among them
export const enough_rows = 5; // in sight: when a window leaves fewer, the next is looked at too
export const most_windows = 3;

// Whether every word of the text was asked for: whole, or in all its parts.
function is_covered(text: string, terms: ReadonlySet<string>): boolean {
  const words = chains_of(text).filter((chain) => chain.some((term) => term.role !== "extra" && !term.stop));
  return (
    words.length > 0 &&
    words.every((chain) => {
      const parts = chain.filter((term) => term.role === "part");
      return chain.some((term) => term.role === "whole" && terms.has(term.text)) || (parts.length > 0 && parts.every((part) => terms.has(part.text)));
    })
  );
}

// One window of hits in the order in which they are shown: those of one page together, and of several cards of a page the best when
// there is anything else. The page itself comes first when all words are in its title, but not before a section whose heading is
// what was asked for, unless its title is too. `entries` is parallel to `hits`.
export function arrange_by_page(
  hits: readonly RankedEntry[],
  entries: readonly Pick<Entry, "ref" | "kind" | "title" | "heading">[],
  matched: readonly string[],
  most = most_of_a_page,
): RankedEntry[] {
  const terms = new Set(matched);
  const taken = new Set<number>();
  const arranged: RankedEntry[] = [];
  const only_cards = entries.every(({ kind }) => kind === "card");
  hits.forEach((hit, i) => {
    if (taken.has(i)) return;
    const page = page_of(entries[i]?.ref ?? "");
    const group: RankedEntry[] = [];
    let has_card = false;
    let has_heading = false; // that is what was asked for
    for (let k = i; k < hits.length; ++k) {
      const other = hits[k];
      const entry = entries[k];
      if (!other || !entry || taken.has(k) || other.tier !== hit.tier || page_of(entry.ref) !== page) continue;
      taken.add(k);
      const { kind } = entry;
      if (kind === "card" && has_card && !only_cards) continue;
      has_card ||= kind === "card";
      if (other.in_title && kind === "page" && (!has_heading || is_covered(entry.title, terms))) group.unshift(other);
      else group.push(other);
      has_heading ||= kind === "section" && is_covered(entry.heading, terms);
    }
    arranged.push(...group.slice(0, most));
  });
  return arranged;
}
