// What the search tests share: the C++ tool, the browser's modules, random numbers by seed, and text made of them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

const tool = process.env.LOCI_SEARCH_DUMP;

// Runs search_dump (tests/search/search_dump.cc) on a JSON value.
export function dump_text(args, input) {
  if (!tool) throw new Error("LOCI_SEARCH_DUMP must name the search_dump program");
  return execFileSync(tool, args, { input: JSON.stringify(input), maxBuffer: 1 << 30 }).toString("utf8");
}

// Runs the program itself.
export function program(args, input) {
  const path = process.env.LOCI_PROGRAM;
  if (!path) throw new Error("LOCI_PROGRAM must name the loci program");
  return execFileSync(path, args, { input, maxBuffer: 1 << 30 }).toString("utf8");
}

// What lunr.js makes of documents in the form of `loci lunr`.
export function lunr_of(lunr, { fields, documents, metadata, k1, b }) {
  return JSON.stringify(
    lunr(function () {
      this.ref("__ref");
      for (const { name, boost } of fields) this.field(name, { boost });
      if (metadata) this.metadataWhitelist = metadata;
      if (k1 !== undefined) this.k1(k1);
      if (b !== undefined) this.b(b);
      for (const { ref, boost, fields: values } of documents) this.add({ ...values, __ref: ref }, { boost });
    }),
  );
}

export const dump = (args, input) => JSON.parse(dump_text(args, input));

export async function with_folder(work) {
  const folder = mkdtempSync(join(tmpdir(), "loci-search-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// The browser's code as one module: every export of assets/lib/search that needs no page.
export function browser_code() {
  return with_folder(async (folder) => {
    const outfile = join(folder, "search.mjs");
    const names = ["analysis", "stemmer", "spelling", "parse_query", "vocabulary", "digits", "places", "phrase", "query", "arrange", "facets", "store", "excerpt", "stop_words"];
    await build({
      stdin: {
        contents: names.map((name) => `export * from "./${name}";`).join("\n"),
        resolveDir: join(root, "assets/lib/search"),
        loader: "ts",
      },
      bundle: true,
      format: "esm",
      target: "es2020",
      outfile,
      logLevel: "error",
    });
    return import(pathToFileURL(outfile).href);
  });
}

// mulberry32: the same numbers for the same seed on every machine.
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}

export const plain_words = (
  "replication replicated replicas log logs logging write writes writing ahead isolation level levels snapshot snapshots " +
  "consistent consistency consensus quorum leader leaders follower election elections partition partitions partitioned " +
  "sharding shard shards cache caches caching cached invalidate invalidation index indexes indexing B-tree hash hashing " +
  "queue queues kafka redis postgres postgresql mysql transaction transactions commit committed rollback lock locks locking " +
  "deadlock deadlocks latency throughput bandwidth capacity estimate estimation estimating requirement requirements design " +
  "designing service services server servers client clients request requests response timeout timeouts retry retries " +
  "idempotent idempotency key keys value values store stores storage memory disk network failure failures fault tolerant " +
  "tolerance availability available durable durability atomic atomicity vacuum tuple tuples version versions versioning " +
  "the of and to a in is that it for on with as are be this by from at or not have when has one all more if its will"
).split(" ");

export const odd_words = [
  "café", "naïve", "Straße", "ÉCOLE", "C++", "C#", "F#", ".NET", "Node.js", "std::vector", "getUserById", "HTTPServer",
  "write-ahead", "don't", "Kafka's", "l'école", "snake_case_name", "UTF-8", "utf8", "3.14", "x86_64", "URLs", "Base64Encoder",
  "база", "данных", "репликация", "Ελληνικά", "λόγος", "東京都", "データベース", "数据库", "検索", "데이터베이스", "ฐานข้อมูล", "قاعدة",
  "البيانات", "מסד", "नेटवर्क", "İstanbul", "ΟΔΟΣ", "ﬁle", "ｆｕｌｌ", "B+", "count++", "TCP/IP", "a/b", "e-mail", "email", "O'Reilly",
  "https://example.com/a/b?c=d", "--flag", "@name", "#tag", "fn(param)", "\"quoted\"", "[link]", "😀", "1,234", "50%", "v1.2.3",
];

export function sentence(r, length) {
  const words = [];
  for (let i = 0; i < length; ++i) {
    // Squaring makes some words common, as in real text.
    const word = r.next() < 0.08 ? r.pick(odd_words) : plain_words[Math.floor(r.next() ** 2 * plain_words.length)];
    words.push(r.next() < 0.1 ? word + r.pick([",", ".", ";", ":", "?", ")"]) : word);
  }
  return words.join(" ");
}
