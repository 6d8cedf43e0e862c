// Runs the units of the browser code: node tests/browser-unit/run.mjs [FOLDER ...]
//
// Each tests/browser-unit/<room>/*.test.ts is bundled with what it imports from assets/ and run by node:test. No
// browser: what needs one is in tests/browser.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const rooms = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const tests = rooms.sort().flatMap((room) => readdirSync(join(here, room)).filter((name) => name.endsWith(".test.ts")).sort().map((name) => join(here, room, name)));
if (tests.length === 0) {
  console.error(`no *.test.ts in ${rooms.join(", ")}`);
  process.exit(1);
}
const out = mkdtempSync(join(tmpdir(), "loci-browser-unit-"));
let status = 1;
try {
  await build({
    entryPoints: tests,
    outdir: out,
    outbase: here,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node18",
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
    define: { LOCI_SOURCE: JSON.stringify(resolve(here, "../..")) },
  });
  const bundled = tests.map((path) => path.replace(here, out).replace(/\.ts$/, ".mjs"));
  status = spawnSync(process.execPath, ["--test", ...bundled], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
