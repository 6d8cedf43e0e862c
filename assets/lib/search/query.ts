// Which entries answer a query, best first; twin of generator/search/query.cc, whose header describes the plan. Here the terms come
// from shards, so finding them waits; what follows is the same arithmetic.
import { plain_text, window_size, type Asked, type RankedEntry } from "./arrange";
import { empty_word, parse_query, type ParsedQuery, type QueryWord } from "./parse_query";
import { find_phrase } from "./phrase";
import { add_similar, may_be_slip } from "./spelling";
import { is_over, rest } from "./slices";
import { title_field, type Postings, type Store } from "./store";
import { bucket_order, fuzzy_matcher, pattern_matcher, vocabulary_key } from "./vocabulary";

export interface Correction {
  word: string;
  instead: string[];
}

export interface Ranking {
  hits: RankedEntry[]; // the best, at most most_hits
  count: number; // of all
  members: Uint8Array; // by entry: 1 for each of all hits
  terms: string[]; // that matched: for marking
  asked: Asked;
  corrections: Correction[];
}

const most_prefix_terms = 24;
const enough_postings = 24;

const endings = (
  "ability able al alism ality ance ant ate ation ational ator ed ement ence ent er es ible ical ies ing ings ism ity " +
  "ively iveness ize ly ment ousness"
).split(" ");

// Called between steps of long work: rests when its slice is over.
type Breathe = () => Promise<void>;
const step = 2048; // of entries or hits: a millisecond at most

interface Expanded {
  whole: Postings[];
  parts: Postings[];
  near: Postings[];
  fuzzy: Postings[];
  phrase: Map<number, number> | undefined; // entry: mask of the fields that have the phrase; then `whole` only counts for the score
  required: boolean;
  fields: number;
  boost: number;
}

const is_empty = (word: Expanded): boolean =>
  word.whole.length + word.parts.length + word.near.length + word.fuzzy.length === 0;

// Of the word itself: then what is like it is not read.
const has_enough = (word: Expanded): boolean => (word.whole[0]?.weights.length ?? 0) >= enough_postings;

async function exact(store: Store, word: QueryWord): Promise<Expanded> {
  const expanded: Expanded = {
    whole: [], parts: [], near: [], fuzzy: [], phrase: undefined, required: word.required, fields: word.fields, boost: word.boost,
  };
  if (word.steps.length > 0) {
    const { entries, terms } = await find_phrase(store, word.steps, word.fields);
    expanded.phrase = entries;
    expanded.whole = terms;
  } else if (word.pattern !== "") {
    expanded.whole = await from_vocabulary(store, vocabulary_key(word.pattern), pattern_matcher(word.pattern));
  } else if (word.edits > 0) {
    expanded.whole = await from_vocabulary(store, "", fuzzy_matcher(word.whole_surface, word.whole, word.edits));
  } else {
    const whole = await store.term(word.whole);
    if (whole) expanded.whole = [whole];
    // Texts that only have the parts of "GitHub" are not missed when many have the name itself.
    if (has_enough(expanded)) return expanded;
    const parts = await Promise.all(word.parts.map((part) => store.term(part)));
    const found = parts.filter((part) => part !== undefined);
    if (found.length === parts.length) expanded.parts = found;
  }
  return expanded;
}

const most_vocabulary_terms = 64;

// The most frequent terms of the vocabulary that match, in its order.
async function from_vocabulary(store: Store, key: string, matches: (term: string, surfaces: readonly string[]) => boolean): Promise<Postings[]> {
  const found: [bucket: number, term: string][] = [];
  await store.vocabulary(key, (bucket, term, surfaces) => {
    if (matches(term, surfaces)) found.push([bucket, term]);
  });
  // Asking for dozens of files takes its time, too.
  const asked: Promise<Postings | undefined>[] = [];
  for (const term of bucket_order(found, most_vocabulary_terms)) {
    if (is_over()) await rest();
    asked.push(store.term(term));
  }
  return (await Promise.all(asked)).filter((each) => each !== undefined);
}

const by_frequency = (a: Postings, b: Postings): number => b.weights.length - a.weights.length;

function most_prefix_shards(prefix: string): number {
  const most = 4;
  // eslint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(prefix) ? Math.min(most, Math.max(prefix.length, 2) - 1) : most;
}

async function add_prefixes(store: Store, prefix: string, word: Expanded): Promise<void> {
  if (prefix === "" || (prefix.length === 1 && prefix < "\x80")) return;
  // What begins with the word ranks behind what has it: enough of that makes more shards a waste.
  const terms = (await store.prefixed(prefix, has_enough(word) ? 1 : most_prefix_shards(prefix))).filter((term) => term !== word.whole[0]);
  const frequent = new Set([...terms].sort(by_frequency).slice(0, most_prefix_terms));
  word.near = terms.filter((term) => frequent.has(term));
}

