// What a log says about learning: how much was kept, how well the model foretold it. Twin of
// generator/study/statistics.h; both answer tests/vectors/review/statistics.json. Knows nothing of the page.
//
//     const history = new StudyHistory();
//     const schedule = new Schedule(log, parameters, (review) => history.add(review));
//     const statistics = statistics_of(history, cards, schedule, today);
import { Phase } from "./fsrs";
import type { QueueCard } from "./queue";
import { is_reviewed, type CardState, type ReplayedReview, type Schedule } from "./schedule";

export interface Retention {
  passed: number; // hard, good or easy
  total: number;
}

export const mature_days = 21; // Anki's word, and Anki's border

// True retention counts reviews of cards that had left the steps, each card once a day.
export interface StudyDay {
  grades: number;
  answer_ms: number;
  young: Retention;
  mature: Retention;
}

// Reviews whose recall was foretold alike, and what came of them.
export interface CalibrationBin {
  reviews: number;
  passed: number;
  predicted_sum: number;
}

type Four = [again: number, hard: number, good: number, easy: number];

// How somebody grades and how long an answer takes; the simulation of forecast.ts reads it.
export interface Habits {
  first_grades: Four; // of new cards
  step_grades: Four; // within the steps
  review_grades: Four; // of reviews
  step_ms: Four; // time for the grades of new cards and steps
  review_ms: Four;
  expected_lapses: number; // of the reviews of true retention, as the model foretold
  lapses: number;
}

export class StudyHistory {
  readonly days = new Map<number, StudyDay>(); // only those with a grade
  readonly calibration: CalibrationBin[] = Array.from({ length: 10 }, () => ({ reviews: 0, passed: 0, predicted_sum: 0 }));
  log_loss_sum = 0;
  readonly habits: Habits = {
    first_grades: [0, 0, 0, 0],
    step_grades: [0, 0, 0, 0],
    review_grades: [0, 0, 0, 0],
    step_ms: [0, 0, 0, 0],
    review_ms: [0, 0, 0, 0],
    expected_lapses: 0,
    lapses: 0,
  };

  add({ event, before, elapsed_days, recall }: ReplayedReview): void {
    const grade = (event.grade - 1) as 0 | 1 | 2 | 3;
    const passed = event.grade !== 1;
    let day = this.days.get(event.day);
    if (!day) this.days.set(event.day, (day = { grades: 0, answer_ms: 0, young: { passed: 0, total: 0 }, mature: { passed: 0, total: 0 } }));
    ++day.grades;
    day.answer_ms += event.answer_ms;
    const phase = before.memory.phase;
    if (phase !== Phase.review) {
      ++(phase === Phase.fresh ? this.habits.first_grades : this.habits.step_grades)[grade];
      this.habits.step_ms[grade] += event.answer_ms;
      return;
    }
    ++this.habits.review_grades[grade];
    this.habits.review_ms[grade] += event.answer_ms;
    if (elapsed_days < 1) return;

    const retention = before.due.value - before.last_day < mature_days ? day.young : day.mature;
    ++retention.total;
    if (passed) ++retention.passed;
    this.habits.expected_lapses += 1 - recall;
    if (!passed) ++this.habits.lapses;
    const bin = this.calibration[Math.min(Math.max(Math.floor(recall * 10), 0), 9)] as CalibrationBin;
    ++bin.reviews;
    if (passed) ++bin.passed;
    bin.predicted_sum += recall;
    const certain = Math.min(Math.max(recall, 1e-8), 1 - 1e-8); // a certainty that fails would weigh more than all the rest
    this.log_loss_sum -= Math.log(passed ? certain : 1 - certain);
  }
}

export interface RetentionRow {
  period: "today" | "week" | "month" | "year" | "all";
  young: Retention;
  mature: Retention;
}

