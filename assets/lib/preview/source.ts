// What a preview shows: from the page itself for what is in it, else from the files of search, which have every note's text
// already. Which file knows an address is said by "previews/" (generator/site/preview_data.h).
import { chunk_with, file_with, hash_of, row_of, text_of, type Chunk, type Load } from "../shards";

export interface Preview {
  title: string;
  context: string; // the section of the site, or the note of a heading
  summary: string; // as the note's author wrote it, or ""
  text: string; // the first lines
  nodes?: Node[]; // instead of all these: of a footnote
  slug?: string; // of a note: for how well it is remembered
  tongue?: [lang: string, dir: string]; // where it is not the site's
}

interface Router {
  first: string[];
  hashes: string;
}

interface Shard {
  chunks: Record<string, string>;
  pages: [path: string, entry: number, summary?: string, title?: string, text?: string][];
  tongues?: Record<string, [lang: string, dir: string]>; // by path
}

const most_letters = 320;

export function first_lines(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length <= most_letters) return plain;
  const cut = plain.lastIndexOf(" ", most_letters);
  return `${plain.slice(0, cut > most_letters / 2 ? cut : most_letters)} …`;
}

const load: Load = (name, file) => window.loci.load(name, file);

async function chunk_of(shard: Shard, entry: number): Promise<Chunk | undefined> {
  const number = chunk_with(entry);
  const hash = shard.chunks[String(number)];
  return hash === undefined ? undefined : ((await load(`search/d${number}`, `search/d${number}.${hash}.js`)) as Chunk);
}

// The entry of "path#fragment" behind that of the page; a card has none of its own here.
async function heading_entry(shard: Shard, page: number, path: string, fragment: string): Promise<number> {
  const wanted = `${path}#${fragment}`;
  for (let entry = page + 1; ; ++entry) {
    const chunk = await chunk_of(shard, entry);
    const row = chunk && row_of(chunk, entry);
    if (!row || !row[0].startsWith(`${path}#`)) return -1;
    if (row[0] === wanted && row.length === 4) return entry;
  }
}

export async function preview_of_page(path: string, fragment: string): Promise<Preview | null> {
  const router = (await load("previews/router", `previews/router.js?v=${encodeURIComponent(window.loci.build)}`)) as Router;
  const number = file_with(router.first, path);
  if (number < 0) return null;
  const name = `previews/p${number}`;
  const shard = (await load(name, `${name}.${hash_of(router.hashes, number)}.js`)) as Shard;
  const row = shard.pages.find(([one]) => one === path);
  if (!row) return null;
  const [, page, summary = "", title = "", text = ""] = row;
  const slug = path.replace(/\.html$/, "");
  const tongue = shard.tongues?.[path];
  const own = tongue ? { slug, tongue } : { slug };
  if (page < 0) return { title, context: "", summary, text: first_lines(text), ...own };
  const heading = fragment === "" ? -1 : await heading_entry(shard, page, path, fragment);
  const entry = heading < 0 ? page : heading;
  const chunk = await chunk_of(shard, entry);
  const found = chunk && row_of(chunk, entry);
  if (!chunk || !found) return null;
  const body = first_lines(await text_of(load, chunk, entry));
  if (heading >= 0) return { title: found[2], context: found[1], summary: "", text: body, ...own };
  return { title: found[1], context: found[3], summary, text: body, ...own };
}

// A footnote as it stands at the foot of the page, without its way back.
function footnote(item: Element): Preview {
  const copy = item.cloneNode(true) as Element;
  for (const back of copy.querySelectorAll(".footnote-back")) back.remove();
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  for (const link of copy.querySelectorAll("a")) link.tabIndex = -1;
  return { title: "", context: "", summary: "", text: "", nodes: [...copy.childNodes] };
}

export function preview_in_page(id: string): Preview | null {
  const target = document.getElementById(id);
  if (!target) return null;
  if (target.closest(".footnotes")) return footnote(target);
  if (!/^H[1-6]$/.test(target.tagName)) return null;
  const title = [...target.childNodes].filter((node) => !(node instanceof Element && node.matches(".anchor"))).map((node) => node.textContent);
  let text = "";
  for (let next = target.nextElementSibling; next && text.length < most_letters && !/^H[1-6]$/.test(next.tagName); next = next.nextElementSibling) {
    text += ` ${next.textContent ?? ""}`;
  }
  return { title: title.join("").trim(), context: "", summary: "", text: first_lines(text) };
}
