// Which card a history belongs to whose own card is gone. Twin of generator/study/match.h, which has the rules; both
// answer tests/vectors/cards/match.json. The last rule, about which a person decides, is the terminal's alone. The work is
// done in steps, so that a page can breathe between them.

import type { Steps } from "./steps";

export interface CardTrace {
  group: string; // the card without its direction or gap
  content: string; // the key its question alone would give; "": not known
  note: string;
  question: string;
  answer: string; // mark of the answer; "": it says next to nothing
  before: string; // groups of the cards before and after it in the note
  after: string;
}

export type MatchRule = "pinned" | "similar" | "answer";

export interface CardMatch {
  old: number;
  card: number;
  rule: MatchRule;
}

const sure_similarity = 0.5;
const sure_margin = 0.2;
const answer_similarity = 0.2;

export function card_group(id: string): string {
  return id.includes("/") ? id.replace(/\/[^~]*/, "") : id;
}

export function card_part(id: string): string {
  return /\/[^~]*/.exec(id)?.[0] ?? "";
}

const utf8 = new TextEncoder();

// Of the bytes, as in C++: three each. Small letters, digits and what is not ASCII count; everything else is one blank, one
// at each end.
function trigrams_of(text: string): Set<number> {
  const letters = ` ${text.normalize("NFC")} `.replace(/[^A-Za-z0-9\x80-\uffff]+/g, " ").replace(/[A-Z]/g, (c) => c.toLowerCase());
  const bytes = utf8.encode(letters);
  return new Set(Array.from(bytes.slice(2), (c, at) => ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | c));
}

// How many of all are in both.
function jaccard(a: Set<number>, b: Set<number>): number {
  let both = 0;
  for (const each of a) if (b.has(each)) ++both;
  const all = a.size + b.size - both;
  return all === 0 ? 1 : both / all;
}

interface Pair {
  old: number;
  card: number;
  similarity: number;
}

// Which of the traces have a key; "" is none.
function index_of(traces: readonly CardTrace[], wanted: (place: number) => boolean, key: (trace: CardTrace) => string): (key: string) => readonly number[] {
  const index = new Map<string, number[]>();
  traces.forEach((trace, place) => {
    const name = wanted(place) ? key(trace) : "";
    const places = index.get(name);
    if (places) places.push(place);
    else if (name !== "") index.set(name, [place]);
  });
  return (name) => index.get(name) ?? [];
}

function place_of(trace: CardTrace): string {
  return trace.before === "" || trace.after === "" ? "" : `${trace.before} ${trace.after}`;
}

// `old`: histories without a card. `cards`: those without a history. Each is in one match at most; in the order of `old`.
export function* match_cards(old: readonly CardTrace[], cards: readonly CardTrace[]): Steps<CardMatch[]> {
  const old_done = new Uint8Array(old.length);
  const card_done = new Uint8Array(cards.length);
  const matches: CardMatch[] = [];
  const is_free = (pair: Pair): boolean => !old_done[pair.old] && !card_done[pair.card];
  const take = (old: number, card: number, rule: MatchRule): void => {
    old_done[old] = card_done[card] = 1;
    matches.push({ old, card, rule });
  };

  const by_content = index_of(cards, () => true, (card) => card.content);
  old.forEach((trace, i) => {
    const card = by_content(trace.content || trace.group).find((each) => !card_done[each]);
    if (card !== undefined) take(i, card, "pinned");
  });
  yield;

  // Pairs that stand where the other stood.
  const is_card_free = (card: number): boolean => !card_done[card];
  const by_note = index_of(cards, is_card_free, (card) => card.note);
  const by_answer = index_of(cards, is_card_free, (card) => card.answer);
  const by_place = index_of(cards, is_card_free, place_of);
  yield;
  const pairs: Pair[] = [];
  const trigrams: Set<number>[] = []; // of the cards; made when they are wanted
  for (const [i, trace] of old.entries()) {
    if (old_done[i] || trace.question === "") continue;
    const near = new Set([...by_note(trace.note), ...by_answer(trace.answer), ...by_place(place_of(trace))]);
    const own = trigrams_of(trace.question);
    let looked_at = 0;
    for (const card of [...near].sort((a, b) => a - b)) {
      const alike = jaccard(own, (trigrams[card] ??= trigrams_of(cards[card]?.question ?? "")));
      if (alike >= answer_similarity) pairs.push({ old: i, card, similarity: alike });
      if (++looked_at % 64 === 0) yield;
    }
    yield;
  }
  pairs.sort((a, b) => b.similarity - a.similarity);
  yield;
  const pairs_of_old: Pair[][] = old.map(() => []);
  const pairs_of_card: Pair[][] = cards.map(() => []);
  for (const pair of pairs) {
    pairs_of_old[pair.old]?.push(pair);
    pairs_of_card[pair.card]?.push(pair);
  }

  // How alike the best of the others is that the old one or the card might belong to; they stand best first.
  const best_other = (pair: Pair): number => {
    let best = 0;
    for (const others of [pairs_of_old[pair.old], pairs_of_card[pair.card]]) {
      const other = others?.find((each) => each !== pair && is_free(each));
      if (other) best = Math.max(best, other.similarity);
    }
    return best;
  };
  // Best pairs first: once they are taken, they stand in nobody's way.
  for (let again = true; again; ) {
    again = false;
    for (const pair of pairs) {
      if (pair.similarity < sure_similarity) break;
      if (!is_free(pair) || pair.similarity - best_other(pair) < sure_margin) continue;
      take(pair.old, pair.card, "similar");
      again = true;
      yield;
    }
    yield;
  }

  // The only ones of their note with an answer.
  const key = ({ note, answer }: CardTrace): string => (answer === "" ? "" : `${note}\n${answer}`);
  const old_of = index_of(old, (i) => !old_done[i], key);
  const cards_of = index_of(cards, is_card_free, key);
  for (const pair of pairs) {
    const was = old[pair.old] as CardTrace;
    const is = cards[pair.card] as CardTrace;
    if (is_free(pair) && key(was) === key(is) && old_of(key(was)).length === 1 && cards_of(key(is)).length === 1) take(pair.old, pair.card, "answer");
  }
  return matches.sort((a, b) => a.old - b.old);
}
