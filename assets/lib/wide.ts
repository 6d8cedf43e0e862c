// What is wider than the page on paper: formulas and tables of many columns. Each says how wide it is, in letters of its own size, and is
// set so small that it fits (math.css, print.css); else the browser would set the whole page smaller. On the screen they scroll.

const surely_fits = 25; // letters; A5 has room for some 30

function say_width(element: HTMLElement, width: number): void {
  const letters = width / parseFloat(getComputedStyle(element).fontSize);
  if (letters < surely_fits) return;
  element.style.setProperty("--wide", String(1.02 * letters));
  element.dataset["wide"] = "";
}

export function set_up_wide(): void {
  addEventListener("beforeprint", () => {
    for (const formula of document.querySelectorAll<HTMLElement>(".math-block > math")) {
      if (formula.scrollWidth > (formula.parentElement?.clientWidth ?? 0)) say_width(formula, formula.scrollWidth);
    }
    // Tables as narrow as their words allow: what they measure then is what they need.
    const root = document.documentElement;
    const tables = [...document.querySelectorAll<HTMLElement>(".table-scroll > table")];
    root.classList.add("measured");
    const widths = tables.map((table) => table.offsetWidth);
    root.classList.remove("measured");
    tables.forEach((table, i) => say_width(table, widths[i] ?? 0));
  });
}
