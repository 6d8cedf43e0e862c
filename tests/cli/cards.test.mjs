// `loci cards`: what can be done with the cards of the notes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { loci, makeVault } from "./vault.mjs";

const vault = {
  "site.toml": 'title = "Cards"\nnotes = "notes"\n',
  "notes/a/alpha.md": "# Alpha\n\n## Letters\n\n> [!card|deck=greek] What is alpha? ^c-alpha001\n> A letter.\n",
  "notes/b.md": "---\ncards: true\n---\n# B\n\nThe {{c1::gap}}.\n",
};

test("cards list shows id, deck, place and question, and more as JSON", (t) => {
  const folder = makeVault(t, vault);
  const { code, out, err } = loci(folder, ["cards", "list"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  const [first, second] = out.trimEnd().split("\n");
  assert.equal(first, "c-alpha001          greek    notes/a/alpha.md:5:1  What is alpha?");
  assert.match(second, /^h-[a-z2-7]{13}\/c1  Default  notes\/b\.md:6:1 +The \[…\]\.$/);
  const [card] = JSON.parse(loci(folder, ["cards", "list", "--json", "--deck", "greek"]).out);
  assert.deepEqual(card, {
    id: "c-alpha001",
    deck: "greek",
    place: "notes/a/alpha.md:5:1",
    question: "What is alpha?",
    answer: "A letter.",
    context: "Letters",
    kind: "basic",
    pinned: true,
    path: "notes/a/alpha.md",
    line: 5,
    column: 1,
  });
  assert.equal(JSON.parse(loci(folder, ["cards", "list", "--json", "--note", "b"]).out).length, 1);
});

test("cards names the nearest deck and action", (t) => {
  const folder = makeVault(t, vault);
  const deck = loci(folder, ["cards", "list", "--deck", "grek"]);
  assert.equal(deck.code, 2);
  assert.match(deck.err, /there are no cards in the deck 'grek'[^]*did you mean 'greek'\?/);
  const action = loci(folder, ["cards", "lst"]);
  assert.equal(action.code, 2);
  assert.match(action.err, /'loci cards' does not know 'lst'[^]*did you mean 'list'\?/);
  assert.match(loci(folder, ["cards"]).err, /'loci cards' needs what to do with the cards/);
});

const review = { input: "\n4\n\n4\n\n4\n" };

test("cards check shows what is wrong with cards, and what makes them hard", (t) => {
  const folder = makeVault(t, { ...vault, "notes/c.md": "# C\n\n> [!card] Is it?\n> Yes.\n\n> [!card] x\n\n[[nowhere]]\n" });
  const { code, out } = loci(folder, ["cards", "check"]);
  assert.match(out, /notes\/c\.md:3:1: note\[L414\]/);
  assert.match(out, /notes\/c\.md:6:1: warning\[L401\]/);
  assert.doesNotMatch(out, /L201/);
  assert.match(out, /2 remarks on 3 cards\n$/);
  assert.equal(code, 0);
  assert.equal(loci(folder, ["cards", "check", "--strict"]).code, 1);
  const json = JSON.parse(loci(folder, ["cards", "check", "--json"]).out);
  assert.deepEqual(json.map(({ code: c, line, column }) => [c, line, column]), [["L414", 3, 1], ["L401", 6, 1]]);
});

test("cards pin prints a patch, --write makes it, and a second time there is nothing to do", (t) => {
  const folder = makeVault(t, {
    ...vault,
    "notes/d.md":
      "---\ncards: true\n---\n# D\n\n> [!card]- One?\n> 1\n\nQ: Two?\nA: 2\n\n- three :: 3\n- four ::: 4\n\n> [!cards]\n> | a | b |\n> |---|---|\n> | five | 5 |\n\n## Six #card\n\n6\n\nThe {{c1::seven}} {{c2::8}}.\n",
  });
  const before = JSON.parse(loci(folder, ["cards", "list", "--json"]).out);
  const patch = loci(folder, ["cards", "pin"]).out;
  assert.match(patch, /^\+> \[!card\]- One\? \^c-[a-z2-7]{8}$/m);
  assert.match(patch, /^\+Q: Two\? \^c-[a-z2-7]{8}$/m);
  assert.match(patch, /^\+- four ::: 4 \^c-[a-z2-7]{8}$/m);
  assert.match(patch, /^\+> \| five \| 5 \^c-[a-z2-7]{8} \|$/m);
  assert.equal(loci(folder, ["cards", "pin"]).out, patch);
  assert.equal(loci(folder, ["cards", "pin", "--write"]).code, 0);
  const after = JSON.parse(loci(folder, ["cards", "list", "--json"]).out);
  assert.ok(after.every(({ pinned }) => pinned));
  const sides = (cards) => cards.map(({ question, answer }) => [question, answer]);
  assert.deepEqual(sides(after), sides(before));
  const again = loci(folder, ["cards", "pin", "--write"]);
  assert.deepEqual([again.out, again.err], ["", "every card has an id\n"]);
});

test("a history follows its card when the question changes, and when it gets an id", (t) => {
  const text = "# H\n\n> [!card] What does a LEFT JOIN keep?\n> Every row of the left table.\n\n> [!card] What is WAL?\n> A log.\n";
  const folder = makeVault(t, { "h.md": text });
  loci(folder, ["review", "--lines"], review);
  const due = () => JSON.parse(loci(folder, ["review", "--json"]).out).cards.length;
  assert.equal(due(), 0);
  writeFileSync(join(folder, "h.md"), text.replace("keep?", "retain?"));
  assert.equal(due(), 1);
  const matches = JSON.parse(loci(folder, ["cards", "match", "--json"]).out);
  assert.deepEqual(matches.map(({ rule, old_question, question }) => [rule, old_question, question]), [
    ["similar", "What does a LEFT JOIN keep?", "What does a LEFT JOIN retain?"],
  ]);
  assert.match(loci(folder, ["cards", "match"]).out, /^'What does a LEFT JOIN keep\?' is now 'What does a LEFT JOIN retain\?' in h \(\d+% alike\)\n$/);
  assert.equal(loci(folder, ["cards", "match", "--write"]).code, 0);
  assert.equal(due(), 0);
  assert.equal(loci(folder, ["cards", "match"]).out, "every history has its card\n");
  loci(folder, ["cards", "pin", "--write"]);
  assert.equal(due(), 2);
  loci(folder, ["review", "--lines"], { input: "" });
  assert.equal(due(), 0);
  assert.equal(readFileSync(join(folder, "h.md"), "utf8").match(/\^c-/g).length, 2);
});

test("cards export writes CSV, JSON and a package for Anki that does not change without a reason", (t) => {
  const folder = makeVault(t, vault);
  const csv = loci(folder, ["cards", "export", "--csv"]).out;
  assert.match(csv, /^id,deck,kind,question,answer,context,tags,source\r\nc-alpha001,greek,basic,What is alpha\?,A letter\.,Letters,,notes\/a\/alpha\.md:5:1\r\n/);
  loci(folder, ["cards", "export", "--json", "-o", "cards.json"]);
  assert.equal(JSON.parse(readFileSync(join(folder, "cards.json"), "utf8")).length, 2);
  loci(folder, ["review", "--lines"], review);
  const first = loci(folder, ["cards", "export", "--anki", "one.apkg"]);
  assert.equal(first.code, 0);
  assert.match(first.err, /^2 cards, \d+ reviews, 0 media files in one\.apkg\n$/);
  loci(folder, ["cards", "export", "--anki", "two.apkg"]);
  const bytes = (name) => readFileSync(join(folder, name));
  assert.ok(bytes("one.apkg").equals(bytes("two.apkg")));
  assert.equal(bytes("one.apkg").toString("latin1", 0, 2), "PK");
  assert.match(loci(folder, ["cards", "export"]).err, /needs one form/);
  assert.match(loci(folder, ["cards", "list", "--write"]).err, /--write goes with 'loci cards pin' and 'match'/);
});

// What Anki would see of a package: "queue type" of each card, by the fields of its note.
const read_queues = `
import sqlite3, sys, tempfile, zipfile
with tempfile.NamedTemporaryFile(suffix=".anki2") as file:
    file.write(zipfile.ZipFile(sys.argv[1]).read("collection.anki2"))
    file.flush()
    rows = sqlite3.connect(file.name).execute("select sfld, queue, type from cards join notes on notes.id = nid order by sfld")
    print("\\n".join("%s %d %d" % row for row in rows))
`;

test("cards buried in the log wait in Anki's own queue until their day, and an export is the same bytes again", (t) => {
  const names = ["buried", "free", "suspended", "yesterday"];
  const folder = makeVault(t, { "n.md": `# N\n\n${names.map((name) => `> [!card] ${name} ^c-${name}\n> x\n`).join("\n")}\n` });
  const now = Date.now();
  const day = Math.floor((now - 4 * 3_600_000) / 86_400_000); // in UTC, where the program runs here
  let number = 0;
  const event = (ago, fields) => JSON.stringify({ v: 1, id: `01KB${String((number += 1)).padStart(22, "0")}`, dev: "web-x", t: now - ago * 86_400_000, tz: 0, day: day - ago, ...fields });
  const lines = names.map((name) => event(3, { c: `c-${name}`, g: 4, ms: 1000, due: day + 5 }));
  lines.push(event(0, { e: "bury", c: "c-buried", until: day + 1 }), event(0, { e: "suspend", c: "c-suspended", on: true }), event(1, { e: "bury", c: "c-yesterday", until: day }));
  writeFileSync(join(folder, "log.jsonl"), lines.join("\n") + "\n");
  assert.equal(loci(folder, ["log", "import", "log.jsonl"]).code, 0);
  for (const name of ["one.apkg", "two.apkg"]) assert.equal(loci(folder, ["cards", "export", "--anki", name]).code, 0);
  const bytes = (name) => readFileSync(join(folder, name));
  assert.ok(bytes("one.apkg").equals(bytes("two.apkg")));
  const queues = spawnSync("python3", ["-c", read_queues, join(folder, "one.apkg")], { encoding: "utf8" });
  assert.equal(queues.stdout, "buried -3 2\nfree 2 2\nsuspended -1 2\nyesterday 2 2\n", queues.stderr);
});
