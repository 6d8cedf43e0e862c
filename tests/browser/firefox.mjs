// A Firefox driven through WebDriver BiDi, with the settings that readers have: playwright's own profile for Firefox lets the
// pages of a disk share one origin, which no reader's does.
//
//     const firefox = await open_firefox(profile);         // a folder that outlives it
//     await firefox.go(url); await firefox.press("1");
//     await firefox.until(() => document.querySelector(".review-back"));
//     await firefox.close();                                // firefox.problems: console messages and page errors
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import bundle from "playwright-core/lib/utilsBundle";

export const firefox_path = [process.env.LOCI_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => path && existsSync(path));

// Nothing is asked of other hosts; everything that concerns pages on a disk is as Firefox ships it.
const settings = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.newtabpage.enabled": false,
  "browser.region.network.url": "",
  "browser.safebrowsing.provider.google4.updateURL": "",
  "browser.search.update": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "browser.tabs.warnOnClose": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.systemAddon.update.enabled": false,
  "extensions.update.enabled": false,
  "remote.prefs.recommended": false, // among them: one origin for all of the disk
  "security.fileuri.strict_origin_policy": true,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "http://127.0.0.1:9/",
  "toolkit.telemetry.enabled": false,
};

const keys = { Enter: "\uE007", Space: " ", Escape: "\uE00C" };

class Connection {
  #number = 0;
  #waiting = new Map();

  constructor(socket, on_event) {
    this.socket = socket;
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      if (message.id === undefined) on_event(message);
      else {
        const { done, fail } = this.#waiting.get(message.id) ?? {};
        this.#waiting.delete(message.id);
        if (message.type === "error") fail?.(new Error(`${message.error}: ${message.message}`));
        else done?.(message.result);
      }
    });
    socket.on("close", () => this.#waiting.forEach(({ fail }) => fail(new Error("Firefox has gone"))));
  }

  send(method, params = {}) {
    const id = ++this.#number;
    return new Promise((done, fail) => {
      this.#waiting.set(id, { done, fail });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

function plain(value) {
  if (value.type === "array") return value.value.map(plain);
  if (value.type === "object") return Object.fromEntries(value.value.map(([name, each]) => [name, plain(each)]));
  return value.type === "null" ? null : value.value;
}

export async function open_firefox(profile) {
  mkdirSync(profile, { recursive: true });
  writeFileSync(join(profile, "user.js"), Object.entries(settings).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
  const child = spawn(firefox_path, ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: "1" } });
  const gone = new Promise((done) => child.on("exit", done));
  const address = await new Promise((done, fail) => {
    let said = "";
    const read = (bytes) => {
      said += bytes;
      const found = said.match(/WebDriver BiDi listening on (ws:\/\/\S+)/);
      if (found) done(found[1]);
    };
    child.stderr.on("data", read);
    child.stdout.on("data", read);
    gone.then(() => fail(new Error(`Firefox does not start: ${said}`)));
  });
  const socket = new bundle.ws(`${address}/session`);
  await new Promise((done, fail) => socket.on("open", done).on("error", fail));
  const problems = [];
  const connection = new Connection(socket, ({ method, params }) => {
    if (method === "log.entryAdded") problems.push(`${params.type} ${params.level}: ${params.text}`);
  });
  await connection.send("session.new", { capabilities: {} });
  await connection.send("session.subscribe", { events: ["log.entryAdded"] });
  const { context } = await connection.send("browsingContext.create", { type: "window" }); // the first one has no focus
  await connection.send("browsingContext.activate", { context });

  // The value of a function called in the page; it may be a promise.
  const evaluate = async (run, ...args) => {
    const functionDeclaration = `async () => (${run})(...${JSON.stringify(args)})`;
    const { type, result, exceptionDetails } = await connection.send("script.callFunction", { functionDeclaration, target: { context }, awaitPromise: true, serializationOptions: { maxObjectDepth: 6 } });
    if (type === "exception") throw new Error(exceptionDetails.text);
    return plain(result);
  };
  return {
    problems,
    evaluate,
    go: (url) => connection.send("browsingContext.navigate", { context, url, wait: "complete" }),
    // Until the function gives something true; what it gave.
    async until(run, ...args) {
      for (let i = 0; i < 150; i += 1) {
        const value = await evaluate(run, ...args);
        if (value) return value;
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`never true: ${run}`);
    },
    press: (key) => {
      const value = keys[key] ?? key;
      return connection.send("input.performActions", { context, actions: [{ type: "key", id: "keyboard", actions: [...value].flatMap((each) => [{ type: "keyDown", value: each }, { type: "keyUp", value: each }]) }] });
    },
    async close() {
      await connection.send("browser.close").catch(() => {});
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(timer);
    },
    kill() {
      child.kill("SIGKILL");
      return gone;
    },
  };
}
