// Reads a query; twin of generator/search/parse_query.cc, whose header describes what can be asked.
import { analyse_text, fold, type Term } from "./analysis";
import { stop_word_code } from "./stop_words";

// A word of a phrase: the terms that stand at its place, and how many places it takes.
export interface Step {
  whole: string; // empty: only parts
  parts: [term: string, offset: number][];
  stop: boolean; // the text's index leaves it out: its neighbours know it
  length: number;
  before: number; // codes of the stop words beside it; 0: none
  after: number;
}

export interface QueryWord {
  whole: string;
  whole_surface: string;
  parts: string[];
  part_surfaces: string[];
  stop: boolean;
  typing: boolean;
  required: boolean;
  fields: number; // mask
  boost: number;
  pattern: string; // with '*'; empty: none
  edits: number; // ~n; -1: not asked for
  steps: Step[]; // of a phrase; empty: none
}

export interface ParsedQuery {
  words: QueryWord[];
  excluded: QueryWord[];
  filters: string[];
  excluded_filters: string[];
}

const most_words = 16;
const longest_pattern = 64; // UTF-16 units

// Masks of fields, as the index numbers them.
const field_names: Record<string, number> = { title: 1, heading: 2, keywords: 4, body: 8 };
export const all_fields = 15;

export function empty_word(): QueryWord {
  return {
    whole: "", whole_surface: "", parts: [], part_surfaces: [], stop: false, typing: false, required: false,
    fields: all_fields, boost: 1, pattern: "", edits: -1, steps: [],
  };
}

// The terms of a text by the words they belong to.
export function chains_of(text: string): Term[][] {
  const chains: Term[][] = [];
  for (const term of analyse_text(text)) {
    const last = chains[chains.length - 1];
    if (last?.[0]?.chain === term.chain) last.push(term);
    else chains.push([term]);
  }
  return chains;
}

// The stop words among a word's parts are not in the text's index.
function asked_parts(chain: readonly Term[]): Term[] {
  const parts = chain.filter((term) => term.role === "part");
  const plain = parts.filter((term) => !term.stop);
  return plain.length > 0 ? plain : parts;
}

function words_of(text: string): QueryWord[] {
  return chains_of(text).map((chain) => {
    const word = empty_word();
    for (const term of chain) {
      if (term.role !== "whole") continue;
      word.whole = term.text;
      word.whole_surface = term.surface;
      word.stop = term.stop;
      word.typing = term.end === text.length;
    }
    for (const term of asked_parts(chain)) {
      word.parts.push(term.text);
      word.part_surfaces.push(term.surface);
    }
    return word;
  });
}

// Words that must stand side by side; nothing when it is one word that any place will do for.
function phrase_of(text: string): QueryWord | undefined {
  const chains = chains_of(text).slice(0, most_words);
  const stop_at = (i: number): number => {
    const whole = chains[i]?.find((term) => term.role === "whole");
    return whole?.stop ? stop_word_code(whole.surface) : 0;
  };
  let steps = chains.map((chain, i): Step => {
    const first = chain[0]?.chain ?? 0;
    const whole = chain.find((term) => term.role === "whole");
    const parts = chain.filter((term) => term.role === "part");
    const next = chains[i + 1]?.[0]?.chain;
    return {
      whole: whole?.text ?? "",
      parts: asked_parts(chain).map((term) => [term.text, term.place - first]),
      stop: whole?.stop ?? false,
      length: next === undefined ? Math.max(parts.length, 1) : next - first,
      before: stop_at(i - 1),
      after: stop_at(i + 1),
    };
  });
  // The index has stop words only as neighbours of others, so they cannot begin or end. Alone they may be a title.
  if (steps.some((step) => !step.stop)) {
    while (steps[0]?.stop) steps.shift();
    while (steps[steps.length - 1]?.stop) steps.pop();
  } else {
    steps = steps.map((step) => ({ ...step, stop: false, before: 0, after: 0 }));
  }
  const [first] = steps;
  if (!first || (steps.length === 1 && first.parts.length < 2 && first.before === 0 && first.after === 0)) return undefined;
  return { ...empty_word(), whole_surface: text, required: true, steps };
}

