// The log on disk, when the page comes from `loci serve`: what is reviewed here is appended to .loci/reviews, and what
// the terminal or another browser reviewed comes back. The token is in the page and nowhere else.
import type { NewEvent } from "./event_store";
import type { KnownEvents } from "./mark";

const address = "/__loci/reviews";
const most_body_bytes = 48 * 1024; // the server takes 64 KiB

export function has_preview_server(): boolean {
  return window.loci.live && token() !== "";
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="loci-token"]')?.content ?? "";
}

// Null: the log has other events than the page thinks.
async function ask(query: string, body?: string): Promise<string | null> {
  const headers = { "Content-Type": "application/json", "X-Loci-Token": token() };
  const response = await fetch(address + query, { headers, cache: "no-store", ...(body && { method: "POST", body }) });
  if (response.status === 409) return null;
  if (!response.ok) throw new Error(`the preview server answers ${response.status}`);
  return response.text();
}

// What is on disk besides `known`; null: that is not all that was there before it. Without it everything.
export function fetch_lines(known?: KnownEvents): Promise<string | null> {
  return ask(known ? `?after=${encodeURIComponent(known.last)}&count=${known.count}&mark=${known.mark}` : "");
}

// Sends events in batches and gives the ids of those that are on disk. Each line goes as a text, so that the log has
// the very bytes that are kept here, fields of later versions and all.
export async function send_events(events: readonly NewEvent[]): Promise<string[]> {
  const saved: string[] = [];
  for (const batch of batches(events)) {
    await ask("", JSON.stringify({ events: batch.map((event) => event.line) }));
    saved.push(...batch.map((event) => event.id));
  }
  return saved;
}

export function batches(events: readonly NewEvent[]): NewEvent[][] {
  const all: NewEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = new TextEncoder().encode(JSON.stringify(event.line)).length + 1;
    if (all.length === 0 || bytes + size > most_body_bytes) {
      all.push([]);
      bytes = 0;
    }
    all[all.length - 1]?.push(event);
    bytes += size;
  }
  return all;
}
