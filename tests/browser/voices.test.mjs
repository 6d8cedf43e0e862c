// What a page says to those who do not see it or do not use a pointer: names, landmarks, headings, what is announced, keys that may
// be turned off, and what a review says when the browser cannot keep it. LOCI_PLACE is "file" or "http".
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site } from "./harness.mjs";

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

const controls = new Set(["button", "link", "textbox", "searchbox", "combobox", "checkbox", "option", "slider", "tab", "switch", "radio", "listbox", "DisclosureTriangle"]);
const landmarks = new Set(["banner", "navigation", "main", "contentinfo", "complementary", "region", "search", "form"]);

// What assistive technology is given, and what is wrong with it.
async function faults(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const found = [];
  const seen = new Set();
  for (const node of nodes) {
    if (node.ignored) continue;
    const role = node.role?.value;
    const name = (node.name?.value ?? "").trim();
    const focusable = (node.properties ?? []).some((property) => property.name === "focusable" && property.value.value);
    if (name === "" && (controls.has(role) || (focusable && !["RootWebArea", "main"].includes(role)))) found.push(`${role} without a name`);
    if (!landmarks.has(role)) continue;
    if (seen.has(`${role} ${name}`)) found.push(`two landmarks '${role} ${name}'`);
    seen.add(`${role} ${name}`);
  }
  if (seen.size > 16) found.push(`${seen.size} landmarks: nobody finds the way by them`);
  const levels = await page.evaluate(() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1])));
  if (levels.filter((level) => level === 1).length !== 1) found.push("not one first heading");
  levels.forEach((level, i) => {
    if (i > 0 && level > levels[i - 1] + 1) found.push(`heading ${level} after ${levels[i - 1]}`);
  });
  return found;
}

test("every control has a name, landmarks are few and told apart, headings stand in order", async () => {
  const { context, page } = await new_page(browser);
  const pages = ["index.html", "databases/mvcc.html", "databases/index.html", "tags/index.html", "contents.html", "glossary.html", "changes.html", "learn.html", "search.html?q=mvcc", "404.html", "review.html", "review.html?statistics"];
  for (const path of pages) {
    await page.goto(place.url(path));
    await page.waitForTimeout(300);
    assert.deepEqual(await faults(page), [], path);
  }
  await page.goto(place.url("review.html"));
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  assert.deepEqual(await faults(page), [], "question");
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  assert.deepEqual(await faults(page), [], "answer");
  await context.close();
});

test("the theme, the number of results, an answer and a grade are said", async () => {
  const { context, page, problems } = await new_page(browser, { colorScheme: "light" });
  const said = (text) => page.locator("[role=status]").filter({ hasText: text }).first().waitFor({ state: "attached", timeout: 5000 });
  await page.goto(place.url("databases/mvcc.html"));
  await page.keyboard.press("t");
  await said("Dark now");
  await page.getByRole("button", { name: "Change the theme" }).click();
  await said("Light now");
  await page.keyboard.press("/");
  await page.getByRole("combobox").pressSequentially("isolation");
  await said(/^\d+ results$/);
  await page.keyboard.press("Escape");
  await page.goto(place.url("review.html"));
  await page.getByRole("button", { name: "Start" }).click();
  await said("Question: ");
  await page.keyboard.press("Space");
  await said("Answer: ");
  await page.waitForTimeout(200);
  await page.keyboard.press("3");
  await said(/Good: again in .*Question: /);
  assert.deepEqual(problems, []);
  await context.close();
});

test("who turned single keys off grades by buttons, Space and Enter alone", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("review.html"));
  await page.getByRole("button", { name: "Keys" }).last().click();
  await page.getByLabel("Single keys work on these pages").uncheck();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Start" }).click();
  const card = page.locator(".review-card");
  await card.waitFor();
  const first = await card.getAttribute("data-card");
  for (const key of ["e", "@", "-", "i", "?"]) await page.keyboard.press(key);
  assert.equal(await page.locator(".review-info, dialog[open]").count(), 0);
  assert.equal(await card.getAttribute("data-card"), first);
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press("1");
  assert.equal(await page.locator(".review-back").count(), 1);
  await page.keyboard.press("Enter");
  await page.locator(".review-card:not(:has(.review-back))").waitFor();
  assert.notEqual(await card.getAttribute("data-card"), first);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the list of keys has those that do something on the page", async () => {
  const { context, page } = await new_page(browser);
  const listed = async (path) => {
    await page.goto(place.url(path));
    await page.getByRole("button", { name: "Keys" }).last().click();
    return page.locator(".keys dt").allInnerTexts();
  };
  const on_note = await listed("databases/mvcc.html");
  for (const key of ["j", "k", "[", "]", "/", "t", "?"]) assert.ok(on_note.includes(key), key);
  const on_review = await listed("review.html");
  for (const key of ["j", "k", "[", "]"]) assert.ok(!on_review.includes(key), key);
  assert.ok(on_review.includes("t"));
  await context.close();
});

test("a review that the browser has no room for says what to do, and what was kept can be saved", async () => {
  const { context, page } = await new_page(browser);
  const next = async (key) => {
    await page.keyboard.press("Space");
    await page.locator(".review-back").waitFor();
    await page.waitForTimeout(200);
    await page.keyboard.press(key);
  };
  await page.goto(place.url("review.html"));
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  await next("3");
  await page.locator(".review-card:not(:has(.review-back))").waitFor();
  await page.addInitScript(() => {
    const full = () => {
      throw new DOMException("", "QuotaExceededError");
    };
    IDBObjectStore.prototype.put = full;
    IDBObjectStore.prototype.add = full;
  });
  await page.goto(place.url("review.html"));
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  await next("3");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /^This is not kept, so it does not count: the browser has no room left for this site\. What you reviewed before is safe: save it to a file\. Then free some space/);
  const download = page.waitForEvent("download");
  await alert.getByRole("button", { name: "Save to a file" }).click();
  assert.match((await download).suggestedFilename(), /^loci-reviews-.*\.jsonl$/);
  // The card is still there to be answered.
  assert.equal(await page.locator(".review-card").count(), 1);
  await context.close();
});
