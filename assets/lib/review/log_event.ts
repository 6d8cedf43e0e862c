// One line of the log of reviews, as it is read (event_log.ts).
import type { Due } from "./day";
import type { Grade } from "./fsrs";

export type EventKind = "review" | "undo" | "suspend" | "bury" | "alias" | "params" | "unknown";

export interface LogEvent {
  kind: EventKind;
  id: string;
  device: string;
  t: number;
  day: number;
  card: string; // of review, suspend and bury; `from` of an alias
  ref: string; // of undo; `to` of an alias
  grade: Grade;
  answer_ms: number;
  due: Due | null;
  stability: number; // as the writer computed it, four places; 0: not stated
  difficulty: number; // three places
  on: boolean;
  until: number;
  weights: number[];
  line: string; // the whole line, unknown fields and all
}
