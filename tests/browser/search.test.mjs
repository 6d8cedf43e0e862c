// The search of a page in Chromium, in each way a reader opens it: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build_site, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const many = 1100; // sections with one word: more than the search puts in order

const notes = {
  "index.md": "# Home\n\nA place for notes.\n",
  "databases/log.md":
    "---\ntitle: The log\ntags: [SQL, storage]\n---\n\nA log is written ahead of the pages.\n\n## Replication\n\nThe replica reads the log of its leader. A replica may lag.\n\n" +
    "## Folded\n\n> [!note]- More\n> Deep inside stands the word sediment.\n\n## Cards\n\nQ: What does a checkpoint shorten?\nA: The recovery after a crash.\n",
  "databases/mvcc.md": "---\ntitle: Versions\ntags: [sql]\n---\n\n## Snapshots\n\nA snapshot sees the versions that were committed; the log is not read. Replication sends versions.\n",
  "concepts/caching.md": "---\ntitle: Caching\ntags: [storage]\n---\n\n## Replication of caches\n\nA cache keeps copies, and a log of what it forgot.\n",
  "concepts/many.md": `---\ntitle: Many\n---\n\n${Array.from({ length: many }, (_, i) => `## Part ${i}\n\nHere stands ubiquity ${i}.\n`).join("\n")}`,
};

let folder;
let place;
let browser;

