// A German site says nothing in English: every text, label and title of the pages, of the search, of a review and of the map
// is held against the English texts that there are. LOCI_PLACE is "file" or "http".
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site, repository, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const german = JSON.parse(readFileSync(join(repository, "templates/strings/de.json"), "utf8"));

// What a text must not be: an English text that has another form in German. One of several words may not be a part of it either.
const strange = [];
for (const [english, said] of Object.entries({ ...german.pages, ...german.scripts })) {
  const forms = typeof said === "string" ? [said] : [said.one, said.other];
  if (forms.includes(english) || !/[a-z]{3}/.test(english.replace(/\{\/?[a-z]+\}/g, ""))) continue;
  const pattern = english.split(/\{\/?[a-z]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*?");
  const is_long = english.replace(/\{\/?[a-z]+\}/g, "").trim().split(/\s+/).length > 2;
  strange.push({ english, pattern: new RegExp(is_long ? pattern : `^${pattern}$`) });
}

const dated = (day) => `updated: 2026-03-${String(day).padStart(2, "0")}\n`;
const files = {
  "index.md": "# Übersicht\n\nDie Startseite führt zu [[eins]].\n",
  "lehre/index.md": "---\ndescription: Was zuerst kommt.\n---\n# Lehre\n\nVorwort.\n",
  "lehre/eins.md": `---\ntags: [db/speicher, reihen]\n${dated(3)}description: Die allererste Notiz.\n---\n# Eins\n\n## Anlauf\n\nSiehe [[zwei]] und [[nirgends]].[^1]\n\n[^1]: Unten.\n\n## Lauf\n\n> [!warning]\n> Obacht.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\`\`\`sql\nselect 1;\n\`\`\`\n\n- [ ] offen\n\nWas ist Speicher? :: Ein Ort. #flashcards\n\n$$x^2$$\n`,
  "lehre/zwei.md": `---\ntags: [reihen]\nprerequisites: [eins]\n${dated(1)}---\n# Zwei\n\nEins kommt vorher, Zweites danach. Siehe [[drei]].\n\nWas folgt auf eins? :: Zwei. #flashcards\n`,
  "lehre/drei.md": "---\nprerequisites: [zwei]\nsources:\n  - url: https://example.org/\n    title: Quelle\n    accessed: 2026-01-02\n---\n# Drei\n\nZurück zu [[eins]] und [[zwei]].\n",
};

let folders = {};
let places = {};
let browser;

before(async () => {
  for (const language of ["de", "en"]) {
    const project = temporary_folder();
    for (const [path, text] of Object.entries({ ...files, "site.toml": `title = "Heft"\nlanguage = "${language}"\nauthor = "Ada"\n\n[check]\nbroken-link = "note"\n\n[print]\nbook = true\n\n[home]\nblocks = ["introduction", "due", "start", "sections", "notes", "recent", "tags"]\n` })) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    folders[language] = build_site(process.env.LOCI_PROGRAM, [], project);
    places[language] = await open_place(process.env.LOCI_PLACE, folders[language]);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const place of Object.values(places)) await place.close();
  for (const folder of Object.values(folders)) remove_site(folder);
});

// Every text of the page, seen or heard, but for what authors write.
const said_on = (page) =>
  page.evaluate(() => {
    const said = new Set();
    const add = (text) => {
      const plain = (text ?? "").replace(/\s+/g, " ").trim();
      if (plain !== "") for (const piece of [plain, ...plain.split(/ · |, |; /)]) said.add(piece.trim());
    };
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent.closest("script, style, code, kbd, .review-front")) add(walker.currentNode.data);
    }
    for (const element of document.querySelectorAll("p, li, dd, dt, button, summary, h1, h2, h3, label, figcaption, td, th")) {
      if (!element.closest("code, kbd") && !element.querySelector("p, li, script")) add(element.textContent);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) add(element.getAttribute(name));
    }
    add(document.title);
    return [...said];
  });

