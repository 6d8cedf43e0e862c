// The state of every card: a fold over the log of events. Twin of generator/study/schedule.h; both answer
// tests/vectors/review/cases.json.
import type { Due } from "./day";
import { earlier, type EventLog } from "./event_log";
import type { LogEvent } from "./log_event";
import { Fsrs, fuzz_seed, new_memory, Phase, type FsrsParameters, type MemoryState, type Outcome } from "./fsrs";
import { at_once, type Steps } from "./steps";

export interface CardState {
  memory: MemoryState;
  due: Due;
  last_day: number;
  first_day: number;
  buried_until: number; // may be shown again on this day
  suspended: boolean;
}

// A schedule to go on from another time, as one text: a browser hands that on faster than as many objects.
interface KeptSchedule {
  states: [card: string, state: CardState][];
  days: [day: number, counts: DayCounts][];
  aliases: [from: string, to: string][];
  weights: readonly number[]; // of the params event that counted; none: the site's
  undone: string[]; // by an event that came before what it takes back
  newest: Newest | null;
  counted: number;
  disagreements: number;
}

type Newest = Pick<LogEvent, "t" | "id">;

const never = -1e9; // before any day

// The ids of the cards that a kept schedule knows, as they are called now.
export function ids_of(kept: string): string[] {
  return (JSON.parse(kept) as KeptSchedule).states.map(([id]) => id);
}

export interface DayCounts {
  introduced: number; // first reviews of a card
  reviews: number; // of cards in review: what a daily limit counts
  grades: number;
}

export function is_reviewed(state: CardState | undefined): state is CardState {
  return state !== undefined && state.memory.phase !== Phase.fresh;
}

// Civil days since the last review; 0 for a new card and when the clock went back.
export function elapsed_days(state: CardState | undefined, day: number): number {
  return is_reviewed(state) ? Math.max(0, day - state.last_day) : 0;
}

function due_of(outcome: Outcome, event: LogEvent): Due {
  if (outcome.interval_days > 0) return { at_instant: false, value: event.day + outcome.interval_days };
  return { at_instant: true, value: event.t + outcome.delay_minutes * 60_000 };
}

// A review that counts, at the moment when the fold meets it: for statistics over a whole log.
export interface ReplayedReview {
  event: LogEvent;
  before: Readonly<CardState>; // as long as the call lasts
  elapsed_days: number;
  recall: number; // the probability of recall before it; 0 for a card that was new
}

export class Schedule {
  readonly fsrs: Fsrs;
  disagreements = 0; // events that state another memory than the replay gives
  counted = 0; // events that say something about it
  newest: Newest | null = null; // of those
  private weights: readonly number[] = [];
  private readonly undone: string[] = []; // what the log takes back and does not have
  private readonly states = new Map<string, CardState>();
  private readonly aliases = new Map<string, string>();
  private readonly days = new Map<number, DayCounts>();
  private readonly folding: Steps<void>;

  // `observer` is called for every review that counts, in order.
  constructor(
    log: Pick<EventLog, "events" | "has">,
    parameters: FsrsParameters,
    private observer?: ((review: ReplayedReview) => void) | undefined,
    later = false,
  ) {
    const events = log.events();
    const undone = new Set<string>(); // an undo of an undo does not count: what was undone can be done again
    for (const event of events) {
      if (event.kind === "undo") undone.add(event.ref);
      this.count(event);
    }
    for (const id of undone) if (!log.has(id)) this.undone.push(id);
    let params: LogEvent | undefined;
    for (const event of events) {
      if (event.kind === "review" || undone.has(event.id)) continue;
      if (event.kind === "params") params = event;
      if (event.kind === "alias") this.add_alias(event.card, event.ref);
    }
    this.weights = params?.weights ?? [];
    this.fsrs = new Fsrs(this.weights.length > 0 ? { ...parameters, weights: this.weights } : parameters);
    this.folding = this.apply_all(events, undone, params);
    if (!later) at_once(this.folding);
  }

  // The same in steps, for a log that would hold the page up.
  static *fold(log: EventLog, parameters: FsrsParameters): Steps<Schedule> {
    const schedule = new Schedule(log, parameters, undefined, true);
    yield* schedule.folding;
    return schedule;
  }

  // The fold of the log that `text` (kept()) was made from and of `events`, all that came since, in their order. Null: only the whole
  // log can tell, because one of them is older than those that are folded, or changes what is folded.
  static resume(text: string, events: readonly LogEvent[], parameters: FsrsParameters): Schedule | null {
    const { states, days, aliases, undone: missing, ...rest } = JSON.parse(text) as KeptSchedule;
    const own = rest.weights.length > 0 ? { ...parameters, weights: rest.weights } : parameters;
    const schedule = new Schedule({ events: () => [], has: () => false }, own);
    Object.assign(schedule, rest, { states: new Map(states), days: new Map(days), aliases: new Map(aliases) });
    const came = new Set(events.map((event) => event.id));
    const undone = new Set(missing);
    for (const id of undone) if (!came.has(id)) schedule.undone.push(id);
    for (const { kind, ref } of events) {
      if (kind !== "undo") continue;
      if (!came.has(ref) && !undone.has(ref)) return null;
      undone.add(ref);
    }
    for (const event of events) {
      if (event.kind === "unknown") continue;
      if (event.kind === "alias" || event.kind === "params") return null;
      if (schedule.newest && earlier(event, schedule.newest)) return null;
      schedule.count(event);
      if (!undone.has(event.id)) schedule.apply(event, true);
    }
    return schedule;
  }