before(async () => {
  const project = temporary_folder();
  writeFileSync(join(project, "site.toml"), 'title = "Search test"\nnotes = "notes"\n');
  for (const [path, text] of Object.entries(notes)) {
    mkdirSync(dirname(join(project, "notes", path)), { recursive: true });
    writeFileSync(join(project, "notes", path), text);
  }
  folder = build_site(process.env.LOCI_PROGRAM, ["--quiet"], project);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const violations = async (page, name) => {
  await page.evaluate(axe_source);
  const result = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return result.violations.map((violation) => `${name}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(" | ")}: ${violation.nodes[0].failureSummary}`);
};

async function open_dialog(options = {}) {
  const opened = await new_page(browser, options);
  await opened.page.goto(place.url("databases/log.html"));
  await opened.page.keyboard.press("/");
  const input = opened.page.getByRole("combobox");
  await input.waitFor();
  return { ...opened, input, options: opened.page.getByRole("option") };
}

const status_is = async (page, text) => {
  try {
    await page.waitForFunction((wanted) => document.querySelector(".search-status")?.textContent === wanted, text, { timeout: 10000 });
  } catch {
    assert.equal(await page.evaluate(() => `${document.querySelector("input")?.value}: ${document.querySelector(".search-status")?.textContent}: ${document.querySelector(".search-chips")?.textContent}`), text);
  }
};

test("the search is loaded when it is wanted, and starts with what the site is about", async () => {
  const { context, page, problems } = await new_page(browser, { bypassCSP: true });
  const scripts = [];
  page.on("request", (request) => scripts.push(request.url()));
  await page.goto(place.url("databases/log.html"), { waitUntil: "load" });
  await page.waitForTimeout(100);
  assert.ok(!scripts.some((url) => /\/(?:assets\/search|search\/)/.test(url)), "a page that is read loads no search");
  const opener = page.locator('[data-action="search"]');
  await opener.focus();
  await page.keyboard.press("Control+k");
  const input = page.getByRole("combobox");
  await input.waitFor();
  assert.ok(await input.evaluate((element) => element === document.activeElement));
  await page.getByRole("button", { name: "#SQL 2" }).waitFor();
  assert.match(await page.locator(".search-how").innerText(), /words side by side/);
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  assert.deepEqual(await violations(page, "start"), []);
  await page.keyboard.press("Escape");
  await input.waitFor({ state: "hidden" });
  assert.ok(await opener.evaluate((element) => element === document.activeElement), "the focus goes back");
  assert.deepEqual(problems, []);
  await context.close();
});

test("keys move through the results; what is chosen is told, the rest is said once typing stops", async () => {
  const { context, page, problems, input, options } = await open_dialog({ bypassCSP: true });
  await page.evaluate(() => {
    window.said = [];
    const live = document.querySelector(".search-dialog [role=status]");
    new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
  });
  await page.keyboard.type("replication", { delay: 20 });
  await page.waitForFunction(() => /^\d results$/.test(document.querySelector(".search-status").textContent) && document.querySelector("[role=option]"));
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  assert.equal(await input.getAttribute("aria-activedescendant"), null);
  assert.equal(await options.first().getAttribute("aria-selected"), "true");
  assert.match(await options.first().innerText(), /Replication[\s\S]*(Databases|Concepts)/);
  assert.ok((await options.first().locator("mark").count()) > 0);
  const active = () => input.evaluate((element) => {
    const id = element.getAttribute("aria-activedescendant");
    return [...document.querySelectorAll("[role=option]")].findIndex((option) => option.id === id);
  });
  await page.keyboard.press("ArrowDown");
  assert.equal(await active(), 1);
  await page.keyboard.press("End");
  assert.equal(await active(), (await options.count()) - 1);
  await page.keyboard.press("Home");
  assert.equal(await active(), 0);
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), (await options.count()) - 1);
  await page.waitForTimeout(1000);
  assert.deepEqual(await page.evaluate(() => window.said), [await page.locator(".search-status").innerText()]);
  assert.deepEqual(await violations(page, "results"), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a card is marked as one and leads to its place in the note; the marks are gone through and cleared", async () => {
  const { context, page, problems, options } = await open_dialog({ bypassCSP: true });
  await page.keyboard.type("checkpoint shorten");
  const card = options.filter({ hasText: "What does a checkpoint shorten?" }).first();
  await card.waitFor();
  assert.match(await card.innerText(), /^Card\s+What does a checkpoint shorten\?\s+Databases › The log/);
  await card.click();
  await page.waitForURL(/databases\/log\.html\?h=.*#card-/);
  const mark = page.locator("main mark.search-mark");
  await mark.first().waitFor();
  assert.ok(await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top < innerHeight));
  const bar = page.getByRole("region", { name: "Words found" });
  const count = await mark.count();
  assert.ok(count >= 2);
  await bar.getByRole("button", { name: "Next place" }).click();
  assert.match(await bar.innerText(), new RegExp(`of ${count}`));
  assert.equal(await page.locator("mark.current").count(), 1);
  assert.deepEqual(await violations(page, "landed"), []);
  await bar.getByRole("button", { name: "Clear marks" }).click();
  assert.equal(await mark.count(), 0);
  assert.equal(await bar.count(), 0);
  assert.ok(!page.url().includes("?h="), page.url());
  assert.match(page.url(), /#card-/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a word in a folded place is unfolded, and Escape takes the marks away", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("databases/log.html?h=sediment"));
  await page.locator("mark.search-mark").waitFor();
  assert.ok(await page.locator("mark.search-mark").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("mark.search-mark").count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("chips narrow by tags and folders, and are taken out again", async () => {
  const { context, page, problems, input } = await open_dialog();
  await input.fill("log "); // at once: chips of "lo" would stay until those of "log" are counted
  await page.waitForFunction(() => document.querySelector(".search-dialog [role=option]") && /results$/.test(document.querySelector(".search-status").textContent));
  const top = () => page.locator(".search-dialog [role=option]").first().evaluate((row) => row.getBoundingClientRect().top - row.closest("dialog").getBoundingClientRect().top);
  const before_chips = await top();
  const chip = page.locator(".search-line > .search-chips").getByRole("button", { name: /^#storage \d/ }); // not those of the start
  await chip.waitFor();
  assert.equal(await top(), before_chips, "chips come into a line that is there");
  const before = await page.locator(".search-status").innerText();
  const count = Number(/ (\d+)$/.exec(await chip.textContent())[1]);
  await chip.click();
  await page.waitForFunction(() => document.querySelector(".search-input")?.value === "log tag:storage ");
  await status_is(page, count === 1 ? "1 result" : `${count} results`);
  assert.ok(await input.evaluate((element) => element === document.activeElement));
  await page.getByRole("button", { name: /^in concepts \d/ }).click();
  await page.waitForFunction(() => document.querySelector(".search-input")?.value === "log tag:storage in:concepts ");
  await page.getByRole("button", { name: "in concepts ×" }).click();
  await page.getByRole("button", { name: "#storage ×" }).click();
  await status_is(page, before);
  assert.equal((await input.inputValue()).trim(), "log");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a filter that is being typed is completed", async () => {
  const { context, page, problems, input, options } = await open_dialog();
  await page.keyboard.type("log -tag:st");
  const choice = options.filter({ hasText: "tag:storage" });
  await choice.waitFor();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".search-input")?.value === "log -tag:storage ");
  await input.fill("is:");
  await options.filter({ hasText: "is:card" }).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test("what was looked for is there again, and can be forgotten", async () => {
  const { context, page, problems, options } = await open_dialog();
  await page.keyboard.type("snapshot versions");
  await options.filter({ hasText: "Snapshots" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/mvcc\.html\?h=/);
  await page.keyboard.press("/");
  await options.filter({ hasText: "searched before" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await options.filter({ hasText: "Snapshots" }).first().waitFor();
  await page.getByRole("combobox").fill("");
  await page.getByRole("button", { name: "Forget these" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".search-dialog [role=option]").length === 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a slip is corrected, and what is nowhere gets help", async () => {
  const { context, page, problems, input, options } = await open_dialog({ bypassCSP: true });
  await page.keyboard.type("replicaton ");
  const instead = page.getByRole("button", { name: "replication", exact: true });
  await instead.waitFor();
  assert.match(await page.locator(".search-notes").innerText(), /No note has “replicaton”\. Shown instead:/);
  assert.ok((await options.count()) > 0);
  await instead.click();
  assert.equal(await input.inputValue(), "replication ");
  await input.fill('"leader snapshot" tag:sql');
  await status_is(page, "No results");
  await page.getByRole("button", { name: "Look beyond #sql" }).waitFor();
  assert.match(await page.locator(".search-how").innerText(), /side by side/);
  assert.deepEqual(await violations(page, "nothing"), []);
  await page.getByRole("button", { name: /^Any of: leader snapshot/ }).click();
  await options.first().waitFor();
  // Hostile text is text: half a character, too, which no address can hold.
  await page.evaluate(() => {
    const input = document.querySelector(".search-input");
    input.value = "\udc00 log \ud83d";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await status_is(page, "6 results");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the results page says how many there are, shows more, and its address can be shared", async () => {
  const { context, page, problems } = await new_page(browser, { bypassCSP: true });
  await page.goto(place.url("search.html?q=ubiquity"));
  await status_is(page, "1,100 results");
  assert.match(await page.title(), /^ubiquity · /);
  const rows = page.locator("#search-results li a");
  assert.equal(await rows.count(), 12);
  await page.getByRole("button", { name: "More results" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#search-results li a").length === 24);
  assert.ok(await rows.nth(12).evaluate((element) => element === document.activeElement));
  assert.deepEqual(await violations(page, "page"), []);
  await page.keyboard.press("/");
  assert.ok(await page.locator("#search-input").evaluate((element) => element === document.activeElement));
  await page.keyboard.type("sediment");
  await page.waitForFunction(() => /^\d results?$/.test(document.querySelector(".search-status").textContent));
  assert.match(page.url(), /search\.html\?q=sediment$/);
  await page.goto(place.url("search.html"));
  await page.getByRole("button", { name: "#SQL 2" }).click();
  await status_is(page, "2 results");
  assert.match(page.url(), /q=tag%3Asql$/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("nothing moves when the texts of results come", async () => {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    const { context, page } = await new_page(browser, { viewport });
    for (const query of ["ubiquity", "log"]) {
      await page.goto(place.url(`search.html?q=${query}`));
      await page.waitForSelector("#search-results li a");
      const places = () => page.evaluate(() => [...document.querySelectorAll("#search-results li")].map((row) => Math.round(row.getBoundingClientRect().bottom + scrollY)));
      const before = await places();
      for (const row of await page.locator("#search-results li").all()) {
        await row.scrollIntoViewIfNeeded();
        await row.locator("mark").last().waitFor();
      }
      await page.waitForFunction(() => [...document.querySelectorAll(".search-excerpt")].every((excerpt) => excerpt.textContent !== ""));
      assert.deepEqual(await places(), before, `${query} at ${viewport.width}`);
    }
    await context.close();
  }
});

test("the dialog leads to all results", async () => {
  const { context, page, problems, options } = await open_dialog();
  await page.keyboard.type("ubiquity");
  await status_is(page, "1,100 results");
  await options.filter({ hasText: "All 1,100 results" }).waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\.html\?q=ubiquity$/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a shard that cannot be loaded is said, and tried again", async () => {
  const { context, page, input, options } = await open_dialog();
  await page.waitForFunction(() => document.querySelector(".search-popular:not([hidden])"));
  const shards = readdirSync(join(folder, "search")).filter((name) => /^t\d/.test(name));
  for (const name of shards) renameSync(join(folder, "search", name), join(folder, "search", `${name}.away`));
  try {
    await input.fill("replication");
    await page.locator(".search-error").waitFor();
    assert.match(await page.locator(".search-error").innerText(), /could not be loaded[\s\S]*search\/t\d+/);
    assert.equal(await options.count(), 0);
  } finally {
    for (const name of shards) renameSync(join(folder, "search", `${name}.away`), join(folder, "search", name));
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await options.first().waitFor();
  assert.equal(await page.locator(".search-error").count(), 0);
  await context.close();
});

test("it fits a phone, keeps still when asked to, and shows the choice without colours", async () => {
  const { context, page, problems, options } = await open_dialog({
    viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: "reduce", forcedColors: "active",
  });
  const over = () => page.evaluate(() => [document.documentElement, document.querySelector(".search-dialog"), document.querySelector(".search-body")].map((element) => element.scrollWidth - element.clientWidth));
  assert.deepEqual(await over(), [0, 0, 0]);
  await page.keyboard.type("log");
  await options.first().waitFor();
  assert.deepEqual(await over(), [0, 0, 0]);
  const style = await options.first().evaluate((element) => getComputedStyle(element).outlineStyle);
  assert.equal(style, "solid");
  assert.equal(await page.locator(".search-dialog").evaluate((element) => getComputedStyle(element).animationName), "none");
  assert.deepEqual(problems, []);
  await context.close();
});
