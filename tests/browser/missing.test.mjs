// The page for addresses that lead nowhere, as hosts show it: at any depth, with the words of the address looked for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { build_site, launch, open_place, remove_site } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sub = process.env.LOCI_PLACE === "sub";

let folder;
let place;
let browser;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM, sub ? ["--base-url", "https://example.org/sub/"] : []);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

// What the page itself is does not count: it is a 404.
async function open_missing(path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== "document") problems.push(response.url());
  });
  await page.goto(place.url(path));
  return { context, page, problems };
}

test("the words of the address are looked for, at any depth", async () => {
  for (const path of ["isolation-levels-in-postgres.html", "old/place/Isolation_Levels/", "databases/isolation%20levels"]) {
    const { context, page, problems } = await open_missing(path);
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "No such page");
    await page.getByRole("heading", { name: "Perhaps one of these" }).waitFor();
    assert.match(await page.locator("#not-found-input").inputValue(), /^isolation levels( in postgres)?$/i, path);
    const links = page.locator(".search-page-list a");
    assert.ok((await links.count()) >= 1 && (await links.count()) <= 5);
    assert.match(await links.first().innerText(), /isolation/i);
    assert.deepEqual(problems, []);
    await links.first().click();
    await page.waitForURL(/\/databases\/|isolation/);
    assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /isolation/i);
    await context.close();
  }
});

test("an address of nothing but signs, or of words that no note has, keeps the box and the sections", async () => {
  for (const path of ["--/", "zzqqxx/"]) {
    const { context, page, problems } = await open_missing(path);
    await page.locator("#not-found-input").waitFor();
    await page.waitForTimeout(600);
    assert.equal(await page.getByRole("heading", { name: "Perhaps one of these" }).count(), 0);
    assert.ok(await page.getByRole("main").getByRole("link", { name: "Databases" }).isVisible());
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("the box leads to all results, by key", async () => {
  const { context, page } = await open_missing("mvcc-explained/");
  await page.getByRole("heading", { name: "Perhaps one of these" }).waitFor();
  await page.locator("#not-found-input").press("Enter");
  await page.waitForURL(/search\.html\?q=mvcc/);
  await context.close();
});

test("axe has nothing to say, light and dark, wide and narrow", async () => {
  for (const [width, colorScheme] of [[390, "dark"], [1440, "light"]]) {
    const { context, page } = await open_missing("deep/er/isolation/", { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    await page.getByRole("heading", { name: "Perhaps one of these" }).waitFor();
    await page.addScriptTag({ content: axe_source });
    assert.deepEqual(await page.evaluate(async () => (await window.axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0].html}`)), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    await context.close();
  }
});
