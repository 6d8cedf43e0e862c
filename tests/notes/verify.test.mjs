// Proves that `loci verify` can fail: fixtures/right.md must pass whole, and every false statement of fixtures/wrong.md must be
// reported where it stands. Then what the command writes: the patch of --update, and the record that the pages read.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.LOCI_PROGRAM;

function loci(folder, args, environment = {}) {
  const result = spawnSync(program, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...environment } });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const is_report = new Ajv({ allErrors: true, allowUnionTypes: true })
  .compile(JSON.parse(readFileSync(join(here, "../../docs/check.schema.json"), "utf8")));

// "line code message" of each message; the excerpts are not looked at.
const messages = ({ out }) => JSON.parse(out).map(({ line, code, message }) => `${line} ${code} ${message}`);

test("what is right passes", () => {
  assert.deepEqual(loci(here, ["verify", "fixtures/right.md", "--no-record"]),
    { code: 0, out: "10 blocks checked in 1 note, 0 failed\n", err: "" });
});

test("what is wrong is reported where it stands", () => {
  const result = loci(here, ["verify", "fixtures/wrong.md", "--no-record", "--format", "json"]);
  assert.equal(result.code, 1);
  assert.ok(is_report(JSON.parse(result.out)), JSON.stringify(is_report.errors));
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
    "83 L601 expected n = 3, got 2",
    "86 L601 expected has 7 players, got rps = 66.66666666666667",
    "90 L602 expected the name of a result, got no value named 'nothing'",
    "91 L601 expected 'has 8 players' in the note's prose, got no such text",
  ]);
  assert.equal(result.err, "14 blocks checked in 1 note, 16 failed\n");
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
    "a.md": "# A\n\n```sh expect=output\necho 1\n# => 1\n```\n\n```calc\na = 1 # => 1\n```\n\nOne is 1.\n\n```ref\na \"One is 1\"\n```\n",
  });
  assert.equal(loci(folder, ["verify"]).code, 0);
  assert.ok(existsSync(join(folder, ".loci/verified.json")));
  assert.equal(loci(folder, ["build"]).code, 0);
  const page = () => readFileSync(join(folder, "public/a.html"), "utf8");
  assert.deepEqual(page().match(/<p class="checked">.*?<\/p>/g),
    ['<p class="checked">checked on Shell 1</p>', '<p class="checked">checked</p>']);
  assert.ok(!page().includes("One is 1&quot;") && !page().includes('data-lang="ref"'), "a ref block that holds is not shown");
  writeFileSync(join(folder, "a.md"), readFileSync(join(folder, "a.md"), "utf8").replace("echo 1", "echo 2"));
  assert.equal(loci(folder, ["build"]).code, 0);
  assert.deepEqual(page().match(/<p class="checked">.*?<\/p>/g), ['<p class="checked">checked</p>']);
});

const fenced = (info, ...lines) => ["```" + info, ...lines, "```", ""].join("\n");

test("a mismatch is said at path:line:col with what was expected and what came", (t) => {
  const folder = make_vault(t, { "notes/a.md": "# A\n\n" + fenced("calc", "a = 2", "  b = a * 3   # => 7") });
  const result = loci(folder, ["verify"]);
  assert.equal(result.code, 1);
  assert.equal(result.out, [
    "notes/a.md:5:3: error[L601]: expected b = 7, got 6",
    "    b = a * 3   # => 7",
    "    ^~~~~~~~~~~~~~~~~~",
    "1 block checked in 1 note, 1 failed",
    "see: loci help L601", "",
  ].join("\n"));
  assert.equal(loci(folder, ["verify", "--format", "github"]).out,
    "::error file=notes/a.md,line=5,col=3,endColumn=21,title=L601 block-differs::expected b = 7, got 6\n");
  assert.deepEqual(JSON.parse(loci(folder, ["verify", "--format", "sarif"]).out).runs[0].results.map((one) => one.ruleId), ["L601"]);
});

