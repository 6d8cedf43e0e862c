// The map's numbers and distances, and the first lines of a preview.
import assert from "node:assert/strict";
import { test } from "node:test";
import { first_lines } from "../../../assets/lib/preview/source";
import { places_near } from "../../../assets/lib/graph/near";
import { read_numbers, within, type Graph } from "../../../assets/lib/graph/data";

test("numbers of the map are read as they were written", () => {
  assert.deepEqual(read_numbers("ABfgBhgB"), [0, 1, 31, 32, 1025]);
});

test("so many links away", () => {
  // A chain 0 - 1 - 2 - 3.
  const graph = { count: 4, first: Uint32Array.of(0, 1, 3, 5, 6), neighbours: Uint32Array.of(1, 0, 2, 1, 3, 2) } as Graph;
  assert.deepEqual([...within(graph, 0, 2)], [1, 1, 1, 0]);
  assert.deepEqual([...within(graph, 1, 1)], [1, 1, 1, 0]);
});

test("the map of two links has the first ring, the second beside what leads to it, and says what it leaves out", () => {
  // 0 - 1, 0 - 2, 1 - 3, 2 - 3, 2 - 4, 4 - 5
  const graph = {
    count: 6,
    first: Uint32Array.of(0, 2, 4, 7, 9, 11, 12),
    neighbours: Uint32Array.of(1, 2, 0, 3, 0, 3, 4, 1, 2, 2, 5, 4),
    section: new Uint16Array(6),
  } as Graph;
  const { places, left_out } = places_near(graph, 0);
  assert.equal(left_out, 0);
  assert.deepEqual(places.map(({ note, ring, from }) => [note, ring, from]), [[0, 0, 0], [1, 1, 0], [3, 2, 1], [2, 1, 0], [4, 2, 2]]);
  const angles = places.slice(1).map(({ angle }) => angle);
  assert.equal(new Set(angles).size, 2, "a note with one behind it stands before it, on the same line");
  const star = { count: 100, first: Uint32Array.of(0, ...Array.from({ length: 100 }, (_, n) => 99 + n)), neighbours: Uint32Array.from({ length: 198 }, (_, i) => (i < 99 ? i + 1 : 0)), section: new Uint16Array(100) } as Graph;
  assert.equal(places_near(star, 0).places.length, 25);
  assert.equal(places_near(star, 0).left_out, 75);
  assert.equal(places_near(star, 5).places.length, 62);
});

test("the first lines end at a word", () => {
  assert.equal(first_lines("  a  b\n c "), "a b c");
  const long = first_lines("word ".repeat(200));
  assert.match(long, /word …$/);
  assert.ok(long.length < 330);
});
