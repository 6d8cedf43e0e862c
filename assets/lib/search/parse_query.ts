// Reads a query; twin of generator/search/parse_query.cc.
import { analyse_text, fold } from "./analysis";

export interface QueryWord {
  whole: string;
  whole_surface: string;
  parts: string[];
  part_surfaces: string[];
  stop: boolean;
  typing: boolean;
  required: boolean;
}

export interface ParsedQuery {
  words: QueryWord[];
  excluded: QueryWord[];
  filters: string[];
  excluded_filters: string[];
}

const most_words = 16;

export function empty_word(): QueryWord {
  return { whole: "", whole_surface: "", parts: [], part_surfaces: [], stop: false, typing: false, required: false };
}

function words_of(text: string): QueryWord[] {
  const words: QueryWord[] = [];
  const terms = analyse_text(text);
  for (let i = 0; i < terms.length; ) {
    const chain = terms[i]?.chain;
    const begin = i;
    while (i < terms.length && terms[i]?.chain === chain) ++i;
    const own = terms.slice(begin, i);
    const has_plain_part = own.some((term) => term.role === "part" && !term.stop);
    const word = empty_word();
    for (const term of own) {
      if (term.role === "whole") {
        word.whole = term.text;
        word.whole_surface = term.surface;
        word.stop = term.stop;
        word.typing = term.end === text.length;
      } else if (term.role === "part" && !(term.stop && has_plain_part)) {
        word.parts.push(term.text);
        word.part_surfaces.push(term.surface);
      }
    }
    words.push(word);
  }
  return words;
}

function filter_name(text: string): string {
  const colon = text.indexOf(":") + 1;
  return text.slice(0, colon) + fold(text.slice(colon).replace(/^[#/]+/, "").replace(/\/+$/, ""));
}

const blank = /[ \t\n\v\f\r]/;

export function parse_query(query: string): ParsedQuery {
  const parsed: ParsedQuery = { words: [], excluded: [], filters: [], excluded_filters: [] };
  let at = 0;
  while (at < query.length) {
    if (blank.test(query.charAt(at))) {
      ++at;
      continue;
    }
    // "--flag" and "++" are no signs.
    let sign = "";
    const c = query.charAt(at);
    const next = query.charAt(at + 1);
    if ((c === "-" || c === "+") && next !== "" && !blank.test(next) && next !== c) {
      sign = c;
      ++at;
    }
    const quoted = query.charAt(at) === '"';
    let text: string;
    if (quoted) {
      const close = query.indexOf('"', at + 1);
      text = query.slice(at + 1, close < 0 ? query.length : close);
      at = close < 0 ? query.length : close + 1;
    } else {
      const begin = at;
      while (at < query.length && !/[ \t\n\v\f\r"]/.test(query.charAt(at))) ++at;
      text = query.slice(begin, at);
    }
    const last = !quoted && at === query.length;
    if (!quoted && /^(?:tag|in):./s.test(text)) {
      (sign === "-" ? parsed.excluded_filters : parsed.filters).push(filter_name(text));
      continue;
    }
    const words = words_of(text);
    if (sign === "-") {
      parsed.excluded.push(...words);
      continue;
    }
    for (const word of words) {
      word.required = quoted || sign === "+";
      word.typing = word.typing && last;
    }
    parsed.words.push(...words);
  }
  if (parsed.words.some((word) => !word.stop)) parsed.words = parsed.words.filter((word) => !word.stop);
  parsed.words.length = Math.min(parsed.words.length, most_words);
  return parsed;
}
