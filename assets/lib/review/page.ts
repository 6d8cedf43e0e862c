// The review page: one card, centred, and nothing else. The states are start, question, answer and done; #review says
// which in data-view. What is remembered is session.ts, where it is kept is keeper.ts; this file is what one sees.
import { CardData, type CardText, type SiteCard } from "./card_data";
import { interval_label, interval_words, now_here, review_day, when_text } from "./day";
import { button, element, safe_html } from "./dom";
import { EventLog } from "./event_log";
import type { Grade } from "./fsrs";
import { open_hub } from "./hub_client";
import { Keeper } from "./keeper";
import { command_of, key_list, type Command, type View } from "./keys";
import { has_preview_server } from "./preview_server";
import { build_queue, type QueueCounts } from "./queue";
import { Session } from "./session";

const guard_ms = 150; // a key pressed a moment too late for the question must not grade the answer
const many_unsaved = 50;
const grade_names = ["Again", "Hard", "Good", "Easy"] as const;

function counts_text(counts: QueueCounts): string {
  const parts: string[] = [];
  if (counts.due > 0) parts.push(`${counts.due} due`);
  if (counts.fresh > 0) parts.push(`${counts.fresh} new`);
  if (counts.learning > 0) parts.push(`${counts.learning} in learning`);
  return parts.join(", ");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export class ReviewPage {
  private view: View = "start";
  private session!: Session;
  private cards: SiteCard[] = [];
  private text: CardText | null = null;
  private shown_at = 0;
  private revealed_at = 0;
  private busy = false;
  private readonly stage = element("div", { class: "review-stage" });
  private readonly store_line = element("div", { class: "review-store" });
  private readonly voice = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private readonly help = element("dialog", { class: "review-help", "aria-label": "Keys" });

  constructor(
    private readonly root: HTMLElement,
    private readonly data: CardData,
    private readonly keeper: Keeper,
    private readonly deck: string | null,
    private readonly note: string | null,
  ) {}

  start(): void {
    this.cards = this.data.cards.filter((card) => {
      if (this.note !== null) return card.slug === this.note;
      return this.deck === null || card.deck === this.deck || card.deck.startsWith(`${this.deck}/`);
    });
    this.build_help();
    this.root.replaceChildren(this.stage, this.store_line, this.voice, this.help);
    this.session = this.new_session();
    document.addEventListener("keydown", (event) => this.on_key(event));
    document.addEventListener("visibilitychange", () => void this.look_again());
    this.keeper.changed = () => this.draw_store();
    this.draw_store();
    if (this.deck === null && this.note === null) this.show_start();
    else void this.next_card();
  }

  private new_session(): Session {
    return new Session(
      {
        cards: this.cards,
        config: this.data.config,
        device: this.keeper.device,
        clock: now_here,
        random: (bytes) => void crypto.getRandomValues(bytes),
        keep: (line) => this.keeper.keep(line),
      },
      this.keeper.log,
    );
  }

  // Another tab, or the terminal, may have reviewed while this one was hidden.
  private async look_again(): Promise<void> {
    if (document.visibilityState !== "visible" || this.busy) return;
    const known = this.keeper.log.events().length;
    await this.keeper.read_store();
    if (has_preview_server()) await this.keeper.synchronise();
    this.draw_store();
    if (this.keeper.log.events().length === known) {
      this.session.refresh();
      if (this.view === "done" && this.session.current !== null) await this.next_card();
      return;
    }
    this.session.merged();
    if (this.view === "start") this.show_start();
    else if (this.view !== "answer") await this.next_card();
  }

  // ---- keys and commands -------------------------------------------------------------------------------------------

  private on_key(event: KeyboardEvent): void {
    if (this.help.open || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (event.key === " " || event.key === "Enter") {
      // A focused button or link answers these itself; held down, it would answer again and again.
      if (target.closest("button, a, summary")) {
        if (event.repeat) event.preventDefault();
        return;
      }
    }
    const command = command_of(event, this.view);
    if (command === null) return;
    event.preventDefault();
    void this.run(command);
  }

  private async run(command: Command): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.do(command);
    } catch (error) {
      this.complain(`This is not kept, so it does not count: ${error instanceof Error ? error.message : String(error)}.`);
    } finally {
      this.busy = false;
      this.draw_store();
    }
  }

  private async do(command: Command): Promise<void> {
    switch (command) {
      case "show":
        this.show_answer();
        return;
      case "help":
        this.help.showModal();
        return;
      case "end":
        this.show_done();
        return;
      case "open":
        if (this.text) location.href = window.loci.root + this.text.href;
        return;
      case "undo":
        if (!this.session.can_undo) {
          this.say("Nothing to undo in this session.");
          return;
        }
        await this.session.undo();
        await this.next_card("Undone.");
        return;
      case "bury":
        await this.session.bury();
        await this.next_card("Buried until tomorrow.");
        return;
      case "suspend":
        await this.session.suspend();
        await this.next_card("Suspended.");
        return;
      default:
        await this.grade(Number(command.slice(-1)) as Grade);
    }
  }

  private async grade(grade: Grade): Promise<void> {
    if (this.view !== "answer" || performance.now() - this.revealed_at < guard_ms) return;
    const outcome = this.session.choices()[grade - 1];
    await this.session.grade(grade, performance.now() - this.shown_at);
    await this.next_card(outcome ? `${grade_names[grade - 1]}: again in ${interval_words(outcome.delay_minutes)}.` : "");
  }

  private say(text: string): void {
    this.voice.textContent = text;
  }

  private complain(text: string): void {
    this.stage.querySelector(".review-error")?.remove();
    this.stage.prepend(element("p", { class: "notice review-error", role: "alert" }, text));
  }

  // ---- the states --------------------------------------------------------------------------------------------------

  private set_view(view: View, ...content: Node[]): void {
    this.view = view;
    this.root.dataset["view"] = view;
    this.stage.replaceChildren(...content);
  }

  private show_start(): void {
    const counts = this.session.counts;
    const ready = this.session.current !== null;
    const begin = button("Start", "start", () => void this.next_card());
    const total = this.data.cards.length === 0 ? "This site has no cards yet." : ready ? `${counts_text(counts)} today.` : this.nothing_due();
    const head = element("div", { class: "review-head" }, element("h2", {}, ready ? "Ready to review" : this.cards.length === 0 ? "No cards" : "Nothing is due"), element("p", {}, total));
    if (ready) head.append(begin);
    this.set_view("start", head, this.deck_list());
    if (ready) begin.focus({ preventScroll: true });
  }

  private nothing_due(): string {
    const next = this.session.next_due;
    return next ? `The next card comes ${when_text(next, now_here(), this.data.config.rollover_hour)}.` : "Every card is put away.";
  }

  private deck_list(): HTMLElement {
    const decks = new Map<string, SiteCard[]>();
    for (const card of this.data.cards) {
      const cards = decks.get(card.deck);
      if (cards) cards.push(card);
      else decks.set(card.deck, [card]);
    }
    const list = element("ul", { class: "review-decks" });
    const now = now_here();
    const today = review_day(now, this.data.config.rollover_hour);
    for (const [deck, cards] of decks) {
      const queue = build_queue(cards, this.session.schedule, this.data.config, now.unix_ms, today);
      const what = counts_text(queue.counts) || "nothing due";
      list.append(
        element(
          "li",
          {},
          element("a", { href: `?deck=${encodeURIComponent(deck)}` }, deck),
          element("span", { class: "review-deck-counts" }, what),
          element("span", { class: "review-deck-size" }, counted(cards.length, "card")),
        ),
      );
    }
    return list;
  }

  // Shows the session's current card as a question, or the end. `said`: what just happened, for the voice.
  private async next_card(said = ""): Promise<void> {
    const index = this.session.current;
    const card = index === null ? undefined : this.cards[index];
    if (!card) {
      this.show_done();
      this.say(`${said} Done.`.trim());
      return;
    }
    try {
      this.text = await this.data.text(card);
    } catch (error) {
      this.text = null;
      this.show_done();
      this.complain(`The card cannot be shown: ${error instanceof Error ? error.message : String(error)}.`);
      return;
    }
    const show = button("Show the answer", "show", () => void this.run("show"));
    show.classList.add("review-show");
    this.set_view("question", this.bar(), this.card_element(card, this.text), element("div", { class: "review-answer-row" }, show), this.tools());
    show.focus({ preventScroll: true });
    this.shown_at = performance.now();
    this.say(`${said} Question: ${this.spoken(".review-front")}`.trim());
    for (const next of this.session.upcoming) {
      const upcoming = this.cards[next];
      if (upcoming) this.data.text(upcoming).catch(() => {}); // tried again when it is shown
    }
  }

  private show_answer(): void {
    const text = this.text;
    if (this.view !== "question" || !text) return;
    this.view = "answer";
    this.root.dataset["view"] = "answer";
    this.revealed_at = performance.now();
    const outcomes = this.session.choices();
    const card = this.stage.querySelector(".review-card");
    card?.append(element("hr"), element("div", { class: "review-back prose" }, safe_html(text.back)));
    const row = element("div", { class: "review-grades", role: "group", "aria-label": "How well did you know it?" });
    outcomes.forEach((outcome, i) => {
      const name = grade_names[i] as string;
      const label = interval_label(outcome.delay_minutes);
      row.append(
        element(
          "button",
          {
            type: "button",
            class: `grade grade-${name.toLowerCase()}`,
            "data-grade": String(i + 1),
            "aria-description": `shown again in ${interval_words(outcome.delay_minutes)}`,
            "aria-keyshortcuts": String(i + 1),
            click: () => void this.run(`grade${i + 1}` as Command),
          },
          element("span", { class: "grade-name" }, name),
          " ",
          element("span", { class: "grade-interval" }, label),
        ),
      );
    });
    this.stage.querySelector(".review-answer-row")?.replaceChildren(row);
    row.querySelector<HTMLButtonElement>('[data-grade="3"]')?.focus({ preventScroll: true });
    this.say(`Answer: ${this.spoken(".review-back")}`);
  }

  private spoken(selector: string): string {
    return (this.stage.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 400);
  }

  private show_done(): void {
    const session = this.session;
    const left = counts_text(session.counts);
    const lines: string[] = [];
    if (session.reviewed > 0) {
      const [again, hard, good, easy] = session.grades;
      const minutes = Math.round(session.answer_ms / 60_000);
      lines.push(
        `${counted(session.reviewed, "review")} in ${minutes === 0 ? "less than a minute" : `${minutes} min`}: ` +
          `${again} again, ${hard} hard, ${good} good, ${easy} easy.`,
      );
      if (session.introduced > 0) lines.push(`${counted(session.introduced, "new card")} begun.`);
    }
    if (this.cards.length === 0) lines.push(this.data.cards.length === 0 ? "This site has no cards yet." : "There are no cards here.");
    else lines.push(session.current !== null ? `Left for today: ${left}.` : this.nothing_due());
    const title = this.cards.length === 0 ? "No cards" : session.current !== null ? "Paused" : session.reviewed > 0 ? "Done for now" : "Nothing is due";
    const row = element("div", { class: "review-after" });
    if (session.current !== null) row.append(button("Go on", "resume", () => void this.next_card()));
    if (session.can_undo) row.append(button("Undo", "undo", () => void this.run("undo"), true));
    const here = location.pathname.split("/").pop() ?? "";
    if (this.deck !== null || this.note !== null) row.append(element("a", { class: "button quiet", href: here === "" ? "./" : here }, "All decks"));
    const head = element("div", { class: "review-head" }, element("h2", { tabindex: "-1" }, title), ...lines.map((line) => element("p", {}, line)), row);
    if (this.deck === null && this.note === null) this.set_view("done", head, this.deck_list());
    else this.set_view("done", head);
    head.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  // ---- pieces ------------------------------------------------------------------------------------------------------

  private bar(): HTMLElement {
    const counts = this.session.counts;
    const left = counts.due + counts.fresh + counts.learning;
    const total = left + this.session.reviewed;
    const progress = element("progress", { max: String(Math.max(1, total)), value: String(this.session.reviewed), "aria-label": "Progress" });
    return element("div", { class: "review-bar" }, progress, element("span", { class: "review-counts" }, counts_text(counts)));
  }

  private card_element(card: SiteCard, text: CardText): HTMLElement {
    const context = element("p", { class: "review-context" }, text.context === "" ? card.title : `${card.title} > ${text.context}`);
    return element("article", { class: "review-card", "data-card": card.id }, context, element("div", { class: "review-front prose" }, safe_html(text.front)));
  }

  private tools(): HTMLElement {
    const tool = (label: string, key: string, command: Command): HTMLElement =>
      element("button", { type: "button", class: "review-tool", "data-action": command, "aria-keyshortcuts": key, click: () => void this.run(command) }, label);
    const row = element("div", { class: "review-tools" });
    if (this.session.can_undo) row.append(tool("Undo", "u", "undo"));
    row.append(tool("Bury", "-", "bury"), tool("Suspend", "@", "suspend"));
    if (this.text) row.append(element("a", { class: "review-tool", href: window.loci.root + this.text.href, "data-action": "open" }, "Note"));
    row.append(tool("Keys", "?", "help"), tool("End", "Escape", "end"));
    return row;
  }

  private build_help(): void {
    const list = element("dl", {});
    for (const [keys, what] of key_list) list.append(element("dt", {}, keys), element("dd", {}, what));
    const close = button("Close", "close", () => this.help.close(), true);
    this.help.replaceChildren(element("h2", {}, "Keys"), list, close);
  }

  // Where the reviews are, and what the reader should do about it.
  private draw_store(): void {
    const unsaved = this.keeper.unsaved;
    const memory_only = this.keeper.store.kind === "memory";
    const total = this.keeper.log.events().length;
    let text = "";
    if (memory_only) {
      text = "This browser keeps nothing for this page: your reviews are lost when you close it. Save them to a file before you go.";
    } else if (has_preview_server()) {
      text = this.keeper.problem === "" && unsaved === 0 ? "Reviews are saved in this project's log, .loci/reviews." : `${counted(unsaved, "review")} not yet on disk${this.keeper.problem === "" ? "" : `: ${this.keeper.problem}`}. They are kept in this browser.`;
    } else if (total === 0) {
      text = "Reviews are kept in this browser.";
    } else {
      text = unsaved === 0 ? "Reviews are kept in this browser, and all are in a file." : `${counted(unsaved, "review")} only in this browser, not yet saved to a file.`;
    }
    const urgent = memory_only || unsaved >= many_unsaved;
    const file = element("input", { type: "file", accept: ".jsonl,.ndjson,.json,text/plain", hidden: true, "data-action": "import-file", "aria-label": "File with reviews" });
    file.addEventListener("change", () => void this.bring_in(file));
    this.store_line.className = urgent ? "review-store notice" : "review-store";
    this.store_line.dataset["unsaved"] = String(unsaved);
    this.store_line.dataset["store"] = this.keeper.store.kind;
    const actions = element("span", { class: "review-store-actions" });
    if (total > 0) actions.append(element("button", { type: "button", class: "review-tool", "data-action": "export", click: () => this.save_file() }, "Save to a file"));
    actions.append(element("button", { type: "button", class: "review-tool", "data-action": "import", click: () => file.click() }, "Bring in a file"), file);
    this.store_line.replaceChildren(element("span", { class: "review-store-text" }, text), actions);
  }

  private save_file(): void {
    const date = new Date().toISOString().slice(0, 10);
    const url = URL.createObjectURL(this.keeper.file());
    const link = element("a", { href: url, download: `loci-reviews-${window.loci.siteId}-${date}.jsonl`, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    void this.keeper.file_taken();
  }

  private async bring_in(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    try {
      const result = await this.keeper.bring_in(file.name, await file.text());
      this.session = this.new_session();
      if (this.view === "start") this.show_start();
      else await this.next_card();
      this.draw_store();
      const parts = [`${counted(result.added, "new event")}`, `${result.known} known already`];
      if (result.skipped > 0) parts.push(`${counted(result.skipped, "line")} skipped`);
      const message = `From ${file.name}: ${parts.join(", ")}.`;
      this.store_line.append(element("span", { class: "review-store-result" }, message));
      this.say(message);
    } catch (error) {
      this.complain(`The file cannot be brought in: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
}

export async function start_review(root: HTMLElement): Promise<void> {
  const query = new URLSearchParams(location.search);
  try {
    const [data, store] = await Promise.all([CardData.load(), open_hub(`${window.loci.root}hub.html`, window.loci.siteId)]);
    const keeper = new Keeper(store, new EventLog());
    await keeper.open();
    new ReviewPage(root, data, keeper, query.get("deck"), query.get("note")).start();
  } catch (error) {
    root.dataset["view"] = "error";
    const why = error instanceof Error ? error.message : String(error);
    root.replaceChildren(element("p", { class: "notice", role: "alert" }, `The cards cannot be shown: ${why}. Reload the page; if that does not help, build the site again.`));
  }
}
