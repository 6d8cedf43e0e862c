// Runs `loci check --verbose` over each case and compares every word: see README.md.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { loci } from "../cli/vault.mjs";
import { makeCase, readCase, withoutLooseEnds } from "./cases.mjs";

const cases = join(dirname(fileURLToPath(import.meta.url)), "cases");
const update = process.env.LOCI_UPDATE_DIAGNOSTICS === "1";

// The last line says where to read more. It is the same for every case with a problem, so it is looked at here once.
function withoutManualHint(out) {
  const [, text, hint] = /^([^]*?)(?:see: loci help (L\d+)\n)?$/.exec(out);
  const codes = [...text.matchAll(/(error|warning|note)\[(L\d+)\]/g)];
  const worst = ["error", "warning", "note"].map((severity) => codes.find((code) => code[1] === severity)).find(Boolean);
  assert.equal(hint, worst?.[2]);
  return text;
}

const names = readdirSync(cases).filter((name) => name.endsWith(".txt")).sort();
assert.ok(names.length > 0);
for (const name of names) {
  test(name.slice(0, -4).replaceAll("-", " "), (t) => {
    const path = join(cases, name);
    const text = readFileSync(path, "utf8");
    const one = readCase(text);
    const { code, out, err } = loci(makeCase(t, one), ["check", "--verbose"]);
    const messages = withoutManualHint(out);
    const said = `${name.startsWith("loose-ends") ? messages : withoutLooseEnds(messages)}${err}exit ${code}\n`;
    if (update) writeFileSync(path, text.replace(/(^=== loci check\n)[^]*$/m, (_, head) => head + said));
    else assert.equal(said, one.expected);
  });
}