test("exit codes are those of the other commands", (t) => {
  const folder = make_vault(t, { "a.md": fenced("calc", "a = 1   # => 1") });
  assert.equal(loci(folder, ["verify"]).code, 0);
  assert.equal(loci(folder, ["verify", "none.md"]).code, 2);
  assert.equal(loci(folder, ["verify", "--write"]).code, 2);
  assert.equal(loci(folder, ["verify", "--list", "--update"]).code, 2);
  writeFileSync(join(folder, "a.md"), fenced("calc", "a = 1   # => 2"));
  assert.equal(loci(folder, ["verify"]).code, 1);
  writeFileSync(join(folder, "site.toml"), '[check]\nblock-differs = "warning"\n');
  const warned = loci(folder, ["verify"]);
  assert.equal(warned.code, 0);
  assert.match(warned.out, /^a\.md:2:1: warning\[L601\]/);
  writeFileSync(join(folder, "site.toml"), "[verify.pg]\nlimit = 0\n");
  assert.equal(loci(folder, ["verify"]).code, 2);
});

test("nothing but verify runs a block", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.sh]\ncommand = ["/bin/sh"]\n',
    "a.md": "# A\n\n" + fenced("sh expect=ok", "touch ran"),
  });
  const marked = fenced("sh expect=ok", `touch '${folder}/ran'`);
  writeFileSync(join(folder, "a.md"), marked);
  for (const command of [["build"], ["check"], ["list", "notes"], ["search", "ran"], ["verify", "--list"], ["verify", "--recorded"]])
    assert.ok(!existsSync(join(folder, "ran")), `${loci(folder, command).err} ${command}`);
  assert.equal(loci(folder, ["verify"]).code, 0);
  assert.ok(existsSync(join(folder, "ran")));
});

test("figures of rows, replies and programs are names for sums and for the prose", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.sh]\ncommand = ["/bin/sh"]\n',
    "a.md": [
      "Of 3 orders 2 are open, that is 67%; the board has 2 players, the script counts 4 lines.", "",
      fenced("sql pg expect=rows name=orders", "SELECT 3 AS total, 2 AS open;", "-- => 3|2"),
      fenced("sql pg sessions=A name=late", "A> SELECT 9 AS n;", "-- => 9"),
      fenced("redis name=board", "> ZADD b 1 ada 2 bob", "(integer) 2", "> ZRANGE b 0 -1 WITHSCORES", '1) "ada"', "..."),
      fenced("sh expect=output name=lines", "echo 4", "# => 4"),
      fenced("calc", "share = orders.open / orders.total   # => 66.7%", "nine = late + 0   # => 9"),
      fenced("ref", 'orders.total "Of 3 orders"', 'orders.open "2 are open"', 'share "that is 67%"', 'board.1 "has 2 players"', 'lines "4 lines"'),
    ].join("\n"),
  });
  const fine = loci(folder, ["verify"]);
  assert.deepEqual([fine.code, fine.out], [0, "6 blocks checked in 1 note, 0 failed\n"]);

  // The query counts another table: rows, sum and prose follow in one patch, which the second command writes.
  const note = join(folder, "a.md");
  writeFileSync(note, readFileSync(note, "utf8").replace("SELECT 3 AS total", "SELECT 8 AS total").replace("ZADD b 1 ada", "ZADD b 0 cyd 1 ada"));
  const patch = loci(folder, ["verify", "--update"]).out;
  assert.deepEqual(patch.split("\n").filter((line) => /^\+[^+]/.test(line)), [
    "+Of 8 orders 2 are open, that is 25%; the board has 3 players, the script counts 4 lines.",
    "+-- => 8|2", "+(integer) 3", '+1) "cyd"', '+2) "0"', '+3) "ada"', '+4) "1"', '+5) "bob"', '+6) "2"',
    "+share = orders.open / orders.total   # => 25.0%",
    '+orders.total "Of 8 orders"', '+share "that is 25%"', '+board.1 "has 3 players"',
  ]);
  assert.equal(loci(folder, ["verify"]).code, 1);
  assert.equal(loci(folder, ["verify", "--update", "--write"]).code, 0);
  assert.deepEqual(loci(folder, ["verify"]), { code: 0, out: "6 blocks checked in 1 note, 0 failed\n", err: "" });
});

