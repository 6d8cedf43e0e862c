// From what is typed to rows of results. Dialog and results page differ only in where the rows stand.
import { find_marks, make_excerpt } from "./excerpt";
import { analyse_text } from "./analysis";
import { arrange_by_page, rank_entries, window_size, type RankedEntry, type Ranking } from "./query";
import { open_store, type Entry, type Store } from "./store";

const excerpt_length = 200;
const most_marked_words = 8;

let opening: Promise<Store> | undefined;

function store(): Promise<Store> {
  const { load, build } = window.loci;
  opening ??= open_store(load, build);
  opening.catch(() => (opening = undefined)); // the next key tries again
  return opening;
}

export interface Row {
  hit: RankedEntry;
  entry: Entry;
}

export interface Answer {
  query: string;
  ranking: Ranking;
  rows: Row[]; // the first
}

const enough_rows = 8;
const most_windows = 3;

// One search at a time: an answer that was overtaken by a newer question is dropped.
export class Searcher {
  private latest = 0;

  // Of one note at most so many rows among a dozen hits.
  constructor(private readonly most_of_a_page: number) {}

  async ask(query: string): Promise<Answer | undefined> {
    const turn = ++this.latest;
    const index = await store();
    if (turn !== this.latest) return undefined;
    const ranking = await rank_entries(index, query);
    if (turn !== this.latest) return undefined;
    // A note with many hits leaves few rows of the first dozen: then the next ones fill up.
    const rows: Row[] = [];
    for (let w = 0; w < most_windows && rows.length < enough_rows && w * window_size < ranking.hits.length; ++w) {
      rows.push(...(await rows_of(ranking, w * window_size, this.most_of_a_page)));
      if (turn !== this.latest) return undefined;
    }
    return { query, ranking, rows };
  }

  cancel(): void {
    ++this.latest;
  }
}

// The dozen of hits that begins there, in the order in which they are shown.
export async function rows_of(ranking: Ranking, begin: number, most_of_a_page: number): Promise<Row[]> {
  const index = await store();
  const hits = ranking.hits.slice(begin, begin + window_size);
  const entries = await Promise.all(hits.map((hit) => index.entry(hit.entry)));
  const by_hit = new Map(hits.map((hit, i) => [hit, entries[i]]));
  return arrange_by_page(hits, entries, most_of_a_page).flatMap((hit) => {
    const entry = by_hit.get(hit);
    return entry ? [{ hit, entry }] : [];
  });
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  class_name = "",
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (class_name) made.className = class_name;
  made.append(...content);
  return made;
}

function append_marked(parent: Element, text: string, marks: readonly (readonly [number, number])[]): void {
  let at = 0;
  for (const [begin, end] of marks) {
    parent.append(text.slice(at, begin), element("mark", "", text.slice(begin, end)));
    at = end;
  }
  parent.append(text.slice(at));
}

// The address of an entry as seen from this page. The words go along, so that the page can mark them.
export function href_of(ref: string, words: readonly string[]): string {
  const hash = ref.indexOf("#");
  const path = (hash < 0 ? ref : ref.slice(0, hash)).split("/").map(encodeURIComponent).join("/");
  const marked = words.length > 0 ? `?h=${words.map(encodeURIComponent).join("+")}` : "";
  return window.loci.root + path + marked + (hash < 0 ? "" : `#${encodeURIComponent(ref.slice(hash + 1))}`);
}

// The row's link: title and section, where it is, and an excerpt that comes when its text has been loaded.
export function make_row(row: Row, ranking: Ranking): HTMLAnchorElement {
  const { entry, hit } = row;
  const terms = new Set(ranking.terms);
  const words = new Set<string>();
  const marked = (parent: Element, text: string): void => {
    const marks = find_marks(text, terms);
    for (const [begin, end] of marks) words.add(text.slice(begin, end).toLowerCase());
    append_marked(parent, text, marks);
  };
  const title = element("span", "search-title");
  marked(title, entry.title);
  if (entry.heading) {
    title.append(element("span", "search-arrow", " › "));
    marked(title, entry.heading);
  }
  const excerpt = element("span", "search-excerpt");
  const link = element("a", "search-hit", title);
  if (entry.breadcrumb) link.append(element("span", "search-crumb", entry.breadcrumb));
  link.append(excerpt);
  const set_href = (): void => {
    link.href = href_of(entry.ref, [...words].slice(0, most_marked_words));
  };
  set_href();
  void store()
    .then((index) => index.text(hit.entry))
    .then((text) => {
      if (text === "") excerpt.remove();
      const found = make_excerpt(text, terms, excerpt_length);
      append_marked(excerpt, found.text, found.marks);
      for (const [begin, end] of found.marks) words.add(found.text.slice(begin, end).toLowerCase());
      set_href();
    })
    .catch(() => undefined); // a row without an excerpt is still a result
  return link;
}

export function summary_of(answer: Answer): string {
  const { count } = answer.ranking;
  if (count === 0) return "No results";
  if (count === 1) return "1 result";
  return count > answer.rows.length ? `${answer.rows.length} of ${count} results` : `${count} results`;
}

// What to say about words that are in no note: the words tried instead, or that there are none.
export function corrections_note(answer: Answer, ask: (query: string) => void): HTMLElement | undefined {
  const { corrections, hits } = answer.ranking;
  if (corrections.length === 0 && hits.length > 0) return undefined;
  const note = element("div", "search-note");
  for (const { word, instead } of corrections) {
    const line = element("p", "", `No note has “${word}”. `);
    if (instead.length > 0) {
      line.append("Did you mean ");
      instead.forEach((other, i) => {
        const button = element("button", "search-suggestion", other);
        button.type = "button";
        button.addEventListener("click", () => ask(replace_word(answer.query, word, other)));
        line.append(i === 0 ? "" : i + 1 < instead.length ? ", " : " or ", button);
      });
      line.append("?");
    }
    note.append(line);
  }
  if (hits.length === 0) {
    if (corrections.length === 0) note.append(element("p", "", "No note has all of that."));
    note.append(element("p", "search-tip", "Try fewer words or another form of one. Quotes, + and - are strict: leave them out to find more."));
  }
  return note;
}

// The same query with one word replaced, wherever it stands and however it is written.
function replace_word(query: string, word: string, other: string): string {
  const place = analyse_text(query).find((term) => term.surface === word);
  return place ? `${query.slice(0, place.begin)}${other}${query.slice(place.end)}` : other;
}
