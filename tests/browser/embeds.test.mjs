// The golden site with embeds in Chromium: players and frames under the site's own policy, redirects that keep the fragment.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { build_site, files_below, launch, new_page, open_place, remove_site, repository } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let folder;
let place;
let browser;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM, ["--config", join(repository, "tests/golden/embeds/site.toml")], join(repository, "tests/golden/embeds"));
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  if (folder) remove_site(folder);
});

const pages = ["index.html", "maths/index.html", "maths/maps.html", "maths/quotes.html", "maths/round.html", "maths/sets.html"];

test("pages with embeds open without a word on the console, and axe has nothing to say", async () => {
  const { context, page, problems } = await new_page(browser, { bypassCSP: false });
  for (const path of pages) {
    await page.goto(place.url(path), { waitUntil: "load" });
    await page.waitForTimeout(150);
  }
  // The golden site's sound and film are heads without content, which a player may refuse; a policy that refuses them is a fault.
  assert.deepEqual(problems.filter((problem) => !/(talk\.mp3|film\.mp4)/.test(problem)), []);
  await context.close();
  const checked = await new_page(browser, { bypassCSP: true });
  for (const path of pages) {
    await checked.page.goto(place.url(path), { waitUntil: "load" });
    await checked.page.evaluate(axe_source);
    const violations = await checked.page.evaluate(async () => (await window.axe.run(document, { iframes: false })).violations.map((one) => `${one.id}: ${one.nodes[0].html}`));
    assert.deepEqual(violations, [], path);
  }
  await checked.context.close();
});

test("every fragment of an embedded part leads to an element of the page, and ids are unique", async () => {
  const { context, page } = await new_page(browser);
  for (const path of pages) {
    await page.goto(place.url(path), { waitUntil: "load" });
    const faults = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
      const lost = [...document.querySelectorAll('a[href^="#"]')].map((link) => decodeURIComponent(link.hash.slice(1))).filter((id) => id && !ids.includes(id));
      return { doubled: ids.filter((id, i) => ids.indexOf(id) !== i), lost };
    });
    assert.deepEqual(faults, { doubled: [], lost: [] }, path);
  }
  await context.close();
});

test("an embedded section is shown, its cards are no cards of this page", async () => {
  const { context, page } = await new_page(browser);
  await page.goto(place.url("maths/maps.html"));
  assert.equal(await page.locator(".embed .embed-title a", { hasText: "Sets" }).count(), 1);
  assert.equal(await page.locator(".embed .card").count(), 1);
  assert.equal(await page.locator("[data-card]").count(), 0);
  await page.locator(".embed .embed-title a", { hasText: "Sets" }).click();
  await page.waitForURL(/maths\/sets\.html$/);
  const picture = page.locator('img[alt="tree"]');
  assert.equal(await picture.evaluate((image) => image.decode().then(() => `${image.naturalWidth}x${image.naturalHeight} ${image.width}x${image.height}`)), "60x90 60x90");
  await context.close();
});

test("an old address leads to the note and keeps the fragment", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("older/sets.html#files"));
  await page.waitForURL(/maths\/sets\.html#files$/);
  await page.goto(place.url("before.html#files"));
  await page.waitForURL(/maths\/sets\.html#members$/);
  await page.goto(place.url("old/collection.html"));
  await page.waitForURL(/maths\/sets\.html$/);
  assert.deepEqual(problems.filter((problem) => !/(talk\.mp3|film\.mp4)/.test(problem)), []);
  await context.close();
});

test("every page in the site's style keeps the chosen theme and takes care of what leads from page to page, old addresses too", () => {
  const styled = files_below(folder).filter((path) => path.endsWith(".html") && /assets\/loci\.\w+\.css/.test(readFileSync(join(folder, path), "utf8")));
  assert.ok(styled.includes("old/collection.html"));
  assert.deepEqual(styled.filter((path) => !/<script src="[^"]*assets\/theme\.\w+\.js"><\/script>/.test(readFileSync(join(folder, path), "utf8"))), []);
});

test("the HTML is valid", async () => {
  const loader = new StaticConfigLoader({
    extends: ["html-validate:recommended"],
    rules: {
      "doctype-style": "off",
      "heading-level": "error",
      "long-title": "off",
      "no-trailing-whitespace": "off",
      "prefer-native-element": "off",
      "require-sri": "off",
      "no-raw-characters": "off",
      "tel-non-breaking": "off",
      "no-inline-style": "error",
      "valid-id": ["error", { relaxed: true }], // "^block", "fn:1"
    },
  });
  const validator = new HtmlValidate(loader);
  const messages = [];
  for (const path of files_below(folder).filter((name) => name.endsWith(".html"))) {
    const report = await validator.validateString(readFileSync(join(folder, path), "utf8"), path);
    for (const result of report.results) {
      for (const found of result.messages) messages.push(`${path}:${found.line}:${found.column}: ${found.message} [${found.ruleId}]`);
    }
  }
  assert.deepEqual(messages, []);
});
