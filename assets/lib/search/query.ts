// Which entries answer a query, best first; twin of generator/search/query.cc, whose header describes the plan. Here the terms come
// from shards, so finding them waits; what follows is the same arithmetic.
import { parse_query, empty_word, type ParsedQuery, type QueryWord } from "./parse_query";
import { similar_words } from "./spelling";
import { page_of, title_field, type Postings, type Store } from "./store";

export interface RankedEntry {
  entry: number;
  tier: number;
  in_title: boolean;
  score: number;
}

export interface Correction {
  word: string;
  instead: string[];
}

export interface Ranking {
  hits: RankedEntry[];
  terms: string[]; // that matched: for marking
  corrections: Correction[];
}

const most_prefix_shards = 4;
const most_prefix_terms = 24;
export const window_size = 12;
export const most_of_a_page = 3;

const endings = (
  "ability able al alism ality ance ant ate ation ational ator ed ement ence ent er es ible ical ies ing ings ism ity " +
  "ively iveness ize ly ment ousness"
).split(" ");

interface Expanded {
  whole: Postings[];
  parts: Postings[];
  near: Postings[];
  fuzzy: Postings[];
  required: boolean;
}

const is_empty = (word: Expanded): boolean =>
  word.whole.length + word.parts.length + word.near.length + word.fuzzy.length === 0;

async function exact(store: Store, word: QueryWord): Promise<Expanded> {
  const [whole, ...parts] = await Promise.all([word.whole, ...word.parts].map((term) => store.term(term)));
  const found = parts.filter((part) => part !== undefined);
  return {
    whole: whole ? [whole] : [],
    parts: found.length === parts.length ? found : [],
    near: [],
    fuzzy: [],
    required: word.required,
  };
}

const by_frequency = (a: Postings, b: Postings): number => b.weights.length - a.weights.length;

