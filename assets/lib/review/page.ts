// The review page: one card, centred, and nothing else. The states are start, question, answer and done; #review says
// which in data-view. What is remembered is session.ts, where it is kept is keeper.ts; this file is what one sees.
import { CardData, type CardText, type SiteCard } from "./card_data";
import { interval_label, interval_words, now_here, review_day, when_text } from "./day";
import { button, element, safe_html } from "./dom";
import { EventLog } from "./event_log";
import { make_follower, type Follower } from "./follow";
import type { Grade } from "./fsrs";
import { open_hub } from "./hub_client";
import { Keeper } from "./keeper";
import { command_of, key_list, type Command, type View } from "./keys";
import { counts_text, deck_list, leech_list, plain_text, suspended_list } from "./lists";
import { recall_on } from "./mastery";
import { has_preview_server } from "./preview_server";
import { fsrs_parameters } from "./queue";
import { elapsed_days, is_reviewed, Schedule } from "./schedule";
import { Session } from "./session";
import { show_statistics } from "./statistics_page";
import { counted, StoreLine } from "./store_line";
import { leave_summary, summary_of } from "./summary";

const guard_ms = 150; // a key pressed a moment too late for the question must not grade the answer
const grade_names = ["Again", "Hard", "Good", "Easy"] as const;
const time_budgets = [0, 5, 10, 15, 20, 30, 45, 60]; // minutes; 0: no limit

export interface Place {
  inline: boolean; // at the foot of a note instead of on review.html
  deck: string | null;
  note: string | null; // a slug
  linked: readonly string[]; // slugs of the notes that the note links to
}

function minutes_key(): string {
  return `loci:${window.loci.siteId}:minutes`;
}

