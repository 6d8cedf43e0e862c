// Links from the command line: what explain says, what check repairs, what other hosts answer.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import test from "node:test";
import { loci, makeVault, program } from "./vault.mjs";

const files = {
  "notes/one.md":
    "\u{feff}# One\r\n\r\n[[db/mvcc]] and [[todo]]\r\n\r\n| [[todo]] | x |\r\n|---|---|\r\n\r\n[h](DB/MVCC.html) [m](gone/MVCC.md#visibilty) [[nothing]]\r\n\r\n[last](../old/mvcc.md)",
  "notes/my two.md": "# Two\n\n[[ONE]] and [[one|fine]]\n",
  "notes/DB/MVCC.md": "---\naliases: [old/mvcc]\n---\n# MVCC\n\n## Visibility\n",
  "notes/a/todo.md": "# A\n",
  "notes/b/todo.md": "# B\n",
  "site.toml": 'notes = "notes"\n',
};

const repaired = {
  "notes/one.md":
    "\u{feff}# One\r\n\r\n[[DB/MVCC]] and [[a/todo|todo]]\r\n\r\n| [[a/todo\\|todo]] | x |\r\n|---|---|\r\n\r\n[h](DB/MVCC.md) [m](DB/MVCC.md#visibility) [[nothing]]\r\n\r\n[last](DB/MVCC.md)",
  "notes/my two.md": "# Two\n\n[[one|ONE]] and [[one|fine]]\n",
};

function git(folder, args, input) {
  const run = spawnSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false", ...args], {
    cwd: folder, input, encoding: "utf8", env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1" },
  });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

test("check --fix prints a patch that git applies, and writes nothing", (t) => {
  const vault = makeVault(t, files);
  const { code, out, err } = loci(vault, ["check", "--fix"]);
  assert.equal(code, 1);
  for (const [path, text] of Object.entries(files)) assert.equal(readFileSync(join(vault, path), "utf8"), text);
  assert.match(out, /^--- a\/notes\/my two\.md\t\n\+\+\+ b\/notes\/my two\.md\t\n@@ -1,3 \+1,3 @@\n/);
  assert.match(err, /no note named 'nothing'/);
  assert.match(err, /^7 links in 2 notes can be repaired: --write does it\nleft: 1 error in 5 notes\n$/m);
  git(vault, ["init", "-q"]);
  git(vault, ["apply", "-"], out);
  for (const [path, text] of Object.entries(repaired)) assert.equal(readFileSync(join(vault, path), "utf8"), text);
});

test("the patch applies in a vault that is a folder of a repository", (t) => {
  const outer = makeVault(t, Object.fromEntries(Object.entries(files).map(([path, text]) => [`my vault/${path}`, text])));
  const vault = join(outer, "my vault");
  git(outer, ["init", "-q"]);
  git(vault, ["apply", "-"], loci(vault, ["check", "--fix"]).out);
  assert.equal(readFileSync(join(vault, "notes/one.md"), "utf8"), repaired["notes/one.md"]);
});

test("check --fix --write makes the repairs once", (t) => {
  const vault = makeVault(t, files);
  const patch = loci(vault, ["check", "--fix"]).out;
  const { code, out, err } = loci(vault, ["check", "--fix", "--write"]);
  assert.equal(code, 1);
  assert.equal(out, patch);
  assert.match(err, /^7 links in 2 notes repaired$/m);
  for (const [path, text] of Object.entries({ ...files, ...repaired }))
    assert.equal(readFileSync(join(vault, path), "utf8"), text);
  const again = loci(vault, ["check", "--fix", "--write"]);
  assert.equal(again.out, "");
  assert.match(again.err, /^nothing to repair$/m);
});

test("with every problem repaired the exit code is 0", (t) => {
  const vault = makeVault(t, { "a.md": "[x](gone/b.md)\n", "b.md": "# B\n" });
  assert.equal(loci(vault, ["check"]).code, 1);
  assert.deepEqual(loci(vault, ["check", "--fix", "-q"]), {
    code: 0, signal: null, err: "", out: "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-[x](gone/b.md)\n+[x](b.md)\n",
  });
  assert.equal(loci(vault, ["check", "--fix", "--write", "--strict"]).code, 0);
});

