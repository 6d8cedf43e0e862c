// How well the cards are remembered at this moment: of a note, of a folder, of the site. Twin of
// generator/study/mastery.h; both answer tests/vectors/review/statistics.json. Knows nothing of the page.
import { elapsed_days, is_reviewed, type CardState, type Schedule } from "./schedule";
import type { QueueCard } from "./queue";

// Suspended cards are counted and otherwise left out; new cards have their own number and no part in the mean.
export interface Mastery {
  cards: number; // all of them
  fresh: number; // never answered
  suspended: number;
  known: number; // answered at least once and not suspended
  at_risk: number; // of the known: recall is below the desired retention
  due: number; // of the known: to be shown by the day asked about
  recall_sum: number; // of the known
  next_due_day: number | null; // the earliest of the known; may be past
}

export function no_mastery(): Mastery {
  return { cards: 0, fresh: 0, suspended: 0, known: 0, at_risk: 0, due: 0, recall_sum: 0, next_due_day: null };
}

// 0 to 1; null when nothing is known.
export function mean_recall(mastery: Mastery): number | null {
  return mastery.known === 0 ? null : mastery.recall_sum / mastery.known;
}

export function share_at_risk(mastery: Mastery): number | null {
  return mastery.known === 0 ? null : mastery.at_risk / mastery.known;
}

// The day on which a card is to be shown again: of a step within the day, the day of its review.
export function due_day(state: CardState): number {
  return Math.max(state.due.at_instant ? state.last_day : state.due.value, state.buried_until);
}

export function recall_on(schedule: Schedule, state: CardState, day: number): number {
  return schedule.fsrs.retrievability(elapsed_days(state, day), state.memory.stability);
}

export function add_card(mastery: Mastery, schedule: Schedule, card: string, day: number, desired_retention: number): void {
  ++mastery.cards;
  const state = schedule.find(card);
  if (state?.suspended) {
    ++mastery.suspended;
    return;
  }
  if (!is_reviewed(state)) {
    ++mastery.fresh;
    return;
  }
  const recall = recall_on(schedule, state, day);
  ++mastery.known;
  mastery.recall_sum += recall;
  if (recall < desired_retention) ++mastery.at_risk;
  const due = due_day(state);
  if (due <= day) ++mastery.due;
  if (mastery.next_due_day === null || due < mastery.next_due_day) mastery.next_due_day = due;
}

export function add(mastery: Mastery, other: Mastery): void {
  mastery.cards += other.cards;
  mastery.fresh += other.fresh;
  mastery.suspended += other.suspended;
  mastery.known += other.known;
  mastery.at_risk += other.at_risk;
  mastery.due += other.due;
  mastery.recall_sum += other.recall_sum;
  if (other.next_due_day !== null && (mastery.next_due_day === null || other.next_due_day < mastery.next_due_day)) {
    mastery.next_due_day = other.next_due_day;
  }
}

// One entry for each of `notes` notes, in their order.
export function mastery_of_notes(cards: readonly QueueCard[], notes: number, schedule: Schedule, day: number, desired_retention: number): Mastery[] {
  const all = Array.from({ length: notes }, no_mastery);
  for (const card of cards) add_card(all[card.note] as Mastery, schedule, card.id, day, desired_retention);
  return all;
}

// Folders that hold cards, with everything below them, sorted by name; "" is the site and comes first.
export function mastery_of_folders(slugs: readonly string[], notes: readonly Mastery[]): [folder: string, mastery: Mastery][] {
  const folders = new Map<string, Mastery>([["", no_mastery()]]);
  slugs.forEach((slug, i) => {
    const note = notes[i];
    if (!note || note.cards === 0) return;
    for (let folder = slug; folder !== ""; ) {
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
      let mastery = folders.get(folder);
      if (!mastery) folders.set(folder, (mastery = no_mastery()));
      add(mastery, note);
    }
  });
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
}
