// Leaves in this browser what every page may say about memory without the log (../remembered.ts reads it).
import { changed_event, remembered_key, type KnownCard, type Remembered } from "../remembered";
import { review_day, type Moment } from "./day";
import { Phase } from "./fsrs";
import { due_day } from "./mastery";
import type { CardsConfig, QueueCard } from "./queue";
import type { Schedule } from "./schedule";

export function summary_of(cards: readonly (QueueCard & { slug: string })[], schedule: Schedule, config: CardsConfig, now: Moment): Remembered {
  const day = review_day(now, config.rollover_hour);
  const { introduced, reviews } = schedule.on_day(day);
  const all: Remembered = {
    v: 1,
    ...schedule.fsrs.curve,
    retention: config.desired_retention,
    rollover_hour: config.rollover_hour,
    new_per_day: config.new_per_day,
    reviews_per_day: config.reviews_per_day,
    day,
    introduced,
    reviews,
    fresh: 0,
    notes: {},
  };
  for (const card of cards) {
    const state = schedule.find(card.id);
    if (state?.suspended) continue;
    if (state === undefined || state.memory.phase === Phase.fresh) {
      if (state === undefined || state.buried_until <= day) ++all.fresh;
      continue;
    }
    const in_steps = state.memory.phase === Phase.review ? 0 : 1;
    const known: KnownCard = [state.memory.stability, state.last_day, due_day(state), in_steps];
    (all.notes[card.slug] ??= []).push(known);
  }
  return all;
}

// A page that may not store anything goes without the badge.
export function leave_summary(site: string, summary: Remembered): void {
  try {
    localStorage.setItem(remembered_key(site), JSON.stringify(summary));
    document.dispatchEvent(new Event(changed_event));
  } catch {
    // Full or forbidden; the log itself is elsewhere.
  }
}