test("what cannot be written back as it was is left alone", (t) => {
  const vault = makeVault(t, { "a.md": Buffer.from("caf\xe9 [x](gone/b.md)\n", "latin1"), "b.md": "# B\n" });
  const { out, err } = loci(vault, ["check", "--fix", "--write"]);
  assert.equal(out, "");
  assert.match(err, /^not repaired: a\.md: it has changed, or it is not UTF-8$/m);
  assert.deepEqual(readFileSync(join(vault, "a.md")), Buffer.from("caf\xe9 [x](gone/b.md)\n", "latin1"));
});

test("a note that is a symbolic link stays one", (t) => {
  const vault = makeVault(t, { "files/a.txt": "[x](gone/b.md)\n", "b.md": "# B\n" });
  symlinkSync("files/a.txt", join(vault, "a.md"));
  loci(vault, ["check", "--fix", "--write"]);
  assert.equal(readFileSync(join(vault, "files/a.txt"), "utf8"), "[x](b.md)\n");
});

test("--write and --format go only where they mean something", (t) => {
  const vault = makeVault(t, files);
  assert.deepEqual(loci(vault, ["check", "--write"]), {
    code: 2, signal: null, out: "", err: "error: --write goes with --fix: it writes the repairs into the notes\n",
  });
  assert.equal(loci(vault, ["check", "--fix", "--format", "json"]).code, 2);
});

test("explain names each rule, what it found, and the winner", (t) => {
  const vault = makeVault(t, files);
  const { code, out, err } = loci(vault, ["explain", "[[todo]]", "--from", "notes/one.md"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  assert.equal(
    out,
    `[[todo]] in notes/one.md
  beside the note, a note  todo  -
  anywhere, a note         todo  notes/a/todo.md, notes/b/todo.md
ambiguous; means notes/a/todo.md, the nearest
page: a/todo.html
L204: 'todo' could be 2 notes: 'a/todo.md', 'b/todo.md'; 'a/todo.md' is taken, the nearest
  hint: write 'a/todo' to mean that one, or 'b/todo'
Obsidian picks one of them; which, it does not say
Quartz (shortest) goes to 'notes/todo' from the root, as several files have that name
`,
  );
  assert.match(loci(vault, ["explain", "todo", "--from", "a/todo"]).out, /^means notes\/a\/todo\.md$/m);
  assert.match(
    loci(vault, ["explain", "[x](DB/MVCC.md#visibility)"]).out,
    /^means notes\/DB\/MVCC\.md\npage: DB\/MVCC\.html#visibility\n'#visibility' fits the heading's id$/m,
  );
  assert.match(loci(join(vault, "notes/a"), ["explain", "[[#A]]", "--from", "todo.md"]).out, /^means notes\/a\/todo\.md$/m);
});

test("explain --json says the same for programs", (t) => {
  const vault = makeVault(t, files);
  const said = JSON.parse(loci(vault, ["explain", "old/mvcc", "--from", "notes/one.md", "--json"]).out);
  assert.equal(said.link, "[[old/mvcc]]");
  assert.equal(said.from, "notes/one.md");
  assert.equal(said.outcome, "found");
  assert.equal(said.path, "notes/DB/MVCC.md");
  assert.equal(said.page, "DB/MVCC.html");
  assert.deepEqual(said.rules.at(-1), { rule: "alias", kind: "note", looked_for: "old/mvcc", candidates: ["notes/DB/MVCC.md"] });
  const nothing = loci(vault, ["explain", "[[nothing]]", "--json"]);
  assert.equal(nothing.code, 1);
  assert.equal(JSON.parse(nothing.out).outcome, "nothing");
  assert.equal(JSON.parse(loci(vault, ["explain", "[x](https://example.org)", "--json"]).out).outcome, "external");
});

test("explain says what is missing", (t) => {
  const vault = makeVault(t, files);
  assert.deepEqual(loci(vault, ["explain"]), {
    code: 2, signal: null, out: "",
    err: "error: 'loci explain' needs a link\n  hint: like loci explain '[[todo]]' --from notes/a.md\n",
  });
  assert.equal(
    loci(vault, ["explain", "[[todo]]", "--from", "notes/on.md"]).err,
    "error: there is no note 'notes/on.md'\n",
  );
  assert.equal(
    loci(vault, ["explain", "[[#A]]"]).err,
    "error: '[[#A]]' is a link inside a note\n  hint: --from names the note it stands in\n",
  );
});

test("list broken names every kind of broken link with its place", (t) => {
  const vault = makeVault(t, {
    "a.md": "---\nprerequisites: [none]\n---\n[[no]] [[b#no]] [[b#^no]] ![[no.png]] [[no.pdf]] [x](http:///)\n",
    "b.md": "# B\n",
  });
  assert.equal(
    loci(vault, ["list", "broken"]).out,
    "a.md:2:17  L208  none\na.md:4:1   L201  no\na.md:4:12  L202  b#no\na.md:4:21  L212  b#^no\na.md:4:27  L203  no.png\n" +
      "a.md:4:39  L213  no.pdf\na.md:4:50  L214  [x](http:///)\n",
  );
  const rows = JSON.parse(loci(vault, ["list", "broken", "--json"]).out);
  assert.deepEqual(rows[2], {
    place: "a.md:4:12", code: "L202", target: "b#no", message: "no heading 'no' in 'b.md'", path: "a.md", line: 4, column: 12,
  });
});

// The server runs in this process, so the program must not block it.
async function lociAside(folder, args, env = {}) {
  const child = spawn(program, args, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, LANG: "C", ...env } });
  const said = { out: "", err: "" };
  child.stdout.on("data", (data) => (said.out += data));
  child.stderr.on("data", (data) => (said.err += data));
  const [code] = await once(child, "close");
  return { code, ...said };
}

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

