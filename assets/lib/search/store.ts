// The index as the page has it: shards that are loaded when a query needs them. Their layout is described at the top of
// generator/search/shards.cc.
import { chunk_with, file_with, hash_of, row_of, text_of, type Chunk, type Load } from "../shards";
import { Digits } from "./digits";
import { read_places, type Places } from "./places";
import { is_over, pause, rest } from "./slices";

export interface Router {
  build: string;
  count: number; // entries
  fields: string[];
  first: string[]; // first key of each shard of terms
  vocabulary: string[]; // and of each file of the vocabulary
  popular: [name: string, label: string, pages: number][]; // tags, then folders, most frequent first; no label: the name says it
  hashes: Record<"t" | "p" | "v" | "d" | "words", string>; // six digits a file
}

// A term: entries in ascending order, the mask of fields each matches in, and a weight for each field of each.
export interface Postings {
  term: string;
  number: number; // lunr's _index
  documents: Uint32Array;
  masks: Uint8Array;
  weights: number[]; // by document, then field
}

export type EntryKind = "page" | "section" | "card";

export interface Entry {
  ref: string; // "databases/mvcc.html#how-it-works"
  kind: EntryKind;
  title: string; // of the note; of a card: its question
  heading: string; // of a section
  breadcrumb: string; // the note's section of the site: "Databases"
  note: string; // the note's title
}

// Where one term stands. The places of a field of an entry are those from begin_of(find(…)) to end_of(find(…)).
export class TermPlaces {
  private readonly first_posting: Uint32Array; // of each document

  constructor(
    readonly postings: Postings,
    readonly places: Places,
  ) {
    const { documents, masks } = postings;
    this.first_posting = new Uint32Array(documents.length);
    for (let i = 0, posting = 0; i < documents.length; ++i) {
      this.first_posting[i] = posting;
      for (let mask = masks[i] ?? 0; mask !== 0; mask &= mask - 1) ++posting;
    }
  }

  // The posting's number; -1: there is none.
  find(document: number, field: number): number {
    const { documents, masks } = this.postings;
    let low = 0;
    let high = documents.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((documents[middle] ?? 0) < document) low = middle + 1;
      else high = middle;
    }
    const mask = masks[low] ?? 0;
    if (documents[low] !== document || (mask & (1 << field)) === 0) return -1;
    let posting = this.first_posting[low] ?? 0;
    for (let below = mask & ((1 << field) - 1); below !== 0; below &= below - 1) ++posting;
    return posting;
  }

  begin_of(posting: number): number {
    return posting < 0 ? 0 : (this.places.starts[posting] ?? 0);
  }

  end_of(posting: number): number {
    return posting < 0 ? 0 : (this.places.starts[posting + 1] ?? 0);
  }
}

// Of a term and of a filter: generator/search/term_rows.h and shards.cc.
type Row = [key: string, number: number, entries: string, weights_or_label?: number[] | string, codes?: string];
type Shard = Row[];

export const title_field = 0;
const body_field = 3;
const records_in_step = 32;
const slice_of_words = 4000; // characters: some hundred words
const shards_in_place_file = 4;

