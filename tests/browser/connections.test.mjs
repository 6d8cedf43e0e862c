// Previews, the map and the learning path, in each way a reader opens a site: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { build_site, launch, new_page, open_place, remove_site } from "./harness.mjs";

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

const note = "databases/mvcc.html";
const preview = "#loci-preview";

async function open(path, options = {}) {
  const opened = await new_page(browser, { viewport: { width: 1280, height: 900 }, ...options });
  await opened.page.goto(place.url(path));
  return opened;
}

// What a browser knows after reviews: the notes named are remembered so well.
async function remember(page, notes) {
  await page.evaluate((known) => {
    const day = Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000);
    const all = { v: 1, factor: 19 / 81, decay: -0.5, retention: 0.9, rollover_hour: 4, new_per_day: 10, reviews_per_day: 0, day, introduced: 0, reviews: 0, fresh: 0, notes: {} };
    for (const [slug, [cards, stability, ago]] of Object.entries(known)) {
      all.notes[slug] = Array.from({ length: cards }, () => [stability, day - ago, day + 1, 0]);
    }
    localStorage.setItem(`loci:${document.documentElement.dataset.site}:remembered`, JSON.stringify(all));
  }, notes);
}

test("resting on a link shows where it leads; the pointer may go in; Escape takes it away", async () => {
  const { context, page, problems } = await open(note);
  const scripts = () => page.evaluate(() => performance.getEntriesByType("resource").filter((one) => /previews|preview\./.test(one.name)).length);
  assert.equal(await scripts(), 0);
  const link = page.locator('.prose a[href="isolation-levels.html"]').first();
  await link.scrollIntoViewIfNeeded();
  const before_box = await link.boundingBox();
  await link.hover();
  await page.waitForSelector(preview);
  assert.match(await page.locator(preview).innerText(), /Databases\s+Isolation levels\s+What each isolation level/);
  assert.equal(await link.getAttribute("aria-describedby"), "loci-preview");
  assert.deepEqual(await link.boundingBox(), before_box);
  const box = await page.locator(preview).boundingBox();
  await page.mouse.move(box.x + 30, box.y + 30, { steps: 6 });
  await page.waitForTimeout(500);
  assert.equal(await page.locator(preview).count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(preview).count(), 0);
  await page.mouse.move(5, 5);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a preview opens on keyboard focus, says how well the note is remembered, and goes with the focus", async () => {
  const { context, page, problems } = await open(note);
  await remember(page, { "databases/isolation-levels": [4, 100, 1] });
  const link = page.locator('.prose a[href="isolation-levels.html"]').first();
  await page.keyboard.press("Tab"); // the page knows now that a keyboard is used
  await link.evaluate((element) => element.focus());
  await page.waitForSelector(preview, { timeout: 4000 });
  assert.match(await page.locator(preview).innerText(), /100% remembered/);
  await page.locator(".site-name").focus();
  await page.waitForFunction((name) => !document.querySelector(name), preview);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a finger that rests sees the preview and stays on the page; a tap goes on", async () => {
  const { context, page, problems } = await open(note, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const link = page.locator('.prose a[href="isolation-levels.html"]').first();
  await link.scrollIntoViewIfNeeded();
  const box = await link.boundingBox();
  const client = await context.newCDPSession(page);
  const touch = (type, points) => client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const point = [{ x: box.x + 10, y: box.y + box.height / 2 }];
  for (const time of [1500, 1200]) {
    await touch("touchStart", point);
    await page.waitForTimeout(time);
    if ((await page.locator(preview).count()) > 0) break;
    await touch("touchEnd", []);
  }
  assert.equal(await page.locator(preview).count(), 1);
  const shown = await page.locator(preview).boundingBox();
  assert.ok(shown.x >= 0 && shown.x + shown.width <= 390, JSON.stringify(shown));
  await touch("touchEnd", []);
  await page.waitForTimeout(300);
  assert.equal(await page.locator(preview).count(), 1, "it stays to be read");
  assert.match(page.url(), /mvcc/);
  await page.touchscreen.tap(5, 300);
  await page.waitForFunction((name) => !document.querySelector(name), preview);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the map has every note, finds one, and leads to it", async () => {
  const { context, page, problems } = await open("graph.html");
  await page.waitForSelector(".graph canvas");
  const listed = await page.locator(".graph-section a").count();
  assert.match(await page.locator(".graph canvas").getAttribute("aria-label"), new RegExp(`Map of ${listed} notes`));
  await page.getByLabel("Find a note on the map").fill("mvcc");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".graph-title").innerText(), "MVCC");
  const near = await page.locator(".graph-near li").count();
  assert.ok(near > 5);
  await page.getByLabel("Links away").selectOption("1");
  await page.locator(".graph canvas").focus();
  for (const key of ["+", "-", "ArrowLeft", "ArrowDown", "0", "m"]) await page.keyboard.press(key);
  assert.equal(await page.locator(".graph-field select").first().inputValue(), "memory");
  await page.keyboard.press("Enter");
  await page.waitForURL(/databases\/mvcc\.html/);
  await page.goto(place.url("graph.html?note=databases/mvcc"));
  await page.waitForSelector(".graph-title");
  assert.equal(await page.locator(".graph-title").innerText(), "MVCC");
  // The chosen note stands in the middle: a click there opens it.
  const box = await page.locator(".graph canvas").boundingBox();
  await page.waitForTimeout(500);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForURL(/databases\/mvcc\.html/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a note's map and related notes need no script", async () => {
  const { context, page } = await open(note, { javaScriptEnabled: false });
  assert.ok((await page.locator("svg.map a").count()) > 5);
  assert.ok((await page.locator(".related li").count()) > 0);
  await page.locator("svg.map a").first().click();
  assert.doesNotMatch(page.url(), /mvcc/);
  await page.goto(place.url("graph.html"));
  assert.ok((await page.locator(".graph-section a").count()) > 100);
  await context.close();
});

