// One sitting of reviews: which card is next, what a grade does, and that it is kept before the next card is shown.
// Twin of generator/review/session.h; knows nothing of the page.
import { review_day, type Due, type Moment } from "./day";
import { bury_line, make_ulid, parse_event, review_line, suspend_line, undo_line, type EventLog, type EventStamp } from "./event_log";
import type { LogEvent } from "./log_event";
import { fuzz_seed, new_memory, type Grade, type Outcome } from "./fsrs";
import { build_queue, fsrs_parameters, type CardsConfig, type Queue, type QueueCard, type QueueCounts } from "./queue";
import { elapsed_days, is_reviewed, Schedule, type CardState } from "./schedule";
import { in_slices } from "./steps";

const learn_ahead_ms = 20 * 60_000; // rather than to send the reader away for a few minutes, show a step early
const most_answer_ms = 60_000; // longer means that the reader was away
const leech_lapses = 8; // forgotten so often, a card is badly put rather than hard
const leech_again = 4; // and is named again after as many more

export function is_leech(state: CardState | undefined): boolean {
  return state !== undefined && !state.suspended && state.memory.lapses >= leech_lapses;
}

export interface SessionSetup {
  cards: readonly QueueCard[];
  config: CardsConfig;
  device: string;
  clock(): Moment;
  random(bytes: Uint8Array): void;
  keep(line: string): Promise<void>; // resolves when the event is safe
  behind?(): string | null; // the fold of what the log leaves out
  whole?(): Promise<void>; // resolves when it leaves nothing out
}

interface Done {
  event_id: string;
  card: number;
  grade: Grade | null; // null: buried or suspended
  introduced: boolean;
  answer_ms: number;
  first: boolean; // of what one command did: undo goes back to it
}

export class Session {
  readonly grades: [number, number, number, number] = [0, 0, 0, 0];
  introduced = 0;
  answer_ms = 0;
  leech: number | null = null; // the card just graded, when it should be named
  private schedule_: Schedule;
  // As built at the start of the day; a card leaves when it is graded. The order is not made anew after each card, or
  // the new cards, which are mixed in evenly, would for ever be further down.
  private queue!: Queue;
  private day = 0;
  private current_: number | null = null;
  private last_note = -1;
  private readonly done: Done[] = [];

  constructor(
    private readonly setup: SessionSetup,
    private readonly log: EventLog,
    schedule?: Schedule, // the fold of the log, where it is made already
  ) {
    this.schedule_ = schedule ?? new Schedule(log, fsrs_parameters(setup.config));
    const now = setup.clock();
    this.rebuild(now);
    this.choose(now);
  }

  get schedule(): Schedule {
    return this.schedule_;
  }
  get current(): number | null {
    return this.current_;
  }
  get counts(): QueueCounts {
    return this.queue.counts;
  }
  get next_due(): Due | null {
    return this.queue.next;
  }
  get can_undo(): boolean {
    return this.done.length > 0 || this.done_earlier() !== null || Boolean(this.setup.behind?.());
  }
  get reviewed(): number {
    return this.grades[0] + this.grades[1] + this.grades[2] + this.grades[3];
  }
  // The cards that will probably be next: their texts are worth loading now.
  get upcoming(): readonly number[] {
    return [...this.queue.main.slice(0, 3), ...this.queue.learning.slice(0, 2)];
  }

  choices(): Outcome[] {
    const card = this.current_;
    if (card === null) return [];
    const state = this.state(card);
    const memory = state?.memory ?? new_memory;
    const retention = this.setup.cards[card]?.retention;
    const fsrs = retention ? this.schedule_.fsrs.at_retention(retention / 100) : this.schedule_.fsrs;
    return fsrs.preview(memory, elapsed_days(state, this.day), fuzz_seed(this.id(card), memory.reps + 1));
  }