async function english_on(page) {
  const said = await said_on(page);
  return said.flatMap((text) => {
    const found = strange.find(({ pattern }) => pattern.test(text));
    return found ? [`${text} (${found.english})`] : [];
  });
}

const pages = ["index.html", "lehre/index.html", "lehre/eins.html", "lehre/zwei.html", "lehre/drei.html", "tags/index.html", "tags/reihen.html", "contents.html", "changes.html", "glossary.html", "learn.html", "search.html", "review.html", "print.html", "graph.html"];
if (process.env.LOCI_PLACE !== "file") pages.push("404.html"); // its addresses begin at the host's root

test("no page says anything in English, and each says that it is German", async () => {
  const { context, page, problems } = await new_page(browser, { bypassCSP: true });
  for (const path of pages) {
    await page.goto(places.de.url(path), { waitUntil: "load" });
    await page.waitForTimeout(150);
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
    assert.deepEqual(await english_on(page), [], path);
    await page.evaluate(axe_source);
    const result = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    assert.deepEqual(result.violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0].target}`), []);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("what holds the pages to German sees English where there is some", async () => {
  const { context, page } = await new_page(browser);
  for (const path of ["index.html", "lehre/eins.html", "review.html"]) {
    await page.goto(places.en.url(path), { waitUntil: "load" });
    await page.waitForTimeout(150);
    const found = await english_on(page);
    assert.ok(found.length > 10, `${path}: ${found.length}`);
  }
  assert.equal(await page.evaluate(() => typeof globalThis.loci_strings), "undefined");
  await context.close();
});

test("the search, the keys and the preview speak German", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(places.de.url("lehre/eins.html"), { waitUntil: "load" });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Tasten" }).waitFor();
  assert.deepEqual(await english_on(page), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "In den Notizen suchen" });
  await box.waitFor();
  await page.waitForTimeout(400);
  assert.deepEqual(await english_on(page), []);
  for (const words of ["eins", "tag:", "kommt -nie", "xyzzy", "speicher"]) {
    await box.fill(words);
    await page.waitForTimeout(500);
    assert.deepEqual(await english_on(page), [], words);
  }
  await page.goto(places.de.url("search.html?q=eins"), { waitUntil: "load" });
  await page.waitForTimeout(600);
  assert.deepEqual(await english_on(page), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a review speaks German from its first question to its statistics", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(places.de.url("review.html"), { waitUntil: "load" });
  const check = async (where) => assert.deepEqual(await english_on(page), [], where);
  await page.getByRole("button", { name: "Anfangen" }).click();
  for (let card = 0; card < 2; ++card) {
    await page.getByRole("button", { name: "Antwort zeigen" }).waitFor();
    await check("question");
    await page.keyboard.press(" ");
    await page.getByRole("button", { name: /^Gut/ }).waitFor();
    await check("answer");
    await page.keyboard.press("i");
    await page.keyboard.press("?");
    await check("help");
    await page.keyboard.press("Escape");
    await page.waitForTimeout(400);
    await page.getByRole("button", { name: /^Leicht/ }).click();
    await page.waitForTimeout(300);
  }
  await check("end");
  await page.goto(places.de.url("review.html?statistics"), { waitUntil: "load" });
  await page.getByRole("heading", { name: "Statistik" }).waitFor();
  await check("statistics");
  for (const path of ["index.html", "lehre/eins.html", "graph.html", "learn.html"]) {
    await page.goto(places.de.url(path), { waitUntil: "load" });
    await page.waitForTimeout(300);
    await check(`${path} after a review`);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("numbers and dates are written the German way", async () => {
  const { context, page } = await new_page(browser);
  await page.goto(places.de.url("changes.html"), { waitUntil: "load" });
  assert.equal(await page.locator("h2").first().textContent(), "März 2026");
  assert.equal(await page.locator("time").first().textContent(), "Geändert am 3. März 2026");
  await context.close();
});
