// review.html?statistics: what the log says about learning, as numbers, pictures and tables. The numbers are those of
// `loci cards stats` and `loci cards mastery`; nothing is computed here.
import type { CardData } from "./card_data";
import { bars, calendar, calibration, date_of, figure, table_element, type Point } from "./charts";
import { interval_label, now_here, review_day, when_text } from "./day";
import { element } from "./dom";
import { forecast } from "./forecast";
import { mastery_of_folders, mastery_of_notes, mean_recall, share_at_risk, type Mastery } from "./mastery";
import type { ReplayedReview, Schedule } from "./schedule";
import { is_miscalibrated, stability_borders, statistics_of, StudyHistory, type Retention, type Statistics } from "./stats";
import { decimal, english, fixed, number_text, percent_text, t, tn } from "../strings";

const forecast_days = 30;

function percent(share: number | null): string {
  return share === null ? "–" : percent_text(share, 1);
}

function kept({ passed, total }: Retention): string {
  return total === 0 ? "–" : t("{n} of {all}", { n: percent(passed / total), all: number_text(total) });
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? t("{n} min", { n: minutes }) : t("{h} h {n} min", { h: Math.floor(minutes / 60), n: minutes % 60 });
}

function one_place(value: number): string {
  return decimal(Math.round(value * 10) / 10);
}

function section(title: string, ...content: Node[]): HTMLElement {
  return element("section", { class: "statistics-part" }, element("h2", {}, title), ...content);
}

function overview(all: Statistics): HTMLElement {
  const list = element("dl", { class: "statistics-list" });
  const grades = all.grades.reduce((sum, count) => sum + count, 0);
  const entry = (name: string, value: string): void => void list.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  entry(t("New"), number_text(all.fresh));
  entry(t("In learning"), String(all.learning));
  entry(t("Young"), String(all.young));
  entry(t("Mature"), String(all.mature));
  entry(t("Suspended"), String(all.suspended));
  entry(t("Reviews"), number_text(grades));
  entry(t("Time"), duration(all.answer_ms));
  entry(t("Days in a row"), String(all.streak));
  entry(t("Longest row"), String(all.longest_streak));
  return list;
}

const period_names = { today: english("Today"), week: english("7 days"), month: english("30 days"), year: english("365 days"), all: english("Ever") };

function retention(all: Statistics): HTMLElement {
  const both = (a: Retention, b: Retention): Retention => ({ passed: a.passed + b.passed, total: a.total + b.total });
  const rows = all.retention.map((row) => [t(period_names[row.period]), kept(row.young), kept(row.mature), kept(both(row.young, row.mature))]);
  return element("div", {}, element("p", {}, t("The share of reviews that were remembered, each card once a day. Mature cards have an interval of 21 days or more.")), table_element({ head: [t("Period"), t("Young"), t("Mature"), t("All")], rows }, t("True retention")));
}

function forecast_figure(width: number, history: StudyHistory, data: CardData, schedule: Schedule, day: number): HTMLElement {
  const days = forecast(history.habits, data.cards, schedule, data.config, day, forecast_days);
  const minutes = days.reduce((sum, each) => sum + each.minutes, 0) / forecast_days;
  const cards = days.reduce((sum, each) => sum + each.reviews + each.fresh, 0) / forecast_days;
  const drawn = bars(width, days.map((each, i) => ({ label: i % 7 === 0 ? (i === 0 ? t("today") : `+${i}`) : "", parts: [each.reviews, each.fresh] })));
  const rows = days.map((each) => [date_of(each.day), one_place(each.reviews), one_place(each.fresh), one_place(each.minutes)]);
  return figure(t("The next 30 days"), t("Cards a day: about {cards}. Minutes a day: about {n}. New cards (lighter) are included; you review every day.", { cards: one_place(cards), n: one_place(minutes) }), drawn, { head: [t("Day"), t("Reviews"), t("New cards"), t("Minutes")], rows });
}

function calendar_figure(width: number, history: StudyHistory, today: number): HTMLElement {
  const { drawn, first_day } = calendar(width, today, (day) => history.days.get(day)?.grades ?? 0);
  const days = [...history.days].filter(([day]) => day >= first_day && day <= today).sort(([a], [b]) => b - a);
  const rows = days.map(([day, study]) => [date_of(day), String(study.grades), one_place(study.answer_ms / 60_000)]);
  return figure(t("Days with reviews"), tn("{n} day with reviews since {date}; the more, the darker (in the dark theme: the lighter).", "{n} days with reviews since {date}; the more, the darker (in the dark theme: the lighter).", days.length, { date: date_of(first_day) }), drawn, { head: [t("Day"), t("Reviews"), t("Minutes")], rows });
}

