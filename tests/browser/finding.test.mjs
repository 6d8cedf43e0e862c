// Finding the way: keys, the pages of everything, folded folders, right to left, paper. LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site } from "./harness.mjs";
import { write_sample } from "./sample.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kind = process.env.LOCI_PLACE;
let project;
let folder;
let place;
let browser;

before(async () => {
  project = write_sample();
  folder = build_site(process.env.LOCI_PROGRAM, [], project);
  place = await open_place(kind, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
  remove_site(project);
});

const kinds = {
  home: "index.html",
  section: "guide/index.html",
  note: "guide/start.html",
  "right to left": "other/arabic.html",
  tags: "tags/index.html",
  "tag without notes of its own": "tags/how/first.html",
  contents: "contents.html",
  changes: "changes.html",
  glossary: "glossary.html",
  book: "print.html",
  "book of a section": "guide/print.html",
};

for (const scheme of ["light", "dark"]) {
  test(`no accessibility violations, ${scheme}`, async () => {
    const { context, page, problems } = await new_page(browser, { colorScheme: scheme, bypassCSP: true });
    for (const [name, path] of Object.entries(kinds)) {
      await page.goto(place.url(path), { waitUntil: "load" });
      await page.evaluate(axe_source);
      const result = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const found = result.violations.map((violation) => `${name}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(" | ")}: ${violation.nodes[0].failureSummary}`);
      assert.deepEqual(found, []);
    }
    // The list of keys is a page kind of its own.
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    const result = await page.evaluate(() => window.axe.run(document.querySelector("dialog.keys"), { preload: false }));
    assert.deepEqual(result.violations.map((violation) => violation.id), []);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("nothing hangs over the edge at 320 px, which is a wide screen at 400 %, nor at 640, 768 and 1024", async () => {
  for (const width of [320, 640, 768, 1024, 1280]) {
    const { context, page, problems } = await new_page(browser, { viewport: { width, height: 800 } });
    for (const [name, path] of Object.entries(kinds)) {
      await page.goto(place.url(path), { waitUntil: "load" });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${name} at ${width}`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("the column of the text stays where it is when the contents are not there", async () => {
  const { context, page } = await new_page(browser, { viewport: { width: 1440, height: 900 } });
  const left = [];
  for (const path of ["guide/start.html", "guide/inner/deeper.html", "guide/index.html", "glossary.html"]) {
    await page.goto(place.url(path));
    left.push(await page.locator("h1").evaluate((element) => Math.round(element.getBoundingClientRect().left)));
  }
  assert.equal(new Set(left).size, 1, left.join(" "));
  await context.close();
});

test("a key that is pressed right after the list of keys was closed counts", async () => {
  const { context, page, problems } = await new_page(browser);
  for (let i = 0; i < 5; ++i) {
    await page.goto(place.url("guide/start.html"));
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.getByRole("combobox").waitFor();
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("keys go home, to the lists, to the next note and its headings, and can be turned off", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("guide/start.html"));
  await page.keyboard.press("]");
  await page.waitForURL(/guide\/next\.html$/);
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement.id), "a-part");
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement.id), "another-part");
  await page.keyboard.press("k");
  assert.equal(await page.evaluate(() => document.activeElement.id), "a-part");
  await page.keyboard.press("[");
  await page.waitForURL(/guide\/start\.html$/);
  for (const [key, url] of [["t", /tags\/index\.html$/], ["a", /contents\.html$/], ["h", /index\.html$/], ["r", /review\.html$/]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.waitForURL(url);
  }
  await page.goto(place.url("guide/start.html"));
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before_key = await paper();
  await page.keyboard.press("t");
  assert.notEqual(await paper(), before_key);

  // Never while somebody types.
  await page.goto(place.url("search.html"));
  await page.locator("#search-input").fill("");
  await page.locator("#search-input").press("t");
  await page.locator("#search-input").press("?");
  assert.equal(await page.locator("#search-input").inputValue(), "t?");
  assert.equal(await page.locator("dialog.keys").count(), 0);

  await page.goto(place.url("guide/start.html"));
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys" });
  await list.waitFor();
  assert.match(await list.innerText(), /g h\s+home/);
  await list.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await page.keyboard.press("]");
  await page.keyboard.press("/");
  await page.waitForTimeout(100);
  assert.match(page.url(), /guide\/start\.html$/);
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.getByRole("button", { name: "Keys" }).click();
  await list.getByRole("checkbox").check();
  await list.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("]");
  await page.waitForURL(/guide\/next\.html$/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("with the keyboard alone, from the address bar to a graded card", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("index.html"));
  const press_until = async (wanted, most) => {
    for (let i = 0; i < most; ++i) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
    }
    assert.fail(`no ${wanted} in ${most} steps`);
  };
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the text");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await press_until('.prose a[href$="start.html"]', 5);
  await page.keyboard.press("Enter");
  await page.waitForURL(/guide\/start\.html$/);
  await press_until('[data-action="review-here"]', 80);
  await page.keyboard.press("Enter");
  await page.locator("[data-review] .review-card").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-review]").contains(document.activeElement));
  await page.keyboard.press("Space");
  await page.locator("[data-review] .review-back").waitFor();
  await page.waitForTimeout(200); // a key right after the answer is a slip and does not count
  await page.keyboard.press("3");
  await page.waitForFunction(() => document.querySelector("[data-review] .review-back") === null);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a note in Arabic runs from right to left and its code does not", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("other/arabic.html"));
  const style = await page.evaluate(() => {
    const of = (selector) => getComputedStyle(document.querySelector(selector)).direction;
    const quote = getComputedStyle(document.querySelector(".prose blockquote"));
    return [of("html"), of("h1"), of(".prose"), of(".prose code"), quote.borderRightWidth, quote.borderLeftWidth];
  });
  assert.deepEqual(style, ["ltr", "rtl", "rtl", "ltr", "3px", "0px"]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("without JavaScript the tree opens, tags lead down, folders unfold and the glossary defines", async () => {
  const { context, page, problems } = await new_page(browser, { javaScriptEnabled: false });
  await page.goto(place.url("index.html"));
  await page.locator('#sidebar a[href="contents.html"]').click();
  await page.waitForURL(/contents\.html$/);
  const inner = page.locator(".tree details", { hasText: "Inner" }).last();
  assert.ok(await inner.getByText("Deeper").isVisible());
  await inner.locator("summary").click();
  assert.ok(!(await inner.getByText("Deeper").isVisible()));
  await page.goto(place.url("guide/index.html"));
  const folder_inside = page.locator("#sidebar details", { hasText: "Inner" });
  await folder_inside.locator("summary").click();
  await folder_inside.getByText("Deep", { exact: true }).click();
  await page.waitForURL(/guide\/inner\/deep\.html$/);
  await page.goto(place.url("glossary.html"));
  assert.match(await page.locator(".terms").allInnerTexts().then((all) => all.join("\n")), /Start ?The first note\.(\n|$)/);
  assert.ok(await page.getByText("see Start").isVisible());
  await page.goto(place.url("tags/index.html"));
  assert.match(await page.locator(".tag-index").innerText(), /how\s*2[\s\S]*first\s*1[\s\S]*second\s*1/);
  await page.locator(".tag-index a", { hasText: "first" }).click();
  await page.waitForURL(/tags\/how\/first\.html$/);
  assert.equal(await page.locator('[data-keys] button').isVisible(), false);
  assert.deepEqual(problems, []);
  await context.close();
});

test("on paper a note shows its answers and no tools, and a book has chapters that its links lead to", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("guide/start.html"));
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator(".site-head").isVisible()));
  assert.ok(!(await page.locator("#sidebar").isVisible()));
  await page.goto(place.url("print.html"));
  const contents = await page.locator(".book-contents a").evaluateAll((links) => links.map((link) => [link.textContent, document.getElementById(decodeURIComponent(link.hash.slice(1)))?.textContent]));
  assert.ok(contents.length >= 7);
  for (const [title, heading] of contents) assert.equal(heading, title);
  const inside = await page.locator('.book .prose a[href*="#"]').evaluateAll((links) => links.filter((link) => link.getAttribute("href").startsWith("#") && !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => link.getAttribute("href")));
  assert.deepEqual(inside, []);
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: false });
  const count = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(count >= 7, `${count} pages`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("moving to another page asks for it while the pointer rests on the link, over http only", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("guide/start.html"));
  const link = page.locator('.prose a[href$="deep.html#two"]');
  await link.hover();
  await page.waitForTimeout(600);
  await link.click();
  await page.waitForURL(/deep\.html#two$/);
  const how = await page.evaluate(() => performance.getEntriesByType("navigation")[0].deliveryType);
  assert.equal(how, kind === "file" ? "" : "navigational-prefetch");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a browser without speculation rules is told by the pointer", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.addInitScript(() => {
    HTMLScriptElement.supports = (type) => type === "classic";
  });
  await page.goto(place.url("guide/start.html"));
  await page.locator('.prose a[href$="deep.html#two"]').hover();
  await page.waitForTimeout(200);
  assert.equal(await page.locator('link[rel="prefetch"]').count(), kind === "file" ? 0 : 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a press goes over into the next page, a key does not, and what is pressed meanwhile is meant", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.addInitScript(() => {
    addEventListener("pagereveal", (event) => (window.went_over = event.viewTransition !== null));
    const slow = new CSSStyleSheet();
    slow.replaceSync("::view-transition-group(*), ::view-transition-old(*), ::view-transition-new(*) { animation-duration: 20s !important; }");
    document.adoptedStyleSheets.push(slow);
  });
  const place_of = (selector) =>
    page.evaluate((wanted) => {
      const box = document.querySelector(wanted).getClientRects()[0];
      return [box.x + box.width / 2, box.y + box.height / 2];
    }, selector);
  const revealed = () => page.waitForFunction(() => window.went_over !== undefined);
  await page.goto(place.url("guide/start.html"));
  await revealed();
  assert.equal(await page.evaluate(() => window.went_over), false);
  await page.mouse.click(...(await place_of('.prose a[href$="deep.html#two"]')));
  await page.waitForURL(/deep\.html#two$/, { waitUntil: "commit" });
  await revealed();
  assert.equal(await page.evaluate(() => window.went_over), true);
  // While the one goes over into the other.
  const [x, y] = await place_of(".site-name");
  assert.equal(await page.evaluate(([left, top]) => document.elementFromPoint(left, top) === document.documentElement, [x, y]), true);
  await page.mouse.click(x, y);
  await page.waitForURL(/\/(index\.html)?$/, { waitUntil: "commit" });
  await revealed();
  assert.equal(await page.evaluate(() => window.went_over), true);
  await page.mouse.click(5, 400); // ends it
  await page.locator('[data-action="theme"]').focus();
  const link = page.locator("main a[href$='.html']").first();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/[a-z]\.html$/, { waitUntil: "commit" });
  await revealed();
  assert.equal(await page.evaluate(() => window.went_over), false);
  assert.deepEqual(problems, []);
  await context.close();

  const still = await new_page(browser, { reducedMotion: "reduce" });
  await still.page.addInitScript(() => addEventListener("pagereveal", (event) => (window.went_over = event.viewTransition !== null)));
  await still.page.goto(place.url("guide/start.html"));
  await still.page.locator('.prose a[href$="deep.html#two"]').click();
  await still.page.waitForURL(/deep\.html#two$/);
  await still.page.waitForFunction(() => window.went_over === false);
  assert.deepEqual(still.problems, []);
  await still.context.close();
});

test("the site's own links, colour and line at the foot are on every page", async () => {
  const { context, page, problems } = await new_page(browser, { colorScheme: "light" });
  await page.goto(place.url("guide/start.html"));
  assert.deepEqual(await page.locator(".site-nav a").allInnerTexts(), ["Start", "Elsewhere"]);
  assert.match(await page.locator(".site-foot").innerText(), /Written for tests\. · Fediverse/);
  assert.equal(await page.locator(".prose a.internal").first().evaluate((link) => getComputedStyle(link).color), "rgb(122, 31, 92)");
  assert.deepEqual(problems, []);
  await context.close();
});

test("what is folded is printed open and without the sign of a fold", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("guide/start.html"));
  await page.emulateMedia({ media: "print" });
  const folded = page.locator(".prose details.callout:not([open])").first();
  const seen = await folded.evaluate((details) => {
    const summary = details.querySelector("summary");
    return [getComputedStyle(summary).listStyleType, details.lastElementChild.getBoundingClientRect().height > 10];
  });
  assert.deepEqual(seen, ["none", true]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a table of many columns is printed as wide as the page, which keeps its size", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(place.url("guide/start.html"));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 500, height: 700 }); // A5
  const [over, size] = await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, parseFloat(getComputedStyle(document.querySelector(".prose table")).fontSize)]);
  assert.equal(over, 0);
  assert.ok(size > 5, `${size}`);
  assert.deepEqual(problems, []);
  await context.close();
});
