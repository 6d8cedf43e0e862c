// The search box over a page: a modal dialog whose input is a combobox. The focus stays in the input; arrow keys move through the
// list below (results, searches to repeat, filters to complete), Enter takes one, Escape gives the focus back. Chips and buttons
// are reached by Tab.
import { make } from "../make";
import { filter_text, typed_filter } from "./filters";
import { Chips, button, corrections_note, error_panel, how_to_ask, nothing_found, popular_panel } from "./panels";
import { enough_rows, most_of_a_page } from "./arrange";
import { filter_suggestions } from "./facets";
import { recent_searches, remember_search, forget_searches } from "./recent";
import { Announcer, Searcher, make_rows, store, summary_of, type Answer } from "./results";
import { number_text, t, tn } from "../strings";

const option_id = (i: number): string => `loci-search-option-${i}`;
const most_suggestions = 6;
const chip_patience = 500; // milliseconds without a key before tags are counted
const slow = 300; // milliseconds before it is said that something is being loaded
const page_step = 5;

class SearchDialog {
  private readonly input = make("input", "search-input");
  private readonly status = make("p", "search-status");
  private readonly announcer = new Announcer();
  private readonly chips = new Chips((query) => this.ask(query), () => this.input.value);
  private readonly line = make("div", "search-line", this.status, this.chips.root);
  private readonly notes = make("div", "search-notes"); // above the list
  private readonly hints = make("div", "search-hints"); // below it
  private readonly list = make("div", "search-list");
  private readonly body: HTMLElement;
  private readonly dialog: HTMLDialogElement;
  private readonly searcher = new Searcher(enough_rows, most_of_a_page);
  private options: HTMLElement[] = [];
  private active = -1;
  private in_list = false; // the reader has moved there
  private is_scrolled = false;
  private opener: Element | null = null;
  private running: Promise<void> = Promise.resolve();
  private turn = 0;

  constructor() {
    const { input, list } = this;
    input.type = "search";
    input.placeholder = t("Search the notes");
    input.autocomplete = "off";
    input.spellcheck = false;
    const attributes = {
      "aria-label": t("Search the notes"), role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "loci-search-list", enterkeyhint: "go", autocapitalize: "off",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    list.id = "loci-search-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", t("Results"));
    const help = make("p", "search-help");
    help.setAttribute("aria-hidden", "true");
    for (const [keys, what] of [["↑ ↓", t("move")], ["Enter", t("open")], ["Ctrl Enter", t("new tab")], ["Esc", t("close")]] as const) {
      help.append(make("span", "", make("kbd", "", keys), ` ${what}`));
    }
    const head = make("div", "search-head", input, button("search-close", t("Close"), () => this.close()));
    this.body = make("div", "search-body", this.notes, list, this.hints);
    this.dialog = make("dialog", "search-dialog", head, this.announcer.root, this.line, this.body, help);
    this.dialog.setAttribute("aria-label", t("Search"));
    input.addEventListener("input", () => this.search());
    this.dialog.addEventListener("keydown", (event) => this.on_key(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.close(); // the backdrop
    });
    this.dialog.addEventListener("close", () => this.on_close());
    this.body.addEventListener("scroll", () => (this.is_scrolled = true), { passive: true });
    document.body.append(this.dialog);
  }

  open(query: string | undefined): void {
    if (!this.dialog.open) {
      this.opener = document.activeElement;
      this.dialog.showModal();
    }
    if (query !== undefined) this.input.value = query;
    this.input.focus();
    this.input.select();
    this.search();
  }

  private close(): void {
    if (this.dialog.open) this.dialog.close();
  }

  private on_close(): void {
    this.searcher.cancel();
    ++this.turn;
    if (this.opener instanceof HTMLElement && this.opener !== document.body) this.opener.focus();
    this.opener = null;
  }