function calibration_figure(width: number, all: Statistics, history: StudyHistory): HTMLElement {
  const points: Point[] = [];
  const rows: string[][] = [];
  history.calibration.forEach((bin, i) => {
    if (bin.reviews === 0) return;
    const foretold = bin.predicted_sum / bin.reviews;
    const came = bin.passed / bin.reviews;
    points.push({ x: foretold, y: came, weight: bin.reviews / all.calibration_reviews });
    rows.push([t("{from} to {to}%", { from: i * 10, to: (i + 1) * 10 }), String(bin.reviews), percent(foretold), percent(came)]);
  });
  let said = t("No card has come back on a later day yet.");
  if (all.calibration_reviews > 0) {
    said = tn("{n} review: foretold (along) against remembered (up), {points} points apart in the mean; log loss {loss}.", "{n} reviews: foretold (along) against remembered (up), {points} points apart in the mean; log loss {loss}.", all.calibration_reviews, { points: one_place(all.calibration_error * 100), loss: fixed(all.log_loss ?? 0, 4) });
    if (is_miscalibrated(all)) said += ` ${t("The schedule is off for you by more than five points: its intervals are too long or too short.")}`;
  }
  return figure(t("Foretold and remembered"), said, calibration(width, points), { head: [t("Foretold"), t("Reviews"), t("Mean foretold"), t("Remembered")], rows });
}

function stability_figure(width: number, all: Statistics): HTMLElement {
  const label = (days: number): string => interval_label(days * 24 * 60);
  const names = all.stability.map((_, i) => {
    const from = stability_borders[i - 1];
    const to = stability_borders[i];
    return from === undefined ? `<${label(to ?? 1)}` : label(from);
  });
  const rows = all.stability.map((count, i) => {
    const from = stability_borders[i - 1];
    const to = stability_borders[i];
    return [from === undefined ? tn("less than {n} day", "less than {n} days", to ?? 1) : to === undefined ? t("{n} days or more", { n: from }) : t("{from} to {to} days", { from, to }), String(count)];
  });
  const drawn = bars(width, all.stability.map((count, i) => ({ label: names[i] ?? "", parts: [count] })));
  return figure(t("Stability"), t("How many days until a card's recall falls to 90%."), drawn, { head: [t("Stability"), t("Cards")], rows });
}

function difficulty_figure(width: number, all: Statistics): HTMLElement {
  const drawn = bars(width, all.difficulty.map((count, i) => ({ label: String(i + 1), parts: [count] })));
  const rows = all.difficulty.map((count, i) => [i === 9 ? "10" : t("{from} to {to}", { from: i + 1, to: i + 2 }), String(count)]);
  return figure(t("Difficulty"), t("From 1, easy, to 10: how slowly stability grows."), drawn, { head: [t("Difficulty"), t("Cards")], rows });
}

function mastery_table(data: CardData, schedule: Schedule, day: number): HTMLElement {
  const slugs: string[] = [];
  const titles: string[] = [];
  for (const card of data.cards) {
    slugs[card.note] = card.slug;
    titles[card.note] = card.title;
  }
  const notes = mastery_of_notes(data.cards, slugs.length, schedule, day, data.config.desired_retention);
  const now = now_here();
  const row = (name: string, mastery: Mastery): string[] => [
    name,
    percent(mean_recall(mastery)),
    percent(share_at_risk(mastery)),
    mastery.next_due_day === null ? "–" : when_text({ at_instant: false, value: mastery.next_due_day }, now, data.config.rollover_hour),
    String(mastery.known),
    String(mastery.cards),
  ];
  // What a narrow screen has no room for is the least telling.
  const head = [t("Where"), t("Remembered now"), t("At risk"), t("Next review"), t("Answered"), t("Cards")];
  const folders = mastery_of_folders(slugs, notes).map(([folder, mastery]) => row(folder === "" ? t("Everything") : data.name_of(folder), mastery));
  const known = notes.flatMap((mastery, i) => (mastery.known > 0 ? [{ slug: slugs[i] ?? "", title: titles[i] ?? "", mastery }] : []));
  known.sort((a, b) => (mean_recall(a.mastery) ?? 1) - (mean_recall(b.mastery) ?? 1) || (a.slug < b.slug ? -1 : 1));
  const by_note = element("details", { class: "review-more" }, element("summary", {}, t("By note, the weakest first ({n})", { n: known.length })), table_element({ head, rows: known.map(({ title, mastery }) => row(title, mastery)) }, t("Mastery by note")));
  return element("div", {}, table_element({ head, rows: folders }, t("Mastery by folder")), by_note);
}

// `replay`: the fold of the whole log, which the review script brings with it.
export type Replay = (observer: (review: ReplayedReview) => void) => Schedule;

export function show_statistics(root: HTMLElement, data: CardData, replay: Replay): void {
  const history = new StudyHistory();
  const schedule = replay((review) => history.add(review));
  const day = review_day(now_here(), data.config.rollover_hour);
  const all = statistics_of(history, data.cards, schedule, day);
  const width = Math.max(280, Math.min(root.clientWidth, 736));
  root.dataset["view"] = "statistics";
  root.classList.add("statistics");
  const back = element("p", { class: "review-links" }, element("a", { href: `${window.loci.root}review.html` }, t("Back to review")));
  const parts = [
    section(t("Statistics"), overview(all)),
    section(t("True retention"), retention(all)),
    section(t("How well it is remembered now"), mastery_table(data, schedule, day)),
    section(t("In pictures"), forecast_figure(width, history, data, schedule, day), calendar_figure(width, history, day), calibration_figure(width, all, history), stability_figure(width, all), difficulty_figure(width, all)),
  ];
  root.replaceChildren(...parts, back);
}
