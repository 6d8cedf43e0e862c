// Where a browser keeps the lines of the log. One entry an event, under keys that begin with the site's id, because
// pages on file:// (and all projects of one github.io name) share one store. An event is added and read back before it
// counts as kept; nothing is ever cleared or written anew, so two tabs cannot lose each other's reviews.
//
// Runs inside the hub frame (assets/entries/hub.ts); the page talks to it through hub_client.ts.

import type { KnownEvents } from "./mark";

export type StoreKind = "indexeddb" | "localstorage" | "memory";

export interface StoredEvents {
  lines: string[];
  unsaved: string[]; // ids of events that are in no file and on no disk of a preview server yet
  next: string | null; // where to go on; null: that was all
}

// A fold of the log, and what it was made from: all events up to the id `last`, `count` of them. Events are never removed and
// never changed, so it holds as long as no more than that have come to stand before `last`.
export interface KeptFold extends KnownEvents {
  version: string; // of all that a fold depends on besides the log
  site: string; // of the cards that histories were last compared with
  fold: string; // Schedule.kept()
}

export interface Opening extends KeptFold {
  lines: string[]; // of the events behind `last`
}

export interface NewEvent {
  id: string;
  line: string;
}

export interface EventStore {
  readonly kind: StoreKind;
  device(): Promise<string>; // the name of this browser, made once
  read(after: string | null): Promise<StoredEvents>; // as many as a page takes without a halt, in the order of their ids
  kept?(): Promise<Opening | null>; // what was kept last, if it still holds
  keep?(kept: KeptFold): Promise<void>;
  add(events: readonly NewEvent[], saved: boolean): Promise<void>; // resolves when they can be read back
  mark_saved(ids: readonly string[]): Promise<void>;
}

const rows_at_once = 1000;

export function new_device_name(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return "web-" + [...random].map((byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte & 31]).join("");
}

// ---- IndexedDB ------------------------------------------------------------------------------------------------------

export interface Row {
  line: string;
  saved: boolean;
}

export function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser refused to store it"));
    transaction.onerror = () => reject(transaction.error ?? new Error("the browser refused to store it"));
  });
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage does not answer"));
  });
}

function open_database(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    // Private windows of some browsers neither open nor refuse.
    const timer = setTimeout(() => reject(new Error("the browser's storage does not answer")), 3000);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("events");
      request.result.createObjectStore("about");
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error ?? new Error("the browser's storage is closed"));
    };
  });
}

export class DatabaseStore implements EventStore {
  readonly kind = "indexeddb";
  private name: Promise<string> | null = null;

  constructor(protected readonly database: IDBDatabase) {}

  device(): Promise<string> {
    return (this.name ??= this.find_name());
  }

  private async find_name(): Promise<string> {
    const transaction = this.database.transaction("about", "readwrite");
    const done = finished(transaction);
    const about = transaction.objectStore("about");
    const known = await answer<unknown>(about.get("device"));
    const name = typeof known === "string" ? known : new_device_name();
    if (known !== name) about.put(name, "device");
    await done;
    return name;
  }

  async read(after: string | null): Promise<StoredEvents> {
    const events = this.database.transaction("events").objectStore("events");
    const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
    const [ids, rows] = await Promise.all([answer(events.getAllKeys(range, rows_at_once)), answer<Row[]>(events.getAll(range, rows_at_once))]);
    const unsaved = ids.filter((_, i) => !rows[i]?.saved).map(String);
    return { lines: rows.map((row) => row.line), unsaved, next: ids.length < rows_at_once ? null : String(ids[ids.length - 1]) };
  }

  async add(added: readonly NewEvent[], saved: boolean): Promise<void> {
    const transaction = this.database.transaction("events", "readwrite");
    const done = finished(transaction);
    const events = transaction.objectStore("events");
    const known = await Promise.all(added.map(({ id }) => answer<Row | undefined>(events.get(id))));
    added.forEach(({ id, line }, i) => {
      const before = known[i];
      if (!before || (saved && !before.saved)) events.put({ line: before?.line ?? line, saved }, id);
    });
    await done;
    const check = this.database.transaction("events").objectStore("events");
    const found = await Promise.all(added.map(({ id }) => answer(check.getKey(id))));
    if (found.includes(undefined)) throw new Error("the browser lost what it stored");
  }

