// The review page: one card, centred, and nothing else. The states are start, question, answer and done; #review says
// which in data-view. What is remembered is session.ts, where it is kept is keeper.ts; this file is what one sees.
import type { CardData, CardText, SiteCard } from "./card_data";
import { answer_elements, answer_field, card_element, comparison_element, grade_name, grade_row, help_dialog, known_of, progress_bar, session_lines, tool_row } from "./card_view";
import { interval_words, now_here, review_day, when_text } from "./day";
import { button, element, tool, words_of } from "./dom";
import type { Follower } from "./follow";
import type { Grade } from "./fsrs";
import type { Keeper } from "./keeper";
import { command_of, type Command, type View } from "./keys";
import { counts_text, deck_list, leech_list, leech_notice, leech_summary, plain_text, suspended_list, type Leech } from "./lists";
import { has_preview_server } from "./preview_server";
import type { Schedule } from "./schedule";
import { Session } from "./session";
import { pause } from "./steps";
import { StoreLine } from "./store_line";
import { leave_summary, summary_of } from "./summary";
import { saved_minutes, time_choice } from "./time_budget";
import { compare_typed } from "./typed_answer";
import { keys_are_on } from "../single_keys";
import { t, tn } from "../strings";

const quiet_ms = 400; // until the first card is in sight
const most_behind = 200; // events that are folded at an opening without being felt
const guard_ms = 150; // a key pressed a moment too late for the question must not grade the answer

export interface Place {
  inline: boolean; // at the foot of a note instead of on review.html
  deck: string | null;
  note: string | null; // a slug
  linked: readonly string[]; // slugs of the notes that the note links to
}

export class ReviewPage {
  private view: View = "start";
  private session!: Session;
  private cards: SiteCard[] = [];
  private text: CardText | null = null;
  private shown_at = 0;
  private revealed_at = 0;
  private busy = false;
  private with_linked = false;
  private minutes = saved_minutes();
  private ends_at = Infinity; // of this sitting, by performance.now()
  private summary_timer = 0;
  private settled: Promise<void> = Promise.resolve(); // when the log is whole and histories are with their cards
  private readonly leeches: Leech[] = [];
  private readonly stage = element("div", { class: "review-stage" });
  private readonly store: StoreLine;
  private readonly voice = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private readonly help = help_dialog();

  constructor(
    private readonly root: HTMLElement,
    private readonly data: CardData,
    private readonly keeper: Keeper,
    private readonly follower: Follower,
    private readonly place: Place,
    private readonly schedule: Schedule, // of the log as it is when the page begins
    private readonly behind: number, // events that came since a fold was kept; Infinity: there was none
  ) {
    this.store = new StoreLine(keeper, {
      brought_in: async () => {
        await this.follower.follow();
        await this.take_in();
        this.leave_summary();
        void this.catch_up();
      },
      say: (text) => this.say(text),
      complain: (text) => this.complain(text),
    });
  }

  start(): void {
    this.choose_cards();
    this.root.replaceChildren(this.stage, this.store.node, this.voice, this.help);
    this.session = this.new_session(this.schedule);
    // At the foot of a note the keys belong to the page until the reader is in the review.
    (this.place.inline ? this.root : document).addEventListener("keydown", (event) => this.on_key(event as KeyboardEvent));
    document.addEventListener("visibilitychange", () => void this.look_again());
    addEventListener("pagehide", () => this.leave_summary());
    this.keeper.changed = () => this.store.draw();
    this.store.draw();
    this.leave_summary_soon();
    if (this.place.deck === null && this.place.note === null) this.show_start();
    else this.begin();
    this.settled = this.settle().catch(() => {}); // done at the next opening
    void this.settled.then(() => this.catch_up());
  }

  // A page that begins with a kept fold reads the log when the first card is in sight.
  private async settle(): Promise<void> {
    if (!this.keeper.behind) return;
    await pause(quiet_ms);
    await this.keeper.whole();
    this.store.draw();
    await this.follower.follow();
    while (this.busy) await pause(20);
    if (this.session.schedule.counted !== this.keeper.log.counted) await this.take_in();
  }

  private async catch_up(): Promise<void> {
    if (this.behind > most_behind) await this.keep_fold();
    const before = this.keeper.total;
    await this.follower.catch_up();
    if (this.keeper.total - before > most_behind) await this.keep_fold();
  }

