// How long a single file takes to open from a disk, and to search: node tests/bench/pages/single.mjs FILE.html [WORD]
// Three openings, each in a context of its own: until the first page is on the screen, and from a typed word to the first result.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "../../browser/harness.mjs";

const address = pathToFileURL(resolve(process.argv[2])).href;
const word = process.argv[3] ?? "section";
const long = { timeout: 300_000 };
const browser = await launch();

for (let run = 0; run < 3; ++run) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const opened = performance.now();
  await page.goto(address, { waitUntil: "commit", ...long });
  await page.locator("main h1").first().waitFor(long);
  const shown = performance.now() - opened;
  await page.keyboard.press("/");
  await page.locator(".search-input").waitFor(long);
  const asked = performance.now();
  await page.locator(".search-input").fill(word);
  await page.locator(".search-hit").first().waitFor(long);
  const found = performance.now() - asked;
  const elements = await page.evaluate(() => document.getElementsByTagName("*").length);
  console.log(`shown after ${shown.toFixed(0)} ms, found after ${found.toFixed(0)} ms, ${elements} elements`);
  await context.close();
}
await browser.close();