  async grade(grade: Grade, answer_ms: number): Promise<void> {
    const card = this.current_;
    const outcome = this.choices()[grade - 1];
    if (card === null || outcome === undefined) return;
    const now = this.setup.clock();
    const before = this.state(card);
    const introduced = !is_reviewed(before);
    const lapses = before?.memory.lapses ?? 0;
    this.leech = null;
    const due: Due =
      outcome.interval_days > 0
        ? { at_instant: false, value: this.day + outcome.interval_days }
        : { at_instant: true, value: now.unix_ms + outcome.delay_minutes * 60_000 };
    const spent = Math.round(Math.min(Math.max(answer_ms, 0), most_answer_ms));
    const stamp = this.stamp(now);
    await this.write(review_line(stamp, this.id(card), grade, spent, due, outcome.memory));
    this.done.push({ event_id: stamp.id, card, grade, introduced, answer_ms: spent, first: true });
    ++this.grades[(grade - 1) as 0 | 1 | 2 | 3];
    if (introduced) ++this.introduced;
    this.answer_ms += spent;
    const forgotten = this.state(card)?.memory.lapses ?? 0;
    if (forgotten > lapses && forgotten >= leech_lapses && (forgotten - leech_lapses) % leech_again === 0) this.leech = card;
    this.move_on(card, now);
  }

  // Of the card, or of its whole note.
  async bury(whole_note = false): Promise<void> {
    await this.put_away(whole_note, (stamp, card) => bury_line(stamp, card, this.day + 1));
  }

  async suspend(whole_note = false): Promise<void> {
    await this.put_away(whole_note, (stamp, card) => suspend_line(stamp, card, true));
  }

  async suspend_card(card: number, on: boolean): Promise<void> {
    await this.write(suspend_line(this.stamp(this.setup.clock()), this.id(card), on));
    await this.merged();
  }

  // What there is to undo may be in what the log leaves out.
  async look_back(): Promise<void> {
    if (this.done.length === 0 && this.done_earlier() === null) await this.setup.whole?.();
  }

  // The last command of this sitting; before the first of them, what this device did last in any sitting.
  async undo(): Promise<void> {
    this.leech = null;
    for (let first = false; !first; ) {
      const last = this.done[this.done.length - 1] ?? this.done_earlier();
      if (!last) return;
      await this.write(undo_line(this.stamp(this.setup.clock()), last.event_id));
      this.done.pop();
      this.take_back(last);
      first = last.first;
    }
  }

  // Looks again at the clock: steps whose minute has come, a new day.
  refresh(): void {
    const now = this.setup.clock();
    if (review_day(now, this.setup.config.rollover_hour) !== this.day) {
      this.rebuild(now);
      this.choose(now);
    } else if (this.current_ === null) {
      this.choose(now);
    }
  }

  // Events came from elsewhere (another tab, a file, the preview server) and are in the log already.
  async merged(): Promise<void> {
    await this.fold();
    const now = this.setup.clock();
    const before = this.current_;
    this.rebuild(now);
    this.choose(now);
    if (before !== null && (this.queue.main.includes(before) || this.queue.learning.includes(before))) this.current_ = before;
  }

  private id(card: number): string {
    return (this.setup.cards[card] as QueueCard).id;
  }

  private note(card: number): number {
    return (this.setup.cards[card] as QueueCard).note;
  }

  private state(card: number): CardState | undefined {
    return this.schedule_.find(this.id(card));
  }

  private stamp(now: Moment): EventStamp {
    const randomness = new Uint8Array(10);
    this.setup.random(randomness);
    return { id: make_ulid(now.unix_ms, randomness), device: this.setup.device, at: now, day: this.day };
  }

  // Kept first, then in memory: what the reader sees is what is saved.
  private async write(line: string): Promise<void> {
    await this.setup.keep(line);
    const event = parse_event(line);
    if (typeof event === "string") throw new Error(event);
    const newest = this.schedule_.newest;
    const is_latest = newest === null || newest.t < event.t;
    this.log.add(event);
    if (!is_latest || !this.schedule_.add(event)) await this.fold();
  }

  private async fold(): Promise<void> {
    const parameters = fsrs_parameters(this.setup.config);
    const behind = this.setup.behind?.();
    const resumed = behind ? Schedule.resume(behind, this.log.events(), parameters) : null;
    if (behind && !resumed) await this.setup.whole?.();
    let schedule = resumed;
    while (!schedule) {
      const known = this.log.events().length;
      const whole = await in_slices(Schedule.fold(this.log, parameters));
      if (this.log.events().length === known) schedule = whole; // nothing came while the page breathed
    }
    this.schedule_ = schedule;
  }

  private rebuild(now: Moment): void {
    this.day = review_day(now, this.setup.config.rollover_hour);
    this.queue = build_queue(this.setup.cards, this.schedule_, this.setup.config, now.unix_ms, this.day);
  }

