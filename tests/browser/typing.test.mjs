// Cards whose answer is typed: the field, its keys, what is said of the difference. LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let project;
let folder;
let place;
let browser;

before(async () => {
  project = temporary_folder();
  mkdirSync(join(project, "notes"));
  writeFileSync(join(project, "site.toml"), 'title = "Typing"\nnotes = "notes"\noutput = "public"\n');
  writeFileSync(join(project, "notes/a.md"), "# Capitals\n\n> [!card|type] Capital of France?\n> Paris\n>\n> On the Seine.\n");
  writeFileSync(join(project, "notes/b.md"), "# Levels\n\n> [!cloze|type]\n> The strictest level is ==Serializable==.\n");
  writeFileSync(join(project, "notes/c.md"), "# Plain\n\n> [!card] What is 1 + 1?\n> 2\n");
  folder = build_site(process.env.LOCI_PROGRAM, [], project);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
  rmSync(project, { recursive: true, force: true });
});

const field = (page) => page.locator(".review-field");

async function axe(page) {
  await page.evaluate(axe_source);
  const result = await page.evaluate(() => window.axe.run(document, { preload: false }));
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

test("letters go into the field and grade nothing; Enter compares; the grades work afterwards", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("review.html?note=a"));
  await field(page).waitFor();
  assert.equal(await field(page).evaluate((node) => node === document.activeElement), true, "one types at once");
  // Every key of the review is a letter here.
  await page.keyboard.type("1234u-=@!ie? ");
  assert.equal(await field(page).inputValue(), "1234u-=@!ie? ");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal(await page.locator(".review-back").count(), 0);
  await field(page).fill("Patis");
  await page.keyboard.press("Enter");
  await page.locator(".review-back").waitFor();
  assert.equal(await page.locator(".review-compared p").innerText(), "Not quite: 1 character wrong, 1 missing.");
  assert.deepEqual(await page.locator(".review-compared dd").allInnerTexts(), ["Patis", "Paris"]);
  assert.equal(await page.locator(".review-compared del").innerText(), "t");
  assert.equal(await page.locator(".review-compared ins").innerText(), "r");
  assert.match(await page.locator(".review-page [role=status]").innerText(), /^Not quite: 1 character wrong, 1 missing\. Answer: Paris/);
  assert.match(await page.locator(".review-back").innerText(), /On the Seine/);
  assert.equal(await field(page).count(), 0);
  assert.deepEqual(await axe(page), []);
  await page.waitForTimeout(200);
  await page.keyboard.press("4");
  await page.locator('[data-view="done"]').waitFor();
  assert.match(await page.locator(".review-head").innerText(), /1 review .* 1 easy/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a right answer is said to be right; Escape gives the keys back; without a word nothing is compared", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("review.html?note=b"));
  await field(page).fill("  Serializable ");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".review-compared").innerText(), "Exactly right.");
  await page.waitForTimeout(200);
  await page.keyboard.press("u"); // nothing to undo, and no letter
  await page.goto(place.url("review.html?note=a"));
  await field(page).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator('[data-action="show"]').evaluate((node) => node === document.activeElement), true);
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  assert.equal(await page.locator(".review-compared").count(), 0);
  await page.goto(place.url("review.html?note=c"));
  await page.locator(".review-card").waitFor();
  assert.equal(await field(page).count(), 0, "only a card that asks for it");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the field is there at the foot of a note, accessible, on a phone in the dark", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 390, height: 844 }, colorScheme: "dark", reducedMotion: "reduce" });
  await page.goto(place.url("a.html"));
  await page.locator('[data-action="review-here"]').click();
  await field(page).waitFor();
  assert.deepEqual(await axe(page), []);
  assert.ok((await field(page).boundingBox()).height >= 44);
  await field(page).fill("paris");
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".review-compared p").innerText(), /^Right but for capital letters\.$/);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(problems, []);
  await context.close();
});
