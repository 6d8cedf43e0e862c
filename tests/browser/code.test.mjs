// Code blocks in Chromium: the copy button, titles, numbers, marked lines, colours one can read, focus where there is something to scroll.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { build_site, launch, new_page, open_place, remove_site, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sql = "-- who <lent> what\nSELECT t.name, 1.5\n\nFROM tools AS t -- " + "x".repeat(300) + "\n";
const samples = {
  bash: "if [ -f \"$A\" ]; then echo 'x' # y\nfi\n",
  css: "@media print { a.b { color: #fff !important; --x: 1px } }\n",
  html: '<a href="x">y &amp; z</a>\n',
  java: '@Override int x = Foo.bar("\\n", 1.5);\n',
  python: "class A:\n    def f(self): return f'{None}'\n",
  rust: "fn f<'a>() -> Option<u8> { println!(\"\\n\"); None }\n",
};
let folder;
let place;
let browser;

before(async () => {
  const project = join(temporary_folder(), "notes");
  mkdirSync(project, { recursive: true });
  const block = (info, code) => "```" + info + "\n" + code + "```\n\n";
  writeFileSync(join(project, "code.md"),
    block('sql title="Tools" {2,3} showLineNumbers=9', sql) +
    Object.entries(samples).map(([language, code]) => block(language, code)).join("") +
    block("text", "plain\n"));
  // The second block is changed after it was checked.
  const sums = (value) => block("calc", `a = ${value}   # => 1\n`) + block("calc", "b = 1   # => 1\n");
  writeFileSync(join(project, "sums.md"), sums("1"));
  execFileSync(process.env.LOCI_PROGRAM, ["verify", "-C", project, "--quiet"]);
  writeFileSync(join(project, "sums.md"), sums("2 / 2"));
  folder = build_site(process.env.LOCI_PROGRAM, [], project);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

test("the button copies the code, without numbers, and says so", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("code.html"));
  const figure = page.locator("figure.code").first();
  const button = figure.getByRole("button", { name: "Copy Tools" });
  // What reaches the clipboard, whether or not the browser lets us read it back.
  await page.evaluate(() => {
    navigator.clipboard ??= {};
    window.copied = "";
    Object.defineProperty(navigator.clipboard, "writeText", { value: async (text) => void (window.copied = text) });
  });
  // The word is there for two seconds only.
  await button.evaluate((element) => {
    window.said = [];
    const note = () => window.said.push(`${element.innerText.split("\n")[0]}|${document.querySelector("[role=status]")?.textContent}`);
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.said.includes("Copied|Copied"));
  assert.equal(await page.evaluate(() => window.copied), sql);
  assert.ok(await button.evaluate((element) => document.activeElement === element));
  await page.waitForFunction(() => window.said.at(-1) === "Copy|");
  assert.deepEqual(problems, []);
  await context.close();
});

test("where the clipboard is refused the old command copies", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(place.url("code.html"));
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => ((window.copied = document.activeElement.value), true);
  });
  await page.locator(".copy").first().click();
  await page.waitForFunction(() => window.copied !== undefined);
  assert.equal(await page.evaluate(() => window.copied), sql);
  assert.equal(await page.locator("textarea").count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("title, language, numbers and marked lines are seen; a selection has the code alone", async () => {
  const { context, page } = await new_page(browser);
  await page.goto(place.url("code.html"));
  const figure = page.locator("figure.code").first();
  assert.equal(await figure.locator("figcaption").innerText(), "Tools");
  const facts = await figure.evaluate((element) => {
    const lines = [...element.querySelectorAll(".line")];
    const heights = lines.map((line) => line.getBoundingClientRect().height);
    getSelection().selectAllChildren(element.querySelector("code"));
    return {
      label: getComputedStyle(element, "::before").content,
      numbers: lines.map((line) => line.dataset.line),
      shown: getComputedStyle(lines[0], "::before").content,
      marked: lines.map((line) => line.matches(".marked") && parseFloat(getComputedStyle(line).borderLeftWidth) > 0),
      even: Math.max(...heights) - Math.min(...heights) < 1,
      selected: getSelection().toString(),
    };
  });
  assert.equal(facts.label, '"SQL"');
  assert.deepEqual(facts.numbers, ["9", "10", "11", "12"]);
  assert.match(facts.shown, /data-line|"9"/);
  assert.deepEqual(facts.marked, [false, true, true, false]);
  assert.ok(facts.even, "empty lines are as high as others");
  assert.equal(facts.selected.trimEnd(), sql.trimEnd());
  await context.close();
});

test("only code that is wider than the page stops the Tab key, and it scrolls by key", async () => {
  const { context, page } = await new_page(browser);
  await page.goto(place.url("code.html"));
  await page.waitForFunction(() => document.querySelectorAll("figure.code pre[tabindex]").length === 1);
  const pre = page.locator("figure.code pre").first();
  assert.equal(await pre.getAttribute("aria-label"), "Tools");
  await pre.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector("figure.code pre").scrollLeft > 0);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page itself does not scroll");
  await page.setViewportSize({ width: 200, height: 600 });
  await page.waitForFunction(() => document.querySelectorAll("figure.code pre[tabindex]").length > 3);
  await context.close();
});

