// What stands above the results or instead of them: chips that narrow, corrections, what to try, how to ask, and what went wrong.
import { make } from "../make";
import { analyse_text } from "./analysis";
import { filters_of, filter_text, loosely, with_filter, without_filter } from "./filters";
import { facets, popular_filters, type Facet } from "./facets";
import { parse_query } from "./parse_query";
import { store, type Answer } from "./results";
import { english, number_text, t } from "../strings";

export type Ask = (query: string) => void;

export function button(class_name: string, text: string, run: () => void): HTMLButtonElement {
  const made = make("button", class_name, text);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}

function chip(facet: Facet, pressed: boolean, run: () => void): HTMLButtonElement {
  const text = filter_text(facet.name, facet.label);
  const made = button("search-chip", text, run);
  made.setAttribute("aria-pressed", String(pressed));
  made.append(" ", make("span", "search-chip-count", pressed ? "×" : facet.count > 0 ? number_text(facet.count) : ""));
  return made;
}

const most_chips = 8;

// The filters of the query, and the tags and folders that would narrow what it found.
export class Chips {
  readonly root = make("div", "search-chips");
  private turn = 0;

  // `typed` is what stands in the box: a chip means that, even when its results are not there yet.
  constructor(
    private readonly ask: Ask,
    private readonly typed: () => string,
  ) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", t("Narrow the results"));
    this.root.hidden = true;
  }

  clear(): void {
    ++this.turn;
    this.root.replaceChildren();
    this.root.hidden = true;
  }

  private active(query: string): HTMLButtonElement[] {
    return filters_of(query).map((name) =>
      chip({ name, label: name.slice(name.indexOf(":") + 1), count: 0 }, true, () => this.ask(without_filter(this.typed(), name))),
    );
  }

  // What is asked for stands there at once; what may be asked comes later, in the room that is kept for it.
  async show({ query, ranking }: Answer, patience: number): Promise<void> {
    const turn = ++this.turn;
    const narrows = ranking.count > 1;
    const kept = narrows ? [...this.root.querySelectorAll('[aria-pressed="false"]')] : [];
    const active = this.active(query);
    this.root.replaceChildren(...active, ...kept);
    this.root.hidden = active.length === 0 && !narrows;
    if (!narrows) return;
    await new Promise((resolve) => setTimeout(resolve, patience));
    if (turn !== this.turn) return;
    const index = await store();
    const asked = new Set(filters_of(query));
    const found: Facet[] = [];
    for (const kind of ["tag:", "in:"]) {
      for (const facet of await facets(index, kind, ranking.members, most_chips)) {
        if (!asked.has(facet.name) && facet.count < ranking.count) found.push(facet);
      }
      if (turn !== this.turn) return;
    }
    const shown = found.sort((a, b) => b.count - a.count).slice(0, most_chips);
    this.root.replaceChildren(...active, ...shown.map((facet) => chip(facet, false, () => this.ask(with_filter(this.typed(), facet.name)))));
    this.root.hidden = this.root.childElementCount === 0;
  }
}

// The same query with one word replaced, wherever it stands and however it is written.
function replace_word(query: string, word: string, other: string): string {
  const place = analyse_text(query).find((term) => term.surface === word);
  return place ? `${query.slice(0, place.begin)}${other}${query.slice(place.end)}` : other;
}

// What to say about words that are in no note: what was looked for instead, or that nothing is near.
export function corrections_note({ query, ranking }: Answer, ask: Ask): HTMLElement | undefined {
  const { corrections, count } = ranking;
  if (corrections.length === 0) return undefined;
  const note = make("div", "search-note");
  for (const { word, instead } of corrections) {
    const line = make("p", "", `${t("No note has “{word}”.", { word })} `);
    instead.forEach((other, i) => {
      line.append(
        i === 0 ? `${count > 0 ? t("Shown instead:") : t("Did you mean")} ` : i + 1 < instead.length ? ", " : ` ${t("or")} `,
        button("search-suggestion", other, () => ask(replace_word(query, word, other))),
      );
    });
    if (instead.length > 0) line.append(count > 0 ? "" : "?");
    note.append(line);
  }
  return note;
}