test("--update fills in what is not written yet, and says in expect= what happens", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.sh]\ncommand = ["/bin/sh"]\n',
    "a.md": [
      fenced("sql pg expect=rows", "SELECT 1 AS a,", "  2;"),
      fenced("sql pg expect=error:42601", "SELECT 1 / 0;"),
      fenced("sql pg expect=error:42601", "SELECT 1;"),
      fenced("sql pg", "SELEC 1;"),
      fenced("sql pg expect=plan:Index Scan", "EXPLAIN (COSTS OFF) SELECT * FROM pg_class;", "-- => Filter"),
      fenced("sql pg sessions=A,B", "A> SELECT 5;", "-- => 6"),
      fenced("redis", "> SET k 1", "> GET k"),
      fenced("calc", "a = 10 / 4   # =>", "b = 10 * 4   # =>"),
      fenced("sim seed=1", "var n = 1 + 1; // =>"),
      fenced("sh expect=output", "echo hello"),
      fenced("sh expect=error", "true"),
      fenced("sql pg expect=rows", "SELECT 7; -- => 8"),
      fenced("sql pg sessions=A", "A> SELECT 7; -- => 8"),
    ].join("\n"),
  });
  const result = loci(folder, ["verify", "--update", "--write"]);
  assert.equal(readFileSync(join(folder, "a.md"), "utf8"), [
    fenced("sql pg expect=rows", "SELECT 1 AS a,", "  2;", "-- => 1|2"),
    fenced("sql pg expect=error:22012", "SELECT 1 / 0;"),
    fenced("sql pg expect=ok", "SELECT 1;"),
    fenced("sql pg expect=error:42601", "SELEC 1;"),
    fenced("sql pg expect=plan:Seq Scan on pg_class", "EXPLAIN (COSTS OFF) SELECT * FROM pg_class;", "-- => Filter"),
    fenced("sql pg sessions=A,B", "A> SELECT 5;", "-- => 5"),
    fenced("redis", "> SET k 1", "OK", "> GET k", '"1"'),
    fenced("calc", "a = 10 / 4   # => 2.5", "b = 10 * 4   # => 40"),
    fenced("sim seed=1", "var n = 1 + 1; // => 2"),
    fenced("sh expect=output", "echo hello", "# => hello"),
    fenced("sh expect=ok", "true"),
    fenced("sql pg expect=rows", "SELECT 7; -- => 7"),
    fenced("sql pg sessions=A", "A> SELECT 7; -- => 7"),
  ].join("\n"));
  // A part of a plan that is not there and has no likeness is left to the author.
  assert.equal(result.code, 1);
  assert.match(result.err, /left: 13 blocks checked in 1 note, 1 failed/);
});

test("a patch keeps Windows' line ends and the byte-order mark", (t) => {
  const folder = make_vault(t, { "a.md": "\ufeff# A\r\n\r\n```calc\r\na = 1 # => 2\r\nb = 1\r\nc = 1 # => 2\r\n```\r\n" });
  assert.equal(loci(folder, ["verify", "--update", "--write"]).code, 0);
  assert.equal(readFileSync(join(folder, "a.md"), "utf8"), "\ufeff# A\r\n\r\n```calc\r\na = 1 # => 1\r\nb = 1\r\nc = 1 # => 1\r\n```\r\n");
});

test("a block that hangs is ended, and the next ones run", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.sh]\ncommand = ["/bin/sh"]\n[verify.pg]\nlimit = 1\n',
    "a.md": [
      fenced("sql pg expect=ok", "CREATE TABLE t (n int);", "SELECT pg_sleep(60);", "SELECT 1;"),
      fenced("sql pg continues expect=rows", "SELECT count(*) FROM t;", "-- => 0"),
      fenced("sql pg sessions=A,B limit=300ms", "A> SELECT pg_sleep(60);", "-- => 1", "B> SELECT 1;"),
      fenced("redis limit=300ms", "> BLPOP none 0", "(nil)"),
      fenced("redis", "> PING", "PONG"),
      fenced("sh expect=ok limit=300ms", "sleep 60"),
      fenced("sh expect=ok limit=300ms", "sleep 60 & exec 1>&- 2>&-; wait"),
      fenced("sh expect=ok", "true"),
      fenced("sim seed=1", "for (;;) {}", "var n = 1; // => 1"),
    ].join("\n"),
  });
  const begin = Date.now();
  const result = loci(folder, ["verify", "--format", "json"]);
  assert.ok(Date.now() - begin < 30_000);
  assert.deepEqual(messages(result), [
    "3 L601 expected an answer, got no answer in 1 s",
    "14 L601 expected 1, got no answer in 300 ms",
    "19 L601 expected a reply, got no answer in 300 ms",
    "28 L601 expected success, got no end in 300 ms",
    "32 L601 expected success, got no end in 300 ms",
    "40 L601 expected a program that ends, got it was stopped after too many instructions",
  ]);
  assert.equal(result.err, "9 blocks checked in 1 note, 6 failed\n");
});

