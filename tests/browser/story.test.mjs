// One life of a log: twenty cards over file:// with the browser killed midway and opened again, the same log continued in
// the terminal, then through the preview server; the three name the same due dates. Set LOCI_STORY to a folder to keep
// pictures of each step: on a phone and on a desk, light and dark.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { temporary_folder, watch_page } from "./harness.mjs";

const program = process.env.LOCI_PROGRAM;
const started = [];
let folder;
let project;
let pictures;

before(() => {
  folder = temporary_folder();
  project = join(folder, "project");
  pictures = process.env.LOCI_STORY ?? join(folder, "pictures");
  mkdirSync(join(project, "notes"), { recursive: true });
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(project, "site.toml"), 'title = "A story"\nnotes = "notes"\noutput = "public"\n\n[cards]\nnew_per_day = 26\n');
  for (let i = 1; i <= 26; i += 1) {
    const name = `fact-${String(i).padStart(2, "0")}`;
    writeFileSync(join(project, `notes/${name}.md`), `# Fact ${i}\n\nThe square of ${i} is ${i * i}.\n\n> [!card] What is the square of ${i}?\n> It is ${i * i}.\n`);
  }
  execFileSync(program, ["build", project], { stdio: ["ignore", "ignore", "inherit"] });
});
after(() => {
  for (const child of started) stop(child);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

function stop(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

async function until(condition, why) {
  for (let i = 0; i < 150; i += 1) {
    const value = await condition();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 100));
  }
  return assert.fail(why);
}

// A Chromium of our own rather than playwright's, so that it can be killed as a crash would.
async function open_chromium(profile) {
  const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  const flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --remote-debugging-port=0 --window-size=900,800";
  const port_file = join(profile, "DevToolsActivePort");
  rmSync(port_file, { force: true });
  const child = spawn(executable, [...flags.split(" "), `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore", detached: true });
  started.push(child);
  const port = await until(() => existsSync(port_file) && readFileSync(port_file, "utf8").split("\n")[0], "Chromium does not start");
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await browser.contexts()[0].newPage();
  await page.setViewportSize({ width: 900, height: 800 });
  return { child, browser, page, problems: watch_page(page) };
}

// How many cards the first page of a review says are for today: "8 new, 2 in learning today."
async function for_today(page) {
  const said = await page.locator(".review-head p").first().innerText();
  return (said.match(/\d+/g) ?? []).reduce((sum, number) => sum + Number(number), 0);
}
// Nothing of the state changes with the size and the colours, so each step is seen four times.
async function picture(page, name) {
  if (!process.env.LOCI_STORY) return;
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize({ width: 900, height: 800 });
}

// Answers cards until `count` different ones are done: easily, but now and then one is forgotten the first time.
async function study(page, count, forgotten, done = new Set()) {
  while (done.size < count) {
    const id = await page.locator(".review-card").getAttribute("data-card");
    await page.keyboard.press("Space");
    await page.locator(".review-back").waitFor();
    await page.waitForTimeout(180);
    const forgets = (done.size + forgotten.size) % 6 === 4 && !forgotten.has(id);
    if (forgets) forgotten.add(id);
    else done.add(id);
    await page.keyboard.press(forgets ? "1" : "4");
    await page.locator(".review-card:not(:has(.review-back)), [data-view=done]").first().waitFor();
  }
  return done;
}

// slug -> day on which its one card is due, as a page knows it.
async function due_in_page(page) {
  return page.evaluate(() => {
    const all = JSON.parse(localStorage.getItem(`loci:${document.documentElement.dataset.site}:remembered`));
    return Object.fromEntries(Object.entries(all.notes).map(([slug, [[, , due]]]) => [slug, due]).sort());
  });
}

function due_in_terminal() {
  const all = JSON.parse(execFileSync(program, ["cards", "mastery", project, "--json"], { encoding: "utf8" }));
  return Object.fromEntries(all.notes.filter((each) => each.known > 0).map((each) => [each.note, each.next_due.day]).sort());
}

// The log as the page would save it.
async function log_of(page) {
  return page.evaluate(
    () =>
      new Promise((done, fail) => {
        const taken = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          URL.createObjectURL = taken;
          blob.text().then(done, fail);
          return "about:blank#taken";
        };
        addEventListener("click", (event) => event.target.closest("a[download]") && event.preventDefault(), { capture: true, once: false });
        document.querySelector('[data-action="export"]').click();
      }),
  );
}

const reviews_in = (text) => text.trim().split("\n").map((line) => JSON.parse(line)).filter((event) => event.g !== undefined);

test("file:// with a crash midway, the terminal, the preview server: one log, one schedule", async () => {
  const profile = join(folder, "profile");
  const from_disk = pathToFileURL(join(project, "public/review.html")).href;
  const forgotten = new Set();

  // From disk, to the middle of the sitting.
  let chrome = await open_chromium(profile);
  await chrome.page.goto(from_disk);
  assert.equal(await for_today(chrome.page), 26);
  await picture(chrome.page, "01-file-start");
  await chrome.page.getByRole("button", { name: "Start" }).click();
  const before_crash = await study(chrome.page, 10, forgotten);
  await picture(chrome.page, "02-file-before-the-crash");
  assert.deepEqual(chrome.problems, []);
  stop(chrome.child);
  await chrome.browser.close().catch(() => {});

  // Again: nothing that was answered is lost.
  chrome = await open_chromium(profile);
  await chrome.page.goto(from_disk);
  await chrome.page.locator(".review-store-text", { hasText: `${10 + forgotten.size} reviews not yet saved to disk` }).waitFor();
  assert.equal(await for_today(chrome.page), 16);
  await picture(chrome.page, "03-file-after-the-crash");
  await chrome.page.getByRole("button", { name: "Start" }).click();
  const in_browser = await study(chrome.page, 20, forgotten, before_crash);
  await chrome.page.keyboard.press("Escape");
  await chrome.page.locator('[data-view="done"]').waitFor();
  await chrome.page.waitForTimeout(600);
  await picture(chrome.page, "04-file-paused");
  const exported = await log_of(chrome.page);
  const page_due = await due_in_page(chrome.page);
  assert.equal(reviews_in(exported).length, 20 + forgotten.size);
  assert.equal(in_browser.size, 20);
  assert.deepEqual(chrome.problems, []);

  // In the terminal: the same due dates, and three cards more.
  const log_file = join(folder, "from-the-browser.jsonl");
  writeFileSync(log_file, exported);
  const imported = execFileSync(program, ["log", "import", log_file, "--root", project], { encoding: "utf8" });
  assert.deepEqual(due_in_terminal(), page_due);
  const left = () => {
    const { due, new: fresh, learning } = JSON.parse(execFileSync(program, ["review", project, "--json"], { encoding: "utf8" })).counts;
    return due + fresh + learning;
  };
  assert.equal(left(), 6);
  const said = execFileSync(program, ["review", project], { encoding: "utf8", input: "show\n4\nshow\n4\nshow\n4\nq\n" });
  writeFileSync(join(pictures, "05-terminal.txt"), `${imported}\n${said}`);
  assert.equal(left(), 3);

  // Through the preview server, in the browser that knows its own part only: what it has goes to disk, the rest comes.
  const server = spawn(program, ["serve", project, "--port", "4390"], { stdio: ["ignore", "pipe", "pipe"], detached: true });
  started.push(server);
  let output = "";
  server.stdout.on("data", (bytes) => (output += bytes));
  const address = await until(() => output.match(/^http:\/\/127\.0\.0\.1:\d+\/$/m)?.[0], "the server does not start");
  await chrome.page.goto(`${address}fact-01.html`);
  await chrome.page.locator("#due", { hasText: "3" }).waitFor(); // every page there looks into the log on disk
  await chrome.page.goto(`${address}review.html`);
  assert.equal(await for_today(chrome.page), 3);
  await picture(chrome.page, "06-served-start");
  await chrome.page.getByRole("button", { name: "Start" }).click();
  await study(chrome.page, 3, new Set(forgotten));
  await chrome.page.locator('[data-view="done"]').waitFor();
  await chrome.page.locator(".review-store-text", { hasText: "saved in this project's log" }).waitFor();
  await chrome.page.waitForTimeout(600);
  await picture(chrome.page, "07-served-done");
  const served_due = await due_in_page(chrome.page);
  assert.equal(Object.keys(served_due).length, 26);
  assert.deepEqual(due_in_terminal(), served_due);
  const on_disk = readdirSync(join(project, ".loci/reviews"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"));
  assert.equal(on_disk.length, 3, "the browser from disk, the terminal, the browser from the server");

  // Back from disk: the log on disk is brought in, and the schedule is the same there too.
  const whole = execFileSync(program, ["log", "export", "--root", project], { encoding: "utf8" });
  writeFileSync(join(folder, "whole.jsonl"), whole);
  await chrome.page.goto(from_disk);
  await chrome.page.locator(".review-head").waitFor();
  await chrome.page.locator('[data-action="import-file"]').setInputFiles(join(folder, "whole.jsonl"));
  await chrome.page.locator(".review-store-result").waitFor();
  await picture(chrome.page, "08-file-again");
  assert.deepEqual(await due_in_page(chrome.page), served_due);
  assert.deepEqual(chrome.problems, []);
  await chrome.browser.close();
});
