// The preview server: a save reaches the open page, reviews reach the log on disk, strangers reach nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, new_page, temporary_folder } from "./harness.mjs";

let vault;
let server;
let address;
let browser;
let output = "";

const note = (text) => `---\ntitle: First\n---\n\n${text} See [[second]].\n\n> [!card] What is one?\n> The first.\n`;

before(async () => {
  vault = temporary_folder();
  mkdirSync(join(vault, "notes"));
  writeFileSync(join(vault, "site.toml"), 'title = "Test"\nnotes = "notes"\n');
  writeFileSync(join(vault, "notes/first.md"), note("Old words."));
  writeFileSync(join(vault, "notes/second.md"), "# Second\n\nText.\n");
  server = spawn(process.env.LOCI_PROGRAM, ["serve", vault, "--port", "4310"], { stdio: ["ignore", "pipe", "pipe"] });
  server.stdout.on("data", (bytes) => (output += bytes));
  server.stderr.on("data", (bytes) => (output += bytes));
  await until(() => /^http:\/\/127\.0\.0\.1:\d+\/$/m.test(output), () => `the server says: ${output}`);
  address = output.match(/^http:\/\/127\.0\.0\.1:\d+\/$/m)[0]; // the address stands alone on its line
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.kill("SIGKILL");
  rmSync(vault, { recursive: true, force: true });
});

async function until(condition, why = () => "it did not happen") {
  for (let i = 0; i < 100; i += 1) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(why());
}

// A request with exactly these headers; fetch would not let a test lie about its Host.
function send(path, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port, host } = new URL(address);
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path, method, headers: { Host: host, ...headers } }, (response) => {
      let text = "";
      response.on("data", (bytes) => (text += bytes));
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on("error", fail);
    if (body !== undefined) sent.write(body);
    sent.end();
  });
}

async function token() {
  return (await send("/first.html")).text.match(/<meta name="loci-token" content="([^"]+)">/)[1];
}

function logged() {
  const folder = join(vault, ".loci/reviews");
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
      .flatMap((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8").split("\n").filter((line) => line !== ""));
  } catch {
    return [];
  }
}

test("a save changes the open page in place", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(`${address}first.html`);
  assert.match(await page.locator(".prose").innerText(), /Old words/);
  await page.evaluate(() => (window.same_page = true));
  await page.waitForTimeout(300); // the event stream is open
  writeFileSync(join(vault, "notes/first.md"), note("New words."));
  await page.waitForFunction(() => document.querySelector(".prose")?.innerText.includes("New words"), null, { timeout: 5000 });
  assert.equal(await page.evaluate(() => window.same_page), true);

  // A change of another note that shows here: its backlink.
  await page.goto(`${address}second.html`);
  await page.evaluate(() => (window.same_page = true));
  await page.waitForTimeout(300);
  writeFileSync(join(vault, "notes/third.md"), "# Third\n\nA sentence that names [[second]] too.\n");
  await page.waitForFunction(() => document.querySelector(".backlinks")?.innerText.includes("Third"), null, { timeout: 5000 });
  assert.equal(await page.evaluate(() => window.same_page), true);
  assert.deepEqual(problems, []);
  await context.close();
});

test("templates, styles, texts and settings that are edited reach the open page, and a mistake is shown until it is mended", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const write = (path, text) => {
    mkdirSync(join(vault, path, ".."), { recursive: true });
    writeFileSync(join(vault, path), text);
  };
  const foot = (text) => page.getByText(text).waitFor({ timeout: 8000 });
  const settings = readFileSync(join(vault, "site.toml"), "utf8");
  await page.goto(`${address}first.html`);
  await page.waitForTimeout(300);
  write("templates/partials/footer.html", "<footer><p>Foot of {{ site.title }} {{ t(\"Tags\") }}</p></footer>");
  await foot(/^Foot of/);
  await page.waitForTimeout(400);
  write("templates/partials/footer.html", "<footer><p>{{ site.titel }}</p></footer>");
  await foot("templates/partials/footer.html:1:15: variable 'site.titel' not found, did you mean 'site.title'?");
  write("templates/partials/footer.html", "<footer><p>{% if site.title %}</p></footer>");
  await foot(/unmatched if/);
  write("templates/partials/footer.html", "<footer><p>Mended {{ t(\"Tags\") }}</p></footer>");
  await foot("Mended Tags");
  await page.waitForTimeout(400);
  write("assets/mine.css", "footer { color: rgb(1, 2, 3) }");
  write("templates/partials/extra_head.html", '<link rel="stylesheet" href="{{ assets.mine_css }}">');
  const colour = (wanted) => page.waitForFunction((text) => getComputedStyle(document.querySelector("footer")).color === text, wanted, { timeout: 8000 });
  await colour("rgb(1, 2, 3)");
  await page.waitForTimeout(400);
  write("assets/mine.css", "footer { color: rgb(4, 5, 6) }");
  await colour("rgb(4, 5, 6)");
  await page.waitForTimeout(400);
  write("templates/strings/fr.json", '{ "pages": { "Tags": "Mots" } }');
  write("site.toml", `language = "fr"\n${settings}`);
  await foot("Mended Mots");
  rmSync(join(vault, "templates"), { recursive: true });
  rmSync(join(vault, "assets"), { recursive: true });
  writeFileSync(join(vault, "site.toml"), settings);
  await page.getByText("Made with Loci").waitFor({ timeout: 8000 });
  await context.close();
});

