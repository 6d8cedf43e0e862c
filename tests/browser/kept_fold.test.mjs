// A review begins with the fold that the last one kept in the browser, never with a wrong one. LOCI_PLACE is "file" or "http".
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site } from "./harness.mjs";
import { site_cards, study } from "./sample_log.mjs";

let folder;
let place;
let browser;
let log_path;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
  log_path = join(folder, "../kept.jsonl");
  // Ids rise with the time, as Loci makes them: these are older than today's.
  writeFileSync(log_path, study(site_cards(folder).filter((_, i) => i % 2 === 0), Date.now(), 60).replaceAll('"id":"SAMPLE', '"id":"00SAMP'));
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const hub_of = (page) => page.frames().find((frame) => frame.url().includes("hub.html"));

// What the hub keeps: null, or the record; `change` is made to it.
async function kept(page, change = null) {
  return hub_of(page).evaluate(async (to) => {
    const answer = (request) => new Promise((ready, fail) => Object.assign(request, { onsuccess: () => ready(request.result), onerror: () => fail(request.error) }));
    const name = (await indexedDB.databases()).find((each) => each.name.startsWith("loci-")).name;
    const database = await answer(indexedDB.open(name));
    const about = database.transaction("about", "readwrite").objectStore("about");
    const record = await answer(about.get("fold"));
    if (to !== null) {
      if (to === "suspend") {
        const fold = JSON.parse(record.fold);
        for (const [, state] of fold.states) state.suspended = true;
        record.fold = JSON.stringify(fold);
      } else record.fold = to;
      await answer(about.put(record, "fold"));
    }
    database.close();
    return record ?? null;
  }, change);
}

async function wait_until_kept(page, test = () => true) {
  for (let i = 0; i < 200; ++i) {
    const record = await kept(page);
    if (record && test(record)) return record;
    await page.waitForTimeout(50);
  }
  throw new Error("no fold is kept");
}

async function open(page) {
  await page.goto(place.url("review.html"));
  await page.locator(".review-decks").first().waitFor();
}

const decks = (page) => page.locator(".review-decks").first().innerText();
const on_card = (page) => page.locator(".review-card").getAttribute("data-card");

async function grade(page, key) {
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press(key);
  await page.locator(".review-card:not(:has(.review-back)), [data-view=done]").first().waitFor();
}

async function page_with_fold() {
  const all = await new_page(browser);
  const { page } = all;
  await open(page);
  await page.locator('[data-action="import-file"]').setInputFiles(log_path);
  await page.locator(".review-store-result").waitFor();
  const before = await decks(page);
  await open(page);
  const record = await wait_until_kept(page);
  assert.equal(await decks(page), before);
  return { ...all, before, record };
}

test("what was kept is used while it holds, and what is damaged is not", async () => {
  const { context, page, problems, before } = await page_with_fold();
  await open(page);
  assert.equal(await decks(page), before);
  await page.locator(".review-store", { hasText: "not yet saved" }).or(page.locator(".review-store", { hasText: "all are in a file" })).waitFor();
  assert.equal(await decks(page), before, "and with the whole log");
  // Nobody but a test writes here: that what it says is shown tells that it is read.
  await kept(page, "suspend");
  await open(page);
  assert.notEqual(await decks(page), before);
  for (const damaged of ["", "{", "{}", "null", '{"states":[7]}']) {
    await kept(page, damaged);
    await open(page);
    assert.equal(await decks(page), before, damaged);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("two tabs: what one grades the other knows, with the fold of before", async () => {
  const { context, page, problems, record } = await page_with_fold();
  const other = await context.newPage();
  await other.goto(place.url("review.html"));
  await other.getByRole("button", { name: "Start" }).click();
  await other.locator(".review-card").waitFor();
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  await grade(other, "4");
  await grade(other, "4");
  await grade(page, "1");
  const third = await on_card(other);
  await open(other);
  await open(page);
  assert.equal(await decks(page), await decks(other));
  const now = await kept(page);
  if (now.count === record.count) assert.equal(now.last, record.last);
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  assert.equal(await on_card(page), third);
  assert.deepEqual(problems, []);
  await context.close();
});

test("undo right after the page begins, in this sitting and of the one before", async () => {
  const { context, page, problems } = await page_with_fold();
  const start = async () => {
    await open(page);
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator(".review-card").waitFor();
  };
  await start();
  const first = await on_card(page);
  await grade(page, "3");
  assert.notEqual(await on_card(page), first);
  await page.keyboard.press("u");
  await page.locator(`.review-card[data-card="${first}"]`).waitFor();
  await grade(page, "3");
  await start();
  assert.notEqual(await on_card(page), first);
  await page.keyboard.press("u");
  await page.locator(`.review-card[data-card="${first}"]`).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});
