// Links made of mentions: the patch that git takes, and that there is nothing left to suggest after it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { loci, makeVault } from "./vault.mjs";

const vault = {
  "site.toml": 'title = "Vault"\nnotes = "notes"\n',
  "notes/write-ahead-log.md": "---\naliases: [WAL]\n---\n# Write-ahead log\n",
  "notes/my redis.md": "# Redis\n",
  "notes/crlf.md": "\ufeffFirst line.\r\n\r\nWe keep it in Redis.\r\n\r\nAnd the WAL",
  "notes/table.md": "See [[crlf]].\n\n| A | B |\n|---|---|\n| the write-ahead log | `WAL` |\n",
  "notes/draft.md": "---\ndraft: true\n---\nIn Redis.\n",
  "notes/sub/plain.md": "[a](../crlf.md) In Redis, and Redis.\n",
};

function git(folder, args, input = "") {
  const run = spawnSync("git", ["-c", "core.autocrlf=false", ...args], { cwd: folder, input, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

test("link --suggest prints a patch that git applies, once", (t) => {
  const folder = makeVault(t, vault);
  git(folder, ["init", "-q"]);
  const { code, out, err } = loci(folder, ["link", "--suggest"]);
  assert.equal(code, 0);
  assert.equal(err, "4 links in 3 notes\n");
  git(folder, ["apply", "--check"], out);
  git(folder, ["apply"], out);
  assert.equal(
    readFileSync(join(folder, "notes/crlf.md"), "utf8"),
    "\ufeffFirst line.\r\n\r\nWe keep it in [[my redis|Redis]].\r\n\r\nAnd the [[write-ahead-log|WAL]]",
  );
  assert.match(readFileSync(join(folder, "notes/table.md"), "utf8"), /\| the \[\[write-ahead-log\\\|write-ahead log\]\] \| `WAL` \|/);
  assert.equal(readFileSync(join(folder, "notes/sub/plain.md"), "utf8"), "[a](../crlf.md) In [Redis](../my%20redis.md), and Redis.\n");
  const again = loci(folder, ["link", "--suggest"]);
  assert.deepEqual([again.code, again.out, again.err], [0, "", "no note names another one without a link\n"]);
  assert.equal(loci(folder, ["check", "--strict"]).code, 0);
});

test("link --suggest --write makes the same changes", (t) => {
  const patched = makeVault(t, vault);
  git(patched, ["init", "-q"]);
  git(patched, ["apply"], loci(patched, ["link", "--suggest"]).out);
  const written = makeVault(t, vault);
  assert.equal(loci(written, ["link", "--suggest", "--write"]).out, "notes/crlf.md: 2 links\nnotes/sub/plain.md: 1 link\nnotes/table.md: 1 link\n");
  for (const path of Object.keys(vault))
    assert.equal(readFileSync(join(written, path), "utf8"), readFileSync(join(patched, path), "utf8"), path);
});

test("mentions are listed and suggested as JSON", (t) => {
  const folder = makeVault(t, vault);
  const suggested = JSON.parse(loci(folder, ["link", "--suggest", "--json"]).out);
  assert.deepEqual(suggested[0], {
    path: "notes/crlf.md",
    line: 3,
    column: 15,
    text: "Redis",
    target: "notes/my redis.md",
    link: "[[my redis|Redis]]",
  });
  const listed = JSON.parse(loci(folder, ["list", "mentions", "--json"]).out);
  assert.deepEqual(
    listed.map(({ place, text, target }) => [place, text, target]),
    [
      ["notes/crlf.md:3:15", "Redis", "notes/my redis.md"],
      ["notes/crlf.md:5:9", "WAL", "notes/write-ahead-log.md"],
      ["notes/sub/plain.md:1:20", "Redis", "notes/my redis.md"],
      ["notes/table.md:5:7", "write-ahead log", "notes/write-ahead-log.md"],
    ],
  );
  assert.equal(loci(folder, ["link"]).code, 2);
});
