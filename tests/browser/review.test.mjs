// Reviewing cards in Chromium, in each way a reader opens the site: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, launch_with_profile, new_page, open_place, remove_site, temporary_folder, watch_page } from "./harness.mjs";

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

const card = (page) => page.locator(".review-card").getAttribute("data-card");

async function start(page, query = "") {
  await page.goto(place.url(`review.html${query}`));
  if (query === "") await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
}

// The answer is shown and graded by keys alone; a key within 150 ms of the answer is a slip and does not count.
async function grade_by_key(page, key) {
  const before_card = await card(page);
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press(key);
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card !== id, before_card);
  return before_card;
}

async function kept(page) {
  await page.waitForFunction(() => /\d/.test(document.querySelector(".review-store-text")?.textContent ?? ""));
  return page.locator(".review-store-text").innerText();
}

test("a card is answered by keys, the intervals are real, and the reviews survive a reload", async () => {
  const { context, page, problems } = await new_page(browser);
  await start(page);
  await page.keyboard.press("3");
  assert.equal(await page.locator(".review-back").count(), 0, "grades mean nothing before the answer");
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  const labels = await page.locator(".grade-interval").allInnerTexts();
  assert.equal(labels.length, 4);
  assert.equal(new Set(labels).size, 4, `four intervals: ${labels}`);
  assert.ok(await page.locator('[data-grade="3"]').evaluate((button) => button === document.activeElement));
  await page.waitForTimeout(200);
  await page.keyboard.press("4");
  const second = await page.waitForFunction(() => document.querySelector(".review-card:not(:has(.review-back))")?.dataset.card).then((handle) => handle.jsonValue());
  const graded = [await grade_by_key(page, "4"), await grade_by_key(page, "4")];
  assert.equal(graded[0], second);
  assert.match(await kept(page), /3/);

  await page.reload();
  assert.match(await kept(page), /3/);
  assert.match(await page.locator(".review-head").innerText(), /7 new/); // ten a day, three begun
  for (const text of await page.locator(".review-deck-counts").allInnerTexts()) assert.match(text, /up to 7 new/, "the decks share them");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  assert.ok(!graded.includes(await card(page)));
  assert.deepEqual(problems, []);
  await context.close();
});

test("undo brings the card back, bury and suspend take it away", async () => {
  const { context, page, problems } = await new_page(browser);
  await start(page);
  const first = await grade_by_key(page, "3");
  const second = await card(page);
  await page.keyboard.press("u");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card === id, first);
  await page.keyboard.press("-");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card !== id, first);
  const third = await card(page);
  await page.keyboard.press("@");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card !== id, third);
  await page.reload();
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  assert.ok(![first, third].includes(await card(page)));
  assert.ok(second.length > 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the cards of one note are reviewed from the note, and the answer leads back to it", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("databases/mvcc.html"));
  await page.locator(".review-call a").click();
  await page.locator(".review-card").waitFor();
  assert.match(await page.locator(".review-context").innerText(), /MVCC/);
  await page.locator('[data-action="open"]').click();
  await page.waitForURL(/databases\/mvcc\.html#/);
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  assert.ok(await page.evaluate((anchor) => document.getElementById(anchor) !== null, id), id);
  assert.deepEqual(problems, []);
  await context.close();
});

test("two tabs that review at once lose nothing", async () => {
  const context = await browser.newContext();
  const tabs = [await context.newPage(), await context.newPage()];
  const problems = tabs.flatMap((tab) => watch_page(tab));
  await start(tabs[0], "?deck=databases");
  await start(tabs[1], "?deck=concepts");
  for (let i = 0; i < 3; i += 1) {
    for (const tab of tabs) {
      await tab.bringToFront();
      await grade_by_key(tab, "4");
    }
  }
  await tabs[0].goto(place.url("review.html"));
  assert.match(await kept(tabs[0]), /6/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the log is saved to a file and brought into another browser, once however often", async () => {
  const first = await new_page(browser);
  await start(first.page);
  await grade_by_key(first.page, "4");
  await grade_by_key(first.page, "1");
  const downloading = first.page.waitForEvent("download");
  await first.page.locator('[data-action="export"]').click();
  const path = await (await downloading).path();
  const events = readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  // Besides the grades the log may say by then what the cards were.
  assert.deepEqual(events.flatMap((event) => event.g ?? []), [4, 1]);
  assert.ok(events.every((event) => event.g !== undefined || event.e === "seen"));
  assert.ok(events.every((event) => event.v === 1 && /^[0-9A-Z]{26}$/.test(event.id) && Number.isInteger(event.day)));

  const second = await new_page(browser);
  await second.page.goto(place.url("review.html"));
  await second.page.locator(".review-head").waitFor();
  const result = second.page.locator(".review-store-result");
  for (const said of [`${events.length} new events, 0 known`, `0 new events, ${events.length} known`]) {
    await second.page.locator('[data-action="import-file"]').setInputFiles(path);
    await result.filter({ hasText: said }).waitFor();
  }
  await second.page.reload();
  await second.page.locator(".review-store-text", { hasText: "all are in a file" }).waitFor();
  assert.match(await second.page.locator(".review-head").innerText(), /8 new/);
  assert.deepEqual([...first.problems, ...second.problems], []);
  await first.context.close();
  await second.context.close();
});

test("reviews survive the browser's end", async () => {
  const profile = temporary_folder();
  try {
    let context = await launch_with_profile(join(profile, "profile"));
    let page = await context.newPage();
    let problems = watch_page(page);
    await start(page);
    await grade_by_key(page, "4");
    assert.match(await kept(page), /1/);
    assert.deepEqual(problems, []);
    await context.close();

    context = await launch_with_profile(join(profile, "profile"));
    page = await context.newPage();
    problems = watch_page(page);
    await page.goto(place.url("review.html"));
    assert.match(await kept(page), /1/);
    assert.match(await page.locator(".review-head").innerText(), /9 new/);
    assert.deepEqual(problems, []);
    await context.close();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});

test("a finger reaches every grade on a phone", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await start(page);
  await page.locator('[data-action="show"]').tap();
  await page.locator(".review-back").waitFor();
  for (const button of await page.locator(".grade").all()) {
    const box = await button.boundingBox();
    assert.ok(box.height >= 44 && box.width >= 44, JSON.stringify(box));
    assert.ok(box.y + box.height <= 844 || (await button.isVisible()));
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  assert.deepEqual(problems, []);
  await context.close();
});
