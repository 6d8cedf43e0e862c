// What a review costs the page's main thread: the first card, the next card, the longest task, in Chromium over file://.
//
//     node tests/bench/first_card.mjs SITE LOG.jsonl [--runs 3]
//     node tests/bench/first_card.mjs http://127.0.0.1:4321/ [--runs 3]       on `loci serve`, with the log it has on disk
//
// SITE is a built site with cards, LOG a log of their reviews (`loci log export`). The log is brought in once, as a reader would;
// then review.html?deck= is opened anew. Times by the clock, tasks by Chromium's trace in time of the processor.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../browser/harness.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string", default: "3" } } });
const served = positionals.length === 1 && positionals[0].startsWith("http://");
if (!served && (positionals.length !== 2 || !existsSync(join(positionals[0], "review.html")))) {
  console.error("usage: node tests/bench/first_card.mjs SITE LOG.jsonl|ADDRESS [--runs 3]");
  process.exit(2);
}
const base = served ? positionals[0] : pathToFileURL(resolve(positionals[0])).href + "/";
const at = (path) => `${base}review.html${path}`;
const browser = await launch();
const context = await browser.newContext();
const page = await context.newPage();
await page.goto(at(""));
await page.locator(".review-head").waitFor({ timeout: 120_000 });
if (!served) {
  await page.locator('[data-action="import-file"]').setInputFiles(resolve(positionals[1]));
  await page.locator(".review-store-result").waitFor({ timeout: 120_000 });
}
const deck = await page.locator(".review-decks a").first().innerText();
await page.waitForTimeout(served ? 30_000 : 5000); // until what every card is is in the log, and the fold is kept

const session = await context.newCDPSession(page);
const least = { first: Infinity, next: Infinity, longest: Infinity };
for (let run = 0; run < Number(options.runs); ++run) {
  await page.goto("about:blank");
  const events = [];
  const gather = ({ value }) => events.push(...value);
  session.on("Tracing.dataCollected", gather);
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "devtools.timeline"] } });
  await page.goto(at(`?deck=${encodeURIComponent(deck)}`), { waitUntil: "commit" });
  // By the page's own clock, which starts with the navigation.
  const first = await page.waitForFunction(() => document.querySelector(".review-card") && performance.now(), null, { polling: "raf", timeout: 60_000 }).then((handle) => handle.jsonValue());
  await page.waitForTimeout(4000);
  const done = new Promise((ready) => session.once("Tracing.tracingComplete", ready));
  await session.send("Tracing.end");
  await done;
  session.off("Tracing.dataCollected", gather);
  const threads = new Map();
  for (const event of events) if (/FunctionCall|EvaluateScript/.test(event.name)) threads.set(`${event.pid}.${event.tid}`, (threads.get(`${event.pid}.${event.tid}`) ?? 0) + 1);
  const thread = [...threads].sort((a, b) => b[1] - a[1])[0]?.[0];
  const tasks = events.filter((event) => event.ph === "X" && /RunTask$/.test(event.name) && `${event.pid}.${event.tid}` === thread).map((event) => (event.tdur ?? event.dur) / 1000);
  const over = tasks.filter((task) => task > 50).map((task) => task.toFixed(0));
  const next = [];
  for (let i = 0; i < 10; ++i) {
    await page.keyboard.press("Space");
    await page.locator(".review-back").waitFor();
    await page.waitForTimeout(200);
    // In place before the key is pressed, or the page's whole age would be taken for the time of a grade.
    await page.evaluate(
      () =>
        void (window.took = new Promise((ready) => {
          const card = document.querySelector(".review-card");
          let begun = 0;
          addEventListener("keydown", () => (begun = performance.now()), { capture: true, once: true });
          new MutationObserver((_, observer) => {
            if (document.querySelector(".review-card") === card) return;
            observer.disconnect();
            ready(performance.now() - begun);
          }).observe(document.getElementById("review"), { childList: true, subtree: true });
        })),
    );
    await page.keyboard.press("4");
    next.push(await page.evaluate(() => window.took));
    await page.waitForTimeout(150);
  }
  next.sort((a, b) => a - b);
  console.log(`first card ${first.toFixed(0)} ms; grade to next card ${next[5].toFixed(1)} ms (median), ${next[9].toFixed(1)} ms (most of 10); tasks over 50 ms: ${over.join(", ") || "none"}`);
  least.first = Math.min(least.first, first);
  least.next = Math.min(least.next, next[5]);
  least.longest = Math.min(least.longest, Math.max(0, ...tasks));
}
console.log(`least: first card ${least.first.toFixed(0)} ms, next card ${least.next.toFixed(1)} ms, longest task ${least.longest.toFixed(0)} ms`);
await browser.close();