test("check --external asks each address once and one at a time", { skip: !hasCurl }, async (t) => {
  const asked = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    most = Math.max(most, ++open);
    setTimeout(() => {
      --open;
      const status = { "/fine": 200, "/gone": 404, "/shy": 403, "/head": request.method === "HEAD" ? 405 : 200, "/moved": 301 }[request.url];
      response.writeHead(status, status === 301 ? { location: "/fine" } : {}).end("x");
    }, 20);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const at = `http://127.0.0.1:${server.address().port}`;
  const vault = makeVault(t, {
    "a.md": `[a](${at}/fine) [b](${at}/gone#x) [c](${at}/shy) <${at}/head>\n\n[d](${at}/moved) [e](${at}/gone) [m](mailto:a@b.org)\n`,
  });
  assert.equal((await lociAside(vault, ["check"])).code, 0);
  assert.deepEqual(asked, []);
  const { code, out, err } = await lociAside(vault, ["check", "--external"]);
  assert.equal(code, 0);
  assert.equal(err, "5 addresses of other hosts asked; 1 do not answer programs\n");
  assert.equal(most, 1);
  assert.deepEqual(
    [...out.matchAll(/^(a\.md:\d+:\d+): warning\[L215\]: the address '(?:http:\/\/127\.0\.0\.1:\d+)(.*)' is dead: (.*)$/gm)].map(([, ...parts]) => parts),
    [
      [`a.md:1:${1 + `[a](${at}/fine) `.length}`, "/gone#x", "its host answers 404"],
      [`a.md:3:${1 + `[d](${at}/moved) `.length}`, "/gone", "its host answers 404"],
    ],
  );
  assert.deepEqual(asked.filter((one) => one.startsWith("HEAD")).sort(), ["HEAD /fine", "HEAD /fine", "HEAD /gone", "HEAD /head", "HEAD /moved", "HEAD /shy"]);
  assert.equal((await lociAside(vault, ["check", "--external", "--strict"])).code, 1);
});

test("check --external says when it cannot ask", async (t) => {
  const vault = makeVault(t, { "a.md": "[a](https://nobody.invalid/)\n", "bin/none": "" });
  const without = await lociAside(vault, ["check", "--external"], { PATH: join(vault, "bin") });
  assert.equal(without.code, 3);
  assert.equal(
    without.err,
    "error: the addresses of other hosts were not checked: there is no program 'curl'\n  hint: install curl, or leave --external out\n",
  );
  // A curl that finds no host is a computer that is offline.
  writeFileSync(join(vault, "bin/curl"), "#!/bin/sh\nprintf '000 Could not resolve host'\nexit 6\n");
  chmodSync(join(vault, "bin/curl"), 0o755);
  const offline = await lociAside(vault, ["check", "--external"], { PATH: join(vault, "bin") });
  assert.equal(offline.code, 3);
  assert.equal(
    offline.err,
    "error: the addresses of other hosts were not checked: no host could be found\n  hint: is this computer offline?\n",
  );
  assert.match(offline.out, /^no problems in 1 note/);
});
