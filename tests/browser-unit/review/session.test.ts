// One sitting on the page, and the keys that drive it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLog } from "../../../assets/lib/review/event_log";
import { command_of, type View } from "../../../assets/lib/review/keys";
import { is_leech, Session } from "../../../assets/lib/review/session";

const minute = 60_000;
const config = { desired_retention: 0.9, new_per_day: 10, reviews_per_day: 0, maximum_interval_days: 36500, rollover_hour: 4 };

function desk(cards: [string, number, number?][], changes = {}) {
  const log = new EventLog();
  const state = { now: 1795255200000, kept: [] as string[], count: 0, fail: "" };
  const start = (): Session =>
    new Session(
      {
        cards: cards.map(([id, note, retention]) => ({ id, note, ...(retention ? { retention } : {}) })),
        config: { ...config, ...changes },
        device: "web-test",
        clock: () => ({ unix_ms: state.now, utc_offset_minutes: 0 }),
        random: (bytes) => (bytes[9] = ++state.count),
        keep: async (line) => {
          if (state.fail) throw new Error(state.fail);
          state.kept.push(line);
        },
      },
      log,
    );
  const id = (session: Session): string => (session.current === null ? "" : (cards[session.current] as [string, number])[0]);
  return { log, state, start, id };
}

// Twin of the same test in tests/unit/review/session_test.cc.
test("a card that says how surely it is to be remembered has buttons of its own", () => {
  const easy = (retention?: number): number => desk([["c-1", 0, retention]]).start().choices()[3]?.interval_days ?? 0;
  assert.deepEqual([easy(), easy(95), easy(80), easy(70)], [7, 3, 27, 75]);
});

test("a grade is kept, with the due date its button showed", async () => {
  const { state, start, id } = desk([["c-1", 0], ["c-2", 0]]);
  const session = start();
  assert.deepEqual(session.choices().map((outcome) => outcome.delay_minutes), [1, 6, 10, 7 * 1440]);
  await session.grade(4, 90_000);
  assert.deepEqual(state.kept, [
    '{"v":1,"id":"01M7YRRT800000000000000001","dev":"web-test","t":1795255200000,"tz":0,"day":20778,"c":"c-1","g":4,"ms":60000,"due":20785,"s":8.2956,"d":1}',
  ]);
  assert.equal(id(session), "c-2");
  assert.deepEqual(session.counts, { due: 0, fresh: 1, learning: 0 });
});

test("steps come back when their minute has come, and early when nothing else is left", async () => {
  const { state, start, id } = desk([["c-0", 0], ["c-1", 1], ["c-2", 2]]);
  const session = start();
  const seen: string[] = [];
  const grade = async (g: 1 | 3 | 4): Promise<void> => {
    seen.push(id(session));
    await session.grade(g, 0);
  };
  await grade(1);
  state.now += 2 * minute;
  await grade(3);
  state.now += 1;
  await grade(3);
  await grade(4);
  await grade(3);
  await grade(3);
  assert.deepEqual(seen, ["c-0", "c-1", "c-0", "c-2", "c-1", "c-0"]);
  assert.equal(session.current, null);
  assert.equal(session.next_due?.at_instant, false);
  assert.deepEqual(session.grades, [1, 0, 4, 1]);
  assert.equal(session.introduced, 3);
});

test("undo goes back through the whole sitting, and the log keeps everything", async () => {
  const { state, start, id } = desk([["c-1", 0], ["c-2", 1]]);
  const session = start();
  await session.grade(4, 0);
  await session.bury();
  assert.equal(session.current, null);
  await session.undo();
  assert.equal(id(session), "c-2");
  await session.undo();
  assert.equal(id(session), "c-1");
  assert.deepEqual(session.counts, { due: 0, fresh: 2, learning: 0 });
  await session.undo();
  assert.equal(state.kept.length, 4);
  assert.equal(session.reviewed, 0);
  assert.equal(id(start()), "c-1");
});

test("what cannot be kept does not count", async () => {
  const { state, start, id } = desk([["c-1", 0]]);
  const session = start();
  state.fail = "the disk is full";
  await assert.rejects(session.grade(3, 0), { message: "the disk is full" });
  assert.equal(id(session), "c-1");
  assert.equal(session.reviewed, 0);
  assert.equal(session.can_undo, false);
});

