// What surrounds a review: in place at the foot of a note, the badge, mastery, statistics, leeches, time, undo over
// sittings, the reminder. In each way a reader opens the site: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { build_site, launch, new_page, open_place, remove_site, repository, watch_page } from "./harness.mjs";
import { leech, review, site_cards, study } from "./sample_log.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let folder;
let place;
let browser;
let cards;
let log_path;
let leech_card;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
  cards = site_cards(folder);
  leech_card = cards.find((card) => card.slug === "databases/mvcc");
  log_path = join(folder, "../sample.jsonl");
  const studied = cards.filter((card, i) => i % 3 === 0 && card.id !== leech_card.id);
  writeFileSync(log_path, study(studied, Date.now(), 120) + leech(leech_card.id, Date.now(), 7));
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const on_card = (page) => page.locator(".review-card").getAttribute("data-card");

async function bring_in(page, path = log_path) {
  await page.goto(place.url("review.html"));
  await page.locator(".review-head").waitFor();
  await page.locator('[data-action="import-file"]').setInputFiles(path);
  await page.locator(".review-store-result").waitFor();
}

async function start(page, query = "") {
  await page.goto(place.url(`review.html${query}`));
  if (query === "") await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
}

async function answer(page, key) {
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press(key);
  await page.locator(".review-card:not(:has(.review-back)), [data-view=done]").first().waitFor();
}

