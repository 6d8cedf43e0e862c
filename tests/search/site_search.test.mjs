// One site, three searches: the C++ program, the browser's code on the shards, and the real lunr.js on the same index.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { test } from "node:test";
import lunr from "lunr";
import { browser_code, dump, odd_words, plain_words, random, root, sentence, with_folder } from "./support.mjs";

const code = await browser_code();

function make_entries(seed, notes) {
  const r = random(seed);
  const entries = [];
  for (let n = 0; n < notes; ++n) {
    const folder = r.pick(["", "databases/", "databases/sql/", "concepts/", "Überblick/"]);
    const page = `${folder}note-${n}.html`;
    const title = sentence(r, 1 + r.below(3));
    const tags = ["sql", "Storage/disk", "storage", "größe"].filter(() => r.next() < 0.3);
    const common = { title, breadcrumb: folder.slice(0, -1), tags };
    for (let s = 0; s <= r.below(6); ++s) {
      entries.push({
        ...common,
        ref: s === 0 ? page : `${page}#section-${s}`,
        heading: s === 0 ? "" : sentence(r, 1 + r.below(4)),
        keywords: s === 0 ? `${tags.join(" ")} ${sentence(r, r.below(5))}` : "",
        body: sentence(r, r.below(120)),
      });
    }
    for (let c = r.below(4); c > 0; --c) {
      // One card has an element of its own, another stands where a section does.
      entries.push({
        ...common,
        ref: `${page}#${r.pick(["card-", "section-"])}${c}`,
        heading: "",
        question: sentence(r, 2 + r.below(6)),
        keywords: "",
        body: sentence(r, r.below(20)),
      });
    }
  }
  return entries;
}

