// The single file in Firefox over file://: it opens, one finds the way and a word, a diagram is drawn, and a card that was graded is known
// after a reload and after the browser was closed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { firefox_path, open_firefox } from "./firefox.mjs";
import { temporary_folder } from "./harness.mjs";

const skip = firefox_path ? false : "no Firefox is installed (apt install firefox-esr; or LOCI_FIREFOX=/path/to/firefox)";
const notes = {
  "index.md": "# Home\n\nA place for notes.\n",
  "databases/joins.md": "# Joins\n\nA hash join builds a table of one side. See [[caching]].\n\n> [!card] What does a hash join build?\n> A table of one side.\n\n> [!card] What does a merge join need?\n> Both sides in order.\n",
  "systems/caching.md": '# Caching\n\n```mermaid\nflowchart LR\n  a[Reader] --> b[Cache]\n  style b fill:#cde\n```\n',
};

let folder;
let file;

before(() => {
  if (skip) return;
  folder = temporary_folder();
  writeFileSync(join(folder, "site.toml"), 'title = "Firefox"\nnotes = "notes"\noutput = "public"\n');
  for (const [path, text] of Object.entries(notes)) {
    mkdirSync(dirname(join(folder, "notes", path)), { recursive: true });
    writeFileSync(join(folder, "notes", path), text);
  }
  file = join(folder, "base.html");
  execFileSync(process.env.LOCI_PROGRAM, ["build", folder, "--quiet", `--single-file=${file}`], { stdio: ["ignore", "pipe", "inherit"] });
});
after(() => {
  if (!skip) rmSync(folder, { recursive: true, force: true });
});

test("the single file in Firefox", { skip, timeout: 120_000 }, async (t) => {
  const profile = join(folder, "profile");
  const address = pathToFileURL(file).href;
  const new_cards = () => document.querySelector(".review-head")?.textContent.match(/(\d+) new/)?.[1];
  const title_is = (wanted) => document.querySelector("main h1")?.textContent === wanted;
  let firefox = await open_firefox(profile);
  try {
    await t.test("a link is followed and Back leads back", async () => {
      await firefox.go(`${address}#databases/joins.html`);
      await firefox.until(title_is, "Joins");
      await firefox.evaluate(() => document.querySelector('.prose a[href="#systems/caching.html"]').click());
      await firefox.until(title_is, "Caching");
      await firefox.evaluate(() => history.back());
      await firefox.until(title_is, "Joins");
    });

    await t.test("a diagram is drawn", async () => {
      await firefox.evaluate(() => void (location.hash = "#systems/caching.html"));
      const width = await firefox.until(() => document.querySelector("figure.is-drawn img")?.naturalWidth);
      assert.ok(width > 100, String(width));
    });

    await t.test("the search finds", async () => {
      await firefox.press("/");
      await firefox.until(() => document.activeElement?.getAttribute("role") === "combobox");
      await firefox.press("hash join");
      assert.match(await firefox.until(() => [...document.querySelectorAll(".search-dialog [role=option]")].map((option) => option.textContent).join(" | ")), /Joins/);
    });

    await t.test("a card is graded, and known after a reload and after Firefox was closed", async () => {
      await firefox.go("about:blank");
      await firefox.go(`${address}#review.html`);
      assert.equal(await firefox.until(new_cards), "2");
      await firefox.evaluate(() => [...document.querySelectorAll("button")].find((one) => one.textContent === "Start").click());
      await firefox.until(() => document.querySelector(".review-card"));
      await firefox.press("Space");
      await firefox.until(() => document.querySelector(".review-back"));
      await new Promise((done) => setTimeout(done, 250)); // a key too soon after the answer is a slip
      await firefox.press("4");
      await firefox.until(() => document.querySelector(".review-store")?.dataset.unsaved === "1");
      await firefox.go("about:blank");
      await firefox.go(`${address}#review.html`);
      assert.equal(await firefox.until(new_cards), "1");
      const problems = firefox.problems;
      await firefox.close();
      firefox = await open_firefox(profile);
      await firefox.go(`${address}#review.html`);
      assert.equal(await firefox.until(new_cards), "1");
      assert.deepEqual([...problems, ...firefox.problems], []);
    });
  } finally {
    await firefox.kill();
  }
});
