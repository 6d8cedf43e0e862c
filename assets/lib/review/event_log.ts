// The log of reviews: what happened, one JSON object a line, only ever added to. Twin of generator/study/event_log.h,
// which describes the format. Merging two logs is set union by id, so it can be done in any order and any number of times.
import type { Due, Moment } from "./day";
import type { Grade, MemoryState } from "./fsrs";
import type { EventKind, LogEvent } from "./log_event";
import type { CardTrace } from "./match";
import { due_of_value, no_weights, plain_review } from "./plain_review";
import { at_once, type Steps } from "./steps";

export interface LogProblem {
  path: string;
  line: number;
  message: string;
}

const most_days = 100_000_000;
const not_an_object = "not a JSON object (cut off?)";
const disputed_id = "another event has this id and says something else";
const named_kinds = ["undo", "suspend", "bury", "alias", "params"];

type Fields = Record<string, unknown>;

export function text_of(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function whole_of(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 9e15 ? value : null;
}

function number_of(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

const ulid_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function ulid_time(id: string): number {
  if (id.length !== 26) return 0;
  let time = 0;
  for (const c of id.slice(0, 10)) {
    const digit = ulid_digits.indexOf(c);
    if (digit < 0) return 0;
    time = time * 32 + digit;
  }
  return time;
}

function complaint_about(event: LogEvent, fields: Fields): string {
  if ((whole_of(fields["v"]) ?? 0) < 1) return "no format version 'v'";
  if (event.id === "") return "no event id 'id'";
  if (event.id.length > 64) return "the event id is longer than 64 bytes";
  if (event.kind === "unknown") return "";
  const grade = whole_of(fields["g"]) ?? 0;
  const day = whole_of(fields["day"]);
  if (event.card === "" && event.kind !== "undo" && event.kind !== "params") return "no card 'c'";
  if (event.kind === "review" && (grade < 1 || grade > 4)) return "the grade 'g' must be 1 to 4";
  if (event.kind === "review" && (day === null || Math.abs(day) >= most_days)) return "no day 'day'";
  if ((event.kind === "undo" || event.kind === "alias") && event.ref === "") return "it does not say what it refers to";
  return "";
}

// One line as an event, or what is wrong with it.
export function parse_event(line: string): LogEvent | string {
  return plain_review(line) ?? any_event(line);
}

// The same without the short way for what Loci itself writes. For the test that both agree.
export function any_event(line: string): LogEvent | string {
  let fields: Fields;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return not_an_object;
    fields = value as Fields;
  } catch {
    return not_an_object;
  }
  const name = fields["e"];
  const due = whole_of(fields["due"]);
  const weights = fields["w"];
  const event: LogEvent = {
    kind: "review",
    id: text_of(fields["id"]),
    device: text_of(fields["dev"]),
    t: 0,
    day: whole_of(fields["day"]) ?? 0,
    card: text_of(fields["c"]) || text_of(fields["from"]),
    ref: text_of(fields["ref"]) || text_of(fields["to"]),
    grade: number_of(fields["g"]) as Grade,
    answer_ms: whole_of(fields["ms"]) ?? 0,
    due: due === null ? null : due_of_value(due),
    stability: number_of(fields["s"]),
    difficulty: number_of(fields["d"]),
    on: fields["on"] !== false,
    until: whole_of(fields["until"]) ?? 0,
    weights: Array.isArray(weights) && weights.every((weight) => typeof weight === "number") ? (weights as number[]) : no_weights,
    line: line.endsWith("}") && line.startsWith("{") ? line : line.trim(),
  };
  event.t = whole_of(fields["t"]) ?? ulid_time(event.id);
  if (name !== undefined) {
    event.kind = named_kinds.includes(text_of(name)) ? (name as EventKind) : "unknown";
  } else if (whole_of(fields["g"]) === null && event.card === "") {
    event.kind = "unknown"; // somebody else's
  }
  if ((whole_of(fields["v"]) ?? 0) > 1) event.kind = "unknown";
  const complaint = complaint_about(event, fields);
  return complaint === "" ? event : complaint;
}

// Every event that is whole in a damaged line: after a torn write the next one is glued on. Gives what is wrong.
function salvage(line: string, take: (event: LogEvent) => void): string {
  let complaint = "";
  for (const part of line.split(/(?={"v":)/)) {
    const event = parse_event(part);
    if (typeof event === "string") complaint ||= event;
    else take(event);
  }
  return complaint;
}

export function earlier(a: Pick<LogEvent, "t" | "id">, b: Pick<LogEvent, "t" | "id">): boolean {
  return a.t !== b.t ? a.t < b.t : a.id < b.id;
}

// Events of any number of sources, each id once, in the order of (t, id).
export class EventLog {
  readonly problems: LogProblem[] = [];
  private list: LogEvent[] = [];
  private sorted = true;
  private by_id: Map<string, LogEvent> | null = null; // null: as long as ids rise along the list, where they can be looked up in it

  add_text(path: string, text: string): LogEvent[] {
    return at_once(this.add_lines(path, text.split("\n")));
  }

  *add_lines(path: string, lines: readonly string[]): Steps<LogEvent[]> {
    const added: LogEvent[] = [];
    for (let index = 0; index < lines.length; ++index) {
      this.add_line(path, lines[index] ?? "", index, added);
      if (index % 500 === 499) yield;
    }
    return added;
  }

  private add_line(path: string, line: string, index: number, added: LogEvent[]): void {
    let disputed = "";
    const take = (event: LogEvent): void => {
      const kept = this.keep(event);
      if (kept === "added") added.push(event);
      else if (kept === "disputed") disputed = disputed_id;
    };
    const whole = parse_event(line);
    let message = "";
    if (typeof whole !== "string") take(whole);
    else if (line.trim() === "") return;
    else if (/^(<{7}|={7}|>{7}|\|{7})/.test(line)) message = "a merge marker: the lines of both sides count, delete this one";
    else message = whole === not_an_object ? salvage(line, take) : whole;
    message ||= disputed;
    if (message !== "") this.problems.push({ path, line: index + 1, message });
  }

  // False: its id is known already.
  add(event: LogEvent): boolean {
    return this.keep(event) === "added";
  }

  // Of two lines with one id the first in order counts, so that a merge is the same in any order even then.
  private keep(event: LogEvent): "added" | "known" | "disputed" {
    const last = this.list[this.list.length - 1];
    const known = this.find(event.id, last);
    if (known) {
      if (event.line === known.line) return "known";
      if (event.line < known.line) {
        this.indexed().set(event.id, event);
        this.list[this.list.indexOf(known)] = event;
        this.sorted = false;
      }
      return "disputed";
    }
    if (last && earlier(event, last)) this.sorted = false;
    if (last && (event.id < last.id || !this.sorted)) this.indexed();
    this.by_id?.set(event.id, event);
    this.list.push(event);
    return "added";
  }

  private find(id: string, last = this.list[this.list.length - 1]): LogEvent | undefined {
    if (this.by_id) return this.by_id.get(id);
    if (!last || id > last.id) return undefined;
    let [from, to] = [0, this.list.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((this.list[middle] as LogEvent).id <= id) from = middle;
      else to = middle;
    }
    const found = this.list[from];
    return found?.id === id ? found : undefined;
  }

  private indexed(): Map<string, LogEvent> {
    return (this.by_id ??= new Map(this.list.map((event) => [event.id, event])));
  }

  // Takes over all of `other`, which nobody else may use from now on.
  become(other: EventLog): void {
    for (const event of this.list) other.keep(event);
    this.problems.push(...other.problems);
    this.by_id = other.by_id;
    this.list = other.list;
    this.sorted = other.sorted;
  }

  // How many say something about the schedule.
  get counted(): number {
    return this.list.reduce((count, event) => count + Number(event.kind !== "unknown"), 0);
  }

  has(id: string): boolean {
    return this.find(id) !== undefined;
  }

  events(): readonly LogEvent[] {
    if (!this.sorted) {
      this.list.sort((a, b) => (earlier(a, b) ? -1 : 1));
      this.sorted = true;
    }
    return this.list;
  }
}

// ---- writing an event ----------------------------------------------------------------------------------------------

export interface EventStamp {
  id: string;
  device: string;
  at: Moment;
  day: number;
}

// 26 characters that sort by time: 48 bits of milliseconds, then the 80 bits of ten random bytes.
export function make_ulid(unix_ms: number, randomness: Uint8Array): string {
  let time = "";
  for (let i = 0, rest = unix_ms; i < 10; ++i, rest = Math.floor(rest / 32)) time = ulid_digits[rest % 32] + time;
  let chance = "";
  let bits = 0;
  let held = 0;
  for (const byte of randomness) {
    bits = ((bits << 8) | byte) & 0xfff;
    held += 8;
    while (held >= 5) {
      held -= 5;
      chance += ulid_digits[(bits >> held) & 31];
    }
  }
  return time + chance;
}

function head(stamp: EventStamp): Fields {
  return { v: 1, id: stamp.id, dev: stamp.device, t: stamp.at.unix_ms, tz: stamp.at.utc_offset_minutes, day: stamp.day };
}

export function review_line(stamp: EventStamp, card: string, grade: Grade, answer_ms: number, due: Due, after: MemoryState): string {
  const s = Math.round(after.stability * 1e4) / 1e4;
  const d = Math.round(after.difficulty * 1e3) / 1e3;
  return JSON.stringify({ ...head(stamp), c: card, g: grade, ms: answer_ms, due: due.value, s, d });
}

export function undo_line(stamp: EventStamp, ref: string): string {
  return JSON.stringify({ ...head(stamp), e: "undo", ref });
}

export function suspend_line(stamp: EventStamp, card: string, on: boolean): string {
  return JSON.stringify({ ...head(stamp), e: "suspend", c: card, on });
}

export function alias_line(stamp: EventStamp, from: string, to: string): string {
  return JSON.stringify({ ...head(stamp), e: "alias", from, to });
}

// What the card is now; members without a value are left out.
export function seen_line(stamp: EventStamp, { group, content, note, question, answer, before, after }: CardTrace): string {
  const k = content === group ? "" : content;
  const said = Object.entries({ c: group, k, note, q: question, a: answer, b: before, n: after }).filter(([, text]) => text !== "");
  return JSON.stringify({ ...head(stamp), e: "seen", ...Object.fromEntries(said) });
}

export function bury_line(stamp: EventStamp, card: string, until: number): string {
  return JSON.stringify({ ...head(stamp), e: "bury", c: card, until });
}
