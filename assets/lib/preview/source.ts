// What a preview shows: from the page itself for what is in it, else from the files of search, which have every note's text
// already. Which file knows an address is said by "previews/" (generator/site/preview_data.h).

export interface Preview {
  title: string;
  context: string; // the section of the site, or the note of a heading
  summary: string; // as the note's author wrote it, or ""
  text: string; // the first lines
  nodes?: Node[]; // instead of all these: of a footnote
  slug?: string; // of a note: for how well it is remembered
}

interface Router {
  first: string[];
  hashes: string;
}

interface Shard {
  chunks: Record<string, string>;
  pages: [path: string, entry: number, summary?: string, title?: string, text?: string][];
}

interface Chunk {
  texts: (number | string)[]; // first entry and hash, in turn
  entries: [ref: string, title: string, heading: string, breadcrumb: string, note?: string][];
}

const hash_length = 6;
const entries_in_chunk = 32;
const most_letters = 320;

// The place of the last that is not greater; -1: all are.
function last_not_after(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key < (sorted[middle] ?? "")) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

export function first_lines(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length <= most_letters) return plain;
  const cut = plain.lastIndexOf(" ", most_letters);
  return `${plain.slice(0, cut > most_letters / 2 ? cut : most_letters)} …`;
}

function file<T>(name: string, hash: string): Promise<T> {
  return window.loci.load(name, `${name}.${hash}.js`) as Promise<T>;
}

async function chunk_of(shard: Shard, entry: number): Promise<Chunk | undefined> {
  const number = Math.floor(entry / entries_in_chunk);
  const hash = shard.chunks[String(number)];
  return hash === undefined ? undefined : file<Chunk>(`search/d${number}`, hash);
}

async function text_of(chunk: Chunk, entry: number): Promise<string> {
  let i = chunk.texts.length - 2;
  while (i > 0 && Number(chunk.texts[i]) > entry) i -= 2;
  const first = Number(chunk.texts[i]);
  const bodies = await file<string[]>(`search/x${first}`, String(chunk.texts[i + 1]));
  return bodies[entry - first] ?? "";
}

// The entry of "path#fragment" behind that of the page; a card has none of its own here.
async function heading_entry(shard: Shard, page: number, path: string, fragment: string): Promise<number> {
  const wanted = `${path}#${fragment}`;
  for (let entry = page + 1; ; ++entry) {
    const row = (await chunk_of(shard, entry))?.entries[entry % entries_in_chunk];
    if (!row || !row[0].startsWith(`${path}#`)) return -1;
    if (row[0] === wanted && row.length === 4) return entry;
  }
}

export async function preview_of_page(path: string, fragment: string): Promise<Preview | null> {
  const { loci } = window;
  const router = (await loci.load("previews/router", `previews/router.js?v=${encodeURIComponent(loci.build)}`)) as Router;
  const number = last_not_after(router.first, path);
  if (number < 0) return null;
  const name = `previews/p${number}`;
  const shard = await file<Shard>(name, router.hashes.slice(number * hash_length, (number + 1) * hash_length));
  const row = shard.pages.find(([one]) => one === path);
  if (!row) return null;
  const [, page, summary = "", title = "", text = ""] = row;
  const slug = path.replace(/\.html$/, "");
  if (page < 0) return { title, context: "", summary, text: first_lines(text), slug };
  const heading = fragment === "" ? -1 : await heading_entry(shard, page, path, fragment);
  const entry = heading < 0 ? page : heading;
  const chunk = await chunk_of(shard, entry);
  const found = chunk?.entries[entry % entries_in_chunk];
  if (!chunk || !found) return null;
  const body = first_lines(await text_of(chunk, entry));
  if (heading >= 0) return { title: found[2], context: found[1], summary: "", text: body, slug };
  return { title: found[1], context: found[3], summary, text: body, slug };
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
