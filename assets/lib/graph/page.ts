// The page of the map: what is asked of it by pointer, finger and key, and what it says beside the picture. Drawing is view.ts.
import { page_query } from "../address";
import { with_colours } from "../colours";
import { read_remembered, changed_event, recall_level, recall_on_day, recall_text, type Remembered } from "../remembered";
import { now_here, review_day } from "../review/day";
import { make } from "../make";
import { name_order } from "../name_order";
import { is_single_key } from "../single_keys";
import { degree, load_graph, neighbours, within, type Graph } from "./data";
import type { Palette } from "./picture";
import { GraphView } from "./view";
import { english, t, tn } from "../strings";

type Colouring = "section" | "tag" | "memory";

const hue_count = 9; // --hue-0 to --hue-8
const most_matches = 8;
const most_neighbours = 40;
const memory_names = [english("not learned yet"), english("nearly gone"), english("fading"), english("half kept"), english("kept"), english("fresh")];

function button(label: string, class_name: string, action: () => void): HTMLButtonElement {
  const made = make("button", class_name, label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function choice(label: string, options: [value: string, text: string][], action: (value: string) => void): { field: HTMLLabelElement; select: HTMLSelectElement } {
  const select = make("select");
  for (const [value, text] of options) select.add(new Option(text, value));
  select.addEventListener("change", () => action(select.value));
  return { field: make("label", "graph-field", make("span", "", label), select), select };
}

function read_palette(): { palette: Palette; memory: string[] } {
  return with_colours((read) => {
    const palette: Palette = {
      paper: read("var(--paper)"),
      ink: read("var(--ink)"),
      muted: read("var(--muted)"),
      line: read("var(--rule-strong)"),
      accent: read("var(--accent)"),
      hues: Array.from({ length: hue_count }, (_, hue) => read(`var(--hue-${hue})`)),
    };
    const kept = [0, 25, 50, 75, 100].map((share) => read(`color-mix(in oklab, var(--fading), var(--fresh) ${share}%)`));
    return { palette, memory: [palette.line, ...kept] };
  });
}

const slug_of = (path: string): string => path.replace(/\.html$/, "");

class GraphPage {
  private readonly view: GraphView;
  private readonly canvas = make("canvas", "graph-canvas");
  private readonly panel = make("div", "graph-panel");
  private readonly legend = make("ul", "graph-legend");
  private readonly matches = make("ul", "graph-matches");
  private readonly status = make("p", "visually-hidden");
  private readonly input = make("input");
  private readonly hint = make("div", "graph-hint");
  private readonly zoom = make("div", "graph-zoom");
  private colouring: Colouring = "section";
  private tag = "";
  private depth = 0; // 0: all
  private hues: string[];
  private memory: string[];
  private select_colour!: HTMLSelectElement;
  private select_depth!: HTMLSelectElement;
  private remembered: Remembered | null;

  constructor(
    private readonly root: HTMLElement,
    private readonly graph: Graph,
  ) {
    const { palette, memory } = read_palette();
    this.hues = palette.hues;
    this.memory = memory;
    this.remembered = read_remembered(document.documentElement.dataset["site"] ?? "");
    const font = getComputedStyle(document.documentElement).getPropertyValue("--sans").trim() || "sans-serif";
    this.view = new GraphView(graph, this.canvas, palette, font, matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.build();
    this.colour();
    this.listen();
    const wanted = page_query().get("note");
    const number = wanted === null ? -1 : graph.paths.findIndex((path) => slug_of(path) === wanted);
    if (number >= 0) {
      this.depth = 0;
      this.choose(number, true);
    } else {
      this.show_panel();
    }
  }

  // ---- what stands there ---------------------------------------------------------------------------

  private build(): void {
    const { root, canvas, input } = this;
    input.type = "search";
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-label", t("Find a note on the map"));
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", "graph-matches");
    input.setAttribute("aria-autocomplete", "list");
    this.matches.id = "graph-matches";
    this.matches.setAttribute("role", "listbox");
    this.matches.setAttribute("aria-label", t("Notes found"));
    this.matches.hidden = true;
    const finder = make("div", "graph-finder", make("label", "graph-field", t("Find a note"), input), this.matches);

    const colours: [string, string][] = [["section", t("Section")]];
    if (this.graph.tags.length > 0) colours.push(["tag", t("Tag")]);
    colours.push(["memory", t("How well remembered")]);
    const colour = choice(t("Colour"), colours, (value) => this.set_colouring(value as Colouring));
    this.select_colour = colour.select;
    const depth = choice(t("Links away"), [["0", t("Any")], ["1", "1"], ["2", "2"], ["3", "3"]], (value) => {
      this.depth = Number(value);
      this.filter();
      if (this.view.chosen >= 0) this.view.fit();
      else this.show_panel();
    });
    this.select_depth = depth.select;
    const tools = make("div", "graph-tools", finder, colour.field);
    if (this.graph.tags.length > 0) {
      const tags: [string, string][] = [["", t("All notes")]];
      for (const { name, notes } of this.graph.tags) tags.push([name, `#${name} (${notes.length})`]);
      const tag = choice(t("Show"), tags, (value) => {
        this.tag = value;
        this.filter();
        this.view.fit();
      });
      tools.append(tag.field);
    }
    tools.append(depth.field);

    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute(
      "aria-label",
      t("Map of {n} notes and the links between them. The list below has the same notes. Arrow keys move, plus and minus zoom, 0 shows all, m colours by memory.", { n: this.graph.count }),
    );
    this.zoom.append(
      this.named(button("+", "", () => this.view.zoom(1.5)), t("Zoom in")),
      this.named(button("−", "", () => this.view.zoom(1 / 1.5)), t("Zoom out")),
      this.named(button("⤢", "", () => this.view.fit()), t("Show the whole map")),
    );
    this.hint.hidden = true;
    const stage = make("div", "graph-stage", canvas, this.zoom, this.hint);
    this.status.setAttribute("role", "status");
    root.append(tools, stage, make("div", "graph-aside", this.panel, this.legend), this.status);
    root.hidden = false;
  }

  private named(element: HTMLButtonElement, name: string): HTMLButtonElement {
    element.setAttribute("aria-label", name);
    element.title = name;
    return element;
  }

  // A title says by its letters which way it runs: the map does not know the language of a note.
  private titled<Kind extends HTMLElement>(element: Kind, n: number): Kind {
    element.textContent = this.graph.titles[n] ?? "";
    element.dir = "auto";
    return element;
  }

  private link(n: number): HTMLAnchorElement {
    const link = this.titled(make("a"), n);
    link.href = this.href(n);
    return link;
  }

  private href(n: number): string {
    return window.loci.root + (this.graph.paths[n] ?? "").split("/").map(encodeURIComponent).join("/");
  }

  private show_panel(): void {
    const n = this.view.chosen;
    if (n < 0) {
      const advice = this.depth > 0 ? t("Find a note first: links are counted from it.") : "";
      this.panel.replaceChildren(make("p", "graph-note", advice || t("Point at a note to see what it is linked with; click to open it. Find one above to have its links listed here.")));
      return;
    }
    const open = this.link(n);
    open.className = "button";
    open.dir = "";
    open.textContent = t("Open the note");
    const parts: Node[] = [
      make("p", "graph-title", this.link(n)),
      make("p", "item-section", this.facts(n)),
      make("p", "graph-actions", open, button(t("Clear"), "button quiet", () => this.clear())),
    ];
    const near = [...neighbours(this.graph, n)].sort((a, b) => name_order(this.graph.titles[a] ?? "", this.graph.titles[b] ?? ""));
    if (near.length > 0) {
      const list = make("ul", "graph-near");
      for (const other of near.slice(0, most_neighbours)) {
        const go = this.titled(button("", "graph-go", () => this.go(other)), other);
        const dot = make("span", "hue-dot");
        dot.style.background = this.view.palette.hues[this.view.colour_of[other] ?? 0] ?? "";
        list.append(make("li", "", dot, go));
      }
      parts.push(make("p", "graph-label", t("Linked with")), list);
      if (near.length > most_neighbours) parts.push(make("p", "item-section", t("and {n} more", { n: near.length - most_neighbours })));
    }
    this.panel.replaceChildren(...parts);
  }

  private facts(n: number): string {
    const links = degree(this.graph, n);
    const section = this.graph.sections[this.graph.section[n] ?? 0] ?? "";
    const parts = [section, tn("{n} link", "{n} links", links)];
    const recall = this.recall(n);
    if (recall) parts.push(recall);
    return parts.join(" · ");
  }

  private recall(n: number): string {
    if (!this.remembered) return "";
    const day = review_day(now_here(), this.remembered.rollover_hour);
    const slug = slug_of(this.graph.paths[n] ?? "");
    const recall = recall_on_day(this.remembered, (one) => one === slug, day);
    return recall.known > 0 ? recall_text(recall, day, false) : "";
  }

  // ---- what is chosen ------------------------------------------------------------------------------

  private choose(n: number, move: boolean): void {
    this.view.chosen = n;
    this.filter();
    this.show_panel();
    if (move) this.view.centre(n);
    this.status.textContent = `${this.graph.titles[n] ?? ""}: ${this.facts(n)}`;
  }

  // The list it was chosen from is gone; who uses a keyboard goes on at the top of the next.
  private go(n: number): void {
    this.choose(n, true);
    this.panel.scrollTop = 0;
    this.panel.querySelector("a")?.focus({ preventScroll: true });
  }

  private clear(): void {
    this.view.chosen = -1;
    this.depth = 0;
    this.select_depth.value = "0";
    this.filter();
    this.show_panel();
    this.canvas.focus({ preventScroll: true });
  }

  private filter(): void {
    const { graph, view } = this;
    const tagged = graph.tags.find(({ name }) => name === this.tag);
    view.visible.fill(tagged ? 0 : 1);
    if (tagged) for (const n of tagged.notes) view.visible[n] = 1;
    if (this.depth > 0 && view.chosen >= 0) {
      const near = within(graph, view.chosen, this.depth);
      for (let n = 0; n < graph.count; ++n) if (!near[n]) view.visible[n] = 0;
    }
    view.changed();
  }

  private set_colouring(colouring: Colouring): void {
    this.colouring = colouring;
    this.select_colour.value = colouring;
    this.colour();
    this.show_panel();
  }

  private colour(): void {
    const { graph, view } = this;
    const entries: [text: string, colour: string][] = [];
    if (this.colouring === "memory") {
      view.palette = { ...view.palette, hues: this.memory };
      view.colour_of.fill(0);
      const all = this.remembered;
      if (all) {
        const day = review_day(now_here(), all.rollover_hour);
        graph.paths.forEach((path, n) => {
          const slug = slug_of(path);
          if (slug in all.notes) view.colour_of[n] = 1 + recall_level(recall_on_day(all, (one) => one === slug, day));
        });
      }
      this.memory.forEach((colour, i) => entries.push([t(memory_names[i] ?? ""), colour]));
      if (!all) entries.unshift([t("Nothing is known yet: review some cards first"), "transparent"]);
    } else {
      view.palette = { ...view.palette, hues: this.hues };
      view.colour_of.fill(0);
      if (this.colouring === "tag") {
        // Of a note with several the most particular decides.
        const shown = graph.tags.slice(0, hue_count - 1);
        shown.forEach(({ notes }, i) => {
          for (const n of notes) view.colour_of[n] = i + 1;
        });
        shown.forEach(({ name }, i) => entries.push([`#${name}`, this.hues[i + 1] ?? ""]));
        entries.push([t("others"), this.hues[0] ?? ""]);
      } else {
        for (let n = 0; n < graph.count; ++n) {
          const section = graph.section[n] ?? 0;
          view.colour_of[n] = section === 0 ? 0 : 1 + ((section - 1) % (hue_count - 1));
        }
        const used = new Set(graph.section);
        graph.sections.slice(0, 14).forEach((title, i) => {
          if (used.has(i)) entries.push([title, this.hues[i === 0 ? 0 : 1 + ((i - 1) % (hue_count - 1))] ?? ""]);
        });
        if (graph.sections.length > 14) entries.push([t("and {n} more sections", { n: graph.sections.length - 14 }), "transparent"]);
      }
    }
    this.legend.replaceChildren(
      ...entries.map(([text, colour]) => {
        const dot = make("span", "hue-dot");
        dot.style.background = colour;
        return make("li", "", dot, text);
      }),
    );
    view.changed();
  }

  // ---- searching -----------------------------------------------------------------------------------

  private found: number[] = [];
  private marked = -1;

  private search(): void {
    const words = this.input.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const scored: [score: number, n: number][] = [];
    if (words.length > 0) {
      this.graph.titles.forEach((title, n) => {
        const low = title.toLowerCase();
        if (!words.every((word) => low.includes(word))) return;
        const starts = low.startsWith(words[0] ?? "") ? 0 : low.includes(` ${words[0] ?? ""}`) ? 1 : 2;
        scored.push([starts * 1000 + low.length, n]);
      });
    }
    scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    this.found = scored.slice(0, most_matches).map(([, n]) => n);
    this.marked = this.found.length > 0 ? 0 : -1;
    this.show_matches(words.length > 0);
  }

  private show_matches(open: boolean): void {
    const items = this.found.map((n, i) => {
      const item = this.titled(make("li"), n);
      item.id = `graph-match-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(i === this.marked));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.take(i);
      });
      return item;
    });
    const is_open = open && items.length > 0;
    this.matches.replaceChildren(...items);
    this.matches.hidden = !is_open;
    this.input.setAttribute("aria-expanded", String(is_open));
    if (is_open && this.marked >= 0) this.input.setAttribute("aria-activedescendant", `graph-match-${this.marked}`);
    else this.input.removeAttribute("aria-activedescendant");
    if (open) this.status.textContent = items.length === 0 ? t("No note is called so") : tn("{n} note", "{n} notes", items.length);
  }

  private take(i: number): void {
    const n = this.found[i];
    if (n === undefined) return;
    this.input.value = this.graph.titles[n] ?? "";
    this.show_matches(false);
    this.choose(n, true);
  }

  // ---- pointers and keys ---------------------------------------------------------------------------

  private listen(): void {
    const { canvas, view, input } = this;
    input.addEventListener("input", () => this.search());
    input.addEventListener("blur", () => this.show_matches(false));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        if (!this.matches.hidden) event.preventDefault();
        this.show_matches(false);
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.take(this.marked);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.found.length > 0) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.marked = (this.marked + step + this.found.length) % this.found.length;
        this.show_matches(true);
      }
    });

    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const unit = event.deltaMode === 1 ? 20 : 1;
        view.zoom(Math.exp(-Math.max(-120, Math.min(120, event.deltaY * unit)) * (event.ctrlKey ? 0.01 : 0.0022)), event.offsetX, event.offsetY);
      },
      { passive: false },
    );
    this.listen_to_pointers();
    canvas.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => {
      if (!event.defaultPrevented && is_single_key(event, "m")) {
        this.set_colouring(this.colouring === "memory" ? "section" : "memory");
        this.status.textContent = this.colouring === "memory" ? t("Coloured by how well notes are remembered") : t("Coloured by section");
      }
    });

    new ResizeObserver(() => {
      const box = canvas.getBoundingClientRect();
      const buttons = this.zoom.getBoundingClientRect();
      view.covered = [[buttons.left - box.left, buttons.top - box.top, buttons.right - box.left, buttons.bottom - box.top]];
      if (box.width > 0) view.resize(box.width, box.height, Math.min(2, devicePixelRatio || 1));
    }).observe(canvas);
    const repaint = (): void => {
      const { palette, memory } = read_palette();
      this.hues = palette.hues;
      this.memory = memory;
      view.palette = palette;
      this.colour();
      view.changed();
      this.show_panel();
    };
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    const relearn = (): void => {
      this.remembered = read_remembered(document.documentElement.dataset["site"] ?? "");
      this.colour();
    };
    addEventListener("storage", (event) => event.key?.endsWith(":remembered") && relearn());
    document.addEventListener(changed_event, relearn);
  }

  private listen_to_pointers(): void {
    const { canvas, view } = this;
    const pointers = new Map<number, { x: number; y: number }>();
    let dragged = 0;
    let pinch = { distance: 0, x: 0, y: 0 };
    const spread = (): { distance: number; x: number; y: number } => {
      const [a, b] = [...pointers.values()];
      if (!a || !b) return { distance: 0, x: 0, y: 0 };
      return { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      dragged = pointers.size > 1 ? 100 : 0;
      pinch = spread();
    });
    canvas.addEventListener("pointermove", (event) => {
      const last = pointers.get(event.pointerId);
      if (!last) {
        if (event.pointerType !== "touch") this.hover(view.node_at(event.offsetX, event.offsetY, 5), event.offsetX, event.offsetY);
        return;
      }
      const dx = event.offsetX - last.x;
      const dy = event.offsetY - last.y;
      pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      dragged += Math.abs(dx) + Math.abs(dy);
      if (pointers.size === 1) {
        if (dragged > 4) {
          this.hover(-1, 0, 0);
          view.pan(dx, dy);
        }
      } else {
        const now = spread();
        view.pan(now.x - pinch.x, now.y - pinch.y);
        if (pinch.distance > 0 && now.distance > 0) view.zoom(now.distance / pinch.distance, now.x, now.y);
        pinch = now;
      }
    });
    const up = (event: PointerEvent): void => {
      const was_there = pointers.delete(event.pointerId);
      if (!was_there || event.type === "pointercancel" || dragged > 4 || event.button !== 0) return;
      const n = view.node_at(event.offsetX, event.offsetY, event.pointerType === "touch" ? 18 : 6);
      // A finger has not seen the name yet: its first touch shows it.
      if (n >= 0 && (event.pointerType !== "touch" || n === view.chosen) && !event.shiftKey) this.open(n, event.ctrlKey || event.metaKey);
      else if (n >= 0) this.choose(n, false);
      else if (view.chosen >= 0) this.clear();
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("pointerleave", () => this.hover(-1, 0, 0));
  }

  private open(n: number, beside: boolean): void {
    if (beside) window.open(this.href(n));
    else location.href = this.href(n);
  }

  private hover(n: number, x: number, y: number): void {
    const { view, hint } = this;
    if (n !== view.hovered) {
      view.hovered = n;
      this.canvas.style.cursor = n >= 0 ? "pointer" : "";
      view.request();
      hint.hidden = n < 0;
      if (n >= 0) hint.replaceChildren(this.titled(make("span", "graph-hint-title"), n), make("span", "", this.facts(n)));
    }
    if (n < 0) return;
    const room = this.canvas.clientWidth - hint.offsetWidth - 8;
    hint.style.left = `${Math.max(8, Math.min(x + 14, room))}px`;
    hint.style.top = `${y + 18 + hint.offsetHeight > this.canvas.clientHeight ? y - hint.offsetHeight - 12 : y + 18}px`;
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 160 : 60;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.view.pan(step, 0),
      ArrowRight: () => this.view.pan(-step, 0),
      ArrowUp: () => this.view.pan(0, step),
      ArrowDown: () => this.view.pan(0, -step),
      "+": () => this.view.zoom(1.3),
      "=": () => this.view.zoom(1.3),
      "-": () => this.view.zoom(1 / 1.3),
      "0": () => this.view.fit(),
      Enter: () => this.view.chosen >= 0 && this.open(this.view.chosen, false),
      Escape: () => this.view.chosen >= 0 && this.clear(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}

export async function start_graph(root: HTMLElement, file: string): Promise<void> {
  try {
    const graph = await load_graph(file);
    new GraphPage(root, graph);
  } catch {
    root.replaceChildren(make("p", "notice", t("The map could not be loaded. All notes are in the list below.")));
    root.hidden = false;
  }
}
