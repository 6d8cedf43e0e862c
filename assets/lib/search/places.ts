// Where a term stands in its entries; twin of generator/search/places.cc, whose header describes the text.

const base = 46;
const values = new Uint8Array(128);
{
  let value = 0;
  for (let c = 0x20; c < 0x7f; ++c) if (c !== 0x22 && c !== 0x27 && c !== 0x5c) values[c] = value++;
}

// The places of each posting, one after another. `starts` has one more element than there are postings.
export function read_places(text: string, postings: number): { starts: Uint32Array; places: Uint32Array } {
  const starts = new Uint32Array(postings + 1);
  const places = new Uint32Array(text.length); // at least a character each
  let count = 0;
  let at = 0;
  for (let i = 0; i < postings; ++i) {
    starts[i] = count;
    let next = 0;
    for (let more = true; more && at < text.length; ) {
      let number = 0;
      for (let unit = 1; ; unit *= base) {
        const digit = values[text.charCodeAt(at++)] ?? 0;
        number += (digit % base) * unit;
        if (digit < base || at >= text.length) break;
      }
      const place = next + Math.floor(number / 2);
      places[count++] = place;
      next = place + 1;
      more = number % 2 === 1;
    }
  }
  starts[postings] = count;
  return { starts, places: places.subarray(0, count) };
}
