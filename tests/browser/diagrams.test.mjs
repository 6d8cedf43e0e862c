// Mathematics and diagrams in Chromium, in each way a reader opens a site: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build_site, files_below, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kind = process.env.LOCI_PLACE;
const fence = (source) => "```mermaid\n" + source + "\n```\n";
const notes = {
  "index.md": "# Home\n\nNothing special.\n",
  "plain.md": "# Plain\n\nNothing special.\n",
  "diagrams.md":
    "# Diagrams\n\n" +
    fence("flowchart LR\n  accTitle: The way of a request\n  accDescr: From the client to the cache\n  A[Client] -->|asks| B{Cache}\n  B -- miss --> C[(Database)]") +
    fence('sequenceDiagram\n  Alice->>Bob: <img src=x onerror="alert(1)"> & "hello"\n  Bob-->>Alice: hi') +
    fence("flowchart LR\n  A[never closed -->") +
    "\n".repeat(3) +
    Array.from({ length: 120 }, (_, i) => `Line ${i}.\n\n`).join("") +
    fence("classDiagram\n  Animal <|-- Duck"),
  "wide.md": "# Wide\n\n" + fence("sequenceDiagram\n" + Array.from({ length: 7 }, (_, i) => `  A${i}->>A${i + 1}: a message`).join("\n")) + fence("flowchart LR\n  A --> B"),
  "math.md":
    "# Formulas\n\nInline $\\frac{a}{b}$, $\\textcolor{red}{x}$, $\\mathbb{R}$ and $\\no{x}$.\n\n" +
    "$$\\sum_{i=1}^n \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix} = \\begin{cases} 1 & x > 0 \\\\ 0 & \\text{else} \\end{cases}$$\n\n" +
    "$$x_1 " + Array.from({ length: 60 }, (_, i) => `+ x_{${i + 2}}`).join(" ") + "$$\n",
  "deck/index.md": "# Deck\n\n" + fence("flowchart LR\n  X --> Y") + "\n$z^2$\n",
  "deck/cards.md": "# Cards\n\n> [!card] What is $x^2$ here?\n> " + fence("flowchart LR\n  Q --> R").trim().replaceAll("\n", "\n> ") + "\n",
};
let source;
let folder;
let place;
let browser;

