// Pictures of numbers as SVG made of nodes, each with its numbers in a table: who does not see the picture, or wants to
// know exactly, reads that.
import { element } from "./dom";
import { english, t } from "../strings";

const svg_namespace = "http://www.w3.org/2000/svg";
const height = 180;
const left = 34; // for the numbers of the axis
const below = 22; // for the words of the other
const above = 8;

type Numbers = Record<string, string | number>;

function shape(tag: string, attributes: Numbers, text = ""): SVGElement {
  const made = document.createElementNS(svg_namespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== "") made.textContent = text;
  return made;
}

function picture(width: number, tall: number, ...shapes: SVGElement[]): SVGElement {
  const made = shape("svg", { class: "chart", viewBox: `0 0 ${width} ${tall}`, width, height: tall, "aria-hidden": "true", focusable: "false" });
  made.append(...shapes);
  return made;
}

export interface Table {
  head: string[];
  rows: string[][];
}

export function table_element(table: Table, caption: string): HTMLElement {
  const head = element("tr", {}, ...table.head.map((text) => element("th", { scope: "col" }, text)));
  const rows = table.rows.map(([first = "", ...rest]) => element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((text) => element("td", {}, text))));
  return element(
    "div",
    { class: "chart-table table-scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", { class: "visually-hidden" }, caption), element("thead", {}, head), element("tbody", {}, ...rows)),
  );
}

// A title, a sentence that says what is to be seen, the picture, and its table to unfold.
export function figure(title: string, said: string, drawn: SVGElement, table: Table): HTMLElement {
  const frame = element("figure", { class: "chart-figure" }, element("figcaption", {}, element("h3", {}, title), element("p", {}, said)));
  frame.append(drawn, element("details", { class: "review-more" }, element("summary", {}, t("The numbers")), table_element(table, title)));
  return frame;
}

// 1, 2 or 5 times a power of ten, so that there are three or four lines.
function step_for(most: number): number {
  const rough = Math.max(most, 1) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return Math.max(1, step * power);
}

function axis(width: number, most: number): { shapes: SVGElement[]; y(value: number): number; top: number } {
  const step = step_for(most);
  const top = Math.max(step, Math.ceil(most / step) * step);
  const y = (value: number): number => above + (height - above - below) * (1 - value / top);
  const shapes: SVGElement[] = [];
  for (let value = 0; value <= top; value += step) {
    shapes.push(shape("line", { class: "chart-line", x1: left, x2: width, y1: y(value), y2: y(value) }));
    shapes.push(shape("text", { class: "chart-text", x: left - 6, y: y(value) + 4, "text-anchor": "end" }, String(value)));
  }
  return { shapes, y, top };
}

export interface Bar {
  label: string; // "" for none under this bar
  parts: number[]; // one upon the other
}

export function bars(width: number, all: readonly Bar[]): SVGElement {
  const sums = all.map((bar) => bar.parts.reduce((sum, part) => sum + part, 0));
  const { shapes, y } = axis(width, Math.max(...sums, 0));
  const slot = (width - left) / Math.max(1, all.length);
  all.forEach((bar, i) => {
    const x = left + i * slot;
    let from = 0;
    bar.parts.forEach((part, kind) => {
      if (part <= 0) return;
      shapes.push(shape("rect", { class: `chart-bar chart-part-${kind}`, x: x + slot * 0.12, y: y(from + part), width: slot * 0.76, height: y(from) - y(from + part) }));
      from += part;
    });
    if (bar.label !== "") shapes.push(shape("text", { class: "chart-text", x: x + slot / 2, y: height - 6, "text-anchor": "middle" }, bar.label));
  });
  return picture(width, height, ...shapes);
}

export interface Point {
  x: number; // 0 to 1
  y: number;
  weight: number; // share of all, 0 to 1: the area of the point
}

// Foretold along, what came up; on the line both are equal.
export function calibration(width: number, points: readonly Point[]): SVGElement {
  const size = Math.min(width, 320);
  const x = (value: number): number => left + (size - left - 8) * value;
  const y = (value: number): number => above + (size - above - below) * (1 - value);
  const shapes: SVGElement[] = [shape("line", { class: "chart-even", x1: x(0), y1: y(0), x2: x(1), y2: y(1) })];
  for (const percent of [0, 25, 50, 75, 100]) {
    const at = percent / 100;
    shapes.push(shape("line", { class: "chart-line", x1: x(0), x2: x(1), y1: y(at), y2: y(at) }));
    shapes.push(shape("text", { class: "chart-text", x: left - 6, y: y(at) + 4, "text-anchor": "end" }, String(percent)));
    shapes.push(shape("text", { class: "chart-text", x: x(at), y: size - 6, "text-anchor": percent === 100 ? "end" : "middle" }, String(percent)));
  }
  for (const point of points) shapes.push(shape("circle", { class: "chart-point", cx: x(point.x), cy: y(point.y), r: 3 + 9 * Math.sqrt(point.weight) }));
  return picture(size, size, ...shapes);
}

const months = [english("Jan"), english("Feb"), english("Mar"), english("Apr"), english("May"), english("Jun"), english("Jul"), english("Aug"), english("Sep"), english("Oct"), english("Nov"), english("Dec")];

export function date_of(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

// Weeks from left to right, Monday on top, as many as there is room for; the last square is `today`.
export function calendar(width: number, today: number, count_on: (day: number) => number): { drawn: SVGElement; first_day: number } {
  const cell = 13;
  const weeks = Math.max(8, Math.min(53, Math.floor((width - left) / cell)));
  const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7; // day 0 was a Thursday
  const first_day = today - weekday(today) - (weeks - 1) * 7;
  let most = 1;
  for (let day = first_day; day <= today; ++day) most = Math.max(most, count_on(day));
  const shapes: SVGElement[] = [];
  [t("Mon"), t("Wed"), t("Fri")].forEach((name, i) => shapes.push(shape("text", { class: "chart-text", x: 0, y: 26 + i * 2 * cell }, name)));
  let shown_month = -1;
  for (let day = first_day; day <= today; ++day) {
    const week = Math.floor((day - first_day) / 7);
    const count = count_on(day);
    const level = count === 0 ? 0 : Math.max(1, Math.min(4, Math.ceil((4 * count) / most)));
    const x = left + week * cell;
    shapes.push(shape("rect", { class: `chart-heat chart-heat-${level}`, x, y: 16 + weekday(day) * cell, width: cell - 2, height: cell - 2, rx: 1 }));
    const date = new Date(day * 86_400_000);
    if (date.getUTCDate() <= 7 && weekday(day) === 0 && date.getUTCMonth() !== shown_month && week < weeks - 2) {
      shown_month = date.getUTCMonth();
      shapes.push(shape("text", { class: "chart-text", x, y: 10 }, t(months[shown_month] ?? "")));
    }
  }
  return { drawn: picture(left + weeks * cell, 16 + 7 * cell, ...shapes), first_day };
}
