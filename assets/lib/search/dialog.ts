// The search box over a page: a modal dialog whose input is a combobox. The focus stays in the input; arrow keys move through the
// results, Enter opens one, Escape gives the focus back.
import { most_of_a_page } from "./query";
import { recent_searches, remember_search, forget_searches } from "./recent";
import { Searcher, corrections_note, element, make_row, summary_of, type Answer } from "./results";

const option_id = (i: number): string => `loci-search-option-${i}`;

class SearchDialog {
  private readonly input = element("input", "search-input");
  private readonly status = element("p", "search-status");
  private readonly notes = element("div", "search-notes");
  private readonly list = element("div", "search-list");
  private readonly dialog: HTMLDialogElement;
  private readonly searcher = new Searcher(most_of_a_page);
  private options: HTMLAnchorElement[] = [];
  private active = -1;
  private opener: Element | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor() {
    const { input, list, status } = this;
    input.type = "search";
    input.placeholder = "Search the notes";
    input.autocomplete = "off";
    input.spellcheck = false;
    input.setAttribute("aria-label", "Search the notes");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", "loci-search-list");
    input.setAttribute("enterkeyhint", "go");
    list.id = "loci-search-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Results");
    status.setAttribute("role", "status");
    const close = element("button", "search-close", "Close");
    close.type = "button";
    close.addEventListener("click", () => this.close());
    const help = element("p", "search-help");
    help.setAttribute("aria-hidden", "true");
    for (const [keys, what] of [["↑ ↓", "move"], ["Enter", "open"], ["Esc", "close"]] as const) {
      help.append(element("span", "", element("kbd", "", keys), ` ${what}`));
    }
    this.dialog = element("dialog", "search-dialog", element("div", "search-head", input, close), status, this.notes, list, help);
    this.dialog.setAttribute("aria-label", "Search");
    input.addEventListener("input", () => this.search());
    this.dialog.addEventListener("keydown", (event) => this.on_key(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.close(); // the backdrop
    });
    this.dialog.addEventListener("close", () => this.on_close());
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
    if (this.opener instanceof HTMLElement && this.opener !== document.body) this.opener.focus();
    this.opener = null;
  }

  private on_key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault(); // a search input would only be emptied
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.options.length === 0) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.activate((this.active + step + this.options.length) % this.options.length);
    } else if (event.key === "Enter" && event.target === this.input) {
      event.preventDefault();
      const new_tab = event.ctrlKey || event.metaKey;
      // What was typed last may still be looked up: Enter means its results, not those before.
      void this.running.then(() => this.open_result(new_tab));
    }
  }

  private open_result(new_tab: boolean): void {
    const option = this.options[Math.max(this.active, 0)];
    if (!option) return;
    if (new_tab) {
      remember_search(this.input.value);
      window.open(option.href, "_blank", "noopener");
    } else {
      option.click();
    }
  }

  private activate(i: number): void {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = i;
    const option = this.options[i];
    if (option) {
      option.setAttribute("aria-selected", "true");
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  private search(): void {
    this.running = this.look_up();
  }

  private async look_up(): Promise<void> {
    const query = this.input.value;
    if (query.trim() === "") {
      this.searcher.cancel();
      this.show_start();
      return;
    }
    try {
      const answer = await this.searcher.ask(query);
      if (answer) this.show(answer);
    } catch {
      this.set_options([]);
      this.notes.replaceChildren();
      this.status.textContent = "The search index cannot be loaded. Type again to retry.";
    }
  }

  private ask(query: string): void {
    this.input.value = query;
    this.input.focus();
    this.search();
  }

  private show(answer: Answer): void {
    const note = corrections_note(answer, (query) => this.ask(query));
    this.notes.replaceChildren(...(note ? [note] : []));
    this.status.textContent = summary_of(answer);
    const rows = answer.rows.map((row) => make_row(row, answer.ranking));
    if (answer.ranking.hits.length > answer.rows.length) {
      const all = element("a", "search-hit search-all", `All ${answer.ranking.hits.length} results`);
      all.href = `${window.loci.root}search.html?q=${encodeURIComponent(answer.query.trim())}`;
      rows.push(all);
    }
    this.set_options(rows);
  }

  private set_options(options: HTMLAnchorElement[]): void {
    options.forEach((option, i) => {
      option.id = option_id(i);
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.addEventListener("click", (event) => {
        remember_search(this.input.value);
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.close();
      });
      option.addEventListener("pointermove", () => {
        if (this.active !== i) this.activate(i);
      });
    });
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.activate(options.length > 0 ? 0 : -1);
  }

  // Before anything is typed: what was looked for last, and what can be asked.
  private show_start(): void {
    this.set_options([]);
    this.status.textContent = "";
    const start = element("div", "search-note");
    const recent = recent_searches();
    if (recent.length > 0) {
      const line = element("p", "search-recent", "Recent: ");
      for (const query of recent) {
        const button = element("button", "search-suggestion", query);
        button.type = "button";
        button.addEventListener("click", () => this.ask(query));
        line.append(button, " ");
      }
      const forget = element("button", "search-forget", "Forget these");
      forget.type = "button";
      forget.addEventListener("click", () => {
        forget_searches();
        this.ask("");
      });
      line.append(forget);
      start.append(line);
    }
    const tip = element("p", "search-tip");
    tip.append(
      "Every word counts. ", element("code", "", "-word"), " leaves out, ", element("code", "", "tag:name"), " and ",
      element("code", "", "in:folder"), " narrow, words in quotes must all be there.",
    );
    start.append(tip);
    this.notes.replaceChildren(start);
  }
}

let dialog: SearchDialog | undefined;

export function open_search(query?: string): void {
  dialog ??= new SearchDialog();
  dialog.open(query);
}
