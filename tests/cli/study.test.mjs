// loci cards mastery and loci cards stats: the numbers are those that ts-fsrs gives for the same log.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fsrs } from "ts-fsrs";
import { loci, makeVault } from "./vault.mjs";

const day_ms = 86_400_000;
const today = () => Math.floor((Date.now() - 4 * 3_600_000) / day_ms);
const note = (...ids) => `# Note\n${ids.map((id) => `\n> [!card] Question ${id}? ^c-${id}\n> Answer.\n`).join("")}`;

let events = 0;
function review(card, day, grade, due) {
  const t = day * day_ms + 12 * 3_600_000 + ++events;
  return `{"v":1,"id":"E${String(events).padStart(4, "0")}","dev":"a","t":${t},"tz":0,"day":${day},"c":"c-${card}","g":${grade},"ms":6000,"due":${due}}`;
}

function vault_of(t, now) {
  const lines = [
    review("aaaaaaa2", now - 30, 4, now - 20),
    review("aaaaaaa2", now - 20, 3, now + 25),
    review("aaaaaaa3", now - 9, 4, now - 1),
    review("aaaaaaa5", now - 40, 4, now - 10),
    review("aaaaaaa5", now - 10, 1, now - 9),
    `{"v":1,"id":"S","t":1,"day":1,"e":"suspend","c":"c-aaaaaaa4","on":true}`,
  ];
  return makeVault(t, {
    "db/mvcc.md": note("aaaaaaa2", "aaaaaaa3"),
    "db/sql/joins.md": note("aaaaaaa4", "aaaaaaa5", "aaaaaaa6"),
    ".loci/reviews/a/2026-11.jsonl": lines.join("\n") + "\n",
  });
}

// [elapsed days, grade] of each review, and what is remembered after `rest` more days.
function recall(history, rest) {
  const scheduler = fsrs({});
  let state = null;
  for (const [elapsed, grade] of history) state = scheduler.next_state(state, elapsed, grade);
  return scheduler.forgetting_curve(rest, state.stability);
}

test("mastery of notes, folders and the site", (t) => {
  const now = today();
  const vault = vault_of(t, now);
  const { code, out, err } = loci(vault, ["cards", "mastery", "--json"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  const all = JSON.parse(out);
  const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, expected ${expected}`);
  const [r2, r3, r5] = [recall([[0, 4], [10, 3]], 20), recall([[0, 4]], 9), recall([[0, 4], [30, 1]], 10)];
  assert.equal(all.day, now);
  near(all.notes[0].mean_recall, (r2 + r3) / 2);
  near(all.notes[1].mean_recall, r5);
  near(all.site.mean_recall, (r2 + r3 + r5) / 3);
  const at_risk = [r2, r3, r5].filter((r) => r < 0.9).length;
  near(all.site.share_at_risk, at_risk / 3);
  assert.deepEqual([all.site.cards, all.site.new, all.site.suspended, all.site.known, all.site.at_risk, all.site.due], [5, 1, 1, 3, at_risk, 2]);
  assert.deepEqual(all.notes.map((each) => [each.note, each.path, each.cards, each.next_due.day]), [["db/mvcc", "db/mvcc.md", 2, now - 1], ["db/sql/joins", "db/sql/joins.md", 3, now - 9]]);
  assert.deepEqual(all.folders.map((each) => [each.folder, each.cards]), [["db", 5], ["db/sql", 3]]);

  const text = loci(vault, ["cards", "mastery", "--note", "db/mvcc"]).out.split("\n");
  assert.match(text[0], /^note +cards +new +recall +at risk +due +next$/);
  assert.match(text[1], /^db\/mvcc +2 +0 +\d+ % +\d+ % +1 +today$/);
  assert.match(text.at(-2), /^all /);
  assert.equal(loci(vault, ["cards", "mastery", "--deck", "nowhere"]).code, 2);
});

test("statistics of a log", (t) => {
  const now = today();
  const vault = vault_of(t, now);
  const { code, out } = loci(vault, ["cards", "stats", "--json"]);
  assert.equal(code, 0);
  const all = JSON.parse(out);
  assert.deepEqual(all.cards, { new: 1, learning: 0, young: 2, mature: 1, suspended: 1 });
  assert.deepEqual(all.reviews, { again: 1, hard: 0, good: 1, easy: 3, answer_ms: 30000 });
  assert.deepEqual(all.true_retention[2], { period: "month", young: { passed: 1, total: 1, rate: 1 }, mature: { passed: 0, total: 1, rate: 0 }, all: { passed: 1, total: 2, rate: 0.5 } });
  const [before, lost] = [recall([[0, 4]], 10), recall([[0, 4]], 30)];
  assert.equal(all.calibration.reviews, 2);
  assert.ok(Math.abs(all.calibration.log_loss - -(Math.log(before) + Math.log(1 - lost)) / 2) < 1e-6);
  assert.equal(all.forecast.length, 30);
  assert.equal(all.forecast[0].reviews, 2);
  assert.equal(all.forecast[0].new, 1);
  assert.equal(all.calendar.length, 5);
  assert.equal(all.stability.reduce((sum, bin) => sum + bin.cards, 0), 3);
  const text = loci(vault, ["cards", "stats"]).out;
  for (const line of text.split("\n")) assert.ok(line.length <= 100, line);
  assert.match(text, /^Cards    1 new, 0 in learning, 2 young, 1 mature, 1 suspended\nAnswers  5 in 1 min \(6\.0 s each\): 1 again, 0 hard, 1 good, 3 easy\n/);
  const empty = loci(makeVault(t, { "a.md": "# A\n" }), ["cards", "stats"]);
  assert.match(empty.out, /^Cards    0 new/);
  assert.equal(empty.code, 0);
});
