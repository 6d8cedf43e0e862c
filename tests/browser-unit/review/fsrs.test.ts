// The page's scheduler on the vectors that the C++ scheduler answers: tests/vectors/fsrs6.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { all_grades, default_parameters, Fsrs, fuzz_seed, new_memory, type FsrsParameters, type Grade, type MemoryState, type Outcome } from "../../../assets/lib/review/fsrs";

declare const LOCI_SOURCE: string;

console.debug = () => {}; // ts-fsrs tells that it migrates old parameters

const file = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/fsrs6/histories.json`, "utf8"));

function minutes_of(steps: string[]): number[] {
  return steps.map((step) => parseInt(step, 10) * (step.endsWith("d") ? 1440 : step.endsWith("h") ? 60 : 1));
}

function parameters_of(cfg: any): FsrsParameters {
  return {
    weights: file.meta.params[cfg.params],
    desired_retention: cfg.retention,
    maximum_interval_days: cfg.max_interval,
    fuzz: cfg.fuzz,
    short_term: cfg.short_term,
    learning_steps: minutes_of(cfg.learning_steps),
    relearning_steps: minutes_of(cfg.relearning_steps),
  };
}

test("every review and every preview of the shared histories is the same double", () => {
  let reviews = 0;
  for (const history of file.histories) {
    const scheduler = new Fsrs(parameters_of(history.cfg));
    let memory: MemoryState = new_memory;
    for (const step of history.steps) {
      const choices = scheduler.preview(memory, step.after.elapsed, step.seed ?? "");
      const where = `history ${history.id} at ${step.t}`;
      all_grades.forEach((grade, i) => {
        const { memory: after, delay_minutes, interval_days } = choices[i] as Outcome;
        const row = [after.phase, after.stability, after.difficulty, step.t + delay_minutes * 60000, interval_days, after.step];
        assert.deepEqual(row, step.preview[grade], `${where}, grade ${grade}`);
      });
      const expected = { phase: step.after.state, step: step.after.step, stability: step.after.s, difficulty: step.after.d, reps: step.after.reps, lapses: step.after.lapses };
      assert.deepEqual(scheduler.remember(memory, step.after.elapsed, step.g as Grade), expected, `${where}, remembered`);
      memory = (choices[step.g - 1] as Outcome).memory;
      assert.deepEqual(memory, expected, where);
      ++reviews;
    }
  }
  assert.equal(reviews, 3205);
});

test("the same card, graded the same, has the intervals that the terminal shows", () => {
  const scheduler = new Fsrs(default_parameters);
  const days = (card: string, reps: number, memory: MemoryState, elapsed: number): number[] => scheduler.preview(memory, elapsed, fuzz_seed(card, reps)).map((outcome) => outcome.interval_days);
  assert.deepEqual(days("c-1", 1, new_memory, 0), [0, 0, 0, 7]);
  assert.deepEqual(days("c-2", 1, new_memory, 0), [0, 0, 0, 9]);
});
