// The order in which ranked entries are shown; twin of generator/search/arrange.cc.
import { chains_of } from "./parse_query";
import { page_of, type Entry } from "./store";

export interface RankedEntry {
  entry: number;
  tier: number;
  in_title: boolean;
  score: number;
}

export const window_size = 6; // hits that are looked at together: their titles are loaded, and no more
export const most_of_a_page = 3; // hits of one note among them
export const enough_rows = 4; // when a window leaves fewer, the next is looked at too
export const most_windows = 3;

// What was found of one word of the query as it is written: terms any of which is the word, or all of which are.
export interface AskedWord {
  whole: string[];
  parts: string[];
}

// What was asked for, to see whether a title or heading says just that.
export interface Asked {
  text: string; // the words as they were written, folded
  words: AskedWord[];
}

// The words of a text as they are written, but for accents, capitals and signs.
export const plain_text = (text: string): string => chains_of(text).map((chain) => chain.map((term) => term.surface).join("/")).join(" ");

// How well a name says what was asked for.
const says_other = 0;
const says_it = 1; // every word of it is one of the query's, whole or in all its parts, and every word of the query is there
const says_it_so = 2; // and it is written so

function agreement(name: string, asked: Asked, terms: ReadonlySet<string>): number {
  const words = chains_of(name).filter((chain) => chain.some((term) => term.role !== "extra" && !term.stop));
  const is_covered = words.every((chain) => {
    const parts = chain.filter((term) => term.role === "part");
    return chain.some((term) => term.role === "whole" && terms.has(term.text)) || (parts.length > 0 && parts.every((part) => terms.has(part.text)));
  });
  if (words.length === 0 || !is_covered) return says_other;
  const has = new Set(words.flat().map((term) => term.text));
  const is_there = ({ whole, parts }: AskedWord): boolean => whole.some((term) => has.has(term)) || (parts.length > 0 && parts.every((term) => has.has(term)));
  if (!asked.words.every(is_there)) return says_other;
  return plain_text(name) === asked.text ? says_it_so : says_it;
}

// One window of hits in the order in which they are shown: those of one page together, and of several cards of a page the best when
// there is anything else. First come hits of the best tier whose title or heading is what was asked for: as it was written, then in other
// forms of the same words. The page itself comes before its sections when all words are in its title, but not before a section
// whose heading says it better. `entries` is parallel to `hits`.
export function arrange_by_page(
  hits: readonly RankedEntry[],
  entries: readonly Pick<Entry, "ref" | "kind" | "title" | "heading">[],
  asked: Asked,
  most = most_of_a_page,
): RankedEntry[] {
  const terms = new Set(asked.words.flatMap(({ whole, parts }) => [...whole, ...parts]));
  const says = entries.map(({ kind, title, heading }) => (kind === "card" ? says_other : agreement(kind === "page" ? title : heading, asked, terms)));
  const taken = new Set<number>();
  const arranged: RankedEntry[] = [];
  const only_cards = entries.every(({ kind }) => kind === "card");
  const gather = (hit: RankedEntry, i: number): void => {
    if (taken.has(i)) return;
    const page = page_of(entries[i]?.ref ?? "");
    const group: RankedEntry[] = [];
    let has_card = false;
    let best_section = says_other;
    for (const k of [i, ...hits.keys()]) {
      const other = hits[k];
      const entry = entries[k];
      if (!other || !entry || taken.has(k) || other.tier !== hit.tier || page_of(entry.ref) !== page) continue;
      taken.add(k);
      const { kind } = entry;
      const says_so = says[k] ?? says_other;
      if (kind === "card" && has_card && !only_cards) continue;
      has_card ||= kind === "card";
      if (other.in_title && kind === "page" && says_so >= best_section) group.unshift(other);
      else group.push(other);
      if (kind === "section") best_section = Math.max(best_section, says_so);
    }
    arranged.push(...group.slice(0, most));
  };
  for (const level of [says_it_so, says_it]) {
    hits.forEach((hit, i) => {
      if (hit.tier === 0 && says[i] === level) gather(hit, i);
    });
  }
  hits.forEach(gather);
  return arranged;
}
