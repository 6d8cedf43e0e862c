// The map of all notes, as a pointer, a finger and a keyboard find it: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

let folder;
let place;
let browser;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const canvas = ".graph canvas";

// The map, with its picture drawn.
async function open(path = "graph.html", options = {}, prepare = () => {}) {
  const opened = await new_page(browser, { viewport: { width: 1280, height: 900 }, ...options });
  await prepare(opened.page);
  await opened.page.goto(place.url(path));
  await opened.page.waitForSelector(canvas);
  await settle(opened.page);
  return opened;
}

// Until nothing moves any more and what is shown is drawn.
const settle = (page) => page.waitForTimeout(450);

// Remembers what the canvas shows under a name.
const keep = (page, name) =>
  page.evaluate(
    async ([selector, name]) => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const source = document.querySelector(selector);
      const copy = document.createElement("canvas");
      copy.width = source.width;
      copy.height = source.height;
      const context = copy.getContext("2d", { willReadFrequently: true });
      context.drawImage(source, 0, 0);
      (window.kept ??= {})[name] = context.getImageData(0, 0, copy.width, copy.height).data;
    },
    [canvas, name],
  );

// How many thousandths of the pixels are another colour, by more than a shade.
const difference = (page, one, other) =>
  page.evaluate(
    ([one, other]) => {
      const [a, b] = [window.kept[one], window.kept[other]];
      let count = 0;
      for (let i = 0; i < a.length; i += 4) if (Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) > 60) ++count;
      return (1000 * count) / (a.length / 4);
    },
    [one, other],
  );

async function middle_of(page) {
  const box = await page.locator(canvas).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("while one drags the map its picture is moved and nothing of it drawn again; at rest it is as a fresh one", async () => {
  const { context, page, problems } = await open("graph.html", {}, (page) =>
    page.addInitScript(() => {
      window.drawn = 0;
      for (const type of [Path2D, CanvasRenderingContext2D]) {
        for (const name of ["arc", "rect", "lineTo"]) {
          const draw = type.prototype[name];
          type.prototype[name] = function (...where) {
            ++window.drawn;
            return draw.apply(this, where);
          };
        }
      }
    }),
  );
  await page.locator(canvas).focus();
  for (let i = 0; i < 3; ++i) await page.keyboard.press("+");
  await settle(page);
  assert.ok((await page.evaluate(() => window.drawn)) > 100);
  // Time stands still, so the map never rests.
  await page.evaluate(() => {
    window.time = performance.now;
    const now = performance.now();
    performance.now = () => now;
  });
  const { x, y } = await middle_of(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 8, y); // a note under the pointer is let go
  await keep(page, "begun");
  await page.evaluate(() => (window.drawn = 0));
  await page.mouse.move(x + 120, y + 70, { steps: 12 });
  await keep(page, "dragged");
  assert.equal(await page.evaluate(() => window.drawn), 0);
  await page.evaluate(() => {
    performance.now = window.time;
  });
  await settle(page);
  assert.ok((await page.evaluate(() => window.drawn)) > 100);
  await keep(page, "at rest");
  // What comes into sight was drawn before: names alone may stand elsewhere.
  const missing = await difference(page, "dragged", "at rest");
  assert.ok(missing < 3, `${missing} thousandths of the picture were missing while it was dragged`);
  await page.mouse.up();
  await page.mouse.move(2, 2);
  await keep(page, "left");
  for (const theme of ["dark", "light"]) {
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await settle(page);
    await keep(page, theme);
  }
  assert.ok((await difference(page, "left", "dark")) > 100);
  assert.equal(await difference(page, "left", "light"), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("titles run as their letters do, beside their points and in the lists", async () => {
  const project = temporary_folder();
  const files = {
    "site.toml": 'title = "Notes"\n',
    "index.md": "# Notes\n\n[[queue]]\n",
    "english.md": "# English\n\n[[queue]]\n",
    "queue.md": "---\nlang: ar\n---\n# قائمة (Queue)\n\n[[english]] [[stack]]\n",
    "stack.md": "---\nlang: ar\n---\n# كومة (Stack)\n\nنص\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const site = build_site(process.env.LOCI_PROGRAM, [], project);
  const at = await open_place(process.env.LOCI_PLACE, site);
  const { context, page, problems } = await new_page(browser);
  // Each name lies on its side of the points, the one that leads here and the one that is led to.
  for (const [path, side] of [["stack.html", "map-to"], ["queue.html", "map-from"]]) {
    await page.goto(at.url(path));
    const link = page.locator(`svg.map .${side} a`, { hasText: /Queue|Stack/ }).first();
    const [text, point] = await Promise.all([link.locator("text").boundingBox(), link.locator("circle").boundingBox()]);
    assert.equal(await link.locator("text").evaluate((element) => `${element.getAttribute("lang")} ${getComputedStyle(element).direction}`), "ar rtl");
    if (side === "map-to") assert.ok(text.x + text.width <= point.x + 1, `${path}: ${JSON.stringify([text, point])}`);
    else assert.ok(text.x >= point.x + point.width - 1, `${path}: ${JSON.stringify([text, point])}`);
  }
  await page.goto(at.url("graph.html?note=english"));
  const direction = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).direction);
  await page.locator(".graph-go").filter({ hasText: "Queue" }).waitFor();
  assert.equal(await direction(".graph-title a"), "ltr");
  assert.equal(await direction(".graph-go"), "rtl");
  await page.getByLabel("Find a note on the map").fill("stack");
  assert.equal(await direction(".graph-matches li"), "rtl");
  assert.deepEqual(problems, []);
  await context.close();
  await at.close();
  remove_site(site);
});
