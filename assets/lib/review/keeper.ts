// Keeps the reviews of this page: in the browser's store, on the preview server's disk when there is one, and in files
// the reader saves and brings back. Knows which events are in no file yet.
import type { EventLog, LogEvent } from "./event_log";
import { parse_event } from "./event_log";
import type { EventStore, NewEvent } from "./event_store";
import { fetch_lines, has_preview_server, send_events } from "./preview_server";
import { in_slices } from "./steps";

const events_at_once = 1000; // the store answers each call within seconds

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
  private readonly unsaved_ids = new Set<string>();
  private readonly ids = new Map<string, string>(); // id -> line, of what is in the store
  private readonly notes = new Set<string>(); // ids of what follows from reviews and a site: nobody's work is lost with it
  private sending: Promise<void> | null = null;
  private asked_to_persist = false;

  constructor(
    readonly store: EventStore & { persist?(): Promise<void> },
    log: EventLog,
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

  // What other pages and tabs added meanwhile. True: there was something new.
  async read_store(): Promise<boolean> {
    const stored = await this.store.all();
    this.unsaved_ids.clear();
    for (const id of stored.unsaved) this.unsaved_ids.add(id);
    const added = await in_slices(this.log.add_lines("this browser's store", stored.lines));
    for (const event of added) this.know(event);
    return added.length > 0;
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

  // Both ways with the log on disk. A server that does not answer is no reason not to review.
  async synchronise(): Promise<void> {
    try {
      const before = new Set(this.log.events().map((event) => event.id));
      const text = await fetch_lines();
      const added = this.log.add_text("the log on disk", text);
      await this.put(added, true);
      for (const event of added) this.know(event);
      const on_disk = text.split("\n").flatMap((line) => {
        const event = line === "" ? "" : parse_event(line);
        return typeof event === "string" || !before.has(event.id) ? [] : [event.id];
      });
      await this.mark_saved(on_disk.filter((id) => this.unsaved_ids.has(id)));
      this.problem = "";
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    await this.send();
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
    const problems = this.log.problems.length;
    const total = text.split("\n").filter((line) => line.trim() !== "").length;
    const added = this.log.add_text(name, text);
    const skipped = this.log.problems.length - problems;
    // They are in the file they came from.
    await this.put(added, true);
    for (const event of added) this.know(event);
    if (has_preview_server()) await this.send_all(added);
    return { added: added.length, known: Math.max(0, total - added.length - skipped), skipped };
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
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private async send_now(): Promise<void> {
    const waiting = [...this.unsaved_ids].map((id) => ({ id, line: this.ids.get(id) ?? "" })).filter((event) => event.line !== "");
    if (waiting.length === 0) return;
    try {
      await this.mark_saved(await send_events(waiting));
      this.problem = "";
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private async mark_saved(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.store.mark_saved(ids);
    for (const id of ids) this.unsaved_ids.delete(id);
  }
}
