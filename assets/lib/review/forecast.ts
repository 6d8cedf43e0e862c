// The work of the days to come, in cards and in time: the reader and the scheduler, simulated. Twin of
// generator/study/forecast.h, which says how; both answer tests/vectors/review/statistics.json.
import { fuzz_seed, new_memory, Phase, type Fsrs, type Grade, type MemoryState } from "./fsrs";
import type { CardsConfig, QueueCard } from "./queue";
import { is_reviewed, type DayCounts, type Schedule } from "./schedule";
import type { Habits } from "./stats";

// Means over the runs of the simulation.
export interface ForecastDay {
  day: number;
  reviews: number; // cards seen that are not new
  fresh: number; // new cards
  grades: number; // answers, steps within the day too
  minutes: number;
}

const common_weight = 20; // how many reviews the common habits weigh
const common_first = [0.24, 0.094, 0.495, 0.171];
const common_step = [0.1, 0.05, 0.8, 0.05];
const common_pass = [0.224, 0.631, 0.145];
const common_step_ms = [33790, 24300, 13680, 6500];
const common_review_ms = [23000, 11680, 7330, 5600];
const common_lapses = 0.1;
const most_grades_a_day = 20;

// mulberry32: 32 bits of state, the same numbers in C++ and JavaScript.
class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  // The position of one of the shares, which sum to 1.
  pick(shares: readonly number[]): number {
    let rest = this.next();
    for (let i = 0; i + 1 < shares.length; ++i) {
      const share = shares[i] as number;
      if (rest < share) return i;
      rest -= share;
    }
    return shares.length - 1;
  }
}

// The reader as the simulation needs one.
interface Reader {
  first: number[]; // shares of the grades of new cards
  step: number[]; // of steps
  pass: number[]; // hard, good, easy among the passes
  step_ms: number[]; // milliseconds an answer
  review_ms: number[];
  lapse_factor: number; // how many times more often than foretold the reader forgets
}

function shares(counts: readonly number[], common: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0) + common_weight;
  return counts.map((count, i) => (count + common_weight * (common[i] as number)) / total);
}

function mean_ms(sums: readonly number[], counts: readonly number[], common: readonly number[]): number[] {
  return sums.map((sum, i) => (sum + common_weight * (common[i] as number)) / ((counts[i] as number) + common_weight));
}

function reader_of(habits: Habits): Reader {
  const steps = habits.first_grades.map((count, i) => count + (habits.step_grades[i] as number));
  const common = common_weight * common_lapses;
  return {
    first: shares(habits.first_grades, common_first),
    step: shares(habits.step_grades, common_step),
    pass: shares(habits.review_grades.slice(1), common_pass),
    step_ms: mean_ms(habits.step_ms, steps, common_step_ms),
    review_ms: mean_ms(habits.review_ms, habits.review_grades, common_review_ms),
    lapse_factor: (habits.lapses + common) / (habits.expected_lapses + common),
  };
}

interface SimulatedCard {
  id: string;
  memory: MemoryState;
  last_day: number;
  due_day: number;
}

class Simulation {
  private readonly chance: Chance;
  private day!: ForecastDay;

  constructor(
    private readonly reader: Reader,
    private readonly fsrs: Fsrs,
    private readonly config: CardsConfig,
    seed: number,
  ) {
    this.chance = new Chance(seed);
  }

  // `done`: what was done on the first day already.
  run(cards: SimulatedCard[], done: DayCounts, days: ForecastDay[]): void {
    days.forEach((day, i) => {
      this.day = day;
      let fresh_left = Math.max(0, this.config.new_per_day - (i === 0 ? done.introduced : 0));
      let reviews_left = this.config.reviews_per_day === 0 ? Infinity : Math.max(0, this.config.reviews_per_day - (i === 0 ? done.reviews : 0));
      for (const card of cards) {
        if (card.due_day > day.day) continue;
        if (card.memory.phase === Phase.fresh) {
          if (fresh_left === 0) continue;
          --fresh_left;
          ++day.fresh;
          this.take_steps(card, this.grade(this.reader.first, 1));
        } else {
          if (card.memory.phase === Phase.review) {
            if (reviews_left === 0) continue;
            --reviews_left;
          }
          ++day.reviews;
          this.review(card);
        }
      }
    });
  }

