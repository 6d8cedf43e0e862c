// What every page says about memory from the summary alone: the numbers of mastery.ts, which reads the log.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { for_today, recall_on_day, recall_text } from "../../../assets/lib/remembered";
import { EventLog } from "../../../assets/lib/review/event_log";
import { mastery_of_folders, mastery_of_notes, mean_recall } from "../../../assets/lib/review/mastery";
import { build_queue, fsrs_parameters } from "../../../assets/lib/review/queue";
import { Schedule } from "../../../assets/lib/review/schedule";
import { summary_of } from "../../../assets/lib/review/summary";

declare const LOCI_SOURCE: string;

const file = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/review/statistics.json`, "utf8"));
const cards = file.cards.map(([id, note]: [string, number]) => ({ id, note, slug: file.slugs[note] }));
const log = new EventLog();
log.add_text("log", file.lines.join("\n"));
const schedule = new Schedule(log, fsrs_parameters(file.config));
const now = { unix_ms: (file.day * 24 + file.config.rollover_hour + 12) * 3_600_000, utc_offset_minutes: 0 };
const summary = JSON.parse(JSON.stringify(summary_of(cards, schedule, file.config, now)));

test("the summary gives the mastery of notes and folders to a millionth, today and in a month", () => {
  for (const day of [file.day, file.day + 30]) {
    const notes = mastery_of_notes(cards, file.slugs.length, schedule, day, file.config.desired_retention);
    const compare = (name: string, mastery: (typeof notes)[number], wanted: (slug: string) => boolean): void => {
      const recall = recall_on_day(summary, wanted, day);
      assert.equal(recall.known, mastery.known, name);
      assert.equal(recall.at_risk, mastery.at_risk, name);
      assert.equal(recall.next_due_day, mastery.next_due_day, name);
      assert.ok(Math.abs(recall.mean - (mean_recall(mastery) ?? 0)) <= 1e-6, `${name}: ${recall.mean}`);
    };
    notes.forEach((mastery, i) => compare(file.slugs[i], mastery, (slug) => slug === file.slugs[i]));
    for (const [folder, mastery] of mastery_of_folders(file.slugs, notes)) compare(folder, mastery, (slug) => folder === "" || slug.startsWith(`${folder}/`));
  }
});

test("the badge counts what the queue of the day holds", () => {
  const { due, fresh, learning } = build_queue(cards, schedule, file.config, now.unix_ms, file.day).counts;
  assert.equal(for_today(summary, file.day), due + fresh + learning);
});

test("it is said in words", () => {
  assert.equal(recall_text({ known: 40, mean: 0.914, at_risk: 3, next_due_day: 101 }, 100, true), "Remembered now: 91% on average, 3 of 40 at risk, next due tomorrow");
  assert.equal(recall_text({ known: 1, mean: 0.5, at_risk: 1, next_due_day: 90 }, 100, true), "Remembered now: 50% on average, 1 of 1 at risk, next due today");
  assert.equal(recall_text({ known: 1, mean: 0.995, at_risk: 0, next_due_day: 112 }, 100, false), "100% remembered");
});