async function add_shortened(store: Store, text: string, word: Expanded): Promise<void> {
  // eslint-disable-next-line no-control-regex
  if (!/^[\x00-\x7f]*$/.test(text)) return;
  for (let length = text.length - 1; length >= 3; --length) {
    const rest = text.slice(length);
    if (!endings.some((ending) => ending.startsWith(rest))) continue;
    const term = await store.term(text.slice(0, length));
    if (!term) continue;
    word.near.push(term);
    return;
  }
}

async function expand(store: Store, word: QueryWord, corrections: Correction[]): Promise<Expanded[]> {
  const expanded = await exact(store, word);
  if (word.steps.length > 0 || word.pattern !== "" || word.edits > 0) {
    const found = expanded.phrase ? expanded.phrase.size > 0 : !is_empty(expanded);
    if (!found) corrections.push({ word: word.whole_surface, instead: [] });
    return [expanded];
  }
  if (word.typing) await add_prefixes(store, word.whole_surface, expanded);
  if (is_empty(expanded) && word.parts.length > 1) {
    const result: Expanded[] = [];
    for (const [i, part] of word.parts.entries()) {
      const inner = empty_word();
      inner.whole = part;
      inner.whole_surface = word.part_surfaces[i] ?? part;
      inner.typing = word.typing && i + 1 === word.parts.length;
      inner.required = word.required;
      inner.fields = word.fields;
      inner.boost = word.boost;
      result.push(...(await expand(store, inner, corrections)));
    }
    return result;
  }
  if (is_empty(expanded)) await add_shortened(store, word.whole_surface, expanded);
  if (is_empty(expanded)) {
    const instead: string[] = [];
    if (may_be_slip(word.whole_surface)) {
      const similar: [string, string][] = [];
      await store.words((words) => add_similar(similar, words, word.whole_surface, word.whole));
      for (const [term, surface] of similar) {
        const postings = await store.term(term);
        if (postings) expanded.fuzzy.push(postings);
        instead.push(surface);
      }
    }
    corrections.push({ word: word.whole === "" ? (word.part_surfaces[0] ?? "") : word.whole_surface, instead });
  }
  return [expanded];
}

// The same calls in the same order as the C++ Scores: sums of floating-point numbers depend on it.
class Scores {
  private readonly sums: Float64Array;
  private readonly masks: Uint8Array;
  private readonly orders: Uint16Array;
  private readonly ranks: Uint32Array;
  private readonly clauses: [term: Postings, fields: number][] = [];
  private readonly boosts = new Map<Postings, number[]>(); // by field
  private readonly magnitudes: number[] = [];

  constructor(
    count: number,
    private readonly fields: number,
  ) {
    this.sums = new Float64Array(count * fields);
    this.masks = new Uint8Array(count);
    this.orders = new Uint16Array(count);
    this.ranks = new Uint32Array(count);
  }

  add(term: Postings, fields: number, boost: number): void {
    this.clauses.push([term, fields]);
    let boosts = this.boosts.get(term);
    if (!boosts) this.boosts.set(term, (boosts = []));
    for (let field = 0; field < this.fields; ++field) {
      if ((fields & (1 << field)) !== 0) boosts[field] = (boosts[field] ?? 0) + boost;
    }
  }

  async compute(breathe: Breathe): Promise<void> {
    for (const [t, [{ documents, masks }, fields]] of this.clauses.entries()) {
      for (let i = 0; i < documents.length; ++i) {
        if (i % step === 0 && is_over()) await breathe();
        const document = documents[i] ?? 0;
        let seen = this.masks[document] ?? 0;
        const mask = (masks[i] ?? 0) & fields;
        if ((mask & ~seen) === 0) continue;
        for (let field = 0; field < this.fields; ++field) {
          if ((mask & ~seen & (1 << field)) === 0) continue;
          if (seen === 0) this.ranks[document] = t * 8 + field;
          this.orders[document] = (this.orders[document] ?? 0) | (field << (4 * bit_count(seen)));
          seen |= 1 << field;
        }
        this.masks[document] = seen;
      }
    }
    const by_number = [...this.boosts].sort(([a], [b]) => a.number - b.number);
    const squares = new Float64Array(this.fields);
    for (const [{ documents, masks, weights }, boosts] of by_number) {
      boosts.forEach((boost, field) => (squares[field] = (squares[field] ?? 0) + boost * boost));
      let w = 0;
      for (let i = 0; i < documents.length; ++i) {
        if (i % step === 0 && is_over()) await breathe();
        const first = (documents[i] ?? 0) * this.fields;
        const mask = masks[i] ?? 0;
        for (let field = 0; field < this.fields; ++field) {
          if ((mask & (1 << field)) === 0) continue;
          const weight = weights[w++] ?? 0;
          const boost = boosts[field];
          if (boost !== undefined) this.sums[first + field] = (this.sums[first + field] ?? 0) + boost * weight;
        }
      }
    }
    squares.forEach((square, field) => (this.magnitudes[field] = Math.sqrt(square)));
  }

