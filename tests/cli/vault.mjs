// A folder of notes for one test, and the program run in it.
//
//     const vault = makeVault(t, { "notes/a.md": "# A\n" });
//     const { code, out, err } = loci(vault, ["check"]);
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.LOCI_PROGRAM ?? join(root, "build/release/loci");

// The folder is gone when the test ends. Contents are strings or buffers.
export function makeVault(t, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), "loci-vault-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

// Runs without a terminal and with an environment of its own, so that a test does not depend on the caller's.
export function loci(folder, args, { env = {}, input = "" } = {}) {
  const run = spawnSync(program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: join(folder, "nobody"), LANG: "C", TZ: "UTC", ...env },
    input,
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.error) throw run.error;
  return { code: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}