function saved_minutes(): number {
  try {
    const minutes = Number(localStorage.getItem(minutes_key()));
    return time_budgets.includes(minutes) ? minutes : 0;
  } catch {
    return 0;
  }
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
  private readonly leeches: { name: string; href: string; lapses: number }[] = [];
  private readonly stage = element("div", { class: "review-stage" });
  private readonly store: StoreLine;
  private readonly voice = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private readonly help = element("dialog", { class: "review-help", "aria-label": "Keys" });

  constructor(
    private readonly root: HTMLElement,
    private readonly data: CardData,
    private readonly keeper: Keeper,
    private readonly follower: Follower,
    private readonly place: Place,
  ) {
    this.store = new StoreLine(keeper, {
      brought_in: async () => {
        await this.follower.follow();
        void this.follower.catch_up();
        this.session = this.new_session();
        this.leave_summary();
        if (this.view === "start") this.show_start();
        else await this.next_card();
      },
      say: (text) => this.say(text),
      complain: (text) => this.complain(text),
    });
  }

  start(): void {
    this.choose_cards();
    this.build_help();
    this.root.replaceChildren(this.stage, this.store.node, this.voice, this.help);
    this.session = this.new_session();
    // At the foot of a note the keys belong to the page until the reader is in the review.
    (this.place.inline ? this.root : document).addEventListener("keydown", (event) => this.on_key(event as KeyboardEvent));
    document.addEventListener("visibilitychange", () => void this.look_again());
    addEventListener("pagehide", () => this.leave_summary());
    this.keeper.changed = () => this.store.draw();
    this.store.draw();
    this.leave_summary();
    if (this.place.deck === null && this.place.note === null) this.show_start();
    else this.begin();
    void this.follower.catch_up();
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

  private new_session(): Session {
    return new Session(
      {
        cards: this.cards,
        config: this.data.config,
        device: this.keeper.device,
        clock: now_here,
        random: (bytes) => void crypto.getRandomValues(bytes),
        keep: async (line) => {
          await this.keeper.keep(line);
          void this.follower.kept(line);
        },
      },
      this.keeper.log,
    );
  }

  // Another tab, or the terminal, may have reviewed while this one was hidden.
  private async look_again(): Promise<void> {
    if (document.visibilityState !== "visible" || this.busy || !this.root.isConnected) return;
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
    this.session.merged();
    this.leave_summary_soon();
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
      this.complain(`This is not kept, so it does not count: ${error instanceof Error ? error.message : String(error)}.`);
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
        if (!this.session.can_undo) {
          this.say("Nothing to undo.");
          return;
        }
        await this.session.undo();
        this.leeches.length = 0;
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
      case "bury-note":
        await this.session.bury(true);
        await this.next_card("All cards of the note are buried until tomorrow.");
        return;
      case "suspend-note":
        await this.session.suspend(true);
        await this.next_card("All cards of the note are suspended.");
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
    const begin = button("Start", "start", () => this.begin());
    const total = this.data.cards.length === 0 ? "This site has no cards yet." : ready ? `${counts_text(counts)} today.` : this.nothing_due();
    const head = element("div", { class: "review-head" }, element("h2", {}, ready ? "Ready to review" : this.cards.length === 0 ? "No cards" : "Nothing is due"), element("p", {}, total));
    if (ready) head.append(element("div", { class: "review-begin" }, begin, this.time_choice()));
    this.set_view("start", head, ...this.lists());
    if (ready) begin.focus({ preventScroll: true });
  }

  private time_choice(): HTMLElement {
    const choice = element("select", { "data-action": "minutes" });
    for (const minutes of time_budgets) {
      choice.append(element("option", { value: String(minutes), selected: minutes === this.minutes }, minutes === 0 ? "as long as it takes" : `${minutes} minutes`));
    }
    choice.addEventListener("change", () => {
      this.minutes = Number(choice.value);
      try {
        localStorage.setItem(minutes_key(), choice.value);
      } catch {
        // Kept for this sitting only.
      }
    });
    return element("label", { class: "review-time" }, "Time ", choice);
  }

  private lists(): HTMLElement[] {
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
          this.say(suspended ? "Suspended." : "Taken back.");
        })
        .catch((error: unknown) => this.complain(`This is not kept, so it does not count: ${error instanceof Error ? error.message : String(error)}.`));
    };
    const lists = [
      this.data.cards.length === 0 ? null : deck_list(this.data, schedule, now_here()),
      leech_list(this.data, schedule, (card) => put(card, true)),
      suspended_list(this.data, schedule, (card) => put(card, false)),
      this.data.cards.length === 0 ? null : element("p", { class: "review-links" }, element("a", { href: "?statistics" }, "Statistics")),
    ];
    return lists.filter((list) => list !== null);
  }

  private nothing_due(): string {
    const next = this.session.next_due;
    return next ? `The next card comes ${when_text(next, now_here(), this.data.config.rollover_hour)}.` : "Every card is put away.";
  }

  // Shows the session's current card as a question, or the end. `said`: what just happened, for the voice.
  private async next_card(said = ""): Promise<void> {
    const index = this.session.current;
    const card = index === null ? undefined : this.cards[index];
    const is_over = performance.now() >= this.ends_at;
    if (!card || is_over) {
      this.show_done(is_over);
      this.say(`${said} ${is_over ? "Time is up." : "Done."}`.trim());
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
    const leech = this.session.leech === null ? [] : [this.leech_notice()];
    this.set_view("question", this.bar(), ...leech, this.card_element(card, this.text), element("div", { class: "review-answer-row" }, show), this.tools());
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
    card?.append(element("hr"), element("div", { class: "review-back prose" }, safe_html(text.back, this.html_root())));
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

  private show_done(time_is_up = false): void {
    const session = this.session;
    const left = counts_text(session.counts);
    const lines: string[] = [];
    if (session.reviewed > 0) {
      const [again, hard, good, easy] = session.grades;
      const minutes = Math.round(session.answer_ms / 60_000);
      lines.push(
        `${counted(session.reviewed, "review")} in ${minutes === 0 ? "less than a minute" : `${minutes} min`}: ` +
          `${again} again, ${hard} hard, ${good} good, ${easy} easy. ${Math.round((100 * (session.reviewed - again)) / session.reviewed)}% remembered.`,
      );
      if (session.introduced > 0) lines.push(`${counted(session.introduced, "new card")} begun.`);
    }
    if (this.cards.length === 0) lines.push(this.data.cards.length === 0 ? "This site has no cards yet." : "There are no cards here.");
    else lines.push(session.current !== null ? `Left for today: ${left}.` : this.nothing_due());
    let title = session.reviewed > 0 ? "Done for now" : "Nothing is due";
    if (session.current !== null) title = time_is_up ? "Time is up" : "Paused";
    if (this.cards.length === 0) title = "No cards";
    const row = element("div", { class: "review-after" });
    if (session.current !== null) row.append(button("Go on", "resume", () => this.begin()));
    if (session.can_undo) row.append(button("Undo", "undo", () => void this.run("undo"), true));
    if (this.place.inline) this.add_linked_toggle(row);
    const everything = this.place.deck === null && this.place.note === null;
    if (!everything || this.place.inline) row.append(element("a", { class: "button quiet", href: `${window.loci.root}review.html` }, "All decks"));
    const name = element(this.place.inline ? "h3" : "h2", { tabindex: "-1" }, title);
    const head = element("div", { class: "review-head" }, name, ...lines.map((line) => element("p", {}, line)), ...this.leech_summary(), row);
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

  private leech_notice(): HTMLElement {
    const leech = this.leeches[this.leeches.length - 1];
    if (!leech) return element("p", { hidden: true });
    return element("p", { class: "notice review-leech", role: "alert" }, `Forgotten ${leech.lapses} times: `, element("a", { href: leech.href }, leech.name), ". Rewrite it, split it, or suspend it.");
  }

  private leech_summary(): HTMLElement[] {
    if (this.leeches.length === 0) return [];
    const list = element("ul", { class: "review-leeches" });
    for (const { name, href, lapses } of this.leeches) list.append(element("li", {}, element("a", { href }, name), `, forgotten ${lapses} times`));
    return [element("p", {}, "These do not stay. Rewrite them, split them, or suspend them:"), list];
  }

  // ---- the notes that this one links to ----------------------------------------------------------------------------

  private add_linked_toggle(row: HTMLElement): void {
    const linked = new Set(this.place.linked);
    const count = this.data.cards.filter((card) => card.slug !== this.place.note && linked.has(card.slug)).length;
    if (count === 0) return;
    const toggle = element("button", { type: "button", class: "review-tool review-toggle", "data-action": "linked", "aria-pressed": String(this.with_linked), click: () => this.toggle_linked() }, `With the notes linked here (${counted(count, "card")})`);
    row.append(toggle);
  }

  private toggle_linked(): void {
    if (this.busy) return;
    this.with_linked = !this.with_linked;
    this.choose_cards();
    this.session = this.new_session();
    this.begin();
  }

  // ---- pieces ------------------------------------------------------------------------------------------------------

  private bar(): HTMLElement {
    const counts = this.session.counts;
    const left = counts.due + counts.fresh + counts.learning;
    const total = left + this.session.reviewed;
    const progress = element("progress", { max: String(Math.max(1, total)), value: String(this.session.reviewed), "aria-label": "Progress" });
    const time = this.ends_at === Infinity ? "" : `, ${Math.max(1, Math.ceil((this.ends_at - performance.now()) / 60_000))} min left`;
    return element("div", { class: "review-bar" }, progress, element("span", { class: "review-counts" }, counts_text(counts) + time));
  }

  private html_root(): string {
    return this.place.inline ? window.loci.root || "./" : window.loci.root;
  }

  private card_element(card: SiteCard, text: CardText): HTMLElement {
    const path = element("nav", { class: "review-context", "aria-label": "Where this card is from" });
    for (const part of card.deck.split("/")) if (part !== "") path.append(part, " \u203a ");
    path.append(element("a", { href: window.loci.root + text.href }, card.title));
    if (text.context !== "") path.append(` \u203a ${text.context.split(" > ").join(" \u203a ")}`);
    return element("article", { class: "review-card", "data-card": card.id }, path, element("div", { class: "review-front prose" }, safe_html(text.front, this.html_root())));
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
    const schedule = this.session.schedule;
    const state = schedule.find(card.id);
    let text = "A new card: never answered.";
    if (is_reviewed(state)) {
      const day = review_day(now_here(), this.data.config.rollover_hour);
      const { stability, difficulty, reps, lapses } = state.memory;
      text =
        `Recall now ${Math.round(recall_on(schedule, state, day) * 100)}%, stability ${stability.toFixed(1)} days, difficulty ${difficulty.toFixed(1)} of 10; ` +
        `answered ${counted(reps, "time")}, forgotten ${counted(lapses, "time")}, last ${counted(elapsed_days(state, day), "day")} ago.`;
    }
    this.stage.querySelector(".review-card")?.append(element("p", { class: "review-info" }, text));
    this.say(text);
  }

  private tools(): HTMLElement {
    const tool = (label: string, key: string, command: Command): HTMLElement =>
      element("button", { type: "button", class: "review-tool", "data-action": command, "aria-keyshortcuts": key, click: () => void this.run(command) }, label);
    const row = element("div", { class: "review-tools" });
    if (this.session.can_undo) row.append(tool("Undo", "u", "undo"));
    row.append(tool("Bury", "-", "bury"), tool("Suspend", "@", "suspend"));
    if (this.text) row.append(element("a", { class: "review-tool", href: window.loci.root + this.text.href, "data-action": "open" }, "Note"));
    if (this.text && this.text.edit !== "") row.append(element("a", { class: "review-tool", href: this.text.edit, rel: "noopener", "data-action": "edit" }, "Edit"));
    row.append(tool("Keys", "?", "help"), tool("End", "Escape", "end"));
    if (this.place.inline) this.add_linked_toggle(row);
    return row;
  }

  private build_help(): void {
    const list = element("dl", {});
    for (const [keys, what] of key_list) list.append(element("dt", {}, keys), element("dd", {}, what));
    const close = button("Close", "close", () => this.help.close(), true);
    this.help.replaceChildren(element("h2", {}, "Keys"), list, close);
  }
}

async function open_log(): Promise<[CardData, Keeper]> {
  const [data, store] = await Promise.all([CardData.load(), open_hub(`${window.loci.root}hub.html`, window.loci.siteId)]);
  const keeper = new Keeper(store, new EventLog());
  await keeper.open();
  return [data, keeper];
}

async function open_everything(): Promise<[CardData, Keeper, Follower]> {
  const [data, keeper] = await open_log();
  const follower = make_follower(data, keeper);
  await follower.follow();
  return [data, keeper, follower];
}

function fail(root: HTMLElement, error: unknown): void {
  root.dataset["view"] = "error";
  const why = error instanceof Error ? error.message : String(error);
  root.replaceChildren(element("p", { class: "notice", role: "alert" }, `The cards cannot be shown: ${why}. Reload the page; if that does not help, build the site again.`));
}

// review.html: everything, `?deck=`, `?note=`, or `?statistics`.
export async function start_review(root: HTMLElement): Promise<void> {
  const query = new URLSearchParams(location.search);
  try {
    const [data, keeper, follower] = await open_everything();
    if (query.has("statistics")) show_statistics(root, data, keeper.log);
    else new ReviewPage(root, data, keeper, follower, { inline: false, deck: query.get("deck"), note: query.get("note"), linked: [] }).start();
  } catch (error) {
    fail(root, error);
  }
}

// The pages of this site that the text links to, as slugs.
function linked_notes(): string[] {
  const site_root = new URL(window.loci.root || "./", location.href).href;
  const slugs = new Set<string>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".note .prose a[href]")) {
    const address = link.href.replace(/[?#].*$/, "");
    if (address.startsWith(site_root) && address.endsWith(".html")) slugs.add(decodeURIComponent(address.slice(site_root.length, -".html".length)));
  }
  return [...slugs];
}

// At the foot of a note; `place` says which in data-review.
export async function review_in_place(place: HTMLElement): Promise<void> {
  try {
    const [data, keeper, follower] = await open_everything();
    new ReviewPage(place, data, keeper, follower, { inline: true, deck: null, note: place.dataset["review"] ?? "", linked: linked_notes() }).start();
  } catch (error) {
    fail(place, error);
  }
}

// Nobody reviews here: what was reviewed elsewhere is taken in, for the badge and the mastery of the page.
export async function refresh_summary(): Promise<void> {
  const [data, keeper] = await open_log();
  leave_summary(window.loci.siteId, summary_of(data.cards, new Schedule(keeper.log, fsrs_parameters(data.config)), data.config, now_here()));
}
