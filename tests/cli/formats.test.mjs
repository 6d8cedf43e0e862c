// What machines read: JSON and SARIF against their schemas, GitHub's commands as its runner takes them apart.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { makeCase, readCase } from "../diagnostics/cases.mjs";
import { loci, makeVault } from "./vault.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const schema = (path) => ajv.compile(JSON.parse(readFileSync(join(here, path), "utf8")));
const isReport = schema("../../docs/check.schema.json");
const isSarif = schema("sarif.schema.json");

function assertValid(validate, value) {
  assert.ok(validate(value), JSON.stringify(validate.errors, null, 2));
}

// Every problem that a test knows of, under names that need escaping.
const odd = {
  "a,b: 100%.md": "See [[x\ty]], [[50%, or: less]] and [[Lok]].\n",
  "ünï/日本 [1]#2.md": "![[picture.png]]\n\n[[#nothing]] 日本 [[none]]\n",
  "loki.md": "# Loki\n",
};

test("the schemas refuse what is wrong", () => {
  assert.ok(!isReport([{ path: "a.md" }]));
  assert.ok(!isReport({}));
  assert.ok(!isSarif({ version: "2.1.0", runs: [] }));
});

test("JSON is what its schema says, for every case", (t) => {
  const cases = join(here, "../diagnostics/cases");
  for (const name of readdirSync(cases)) {
    const vault = makeCase(t, readCase(readFileSync(join(cases, name), "utf8")));
    const checked = loci(vault, ["check", "--verbose", "--format", "json"]);
    if (checked.code === 2) {
      assert.equal(checked.out, ""); // settings that cannot be read: nothing was checked
      continue;
    }
    const report = JSON.parse(checked.out);
    assertValid(isReport, report);
    for (const { line, column, end_line, end_column } of report) {
      const places = [line, column, end_line, end_column];
      assert.ok(places.every((place) => place === null) || places.every((place) => place !== null));
      assert.ok(line <= end_line && (line < end_line || column <= end_column));
    }
    const sarif = JSON.parse(loci(vault, ["check", "--verbose", "--format", "sarif"]).out);
    assertValid(isSarif, sarif);
    const [{ tool, results }] = sarif.runs;
    assert.deepEqual(
      results.map(({ ruleId, level }) => [ruleId, level]),
      report.map(({ code, severity }) => [code, severity]),
    );
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
  }
});

test("nothing to say is valid too", (t) => {
  const vault = makeVault(t, { "a.md": "# A\n" });
  for (const command of ["check", "build"]) {
    assert.deepEqual(JSON.parse(loci(vault, [command, "--format", "json"]).out), []);
    const sarif = JSON.parse(loci(vault, [command, "--format", "sarif"]).out);
    assertValid(isSarif, sarif);
    assert.deepEqual(sarif.runs[0].results, []);
    assert.equal(loci(vault, [command, "--format", "github"]).out, "");
  }
});

test("odd names in JSON and SARIF", (t) => {
  const vault = makeVault(t, odd);
  const report = JSON.parse(loci(vault, ["check", "--format", "json"]).out);
  assertValid(isReport, report);
  assert.deepEqual(
    report.map(({ path, line, column, end_column, code }) => `${path} ${line}:${column}-${end_column} ${code}`),
    [
      "a,b: 100%.md 1:5-12 L201",
      "a,b: 100%.md 1:14-31 L201",
      "a,b: 100%.md 1:36-43 L201",
      "ünï/日本 [1]#2.md 1:1-17 L203",
      "ünï/日本 [1]#2.md 3:4-11 L202",
      "ünï/日本 [1]#2.md 3:17-25 L201",
    ],
  );
  const sarif = JSON.parse(loci(vault, ["check", "--format", "sarif"]).out);
  assertValid(isSarif, sarif);
  const uris = sarif.runs[0].results.map((result) => result.locations[0].physicalLocation.artifactLocation.uri);
  assert.deepEqual(uris.map(decodeURIComponent), report.map(({ path }) => path));
});

// As the runner reads a line: actions/toolkit documents the escapes.
function command(line) {
  const [, name, properties, message] = /^::(\w+) (.*?)::(.*)$/.exec(line);
  const data = (text) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const property = (text) => data(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
  const pairs = properties.split(",").map((pair) => [pair.slice(0, pair.indexOf("=")), property(pair.slice(pair.indexOf("=") + 1))]);
  return { name, ...Object.fromEntries(pairs), message: data(message) };
}

test("GitHub's commands say the same as JSON", (t) => {
  const vault = makeVault(t, { ...odd, "b.md": "---\ntitel: B\nmood: x\n---\n" });
  const { out, code } = loci(vault, ["check", "--verbose", "--format", "github"]);
  assert.equal(code, 1);
  const report = JSON.parse(loci(vault, ["check", "--verbose", "--format", "json"]).out);
  assert.ok(report.some(({ severity }) => severity === "note"));
  assert.deepEqual(
    out.trimEnd().split("\n").map(command),
    report.map((one) => ({
      name: one.severity === "note" ? "notice" : one.severity,
      file: one.path,
      ...(one.line && { line: String(one.line), col: String(one.column), endColumn: String(one.end_column) }),
      title: `${one.code} ${one.slug}`,
      message: [one.message, ...one.hints.map((hint) => `hint: ${hint}`)].join("\n"),
    })),
  );
});
