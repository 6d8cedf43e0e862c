// How the site's data is cut into files and what these are called, for all who read them: search and previews. Written by
// generator/search/shards.cc and generator/site/preview_data.cc, which say more.

export type Load = (name: string, file: string) => Promise<unknown>;

// The titles of some entries of the search index, and which files have their texts.
export interface Chunk {
  texts: (number | string)[]; // first entry and hash, in turn
  entries: ChunkRow[];
}

export type ChunkRow = [ref: string, title: string, heading: string, breadcrumb: string, note?: string];

const entries_in_chunk = 64;
const hash_length = 6;

// Of a router's hashes, one behind the other, that of a file.
export const hash_of = (hashes: string, number: number): string => hashes.slice(number * hash_length, (number + 1) * hash_length);

export const chunk_with = (entry: number): number => Math.floor(entry / entries_in_chunk);

export const row_of = (chunk: Chunk, entry: number): ChunkRow | undefined => chunk.entries[entry % entries_in_chunk];

// The file that holds the key if any does, by the first key of each; -1: the key is before all of them.
export function file_with(first: readonly string[], key: string): number {
  let low = 0;
  let high = first.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key < (first[middle] ?? "")) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

export async function text_of(load: Load, { texts }: Chunk, entry: number): Promise<string> {
  let i = texts.length - 2;
  while (i > 0 && Number(texts[i]) > entry) i -= 2;
  const first = Number(texts[i]);
  const bodies = (await load(`search/x${first}`, `search/x${first}.${String(texts[i + 1])}.js`)) as string[];
  return bodies[entry - first] ?? "";
}
