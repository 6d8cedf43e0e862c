// Reading the built site in Chromium, in each way a reader opens it: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { build_site, files_below, launch, new_page, open_place, remove_site } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kind = process.env.LOCI_PLACE;
let folder;
let place;
let browser;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM);
  place = await open_place(kind, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const kinds = {
  home: "index.html",
  section: "databases/index.html",
  note: "databases/mvcc.html",
  "case study": "case-studies/tinyurl.html",
  tags: "tags/index.html",
  tag: "tags/caching.html",
  search: "search.html?q=index",
  review: "review.html",
};

test("what kind of note it is stands there in words", async () => {
  const { context, page } = await new_page(browser);
  await page.goto(place.url(kinds["case study"]));
  assert.match(await page.locator(".note-head > .meta").innerText(), /^case study · /);
  await context.close();
});

test("every page opens without a word on the console", async () => {
  const { context, page, problems } = await new_page(browser);
  for (const path of files_below(folder).filter((name) => name.endsWith(".html"))) {
    // 404 has the host's own addresses; the hub and the frame that draws diagrams are not read.
    if (["404.html", "hub.html", "diagram-frame.html"].includes(path)) continue;
    await page.goto(place.url(path), { waitUntil: "load" });
    assert.ok((await page.title()).length > 0, path);
    assert.equal(await page.locator("h1").count(), 1, `${path}: one h1`);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("links are followed from home to a note, a heading and back by a backlink", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("index.html"));
  await page.locator(".section-list a", { hasText: "Databases" }).first().click();
  await page.waitForURL(/databases\/index\.html$/);
  await page.locator(".note-list a", { hasText: "MVCC" }).first().click();
  await page.waitForURL(/databases\/mvcc\.html$/);
  assert.match(await page.locator("h1").innerText(), /MVCC/);
  assert.equal(await page.locator('#sidebar [aria-current="page"]').count(), 1);
  const entry = page.locator(".toc a").nth(1);
  const heading = decodeURIComponent((await entry.getAttribute("href")).slice(1));
  await page.locator(".toc").evaluate((toc) => (toc.open = true));
  await entry.click();
  await page.waitForFunction((id) => location.hash === `#${encodeURIComponent(id)}` || decodeURIComponent(location.hash) === `#${id}`, heading);
  assert.ok(await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top < innerHeight, heading));
  const backlink = page.locator(".backlinks li a").first();
  const title = await backlink.innerText();
  assert.ok((await page.locator(".backlinks mark").first().innerText()).length > 0);
  await backlink.click();
  await page.waitForFunction((text) => document.querySelector("h1")?.innerText === text, title);
  assert.deepEqual(problems, []);
  await context.close();
});

for (const scheme of ["light", "dark"]) {
  test(`no accessibility violations, ${scheme}`, async () => {
    const { context, page, problems } = await new_page(browser, { colorScheme: scheme, bypassCSP: true });
    for (const [name, path] of Object.entries(kinds)) {
      await page.goto(place.url(path), { waitUntil: "load" });
      await page.waitForTimeout(150); // search and review build their lists
      await page.evaluate(axe_source);
      const result = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const found = result.violations.map((violation) => `${name}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(" | ")}: ${violation.nodes[0].failureSummary}`);
      assert.deepEqual(found, []);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("nothing hangs over the edge of a phone, and the menu opens by touch and by key", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const path of Object.values(kinds)) {
    await page.goto(place.url(path), { waitUntil: "load" });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(over, 0, path);
  }
  await page.goto(place.url("databases/mvcc.html"));
  const menu = page.locator('[data-action="menu"]');
  await menu.tap();
  assert.equal(await menu.getAttribute("aria-expanded"), "true");
  assert.ok(await page.locator("#sidebar").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("aria-expanded"), "false");
  assert.ok(await menu.evaluate((element) => element === document.activeElement));
  assert.deepEqual(problems, []);
  await context.close();
});

test("the theme button changes the theme and the choice lasts", async () => {
  const { context, page, problems } = await new_page(browser, { colorScheme: "light" });
  await page.goto(place.url("index.html"));
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.locator('[data-action="theme"]').click();
  assert.notEqual(await paper(), light);
  const dark = await paper();
  await page.reload();
  assert.equal(await paper(), dark);
  if (kind !== "file") {
    await page.goto(place.url("databases/mvcc.html"));
    assert.equal(await paper(), dark);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

// The faces of the text would compete with the page for the line: over http the first page does without them.
test("the face of the text is there at once from disk, over http from the second page on", async () => {
  const { context, page, problems } = await new_page(browser);
  const seen = () =>
    page.evaluate(() => {
      const faces = [...document.fonts].filter((face) => face.family.includes("Source Serif 4") && face.status !== "unloaded").length;
      return { faces, used: getComputedStyle(document.body).fontFamily.includes("Variable") };
    });
  await page.goto(place.url(kinds.note), { waitUntil: "load" });
  assert.deepEqual(await seen(), kind === "file" ? { faces: 2, used: true } : { faces: 0, used: false });
  await page.waitForFunction(() => [...document.fonts].some((face) => face.status === "loaded"));
  await page.waitForTimeout(100);
  await page.goto(place.url(kinds["case study"]), { waitUntil: "load" });
  assert.deepEqual(await seen(), { faces: 2, used: true });
  assert.deepEqual(problems, []);
  await context.close();
});

test("a chosen theme is there before there is anything to see", async () => {
  const { context, page, problems } = await new_page(browser, { colorScheme: "light" });
  await page.goto(place.url(kinds.home));
  await page.locator('[data-action="theme"]').click();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      window.first_seen = document.documentElement.dataset.theme;
    }).observe(document, { childList: true, subtree: true });
  });
  for (const path of [kinds.note, kinds.section, kinds.review]) {
    await page.goto(place.url(path));
    assert.equal(await page.evaluate(() => window.first_seen), "dark", path);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("without JavaScript a note is read, its cards answered and its neighbours reached", async () => {
  const { context, page, problems } = await new_page(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(place.url("databases/mvcc.html"));
  assert.ok((await page.locator(".prose").innerText()).length > 2000);
  const answer = page.locator(".card details").first();
  await answer.locator("summary").click();
  assert.ok((await answer.innerText()).length > 10);
  await page.locator('[data-action="menu"]').click();
  assert.ok(await page.locator("#sidebar a").first().isVisible());
  await page.locator("#sidebar a", { hasText: "Isolation" }).first().click();
  await page.waitForURL(/isolation-levels\.html$/);
  await page.locator(".backlinks a").first().click();
  assert.ok(await page.locator("h1").isVisible());
  assert.deepEqual(problems, []);
  await context.close();
});

test("without JavaScript nothing is on show that does nothing, and pages that need it say so and lead on", async () => {
  const { context, page, problems } = await new_page(browser, { javaScriptEnabled: false });
  for (const path of [...Object.values(kinds), "contents.html", "glossary.html", "changes.html", "learn.html", "graph.html"]) {
    await page.goto(place.url(path));
    assert.equal(await page.locator("button:visible, input:visible, select:visible, [role=button]:visible").count(), 0, path);
  }
  for (const [path, link] of [["search.html", /tags\/index\.html$/], ["review.html", /contents\.html$/]]) {
    await page.goto(place.url(path));
    assert.match(await page.locator(".notice").innerText(), /needs JavaScript/);
    await page.locator(".notice a").click();
    await page.waitForURL(link);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("the search of a page is found by key, answers while typing and leads to the marked section", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("index.html"));
  await page.keyboard.press("/");
  const input = page.getByRole("combobox");
  await input.waitFor();
  await page.keyboard.type("write skew");
  const option = page.getByRole("option").first();
  await option.waitFor();
  await page.getByRole("option", { name: /isolation/i }).first().waitFor();
  assert.ok((await page.locator('[role="option"] mark').count()) > 0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\.html\?h=/);
  await page.locator("main mark").first().waitFor();
  assert.deepEqual(problems, []);

  await page.keyboard.press("Control+k");
  await input.waitFor();
  await page.keyboard.press("Escape");
  await input.waitFor({ state: "hidden" });

  await page.goto(place.url("search.html?q=replication"));
  await page.locator("#search-results a").first().waitFor();
  assert.ok((await page.locator("#search-results a").count()) > 2);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a word that stands nowhere leaves an answer that helps", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("search.html?q=zzzqqqxxx"));
  await page.waitForFunction(() => document.getElementById("search-results")?.innerText.length > 10);
  assert.equal(await page.locator("#search-results [role=option], #search-results li a").count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("in forced colours what is chosen, marked and reached by key is told apart", async () => {
  const { context, page, problems } = await new_page(browser, { forcedColors: "active", colorScheme: "dark" });
  const border = (selector, side) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], side);
  await page.goto(place.url(kinds.note));
  const canvas = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const pressed = await border('.map-depth [aria-pressed="true"]', "borderBottomColor");
  assert.notEqual(pressed, canvas);
  assert.equal(await border('.map-depth [aria-pressed="false"]', "borderBottomColor"), canvas);
  assert.equal(await page.locator(".tool-theme").isVisible(), false);
  await page.keyboard.press("/");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("mvcc");
  await page.locator('.search-hit[aria-selected="true"]').waitFor();
  assert.notEqual(await border('.search-hit[aria-selected="true"]', "outlineStyle"), "none");
  assert.equal(await border('.search-hit[aria-selected="false"]', "borderLeftColor"), canvas);
  // A map is drawn in colours of its own, one a section.
  await page.goto(place.url("graph.html"));
  await page.locator(".graph canvas").waitFor();
  await page.waitForTimeout(800);
  const colours = await page.locator(".graph canvas").evaluate((canvas_element) => {
    const { data } = canvas_element.getContext("2d").getImageData(0, 0, canvas_element.width, canvas_element.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) seen.add(`${data[i] >> 5},${data[i + 1] >> 5},${data[i + 2] >> 5}`);
    return seen.size;
  });
  assert.ok(colours > 10, `${colours}`);
  assert.deepEqual(problems, []);
  await context.close();
});
