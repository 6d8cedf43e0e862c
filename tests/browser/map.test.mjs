// The map of all notes, as a pointer, a finger and a keyboard find it: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
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
const choice = (page, name) => page.locator(".graph-field", { has: page.locator(`span:text-is("${name}")`) }).locator("select");

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

test("no name is written under the buttons that lie on the map", async () => {
  const record = (page) =>
    page.addInitScript(() => {
      const fill = CanvasRenderingContext2D.prototype.fillText;
      window.names = new Map(); // each name, with where it was last written
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        window.names.set(text, { left: x, right: x + this.measureText(text).width, top: y - 8, bottom: y + 8 });
        return fill.call(this, text, x, y);
      };
    });
  const { context, page } = await open("graph.html", { viewport: { width: 390, height: 844 } }, record);
  const under = () =>
    page.evaluate((selector) => {
      const map = document.querySelector(selector).getBoundingClientRect();
      const buttons = document.querySelector(".graph-zoom").getBoundingClientRect();
      const inside = ([, box]) => box.right > buttons.left - map.left && box.left < buttons.right - map.left && box.bottom > buttons.top - map.top && box.top < buttons.bottom - map.top;
      return [...window.names].filter(inside).map(([name]) => name);
    }, canvas);
  // Zoomed in and moved about, names come everywhere.
  const { x, y } = await middle_of(page);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -500);
  await page.locator(canvas).focus();
  for (let round = 0; round < 12; ++round) {
    await page.evaluate(() => window.names.clear());
    await page.keyboard.press(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"][round % 4]);
    await settle(page);
    assert.ok(await page.evaluate(() => window.names.size), "no name at all");
    assert.deepEqual(await under(), [], `after ${round + 1} moves`);
  }
  await context.close();
});

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

test("the map shows the notes of a tag, those so many links away, and says when there is none to count from", async () => {
  const { context, page, problems } = await open();
  await keep(page, "all");
  const tag = await choice(page, "Show").locator("option").nth(1).getAttribute("value");
  await choice(page, "Show").selectOption(tag);
  await settle(page);
  await keep(page, "tag");
  assert.ok((await difference(page, "all", "tag")) > 10);
  await choice(page, "Show").selectOption("");
  await settle(page);
  await keep(page, "all again");
  assert.equal(await difference(page, "all", "all again"), 0);

  await page.getByLabel("Links away").selectOption("1");
  assert.match(await page.locator(".graph-panel").innerText(), /Find a note first/);
  await page.getByLabel("Find a note on the map").fill("mvcc");
  await page.keyboard.press("Enter");
  await settle(page);
  await keep(page, "1");
  await page.getByLabel("Links away").selectOption("2");
  await settle(page);
  await keep(page, "2");
  assert.ok((await difference(page, "1", "2")) > 5);
  await page.getByRole("button", { name: "Clear" }).click();
  assert.equal(await page.getByLabel("Links away").inputValue(), "0");
  assert.deepEqual(problems, []);
  await context.close();
});

