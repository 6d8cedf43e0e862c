// The browser's analysis of the texts in tests/vectors/search/analysis.json, which the C++ tests run too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { browser_code, root } from "./support.mjs";

const code = await browser_code();

test("every text of the vector file gives its terms", () => {
  const vectors = JSON.parse(readFileSync(join(root, "tests/vectors/search/analysis.json"), "utf8"));
  assert.ok(vectors.length >= 500);
  for (const [text, expected] of vectors) {
    const terms = code.analyse_text(text).map((term) => [
      term.text, term.surface, term.role, term.stop, text.slice(term.begin, term.end),
    ]);
    assert.deepEqual(terms, expected, JSON.stringify(text));
  }
});

test("texts in more than twenty scripts give the terms of the C++ analysis, at its places", () => {
  const vectors = JSON.parse(readFileSync(join(root, "tests/vectors/search/scripts.json"), "utf8"));
  assert.ok(vectors.length >= 5000);
  const marks = { whole: "", part: "·", extra: "°" };
  for (const [text, expected] of vectors) {
    const terms = code.analyse_text(text).map(({ text: term, surface, role, stop, place }) =>
      [term, surface === term ? "" : `<${surface}`, marks[role], stop ? "!" : "", place > 0 ? `@${place}` : ""].join(""),
    );
    assert.equal(terms.join(" "), expected, JSON.stringify(text));
  }
});
