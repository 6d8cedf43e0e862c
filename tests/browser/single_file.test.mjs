// The whole base as one file (`loci build --single-file`), opened from a disk and from a host: LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { write_sample } from "./sample.mjs";
import { launch, new_page, open_place, remove_site, repository, temporary_folder } from "./harness.mjs";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kind = process.env.LOCI_PLACE;
let folder;
let place;
let browser;

function build_single(project, path, extra = []) {
  return execFileSync(process.env.LOCI_PROGRAM, ["build", project, `--single-file=${path}`, ...extra], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

before(async () => {
  folder = join(temporary_folder(), "site");
  mkdirSync(folder);
  build_single(repository, join(folder, "base.html"));
  writeFileSync(join(folder, "404.html"), "");
  place = await open_place(kind, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const address = (hash = "") => place.url(`base.html${hash}`);
const heading = (page) => page.locator("main h1").innerText();

async function open(hash = "", options = {}) {
  const opened = await new_page(browser, options);
  const asked = [];
  opened.page.on("request", (request) => {
    if (!request.url().startsWith("data:")) asked.push(request.url().split("#")[0]);
  });
  await opened.page.goto(address(hash));
  return { ...opened, asked };
}

test("a note is read, a link followed, and Back leads to where one was", async () => {
  const { context, page, problems, asked } = await open();
  assert.equal(await page.locator("main h1").count(), 1, "one page is shown");
  await page.locator(".section-list h3 a", { hasText: "Databases" }).first().click();
  await page.locator(".note-list a", { hasText: "MVCC" }).first().click();
  await page.waitForFunction(() => /MVCC/.test(document.querySelector("main h1")?.innerText ?? ""));
  assert.match(page.url(), /#databases\/mvcc\.html$/);
  assert.match(await page.title(), /^MVCC/);
  assert.equal(await page.locator('#sidebar [aria-current="page"]').count(), 1);
  assert.ok(await page.evaluate(() => document.activeElement === document.getElementById("main")));
  assert.equal(await page.locator(".toc").evaluate((toc) => toc.open), true, "its contents stand in the margin");

  const entry = page.locator(".toc a").nth(2);
  await entry.click();
  const id = decodeURIComponent((await entry.getAttribute("href")).slice(1));
  assert.match(id, /^databases\/mvcc\.html#/);
  await page.waitForFunction((wanted) => document.querySelector(":target")?.id === wanted, id);
  await page.waitForFunction(() => history.state?.y > 100);

  // On the way, in the same moment as the click.
  const y = await page.locator(".prose a[href^='#'][href$='.html']:not([href*='mvcc.html'])").first().evaluate((link) => {
    scrollBy({ top: 150, behavior: "instant" });
    const left_at = scrollY;
    link.click();
    return left_at;
  });
  await page.waitForFunction(() => !/MVCC/.test(document.querySelector("main h1")?.innerText ?? "MVCC"));
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 3, y);
  assert.match(await heading(page), /MVCC/);
  await page.reload();
  assert.match(await heading(page), /MVCC/);
  assert.deepEqual([...new Set(asked)], [address()]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the address of a heading opens there, and one that is nowhere says so", async () => {
  const { context, page, problems } = await open("#databases/mvcc.html");
  const id = await page.locator(".prose h2[id]").nth(1).getAttribute("id");
  await page.goto(address(`#${encodeURI(id)}`));
  await page.reload();
  await page.waitForFunction((wanted) => document.querySelector(":target")?.id === wanted, id);
  await page.waitForFunction((wanted) => document.getElementById(wanted).getBoundingClientRect().top < innerHeight / 2, id);
  // Read on, and load it again.
  await page.evaluate(() => scrollBy({ top: 700, behavior: "instant" }));
  await page.waitForFunction(() => history.state?.y === scrollY);
  const read = await page.evaluate(() => scrollY);
  await page.reload();
  await page.waitForFunction((wanted) => scrollY === wanted, read);
  await page.goto(address("#nowhere.html"));
  await page.reload();
  assert.equal(await heading(page), "No such page");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the browser makes the elements of the page that is shown, not of all", async () => {
  const { context, page, problems } = await open("#databases/mvcc.html");
  const elements = () => page.evaluate(() => document.getElementsByTagName("*").length);
  assert.equal(await heading(page), "MVCC");
  assert.ok((await elements()) < 4000, `${await elements()} elements`);
  await page.goto(address("#print.html"));
  await page.locator('main .leaf[id="databases/mvcc.html"] .prose p').first().waitFor({ state: "attached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("search finds, and the words are marked where one lands", async () => {
  const { context, page, problems, asked } = await open("#index.html");
  await page.keyboard.press("/");
  await page.locator(".search-input").fill("write skew");
  await page.locator(".search-hit").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".search-excerpt mark"));
  await page.keyboard.press("Enter");
  await page.locator("main mark.search-mark.current").waitFor();
  assert.match(page.url(), /\?h=/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("mark.search-mark").count(), 0);
  assert.doesNotMatch(page.url(), /\?h=/);
  // Marks do not follow to the next page, and are not left in the one that was marked.
  await page.keyboard.press("/");
  await page.locator(".search-input").fill("isolation");
  await page.locator(".search-hit").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator("main mark.search-mark.current").waitFor();
  await page.locator(".site-name").click();
  await page.waitForFunction(() => document.body.className === "page-home");
  assert.equal(await page.locator(".marks-bar").count(), 0);

  await page.goto("about:blank");
  await page.goto(address("#search.html?q=quorum"));
  await page.locator(".search-page-list li").first().waitFor();
  await page.locator("#search-input").fill("vacuum");
  await page.waitForFunction(() => /q=vacuum/.test(location.hash));
  await page.locator(".search-page-list li a", { hasText: /vacuum/i }).first().click();
  await page.locator("main mark.search-mark").first().waitFor();
  assert.deepEqual([...new Set(asked)], [address()]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("cards are graded, and the answers are there after a reload and at the foot of the note", async () => {
  const { context, page, problems, asked } = await open("#review.html");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".review-card").waitFor();
  const card = () => page.locator(".review-card").getAttribute("data-card");
  const first = await card();
  await page.keyboard.press("Space");
  await page.locator(".review-back").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press("4");
  await page.waitForFunction((id) => document.querySelector(".review-card")?.dataset.card !== id, first);
  await page.waitForFunction(() => /1/.test(document.querySelector(".review-store-text")?.textContent ?? ""));
  await page.reload();
  await page.waitForFunction(() => /1/.test(document.querySelector(".review-store-text")?.textContent ?? ""));
  assert.match(await page.locator(".review-head").innerText(), /9 new/);

  await page.goto("about:blank");
  await page.goto(address("#databases/mvcc.html"));
  await page.waitForFunction(() => /MVCC/.test(document.querySelector("main h1")?.innerText ?? ""));
  await page.locator('[data-action="review-here"]').click();
  await page.locator(".review-card").waitFor();
  assert.equal(await page.locator("iframe").count(), 0, "the file keeps the reviews itself");

  await page.goto("about:blank");
  await page.goto(address("#review.html?statistics"));
  await page.getByRole("link", { name: "Back to review" }).waitFor();
  assert.deepEqual([...new Set(asked)], [address()]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the map, the learning path, previews and keys work", async () => {
  const { context, page, problems, asked } = await open("#databases/mvcc.html");
  await page.locator(".prose a[href^='#']:not(.anchor, [href*='mvcc.html'])").first().hover();
  await page.locator("#loci-preview .preview-title").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#loci-preview").waitFor({ state: "detached" });
  const here = page.url();
  await page.keyboard.press("]");
  await page.waitForFunction((url) => location.href !== url, here);
  const next = await heading(page);
  assert.doesNotMatch(next, /MVCC/);
  await page.keyboard.press("[");
  await page.waitForFunction(() => /MVCC/.test(document.querySelector("main h1")?.innerText ?? ""));
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await page.locator(".graph canvas").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await page.waitForFunction(() => document.querySelector("main h1")?.innerText === "Learning path");
  await page.waitForLoadState("load");
  await page.keyboard.press("t");
  assert.ok(await page.evaluate(() => document.documentElement.dataset.theme));
  assert.deepEqual([...new Set(asked)], [address()]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the skip link, the menu of narrow screens and keys alone", async () => {
  const { context, page, problems } = await open("#databases/mvcc.html", { viewport: { width: 390, height: 800 } });
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.evaluate(() => document.activeElement?.id === "main"));
  assert.match(await heading(page), /MVCC/);
  await page.locator(".menu-button").click();
  await page.locator(".sidebar-notes a").first().click();
  await page.waitForFunction(() => !document.documentElement.classList.contains("menu-open"));
  await page.locator(".menu-button").click();
  await page.keyboard.press("Escape");
  assert.ok(await page.evaluate(() => !document.documentElement.classList.contains("menu-open")));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.deepEqual(problems, []);
  await context.close();
});

test("without JavaScript all of it is there, and links lead within the file", async () => {
  const { context, page, problems } = await open("", { javaScriptEnabled: false, reducedMotion: "reduce" });
  const leaves = page.locator("main > .leaf");
  assert.ok((await leaves.count()) > 130);
  assert.ok(await page.locator(".book-contents").isVisible());
  const note = page.locator('[id="databases/mvcc.html"]');
  assert.ok(await note.locator(".prose p").first().isVisible());
  assert.ok(await note.locator(".backlinks a").first().isVisible());
  assert.ok(await note.locator(".card-back").first().isVisible());
  await page.locator(".book-contents a", { hasText: "MVCC" }).first().click();
  assert.match(page.url(), /#databases\/mvcc\.html$/);
  assert.ok(await note.evaluate((element) => Math.abs(element.getBoundingClientRect().top) < 240));
  const link = note.locator(".prose a[href*='html#']:not(.anchor)").first();
  const target = decodeURIComponent((await link.getAttribute("href")).slice(1));
  await link.click();
  assert.ok(await page.locator(`[id="${target}"]`).evaluate((element) => Math.abs(element.getBoundingClientRect().top) < 200));
  assert.deepEqual(problems, []);
  await context.close();
});

for (const scheme of ["light", "dark"]) {
  test(`no accessibility violations, ${scheme}`, async () => {
    const { context, page, problems } = await open("", { colorScheme: scheme, bypassCSP: true });
    await page.addScriptTag({ content: axe_source });
    for (const hash of ["#index.html", "#databases/index.html", "#databases/mvcc.html", "#case-studies/tinyurl.html", "#tags/index.html", "#contents.html", "#glossary.html"]) {
      await page.evaluate((wanted) => (location.hash = wanted), hash);
      await page.waitForFunction((wanted) => document.documentElement.dataset.page === wanted.slice(1), hash);
      const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], rules: { "heading-order": { enabled: false } } }));
      assert.deepEqual(
        result.violations.map((violation) => `${hash} ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`),
        [],
      );
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("on paper it is the book: a title, the contents, every section and note, and no tools", async () => {
  const { context, page, problems } = await open();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.ok(await page.locator(".front-name").isVisible());
  const titles = await page.locator("main .leaf:visible h1").allInnerTexts();
  const contents = await page.locator(".book-contents a").allInnerTexts();
  assert.deepEqual(titles, contents);
  assert.equal(await page.locator("main .backlinks:visible, main .pager:visible, .site-head:visible, #sidebar:visible").count(), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator("main .leaf").count(), 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("diagrams are drawn under the same policy, once, and are there when one comes back", async () => {
  const { context, page, problems, asked } = await open("#components/kubernetes.html");
  const drawn = page.locator("figure.diagram.is-drawn img");
  await page.locator("figure.diagram").first().scrollIntoViewIfNeeded();
  await drawn.first().waitFor();
  assert.ok(await drawn.first().evaluate((image) => image.decode().then(() => image.naturalWidth > 200)));
  const svg = decodeURIComponent((await drawn.first().getAttribute("src")).split(",").slice(1).join(","));
  assert.match(svg, /<style>#diagram-\d+\{/);
  assert.doesNotMatch(svg, /data-held-style/);
  await page.evaluate(() => (location.hash = "#index.html"));
  await page.waitForFunction(() => document.body.className === "page-home");
  await page.goBack();
  await drawn.first().waitFor();
  assert.equal(await page.locator("figure.diagram details").count(), await page.locator("figure.diagram").count());
  assert.equal(await page.locator(".diagram-frame").count(), 1);
  assert.deepEqual([...new Set(asked)], [address()]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the log is saved to a file and brought into another browser", async () => {
  const first = await open("#review.html");
  await first.page.getByRole("button", { name: "Start" }).click();
  await first.page.locator(".review-card").waitFor();
  await first.page.keyboard.press("Space");
  await first.page.locator(".review-back").waitFor();
  await first.page.waitForTimeout(250);
  await first.page.keyboard.press("4");
  await first.page.waitForFunction(() => /1/.test(document.querySelector(".review-store-text")?.textContent ?? ""));
  const downloading = first.page.waitForEvent("download");
  await first.page.locator('[data-action="export"]').click();
  const path = await (await downloading).path();
  const events = readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(events.flatMap((event) => event.g ?? []), [4]);
  const second = await open("#review.html");
  await second.page.locator(".review-head").waitFor();
  assert.match(await second.page.locator(".review-head").innerText(), /10 new/);
  await second.page.locator('[data-action="import-file"]').setInputFiles(path);
  await second.page.locator(".review-store-result", { hasText: `${events.length} new event` }).waitFor();
  await second.page.reload();
  await second.page.locator(".review-head").waitFor();
  assert.match(await second.page.locator(".review-head").innerText(), /9 new/);
  assert.deepEqual([...first.problems, ...second.problems], []);
  await first.context.close();
  await second.context.close();
});

test("at 320 pixels, and at twice the size, nothing is scrolled sideways; forced colours and reduced motion", async () => {
  for (const options of [{ viewport: { width: 320, height: 640 } }, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2, forcedColors: "active", reducedMotion: "reduce" }]) {
    const { context, page, problems } = await open("", options);
    for (const hash of ["#index.html", "#databases/mvcc.html", "#components/kubernetes.html", "#learn.html", "#contents.html", "#graph.html", "#print.html"]) {
      await page.goto(address(hash));
      await page.waitForFunction((wanted) => document.documentElement.dataset.page === wanted || document.documentElement.classList.contains("whole"), hash.slice(1));
      await page.waitForLoadState("load");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${hash} at ${options.viewport.width}`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

// What follows is about the file and not about how it is opened.
if (kind === "file") {
  test("the HTML is valid, and no id stands twice", async () => {
    // One of everything is enough: the whole base would keep the validator for minutes.
    const project = write_sample();
    build_single(project, join(project, "base.html"));
    const html = readFileSync(join(project, "base.html"), "utf8");
    const whole = readFileSync(join(folder, "base.html"), "utf8");
    for (const text of [html, whole]) {
      const seen = new Set();
      for (const [, id] of text.matchAll(/<[a-z][^<>]* id="([^"]*)"/g)) {
        assert.ok(!seen.has(id), id);
        seen.add(id);
      }
    }
    const loader = new StaticConfigLoader({
      extends: ["html-validate:recommended"],
      rules: {
        "doctype-style": "off",
        "heading-level": "off", // each page is a document with a title of its own; one of them is shown at a time
        "long-title": "off",
        "no-trailing-whitespace": "off",
        "no-raw-characters": "off",
        "prefer-native-element": "off",
        "require-sri": "off",
        "tel-non-breaking": "off",
        "unique-landmark": "off", // of one page at a time
        "no-inline-style": "error",
        "valid-id": ["error", { relaxed: true }],
      },
    });
    const report = await new HtmlValidate(loader).validateString(html, "base.html");
    const messages = report.results.flatMap((result) => result.messages.map((found) => `${found.line}:${found.column}: ${found.message} [${found.ruleId}]`));
    assert.deepEqual(messages.slice(0, 20), []);
    remove_site(join(project, "x"));
  });

  test("the policy knows every script and style by its hash, and no other host", () => {
    const html = readFileSync(join(folder, "base.html"), "utf8");
    const policy = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)[1].replaceAll("&#39;", "'");
    assert.match(policy, /^default-src 'none'; script-src 'sha256-/);
    assert.doesNotMatch(policy, /unsafe|\*|http/);
    const read = html.replace(/(<script[^>]*>)[^]*?<\/script>/g, "$1"); // texts of scripts are no elements
    assert.ok(!/<(?:script|img|link|iframe)[^>]*\s(?:src|href)="(?!data:|#)/.test(read));
    assert.ok(!/\sstyle="|\son[a-z]+="/.test(read));
  });

  test("the browser prints the book, a note a page at least", async () => {
    const project = write_sample();
    build_single(project, join(project, "base.html"));
    const { context, page, problems } = await new_page(browser);
    await page.goto(`file://${join(project, "base.html")}`);
    const pdf = (await page.pdf()).toString("latin1");
    const pages = (pdf.match(/\/Type \/Page\b/g) ?? []).length;
    const leaves = (readFileSync(join(project, "base.html"), "utf8").match(/ data-book>/g) ?? []).length;
    assert.ok(pages >= leaves, `${pages} pages for ${leaves} leaves`);
    assert.deepEqual(problems, []);
    await context.close();
    remove_site(join(project, "x"));
  });

  test("a German file says nothing in English of its own", async () => {
    const project = temporary_folder();
    writeFileSync(join(project, "site.toml"), 'title = "Notizen"\nlanguage = "de"\n');
    writeFileSync(join(project, "eins.md"), "# Eins\n\n[Daten](daten.csv)\n");
    writeFileSync(join(project, "daten.csv"), "a\n");
    build_single(project, join(project, "base.html"));
    const { context, page, problems } = await new_page(browser);
    await page.goto(`file://${join(project, "base.html")}#files/`);
    assert.match(await page.locator("main").innerText(), /^Dateien\s+Worauf die Notizen verweisen\./);
    await page.goto(`file://${join(project, "base.html")}#nirgends.html`);
    await page.reload();
    assert.match(await page.locator("main").innerText(), /^Seite nicht gefunden\s+Diese Datei hat keine Seite „nirgends\.html“\. Am Anfang beginnen$/);
    assert.match(readFileSync(join(project, "base.html"), "utf8"), /<p class="meta">1 Notiz<\/p>[^]*<h2 id="book-contents">Inhalt<\/h2>/);
    assert.deepEqual(problems, []);
    await context.close();
    remove_site(join(project, "x"));
  });

  test("bytes are the same for any number of threads", () => {
    const path = join(folder, "again.html");
    build_single(repository, path, ["-j", "1"]);
    assert.ok(readFileSync(path).equals(readFileSync(join(folder, "base.html"))));
  });

  test("pictures, files and cards with pictures are in it, and drafts are not", async () => {
    const project = temporary_folder();
    mkdirSync(join(project, "notes/media"), { recursive: true });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>';
    writeFileSync(join(project, "site.toml"), 'title = "Files"\nnotes = "notes"\n');
    writeFileSync(join(project, "notes/a b.md"), "# A b\n\n![A plan](media/plan.svg) and [the data](media/data.csv).\n\nWhat is drawn? :: ![[plan.svg]] #flashcards\n\n## Part #2\n\n[[a b#Part #2]]\n");
    writeFileSync(join(project, "notes/secret.md"), "---\ndraft: true\n---\n# Hidden words\n");
    writeFileSync(join(project, "notes/media/plan.svg"), svg);
    writeFileSync(join(project, "notes/media/data.csv"), "a,b\n1,2\n");
    const path = join(project, "one.html");
    build_single(project, path);
    const html = readFileSync(path, "utf8");
    assert.doesNotMatch(html, /Hidden|secret/);
    const { context, page, problems } = await new_page(browser);
    await page.goto(`file://${path}#a-b.html`);
    assert.ok(await page.locator(".prose img").first().evaluate((image) => image.decode().then(() => image.naturalWidth === 40)));
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".prose a", { hasText: "the data" }).click()]);
    assert.equal(download.suggestedFilename(), "data.csv");
    assert.equal(readFileSync(await download.path(), "utf8"), "a,b\n1,2\n");
    await page.goto("about:blank");
    await page.goto(`file://${path}#review.html?note=a-b`);
    await page.locator(".review-card").waitFor();
    await page.keyboard.press("Space");
    assert.ok(await page.locator(".review-back img").evaluate((image) => image.decode().then(() => image.naturalWidth === 40)));
    assert.deepEqual(problems, []);
    await context.close();
    remove_site(join(project, "x"));
  });
}
