// Notes that run the other way than their site: what is shown of them by scripts and by style. LOCI_PLACE is "file" or "http".
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

const files = {
  "site.toml": 'title = "Notes"\n',
  "index.md": "# Notes\n\n[[arabic/queue|The queue]] and [[english]].\n",
  "english.md": "# English\n\nIt is [[arabic/queue]].[^1]\n\n[^1]: A note.\n",
  "arabic/queue.md":
    "---\nlang: ar\ndescription: ما دخل أولا خرج أولا.\n---\n# قائمة (Queue)\n\nانظر [[english]].[^1]\n\n> [!tip]- مطوي\n> نص\n\n[^1]: حاشية.\n\nما هي؟ :: صف. #flashcards\n",
};
let folder;
let place;
let browser;

before(async () => {
  const project = temporary_folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  folder = build_site(process.env.LOCI_PROGRAM, [], project);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

test("a preview and a result of search run as their note does", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("index.html"));
  await page.locator(".prose a").first().hover();
  const title = page.locator(".preview-title");
  await title.waitFor();
  for (const name of ["title", "summary", "text"]) {
    const part = page.locator(`.preview-${name}`);
    assert.deepEqual(await part.evaluate((element) => [element.lang, element.dir]), ["ar", "rtl"], name);
  }
  await page.locator(".prose a").nth(1).hover();
  await title.getByText("English").waitFor();
  assert.deepEqual(await title.evaluate((element) => [element.hasAttribute("lang"), element.dir]), [false, ""]);

  await page.goto(place.url("search.html?q=Queue"));
  const found = page.locator(".search-title").first();
  await found.waitFor();
  assert.equal(await found.evaluate((element) => getComputedStyle(element).direction), "rtl");
  assert.equal(await page.locator(".search-hit").first().evaluate((element) => getComputedStyle(element).direction), "ltr");
  assert.deepEqual(problems, []);
  await context.close();
});

test("arrows point where the text came from or goes to", async () => {
  const { context, page, problems } = await new_page(browser);
  const turned = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).scale);
  await page.goto(place.url("arabic/queue.html"));
  assert.equal(await turned(".footnote-back"), "-1 1");
  assert.equal(await turned(".card-arrow"), "-1 1");
  await page.goto(place.url("english.html"));
  assert.equal(await turned(".footnote-back"), "none");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a card is reviewed in its note's direction", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("review.html?note=arabic/queue"));
  const front = page.locator(".review-front > *").first();
  await front.waitFor();
  assert.equal(await page.getByText("ما هي؟").first().evaluate((element) => getComputedStyle(element).direction), "rtl");
  assert.deepEqual(problems, []);
  await context.close();
});
