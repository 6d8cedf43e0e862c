// Proves that `loci verify` can fail: fixtures/right.md must pass whole, and every false statement of fixtures/wrong.md must be
// reported where it stands. Then what the command writes: the patch of --update, and the record that the pages read.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.LOCI_PROGRAM;

function loci(folder, args, environment = {}) {
  const result = spawnSync(program, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...environment } });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

// "path:line code message" of each message; the excerpts are not looked at.
const messages = ({ out }) => JSON.parse(out).map(({ line, code, message }) => `${line} ${code} ${message}`);

test("what is right passes", () => {
  assert.deepEqual(loci(here, ["verify", "fixtures/right.md", "--no-record"]),
    { code: 0, out: "10 blocks checked in 1 note, 0 failed\n", err: "" });
});

test("what is wrong is reported where it stands", () => {
  const result = loci(here, ["verify", "fixtures/wrong.md", "--no-record", "--format", "json"]);
  assert.equal(result.code, 1);
  assert.deepEqual(messages(result), [
    "8 L601 expected rps = 66.6, got 66.66666666666667",
    "9 L602 expected an expression, got no value named 'unknown'",
    "14 L601 expected 2, got 1",
    "20 L601 expected error 42601, got 1",
    "24 L601 expected success, got error 22012 (division by zero)",
    "27 L601 expected plan Index Scan, got Result",
    "34 L601 expected blocks, got 0",
    "43 L601 expected session B unblocks, got blocked by A",
    "50 L601 expected 0, got blocked by A",
    "55 L601 expected error 40001, got INSERT 0 1 (0 rows)",
    "59 L601 expected (integer) 2, got (integer) 1",
    "67 L601 expected success, got (error) WRONGTYPE Operation against a key holding the wrong kind of value",
    "70 L602 expected an executable block at the left margin, got - ```sql pg expect=ok",
    "74 L602 expected only known options of a sql block, got expects",
    "78 L602 expected a statement followed by its rows (-- => …), got none",
  ]);
  assert.equal(result.err, "12 blocks checked in 1 note, 14 failed\n");
});

function make_vault(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "loci-verify-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("a missing server is said, and is not the notes' fault", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.pg]\nstart = ["/nonexistent/postgres"]\n[verify.redis]\nstart = ["/nonexistent/redis"]\n',
    "a.md": "```sql pg expect=ok\nSELECT 1;\n```\n",
    "b.md": "```redis\n> PING\nPONG\n```\n",
  });
  const sql = loci(folder, ["verify", "a.md"]);
  assert.equal(sql.code, 3);
  assert.match(sql.err, /^error: PostgreSQL is missing: no program '\/nonexistent\/postgres'\n {2}hint: install the package/);
  const redis = loci(folder, ["verify", "b.md"]);
  assert.equal(redis.code, 3);
  assert.match(redis.err, /^error: Redis is missing/);
});

test("--update shows what it would write, and --write writes it", (t) => {
  const folder = make_vault(t, { "a.md": "# A\n\n```calc\na = 1 / 3   # => 0.34\nb = 2       # => 2\n```\n" });
  const shown = loci(folder, ["verify", "--update"]);
  assert.equal(shown.out, [
    "--- a/a.md", "+++ b/a.md", "@@ -1,6 +1,6 @@", " # A", " ", " ```calc",
    "-a = 1 / 3   # => 0.34", "+a = 1 / 3   # => 0.33", " b = 2       # => 2", " ```", "",
  ].join("\n"));
  assert.equal(shown.code, 0);
  assert.equal(loci(folder, ["verify"]).code, 1);
  assert.equal(loci(folder, ["verify", "--update", "--write"]).code, 0);
  assert.equal(loci(folder, ["verify"]).code, 0);
});

test("the page says what a block was checked on, until the block changes", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.sh]\ncommand = ["/bin/sh"]\nversion = ["/bin/echo", "Shell 1"]\n',
    "a.md": "# A\n\n```sh expect=output\necho 1\n# => 1\n```\n\n```calc\na = 1 # => 1\n```\n",
  });
  assert.equal(loci(folder, ["verify"]).code, 0);
  assert.ok(existsSync(join(folder, ".loci/verified.json")));
  assert.equal(loci(folder, ["build"]).code, 0);
  const page = () => readFileSync(join(folder, "public/a.html"), "utf8");
  assert.deepEqual(page().match(/<p class="checked">.*?<\/p>/g),
    ['<p class="checked">checked on Shell 1</p>', '<p class="checked">checked</p>']);
  writeFileSync(join(folder, "a.md"), readFileSync(join(folder, "a.md"), "utf8").replace("echo 1", "echo 2"));
  assert.equal(loci(folder, ["build"]).code, 0);
  assert.deepEqual(page().match(/<p class="checked">.*?<\/p>/g), ['<p class="checked">checked</p>']);
});
