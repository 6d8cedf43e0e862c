// The built site as files: every internal address leads to a file and, with '#', to an id in it; the HTML is valid;
// nothing asks another host for anything; no page carries script or style of its own.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { build_site, files_below, remove_site } from "./harness.mjs";

const program = process.env.LOCI_PROGRAM;
const base_url = "https://example.org/some/sub/";
let folder;
let files;
const pages = new Map(); // path -> { html, ids, addresses }

before(() => {
  folder = build_site(program, ["--base-url", base_url]);
  files = new Set(files_below(folder));
  for (const path of files) {
    if (!path.endsWith(".html")) continue;
    const html = readFileSync(join(folder, path), "utf8");
    const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) => unescape_html(match[1])));
    const addresses = [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map((match) => unescape_html(match[1]));
    pages.set(path, { html, ids, addresses });
  }
});
after(() => remove_site(folder));

function unescape_html(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) =>
    name ? (named[name] ?? all) : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)),
  );
}

test("the site has its pages", () => {
  assert.ok(pages.size > 20, `${pages.size} pages`);
  for (const path of ["index.html", "review.html", "search.html", "404.html", ".nojekyll", "robots.txt", "sitemap.xml", "lunr-index.json"]) {
    assert.ok(files.has(path), path);
  }
});

test("every internal address leads to a file and an id", () => {
  const broken = [];
  for (const [path, { addresses }] of pages) {
    for (const address of addresses) {
      if (/^(https?:|mailto:|tel:|data:|obsidian:)/.test(address)) continue;
      const [before_hash, fragment] = address.split("#");
      const file_part = decodeURIComponent(before_hash.split("?")[0]);
      // 404.html is shown at any depth: its addresses begin at the base of the site.
      const from_root = file_part.startsWith("/some/sub/") ? file_part.slice("/some/sub/".length) : null;
      if (from_root === null && file_part.startsWith("/")) {
        broken.push(`${path}: ${address} begins at the host's root`);
        continue;
      }
      let target = from_root ?? posix.normalize(posix.join(dirname(path), file_part));
      if (file_part === "" && from_root === null) target = path;
      if (target === "" || target === "." || target.endsWith("/")) target = posix.join(target, "index.html");
      if (!files.has(target)) broken.push(`${path}: ${address} -> ${target} is not in the output`);
      else if (fragment && target.endsWith(".html") && !pages.get(target).ids.has(decodeURIComponent(fragment))) {
        broken.push(`${path}: ${address}: no id '${fragment}' in ${target}`);
      }
    }
  }
  assert.deepEqual(broken, []);
});

test("404.html works at any depth, all other pages use relative addresses", () => {
  for (const [path, { addresses }] of pages) {
    const inside = addresses.filter((address) => !/^[a-z]+:/.test(address) && !address.startsWith("#"));
    if (path === "404.html") assert.deepEqual(inside.filter((address) => !address.startsWith("/some/sub/")), []);
    else assert.deepEqual(inside.filter((address) => address.startsWith("/")), [], path);
  }
});

test("ids are unique in a page", () => {
  for (const [path, { html }] of pages) {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
    assert.equal(new Set(ids).size, ids.length, `${path}: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
  }
});

test("pages have a content security policy, no inline script or style, and ask no other host", () => {
  for (const [path, { html }] of pages) {
    const policy = unescape_html(html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "");
    assert.match(policy, /^default-src 'none';/, path);
    // mermaid styles what it draws, in a frame that has no other right.
    const rest = path === "diagram-frame.html" ? policy.replace("style-src 'unsafe-inline'", "") : policy;
    assert.doesNotMatch(rest, /unsafe|\*/, path);
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/, path);
    assert.doesNotMatch(html, /<style|\sstyle="|\son[a-z]+="/, path);
    assert.doesNotMatch(html, /<(?:script|img|iframe|link)[^>]*\s(?:src|href)="https?:(?!\/\/example\.org)/, path);
  }
});

test("canonical, Open Graph, sitemap and feed name the base address", () => {
  const home = pages.get("index.html").html;
  assert.match(home, new RegExp(`<link rel="canonical" href="${base_url}`));
  assert.match(home, /<meta property="og:title"/);
  const sitemap = readFileSync(join(folder, "sitemap.xml"), "utf8");
  const listed = [...sitemap.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]);
  assert.ok(listed.length > 14);
  for (const address of listed) {
    assert.ok(address.startsWith(base_url), address);
    const path = decodeURIComponent(address.slice(base_url.length)).replace(/(^|\/)$/, "$1index.html");
    assert.ok(files.has(path), path);
  }
  const feed = readFileSync(join(folder, [...files].find((path) => path.endsWith("feed.xml") || path.endsWith("atom.xml"))), "utf8");
  assert.match(feed, /<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/);
  assert.match(readFileSync(join(folder, "robots.txt"), "utf8"), new RegExp(`Sitemap: ${base_url}sitemap.xml`));
});

test("the HTML is valid", async () => {
  const loader = new StaticConfigLoader({
    extends: ["html-validate:recommended"],
    rules: {
      "doctype-style": "off", // lower case, as the standard's own examples
      "long-title": "off",
      "no-trailing-whitespace": "off",
      "prefer-native-element": "off",
      "require-sri": "off", // all files are the site's own
      "no-raw-characters": "off",
      "tel-non-breaking": "off",
      "no-inline-style": "error",
      "valid-id": ["error", { relaxed: true }], // "## 3. SQL" is #3-sql, as on GitHub; the standard asks for no blank only
    },
  });
  const validator = new HtmlValidate(loader);
  const messages = [];
  for (const [path, { html }] of pages) {
    const report = await validator.validateString(html, path);
    for (const result of report.results) {
      for (const found of result.messages) messages.push(`${path}:${found.line}:${found.column}: ${found.message} [${found.ruleId}]`);
    }
  }
  assert.deepEqual(messages.slice(0, 20), []);
});

test("a note page's own script and style keep their budget", () => {
  const { html } = pages.get("databases/mvcc.html");
  const own = [...html.matchAll(/<(?:script[^>]*\ssrc|link rel="stylesheet"[^>]*\shref)="([^"]+)"/g)].map((match) => posix.normalize(posix.join("databases", match[1])));
  const size = (ending) =>
    own.filter((path) => path.endsWith(ending)).reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path)), { level: 9 }).length, 0);
  assert.ok(own.length >= 2, own.join());
  assert.ok(size(".js") <= 25_000, `script: ${size(".js")} bytes gzipped`);
  assert.ok(size(".css") <= 12_000, `style: ${size(".css")} bytes gzipped`);
});

test("what is published is small and complete", () => {
  for (const path of files) {
    assert.ok(statSync(join(folder, path)).size < 100 * 1024 * 1024, path); // the limit of GitHub Pages for a file
    assert.ok(!path.includes(".loci/") && !path.endsWith(".md"), path);
  }
});