  // As it is now, to go on from another time.
  kept(): string {
    const { weights, undone, counted, disagreements } = this;
    const newest = this.newest && { t: this.newest.t, id: this.newest.id };
    return JSON.stringify({ states: [...this.states], days: [...this.days], aliases: [...this.aliases], weights, undone, newest, counted, disagreements } satisfies KeptSchedule);
  }

  private count(event: LogEvent): void {
    if (event.kind === "unknown") return;
    ++this.counted;
    if (!this.newest || earlier(this.newest, event)) this.newest = event;
  }

  private *apply_all(events: readonly LogEvent[], undone: ReadonlySet<string>, params: LogEvent | undefined): Steps<void> {
    let check = params === undefined;
    let count = 0;
    for (const event of events) {
      if (undone.size === 0 || !undone.has(event.id)) this.apply(event, check);
      if (event === params) check = true;
      if (++count % 500 === 0) yield;
    }
    this.observer = undefined;
  }

  // Counts one more event that is later than all before. False: it needs a new fold.
  add(event: LogEvent): boolean {
    if (event.kind === "undo" || event.kind === "alias" || event.kind === "params") return false;
    this.count(event);
    this.apply(event, true);
    return true;
  }

  find(card: string): CardState | undefined {
    return this.states.get(this.current_id(card));
  }

  on_day(day: number): DayCounts {
    return this.days.get(day) ?? { introduced: 0, reviews: 0, grades: 0 };
  }

  private current_id(card: string): string {
    if (this.aliases.size === 0) return card;
    for (let next = this.aliases.get(card); next !== undefined; next = this.aliases.get(card)) card = next;
    return card;
  }

  // A later alias wins over an earlier one of the same card, and over one that says the opposite: a question that was
  // changed and changed back. The first must go before the second is looked for, or three could make a circle.
  private add_alias(from: string, to: string): void {
    if (from === to) return;
    this.aliases.delete(from);
    if (this.current_id(to) === from) this.aliases.delete(to);
    this.aliases.set(from, to);
  }

  private state_of(card: string): CardState {
    const id = this.current_id(card);
    let state = this.states.get(id);
    if (!state) {
      state = {
        memory: new_memory,
        due: { at_instant: false, value: 0 },
        last_day: 0,
        first_day: 0,
        buried_until: never,
        suspended: false,
      };
      this.states.set(id, state);
    }
    return state;
  }

  private apply(event: LogEvent, check: boolean): void {
    if (event.kind === "review") this.apply_review(event, check);
    if (event.kind === "suspend") this.state_of(event.card).suspended = event.on;
    if (event.kind === "bury") this.state_of(event.card).buried_until = event.until;
  }

  private apply_review(event: LogEvent, check: boolean): void {
    const state = this.state_of(event.card);
    const elapsed = elapsed_days(state, event.day);
    const before = state.memory;
    if (this.observer) {
      const recall = is_reviewed(state) ? this.fsrs.retrievability(elapsed, before.stability) : 0;
      this.observer({ event, before: state, elapsed_days: elapsed, recall });
    }
    const due = event.due;
    if (due) {
      state.memory = this.fsrs.remember(before, elapsed, event.grade);
      state.due = due;
      // Whoever wrote the event had no more steps for this card, whatever ours are.
      const in_steps = state.memory.phase === Phase.learning || state.memory.phase === Phase.relearning;
      if (in_steps && !state.due.at_instant) state.memory = { ...state.memory, phase: Phase.review, step: 0 };
    } else {
      const outcome = this.fsrs.next(before, elapsed, event.grade, fuzz_seed(event.card, before.reps + 1));
      state.memory = outcome.memory;
      state.due = due_of(outcome, event);
    }
    let counts = this.days.get(event.day);
    if (!counts) {
      counts = { introduced: 0, reviews: 0, grades: 0 };
      this.days.set(event.day, counts);
    }
    ++counts.grades;
    if (before.phase === Phase.fresh) {
      ++counts.introduced;
      state.first_day = event.day;
    }
    if (before.phase === Phase.review) ++counts.reviews;
    state.last_day = event.day;
    if (!check || event.stability === 0) return;
    const agrees =
      Math.abs(event.stability - state.memory.stability) < 1e-4 && Math.abs(event.difficulty - state.memory.difficulty) < 1e-3;
    if (!agrees) ++this.disagreements;
  }
}