async function axe(page) {
  await page.evaluate(axe_source);
  const result = await page.evaluate(() => window.axe.run(document, { preload: false }));
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

test("a note's cards are reviewed at its foot, by a script that comes when it is wanted", async () => {
  const { context, page, problems } = await new_page(browser);
  const scripts = [];
  page.on("request", (request) => request.resourceType() === "script" && scripts.push(request.url()));
  await page.goto(place.url("databases/mvcc.html"));
  await page.waitForTimeout(300);
  assert.ok(!scripts.some((url) => /review|manifest/.test(url)), scripts.join(" "));
  assert.equal(await page.locator("iframe").count(), 0, "no frame before it is wanted");

  await page.locator('[data-action="review-here"]').click();
  await page.locator("[data-review] .review-card").waitFor();
  assert.ok(scripts.some((url) => /review/.test(url)));
  const own = new Set(cards.filter((card) => card.slug === "databases/mvcc").map((card) => card.id));
  const first = await on_card(page);
  assert.ok(own.has(first));
  await answer(page, "4");
  assert.notEqual(await on_card(page), first);
  assert.equal(await page.evaluate(() => document.activeElement.closest("[data-review]") !== null), true);

  // Keys pressed outside the review are the page's own.
  await page.locator("h1").click();
  await page.keyboard.press("Space");
  await page.waitForTimeout(100);
  assert.equal(await page.locator(".review-back").count(), 0);

  await page.locator('[data-action="linked"]').click();
  await page.locator('[data-action="linked"][aria-pressed="true"]').waitFor();
  assert.match(await page.locator(".review-counts").innerText(), /9 new/); // nine are left of ten a day
  for (const href of await page.locator("[data-review] .review-front a, [data-review] .review-front img").evaluateAll((all) => all.map((node) => node.href ?? node.src))) {
    assert.ok(href.startsWith(place.url("").replace(/\/$/, "")), href);
  }
  // The same log: the review page knows of it.
  await page.goto(place.url("review.html"));
  await page.locator(".review-store-text", { hasText: "1 review not yet saved to disk" }).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test("without JavaScript a note shows its cards as question and answer", async () => {
  const { context, page, problems } = await new_page(browser, { javaScriptEnabled: false });
  await page.goto(place.url("databases/mvcc.html"));
  assert.ok((await page.locator(".card-front").count()) >= 3);
  const back = page.locator("details.card-back").first();
  await back.locator("summary").click();
  assert.ok((await back.innerText()).length > 20);
  assert.match(await page.locator('[data-action="review-here"]').getAttribute("href"), /review\.html\?note=/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("undo goes back through earlier sittings", async () => {
  const { context, page, problems } = await new_page(browser);
  await start(page);
  const first = await on_card(page);
  await answer(page, "4");
  const second = await on_card(page);
  await answer(page, "4");
  await page.goto("about:blank");
  await start(page);
  for (const expected of [second, first]) {
    await page.keyboard.press("u");
    await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card === id, expected);
  }
  await page.keyboard.press("u");
  await page.locator(".review-page [role=status]", { hasText: "Nothing to undo" }).waitFor({ state: "attached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("a whole note is put away with one key and comes back with one undo; a suspended card is taken back", async () => {
  const { context, page, problems } = await new_page(browser);
  await start(page, "?deck=databases");
  const slug_of = new Map(cards.map((card) => [card.id, card.slug]));
  const first = await on_card(page);
  await page.keyboard.press("!");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card !== id, first);
  assert.notEqual(slug_of.get(await on_card(page)), slug_of.get(first));
  const unsaved = Number(await page.locator(".review-store").getAttribute("data-unsaved"));
  assert.equal(unsaved, cards.filter((card) => card.slug === slug_of.get(first)).length);
  await page.keyboard.press("u");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card === id, first);
  await page.waitForFunction((count) => document.querySelector(".review-store").dataset.unsaved === String(count), 2 * unsaved);
  await page.keyboard.press("@");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card !== id, first);

  await page.goto(place.url("review.html"));
  await page.locator('[data-list="suspended"] summary').click();
  assert.equal(await page.locator('[data-list="suspended"] li').getAttribute("data-card"), first);
  await page.locator('[data-action="take-back"]').click();
  await page.locator('[data-list="suspended"]').waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("a card forgotten for the eighth time is named, and listed until it is put away", async () => {
  const { context, page, problems } = await new_page(browser);
  await bring_in(page);
  await start(page, "?note=databases/mvcc");
  for (let i = 0; i < 4 && (await on_card(page)) !== leech_card.id; i += 1) await answer(page, "3");
  assert.equal(await on_card(page), leech_card.id);
  await answer(page, "1");
  assert.match(await page.locator(".review-leech").innerText(), /^Forgotten 8 times: .+Rewrite it, split it, or suspend it\.$/);
  await page.keyboard.press("Escape");
  assert.match(await page.locator(".review-leeches").innerText(), /forgotten 8 times/);
  await page.goto(place.url("review.html"));
  await page.locator('[data-list="leeches"] summary').click();
  assert.equal(await page.locator('[data-list="leeches"] li').getAttribute("data-card"), leech_card.id);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the badge is what the review page counts; notes, folders and the site say how well they are remembered", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("databases/mvcc.html"));
  assert.equal(await page.locator("#due").isHidden(), true, "nothing is known yet");
  await bring_in(page);
  const said = await page.locator(".review-head p").innerText();
  const count = [...said.matchAll(/(\d+) (due|new|in learning)/g)].reduce((sum, match) => sum + Number(match[1]), 0);
  assert.ok(count > 10, said);

  await page.goto(place.url("databases/mvcc.html"));
  await page.locator("#due").filter({ hasText: String(count) }).waitFor();
  const whole = await page.locator('.check [data-mastery-note="databases/mvcc"]').innerText();
  assert.match(whole, /^Remembered now: \d+% on average, \d+ of \d+ at risk, next due /);

  // The same numbers as the statistics, which compute them from the log as the terminal does.
  await page.goto(place.url("review.html?statistics"));
  await page.getByText("By note, the weakest first").click();
  const row = async (table, name) => page.locator(`.chart-table[aria-label="${table}"] tr`, { has: page.getByRole("rowheader", { name, exact: true }) }).locator("td").allInnerTexts();
  const percent_of = (text) => Number(text.match(/([\d.]+)%/)[1]);
  const near = (text, cells) => assert.ok(Math.abs(percent_of(text) - percent_of(cells[0])) <= 0.5 + 1e-9, `${text} / ${cells}`);
  near(whole, await row("Mastery by note", "MVCC"));
  const folder_row = await row("Mastery by folder", "Databases");
  const site_row = await row("Mastery by folder", "Everything");
  await page.goto(place.url("databases/index.html"));
  await page.locator('[data-mastery-folder="databases"][data-mastery="whole"]:not([hidden])').waitFor();
  near(await page.locator('[data-mastery-folder="databases"][data-mastery="whole"]').innerText(), folder_row);
  await page.goto(place.url("index.html"));
  await page.locator('[data-mastery-folder=""]:not([hidden])').waitFor();
  near(await page.locator('[data-mastery-folder=""]').innerText(), site_row);
  assert.deepEqual(problems, []);
  await context.close();
});

test("statistics are drawn, and every picture has its numbers in a table", async () => {
  const { context, page, problems } = await new_page(browser);
  const scripts = [];
  page.on("request", (request) => request.resourceType() === "script" && scripts.push(request.url()));
  await bring_in(page);
  assert.ok(!scripts.some((url) => /statistics/.test(url)), "its script comes when it is wanted");
  await page.getByRole("link", { name: "Statistics" }).click();
  await page.locator(".statistics-list").waitFor();
  const figures = page.locator("figure.chart-figure");
  assert.deepEqual(await figures.locator("h3").allInnerTexts(), ["The next 30 days", "Days with reviews", "Foretold and remembered", "Stability", "Difficulty"]);
  for (const figure of await figures.all()) {
    assert.ok((await figure.locator("svg > *").count()) > 5);
    assert.equal(await figure.locator("svg").getAttribute("aria-hidden"), "true");
    await figure.locator("summary").click();
    assert.ok((await figure.locator("tbody tr").count()) > 0);
  }
  assert.equal(await page.locator('[aria-label="The next 30 days"] tbody tr').count(), 30);
  assert.equal(await page.locator('[aria-label="True retention"] tbody tr').count(), 5);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test("two tabs in the same deck at once lose nothing", async () => {
  const context = await browser.newContext();
  const tabs = [await context.newPage(), await context.newPage()];
  const problems = tabs.flatMap((tab) => watch_page(tab));
  for (const tab of tabs) await start(tab, "?deck=databases");
  for (let i = 0; i < 3; i += 1) await Promise.all(tabs.map((tab) => answer(tab, "1")));
  await tabs[0].goto(place.url("review.html"));
  await tabs[0].locator(".review-store-text", { hasText: "6 reviews not yet saved to disk" }).waitFor();
  const downloading = tabs[0].waitForEvent("download");
  await tabs[0].locator('[data-action="export"]').click();
  const lines = readFileSync(await (await downloading).path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(new Set(lines.filter((event) => event.g !== undefined).map((event) => event.id)).size, 6);
  assert.deepEqual(problems, []);
  await context.close();
});

test("after fifty reviews that are in no file the page reminds of it, and keeps the focus on the tool that saves them", async () => {
  const { context, page, problems } = await new_page(browser);
  await start(page);
  await answer(page, "4");
  // The other forty-nine go straight into the store: fifty answers by hand take their time.
  const lines = Array.from({ length: 49 }, () => review(leech_card.id, 3, Date.now() - 86_400_000));
  await page.evaluate(
    (events) =>
      new Promise((done, fail) => {
        const open = indexedDB.open(`loci-${document.documentElement.dataset.site}`);
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const transaction = open.result.transaction("events", "readwrite");
          for (const line of events) transaction.objectStore("events").put({ line, saved: false }, JSON.parse(line).id);
          transaction.oncomplete = () => done(open.result.close());
        };
      }),
    lines,
  );
  await page.goto(place.url("review.html"));
  await page.locator(".review-store.notice", { hasText: "50 reviews not yet saved to disk" }).waitFor();
  await page.locator('[data-action="export"]').press("Enter");
  await page.locator(".review-store:not(.notice)", { hasText: "all are in a file" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.dataset.action), "export", "the focus stays where it was");
  assert.deepEqual(problems, []);
  await context.close();
});

test("when the time is up the sitting ends after the card, with a summary", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.clock.install();
  await page.goto(place.url("review.html"));
  await page.locator('[data-action="minutes"]').selectOption("5");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-counts", { hasText: "5 min left" }).waitFor();
  await page.clock.fastForward("05:01");
  await answer(page, "4");
  await page.getByRole("heading", { name: "Time is up" }).waitFor();
  assert.match(await page.locator(".review-head").innerText(), /1 review in .*: 0 again, 0 hard, 0 good, 1 easy\. 100% remembered\./);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.locator(".review-card").waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test("the review script is light, the statistics are a script of their own, and a note page carries little", async () => {
  const weight = async (entry) => {
    const { outputFiles } = await build({ entryPoints: [join(repository, `assets/entries/${entry}.ts`)], bundle: true, minify: true, write: false, format: "iife", target: "es2020", external: ["ts-fsrs"] });
    return gzipSync(outputFiles[0].contents, { level: 9 }).length;
  };
  const [own, statistics] = [await weight("review"), await weight("statistics")];
  assert.ok(own <= 24_500, `review without ts-fsrs: ${own} bytes`);
  assert.ok(statistics <= 8_000, `statistics: ${statistics} bytes`);
  const html = readFileSync(join(folder, "databases/mvcc.html"), "utf8");
  const loaded = [...html.matchAll(/<script[^>]* src="\.\.\/([^"]+)"/g)].map((match) => join(folder, match[1]));
  assert.ok(loaded.length >= 2);
  const page_scripts = loaded.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);
  assert.ok(page_scripts <= 25_000, `scripts of a note page: ${page_scripts} bytes`);
  console.log(`review without ts-fsrs ${own} bytes, statistics ${statistics} bytes, a note page ${page_scripts} bytes, gzipped`);
});

test("every state is accessible, in light and dark, on a phone and on a desk", async () => {
  if (place.kind !== "http") return; // the same pages: once is enough
  for (const [width, colorScheme] of [[390, "light"], [390, "dark"], [1440, "light"], [1440, "dark"]]) {
    const { context, page, problems } = await new_page(browser, { viewport: { width, height: 844 }, colorScheme, reducedMotion: "reduce" });
    const check = async (state) => {
      assert.deepEqual(await axe(page), [], `${state} ${width} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, state);
      // In one step: what a page takes away between two has no size.
      const small = await page.evaluate(() => {
        const seen = [...document.querySelectorAll("#main button, .review-tool, .review-decks a")].filter((node) => node.checkVisibility({ visibilityProperty: true }));
        return seen.filter((node) => Math.min(node.getBoundingClientRect().height, node.getBoundingClientRect().width) < 24).map((node) => node.outerHTML);
      });
      assert.deepEqual(small, [], `targets of ${state} ${width}`);
    };
    await page.goto(place.url("review.html"));
    await page.locator(".review-head").waitFor();
    await check("first visit");
    await bring_in(page);
    await page.locator('[data-list="suspended"], .review-links').first().waitFor();
    await check("start");
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator(".review-card").waitFor();
    await check("question");
    await page.keyboard.press("Space");
    await page.locator(".review-back").waitFor();
    await page.keyboard.press("i");
    await page.locator(".review-info").waitFor();
    await check("answer");
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await check("keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.locator('[data-view="done"]').waitFor();
    await check("done");
    await page.goto(place.url("databases/mvcc.html"));
    await page.locator('[data-action="review-here"]').click();
    await page.locator("[data-review] .review-card").waitFor();
    await check("at the foot of a note");
    await page.goto(place.url("databases/index.html"));
    await page.locator(".mastery:not([hidden])").first().waitFor();
    await check("section");
    assert.deepEqual(problems, []);
    await context.close();
  }
});
