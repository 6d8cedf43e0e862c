// Builds the browser half: node scripts/lib/build-assets.mjs OUT
//
//   assets/entries/NAME.ts    -> OUT/NAME.js      one classic script each: pages are read from file://, where modules do not load
//   assets/styles/loci.css, math.css, diagram.css, graph.css, single.css -> OUT   with what they import
//   mermaid, its own bundle   -> OUT/mermaid.js   published only by sites with a diagram
//   assets/icons, assets/fonts -> OUT/icons, OUT/fonts
//   Source Serif 4 (latin)    -> OUT/fonts        the face of the text; without it the pages use one of the system
//
// OUT is made anew. A file name does not carry a hash here; the program adds it when it writes a site.
import { cp, mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const assets = join(root, "assets");
const out = process.argv[2];
if (!out) {
  console.error("build-assets: usage: build-assets.mjs OUT");
  process.exit(2);
}

const names = async (folder) => {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
};
const exists = (path) => stat(path).then(() => true, () => false);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

for (const folder of ["icons", "fonts"]) {
  if (await exists(join(assets, folder))) await cp(join(assets, folder), join(out, folder), { recursive: true });
}

const mermaid = join(root, "node_modules/mermaid/dist/mermaid.min.js");
if (!(await exists(mermaid))) {
  console.error("build-assets: mermaid is not installed: run scripts/setup");
  process.exit(1);
}
await cp(mermaid, join(out, "mermaid.js"));

// The face of the text. It is fetched with the other packages; where it is not, the rules that name its files go too.
const faces = { "source-serif-4.woff2": "normal", "source-serif-4-italic.woff2": "italic" };
const face_files = join(root, "node_modules/@fontsource-variable/source-serif-4/files");
const has_face = await exists(face_files);
if (has_face) {
  await mkdir(join(out, "fonts"), { recursive: true });
  for (const [name, style] of Object.entries(faces)) await cp(join(face_files, `source-serif-4-latin-wght-${style}.woff2`), join(out, "fonts", name));
} else {
  console.error("build-assets: the font of the text is not installed, pages use one of the system: run scripts/setup");
}
const without_face = {
  name: "without the face of the text",
  setup: (build) => build.onLoad({ filter: /styles[\\/]fonts\.css$/ }, () => (has_face ? undefined : { contents: "", loader: "css" })),
};

const scripts = (await names(join(assets, "entries"))).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
const styles = (await names(join(assets, "styles"))).filter((name) => ["loci.css", "math.css", "diagram.css", "graph.css", "single.css"].includes(name));
if (scripts.length + styles.length > 0) {
  let esbuild;
  try {
    esbuild = await import("esbuild");
  } catch {
    console.error("build-assets: esbuild is not installed: run scripts/setup");
    process.exit(1);
  }
  const common = { bundle: true, minify: true, charset: "utf8", legalComments: "eof", outdir: out, absWorkingDir: root, logLevel: "warning" };
  try {
    await esbuild.build({
      ...common,
      entryPoints: scripts.map((name) => join(assets, "entries", name)),
      format: "iife",
      target: "es2020",
      platform: "browser",
    });
    await esbuild.build({
      ...common,
      entryPoints: styles.map((name) => join(assets, "styles", name)),
      loader: { ".svg": "dataurl" },
      external: ["./fonts/*"],
      plugins: [without_face],
    });
  } catch {
    process.exit(1); // esbuild has said what is wrong, with file and line
  }
}
