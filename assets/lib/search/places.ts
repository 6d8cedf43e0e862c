// Where a term stands in its entries; twin of generator/search/places.cc, whose header describes the text.

import { Digits } from "./digits";
import { is_over, rest } from "./slices";

const postings_in_step = 256;
const another_follows = 1;
const has_before = 2;
const has_after = 4;
const flags = 8;

// The places of all postings of a term, one after another; beside each the codes of the stop words before and behind it, or 0.
export interface Places {
  starts: Uint32Array; // of each posting, and the end
  at: Uint32Array;
  before: Uint8Array;
  after: Uint8Array;
}

export async function read_places(text: string, postings: number): Promise<Places> {
  const starts = new Uint32Array(postings + 1);
  const at = new Uint32Array(text.length); // at least a character each
  const before = new Uint8Array(text.length);
  const after = new Uint8Array(text.length);
  let count = 0;
  const digits = new Digits(text);
  for (let i = 0; i < postings; ++i) {
    if (i % postings_in_step === 0 && is_over()) await rest();
    starts[i] = count;
    let next = 0;
    for (let more = true; more && !digits.is_done; ) {
      const head = digits.next();
      next += Math.floor(head / flags);
      at[count] = next++;
      if ((head % flags & has_before) !== 0) before[count] = digits.next() + 1;
      if ((head % flags & has_after) !== 0) after[count] = digits.next() + 1;
      ++count;
      more = (head % flags & another_follows) !== 0;
    }
  }
  starts[postings] = count;
  return { starts, at: at.subarray(0, count), before: before.subarray(0, count), after: after.subarray(0, count) };
}
