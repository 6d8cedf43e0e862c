// The home page and the learning path: in the place of the first notes those that are next for this reader, as soon as this browser
// knows what is remembered; and what is about to fade. Without a review nothing changes and nothing is loaded.
import "../lib/loci";
import { fading_within, next_to_learn, slug_of, type PathRow } from "../lib/learn/next";
import { make } from "../lib/make";
import { changed_event, read_remembered, type Remembered } from "../lib/remembered";
import { now_here, review_day } from "../lib/review/day";
import { percent_text, t } from "../lib/strings";

const most_next = 3;
const most_fading = 10;
const days = 7;

function link_to(row: PathRow): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "note-list-title";
  link.href = window.loci.root + row[0].split("/").map(encodeURIComponent).join("/");
  link.textContent = row[1];
  return link;
}

function meta(row: PathRow, more: string): HTMLElement {
  return make("p", "meta", [row[6], t("{n} min", { n: row[3] }), more].filter((part) => part).join(" · "));
}

function draw_next(place: HTMLElement, path: readonly PathRow[], all: Remembered, day: number): void {
  const next = next_to_learn(path, all, day, most_next);
  const title = place.querySelector(".foot-title");
  const list = place.querySelector(".note-list");
  if (!title || !list) return;
  if (next.length === 0) {
    title.textContent = t("Next to learn");
    list.replaceChildren(make("li", "", make("p", "", t("Nothing new is open now: review what is fading, and the notes that build on it open up."))));
    return;
  }
  title.textContent = t("Next to learn");
  list.replaceChildren(
    ...next.map((row) => {
      const after = row[5].map((number) => path[number]?.[1]).filter((one) => one !== undefined);
      return make("li", "", link_to(row), meta(row, after.length > 0 ? t("after {notes}", { notes: after.join(", ") }) : ""));
    }),
  );
}

function draw_fading(place: HTMLElement, path: readonly PathRow[], all: Remembered, day: number): void {
  const fading = fading_within(path, all, day, days, most_fading);
  place.hidden = fading.length === 0;
  place.querySelector("ol")?.remove();
  if (fading.length === 0) return;
  const review = (row: PathRow): HTMLAnchorElement => {
    const link = document.createElement("a");
    link.href = `${window.loci.root}review.html?note=${encodeURIComponent(slug_of(row[0]))}`;
    link.textContent = t("review");
    link.setAttribute("aria-label", t("Review {title}", { title: row[1] }));
    return link;
  };
  const items = fading.map(({ row, now, later }) => {
    const line = make("p", "meta", `${t("{now} remembered now, {later} in {n} days", { now: percent_text(now), later: percent_text(later), n: days })} · `, review(row));
    return make("li", "", link_to(row), line);
  });
  place.append(make("ol", "note-list", ...items));
}

async function draw(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-next]");
  const all = read_remembered(document.documentElement.dataset["site"] ?? "");
  const file = place?.dataset["next"];
  if (!place || !file || all === null || Object.keys(all.notes).length === 0) return;
  const path = (await window.loci.load("learn/path", file)) as PathRow[];
  const day = review_day(now_here(), all.rollover_hour);
  place.hidden = false;
  draw_next(place, path, all, day);
  const fading = document.querySelector<HTMLElement>("[data-fading]");
  if (fading) draw_fading(fading, path, all, day);
}

const redraw = (): void => void draw().catch(() => undefined); // the first notes stay as they are
redraw();
addEventListener("storage", (event) => event.key?.endsWith(":remembered") && redraw());
document.addEventListener(changed_event, redraw);
document.addEventListener("loci:swapped", redraw);
