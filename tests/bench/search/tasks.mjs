// What typing costs the page's main thread: the longest task and the time to results, in Chromium over file://.
//
//     node tests/bench/search/tasks.mjs SITE [--throttle 1,4] [--every] [--kinds slip,phrase]
//
// SITE is a built site; its own headings and words are the queries: common words, prefixes, slips, phrases, filters, refusals. Each is typed
// letter by letter, 60 ms apart, into the box of a note. Tasks come from Chromium's trace (RunTask of the renderer's main thread), so
// that those under 50 ms are seen too; their length is in time of the processor, so that other work on the machine does not count. --every prints each query.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../../browser/harness.mjs";
import { random } from "../../search/support.mjs";
import { loci_engine } from "./engines.mjs";
import { percentile } from "./measures.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { throttle: { type: "string", default: "1,4" }, every: { type: "boolean", default: false }, kinds: { type: "string", default: "" } },
});
if (positionals.length !== 1 || !existsSync(join(positionals[0], "search/router.js"))) {
  console.error("tasks: give the folder of a built site");
  process.exit(2);
}
const site = resolve(positionals[0]);
const loci = await loci_engine(site);
const documents = await loci.documents();

// The site's own words by frequency.
const counts = new Map();
for (let i = 0; i < documents.length; i += 7) {
  for (const word of new Set(documents[i].body.toLowerCase().match(/[a-z]{4,}/g) ?? [])) counts.set(word, (counts.get(word) ?? 0) + 1);
}
const words = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
const r = random(5);
const common = () => words[r.below(30)];
const rare = () => words[200 + r.below(Math.max(words.length - 200, 1))] ?? common();
const slip = (word) => word.slice(0, 2) + word.slice(3);
const heading = () => r.pick(documents).heading || r.pick(documents).title;
const span = () => (r.pick(documents).body.match(/[A-Za-z]+ [A-Za-z]+ [A-Za-z]+/) ?? ["a b c"])[0];
const queries = Object.entries({
  "common word": () => common(),
  "three common words": () => `${common()} ${common()} ${common()}`,
  heading,
  "rare words": () => `${rare()} ${rare()}`,
  slip: () => slip(rare()),
  phrase: () => `"${span()}"`,
  "common phrase": () => `"${common()} ${common()}"`,
  wildcard: () => `${common().slice(0, 2)}*`,
  "~2": () => `${slip(rare())}~2`,
  refusal: () => `-${common()}`,
  filter: () => `tag:${rare().slice(0, 1)} ${common()}`,
}).filter(([kind]) => options.kinds === "" || options.kinds.split(",").includes(kind)).flatMap(([kind, make]) => [1, 2, 3].map(() => ({ kind, query: make() })));

const page_name = documents.find(({ ref }) => !ref.includes("#")).ref;
const browser = await launch();
for (const throttle of options.throttle.split(",").map(Number)) {
  const found = [];
  for (const { kind, query } of queries) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    await page.goto(pathToFileURL(join(site, page_name)).href);
    await page.keyboard.press("/");
    await page.getByRole("combobox").waitFor();
    await page.waitForFunction(() => true); // the driver's own script in the page is none of our tasks
    await page.waitForTimeout(300);
    const events = [];
    session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
    await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "__metadata", "disabled-by-default-devtools.timeline", "devtools.timeline"] } });
    await page.keyboard.type(query, { delay: 60 });
    const begun = Date.now();
    await page.waitForFunction(() => document.querySelectorAll(".search-dialog [role=option] , .search-how, .search-error").length > 0 && document.querySelector(".search-status").textContent !== "Searching…", null, { timeout: 60000, polling: 10 });
    const shown = Date.now() - begun;
    await page.waitForTimeout(1200 * Math.min(throttle, 2)); // excerpts and chips
    const done = new Promise((ready) => session.once("Tracing.tracingComplete", ready));
    await session.send("Tracing.end");
    await done;
    // The renderer's main thread is the one that ran our script.
    const main = new Map();
    for (const event of events) if (event.name === "FunctionCall" || event.name === "EvaluateScript") main.set(`${event.pid}.${event.tid}`, (main.get(`${event.pid}.${event.tid}`) ?? 0) + 1);
    const thread = [...main].sort((a, b) => b[1] - a[1])[0]?.[0];
    const tasks = events.filter((event) => event.ph === "X" && /RunTask$/.test(event.name) && `${event.pid}.${event.tid}` === thread).map((event) => (event.tdur ?? event.dur) / 1000);
    found.push({ kind, query, longest: Math.max(0, ...tasks), over: tasks.filter((task) => task > 50).length, shown });
    await context.close();
  }
  console.log(`\nCPU / ${throttle}: ${documents.length} documents and their cards\n\n| | longest task ms, of 3 | tasks over 50 ms | shown after the last key, ms |\n| --- | --- | --- | --- |`);
  for (const kind of new Set(found.map((each) => each.kind))) {
    const of_kind = found.filter((each) => each.kind === kind);
    console.log(`| ${kind} | ${Math.max(...of_kind.map(({ longest }) => longest)).toFixed(0)} | ${of_kind.reduce((sum, { over }) => sum + over, 0)} | ${percentile(of_kind.map(({ shown }) => shown), 0.5)} |`);
    if (options.every) for (const { query, longest, over, shown } of of_kind) console.log(`    ${query}: ${longest.toFixed(0)} ms, ${over}, ${shown}`);
  }
  console.log(`| all | ${Math.max(...found.map(({ longest }) => longest)).toFixed(0)} | ${found.reduce((sum, { over }) => sum + over, 0)} | ${percentile(found.map(({ shown }) => shown), 0.95)} (p95) |`);
}
await browser.close();
