// The site's cards as generator/cards/card_data.h writes them: one manifest, and shards that are loaded when a card of
// theirs is shown.
import type { SiteTrace } from "./history";
import { card_group } from "./match";
import type { CardsConfig, QueueCard } from "./queue";

interface Manifest {
  v: number;
  build: string;
  config: CardsConfig;
  edit?: string; // what a card's source is added to
  shards: string[];
  traces?: [file: string, groups: number][]; // in the order of the cards
  decks: string[];
  notes: [slug: string, title: string, shard: number, cards: number][];
  ids: string[];
  deck_of: number[];
  retention?: [card: number, hundredths: number][]; // of cards that say their own
  titles?: [path: string, title: string][]; // of folders that are called otherwise than their directory
}

interface Shard {
  cards: [id: string, href: string, context: string, front: string, back: string, source?: string, expected?: string][];
}

interface Traces {
  questions: string[];
  answers: string[];
  contents: [group: number, content: string][]; // of those whose key is another
}

export interface TracesFile {
  name: string;
  traces: SiteTrace[];
}

export interface SiteCard extends QueueCard {
  deck: string;
  slug: string; // of the note
  title: string;
  shard: number;
}

export interface CardText {
  href: string;
  context: string;
  front: string; // HTML, made safe when the site was built
  back: string;
  edit: string; // address where the note is edited; "" when the site names no repository
  expected: string; // what is to be typed; "": nothing is
}

export class CardData {
  readonly cards: SiteCard[] = [];
  readonly config: CardsConfig;
  readonly traces: readonly TracesFile[];
  private readonly titles: Map<string, string>;
  private readonly shards = new Map<number, Promise<Map<string, CardText>>>();

  constructor(private readonly manifest: Manifest) {
    this.config = manifest.config;
    let at = 0;
    manifest.notes.forEach(([slug, title, shard, count], note) => {
      for (const end = at + count; at < end; ++at) {
        const deck = manifest.decks[manifest.deck_of[at] ?? 0] ?? "";
        this.cards.push({ id: manifest.ids[at] ?? "", note, deck, slug, title, shard });
      }
    });
    for (const [card, hundredths] of manifest.retention ?? []) {
      const asked = this.cards[card];
      if (asked) asked.retention = hundredths;
    }
    this.titles = new Map(manifest.titles);
    this.traces = this.place_traces(manifest.traces ?? []);
  }

  static async load(): Promise<CardData> {
    return new CardData((await window.loci.load("cards/manifest")) as Manifest);
  }

  // The names of a deck or a folder, from outside in: "case-studies/chat" is ["Case studies", "Chat"].
  names_of(path: string): string[] {
    const parts = path.split("/");
    return parts.map((part, i) => this.titles.get(parts.slice(0, i + 1).join("/")) ?? part).filter((name) => name !== "");
  }

  name_of(path: string): string {
    return this.names_of(path).join(" \u203a ");
  }

  // Fills in what a file says; what is loaded already costs nothing.
  async load_traces({ name, traces }: TracesFile): Promise<void> {
    const { questions, answers, contents } = (await window.loci.load(name.replace(/\..*/, ""), name)) as Traces;
    const content = new Map(contents);
    traces.forEach(({ trace }, i) => Object.assign(trace, { question: questions[i], answer: answers[i], content: content.get(i) ?? trace.group }));
  }

  // The cards as histories are matched with them: only their places are known before load_traces.
  private place_traces(files: [name: string, groups: number][]): TracesFile[] {
    const all: SiteTrace[] = [];
    for (const { id, slug } of this.cards) {
      const group = card_group(id);
      const last = all[all.length - 1];
      const before = last?.trace.note === slug ? last : undefined;
      if (before?.trace.group === group) {
        before.ids.push(id);
        continue;
      }
      if (before) before.trace.after = group;
      all.push({ ids: [id], trace: { group, content: group, note: slug, question: "", answer: "", before: before?.trace.group ?? "", after: "" } });
    }
    let from = 0;
    return files.map(([name, count]) => ({ name, traces: all.slice(from, (from += count)) }));
  }

  async text(card: SiteCard): Promise<CardText> {
    let shard = this.shards.get(card.shard);
    if (!shard) {
      shard = this.load_shard(card.shard);
      this.shards.set(card.shard, shard);
      shard.catch(() => this.shards.delete(card.shard)); // a later try may succeed
    }
    const text = (await shard).get(card.id);
    if (!text) throw new Error(`the card ${card.id} is not in its file: reload the page`);
    return text;
  }

  private async load_shard(number: number): Promise<Map<string, CardText>> {
    const shard = (await window.loci.load(`cards/shard-${number}`, this.manifest.shards[number])) as Shard;
    return new Map(shard.cards.map(([id, href, context, front, back, source, expected = ""]) => [id, { href, context, front, back, edit: this.edit_address(source), expected }]));
  }

  private edit_address(source: string | undefined): string {
    return this.manifest.edit && source ? this.manifest.edit + source : "";
  }
}
