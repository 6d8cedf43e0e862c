// Histories follow their cards in the page as in C++ (tests/vectors/cards/match.json), in slices that a page does not feel.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CardData } from "../../../assets/lib/review/card_data";
import { alias_line, EventLog, parse_event, seen_line, type EventStamp } from "../../../assets/lib/review/event_log";
import type { LogEvent } from "../../../assets/lib/review/log_event";
import { MemoryStore } from "../../../assets/lib/review/event_store";
import { make_follower } from "../../../assets/lib/review/follow";
import { Histories, plan_aliases, type SiteTrace } from "../../../assets/lib/review/history";
import { Keeper } from "../../../assets/lib/review/keeper";
import { match_cards } from "../../../assets/lib/review/match";
import { default_parameters } from "../../../assets/lib/review/fsrs";
import { Schedule } from "../../../assets/lib/review/schedule";
import type { Steps } from "../../../assets/lib/review/steps";

declare const LOCI_SOURCE: string;

const vectors = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/cards/match.json`, "utf8"));
const stamp: EventStamp = { id: "A", device: "web", at: { unix_ms: 1767605400000, utc_offset_minutes: 60 }, day: 20458 };

function run<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

test("matches are those of C++", () => {
  for (const { what, old, cards, found } of vectors.matches) {
    const matches = run(match_cards(old, cards)).map((match) => [match.old, match.card, match.rule]);
    const certain = found.filter(([, , rule]: unknown[]) => rule !== "asked").map((match: unknown[]) => match.slice(0, 3));
    assert.deepEqual(matches, certain, what);
  }
});

test("what is to be written is what C++ writes", () => {
  for (const { what, log: lines, site, plan } of vectors.plans) {
    const log = new EventLog();
    log.add_text("log", lines.join("\n"));
    const traces: SiteTrace[] = site.map(({ ids, ...trace }: any) => ({ ids, trace }));
    const histories = run(Histories.read(log.events()));
    const aliases = run(plan_aliases(histories, traces));
    assert.deepEqual(aliases.map(({ from, to }) => [from, to]), plan.aliases, what);
    for (const { from, to } of aliases) histories.add(parse_event(alias_line(stamp, from, to)) as LogEvent);
    const unsaid = traces.filter(({ trace }) => histories.ids.has(trace.group) && !histories.is_said(trace));
    const said = unsaid.map(({ trace }) => seen_line(stamp, trace)).map((line) => line.slice(line.indexOf('"e":"seen"')));
    assert.deepEqual(said, plan.seen, what);
    // Once it is written nothing more is to be said.
    for (const { trace } of unsaid) histories.add(parse_event(seen_line(stamp, trace)) as LogEvent);
    assert.ok(traces.every(({ trace }) => !histories.ids.has(trace.group) || histories.is_said(trace)), what);
    assert.deepEqual(run(plan_aliases(histories, traces)), [], what);
  }
});

// ---- the follower: a page without a page ----------------------------------------------------------------------------

interface FakeCard {
  id: string;
  note: string;
  question: string;
}

// A site of these cards as the page loads it, and a browser's memory.
function fake_page(cards: FakeCard[], shared = new MemoryStore(), storage = new Map<string, string>()): { data: CardData; keeper: Keeper; loaded: string[] } {
  const notes: [string, string, number, number][] = [];
  for (const { note } of cards) {
    const last = notes[notes.length - 1];
    if (last?.[0] === note) ++last[3];
    else notes.push([note, note, 0, 1]);
  }
  const config = { desired_retention: 0.9, new_per_day: 10, reviews_per_day: 0, maximum_interval_days: 36500, rollover_hour: 4 };
  const name = `cards/trace-0.${cards.map((card) => card.question).join("").length}.js`;
  const manifest = { v: 1, build: "b", config, shards: [], traces: [[name, cards.length]], decks: ["d"], notes, ids: cards.map((card) => card.id), deck_of: cards.map(() => 0) };
  const loaded: string[] = [];
  const load = (asked: string): Promise<unknown> => {
    loaded.push(asked);
    return Promise.resolve({ questions: cards.map((card) => card.question), answers: cards.map(() => ""), contents: [] });
  };
  const local = { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => void storage.set(key, value) };
  Object.assign(globalThis, { window: { loci: { live: false, siteId: "s", load } }, localStorage: local });
  const data = new (CardData as any)(manifest) as CardData;
  return { data, keeper: new Keeper(shared, new EventLog()), loaded };
}

const review = (id: string, card: string, t: number): string => `{"v":1,"id":"${id}","t":${t},"day":20458,"c":"${card}","g":4,"due":20470}`;
const before = [
  { id: "h-a", note: "joins", question: "What does a LEFT JOIN keep?" },
  { id: "c-pinned", note: "joins", question: "What is a hash join?" },
];
const after = [
  { id: "h-b", note: "joins", question: "What does a LEFT JOIN retain?" },
  { id: "c-pinned", note: "joins", question: "How does a hash join work?" },
];

// A store behind messages, as the hub's is: no answer comes in the same task.
class DistantStore extends MemoryStore {
  override async add(...added: Parameters<MemoryStore["add"]>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    await super.add(...added);
  }
}

async function open(cards: FakeCard[], store: MemoryStore, storage?: Map<string, string>): Promise<{ keeper: Keeper; loaded: string[]; schedule: Schedule; follower: ReturnType<typeof make_follower> }> {
  const { data, keeper, loaded } = fake_page(cards, store, storage);
  await keeper.open();
  const follower = make_follower(data, keeper);
  await follower.follow();
  await follower.catch_up();
  return { keeper, loaded, schedule: new Schedule(keeper.log, default_parameters), follower };
}

const named = (keeper: Keeper, name: string): any[] => keeper.log.events().map((event) => JSON.parse(event.line)).filter((event) => event.e === name);

test("a reworded card keeps its history, a pinned one needs nothing, and it is said once", async () => {
  const store = new MemoryStore();
  const first = await open(before, store);
  assert.deepEqual(first.loaded, [], "nothing was reviewed: nothing is loaded");
  for (const [i, card] of before.entries()) {
    const line = review(`R${i}`, card.id, 1767605400000 + i);
    await first.keeper.keep(line);
    first.keeper.log.add_text("own", line);
    await first.follower.kept(line);
  }
  // Both may be of one millisecond, and then have no order.
  assert.deepEqual(named(first.keeper, "seen").map((event) => [event.c, event.q, event.b ?? "", event.n ?? ""]).sort(), [
    ["c-pinned", "What is a hash join?", "h-a", ""],
    ["h-a", "What does a LEFT JOIN keep?", "", "c-pinned"],
  ]);
  assert.equal(first.keeper.unsaved, 2, "what is said besides is no work of the reader");

  const second = await open(after, store);
  assert.deepEqual(named(second.keeper, "alias").map((event) => [event.from, event.to]), [["h-a", "h-b"]]);
  assert.equal(second.schedule.find("h-b")?.due.value, 20470);
  assert.equal(second.schedule.find("c-pinned")?.due.value, 20470);
  const third = await open(after, store);
  assert.equal(third.keeper.log.events().length, second.keeper.log.events().length);
});

test("two browsers that decide the same end in the same state, whichever way they are merged", async () => {
  const lines = [review("R0", "h-a", 1767605400000), seen_line({ ...stamp, id: "S0" }, { group: "h-a", content: "h-a", note: "joins", question: before[0]?.question ?? "", answer: "", before: "", after: "" })];
  const logs: string[][] = [];
  for (let i = 0; i < 2; ++i) {
    const store = new MemoryStore();
    await store.add(lines.map((line) => ({ id: JSON.parse(line).id, line })), false);
    logs.push((await open(after, store)).keeper.log.events().map((event) => event.line));
  }
  const merged = [logs, [...logs].reverse()].map((order) => {
    const log = new EventLog();
    for (const each of order) log.add_text("log", each.join("\n"));
    return { lines: log.events().map((event) => event.line), state: new Schedule(log, default_parameters).find("h-b") };
  });
  assert.deepEqual(merged[0], merged[1]);
  assert.equal(merged[0]?.state?.due.value, 20470);
  assert.equal(merged[0]?.state?.memory.reps, 1);
});

test("a history that nothing is like is left alone and not compared again", async () => {
  const store = new MemoryStore();
  const storage = new Map<string, string>();
  await store.add([{ id: "R0", line: review("R0", "h-gone", 1767605400000) }], false);
  assert.equal((await open(after, store, storage)).loaded.length, 1);
  const again = await open(after, store, storage);
  assert.deepEqual(again.loaded, []);
  assert.equal(again.keeper.log.events().length, 1);
});

test("10,000 cards and 100,000 reviews never hold a page up for 50 ms", async () => {
  const words = "join index scan lock page log tree node lease clock quorum shard cache plan row key".split(" ");
  const question = (i: number): string => `What does the ${words[i % 16]} of ${words[(i >> 4) % 16]} number ${i * 7919} do to ${words[(i >> 8) % 16]}?`;
  const cards = Array.from({ length: 10_000 }, (_, i) => ({ id: `h-${i}`, note: `n${i >> 3}`, question: question(i) }));
  const events = [];
  for (let i = 0; i < 100_000; ++i) events.push({ id: `R${i}`, line: review(`R${i}`, `h-${i % 10_000}`, 1767605400000 + i) });
  for (let i = 0; i < 2000; ++i) {
    const said = { group: `h-${i * 5}`, content: `h-${i * 5}`, note: `n${(i * 5) >> 3}`, question: question(i * 5), answer: "", before: "", after: "" };
    events.push({ id: `S${i}`, line: seen_line({ ...stamp, id: `S${i}` }, said) });
  }
  const reworded = cards.map((card, i) => (i % 5 === 0 ? { ...card, id: `h-new-${i}`, question: card.question.replace("do to", "mean for") } : card));
  const store = new DistantStore();
  await store.add(events, false);
  const { data, keeper } = fake_page(reworded, store);
  await keeper.open();
  const follower = make_follower(data, keeper);
  await follower.follow();
  await follower.catch_up();
  assert.equal(named(keeper, "alias").length, 2000);
  assert.equal(named(keeper, "seen").length, 2000 + 10_000);

  // Counted, not timed: what a step looks at. An event is a unit, and so is a member of a card that is read.
  let looked = 0;
  let questions = 0;
  let most_questions = 0;
  const most_in_a_step = (steps: Steps<unknown>): number => {
    let most = 0;
    for (let done: boolean | undefined = false; !done; most = Math.max(most, looked)) {
      looked = questions = 0;
      done = steps.next().done;
    }
    return most;
  };
  const counted = <T extends object>(object: T): T =>
    new Proxy(object, {
      get: (target, name) => {
        ++looked;
        if (name === "question") most_questions = Math.max(most_questions, ++questions);
        return Reflect.get(target, name);
      },
    });
  const before_it = keeper.log.events().filter((event) => /^[RS]/.test(event.id));
  const site = data.traces.flatMap((file) => file.traces);
  const histories = run(Histories.read(before_it));
  assert.equal(run(plan_aliases(histories, site)).length, 2000);
  class CountedEvents extends Array<LogEvent> {
    override *[Symbol.iterator](): ArrayIterator<LogEvent> {
      for (let i = 0; i < this.length; ++i) {
        ++looked;
        yield this[i] as LogEvent;
      }
    }
  }
  const read = Histories.read(CountedEvents.from(before_it));
  looked = 0;
  read.next(); // which events are taken back: one look at each
  assert.equal(looked, before_it.length);
  assert.ok(most_in_a_step(read) <= 1000);
  const planned = plan_aliases(histories, site.map(({ ids, trace }) => ({ ids, trace: counted(trace) })));
  assert.ok(most_in_a_step(planned) <= 2 * site.length); // an index over all cards
  assert.ok(most_questions <= 64, `${most_questions} questions are compared in one step`);
});