  private keep_fold(): Promise<void> {
    return this.keeper.keep_fold(this.session.schedule, this.follower.site);
  }

  private choose_cards(): void {
    const { deck, note, linked } = this.place;
    const wanted = new Set(this.with_linked ? linked : []);
    this.cards = this.data.cards.filter((card) => {
      if (note !== null) return card.slug === note || wanted.has(card.slug);
      return deck === null || card.deck === deck || card.deck.startsWith(`${deck}/`);
    });
    // The note's own cards first; the others in the order of the site.
    if (note !== null) this.cards.sort((a, b) => Number(b.slug === note) - Number(a.slug === note));
  }

  private begin(): void {
    this.ends_at = this.minutes === 0 ? Infinity : performance.now() + this.minutes * 60_000;
    void this.next_card();
  }

  private leave_summary(): void {
    clearTimeout(this.summary_timer);
    leave_summary(window.loci.siteId, summary_of(this.data.cards, this.session.schedule, this.data.config, now_here()));
  }

  // Soon, not now: between two cards nobody waits for it.
  private leave_summary_soon(): void {
    clearTimeout(this.summary_timer);
    this.summary_timer = window.setTimeout(() => this.leave_summary(), 400);
  }

  private new_session(schedule: Schedule): Session {
    return new Session(
      {
        cards: this.cards,
        config: this.data.config,
        device: this.keeper.device,
        clock: now_here,
        random: (bytes) => void crypto.getRandomValues(bytes),
        keep: async (line) => {
          await this.keeper.keep(line);
          void this.settled.then(() => this.follower.kept(line));
        },
        behind: () => this.keeper.behind,
        whole: () => this.keeper.whole(),
      },
      this.keeper.log,
      schedule,
    );
  }

  // Another tab, or the terminal, may have reviewed while this one was hidden.
  private async look_again(): Promise<void> {
    if (document.visibilityState !== "visible" || this.busy || !this.root.isConnected) return;
    await this.settled;
    if (this.busy) return;
    const known = this.keeper.log.events().length;
    await this.keeper.read_store();
    if (has_preview_server()) await this.keeper.synchronise();
    this.store.draw();
    if (this.keeper.log.events().length === known) {
      this.session.refresh();
      if (this.view === "done" && this.session.current !== null) await this.next_card();
      return;
    }
    await this.follower.follow();
    await this.take_in();
  }

  // Events came from elsewhere and are in the log.
  private async take_in(): Promise<void> {
    await this.session.merged();
    this.leave_summary_soon();
    if (this.view === "start") this.show_start();
    else if (this.view !== "answer") await this.next_card();
  }

  // ---- keys and commands -------------------------------------------------------------------------------------------

