// Days around every clock change of 2026 and fuzzed intervals, on the vectors that the C++ code answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { review_day } from "../../../assets/lib/review/day";
import { default_parameters, Fsrs, fuzz_seed, new_memory, type Grade, type MemoryState, type Outcome } from "../../../assets/lib/review/fsrs";

declare const LOCI_SOURCE: string;
const read = (name: string): any => JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/review/${name}`, "utf8"));

test("the day is right around every clock change of 2026 in six zones", () => {
  let moments = 0;
  const before = process.env["TZ"];
  for (const { zone, moments: rows } of read("days.json").changes) {
    process.env["TZ"] = zone;
    // Debian 12's Node has the zones of 2022, when Egypt knew no summer time. Its own clock is then not asked; the days still are.
    const platform_knows = zone !== "Africa/Cairo" || (process.versions as Record<string, string>)["tz"]! >= "2023c";
    for (const [t, tz, midnight, four] of rows) {
      if (platform_knows) assert.equal(-new Date(t).getTimezoneOffset(), tz, `${zone} at ${t}`);
      assert.equal(review_day({ unix_ms: t, utc_offset_minutes: tz }, 0), midnight, `${zone} at ${t}`);
      assert.equal(review_day({ unix_ms: t, utc_offset_minutes: tz }, 4), four, `${zone} at ${t}`);
      ++moments;
    }
  }
  if (before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = before;
  assert.equal(moments, 912);
});

test("fuzzed intervals of a card and a repetition are those of the terminal", () => {
  const file = read("fuzz.json");
  const scheduler = new Fsrs(default_parameters);
  file.cards.forEach((card: string, i: number) => {
    let memory: MemoryState = new_memory;
    const rows = file.reviews.map(([elapsed, grade]: [number, Grade]) => {
      const seed = fuzz_seed(card, memory.reps + 1);
      const choices = scheduler.preview(memory, elapsed, seed);
      const chosen = choices[grade - 1] as Outcome;
      assert.deepEqual(scheduler.next(memory, elapsed, grade, seed), chosen);
      memory = chosen.memory;
      return choices.map((outcome) => outcome.interval_days);
    });
    assert.deepEqual(rows, file.intervals[i], card);
  });
});
