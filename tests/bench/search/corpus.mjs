// A site made for measuring search: the vault without its aliases (they are held out, to be searched for), built by `loci build`,
// and what was said in it: link texts and aliases.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";

const is_note = (name) => /\.(md|markdown)$/i.test(name);

function* files_below(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "node_modules" || entry.name === "public") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files_below(path);
    else if (entry.isFile()) yield path;
  }
}

// What a reader would type of an alias: a name is itself; of Hugo's "/develop/data-types/json-path/" the last part, "json path".
const alias_text = (alias) => (/^[^\s/]*\/\S*$/.test(alias) ? (alias.replace(/#.*$/, "").split("/").filter((part) => part !== "").pop() ?? "").replace(/[-_]+/g, " ") : alias);

// Takes `aliases` out of YAML front matter; what was there is returned.
export function without_aliases(text) {
  const head = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  if (!head) return { text, aliases: [] };
  const aliases = [];
  const unquoted = (value) => value.trim().replace(/^(['"])(.*)\1$/, "$2").trim();
  let inside = false;
  const lines = head[1].split(/\r?\n/).filter((line) => {
    const key = /^(aliases|alias):\s*(.*)$/.exec(line);
    if (key) {
      inside = key[2] === "";
      const list = /^\[(.*)\]$/.exec(key[2]);
      if (list) aliases.push(...list[1].split(",").map(unquoted));
      else if (key[2] !== "") aliases.push(unquoted(key[2]));
      return false;
    }
    if (inside && /^\s*-/.test(line)) {
      aliases.push(unquoted(line.replace(/^\s*-/, "")));
      return false;
    }
    if (/^\S/.test(line)) inside = false;
    return !inside;
  });
  return { text: `---\n${lines.join("\n")}\n---\n${text.slice(head[0].length)}`, aliases: [...new Set(aliases.map(alias_text))].filter((alias) => alias !== "") };
}

// Copies the notes of `vault` to work/vault, builds work/site; `keep`: unless it is there.
export function make_corpus(loci, vault, work, keep = false) {
  const copy = join(work, "vault");
  const site = join(work, "site");
  rmSync(copy, { recursive: true, force: true });
  const aliases = new Map(); // path of the note -> names
  for (const path of files_below(resolve(vault))) {
    if (!is_note(path)) continue;
    const name = relative(resolve(vault), path);
    const read = without_aliases(readFileSync(path, "utf8"));
    if (read.aliases.length > 0) aliases.set(name, read.aliases);
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), read.text);
  }
  // Errors of the notes do not stop a build: exit code 1 is as good as 0 here.
  const run = (args) => {
    try {
      return execFileSync(loci, args, { maxBuffer: 2 ** 31, stdio: ["ignore", "pipe", "pipe"] }).toString("utf8");
    } catch (error) {
      if (error.status === 1) return error.stdout.toString("utf8");
      throw error;
    }
  };
  if (!keep || !existsSync(join(site, "search/router.js"))) run(["build", copy, "-o", site, "-q", "--force"]);
  return { copy, site, aliases };
}

// Texts of links inside the site, and the page each leads to: what others call a page.
export function link_texts(site, pages) {
  const found = [];
  const known = new Set(pages);
  const link = /<a class="internal" href="([^"#]*)(#[^"]*)?">([^<]*)<\/a>/g;
  const plain = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
  for (const page of pages) {
    const path = join(site, page);
    if (!existsSync(path)) continue;
    // What Loci adds below the text (backlinks and the like) is not the author's.
    const text = /<article[\s\S]*?<\/article>/.exec(readFileSync(path, "utf8"))?.[0] ?? "";
    for (const [, href, , label] of text.matchAll(link)) {
      if (href === "") continue;
      const target = posix.normalize(posix.join(posix.dirname(page), decodeURIComponent(plain(href))));
      if (known.has(target)) found.push({ text: plain(label).trim(), page: target });
    }
  }
  return found;
}

export const size_below = (folder) => [...files_below(folder)].reduce((sum, path) => sum + statSync(path).size, 0);