function make_queries(seed, count, entries) {
  const r = random(seed);
  const word = () => (r.next() < 0.25 ? r.pick(odd_words) : r.pick(plain_words));
  const misspell = (text) => {
    const letters = [...text];
    const at = r.below(letters.length);
    letters[at] = r.pick(["", "x", letters[at].repeat(2)]);
    return letters.join("");
  };
  // A piece of a text that is there, as it stands or a little changed.
  const span = () => {
    const { body, question, title } = r.pick(entries);
    const words = r.pick([body, question ?? "", title]).split(" ");
    const begin = r.below(words.length);
    const piece = words.slice(begin, begin + 1 + r.below(4)).join(" ").replace(/"/g, "");
    return r.next() < 0.3 ? piece.replace(/-/g, " ") : piece;
  };
  const wildcard = () => {
    const letters = [...word()];
    const begin = r.below(letters.length);
    letters.splice(begin, 1 + r.below(letters.length - begin), "*");
    return letters.join("");
  };
  const queries = [
    "", " ", "the", "-only", "tag:sql", "in:databases", '"', "+", "nowhereatall", "東", "z", "б", "is:card", "is:section", "is:note log", "-is:card log",
    "is:nothing", "-tag:sql", "-the", "tag:sql -log", "*", "**", "l*", "*g", "re*ed", "~", "~1", "^2", "log^", "log^2", "log^0", "log^0.25 write", "log~",
    "log~0", "lgo~1", "replicaton~2", "東~1", "title:log", "title:", "title::x", "body:the", "heading:log write", "-title:log write", 'title:"log',
    '"the of"', '"the"', '"the log"', '"log of the"', '"東京都"', '"京都"', '"write ahead"', '"writeahead log"', '"get user"', '"user by id"', '-"write ahead" log',
    '"write ahead"^3 log', '+"write ahead"', "keywords:sql", "-replication", "-replication -log", "is:card -replication", "log^999.999", "log^1000", "a~~1", "std::vector~1",
    'body:"log write" title:log', "x*y*z*", "C*", "*ä*", "übe*",
  ];
  while (queries.length < count) {
    const words = [];
    for (let i = r.below(3); i >= 0; --i) {
      const kind = r.next();
      const field = r.next() < 0.15 ? r.pick(["title:", "heading:", "body:", "keywords:"]) : "";
      const boost = r.next() < 0.1 ? r.pick(["^2", "^0.5", "^10", "^0"]) : "";
      if (kind < 0.5) words.push(field + word() + boost);
      else if (kind < 0.57) words.push(`-${field}${word()}`);
      else if (kind < 0.63) words.push(`+${field}${word()}${boost}`);
      else if (kind < 0.75) words.push(`${r.pick(["", "", "", "-", "+"])}${field}"${span()}"${boost}`);
      else if (kind < 0.8) words.push(r.pick(["tag:SQL", "tag:storage", "in:databases/sql", "-tag:storage", "tag:GRÖSSE", "in:überblick", "is:card", "is:page", "-is:card"]));
      else if (kind < 0.86) words.push(`${r.pick(["", "", "-", "+"])}${field}${wildcard()}${boost}`);
      else if (kind < 0.92) words.push(`${r.pick(["", "", "-", "+"])}${misspell(word())}~${r.pick(["", "1", "2", "0"])}${boost}`);
      else words.push(misspell(word()));
    }
    const last = words.length - 1;
    if (r.next() < 0.3) words[last] = [...words[last]].slice(0, 1 + r.below(words[last].length)).join("");
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
  return body === "" && !ref.includes("#") && next?.ref.startsWith(`${ref}#`) && !next.question ? next.body : body;
}

// Entries with one ref are one, but for cards.
function unique(entries) {
  const refs = new Set();
  return entries.filter(({ ref, question }) => {
    const key = question === undefined ? ref : `card ${ref}`;
    return !refs.has(key) && refs.add(key);
  });
}

const plain = (hits) => hits.map((hit) => [hit.entry, hit.tier, hit.in_title, hit.score]);

test("the browser's code answers 1,200 queries as the program does, and with its scores", () =>
  with_folder(async (folder) => {
    const given = make_entries(11, 300);
    const entries = unique(given);
    const queries = make_queries(12, 1200, entries);
    const expected = dump(["site", folder], { entries: given, queries });
    const store = await code.open_store(loader(folder, []), "test-build");
    assert.equal(store.count, entries.length);
    const tiers = new Set();
    let phrases = 0;
    for (const [i, query] of queries.entries()) {
      const ranking = await code.rank_entries(store, query);
      const wanted_hits = expected[i].hits;
      assert.equal(ranking.count, wanted_hits.length, `number of hits of ${JSON.stringify(query)}`);
      assert.deepEqual(plain(ranking.hits), wanted_hits.slice(0, code.most_hits), `hits of ${JSON.stringify(query)}`);
      assert.deepEqual(ranking.terms, expected[i].terms, `terms of ${JSON.stringify(query)}`);
      assert.deepEqual(ranking.corrections, expected[i].corrections, `corrections of ${JSON.stringify(query)}`);
      for (const hit of ranking.hits) tiers.add(hit.tier);
      if (/"\S+ \S.*"/.test(query) && ranking.count > 0) ++phrases;

      const dozen = ranking.hits.slice(0, code.window_size);
      const shown = [];
      const rows = await Promise.all(dozen.map((hit) => store.entry(hit.entry)));
      rows.forEach((row, k) => {
        const { ref, title, heading, breadcrumb, question } = entries[dozen[k].entry];
        const kind = question !== undefined ? "card" : ref.includes("#") ? "section" : "page";
        assert.deepEqual(row, { ref, kind, title: question ?? title, heading, breadcrumb, note: title });
      });
      const arranged = code.arrange_by_page(dozen, rows, ranking.asked);
      for (const hit of arranged.slice(0, 5)) {
        const { ref } = await store.entry(hit.entry);
        const body = await store.text(hit.entry);
        assert.equal(body, excerpt_source(entries, hit.entry));
        if (!/^[\x00-\x7f]*$/.test(body)) {
          shown.push({ ref, marked: null }); // the C++ program counts bytes: the cut is not the same
          continue;
        }
        const { text, marks } = await code.make_excerpt(body, new Set(ranking.terms), 200);
        shown.push({ ref, marked: marks.map(([begin, end]) => text.slice(begin, end)) });
      }
      const wanted = expected[i].shown.slice(0, shown.length).map((each, k) => (shown[k].marked ? each : { ...each, marked: null }));
      assert.deepEqual(shown, wanted, `shown for ${JSON.stringify(query)}`);
    }
    assert.deepEqual([...tiers].sort(), [0, 1, 2, 3, 4, 5, 6], "the queries reach every tier");
    assert.ok(phrases > 50, `${phrases} phrases found`);
  }));

// What the shards hold is a part of the index: real lunr.js, with all of it, must say the same for the same clauses.
test("lunr.js with the whole index gives the order and the scores of 1,200 queries, tier by tier", () =>
  with_folder(async (folder) => {
    const entries = unique(make_entries(21, 250));
    const queries = make_queries(22, 1200, entries);
    const ours = dump(["site", folder], { entries, queries });
    const index = lunr.Index.load(JSON.parse(readFileSync(join(folder, "own-index.json"), "utf8")));
    const names = ["title", "heading", "keywords", "body"];
    const lunr_ref = ({ ref, question }) => (question === undefined ? ref : `card\n${ref}`);
    const number = new Map(entries.map((entry, i) => [lunr_ref(entry), i]));
    const ask = (clauses) =>
      index
        .query((q) => {
          for (const [term, fields, boost] of clauses) {
            q.clause({ term, boost, fields: names.filter((_, f) => (fields >> f) & 1), usePipeline: false });
          }
        })
        .map(({ ref, score }) => [number.get(ref), score]);
    let compared = 0;
    let asked = 0;
    for (const [i, query] of queries.entries()) {
      const { hits, strict, wide } = ours[i];
      if (strict.length + wide.length === 0) continue; // nothing to score
      ++asked;
      const answers = { 0: ask(strict), 1: ask(wide) };
      for (const tier of [0, 1, 2, 3, 4, 5, 6]) {
        const own = hits.filter((hit) => hit[1] === tier).map(([entry, , , score]) => [entry, score]);
        const members = new Set(own.map(([entry]) => entry));
        const theirs = answers[tier < 2 ? 0 : 1].filter(([entry]) => members.has(entry));
        assert.deepEqual(own, theirs, `tier ${tier} of ${JSON.stringify(query)}`);
        compared += own.length;
      }
    }
    assert.ok(asked >= 1000, `${asked} queries asked`);
    assert.ok(compared > 50000, `${compared} results compared`);
  }));

test("what lunr.js finds for its own queries is what we find", () =>
  with_folder(async (folder) => {
    const entries = make_entries(41, 250);
    // Words as lunr would take them: letters only, so that its own search reads them as we do.
    const r = random(42);
    const singles = [...new Set(plain_words)].filter((word) => /^[a-z]{2,}$/.test(word));
    const is_stop = code.is_stop_word;
    const words = singles.filter((word) => !is_stop(word));
    const queries = singles.map((word) => [`${word} `, (q) => q.term(word)]);
    const { REQUIRED, PROHIBITED } = lunr.Query.presence;
    const stem = (word) => lunr.stemmer(new lunr.Token(word, {})).toString();
    for (let i = 0; i < 200; ++i) {
      const [a, b, c] = [r.pick(words), r.pick(words), r.pick(words)];
      const must = (q, ...all) => all.forEach((word) => q.term(stem(word), { presence: REQUIRED, usePipeline: false }));
      queries.push([`${a} ${b} ${c} `, (q) => must(q, a, b, c)]);
      queries.push([`${a} -${b} `, (q) => (must(q, a), q.term(stem(b), { presence: PROHIBITED, usePipeline: false }))]);
      queries.push([`title:${a} ${b} `, (q) => (q.term(stem(a), { presence: REQUIRED, fields: ["title"], usePipeline: false }), must(q, b))]);
      queries.push([`${a}^3 ${b}^0.5 `, (q) => {
        q.term(stem(a), { presence: REQUIRED, boost: 3, usePipeline: false });
        q.term(stem(b), { presence: REQUIRED, boost: 0.5, usePipeline: false });
      }]);
    }
    const ours = dump(["site", folder], { entries: unique(entries), queries: queries.map(([query]) => query) });
    const kept = unique(entries);
    const index = lunr.Index.load(JSON.parse(readFileSync(join(folder, "own-index.json"), "utf8")));
    let compared = 0;
    for (const [i, [query, build]] of queries.entries()) {
      const theirs = index.query(build);
      const best = ours[i].hits.filter(([, tier]) => tier === 0);
      const lunr_ref = ({ ref, question }) => (question === undefined ? ref : `card\n${ref}`);
      assert.deepEqual(
        best.map(([entry, , , score]) => [lunr_ref(kept[entry]), score]),
        theirs.map(({ ref, score }) => [ref, score]),
        query,
      );
      compared += best.length;
    }
    assert.ok(compared > 5000, `${compared} results compared`);
  }));

test("refusals alone list the pages of which lunr.js leaves everything", () =>
  with_folder(async (folder) => {
    const entries = unique(make_entries(51, 200));
    const words = [...new Set(plain_words)].filter((word) => /^[a-z]{4,}$/.test(word));
    const r = random(52);
    const queries = Array.from({ length: 60 }, () => Array.from({ length: 1 + r.below(2) }, () => `-${r.pick(words)}`).join(" "));
    const ours = dump(["site", folder], { entries, queries });
    const index = lunr.Index.load(JSON.parse(readFileSync(join(folder, "own-index.json"), "utf8")));
    for (const [i, query] of queries.entries()) {
      const left = new Set(index.search(query).map(({ ref }) => ref.replace("card\n", "card ")));
      const pages = entries.filter(({ ref, question }) => question === undefined && !ref.includes("#")).map(({ ref }) => ref);
      const wanted = pages.filter((page) =>
        entries.every(({ ref, question }) => ref.split("#")[0] !== page || left.has(question === undefined ? ref : `card ${ref}`)),
      );
      assert.deepEqual(ours[i].hits.map(([entry]) => entries[entry].ref), wanted, query);
    }
  }));

// The codes of stop words are made apart in both languages.
test("a phrase tells every stop word beside a word from the others", () =>
  with_folder(async (folder) => {
    const source = readFileSync(join(root, "generator/search/stop_words.cc"), "utf8");
    const stops = [...new Set([...source.matchAll(/"([a-z]+)",/g)].map(([, word]) => word))];
    assert.ok(stops.length >= 40);
    const entries = stops.map((stop, i) => ({ ref: `n${i}.html`, title: `Note ${i}`, heading: "", breadcrumb: "", keywords: "", body: `Zebras ${stop} crocodiles.`, tags: [] }));
    const queries = stops.flatMap((stop) => [`"zebras ${stop}"`, `"${stop} crocodiles"`, `"zebras ${stop} crocodiles"`]);
    const ours = dump(["site", folder], { entries, queries });
    const store = await code.open_store(loader(folder, []), "test-build");
    for (const [i, query] of queries.entries()) {
      const wanted = [Math.floor(i / 3)];
      assert.deepEqual(ours[i].hits.map(([entry]) => entry), wanted, query);
      assert.deepEqual((await code.rank_entries(store, query)).hits.map(({ entry }) => entry), wanted, query);
    }
  }));

// Phrases are found by places in an index; here, by looking at the words of every text.
test("a phrase is found where its words stand side by side, and nowhere else", () =>
  with_folder(async (folder) => {
    const entries = unique(make_entries(61, 150));
    const r = random(62);
    const latin = (text) => (text.toLowerCase().match(/[a-z]+/g) ?? []);
    const plain_text = (text) => /^[A-Za-z ]+$/.test(text);
    const pieces = [];
    const is_stop = code.is_stop_word;
    let with_stop_words = 0;
    while (pieces.length < 300) {
      const words = r.pick(entries).body.split(" ");
      const begin = r.below(words.length);
      const piece = words.slice(begin, begin + 2 + r.below(3)).join(" ");
      const stops = latin(piece).filter(is_stop).length;
      if (!plain_text(piece) || latin(piece).length < 2 || stops === latin(piece).length) continue;
      // Sometimes another stop word than the text's: then it is only found where that one stands.
      pieces.push(stops > 0 && r.below(4) === 0 ? piece.replace(/\b(?:the|a|of|and|to|in|is)\b/i, "from") : piece);
      if (stops > 0) ++with_stop_words;
    }
    assert.ok(with_stop_words > 60, `${with_stop_words} with stop words`);
    const stems = (text) => text.split(/\s+/).filter((word) => word !== "").map((word) => code.analyse_text(word).map((term) => (term.stop ? `${term.surface}!` : term.text))); // "one" has the stem "on"
    const ours = dump(["site", folder], { entries, queries: pieces.map((piece) => `body:"${piece}"`) });
    const bodies = entries.map(({ body }) => stems(body));
    for (const [i, piece] of pieces.entries()) {
      const asked = latin(piece);
      const wanted = stems(piece).map((terms) => terms[0]);
      const holds = (body) =>
        body.some((_, at) => wanted.every((term, k) => (body[at + k]?.length === 1 && body[at + k][0] === term)));
      // Of stop words only those beside another word are known to the index; the others may be anything, or lie outside the text.
      const is_word = (k) => asked[k] !== undefined && !is_stop(asked[k]);
      const words = asked.map((_, k) => k).filter(is_word);
      const is_known = (k) => is_word(k) || is_word(k - 1) || is_word(k + 1);
      const holds_known = (body) => {
        const from = Math.max(words[0] - 1, 0);
        return body.some((_, at) => wanted.slice(from).every((term, k) => !is_known(from + k) || (body[at + k]?.length === 1 && body[at + k][0] === term)));
      };
      const found = new Set(ours[i].hits.map(([entry]) => entry));
      // A word of several parts takes several places, so only what the simple reading finds can be demanded.
      bodies.forEach((body, entry) => {
        if (holds(body)) assert.ok(found.has(entry), `${piece} in ${entries[entry].ref}`);
      });
      for (const entry of found) assert.ok(wanted.every((term, k) => !is_known(k) || bodies[entry].flat().includes(term)), piece);
      const far = [...found].filter((entry) => !holds_known(bodies[entry]));
      assert.ok(far.every((entry) => bodies[entry].some((terms) => terms.length > 1)), `${piece}: only words of parts`);
    }
  }));

test("the router names every file, and no query needs many", () =>
  with_folder(async (folder) => {
    const entries = make_entries(31, 2000);
    dump(["site", folder], { entries, queries: [] });
    const loaded = [];
    const store = await code.open_store(loader(folder, loaded), "b");
    const files = readdirSync(join(folder, "search"));
    const digits = (hashes) => hashes.match(/.{6}/g);
    assert.equal(digits(store.router.hashes.t).length, store.router.first.length);
    assert.equal(digits(store.router.hashes.v).length, store.router.vocabulary.length);
    for (const letter of ["t", "p", "v", "d"]) {
      for (const [i, hash] of digits(store.router.hashes[letter]).entries()) assert.ok(existsSync(join(folder, `search/${letter}${i}.${hash}.js`)));
    }
    assert.ok(files.every((file) => file === "router.js" || /^(?:[tpvdx]\d+|words)\.[0-9a-f]{6}\.js$/.test(file)));
    const small = files.filter((file) => file.startsWith("t") && statSync(join(folder, "search", file)).size < 16 * 1024);
    assert.ok(small.length > 2, "terms are spread over small shards");

    loaded.length = 0;
    await code.rank_entries(store, "isolation sn");
    assert.ok(loaded.length <= 6, `${loaded}`);
    loaded.length = 0;
    await code.rank_entries(store, '"isolation levels"');
    assert.ok(loaded.some((file) => file.startsWith("search/p")) && loaded.length <= 6, `${loaded}`);
    loaded.length = 0;
    await code.rank_entries(store, "tag:sql -in:databases");
    assert.ok(!loaded.some((file) => /search\/[pv]/.test(file)), `${loaded}`);
  }));

test("tags are counted among the hits, and filters are completed", () =>
  with_folder(async (folder) => {
    const entries = unique(make_entries(71, 100));
    dump(["site", folder], { entries, queries: [] });
    const store = await code.open_store(loader(folder, []), "b");
    const tagged = (name, list) => list.filter(({ tags }) => tags.some((tag) => tag === name || tag.startsWith(`${name}/`))).length;
    const all = code.popular_filters(store, "tag:", 9);
    const count_of = (facets, label) => facets.find((facet) => facet.label.toLowerCase() === label)?.count ?? 0;
    assert.equal(count_of(all, "sql"), tagged("sql", entries.filter(({ ref, question }) => question === undefined && !ref.includes("#"))));
    assert.deepEqual(all.find(({ label }) => label === "größe")?.name, "tag:grosse");
    assert.deepEqual([...all].sort((a, b) => b.count - a.count), all);
    const { members } = await code.rank_entries(store, "isolation");
    const some = await code.facets(store, "tag:", members, 9);
    assert.equal(count_of(some, "sql"), tagged("sql", entries.filter((_, i) => members[i])));
    assert.deepEqual((await code.facets(store, "in:", members, 1)).length, 1);
    assert.deepEqual((await code.filter_suggestions(store, "is:c", 9)).map(({ name }) => name), ["is:card"]);
    assert.deepEqual((await code.filter_suggestions(store, "in:data", 9)).map(({ name }) => name).sort(), ["in:databases", "in:databases/sql"]);
  }));
