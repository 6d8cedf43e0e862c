// The log on the page: reading, writing, merging, keeping, sending.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bury_line, EventLog, make_ulid, parse_event, review_line, suspend_line, undo_line } from "../../../assets/lib/review/event_log";
import { MemoryStore } from "../../../assets/lib/review/event_store";
import { Phase } from "../../../assets/lib/review/fsrs";
import { Keeper } from "../../../assets/lib/review/keeper";
import { batches } from "../../../assets/lib/review/preview_server";

declare const LOCI_SOURCE: string;

const stamp = { id: "B", device: "lap1", at: { unix_ms: 1767605400123, utc_offset_minutes: 60 }, day: 20458 };
const memory = { phase: Phase.review, step: 0, stability: 11.23454999, difficulty: 5.12349999, reps: 3, lapses: 0 };
const line_of = (id: string, t: number): string => `{"v":1,"id":"${id}","t":${t},"day":1,"c":"x","g":3}`;

(globalThis as any).window = { loci: { live: false } }; // not behind a preview server

test("damaged logs are read as in C++", () => {
  const { damaged } = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/review/cases.json`, "utf8"));
  const log = new EventLog();
  log.add_text("log", damaged.text);
  assert.deepEqual(log.events().map((event) => event.id), damaged.ids);
  assert.deepEqual(log.problems.map((problem) => [problem.line, problem.message]), damaged.problems);
});

test("events are written in the bytes that C++ writes", () => {
  assert.equal(
    review_line(stamp, "c-7f3k2m9q", 3, 5230, { at_instant: false, value: 20467 }, memory),
    '{"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"c":"c-7f3k2m9q","g":3,"ms":5230,"due":20467,"s":11.2345,"d":5.123}',
  );
  assert.equal(undo_line(stamp, "A"), '{"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"undo","ref":"A"}');
  assert.equal(suspend_line(stamp, "c-1", true), '{"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"suspend","c":"c-1","on":true}');
  assert.equal(bury_line(stamp, "c-1", 20459), '{"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"bury","c":"c-1","until":20459}');
  const bytes = Uint8Array.of(0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x11, 0xff);
  assert.equal(make_ulid(1469918176385, bytes), "01ARYZ6S4128T5CY4TQKFF04FZ");
});

test("merging is the same in any order and any number of times", () => {
  const lines = Array.from({ length: 60 }, (_, i) => line_of(String(i), (i * 7) % 11));
  const merged = (...texts: string[][]): string[] => {
    const log = new EventLog();
    for (const text of texts) log.add_text("x", text.join("\n"));
    return log.events().map((event) => event.line);
  };
  const a = lines.slice(0, 40);
  const b = lines.slice(20);
  assert.deepEqual(merged(a, b), merged([...b].reverse(), a, b));
  assert.equal(merged(a, b).length, 60);
});

test("a key named __proto__ in a line changes nothing else", () => {
  const event = parse_event('{"v":1,"id":"P","t":1,"day":1,"c":"x","g":3,"__proto__":{"polluted":true}}');
  assert.notEqual(typeof event, "string");
  assert.equal(({} as any).polluted, undefined);
});

test("the keeper knows what is in no file yet, and what an import brings", async () => {
  const store = new MemoryStore();
  const keeper = new Keeper(store, new EventLog());
  await keeper.open();
  for (const id of ["A", "B"]) {
    const line = line_of(id, 1);
    await keeper.keep(line);
    keeper.log.add_text("page", line);
  }
  assert.equal(keeper.unsaved, 2);
  assert.equal(await keeper.file().text(), `${line_of("A", 1)}\n${line_of("B", 1)}\n`);
  await keeper.file_taken();
  assert.equal(keeper.unsaved, 0);
  const result = await keeper.bring_in("other.jsonl", `${line_of("A", 1)}\n${line_of("C", 2)}\n\nbroken\n`);
  assert.deepEqual(result, { added: 1, known: 1, skipped: 1 });
  assert.equal(keeper.unsaved, 0);
  const again = new Keeper(store, new EventLog());
  await again.open();
  assert.deepEqual(again.log.events().map((event) => event.id), ["A", "B", "C"]);
});

test("a store that refuses is told, and nothing counts as kept", async () => {
  const store = new MemoryStore();
  store.add = () => Promise.reject(new Error("the disk is full"));
  const keeper = new Keeper(store, new EventLog());
  await assert.rejects(keeper.keep(line_of("A", 1)), { message: "the disk is full" });
  assert.equal(keeper.unsaved, 0);
});

test("what is sent fits the server's limit, each line as a text", () => {
  const events = Array.from({ length: 1000 }, (_, i) => ({ id: String(i), line: `{"v":1,"x":"${"é".repeat(80)}"}` }));
  const all = batches(events);
  assert.deepEqual(all.flat(), events);
  for (const batch of all) {
    const body = JSON.stringify({ events: batch.map((event) => event.line) });
    assert.ok(new TextEncoder().encode(body).length <= 64 * 1024);
  }
  assert.ok(all.length >= 4 && all.length <= 6, `${all.length} batches`);
});
