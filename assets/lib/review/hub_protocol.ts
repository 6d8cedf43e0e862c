// What the page and its hidden hub frame say to each other.
//
// On file:// Firefox gives every file a store of its own. All pages therefore keep their reviews in one frame, hub.html,
// and ask it by messages; that works in Chromium and Firefox, from disk and over http.
import type { KeptFold, NewEvent } from "./event_store";

export type HubCall =
  | { op: "open" }
  | { op: "read"; after: string | null }
  | { op: "kept" }
  | { op: "keep"; kept: KeptFold }
  | { op: "add"; events: NewEvent[]; saved: boolean }
  | { op: "mark_saved"; ids: string[] }
  | { op: "persist" }; // ask the browser not to clear this site's data

export interface HubRequest {
  loci: "hub";
  site: string;
  number: number;
  call: HubCall;
}

export interface HubReply {
  loci: "hub-reply";
  number: number;
  value?: unknown;
  error?: string;
}

// On file:// every origin is the opaque "null", which cannot be named as an address.
export function is_from_disk(): boolean {
  return location.protocol === "file:";
}

export function message_target(): string {
  return is_from_disk() ? "*" : location.origin;
}

export function is_trusted_origin(origin: string): boolean {
  return is_from_disk() ? origin === "null" || origin.startsWith("file:") : origin === location.origin;
}
