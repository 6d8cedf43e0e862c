// Replays tests/vectors/fsrs6/histories.json with the page's scheduler, in Node (fsrs.test.ts) and in Chromium
// (tests/browser/scheduler.test.mjs): the same doubles from two engines.
import { all_grades, Fsrs, new_memory, type FsrsParameters, type Grade, type MemoryState, type Outcome } from "../../../assets/lib/review/fsrs";

export interface Replay {
  reviews: number;
  previews: number;
  wrong: string[]; // what differs, with both values
}

function minutes_of(steps: string[]): number[] {
  return steps.map((step) => parseInt(step, 10) * (step.endsWith("d") ? 1440 : step.endsWith("h") ? 60 : 1));
}

function parameters_of(cfg: any, weights: number[]): FsrsParameters {
  return {
    weights,
    desired_retention: cfg.retention,
    maximum_interval_days: cfg.max_interval,
    fuzz: cfg.fuzz,
    short_term: cfg.short_term,
    learning_steps: minutes_of(cfg.learning_steps),
    relearning_steps: minutes_of(cfg.relearning_steps),
  };
}

function row_of({ phase, step, stability, difficulty, reps, lapses }: MemoryState): number[] {
  return [phase, step, stability, difficulty, reps, lapses];
}

export function replay(file: any): Replay {
  const found: Replay = { reviews: 0, previews: 0, wrong: [] };
  const compare = (where: string, actual: readonly unknown[], expected: readonly unknown[]): void => {
    const same = actual.length === expected.length && actual.every((value, i) => Object.is(value, expected[i]));
    if (!same) found.wrong.push(`${where}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  };
  for (const history of file.histories) {
    const scheduler = new Fsrs(parameters_of(history.cfg, file.meta.params[history.cfg.params]));
    let memory: MemoryState = new_memory;
    for (const step of history.steps) {
      const choices = scheduler.preview(memory, step.after.elapsed, step.seed ?? "");
      const where = `history ${history.id} at ${step.t}`;
      all_grades.forEach((grade, i) => {
        const { memory: after, delay_minutes, interval_days } = choices[i] as Outcome;
        compare(`${where}, grade ${grade}`, [after.phase, after.stability, after.difficulty, step.t + delay_minutes * 60000, interval_days, after.step], step.preview[grade]);
        ++found.previews;
      });
      const expected = [step.after.state, step.after.step, step.after.s, step.after.d, step.after.reps, step.after.lapses];
      compare(`${where}, remembered`, row_of(scheduler.remember(memory, step.after.elapsed, step.g as Grade)), expected);
      memory = (choices[step.g - 1] as Outcome).memory;
      compare(where, row_of(memory), expected);
      ++found.reviews;
    }
  }
  return found;
}