const label_of = (name: string): string => name.slice(name.indexOf(":") + 1);

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
    return Math.max(file_with(this.router.first, key), 0);
  }

  private shard(number: number): Promise<Shard> {
    let loading = this.shards.get(number);
    if (!loading) {
      loading = this.file("t", number) as Promise<Shard>;
      loading.catch(() => this.shards.delete(number));
      this.shards.set(number, loading);
    }
    return loading;
  }

  private file(letter: "t" | "p" | "v" | "d", number: number): Promise<unknown> {
    const name = `search/${letter}${number}`;
    return this.load(name, `${name}.${hash_of(this.router.hashes[letter], number)}.js`);
  }

  private async record(key: string): Promise<Row | undefined> {
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
    if (is_over()) await rest();
    return record && record[1] >= 0 ? this.decode(record) : undefined;
  }

  // Where a term stands in the entries that have it.
  async places(postings: Postings): Promise<TermPlaces> {
    const number = this.shard_of(postings.term);
    const shard = await this.shard(number);
    const group = Math.floor(number / shards_in_place_file);
    const texts = ((await this.file("p", group)) as string[][])[number - group * shards_in_place_file] ?? [];
    // Filters stand among the terms and have no places.
    const row = shard.filter((record) => record[1] >= 0).findIndex((record) => record[0] === postings.term);
    return new TermPlaces(postings, await read_places(texts[row] ?? "", postings.weights.length));
  }

  // Calls `each` for the terms that begin with the key, in order; how frequent each is, and the words it comes from.
  async vocabulary(key: string, each: (bucket: number, term: string, surfaces: readonly string[]) => void): Promise<void> {
    const first = this.router.vocabulary;
    for (let v = 0; v < first.length; ++v) {
      const begins = first[v] ?? "";
      const follows = first[v + 1];
      // Neither wholly before the terms with the key nor behind them.
      if (follows !== undefined && follows <= key) continue;
      if (begins > key && !begins.startsWith(key)) break;
      const records = ((await this.file("v", v)) as string).split(" ");
      for (const [i, record] of records.entries()) {
        if (i % records_in_step === 0 && is_over()) await rest();
        if (!record.startsWith(key, 1)) continue;
        const [term, surfaces] = read_record(record.slice(1));
        each(record.charCodeAt(0) - 97, term, surfaces);
      }
    }
  }

  // The terms that begin so, of at most so many shards.
  async prefixed(prefix: string, most_shards: number): Promise<Postings[]> {
    const found: Postings[] = [];
    for (const shard of await this.shards_from(prefix, most_shards)) {
      for (const record of shard) {
        if (record[1] < 0 || !record[0].startsWith(prefix)) continue;
        if (is_over()) await rest();
        found.push(this.decode(record));
      }
    }
    return found;
  }

  private shards_from(prefix: string, most_shards: number): Promise<Shard[]> {
    const first = this.shard_of(prefix);
    const numbers: number[] = [];
    for (let s = first; s < Math.min(first + most_shards, this.router.first.length); ++s) {
      if (s === first || (this.router.first[s] ?? "").startsWith(prefix)) numbers.push(s);
    }
    return Promise.all(numbers.map((number) => this.shard(number)));
  }

  // How many shards the keys that begin so may stand in.
  shards_of(prefix: string): number {
    const first = this.shard_of(prefix);
    let last = first;
    while ((this.router.first[last + 1] ?? "").startsWith(prefix)) ++last;
    return last - first + 1;
  }

  // The tags and folders of most pages; the count is of pages.
  popular(): { name: string; label: string; count: number }[] {
    return this.router.popular.map(([name, label, count]) => ({ name, label: label || label_of(name), count }));
  }

  // The filters that begin so ("tag:"), of at most so many shards, with how many entries each has.
  async filters(prefix: string, most_shards: number): Promise<{ name: string; label: string; count: number }[]> {
    const found: { name: string; label: string; count: number }[] = [];
    for (const shard of await this.shards_from(prefix, most_shards)) {
      for (const [name, number, runs, label] of shard) {
        if (number >= 0 || !name.startsWith(prefix)) continue;
        let count = 0;
        for (const digits = new Digits(runs); !digits.is_done; count += digits.next()) digits.next();
        found.push({ name, label: typeof label === "string" ? label : label_of(name), count });
      }
    }
    return found;
  }

  // Calls `each` for the entries of "tag:sql" or "in:databases".
  async filter(name: string, each: (entry: number) => void): Promise<void> {
    const record = await this.record(name);
    if (!record || record[1] >= 0) return;
    let at = 0;
    for (const digits = new Digits(record[2]); !digits.is_done; ) {
      at += digits.next();
      for (let count = digits.next(); count > 0; --count) each(at++);
    }
  }

  private decode(record: Row): Postings {
    const known = this.decoded.get(record[0]);
    if (known) return known;
    const documents: number[] = [];
    const masks: number[] = [];
    let document = 0;
    for (const digits = new Digits(record[2]); !digits.is_done; ) {
      const place = digits.next();
      document += Math.floor(place / 2);
      documents.push(document);
      masks.push(place % 2 === 0 ? 1 << body_field : digits.next());
    }
    const postings: Postings = {
      term: record[0],
      number: record[1],
      documents: Uint32Array.from(documents),
      masks: Uint8Array.from(masks),
      weights: weights_of(record, masks),
    };
    this.decoded.set(record[0], postings);
    return postings;
  }

  private async chunk(entry: number): Promise<Chunk> {
    return (await this.file("d", chunk_with(entry))) as Chunk;
  }

  async entry(number: number): Promise<Entry> {
    const [ref = "", title = "", heading = "", breadcrumb = "", note] = row_of(await this.chunk(number), number) ?? [];
    const kind = note !== undefined ? "card" : ref.includes("#") ? "section" : "page";
    return { ref, kind, title, heading, breadcrumb, note: note ?? title };
  }

  async text(number: number): Promise<string> {
    return text_of(this.load, await this.chunk(number), number);
  }

  // Words for suggestions, the most frequent first: terms and the words they come from. Records are read in slices, with a pause after
  // each, until `take` has had enough.
  async words(take: (words: [term: string, surfaces: string[]][]) => boolean): Promise<void> {
    const text = (await this.load("search/words", `search/words.${this.router.hashes.words}.js`)) as string;
    for (let at = 0; at < text.length; ) {
      const blank = text.indexOf(" ", at + slice_of_words);
      const end = blank < 0 ? text.length : blank;
      if (!take(text.slice(at, end).split(" ").map(read_record))) return;
      at = end + 1;
      await pause();
    }
  }
}

// By document, then field; a row has them by field, then document.
function weights_of([, , , thousandths, codes]: Row, masks: readonly number[]): number[] {
  const values = Array.isArray(thousandths) ? thousandths.map((each) => each / 1000) : [];
  const digits = codes === undefined ? undefined : new Digits(codes);
  let at = 0;
  const next = (): number => values[digits ? digits.next() : at++] ?? 0;
  const places: number[] = []; // where the next weight of each document stands
  let count = 0;
  for (const mask of masks) {
    places.push(count);
    for (let rest = mask; rest !== 0; rest &= rest - 1) ++count;
  }
  const weights = new Array<number>(count).fill(0);
  for (let field = 0; field <= body_field; ++field) {
    masks.forEach((mask, i) => {
      if ((mask & (1 << field)) === 0) return;
      const place = places[i] ?? 0;
      weights[place] = next();
      places[i] = place + 1;
    });
  }
  return weights;
}

// "configur,e,ed": what follows a comma is added to the term, or stands whole behind '='.
function read_record(record: string): [term: string, surfaces: string[]] {
  const [term = "", ...rest] = record.split(",");
  return [term, rest.length === 0 ? [term] : rest.map((end) => (end.startsWith("=") ? end.slice(1) : term + end))];
}
