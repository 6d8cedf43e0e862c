// The log on the page: reading, writing, merging, keeping, sending.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { any_event, bury_line, EventLog, make_ulid, parse_event, review_line, suspend_line, undo_line } from "../../../assets/lib/review/event_log";
import type { LogEvent } from "../../../assets/lib/review/log_event";
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

const members = ["kind", "id", "device", "t", "day", "card", "ref", "grade", "answer_ms", "due", "stability", "difficulty", "on", "until", "weights", "line"] as const;
const all_of = (event: LogEvent | string): unknown => (typeof event === "string" ? event : members.map((name) => event[name]));

function random_of(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

const plain = '{"v":1,"id":"01H6R5S0J03ZZVGXAF35PYY6PY","dev":"desk-a1b2","t":1690881000000,"tz":-60,"day":19570,"c":"h-pggxw37azfhbw/c2","g":3,"ms":3252,"due":19572,"s":12.3065,"d":2.111}';

test("the short way to an event and the long one agree on every line that a few changes make of one", () => {
  const check = (line: string): void => assert.deepEqual(all_of(parse_event(line)), all_of(any_event(line)), line);
  const numbers = ["0", "-1", "-0", "1.5", "1.", ".5", "1e3", "007", "1690881000000", "999999999999999", "1234567890123456", "99999999999999999999", "0.1234567890123456", "36500", "36500.1234", "-100000000", "true", '"3"', "", " 5", "-0.0001"];
  for (const key of ["v", "t", "tz", "day", "g", "ms", "due", "s", "d"]) for (const number of numbers) check(plain.replace(new RegExp(`("${key}":)[^,}]*`), `$1${number}`));
  for (const text of ["", "x".repeat(64), "x".repeat(65), "é", "\u2028", "\t", "\\u0041", "a\\\"b", "\ud800", "__proto__"]) for (const key of ["id", "dev", "c"]) check(plain.replace(new RegExp(`("${key}":")[^"]*`), `$1${text}`));
  const random = random_of(11);
  const bytes = '"\\{}[],:.-+eE0123456789 \t\n\x01\x7fé\ud800truefalsnvdgc';
  for (let i = 0; i < 20_000; ++i) {
    let line = plain;
    for (let edits = 1 + random(3); edits > 0; --edits) {
      const at = random(line.length);
      line = line.slice(0, at) + (random(3) > 0 ? bytes[random(bytes.length)] : "") + line.slice(at + random(2));
    }
    check(line);
  }
  for (let i = 0; i < 20_000; ++i) {
    const due = random(2) === 0 ? 1_700_000_000_000 + random(1e9) : 19_000 + random(40_000);
    check(JSON.stringify({ v: 1, id: `I${i}`, dev: "d", t: 1_600_000_000_000 + random(1e9), tz: 60, day: random(30_000), c: `h-${i}`, g: 1 + random(4), ms: random(60_000), due, s: random(365_000_000) / 1e4, d: 1 + random(9001) / 1e3 }));
  }
});

test("a log is the same in whatever order its lines come, however often, and whatever ids say of times", () => {
  for (let seed = 1; seed <= 400; ++seed) {
    const random = random_of(seed);
    const lines = Array.from({ length: 1 + random(40) }, (_, i) => {
      const late = random(4) === 0 ? random(30) : 0;
      const line = line_of(`E${100 + (random(5) === 0 ? random(40) : i)}`, 1000 + i - (seed % 2) * late);
      return random(6) === 0 ? line.replace('"g":3', `"g":${1 + random(4)}`) : line;
    });
    // What it must be: of one id the least line, then in the order of (t, id).
    const least = new Map<string, LogEvent>();
    for (const line of lines) {
      const event = any_event(line) as LogEvent;
      const known = least.get(event.id);
      if (!known || line < known.line) least.set(event.id, event);
    }
    const wanted = [...least.values()].sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1)).map((event) => event.line);
    const order = seed % 3 === 0 ? lines.map((line) => [random(1e9), line] as const).sort((a, b) => a[0] - b[0]).map(([, line]) => line) : lines;
    const log = new EventLog();
    const cut = random(order.length + 1);
    log.add_text("a", order.slice(0, cut).join("\n"));
    if (seed % 5 === 0) log.events();
    log.add_text("b", order.slice(random(cut + 1)).join("\n"));
    assert.deepEqual(log.events().map((event) => event.line), wanted, `seed ${seed}`);
    for (const id of ["E0", "E099", "E100", "E120", "E999", ...least.keys()]) assert.equal(log.has(id), least.has(id), `seed ${seed}: ${id}`);
    const other = new EventLog();
    other.add_text("c", order.slice(cut).join("\n"));
    const first = new EventLog();
    first.add_text("d", order.slice(0, cut).join("\n"));
    first.become(other);
    assert.deepEqual(first.events().map((event) => event.line), wanted, `seed ${seed}, taken over`);
  }
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
