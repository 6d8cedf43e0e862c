// The map's data as generator/site/graph_data.h writes it: places, links and names of all notes.

interface MapFile {
  count: number;
  places: string;
  links: string;
  sections: string[]; // the first is the site's root
  of: number[]; // section and how many notes, in turn
  tags: [name: string, notes: string][];
  chunks: string[];
}

export interface Graph {
  count: number;
  x: Float32Array; // -1 to 1
  y: Float32Array;
  edges: Uint32Array; // two notes each, the first is the smaller
  first: Uint32Array; // of each note, into `neighbours`; and one more
  neighbours: Uint32Array;
  section: Uint16Array; // of each note
  sections: string[];
  tags: { name: string; notes: Uint32Array }[]; // of most notes first
  titles: string[];
  paths: string[];
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Uint8Array(128);
for (let i = 0; i < alphabet.length; ++i) values[alphabet.charCodeAt(i)] = i;

// Numbers of five bits a digit, the lowest first; the sixth says that more follows.
export function read_numbers(text: string): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < text.length; ++i) {
    let number = 0;
    let unit = 1;
    for (;;) {
      const digit = values[text.charCodeAt(i)] ?? 0;
      number += (digit & 31) * unit;
      unit *= 32;
      if (digit < 32) break;
      ++i;
    }
    numbers.push(number);
  }
  return numbers;
}

function read_places(text: string, count: number): { x: Float32Array; y: Float32Array } {
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  const at = (i: number): number => ((values[text.charCodeAt(i)] ?? 0) * 64 + (values[text.charCodeAt(i + 1)] ?? 0)) / 2047.5 - 1;
  for (let n = 0; n < count; ++n) {
    x[n] = at(4 * n);
    y[n] = at(4 * n + 2);
  }
  return { x, y };
}

function read_edges(text: string, count: number): Uint32Array {
  const numbers = read_numbers(text);
  const edges = new Uint32Array(2 * Math.max(0, numbers.length - count));
  let to = 0;
  for (let n = 0, i = 0; n < count; ++n) {
    const links = numbers[i++] ?? 0;
    let other = n;
    for (let l = 0; l < links; ++l) {
      other += numbers[i++] ?? 0;
      edges[to++] = n;
      edges[to++] = other;
    }
  }
  return edges;
}

function neighbours_of(edges: Uint32Array, count: number): { first: Uint32Array; neighbours: Uint32Array } {
  const first = new Uint32Array(count + 1);
  for (const node of edges) first[node + 1] = (first[node + 1] ?? 0) + 1;
  for (let n = 0; n < count; ++n) first[n + 1] = (first[n + 1] ?? 0) + (first[n] ?? 0);
  const next = first.slice(0, count);
  const neighbours = new Uint32Array(edges.length);
  for (let e = 0; e < edges.length; e += 2) {
    const a = edges[e] ?? 0;
    const b = edges[e + 1] ?? 0;
    neighbours[next[a] ?? 0] = b;
    next[a] = (next[a] ?? 0) + 1;
    neighbours[next[b] ?? 0] = a;
    next[b] = (next[b] ?? 0) + 1;
  }
  return { first, neighbours };
}

export async function load_graph(file: string): Promise<Graph> {
  const { loci } = window;
  const map = (await loci.load("graph/map", file)) as MapFile;
  const names = (await Promise.all(map.chunks.map((chunk) => loci.load(chunk.replace(/\.[^.]*\.js$/, ""), chunk)))) as [string[], string[]][];
  const edges = read_edges(map.links, map.count);
  const section = new Uint16Array(map.count);
  let n = 0;
  for (let i = 0; i < map.of.length; i += 2) {
    const end = n + (map.of[i + 1] ?? 0);
    section.fill(map.of[i] ?? 0, n, end);
    n = end;
  }
  const tags = map.tags.map(([name, notes]) => {
    let at = 0;
    return { name, notes: Uint32Array.from(read_numbers(notes), (step) => (at += step)) };
  });
  return {
    count: map.count,
    ...read_places(map.places, map.count),
    edges,
    ...neighbours_of(edges, map.count),
    section,
    sections: map.sections,
    tags,
    titles: names.flatMap(([titles]) => titles),
    paths: names.flatMap(([, paths]) => paths),
  };
}

export function degree(graph: Graph, node: number): number {
  return (graph.first[node + 1] ?? 0) - (graph.first[node] ?? 0);
}

export function neighbours(graph: Graph, node: number): Uint32Array {
  return graph.neighbours.subarray(graph.first[node], graph.first[node + 1]);
}

// By note 1 where it is at most so many links away from one of them.
export function within(graph: Graph, node: number, depth: number): Uint8Array {
  const seen = new Uint8Array(graph.count);
  seen[node] = 1;
  let edge = [node];
  for (let d = 0; d < depth && edge.length > 0; ++d) {
    const next: number[] = [];
    for (const at of edge) {
      for (const other of neighbours(graph, at)) {
        if (seen[other]) continue;
        seen[other] = 1;
        next.push(other);
      }
    }
    edge = next;
  }
  return seen;
}
