// The piece of a text that shows why it was found; twin of generator/search/excerpt.cc.
import { analyse_text } from "./analysis";
import { is_over, rest } from "./slices";

export interface Excerpt {
  text: string;
  marks: [begin: number, end: number][]; // ascending, apart
}

interface Hit {
  begin: number;
  end: number;
  term: string;
}

// The places of the terms in a text, joined where they touch.
export function find_marks(text: string, terms: ReadonlySet<string>): [number, number][] {
  return join(find_hits(text, terms));
}

function find_hits(text: string, terms: ReadonlySet<string>): Hit[] {
  return analyse_text(text)
    .filter((term) => terms.has(term.text))
    .map((term) => ({ begin: term.begin, end: term.end, term: term.text }))
    .sort((a, b) => a.begin - b.begin || b.end - a.end);
}

function join(hits: readonly Hit[]): [number, number][] {
  const marks: [number, number][] = [];
  for (const hit of hits) {
    const last = marks[marks.length - 1];
    if (last && hit.begin <= last[1]) last[1] = Math.max(last[1], hit.end);
    else marks.push([hit.begin, hit.end]);
  }
  return marks;
}

function next_start(text: string, at: number, limit: number): number {
  if (at <= 0) return 0;
  const blank = text.indexOf(" ", at - 1);
  if (blank >= 0 && blank < limit) return blank + 1;
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}

function previous_end(text: string, at: number, limit: number): number {
  if (at >= text.length) return text.length;
  const blank = text.lastIndexOf(" ", at);
  if (blank > limit) return blank;
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

const piece = 1000; // UTF-16 units that are looked through at a time, up to the next blank

async function find_hits_in_slices(text: string, terms: ReadonlySet<string>): Promise<Hit[]> {
  const hits: Hit[] = [];
  for (let at = 0; at < text.length; ) {
    if (is_over()) await rest();
    const blank = text.indexOf(" ", at + piece);
    const end = blank < 0 ? text.length : blank;
    for (const { begin, end: behind, term } of find_hits(text.slice(at, end), terms)) hits.push({ begin: begin + at, end: behind + at, term });
    at = end;
  }
  return hits;
}

export async function make_excerpt(text: string, terms: ReadonlySet<string>, limit: number): Promise<Excerpt> {
  const hits = await find_hits_in_slices(text, terms);
  let best: Hit | undefined;
  let best_count = 0;
  hits.forEach((hit, i) => {
    const seen = new Set<string>();
    for (let k = i; k < hits.length; ++k) {
      const other = hits[k];
      if (!other || other.end > hit.begin + (limit * 3) / 4) break;
      seen.add(other.term);
    }
    if (seen.size > best_count) {
      best = hit;
      best_count = seen.size;
    }
  });
  const first = best?.begin ?? 0;
  const lead = Math.floor(limit / 4);
  const begin = first > lead ? next_start(text, first - lead, first) : 0;
  const end = previous_end(text, begin + limit, Math.max(begin, first));
  const before = begin > 0 ? "…" : "";
  const offset = before.length - begin;
  const inside = hits.filter((hit) => hit.begin >= begin && hit.end <= end);
  return {
    text: before + text.slice(begin, end) + (end < text.length ? "…" : ""),
    marks: join(inside).map(([from, to]) => [from + offset, to + offset]),
  };
}
