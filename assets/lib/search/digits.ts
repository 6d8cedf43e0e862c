// Numbers as text; twin of generator/search/digits.h, whose header describes them.
const base = 40;
const values = new Uint8Array(128);
{
  let value = 0;
  for (let c = 0x20; value < 2 * base; ++c) if (c !== 0x22 && c !== 0x27 && c !== 0x5c) values[c] = value++;
}

export class Digits {
  private at = 0;

  constructor(private readonly text: string) {}

  get is_done(): boolean {
    return this.at >= this.text.length;
  }

  next(): number {
    let value = 0;
    for (let unit = 1; this.at < this.text.length; unit *= base) {
      const digit = values[this.text.charCodeAt(this.at++)] ?? 0;
      value += (digit % base) * unit;
      if (digit < base) break;
    }
    return value;
  }
}