  private async put_away(whole_note: boolean, line_of: (stamp: EventStamp, card: string) => string): Promise<void> {
    const card = this.current_;
    if (card === null) return;
    const now = this.setup.clock();
    const note = this.note(card);
    const is_away = (state: CardState | undefined): boolean => state !== undefined && (state.suspended || this.day < state.buried_until);
    const others = whole_note ? this.setup.cards.map((_, i) => i).filter((i) => i !== card && this.note(i) === note && !is_away(this.state(i))) : [];
    this.leech = null;
    let first = true;
    for (const each of [card, ...others]) {
      const stamp = this.stamp(now);
      await this.write(line_of(stamp, this.id(each)));
      this.done.push({ event_id: stamp.id, card: each, grade: null, introduced: false, answer_ms: 0, first });
      this.leave_queue(each);
      first = false;
    }
    this.move_on(card, now);
  }

  private take_back(last: Done): void {
    if (last.grade !== null) --this.grades[(last.grade - 1) as 0 | 1 | 2 | 3];
    if (last.introduced) --this.introduced;
    this.answer_ms -= last.answer_ms;
    this.leave_queue(last.card);
    const state = this.state(last.card);
    if (is_reviewed(state) && state.due.at_instant) this.join_learning(last.card);
    else this.queue.main.unshift(last.card);
    this.count();
    this.current_ = last.card;
  }

  // The last thing in the log that this device did to one of these cards and nobody has undone.
  private done_earlier(): Done | null {
    const events = this.log.events();
    const undone = new Set<string>();
    const mine = new Map<CardState | undefined, number>(); // by state, because a card may have had another id then
    this.setup.cards.forEach((_, i) => mine.set(this.state(i), i));
    mine.delete(undefined);
    for (let i = events.length - 1; i >= 0; --i) {
      const event = events[i] as LogEvent;
      if (undone.has(event.id)) continue;
      if (event.kind === "undo") undone.add(event.ref);
      const counts = event.kind === "review" || event.kind === "bury" || (event.kind === "suspend" && event.on);
      if (!counts || event.device !== this.setup.device) continue;
      const card = mine.get(this.schedule_.find(event.card));
      if (card !== undefined) return { event_id: event.id, card, grade: null, introduced: false, answer_ms: 0, first: true };
    }
    return null;
  }

  private leave_queue(card: number): void {
    this.queue.main = this.queue.main.filter((other) => other !== card);
    this.queue.learning = this.queue.learning.filter((other) => other !== card);
  }

  private join_learning(card: number): void {
    this.queue.learning.push(card);
    const due_at = (index: number): number => this.state(index)?.due.value ?? 0;
    this.queue.learning.sort((a, b) => due_at(a) - due_at(b) || a - b);
  }

  private move_on(card: number, now: Moment): void {
    this.leave_queue(card);
    this.last_note = this.note(card);
    const state = this.state(card);
    const hidden = state !== undefined && (state.suspended || this.day < state.buried_until);
    if (is_reviewed(state) && state.due.at_instant && !hidden) this.join_learning(card);
    this.count();
    if (review_day(now, this.setup.config.rollover_hour) !== this.day) this.rebuild(now);
    this.choose(now);
  }

  private count(): void {
    const fresh = this.queue.main.filter((card) => !is_reviewed(this.state(card))).length;
    this.queue.counts = { due: this.queue.main.length - fresh, fresh, learning: this.queue.learning.length };
  }

  private choose(now: Moment): void {
    this.current_ = null;
    // Cards buried or suspended in this sitting leave room for other new ones.
    if (this.queue.main.length === 0) this.rebuild(now);
    const next = this.queue.next;
    this.queue.next = null;
    if (this.first_step_by(now.unix_ms)) return;
    const [first, second] = this.queue.main;
    if (first !== undefined) {
      // A learning step may have come between two siblings' places; one look further keeps them apart.
      if (second !== undefined && this.note(first) === this.last_note && this.note(second) !== this.last_note) {
        this.queue.main[0] = second;
        this.queue.main[1] = first;
      }
      this.current_ = this.queue.main[0] as number;
      return;
    }
    if (!this.first_step_by(now.unix_ms + learn_ahead_ms)) this.queue.next = next;
  }

  private first_step_by(until: number): boolean {
    const card = this.queue.learning[0];
    if (card === undefined || (this.state(card)?.due.value ?? Infinity) > until) return false;
    this.current_ = card;
    return true;
  }
}
