// A folder of real texts through lunr.js and through `loci lunr`: are the indexes the same, byte for byte?
//
//     node tests/bench/lunr_corpus.mjs FOLDER [--loci build/release/loci] [--positions] [--copies N]
//
// Every .md, .markdown and .txt file is a document: its first heading the title, its other headings, the rest the body. Files with the
// same text are one document. --copies takes the folder again as documents with other refs, for corpora that are too small.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import lunr from "lunr";

const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

export function read_corpus(folder, copies = 1) {
  const documents = [];
  const known = new Set();
  const names = readdirSync(folder, { recursive: true }).filter((name) => /\.(?:md|markdown|txt)$/i.test(name)).sort();
  for (const name of names) {
    const text = readFileSync(join(folder, name), "utf8").replace(/^\ufeff/, "");
    const hash = createHash("sha1").update(text).digest("hex");
    if (known.has(hash)) continue;
    known.add(hash);
    const lines = text.split("\n");
    const headings = lines.filter((line) => /^#{1,6} /.test(line)).map((line) => line.replace(/^#+ /, ""));
    const body = lines.filter((line) => !/^#{1,6} /.test(line)).join("\n");
    documents.push({ ref: name, fields: { title: headings[0] ?? name, headings: headings.slice(1).join("\n"), body } });
  }
  const all = [...documents];
  for (let copy = 2; copy <= copies; ++copy) all.push(...documents.map(({ ref, fields }) => ({ ref: `${copy}/${ref}`, fields })));
  return all;
}

export const reference = ({ fields, documents, metadata }) =>
  JSON.stringify(
    lunr(function () {
      this.ref("__ref");
      for (const { name, boost } of fields) this.field(name, { boost });
      if (metadata) this.metadataWhitelist = metadata;
      for (const { ref, fields: values } of documents) this.add({ ...values, __ref: ref });
    }),
  );

export const fields = [{ name: "title", boost: 10 }, { name: "headings", boost: 3 }, { name: "body" }];

function main() {
  const args = process.argv.slice(2);
  const option = (name, otherwise) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : otherwise);
  const program = resolve(option("--loci", join(root, "build/release/loci")));
  const copies = Number(option("--copies", "1"));
  const positions = args.includes("--positions") && args.splice(args.indexOf("--positions"), 1);
  const [folder] = args;
  if (!folder) {
    console.error("usage: lunr_corpus.mjs FOLDER [--loci PROGRAM] [--positions] [--copies N]");
    process.exit(2);
  }
  const input = { fields, documents: read_corpus(folder, copies) };
  if (positions) input.metadata = ["position"];
  const scratch = mkdtempSync(join(tmpdir(), "loci-corpus-"));
  try {
    const json = JSON.stringify(input);
    writeFileSync(join(scratch, "documents.json"), json);
    const run = spawnSync(program, ["lunr", join(scratch, "documents.json"), "-q", "-o", join(scratch, "index.json")], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
    const ours = readFileSync(join(scratch, "index.json"));
    const theirs = Buffer.from(reference(input));
    const same = ours.equals(theirs);
    console.log(
      `${input.documents.length} documents, ${(json.length / 1e6).toFixed(1)} MB; index ${(theirs.length / 1e6).toFixed(1)} MB: ${same ? "the same bytes" : "DIFFERENT"}`,
    );
    process.exitCode = same ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
