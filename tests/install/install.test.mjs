// Installs the built program into an empty folder and looks at it there, away from its sources.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

let prefix;
const run = (program, ...args) => execFileSync(program, args, { cwd: prefix, encoding: "utf8", env: { PATH: process.env.PATH } });
const loci = (...args) => run(join(prefix, "bin/loci"), ...args);

before(() => {
  prefix = mkdtempSync(join(tmpdir(), "loci install "));
  run(process.env.CMAKE, "--install", process.env.LOCI_BUILD, "--prefix", prefix);
});
after(() => rmSync(prefix, { recursive: true, force: true }));

test("only the program and its manual are installed", () => {
  const files = readdirSync(prefix, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.deepEqual(files.map((entry) => entry.name).sort(), ["loci", "loci.1"]);
  assert.match(loci("version"), /^loci \d+\.\d+/i);
});

test("the program brings its templates and style along", () => {
  loci("init", "vault");
  loci("build", "vault");
  assert.match(readFileSync(join(prefix, "vault/public/index.html"), "utf8"), /<!doctype html>/i);
});

test("the manual names every command and option of the help", () => {
  const manual = readFileSync(join(prefix, "share/man/man1/loci.1"), "utf8").replaceAll("\\-", "-");
  const commands = [...loci("help").matchAll(/^ {2}([a-z]+) {2,}/gm)].map((match) => match[1]);
  assert.ok(commands.length > 8);
  const missing = [];
  for (const command of commands) {
    if (!manual.includes(command)) missing.push(command);
    for (const [option] of loci("help", command).matchAll(/(?<=^ {2}.*)--[a-z][a-z-]*/gm)) {
      if (!manual.includes(option)) missing.push(`${command} ${option}`);
    }
  }
  assert.deepEqual(missing, []);
});
