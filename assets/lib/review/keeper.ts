// Keeps the reviews of this page: in the browser's store, on the preview server's disk when there is one, and in files
// the reader saves and brings back. Knows which events are in no file yet.
import { words_of } from "./dom";
import { EventLog, parse_event } from "./event_log";
import type { LogEvent } from "./log_event";
import type { EventStore, NewEvent, Opening } from "./event_store";
import { with_ids, type KnownEvents } from "./mark";
import { fetch_lines, has_preview_server, send_events } from "./preview_server";
import type { Schedule } from "./schedule";
import { in_slices } from "./steps";

const store_name = "this browser's store";
const events_at_once = 1000; // the store answers each call within seconds

const nothing: KnownEvents = { count: 0, last: "", mark: 0 };

export interface ImportResult {
  added: number;
  known: number;
  skipped: number; // lines that are no events
}

export class Keeper {
  readonly log: EventLog;
  device = "web";
  problem = ""; // why the preview server does not have everything
  changed: () => void = () => {};
  behind: string | null = null; // the fold of what the log leaves out: it has only what came since, until whole()
  private left_out: KnownEvents = nothing;
  private reading: Promise<void> | null = null;
  private readonly unsaved_ids = new Set<string>();
  private readonly ids = new Map<string, string>(); // id -> line, of what is in the store
  private readonly notes = new Set<string>(); // ids of what follows from reviews and a site: nobody's work is lost with it
  private sending: Promise<void> | null = null;
  private asked_to_persist = false;

  constructor(
    readonly store: EventStore & { persist?(): Promise<void> },
    log: EventLog,
    private readonly version = "", // of all that a fold depends on besides the log; "": none is kept
  ) {
    this.log = log;
  }

  // What the reader did.
  get unsaved(): number {
    let count = 0;
    for (const id of this.unsaved_ids) if (!this.notes.has(id)) ++count;
    return count;
  }

  async open(): Promise<void> {
    this.device = await this.store.device();
    await this.read_store();
    if (has_preview_server()) await this.synchronise();
  }

  // What was kept last, if it holds still; the log gets what came since. Null: open() is wanted.
  async open_kept(): Promise<Opening | null> {
    if (!this.version) return null;
    this.device = await this.store.device();
    const kept = await this.store.kept?.();
    if (kept?.version !== this.version) return null;
    for (const event of await in_slices(this.log.add_lines(store_name, kept.lines))) this.know(event);
    if (this.log.problems.length > 0) return null;
    this.behind = kept.fold;
    this.left_out = kept;
    return !has_preview_server() || (await this.synchronise()) ? kept : null;
  }

  // All that is in the store, read or not.
  get total(): number {
    return this.left_out.count + this.log.events().length;
  }

  // Resolves when the log leaves nothing out.
  async whole(): Promise<void> {
    if (this.behind) await (this.reading ??= this.read_store().finally(() => (this.reading = null)));
  }

  // Keeps the fold of the log for the next opening, if it is that of all and nothing else. What this says is a hint: a page
  // without it reads the log.
  async keep_fold(schedule: Schedule, site: string): Promise<void> {
    const count = this.ids.size;
    const is_all = count > 0 && !this.behind && this.log.problems.length === 0 && count === this.log.events().length && schedule.counted === this.log.counted;
    if (!is_all || !this.version) return;
    await this.store.keep?.({ version: this.version, site, ...with_ids(nothing, this.ids.keys()), fold: schedule.kept() }).catch(() => {});
  }

