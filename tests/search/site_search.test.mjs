// One site, three searches: the C++ program, the browser's code on the shards, and the real lunr.js on the same index.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { test } from "node:test";
import lunr from "lunr";
import { browser_code, dump, odd_words, plain_words, random, sentence, with_folder } from "./support.mjs";

const code = await browser_code();

function make_entries(seed, notes) {
  const r = random(seed);
  const entries = [];
  for (let n = 0; n < notes; ++n) {
    const folder = r.pick(["", "databases/", "databases/sql/", "concepts/", "Überblick/"]);
    const page = `${folder}note-${n}.html`;
    const title = sentence(r, 1 + r.below(3));
    const tags = ["sql", "Storage/disk", "storage", "größe"].filter(() => r.next() < 0.3);
    for (let s = 0; s <= r.below(6); ++s) {
      entries.push({
        ref: s === 0 ? page : `${page}#section-${s}`,
        title,
        heading: s === 0 ? "" : sentence(r, 1 + r.below(4)),
        breadcrumb: folder.slice(0, -1),
        keywords: s === 0 ? `${tags.join(" ")} ${sentence(r, r.below(5))}` : "",
        body: sentence(r, r.below(120)),
        tags,
      });
    }
  }
  return entries;
}

function make_queries(seed, count) {
  const r = random(seed);
  const word = () => (r.next() < 0.25 ? r.pick(odd_words) : r.pick(plain_words));
  const misspell = (text) => {
    const letters = [...text];
    const at = r.below(letters.length);
    letters[at] = r.pick(["", "x", letters[at].repeat(2)]);
    return letters.join("");
  };
  const queries = ["", " ", "the", "-only", "tag:sql", "in:databases", '"', "+", "nowhereatall", "東", "z", "б"];
  while (queries.length < count) {
    const words = [];
    for (let i = r.below(3); i >= 0; --i) {
      const kind = r.next();
      if (kind < 0.6) words.push(word());
      else if (kind < 0.68) words.push(`-${word()}`);
      else if (kind < 0.74) words.push(`+${word()}`);
      else if (kind < 0.8) words.push(`"${word()} ${word()}"`);
      else if (kind < 0.86) words.push(r.pick(["tag:SQL", "tag:storage", "in:databases/sql", "-tag:storage", "tag:GRÖSSE", "in:überblick"]));
      else words.push(misspell(word()));
    }
    const last = words.length - 1;
    if (r.next() < 0.4) words[last] = [...words[last]].slice(0, 1 + r.below(words[last].length)).join("");
    queries.push(words.join(" ") + (r.next() < 0.3 ? " " : ""));
  }
  return queries;
}

// As loci.load does it in a page: the file is a script that provides one value.
function loader(folder, loaded) {
  return async (name, file) => {
    loaded.push(file);
    const path = join(folder, file.split("?", 1)[0]);
    const provided = new Map();
    const loci = { provide: (key, json) => provided.set(key, JSON.parse(json)) };
    runInNewContext(readFileSync(path, "utf8"), { loci });
    assert.ok(provided.has(name), `${file} provides ${name}`);
    return provided.get(name);
  };
}

// A page without a text of its own shows that of its first section.
function excerpt_source(entries, i) {
  const { ref, body } = entries[i];
  const next = entries[i + 1];
  return body === "" && !ref.includes("#") && next?.ref.startsWith(`${ref}#`) ? next.body : body;
}

const plain = (hits) => hits.map((hit) => [hit.entry, hit.tier, hit.in_title, hit.score]);

