// Runs `loci check --verbose` over each case and compares every word: see README.md.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { loci, makeVault } from "../cli/vault.mjs";

const cases = join(dirname(fileURLToPath(import.meta.url)), "cases");
const update = process.env.LOCI_UPDATE_DIAGNOSTICS === "1";

// "caf\xe9" is four letters and one byte that is not UTF-8.
function bytes(text) {
  const parts = text.split(/\\x([0-9a-f]{2})/);
  return Buffer.concat(parts.map((part, i) => (i % 2 ? Buffer.from([parseInt(part, 16)]) : Buffer.from(part))));
}

function readCase(text) {
  const files = {};
  const folders = [];
  const sections = text.split(/^=== (.*)\n/m).slice(1);
  let expected = "";
  for (let i = 0; i < sections.length; i += 2) {
    if (sections[i] === "loci check") expected = sections[i + 1];
    else if (sections[i + 1] === "\\directory\n") folders.push(sections[i]);
    else files[sections[i]] = bytes(sections[i + 1]);
  }
  return { files, folders, expected };
}

const names = readdirSync(cases).filter((name) => name.endsWith(".txt")).sort();
assert.ok(names.length > 0);
for (const name of names) {
  test(name.slice(0, -4).replaceAll("-", " "), (t) => {
    const path = join(cases, name);
    const text = readFileSync(path, "utf8");
    const { files, folders, expected } = readCase(text);
    const vault = makeVault(t, files);
    for (const folder of folders) mkdirSync(join(vault, folder), { recursive: true });
    const { code, out, err } = loci(vault, ["check", "--verbose"]);
    const said = `${out}${err}exit ${code}\n`;
    if (update) writeFileSync(path, text.replace(/(^=== loci check\n)[^]*$/m, (_, head) => head + said));
    else assert.equal(said, expected);
  });
}
