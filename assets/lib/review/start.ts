// How a review begins: the cards and the log are opened, histories find their cards, and the page is made.
import { is_one_file, page_query, target_of } from "../address";
import { CardData } from "./card_data";
import { now_here } from "./day";
import { element, words_of } from "./dom";
import { EventLog } from "./event_log";
import { open_event_store, type EventStore } from "./event_store";
import { FoldingStore } from "./folding_store";
import { make_follower, type Follower } from "./follow";
import { open_hub } from "./hub_client";
import { Keeper } from "./keeper";
import { ReviewPage } from "./page";
import { fsrs_parameters } from "./queue";
import { Schedule } from "./schedule";
import { in_slices } from "./steps";
import { leave_summary, summary_of } from "./summary";
import { t } from "../strings";

// A file by itself has no hub and needs none: it is the one page.
async function open_store(): Promise<[CardData, EventStore]> {
  const site = window.loci.siteId;
  return Promise.all([CardData.load(), is_one_file() ? open_event_store(site, FoldingStore) : open_hub(`${window.loci.root}hub.html`, site)]);
}

async function open_log(): Promise<[CardData, Keeper]> {
  const [data, store] = await open_store();
  const keeper = new Keeper(store, new EventLog());
  await keeper.open();
  return [data, keeper];
}

type Opened = [CardData, Keeper, Follower, Schedule, behind: number];

async function open_everything(root: HTMLElement): Promise<Opened> {
  const [data, store] = await open_store();
  const parameters = fsrs_parameters(data.config);
  // The name of the script carries the hash of the code that folds.
  const version = `${root.dataset["script"]?.split("/").pop()} ${JSON.stringify(parameters)}`;
  try {
    const keeper = new Keeper(store, new EventLog(), version);
    const follower = make_follower(data, keeper);
    const kept = await keeper.open_kept();
    const schedule = kept && follower.is_at_home(kept) ? Schedule.resume(kept.fold, keeper.log.events(), parameters) : null;
    if (kept && schedule) return [data, keeper, follower, schedule, keeper.log.events().length];
  } catch {
    // What was kept is damaged.
  }
  const keeper = new Keeper(store, new EventLog(), version);
  const follower = make_follower(data, keeper);
  await keeper.open();
  await follower.follow();
  return [data, keeper, follower, await in_slices(Schedule.fold(keeper.log, parameters)), Infinity];
}

function fail(root: HTMLElement, error: unknown): void {
  root.dataset["view"] = "error";
  root.replaceChildren(element("p", { class: "notice", role: "alert" }, t("The cards cannot be shown: {why}. Reload the page; if that does not help, build the site again.", { why: words_of(error) })));
}

async function start_statistics(root: HTMLElement, data: CardData, log: EventLog): Promise<void> {
  await window.loci.script(root.dataset["statistics"] ?? "");
  window.loci.statistics?.(root, data, (observer) => new Schedule(log, fsrs_parameters(data.config), observer));
}

// review.html: everything, `?deck=`, `?note=`, or `?statistics`.
export async function start_review(root: HTMLElement): Promise<void> {
  const query = page_query();
  try {
    if (query.has("statistics")) {
      const [data, keeper] = await open_log();
      await make_follower(data, keeper).follow();
      await start_statistics(root, data, keeper.log);
      return;
    }
    const [data, keeper, follower, schedule, behind] = await open_everything(root);
    new ReviewPage(root, data, keeper, follower, { inline: false, deck: query.get("deck"), note: query.get("note"), linked: [] }, schedule, behind).start();
  } catch (error) {
    fail(root, error);
  }
}

// The pages of this site that the text links to, as slugs.
function linked_notes(): string[] {
  const slugs = new Set<string>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".note .prose a[href]")) {
    const target = target_of(link.getAttribute("href") ?? "");
    if (target) slugs.add(target.path.slice(0, -".html".length));
  }
  return [...slugs];
}

// At the foot of a note; `place` says which in data-review.
export async function review_in_place(place: HTMLElement): Promise<void> {
  try {
    const [data, keeper, follower, schedule, behind] = await open_everything(place);
    new ReviewPage(place, data, keeper, follower, { inline: true, deck: null, note: place.dataset["review"] ?? "", linked: linked_notes() }, schedule, behind).start();
  } catch (error) {
    fail(place, error);
  }
}

// Nobody reviews here: what was reviewed elsewhere is taken in, for the badge and the mastery of the page.
export async function refresh_summary(): Promise<void> {
  const [data, keeper] = await open_log();
  leave_summary(window.loci.siteId, summary_of(data.cards, new Schedule(keeper.log, fsrs_parameters(data.config)), data.config, now_here()));
}
