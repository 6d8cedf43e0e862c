// A reworded card keeps its history in the page, where no terminal and no preview server has looked at the log: LOCI_PLACE
// is "file" or "http". The terminal, given the log that the page saves, has the same due dates and nothing to add.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open_place, temporary_folder, watch_page } from "./harness.mjs";

const program = process.env.LOCI_PROGRAM;
let folder;
let project;
let place;
let browser;

// One card with an id of its own, the others known by their questions.
const questions = {
  keep: "What does a LEFT JOIN keep of the left table?",
  lock: "When is a row lock released?",
  pinned: "What is a covering index?",
};

function write_notes({ keep, lock, pinned }) {
  writeFileSync(join(project, "notes/joins.md"), `# Joins\n\n> [!card] ${keep}\n> Every row, with nulls where nothing matches.\n\n> [!card] ${pinned}\n> One that holds every column of a query.\n> ^c-7f3k2m9q\n`);
  writeFileSync(join(project, "notes/locks.md"), `# Locks\n\n> [!card|both] ${lock}\n> At the end of the transaction that took it.\n`);
}

const build = () => execFileSync(program, ["build", project], { stdio: ["ignore", "ignore", "inherit"] });
const notes_now = () => ["joins", "locks"].map((name) => readFileSync(join(project, `notes/${name}.md`), "utf8"));

before(async () => {
  folder = temporary_folder();
  project = join(folder, "project");
  mkdirSync(join(project, "notes"), { recursive: true });
  writeFileSync(join(project, "site.toml"), 'title = "Histories"\nnotes = "notes"\noutput = "public"\n');
  write_notes(questions);
  build();
  place = await open_place(process.env.LOCI_PLACE, join(project, "public"));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function review_all(page) {
  await page.getByRole("button", { name: "Start" }).click();
  for (;;) {
    await page.locator(".review-card, [data-view=done]").first().waitFor();
    const id = await page.evaluate(() => document.querySelector(".review-card")?.dataset.card ?? "");
    if (id === "") return;
    await page.keyboard.press("Space");
    await page.locator(".review-back").waitFor();
    await page.waitForTimeout(200);
    await page.keyboard.press("4");
    await page.waitForFunction((before) => document.querySelector(".review-card")?.dataset.card !== before, id);
  }
}

// Slug -> when its cards are due, as a page knows it.
const due_in_page = (page) =>
  page.evaluate(() => {
    const all = JSON.parse(localStorage.getItem(`loci:${document.documentElement.dataset.site}:remembered`));
    return { fresh: all.fresh, notes: Object.fromEntries(Object.entries(all.notes).map(([slug, cards]) => [slug, cards.map(([, , due]) => due).sort()]).sort()) };
  });

async function events_of(page) {
  const downloading = page.waitForEvent("download");
  await page.locator('[data-action="export"]').click();
  const path = await (await downloading).path();
  return readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
}

async function events_with(page, kind, count) {
  for (let tries = 0; ; tries += 1) {
    const events = await events_of(page);
    if (events.filter((event) => event.e === kind).length >= count || tries === 30) return events;
    await page.waitForTimeout(100);
  }
}

test("a question is reworded: the page keeps the due date, and so does the terminal", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = watch_page(page);
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto(place.url("joins.html"));
  await page.locator(".note").first().waitFor();
  assert.ok(!loaded.some((url) => url.includes("cards/trace-")), "a page without a review loads no traces");

  await page.goto(place.url("review.html"));
  await review_all(page);
  const first = await events_with(page, "seen", 3);
  assert.equal(first.filter((event) => event.g === 4).length, 4, "a card of each question, both directions of one");
  assert.equal(first.filter((event) => event.e === "seen").length, 3);
  await page.waitForTimeout(600);
  const due = await due_in_page(page);
  assert.equal(due.fresh, 0);

  // Reworded, all three; the site is built anew and nobody reviews in between.
  write_notes({ keep: "What does a LEFT JOIN preserve of the left table?", lock: "When exactly is a row lock released?", pinned: "Which index is said to cover a query?" });
  const notes = notes_now();
  build();
  await page.goto(place.url("review.html"));
  await page.getByRole("heading", { name: "Nothing is due" }).waitFor();
  await page.waitForTimeout(600);
  assert.deepEqual(await due_in_page(page), due);
  const second = await events_with(page, "seen", 6);
  const aliases = second.filter((event) => event.e === "alias");
  assert.equal(aliases.length, 3, "one card, and both directions of another");
  assert.ok(aliases.every((event) => event.from.startsWith("h-") && event.to.startsWith("h-")), "a card with an id needs none");

  // At the next opening, and in a second tab, nothing is added.
  await page.reload();
  const tab = await context.newPage();
  const tab_problems = watch_page(tab);
  await tab.goto(place.url("review.html"));
  await tab.locator(".review-head").waitFor();
  await page.waitForTimeout(800);
  await tab.reload();
  assert.deepEqual((await events_of(tab)).map((event) => event.id), second.map((event) => event.id));

  // The terminal agrees: the same due days, nothing left over, and nothing it would say besides.
  const file = join(folder, "log.jsonl");
  writeFileSync(file, second.map((event) => JSON.stringify(event)).join("\n") + "\n");
  execFileSync(program, ["log", "import", file, "--root", project]);
  const counts = JSON.parse(execFileSync(program, ["review", project, "--json"], { encoding: "utf8" })).counts;
  assert.deepEqual(counts, { ...counts, due: 0, new: 0, learning: 0 });
  const mastery = JSON.parse(execFileSync(program, ["cards", "mastery", project, "--json"], { encoding: "utf8" }));
  const soonest = Object.fromEntries(Object.entries(due.notes).map(([slug, days]) => [slug, days[0]]));
  assert.deepEqual(Object.fromEntries(mastery.notes.map((each) => [each.note, each.next_due.day])), soonest);
  const before_review = execFileSync(program, ["log", "export", "--root", project], { encoding: "utf8" });
  execFileSync(program, ["review", project], { stdio: ["ignore", "pipe", "pipe"] });
  assert.equal(execFileSync(program, ["log", "export", "--root", project], { encoding: "utf8" }), before_review);
  assert.deepEqual(notes_now(), notes, "no byte is written to a note");
  assert.deepEqual([...problems, ...tab_problems], []);
  await context.close();
});
