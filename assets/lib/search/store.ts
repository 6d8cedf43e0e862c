// The index as the page has it: shards that are loaded when a query needs them. Their layout is described at the top of
// generator/search/shards.cc.

export interface Router {
  build: string;
  count: number; // entries
  fields: string[];
  first: string[]; // first key of each shard of terms
  terms: string; // eight digits of hash a shard
  entries: string; // and a chunk of entries
  words: string;
}

// A term: entries in ascending order, the mask of fields each matches in, and a weight for each field of each.
export interface Postings {
  term: string;
  number: number; // lunr's _index
  documents: Uint32Array;
  masks: Uint8Array;
  weights: number[]; // by document, then field
}

export interface Entry {
  ref: string;
  title: string;
  heading: string;
  breadcrumb: string;
}

type Record = [key: string, number: number, places: number[], weights?: number[]];
type Shard = Record[];

interface Chunk {
  texts: (number | string)[]; // first entry and hash, in turn
  entries: [string, string, string, string][];
}

export type Load = (name: string, file: string) => Promise<unknown>;

export const title_field = 0;
const body_field = 3;
const entries_in_chunk = 64;
const hash_length = 8;

export const page_of = (ref: string): string => ref.split("#", 1)[0] ?? ref;

// A file changes its name when it changes its bytes, so only the router can be out of date: it is asked for by the page's build.
export async function open_store(load: Load, build: string): Promise<Store> {
  const router = (await load("search/router", `search/router.js?v=${encodeURIComponent(build)}`)) as Router;
  return new Store(router, load);
}

export class Store {
  private readonly shards = new Map<number, Promise<Shard>>();
  private readonly decoded = new Map<string, Postings>();

  constructor(
    readonly router: Router,
    private readonly load: Load,
  ) {}

  get count(): number {
    return this.router.count;
  }

  // The shard that holds the key if any does.
  shard_of(key: string): number {
    const first = this.router.first;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (key < (first[middle] ?? "")) high = middle;
      else low = middle + 1;
    }
    return Math.max(low - 1, 0);
  }

  private shard(number: number): Promise<Shard> {
    let loading = this.shards.get(number);
    if (!loading) {
      loading = this.file(`search/t${number}`, this.router.terms, number) as Promise<Shard>;
      loading.catch(() => this.shards.delete(number));
      this.shards.set(number, loading);
    }
    return loading;
  }

  private file(name: string, hashes: string, number: number): Promise<unknown> {
    return this.load(name, `${name}.${hashes.slice(number * hash_length, (number + 1) * hash_length)}.js`);
  }

  private async record(key: string): Promise<Record | undefined> {
    if (this.router.first.length === 0) return undefined;
    const shard = await this.shard(this.shard_of(key));
    let low = 0;
    let high = shard.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shard[middle]?.[0] ?? "") < key) low = middle + 1;
      else high = middle;
    }
    const record = shard[low];
    return record && record[0] === key ? record : undefined;
  }

  async term(term: string): Promise<Postings | undefined> {
    if (term === "") return undefined;
    const record = await this.record(term);
    return record && record[1] >= 0 ? this.decode(record) : undefined;
  }

  // The terms that begin so, of at most so many shards.
  async prefixed(prefix: string, most_shards: number): Promise<Postings[]> {
    const first = this.shard_of(prefix);
    const numbers: number[] = [];
    for (let s = first; s < Math.min(first + most_shards, this.router.first.length); ++s) {
      if (s === first || (this.router.first[s] ?? "").startsWith(prefix)) numbers.push(s);
    }
    const found: Postings[] = [];
    for (const shard of await Promise.all(numbers.map((number) => this.shard(number)))) {
      for (const record of shard) {
        if (record[1] >= 0 && record[0].startsWith(prefix)) found.push(this.decode(record));
      }
    }
    return found;
  }

  // Calls `each` for the entries of "tag:sql" or "in:databases".
  async filter(name: string, each: (entry: number) => void): Promise<void> {
    const record = await this.record(name);
    if (!record || record[1] >= 0) return;
    let at = 0;
    for (let i = 0; i + 1 < record[2].length; i += 2) {
      at += record[2][i] ?? 0;
      for (let count = record[2][i + 1] ?? 0; count > 0; --count) each(at++);
    }
  }

  private decode(record: Record): Postings {
    const known = this.decoded.get(record[0]);
    if (known) return known;
    const places = record[2];
    const documents: number[] = [];
    const masks: number[] = [];
    let document = 0;
    for (let i = 0; i < places.length; ++i) {
      const place = places[i] ?? 0;
      document += Math.floor(place / 2);
      documents.push(document);
      masks.push(place % 2 === 0 ? 1 << body_field : (places[++i] ?? 0));
    }
    const postings: Postings = {
      term: record[0],
      number: record[1],
      documents: Uint32Array.from(documents),
      masks: Uint8Array.from(masks),
      weights: (record[3] ?? []).map((thousandths) => thousandths / 1000),
    };
    this.decoded.set(record[0], postings);
    return postings;
  }

  private async chunk(entry: number): Promise<Chunk> {
    const number = Math.floor(entry / entries_in_chunk);
    return (await this.file(`search/d${number}`, this.router.entries, number)) as Chunk;
  }

  async entry(number: number): Promise<Entry> {
    const chunk = await this.chunk(number);
    const [ref = "", title = "", heading = "", breadcrumb = ""] = chunk.entries[number % entries_in_chunk] ?? [];
    return { ref, title, heading, breadcrumb };
  }

  async text(number: number): Promise<string> {
    const { texts } = await this.chunk(number);
    let i = texts.length - 2;
    while (i > 0 && Number(texts[i]) > number) i -= 2;
    const first = Number(texts[i]);
    const bodies = (await this.load(`search/x${first}`, `search/x${first}.${String(texts[i + 1])}.js`)) as string[];
    return bodies[number - first] ?? "";
  }

  // Words for suggestions, the most frequent first: term and what to show of it.
  async words(): Promise<[term: string, surface: string][]> {
    const text = (await this.load("search/words", `search/words.${this.router.words}.js`)) as string;
    return text.split(" ").map((word) => {
      const [term = "", surface = term] = word.split(":");
      return [term, surface];
    });
  }
}
