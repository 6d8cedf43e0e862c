// Pages for those who make them larger, space them out, reach them with a big finger or by the Tab key, want no motion or more
// contrast: WCAG 1.4.4, 1.4.10, 1.4.12, 2.4.11, 2.5.8, 2.3.3, 1.4.6. LOCI_PLACE is "file", "http" or "sub".
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build_site, launch, launch_with_profile, new_page, open_place, remove_site, temporary_folder, watch_page } from "./harness.mjs";

let folder;
let place;
let browser;

before(async () => {
  folder = build_site(process.env.LOCI_PROGRAM);
  place = await open_place(process.env.LOCI_PLACE, folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
});

const shown_answer = async (page) => {
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("button", { name: "Show the answer" }).click();
  await page.locator(".review-back").waitFor();
};
const kinds = [
  ["home", "index.html"],
  ["section", "databases/index.html"],
  ["note", "databases/mvcc.html"],
  ["case study", "case-studies/tinyurl.html"],
  ["search", "search.html?q=index"],
  ["nothing found", "search.html?q=zzzqqq"],
  ["search dialog", "tags/index.html", async (page) => {
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("isolation");
    await page.getByRole("option").first().waitFor();
  }],
  ["keys", "tags/index.html", async (page) => {
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
  }],
  ["review", "review.html"],
  ["answer", "review.html", shown_answer],
  ["statistics", "review.html?statistics"],
  ["contents", "contents.html"],
  ["tags", "tags/index.html"],
  ["tag", "tags/caching.html"],
  ["glossary", "glossary.html"],
  ["changes", "changes.html"],
  ["learning path", "learn.html"],
  ["map", "graph.html"],
  ["missing", "404.html"],
];

// Opens each kind of page and gathers what `look` finds in it.
async function on_every_kind(page, look, prepare = async () => {}) {
  const found = [];
  for (const [name, path, act] of kinds) {
    // On disk nobody is sent to 404.html, whose addresses are a host's.
    if (name === "missing" && process.env.LOCI_PLACE !== "http") continue;
    await page.goto(place.url(path), { waitUntil: "load" });
    if (path.startsWith("review.html?statistics")) await page.locator(".statistics-part").first().waitFor();
    else if (path.startsWith("review")) await page.locator(".review-head").waitFor();
    if (path.startsWith("search")) await page.waitForFunction(() => document.getElementById("search-results").childElementCount > 0);
    await prepare();
    if (act) await act(page);
    await page.waitForTimeout(50);
    for (const text of await page.evaluate(look)) found.push(`${name}: ${text}`);
  }
  return found;
}

// What does not fit: the page scrolls sideways, text ends outside the screen or where its box cuts it off, controls lie on each other.
function misfits() {
  const found = [];
  const width = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - width;
  if (over > 0) found.push(`scrolls ${over} px sideways`);
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className.baseVal ?? element.className} '${element.textContent.trim().slice(0, 30)}'`;
  const dialog = document.querySelector("dialog[open]");
  const walker = document.createTreeWalker(dialog ?? document.body, NodeFilter.SHOW_TEXT);
  const cut = new Set();
  const range = document.createRange();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() === "" || parent.closest("noscript, svg, .visually-hidden, math, #sidebar, .skip")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true })) continue;
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      if (box.width <= 1 || box.height <= 1) continue;
      for (let at = parent; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.clipPath !== "none") break;
        if (/auto|scroll/.test(style.overflowX)) break; // it scrolls by itself
        const frame = at === document.documentElement ? { left: 0, right: width } : at.getBoundingClientRect();
        const clips = at === document.documentElement || /hidden|clip/.test(style.overflowX);
        if (clips && (box.left < frame.left - 1 || box.right > frame.right + 1)) cut.add(`cut off: ${name(parent)}`);
      }
    }
  }
  found.push(...cut);
  const controls = [...(dialog ?? document).querySelectorAll("a[href], button, input, select, summary")].filter(
    (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !element.closest("svg, .visually-hidden, .skip, #sidebar, .graph, [inert], .map, mark") && !["fixed", "absolute"].includes(getComputedStyle(element).position),
  );
  const boxes = controls.flatMap((element) => [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1).map((box) => ({ element, box })));
  const head = document.querySelector(".site-head");
  boxes.forEach(({ element, box }, i) => {
    for (const other of boxes.slice(i + 1, i + 12)) {
      if (element.contains(other.element) || other.element.contains(element) || head.contains(element) !== head.contains(other.element)) continue;
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (wide > 3 && high > 6) found.push(`${name(element)} lies on ${name(other.element)}`);
    }
  });
  return found;
}

test("on 320 px, which is a laptop at 400 %, nothing scrolls sideways, is cut off or lies on something else", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 320, height: 256 } });
  assert.deepEqual(await on_every_kind(page, misfits), []);
  assert.deepEqual(problems.filter((line) => !/status 404/.test(line)), []);
  await context.close();
});

test("letters of twice the size, as the browser's settings make them, fit", async () => {
  const profile = temporary_folder();
  mkdirSync(join(profile, "Default"));
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify({ webkit: { webprefs: { default_font_size: 32 } } }));
  const context = await launch_with_profile(profile);
  const page = await context.newPage();
  const problems = watch_page(page);
  for (const width of [1280, 640]) {
    await page.setViewportSize({ width, height: 900 });
    const found = await on_every_kind(page, misfits);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px", "the setting holds");
    assert.deepEqual(found, [], `at ${width}`);
  }
  assert.deepEqual(problems.filter((line) => !/status 404/.test(line)), []);
  await context.close();
  rmSync(profile, { recursive: true, force: true });
});

test("lines, words and letters that stand further apart lose nothing", async () => {
  const { context, page } = await new_page(browser, { bypassCSP: true });
  const content = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await on_every_kind(page, misfits, () => page.addStyleTag({ content })), [], `at ${width}`);
  }
  await context.close();
});

// Controls that are under 24 px and have another one nearer than that; links in sentences may be as small as their line.
function small_targets() {
  const dialog = document.querySelector("dialog[open]");
  const is_text = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
  const in_sentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    for (let at = element.parentElement; at; at = at.parentElement) {
      if ([...at.childNodes].some(is_text)) return true;
      if (!getComputedStyle(at).display.startsWith("inline")) return false;
    }
    return false;
  };
  const targets = [...(dialog ?? document).querySelectorAll("a[href], button, input, select, summary")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !element.closest(".visually-hidden, .skip, svg, [hidden]") && !element.matches(".visually-hidden, .anchor"))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const small = targets.filter(({ element, box }) => (box.width < 23.9 || box.height < 23.9) && !in_sentence(element));
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  return small.flatMap(({ element, box }) => {
    const [x, y] = middle(box);
    const near = targets.find((other) => {
      if (other.element === element || other.element.contains(element) || element.contains(other.element)) return false;
      const is_small = other.box.width < 23.9 || other.box.height < 23.9;
      const [a, b] = is_small ? middle(other.box) : [Math.max(other.box.left, Math.min(x, other.box.right)), Math.max(other.box.top, Math.min(y, other.box.bottom))];
      return Math.hypot(a - x, b - y) < (is_small ? 23.9 : 11.9);
    });
    return near ? [`${element.tagName.toLowerCase()}.${element.className} '${element.textContent.trim().slice(0, 30)}' ${Math.round(box.width)}x${Math.round(box.height)} beside '${near.element.textContent.trim().slice(0, 30)}'`] : [];
  });
}

for (const width of [1280, 390]) {
  test(`a finger meets the control it means, ${width} px wide`, async () => {
    const { context, page } = await new_page(browser, { viewport: { width, height: 844 }, hasTouch: width < 500 });
    assert.deepEqual(await on_every_kind(page, small_targets), []);
    await context.close();
  });
}

// Where the Tab key is now, and whether something lies on it.
function covered() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = [...element.getClientRects()][0];
  if (!box || element.closest(".site-head") || element.matches(".visually-hidden")) return "";
  if (box.height > innerHeight - 120) return ""; // no place shows the whole of it
  const x = Math.max(1, Math.min(innerWidth - 2, box.left + Math.min(box.width / 2, 20)));
  const hidden = [box.top + 2, box.bottom - 2].filter((y) => {
    // Excerpts that come late push what follows down, where the next key finds it.
    if (y < 0 || y > innerHeight) return box.bottom <= 0;
    return document.elementFromPoint(x, y)?.closest(".site-head, .marks-bar") ?? false;
  });
  return hidden.length > 0 ? `${element.tagName.toLowerCase()} '${element.textContent.trim().slice(0, 40)}' at ${Math.round(box.top)} to ${Math.round(box.bottom)}` : "";
}

test("what the Tab key reaches is in sight, forwards and backwards", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 1024, height: 500 } });
  for (const [path, act] of [["databases/mvcc.html"], ["search.html?q=index"], ["review.html", shown_answer], ["glossary.html"]]) {
    await page.goto(place.url(path));
    if (path.startsWith("search")) await page.locator("#search-results a").first().waitFor();
    if (act) await act(page);
    const found = new Set();
    for (const [key, times] of [["Tab", 60], ["Shift+Tab", 60]]) {
      for (let i = 0; i < times; i += 1) {
        await page.keyboard.press(key);
        const text = await page.evaluate(covered);
        if (text) found.add(`${key}: ${text}`);
        if (text === null) break;
      }
      // Backwards from the foot of the page, where what comes lies above the screen.
      await page.locator(".site-foot a").last().focus();
    }
    assert.deepEqual([...found], [], path);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("who wants no motion sees none", async () => {
  const { context, page, problems } = await new_page(browser, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  const moving = () => page.evaluate(() => [...document.getAnimations().map((one) => one.animationName ?? one.transitionProperty), ...[...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).scrollBehavior === "smooth").map((one) => one.tagName)]);
  await page.goto(place.url("databases/mvcc.html"));
  await page.locator('[data-action="menu"]').click();
  assert.deepEqual(await moving(), [], "menu");
  await page.keyboard.press("Escape");
  assert.deepEqual(await moving(), [], "menu closed");
  await page.keyboard.press("/");
  await page.getByRole("combobox").waitFor();
  assert.deepEqual(await moving(), [], "search");
  await page.goto(place.url("review.html"));
  await shown_answer(page);
  assert.deepEqual(await moving(), [], "answer");
  assert.deepEqual(problems, []);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`who wants more contrast has stronger lines and words, ${colorScheme}`, async () => {
    const { context, page, problems } = await new_page(browser, { colorScheme, contrast: "more" });
    await page.goto(place.url("databases/mvcc.html"));
    const contrast = await page.evaluate(() => {
      const probe = document.createElement("p");
      document.body.append(probe);
      const lightness = (name) => {
        probe.style.color = `var(--${name})`;
        const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const paper = lightness("paper");
      return Object.fromEntries(["ink", "muted", "accent", "again", "hard", "good", "easy", "rule", "rule-strong"].map((name) => {
        const [low, high] = [paper, lightness(name)].sort((a, b) => a - b);
        return [name, (high + 0.05) / (low + 0.05)];
      }));
    });
    for (const name of ["ink", "muted", "accent", "again", "hard", "good", "easy"]) assert.ok(contrast[name] >= 7, `${name} ${contrast[name].toFixed(2)}`);
    for (const name of ["rule", "rule-strong"]) assert.ok(contrast[name] >= 3, `${name} ${contrast[name].toFixed(2)}`);
    assert.deepEqual(problems, []);
    await context.close();
  });
}
