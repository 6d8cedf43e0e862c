// Keeps histories with their cards when questions change: reads what the log says that cards were, and says what is to be
// written so that it stays true. Twin of generator/study/history.h, which describes "seen" events; both answer
// tests/vectors/cards/match.json.
import { text_of } from "./event_log";
import type { LogEvent } from "./log_event";
import { card_group, card_part, match_cards, type CardTrace } from "./match";
import type { Steps } from "./steps";

// A card of the site: what it is and every id that belongs to it.
export interface SiteTrace {
  trace: CardTrace;
  ids: string[]; // "h-x", "h-x/r"
}

export interface Alias {
  from: string; // full ids
  to: string;
}

function is_seen(event: LogEvent): boolean {
  return event.kind === "unknown" && event.card !== "" && event.line.includes('"e":"seen"');
}

// What the log knows of the cards that have a history. Takes events in the order of the log, any number at a time.
export class Histories {
  readonly ids = new Map<string, Set<string>>(); // of groups with a history of their own
  private readonly aliased = new Set<string>();
  private readonly lines = new Map<string, string>(); // what was said last of a group

  static *read(events: readonly LogEvent[]): Steps<Histories> {
    const all = new Histories();
    const undone = new Set<string>();
    for (const event of events) if (event.kind === "undo") undone.add(event.ref);
    yield;
    let count = 0;
    for (const event of events) {
      if (!undone.has(event.id)) all.add(event);
      if (++count % 1000 === 0) yield;
    }
    return all;
  }

  add(event: LogEvent): void {
    if (event.kind === "review" || event.kind === "suspend" || event.kind === "bury") this.add_id(event.card);
    else if (event.kind === "alias") {
      this.aliased.add(card_group(event.card));
      this.add_id(event.ref); // it has a history too, under whatever key that was written
    } else if (is_seen(event)) this.lines.set(event.card, event.line);
  }

  // Histories that no card of the site has, in the order of their names.
  orphans(site: readonly SiteTrace[]): string[] {
    const at_home = new Set(site.map(({ trace }) => trace.group));
    return [...this.ids.keys()].filter((group) => !at_home.has(group) && !this.aliased.has(group)).sort();
  }

  // What the log says that a card was.
  seen(group: string): CardTrace {
    let said = JSON.parse(this.lines.get(group) ?? "{}") as Record<string, unknown>;
    if (said["e"] !== "seen") said = {};
    const text = (name: string): string => text_of(said[name]);
    return { group, content: text("k"), note: text("note"), question: text("q"), answer: text("a"), before: text("b"), after: text("n") };
  }

  // Whether that is what it is now.
  is_said(now: CardTrace): boolean {
    const said = this.seen(now.group);
    said.content ||= now.group;
    return this.lines.has(now.group) && trace_members.every((member) => said[member] === now[member]);
  }

  private add_id(id: string): void {
    const group = card_group(id);
    const ids = this.ids.get(group);
    if (ids) ids.add(id);
    else this.ids.set(group, new Set([id]));
  }
}

const trace_members = ["content", "note", "question", "answer", "before", "after"] as const;

// The aliases of all certain matches between histories without a card and cards without a history.
export function* plan_aliases(log: Histories, site: readonly SiteTrace[]): Steps<Alias[]> {
  const old = log.orphans(site).map((group) => log.seen(group));
  if (old.length === 0) return [];
  const fresh = site.filter(({ trace }) => !log.ids.has(trace.group));
  yield;
  const matches = yield* match_cards(
    old,
    fresh.map(({ trace }) => trace),
  );
  const aliases: Alias[] = [];
  for (const match of matches) {
    for (const from of [...(log.ids.get(old[match.old]?.group ?? "") ?? [])].sort()) {
      const to = fresh[match.card]?.ids.find((id) => card_part(id) === card_part(from));
      if (to !== undefined && to !== from) aliases.push({ from, to });
    }
  }
  return aliases;
}
