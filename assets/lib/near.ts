// How far a note's own map goes: one link, which stands in the page, or two, whose data and script come when they are asked for.
import { t } from "./strings";

export function set_up_near(lifetime: AbortSignal): void {
  const place = document.querySelector<HTMLElement>("[data-near]");
  const one = place?.parentElement?.querySelector<SVGElement>("svg.map");
  const buttons = [...(place?.querySelectorAll<HTMLButtonElement>("button") ?? [])];
  const { script, map, near } = place?.dataset ?? {};
  if (!place || !one || !script || !map || !near) return;
  place.hidden = false;
  const two = document.createElement("div");
  two.hidden = true;
  one.after(two);
  let asked = ""; // what was pressed last: the data of two may come after one was pressed again
  const show = async (button: HTMLButtonElement): Promise<void> => {
    const far = (asked = button.value) === "2";
    if (far && two.childElementCount === 0) {
      if (!window.loci.near) await window.loci.script(script);
      await window.loci.near?.(two, map, near);
      if (asked !== button.value) return;
    }
    two.hidden = !far;
    one.toggleAttribute("hidden", far);
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
  };
  const fail = (): void => {
    two.replaceChildren(t("The map could not be loaded."));
    two.hidden = false; // below the map of one link, which stays
  };
  for (const button of buttons) button.addEventListener("click", () => void show(button).catch(fail), { signal: lifetime });
}
