// Which texts of the interface the program, the templates and the scripts use: by their English, as
// source/strings.h, theme/template.h and assets/lib/strings.ts have them.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const files_below = async (folder, ending) =>
  (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));

const literal = String.raw`"((?:[^"\\]|\\.)*)"`;
const patterns = {
  cc: [new RegExp(String.raw`\benglish\(\s*${literal}`, "g"), new RegExp(String.raw`\bstrings(?:\(\))?\.with\(\s*${literal}`, "g")],
  cc_counted: [new RegExp(String.raw`\bstrings(?:\(\))?\.counted\(\s*${literal},\s*${literal}`, "g")],
  t: [new RegExp(String.raw`\b(?:t|english)\(\s*${literal}`, "g")],
  tn: [new RegExp(String.raw`\btn\(\s*${literal},\s*${literal}`, "g")],
};

// Both compilers and inja write an adjacent or escaped character as JSON does.
const text_of = (written) => JSON.parse(`"${written}"`);

const add = (used, text, patterns_of_one, patterns_of_number, where) => {
  for (const pattern of patterns_of_one) {
    for (const found of text.matchAll(pattern)) used.set(text_of(found[1]), { where, counts: false });
  }
  for (const pattern of patterns_of_number) {
    for (const found of text.matchAll(pattern)) {
      const said_plainly = used.get(text_of(found[2]))?.counts === false;
      used.set(text_of(found[2]), { where, counts: !said_plainly, one: text_of(found[1]) });
    }
  }
};

// { pages, scripts }: by English text (the one of several), where it is used and whether it has a number.
export async function used_strings(root) {
  const pages = new Map();
  const scripts = new Map();
  for (const path of [...(await files_below(join(root, "generator"), ".cc")), ...(await files_below(join(root, "generator"), ".h"))]) {
    if (path.endsWith("source/strings.h")) continue; // it explains itself by examples
    add(pages, await readFile(path, "utf8"), patterns.cc, patterns.cc_counted, path);
  }
  // Strings' own methods call each other without a name before them.
  add(pages, (await readFile(join(root, "generator/source/strings.cc"), "utf8")).replace(/\breturn with\(/g, "return strings.with("), patterns.cc, [], "strings.cc");
  for (const path of await files_below(join(root, "templates"), ".html")) {
    const text = (await readFile(path, "utf8")).replace(/\{#[^]*?#\}/g, "");
    add(pages, text, patterns.t, patterns.tn, path);
  }
  for (const path of await files_below(join(root, "assets"), ".ts")) {
    const text = (await readFile(path, "utf8")).replace(/^\s*\/\/.*$/gm, "");
    add(scripts, text, patterns.t, patterns.tn, path);
  }
  return { pages, scripts };
}

export const places_of = (text) => new Set([...text.matchAll(/\{\/?([a-z]+)\}/g)].map((found) => found[1]));
