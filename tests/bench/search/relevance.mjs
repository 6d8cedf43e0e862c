// How well a known page or section is found, beside lunr, MiniSearch and Pagefind on the same site.
//
//     node tests/bench/search/relevance.mjs VAULT [--loci build/release/loci] [--queries 500] [--seed 1] [--half test|dev|all]
//                                                 [--without pagefind,minisearch,lunr] [--work build/bench] [--keep] [--classes "title,alias held out"]
//
// Queries are made by seed from the vault's own texts (queries.mjs). Tune on --half dev only; report test.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { link_texts, make_corpus } from "./corpus.mjs";
import { install_peers, loci_engine, lunr_engine, minisearch_engine, pagefind_engine } from "./engines.mjs";
import { interval, mean, reciprocal } from "./measures.mjs";
import { make_queries, rank_of } from "./queries.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    loci: { type: "string", default: "build/release/loci" },
    queries: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    half: { type: "string", default: "test" },
    without: { type: "string", default: "" },
    classes: { type: "string", default: "" },
    work: { type: "string", default: "build/bench" },
    keep: { type: "boolean", default: false },
  },
});
if (positionals.length !== 1) {
  console.error("relevance: give one folder of notes");
  process.exit(2);
}
const without = new Set(options.without.split(","));
const peers = resolve(options.work, "peers");
install_peers(peers);
const corpus = make_corpus(resolve(options.loci), positionals[0], resolve(options.work, "corpus"), options.keep);

const loci = await loci_engine(corpus.site);
const entries = await loci.documents();
const pages = entries.filter(({ ref }) => !ref.includes("#")).map(({ ref }) => ref);
// Where a note's page is when nothing else was asked for; the alias of a note that asked for another place is left out.
const known = new Set(pages);
const aliases = [...corpus.aliases].flatMap(([path, names]) => {
  const stem = path.replace(/\.md$/, "").replaceAll(" ", "-").replace(/(^|\/)_index$/, "$1index");
  const page = [stem, stem.replace(/^content\//, "")].map((each) => `${each}.html`).find((each) => known.has(each));
  return page ? names.map((text) => ({ text, page })) : [];
});
const classes = make_queries({ entries, links: link_texts(corpus.site, pages), aliases }, Number(options.seed), Number(options.queries));

const engines = [loci];
if (!without.has("lunr")) engines.push(await lunr_engine(peers, entries));
if (!without.has("minisearch")) engines.push(await minisearch_engine(peers, entries));
if (!without.has("pagefind")) engines.push(await pagefind_engine(peers, corpus.site));

console.log(`${pages.length} pages, ${entries.length} documents; half: ${options.half}\n`);
console.log(`| class | queries | ${engines.map(({ name }) => `${name} MRR@10 / R@10`).join(" | ")} |`);
console.log(`| --- | --- | ${engines.map(() => "---").join(" | ")} |`);
const print = (value) => value.toFixed(3).replace(/^0/, "");
for (const [name, all] of Object.entries(classes)) {
  if (options.classes !== "" && !options.classes.split(",").includes(name)) continue;
  const chosen = all.filter(({ half }) => options.half === "all" || half === options.half);
  const cells = [];
  for (const engine of engines) {
    const ranks = [];
    for (const each of chosen) ranks.push(rank_of(each, await engine.search(each.query)));
    const scores = ranks.map(reciprocal);
    const [low, high] = interval(scores);
    cells.push(`${print(mean(scores))} (${print(low)}–${print(high)}) / ${print(mean(ranks.map((rank) => (rank >= 1 && rank <= 10 ? 1 : 0))))}`);
  }
  console.log(`| ${name} | ${chosen.length} | ${cells.join(" | ")} |`);
}
for (const engine of engines) engine.close?.();