  score(document: number): number {
    const order = this.orders[document] ?? 0;
    let total = 0;
    for (let k = 0, n = bit_count(this.masks[document] ?? 0); k < n; ++k) {
      const field = (order >> (4 * k)) & 15;
      const part = (this.sums[document * this.fields + field] ?? 0) / (this.magnitudes[field] ?? 1) || 0;
      total = k === 0 ? part : total + part;
    }
    return total;
  }

  rank(document: number): number {
    return this.ranks[document] ?? 0;
  }
}

function bit_count(mask: number): number {
  let count = 0;
  for (; mask !== 0; mask &= mask - 1) ++count;
  return count;
}

interface Matches {
  exact: Uint32Array;
  near: Uint32Array;
  fuzzy: Uint32Array;
  title: Uint32Array;
}

async function mark_matches(count: number, words: readonly Expanded[], breathe: Breathe): Promise<Matches> {
  const matches: Matches = {
    exact: new Uint32Array(count),
    near: new Uint32Array(count),
    fuzzy: new Uint32Array(count),
    title: new Uint32Array(count),
  };
  const set = (kind: Uint32Array, document: number, bit: number): void => {
    kind[document] = (kind[document] ?? 0) | bit;
  };
  const mark = async (terms: readonly Postings[], fields: number, kind: Uint32Array, bit: number): Promise<void> => {
    for (const { documents, masks } of terms) {
      for (let i = 0; i < documents.length; ++i) {
        if (i % step === 0 && is_over()) await breathe();
        const mask = (masks[i] ?? 0) & fields;
        if (mask === 0) continue;
        const document = documents[i] ?? 0;
        set(kind, document, bit);
        if ((mask & (1 << title_field)) !== 0) set(matches.title, document, bit);
      }
    }
  };
  for (const [w, word] of words.entries()) {
    const bit = 1 << w;
    if (word.phrase) {
      for (const [document, mask] of word.phrase) {
        set(matches.exact, document, bit);
        if ((mask & (1 << title_field)) !== 0) set(matches.title, document, bit);
      }
      continue;
    }
    await mark(word.whole, word.fields, matches.exact, bit);
    await mark(word.near, word.fields, matches.near, bit);
    await mark(word.fuzzy, word.fields, matches.fuzzy, bit);
    if (word.parts.length === 0) continue;
    const anywhere = new Uint8Array(count);
    const title = new Uint8Array(count);
    for (const [part, { documents, masks }] of word.parts.entries()) {
      for (let i = 0; i < documents.length; ++i) {
        if (i % step === 0 && is_over()) await breathe();
        const mask = (masks[i] ?? 0) & word.fields;
        const document = documents[i] ?? 0;
        if (mask !== 0 && anywhere[document] === part) anywhere[document] = part + 1;
        if ((mask & (1 << title_field)) !== 0 && title[document] === part) title[document] = part + 1;
      }
    }
    for (let document = 0; document < count; ++document) {
      if (anywhere[document] === word.parts.length) set(matches.exact, document, bit);
      if (title[document] === word.parts.length) set(matches.title, document, bit);
    }
  }
  return matches;
}

// For each entry, whether filters and excluded words refuse it.
interface Refused {
  by_filter: Uint8Array;
  by_word: Uint8Array;
}

// Calls `each` for the entries of a filter.
async function members(store: Store, name: string, each: (entry: number) => void): Promise<void> {
  if (name !== "is:section") return store.filter(name === "is:note" ? "is:page" : name, each);
  const others = new Uint8Array(store.count);
  for (const other of ["is:page", "is:card"]) await store.filter(other, (entry) => (others[entry] = 1));
  others.forEach((other, entry) => {
    if (!other) each(entry);
  });
}

