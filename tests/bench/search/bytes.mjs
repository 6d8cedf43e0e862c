// What a search costs on the line: bytes of the files it loads, gzipped, for a cold first query, a warm one, and a typing session.
//
//     node tests/bench/search/bytes.mjs VAULT [--loci build/release/loci] [--queries 300] [--seed 1] [--without pagefind] [--work build/bench] [--keep]
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { random } from "../../search/support.mjs";
import { make_corpus, size_below } from "./corpus.mjs";
import { install_peers, loci_engine, pagefind_engine } from "./engines.mjs";
import { mean, percentile } from "./measures.mjs";
import { typing_session } from "./queries.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    loci: { type: "string", default: "build/release/loci" },
    queries: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    without: { type: "string", default: "" },
    work: { type: "string", default: "build/bench" },
    keep: { type: "boolean", default: false },
  },
});
if (positionals.length !== 1) {
  console.error("bytes: give one folder of notes");
  process.exit(2);
}
const corpus = make_corpus(resolve(options.loci), positionals[0], resolve(options.work, "corpus"), options.keep);
const r = random(Number(options.seed));

// One to three words of a heading each, as the research did.
const loci = await loci_engine(corpus.site);
const documents = await loci.documents();
const headings = documents.map(({ heading, title }) => heading || title).filter((text) => /[a-z]{3}/i.test(text));
const queries = [];
while (queries.length < Number(options.queries)) {
  const words = r.pick(headings).match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  if (words.length === 0) continue;
  const begin = r.below(words.length);
  queries.push(words.slice(begin, begin + 1 + r.below(3)).join(" "));
}

const sum = (list) => list.reduce((total, value) => total + value, 0);
const row = (name, values) =>
  `| ${name} | ${[mean(values), percentile(values, 0.5), percentile(values, 0.95), Math.max(...values)].map((v) => (v / 1000).toFixed(1)).join(" | ")} |`;

async function measure(engine, script_bytes) {
  const cold = [];
  const warm = [];
  const requests = [];
  for (const query of queries) {
    const opened = await engine.open_counted();
    const base = sum(opened.loaded);
    const files = await engine.shown(opened.store ?? opened.api, query);
    cold.push(script_bytes + base + sum(files));
    warm.push(sum(files));
    requests.push(files.length);
  }
  console.log(`\n**${engine.name}** (kB gzipped)\n\n| | mean | median | p95 | most |\n| --- | --- | --- | --- | --- |`);
  console.log(row("first query, cold", cold));
  console.log(row("one more query, nothing of it loaded before", warm));
  console.log(`| files a query | ${mean(requests).toFixed(1)} | ${percentile(requests, 0.5)} | ${percentile(requests, 0.95)} | ${Math.max(...requests)} |`);
  const typed = [];
  for (const query of queries.slice(0, 100)) {
    const opened = await engine.open_counted();
    let bytes = 0;
    // Excerpts are not loaded while the next key comes.
    for (const step of typing_session(query)) bytes += sum(await engine.shown(opened.store ?? opened.api, step, step !== query));
    typed.push(bytes);
  }
  console.log(row("typing it letter by letter", typed));
}

console.log(`${documents.length} documents; shards ${(size_below(join(corpus.site, "search")) / 1e6).toFixed(1)} MB on disk`);
const script = /assets\/search\.[0-9a-f]+\.js/.exec(readFileSync(join(corpus.site, "index.html"), "utf8"))?.[0];
await measure(loci, script ? gzipSync(readFileSync(join(corpus.site, script)), { level: 9 }).length : 0);
if (options.without !== "pagefind") {
  const peers = resolve(options.work, "peers");
  install_peers(peers);
  const pagefind = await pagefind_engine(peers, corpus.site);
  await measure(pagefind, 0);
  pagefind.close();
}
