// `loci lunr` and `loci dump`: any documents become lunr's index, and a site's own documents are what its index is made of.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import lunr from "lunr";
import { loci, makeVault } from "./vault.mjs";

const documents = {
  fields: [{ name: "title", boost: 10 }, { name: "body" }],
  documents: [
    { ref: "a.html", fields: { title: "Write-ahead log", body: "Logs are written before pages." } },
    { ref: "b.html", boost: 2, fields: { title: "Café", body: "Nothing about logs" } },
  ],
};

function reference(input) {
  return JSON.stringify(
    lunr(function () {
      this.ref("__ref");
      for (const { name, boost } of input.fields) this.field(name, { boost });
      for (const { ref, boost, fields } of input.documents) this.add({ __ref: ref, ...fields }, { boost });
    }),
  );
}

test("lunr writes the bytes of lunr.js, to a file or to standard output", (t) => {
  const folder = makeVault(t, { "d.json": JSON.stringify(documents) });
  const expected = reference(documents);
  assert.deepEqual(loci(folder, ["lunr", "d.json"]), { code: 0, signal: null, out: expected, err: "" });
  assert.equal(loci(folder, ["lunr"], { input: JSON.stringify(documents) }).out, expected);
  assert.equal(loci(folder, ["lunr", "-"], { input: JSON.stringify(documents) }).out, expected);
  const { code, out } = loci(folder, ["lunr", "d.json", "-o", "index.json"]);
  assert.equal(code, 0);
  assert.equal(out, `2 documents, 8 terms, ${Buffer.byteLength(expected)} bytes in index.json\n`);
  assert.equal(readFileSync(join(folder, "index.json"), "utf8"), expected);
  assert.deepEqual(loci(folder, ["lunr", "d.json", "-q", "-o", "index.json"]).out, "");
  assert.equal(lunr.Index.load(JSON.parse(expected)).search("log").length, 2);
});

test("lunr refuses what lunr.js would not survive, in one line with its place", (t) => {
  const twice = JSON.stringify({ fields: [{ name: "t" }], documents: [{ ref: "a" }, { ref: "a" }] });
  const folder = makeVault(t, { "d.json": twice, "sub/x.json": "{\n  oops" });
  assert.deepEqual(loci(folder, ["lunr", "d.json", "-o", "i.json"]), {
    code: 1,
    signal: null,
    out: "",
    err: "error: d.json:1:61: two documents have the ref 'a'\n  hint: lunr would mix them up: give each its own\n",
  });
  assert.deepEqual(loci(folder, ["lunr"], { input: "[]" }), {
    code: 1,
    signal: null,
    out: "",
    err: "error: standard input:1:1: this is an array, not an object with 'fields' and 'documents'\n",
  });
  assert.match(loci(folder, ["lunr", "sub/x.json"]).err, /^error: sub\/x\.json:2:3: this is not JSON: /);
  assert.deepEqual(loci(folder, ["lunr", "none.json"]), { code: 2, signal: null, out: "", err: "error: there is no file 'none.json'\n" });
  assert.equal(loci(folder, ["lunr", "."]).code, 3);
});

test("lunr.js makes a site's lunr-index.json of the documents that dump prints", (t) => {
  const vault = makeVault(t, {
    "site.toml": 'title = "Two"\nnotes = "notes"\n',
    "notes/index.md": "# Home\n\nSee [[alpha]].\n",
    "notes/alpha.md":
      "---\ntags: [one, two]\naliases: [First]\ndescription: In short\n---\n# Alpha\n\nBack to [[index|home]].\n\n## Écoles & C++\n\nSomething about zebras, 東京.\n\n" +
      "> [!card] What is alpha?\n> A letter.\n\n### Write-ahead\n\nMore of it.\n",
    "notes/hidden.md": "---\nsearch: false\n---\n# Hidden\n",
    "notes/draft.md": "---\ndraft: true\n---\n# Draft\n",
    "notes/10.md": "# Ten\n\nzebras\n",
  });
  assert.equal(loci(vault, ["build"]).code, 0);
  const { code, out, err } = loci(vault, ["dump", "search-documents"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  const dumped = JSON.parse(out);
  assert.deepEqual(dumped.documents.map(({ ref }) => ref), ["10.html", "alpha.html", "index.html"]);
  assert.deepEqual(dumped.documents[1].fields.headings, "Écoles & C++\nWrite-ahead");
  const published = readFileSync(join(vault, "public/lunr-index.json"), "utf8");
  assert.equal(reference(dumped), published);
  assert.equal(loci(vault, ["lunr"], { input: out }).out, published);
  const found = lunr.Index.load(JSON.parse(published)).search("zebras");
  assert.deepEqual(found.map(({ ref }) => ref).sort(), ["10.html", "alpha.html"]);
  assert.equal(JSON.parse(loci(vault, ["dump", "search-documents", "-D"]).out).documents.length, 4);
});

test("a very large lunr-index.json is left out, unless the settings ask for it", (t) => {
  const line = "A sentence of ordinary words about nothing at all, which is here for its length.\n\n";
  const text = line.repeat(Math.ceil((7 * 1024 * 1024) / line.length));
  const folder = makeVault(t, { "site.toml": "", "a.md": text, "b.md": text });
  const without = loci(folder, ["build"]);
  assert.equal(without.code, 0);
  assert.match(without.out, /\nlunr-index\.json is left out, because it would be very large: lunr_index = true under \[search\] writes it\n$/);
  assert.ok(!existsSync(join(folder, "public/lunr-index.json")));
  writeFileSync(join(folder, "site.toml"), "[search]\nlunr_index = true\n");
  const built = loci(folder, ["build"]);
  assert.doesNotMatch(built.out, /left out/);
  assert.ok(existsSync(join(folder, "public/lunr-index.json")));
});
