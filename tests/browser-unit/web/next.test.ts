// What is next to learn, and what is about to fade. The path's files are made here as generator/site/path_data.h describes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fading_within, next_to_learn, standing_of } from "../../../assets/lib/learn/next";
import { is_after, Path, type Needed, type PathNote, type PathRow } from "../../../assets/lib/learn/path";
import type { KnownCard, Remembered } from "../../../assets/lib/remembered";

const day = 1000;

function remembered(notes: Record<string, KnownCard[]>): Remembered {
  return { v: 1, factor: 19 / 81, decay: -0.5, retention: 0.9, rollover_hour: 4, new_per_day: 10, reviews_per_day: 0, day, introduced: 0, reviews: 0, fresh: 0, notes };
}

const strong: KnownCard = [400, day - 1, day + 300, 0];
const weak: KnownCard = [1, day - 300, day - 200, 0];

// A note stands behind what it needs.
interface Note {
  slug: string;
  cards: number;
  needs: number[];
}

const note = (slug: string, cards: number, needs: number[] = []): Note => ({ slug, cards, needs });

function openers(notes: readonly Note[]): number[] {
  const found: number[] = [];
  for (const { needs } of notes) found.push(Math.max(-1, ...needs.map((one) => ((notes[one]?.cards ?? 0) > 0 ? one : (found[one] ?? -1)))));
  return found;
}

const size = 128;

// The path, and which pieces of it were loaded.
async function path_of(notes: readonly Note[]): Promise<{ path: Path; loaded: string[] }> {
  const opener = openers(notes);
  const needed = (list: readonly number[]): Needed[] => list.map((one) => [notes[one]?.slug ?? "", notes[one]?.cards ?? 0]);
  const numbers = notes.map((_, n) => n).filter((n) => (notes[n]?.cards ?? 0) > 0);
  numbers.sort((a, b) => (opener[a] ?? 0) - (opener[b] ?? 0) || a - b);
  const rows = numbers.map((n): PathRow => [n, notes[n]?.slug ?? "", notes[n]?.slug ?? "", 1, notes[n]?.cards ?? 0, "", [], needed(notes[n]?.needs ?? [])]);
  const all = notes.map((one): PathNote => [one.slug, one.slug, one.cards, 0, 0, one.cards > 0 ? [] : needed(one.needs)]);
  numbers.forEach((n, i) => {
    const own = all[opener[n] ?? -1];
    if (own && own[4]++ === 0) own[3] = i;
  });
  all.sort((a, b) => (is_after(a[0], b[0]) ? 1 : -1));
  const later = Math.min(notes.length, ...numbers.filter((n) => (opener[n] ?? -1) >= 0));
  const files = new Map<string, unknown>();
  const cut = (letter: string, list: readonly unknown[]): void => {
    for (let i = 0; i < list.length; i += size) files.set(`learn/${letter}${i / size}`, list.slice(i, i + size));
  };
  cut("r", rows);
  cut("n", all);
  cut("d", all.filter((_, i) => i % size === 0).map(([slug]) => slug));
  files.set("learn/path", { hash: "abc", open: numbers.filter((n) => opener[n] === -1).length, later, first: all.filter((_, i) => i % (size * size) === 0).map(([slug]) => slug) });
  const loaded: string[] = [];
  const load = (name: string, file: string): Promise<unknown> => {
    assert.ok(name === "learn/path" || file === `${name}.abc.js`, file);
    if (!loaded.includes(name)) loaded.push(name);
    return files.has(name) ? Promise.resolve(files.get(name)) : Promise.reject(new Error(name));
  };
  return { path: await Path.open("learn/path.js", load), loaded };
}

const next = async (notes: readonly Note[], all: Remembered, most = 9): Promise<string[]> => (await next_to_learn((await path_of(notes)).path, all, day, most)).map(([, slug]) => slug);

test("a note is learned when half of its cards were answered, remembered when they are still known", () => {
  const all = remembered({ a: [strong], b: [strong, strong], c: [weak, weak] });
  assert.equal(standing_of(["a", 3], all, day), "new");
  assert.equal(standing_of(["b", 4], all, day), "remembered");
  assert.equal(standing_of(["c", 2], all, day), "learned");
  assert.equal(standing_of(["none", 2], all, day), "new");
  assert.equal(standing_of(["bare", 0], all, day), "read");
});

