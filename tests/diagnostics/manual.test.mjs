// The manual of codes: every code has a page whose example is run, and the index lists them all. README.md has the format.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { loci, makeVault } from "../cli/vault.mjs";
import { makeCase, readCase, withoutLooseEnds } from "./cases.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const manual = join(root, "docs/diagnostics");
const update = process.env.LOCI_UPDATE_DIAGNOSTICS === "1";

const codes = [
  ...readFileSync(join(root, "generator/source/diagnostic_codes.def"), "utf8").matchAll(
    /^LOCI_CODE\(\w+, "(L\d{3})", (\w+), "([\w-]+)"\)/gm,
  ),
].map(([, id, severity, slug]) => ({ id, severity, slug }));

// The page's parts; throws when it has not the form that README.md asks for.
function readPage(id, slug) {
  const text = readFileSync(join(manual, `${id}.md`), "utf8");
  const parts = /^# (L\d{3}) ([\w-]+)\n\n([^#][^]*?)\n## Example\n\n```text\n(=== [^]*?)```\n[^]*?\n## Cure\n\n[^]+\n$/.exec(text);
  assert.ok(parts, `${id}.md: a heading '# ${id} ${slug}', what it means, '## Example' with a text block, '## Cure'`);
  assert.deepEqual([parts[1], parts[2]], [id, slug]);
  return { text, meaning: parts[3].trim(), example: parts[4] };
}

function index() {
  const rows = codes.map(({ id, severity, slug }) => {
    const meaning = readPage(id, slug).meaning.split("\n\n")[0].replace(/\s+/g, " ");
    const sentence = /^.*?\.(?= |$)/.exec(meaning)[0].replaceAll("|", "\\|");
    return `| [${id}](${id}.md) | ${slug} | ${severity} | ${sentence} |`;
  });
  return `# The manual of codes

What \`loci check\`, \`loci build\` and \`loci verify\` say about notes, one page a code. \`loci help L201\` or \`loci help broken-link\` prints a page.
\`site.toml\` and comments in notes change severities: see *Checking* in the [README](../../README.md).

| code | name | severity | meaning |
|---|---|---|---|
${rows.join("\n")}
`;
}

test("every code has a page, and no page is of no code", () => {
  const pages = readdirSync(manual).filter((name) => name !== "README.md").sort();
  assert.deepEqual(pages, codes.map(({ id }) => `${id}.md`).sort());
});

test("the index lists every code", () => {
  if (update) writeFileSync(join(manual, "README.md"), index());
  assert.equal(readFileSync(join(manual, "README.md"), "utf8"), index());
});

// What is said about the notes, without the lines at the end that count and lead to the manual.
function messages(command, { out, err }) {
  const said = command === "build" ? err : out;
  return said.replace(/(?:^(?:no problems|[\d,]+ (?:errors?|warnings?|blocks?(?: checked)?)).* in [\d,]+ notes?.*\n)?(?:^see: .*\n)?$(?![^])/m, "");
}

for (const { id, slug } of codes) {
  test(`${id} ${slug}: the example says so`, (t) => {
    const { text, example } = readPage(id, slug);
    const one = readCase(example);
    const [command, ...options] = one.command.split(" ");
    const all = messages(command, loci(makeCase(t, one), [command, "--verbose", ...options]));
    const said = ["L505", "L508"].includes(id) ? all : withoutLooseEnds(all);
    assert.match(said, new RegExp(`(error|warning|note)\\[${id}\\]`));
    if (update) {
      const filled = example.replace(/(^=== loci [\w -]+\n)[^]*$/m, (_, head) => head + said);
      writeFileSync(join(manual, `${id}.md`), text.replace(example, () => filled));
    } else {
      assert.equal(said, one.expected);
    }
  });
}

test("the program holds the manual", (t) => {
  const vault = makeVault(t);
  for (const { id, slug } of codes) {
    const page = readFileSync(join(manual, `${id}.md`), "utf8");
    for (const name of [id, slug, id.toLowerCase()]) {
      assert.deepEqual(loci(vault, ["help", name]), { code: 0, signal: null, out: page, err: "" });
    }
  }
  assert.equal(loci(vault, ["help", "broken-lnk"]).err, "error: there is no command or code 'broken-lnk'\n  hint: did you mean 'broken-link'?\n");
  assert.equal(loci(vault, ["help", "L299"]).code, 2);
});