async function add_prefixes(store: Store, prefix: string, word: Expanded): Promise<void> {
  if (prefix === "" || (prefix.length === 1 && prefix < "\x80")) return;
  const terms = (await store.prefixed(prefix, most_prefix_shards)).filter((term) => term !== word.whole[0]);
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
  if (word.typing) await add_prefixes(store, word.whole_surface, expanded);
  if (is_empty(expanded) && word.parts.length > 1) {
    const result: Expanded[] = [];
    for (const [i, part] of word.parts.entries()) {
      const inner = empty_word();
      inner.whole = part;
      inner.whole_surface = word.part_surfaces[i] ?? part;
      inner.typing = word.typing && i + 1 === word.parts.length;
      inner.required = word.required;
      result.push(...(await expand(store, inner, corrections)));
    }
    return result;
  }
  if (is_empty(expanded)) await add_shortened(store, word.whole_surface, expanded);
  if (is_empty(expanded)) {
    const instead: string[] = [];
    if (/^[a-z]{4,}$/.test(word.whole_surface)) {
      for (const [term, surface] of similar_words(await store.words(), word.whole_surface, word.whole)) {
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
  private readonly boosts = new Map<Postings, number>();
  private magnitude = 1;

  constructor(
    count: number,
    private readonly fields: number,
  ) {
    this.sums = new Float64Array(count * fields);
    this.masks = new Uint8Array(count);
    this.orders = new Uint16Array(count);
    this.ranks = new Uint32Array(count);
  }

  add(term: Postings): void {
    this.boosts.set(term, (this.boosts.get(term) ?? 0) + 1);
  }

  compute(): void {
    let t = 0;
    for (const { documents, masks } of this.boosts.keys()) {
      for (let i = 0; i < documents.length; ++i) {
        const document = documents[i] ?? 0;
        let seen = this.masks[document] ?? 0;
        const mask = masks[i] ?? 0;
        for (let field = 0; field < this.fields; ++field) {
          if ((mask & ~seen & (1 << field)) === 0) continue;
          if (seen === 0) this.ranks[document] = t * 8 + field;
          this.orders[document] = (this.orders[document] ?? 0) | (field << (4 * bit_count(seen)));
          seen |= 1 << field;
        }
        this.masks[document] = seen;
      }
      ++t;
    }
    const by_number = [...this.boosts].sort(([a], [b]) => a.number - b.number);
    let squares = 0;
    for (const [{ documents, masks, weights }, boost] of by_number) {
      squares += boost * boost;
      let w = 0;
      for (let i = 0; i < documents.length; ++i) {
        const first = (documents[i] ?? 0) * this.fields;
        const mask = masks[i] ?? 0;
        for (let field = 0; field < this.fields; ++field) {
          if ((mask & (1 << field)) !== 0) this.sums[first + field] = (this.sums[first + field] ?? 0) + boost * (weights[w++] ?? 0);
        }
      }
    }
    this.magnitude = Math.sqrt(squares);
  }

  score(document: number): number {
    const order = this.orders[document] ?? 0;
    let total = 0;
    for (let k = 0, n = bit_count(this.masks[document] ?? 0); k < n; ++k) {
      const part = (this.sums[document * this.fields + ((order >> (4 * k)) & 15)] ?? 0) / this.magnitude;
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

function mark_matches(count: number, words: readonly Expanded[]): Matches {
  const matches: Matches = {
    exact: new Uint32Array(count),
    near: new Uint32Array(count),
    fuzzy: new Uint32Array(count),
    title: new Uint32Array(count),
  };
  const mark = (terms: readonly Postings[], kind: Uint32Array, bit: number): void => {
    for (const { documents, masks } of terms) {
      for (let i = 0; i < documents.length; ++i) {
        const document = documents[i] ?? 0;
        kind[document] = (kind[document] ?? 0) | bit;
        if (((masks[i] ?? 0) & (1 << title_field)) !== 0) matches.title[document] = (matches.title[document] ?? 0) | bit;
      }
    }
  };
  words.forEach((word, w) => {
    const bit = 1 << w;
    mark(word.whole, matches.exact, bit);
    mark(word.near, matches.near, bit);
    mark(word.fuzzy, matches.fuzzy, bit);
    if (word.parts.length === 0) return;
    const anywhere = new Uint8Array(count);
    const title = new Uint8Array(count);
    word.parts.forEach(({ documents, masks }, part) => {
      for (let i = 0; i < documents.length; ++i) {
        const document = documents[i] ?? 0;
        if (anywhere[document] === part) anywhere[document] = part + 1;
        if (((masks[i] ?? 0) & (1 << title_field)) !== 0 && title[document] === part) title[document] = part + 1;
      }
    });
    for (let document = 0; document < count; ++document) {
      if (anywhere[document] === word.parts.length) matches.exact[document] = (matches.exact[document] ?? 0) | bit;
      if (title[document] === word.parts.length) matches.title[document] = (matches.title[document] ?? 0) | bit;
    }
  });
  return matches;
}

// What filters and excluded words refuse: 1 for each such entry.
async function refused_entries(store: Store, query: ParsedQuery): Promise<Uint8Array> {
  const refused = new Uint8Array(store.count);
  for (const name of query.filters) {
    const others = new Uint8Array(store.count).fill(1);
    await store.filter(name, (entry) => (others[entry] = 0));
    others.forEach((other, entry) => {
      if (other) refused[entry] = 1;
    });
  }
  for (const name of query.excluded_filters) await store.filter(name, (entry) => (refused[entry] = 1));
  for (const word of query.excluded) {
    mark_matches(store.count, [await exact(store, word)]).exact.forEach((bits, entry) => {
      if (bits !== 0) refused[entry] = 1;
    });
  }
  return refused;
}

const no_tier = 255;

export async function rank_entries(store: Store, text: string): Promise<Ranking> {
  const query = parse_query(text);
  const ranking: Ranking = { hits: [], terms: [], corrections: [] };
  const found = await Promise.all(
    query.words.map(async (word) => {
      const corrections: Correction[] = [];
      return { words: await expand(store, word, corrections), corrections };
    }),
  );
  const words = found.flatMap((each) => each.words).slice(0, 32);
  ranking.corrections = found.flatMap((each) => each.corrections);
  const refused = await refused_entries(store, query);

  if (words.length === 0) {
    if (query.filters.length === 0) return ranking;
    refused.forEach((no, entry) => {
      if (!no) ranking.hits.push({ entry, tier: 0, in_title: true, score: 0 });
    });
    return ranking;
  }

  const matches = mark_matches(store.count, words);
  const fields = store.router.fields.length;
  const strict = new Scores(store.count, fields);
  const is_wider = words.some((word) => word.near.length + word.fuzzy.length > 0);
  const wide = is_wider ? new Scores(store.count, fields) : strict;
  const terms = new Set<string>();
  for (const word of words) {
    for (const term of [...word.whole, ...word.parts]) {
      strict.add(term);
      if (is_wider) wide.add(term);
      terms.add(term.term);
    }
    for (const term of [...word.near, ...word.fuzzy]) {
      wide.add(term);
      terms.add(term.term);
    }
  }
  strict.compute();
  if (is_wider) wide.compute();
  ranking.terms = [...terms];

  let all = 0;
  let required = 0;
  words.forEach((word, w) => {
    all |= 1 << w;
    if (word.required) required |= 1 << w;
  });
  for (let entry = 0; entry < store.count; ++entry) {
    if (refused[entry]) continue;
    const exactly = (matches.exact[entry] ?? 0) | 0;
    const near = exactly | (matches.near[entry] ?? 0);
    const any = near | (matches.fuzzy[entry] ?? 0);
    let tier = no_tier;
    if (any !== 0 && (any & required) === required) tier = exactly === all ? 0 : near === all ? 1 : any === all ? 2 : 3;
    if (tier === no_tier) continue;
    const in_title = ((matches.title[entry] ?? 0) | 0) === all;
    ranking.hits.push({ entry, tier, in_title, score: (tier === 0 ? strict : wide).score(entry) });
  }
  ranking.hits.sort((a, b) => {
    if (a.tier !== b.tier) return a.tier - b.tier;
    if (a.score !== b.score) return b.score - a.score;
    const scores = a.tier === 0 ? strict : wide;
    return scores.rank(a.entry) - scores.rank(b.entry) || a.entry - b.entry;
  });
  return ranking;
}

// One dozen of hits in the order in which they are shown: those of one page together. `refs` is parallel to `hits`.
export function arrange_by_page(hits: readonly RankedEntry[], refs: readonly string[], most = most_of_a_page): RankedEntry[] {
  const taken = new Set<number>();
  const arranged: RankedEntry[] = [];
  hits.forEach((hit, i) => {
    if (taken.has(i)) return;
    const page = page_of(refs[i] ?? "");
    const group: RankedEntry[] = [];
    for (let k = i; k < hits.length; ++k) {
      const other = hits[k];
      const ref = refs[k] ?? "";
      if (!other || taken.has(k) || other.tier !== hit.tier || page_of(ref) !== page) continue;
      taken.add(k);
      if (other.in_title && ref === page) group.unshift(other);
      else group.push(other);
    }
    arranged.push(...group.slice(0, most));
  });
  return arranged;
}
