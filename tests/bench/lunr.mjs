// Documents per second and peak memory of `loci lunr` and of lunr.js, in turn, on the same documents.
//
//     node tests/bench/lunr.mjs FOLDER|DOCUMENTS.json [--loci build/release/loci] [--runs 3] [--jobs 1]
//
// A folder's texts are read as lunr_corpus.mjs does. Both begin with the documents as JSON in a file and end with the index as JSON in a
// file; both times are given, the processor's (which is what "one thread" means; Node's garbage collector has threads of its own) and
// the clock's. Fails when loci makes less than 15 times as many documents per second, or takes more than a third of the memory.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fields, read_corpus, reference } from "./lunr_corpus.mjs";

const own_path = fileURLToPath(import.meta.url);
const root = resolve(own_path, "../../..");

if (process.argv[2] === "--lunr") {
  const input = JSON.parse(readFileSync(process.argv[3], "utf8"));
  writeFileSync(process.argv[4], reference(input));
  process.exit(0);
}

// /usr/bin/time, because Node says nothing of the memory of its children.
function measure(command) {
  const begin = process.hrtime.bigint();
  const run = spawnSync("/usr/bin/time", ["-f", "%U %S %M", ...command], { encoding: "utf8" });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (run.status !== 0) throw new Error(run.stderr);
  const [user, system, kilobytes] = run.stderr.trim().split("\n").pop().split(" ").map(Number);
  return { cpu: user + system, seconds, memory: kilobytes / 1024 };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const args = process.argv.slice(2);
const option = (name, otherwise) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : otherwise);
const program = resolve(option("--loci", join(root, "build/release/loci")));
const runs = Number(option("--runs", "3"));
const jobs = option("--jobs", "1");
const [source] = args;
if (!source) {
  console.error("usage: lunr.mjs FOLDER|DOCUMENTS.json [--loci PROGRAM] [--runs N] [--jobs N]");
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), "loci-lunr-"));
try {
  const documents = join(scratch, "documents.json");
  const json = statSync(source).isDirectory() ? JSON.stringify({ fields, documents: read_corpus(source) }) : readFileSync(source, "utf8");
  writeFileSync(documents, json);
  const count = JSON.parse(json).documents.length;
  const commands = {
    "lunr.js": [process.execPath, "--max-old-space-size=8000", own_path, "--lunr", documents, join(scratch, "lunr.json")],
    loci: [program, "lunr", documents, "-q", "-j", jobs, "-o", join(scratch, "loci.json")],
  };
  const results = { "lunr.js": [], loci: [] };
  for (let i = 0; i < runs; ++i) {
    for (const [name, command] of Object.entries(commands)) results[name].push(measure(command));
  }
  const same = readFileSync(join(scratch, "lunr.json")).equals(readFileSync(join(scratch, "loci.json")));
  const of = (name, key) => median(results[name].map((each) => each[key]));
  console.log(`${count} documents, ${(json.length / 1e6).toFixed(1)} MB of JSON; ${same ? "the same bytes" : "DIFFERENT BYTES"}; median of ${runs}`);
  console.log("| | CPU s | clock s | documents/CPU s | peak MB |\n|---|---|---|---|---|");
  for (const name of Object.keys(commands)) {
    console.log(`| ${name} | ${of(name, "cpu").toFixed(2)} | ${of(name, "seconds").toFixed(2)} | ${Math.round(count / of(name, "cpu"))} | ${Math.round(of(name, "memory"))} |`);
  }
  const faster = of("lunr.js", "cpu") / of("loci", "cpu");
  const memory = of("loci", "memory") / of("lunr.js", "memory");
  console.log(`loci: ${faster.toFixed(1)} times the documents per second, ${memory.toFixed(2)} of the memory`);
  if (!same || faster < 15 || memory > 1 / 3) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