async function refused_entries(store: Store, query: ParsedQuery, breathe: Breathe): Promise<Refused> {
  const by_filter = new Uint8Array(store.count);
  const by_word = new Uint8Array(store.count);
  for (const name of query.filters) {
    const others = new Uint8Array(store.count).fill(1);
    await members(store, name, (entry) => (others[entry] = 0));
    others.forEach((other, entry) => {
      if (other) by_filter[entry] = 1;
    });
  }
  for (const name of query.excluded_filters) await members(store, name, (entry) => (by_filter[entry] = 1));
  for (const word of query.excluded) {
    const { exact: found } = await mark_matches(store.count, [await exact(store, word)], breathe);
    found.forEach((bits, entry) => {
      if (bits !== 0) by_word[entry] = 1;
    });
  }
  return { by_filter, by_word };
}

// What filters and refusals alone leave.
async function list_entries(store: Store, query: ParsedQuery, { by_filter, by_word }: Refused): Promise<RankedEntry[]> {
  const hits: RankedEntry[] = [];
  if (query.filters.length + query.excluded.length + query.excluded_filters.length === 0) return hits;
  const list = (entry: number): void => {
    hits.push({ entry, tier: 0, in_title: true, score: 0 });
  };
  if (query.filters.some((name) => name.startsWith("is:"))) {
    by_filter.forEach((refused, entry) => {
      if (!refused && !by_word[entry]) list(entry);
    });
    return hits;
  }
  const pages: number[] = [];
  await store.filter("is:page", (entry) => pages.push(entry));
  for (const [i, page] of pages.entries()) {
    if (i % 512 === 0 && is_over()) await rest();
    if (!by_filter[page] && by_word.subarray(page, pages[i + 1]).indexOf(1) < 0) list(page);
  }
  return hits;
}

const no_tier = 255;
const some_tier = 6; // some of the words are there
const has_every_word = (tier: number): boolean => tier < some_tier;
// Entries and pages that have every word in the same way: exactly, as beginnings, as what slips may have meant.
const level_of = (tier: number): number => tier >> 1;
const is_page_tier = (tier: number): boolean => tier < some_tier && tier % 2 === 1;
const page_share = 0.5; // what the score of a page's best entry, which has only some of the words, counts beside one that has all
export const most_hits = 1000; // that are put in order

// Thrown when nobody wants the answer any more: a newer question has been asked.
export class Overtaken extends Error {}

export async function rank_entries(store: Store, text: string, is_wanted: () => boolean = () => true): Promise<Ranking> {
  const query = parse_query(text);
  const ranking: Ranking = { hits: [], count: 0, members: new Uint8Array(store.count), terms: [], asked: { text: plain_text(text), words: [] }, corrections: [] };
  const found = await Promise.all(
    query.words.map(async (word) => {
      const corrections: Correction[] = [];
      return { words: await expand(store, word, corrections), corrections };
    }),
  );
  const words = found.flatMap((each) => each.words).slice(0, 32);
  ranking.corrections = found.flatMap((each) => each.corrections);
  const breathe = async (): Promise<void> => {
    await rest();
    if (!is_wanted()) throw new Overtaken();
  };
  const refused = await refused_entries(store, query, breathe);
  if (words.length === 0) {
    ranking.hits = await list_entries(store, query, refused);
    ranking.count = ranking.hits.length;
    for (const { entry } of ranking.hits) ranking.members[entry] = 1;
    return ranking;
  }
  const matches = await mark_matches(store.count, words, breathe);
  const fields = store.router.fields.length;
  const strict = new Scores(store.count, fields);
  const is_wider = words.some((word) => word.near.length + word.fuzzy.length > 0);
  const wide = is_wider ? new Scores(store.count, fields) : strict;
  const terms = new Set<string>();
  for (const word of words) {
    for (const term of [...word.whole, ...word.parts]) {
      strict.add(term, word.fields, word.boost);
      if (is_wider) wide.add(term, word.fields, word.boost);
      terms.add(term.term);
    }
    for (const term of [...word.near, ...word.fuzzy]) {
      wide.add(term, word.fields, word.boost);
      terms.add(term.term);
    }
  }
  await strict.compute(breathe);
  if (is_wider) await wide.compute(breathe);
  ranking.terms = [...terms];
  const names = (found: readonly Postings[]): string[] => found.map(({ term }) => term);
  ranking.asked.words = words.map(({ whole, parts }) => ({ whole: names(whole), parts: names(parts) }));

  let all = 0;
  let required = 0;
  let complete = 0; // hits with every word
  words.forEach((word, w) => {
    all |= 1 << w;
    if (word.required) required |= 1 << w;
  });
  for (let entry = 0; entry < store.count; ++entry) {
    if (entry % step === 0 && is_over()) await breathe();
    if (refused.by_filter[entry] || refused.by_word[entry]) continue;
    const exactly = (matches.exact[entry] ?? 0) | 0;
    const near = exactly | (matches.near[entry] ?? 0);
    const any = near | (matches.fuzzy[entry] ?? 0);
    let tier = no_tier;
    if (any !== 0 && (any & required) === required) tier = exactly === all ? 0 : near === all ? 2 : any === all ? 4 : some_tier;
    if (tier === no_tier) continue;
    if (has_every_word(tier)) ++complete;
    ranking.members[entry] = 1;
    const in_title = ((matches.title[entry] ?? 0) | 0) === all;
    ranking.hits.push({ entry, tier, in_title, score: (tier === 0 ? strict : wide).score(entry) });
  }
  ranking.count = ranking.hits.length;
  if (is_over()) await breathe();
  if (words.length > 1 && complete < window_size && ranking.count > complete) {
    const is_in = (entry: number): boolean => !refused.by_filter[entry] && !refused.by_word[entry];
    const words_of = (entry: number, level: number): number =>
      is_in(entry) ? (matches.exact[entry] ?? 0) | (level > 0 ? (matches.near[entry] ?? 0) : 0) | (level > 1 ? (matches.fuzzy[entry] ?? 0) : 0) : 0;
    promote_pages(ranking.hits, await page_starts(store), all, words_of, (entry, level) => (level === 0 ? strict : wide).score(entry));
  }
  const weight = ({ tier, score }: RankedEntry): number => (is_page_tier(tier) ? page_share * score : score);
  ranking.hits = await best_of(ranking.hits, most_hits, breathe, (a, b) => {
    if (level_of(a.tier) !== level_of(b.tier)) return a.tier - b.tier;
    const difference = weight(b) - weight(a);
    if (difference !== 0) return difference;
    if (a.tier !== b.tier) return a.tier - b.tier;
    const scores = level_of(a.tier) === 0 ? strict : wide;
    return scores.rank(a.entry) - scores.rank(b.entry) || a.entry - b.entry;
  });
  return ranking;
}

