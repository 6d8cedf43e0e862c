// What each command does when all is well.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import test from "node:test";
import { loci, makeVault, program } from "./vault.mjs";

const two = {
  "site.toml": 'title = "Two"\nnotes = "notes"\n',
  "notes/index.md": "# Home\n\nSee [[alpha]].\n",
  "notes/alpha.md":
    "---\ntags: [one, two]\n---\n# Alpha\n\nBack to [[index|home]].\n\n## A part\n\nSomething about zebras.\n\n> [!card] What is alpha?\n> A letter.\n",
};

test("build writes the site and says so in one line", (t) => {
  const vault = makeVault(t, two);
  const { code, out, err } = loci(vault, ["build"]);
  assert.equal(err, "");
  assert.match(out, /^Loci \d+\.\d+ · 2 notes, 2 links, 0 broken, 1 card · built in [\d,.]+ m?s\n$/);
  assert.equal(code, 0);
  for (const path of ["index.html", "alpha.html", "404.html", ".nojekyll", "review.html", "search.html"]) {
    assert.ok(existsSync(join(vault, "public", path)), path);
  }
});

test("build -q says nothing, -v says what was written", (t) => {
  const vault = makeVault(t, two);
  assert.deepEqual(loci(vault, ["build", "-q"]), { code: 0, signal: null, out: "", err: "" });
  const { out } = loci(vault, ["build", "-v"]);
  assert.match(out, /^\d+ pages in .*\/public: 0 written, \d+ unchanged, 0 deleted$/m);
});

test("build finds the project from a folder below it", (t) => {
  const vault = makeVault(t, { ...two, "notes/deep/b.md": "# B\n" });
  const { code } = loci(join(vault, "notes/deep"), ["build"]);
  assert.equal(code, 0);
  assert.ok(existsSync(join(vault, "public/deep/b.html")));
});

test("build takes a folder without site.toml", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", ".obsidian/x.md": "no\n", "b/c.md": "[[a]]\n" });
  const { code, out } = loci("/", ["build", vault, "-o", join(vault, "out")]);
  assert.match(out, /2 notes, 1 link, 0 broken/);
  assert.equal(code, 0);
  assert.ok(existsSync(join(vault, "out/a.html")));
});

test("--output is relative to where it was typed", (t) => {
  const vault = makeVault(t, two);
  assert.equal(loci(join(vault, "notes"), ["build", "-o", "../elsewhere"]).code, 0);
  assert.ok(existsSync(join(vault, "elsewhere/index.html")));
});