test("a block begins with nothing, unless it continues the one before", (t) => {
  const folder = make_vault(t, {
    "a.md": [
      fenced("sql pg expect=ok", "CREATE TABLE t (n int);"),
      fenced("sql pg continues expect=rows", "SELECT count(*) FROM t;", "-- => 0"),
      fenced("sql pg expect=error:42P01", "SELECT * FROM t;"),
      fenced("sql pg continues expect=error:42P01", "SELECT * FROM t;"),
      fenced("redis", "> SET k 1", "OK"),
      fenced("redis continues", "> GET k", '"1"'),
      fenced("redis", "> GET k", "(nil)"),
    ].join("\n"),
    "b.md": fenced("sql pg expect=error:42P01", "SELECT * FROM t;") + "\n" + fenced("redis", "> GET k", "(nil)"),
  });
  assert.deepEqual(loci(folder, ["verify"]), { code: 0, out: "9 blocks checked in 2 notes, 0 failed\n", err: "" });
});

test("another version of PostgreSQL than the block asks for", (t) => {
  const folder = make_vault(t, { "a.md": fenced("sql pg:9 expect=ok", "SELECT 1;") });
  assert.match(messages(loci(folder, ["verify", "--format", "json"]))[0], /^1 L601 expected PostgreSQL 9, got PostgreSQL \d+\.\d+ /);
});

test("a server of site.toml runs beside the blocks and is gone with all that it started", (t) => {
  const folder = make_vault(t, { "a.md": fenced("box expect=output", "cat ready", "# => up") });
  const settings = (start, limit) =>
    writeFileSync(join(folder, "site.toml"), `[verify.box]\ncommand = ["/bin/sh"]\nlimit = ${limit}\nready = ["/bin/sh", "-c", "test -e {folder}/ready"]\n` +
      `start = ["/bin/sh", "-c", "${start}", "{folder}"]\n`);
  const nap = `sleep 7654.${process.pid}`; // nobody else's
  settings(`${nap} & echo up > ready; wait`, 20);
  assert.deepEqual(loci(folder, ["verify"]), { code: 0, out: "1 block checked in 1 note, 0 failed\n", err: "" });
  assert.deepEqual(processes(nap), []);
  settings(nap, 1);
  const never = loci(folder, ["verify"]);
  assert.equal(never.code, 3);
  assert.match(never.err, /^error: the server of 'box' was not ready in 1 s: /);
  assert.deepEqual(processes(nap), []);
});

// Command lines of processes that hold the text.
function processes(text) {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap((name) => {
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return line.includes(text) ? [line] : [];
    } catch {
      return [];
    }
  });
}