async function page_starts(store: Store): Promise<Uint32Array> {
  const starts: number[] = [];
  await store.filter("is:page", (entry) => starts.push(entry));
  return Uint32Array.from(starts);
}

// Of a page that has every word, but no entry that has them all, the best entry stands for the page: the one with most words, then with
// the best score. `hits` are by entry.
function promote_pages(
  hits: readonly RankedEntry[],
  starts: Uint32Array,
  all: number,
  words_of: (entry: number, level: number) => number,
  score_of: (entry: number, level: number) => number,
): void {
  let p = 0;
  for (let i = 0; i < hits.length; ) {
    const first = hits[i]?.entry ?? 0;
    while (p + 1 < starts.length && (starts[p + 1] ?? 0) <= first) ++p;
    const end = starts[p + 1] ?? Infinity;
    const begin = i;
    let has_all = false;
    const words = [0, 0, 0]; // by level
    for (; i < hits.length && (hits[i]?.entry ?? 0) < end; ++i) {
      const { entry, tier } = hits[i] as RankedEntry;
      has_all ||= has_every_word(tier);
      words.forEach((bits, level) => (words[level] = bits | words_of(entry, level)));
    }
    const level = words.findIndex((bits) => (bits | 0) === all);
    if (has_all || level < 0) continue;
    let best: RankedEntry | undefined;
    let most = 0;
    let best_score = 0;
    for (let k = begin; k < i; ++k) {
      const hit = hits[k] as RankedEntry;
      const count = bit_count(words_of(hit.entry, level));
      const score = score_of(hit.entry, level);
      if (best && (count < most || (count === most && score <= best_score))) continue;
      best = hit;
      most = count;
      best_score = score;
    }
    if (!best) continue;
    best.tier = 2 * level + 1;
    best.score = best_score;
  }
}

// The first `most` in order. Putting them all in order takes long when a word is everywhere.
async function best_of<T>(all: T[], most: number, breathe: Breathe, compare: (a: T, b: T) => number): Promise<T[]> {
  let low = 0;
  let high = all.length - 1;
  while (all.length > most && low < high) {
    if (is_over()) await breathe();
    const pivot = all[(low + high) >> 1] as T;
    let i = low;
    let k = high;
    while (i <= k) {
      while (compare(all[i] as T, pivot) < 0) ++i;
      while (compare(all[k] as T, pivot) > 0) --k;
      if (i > k) break;
      [all[i], all[k]] = [all[k] as T, all[i] as T];
      ++i;
      --k;
    }
    if (most <= k) high = k;
    else if (most >= i) low = i;
    else break;
  }
  return all.slice(0, most).sort(compare);
}