test("where the data of the whole map does not come, a note's own map stays and says so", async () => {
  const { context, page } = await open(note);
  await page.evaluate(() => {
    window.loci.load = () => Promise.reject(new Error("not there"));
  });
  await page.locator('.map-depth button[value="2"]').click();
  await page.getByText("The map could not be loaded.").waitFor();
  assert.equal(await page.locator(".near svg.map").isVisible(), true);
  await context.close();
});

test("a note's map goes as far as two links when it is asked to, by keyboard, and loads nothing before", async () => {
  for (const width of [390, 1440]) {
    const { context, page, problems } = await open(note, { viewport: { width, height: 900 } });
    const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").filter((one) => /graph\/|near\./.test(one.name)).length);
    assert.equal(await loaded(), 0);
    const near = await page.locator(".near svg.map a").count();
    await page.locator('.map-depth button[value="2"]').focus();
    await page.keyboard.press("Enter");
    await page.locator("svg.map-two").waitFor();
    assert.equal(await page.locator('.map-depth button[value="2"]').getAttribute("aria-pressed"), "true");
    assert.equal(await page.locator(".near svg.map:not(.map-two)").isVisible(), false);
    assert.ok((await page.locator("svg.map-two a").count()) > near);
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    assert.match(await page.locator(".map-named").innerText(), new RegExp(`^${name.replace(/[^\w ]/g, ".")}`));
    await page.evaluate(axe_source);
    const result = await page.evaluate(() => window.axe.run(document.querySelector(".near"), { preload: false }));
    assert.deepEqual(result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" ")}`), []);
    if (process.env.LOCI_SHOTS) await page.locator(".near").screenshot({ path: `${process.env.LOCI_SHOTS}/near-${width}.png` });
    const here = page.url();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== here);
    await page.goBack();
    await page.locator('.map-depth button[value="2"]').click();
    await page.locator('.map-depth button[value="1"]').click();
    assert.equal(await page.locator(".near svg.map:not(.map-two)").isVisible(), true);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("what a note's map leaves out is counted while it shows one link, and which button is pressed shows in forced colours", async () => {
  const { context, page, problems } = await open(note, { forcedColors: "active" });
  const more = page.getByText(/^and \d+ more/);
  assert.equal(await more.isVisible(), true);
  const edges = () => page.locator(".map-depth button").evaluateAll((all) => all.map((one) => getComputedStyle(one).borderBottomColor));
  const [one, two] = await edges();
  assert.notEqual(one, two);
  await page.locator('.map-depth button[value="2"]').click();
  await page.locator("svg.map-two").waitFor();
  assert.equal(await more.isVisible(), false);
  assert.deepEqual(await edges(), [two, one]);
  await page.locator('.map-depth button[value="1"]').click();
  assert.equal(await more.isVisible(), true);
  assert.deepEqual(problems, []);
  await context.close();
});

test("what is next to learn follows from what is remembered", async () => {
  const { context, page, problems } = await open("learn.html");
  assert.equal(await page.locator(".next-steps").isVisible(), false);
  const first = page.locator(".stage").first().locator(".note-list-title");
  const names = await first.allInnerTexts();
  const rows = await page.evaluate(async () => {
    const { loci } = window;
    const path = await loci.load("learn/path", document.querySelector("[data-next]").dataset.next);
    const rows = [];
    for (let i = 0; ; ++i) {
      const piece = await loci.load(`learn/r${i}`, `learn/r${i}.${path.hash}.js`);
      rows.push(...piece);
      if (piece.length < 128) return rows;
    }
  });
  // All of the first stage are remembered but one, which fades.
  const stage = rows.filter(([, , title]) => names.includes(title));
  const known = Object.fromEntries(stage.map(([, slug, , , cards]) => [slug, [cards, 500, 1]]));
  const [, slug, title, , cards] = stage[0];
  known[slug] = [cards, 12, 9];
  await remember(page, known);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#next-title")?.textContent === "Next to learn");
  const next = await page.locator(".next-steps .note-list-title").allInnerTexts();
  assert.equal(next.length, 3);
  for (const name of next) assert.ok(!names.includes(name), name);
  const first_open = rows.filter(([, slug, , , , , , needs]) => !(slug in known) && needs.every(([one, cards]) => one in known || cards === 0));
  assert.deepEqual(next, first_open.sort((a, b) => a[0] - b[0]).slice(0, 3).map(([, , name]) => name));
  assert.match(await page.locator("[data-fading]").innerText(), new RegExp(title));
  await page.goto(place.url("index.html"));
  await page.waitForFunction(() => document.querySelector("#next-title")?.textContent === "Next to learn");
  assert.deepEqual(await page.locator(".next-steps .note-list-title").allInnerTexts(), next);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the learning path is a few screens long until a stage is unfolded, without a script too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { context, page } = await open("learn.html", { viewport: { width: 390, height: 844 }, javaScriptEnabled });
    const height = () => page.locator("body").evaluate((body) => body.scrollHeight);
    assert.ok((await height()) < 3500, `${await height()} px`);
    const stage = page.locator(".stage").nth(2);
    assert.match(await stage.locator("summary").innerText(), /^Stage 3 \d+ notes, \d+ min\s+[A-Z][a-z]+ \d+ · /);
    const note = stage.locator(".note-list-title").first();
    assert.equal(await note.isVisible(), false);
    await stage.locator("summary").focus();
    await page.keyboard.press("Enter");
    assert.equal(await note.isVisible(), true);
    assert.equal(await page.locator("html").evaluate((html) => html.scrollWidth), 390);
    await context.close();
  }
});

test("what a note requires on the path stands on its page, and it among what that unlocks", () => {
  const read = (path) => readFileSync(`${folder}/${path}`, "utf8");
  const titles = (html) => [...html.matchAll(/<li><a href="[^"]*"[^>]*>([^<]*)</g)].map(([, title]) => title);
  const part = (html, heading) => titles(html.match(new RegExp(`<h3>${heading}</h3><ul>([^]*?)</ul>`))?.[1] ?? "");
  const items = [...read("learn.html").matchAll(/<li><a class="note-list-title" href="([^"]*)"[^>]*>([^<]*)<[^]*?<\/li>/g)];
  const path_of = new Map(items.map(([, href, title]) => [title, href]));
  let count = 0;
  for (const [item, href, title] of items) {
    const after = item.match(/class="after"> · after ([^<]*)</)?.[1] ?? "";
    const required = part(read(href), "Read first");
    if (item.includes('class="after"') || after) assert.equal(required.join(", "), after, title);
    for (const one of required) {
      ++count;
      assert.ok(part(read(path_of.get(one)), "Leads to").includes(title), `${one} -> ${title}`);
    }
  }
  assert.ok(count > 100, String(count));
});

test("axe has nothing to say about the map and the path, light and dark, wide and narrow", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1440]) {
      const { context, page } = await open("graph.html?note=databases/mvcc", { colorScheme, viewport: { width, height: 900 } });
      await page.waitForSelector(".graph-title");
      for (const path of [null, "learn.html", note]) {
        if (path) await page.goto(place.url(path));
        await page.evaluate(axe_source);
        const result = await page.evaluate(() => window.axe.run(document, { preload: false }));
        assert.deepEqual(result.violations.map((one) => `${path} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" ")}`), []);
      }
      await context.close();
    }
  }
});
