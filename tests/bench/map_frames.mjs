// How long the map takes to draw a frame while it is moved, in Chromium over file://.
//
//     node tests/bench/map_frames.mjs SITE [--frames 120]
//
// SITE is a built site. The map is panned by pointer and zoomed by wheel, one step a frame; a frame's time is that of the page's own
// drawing (each call of requestAnimationFrame is timed), so other work on the machine
// lengthens it. Prints the median, the 95th percentile and the longest, and how many frames took more than 16.7 ms.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../browser/harness.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { frames: { type: "string", default: "120" } } });
if (positionals.length !== 1 || !existsSync(join(positionals[0], "graph.html"))) {
  console.error("map_frames: give the folder of a built site");
  process.exit(2);
}
const browser = await launch();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.addInitScript(() => {
  window.frame_times = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) =>
    ask((now) => {
      const begin = performance.now();
      run(now);
      window.frame_times.push(performance.now() - begin);
    });
});
const begin = Date.now();
await page.goto(pathToFileURL(join(resolve(positionals[0]), "graph.html")).href);
await page.waitForSelector(".graph canvas");
await page.waitForTimeout(3000);
console.log(`first picture and all links within ${Date.now() - begin - 3000} ms and 3 s of rest`);

const box = await page.locator(".graph canvas").boundingBox();
const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
const report = async (what) => {
  const times = (await page.evaluate(() => window.frame_times.splice(0))).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(1);
  console.log(`${what}: ${times.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms, ${times.filter((time) => time > 16.7).length} over 16.7 ms`);
};
await page.evaluate(() => window.frame_times.splice(0));
const frames = Number(options.frames);
await page.mouse.move(middle.x, middle.y);
await page.mouse.down();
for (let i = 0; i < frames; ++i) await page.mouse.move(middle.x + 120 * Math.sin(i / 9), middle.y + 80 * Math.cos(i / 7));
await page.mouse.up();
await report("panning");
for (let i = 0; i < frames; ++i) await page.mouse.wheel(0, i < frames / 2 ? -40 : 40);
await report("zooming");
await page.waitForTimeout(1500);
await report("drawing the links again");
for (let i = 0; i < frames; ++i) await page.mouse.move(box.x + (box.width * i) / frames, middle.y + 60 * Math.sin(i / 5));
await report("pointing at notes");
await browser.close();
