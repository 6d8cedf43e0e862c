// The page's scheduler on the vectors that the C++ scheduler answers: tests/vectors/fsrs6.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { default_parameters, Fsrs, fuzz_seed, new_memory, type MemoryState } from "../../../assets/lib/review/fsrs";
import { replay } from "./fsrs_replay";

declare const LOCI_SOURCE: string;

console.debug = () => {}; // ts-fsrs tells that it migrates old parameters

const file = JSON.parse(readFileSync(`${LOCI_SOURCE}/tests/vectors/fsrs6/histories.json`, "utf8"));

test("every review and every preview of the shared histories is the same double", () => {
  const { reviews, previews, wrong } = replay(file);
  assert.deepEqual(wrong, []);
  assert.deepEqual([reviews, previews], [3205, 4 * 3205]);
});

test("the same card, graded the same, has the intervals that the terminal shows", () => {
  const scheduler = new Fsrs(default_parameters);
  const days = (card: string, reps: number, memory: MemoryState, elapsed: number): number[] => scheduler.preview(memory, elapsed, fuzz_seed(card, reps)).map((outcome) => outcome.interval_days);
  assert.deepEqual(days("c-1", 1, new_memory, 0), [0, 0, 0, 7]);
  assert.deepEqual(days("c-2", 1, new_memory, 0), [0, 0, 0, 9]);
});
