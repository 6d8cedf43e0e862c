// A review on the preview server begins with the fold that the browser kept, as long as the log on disk has nothing before its end that the
// browser does not know.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, new_page, temporary_folder } from "./harness.mjs";
import { review, study } from "./sample_log.mjs";

const program = process.env.LOCI_PROGRAM;
let project;
let cards;
let log_path;
let server;
let address;
let browser;

before(async () => {
  project = temporary_folder();
  mkdirSync(join(project, "notes"));
  writeFileSync(join(project, "site.toml"), 'title = "Kept"\nnotes = "notes"\n');
  for (let i = 1; i <= 90; i += 1) writeFileSync(join(project, `notes/fact-${i}.md`), `# Fact ${i}\n\n> [!card] What is ${i} + ${i}?\n> ${2 * i}\n`);
  cards = JSON.parse(execFileSync(program, ["cards", "list", project, "--json"], { encoding: "utf8" }));
  mkdirSync(join(project, ".loci/reviews/sample"), { recursive: true });
  log_path = join(project, ".loci/reviews/sample/2026-11.jsonl");
  // Ids rise with the time, as Loci makes them.
  const lines = study(cards, Date.now(), 60).trim().split("\n").map((line) => JSON.parse(line)).sort((a, b) => a.t - b.t);
  writeFileSync(log_path, lines.map((event, i) => JSON.stringify({ ...event, id: `00SAMP${String(i).padStart(20, "0")}` }) + "\n").join(""));
  server = spawn(program, ["serve", project, "--port", "4350"], { stdio: ["ignore", "pipe", "ignore"] });
  address = await new Promise((done) => {
    let output = "";
    server.stdout.on("data", (bytes) => {
      output += bytes;
      const found = output.match(/^http:\/\/127\.0\.0\.1:\d+\/$/m);
      if (found) done(found[0]);
    });
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.kill("SIGKILL");
  rmSync(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const total_in_terminal = () => {
  const { due, new: fresh, learning } = JSON.parse(execFileSync(program, ["review", project, "--json"], { encoding: "utf8" })).counts;
  return due + fresh + learning;
};

async function for_today(page) {
  const said = await page.locator(".review-head p").first().innerText();
  return (said.match(/\d+/g) ?? []).reduce((sum, number) => sum + Number(number), 0);
}

// In the page: each answer of the server to the question what is in the log, as status and number of lines.
function watch_answers() {
  window.answers = [];
  const { fetch } = window;
  window.fetch = async (...asked) => {
    const response = await fetch(...asked);
    if (String(asked[0]).includes("__loci/reviews") && !asked[1]?.body) {
      const text = await response.clone().text();
      window.answers.push([response.status, text.split("\n").length - 1]);
    }
    return response;
  };
}

// Opens the page; gives the answers until the decks stood there.
async function open(page) {
  await page.goto(`${address}review.html`);
  await page.locator(".review-decks").first().waitFor();
  return page.evaluate(() => window.answers);
}

test("what was kept holds on the preview server, and not against what the log on disk got", async () => {
  const { context, page } = await new_page(browser);
  await page.addInitScript(watch_answers);
  const events = readFileSync(log_path, "utf8").trim().split("\n").length;
  assert.ok(events > 200, "enough to be kept");
  // All, and of every card what it is: the server has written that.
  assert.deepEqual(await open(page), [[200, events + cards.length]]);
  assert.equal(await for_today(page), total_in_terminal());
  // The fold is kept when the log is whole and the cards are said: then an opening gets nothing or a line.
  let answers;
  for (let i = 0; i < 40; i += 1) {
    await page.waitForTimeout(500);
    answers = await open(page);
    if (answers.length === 1 && answers[0][0] === 200 && answers[0][1] < 10) break;
  }
  assert.equal(answers[0][0], 200);
  assert.ok(answers[0][1] < 10, `lines: ${JSON.stringify(answers)}`);
  assert.equal(await for_today(page), total_in_terminal());

  // The terminal reviews: the new lines come, and only these.
  const before = total_in_terminal();
  execFileSync(program, ["review", project], { input: "show\n4\nshow\n4\nq\n", stdio: ["pipe", "ignore", "inherit"] });
  assert.equal(total_in_terminal(), before - 2);
  answers = await open(page);
  assert.equal(answers.length, 1);
  assert.ok(answers[0][1] >= 2 && answers[0][1] < 20, JSON.stringify(answers));
  assert.equal(await for_today(page), before - 2);
  // And graded on: what is on disk is what the page has.
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press("4");
  await page.locator(".review-store-text", { hasText: "saved in this project's log" }).waitFor();
  await page.waitForTimeout(800);
  assert.equal(total_in_terminal(), before - 3);

  // Another device's event, older than what was folded.
  const known = JSON.parse(readFileSync(log_path, "utf8").split("\n")[0]).c;
  const old = JSON.parse(review(known, 4, Date.now() - 3_600_000));
  appendFileSync(log_path, JSON.stringify({ ...old, id: "00SAMP00000000000000000003X", due: old.day + 90, s: 90, d: 5 }) + "\n");
  answers = await open(page);
  assert.equal(answers[0][0], 409);
  assert.equal(answers[answers.length - 1][0], 200);
  assert.equal(await for_today(page), total_in_terminal());
  await context.close();
});
