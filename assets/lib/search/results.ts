// From what is typed to rows of results. Dialog and results page differ only in where the rows stand; panels.ts is what stands beside.
import { make } from "../make";
import { find_marks, make_excerpt } from "./excerpt";
import { arrange_by_page, most_windows, window_size, type RankedEntry } from "./arrange";
import { rank_entries, type Ranking } from "./query";
import { is_over, pause, rest } from "./slices";
import { open_store, page_of, type Entry, type Store } from "./store";
import { t, tn } from "../strings";

const excerpt_length = 200;
const most_marked_words = 8;

let opening: Promise<Store> | undefined;
let opened_build = "";

export function store(): Promise<Store> {
  const { load, build } = window.loci;
  if (!opening || opened_build !== build) opening = open_store(load, build); // another build: live reload
  opened_build = build;
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
  windows: number; // of hits that they come from
}

// One search at a time: an answer that was overtaken by a newer question is dropped.
export class Searcher {
  private latest = 0;

  // At least so many rows, if there are, and of one note at most so many while there are others.
  constructor(
    private readonly enough_rows: number,
    private readonly most_of_a_page: number,
  ) {}

  async ask(query: string): Promise<Answer | undefined> {
    const turn = ++this.latest;
    const index = await store();
    if (turn !== this.latest) return undefined;
    let ranking: Ranking;
    try {
      ranking = await rank_entries(index, query, () => turn === this.latest);
    } catch (error) {
      if (turn !== this.latest) return undefined;
      throw error;
    }
    if (turn !== this.latest) return undefined;
    // A note with many hits leaves few rows of the first window: then the next ones fill up.
    const rows: Row[] = [];
    const more_of_a_page: Row[] = []; // when there is nothing else
    const counts = new Map<string, number>(); // of rows, by page
    let windows = 0;
    for (; windows < most_windows && rows.length < this.enough_rows && windows * window_size < ranking.hits.length; ++windows) {
      for (const row of await rows_of(ranking, windows * window_size, this.most_of_a_page)) {
        const page = page_of(row.entry.ref);
        const count = (counts.get(page) ?? 0) + 1;
        counts.set(page, count);
        (count <= this.most_of_a_page ? rows : more_of_a_page).push(row);
      }
      if (turn !== this.latest) return undefined;
    }
    rows.push(...more_of_a_page.slice(0, Math.max(this.enough_rows - rows.length, 0)));
    return { query, ranking, rows, windows };
  }

  cancel(): void {
    ++this.latest;
  }
}

// The window of hits that begins there, in the order in which they are shown.
export async function rows_of(ranking: Ranking, begin: number, most_of_a_page: number): Promise<Row[]> {
  const index = await store();
  const hits = ranking.hits.slice(begin, begin + window_size);
  const entries = await Promise.all(hits.map((hit) => index.entry(hit.entry)));
  const by_hit = new Map(hits.map((hit, i) => [hit, entries[i]]));
  return arrange_by_page(hits, entries, ranking.asked, most_of_a_page).flatMap((hit) => {
    const entry = by_hit.get(hit);
    return entry ? [{ hit, entry }] : [];
  });
}

function append_marked(parent: Element, text: string, marks: readonly (readonly [number, number])[]): void {
  let at = 0;
  for (const [begin, end] of marks) {
    parent.append(text.slice(at, begin), make("mark", "", text.slice(begin, end)));
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

const excerpt_patience = 200; // milliseconds: rows that the next key replaces load no text

// Runs what fills an excerpt when its place is in sight, one a task: several texts come with one file, and each costs milliseconds.
const fills = new WeakMap<Element, () => Promise<void>>();
let filling: Promise<unknown> = Promise.resolve();
const in_sight = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    const fill = fills.get(target);
    if (!isIntersecting || !fill) continue;
    in_sight.unobserve(target);
    // A row without an excerpt is still a result.
    filling = filling.then(pause).then(() => (target.isConnected ? fill() : undefined)).catch(() => undefined);
  }
});

function fill_in_sight(place: Element, fill: () => Promise<void>): void {
  fills.set(place, fill);
  setTimeout(() => {
    if (place.isConnected) in_sight.observe(place);
  }, excerpt_patience);
}

// The row's link: title and section, where it is, and an excerpt that comes when its text has been loaded. A card shows its question.
function make_row(row: Row, ranking: Ranking): HTMLAnchorElement {
  const { entry, hit } = row;
  const terms = new Set(ranking.terms);
  const words = new Set<string>();
  const marked = (parent: Element, text: string): void => {
    const marks = find_marks(text, terms);
    for (const [begin, end] of marks) words.add(text.slice(begin, end).toLowerCase());
    append_marked(parent, text, marks);
  };
  const arrow = (): HTMLElement => make("span", "search-arrow", " › ");
  const title = make("span", "search-title");
  if (entry.kind === "card") title.append(make("span", "search-kind", t("Card")), " ");
  marked(title, entry.title);
  if (entry.heading) {
    title.append(arrow());
    marked(title, entry.heading);
  }
  const crumb = make("span", "search-crumb", entry.breadcrumb);
  if (entry.kind === "card") crumb.append(entry.breadcrumb ? arrow() : "", entry.note);
  const excerpt = make("span", "search-excerpt");
  // A note may run the other way than its site; what is shown of it says so by its letters.
  title.dir = crumb.dir = excerpt.dir = "auto";
  const link = make("a", "search-hit", title);
  if (crumb.hasChildNodes()) link.append(crumb);
  link.append(excerpt);
  const set_href = (): void => {
    link.href = href_of(entry.ref, [...words].slice(0, most_marked_words));
  };
  set_href();
  fill_in_sight(excerpt, async () => {
    const text = await (await store()).text(hit.entry);
    const found = await make_excerpt(text, terms, excerpt_length);
    append_marked(excerpt, found.text, found.marks);
    for (const [begin, end] of found.marks) words.add(found.text.slice(begin, end).toLowerCase());
    set_href();
  });
  return link;
}

export async function make_rows(rows: readonly Row[], ranking: Ranking): Promise<HTMLAnchorElement[]> {
  const made: HTMLAnchorElement[] = [];
  for (const row of rows) {
    if (is_over()) await rest();
    made.push(make_row(row, ranking));
  }
  return made;
}

export const summary_of = ({ ranking }: Answer): string => (ranking.count === 0 ? t("No results") : tn("{n} result", "{n} results", ranking.count));

// Tells a screen reader what changed, once the reader stops typing: not at every key.
export class Announcer {
  readonly root = make("p", "visually-hidden");
  private timer = 0;

  constructor() {
    this.root.setAttribute("role", "status");
  }

  say(text: string): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.root.textContent = text), 800);
  }
}
