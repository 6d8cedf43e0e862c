// The log on disk, when the page comes from `loci serve`: what is reviewed here is appended to .loci/reviews, and what
// the terminal or another browser reviewed comes back. The token is in the page and nowhere else.
import type { NewEvent } from "./event_store";

const address = "/__loci/reviews";
const most_body_bytes = 48 * 1024; // the server takes 64 KiB

export function has_preview_server(): boolean {
  return window.loci.live && token() !== "";
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="loci-token"]')?.content ?? "";
}

export async function fetch_lines(): Promise<string> {
  const response = await fetch(address, { headers: { "X-Loci-Token": token() }, cache: "no-store" });
  if (!response.ok) throw new Error(`the preview server answers ${response.status}`);
  return response.text();
}

// Sends events in batches and gives the ids of those that are on disk. Each line goes as a text, so that the log has
// the very bytes that are kept here, fields of later versions and all.
export async function send_events(events: readonly NewEvent[]): Promise<string[]> {
  const saved: string[] = [];
  for (const batch of batches(events)) {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Loci-Token": token() },
      body: JSON.stringify({ events: batch.map((event) => event.line) }),
    });
    if (!response.ok) throw new Error(`the preview server answers ${response.status}`);
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
