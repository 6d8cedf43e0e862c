// What code blocks can do besides being read: be copied, and be scrolled by keyboard where they are wider than the page, as can tables
// and formulas.

import { t } from "./strings";
import { say } from "./voice";

// navigator.clipboard does not exist on plain http; the old command does. False: neither worked.
async function copy_text(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

function name_of(figure: HTMLElement): string {
  const title = figure.querySelector("figcaption")?.textContent?.trim();
  const language = figure.dataset["lang"];
  return title || (language ? t("{language} code", { language }) : t("code"));
}

function add_copy_button(figure: HTMLElement, code: HTMLElement): void {
  const button = document.createElement("button");
  const label = document.createElement("span");
  const what = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  label.textContent = t("Copy");
  what.className = "visually-hidden";
  what.textContent = ` ${name_of(figure)}`;
  button.append(label, what);
  let timer = 0;
  button.addEventListener("click", () => {
    void copy_text(code.textContent ?? "").then((copied) => {
      button.focus();
      label.textContent = copied ? t("Copied") : t("Not copied");
      say(copied ? t("Copied") : t("Could not be copied: select the text instead"));
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        label.textContent = t("Copy");
        say("");
      }, 2000);
    });
  });
  figure.append(button);
}

// The Tab key stops at a block only where there is something to scroll.
function fit_focus(figure: HTMLElement, pre: HTMLElement): void {
  if (pre.scrollWidth > pre.clientWidth) {
    pre.tabIndex = 0;
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", name_of(figure));
  } else {
    pre.removeAttribute("tabindex");
    pre.removeAttribute("role");
    pre.removeAttribute("aria-label");
  }
}

export function set_up_code(lifetime: AbortSignal): void {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement) || !target.parentElement) continue;
      if (target.tagName === "PRE") fit_focus(target.parentElement, target);
      // Without a script all of them are stops.
      else if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  lifetime.addEventListener("abort", () => sizes.disconnect());
  for (const wide of document.querySelectorAll(".table-scroll, .math-block")) sizes.observe(wide);
  for (const figure of document.querySelectorAll<HTMLElement>("figure.code")) {
    const pre = figure.querySelector<HTMLElement>("pre");
    const code = pre?.querySelector<HTMLElement>("code");
    if (!pre || !code) continue;
    if (!figure.querySelector(".copy")) add_copy_button(figure, code);
    sizes.observe(pre);
  }
}