export interface Statistics {
  fresh: number; // the cards of the site by what is known of them
  learning: number;
  young: number;
  mature: number;
  suspended: number;
  retention: RetentionRow[];
  grades: Four; // all of the log
  answer_ms: number;
  streak: number; // days in a row with a review, to today or yesterday
  longest_streak: number;
  log_loss: number | null; // null: no review counts yet
  calibration_reviews: number;
  calibration_error: number; // mean difference between foretold and come, in the bins, weighted by reviews
  stability: number[]; // of the known cards; the borders are stability_borders
  difficulty: number[]; // 1 to 2, … 9 to 10, 10
}

// Days; the first bin of the histogram is below the first of them, the last from the last on.
export const stability_borders: readonly number[] = [1, 3, 7, 14, 30, 90, 180, 365];

function count_card(into: Statistics, state: CardState | undefined): void {
  if (state?.suspended) {
    ++into.suspended;
    return;
  }
  if (!is_reviewed(state)) {
    ++into.fresh;
    return;
  }
  if (state.memory.phase !== Phase.review) ++into.learning;
  else if (state.due.value - state.last_day < mature_days) ++into.young;
  else ++into.mature;
  const above = stability_borders.findIndex((border) => state.memory.stability < border);
  const stability = above < 0 ? stability_borders.length : above;
  into.stability[stability] = (into.stability[stability] ?? 0) + 1;
  const difficulty = Math.min(Math.max(Math.floor(state.memory.difficulty) - 1, 0), 9);
  into.difficulty[difficulty] = (into.difficulty[difficulty] ?? 0) + 1;
}

function count_streaks(into: Statistics, days: readonly number[], today: number): void {
  let run = 0;
  let last = 0;
  for (const day of days) {
    if (day > today) break; // a clock that was ahead
    run = run > 0 && day === last + 1 ? run + 1 : 1;
    last = day;
    into.longest_streak = Math.max(into.longest_streak, run);
  }
  if (run > 0 && last >= today - 1) into.streak = run;
}

function retention_since(history: StudyHistory, period: RetentionRow["period"], first_day: number): RetentionRow {
  const row: RetentionRow = { period, young: { passed: 0, total: 0 }, mature: { passed: 0, total: 0 } };
  for (const [day, study] of history.days) {
    if (day < first_day) continue;
    for (const age of ["young", "mature"] as const) {
      row[age].passed += study[age].passed;
      row[age].total += study[age].total;
    }
  }
  return row;
}

export function statistics_of(history: StudyHistory, cards: readonly QueueCard[], schedule: Schedule, day: number): Statistics {
  const { first_grades, step_grades, review_grades } = history.habits;
  const all: Statistics = {
    fresh: 0,
    learning: 0,
    young: 0,
    mature: 0,
    suspended: 0,
    retention: [
      retention_since(history, "today", day),
      retention_since(history, "week", day - 6),
      retention_since(history, "month", day - 29),
      retention_since(history, "year", day - 364),
      retention_since(history, "all", -Infinity),
    ],
    grades: first_grades.map((count, i) => count + (step_grades[i] ?? 0) + (review_grades[i] ?? 0)) as Four,
    answer_ms: 0,
    streak: 0,
    longest_streak: 0,
    log_loss: null,
    calibration_reviews: 0,
    calibration_error: 0,
    stability: new Array<number>(stability_borders.length + 1).fill(0),
    difficulty: new Array<number>(10).fill(0),
  };
  for (const card of cards) count_card(all, schedule.find(card.id));
  for (const study of history.days.values()) all.answer_ms += study.answer_ms;
  count_streaks(all, [...history.days.keys()].sort((a, b) => a - b), day);
  let difference = 0;
  for (const bin of history.calibration) {
    all.calibration_reviews += bin.reviews;
    difference += Math.abs(bin.predicted_sum - bin.passed);
  }
  if (all.calibration_reviews > 0) {
    all.log_loss = history.log_loss_sum / all.calibration_reviews;
    all.calibration_error = difference / all.calibration_reviews;
  }
  return all;
}

// From here on the model is said to be wrong about this reader: five points, on enough reviews.
export function is_miscalibrated(statistics: Statistics): boolean {
  return statistics.calibration_reviews >= 200 && statistics.calibration_error > 0.05;
}