test("the browser's code answers 400 queries as the program does, and with its scores", () =>
  with_folder(async (folder) => {
    const entries = make_entries(11, 300);
    const queries = make_queries(12, 400);
    const expected = dump(["site", folder], { entries, queries });
    const store = await code.open_store(loader(folder, []), "test-build");
    assert.equal(store.count, entries.length);
    const tiers = new Set();
    for (const [i, query] of queries.entries()) {
      const ranking = await code.rank_entries(store, query);
      assert.deepEqual(plain(ranking.hits), expected[i].hits, `hits of ${JSON.stringify(query)}`);
      assert.deepEqual(ranking.terms, expected[i].terms, `terms of ${JSON.stringify(query)}`);
      assert.deepEqual(ranking.corrections, expected[i].corrections, `corrections of ${JSON.stringify(query)}`);
      for (const hit of ranking.hits) tiers.add(hit.tier);

      const dozen = ranking.hits.slice(0, code.window_size);
      const shown = [];
      const arranged = code.arrange_by_page(dozen, dozen.map((hit) => entries[hit.entry].ref));
      for (const hit of arranged.slice(0, 5)) {
        const { ref } = await store.entry(hit.entry);
        const body = await store.text(hit.entry);
        assert.equal(body, excerpt_source(entries, hit.entry));
        if (!/^[\x00-\x7f]*$/.test(body)) {
          shown.push({ ref, marked: null }); // the C++ program counts bytes: the cut is not the same
          continue;
        }
        const { text, marks } = code.make_excerpt(body, new Set(ranking.terms), 200);
        shown.push({ ref, marked: marks.map(([begin, end]) => text.slice(begin, end)) });
      }
      const wanted = expected[i].shown.slice(0, shown.length).map((each, k) => (shown[k].marked ? each : { ...each, marked: null }));
      assert.deepEqual(shown, wanted, `shown for ${JSON.stringify(query)}`);
    }
    assert.deepEqual([...tiers].sort(), [0, 1, 2, 3], "the queries reach every tier");
  }));

test("lunr.js loads the index of the shards and agrees on order and scores", () =>
  with_folder(async (folder) => {
    const entries = make_entries(21, 250);
    // Words as lunr would take them: letters only, so that its own search reads them as we do.
    const r = random(22);
    const singles = [...new Set(plain_words)].filter((word) => /^[a-z]{2,}$/.test(word));
    const queries = singles.map((word) => `${word} `);
    while (queries.length < singles.length + 200) queries.push(`${r.pick(singles)} ${r.pick(singles)} ${r.pick(singles)} `);
    const ours = dump(["site", folder], { entries, queries });
    const index = lunr.Index.load(JSON.parse(readFileSync(join(folder, "own-index.json"), "utf8")));
    const is_stop = (word) => lunr.stopWordFilter(new lunr.Token(word, {})) === undefined;
    let compared = 0;
    for (const [i, query] of queries.entries()) {
      let words = query.trim().split(" ");
      if (!words.every(is_stop)) words = words.filter((word) => !is_stop(word));
      const theirs = words.length === 1
        ? index.search(words[0])
        : index.query((q) => {
            for (const word of words) q.term(word, { presence: lunr.Query.presence.REQUIRED });
          });
      const best = ours[i].hits.filter(([, tier]) => tier === 0);
      assert.deepEqual(
        best.map(([entry, , , score]) => [entries[entry].ref, score]),
        theirs.map(({ ref, score }) => [ref, score]),
        query,
      );
      compared += best.length;
    }
    assert.ok(compared > 5000, `${compared} results compared`);
  }));

test("the router names every file, and no query needs many", () =>
  with_folder(async (folder) => {
    const entries = make_entries(31, 2000);
    dump(["site", folder], { entries, queries: [] });
    const loaded = [];
    const store = await code.open_store(loader(folder, loaded), "b");
    const files = readdirSync(join(folder, "search"));
    const digits = (hashes) => hashes.match(/.{8}/g);
    assert.equal(digits(store.router.terms).length, store.router.first.length);
    for (const [s, hash] of digits(store.router.terms).entries()) assert.ok(existsSync(join(folder, `search/t${s}.${hash}.js`)));
    for (const [c, hash] of digits(store.router.entries).entries()) assert.ok(existsSync(join(folder, `search/d${c}.${hash}.js`)));
    assert.ok(files.every((file) => file === "router.js" || /^(?:t\d+|d\d+|x\d+|words)\.[0-9a-f]{8}\.js$/.test(file)));
    const small = files.filter((file) => file.startsWith("t") && statSync(join(folder, "search", file)).size < 16 * 1024);
    assert.ok(small.length > 2, "terms are spread over small shards");

    loaded.length = 0;
    await code.rank_entries(store, "isolation sn");
    assert.ok(loaded.length <= 6, `${loaded}`);
  }));
