// search.html: the same search with its query in the address, and all results by the dozen.
import { remember_search } from "./recent";
import { Searcher, corrections_note, element, make_row, rows_of, summary_of, type Answer } from "./results";
import { window_size } from "./query";

// From file:// some browsers forbid it: then the address keeps the first query.
function keep_in_address(query: string): void {
  const url = new URL(location.href);
  if (query === "") url.searchParams.delete("q");
  else url.searchParams.set("q", query);
  try {
    history.replaceState(history.state, "", url);
  } catch {
    return;
  }
}

export function set_up_results_page(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>("#search-input");
  const place = root.querySelector<HTMLElement>("#search-results");
  const form = input?.form;
  if (!input || !place || !form) return;
  const searcher = new Searcher(window_size);
  const status = element("p", "search-status");
  status.setAttribute("role", "status");
  const notes = element("div", "search-notes");
  const list = element("ol", "search-page-list");
  const more = element("button", "button quiet search-more", "More results");
  more.type = "button";
  more.hidden = true;
  place.replaceChildren(status, notes, list, more);

  let answer: Answer | undefined;
  let shown = 0; // hits, by the dozen

  const add_rows = (rows: readonly HTMLAnchorElement[]): void => {
    for (const row of rows) {
      row.addEventListener("click", () => remember_search(input.value));
      list.append(element("li", "", row));
    }
    shown += window_size;
    more.hidden = !answer || shown >= answer.ranking.hits.length;
  };

  const ask = (query: string): void => {
    input.value = query;
    void search();
  };

  const search = async (): Promise<void> => {
    const query = input.value;
    keep_in_address(query.trim());
    if (query.trim() === "") {
      searcher.cancel();
      answer = undefined;
      status.textContent = "";
      notes.replaceChildren();
      list.replaceChildren();
      more.hidden = true;
      return;
    }
    try {
      const found = await searcher.ask(query);
      if (!found) return;
      answer = found;
      shown = 0;
      status.textContent = summary_of(found);
      const note = corrections_note(found, ask);
      notes.replaceChildren(...(note ? [note] : []));
      list.replaceChildren();
      add_rows(found.rows.map((row) => make_row(row, found.ranking)));
    } catch {
      list.replaceChildren();
      notes.replaceChildren();
      more.hidden = true;
      status.textContent = "The search index cannot be loaded. Type again to retry.";
    }
  };

  more.addEventListener("click", () => {
    const current = answer;
    if (!current) return;
    void rows_of(current.ranking, shown, window_size).then((rows) => {
      if (answer !== current) return;
      const links = rows.map((row) => make_row(row, current.ranking));
      add_rows(links);
      status.textContent = `${list.childElementCount} of ${current.ranking.hits.length} results shown`;
      links[0]?.focus();
    });
  });
  input.addEventListener("input", () => void search());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember_search(input.value);
    void search();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null) input.value = asked;
  if (input.value.trim() !== "") void search();
  else input.focus();
}