  private on_key(event: KeyboardEvent): void {
    if (this.help.open || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (!keys_are_on() && event.key.length === 1 && event.key !== " ") return;
    if (event.key === " " || event.key === "Enter") {
      // A focused button or link answers these itself; held down, it would answer again and again.
      if (target.closest("button, a, summary, [role=button]")) {
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
      this.complain_of_keeping(error);
    } finally {
      this.busy = false;
      this.leave_summary_soon();
      this.store.draw();
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
        await this.session.look_back();
        if (!this.session.can_undo) {
          this.say(t("Nothing to undo."));
          return;
        }
        await this.session.undo();
        this.leeches.length = 0;
        await this.next_card(t("Undone."));
        return;
      case "bury":
      case "bury-note":
        await this.session.bury(command !== "bury");
        await this.next_card(command === "bury" ? t("Buried until tomorrow.") : t("All cards of the note are buried until tomorrow."));
        return;
      case "suspend":
      case "suspend-note":
        await this.session.suspend(command !== "suspend");
        await this.next_card(command === "suspend" ? t("Suspended.") : t("All cards of the note are suspended."));
        return;
      case "info":
        this.toggle_info();
        return;
      default:
        await this.grade(Number(command.slice(-1)) as Grade);
    }
  }

  private async grade(grade: Grade): Promise<void> {
    if (this.view !== "answer" || performance.now() - this.revealed_at < guard_ms) return;
    const outcome = this.session.choices()[grade - 1];
    const text = this.text;
    await this.session.grade(grade, performance.now() - this.shown_at);
    this.name_leech(text);
    await this.next_card(outcome ? t("{grade}: again in {interval}.", { grade: grade_name(grade), interval: interval_words(outcome.delay_minutes) }) : "");
  }

  private say(text: string): void {
    this.voice.textContent = text;
  }

  private complain(text: string, advice = ""): void {
    this.stage.querySelector(".review-error")?.remove();
    const notice = element("div", { class: "notice review-error", role: "alert" }, text, advice);
    if (advice !== "") notice.append(this.store.save_tool());
    this.stage.prepend(notice);
  }

  private complain_of_keeping(error: unknown): void {
    const full = error instanceof Error && /quota/i.test(error.name + error.message);
    const why = full ? t("the browser has no room left for this site") : words_of(error);
    this.complain(t("This is not kept, so it does not count: {why}.", { why }), ` ${t("What you reviewed before is safe: save it to a file. Then free some space on this device and answer again.")}`);
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
    const begin = button(t("Start"), "start", () => this.begin());
    const total = this.data.cards.length === 0 ? t("This site has no cards yet.") : ready ? t("{cards} today.", { cards: counts_text(counts) }) : this.nothing_due();
    const head = element("div", { class: "review-head" }, element("h2", {}, ready ? t("Ready to review") : this.cards.length === 0 ? t("No cards") : t("Nothing is due")), element("p", {}, total));
    if (ready) head.append(element("div", { class: "review-begin" }, begin, time_choice(this.minutes, (minutes) => (this.minutes = minutes))));
    this.set_view("start", head, ...this.lists());
    if (ready) begin.focus({ preventScroll: true });
  }

  private lists(): HTMLElement[] {
    if (this.data.cards.length === 0) return [];
    const schedule = this.session.schedule;
    const put = (card: SiteCard, suspended: boolean): void => {
      const index = this.cards.indexOf(card);
      if (index < 0) return;
      void this.session
        .suspend_card(index, suspended)
        .then(() => {
          this.leave_summary_soon();
          this.store.draw();
          this.show_start();
          this.say(suspended ? t("Suspended.") : t("Taken back."));
        })
        .catch((error: unknown) => this.complain_of_keeping(error));
    };
    const lists = [
      deck_list(this.data, schedule, now_here()),
      leech_list(this.data, schedule, (card) => put(card, true)),
      suspended_list(this.data, schedule, (card) => put(card, false)),
      element("p", { class: "review-links" }, element("a", { href: "?statistics" }, t("Statistics"))),
    ];
    return lists.filter((list) => list !== null);
  }

  private nothing_due(): string {
    const next = this.session.next_due;
    return next ? t("The next card comes {when}.", { when: when_text(next, now_here(), this.data.config.rollover_hour) }) : t("Every card is put away.");
  }

  // Shows the session's current card as a question, or the end. `said`: what just happened, for the voice.
  private async next_card(said = ""): Promise<void> {
    const index = this.session.current;
    const card = index === null ? undefined : this.cards[index];
    const is_over = performance.now() >= this.ends_at;
    if (!card || is_over) {
      this.show_done(is_over);
      this.say(`${said} ${is_over ? t("Time is up.") : t("Done.")}`.trim());
      return;
    }
    try {
      this.text = await this.data.text(card);
    } catch (error) {
      this.text = null;
      this.show_done();
      this.complain(t("The card cannot be shown: {why}.", { why: words_of(error) }));
      return;
    }
    const show = button(t("Show the answer"), "show", () => void this.run("show"));
    show.classList.add("review-show");
    const leech = this.session.leech === null ? [] : this.leeches.slice(-1).map(leech_notice);
    const shown = card_element(this.data, card, this.text, this.html_root());
    this.set_view("question", progress_bar(this.session, this.ends_at), ...leech, shown, element("div", { class: "review-answer-row" }, show), this.tools(this.text));
    const typed = this.text.expected !== "";
    if (typed) shown.append(answer_field(() => void this.run("show"), () => show.focus()));
    (this.field() ?? show).focus({ preventScroll: true });
    this.shown_at = performance.now();
    this.say(`${said} ${t("Question: {text}", { text: this.spoken(".review-front") })}${typed ? ` ${t("Type the answer.")}` : ""}`.trim());
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
    const field = this.field();
    const compared = field?.value.trim() ? compare_typed(field.value, text.expected) : null;
    field?.remove();
    this.stage.querySelector(".review-card")?.append(...answer_elements(text, this.html_root()));
    if (compared) this.stage.querySelector(".review-back")?.before(comparison_element(compared));
    const row = grade_row(this.session.choices(), (command) => void this.run(command));
    this.stage.querySelector(".review-answer-row")?.replaceChildren(row);
    row.querySelector<HTMLButtonElement>('[data-grade="3"]')?.focus({ preventScroll: true });
    this.say(`${compared?.verdict ?? ""} ${t("Answer: {text}", { text: this.spoken(".review-back") })}`.trim());
  }

  // Of a card whose answer is to be typed, until it is shown.
  private field(): HTMLInputElement | null {
    return this.stage.querySelector<HTMLInputElement>(".review-field");
  }

  private spoken(selector: string): string {
    return (this.stage.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 400);
  }

  private show_done(time_is_up = false): void {
    const session = this.session;
    const left = counts_text(session.counts);
    const lines = session_lines(session);
    if (this.cards.length === 0) lines.push(this.data.cards.length === 0 ? t("This site has no cards yet.") : t("There are no cards here."));
    else lines.push(session.current !== null ? t("Left for today: {cards}.", { cards: left }) : this.nothing_due());
    let title = session.reviewed > 0 ? t("Done for now") : t("Nothing is due");
    if (session.current !== null) title = time_is_up ? t("Time is up") : t("Paused");
    if (this.cards.length === 0) title = t("No cards");
    const row = element("div", { class: "review-after" });
    if (session.current !== null) row.append(button(t("Go on"), "resume", () => this.begin()));
    if (session.can_undo) row.append(button(t("Undo"), "undo", () => void this.run("undo"), true));
    if (this.place.inline) this.add_linked_toggle(row);
    const everything = this.place.deck === null && this.place.note === null;
    if (!everything) row.append(element("a", { class: "button quiet", href: `${window.loci.root}review.html` }, t("All decks")));
    const name = element(this.place.inline ? "h3" : "h2", { tabindex: "-1" }, title);
    const head = element("div", { class: "review-head" }, name, ...lines.map((line) => element("p", {}, line)), ...leech_summary(this.leeches), row);
    this.set_view("done", head, ...(everything ? this.lists() : []));
    name.focus({ preventScroll: true });
    this.leave_summary_soon();
  }

  // ---- leeches: named, never put away in silence -------------------------------------------------------------------

  private name_leech(text: CardText | null): void {
    const card = this.session.leech === null ? undefined : this.cards[this.session.leech];
    if (!card || !text) return;
    const lapses = this.session.schedule.find(card.id)?.memory.lapses ?? 0;
    this.leeches.push({ name: plain_text(text.front, 120), href: window.loci.root + text.href, lapses });
  }

  // ---- the notes that this one links to ----------------------------------------------------------------------------

  private add_linked_toggle(row: HTMLElement): void {
    const linked = new Set(this.place.linked);
    const count = this.data.cards.filter((card) => card.slug !== this.place.note && linked.has(card.slug)).length;
    if (count === 0) return;
    const label = tn("With the notes linked here ({n} card)", "With the notes linked here ({n} cards)", count);
    row.append(tool(label, "linked", () => this.toggle_linked(), { class: "review-tool review-toggle", "aria-pressed": String(this.with_linked) }));
  }

  private toggle_linked(): void {
    if (this.busy) return;
    this.with_linked = !this.with_linked;
    this.choose_cards();
    this.session = this.new_session(this.session.schedule);
    this.begin();
  }

  // ---- pieces ------------------------------------------------------------------------------------------------------

  private html_root(): string {
    return this.place.inline ? window.loci.root || "./" : window.loci.root;
  }

  // What is known about the card in sight; `i` shows it and takes it away.
  private toggle_info(): void {
    const shown = this.stage.querySelector(".review-info");
    if (shown) {
      shown.remove();
      return;
    }
    const card = this.session.current === null ? undefined : this.cards[this.session.current];
    if (!card) return;
    const text = known_of(card, this.session.schedule, review_day(now_here(), this.data.config.rollover_hour));
    this.stage.querySelector(".review-card")?.append(element("p", { class: "review-info" }, text));
    this.say(text);
  }

  private tools(text: CardText): HTMLElement {
    const row = tool_row(text, this.session.can_undo, (command) => void this.run(command));
    if (this.place.inline) this.add_linked_toggle(row);
    return row;
  }
}
