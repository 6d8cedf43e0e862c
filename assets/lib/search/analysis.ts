// From text to terms; twin of generator/search/analysis.cc and folding.cc, whose comments give the reasons. Both run
// tests/vectors/search/analysis.json.
import { stem_word } from "./stemmer";
import { is_stop_word } from "./stop_words";

export type Role = "whole" | "part" | "extra";

export interface Term {
  text: string; // stemmed
  surface: string; // before stemming
  role: Role;
  stop: boolean;
  chain: number; // terms of one word of the text share it
  place: number; // the word's place in the text, counted in words: what phrases go by
  begin: number; // UTF-16 units of the text
  end: number;
}

const unstroked: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  ð: "d",
  ø: "o",
  þ: "th",
  đ: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  œ: "oe",
  ŧ: "t",
  ς: "σ",
};

const dropped =
  /[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff]/g;

// eslint-disable-next-line no-control-regex
const is_ascii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

export function fold(text: string): string {
  if (is_ascii(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[ßæðøþđħıłœŧς]/g, (letter) => unstroked[letter] ?? letter)
    .replace(dropped, (mark, at: number, whole: string) => (mark === "\u0306" && whole[at - 1] === "\u0438" ? mark : ""))
    .normalize("NFC");
}

const unspaced =
  /^[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]$/u;
const word_character = /^[\p{L}\p{M}\p{N}]$/u;
const upper_letter = /^[\p{Lu}\p{Lt}]$/u;
const lower_letter = /^\p{Ll}$/u;
const ascii_letter = /^[A-Za-z]$/;

const enum Kind {
  other,
  word,
  unspaced,
}

function kind_of(c: string): Kind {
  if (c === "") return Kind.other;
  if (c < "\x80") return /[A-Za-z0-9]/.test(c) ? Kind.word : Kind.other;
  if (!word_character.test(c)) return Kind.other;
  return unspaced.test(c) ? Kind.unspaced : Kind.word;
}

interface Segment {
  begin: number;
  end: number;
  joiner: string;
}

const longest_chain = 64; // UTF-8 bytes
const most_segments = 6;

function utf8_length(text: string): number {
  let length = 0;
  for (const c of text) {
    const point = c.codePointAt(0) ?? 0;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length;
}

class Chains {
  readonly terms: Term[] = [];
  private readonly characters: string[];
  private readonly offsets: number[] = [];
  private readonly kinds: Kind[] = [];
  private at = 0;
  words = 0; // places taken

  constructor(private readonly source: string) {
    this.characters = [...source];
    let offset = 0;
    for (const c of this.characters) {
      this.offsets.push(offset);
      this.kinds.push(kind_of(c));
      offset += c.length;
    }
    this.offsets.push(offset);
  }

  run(): Term[] {
    while (this.at < this.characters.length) {
      const kind = this.kind(this.at);
      if (kind === Kind.unspaced) this.unspaced_run();
      else if (kind === Kind.word) this.chain(false);
      else if (this.begins_with_dot(this.at)) {
        ++this.at;
        this.chain(true);
      } else ++this.at;
    }
    return this.terms;
  }

  private c(i: number): string {
    return this.characters[i] ?? "";
  }

  private kind(i: number): Kind {
    return this.kinds[i] ?? Kind.other;
  }

  private text(begin: number, end: number): string {
    return this.source.slice(this.offsets[begin], this.offsets[end]);
  }

  private begins_with_dot(i: number): boolean {
    if (this.c(i) !== "." || !ascii_letter.test(this.c(i + 1))) return false;
    return i === 0 || (!"._/:-+#".includes(this.c(i - 1)) && this.kind(i - 1) === Kind.other);
  }

  private add(surface: string, begin: number, end: number, role: Role, chain: number, offset = 0): void {
    if (surface === "") return;
    this.terms.push({
      text: stem_word(surface),
      surface,
      role,
      stop: is_stop_word(surface),
      chain,
      place: chain + offset,
      begin: this.offsets[begin] ?? 0,
      end: this.offsets[end] ?? 0,
    });
  }

  private add_range(begin: number, end: number, role: Role, chain: number, offset = 0): void {
    this.add(fold(this.text(begin, end)), begin, end, role, chain, offset);
  }

  private unspaced_run(): void {
    const begin = this.at;
    while (this.kind(this.at) === Kind.unspaced) ++this.at;
    const chain = this.words;
    this.words += this.at - begin;
    if (this.at - begin === 1) {
      this.add_range(begin, this.at, "whole", chain);
      return;
    }
    for (let i = begin; i + 1 < this.at; ++i) this.add_range(i, i + 2, "part", chain, i - begin);
    for (let i = begin; i < this.at; ++i) this.add_range(i, i + 1, "extra", chain, i - begin);
  }

  private word_end(i: number): number {
    for (;;) {
      while (this.kind(i) === Kind.word) ++i;
      let unseen = i;
      while (/^[\u00ad\u200c\u200d]$/.test(this.c(unseen))) ++unseen;
      if (unseen === i || this.kind(unseen) !== Kind.word) return i;
      i = unseen;
    }
  }

  private signs_end(begin: number, end: number): number {
    if (!/^[A-Za-z]*$/.test(this.text(begin, end))) return end;
    const sign = this.c(end);
    const next = this.c(end + 1);
    if (sign === "+" && next === "+" && this.c(end + 2) !== "+") return end + 2;
    const alone = (sign === "#" || sign === "+") && this.kind(end + 1) === Kind.other && next !== sign;
    return end - begin === 1 && alone ? end + 1 : end;
  }

  private joiner_at(i: number): { joiner: string; next: number } | undefined {
    let next = i + 1;
    let joiner = "";
    switch (this.c(i)) {
      case ".":
      case "/":
        joiner = this.c(i);
        break;
      case ":":
        if (this.c(i + 1) !== ":") return undefined;
        joiner = "::";
        next = i + 2;
        break;
      case "_":
        while (this.c(next) === "_") ++next;
        break;
      case "-":
      case "\u2010":
      case "\u2011":
        break;
      case "'":
      case "\u2019":
        joiner = "'";
        break;
      default:
        return undefined;
    }
    return this.kind(next) === Kind.word ? { joiner, next } : undefined;
  }

  private chain(dotted: boolean): void {
    let segments: Segment[] = [];
    const begin = dotted ? this.at - 1 : this.at;
    let joint: { joiner: string; next: number } | undefined = { joiner: "", next: this.at };
    while (joint) {
      const word: number = joint.next;
      const end = this.signs_end(word, this.word_end(word));
      segments.push({ begin: word, end, joiner: joint.joiner });
      this.at = end;
      joint = this.joiner_at(end);
    }
    segments = segments.filter((s) => !(s.joiner === "'" && s.end - s.begin === 1 && /^[sS]$/.test(this.c(s.begin))));
    const number = this.words;
    const end = segments[segments.length - 1]?.end ?? this.at;
    const too_long = segments.length > most_segments || utf8_length(this.text(begin, end)) > longest_chain;
    if (!too_long) {
      let whole = dotted ? "." : "";
      for (const s of segments) whole += (s.joiner === "'" ? "" : s.joiner) + this.text(s.begin, s.end);
      this.add(fold(whole), begin, end, "whole", number);
    }
    const is_single = segments.length === 1 && !dotted && !too_long;
    let parts = 0;
    segments.forEach((segment, k) => {
      parts += this.segment_terms(segment, segments[k + 1], is_single, number, parts);
    });
    this.words += Math.max(parts, 1);
  }

  // Returns how many parts it has; `parts` were there before.
  private segment_terms(segment: Segment, following: Segment | undefined, is_single: boolean, number: number, parts: number): number {
    const { begin, end } = segment;
    if (following?.joiner === "'" || (segment.joiner === "'" && end - begin < 3)) return 0;
    const letters = this.word_end(begin);
    const has_signs = letters < end;
    const humps = this.hump_ends(begin, Math.min(letters, end));
    if (humps.length === 1 && !has_signs) {
      if (!is_single) this.add_range(begin, end, "part", number, parts);
      return is_single ? 0 : 1;
    }
    if (!is_single) this.add_range(begin, end, has_signs ? "part" : "extra", number, parts);
    if (has_signs) {
      if (letters - begin > 1) this.add_range(begin, letters, "extra", number, parts);
      return is_single ? 0 : 1;
    }
    const starts = [begin, ...humps];
    const all_short = humps.every((hump, k) => hump - (starts[k] ?? 0) <= 1);
    let count = 0;
    humps.forEach((hump, k) => {
      const start = starts[k] ?? begin;
      if (hump - start > 1 || all_short) this.add_range(start, hump, "part", number, parts + count++);
    });
    return count;
  }

  private hump_ends(begin: number, end: number): number[] {
    const ends: number[] = [];
    for (let i = begin + 1; i < end; ++i) {
      if (!upper_letter.test(this.c(i))) continue;
      const lower_follows = i + 1 < end && lower_letter.test(this.c(i + 1));
      const plural = lower_follows && i + 2 === end && this.c(i + 1) === "s";
      if (lower_letter.test(this.c(i - 1)) || (lower_follows && !plural)) ends.push(i);
    }
    ends.push(end);
    return ends;
  }
}

// ASCII that stands in no name: a text is cut there first, as the C++ twin does.
const pieces = /[^\0-"$-&(-*,;-@[-^`{-\x7f]+/g;

export function analyse_text(text: string): Term[] {
  const terms: Term[] = [];
  let words = 0;
  for (const match of text.matchAll(pieces)) {
    const begin = match.index;
    const chains = new Chains(match[0]);
    for (const term of chains.run()) {
      term.begin += begin;
      term.end += begin;
      term.chain += words;
      term.place += words;
      terms.push(term);
    }
    words += chains.words;
  }
  return terms;
}
