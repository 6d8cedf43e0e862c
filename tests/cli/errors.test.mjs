// What goes wrong: one clear line, the documented exit code, and the rest still built where it can be.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { loci, makeVault, program } from "./vault.mjs";

test("wrong usage is exit 2 and offers the nearest name", (t) => {
  const vault = makeVault(t);
  const fails = (args, err) => assert.deepEqual(loci(vault, args), { code: 2, signal: null, out: "", err });
  fails(["biuld"], "error: there is no command 'biuld'\n  hint: did you mean 'build'?\n");
  fails(["build", "--stirct"], "error: 'loci build' has no option '--stirct'\n  hint: did you mean '--strict'?\n");
  fails([], "error: a command is missing\n  hint: 'loci help' lists the commands\n");
  fails(["build", "nowhere"], "error: there is no folder 'nowhere'\n");
  fails(["check", "--format", "jso"], "error: --format does not know 'jso'\n  hint: did you mean 'json'?\n");
});

test("a wrong setting is exit 2, with place and suggestion", (t) => {
  const vault = makeVault(t, { "site.toml": 'title = "T"\nauthr = "me"\n', "a.md": "# A\n" });
  assert.deepEqual(loci(vault, ["build"]), {
    code: 2,
    signal: null,
    out: "",
    err: "error: site.toml:2:1: unknown key 'authr'\n  authr = \"me\"\n  ^~~~~\n  hint: did you mean 'author'?\n",
  });
});

test("a broken link is exit 1, and the site is still written", (t) => {
  const vault = makeVault(t, { "loki.md": "# Loki\n", "a.md": "# A\n\nSee [[Lok]].\n" });
  const { code, out, err } = loci(vault, ["build"]);
  assert.equal(code, 1);
  assert.match(err, /^a\.md:3:5: error\[L201\]: .*'Lok'.*\n  See \[\[Lok\]\]\.\n      \^~~~~~~\n  hint: .*'[Ll]oki'.*\nsee: loci help L201\n$/);
  assert.match(out, /2 notes, 1 link, 1 broken/);
  assert.ok(existsSync(join(vault, "public/a.html")));
  assert.equal(loci(vault, ["check"]).code, 1);
});

test("warnings are exit 0, and exit 1 with --strict", (t) => {
  const vault = makeVault(t, { "a.md": "---\ntitel: A\n---\ntext\n" });
  const { code, out } = loci(vault, ["check"]);
  assert.equal(code, 0);
  assert.equal(
    out,
    "a.md:2:1: warning[L103]: the key 'titel' has no meaning here\n  titel: A\n  ^~~~~\n  hint: did you mean 'title'?\n" +
      "1 warning in 1 note\nsee: loci help L103\n",
  );
  assert.equal(loci(vault, ["check", "--strict"]).code, 1);
  assert.equal(loci(vault, ["build", "--strict", "-q"]).code, 1);
});

test("a thousand problems leave the summary in sight", (t) => {
  const vault = makeVault(t, { "a.md": Array.from({ length: 1000 }, (_, i) => `[[missing ${i} entirely]]\n`).join("\n") });
  const { code, out, err } = loci(vault, ["build"]);
  assert.equal(code, 1);
  assert.match(err, /and 980 problems more: 'loci check' shows them all\nsee: loci help L201\n$/);
  assert.match(out, /1,000 links, 1,000 broken/);
});

test("invalid UTF-8: a warning with its place, and the page is there", (t) => {
  const vault = makeVault(t, { "a.md": Buffer.from("# A\n\ncaf\xe9 society\n", "latin1") });
  const { code, err } = loci(vault, ["build"]);
  assert.equal(
    err,
    "a.md:3:4: warning[L002]: not valid UTF-8: 1 wrong byte sequence is shown as U+FFFD, the first one here\n" +
      "  caf\ufffd society\n     ^\n  hint: save the file as UTF-8 in your editor\nsee: loci help L002\n",
  );
  assert.equal(code, 0);
  assert.match(readFileSync(join(vault, "public/a.html"), "utf8"), /caf\ufffd society/);
});

test("broken YAML: an error with its place, and the text is there", (t) => {
  const vault = makeVault(t, { "a.md": "---\ntitle: Locks: a tour\n---\n\nThe text.\n", "b.md": "# B\n" });
  const { code, err } = loci(vault, ["build"]);
  assert.equal(
    err,
    "a.md:2:13: error[L101]: a value with ': ' in it needs quotes\n  title: Locks: a tour\n              ^\n" +
      "  hint: write the value as 'first: second'\nsee: loci help L101\n",
  );
  assert.equal(code, 1);
  assert.match(readFileSync(join(vault, "public/a.html"), "utf8"), /The text\./);
  assert.ok(existsSync(join(vault, "public/b.html")));
});

test("a folder named x.md is a warning, and what is in it is still read", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", "x.md/b.md": "# B\n" });
  const { code, err } = loci(vault, ["build"]);
  assert.equal(
    err,
    "x.md: warning[L003]: this is a folder, not a note\n  hint: give the folder a name that does not end in '.md'\nsee: loci help L003\n",
  );
  assert.equal(code, 0);
  assert.ok(existsSync(join(vault, "public/a.html")));
});

