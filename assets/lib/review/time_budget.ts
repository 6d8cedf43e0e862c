// How long a sitting may take, as the reader chose it last in this browser.
import { element } from "./dom";
import { t, tn } from "../strings";

const choices = [0, 5, 10, 15, 20, 30, 45, 60]; // minutes; 0: no limit

function key(): string {
  return `loci:${window.loci.siteId}:minutes`;
}

export function saved_minutes(): number {
  try {
    const minutes = Number(localStorage.getItem(key()));
    return choices.includes(minutes) ? minutes : 0;
  } catch {
    return 0;
  }
}

export function time_choice(minutes: number, chosen: (minutes: number) => void): HTMLElement {
  const choice = element("select", { "data-action": "minutes" });
  for (const each of choices) {
    choice.append(element("option", { value: String(each), selected: each === minutes }, each === 0 ? t("as long as it takes") : tn("{n} minute", "{n} minutes", each)));
  }
  choice.addEventListener("change", () => {
    chosen(Number(choice.value));
    try {
      localStorage.setItem(key(), choice.value);
    } catch {
      // Kept for this sitting only.
    }
  });
  return element("label", { class: "review-time" }, `${t("Time")} `, choice);
}
