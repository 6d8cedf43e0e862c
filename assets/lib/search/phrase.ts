// In which entries the words of a phrase stand side by side; twin of generator/search/phrase.cc.
import { all_fields, type Step } from "./parse_query";
import { is_over, rest } from "./slices";
import type { Postings, Store, TermPlaces } from "./store";

export interface PhraseMatches {
  entries: Map<number, number>; // with the mask of the fields that have the phrase
  terms: Postings[]; // what it consists of, in the order of the words
}

interface FoundStep {
  whole: TermPlaces | undefined;
  parts: [places: TermPlaces, offset: number][]; // none or all
  step: Step;
}

const candidates_in_step = 64;

// `fields`: mask of those that count.
export async function find_phrase(store: Store, steps: readonly Step[], fields: number): Promise<PhraseMatches> {
  const matches: PhraseMatches = { entries: new Map(), terms: [] };
  const found = await Promise.all(
    steps.map(async (step): Promise<FoundStep> => {
      if (step.stop) return { whole: undefined, parts: [], step };
      const [whole, ...parts] = await Promise.all([step.whole, ...step.parts.map(([term]) => term)].map((term) => store.term(term)));
      const all = parts.every((part) => part !== undefined);
      return {
        whole: whole && (await store.places(whole)),
        parts: all ? await Promise.all(parts.map(async (part, i) => [await store.places(part as Postings), step.parts[i]?.[1] ?? 0])) : [],
        step,
      };
    }),
  );
  const used = new Set<Postings>();
  for (const { whole, parts } of found) {
    if (whole) used.add(whole.postings);
    for (const [part] of parts) used.add(part.postings);
  }
  matches.terms = [...used];
  if (found.some(({ whole, parts, step }) => !step.stop && !whole && parts.length === 0)) return matches;
  const [first] = found;
  if (!first) return matches;
  const candidates = new Set<number>();
  for (const places of [first.whole, first.parts[0]?.[0]]) places?.postings.documents.forEach((document) => candidates.add(document));
  let looked_at = 0;
  for (const document of candidates) {
    if (++looked_at % candidates_in_step === 0 && is_over()) await rest();
    let mask = 0;
    for (let field = 0; 1 << field <= all_fields; ++field) {
      if ((fields & (1 << field)) !== 0 && has_phrase(found, document, field)) mask |= 1 << field;
    }
    if (mask !== 0) matches.entries.set(document, mask);
  }
  return matches;
}

function has_phrase(found: readonly FoundStep[], document: number, field: number): boolean {
  let starts: number[] | undefined; // where the next step may stand; undefined: anywhere
  for (const each of found) {
    starts = ends_of(each, document, field, starts);
    if (starts.length === 0) return false;
  }
  return true;
}

// Whether a stop word that was asked for stands there; 0 asks for none.
const is_beside = (asked: number, stands: number | undefined): boolean => asked === 0 || asked === stands;

function ends_of({ whole, parts, step }: FoundStep, document: number, field: number, starts: readonly number[] | undefined): number[] {
  const ends: number[] = [];
  if (step.stop) {
    for (const start of starts ?? []) ends.push(start + step.length);
    return ends;
  }
  if (whole) {
    const posting = whole.find(document, field);
    const { at, before, after } = whole.places;
    for (let i = whole.begin_of(posting), end = whole.end_of(posting); i < end; ++i) {
      const start = at[i] ?? 0;
      if (starts && !starts.includes(start)) continue;
      if (!is_beside(step.before, before[i]) || !is_beside(step.after, after[i])) continue;
      // "email" in the text may have been one word or, as "e-mail", two.
      ends.push(start + 1, start + step.length);
    }
  }
  const [first, ...others] = parts;
  if (first) {
    // Stop words beside the word are those beside its first and its last part.
    const [places, first_offset] = first;
    const asked_before = first_offset === 0 ? step.before : 0;
    const asked_after = (offset: number): number => (offset + 1 === step.length ? step.after : 0);
    const posting = places.find(document, field);
    const { at, before, after } = places.places;
    for (let i = places.begin_of(posting), end = places.end_of(posting); i < end; ++i) {
      const start = (at[i] ?? 0) - first_offset;
      if (start < 0 || (starts && !starts.includes(start))) continue;
      if (!is_beside(asked_before, before[i]) || !is_beside(asked_after(first_offset), after[i])) continue;
      if (others.every(([part, offset]) => stands_at(part, document, field, start + offset, asked_after(offset)))) ends.push(start + step.length);
    }
  }
  return ends;
}

function stands_at(term: TermPlaces, document: number, field: number, place: number, asked_after: number): boolean {
  const posting = term.find(document, field);
  const { at, after } = term.places;
  for (let i = term.begin_of(posting), end = term.end_of(posting); i < end; ++i) {
    if (at[i] === place) return is_beside(asked_after, after[i]);
  }
  return false;
}