test("a preview shows what another note says now", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(`${address}first.html`);
  const preview = page.locator(".preview");
  const link = page.locator(".prose a.internal").first();
  await link.hover();
  await preview.getByText("Text.").waitFor();
  const build = await page.locator("html").getAttribute("data-build");
  await page.mouse.move(5, 5);
  writeFileSync(join(vault, "notes/second.md"), "# Second\n\nOther words.\n");
  await page.waitForFunction((before) => document.documentElement.dataset.build !== before, build, { timeout: 5000 });
  await preview.waitFor({ state: "hidden" });
  await link.hover();
  await preview.getByText("Other words.").waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test("a record that 'loci verify' writes reaches the open page", async () => {
  writeFileSync(join(vault, "notes/sums.md"), "# Sums\n\n```calc\na = 1 + 1   # => 2\n```\n");
  const { context, page } = await new_page(browser);
  await until(async () => (await page.goto(address + "sums.html")).status() === 200);
  assert.equal(await page.locator(".checked").count(), 0);
  const verify = spawn(process.env.LOCI_PROGRAM, ["verify", "-C", vault, "--quiet"], { stdio: "ignore" });
  assert.equal(await new Promise((done) => verify.on("close", done)), 0);
  await page.locator(".checked").waitFor();
  assert.match(output, /^✓ notes\/sums\.md · /m);
  rmSync(join(vault, "notes/sums.md"));
  await context.close();
});

test("an error in a note is shown over the page and goes when it is mended", async () => {
  const { context, page, problems } = await new_page(browser);
  await page.goto(`${address}second.html`);
  await page.waitForTimeout(300);
  writeFileSync(join(vault, "notes/broken.md"), "A link to [[nowhere-at-all]].\n");
  const panel = page.locator("#loci-build-errors");
  await panel.waitFor({ timeout: 5000 });
  assert.match(await panel.innerText(), /notes\/broken\.md:1:11: error\[L201\]: no note named 'nowhere-at-all'/);
  writeFileSync(join(vault, "notes/broken.md"), "No link.\n");
  await panel.waitFor({ state: "detached", timeout: 5000 });
  writeFileSync(join(vault, "site.toml"), 'title = "Test"\nnots = "notes"\n');
  await panel.waitFor({ timeout: 5000 });
  assert.match(await panel.innerText(), /site\.toml:2:1: .*nots/);
  writeFileSync(join(vault, "site.toml"), 'title = "Test"\nnotes = "notes"\n');
  await panel.waitFor({ state: "detached", timeout: 5000 });
  assert.deepEqual(problems, []);
  await context.close();
});

test("addresses: index pages, pages without an ending, folders, what is not there", async () => {
  assert.equal((await send("/")).status, 200);
  assert.equal((await send("/second")).status, 200);
  assert.equal((await send("/tags")).status, 302);
  const missing = await send("/nothing/here");
  assert.equal(missing.status, 404);
  assert.match(missing.text, /No such page/);
  const page = await send("/second.html");
  assert.equal(page.headers["cache-control"], "no-store");
  assert.equal(page.headers["x-content-type-options"], "nosniff");
  assert.equal(page.headers["access-control-allow-origin"], undefined);
});

test("paths out of the site are refused", async () => {
  for (const path of ["/../site.toml", "/%2e%2e/site.toml", "/..%2fsite.toml", "/..%5csite.toml", "/notes/first.md", "/.loci/device", "/first.html%00.css", "//etc/passwd"]) {
    const answer = await send(path);
    assert.ok(answer.status === 400 || answer.status === 404, `${path}: ${answer.status}`);
    assert.doesNotMatch(answer.text, /title = /, path);
  }
});

test("a foreign Host, Origin or site gets nothing", async () => {
  assert.equal((await send("/", { headers: { Host: "evil.example:4310" } })).status, 403);
  assert.equal((await send("/__loci/events", { headers: { Origin: "http://evil.example" } })).status, 403);
  assert.equal((await send("/first.html", { headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" } })).status, 403);
  assert.equal((await send("/", { method: "DELETE" })).status, 405);
});

test("a review is on disk before it is acknowledged, and only with the page's token", async () => {
  const event = { v: 1, id: "01KB3M7Q0000000000000000AA", dev: "web-test", t: 1795000000000, tz: 60, day: 20775, c: "h-abcdefghijklm", g: 3, ms: 4000, due: 20777, s: 2.3065, d: 2.118 };
  const origin = address.slice(0, -1);
  const post = async (changes = {}, body = JSON.stringify({ events: [event] })) =>
    send("/__loci/reviews", { method: "POST", headers: { Origin: origin, "Content-Type": "application/json", "X-Loci-Token": await token(), ...changes }, body });

  assert.equal((await post({ "X-Loci-Token": "guess" })).status, 403);
  assert.equal((await post({ Origin: "http://evil.example" })).status, 403);
  assert.equal((await post({ "Content-Type": "text/plain" })).status, 415);
  assert.equal((await post({}, "not json")).status, 400);
  assert.equal((await post({}, JSON.stringify({ events: [{ ...event, dev: "../../x" }] }))).status, 400);
  assert.equal((await post({}, JSON.stringify({ events: [event, { id: 1 }] }))).status, 400, "one bad event: nothing is saved");
  assert.deepEqual(logged(), []);

  const saved = await post();
  assert.equal(saved.status, 200);
  assert.deepEqual(JSON.parse(saved.text).saved, [event.id]);
  assert.equal(logged().length, 1);
  assert.deepEqual(JSON.parse(logged()[0]), event);
  assert.equal((await post()).status, 200, "sent again");
  assert.equal(logged().length, 1);
  const all = await send("/__loci/reviews");
  assert.deepEqual(all.text.trim().split("\n").map((line) => JSON.parse(line)), [event]);
});

test("a body over 64 KiB is refused", async () => {
  const answer = await send("/__loci/reviews", {
    method: "POST",
    headers: { Origin: address.slice(0, -1), "Content-Type": "application/json", "X-Loci-Token": await token(), "Content-Length": String(65 * 1024) },
    body: "x".repeat(65 * 1024),
  }).catch((error) => ({ status: error.code })); // the server may hang up while it is being told
  assert.ok([413, "ECONNRESET", "EPIPE"].includes(answer.status), String(answer.status));
});

test("streams have a cap and leave room for pages", async () => {
  const { hostname, port, host } = new URL(address);
  const open = Array.from({ length: 40 }, () => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    socket.write(`GET /__loci/events?page=first.html HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    return socket;
  });
  const heads = await Promise.all(open.map((socket) => new Promise((done) => socket.once("data", (bytes) => done(String(bytes).split("\r\n")[0])))));
  assert.equal(heads.filter((line) => line.includes(" 200 ")).length <= 32, true);
  assert.ok(heads.some((line) => line.includes(" 503 ")), heads.join());
  const begin = Date.now();
  assert.equal((await send("/first.html")).status, 200);
  assert.ok(Date.now() - begin < 1000);
  for (const socket of open) socket.destroy();
});

test("a second server takes the next port, and an interrupt ends the first well", async () => {
  const second = spawn(process.env.LOCI_PROGRAM, ["serve", vault, "--port", "4310"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  second.stdout.on("data", (bytes) => (said += bytes));
  await until(() => /^http:\/\/127\.0\.0\.1:\d+\/$/m.test(said), () => said);
  assert.notEqual(said.match(/^http:\/\/127\.0\.0\.1:(\d+)\/$/m)[1], new URL(address).port);
  const ended = (child) => new Promise((done) => child.on("exit", (code, signal) => done(code ?? signal)));
  const codes = [ended(second), ended(server)];
  second.kill("SIGTERM");
  server.kill("SIGINT");
  assert.deepEqual(await Promise.all(codes), [0, 0]);
});