test("colours are those of sections, tags or memory, and the legend names them", async () => {
  const { context, page, problems } = await open();
  const legend = () => page.locator(".graph-legend li").evaluateAll((all) => all.map((one) => [one.textContent, getComputedStyle(one.firstElementChild).backgroundColor]));
  const names = async () => (await legend()).map(([name]) => name);
  const sections = await page.locator(".graph-section summary").evaluateAll((all) => all.map((one) => [one.childNodes[1].textContent.trim(), getComputedStyle(one.firstElementChild).backgroundColor]));
  assert.deepEqual(await legend(), sections);
  await keep(page, "section");
  await choice(page, "Colour").selectOption("tag");
  const tags = await choice(page, "Show").locator("option").evaluateAll((all) => all.slice(1, 9).map((one) => one.textContent.replace(/ \(\d+\)$/, "")));
  assert.deepEqual(await names(), [...tags, "others"]);
  await settle(page);
  await keep(page, "tag");
  assert.ok((await difference(page, "section", "tag")) > 1);
  await page.evaluate(() => {
    const day = Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000);
    const all = { v: 1, factor: 19 / 81, decay: -0.5, retention: 0.9, rollover_hour: 4, new_per_day: 10, reviews_per_day: 0, day, introduced: 0, reviews: 0, fresh: 0 };
    all.notes = { "databases/mvcc": [[500, day - 1, day + 1, 0]] };
    localStorage.setItem(`loci:${document.documentElement.dataset.site}:remembered`, JSON.stringify(all));
  });
  await page.reload();
  await page.waitForSelector(canvas);
  await page.keyboard.press("m");
  assert.deepEqual(await names(), ["not learned yet", "nearly gone", "fading", "half kept", "kept", "fresh"]);
  const colours = (await legend()).map(([, colour]) => colour);
  assert.equal(new Set(colours).size, colours.length);
  await settle(page);
  await keep(page, "memory");
  await page.keyboard.press("m");
  await settle(page);
  await keep(page, "section");
  assert.ok((await difference(page, "section", "memory")) > 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("by keyboard a note is found, its neighbours are stepped through, and the map is moved", async () => {
  const { context, page, problems } = await open();
  const field = page.getByLabel("Find a note on the map");
  await field.focus();
  await page.keyboard.type("lock");
  const options = page.locator(".graph-matches li");
  assert.ok((await options.count()) > 1);
  assert.equal(await field.getAttribute("aria-activedescendant"), await options.first().getAttribute("id"));
  await page.keyboard.press("ArrowDown");
  const second = await options.nth(1).innerText();
  assert.equal(await options.nth(1).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  const title = page.locator(".graph-title");
  assert.equal(await title.innerText(), second);
  assert.match(await page.locator(".graph [role=status]").textContent(), new RegExp(`^${second}: .*link`));
  await page.locator(".graph-go").first().focus();
  const next = await page.locator(".graph-go").first().innerText();
  await page.keyboard.press("Enter");
  assert.equal(await title.innerText(), next);
  // The list is another now; the keyboard stands at its head and goes on.
  assert.equal(await page.evaluate(() => document.activeElement.textContent), next);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Open the note");
  await page.locator(canvas).focus();
  await settle(page);
  for (const [key, back] of [["ArrowLeft", "ArrowRight"], ["ArrowUp", "ArrowDown"], ["+", "-"]]) {
    await keep(page, "before");
    await page.keyboard.press(key);
    await settle(page);
    await keep(page, "after");
    assert.ok((await difference(page, "before", "after")) > 5, key);
    await page.keyboard.press(back);
  }
  await page.keyboard.press("Escape");
  assert.equal(await title.count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a wheel zooms where the pointer is; two fingers zoom and move; one finger names a note before it opens", async () => {
  const { context, page, problems } = await open("graph.html?note=databases/mvcc", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const { x, y } = await middle_of(page);
  const client = await context.newCDPSession(page);
  const touch = (type, ...points) => client.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  await page.evaluate(() => (window.scrolled = scrollY));
  await keep(page, "first");
  // Two fingers that only move take the map along: the chosen note is where they took it.
  await touch("touchStart", [x - 60, y - 60], [x + 60, y - 60]);
  for (let i = 1; i <= 8; ++i) await touch("touchMove", [x - 60, y - 60 + 10 * i], [x + 60, y - 60 + 10 * i]);
  await touch("touchEnd");
  await settle(page);
  await keep(page, "moved");
  assert.ok((await difference(page, "first", "moved")) > 5);
  await page.getByRole("button", { name: "Clear" }).click();
  await touch("touchStart", [x, y + 80]);
  await touch("touchEnd");
  assert.equal(await page.locator(".graph-title").innerText(), "MVCC");
  await touch("touchStart", [x - 30, y], [x + 30, y]);
  for (let i = 1; i <= 8; ++i) await touch("touchMove", [x - 30 - 8 * i, y], [x + 30 + 8 * i, y]);
  await touch("touchEnd");
  await settle(page);
  await keep(page, "pinched");
  assert.ok((await difference(page, "moved", "pinched")) > 5);
  assert.equal(await page.evaluate(() => scrollY === window.scrolled), true);
  assert.match(page.url(), /graph\.html/);
  assert.deepEqual(problems, []);
  await context.close();

  const wide = await open("graph.html?note=databases/mvcc");
  const middle = await middle_of(wide.page);
  await wide.page.mouse.move(middle.x, middle.y);
  for (let i = 0; i < 5; ++i) await wide.page.mouse.wheel(0, -100);
  await settle(wide.page);
  await wide.page.mouse.click(middle.x, middle.y);
  await wide.page.waitForURL(/databases\/mvcc\.html/);
  assert.deepEqual(wide.problems, []);
  await wide.context.close();
});

test("without motion the map is where it goes at once", async () => {
  const { context, page, problems } = await open("graph.html", { reducedMotion: "reduce" });
  await page.getByLabel("Find a note on the map").fill("mvcc");
  await page.keyboard.press("Enter");
  await keep(page, "at once");
  await settle(page);
  await keep(page, "later");
  // What was drawn for the whole is stretched until it is drawn anew; names stand where they stay.
  assert.ok((await difference(page, "at once", "later")) < 200);
  const box = await middle_of(page);
  await page.mouse.click(box.x, box.y);
  await page.waitForURL(/databases\/mvcc\.html/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the lists reach every note, the page fits a phone, and axe has nothing to say", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 768, 1440]) {
      const { context, page, problems } = await open("graph.html", { colorScheme, viewport: { width, height: 900 } });
      for (const path of [null, "graph.html?note=databases/mvcc"]) {
        if (path) {
          await page.goto(place.url(path));
          await page.waitForSelector(".graph-title");
          assert.equal(await page.locator(".graph-title").innerText(), "MVCC");
          // What one came for is in sight without going through all neighbours.
          const [open_note, last] = [await page.getByRole("link", { name: "Open the note" }).boundingBox(), await page.locator(".graph-near").boundingBox()];
          assert.ok(open_note.y < last.y);
        } else {
          const count = Number((await page.locator(canvas).getAttribute("aria-label")).match(/\d+/)[0]);
          assert.equal(new Set(await page.locator(".graph-section a").evaluateAll((all) => all.map((one) => one.href))).size, count);
        }
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        await page.evaluate(axe_source);
        const result = await page.evaluate(() => window.axe.run(document, { preload: false }));
        assert.deepEqual(result.violations.map((one) => `${width} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" ")}`), []);
      }
      assert.deepEqual(problems, []);
      await context.close();
    }
  }
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