test("cards put away leave room for other new ones, and a new day brings its own", async () => {
  const { state, start, id } = desk([["c-1", 0], ["c-2", 1], ["c-3", 2]], { new_per_day: 1 });
  const session = start();
  await session.suspend();
  assert.equal(id(session), "c-2");
  await session.grade(4, 0);
  assert.deepEqual(session.next_due, { at_instant: false, value: 20779 });
  state.now += 18 * 60 * minute;
  session.refresh();
  assert.equal(id(session), "c-3");
});

test("reviews from elsewhere are taken in without losing the card in sight", async () => {
  const { log, start, id } = desk([["c-1", 0], ["c-2", 1], ["c-3", 2]]);
  const session = start();
  assert.equal(id(session), "c-1");
  log.add_text("elsewhere", '{"v":1,"id":"X","t":1795255100000,"day":20778,"c":"c-2","g":4}');
  await session.merged();
  assert.equal(id(session), "c-1");
  assert.deepEqual(session.counts, { due: 0, fresh: 2, learning: 0 });
});

test("keys do what Anki's do, and nothing before the answer is shown", () => {
  const press = (key: string, view: View, more = {}) => command_of({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more }, view);
  assert.deepEqual([" ", "Enter", "1", "3", "u", "-", "@", "e", "?", "Escape", "x"].map((key) => press(key, "question")), ["show", "show", null, null, "undo", "bury", "suspend", "open", "help", "end", null]);
  assert.deepEqual([" ", "Enter", "1", "2", "3", "4", "5", "0"].map((key) => press(key, "answer")), ["grade3", "grade3", "grade1", "grade2", "grade3", "grade4", null, null]);
  assert.deepEqual([" ", "1", "u", "-", "?"].map((key) => press(key, "done")), [null, null, "undo", null, "help"]);
  assert.equal(press("z", "answer", { ctrlKey: true }), "undo");
  assert.equal(press("1", "answer", { ctrlKey: true }), null);
  assert.equal(press("1", "answer", { repeat: true }), null);
  assert.equal(press("-", "answer", { altKey: true }), null);
});

test("a whole note is put away at once, and comes back at once with its card in sight", async () => {
  const { state, start, id } = desk([["c-1", 0], ["c-2", 1], ["c-3", 0]]);
  const session = start();
  assert.equal(id(session), "c-1");
  await session.bury(true);
  assert.equal(id(session), "c-2");
  assert.equal(state.kept.length, 2);
  await session.undo();
  assert.equal(id(session), "c-1");
  assert.equal(state.kept.length, 4);
  assert.deepEqual(session.counts, { due: 0, fresh: 3, learning: 0 });
});

test("undo goes back to what this device did in earlier sittings, not to what others did", async () => {
  const { log, start, id } = desk([["c-1", 0], ["c-2", 1]]);
  const first = start();
  await first.grade(4, 0);
  log.add_text("elsewhere", '{"v":1,"id":"X","dev":"other","t":1795255300000,"day":20778,"c":"c-2","g":4}');
  const second = start();
  assert.equal(second.current, null);
  assert.equal(second.can_undo, true);
  await second.undo();
  assert.equal(id(second), "c-1");
  assert.equal(second.can_undo, false);
  assert.equal(second.reviewed, 0);
});

test("a card is named when it is forgotten for the eighth time, and for every fourth after it", async () => {
  const { state, log, start } = desk([["c-1", 0]]);
  const day = 86_400_000;
  const lines = Array.from({ length: 21 }, (_, i) => {
    const t = state.now - (30 - i) * day;
    return `{"v":1,"id":"${String(i).padStart(3, "0")}","t":${t},"day":${20778 - 30 + i},"c":"c-1","g":${i % 3 === 1 ? 1 : 4}}`;
  });
  log.add_text("a past", lines.join("\n"));
  const session = start();
  const lapses = (): number => session.schedule.find("c-1")?.memory.lapses ?? 0;
  assert.equal(lapses(), 7);
  await session.grade(1, 0);
  assert.equal(lapses(), 8);
  assert.equal(session.leech, 0);
  assert.ok(is_leech(session.schedule.find("c-1")));
  state.now += 60_000;
  session.refresh();
  await session.grade(4, 0);
  assert.equal(session.leech, null);
});
