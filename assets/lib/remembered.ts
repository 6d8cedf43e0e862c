// What a page says about memory before anybody reviews on it: the number of cards for today in the header, and how well
// the cards of notes and folders are remembered now. The log is not read for that: whoever reviews leaves a summary
// (review/summary.ts) in this browser, and recall at this moment follows from it by one formula.
import { now_here, review_day } from "./review/day";
import { percent_text, t, tn } from "./strings";

// One card: stability in days, day of the last review, day on which it is due, 1 while it is within the steps of a day.
export type KnownCard = [stability: number, last_day: number, due_day: number, in_steps: number];

export interface Remembered {
  v: 1;
  factor: number; // of the forgetting curve: (1 + factor * days / stability) ^ decay
  decay: number;
  retention: number; // a card below this is at risk
  rollover_hour: number;
  new_per_day: number;
  reviews_per_day: number; // 0: no limit
  day: number; // the two counts are of this day
  introduced: number;
  reviews: number;
  fresh: number; // cards of the site never answered
  notes: Record<string, KnownCard[]>; // by slug; notes of which nothing is known are left out
}

export interface Recall {
  known: number;
  mean: number; // 0 to 1; 0 when nothing is known
  at_risk: number;
  next_due_day: number | null;
}

export const changed_event = "loci:remembered";

export function remembered_key(site: string): string {
  return `loci:${site}:remembered`;
}

export function read_remembered(site: string): Remembered | null {
  try {
    const value = JSON.parse(localStorage.getItem(remembered_key(site)) ?? "null") as Remembered | null;
    return value?.v === 1 ? value : null;
  } catch {
    return null;
  }
}

// As ts-fsrs computes it: rounded to eight places.
function recall_of(all: Remembered, [stability, last_day]: KnownCard, day: number): number {
  const elapsed = Math.max(0, day - last_day);
  return Math.round((1 + (all.factor * elapsed) / stability) ** all.decay * 1e8) / 1e8;
}

// Of the notes that `wanted` names: how well they are remembered on `day`.
export function recall_on_day(all: Remembered, wanted: (slug: string) => boolean, day: number): Recall {
  const recall: Recall = { known: 0, mean: 0, at_risk: 0, next_due_day: null };
  let sum = 0;
  for (const [slug, cards] of Object.entries(all.notes)) {
    if (!wanted(slug)) continue;
    for (const card of cards) {
      const now = recall_of(all, card, day);
      ++recall.known;
      sum += now;
      if (now < all.retention) ++recall.at_risk;
      if (recall.next_due_day === null || card[2] < recall.next_due_day) recall.next_due_day = card[2];
    }
  }
  if (recall.known > 0) recall.mean = sum / recall.known;
  return recall;
}

export function for_today(all: Remembered, day: number): number {
  const same_day = all.day === day;
  let steps = 0;
  let reviews = 0;
  for (const cards of Object.values(all.notes)) {
    for (const [, , due, in_steps] of cards) {
      if (due > day) continue;
      if (in_steps === 1) ++steps;
      else ++reviews;
    }
  }
  if (all.reviews_per_day > 0) reviews = Math.min(reviews, Math.max(0, all.reviews_per_day - (same_day ? all.reviews : 0)));
  const room = Math.max(0, all.new_per_day - (same_day ? all.introduced : 0));
  return steps + reviews + Math.min(all.fresh, room);
}

function when(days: number): string {
  if (days <= 0) return t("due today");
  return days === 1 ? t("due tomorrow") : t("due in {n} days", { n: days });
}

export function recall_text(recall: Recall, day: number, whole: boolean): string {
  const percent = percent_text(recall.mean);
  if (!whole) return t("{percent} remembered", { percent });
  const said = t("Remembered now: {percent} on average, {n} of {all} at risk", { percent, n: recall.at_risk, all: recall.known });
  return recall.next_due_day === null ? said : `${said}, ${t("next {when}", { when: when(recall.next_due_day - day) })}`;
}

// Of the five shades from fading to fresh.
export function recall_level(recall: Recall): number {
  return Math.min(4, Math.max(0, Math.floor((recall.mean - 0.5) * 10)));
}

function draw(): void {
  const all = read_remembered(document.documentElement.dataset["site"] ?? "");
  if (all === null) return;
  const day = review_day(now_here(), all.rollover_hour);
  const badge = document.getElementById("due");
  if (badge) {
    const count = for_today(all, day);
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = ` ${tn("card today", "cards today", count)}`;
    badge.replaceChildren(String(count), words);
    badge.hidden = count === 0;
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-mastery-note],[data-mastery-folder]")) {
    const { masteryNote: note, masteryFolder: folder, mastery } = element.dataset;
    const below = folder ? `${folder}/` : "";
    const recall = recall_on_day(all, note === undefined ? (slug) => slug.startsWith(below) : (slug) => slug === note, day);
    element.hidden = recall.known === 0;
    const dot = document.createElement("span");
    dot.className = "mastery-dot";
    dot.dataset["level"] = String(recall_level(recall));
    const whole = mastery === "whole";
    element.replaceChildren(whole ? "" : " · ", dot, recall_text(recall, day, whole));
  }
}

// After the page is painted, and again when another tab or this page's own review has changed the summary.
export function set_up_remembered(lifetime: AbortSignal): void {
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 50));
  later(() => draw());
  addEventListener("storage", (event) => event.key?.endsWith(":remembered") && draw(), { signal: lifetime });
  document.addEventListener(changed_event, draw, { signal: lifetime });
}

// The cards of a note are reviewed in place: the review script comes when the button is pressed, not before.
export function set_up_review(lifetime: AbortSignal): void {
  const place = document.querySelector<HTMLElement>("[data-review]");
  const opener = place?.querySelector<HTMLAnchorElement>('[data-action="review-here"]');
  const script = place?.dataset["script"];
  if (!place || !opener || !script) return;
  opener.setAttribute("role", "button");
  let opening = false;
  const open = (event: Event): void => {
    event.preventDefault();
    if (opening) return;
    opening = true;
    opener.setAttribute("aria-busy", "true");
    const loaded = window.loci.review ? Promise.resolve() : window.loci.script(script);
    loaded
      .then(() => window.loci.review?.(place))
      .catch(() => (location.href = opener.href));
  };
  opener.addEventListener(
    "click",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
    },
    { signal: lifetime },
  );
  opener.addEventListener("keydown", (event) => event.key === " " && open(event), { signal: lifetime });
}
