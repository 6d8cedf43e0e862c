// Indexes of random documents equal JSON.stringify(lunr(...)) byte for byte, and so do the numbers they rest on.
import assert from "node:assert/strict";
import { test } from "node:test";
import lunr from "lunr";
import { dump, dump_text, random, sentence } from "./support.mjs";

function reference({ fields, docs, meta, k1, b }) {
  return JSON.stringify(
    lunr(function () {
      this.ref("__ref");
      for (const [name, boost] of fields) this.field(name, { boost });
      if (meta) this.metadataWhitelist = meta;
      if (k1 !== undefined) this.k1(k1);
      if (b !== undefined) this.b(b);
      for (const [ref, boost, values] of docs) this.add({ __ref: ref, ...values }, { boost });
    }),
  );
}

function random_input(seed) {
  const r = random(seed);
  const names = ["title", "body", "2", "z", "10", "01", "tags"].filter(() => r.next() < 0.6);
  if (names.length === 0) names.push("body");
  const fields = names.map((name) => [name, r.pick([1, 1, 10, 0.5, 2.5])]);
  const docs = [];
  const refs = new Set();
  for (let i = r.below(25); i >= 0; --i) {
    const ref = r.pick([`doc${r.below(99)}`, `${r.below(50)}`, `a/${r.below(50)}`, `0${r.below(9)}`, `é"${r.below(9)}`]);
    if (refs.has(ref)) continue;
    refs.add(ref);
    const values = {};
    for (const name of names) if (r.next() < 0.9) values[name] = sentence(r, r.below(30));
    docs.push([ref, r.pick([1, 1, 1, 2, 0.1, 7]), values]);
  }
  const input = { fields, docs };
  if (r.next() < 0.4) input.meta = r.pick([["position"], ["position", "index"], ["index", "fields", "7"], ["position", "position"]]);
  if (r.next() < 0.3) input.k1 = r.pick([0, 0.9, 2]);
  if (r.next() < 0.3) input.b = r.pick([0, 0.5, 1]);
  return input;
}

test("120 random sets of documents give lunr's bytes", () => {
  for (let seed = 1; seed <= 120; ++seed) {
    const input = random_input(seed);
    assert.equal(dump_text(["lunr"], input), reference(input), `seed ${seed}`);
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
