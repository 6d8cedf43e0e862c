// search.html: the same search with its query in the address, and all results, some at a time.
import { keep_in_query, page_query } from "../address";
import { make } from "../make";
import { Chips, button, corrections_note, error_panel, how_to_ask, nothing_found, popular_panel } from "./panels";
import { window_size } from "./arrange";
import { most_hits } from "./query";
import { remember_search } from "./recent";
import { Announcer, Searcher, make_rows, rows_of, summary_of, type Answer } from "./results";
import { number_text, t, tn } from "../strings";

const first_rows = 12;
const windows_more = 2;

export function set_up_results_page(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>("#search-input");
  const place = root.querySelector<HTMLElement>("#search-results");
  const form = input?.form;
  if (!input || !place || !form) return;
  const searcher = new Searcher(first_rows, Infinity);
  const page_title = document.title;
  const status = make("p", "search-status");
  const announcer = new Announcer();
  const notes = make("div", "search-notes");
  const list = make("ol", "search-page-list");
  const end = make("p", "search-tip search-end");
  end.hidden = true;

  let answer: Answer | undefined;
  let shown = 0; // hits

  const ask = (query: string): void => {
    input.value = query;
    input.focus();
    void search();
  };
  const chips = new Chips(ask, () => input.value);
  const line = make("div", "search-line", status, chips.root);
  const say = (text: string): void => {
    line.hidden = text === "";
    status.textContent = text;
    announcer.say(text);
  };

  const add_rows = (rows: readonly HTMLAnchorElement[], hits: number): void => {
    for (const row of rows) {
      row.addEventListener("click", () => remember_search(input.value));
      list.append(make("li", "", row));
    }
    shown += hits;
    const listed = answer?.ranking.hits.length ?? 0;
    more.hidden = shown >= listed;
    end.hidden = !more.hidden || (answer?.ranking.count ?? 0) <= listed;
    end.textContent = t("These are the first {n}. Add a word or a tag to see others.", { n: number_text(most_hits) });
  };

  const fail = (error: unknown): void => {
    list.replaceChildren();
    chips.clear();
    more.hidden = end.hidden = true;
    say(t("The search index could not be loaded"));
    notes.replaceChildren(error_panel(error, () => ask(input.value)));
  };

  const search = async (): Promise<void> => {
    const query = input.value.trim();
    keep_in_query("q", query === "" ? null : query);
    document.title = query === "" ? page_title : `${query} · ${page_title}`;
    if (query === "") {
      searcher.cancel();
      answer = undefined;
      say("");
      chips.clear();
      list.replaceChildren();
      more.hidden = end.hidden = true;
      notes.replaceChildren(popular_panel(t("Look through"), ask), how_to_ask(ask));
      return;
    }
    try {
      const found = await searcher.ask(input.value);
      if (!found) return;
      const rows = await make_rows(found.rows, found.ranking);
      if (input.value !== found.query) return; // the next question is on its way
      answer = found;
      shown = 0;
      say(summary_of(found));
      const note = corrections_note(found, ask);
      notes.replaceChildren(...(note ? [note] : []), ...(found.ranking.count === 0 ? nothing_found(found, ask) : []));
      list.replaceChildren();
      add_rows(rows, found.windows * window_size);
      void chips.show(found, 0).catch(() => undefined);
    } catch (error) {
      fail(error);
    }
  };

  const more = button("button quiet search-more", t("More results"), () => {
    const current = answer;
    if (!current) return;
    const begins = Array.from({ length: windows_more }, (_, i) => shown + i * window_size);
    Promise.all(begins.map((begin) => rows_of(current.ranking, begin, window_size)))
      .then((rows) => make_rows(rows.flat(), current.ranking))
      .then((links) => {
        if (answer !== current) return;
        add_rows(links, windows_more * window_size);
        announcer.say(tn("{n} more result", "{n} more results", links.length));
        links[0]?.focus();
      })
      .catch(fail);
  });
  more.hidden = true;
  place.replaceChildren(announcer.root, line, notes, list, more, end);

  input.addEventListener("input", () => void search());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember_search(input.value);
    void search();
  });
  const asked = page_query().get("q");
  if (asked !== null) input.value = asked;
  if (input.value.trim() === "") input.focus();
  void search();
}
