// A line in the very bytes in which Loci writes a review, as nine lines in ten of a log are. Twin of PlainReview in
// generator/study/event_line.cc: a short way to the event that any_event (event_log.ts) makes of the same line.
//
// One pattern reads such a line in less than half the time of JSON.parse, and an event that carries what the fold needs and
// nothing else is half as large, which spares the collector of garbage as much again.
import type { Due } from "./day";
import type { LogEvent } from "./log_event";
import type { Grade } from "./fsrs";

const least_instant = 1_000_000_000; // larger than any day number, smaller than any instant of a review
export const no_weights: number[] = []; // of every event but params

export function due_of_value(value: number): Due {
  return { at_instant: value >= least_instant, value };
}

// Texts have no escapes, whole numbers at most 15 digits, which a double holds, and decimals as many as they are kept with here.
const text = '[^"\\\\\\x00-\\x1f]';
const number = (digits: number): string => `-?(?:0|[1-9]\\d{0,${digits - 1}})`;
const whole = number(15);
const pattern = new RegExp(
  `^{"v":1,"id":"(${text}{1,64})","dev":"${text}+","t":(${whole}),"tz":${whole},"day":(${number(8)}),"c":"(${text}+)","g":([1-4]),` +
    `"ms":(${whole}),"due":(${whole}),"s":(${number(9)}(?:\\.\\d{1,4})?),"d":(${number(9)}(?:\\.\\d{1,3})?)}$`,
);

type Found = [line: string, id: string, t: string, day: string, card: string, grade: string, ms: string, due: string, s: string, d: string];

class PlainReview implements LogEvent {
  declare readonly kind: "review";
  declare readonly ref: string;
  declare readonly on: boolean;
  declare readonly until: number;
  declare readonly weights: number[];
  readonly id: string;
  readonly t: number;
  readonly day: number;
  readonly card: string;
  readonly grade: Grade;
  readonly answer_ms: number;
  private readonly due_value: number;
  // In ten-thousandths and thousandths, which need no memory of their own; divided, they are the double that the decimal means.
  private readonly s: number;
  private readonly d: number;

  constructor(
    found: Found,
    readonly line: string,
  ) {
    this.id = found[1];
    this.t = +found[2];
    this.day = +found[3];
    this.card = found[4];
    this.grade = +found[5] as Grade;
    this.answer_ms = +found[6];
    this.due_value = +found[7];
    this.s = Math.round(+found[8] * 1e4);
    this.d = Math.round(+found[9] * 1e3);
  }

  get stability(): number {
    return this.s / 1e4;
  }

  get difficulty(): number {
    return this.d / 1e3;
  }

  get due(): Due {
    return due_of_value(this.due_value);
  }

  // Wanted of a few events only.
  get device(): string {
    return (JSON.parse(this.line) as { dev: string }).dev;
  }
}

// What all of them have in common.
Object.assign(PlainReview.prototype, { kind: "review", ref: "", on: true, until: 0, weights: no_weights });

// Null: the line is something else, or out of the ordinary.
export function plain_review(line: string): LogEvent | null {
  const found = pattern.exec(line) as Found | null;
  return found && new PlainReview(found, line);
}