// When nothing was found: what the query can do without, then what the site is about and how to ask.
export function nothing_found({ query, ranking }: Answer, ask: Ask): HTMLElement[] {
  const note = make("div", "search-note");
  const ways = make("p", "search-choices");
  for (const name of filters_of(query)) {
    const [text, rest] = [filter_text(name), without_filter(query, name)];
    if (rest !== "") ways.append(button("search-suggestion", t("Look beyond {filter}", { filter: text }), () => ask(rest)), " ");
  }
  const loose = loosely(query);
  // Words that are nowhere are not found loosely either.
  const is_nowhere = (word: string): boolean => ranking.corrections.some((correction) => correction.word === word && correction.instead.length === 0);
  const is_hopeless = parse_query(loose).words.every(({ whole_surface }) => is_nowhere(whole_surface));
  if (loose !== "" && loose !== query.trim() && !is_hopeless) ways.append(button("search-suggestion", t("Any of: {words}", { words: loose }), () => ask(loose)));
  if (ranking.corrections.length === 0) note.append(make("p", "", t("No note has all of that.")));
  note.append(make("p", "search-tip", t("Try fewer words, or another form of one.")));
  if (ways.childElementCount > 0) note.append(ways);
  return [note, popular_panel(t("Or look through"), ask), how_to_ask(ask)];
}

// The site's frequent tags and folders, which come when the index is there.
export function popular_panel(title: string, ask: Ask): HTMLElement {
  const panel = make("div", "search-note search-popular");
  panel.hidden = true;
  void store()
    .then((index) => {
      const found = [...popular_filters(index, "tag:", 8), ...popular_filters(index, "in:", 6)];
      if (found.length === 0) return;
      const chips = make("div", "search-chips", ...found.map((facet) => chip(facet, false, () => ask(with_filter("", facet.name)))));
      panel.replaceChildren(make("p", "search-label", title), chips);
      panel.hidden = false;
    })
    .catch(() => undefined); // the search itself will say so
  return panel;
}

const ways: [example: string, meaning: string][] = [
  ['"write ahead"', english("words side by side")],
  ["-word", english("without a word")],
  ["title:word", english("in titles only; also heading: and body:")],
  ["tag:name", english("of a tag")],
  ["in:folder", english("in a folder")],
  ["is:card", english("flashcards; also is:page and is:section")],
  ["inno*", english("any ending")],
  ["word~", english("one slip allowed")],
];

export function how_to_ask(ask: Ask): HTMLElement {
  const list = make("dl");
  for (const [example, meaning] of ways) {
    const filter = /^(?:tag|in|is):/.exec(example)?.[0];
    // A filter can be tried at once: its values are offered.
    const term = filter ? button("search-example", example, () => ask(filter)) : make("code", "", example);
    list.append(make("div", "", make("dt", "", term), make("dd", "", t(meaning))));
  }
  return make("div", "search-note search-how", make("p", "search-label", t("How to ask")), list);
}

// A shard that cannot be loaded: the connection is down, or the site was published anew and its shards have other names.
export function error_panel(error: unknown, retry: () => void): HTMLElement {
  const again = button("button quiet", t("Try again"), retry);
  const reload = button("button quiet", t("Reload the page"), () => location.reload());
  const why = error instanceof Error ? error.message.replace(window.loci.root, "") : "";
  return make(
    "div", "search-note search-error",
    make("p", "", t("A part of the search index could not be loaded.")),
    make("p", "search-tip", t("The connection may be down, or the site may have been published anew since this page was opened.")),
    make("p", "search-tip", make("code", "", why)),
    make("p", "search-choices", again, " ", reload),
  );
}
