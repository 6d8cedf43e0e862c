// What the browser tests share: a built site, the three ways to open it, and a Chromium that must stay silent.
//
//     const site = build_site(program, ["--base-url", "https://example.org/sub/"]);
//     const place = await open_place("sub", site);          // "file" | "http" | "sub"
//     const browser = await launch();
//     const { page, problems } = await new_page(browser);   // problems: console messages, page errors, failed requests
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export function temporary_folder() {
  return mkdtempSync(join(tmpdir(), "loci-browser-"));
}

// Builds `project` (the repository's own notes by default) into a temporary folder and returns it.
export function build_site(program, extra = [], project = repository) {
  const folder = join(temporary_folder(), "site");
  execFileSync(program, ["build", project, "--output", folder, ...extra], { stdio: ["ignore", "pipe", "inherit"] });
  return folder;
}

export function remove_site(folder) {
  rmSync(dirname(folder), { recursive: true, force: true });
}

export function files_below(folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = prefix ? `${prefix}/${entry.name}` : entry.name;
      return entry.isDirectory() ? files_below(folder, path) : [path];
    });
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml",
  ".woff2": "font/woff2",
};

// A plain static host, as GitHub Pages is one: 404.html for what is missing.
function serve_folder(folder, base) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    let file = path.startsWith(base) ? join(folder, normalize(path.slice(base.length)) || ".") : "";
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file.startsWith(folder) && existsSync(file);
    response.writeHead(found ? 200 : 404, { "Content-Type": types[extname(found ? file : "404.html")] ?? "application/octet-stream" });
    createReadStream(found ? file : join(folder, "404.html")).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

// One of the three ways in which a reader opens a site: { kind, url(path), close() }.
export async function open_place(kind, folder) {
  if (kind === "file") {
    return { kind, url: (path) => pathToFileURL(join(folder, path.split(/[?#]/)[0])).href + (path.match(/[?#].*$/)?.[0] ?? ""), close: async () => {} };
  }
  const base = kind === "sub" ? "/sub/" : "/";
  const server = await serve_folder(folder, base);
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { kind, url: (path) => origin + base + path, close: () => new Promise((done) => server.close(done)) };
}

const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Playwright turns a new document for every navigation (RenderDocument) off. Without it Chromium 150, which Debian 12 has when its
// security updates are not asked for, never draws a page that a view transition leads to; 156 does. Nobody else turns it off.
// The last --disable-features counts: this one is Playwright's without it.
const last_that_needs_render_document = 155;
const with_render_document =
  "--disable-features=DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,Translate,OptimizationHints";
const version_text = executable ? execFileSync(executable, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }) : "";
if (Number(version_text.match(/\d+/)?.[0]) <= last_that_needs_render_document) flags.push(with_render_document);

export async function launch() {
  if (!executable) throw new Error("Chromium is missing: run scripts/setup --tests");
  return chromium.launch({ executablePath: executable, args: flags });
}

// A browser whose profile outlives it: for what must survive a restart.
export async function launch_with_profile(profile) {
  if (!executable) throw new Error("Chromium is missing: run scripts/setup --tests");
  return chromium.launchPersistentContext(profile, { executablePath: executable, args: flags });
}

// Anything the browser has to say about a page is a failure.
export function watch_page(page) {
  const problems = [];
  const add = (text) => problems.push(text);
  page.on("console", (message) => add(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => add(`page error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Leaving a page ends what it was still loading: no fault of the page.
    if (why !== "net::ERR_ABORTED") add(`request failed: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) add(`status ${response.status()}: ${response.url()}`);
  });
  return problems;
}

export async function new_page(browser, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return { context, page, problems: watch_page(page) };
}
