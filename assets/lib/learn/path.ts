// The learning path as generator/site/path_data.h writes it: in pieces, of which those are loaded that a question touches.

export type Needed = [slug: string, cards: number];
// A note with cards, which may be next.
export type PathRow = [number: number, slug: string, title: string, minutes: number, cards: number, section: string, after: string[], needs: Needed[]];
// Any note of the path, and which rows it opens.
export type PathNote = [slug: string, title: string, cards: number, row: number, rows: number, needs: Needed[]];

interface PathFile {
  hash: string;
  open: number; // rows that need nothing that can be remembered
  later: number; // the first number of the others
  first: string[];
}

export type Load = (name: string, file: string) => Promise<unknown>;

const in_file = 128;

// In the order of their code points, as the program sorts. (Comparing strings compares UTF-16.)
export function is_after(a: string, b: string): boolean {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < left.length && i < right.length; ++i) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return left.length > right.length;
}

// The last that is not after `slug`; -1: all are.
function last_up_to(firsts: readonly string[], slug: string): number {
  let low = -1;
  let high = firsts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (is_after(firsts[middle] ?? "", slug)) high = middle;
    else low = middle;
  }
  return low;
}

export class Path {
  private constructor(
    private readonly file: PathFile,
    private readonly loader: Load,
  ) {}

  static async open(file: string, load: Load): Promise<Path> {
    return new Path((await load("learn/path", file)) as PathFile, load);
  }

  get open_rows(): number {
    return this.file.open;
  }

  get later(): number {
    return this.file.later;
  }

  private piece(name: string): Promise<unknown> {
    return this.loader(`learn/${name}`, `learn/${name}.${this.file.hash}.js`);
  }

  async row(i: number): Promise<PathRow | undefined> {
    return ((await this.piece(`r${Math.floor(i / in_file)}`)) as PathRow[])[i % in_file];
  }

  // Undefined: it is not on the path.
  async note(slug: string): Promise<PathNote | undefined> {
    const list = last_up_to(this.file.first, slug);
    if (list < 0) return undefined;
    const firsts = (await this.piece(`d${list}`)) as string[];
    const file = last_up_to(firsts, slug);
    const notes = (await this.piece(`n${list * in_file + file}`)) as PathNote[];
    return notes.find(([one]) => one === slug);
  }
}
