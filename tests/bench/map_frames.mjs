// How long the map takes to draw a frame while it is moved, in Chromium over file://.
//
//     node tests/bench/map_frames.mjs SITE [--frames 120] [--ratio 1]
//
// SITE is a built site. The map is panned by pointer and zoomed by wheel, one step a frame; a frame's time is that of the page's own
// drawing (each call of requestAnimationFrame is timed), so other work on the machine
// lengthens it. Prints the median, the 95th percentile and the longest, and how many frames took more than 16.7 ms. Then the same is
// done from within the page, one step in each frame, and the time from frame to frame is counted: that has in it what Chromium does
// behind the drawing calls. A frame is late that comes more than 20 ms after the last.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../browser/harness.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { frames: { type: "string", default: "120" }, ratio: { type: "string", default: "1" } } });
if (positionals.length !== 1 || !existsSync(join(positionals[0], "graph.html"))) {
  console.error("map_frames: give the folder of a built site");
  process.exit(2);
}
const browser = await launch();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: Number(options.ratio) })).newPage();
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

const gaps_while = (what, frames) =>
  page.evaluate(
    ([what, frames]) =>
      new Promise((done) => {
        const canvas = document.querySelector(".graph canvas");
        const box = canvas.getBoundingClientRect();
        const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        canvas.setPointerCapture = () => {}; // no such pointer
        const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 7, pointerType: "mouse", clientX: middle.x + x, clientY: middle.y + y, bubbles: true }));
        const gaps = [];
        let last = 0;
        let i = 0;
        if (what === "panned") send("pointerdown", 0, 80);
        const step = (now) => {
          if (last > 0) gaps.push(now - last);
          last = now;
          if (++i > frames) {
            if (what === "panned") send("pointercancel", 0, 0);
            return done(gaps);
          }
          if (what === "panned") send("pointermove", 120 * Math.sin(i / 9), 80 * Math.cos(i / 7));
          if (what === "zoomed") canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: i < frames / 2 ? -40 : 40, clientX: middle.x, clientY: middle.y, cancelable: true }));
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    [what, frames],
  );
for (const what of ["panned", "drawn again", "zoomed", "drawn again"]) {
  const gaps = (await gaps_while(what, frames)).sort((a, b) => a - b);
  console.log(`from frame to frame while it is ${what}: median ${gaps[Math.floor(gaps.length / 2)].toFixed(1)} ms, longest ${gaps.at(-1).toFixed(1)} ms, ${gaps.filter((gap) => gap > 20).length} late of ${gaps.length}`);
  if (what === "drawn again") await page.waitForTimeout(1000);
}
await browser.close();
