// The map of one note as far as two links: itself in the middle, what it is linked with on a ring, and on a second ring what that is
// linked with, each beside the note that leads to it. From the data of the whole map, which a browser keeps; the same every time.
import { make } from "../make";
import { t, tn } from "../strings";
import { degree, load_graph, neighbours, type Graph } from "./data";

const most_first = 24;
const most_second = 60;
const size = 360;
const middle = size / 2;
const rings = [0, 92, 164] as const;
const hues = 8;

const svg_name = "http://www.w3.org/2000/svg";

function draw_element(name: string, attributes: Record<string, string | number>, ...inside: Element[]): SVGElement {
  const made = document.createElementNS(svg_name, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

interface Place {
  note: number;
  angle: number;
  ring: 0 | 1 | 2;
  from: number; // the note of the ring inside
}

const x_of = ({ angle, ring }: Place): number => Math.round(10 * (middle + rings[ring] * Math.sin(angle))) / 10;
const y_of = ({ angle, ring }: Place): number => Math.round(10 * (middle - rings[ring] * Math.cos(angle))) / 10;

// Of too many those with most links; then as sections and numbers go, so that colours stand together.
function chosen(graph: Graph, notes: number[], most: number): number[] {
  const best = notes.sort((a, b) => degree(graph, b) - degree(graph, a) || a - b).slice(0, most);
  return best.sort((a, b) => (graph.section[a] ?? 0) - (graph.section[b] ?? 0) || a - b);
}

export function places_near(graph: Graph, note: number): { places: Place[]; left_out: number } {
  const all_first = [...neighbours(graph, note)];
  const first = chosen(graph, all_first, most_first);
  const from = new Map<number, number>(); // of several the one with fewest links: it says most
  const inside = new Set([note, ...all_first]);
  for (const one of first) {
    for (const other of neighbours(graph, one)) {
      if (inside.has(other)) continue;
      const known = from.get(other);
      if (known === undefined || degree(graph, one) < degree(graph, known)) from.set(other, one);
    }
  }
  const second = new Set(chosen(graph, [...from.keys()], most_second));
  const places: Place[] = [{ note, angle: 0, ring: 0, from: note }];
  // Each note of the first ring has as much room as it has others behind it, and some of its own.
  const behind = first.map((one) => [...second].filter((other) => from.get(other) === one));
  const all_room = behind.reduce((sum, others) => sum + 1 + others.length, 0);
  let begin = 0;
  first.forEach((one, i) => {
    const others = behind[i] ?? [];
    const room = ((1 + others.length) / all_room) * 2 * Math.PI;
    places.push({ note: one, angle: begin + room / 2, ring: 1, from: note });
    others.forEach((other, k) => places.push({ note: other, angle: begin + ((k + 1) / (others.length + 1)) * room, ring: 2, from: one }));
    begin += room;
  });
  return { places, left_out: all_first.length - first.length + from.size - second.size };
}

function picture(graph: Graph, places: readonly Place[], named: HTMLElement): SVGElement {
  const of_note = new Map(places.map((place) => [place.note, place]));
  let own = "";
  let between = "";
  for (const place of places) {
    for (const other of neighbours(graph, place.note)) {
      const end = of_note.get(other);
      if (!end || other < place.note) continue;
      const line = `M${x_of(place)} ${y_of(place)}L${x_of(end)} ${y_of(end)}`;
      if (end.from === place.note || place.from === other) own += line;
      else if (place.ring === 1 && end.ring === 1) between += line; // those of the second ring would be a thicket
    }
  }
  const points = places.map((place) => {
    const section = graph.section[place.note] ?? 0;
    const title = graph.titles[place.note] ?? "";
    const hue = section === 0 ? 0 : 1 + ((section - 1) % hues);
    const dot = draw_element("circle", { class: `${place.ring === 0 ? "map-self " : ""}hue-${hue}`, cx: x_of(place), cy: y_of(place), r: [8, 5, 4][place.ring] ?? 4 });
    if (place.ring === 0) return dot;
    // Wider than it looks, for fingers.
    const room = draw_element("circle", { class: "map-room", cx: x_of(place), cy: y_of(place), r: 10 });
    const href = window.loci.root + (graph.paths[place.note] ?? "").split("/").map(encodeURIComponent).join("/");
    const link = draw_element("a", { href, "aria-label": title }, room, dot);
    const from = graph.titles[place.from] ?? "";
    const name = make("bdi", "", make("strong", "", title));
    const say = (): void => named.replaceChildren(name, place.ring === 2 ? ` · ${t("by {title}", { title: from })}` : "");
    link.addEventListener("pointerenter", say);
    link.addEventListener("focus", say);
    return link;
  });
  const lines = [draw_element("path", { class: "map-between", d: between || "M0 0" }), draw_element("path", { class: "map-link", d: own || "M0 0" })];
  return draw_element("svg", { class: "map map-two", viewBox: `0 0 ${size} ${size}`, role: "group", "aria-label": t("Notes up to two links away") }, ...lines, ...points);
}

// `place` gets the picture; `file` is the map's data, `slug` the note.
export async function draw_near(place: HTMLElement, file: string, slug: string): Promise<void> {
  const graph = await load_graph(file);
  const note = graph.paths.indexOf(`${slug}.html`);
  if (note < 0) throw new Error(`no ${slug} on the map`);
  const { places, left_out } = places_near(graph, note);
  const named = make("p", "map-named meta", t("Point at a note, or step to it, to read its name."));
  const counts = make("p", "meta", tn("{n} note up to two links away", "{n} notes up to two links away", places.length - 1 + left_out) + (left_out > 0 ? `, ${t("{n} of them not shown", { n: left_out })}` : ""));
  place.replaceChildren(picture(graph, places, named), named, counts);
}