test("any number of jobs writes the same bytes", (t) => {
  const vault = makeVault(t, two);
  const bytes = (folder) =>
    readdirSync(join(vault, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith(".loci"))
      .map((entry) => join(entry.path ?? entry.parentPath, entry.name))
      .map((path) => `${path.slice(join(vault, folder).length)}:${readFileSync(path).toString("base64")}`)
      .sort();
  loci(vault, ["build", "-o", "one", "--jobs", "1"]);
  loci(vault, ["build", "-o", "eight", "--jobs", "8"]);
  assert.ok(bytes("one").length > 5);
  assert.deepEqual(bytes("eight"), bytes("one"));
});

test("--timings names the passes", (t) => {
  const { err } = loci(makeVault(t, two), ["build", "--timings"]);
  for (const pass of ["read", "parse", "link", "write", "total"]) {
    assert.match(err, new RegExp(`^${pass}\\b.* +[\\d.]+ ms$`, "m"));
  }
});

test("check is content with good notes and writes nothing", (t) => {
  const vault = makeVault(t, two);
  assert.deepEqual(loci(vault, ["check"]), { code: 0, signal: null, out: "no problems in 2 notes\n", err: "" });
  assert.ok(!existsSync(join(vault, "public")));
});

test("search finds a section and says where it stands", (t) => {
  const vault = makeVault(t, two);
  const { code, out } = loci(vault, ["search", "zebras"]);
  assert.equal(code, 0);
  assert.match(out, /^Alpha › A part\n  notes\/alpha\.md:8\n  .*zebras/);
  assert.equal(loci(vault, ["search", "xylophone"]).out, "nothing found for 'xylophone'\n");
  const found = JSON.parse(loci(vault, ["search", "zebra", "--json", "--limit", "1"]).out);
  assert.equal(found.length, 1);
  assert.equal(found[0].page, "alpha.html#a-part");
  assert.equal(found[0].path, "notes/alpha.md");
  assert.equal(found[0].line, 8);
});

test("search finds cards, phrases and tags, and says what it took a word for", (t) => {
  const vault = makeVault(t, two);
  const found = (...query) => JSON.parse(loci(vault, ["search", "--json", ...query]).out);
  const [card] = found("what is alpha", "is:card");
  assert.deepEqual(
    { ...card, score: 0 },
    {
      kind: "card", title: "Alpha", question: "What is alpha?", heading: "", page: card.page, path: "notes/alpha.md", line: 12, score: 0,
      excerpt: "A letter.",
    },
  );
  assert.match(card.page, /^alpha\.html#card-/);
  assert.deepEqual(found('"about zebras"').map(({ kind, heading }) => [kind, heading]), [["section", "A part"]]);
  assert.deepEqual(found('"zebras something"'), []);
  assert.deepEqual(found("tag:one").map(({ page }) => page), ["alpha.html"]);
  assert.deepEqual(found("--", "-zebras").map(({ page }) => page), ["index.html"]);
  assert.match(loci(vault, ["search", "is:card", "letter"]).out, /^What is alpha\? \[card in Alpha\]\n  notes\/alpha\.md:12\n  A letter\.\n$/);
  assert.equal(loci(vault, ["search", "zebars"]).err, "no note has 'zebars': this is for 'zebras'\n");
});

test("list shows notes, orphans, drafts, broken links, cards and tags", (t) => {
  const vault = makeVault(t, {
    ...two,
    "notes/lone.md": "# Lone\n\n[[nowhere]]\n",
    "notes/later.md": "---\ndraft: true\n---\n# Later\n",
  });
  const lines = (what) => loci(vault, ["list", what]).out.trimEnd().split("\n");
  assert.deepEqual(lines("notes").map((line) => line.split(/\s\s+/)[0]), [
    "notes/alpha.md", "notes/index.md", "notes/lone.md",
  ]);
  assert.deepEqual(lines("orphans").map((line) => line.split(/\s\s+/)[0]), ["notes/lone.md"]);
  assert.deepEqual(lines("broken"), ["notes/lone.md:3:1  L201  nowhere"]);
  assert.deepEqual(JSON.parse(loci(vault, ["list", "broken", "--json"]).out), [
    {
      place: "notes/lone.md:3:1", code: "L201", target: "nowhere", message: "no note named 'nowhere'",
      path: "notes/lone.md", line: 3, column: 1,
    },
  ]);
  assert.deepEqual(lines("drafts"), ["notes/later.md  Later"]);
  assert.deepEqual(lines("tags"), ["one  1", "two  1"]);
  const cards = JSON.parse(loci(vault, ["list", "cards", "--json"]).out);
  assert.equal(cards.length, 1);
  assert.equal(cards[0].question, "What is alpha?");
  assert.equal(cards[0].place, "notes/alpha.md:12:1");
  assert.match(cards[0].id, /^h-[a-z2-7]{13}$/);
  assert.equal(loci(vault, ["list", "notes", "--drafts"]).out.split("\n").length, 5);
});

test("new writes a note with a title and a date, once", (t) => {
  const vault = makeVault(t, { "site.toml": 'notes = "notes"\n' });
  const { code, out } = loci(vault, ["new", "databases/write-ahead-log"]);
  assert.equal(code, 0);
  assert.equal(out, "notes/databases/write-ahead-log.md\n");
  const text = readFileSync(join(vault, "notes/databases/write-ahead-log.md"), "utf8");
  assert.match(text, /^---\ntitle: "Write ahead log"\ndate: \d{4}-\d\d-\d\d\ntags: \[\]\n---\n\n$/);
  const again = loci(vault, ["new", "notes/databases/write-ahead-log.md"]);
  assert.equal(again.code, 2);
  assert.equal(again.err, "error: 'notes/databases/write-ahead-log.md' is there already\n");
  assert.equal(loci(vault, ["new", "x", "--title", 'A "quoted": title']).code, 0);
  assert.equal(loci(vault, ["check", "--strict"]).out, "no problems in 2 notes\n");
});

test("init makes a vault that builds without a warning", (t) => {
  const vault = makeVault(t);
  const { code, out } = loci(vault, ["init", "mine"]);
  assert.equal(code, 0);
  assert.equal(
    out,
    "  site.toml\n  .gitignore\n  .github/workflows/pages.yml\n  notes/index.md\n" +
      "  notes/learning/spaced-repetition.md\n  notes/learning/good-cards.md\nnext: loci serve mine\n",
  );
  const checked = loci(join(vault, "mine"), ["check", "--strict", "-v"]);
  assert.equal(checked.out, "no problems in 3 notes\n");
  assert.equal(checked.code, 0);
  assert.match(loci(vault, ["build", "mine"]).out, /3 notes, [4-9] links, 0 broken, 6 cards/); // one of each form
  assert.equal(JSON.parse(loci(vault, ["review", "mine", "--json"]).out).cards.length > 3, true);
});

test("init does not overwrite, and gives an existing vault no examples", (t) => {
  const vault = makeVault(t, { "site.toml": "", "ideas/a.md": "# A\n" });
  const refused = loci(vault, ["init"]);
  assert.equal(refused.code, 2);
  assert.equal(
    refused.err,
    "error: 'site.toml' is there already, and nothing was written\n  hint: --force overwrites it\n",
  );
  assert.ok(!existsSync(join(vault, ".gitignore")));
  assert.equal(loci(vault, ["init", "--force"]).out, "  site.toml\n  .gitignore\n  .github/workflows/pages.yml\nnext: loci serve\n");
  assert.match(readFileSync(join(vault, "site.toml"), "utf8"), new RegExp(`^title = "${basename(vault)}"$`, "m"));
  assert.equal(loci(vault, ["check"]).out, "no problems in 1 note\n");
});

test("clean deletes what build wrote and nothing else", (t) => {
  const vault = makeVault(t, two);
  loci(vault, ["build"]);
  writeFileSync(join(vault, "public/mine.txt"), "mine");
  const { code, out } = loci(vault, ["clean"]);
  assert.equal(code, 0);
  assert.match(out, /^deleted \d+ files in .*\/public\n$/);
  assert.deepEqual(readdirSync(join(vault, "public")), ["mine.txt"]);
});

test("review asks line by line and keeps what was answered", (t) => {
  const vault = makeVault(t, two);
  const due = JSON.parse(loci(vault, ["review", "--json"]).out);
  assert.equal(due.cards.length, 1);
  assert.ok(!existsSync(join(vault, ".loci/reviews")), "a question writes nothing into the log");
  const { code, out } = loci(vault, ["review", "--lines"], { input: "\n4\n" });
  assert.equal(code, 0);
  assert.match(out, /What is alpha\?/);
  assert.match(out, /A letter\./);
  const [device] = readdirSync(join(vault, ".loci/reviews"));
  const [log] = readdirSync(join(vault, ".loci/reviews", device));
  // The review, and what the card said: by that its history is found again when the question is reworded.
  assert.match(readFileSync(join(vault, ".loci/reviews", device, log), "utf8"), /^\{"v":1,.*"g":4.*\}\n\{"v":1,.*"e":"seen".*\}\n$/);
  assert.equal(JSON.parse(loci(vault, ["review", "--json"]).out).cards.length, 0);
  const wrong = loci(vault, ["review", "--deck", "nope"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /^error: there are no cards in the deck 'nope'\n  hint: the decks are /);
});

test("version and help", (t) => {
  const vault = makeVault(t);
  assert.match(loci(vault, ["version"]).out, /^loci \d+\.\d+\.\d+\n$/);
  assert.equal(loci(vault, ["--version"]).out, loci(vault, ["version"]).out);
  assert.match(loci(vault, ["help"]).out, /^Loci turns a folder of Markdown notes/);
  assert.match(loci(vault, ["build", "--help"]).out, /^Writes the site\./);
  assert.equal(loci(vault, ["help", "dev"]).out, loci(vault, ["serve", "-h"]).out);
});

test("colour is off in a pipe, on when forced, off when refused", (t) => {
  const vault = makeVault(t, { "a.md": "[[x]]\n" });
  const escape = "\x1b[";
  assert.ok(!loci(vault, ["check"]).out.includes(escape));
  assert.ok(loci(vault, ["check"], { env: { CLICOLOR_FORCE: "1" } }).out.includes(escape));
  assert.ok(!loci(vault, ["check"], { env: { CLICOLOR_FORCE: "1", NO_COLOR: "1" } }).out.includes(escape));
});

test("the preview server ends when it is asked to, also while it begins", { timeout: 60_000 }, async (t) => {
  const vault = makeVault(t, { "a.md": "# A\n\nSee [[nothing]].\n" });
  for (let round = 0; round < 20; ++round) {
    const child = spawn(program, ["serve", "--port", "4970"], { cwd: vault, env: { PATH: process.env.PATH, HOME: vault } });
    t.after(() => child.kill("SIGKILL"));
    const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
    child.stdout.resume();
    // Its first words come just before it listens.
    child.stderr.once("data", () => child.kill("SIGTERM"));
    const late = new Promise((resolve) => setTimeout(() => resolve("late"), 10_000).unref());
    assert.equal(await Promise.race([ended, late]), 0, `round ${round}`);
  }
});
