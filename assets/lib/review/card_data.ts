// The site's cards as generator/cards/card_data.h writes them: one manifest, and shards that are loaded when a card of
// theirs is shown.
import type { CardsConfig, QueueCard } from "./queue";

interface Manifest {
  v: number;
  build: string;
  config: CardsConfig;
  edit?: string; // what a card's source is added to
  shards: string[];
  decks: string[];
  notes: [slug: string, title: string, shard: number, cards: number][];
  ids: string[];
  deck_of: number[];
  retention?: [card: number, hundredths: number][]; // of cards that say their own
}

interface Shard {
  cards: [id: string, href: string, context: string, front: string, back: string, source?: string][];
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
}

export class CardData {
  readonly cards: SiteCard[] = [];
  readonly config: CardsConfig;
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
  }

  static async load(): Promise<CardData> {
    return new CardData((await window.loci.load("cards/manifest")) as Manifest);
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
    return new Map(shard.cards.map(([id, href, context, front, back, source]) => [id, { href, context, front, back, edit: this.edit_address(source) }]));
  }

  private edit_address(source: string | undefined): string {
    return this.manifest.edit && source ? this.manifest.edit + source : "";
  }
}