before(async () => {
  source = temporary_folder();
  for (const [path, text] of Object.entries(notes)) {
    mkdirSync(join(source, path, ".."), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  folder = build_site(process.env.LOCI_PROGRAM, [], source);
  place = await open_place(kind, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
  rmSync(source, { recursive: true, force: true });
});

// A page that also collects what its policy blocks.
async function open(path, options = {}) {
  const opened = await new_page(browser, options);
  await opened.page.addInitScript(() => {
    window.blocked = [];
    document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await opened.page.goto(place.url(path), { waitUntil: "load" });
  return opened;
}

const pictures = (page) => page.locator("figure.diagram img");
const decoded = (url) => decodeURIComponent(url.replace(/^data:image\/svg\+xml;charset=utf-8,/, ""));

test("a page without them loads nothing of them", async () => {
  const requested = [];
  const { context, page, problems } = await new_page(browser);
  page.on("request", (request) => requested.push(request.url()));
  await page.goto(place.url("plain.html"), { waitUntil: "load" });
  assert.deepEqual(requested.filter((url) => /math|diagram|mermaid/.test(url)), []);
  assert.ok(!(await page.content()).includes("data-need"));
  assert.deepEqual(problems, []);
  await context.close();
});

test("diagrams are drawn when they come near, in silence and within the page's policy", async () => {
  const { context, page, problems } = await open("diagrams.html");
  await page.locator("figure.is-drawn").nth(1).waitFor({ timeout: 30_000 });
  const first = pictures(page).first();
  assert.equal(await first.getAttribute("alt"), "The way of a request. From the client to the cache");
  assert.ok(await first.evaluate((image) => image.complete && image.naturalWidth > 100 && image.naturalHeight > 50));
  const svg = decoded(await first.getAttribute("src"));
  for (const text of ["Client", "asks", "Database"]) assert.ok(svg.includes(text), text);
  assert.ok(!svg.includes("foreignObject"));
  // The source is kept, and what it says runs nowhere.
  assert.match(await page.locator("figure.diagram details pre").nth(1).textContent(), /onerror/);
  assert.ok(!/<img/.test(decoded(await pictures(page).nth(1).getAttribute("src"))));
  // A mistake is said in place, and the source stays open to the eye.
  const broken = page.locator("figure.diagram", { has: page.locator(".diagram-error") });
  await broken.waitFor();
  assert.match(await broken.locator(".diagram-error").innerText(), /cannot be drawn.*Parse error/s);
  assert.ok(await broken.locator("pre").isVisible());
  // The last one is far away: it is drawn in its turn, or when one comes to it.
  await page.locator("figure.diagram").last().scrollIntoViewIfNeeded();
  await page.locator("figure.is-drawn").nth(2).waitFor({ timeout: 30_000 });
  assert.deepEqual(await page.evaluate(() => window.blocked), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the library is asked for once, and only when a diagram is near", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 1200, height: 300 } });
  const requested = [];
  page.on("request", (request) => requested.push(request.url()));
  await page.goto(place.url("deck/index.html"), { waitUntil: "load" });
  await page.locator("figure.is-drawn").waitFor({ timeout: 30_000 });
  assert.equal(requested.filter((url) => url.includes("mermaid")).length, 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the picture follows the theme, and paper is light", async () => {
  const { context, page, problems } = await open("deck/index.html", { colorScheme: "light" });
  const image = pictures(page);
  await image.waitFor({ timeout: 30_000 });
  const light = await image.getAttribute("src");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction((before) => document.querySelector("figure.diagram img").src !== before, light, { timeout: 15_000 });
  const dark = await image.getAttribute("src");
  await page.locator('[data-action="theme"]').click(); // to light, by choice
  await page.waitForFunction((before) => document.querySelector("figure.diagram img").src === before, light);
  await page.locator('[data-action="theme"]').click();
  await page.waitForFunction((before) => document.querySelector("figure.diagram img").src === before, dark);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await image.getAttribute("src"), light);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await image.getAttribute("src"), dark);
  assert.deepEqual(problems, []);
  await context.close();
});

// What the key that prints does, seen by a print() that only tells.
test("paper has every diagram: the key that prints waits for those that nobody came near", async () => {
  const { context, page, problems } = await open("diagrams.html", { viewport: { width: 900, height: 500 } });
  await page.evaluate(() => {
    window.printed = [];
    window.print = () => window.printed.push(document.querySelectorAll("figure.is-drawn").length);
  });
  if (kind === "file") await page.locator("figure.is-drawn").nth(2).waitFor({ timeout: 30_000 }); // without being asked
  await page.keyboard.press("Control+p");
  if (kind !== "file") await page.waitForFunction(() => window.printed.length > 0, undefined, { timeout: 30_000 });
  // A browser of tests has no print dialogue: where nothing is missing the key is the browser's own.
  assert.deepEqual(await page.evaluate(() => window.printed), kind === "file" ? [] : [3]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a wide formula makes neither the printed page smaller nor stands over its edge", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 900, height: 900 } });
  await page.goto(place.url("math.html"), { waitUntil: "load" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 657, height: 900 }); // A4 within its margins
  const [over, size, whole] = await page.evaluate(() => {
    const wide = [...document.querySelectorAll(".math-block > math")].at(-1);
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    return [document.documentElement.scrollWidth - innerWidth, size(wide), size(document.querySelector(".math-block > math"))];
  });
  assert.equal(over, 0);
  assert.ok(size < whole && size > 3, `${size} of ${whole}`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a diagram opens larger by key, and Escape closes it", async () => {
  const { context, page, problems } = await open("diagrams.html", { viewport: { width: 700, height: 600 } });
  const button = page.locator(".diagram-picture").first();
  await button.waitFor({ timeout: 30_000 });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /way of a request/ });
  await dialog.waitFor();
  const [small, large] = await Promise.all([button.locator("img").evaluate((i) => i.clientWidth), dialog.locator("img").evaluate((i) => i.clientWidth)]);
  assert.ok(large >= small, `${large} >= ${small}`);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  await button.click();
  await page.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(await page.evaluate(() => window.blocked), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a card under review shows its formula and its diagram", async () => {
  const { context, page, problems } = await open("review.html");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card math").waitFor();
  await page.keyboard.press("Space");
  await page.locator(".review-card figure.is-drawn img").waitFor({ timeout: 30_000 });
  assert.deepEqual(await page.evaluate(() => window.blocked), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test("formulas are laid out as mathematics, and wide ones scroll in themselves", async () => {
  const { context, page, problems } = await open("math.html", { viewport: { width: 390, height: 844 } });
  const boxes = await page.evaluate(() => {
    const of = (selector) => document.querySelector(selector).getBoundingClientRect();
    const [top, bottom] = [...document.querySelector("mfrac").children].map((child) => child.getBoundingClientRect());
    return {
      over: top.bottom <= bottom.top + 1,
      cells: [...document.querySelectorAll("mtd")].length,
      fences: of("mtable").height > 20,
      red: getComputedStyle(document.querySelector("[mathcolor]")).color,
      page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      scrolls: [...document.querySelectorAll(".math-block")].some((block) => block.scrollWidth > block.clientWidth),
    };
  });
  assert.deepEqual(boxes, { over: true, cells: 8, fences: true, red: "rgb(255, 0, 0)", page: 0, scrolls: true });
  assert.equal(await page.locator("math").first().getAttribute("alttext"), "\\frac{a}{b}");
  assert.equal(await page.locator(".math-error").innerText(), "\\no{x}");
  assert.deepEqual(await page.evaluate(() => window.blocked), []);
  assert.deepEqual(problems, []);
  await context.close();
});

for (const scheme of ["light", "dark"]) {
  test(`no accessibility violations, ${scheme}`, async () => {
    const { context, page, problems } = await new_page(browser, { colorScheme: scheme, bypassCSP: true });
    for (const path of ["diagrams.html", "math.html", "deck/index.html"]) {
      await page.goto(place.url(path), { waitUntil: "load" });
      if (path !== "math.html") await page.locator("figure.is-drawn").first().waitFor({ timeout: 30_000 });
      await page.evaluate(axe_source);
      const result = await page.evaluate(() =>
        window.axe.run(document, { preload: false, iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
      );
      const found = result.violations.map((violation) => `${path}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(" | ")}: ${violation.nodes[0].failureSummary}`);
      assert.deepEqual(found, []);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("without JavaScript the source reads and the formulas are there", async () => {
  const { context, page, problems } = await new_page(browser, { javaScriptEnabled: false });
  await page.goto(place.url("diagrams.html"));
  assert.match(await page.locator("figure.diagram pre").first().innerText(), /Client/);
  await page.goto(place.url("math.html"));
  assert.ok((await page.locator("math").count()) >= 5);
  assert.deepEqual(problems, []);
  await context.close();
});

test("what no page needs is not published", () => {
  const with_all = files_below(folder);
  for (const name of ["math", "diagram", "diagram-frame", "mermaid"]) assert.ok(with_all.some((path) => path.startsWith(`assets/${name}.`)), name);
  assert.ok(!with_all.some((path) => path.startsWith("assets/live.")));
  const bare_source = temporary_folder();
  writeFileSync(join(bare_source, "a.md"), "# A\n\nIt costs $5 and $10.\n");
  const bare = build_site(process.env.LOCI_PROGRAM, [], bare_source);
  const files = files_below(bare);
  assert.deepEqual(files.filter((path) => /math|diagram|mermaid|live/.test(path)), []);
  remove_site(bare);
  rmSync(bare_source, { recursive: true, force: true });
});

// System colours are for text: in a drawing all of them would be one. And light ink needs its dark paper.
for (const theme of ["light", "dark"]) {
  test(`in forced colours a diagram keeps its own colours and its own paper, ${theme}`, async () => {
    const seen = {};
    for (const forcedColors of ["none", "active"]) {
      const { context, page, problems } = await open("deck/index.html", { colorScheme: theme, forcedColors });
      const image = pictures(page);
      await image.waitFor({ timeout: 30_000 });
      seen[forcedColors] = await image.getAttribute("src");
      if (forcedColors === "active") {
        // The system's colours go before a theme chosen here: ink and paper are those of one.
        await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme === "light" ? "dark" : "light");
        await page.waitForTimeout(500);
        assert.equal(await image.getAttribute("src"), seen.active);
        const paper = await image.evaluate((element) => getComputedStyle(element).backgroundColor);
        assert.equal(paper, theme === "light" ? "rgb(251, 249, 245)" : "rgb(25, 24, 22)");
      }
      assert.deepEqual(problems, []);
      await context.close();
    }
    assert.equal(seen.active, seen.none);
  });
}

test("on a phone a wide diagram keeps a size that can be read and scrolls in itself", async () => {
  const { context, page, problems } = await open("wide.html", { viewport: { width: 390, height: 844 } });
  await page.locator("figure.is-drawn").nth(1).waitFor({ timeout: 30_000 });
  const seen = await page.evaluate(() =>
    [...document.querySelectorAll(".diagram-scroll")].map((place) => {
      const image = place.querySelector("img");
      return { scrolls: place.scrollWidth > place.clientWidth, scale: image.clientWidth / image.naturalWidth };
    }),
  );
  assert.deepEqual(seen.map(({ scrolls }) => scrolls), [true, false]);
  for (const { scale } of seen) assert.ok(scale >= 0.6 && scale <= 1.01, `${scale}`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  // The picture is a button; the keys that scroll are heard where it stands.
  await page.locator(".diagram-picture").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".diagram-scroll").scrollLeft > 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the Tab key stops at formulas and tables only where there is something to scroll, without JavaScript at all", async () => {
  const stops = (page) => page.locator(".math-block").evaluateAll((all) => all.map((one) => one.tabIndex));
  const { context, page, problems } = await new_page(browser, { viewport: { width: 1200, height: 800 } });
  await page.goto(place.url("math.html"), { waitUntil: "load" });
  await page.waitForFunction(() => document.querySelector(".math-block").tabIndex === -1);
  assert.deepEqual(await stops(page), [-1, 0]);
  await page.setViewportSize({ width: 150, height: 800 });
  await page.waitForFunction(() => document.querySelector(".math-block").tabIndex === 0);
  assert.deepEqual(problems, []);
  await context.close();
  const plain = await new_page(browser, { javaScriptEnabled: false });
  await plain.page.goto(place.url("math.html"));
  assert.deepEqual(await stops(plain.page), [0, 0]);
  await plain.context.close();
});
