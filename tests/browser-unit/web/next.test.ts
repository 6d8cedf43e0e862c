// What is next to learn, and what is about to fade.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fading_within, next_to_learn, standing_of, type PathRow } from "../../../assets/lib/learn/next";
import { first_lines } from "../../../assets/lib/preview/source";
import { read_numbers, within, type Graph } from "../../../assets/lib/graph/data";
import type { KnownCard, Remembered } from "../../../assets/lib/remembered";

const day = 1000;

function remembered(notes: Record<string, KnownCard[]>): Remembered {
  return { v: 1, factor: 19 / 81, decay: -0.5, retention: 0.9, rollover_hour: 4, new_per_day: 10, reviews_per_day: 0, day, introduced: 0, reviews: 0, fresh: 0, notes };
}

const strong: KnownCard = [400, day - 1, day + 300, 0];
const weak: KnownCard = [1, day - 300, day - 200, 0];
const row = (name: string, cards: number, requires: number[] = []): PathRow => [`${name}.html`, name, cards, 1, 0, requires];
const names = (rows: readonly PathRow[]): string[] => rows.map(([, title]) => title);

test("a note is learned when half of its cards were answered, remembered when they are still known", () => {
  const all = remembered({ a: [strong], b: [strong, strong], c: [weak, weak] });
  assert.equal(standing_of(row("a", 3), all, day), "new");
  assert.equal(standing_of(row("b", 4), all, day), "remembered");
  assert.equal(standing_of(row("c", 2), all, day), "learned");
  assert.equal(standing_of(row("none", 2), all, day), "new");
  assert.equal(standing_of(row("bare", 0), all, day), "read");
});

test("next is what is not learned and whose requirements are remembered", () => {
  const path = [row("known", 1), row("gone", 1), row("open", 1, [0]), row("shut", 1, [1]), row("both", 1, [0, 1]), row("far", 1, [2])];
  const all = remembered({ known: [strong], gone: [weak] });
  assert.deepEqual(names(next_to_learn(path, all, day, 9)), ["open"]);
  assert.deepEqual(names(next_to_learn(path, remembered({}), day, 9)), ["known", "gone"]);
});

test("a requirement without cards is in nobody's way once its own are met, also in a circle", () => {
  const path = [row("base", 1), row("bare", 0, [0]), row("top", 1, [1]), row("ring", 0, [4]), row("gnir", 0, [3]), row("ringed", 1, [3])];
  assert.deepEqual(names(next_to_learn(path, remembered({}), day, 9)), ["base", "ringed"]);
  assert.deepEqual(names(next_to_learn(path, remembered({ base: [strong] }), day, 9)), ["top", "ringed"]);
  assert.deepEqual(names(next_to_learn(path, remembered({ base: [strong] }), day, 1)), ["top"]);
});

test("what is remembered today and not in a week is about to fade, the soonest first", () => {
  const soon: KnownCard = [10, day - 9, day + 1, 0];
  const sooner: KnownCard = [8, day - 8, day, 0];
  const path = [row("a", 1), row("b", 1), row("c", 1), row("d", 1)];
  const fading = fading_within(path, remembered({ a: [soon], b: [strong], c: [weak], d: [sooner] }), day, 7, 9);
  assert.deepEqual(names(fading.map((one) => one.row)), ["d", "a"]);
  assert.ok(fading.every((one) => one.now >= 0.9 && one.later < 0.9));
});

test("numbers of the map are read as they were written", () => {
  assert.deepEqual(read_numbers("ABfgBhgB"), [0, 1, 31, 32, 1025]);
});

test("so many links away", () => {
  // A chain 0 - 1 - 2 - 3.
  const graph = { count: 4, first: Uint32Array.of(0, 1, 3, 5, 6), neighbours: Uint32Array.of(1, 0, 2, 1, 3, 2) } as Graph;
  assert.deepEqual([...within(graph, 0, 2)], [1, 1, 1, 0]);
  assert.deepEqual([...within(graph, 1, 1)], [1, 1, 1, 0]);
});

test("the first lines end at a word", () => {
  assert.equal(first_lines("  a  b\n c "), "a b c");
  const long = first_lines("word ".repeat(200));
  assert.match(long, /word …$/);
  assert.ok(long.length < 330);
});
