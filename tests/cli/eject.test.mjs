// `loci eject` and `loci dump page`, as a person types them.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const program = process.env.LOCI_PROGRAM;
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "loci-eject-"));
  writeFileSync(join(folder, "site.toml"), 'title = "T"\n');
  mkdirSync(join(folder, "a"));
  writeFileSync(join(folder, "a/b.md"), "# B\n\nText.\n");
});
after(() => rmSync(folder, { recursive: true, force: true }));

const loci = (...args) => spawnSync(program, [...args, "-C", folder], { encoding: "utf8" });

test("a template is copied once, makes the same pages, and is named when it has fallen behind", () => {
  const build = (to) => execFileSync(program, ["build", folder, "--output", join(folder, to), "-q"], { stdio: ["ignore", "pipe", "inherit"] });
  const page = (from) => readFileSync(join(folder, from, "a/b.html"), "utf8").replace(/data-build="[^"]*"/, "");
  build("public");
  const first = page("public");
  const made = loci("eject", "partials/footer.html");
  assert.equal(made.status, 0, made.stderr);
  assert.equal(made.stdout, "wrote templates/partials/footer.html, which takes the place of Loci's own\n");
  build("public");
  assert.equal(page("public").replace(/\n+<footer class="site-foot">/, '\n<footer class="site-foot">'), first.replace(/\n+<footer class="site-foot">/, '\n<footer class="site-foot">'));

  const again = loci("eject", "partials/footer.html");
  assert.equal(again.status, 2);
  assert.match(again.stderr, /'templates\/partials\/footer\.html' is there already/);

  const copy = join(folder, "templates/partials/footer.html");
  assert.equal(loci("eject", "partials/footer.html", "--print").stdout, readFileSync(copy, "utf8"));
  writeFileSync(copy, readFileSync(copy, "utf8").replace(/ [0-9a-f]{8} #}/, " 00000000 #}"));
  const built = spawnSync(program, ["build", folder, "--output", join(folder, "public")], { encoding: "utf8" });
  assert.equal(built.status, 0);
  assert.match(built.stderr, /templates\/partials\/footer\.html: warning\[L510\]: made from an older version of 'partials\/footer\.html'/);
});

test("a file of a new language is written to be filled in, once, and printed with what it lacks", () => {
  const made = loci("eject", "strings/fr.json");
  assert.equal(made.stdout, 'wrote templates/strings/fr.json: write each text\'s translation beside it, and language = "fr" in site.toml\n', made.stderr);
  const path = join(folder, "templates/strings/fr.json");
  const file = JSON.parse(readFileSync(path, "utf8"));
  assert.equal(file.pages["On this page"], "");
  assert.deepEqual(file.pages["{n} notes"], { one: "", other: "" });
  assert.equal(loci("eject", "strings/fr.json").status, 2);
  writeFileSync(path, JSON.stringify({ one: [0, 1], pages: { "On this page": "Sur cette page" } }));
  const printed = JSON.parse(loci("eject", "strings/fr.json", "--print").stdout);
  assert.deepEqual([printed.one, printed.pages["On this page"], printed.pages["Tags"]], [[0, 1], "Sur cette page", ""]);
  assert.equal(loci("eject", "strings/français.json").status, 2);
  rmSync(path);
});

test("a template with a mistake leaves out what it makes, is said once, and all else is written", () => {
  mkdirSync(join(folder, "templates/partials"), { recursive: true });
  writeFileSync(join(folder, "templates/note.html"), "{% if note.title %}open");
  const built = spawnSync(program, ["build", folder, "--output", join(folder, "broken")], { encoding: "utf8" });
  assert.equal(built.status, 1);
  assert.match(built.stderr, /^templates\/note\.html:1:24: error\[L504\]: unmatched if\n/);
  assert.equal(built.stderr.split("L504]").length, 2);
  assert.ok(readFileSync(join(folder, "broken/index.html"), "utf8").includes("<h1>"));
  assert.throws(() => readFileSync(join(folder, "broken/a/b.html")));
  // One that fails only when it runs has its place too.
  writeFileSync(join(folder, "templates/note.html"), "<p>é</p>\n<p>é{{ nothing }}</p>\n");
  const told = spawnSync(program, ["build", folder, "--output", join(folder, "broken"), "--format", "json"], { encoding: "utf8" });
  const [problem] = JSON.parse(told.stdout).filter(({ code }) => code === "L504");
  assert.deepEqual([problem.path, problem.line, problem.column], ["templates/note.html", 2, 8]);
  rmSync(join(folder, "templates/note.html"));
});

test("what can be copied is listed, and a slip gets the right name", () => {
  assert.match(loci("eject").stdout, /^404\.html\n[\s\S]*\npartials\/sidebar\.html\n/);
  const slip = loci("eject", "note.htm");
  assert.equal(slip.status, 2);
  assert.match(slip.stderr, /did you mean 'note\.html'\?/);
});

test("what a template is given is printed as JSON, by a note's path or a page's", () => {
  for (const name of ["a/b", "a/b.md", "a/b.html"]) {
    const dumped = loci("dump", "page", name);
    assert.equal(dumped.status, 0, dumped.stderr);
    const { template, model } = JSON.parse(dumped.stdout);
    assert.equal(template, "note.html");
    assert.equal(model.title, "B");
    assert.equal(model.links.home, "../index.html");
    assert.equal(model.note.slug, "a/b");
  }
  assert.equal(JSON.parse(loci("dump", "page", "tags/index.html").stdout).template, "tags.html");
  assert.equal(loci("dump", "page", "nothing").status, 2);
});
