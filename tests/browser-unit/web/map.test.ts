// The map's numbers and distances, and the first lines of a preview.
import assert from "node:assert/strict";
import { test } from "node:test";
import { first_lines } from "../../../assets/lib/preview/source";
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

test("the first lines end at a word", () => {
  assert.equal(first_lines("  a  b\n c "), "a b c");
  const long = first_lines("word ".repeat(200));
  assert.match(long, /word …$/);
  assert.ok(long.length < 330);
});
