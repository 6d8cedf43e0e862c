// The home page and the learning path: in the place of the first notes those that are next for this reader, as soon as this browser
// knows what is remembered; and what is about to fade. Without a review nothing changes and nothing is loaded.
import "../lib/loci";
import { fading_within, next_to_learn } from "../lib/learn/next";
import { Path } from "../lib/learn/path";
import { make } from "../lib/make";
import { changed_event, read_remembered, type Remembered } from "../lib/remembered";
import { now_here, review_day } from "../lib/review/day";
import { percent_text, t } from "../lib/strings";

const most_next = 3;
const most_fading = 10;
const days = 7;

function link_to(slug: string, title: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "note-list-title";
  link.href = `${window.loci.root}${slug.split("/").map(encodeURIComponent).join("/")}.html`;
  link.textContent = title;
  return link;
}

async function draw_next(place: HTMLElement, path: Path, all: Remembered, day: number): Promise<void> {
  const next = await next_to_learn(path, all, day, most_next);
  const title = place.querySelector(".foot-title");
  const list = place.querySelector(".note-list");
  if (!title || !list) return;
  title.textContent = t("Next to learn");
  if (next.length === 0) {
    list.replaceChildren(make("li", "", make("p", "", t("Nothing new is open now: review what is fading, and the notes that build on it open up."))));
    return;
  }
  list.replaceChildren(
    ...next.map(([, slug, name, minutes, , section, after]) => {
      const said = [section, t("{n} min", { n: minutes }), after.length > 0 ? t("after {notes}", { notes: after.join(", ") }) : ""];
      return make("li", "", link_to(slug, name), make("p", "meta", said.filter((part) => part).join(" · ")));
    }),
  );
}

async function draw_fading(place: HTMLElement, path: Path, all: Remembered, day: number): Promise<void> {
  const fading = await fading_within(path, all, day, days, most_fading);
  place.hidden = fading.length === 0;
  place.querySelector("ol")?.remove();
  if (fading.length === 0) return;
  const review = (slug: string, title: string): HTMLAnchorElement => {
    const link = document.createElement("a");
    link.href = `${window.loci.root}review.html?note=${encodeURIComponent(slug)}`;
    link.textContent = t("review");
    link.setAttribute("aria-label", t("Review {title}", { title }));
    return link;
  };
  const items = fading.map(({ slug, title, now, later }) => {
    const line = make("p", "meta", `${t("{now} remembered now, {later} in {n} days", { now: percent_text(now), later: percent_text(later), n: days })} · `, review(slug, title));
    return make("li", "", link_to(slug, title), line);
  });
  place.append(make("ol", "note-list", ...items));
}

let drawing = 0; // of several drawings that wait for data the last one counts

async function draw(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-next]");
  const all = read_remembered(document.documentElement.dataset["site"] ?? "");
  const file = place?.dataset["next"];
  if (!place || !file || all === null || Object.keys(all.notes).length === 0) return;
  const own = ++drawing;
  const path = await Path.open(file, (name, path_of_file) => window.loci.load(name, path_of_file));
  const day = review_day(now_here(), all.rollover_hour);
  if (own !== drawing) return;
  await draw_next(place, path, all, day);
  place.hidden = false;
  const fading = document.querySelector<HTMLElement>("[data-fading]");
  if (fading) await draw_fading(fading, path, all, day);
}

const redraw = (): void => void draw().catch(() => undefined); // the first notes stay as they are
redraw();
addEventListener("storage", (event) => event.key?.endsWith(":remembered") && redraw());
document.addEventListener(changed_event, redraw);
document.addEventListener("loci:swapped", redraw);