for (const scheme of ["light", "dark"]) {
  test(`every colour of code can be read, ${scheme}`, async () => {
    const { context, page, problems } = await new_page(browser, { colorScheme: scheme, bypassCSP: true });
    await page.goto(place.url("code.html"));
    const poor = await page.evaluate(() => {
      const channels = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
      const luminance = (colour) => {
        const [r, g, b] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
      };
      const papers = [getComputedStyle(document.querySelector(".code")).backgroundColor, getComputedStyle(document.querySelector(".line.marked")).backgroundColor];
      const classes = ["hl-c", "hl-k", "hl-s", "hl-e", "hl-n", "hl-f", "hl-t", "hl-p", "hl-a", "hl-g"];
      const found = [];
      for (const name of classes) {
        const element = document.querySelector(`.${name}`);
        if (!element) found.push(`${name} is in no sample`);
        else for (const paper of papers) {
          const ratio = contrast(getComputedStyle(element).color, paper);
          if (ratio < 4.5) found.push(`${name}: ${ratio.toFixed(2)} on ${paper}`);
        }
      }
      return found;
    });
    assert.deepEqual(poor, []);
    await page.evaluate(axe_source);
    const result = await page.evaluate(() => window.axe.run(document, { preload: false }));
    assert.deepEqual(result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

for (const width of [390, 1440]) {
  for (const scheme of ["light", "dark"]) {
    test(`a block that was checked says so, and one that was changed since does not, ${width} ${scheme}`, async () => {
      const { context, page, problems } = await new_page(browser, { colorScheme: scheme, bypassCSP: true, viewport: { width, height: 800 } });
      await page.goto(place.url("sums.html"));
      const figures = page.locator("figure.code");
      assert.equal(await figures.nth(0).locator(".checked").count(), 0);
      const line = figures.nth(1).locator(".checked");
      assert.equal(await line.innerText(), "checked");
      const [inner, outer, code] = await Promise.all([line, figures.nth(1), figures.nth(1).locator("pre")].map((one) => one.boundingBox()));
      assert.ok(inner.y >= code.y + code.height - 1 && inner.y + inner.height <= outer.y + outer.height + 1, "below the code, within its box");
      await page.evaluate(axe_source);
      const result = await page.evaluate(() => window.axe.run(document, { preload: false }));
      assert.deepEqual(result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
      assert.deepEqual(problems, []);
      await context.close();
    });
  }
}

test("marked lines and edges are seen in forced colours; buttons are neither printed nor there without JavaScript", async () => {
  const forced = await new_page(browser, { forcedColors: "active" });
  await forced.page.goto(place.url("code.html"));
  assert.equal(await forced.page.locator(".line.marked").first().evaluate((line) => getComputedStyle(line).borderLeftStyle), "solid");
  assert.equal(await forced.page.locator(".code").first().evaluate((code) => getComputedStyle(code).borderTopWidth), "1px");
  await forced.page.emulateMedia({ media: "print" });
  assert.equal(await forced.page.locator(".copy").first().isVisible(), false);
  await forced.context.close();
  const plain = await new_page(browser, { javaScriptEnabled: false });
  await plain.page.goto(place.url("code.html"));
  assert.equal(await plain.page.locator(".copy").count(), 0);
  assert.equal(await plain.page.locator("figcaption").innerText(), "Tools");
  assert.deepEqual(plain.problems, []);
  await plain.context.close();
});
