// The searches that are compared, each behind one call: search(query) gives the refs it shows, best first. Loci's is the page's own
// code on the shards of the built site; Pagefind's is its own pagefind.js with a fetch that reads its files, because it cannot run from disk.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { browser_code } from "../../search/support.mjs";

const versions = { lunr: "2.3.9", minisearch: "7.2.0", pagefind: "1.6.0" };

// The peers are no part of the tests: they are installed here when a measurement wants them.
export function install_peers(folder) {
  if (existsSync(join(folder, "node_modules/pagefind"))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  const names = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-save", ...names], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

export const from_peers = (folder, path) => import(pathToFileURL(join(folder, "node_modules", path)).href);

const packed = new Map();
function gzipped_size(path) {
  if (!packed.has(path)) packed.set(path, gzipSync(readFileSync(path), { level: 9 }).length);
  return packed.get(path);
}

export async function loci_engine(site) {
  const code = await browser_code();
  let loaded = []; // bytes of each file, gzipped, in the order they were asked for
  const load = (cache) => async (name, file) => {
    const path = join(site, file.split("?", 1)[0]);
    if (!cache.has(path)) {
      const provided = new Map();
      runInNewContext(readFileSync(path, "utf8"), { loci: { provide: (key, json) => provided.set(key, JSON.parse(json)) } });
      cache.set(path, provided.get(name));
      loaded.push(gzipped_size(path));
    }
    return cache.get(path);
  };
  const build_id = /"build":"([^"]+)"/.exec(readFileSync(join(site, "search/router.js"), "utf8").replaceAll("\\", ""))?.[1] ?? "";
  const open = (cache = new Map()) => code.open_store(load(cache), build_id);
  const store = await open();
  // The hits in the order in which the page shows them, with their entries: of so many windows, or of as many as make the rows.
  const arranged = async (chosen, query, windows, rows) => {
    const { hits, asked } = await code.rank_entries(chosen, query);
    const shown = [];
    for (let begin = 0; begin < Math.min(hits.length, windows * code.window_size) && shown.length < rows; begin += code.window_size) {
      const dozen = hits.slice(begin, begin + code.window_size);
      const entries = await Promise.all(dozen.map((hit) => chosen.entry(hit.entry)));
      shown.push(...code.arrange_by_page(dozen, entries, asked).map((hit) => ({ hit, entry: entries[dozen.indexOf(hit)] })));
    }
    return shown;
  };
  return {
    name: "Loci",
    search: async (query) => (await arranged(store, query, 5, Infinity)).map(({ entry }) => entry.ref),
    // Every page and section with its text: what the other engines index too.
    async documents() {
      const documents = [];
      for (let i = 0; i < store.count; ++i) {
        const { ref, kind, title, heading } = await store.entry(i);
        if (kind !== "card") documents.push({ ref, title, heading, body: await store.text(i) });
      }
      return documents;
    },
    // What the dialog loads for a query: the shards, the chunks of the entries it shows and, once the reader stops typing, the texts for
    // the excerpts in sight: those of five rows in a dialog of 640 pixels, the most it is high.
    async shown(chosen, query, is_typing = false) {
      loaded = [];
      for (const { hit } of (await arranged(chosen, query, code.most_windows, code.enough_rows)).slice(0, 5)) if (!is_typing) await chosen.text(hit.entry);
      return loaded;
    },
    async open_counted() {
      loaded = [];
      const opened = await open(new Map());
      return { store: opened, loaded };
    },
  };
}

// Lunr's and MiniSearch's fields, with the weights that Loci gives its own.
const boosts = { title: 10, heading: 5, body: 1 };

export async function lunr_engine(peers, documents) {
  const lunr = (await from_peers(peers, "lunr/lunr.js")).default;
  const index = lunr(function build() {
    this.ref("ref");
    for (const [name, boost] of Object.entries(boosts)) this.field(name, { boost });
    for (const document of documents) this.add(document);
  });
  return {
    name: "lunr",
    // Its query language throws at some signs and misses words with others beside them: the words alone are given.
    search: (query) => index.search((query.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")).slice(0, 30).map(({ ref }) => ref),
  };
}

export async function minisearch_engine(peers, documents) {
  const { default: MiniSearch } = await from_peers(peers, "minisearch/dist/es/index.js");
  const index = new MiniSearch({ idField: "ref", fields: Object.keys(boosts), storeFields: [] });
  index.addAll(documents);
  return {
    name: "MiniSearch",
    search: (query) => index.search(query, { prefix: true, fuzzy: 0.2, boost: boosts }).slice(0, 30).map(({ id }) => id),
  };
}

const left_out = [".backlinks", ".connections", ".toc", ".breadcrumbs", "nav", ".mentions", ".sources"];

export async function pagefind_engine(peers, site) {
  const pagefind = await from_peers(peers, "pagefind/lib/index.js");
  const { index, errors } = await pagefind.createIndex({ rootSelector: "main", excludeSelectors: left_out });
  if (!index) throw new Error(errors.join("\n"));
  const begun = process.hrtime.bigint();
  await index.addDirectory({ path: site });
  const out = join(peers, "pagefind-output");
  await index.writeFiles({ outputPath: out });
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  await pagefind.close();

  let loaded = [];
  const base = "http://pagefind.invalid/";
  // What its script asks of a page: fetch reads the files that a host would serve.
  globalThis.window ??= globalThis;
  globalThis.location ??= new URL(base);
  globalThis.document ??= { querySelector: () => ({ getAttribute: () => "en" }), documentElement: { lang: "en" } };
  const node_fetch = globalThis.fetch;
  globalThis.fetch = async (url) => {
    const path = normalize(join(out, decodeURIComponent(new URL(url, base).pathname)));
    if (!path.startsWith(out) || !existsSync(path)) return new Response(null, { status: 404 });
    loaded.push(gzipped_size(path)); // its own files are packed already: this is what travels
    return new Response(readFileSync(path), { headers: { "content-type": path.endsWith(".wasm") ? "application/wasm" : "application/octet-stream" } });
  };
  const open = async () => {
    const script = join(out, `pagefind-${Math.random().toString(36).slice(2)}.mjs`);
    writeFileSync(script, readFileSync(join(out, "pagefind.js")));
    loaded = [gzipped_size(join(out, "pagefind.js"))];
    const api = await import(pathToFileURL(script).href);
    await api.options({ basePath: base, baseUrl: "/" });
    await api.init();
    return { api, loaded };
  };
  const { api } = await open();
  const refs_of = async (chosen, query, want) => {
    const found = await chosen.search(query);
    if (!found) return [];
    const data = await Promise.all(found.results.slice(0, want).map((result) => result.data()));
    return data.map((page) => {
      const best = [...(page.sub_results ?? [])].sort((a, b) => (b.weighted_locations?.length ?? 0) - (a.weighted_locations?.length ?? 0))[0];
      const url = best?.url ?? page.url;
      return { page: page.url.replace(/^\//, ""), section: url.replace(/^\//, "") };
    });
  };
  return {
    name: "Pagefind",
    seconds,
    search: async (query) => (await refs_of(api, query, 10)).map(({ page, section }) => (section.startsWith(page) ? section : page)),
    async shown(chosen, query) {
      loaded = [];
      await refs_of(chosen, query, 8);
      return loaded;
    },
    open_counted: open,
    close: () => {
      globalThis.fetch = node_fetch;
    },
  };
}
