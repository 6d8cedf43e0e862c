// Indexes of random documents equal JSON.stringify(lunr(...)) byte for byte, and so do the numbers they rest on.
import assert from "node:assert/strict";
import { test } from "node:test";
import lunr from "lunr";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { dump, lunr_of, plain_words, odd_words, program, random, root, sentence } from "./support.mjs";

// Runs `loci lunr` on documents.
const index_of = (input, args = []) => program(["lunr", ...args], JSON.stringify(input));

// lunr's own words, words of other scripts, and what trips up code that keeps words in plain objects or knows numbers from names.
const traps = [
  "__proto__", "constructor", "toString", "hasOwnProperty", "_index", "10", "2", "0", "007", "4294967294", "4294967295", "1.5", "-", "--",
  "-1", "\u00a0", "\u3000", "\ufeff", "日本", "東京都", "база", "λόγος", "ΟΔΟΣ", "İ", "ﬁ", "😀", "\u2028", "\u0085", "\u200b", "'", "''s", "its'",
  "it's", "can't", "y", "yy", "sky", "ll", "controll", "\"", "\\", "\t", "\u0001", "\u007f", "a/b", "é", "café", "ÿ", "\uffff", "𝒳", "the",
];

function words(r, length) {
  const result = [];
  for (let i = 0; i < length; ++i) {
    const kind = r.next();
    result.push(kind < 0.7 ? r.pick(plain_words) : kind < 0.85 ? r.pick(odd_words) : r.pick(traps));
  }
  return result.join(r.next() < 0.9 ? " " : r.pick(["\n", "  ", "-", "\u2003", ", "]));
}

function value(r) {
  const kind = r.next();
  if (kind < 0.7) return words(r, r.below(30));
  if (kind < 0.75) return r.pick([0, -0, 5, -12, 1.5, 1e21, 1e-7, 12345678901234567890, 0.1, 100000000000000000000]);
  if (kind < 0.8) return r.pick([true, false, null]);
  const list = [];
  for (let i = r.below(5); i > 0; --i) {
    const element = r.next();
    if (element < 0.6) list.push(words(r, r.below(3)));
    else if (element < 0.7) list.push(r.pick([null, 3, true, "", [], [1, [2, null]], ["a b", "c"]]));
    else list.push(r.pick(["a\nbus", "cat\ns", "sky\ry", "two\nlinked", "pass\u2028es", "hop\nping", "be\nlls", "x\nll"]));
  }
  return list;
}

function random_documents(seed) {
  const r = random(seed);
  const names = ["title", "body", "2", "z", "10", "01", "tags", "", "é", "length"].filter(() => r.next() < 0.4);
  if (names.length === 0) names.push("body");
  const input = { fields: names.map((name) => (r.next() < 0.5 ? { name, boost: r.pick([1, 10, 0.5, 2.5, 0, 1e9]) } : { name })) };
  if (r.next() < 0.5) {
    input.metadata = r.pick([["position"], ["position", "index"], ["index", "fields", "7"], ["position", "position"], ["none", "0"], ["fields"], []]);
  }
  if (r.next() < 0.3) input.k1 = r.pick([0, 0.9, 2, 1.2, 10]);
  if (r.next() < 0.3) input.b = r.pick([0, 0.5, 1, -3, 7]);
  input.documents = [];
  const refs = new Set();
  for (let i = r.below(25); i > 0; --i) {
    const ref = r.pick([
      `doc${r.below(99)}`, `${r.below(50)}`, r.below(50), `a/${r.below(50)}`, `0${r.below(9)}`, `é"${r.below(9)}`, "", "__proto__",
      "constructor", "4294967295", 1.5, true, "日本",
    ]);
    if (refs.has(String(ref))) continue;
    refs.add(String(ref));
    const fields = {};
    for (const name of [...names, "unknown"]) if (r.next() < 0.9) fields[name] = value(r);
    input.documents.push(r.next() < 0.6 ? { ref, fields } : { ref, boost: r.pick([2, 0.1, 7, 0, -1, 1e22]), fields });
  }
  if (r.next() < 0.2) input.documents = input.documents.map(({ ref, fields }) => ({ fields, ref }));
  if (r.next() < 0.2) return { documents: input.documents, ...input };
  return input;
}

test("500 random sets of documents give lunr's bytes", () => {
  for (let seed = 1; seed <= 500; ++seed) {
    const input = random_documents(seed);
    assert.equal(index_of(input), lunr_of(lunr, input), `seed ${seed}`);
  }
});

test("more text than is analysed at a time gives lunr's bytes, on one thread and on four", () => {
  const r = random(99);
  const documents = [];
  const blanks = " ".repeat(8000);
  for (let i = 0; i < 2200; ++i) documents.push({ ref: `d${i}`, fields: { title: sentence(r, 4), body: words(r, 60) + blanks } });
  const input = { fields: [{ name: "title", boost: 10 }, { name: "body" }], documents };
  assert.ok(JSON.stringify(input).length > 17e6, "several batches");
  const expected = lunr_of(lunr, input);
  assert.ok(index_of(input, ["-j", "1"]) === expected, "one thread");
  assert.ok(index_of(input, ["-j", "4"]) === expected, "four threads");
});

test("the golden pairs are met", () => {
  const folder = join(root, "tests/vectors/lunr");
  const inputs = readdirSync(folder).filter((name) => name.endsWith(".input.json"));
  assert.ok(inputs.length >= 10);
  for (const name of inputs) {
    const { fields, docs, meta, ...rest } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    const input = {
      ...rest,
      fields: fields.map(([field, boost]) => ({ name: field, boost })),
      metadata: meta ?? null,
      documents: docs.map(([ref, boost, values]) => ({ ref, boost, fields: values })),
    };
    assert.equal(index_of(input), readFileSync(join(folder, name.replace(".input.", ".index.")), "utf8"), name);
  }
});

test("the logarithm is the engine's to the last bit", () => {
  const r = random(7);
  const values = [1, 2, 0.5, 1e-300, 5e-324, 1.7e308, 1 + 2 ** -52, 1 - 2 ** -53, 1 + 2 ** -21, Math.SQRT2, Math.SQRT1_2];
  for (let i = 0; i < 20000; ++i) values.push(1 + r.next() * 10 ** r.below(7));
  for (let i = 0; i < 20000; ++i) values.push(r.next() * 10 ** (r.below(40) - 20));
  assert.deepEqual(dump(["log"], values), values.map(Math.log));
});

test("lower case is JavaScript's", () => {
  // Letters that newer engines know and Unicode 15 does not: their lower case is not compared.
  const is_newer = (point) =>
    point === 0x1c89 || (point >= 0xa7cb && point <= 0xa7dc) || (point >= 0x10d50 && point <= 0x10d65) || (point >= 0x16ea0 && point <= 0x16ed3);
  const texts = [];
  for (let point = 0x80; point < 0x20000; ++point) {
    if (!(point >= 0xd800 && point <= 0xdfff) && !is_newer(point)) texts.push(`a${String.fromCodePoint(point)}b`);
  }
  const r = random(3);
  const around = [..."aΣ.'-: ́\u00adΑς·ªⅠ😀\u200dÅβ"];
  for (let i = 0; i < 5000; ++i) {
    let text = "";
    for (let k = r.below(8); k >= 0; --k) text += r.next() < 0.3 ? "Σ" : r.pick(around);
    texts.push(text);
  }
  assert.deepEqual(dump(["lower"], texts), texts.map((text) => text.toLowerCase()));
});