test("next is what is not learned and whose requirements are remembered", async () => {
  const notes = [note("known", 1), note("gone", 1), note("open", 1, [0]), note("shut", 1, [1]), note("both", 1, [0, 1]), note("far", 1, [2])];
  assert.deepEqual(await next(notes, remembered({ known: [strong], gone: [weak] })), ["open"]);
  assert.deepEqual(await next(notes, remembered({})), ["known", "gone"]);
});

test("a requirement without cards is in nobody's way once its own are met", async () => {
  const notes = [note("base", 1), note("bare", 0, [0]), note("bare 2", 0, [1]), note("top", 1, [2]), note("beside", 1, [])];
  assert.deepEqual(await next(notes, remembered({})), ["base", "beside"]);
  assert.deepEqual(await next(notes, remembered({ base: [strong] })), ["top", "beside"]);
  assert.deepEqual(await next(notes, remembered({ base: [strong] }), 1), ["top"]);
});

test("the answer is that of a look at every note of the path, whatever is known", async () => {
  let seed = 7;
  const chance = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 60; ++round) {
    const notes: Note[] = [];
    for (let n = 0; n < 40 + 10 * round; ++n) {
      const needs = new Set<number>();
      if (n > 0 && chance(4) > 0) for (let i = chance(4); i > 0; --i) needs.add(chance(n));
      notes.push(note(`${["b", "a", "\u{1f600}", "\uffee"][chance(4)]}/${n}`, chance(3), [...needs].sort((a, b) => a - b)));
    }
    const cards = [[strong], [strong, strong], [weak, weak]];
    const known: Record<string, KnownCard[]> = {};
    const share = 1 + chance(9);
    for (const { slug } of notes) if (chance(10) < share) known[slug] = cards[chance(3)] ?? [];
    known["not-on-the-path"] = [strong];
    const all = remembered(known);
    const is_met = (n: number): boolean => {
      const { slug, cards: count, needs } = notes[n] ?? note("", 0);
      const standing = standing_of([slug, count], all, day);
      return standing === "remembered" || (standing === "read" && needs.every(is_met));
    };
    const expected = notes.filter(({ slug, cards: count, needs }) => standing_of([slug, count], all, day) === "new" && needs.every(is_met)).map(({ slug }) => slug);
    for (const most of [1, 3, 1000]) assert.deepEqual(await next(notes, all, most), expected.slice(0, most));
  }
});

test("what a question loads depends on what is known, not on the length of the path", async () => {
  for (const length of [1_000, 40_000]) {
    const notes = Array.from({ length }, (_, n) => note(`n${String(n).padStart(6, "0")}`, 1, n < 200 ? [] : [n % 200]));
    const few = await path_of(notes);
    const all = remembered({ n000003: [strong], n000004: [weak] });
    assert.deepEqual((await next_to_learn(few.path, all, day, 3)).map(([n]) => n), [0, 1, 2]);
    assert.deepEqual(few.loaded, ["learn/path", "learn/r0"]);
    const many = await path_of(notes);
    const known = remembered(Object.fromEntries(notes.slice(0, 200).map(({ slug }, n) => [slug, [n === 1 ? strong : weak]])));
    assert.deepEqual((await next_to_learn(many.path, known, day, 3)).map(([n]) => n), [201, 401, 601]);
    // All rows that are open from the beginning, one file of notes, the rows of one of them.
    assert.ok(many.loaded.length <= 7, many.loaded.join(" "));
  }
});

test("what is remembered today and not in a week is about to fade, the soonest first", async () => {
  const soon: KnownCard = [10, day - 9, day + 1, 0];
  const sooner: KnownCard = [8, day - 8, day, 0];
  const { path } = await path_of([note("a", 1), note("b", 1), note("c", 1), note("d", 1)]);
  const all = remembered({ a: [soon], b: [strong], c: [weak], d: [sooner], elsewhere: [sooner] });
  const fading = await fading_within(path, all, day, 7, 9);
  assert.deepEqual(fading.map(({ slug }) => slug), ["d", "a"]);
  assert.ok(fading.every((one) => one.now >= 0.9 && one.later < 0.9));
  assert.deepEqual((await fading_within(path, all, day, 7, 1)).map(({ slug }) => slug), ["d"]);
});
