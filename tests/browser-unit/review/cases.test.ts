// The fold, the queue, the day rule and the labels on the cases that the C++ code answers: tests/vectors/review.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { interval_label, review_day, when_text, type Due } from "../../../assets/lib/review/day";
import { EventLog } from "../../../assets/lib/review/event_log";
import { build_queue, fsrs_parameters, spread_siblings } from "../../../assets/lib/review/queue";
import { is_reviewed, Schedule, type CardState } from "../../../assets/lib/review/schedule";
import { compare_typed, type TypedPiece } from "../../../assets/lib/review/typed_answer";

declare const LOCI_SOURCE: string;

const file = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/review/cases.json`, "utf8"));

function due_json(due: Due | null): unknown {
  return due === null ? null : { [due.at_instant ? "at" : "day"]: due.value };
}

function state_json(state: CardState | undefined): unknown {
  if (state === undefined) return null;
  const { phase, step, stability: s, difficulty: d, reps, lapses } = state.memory;
  return {
    phase, step, s, d, reps, lapses,
    ...(is_reviewed(state) ? { due: due_json(state.due), first_day: state.first_day, last_day: state.last_day } : {}),
    ...(state.suspended ? { suspended: true } : {}),
    ...(state.buried_until < -1e8 ? {} : { buried_until: state.buried_until }),
  };
}

for (const one of file.cases) {
  test(one.name, () => {
    const log = new EventLog();
    log.add_text("log", one.lines.join("\n"));
    const schedule = new Schedule(log, fsrs_parameters(one.config));
    const day = review_day({ unix_ms: one.now.t, utc_offset_minutes: one.now.tz }, one.config.rollover_hour);
    const cards = one.cards.map(([id, note]: [string, number]) => ({ id, note }));
    const queue = build_queue(cards, schedule, one.config, one.now.t, day);
    const ids = (indices: number[]): string[] => indices.map((index) => cards[index].id);
    assert.deepEqual({
      day,
      states: Object.fromEntries(cards.map((card: { id: string }) => [card.id, state_json(schedule.find(card.id))])),
      learning: ids(queue.learning),
      main: ids(queue.main),
      counts: queue.counts,
      next: due_json(queue.next),
      today: schedule.on_day(day),
      disagreements: schedule.disagreements,
    }, one.expected);
  });
}

test("siblings are spread as in C++", () => {
  for (const one of file.spread) assert.deepEqual(spread_siblings(one.notes), one.order);
});

test("the day of a review: DST, the date line, the rollover", () => {
  for (const one of file.days) assert.equal(review_day({ unix_ms: one.t, utc_offset_minutes: one.tz }, one.rollover), one.day, one.what);
});

test("labels of intervals", () => {
  for (const [minutes, label] of file.labels) assert.equal(interval_label(minutes), label);
});

test("when a card is due is told in words", () => {
  const now = { unix_ms: 1795255200000, utc_offset_minutes: 0 };
  const at = (minutes: number): Due => ({ at_instant: true, value: now.unix_ms + minutes * 60000 });
  const on = (value: number): Due => ({ at_instant: false, value });
  assert.deepEqual(
    [at(-1), at(10), at(190), on(20778), on(20779), on(20790)].map((due) => when_text(due, now, 4)),
    ["in 1 min", "in 10 min", "in 3 h", "today", "tomorrow", "in 12 days (3 December 2026)"],
  );
});

test("a typed answer is compared as in C++", () => {
  const shown = (pieces: readonly TypedPiece[]): string => pieces.map(({ same, text }) => (same ? text : `[${text}]`)).join("");
  for (const each of JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/review/typed.json`, "utf8"))) {
    const got = compare_typed(each.typed, each.expected);
    assert.deepEqual([shown(got.typed), shown(got.expected), got.verdict], [each.shown, each.answer, each.verdict]);
  }
});
