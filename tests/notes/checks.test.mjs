// The 66 checks that must stay executable (rows C1 to C66 of facts.tsv; lint.mjs holds their wording): each is found in a block that
// `loci verify` runs and that held when the notes were last checked, as its record says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { read_facts } from "./facts.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const checks = 66;

// { text: info string and code, checked: on what, "" when the record does not know it } by note.
function blocks_by_note() {
  const listed = spawnSync(process.env.LOCI_PROGRAM, ["verify", "-C", root, "--list", "--json"], { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(listed.status, 0, listed.stderr);
  const notes = new Map();
  for (const { path, line, block, checked } of JSON.parse(listed.stdout)) {
    const name = path.replace(/^notes\//, "").replace(/\.md$/, "");
    if (!notes.has(name)) notes.set(name, { lines: readFileSync(join(root, path), "utf8").split("\n"), blocks: [] });
    const { lines, blocks } = notes.get(name);
    const fence = /^[`~]+/.exec(lines[line - 1])[0];
    const end = lines.findIndex((text, at) => at >= line && text.trim() === fence);
    blocks.push({ checked, text: [block, ...lines.slice(line, end)].join("\n") });
  }
  return notes;
}

test(`${checks} checks are in blocks that ran and held`, (t) => {
  const notes = blocks_by_note();
  const found = new Set();
  const missing = [];
  for (const row of read_facts().filter(({ id }) => id.startsWith("C"))) {
    const ran = (notes.get(row.note)?.blocks ?? []).filter(({ checked }) => checked !== "").map(({ text }) => text);
    const patterns = row.must_match.map((pattern) => new RegExp(pattern));
    const holds = row.where === "block"
      ? ran.some((text) => patterns.every((pattern) => pattern.test(text)))
      : row.where === "blocks" && patterns.every((pattern) => ran.some((text) => pattern.test(text)));
    if (holds) found.add(Number(/^C(\d+)/.exec(row.id)[1]));
    else missing.push(`${row.id}: ${row.note}: ${row.statement}`);
  }
  assert.deepEqual(missing, []);
  assert.deepEqual([...found].sort((a, b) => a - b), Array.from({ length: checks }, (_, at) => at + 1));
  const all = [...notes.values()].flatMap(({ blocks }) => blocks);
  t.diagnostic(`${found.size} checks in ${all.length} blocks of ${notes.size} notes`);
});
