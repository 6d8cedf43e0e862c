// The stemmer in C++ and in the browser is lunr's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import lunr from "lunr";
import { browser_code, dump, odd_words, plain_words, random, root } from "./support.mjs";

const code = await browser_code();

const endings = (
  "s es ies sses ed eed ing ings at bl iz y ational tional enci anci izer bli alli entli eli ousli ization ation ator alism " +
  "iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant " +
  "ement ment ent ou ism ate iti ous ive ize sion tion ion e ll"
).split(" ");

function words() {
  const r = random(1);
  const letters = "aaeeiioouuybcdfghklmnprstvwxz0'é日😀";
  const result = new Set([...plain_words, ...odd_words].map((word) => word.toLowerCase()));
  while (result.size < 20000) {
    let word = "";
    for (let i = r.below(6); i >= 0; --i) word += r.pick([...letters]);
    for (let i = r.below(3); i > 0; --i) word += r.pick(endings);
    result.add(word);
  }
  return [...result];
}

test("every stem is lunr's", () => {
  const all = words();
  const expected = all.map((word) => lunr.stemmer(new lunr.Token(word, {})).toString());
  assert.deepEqual(all.map(code.stem_word), expected, "browser");
  assert.deepEqual(dump(["stem"], all), expected, "C++");
});

const listed = (file) => [...readFileSync(join(root, file), "utf8").matchAll(/"([a-z]+)",/g)].map(([, word]) => word);
const is_lunr_stop = (word) => lunr.stopWordFilter(new lunr.Token(word, {})) === undefined;

test("lunr's stop words are lunr's", () => {
  const list = listed("generator/search/lunr_stop_words.cc");
  assert.equal(new Set(list).size, 119);
  for (const word of [...list, ...words(), ...plain_words]) assert.equal(list.includes(word), is_lunr_stop(word), word);
});

test("the reader's stop words are the same in both languages, and some of lunr's", () => {
  const list = listed("generator/search/stop_words.cc");
  for (const [i, word] of list.entries()) {
    assert.equal(code.stop_word_code(word), i + 1, word);
    assert.ok(is_lunr_stop(word), word);
  }
  const all = [...words(), ...plain_words];
  for (const word of all) {
    const term = code.analyse_text(word)[0];
    if (!term || term.surface !== word) continue;
    assert.equal(term.stop, list.includes(word), word);
  }
});
