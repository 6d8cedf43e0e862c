// How serious a message is: site.toml and comments in notes change it for check, build and the exit code alike.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { loci, makeVault, program } from "./vault.mjs";

const broken = { "a.md": "See [[none]].\n" };
const severities = (vault, args = []) =>
  JSON.parse(loci(vault, ["check", "--verbose", "--format", "json", ...args]).out).map(({ code, severity }) => `${code} ${severity}`);

test("[check] makes an error a warning, a remark, or nothing", (t) => {
  for (const [said, expected, code, strict] of [
    ["error", ["L201 error"], 1, 1],
    ["warning", ["L201 warning"], 0, 1],
    ["note", ["L201 note"], 0, 0],
    ["off", [], 0, 0],
  ]) {
    for (const name of ["broken-link", "L201", "l201"]) {
      const vault = makeVault(t, { ...broken, "site.toml": `[check]\n${name} = "${said}"\n` });
      assert.deepEqual(severities(vault), expected);
      assert.equal(loci(vault, ["check"]).code, code);
      assert.equal(loci(vault, ["check", "--strict"]).code, strict);
      assert.equal(loci(vault, ["build", "-q"]).code, code);
      assert.equal(loci(vault, ["build", "-q", "--strict"]).code, strict);
    }
  }
});

test("[check] makes a warning an error", (t) => {
  const vault = makeVault(t, { "a.md": "---\ntitel: A\n---\n", "site.toml": '[check]\nfront-matter-unknown-key = "error"\n' });
  const { code, out } = loci(vault, ["check"]);
  assert.equal(code, 1);
  assert.match(out, /^a\.md:2:1: error\[L103\]/);
  assert.match(out, /\n1 error in 1 note\nsee: loci help L103\n$/);
});

test("what --strict counts is said", (t) => {
  const vault = makeVault(t, { ...broken, "site.toml": '[check]\nL201 = "off"\n' });
  assert.deepEqual(loci(vault, ["check", "--strict"]), { code: 0, signal: null, out: "no problems in 1 note\n", err: "" });
});

test("a wrong [check] is exit 2, with place and suggestion", (t) => {
  const error = (toml) => {
    const { code, err } = loci(makeVault(t, { ...broken, "site.toml": toml }), ["check"]);
    assert.equal(code, 2);
    return err;
  };
  assert.equal(
    error('[check]\nbroken-lnk = "off"\n'),
    "error: site.toml:2:1: unknown code 'broken-lnk' in [check]\n  broken-lnk = \"off\"\n  ^~~~~~~~~~\n  hint: did you mean 'broken-link'?\n",
  );
  assert.match(error('[check]\nL999 = "off"\n'), /unknown code 'L999' in \[check\]\n.*\n.*\n {2}hint: /);
  assert.match(error('[check]\nL201 = "wraning"\n'), /'check\.L201' cannot be 'wraning'\n.*\n.*\n {2}hint: did you mean 'warning'\?/);
  assert.match(error("[check]\nL201 = false\n"), /'check\.L201' must be text, not true or false\n.*\n.*\n {2}hint: it is 'error', 'warning', 'note' or 'off'/);
  assert.match(error('[check]\nL201 = "off"\nbroken-link = "note"\n'), /'broken-link' and 'L201' are the same code/);
  assert.match(error("check = 1\n"), /'check' must be a table/);
});

test("a comment in a note allows what it names, and is not in the page", (t) => {
  for (const html of ["escape", "sanitize", "trust"]) {
    const vault = makeVault(t, {
      "site.toml": `[markdown]\nhtml = "${html}"\n`,
      "a.md": [
        "%% loci: allow broken-link %%",
        "See [[one]].",
        "",
        "And [[two]] <!-- loci: allow L201 --> here.",
        "",
        "<!-- loci: allow L201, L203 -->",
        "",
        "[[three]] ![[four.png]]",
        "",
        "[[five]]",
        "",
      ].join("\n"),
      "whole.md": "---\nmood: x # loci: allow L103\n---\n<!-- loci: allow-file L201 -->\n\n[[six]]\n\n[[seven]]\n",
    });
    const said = JSON.parse(loci(vault, ["check", "--verbose", "--format", "json"]).out);
    assert.deepEqual(said.filter(({ code }) => code !== "L505").map(({ message }) => message), ["no note named 'five'"]);
    loci(vault, ["build"]);
    for (const name of ["a.html", "whole.html"]) {
      assert.doesNotMatch(readFileSync(join(vault, "public", name), "utf8"), /loci:|allow|&lt;!--/);
    }
  }
});

test("a remark that [check] makes a warning is heard without --verbose", (t) => {
  const notes = { "index.md": "# Home\n", "a.md": "Alone.\n" };
  assert.equal(loci(makeVault(t, notes), ["check"]).out, "no problems in 2 notes\n");
  const vault = makeVault(t, { ...notes, "site.toml": '[check]\norphan-note = "warning"\n' });
  const { code, out } = loci(vault, ["check", "--strict"]);
  assert.equal(code, 1);
  assert.match(out, /^a\.md: warning\[L505\]/);
});

test("what the preview server says of problems goes by the severities too", { timeout: 30_000 }, async (t) => {
  const vault = makeVault(t, { ...broken, "b.md": "---\ntitel: B\n---\n", "site.toml": '[check]\nL201 = "off"\nL103 = "error"\n' });
  const child = spawn(program, ["serve", "--port", "4970"], { cwd: vault, env: { PATH: process.env.PATH, HOME: vault } });
  t.after(() => child.kill("SIGTERM"));
  let said = "";
  for await (const bytes of child.stderr) {
    said += bytes;
    if (said.includes("see: ")) break;
  }
  assert.match(said, /^b\.md:2:1: error\[L103\]/);
  assert.doesNotMatch(said, /L201/);
  assert.match(said, /see: loci help L103\n$/);
});
