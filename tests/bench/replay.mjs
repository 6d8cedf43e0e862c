// How long the page's code takes for a log of reviews: node tests/bench/replay.mjs FOLDER [runs]
//
// FOLDER is a `.loci/reviews`. Prints the least CPU time of the runs, in milliseconds: of scanning the lines, of the fold, and of the mastery
// of 2,000 notes with three cards each and their folders. The first two once in
// the order of the ids, as a browser's store and the preview server give the lines, and once file after file, as nobody does
// but a reader who brings in files that were put together.
import { readdirSync, readFileSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const cpu_ms = () => process.cpuUsage().user / 1000; // a busy machine makes clocks useless
const [folder, runs = "5"] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node tests/bench/replay.mjs FOLDER [runs]");
  process.exit(2);
}
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort()
  .map((path) => readFileSync(path, "utf8"))
  .join("");

const out = mkdtempSync(join(tmpdir(), "loci-replay-"));
try {
  await build({
    stdin: {
      contents: `export { EventLog } from "./event_log"; export { Schedule } from "./schedule"; export { default_parameters } from "./fsrs"; export { mastery_of_notes, mastery_of_folders } from "./mastery";`,
      resolveDir: join(root, "assets/lib/review"),
      loader: "ts",
    },
    outfile: join(out, "replay.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    nodePaths: [join(root, "node_modules")],
    minify: true,
  });
  const { EventLog, Schedule, default_parameters, mastery_of_notes, mastery_of_folders } = await import(pathToFileURL(join(out, "replay.mjs")).href);
  const id_of = (line) => line.slice(line.indexOf('"id":"') + 6);
  const lines = files.split("\n").filter((line) => line !== "").map((line) => [id_of(line), line]);
  const sorted = lines.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line).join("\n");
  for (const [order, text] of [["in the order of ids", sorted], ["file after file", files]]) {
    let [scan, fold, both, events] = [Infinity, Infinity, Infinity, 0];
    for (let i = 0; i < Number(runs); ++i) {
      const begin = cpu_ms();
      const log = new EventLog();
      log.add_text("log", text);
      events = log.events().length;
      const middle = cpu_ms();
      new Schedule(log, default_parameters);
      const end = cpu_ms();
      scan = Math.min(scan, middle - begin);
      fold = Math.min(fold, end - middle);
      both = Math.min(both, end - begin);
    }
    console.log(`${events} events, ${order}: scan ${scan.toFixed(0)} ms, fold ${fold.toFixed(0)} ms, together ${both.toFixed(0)} ms`);
  }
  const log = new EventLog();
  log.add_text("log", sorted);
  const schedule = new Schedule(log, default_parameters);
  const ids = [...new Set(log.events().map((event) => event.card).filter((card) => card))];
  const cards = Array.from({ length: 6000 }, (_, i) => ({ id: ids[i % ids.length], note: Math.floor(i / 3) }));
  const slugs = Array.from({ length: 2000 }, (_, i) => `folder-${i % 40}/note-${i}`);
  let least = Infinity;
  for (let i = 0; i < Number(runs); ++i) {
    const begin = cpu_ms();
    mastery_of_folders(slugs, mastery_of_notes(cards, 2000, schedule, 20700, 0.9));
    least = Math.min(least, cpu_ms() - begin);
  }
  console.log(`mastery of 2000 notes with 6000 cards and 40 folders: ${least.toFixed(1)} ms`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
