// A fold that was kept, and what came since: the same as the fold of all, or no answer. Logs and cuts at random.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLog } from "../../../assets/lib/review/event_log";
import type { LogEvent } from "../../../assets/lib/review/log_event";
import { MemoryStore, type KeptFold, type Opening, type StoredEvents } from "../../../assets/lib/review/event_store";
import { default_parameters } from "../../../assets/lib/review/fsrs";
import { Keeper } from "../../../assets/lib/review/keeper";
import { mark_of, with_ids } from "../../../assets/lib/review/mark";
import { Schedule } from "../../../assets/lib/review/schedule";

function random_of(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

const begin = 1767605400000;

// Mostly reviews; ids and times mostly rise.
function random_lines(seed: number, count: number): string[] {
  const random = random_of(seed);
  const lines: string[] = [];
  const ids: string[] = [];
  for (let i = 0; i < count; ++i) {
    const late = random(40) === 0 ? random(i + 1) : 0;
    const t = begin + (i - late) * 7_200_000;
    const id = `E${String(100_000 + i - (random(60) === 0 ? random(i + 1) : 0))}-${i}`;
    const head = { v: 1, id, dev: "web", t, tz: 0, day: 20458 + Math.floor(((i - late) * 2) / 24) };
    const card = `h-${random(12)}${random(3) === 0 ? "/r" : ""}`;
    const what = random(100);
    let rest: Record<string, unknown> = { c: card, g: 1 + random(4), ms: 900 };
    if (what < 6) rest = { e: "undo", ref: random(9) === 0 ? `E${100_000 + i + random(9)}-${i + random(9)}` : (ids[Math.max(0, ids.length - 1 - random(random(3) === 0 ? 40 : 4))] ?? "none") };
    else if (what < 10) rest = { e: "suspend", c: card, on: random(2) === 0 };
    else if (what < 14) rest = { e: "bury", c: card, until: head.day + 1 };
    else if (what < 16) rest = { e: "seen", c: card, q: "What?" };
    else if (what === 16 && random(3) === 0) rest = { e: "alias", from: card, to: `h-${random(12)}` };
    else if (what === 17 && random(6) === 0) rest = { e: "params", w: Array.from({ length: 21 }, (_, w) => [0.2, 1.2, 2.3, 8.2, 6.4, 0.8, 3, 0.001, 1.8, 0.1, 0.8, 1.5, 0.06, 0.26, 1.6, 0.6, 1.8, 0.5, 0.09, 0.06, 0.15][w] ?? 0) };
    else if (what < 40) rest = { ...rest, due: head.day + 1 + random(30), s: 3.5, d: 5 };
    ids.push(id);
    lines.push(JSON.stringify({ ...head, ...rest }));
  }
  return lines;
}

function log_of(lines: readonly string[]): EventLog {
  const log = new EventLog();
  log.add_text("log", lines.join("\n"));
  return log;
}

const fold = (lines: readonly string[]): Schedule => new Schedule(log_of(lines), default_parameters);

test("what was kept and the rest are the fold of all, or it is folded whole", () => {
  let resumed = 0;
  for (let seed = 1; seed <= 1500; ++seed) {
    const lines = random_lines(seed, 20 + (seed % 150));
    const cut = random_of(seed * 7)(lines.length + 1);
    const kept = fold(lines.slice(0, cut)).kept();
    const rest = log_of(lines.slice(cut));
    const went_on = Schedule.resume(kept, rest.events(), default_parameters);
    if (!went_on) continue;
    ++resumed;
    assert.deepEqual(went_on.kept(), fold(lines).kept(), `seed ${seed}, cut ${cut}`);
    // And from what it keeps itself.
    assert.deepEqual(Schedule.resume(went_on.kept(), [], default_parameters)?.kept(), fold(lines).kept());
  }
  assert.ok(resumed > 300, `${resumed} of 1500`);
});

function line(id: string, t: number, rest: Record<string, unknown>): string {
  return JSON.stringify({ v: 1, id, dev: "web", t: begin + t, tz: 0, day: 20458, ...rest });
}

test("what changes the past is not answered", () => {
  const kept = fold([line("B", 10, { c: "h-a", g: 3 }), line("C", 20, { e: "undo", ref: "Z" })]).kept();
  const resume = (...lines: string[]): Schedule | null => Schedule.resume(kept, log_of(lines).events(), default_parameters);
  assert.equal(resume(line("D", 15, { c: "h-a", g: 3 })), null, "older than the newest");
  assert.equal(resume(line("D", 30, { e: "undo", ref: "B" })), null, "takes back what is folded");
  assert.equal(resume(line("D", 30, { e: "alias", from: "h-a", to: "h-b" })), null, "an alias");
  assert.equal(resume(line("D", 30, { e: "params", w: [] })), null, "other weights");
  assert.equal(resume(line("D", 30, { c: "h-a", g: 3 }), line("E", 40, { e: "undo", ref: "D" }))?.find("h-a")?.memory.reps, 1);
  assert.equal(resume(line("Z", 30, { c: "h-a", g: 3 }))?.find("h-a")?.memory.reps, 1, "taken back before it came");
});

// ---- the keeper, over a store that keeps folds as the browser's does ---------------------------------------------------

class KeepingStore extends MemoryStore {
  fold: KeptFold | null = null;
  reads = 0;

  override async read(): Promise<StoredEvents> {
    ++this.reads;
    return super.read();
  }

  async keep(kept: KeptFold): Promise<void> {
    this.fold = structuredClone(kept);
  }

  async kept(): Promise<Opening | null> {
    const { lines } = await super.read();
    const behind = lines.filter((each) => (JSON.parse(each) as LogEvent).id > (this.fold?.last ?? ""));
    return this.fold && lines.length === this.fold.count + behind.length ? { ...structuredClone(this.fold), lines: behind } : null;
  }
}

const new_keeper = (store: KeepingStore, version = "1"): Keeper => new Keeper(store, new EventLog(), version);

async function filled(lines: readonly string[]): Promise<KeepingStore> {
  const store = new KeepingStore();
  await store.add(lines.map((each) => ({ id: (JSON.parse(each) as LogEvent).id, line: each })), true);
  const keeper = new_keeper(store);
  await keeper.open();
  await keeper.keep_fold(new Schedule(keeper.log, default_parameters), "site");
  return store;
}

test("a page begins with what was kept, and then has the whole log", async () => {
  Object.assign(globalThis, { window: { loci: { live: false } } });
  const store = await filled([line("B", 10, { c: "h-a", g: 3 }), line("C", 20, { c: "h-b", g: 1 })]);
  await store.add([{ id: "D", line: line("D", 30, { c: "h-a", g: 2 }) }], false);
  const reads = store.reads;
  const keeper = new_keeper(store);
  const kept = await keeper.open_kept();
  assert.ok(kept);
  assert.equal(store.reads, reads, "the log is not read");
  assert.equal(keeper.log.events().length, 1);
  assert.equal(keeper.total, 3);
  const schedule = Schedule.resume(kept.fold, keeper.log.events(), default_parameters);
  // A grade that is kept before the log is whole.
  const [graded] = await keeper.keep_all([line("E", 40, { c: "h-b", g: 3 })]);
  keeper.log.add(graded as LogEvent);
  schedule?.add(graded as LogEvent);
  await keeper.whole();
  assert.deepEqual(keeper.log.events().map((event) => event.id), ["B", "C", "D", "E"]);
  assert.equal(keeper.total, 4);
  assert.equal(keeper.unsaved, 2);
  assert.equal(schedule?.counted, keeper.log.counted);
  assert.deepEqual(schedule?.kept(), new Schedule(keeper.log, default_parameters).kept());
});

test("nothing is kept that is not the fold of the whole store, and it holds for its version and its events only", async () => {
  const lines = [line("B", 10, { c: "h-a", g: 3 }), line("D", 20, { c: "h-b", g: 1 })];
  const store = await filled(lines);
  assert.equal(await new_keeper(store, "2").open_kept(), null, "another version");
  assert.equal(await new_keeper(store, "").open_kept(), null, "none");
  await store.add([{ id: "C", line: line("C", 5, { c: "h-a", g: 3 }) }], false);
  assert.equal(await new_keeper(store).open_kept(), null, "an event came before the last");
  const before = store.fold;
  const keeper = new_keeper(store);
  await keeper.open();
  await keeper.keep_fold(fold(lines), "site");
  assert.equal(store.fold, before, "a schedule of other events");
  await keeper.keep_fold(new Schedule(keeper.log, default_parameters), "site");
  assert.equal(store.fold?.count, 3);
  assert.ok(await new_keeper(store).open_kept());
});

// ---- with the log of a preview server ----------------------------------------------------------------------------------

// Answers as generator/serve/reviews.cc does; gives the addresses that it was asked for.
function serve_log(on_disk: string[]): string[] {
  const asked: string[] = [];
  const id_of = (each: string): string => (JSON.parse(each) as LogEvent).id;
  Object.assign(globalThis, {
    window: { loci: { live: true } },
    document: { querySelector: () => ({ content: "token" }) },
    fetch: async (address: string, { body }: { body?: string }) => {
      asked.push(body ? "saved" : address.replace(/^.*reviews/, "all"));
      if (body) {
        for (const each of (JSON.parse(body) as { events: string[] }).events) if (!on_disk.includes(each)) on_disk.push(each);
        return { ok: true, status: 200, text: async () => "" };
      }
      const query = new URL(address, "http://host").searchParams;
      const after = query.get("after");
      const is_behind = (each: string): boolean => after !== null && id_of(each) <= after;
      const known = with_ids({ count: 0, last: "", mark: 0 }, on_disk.filter(is_behind).map(id_of));
      const same = after === null || (String(known.count) === query.get("count") && String(known.mark) === query.get("mark"));
      const text = on_disk.filter((each) => !is_behind(each)).map((each) => each + "\n").join("");
      return { ok: same, status: same ? 200 : 409, text: async () => text };
    },
  });
  return asked;
}

// The same in tests/unit/serve/reviews_test.cc.
test("the mark of an id is what the preview server makes of it", () => {
  assert.equal(mark_of(""), 0);
  assert.equal(mark_of("01KB3M7QABCDEFGHJKMNPQRSTV"), -1219144266);
  assert.equal(mark_of("zz-9"), 3753196);
});

test("on the preview server a page begins with what was kept and what is new on disk", async () => {
  const on_disk = [line("B", 10, { c: "h-a", g: 3 }), line("C", 20, { c: "h-b", g: 1 })];
  const asked = serve_log(on_disk);
  const store = await filled([]);
  assert.equal(store.fold?.count, 2);
  assert.deepEqual(asked.splice(0), ["all?after=&count=0&mark=0"]);
  on_disk.push(line("D", 30, { c: "h-a", g: 2 })); // by the terminal
  const keeper = new_keeper(store);
  assert.ok(await keeper.open_kept());
  assert.equal(asked.splice(0).length, 1);
  assert.deepEqual(keeper.log.events().map((event) => event.id), ["D"]);
  assert.equal(keeper.total, 3);
  await keeper.keep_all([line("E", 40, { c: "h-b", g: 3 })]);
  await keeper.whole();
  await keeper.send();
  assert.equal(keeper.unsaved, 0);
  assert.equal(on_disk.length, 4);
  asked.length = 0;
  assert.ok(await keeper.synchronise());
  assert.equal(asked.length, 1, "nothing is new");

  // What is on disk in the midst of what was folded is not in the fold.
  on_disk.push(line("BB", 15, { c: "h-a", g: 4 }));
  assert.equal(await new_keeper(store).open_kept(), null);
  const all = new_keeper(store);
  await all.open();
  assert.deepEqual(all.log.events().map((event) => event.id), ["B", "BB", "C", "D", "E"]);
});

test("what the preview server did not get while it was away is sent when it is there again", async () => {
  const on_disk: string[] = [];
  serve_log(on_disk);
  const store = await filled([line("B", 10, { c: "h-a", g: 3 })]);
  on_disk.push(line("B", 10, { c: "h-a", g: 3 }));
  const { fetch } = globalThis;
  globalThis.fetch = () => Promise.reject(new Error("no server"));
  const keeper = new_keeper(store);
  assert.ok(await keeper.open_kept());
  assert.equal(keeper.problem, "no server");
  await keeper.keep_all([line("C", 20, { c: "h-a", g: 3 })]);
  await keeper.send();
  globalThis.fetch = fetch;
  const next = new_keeper(store);
  assert.ok(await next.open_kept());
  await next.whole();
  await next.send();
  assert.equal(next.unsaved, 0);
  assert.equal(on_disk.length, 2);
});
