// The built site in Firefox over file://, where every page has an origin of its own: reviews are shared by all pages and
// survive the browser's end, the scheduler computes the same doubles, the search finds, and nothing is said on the console.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { firefox_path, open_firefox } from "./firefox.mjs";
import { build_site, remove_site, repository, temporary_folder } from "./harness.mjs";

const skip = firefox_path ? false : "no Firefox is installed (apt install firefox-esr; or LOCI_FIREFOX=/path/to/firefox)";
const notes = {
  "index.md": "# Home\n\nA place for notes.\n",
  "databases/joins.md": "# Joins\n\nA hash join builds a table of one side.\n\n> [!card] What does a hash join build?\n> A table of one side.\n\n> [!card] What does a merge join need?\n> Both sides in order.\n",
  "systems/deep/caching.md": "# Caching\n\nSee [[joins]] for another table.\n\n> [!card|type] What does a cache keep?\n> Copies\n",
};

let project;
let folder;
let profile;

before(() => {
  if (skip) return;
  project = temporary_folder();
  writeFileSync(join(project, "site.toml"), 'title = "Firefox"\nnotes = "notes"\noutput = "public"\n');
  for (const [path, text] of Object.entries(notes)) {
    mkdirSync(dirname(join(project, "notes", path)), { recursive: true });
    writeFileSync(join(project, "notes", path), text);
  }
  folder = build_site(process.env.LOCI_PROGRAM, ["--quiet"], project);
  profile = join(temporary_folder(), "profile");
});
after(() => {
  if (skip) return;
  remove_site(folder);
  remove_site(profile);
  rmSync(project, { recursive: true, force: true });
});

const at = (path) => pathToFileURL(join(folder, path.split(/[?#]/)[0])).href + (path.match(/[?#].*$/)?.[0] ?? "");
const unsaved = () => document.querySelector(".review-store")?.dataset.unsaved;
const on_card = () => document.querySelector(".review-card:not(:has(.review-back))")?.dataset.card;

test("reviews in Firefox over file://", { skip, timeout: 120_000 }, async (t) => {
  let firefox = await open_firefox(profile);
  try {
    await t.test("each page on disk has an origin of its own, as readers have it", async () => {
      await firefox.go(at("index.html"));
      await firefox.evaluate(() => localStorage.setItem("probe", "1"));
      await firefox.go(at("databases/joins.html"));
      assert.equal(await firefox.evaluate(() => localStorage.getItem("probe")), null);
    });

    await t.test("a card graded at the foot of a note is known to the review page and to a note two folders down", async () => {
      await firefox.evaluate(() => document.querySelector('[data-action="review-here"]').click());
      await firefox.until(on_card);
      await firefox.press("Space");
      await firefox.until(() => document.querySelector(".review-back"));
      await new Promise((done) => setTimeout(done, 250)); // a key too soon after the answer is a slip
      await firefox.press("4");
      await firefox.until(() => document.querySelector(".review-store")?.dataset.unsaved === "1");
      assert.equal(await firefox.until(() => document.querySelector(".review-store")?.dataset.store), "indexeddb");

      await firefox.go(at("review.html"));
      assert.equal(await firefox.until(unsaved), "1");
      await firefox.go(at("systems/deep/caching.html"));
      await firefox.evaluate(() => document.querySelector('[data-action="review-here"]').click());
      assert.equal(await firefox.until(unsaved), "1");
    });

    await t.test("an answer is typed, and the keys of the review are letters meanwhile", async () => {
      await firefox.until(() => document.activeElement?.classList.contains("review-field"));
      await firefox.press("Copy1");
      await firefox.press("Enter");
      assert.match(await firefox.until(() => document.querySelector(".review-compared p")?.textContent), /^Not quite: /);
      await new Promise((done) => setTimeout(done, 250));
      await firefox.press("3");
      await firefox.until(() => document.querySelector(".review-store")?.dataset.unsaved === "2");
    });

    await t.test("the search opens and finds", async () => {
      await firefox.go(at("index.html"));
      await firefox.press("/");
      await firefox.until(() => document.activeElement?.getAttribute("role") === "combobox");
      await firefox.press("hash join");
      const found = await firefox.until(() => [...document.querySelectorAll(".search-dialog [role=option]")].map((option) => option.textContent).join(" | "));
      assert.match(found, /Joins/);
    });

    await t.test("every review and every preview of the shared histories is the same double", async () => {
      const entry = join(repository, "tests/browser-unit/review/fsrs_replay.ts");
      const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: "iife", globalName: "scheduler", target: "es2020" });
      const script = join(folder, "scheduler.js");
      writeFileSync(script, `${outputFiles[0].text}\nwindow.scheduler = scheduler;`);
      await firefox.evaluate(() => void (console.debug = () => {})); // ts-fsrs tells that it migrates old parameters
      await firefox.evaluate((url) => window.loci.script(url), pathToFileURL(script).href);
      const histories = JSON.parse(readFileSync(join(repository, "tests/vectors/fsrs6/histories.json"), "utf8"));
      const found = await firefox.evaluate((file) => window.scheduler.replay(file), histories);
      assert.deepEqual(found.wrong, []);
      assert.deepEqual([found.reviews, found.previews], [3205, 4 * 3205]);
    });

    await t.test("what was reviewed is there after Firefox was closed and opened", async () => {
      const problems = firefox.problems;
      await firefox.close();
      firefox = await open_firefox(profile);
      await firefox.go(at("review.html"));
      assert.equal(await firefox.until(unsaved), "2");
      assert.match(await firefox.until(() => document.querySelector(".review-head")?.textContent), /1 new/);
      assert.deepEqual([...problems, ...firefox.problems], []);
    });
  } finally {
    await firefox.kill();
  }
});
