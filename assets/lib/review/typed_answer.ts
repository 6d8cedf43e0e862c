// What was typed beside what was expected, character by character: for cards that ask for it. Twin of
// generator/review/typed_answer.h, which has the rules; both answer tests/vectors/review/typed.json.

import { t, tn } from "../strings";

export interface TypedPiece {
  same: boolean; // in both; false: only here
  text: string;
}

export interface TypedComparison {
  typed: TypedPiece[];
  expected: TypedPiece[];
  verdict: string;
}

const most_characters = 1000;

function characters_of(text: string): string[] {
  return [...text.normalize("NFC").trim().replace(/\s+/g, " ")];
}

// What a keyboard has for it.
function plain(character: string): string {
  return character.replace(/[\u2018\u2019]/, "'").replace(/[\u201c\u201d]/, '"').replace(/[\u2010\u2011\u2013\u2014\u2212]/, "-");
}

function append(pieces: TypedPiece[], same: boolean, text: string): void {
  const last = pieces[pieces.length - 1];
  if (last?.same === same) last.text += text;
  else pieces.push({ same, text });
}

export function compare_typed(typed_text: string, expected_text: string): TypedComparison {
  const [typed, expected] = [characters_of(typed_text), characters_of(expected_text)];
  const [a, b] = [typed.map(plain), expected.map(plain)];
  const [rows, columns] = [a.length, b.length];
  const width = columns + 1;
  const compared = rows <= most_characters && columns <= most_characters;
  // Of the longest common subsequence of what is left of both from i and j.
  const lengths = new Uint16Array(compared ? (rows + 1) * width : 0);
  const length = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  if (compared) {
    for (let i = rows - 1; i >= 0; --i) {
      for (let j = columns - 1; j >= 0; --j) lengths[i * width + j] = a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const out: TypedComparison = { typed: [], expected: [], verdict: "" };
  let wrong = 0;
  let missing = 0;
  for (let i = 0, j = 0; i < rows || j < columns; ) {
    if (i < rows && j < columns && a[i] === b[j]) {
      append(out.typed, true, typed[i++] ?? "");
      append(out.expected, true, expected[j++] ?? "");
    } else if (i < rows && (j === columns || length(i + 1, j) >= length(i, j + 1))) {
      append(out.typed, false, typed[i++] ?? "");
      ++wrong;
    } else {
      append(out.expected, false, expected[j++] ?? "");
      ++missing;
    }
  }
  if (rows === 0) out.verdict = t("Nothing was typed.");
  else if (wrong + missing === 0) out.verdict = t("Exactly right.");
  else if (a.join("").toLowerCase() === b.join("").toLowerCase()) out.verdict = t("Right but for capital letters.");
  else {
    const parts: string[] = [];
    if (wrong > 0) parts.push(tn("{n} character wrong", "{n} characters wrong", wrong));
    if (missing > 0) parts.push(wrong > 0 ? t("{n} missing", { n: missing }) : tn("{n} character missing", "{n} characters missing", missing));
    out.verdict = t("Not quite: {how}.", { how: parts.join(", ") });
  }
  return out;
}
