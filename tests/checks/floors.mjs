// The house has floors: a file of generator/ may include its own room and any lower floor, never sideways, never up
// (ARCHITECTURE.md, "Floors and rooms"). Reads every #include "room/file.h" and names each line that breaks the rule.
//
//   node tests/checks/floors.mjs [folder]        default: generator/
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const floors = {
  base: 0,
  source: 1,
  markdown: 2, cards: 2, study: 2, search: 2, graph: 2, theme: 2,
  site: 3,
  serve: 4, review: 4, export: 4, verify: 4,
  cli: 5,
};

// The side doors, each with its reason.
const doors = new Set([
  "cards/card.h -> markdown/note_body.h", // a card's faces are pieces of a note's HTML
  "cards/extract.h -> markdown/document.h", // cards are found in a note's syntax tree
  "cards/extract.cc -> markdown/", // the same
  "cards/extractor.h -> markdown/", // what the parts of extract share
  "cards/extract_inline.cc -> markdown/", // the part of extract that finds cards in lines of text
  "cards/inline_text.h -> markdown/tree.h", // a line's text as extract_inline reads it
  "cards/inline_text.cc -> markdown/", // the same
  "cards/cloze.h -> markdown/tree.h", // the part of extract that finds clozes in it
  "cards/cloze.cc -> markdown/", // the same
]);

function sources(folder) {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(h|cc|def)$/.test(name) ? [path] : [];
  });
}

const has_door = (from, to) => doors.has(`${from} -> ${to}`) || doors.has(`${from} -> ${to.split("/")[0]}/`);

// "site/a.cc:3: includes cli/options.h, which is above it", one line a fault.
export function faults(folder) {
  const found = [];
  for (const path of sources(folder)) {
    const file = relative(folder, path).split(sep).join("/");
    const room = file.includes("/") ? file.split("/")[0] : "cli"; // main.cc stands at the door of cli
    if (!(room in floors)) {
      found.push(`${file}: the room '${room}' is on no floor: give it one in tests/checks/floors.mjs`);
      continue;
    }
    readFileSync(path, "utf8").split("\n").forEach((line, index) => {
      const include = /^\s*#\s*include\s*"([^"]+)"/.exec(line)?.[1];
      if (include === undefined) return;
      const other = include.split("/")[0];
      const at = `${file}:${index + 1}: includes ${include}`;
      if (!include.includes("/")) found.push(`${at}: name the room, as in "${room}/${include}"`);
      else if (!(other in floors)) found.push(`${at}: '${other}' is no room; libraries are included with <>`);
      else if (other !== room && floors[other] > floors[room]) found.push(`${at}, which is above it`);
      else if (other !== room && floors[other] === floors[room] && !has_door(file, include)) found.push(`${at}, which is beside it`);
    });
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = process.argv[2] ?? join(here, "../../generator");
  const found = faults(folder);
  for (const fault of found) console.log(fault);
  console.log(`${sources(folder).length} files, ${found.length} includes that break the floors`);
  process.exit(found.length > 0 ? 1 : 0);
}
