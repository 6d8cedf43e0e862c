// Rules for the browser code: data reaches a page as text, and from file:// nothing can be fetched.
//
//     node tests/checks/browser_code.mjs [FOLDER]
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = process.argv[2] ?? join(root, "assets");

const rules = [
  [/\.(innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe/, "HTML made from text: use textContent or nodes"],
  [/\beval\s*\(|new Function\b/, "code made from text"],
  [/serviceWorker\.register/, "a service worker: stale pages that cannot be withdrawn"],
  [/\.style\.cssText|setAttribute\(\s*["']style["']/, "an inline style: the pages' policy forbids it"],
];

// The one file that speaks of these without a use of its own: it puts itself before them in the frame in which mermaid draws, in the single
// file, so that what mermaid does with them is no inline style. Nothing but that frame may load it.
const stands_before_them = "lib/held_styles.ts";
const may_load_it = ["entries/diagram-held.ts", "entries/diagram-frame.ts"];

const files = (path) => (statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => files(join(path, name))) : [path]);
let count = 0;
const found = [];
for (const path of files(folder).filter((name) => /\.(ts|mjs|js)$/.test(name))) {
  ++count;
  const name = relative(folder, path);
  readFileSync(path, "utf8").split("\n").forEach((line, i) => {
    if (/^\s*\/\//.test(line)) return;
    if (/from "[^"]*held_styles"/.test(line) && !may_load_it.includes(name)) found.push(`${relative(root, path)}:${i + 1}: only the frame of diagrams may load this`);
    if (name === stands_before_them) return;
    for (const [pattern, what] of rules) if (pattern.test(line)) found.push(`${relative(root, path)}:${i + 1}: ${what}\n  ${line.trim()}`);
  });
}
for (const one of found) console.error(one);
console.log(`${count} files of browser code, ${found.length} against the rules`);
process.exitCode = found.length > 0 || count === 0 ? 1 : 0;