  private on_key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { key } = event;
    const last = this.options.length - 1;
    if (key === "Escape") {
      event.preventDefault(); // a search input would only be emptied
      this.close();
    } else if (event.target !== this.input) {
      return; // a button's own keys
    } else if (key === "Enter") {
      event.preventDefault();
      const new_tab = event.ctrlKey || event.metaKey;
      // What was typed last may still be looked up: Enter means its results, not those before.
      void this.running.then(() => this.take(new_tab));
    } else if (last < 0 || event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) {
      return;
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const step = key === "ArrowDown" ? 1 : -1;
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.move_to((from + step + this.options.length) % this.options.length);
    } else if (key === "PageDown" || key === "PageUp") {
      event.preventDefault();
      this.move_to(Math.min(Math.max(this.active + (key === "PageDown" ? page_step : -page_step), 0), last));
    } else if (this.in_list && (key === "Home" || key === "End")) {
      event.preventDefault(); // before the reader moves into the list they are the input's own
      this.move_to(key === "Home" ? 0 : last);
    }
  }

  private take(new_tab: boolean): void {
    const option = this.options[this.active];
    if (!option) return;
    if (new_tab && option instanceof HTMLAnchorElement) {
      remember_search(this.input.value);
      window.open(option.href, "_blank", "noopener");
    } else {
      option.click();
    }
  }

  private move_to(i: number): void {
    this.in_list = true;
    this.activate(i);
    const option = this.options[i];
    if (!option) return;
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // Enter takes the first result without a move; it is only read out once the reader moves.
  private activate(i: number): void {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = i;
    this.options[i]?.setAttribute("aria-selected", "true");
  }

  private search(): void {
    this.running = this.look_up();
  }

  private async look_up(): Promise<void> {
    const query = this.input.value;
    const turn = ++this.turn;
    if (query.trim() === "") {
      this.searcher.cancel();
      this.show_start();
      return;
    }
    const waiting = setTimeout(() => {
      if (turn !== this.turn) return;
      this.line.hidden = false;
      this.status.textContent = t("Searching…");
    }, slow);
    try {
      const filter = typed_filter(query);
      const [answer, suggestions] = await Promise.all([
        this.searcher.ask(query),
        filter ? this.suggest(query, filter) : [],
      ]);
      if (!answer || turn !== this.turn) return;
      const rows = await make_rows(answer.rows, answer.ranking);
      if (turn === this.turn) this.show(answer, suggestions, rows);
    } catch (error) {
      if (turn === this.turn) this.show_error(error);
    } finally {
      clearTimeout(waiting);
    }
  }

  private ask(query: string): void {
    this.input.value = query;
    this.input.focus();
    this.search();
  }

  private say(text: string): void {
    this.line.hidden = text === "";
    this.status.textContent = text;
    this.announcer.say(text);
  }

  // An entry of the list that changes the question.
  private choice(text: string, note: string, query: string): HTMLElement {
    const option = make("div", "search-hit search-choice", make("span", "search-choice-text", text), make("span", "search-crumb", note));
    option.addEventListener("click", () => this.ask(query));
    return option;
  }

  private async suggest(query: string, { begin, sign, name }: { begin: number; sign: string; name: string }): Promise<HTMLElement[]> {
    const found = await filter_suggestions(await store(), name, most_suggestions);
    return found
      .filter((facet) => facet.name !== name)
      .map((facet) => this.choice(facet.name, filter_text(facet.name, facet.label), `${query.slice(0, begin)}${sign}${facet.name} `));
  }

  private show(answer: Answer, suggestions: HTMLElement[], rows: HTMLElement[]): void {
    const ask = (query: string): void => this.ask(query);
    const { count } = answer.ranking;
    const note = corrections_note(answer, ask);
    const is_lost = count === 0 && suggestions.length === 0;
    this.hints.replaceChildren();
    this.notes.replaceChildren(...(note ? [note] : []), ...(is_lost ? nothing_found(answer, ask) : []));
    this.say(count === 0 && suggestions.length > 0 ? tn("{n} filter", "{n} filters", suggestions.length) : summary_of(answer));
    if (count > answer.rows.length) {
      const all = make("a", "search-hit search-all", t("All {n} results", { n: number_text(count) }));
      // Half a character, which an address cannot have, becomes a replacement sign.
      all.href = `${window.loci.root}search.html?${new URLSearchParams({ q: answer.query.trim() }).toString()}`;
      rows.push(all);
    }
    this.set_options([...suggestions, ...rows]);
    void this.chips.show(answer, chip_patience).catch(() => undefined); // results without chips are results
  }

  private show_error(error: unknown): void {
    this.set_options([]);
    this.chips.clear();
    this.say(t("The search index could not be loaded"));
    this.hints.replaceChildren();
    this.notes.replaceChildren(error_panel(error, () => this.ask(this.input.value)));
  }

  private set_options(options: HTMLElement[]): void {
    options.forEach((option, i) => {
      option.id = option_id(i);
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      if (option instanceof HTMLAnchorElement) {
        option.addEventListener("click", (event) => {
          remember_search(this.input.value);
          if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.close();
        });
      }
      option.addEventListener("pointermove", () => {
        if (this.active !== i) this.activate(i);
      });
    });
    this.options = options;
    this.active = -1;
    this.in_list = false;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    if (this.is_scrolled) this.body.scrollTop = 0; // which lays the page out: only when it must be
    this.is_scrolled = false;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    if (this.input.value.trim() !== "") this.activate(options.length > 0 ? 0 : -1);
  }

  // Before anything is typed: what was looked for last, what the site is about, and what can be asked.
  private show_start(): void {
    const recent = recent_searches();
    this.set_options(recent.map((query) => this.choice(query, t("searched before"), query)));
    this.say("");
    this.chips.clear();
    const ask = (query: string): void => this.ask(query);
    const forget = button("search-forget", t("Forget these"), () => {
      forget_searches();
      this.ask("");
    });
    const label = make("p", "search-note search-recent", make("span", "search-label", t("Recent")), " ", forget);
    this.notes.replaceChildren(...(recent.length > 0 ? [label] : []));
    this.hints.replaceChildren(popular_panel(t("Look through"), ask), how_to_ask(ask));
  }
}

let dialog: SearchDialog | undefined;

export function open_search(query?: string): void {
  dialog ??= new SearchDialog();
  dialog.open(query);
}
