// German has every text that templates, program and scripts show, none that nobody shows, and the places of each.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { places_of, used_strings } from "./strings.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const german = JSON.parse(await readFile(join(root, "templates/strings/de.json"), "utf8"));
const used = await used_strings(root);

for (const part of ["pages", "scripts"]) {
  test(`the texts of the ${part} are all in German, and no others`, () => {
    const known = Object.keys(german[part]);
    assert.deepEqual([...used[part].keys()].filter((text) => !known.includes(text)), [], "not translated");
    assert.deepEqual(known.filter((text) => !used[part].has(text)), [], "translated, but shown nowhere");
  });

  test(`German says everything that the English texts of the ${part} say`, () => {
    for (const [english, said] of Object.entries(german[part])) {
      const forms = typeof said === "string" ? [said] : [said.one, said.other];
      const places = places_of(english);
      for (const form of forms) {
        const has = places_of(form);
        for (const place of has) assert.ok(places.has(place), `${english}: {${place}} is strange`);
        for (const place of places) assert.ok(has.has(place) || place === "n", `${english}: {${place}} is lost in ${form}`);
      }
      assert.equal(typeof said === "string" || used[part].get(english)?.counts, true, `${english} has no number`);
    }
  });
}

test("what a text of one says beside its number is what the text of several says", () => {
  for (const part of ["pages", "scripts"]) {
    for (const [other, { one }] of used[part]) {
      if (one === undefined) continue;
      for (const place of places_of(one)) assert.ok(places_of(other).has(place), `${one}: {${place}} is not in ${other}`);
    }
  }
});