// "tag:#SQL/" is "tag:sql".
export function filter_name(text: string): string {
  const colon = text.indexOf(":") + 1;
  return text.slice(0, colon) + fold(text.slice(colon).replace(/^[#/]+/, "").replace(/\/+$/, ""));
}

interface Item {
  text: string;
  quoted: boolean;
  sign: string;
  fields: number;
  boost: number;
  edits: number;
  last: boolean; // nothing follows, not even a blank
}

const blank = /[ \t\n\v\f\r]/;

function cut(query: string): Item[] {
  const items: Item[] = [];
  let at = 0;
  while (at < query.length) {
    if (blank.test(query.charAt(at))) {
      ++at;
      continue;
    }
    const item: Item = { text: "", quoted: false, sign: "", fields: all_fields, boost: 1, edits: -1, last: false };
    // "--flag" and "++" are no signs.
    const c = query.charAt(at);
    const next = query.charAt(at + 1);
    if ((c === "-" || c === "+") && next !== "" && !blank.test(next) && next !== c) {
      item.sign = c;
      ++at;
    }
    const field = /^(title|heading|keywords|body):(?=[^: \t\n\v\f\r])/.exec(query.slice(at, at + 10));
    if (field?.[1]) {
      item.fields = field_names[field[1]] ?? all_fields;
      at += field[0].length;
    }
    if (query.charAt(at) === '"') {
      const close = query.indexOf('"', at + 1);
      item.text = query.slice(at + 1, close < 0 ? query.length : close);
      item.quoted = true;
      at = close < 0 ? query.length : close + 1;
      const boost = /^\^(\d{1,3}(?:\.\d{1,3})?)(?=[ \t\n\v\f\r]|$)/.exec(query.slice(at, at + 10));
      if (boost) {
        item.boost = Number(boost[1]);
        at += boost[0].length;
      }
    } else {
      const begin = at;
      while (at < query.length && !/[ \t\n\v\f\r"]/.test(query.charAt(at))) ++at;
      item.text = query.slice(begin, at);
      item.last = at === query.length;
      // word~1^2 or word^2~1
      for (let k = 0; k < 2; ++k) {
        const boost = item.boost === 1 ? /^(.+)\^(\d{1,3}(?:\.\d{1,3})?)$/s.exec(item.text) : null;
        const edits = item.edits < 0 ? /^(.*[^~])~([0-2]?)$/s.exec(item.text) : null;
        if (boost) item.boost = Number(boost[2]);
        else if (edits) item.edits = Number(edits[2] || "1");
        else break;
        item.text = (boost ?? edits)?.[1] ?? "";
        item.last = false;
      }
    }
    items.push(item);
  }
  return items;
}

function words_of_item(item: Item): QueryWord[] {
  if (item.quoted) {
    const phrase = phrase_of(item.text);
    if (phrase) return [phrase];
  } else if (item.text.includes("*") && item.text.length <= longest_pattern) {
    const pattern = fold(item.text).replace(/\*+/g, "*");
    if (!/[\p{L}\p{M}\p{N}]/u.test(pattern)) return [];
    return [{ ...empty_word(), pattern, whole_surface: pattern }];
  }
  return words_of(item.text);
}

export function parse_query(query: string): ParsedQuery {
  const parsed: ParsedQuery = { words: [], excluded: [], filters: [], excluded_filters: [] };
  for (const item of cut(query)) {
    if (!item.quoted && /^(?:tag|in|is|title|heading|keywords|body):$/.test(item.text)) continue; // nothing of it is typed yet
    if (!item.quoted && item.fields === all_fields && /^(?:tag|in|is):./s.test(item.text)) {
      (item.sign === "-" ? parsed.excluded_filters : parsed.filters).push(filter_name(item.text));
      continue;
    }
    const words = words_of_item(item);
    for (const word of words) {
      word.fields = item.fields;
      word.boost = item.boost;
      if (words.length === 1 && word.whole !== "" && word.pattern === "" && word.steps.length === 0) word.edits = item.edits;
      word.required ||= item.quoted || item.sign === "+";
      word.typing &&= item.last && word.edits < 0;
    }
    (item.sign === "-" ? parsed.excluded : parsed.words).push(...words);
  }
  if (parsed.words.some((word) => !word.stop)) parsed.words = parsed.words.filter((word) => !word.stop);
  parsed.words.length = Math.min(parsed.words.length, most_words);
  return parsed;
}