  async mark_saved(ids: readonly string[]): Promise<void> {
    const transaction = this.database.transaction("events", "readwrite");
    const done = finished(transaction);
    const events = transaction.objectStore("events");
    for (const id of ids) {
      const known = await answer<Row | undefined>(events.get(id));
      if (known && !known.saved) events.put({ line: known.line, saved: true }, id);
    }
    await done;
  }
}

// ---- localStorage, for browsers without the first -------------------------------------------------------------------

class KeyStore implements EventStore {
  readonly kind = "localstorage";
  private readonly prefix: string;

  constructor(site: string) {
    this.prefix = `loci:${site}:`;
    const probe = `${this.prefix}probe`;
    localStorage.setItem(probe, "1");
    if (localStorage.getItem(probe) !== "1") throw new Error("the browser's storage is closed");
    localStorage.removeItem(probe);
  }

  device(): Promise<string> {
    const key = `${this.prefix}device`;
    const name = localStorage.getItem(key) ?? new_device_name();
    localStorage.setItem(key, name);
    return Promise.resolve(name);
  }

  read(): Promise<StoredEvents> {
    const stored: StoredEvents = { lines: [], unsaved: [], next: null };
    const begin = `${this.prefix}event:`;
    for (let i = 0; i < localStorage.length; ++i) {
      const key = localStorage.key(i);
      if (key === null || !key.startsWith(begin)) continue;
      const id = key.slice(begin.length);
      stored.lines.push(localStorage.getItem(key) ?? "");
      if (localStorage.getItem(`${this.prefix}saved:${id}`) === null) stored.unsaved.push(id);
    }
    return Promise.resolve(stored);
  }

  async add(added: readonly NewEvent[], saved: boolean): Promise<void> {
    for (const { id, line } of added) {
      const key = `${this.prefix}event:${id}`;
      if (localStorage.getItem(key) === null) localStorage.setItem(key, line);
      if (localStorage.getItem(key) === null) throw new Error("the browser lost what it stored");
    }
    if (saved) await this.mark_saved(added.map((event) => event.id));
  }

  mark_saved(ids: readonly string[]): Promise<void> {
    for (const id of ids) localStorage.setItem(`${this.prefix}saved:${id}`, "1");
    return Promise.resolve();
  }
}

// ---- nothing at all: the page must say so ---------------------------------------------------------------------------

export class MemoryStore implements EventStore {
  readonly kind = "memory";
  private readonly rows = new Map<string, Row>();
  private readonly name = new_device_name();

  device(): Promise<string> {
    return Promise.resolve(this.name);
  }

  read(): Promise<StoredEvents> {
    const entries = [...this.rows];
    return Promise.resolve({
      lines: entries.map(([, row]) => row.line),
      unsaved: entries.filter(([, row]) => !row.saved).map(([id]) => id),
      next: null,
    });
  }

  add(added: readonly NewEvent[], saved: boolean): Promise<void> {
    for (const { id, line } of added) {
      const known = this.rows.get(id);
      this.rows.set(id, { line: known?.line ?? line, saved: saved || known?.saved === true });
    }
    return Promise.resolve();
  }

  mark_saved(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) row.saved = true;
    }
    return Promise.resolve();
  }
}

// The first store that works: tried with a write and a reading, because browsers that keep nothing do not say so.
export async function open_event_store(site: string, Database = DatabaseStore): Promise<EventStore> {
  try {
    const store = new Database(await open_database(`loci-${site}`));
    await store.device();
    return store;
  } catch {
    // Not there, or closed in a private window.
  }
  try {
    return new KeyStore(site);
  } catch {
    return new MemoryStore();
  }
}
