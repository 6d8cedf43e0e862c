// Turns the due cards of a schedule into the order of one session. Twin of generator/study/queue.h.
import type { Due } from "./day";
import { default_parameters, Phase, type FsrsParameters } from "./fsrs";
import { elapsed_days, type CardState, type Schedule } from "./schedule";

export interface CardsConfig {
  desired_retention: number;
  new_per_day: number;
  reviews_per_day: number; // 0: no limit
  maximum_interval_days: number;
  rollover_hour: number;
}

// The order of the cards given is the order of learning new ones; siblings have one note.
export interface QueueCard {
  id: string;
  note: number;
  retention?: number; // desired, in hundredths; nothing: the site's
}

export interface QueueCounts {
  due: number;
  fresh: number;
  learning: number;
}

export interface Queue {
  learning: number[]; // indices into the cards given, by instant
  main: number[]; // reviews and new cards in the order of the session
  counts: QueueCounts;
  next: Due | null; // when nothing is due now: when the next card will be
}

export function fsrs_parameters(config: CardsConfig): FsrsParameters {
  return {
    ...default_parameters,
    desired_retention: config.desired_retention,
    maximum_interval_days: config.maximum_interval_days,
  };
}

type Place = { place: "out" | "fresh" | "learning" | "review" } | { place: "later"; then: Due };

function place_card(state: CardState | undefined, day: number): Place {
  if (state === undefined) return { place: "fresh" };
  if (state.suspended) return { place: "out" };
  const on_day = (value: number): Place => ({ place: "later", then: { at_instant: false, value } });
  const buried = day < state.buried_until;
  if (state.memory.phase === Phase.fresh) return buried ? on_day(state.buried_until) : { place: "fresh" };
  if (state.due.at_instant) return buried ? on_day(state.buried_until) : { place: "learning" };
  const due = Math.max(state.due.value, state.buried_until);
  return due > day ? on_day(due) : { place: "review" };
}

// Evenly: after a share of the reviews, about the same share of the new cards has been shown. Begins with a review.
function mix(reviews: readonly number[], fresh: readonly number[]): number[] {
  const mixed: number[] = [];
  let r = 0;
  let f = 0;
  while (r < reviews.length || f < fresh.length) {
    const review = f === fresh.length || (r < reviews.length && (2 * r + 1) * fresh.length <= (2 * f + 1) * reviews.length);
    mixed.push((review ? reviews[r++] : fresh[f++]) as number);
  }
  return mixed;
}

// A card of the note just shown waits until another note came between. Cards that still wait at the end are put into
// gaps further up, the last gap first; only when there is none do siblings meet.
export function spread_siblings(notes: readonly number[]): number[] {
  const order: number[] = [];
  const waiting: number[] = []; // all of one note: that of the last card of `order`
  notes.forEach((note, i) => {
    const last = order[order.length - 1];
    if (last !== undefined && note === notes[last]) {
      waiting.push(i);
      return;
    }
    order.push(i);
    const waited = waiting.shift();
    if (waited !== undefined) order.push(waited);
  });
  const first = waiting[0];
  if (first === undefined) return order;
  const note = notes[first];
  const reversed: number[] = [];
  for (let i = order.length - 1; i >= 0; --i) {
    const here = order[i] as number;
    reversed.push(here);
    const above = order[i - 1];
    const gap = notes[here] !== note && (above === undefined || notes[above] !== note);
    const filler = gap ? waiting.pop() : undefined;
    if (filler !== undefined) reversed.push(filler);
  }
  return [...reversed.reverse(), ...waiting];
}

export function build_queue(cards: readonly QueueCard[], schedule: Schedule, config: CardsConfig, now_ms: number, day: number): Queue {
  const learning: { rank: number; card: number }[] = [];
  const reviews: { rank: number; card: number }[] = [];
  let fresh: number[] = [];
  let later: Due | null = null;
  const note_next = (value: number): void => {
    if (later === null || value < later.value) later = { at_instant: false, value };
  };
  cards.forEach((card, i) => {
    const state = schedule.find(card.id);
    const placed = place_card(state, day);
    if (placed.place === "fresh") fresh.push(i);
    if (placed.place === "later") note_next(placed.then.value);
    if (placed.place === "learning") learning.push({ rank: (state as CardState).due.value, card: i });
    if (placed.place === "review") {
      const known = state as CardState;
      reviews.push({ rank: schedule.fsrs.retrievability(elapsed_days(known, day), known.memory.stability), card: i });
    }
  });
  const by_rank = (a: { rank: number; card: number }, b: { rank: number; card: number }): number => a.rank - b.rank || a.card - b.card;
  learning.sort(by_rank);
  reviews.sort(by_rank);

  const today = schedule.on_day(day);
  const review_room = Math.max(0, config.reviews_per_day - today.reviews);
  if (config.reviews_per_day > 0 && reviews.length > review_room) {
    reviews.length = review_room;
    note_next(day + 1);
  }
  const room = Math.max(0, config.new_per_day - today.introduced);
  if (fresh.length > room) {
    fresh = fresh.slice(0, room);
    if (config.new_per_day > 0) note_next(day + 1);
  }

  const mixed = mix(
    reviews.map((review) => review.card),
    fresh,
  );
  const main = spread_siblings(mixed.map((card) => (cards[card] as QueueCard).note)).map((position) => mixed[position] as number);
  const first_step = learning[0];
  let next: Due | null = null;
  if (first_step) {
    if (first_step.rank > now_ms) next = { at_instant: true, value: first_step.rank };
  } else if (main.length === 0) {
    next = later;
  }
  return {
    learning: learning.map((step) => step.card),
    main,
    counts: { due: reviews.length, fresh: fresh.length, learning: learning.length },
    next,
  };
}