  // What other pages and tabs added meanwhile, and what was left out so far.
  async read_store(): Promise<void> {
    const before = [...this.unsaved_ids];
    const unsaved = new Set<string>();
    const log = this.behind ? new EventLog() : this.log;
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const stored = await this.store.read(after);
      for (const id of stored.unsaved) unsaved.add(id);
      for (const event of await in_slices(log.add_lines(store_name, stored.lines))) this.know(event);
      after = stored.next;
    }
    for (const id of before) if (!unsaved.has(id)) this.unsaved_ids.delete(id);
    for (const id of unsaved) this.unsaved_ids.add(id);
    if (log === this.log) return;
    this.log.become(log);
    this.behind = null;
    this.left_out = nothing;
    if (has_preview_server()) void this.send();
  }

  // One event of this page. Resolves when it can be read back from the store; the log is the caller's.
  async keep(line: string): Promise<void> {
    await this.keep_all([line]);
  }

  async keep_all(lines: readonly string[]): Promise<LogEvent[]> {
    const events = lines.map((line) => {
      const event = parse_event(line);
      if (typeof event === "string") throw new Error(event);
      return event;
    });
    if (events.length === 0) return events;
    await this.put(events, false);
    for (const event of events) {
      this.know(event);
      this.unsaved_ids.add(event.id);
    }
    if (!this.asked_to_persist) {
      this.asked_to_persist = true;
      this.store.persist?.().catch(() => {}); // a wish; the browser may say no
    }
    if (has_preview_server()) void this.send();
    return events;
  }

  // Both ways with the log on disk; what it has already is sent again and not written again. A server that does not answer is no
  // reason not to review. False: the log on disk has other events than the kept fold.
  async synchronise(): Promise<boolean> {
    try {
      // What is in this browser alone is not there to be compared; of a kept fold it is not known what that is.
      const there = this.behind ? [] : [...this.ids.keys()].filter((id) => !this.unsaved_ids.has(id));
      let text = await fetch_lines(with_ids(this.left_out, there));
      if (text === null && this.behind) return false;
      text ??= (await fetch_lines()) ?? "";
      const added = await in_slices(this.log.add_lines("the log on disk", text.split("\n")));
      await this.put(added, true);
      for (const event of added) this.know(event);
      this.problem = "";
    } catch (error) {
      this.problem = words_of(error);
    }
    await this.send();
    return true;
  }

  // Sends what is not on disk yet; one sending at a time, and once more when something came meanwhile.
  async send(): Promise<void> {
    if (this.sending) {
      await this.sending;
      if (this.unsaved_ids.size === 0) return;
    }
    this.sending = this.send_now();
    await this.sending;
    this.sending = null;
    this.changed();
  }

  // The whole log as a file, in the format of .loci/reviews.
  file(): Blob {
    const lines = this.log.events().map((event) => event.line + "\n");
    return new Blob(lines, { type: "application/x-ndjson" });
  }

  async file_taken(): Promise<void> {
    await this.mark_saved([...this.unsaved_ids]);
    this.changed();
  }

  async bring_in(name: string, text: string): Promise<ImportResult> {
    await this.whole();
    const problems = this.log.problems.length;
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    const added = await in_slices(this.log.add_lines(name, lines));
    const skipped = this.log.problems.length - problems;
    // They are in the file they came from.
    await this.put(added, true);
    for (const event of added) this.know(event);
    if (has_preview_server()) await this.send_all(added);
    return { added: added.length, known: Math.max(0, lines.length - added.length - skipped), skipped };
  }

  private async put(events: readonly LogEvent[], saved: boolean): Promise<void> {
    for (let from = 0; from < events.length; from += events_at_once) {
      await this.store.add(events.slice(from, from + events_at_once).map(({ id, line }) => ({ id, line })), saved);
    }
  }

  private know(event: LogEvent): void {
    this.ids.set(event.id, event.line);
    if (event.kind === "alias" || event.kind === "unknown") this.notes.add(event.id);
  }

  private async send_all(events: readonly NewEvent[]): Promise<void> {
    try {
      await send_events(events);
      this.problem = "";
    } catch (error) {
      this.problem = words_of(error);
    }
  }

  private async send_now(): Promise<void> {
    const waiting = [...this.unsaved_ids].map((id) => ({ id, line: this.ids.get(id) ?? "" })).filter((event) => event.line !== "");
    if (waiting.length === 0) return;
    try {
      await this.mark_saved(await send_events(waiting));
      this.problem = "";
    } catch (error) {
      this.problem = words_of(error);
    }
  }

  private async mark_saved(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.store.mark_saved(ids);
    for (const id of ids) this.unsaved_ids.delete(id);
  }
}
