// Builds the script that turns TeX into MathML inside the program: node scripts/lib/build-math.mjs OUT
//
//   generator/markdown/tex_engine.js + temml  -- esbuild: one file -->  -- typescript: ES5 -->  -- esbuild: small -->  OUT
//
// ES5 is what Duktape reads. The result is not committed.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const out = process.argv[2];
if (!out) {
  console.error("build-math: usage: build-math.mjs OUT");
  process.exit(2);
}

let esbuild;
let typescript;
try {
  esbuild = await import("esbuild");
  typescript = (await import("typescript")).default;
} catch {
  console.error("build-math: esbuild or typescript is not installed: run scripts/setup");
  process.exit(1);
}

// temml keeps its licence: legal comments stay.
const common = { charset: "ascii", legalComments: "inline", absWorkingDir: root, logLevel: "warning", write: false };
try {
  const bundle = await esbuild.build({
    ...common,
    entryPoints: [join(root, "generator/markdown/tex_engine.js")],
    bundle: true,
    format: "esm",
    target: "es2020",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  const { outputText } = typescript.transpileModule(bundle.outputFiles[0].text, {
    compilerOptions: { target: typescript.ScriptTarget.ES5, module: typescript.ModuleKind.None, removeComments: false },
  });
  // "use strict" of a module would forbid nothing that temml does; the function keeps its names from the global object.
  const small = await esbuild.transform(`(function (globalThis) {\n${outputText}\n})(this);`, {
    charset: "ascii",
    legalComments: "inline",
    minify: true,
    target: "es5",
  });
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, small.code);
} catch (error) {
  console.error(`build-math: ${error.message}`);
  process.exit(1);
}
