// Small vaults in one text, for the cases and for the manual's examples: README.md has the format.
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeVault } from "../cli/vault.mjs";

// "caf\xe9" is four letters and one byte that is not UTF-8; "\repeat 3 ab" is a line "ababab".
function bytes(text) {
  const whole = text.replace(/^\\repeat (\d+) (.*)$/gm, (_, times, unit) => unit.repeat(Number(times)));
  const parts = whole.split(/\\x([0-9a-f]{2})/);
  return Buffer.concat(parts.map((part, i) => (i % 2 ? Buffer.from([parseInt(part, 16)]) : Buffer.from(part))));
}

// The files, folders and links of a case; what it expects, and of which command.
export function readCase(text) {
  const read = { files: {}, folders: [], links: {}, command: "check", expected: "" };
  const sections = text.split(/^=== (.*)\n/m).slice(1);
  for (let i = 0; i < sections.length; i += 2) {
    const [name, content] = [sections[i], sections[i + 1]];
    const link = /^\\symlink (.*)\n$/.exec(content);
    if (name.startsWith("loci ")) [read.command, read.expected] = [name.slice(5), content];
    else if (content === "\\directory\n") read.folders.push(name);
    else if (link) read.links[name] = link[1];
    else read.files[name] = bytes(content);
  }
  return read;
}

export function makeCase(t, { files, folders, links }) {
  const vault = makeVault(t, files);
  for (const folder of folders) mkdirSync(join(vault, folder), { recursive: true });
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(dirname(join(vault, name)), { recursive: true });
    symlinkSync(target, join(vault, name));
  }
  return vault;
}

// In a vault of two notes nearly every note has no link to it. The remarks about that (L505, L508) are looked at where they are the
// subject, and left out elsewhere.
export function withoutLooseEnds(text) {
  return text.replace(/^.*: note\[L50[58]\]: .*\n/gm, "");
}