async function until(condition, why) {
  for (let i = 0; i < 300; i += 1) {
    if (condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(why);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"]) {
  test(`${signal} leaves no server behind${signal === "SIGKILL" ? "" : ", and no folder"}`, async (t) => {
    // Open to the account that servers run as, when this is root.
    const temporary = mkdtempSync("/tmp/lv-");
    spawnSync("chmod", ["1777", temporary]);
    t.after(() => rmSync(temporary, { recursive: true, force: true }));
    const nap = `sleep 7655.${process.pid}`;
    const folder = make_vault(t, {
      "site.toml": `[verify.box]\ncommand = ["/bin/sh"]\nstart = ["/bin/sh", "-c", "exec ${nap}"]\n`,
      "a.md": [
        fenced("redis", "> SET k 1", "OK"),
        fenced("box expect=ok", "true"),
        fenced("sql pg sessions=A,S standby=S", "A> SELECT 1;", "-- => 1", "A> SELECT pg_sleep(60);"),
      ].join("\n"),
    });
    const run = spawn(program, ["verify", "-j", "1"], { cwd: folder, stdio: "ignore", env: { ...process.env, TMPDIR: temporary } });
    const ended = new Promise((done) => run.on("close", (code, by) => done(by ?? code)));
    const servers = () => processes(temporary);
    await until(() => servers().some((line) => line.includes("cluster_name=standby")) && processes(nap).length === 1, "the servers do not start");
    run.kill(signal);
    assert.equal(await ended, signal === "SIGKILL" ? "SIGKILL" : 3);
    const left = () => [...servers(), ...processes(nap)];
    if (signal === "SIGKILL") await until(() => left().length === 0, `still there: ${left()}`);
    assert.deepEqual(left(), []);
    if (signal !== "SIGKILL") assert.deepEqual(readdirSync(temporary), []);
  });
}

test("--recorded runs nothing and names the blocks that are not in the record as they are", (t) => {
  const folder = make_vault(t, {
    "site.toml": '[verify.pg]\nstart = ["/nonexistent/postgres"]\n',
    "a.md": fenced("calc", "a = 1   # => 1") + "\n" + fenced("calc", "b = 1   # => 1"),
  });
  assert.equal(loci(folder, ["verify"]).code, 0);
  assert.deepEqual(loci(folder, ["verify", "--recorded"]), { code: 0, out: "2 blocks in 1 note, 0 not checked as they are now\n", err: "" });
  writeFileSync(join(folder, "a.md"), readFileSync(join(folder, "a.md"), "utf8").replace("b = 1", "b = 2 / 2") + fenced("sql pg expect=ok", "SELECT 1;"));
  const result = loci(folder, ["verify", "--recorded", "--format", "json"]);
  assert.equal(result.code, 1);
  assert.ok(is_report(JSON.parse(result.out)));
  assert.deepEqual(messages(result).map((line) => line.slice(0, 6)), ["5 L603", "8 L603"]);
  assert.deepEqual(JSON.parse(loci(folder, ["verify", "--list", "--json"]).out), [
    { place: "a.md:1", block: "calc", checked: "yes", path: "a.md", line: 1 },
    { place: "a.md:5", block: "calc", checked: "", path: "a.md", line: 5 },
    { place: "a.md:8", block: "sql pg expect=ok", checked: "", path: "a.md", line: 8 },
  ]);
});

test("of two blocks with one text both must hold", (t) => {
  const folder = make_vault(t, { "a.md": [fenced("sql pg continues expect=ok", "CREATE TABLE t (n int);"), fenced("sql pg continues expect=ok", "CREATE TABLE t (n int);")].join("\n") });
  assert.equal(loci(folder, ["verify"]).code, 1);
  assert.equal(loci(folder, ["verify", "--recorded"]).code, 1);
});

test("the guide's examples hold", (t) => {
  const guide = readFileSync(join(here, "../../docs/verify.md"), "utf8");
  const [note, shell] = [...guide.matchAll(/^````markdown\n([^]*?)\n````$/gm)].map((match) => match[1] + "\n");
  const settings = /^```toml\n([^]*?)\n```$/m.exec(guide)[1];
  const folder = make_vault(t, { "orders.md": note, "shell.md": shell, "site.toml": settings });
  assert.deepEqual(loci(folder, ["check"]).code, 0);
  writeFileSync(join(folder, "site.toml"), settings.replace(/\[verify.pg\][^]*?(?=^\[)/m, ""));
  assert.deepEqual(loci(folder, ["verify"]), { code: 0, out: "11 blocks checked in 2 notes, 0 failed\n", err: "" });
});

test("what a block does to its connection does not reach the next block", (t) => {
  const folder = make_vault(t, {
    "a.md": [
      fenced("sql pg expect=rows", "COPY (VALUES (1, 'a'), (2, NULL)) TO STDOUT;", "-- => 1\ta", "-- => 2\t\\N"),
      fenced("sql pg expect=error:57014", "COPY pg_class FROM STDIN;"),
      fenced("sql pg expect=error:57P01", "CREATE TABLE t ();", "SELECT pg_terminate_backend(pg_backend_pid());"),
      fenced("sql pg continues expect=rows", "SELECT count(*) FROM t;", "-- => 0"),
      fenced("sql pg continues expect=ok", "BEGIN;", "SET LOCAL search_path = none;", "SELECT 1;"),
      fenced("sql pg continues expect=rows", "SELECT 'a", "b', NULL;", "-- => a", "-- => b|"),
      fenced("redis", "> SET k 1", "OK"),
      fenced("redis continues", "> SHUTDOWN NOSAVE", "(error) the connection was closed"),
      fenced("redis continues", "> GET k", "(nil)"),
    ].join("\n"),
  });
  assert.deepEqual(messages(loci(folder, ["verify", "--format", "json"])), []);
});