  private grade(shares: readonly number[], first: number): Grade {
    return (this.chance.pick(shares) + first) as Grade;
  }

  private review(card: SimulatedCard): void {
    if (card.memory.phase !== Phase.review) {
      this.take_steps(card, this.grade(this.reader.step, 1));
      return;
    }
    const recall = this.fsrs.retrievability(this.elapsed(card), card.memory.stability);
    const lapse = Math.min(0.95, (1 - recall) * this.reader.lapse_factor);
    const grade: Grade = this.chance.next() >= lapse ? this.grade(this.reader.pass, 2) : 1;
    this.spend(this.reader.review_ms[grade - 1] as number);
    if (!this.answer(card, grade)) this.take_steps(card, this.grade(this.reader.step, 1));
  }

  // Until the card is for another day.
  private take_steps(card: SimulatedCard, first: Grade): void {
    let grade = first;
    for (let i = 0; i < most_grades_a_day; ++i) {
      this.spend(this.reader.step_ms[grade - 1] as number);
      if (this.answer(card, grade)) return;
      grade = this.grade(this.reader.step, 1);
    }
    card.due_day = this.day.day + 1;
  }

  // True when the card is for another day then.
  private answer(card: SimulatedCard, grade: Grade): boolean {
    const outcome = this.fsrs.next(card.memory, this.elapsed(card), grade, fuzz_seed(card.id, card.memory.reps + 1));
    card.memory = outcome.memory;
    card.last_day = this.day.day;
    card.due_day = this.day.day + outcome.interval_days;
    return outcome.interval_days > 0;
  }

  private spend(ms: number): void {
    ++this.day.grades;
    this.day.minutes += ms / 60_000;
  }

  private elapsed(card: SimulatedCard): number {
    return card.memory.phase === Phase.fresh ? 0 : Math.max(0, this.day.day - card.last_day);
  }
}

export function forecast(habits: Habits, cards: readonly QueueCard[], schedule: Schedule, config: CardsConfig, day: number, days: number): ForecastDay[] {
  const start: SimulatedCard[] = [];
  for (const { id } of cards) {
    const state = schedule.find(id);
    if (state === undefined) start.push({ id, memory: new_memory, last_day: 0, due_day: day });
    else if (!state.suspended) {
      const due = !is_reviewed(state) ? day : state.due.at_instant ? state.last_day : state.due.value;
      start.push({ id, memory: state.memory, last_day: state.last_day, due_day: Math.max(due, state.buried_until) });
    }
  }
  const empty = (): ForecastDay[] => Array.from({ length: days }, (_, i) => ({ day: day + i, reviews: 0, fresh: 0, grades: 0, minutes: 0 }));
  const means = empty();
  // Few cards leave much to chance; with many, one run says nearly the same as the next.
  const runs = Math.min(Math.max(Math.floor(20_000 / Math.max(1, start.length)), 1), 16);
  const reader = reader_of(habits);
  for (let run = 0; run < runs; ++run) {
    const one = empty();
    new Simulation(reader, schedule.fsrs, config, run + 1).run(start.map((card) => ({ ...card })), schedule.on_day(day), one);
    means.forEach((mean, i) => {
      const each = one[i] as ForecastDay;
      mean.reviews += each.reviews;
      mean.fresh += each.fresh;
      mean.grades += each.grades;
      mean.minutes += each.minutes;
    });
  }
  return means.map(({ day: date, reviews, fresh, grades, minutes }) => ({ day: date, reviews: reviews / runs, fresh: fresh / runs, grades: grades / runs, minutes: minutes / runs }));
}
