// What one sees of a card: where it is from, its sides, the four grades, the line above and the tools below. Made of nodes;
// what a press does is the page's (page.ts).
import type { CardData, CardText, SiteCard } from "./card_data";
import { interval_label, interval_words } from "./day";
import { button, element, tool } from "./dom";
import type { Outcome } from "./fsrs";
import { key_list, type Command } from "./keys";
import { counts_text } from "./lists";
import { recall_on } from "./mastery";
import { elapsed_days, is_reviewed, type Schedule } from "./schedule";
import type { Session } from "./session";
import type { TypedComparison, TypedPiece } from "./typed_answer";
import { safe_html } from "../safe_html";
import { english, fixed, percent_text, t, tn } from "../strings";

export const grade_names = ["Again", "Hard", "Good", "Easy"] as const;
const shown_names = [english("Again"), english("Hard"), english("Good"), english("Easy")];

export const grade_name = (grade: number): string => t(shown_names[grade - 1] ?? "");

// `root`: what a card's addresses start at, seen from this page.
export function card_element(data: CardData, card: SiteCard, text: CardText, root: string): HTMLElement {
  const path = element("nav", { class: "review-context", "aria-label": t("Where this card is from") });
  for (const name of data.names_of(card.deck)) path.append(name, " \u203a ");
  path.append(element("a", { href: window.loci.root + text.href }, card.title));
  if (text.context !== "") path.append(` \u203a ${text.context.split(" > ").join(" \u203a ")}`);
  return element("article", { class: "review-card", "data-card": card.id }, path, element("div", { class: "review-front prose" }, safe_html(text.front, root)));
}

export function answer_elements(text: CardText, root: string): HTMLElement[] {
  return [element("hr"), element("div", { class: "review-back prose" }, safe_html(text.back, root))];
}

// Where an answer is typed. Its keys are letters: Enter shows the answer, Escape leaves the field, and none of them grades.
export function answer_field(show: () => void, leave: () => void): HTMLInputElement {
  const field = element("input", { type: "text", class: "review-field", "aria-label": t("Your answer"), autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done" });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") leave();
    else if (!event.repeat) show();
  });
  return field;
}

// What was typed above what was expected; what differs is marked, and a sentence says how much it is.
export function comparison_element({ typed, expected, verdict }: TypedComparison): HTMLElement {
  const line = (name: string, pieces: TypedPiece[], mark: "del" | "ins"): HTMLElement[] => [
    element("dt", {}, name),
    element("dd", {}, ...pieces.map(({ same, text }) => (same ? text : element(mark, {}, text)))),
  ];
  const made = element("div", { class: "review-compared" }, element("p", {}, verdict));
  if (![...typed, ...expected].every(({ same }) => same)) made.append(element("dl", {}, ...line(t("You typed"), typed, "del"), ...line(t("Answer"), expected, "ins")));
  return made;
}

// Each grade with the interval it really gives.
export function grade_row(outcomes: readonly Outcome[], run: (command: Command) => void): HTMLElement {
  const row = element("div", { class: "review-grades", role: "group", "aria-label": t("How well did you know it?") });
  outcomes.forEach((outcome, i) => {
    const name = grade_names[i] as string;
    const number = String(i + 1);
    row.append(
      element(
        "button",
        {
          type: "button",
          class: `grade grade-${name.toLowerCase()}`,
          "data-grade": number,
          "aria-description": t("shown again in {interval}", { interval: interval_words(outcome.delay_minutes) }),
          "aria-keyshortcuts": number,
          click: () => run(`grade${number}` as Command),
        },
        element("span", { class: "grade-name" }, grade_name(i + 1)),
        " ",
        element("span", { class: "grade-interval" }, interval_label(outcome.delay_minutes)),
      ),
    );
  });
  return row;
}

// How far the sitting is; `ends_at` by performance.now().
export function progress_bar(session: Session, ends_at: number): HTMLElement {
  const counts = session.counts;
  const left = counts.due + counts.fresh + counts.learning;
  const total = left + session.reviewed;
  const progress = element("progress", { max: String(Math.max(1, total)), value: String(session.reviewed), "aria-label": t("Progress") });
  const time = ends_at === Infinity ? "" : `, ${t("{n} min left", { n: Math.max(1, Math.ceil((ends_at - performance.now()) / 60_000)) })}`;
  return element("div", { class: "review-bar" }, progress, element("span", { class: "review-counts" }, counts_text(counts) + time));
}

export function tool_row(text: CardText, can_undo: boolean, run: (command: Command) => void): HTMLElement {
  const command = (label: string, key: string, name: Command): HTMLElement => tool(label, name, () => run(name), { "aria-keyshortcuts": key });
  const row = element("div", { class: "review-tools" });
  if (can_undo) row.append(command(t("Undo"), "u", "undo"));
  row.append(command(t("Bury"), "-", "bury"), command(t("Suspend"), "@", "suspend"));
  row.append(element("a", { class: "review-tool", href: window.loci.root + text.href, "data-action": "open" }, t("Note")));
  if (text.edit !== "") row.append(element("a", { class: "review-tool", href: text.edit, rel: "noopener", "data-action": "edit" }, t("Edit")));
  row.append(command(t("Keys"), "?", "help"), command(t("End"), "Escape", "end"));
  return row;
}

// What is known about a card on a day, in a sentence.
export function known_of(card: SiteCard, schedule: Schedule, day: number): string {
  const state = schedule.find(card.id);
  if (!is_reviewed(state)) return t("A new card: never answered.");
  const { stability, difficulty, reps, lapses } = state.memory;
  const days = elapsed_days(state, day);
  const memory = t("Recall now {percent}, stability {days} days, difficulty {n} of 10", { percent: percent_text(recall_on(schedule, state, day)), days: fixed(stability, 1), n: fixed(difficulty, 1) });
  const history = [tn("answered {n} time", "answered {n} times", reps), tn("forgotten {n} time", "forgotten {n} times", lapses), tn("last {n} day ago", "last {n} days ago", days)];
  return `${memory}; ${history.join(", ")}.`;
}

export function help_dialog(): HTMLDialogElement {
  const help = element("dialog", { class: "review-help", "aria-label": t("Keys") });
  const list = element("dl", {});
  for (const [keys, what] of key_list) list.append(element("dt", {}, t(keys)), element("dd", {}, t(what)));
  help.append(element("h2", {}, t("Keys")), list, button(t("Close"), "close", () => help.close(), true));
  return help;
}

// What a sitting came to, in sentences.
export function session_lines(session: Session): string[] {
  if (session.reviewed === 0) return [];
  const [again, hard, good, easy] = session.grades;
  const minutes = Math.round(session.answer_ms / 60_000);
  const lines = [
    [
      tn("{n} review in {time}:", "{n} reviews in {time}:", session.reviewed, { time: minutes === 0 ? t("less than a minute") : t("{n} min", { n: minutes }) }),
      t("{again} again, {hard} hard, {good} good, {easy} easy.", { again, hard, good, easy }),
      t("{percent} remembered.", { percent: percent_text((session.reviewed - again) / session.reviewed) }),
    ].join(" "),
  ];
  if (session.introduced > 0) lines.push(tn("{n} new card begun.", "{n} new cards begun.", session.introduced));
  return lines;
}
