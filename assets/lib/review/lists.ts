// The lists on the first page of a review: decks with what is due, cards that are forgotten again and again, and cards
// that were suspended.
import type { CardData, SiteCard } from "./card_data";
import { review_day, type Moment } from "./day";
import { element, tool } from "./dom";
import { build_queue, type QueueCounts } from "./queue";
import type { Schedule } from "./schedule";
import { is_leech } from "./session";
import { name_order } from "../name_order";
import { safe_html } from "../safe_html";
import { t, tn } from "../strings";

const most_listed = 50;

// `shared`: new cards of a day are those of all decks together, so a deck has so many at most.
export function counts_text(counts: QueueCounts, shared = false): string {
  const parts: string[] = [];
  if (counts.due > 0) parts.push(t("{n} due", { n: counts.due }));
  if (counts.fresh > 0) parts.push(shared ? t("up to {n} new", { n: counts.fresh }) : t("{n} new", { n: counts.fresh }));
  if (counts.learning > 0) parts.push(t("{n} in learning", { n: counts.learning }));
  return parts.join(", ");
}

export function plain_text(html: string, most: number): string {
  const text = (safe_html(html).textContent ?? "").replace(/\s+/g, " ").trim();
  return text.length <= most ? text : `${text.slice(0, most).trimEnd()}…`;
}

export function deck_list(data: CardData, schedule: Schedule, now: Moment): HTMLElement {
  const decks = new Map<string, SiteCard[]>();
  for (const card of data.cards) {
    const cards = decks.get(card.deck);
    if (cards) cards.push(card);
    else decks.set(card.deck, [card]);
  }
  const list = element("ul", { class: "review-decks" });
  const today = review_day(now, data.config.rollover_hour);
  for (const [deck, cards] of [...decks].sort(([a], [b]) => name_order(a, b))) {
    const queue = build_queue(cards, schedule, data.config, now.unix_ms, today);
    list.append(
      element(
        "li",
        {},
        element("a", { href: `?deck=${encodeURIComponent(deck)}` }, data.name_of(deck)),
        element("span", { class: "review-deck-counts" }, counts_text(queue.counts, true) || t("nothing due")),
        element("span", { class: "review-deck-size" }, tn("{n} card", "{n} cards", cards.length)),
      ),
    );
  }
  return list;
}

// Cards by name, each with what may be done about it. Their texts are loaded when the list is opened.
function named_list(title: string, advice: string, kind: string, cards: readonly SiteCard[], data: CardData, row: (card: SiteCard) => (Node | string)[]): HTMLElement {
  const list = element("ul", { class: "review-decks review-named" });
  const details = element("details", { class: "review-more", "data-list": kind }, element("summary", {}, `${title} (${cards.length})`), element("p", {}, advice), list);
  details.addEventListener("toggle", () => {
    if (!details.open || list.childElementCount > 0) return;
    for (const card of cards.slice(0, most_listed)) {
      const name = element("a", { href: `${window.loci.root}${card.slug}.html` }, card.title);
      list.append(element("li", { "data-card": card.id }, name, ...row(card)));
      data.text(card).then(
        (text) => {
          name.textContent = plain_text(text.front, 120);
          name.href = window.loci.root + text.href;
        },
        () => {}, // the note's title stands there already
      );
    }
    if (cards.length > most_listed) list.append(element("li", {}, t("and {n} more", { n: cards.length - most_listed })));
  });
  return details;
}

export function leech_list(data: CardData, schedule: Schedule, suspend: (card: SiteCard) => void): HTMLElement | null {
  const cards = data.cards.filter((card) => is_leech(schedule.find(card.id)));
  if (cards.length === 0) return null;
  const advice = t("These were forgotten eight times or more. Such a card is mostly badly put: rewrite it, split it, or suspend it.");
  return named_list(t("Cards that do not stay"), advice, "leeches", cards, data, (card) => [
    element("span", { class: "review-deck-counts" }, t("forgotten {n} times", { n: schedule.find(card.id)?.memory.lapses ?? 0 })),
    tool(t("Suspend"), "suspend-one", () => suspend(card)),
  ]);
}

export function suspended_list(data: CardData, schedule: Schedule, take_back: (card: SiteCard) => void): HTMLElement | null {
  const cards = data.cards.filter((card) => schedule.find(card.id)?.suspended === true);
  if (cards.length === 0) return null;
  return named_list(t("Suspended cards"), t("They are not shown until you take them back."), "suspended", cards, data, (card) => [
    element("span", { class: "review-deck-counts" }, data.name_of(card.deck)),
    tool(t("Take back"), "take-back", () => take_back(card)),
  ]);
}

// A card forgotten often in this sitting: named, never put away in silence.
export interface Leech {
  name: string;
  href: string;
  lapses: number;
}

export function leech_notice({ name, href, lapses }: Leech): HTMLElement {
  return element("p", { class: "notice review-leech", role: "alert" }, `${t("Forgotten {n} times:", { n: lapses })} `, element("a", { href }, name), `. ${t("Rewrite it, split it, or suspend it.")}`);
}

export function leech_summary(leeches: readonly Leech[]): HTMLElement[] {
  if (leeches.length === 0) return [];
  const list = element("ul", { class: "review-leeches" });
  for (const { name, href, lapses } of leeches) list.append(element("li", {}, element("a", { href }, name), `, ${t("forgotten {n} times", { n: lapses })}`));
  return [element("p", {}, t("These do not stay. Rewrite them, split them, or suspend them:")), list];
}
