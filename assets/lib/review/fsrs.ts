// FSRS-6 on a page: ts-fsrs behind the words of generator/study/fsrs.h. Both answer tests/vectors/fsrs6.
//
// ts-fsrs counts days by the UTC calendar; what a day is belongs to Loci. So it is given a calendar of our own in which
// the last review was on day 0 and this one is on day `elapsed_days`, and only the differences it answers are used.
import { computeDecayFactor, fsrs, StrategyMode, type Card, type FSRS, type Grade as LibraryGrade } from "ts-fsrs";

export type Grade = 1 | 2 | 3 | 4; // again, hard, good, easy
export const all_grades: readonly Grade[] = [1, 2, 3, 4];

export const enum Phase {
  fresh = 0,
  learning = 1,
  review = 2,
  relearning = 3,
}

export interface FsrsParameters {
  weights?: readonly number[];
  desired_retention: number;
  maximum_interval_days: number;
  fuzz: boolean;
  short_term: boolean;
  learning_steps: readonly number[]; // minutes
  relearning_steps: readonly number[];
}

export const default_parameters: FsrsParameters = {
  desired_retention: 0.9,
  maximum_interval_days: 36500,
  fuzz: true,
  short_term: true,
  learning_steps: [1, 10],
  relearning_steps: [10],
};

export interface MemoryState {
  phase: Phase;
  step: number;
  stability: number;
  difficulty: number;
  reps: number;
  lapses: number;
}

export const new_memory: Readonly<MemoryState> = { phase: Phase.fresh, step: 0, stability: 0, difficulty: 0, reps: 0, lapses: 0 };

export interface Outcome {
  memory: MemoryState;
  interval_days: number; // 0: a step within the day
  delay_minutes: number;
}

const day_ms = 86_400_000;
const minutes_of_a_day = 1440;

// Without a clock in it, so that the interval on the button is the interval one gets, on every device.
export function fuzz_seed(card: string, reps: number): string {
  return `${card}_${reps}`;
}

export class Fsrs {
  readonly parameters: FsrsParameters;
  private readonly library: FSRS;
  private seed = "";
  private readonly others = new Map<number, Fsrs>();

  constructor(parameters: FsrsParameters) {
    this.parameters = parameters;
    const in_minutes = (minutes: number): `${number}m` => `${minutes}m`;
    this.library = fsrs({
      request_retention: parameters.desired_retention,
      maximum_interval: parameters.maximum_interval_days,
      enable_fuzz: parameters.fuzz,
      enable_short_term: parameters.short_term,
      learning_steps: parameters.learning_steps.map(in_minutes),
      relearning_steps: parameters.relearning_steps.map(in_minutes),
      ...(parameters.weights ? { w: [...parameters.weights] } : {}),
    });
    this.library.useStrategy(StrategyMode.SEED, () => this.seed);
  }

  // The same memory, shown again at another probability of recall.
  at_retention(desired_retention: number): Fsrs {
    let other = this.others.get(desired_retention);
    if (!other) {
      other = new Fsrs({ ...this.parameters, desired_retention });
      this.others.set(desired_retention, other);
    }
    return other;
  }

  retrievability(elapsed_days: number, stability: number): number {
    return this.library.forgetting_curve(elapsed_days, stability);
  }

  // Of the forgetting curve (1 + factor * days / stability) ^ decay: recall without this class.
  get curve(): { decay: number; factor: number } {
    return computeDecayFactor(this.library.parameters.w);
  }

  next(memory: MemoryState, elapsed_days: number, grade: Grade, seed: string): Outcome {
    this.seed = seed;
    const now = new Date(elapsed_days * day_ms);
    const card: Card = {
      due: now,
      stability: memory.stability,
      difficulty: memory.difficulty,
      elapsed_days: 0,
      scheduled_days: 0,
      reps: memory.reps,
      lapses: memory.lapses,
      learning_steps: memory.step,
      state: memory.phase as number,
      ...(memory.phase === Phase.fresh ? {} : { last_review: new Date(0) }),
    };
    const after = this.library.next(card, now, grade as LibraryGrade).card;
    return {
      memory: {
        phase: after.state as number,
        step: after.learning_steps,
        stability: after.stability,
        difficulty: after.difficulty,
        reps: after.reps,
        lapses: after.lapses,
      },
      interval_days: after.scheduled_days,
      delay_minutes: (after.due.getTime() - now.getTime()) / 60_000,
    };
  }

  preview(memory: MemoryState, elapsed_days: number, seed: string): Outcome[] {
    return all_grades.map((grade) => this.next(memory, elapsed_days, grade, seed));
  }

  // As next() without the interval: what replaying a log needs, since a log states its own due dates. Ten times as fast.
  remember(memory: MemoryState, elapsed_days: number, grade: Grade): MemoryState {
    const first = memory.phase === Phase.fresh;
    const strength = this.library.next_state(first ? null : memory, elapsed_days, grade as LibraryGrade);
    const lapse = grade === 1 && memory.phase !== Phase.fresh && (memory.phase === Phase.review || !this.parameters.short_term);
    const after: MemoryState = {
      phase: Phase.review,
      step: 0,
      stability: strength.stability,
      difficulty: strength.difficulty,
      reps: memory.reps + 1,
      lapses: memory.lapses + (lapse ? 1 : 0),
    };
    if (!this.parameters.short_term || (memory.phase === Phase.review && grade !== 1)) return after;
    const step = this.step_after(memory, grade);
    if (step.minutes > 0) {
      after.step = step.next;
      const relearns = memory.phase === Phase.review || memory.phase === Phase.relearning;
      if (step.minutes < minutes_of_a_day) after.phase = relearns ? Phase.relearning : Phase.learning;
    }
    return after;
  }

  // Where a grade leads within the learning steps; 0 minutes: out of them.
  private step_after(before: MemoryState, grade: Grade): { minutes: number; next: number } {
    const relearns = before.phase === Phase.review || before.phase === Phase.relearning;
    const steps = relearns ? this.parameters.relearning_steps : this.parameters.learning_steps;
    const out = { minutes: 0, next: 0 };
    const here = steps[before.step];
    const first = steps[0];
    if (here === undefined || first === undefined) return out;
    if (before.phase === Phase.review) return grade === 1 ? { minutes: here, next: 0 } : out;
    if (grade === 1) return { minutes: first, next: 0 };
    if (grade === 2) {
      const second = steps[1];
      return { minutes: Math.round(second === undefined ? first * 1.5 : (first + second) / 2), next: before.step };
    }
    const following = steps[before.step + 1];
    return grade === 3 && following ? { minutes: following, next: before.step + 1 } : out;
  }
}
