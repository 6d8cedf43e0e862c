// The review script's scheduler in Chromium on the vectors that C++ and Node answer: the same doubles, whatever engine
// computes exp, log and pow.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launch, new_page, repository } from "./harness.mjs";

test("every review and every preview of the shared histories is the same double in Chromium", async () => {
  // Bundled as the review script is (cmake and study.test.mjs), ts-fsrs and all.
  const entry = join(repository, "tests/browser-unit/review/fsrs_replay.ts");
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: "iife", globalName: "scheduler", target: "es2020" });
  const browser = await launch();
  try {
    const { page, problems } = await new_page(browser);
    await page.goto("about:blank");
    await page.evaluate(() => (console.debug = () => {})); // ts-fsrs tells that it migrates old parameters
    await page.addScriptTag({ content: outputFiles[0].text });
    const found = await page.evaluate((file) => scheduler.replay(file), JSON.parse(readFileSync(join(repository, "tests/vectors/fsrs6/histories.json"), "utf8")));
    assert.deepEqual(found.wrong, []);
    assert.deepEqual([found.reviews, found.previews], [3205, 4 * 3205]);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
});
