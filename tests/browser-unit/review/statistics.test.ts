// Mastery, statistics and forecast on the log that the C++ code answers: tests/vectors/review/statistics.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { EventLog } from "../../../assets/lib/review/event_log";
import { forecast } from "../../../assets/lib/review/forecast";
import { mastery_of_folders, mastery_of_notes, mean_recall, share_at_risk, type Mastery } from "../../../assets/lib/review/mastery";
import { fsrs_parameters } from "../../../assets/lib/review/queue";
import { Schedule } from "../../../assets/lib/review/schedule";
import { statistics_of, StudyHistory } from "../../../assets/lib/review/stats";

declare const LOCI_SOURCE: string;

const file = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/review/statistics.json`, "utf8"));
const cards = file.cards.map(([id, note]: [string, number]) => ({ id, note }));
const log = new EventLog();
log.add_text("log", file.lines.join("\n"));
const history = new StudyHistory();
const schedule = new Schedule(log, fsrs_parameters(file.config), (review) => history.add(review));

// Equal, numbers to a millionth of themselves.
function near(actual: any, expected: any, where: string): void {
  if (typeof actual === "number" && typeof expected === "number") {
    assert.ok(Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), `${where}: ${actual}, expected ${expected}`);
  } else if (actual !== null && typeof actual === "object") {
    assert.deepEqual(Object.keys(actual), Object.keys(expected), where);
    for (const key of Object.keys(actual)) near(actual[key], expected[key], `${where}.${key}`);
  } else {
    assert.equal(actual, expected, where);
  }
}

function mastery_json(mastery: Mastery): unknown {
  const { cards: count, fresh, suspended, known, at_risk, due, next_due_day } = mastery;
  return { cards: count, fresh, suspended, known, at_risk, due, next_due_day, mean_recall: mean_recall(mastery), share_at_risk: share_at_risk(mastery) };
}

test("the mastery of notes and folders is that of the terminal", () => {
  const notes = mastery_of_notes(cards, file.slugs.length, schedule, file.day, file.config.desired_retention);
  near(notes.map(mastery_json), file.expected.notes, "notes");
  near(mastery_of_folders(file.slugs, notes).map(([folder, mastery]) => [folder, mastery_json(mastery)]), file.expected.folders, "folders");
});

test("the statistics are those of the terminal", () => {
  const all = statistics_of(history, cards, schedule, file.day);
  near({
    counts: [all.fresh, all.learning, all.young, all.mature, all.suspended],
    retention: all.retention,
    grades: all.grades,
    answer_ms: all.answer_ms,
    streaks: [all.streak, all.longest_streak],
    log_loss: all.log_loss,
    calibration_error: all.calibration_error,
    calibration: history.calibration.map(({ reviews, passed, predicted_sum }) => [reviews, passed, predicted_sum]),
    stability: all.stability,
    difficulty: all.difficulty,
    calendar: [...history.days].sort(([a], [b]) => a - b).map(([day, { grades, answer_ms }]) => [day, grades, answer_ms]),
  }, file.expected.statistics, "statistics");
});

test("the forecast is that of the terminal", () => {
  const days = forecast(history.habits, cards, schedule, file.config, file.day, 30);
  near(days.map(({ day, reviews, fresh, grades, minutes }) => [day, reviews, fresh, grades, minutes]), file.expected.forecast, "forecast");
});

test("the mastery of two thousand notes takes less than ten milliseconds", () => {
  const many = Array.from({ length: 6000 }, (_, i) => ({ id: `c-${i}`, note: Math.floor(i / 3) }));
  const big = new EventLog();
  big.add_text("log", many.map(({ id }, i) => `{"v":1,"id":"${i}","t":1,"day":20700,"c":"${id}","g":4,"due":20710}`).join("\n"));
  const state = new Schedule(big, fsrs_parameters(file.config));
  let best = Infinity;
  for (let i = 0; i < 10; ++i) {
    const begin = performance.now();
    mastery_of_notes(many, 2000, state, 20779, 0.9);
    best = Math.min(best, performance.now() - begin);
  }
  console.log(`mastery of 2,000 notes: ${best.toFixed(1)} ms`);
  assert.ok(best < 50, `${best} ms`); // the target is 10; a busy machine is slow
});