test("a named pipe does not stop the build", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n" });
  assert.equal(spawnSync("mkfifo", [join(vault, "pipe.md")]).status, 0);
  const { code, signal } = loci(vault, ["build"]);
  assert.equal(signal, null);
  assert.notEqual(code, 2);
  assert.ok(existsSync(join(vault, "public/a.html")));
});

test("a link out of the vault is not followed", (t) => {
  const outside = makeVault(t, { "secret.md": "# Canary\n" });
  const vault = makeVault(t, { "a.md": "# A\n" });
  symlinkSync(join(outside, "secret.md"), join(vault, "b.md"));
  symlinkSync(outside, join(vault, "folder"));
  const { err } = loci(vault, ["build"]);
  assert.match(err, /b\.md: warning\[L006\]/);
  const all = readdirSync(join(vault, "public"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.path ?? entry.parentPath, entry.name), "utf8"));
  assert.ok(all.every((text) => !text.includes("Canary")));
});

test("an output folder that is a file is exit 2 and one line, and the file stays", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", public: "a file" });
  const { code, err } = loci(vault, ["build"]);
  assert.equal(err, `error: the output folder '${join(vault, "public")}' is a file\n`);
  assert.equal(code, 2);
  assert.equal(readFileSync(join(vault, "public"), "utf8"), "a file");
});

test("an output folder that cannot be made is exit 3 and one line", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n" });
  const { code, err } = loci(vault, ["build", "-o", "/proc/loci"]);
  assert.equal(code, 3, err);
  assert.match(err, /^error: .*'\/proc\/loci.*'.*\n$/);
});

test("a folder of somebody else's files is not written into", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", "public/mine.txt": "mine" });
  const { code, err } = loci(vault, ["build"]);
  assert.equal(code, 2, err);
  assert.match(err, /--force/);
  assert.deepEqual(readdirSync(join(vault, "public")), ["mine.txt"]);
  assert.equal(loci(vault, ["build", "--force"]).code, 0);
  assert.equal(readFileSync(join(vault, "public/mine.txt"), "utf8"), "mine");
});

test("a full disk behind standard output is exit 3", (t) => {
  const vault = makeVault(t);
  const run = spawnSync("sh", ["-c", `"$0" help > /dev/full`, program], { cwd: vault, encoding: "utf8" });
  assert.equal(run.status, 3);
  assert.equal(run.stderr, "error: cannot write to standard output\n");
});

test("every format of check is its own", (t) => {
  const vault = makeVault(t, { "a.md": "[[x, y: 100%]]\n" });
  const [first] = JSON.parse(loci(vault, ["check", "--format", "json"]).out);
  assert.deepEqual(
    [first.path, first.line, first.column, first.code, first.slug, first.severity],
    ["a.md", 1, 1, "L201", "broken-link", "error"],
  );
  assert.match(loci(vault, ["check", "--format", "github"]).out, /^::error file=a\.md,line=1,col=1,.*::.*100%25/);
  const sarif = JSON.parse(loci(vault, ["check", "--format", "sarif"]).out);
  assert.equal(sarif.version, "2.1.0");
  assert.equal(sarif.runs[0].results[0].ruleId, "L201");
  assert.equal(sarif.runs[0].tool.driver.name, "loci");
});

test("new refuses paths that lead out", (t) => {
  const vault = makeVault(t, { "site.toml": 'notes = "notes"\n' });
  for (const path of ["../x", "/tmp/loci-x", "a/../../x", ".hidden"]) {
    assert.equal(loci(vault, ["new", path]).code, 2, path);
  }
  assert.deepEqual(readdirSync(vault), ["site.toml"]);
});

test("a missing notes folder is exit 2", (t) => {
  const vault = makeVault(t, { "site.toml": 'notes = "nots"\n' });
  const { code, err } = loci(vault, ["build"]);
  assert.equal(code, 2, err);
  assert.equal(
    err,
    `error: the notes folder '${join(vault, "nots")}' does not exist\n  hint: create it, or set 'notes' in site.toml\n`,
  );
});

test("what a first build left that was killed is no foreign file", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", "public/.loci-00ff.tmp": "half a line" });
  assert.equal(loci(vault, ["build"]).code, 0);
});

test("builds at the same time wait for each other or are exit 4, and the site is whole", async (t) => {
  const vault = makeVault(t, { "a.md": "# A\n", "b.md": "[[a]]\n" });
  const build = () =>
    new Promise((resolve) => {
      const run = spawn(program, ["build"], { cwd: vault, stdio: "ignore" });
      run.on("exit", (code) => resolve(code));
    });
  // The first of them finds no folder, and others look into it while it is being filled.
  for (let round = 0; round < 8; ++round) {
    rmSync(join(vault, "public"), { recursive: true, force: true });
    const codes = await Promise.all(Array.from({ length: 6 }, build));
    assert.ok(codes.includes(0), codes.join(" "));
    assert.ok(codes.every((code) => code === 0 || code === 4), codes.join(" "));
  }
  const before = readFileSync(join(vault, "public/b.html"), "utf8");
  assert.match(loci(vault, ["build", "-v"]).out, /: 0 written, \d+ unchanged, 0 deleted/);
  assert.equal(readFileSync(join(vault, "public/b.html"), "utf8"), before);
});
