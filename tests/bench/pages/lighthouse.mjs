// Lighthouse and the bytes of pages, over http with gzip as a host sends them, and the first paint from disk.
//
//     npm install --prefix ~/lighthouse lighthouse@12        in a folder of its own: no dependency of the project
//     node tests/bench/pages/lighthouse.mjs SITE --lighthouse ~/lighthouse [--form mobile|desktop] [PAGE...]
//
// SITE is a built site. Its pages are asked for one after another; the budgets (25 kB of script, 12 kB of style) and the four hundreds are
// checked: exit code 1 when one is missed.
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { launch, new_page } from "../../browser/harness.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { lighthouse: { type: "string" }, form: { type: "string", default: "mobile" } } });
const [folder, ...wanted] = positionals;
if (!folder || !values.lighthouse) {
  console.error("usage: lighthouse.mjs SITE --lighthouse FOLDER [PAGE...]");
  process.exit(2);
}
const site = resolve(folder);
const pages = wanted.length > 0 ? wanted : ["index.html", "databases/mvcc.html", "case-studies/tinyurl.html", "review.html"];

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".png": "image/png" };
const server = createServer((request, response) => {
  let file = join(site, normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)));
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  const found = file.startsWith(site) && existsSync(file);
  const bytes = found ? readFileSync(file) : Buffer.from("no such page");
  const type = types[extname(file)] ?? "application/octet-stream";
  const packed = /text|javascript|json|svg/.test(type);
  response.writeHead(found ? 200 : 404, {
    "Content-Type": type,
    "Cache-Control": "max-age=600",
    ...(packed ? { "Content-Encoding": "gzip" } : {}),
  });
  response.end(packed ? gzipSync(bytes, { level: 9 }) : bytes);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}/`;

const from = (path) => import(pathToFileURL(join(resolve(values.lighthouse), "node_modules", path)).href);
const { default: lighthouse, desktopConfig } = await from("lighthouse/core/index.js");
const { launch: launch_chrome } = await from("chrome-launcher/dist/index.js");
// A fresh browser for each page, as the first visit is: what a page keeps (that the faces of the text are here) would count for the next.
const start_chrome = () => launch_chrome({ chromePath: "/usr/bin/chromium", chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

let missed = 0;
const categories = ["performance", "accessibility", "best-practices", "seo"];
console.log(`| page (${values.form}) | ${categories.join(" | ")} | first paint | largest paint | shift | script gz | style gz |`);
for (const page of pages) {
  const chrome = await start_chrome();
  const result = await lighthouse(origin + page, { port: chrome.port, logLevel: "error", onlyCategories: categories }, values.form === "desktop" ? desktopConfig : undefined);
  const { lhr } = result;
  const scores = categories.map((name) => Math.round(lhr.categories[name].score * 100));
  const html = readFileSync(join(site, page), "utf8");
  const size = (pattern) => [...html.matchAll(pattern)].reduce((sum, match) => sum + gzipSync(readFileSync(join(site, page, "..", match[1])), { level: 9 }).length, 0);
  const script = size(/<script src="([^"]+)"/g);
  const style = size(/<link rel="stylesheet" href="([^"]+)"/g);
  console.log(`| ${page} | ${scores.join(" | ")} | ${Math.round(lhr.audits["first-contentful-paint"].numericValue)} ms | ${Math.round(lhr.audits["largest-contentful-paint"].numericValue)} ms | ${lhr.audits["cumulative-layout-shift"].numericValue.toFixed(3)} | ${script} | ${style} |`);
  for (const name of categories) {
    for (const { id, weight } of lhr.categories[name].auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 0.9) console.log(`    ${name}: ${id}: ${audit.title} ${audit.displayValue ?? ""}`);
    }
  }
  await chrome.kill();
  if (scores.some((score) => score < 100)) ++missed;
  if (!page.includes("review") && (script > 25_000 || style > 12_000)) ++missed;
}
server.close();

// From disk, in a fresh browser each time: when the largest thing was painted, and how far anything moved.
console.log("| from disk | largest paint, ms, five openings | shift |");
for (const page of pages) {
  const times = [];
  let shift = 0;
  for (let i = 0; i < 5; ++i) {
    const browser = await launch();
    const { page: tab } = await new_page(browser, { viewport: { width: 1440, height: 900 } });
    await tab.goto(pathToFileURL(join(site, page)).href, { waitUntil: "load" });
    const seen = await tab.evaluate(
      () =>
        new Promise((done) => {
          const found = { paint: 0, shift: 0 };
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (found.paint = entry.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (found.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(found), 500);
        }),
    );
    times.push(Math.round(seen.paint));
    shift = Math.max(shift, seen.shift);
    await browser.close();
  }
  console.log(`| ${page} | ${times.sort((a, b) => a - b).join(" ")} | ${shift.toFixed(4)} |`);
}
process.exitCode = missed > 0 ? 1 : 0;
