// loci log check | merge | export | import, and loci dump fsrs.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loci, makeVault } from "./vault.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const review = (id, t, day = 20779) => `{"v":1,"id":"${id}","dev":"lap1","t":${t},"tz":60,"day":${day},"c":"c-1","g":3,"ms":4000,"due":${day + 2}}`;
const own = ".loci/reviews/lap1/2026-11.jsonl";
const files = (vault) => readdirSync(join(vault, ".loci/reviews"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();

test("check says what the log holds", (t) => {
  const vault = makeVault(t, {
    "a.md": "# A\n",
    [own]: `${review("A", 1795300000000)}\n${review("B", 1795300060000, 20780)}\n{"v":1,"id":"U","t":1795300070000,"e":"undo","ref":"B"}\n{"v":1,"id":"F","t":1795300080000,"e":"flag"}\n`,
  });
  const { code, out, err } = loci(vault, ["log", "check"]);
  assert.equal(err, "");
  assert.equal(out, "4 events of 1 device: 2 reviews of 1 card from 2026-11-22 to 2026-11-23, 1 undone, 1 of a kind this version does not know\n");
  assert.equal(code, 0);
  assert.equal(loci(makeVault(t, { "a.md": "" }), ["log", "check"]).out, "no reviews\n");
});

test("check names torn lines with file and line, and exits with 1", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", [own]: `${review("A", 1795300000000)}\n{"v":1,"id":"to\n<<<<<<< HEAD\n${review("B", 1795300060000)}\n${review("B", 1795300060001)}\n{"v":1,` });
  const { code, out, err } = loci(vault, ["log", "check"]);
  assert.equal(err, [
    `${own}:2: error: not a JSON object (cut off?)`,
    `${own}:3: error: a merge marker: the lines of both sides count, delete this one`,
    `${own}:5: error: another event has this id and says something else`,
    `${own}:6: error: not a JSON object (cut off?)`,
    "",
  ].join("\n"));
  assert.equal(out, "2 events of 1 device: 2 reviews of 1 card from 2026-11-22 to 2026-11-22\n");
  assert.equal(code, 1);
  const json = JSON.parse(loci(vault, ["log", "check", "--json"]).out);
  assert.deepEqual(json.problems[0], { path: own, line: 2, message: "not a JSON object (cut off?)" });
  assert.deepEqual([json.events, json.reviews, json.cards, json.devices, json.first_day], [2, 2, 1, ["lap1"], "2026-11-22"]);
});

test("with --strict an event that states another memory is an error", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", [own]: `${review("A", 1795300000000).replace("}", ',"s":9.5,"d":5}')}\n` });
  const { code, err } = loci(vault, ["log", "check"]);
  assert.equal(err, "event A: warning: it states a stability of 9.500000 for c-1, the replay gives 2.306500\n");
  assert.equal(code, 0);
  assert.equal(loci(vault, ["log", "check", "--strict"]).code, 1);
});

test("merge is the union of files, folders and projects, in one order", (t) => {
  const [a, b, c] = [review("A", 3), review("B", 2), review("C", 1)];
  const vault = makeVault(t, { "a.md": "# A\n", [own]: `${a}\n${b}\n`, "phone/2026-11.jsonl": `${b}\n${c}\n`, "one.jsonl": `${c}\n{"torn` });
  const all = `${c}\n${b}\n${a}\n`;
  for (const order of [[".", "phone", "one.jsonl"], ["one.jsonl", "phone", "."], ["phone", "phone", ".loci/reviews", "one.jsonl"]]) {
    const { code, out, err } = loci(vault, ["log", "merge", ...order]);
    assert.equal(out, all);
    assert.equal(err, "one.jsonl:2: warning: not a JSON object (cut off?)\n");
    assert.equal(code, 0);
  }
  assert.equal(loci(vault, ["log", "merge", "one.jsonl", "--strict"]).code, 1);
  assert.equal(loci(vault, ["log", "merge", "-", "phone"], { input: `${a}\n` }).out, all);
  const written = loci(vault, ["log", "merge", ".", "phone", "-o", "all.jsonl"]);
  assert.equal(written.out, "3 events in all.jsonl\n");
  assert.equal(readFileSync(join(vault, "all.jsonl"), "utf8"), all);
  const missing = loci(vault, ["log", "merge", "nowhere"]);
  assert.equal(missing.err, "error: there is no file or folder 'nowhere'\n");
  assert.equal(missing.code, 2);
});

test("export is the log of the project as one sorted file", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", [own]: `${review("B", 2)}\n`, ".loci/reviews/tab/2026-10.jsonl": `${review("A", 1)}\n{"v":9,"id":"X","t":0,"new":[1]}\n` });
  assert.equal(loci(vault, ["log", "export"]).out, `{"v":9,"id":"X","t":0,"new":[1]}\n${review("A", 1)}\n${review("B", 2)}\n`);
  assert.equal(loci(vault, ["log", "export", "-o", "out/../e.jsonl", "-q"]).out, "");
  assert.equal(readFileSync(join(vault, "e.jsonl"), "utf8").split("\n").length, 4);
});

test("import adds what is new as one file and is idempotent", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", ".loci/device": "here-abcd\n", [own]: `${review("A", 1)}\n`, "in.jsonl": `${review("A", 1)}\n${review("B", 2)}\nbroken\n` });
  const before = readFileSync(join(vault, own), "utf8");
  const first = loci(vault, ["log", "import", "in.jsonl"]);
  assert.match(first.out, /^1 new event in \.loci\/reviews\/here-abcd\/import-[0-9a-f]{16}\.jsonl, 1 known already\n$/);
  assert.equal(first.err, "in.jsonl:3: warning: not a JSON object (cut off?)\n");
  assert.equal(first.code, 0);
  const after = files(vault);
  assert.equal(after.length, 2);
  assert.equal(loci(vault, ["log", "import", "in.jsonl"]).out, "0 new events, 2 known already\n");
  assert.deepEqual(files(vault), after);
  assert.equal(readFileSync(join(vault, own), "utf8"), before);
  assert.equal(loci(vault, ["log", "export"]).out, `${review("A", 1)}\n${review("B", 2)}\n`);
  // What was exported elsewhere and merged comes back as nothing new.
  const other = makeVault(t, { "a.md": "" });
  writeFileSync(join(other, "all.jsonl"), loci(vault, ["log", "export"]).out);
  assert.match(loci(other, ["log", "import", "all.jsonl"]).out, /^2 new events in /);
  assert.equal(loci(other, ["log", "import", vault]).out, "0 new events, 2 known already\n");
});

test("a log that cannot be read or written is said with exit code 3", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", "in.jsonl": `${review("A", 1)}\n`, ".loci/device": "here\n", ".loci/reviews/here": "a file in the way" });
  const { code, err } = loci(vault, ["log", "import", "in.jsonl"]);
  assert.match(err, /^error: cannot write '.*\/\.loci\/reviews\/here\/import-[0-9a-f]{16}\.jsonl': not a directory\n$/);
  assert.equal(code, 3);
});

test("dump fsrs prints the shared histories as computed", (t) => {
  const path = join(root, "tests/vectors/fsrs6/histories.json");
  const vault = makeVault(t, {});
  const expected = JSON.parse(readFileSync(path, "utf8"));
  const { code, out } = loci(vault, ["dump", "fsrs", path]);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), expected);
  // Nothing is passed through: with the answers taken out, they come back.
  const bare = structuredClone(expected);
  for (const history of bare.histories) history.steps = history.steps.map(({ t, g }) => ({ t, g }));
  assert.deepEqual(JSON.parse(loci(vault, ["dump", "fsrs", "-"], { input: JSON.stringify(bare) }).out), expected);
  assert.equal(loci(vault, ["dump", "fsrs", "nowhere.json"]).code, 2);
  const wrong = loci(vault, ["dump", "fsrs"], { input: "{}" });
  assert.equal(wrong.err, "error: this is not a file of histories: it has no list 'histories'\n  hint: tests/vectors/fsrs6/histories.json is one\n");
  assert.equal(wrong.code, 1);
});
