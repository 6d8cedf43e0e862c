// From page to page the title fades over (assets/styles/base.css): quickly, for those who like motion, and without taking a click away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build_site, launch, new_page, open_place, remove_site } from "./harness.mjs";
import { write_sample } from "./sample.mjs";

let project;
let folder;
let browser;

before(async () => {
  project = write_sample();
  folder = build_site(process.env.LOCI_PROGRAM, [], project);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  remove_site(folder);
  remove_site(project);
});

// What is seen of a transition when a page is shown; the promises of the transition are left alone.
function watch() {
  addEventListener("pagereveal", (event) => sessionStorage.setItem("transition", event.viewTransition ? "yes" : "no"));
}

for (const kind of ["file", "http", "sub"]) {
  test(`a title fades over, ${kind}`, async (t) => {
    const place = await open_place(kind, folder);
    t.after(() => place.close());
    for (const [reducedMotion, wanted] of [["no-preference", "yes"], ["reduce", "no"]]) {
      const { context, page, problems } = await new_page(browser, { reducedMotion, viewport: { width: 1440, height: 900 } });
      await page.addInitScript(watch);
      await page.goto(place.url("guide/start.html"), { waitUntil: "load" });
      await page.waitForTimeout(200);
      // A browser that is busy leaves one out now and then.
      let seen = "no";
      for (let tries = 0; tries < 8 && seen === "no"; ++tries) {
        const next = tries % 2 === 0 ? "Next" : "Start";
        await page.locator(".sidebar li a", { hasText: next }).first().click();
        await page.waitForURL(new RegExp(`${next.toLowerCase()}\\.html$`));
        await page.waitForFunction(() => document.readyState === "complete");
        await page.waitForTimeout(250);
        seen = await page.evaluate(() => sessionStorage.getItem("transition"));
      }
      assert.equal(seen, wanted, reducedMotion);
      const name = (selector) => page.evaluate((one) => getComputedStyle(document.querySelector(one)).viewTransitionName, selector);
      assert.equal(await name("h1"), wanted === "yes" ? "title" : "none");
      assert.deepEqual(problems, []);
      await context.close();
    }
  });

  test(`a second click while it fades counts, ${kind}`, async (t) => {
    const place = await open_place(kind, folder);
    t.after(() => place.close());
    const { context, page, problems } = await new_page(browser, { reducedMotion: "no-preference", viewport: { width: 1440, height: 900 } });
    await page.goto(place.url("guide/start.html"), { waitUntil: "load" });
    await page.waitForTimeout(200);
    const middle = async (text) => {
      const box = await page.locator(".sidebar li a", { hasText: text }).first().boundingBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const there = await middle("Next");
    const back = await middle("Start");
    for (let wait = 0; wait < 160; wait += 20) {
      await page.mouse.click(...there);
      await page.waitForURL(/next\.html$/, { waitUntil: "commit" });
      // As soon as there is something to click on, and a little later each time.
      await page.waitForFunction(() => document.readyState !== "loading");
      await page.waitForTimeout(wait);
      await page.mouse.click(...back);
      await page.waitForURL(/start\.html$/, { waitUntil: "load", timeout: 5000 });
      await page.waitForTimeout(wait);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}
