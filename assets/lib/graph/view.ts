// The map on a canvas: what is drawn, and how one moves over it. Who decides what is shown is page.ts.
//
// Nothing is drawn unless something changed. Notes are drawn in one path a colour in every frame; links, of which there may be a
// hundred thousand, are drawn into a layer of their own in slices of a few milliseconds whenever the view rests, and while it moves
// the layer is stretched along. So a frame costs the same however many links there are.
import { degree, neighbours, type Graph } from "./data";

export interface Palette {
  paper: string;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  hues: string[];
}

interface Window2D {
  scale: number; // pixels a unit of the map
  x: number; // of the canvas's middle, in the map
  y: number;
}

const slice = 5; // milliseconds of drawing links in one frame
const links_at_once = 400;
const rest = 90; // milliseconds without a move until links are drawn anew
const most_labels = 40;
const label_font = "12px";

export class GraphView {
  readonly context: CanvasRenderingContext2D;
  private readonly layers: [HTMLCanvasElement, HTMLCanvasElement];
  private shown_layer: Window2D | undefined; // what layers[0] shows
  private drawing: { window: Window2D; next: number } | undefined; // what layers[1] is becoming
  private window: Window2D = { scale: 1, x: 0, y: 0 };
  private width = 0;
  private height = 0;
  private ratio = 1;
  private frame = 0;
  private moved = 0; // when
  private timer = 0;
  private readonly by_degree: Uint32Array;
  private waiting = -1; // the note to show when there is room
  private glide: { from: Window2D; to: Window2D; begin: number } | undefined;

  colour_of: Uint8Array; // by note, into palette.hues
  visible: Uint8Array; // by note: 1 is drawn, 0 is a shade
  hovered = -1;
  chosen = -1;
  label_extra: readonly number[] = [];
  // Drawing alone, for who measures: milliseconds of the last frame.
  last_frame = 0;

  constructor(
    readonly graph: Graph,
    readonly canvas: HTMLCanvasElement,
    public palette: Palette,
    private readonly font: string,
    private readonly calm: boolean, // no motion that explains nothing
  ) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("no canvas");
    this.context = context;
    this.layers = [document.createElement("canvas"), document.createElement("canvas")];
    this.colour_of = new Uint8Array(graph.count);
    this.visible = new Uint8Array(graph.count).fill(1);
    this.by_degree = Uint32Array.from({ length: graph.count }, (_, n) => n).sort((a, b) => degree(graph, b) - degree(graph, a) || a - b);
  }

  resize(width: number, height: number, ratio: number): void {
    const first = this.width === 0;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    for (const canvas of [this.canvas, ...this.layers]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.shown_layer = undefined;
    if (first) {
      this.window = this.whole();
      if (this.waiting >= 0) this.window = this.around(this.waiting);
    }
    this.changed();
  }

  private whole(): Window2D {
    const margin = this.graph.count < 400 ? 0.82 : 0.92;
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (let n = 0; n < this.graph.count; ++n) {
      if (!this.visible[n]) continue;
      box.left = Math.min(box.left, this.graph.x[n] ?? 0);
      box.right = Math.max(box.right, this.graph.x[n] ?? 0);
      box.top = Math.min(box.top, this.graph.y[n] ?? 0);
      box.bottom = Math.max(box.bottom, this.graph.y[n] ?? 0);
    }
    if (box.left > box.right) return { scale: Math.min(this.width, this.height) / 2, x: 0, y: 0 };
    const scale = margin * Math.min(this.width / Math.max(0.05, box.right - box.left), this.height / Math.max(0.05, box.bottom - box.top));
    return { scale: Math.min(scale, this.width * 3), x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  }

  private screen_x(n: number): number {
    return ((this.graph.x[n] ?? 0) - this.window.x) * this.window.scale + this.width / 2;
  }
  private screen_y(n: number): number {
    return ((this.graph.y[n] ?? 0) - this.window.y) * this.window.scale + this.height / 2;
  }
  place_of(n: number): { x: number; y: number } {
    return { x: this.screen_x(n), y: this.screen_y(n) };
  }

  private readonly radius = (n: number): number => {
    const zoom = Math.sqrt(this.window.scale / Math.max(1, Math.min(this.width, this.height)));
    const size = this.graph.count > 3000 ? 1.1 : this.graph.count > 600 ? 2 : 3;
    return Math.min(14, (size + 0.55 * Math.sqrt(degree(this.graph, n))) * Math.max(0.8, zoom) * (this.graph.count > 3000 ? 0.8 : 1));
  };

  // ---- moving ------------------------------------------------------------------------------------

  pan(dx: number, dy: number): void {
    this.glide = undefined;
    this.window.x -= dx / this.window.scale;
    this.window.y -= dy / this.window.scale;
    this.touched();
  }

  zoom(factor: number, at_x = this.width / 2, at_y = this.height / 2): void {
    this.glide = undefined;
    const least = (Math.min(this.width, this.height) / 2) * 0.5;
    const scale = Math.min(60000, Math.max(least, this.window.scale * factor));
    const dx = (at_x - this.width / 2) / this.window.scale - (at_x - this.width / 2) / scale;
    const dy = (at_y - this.height / 2) / this.window.scale - (at_y - this.height / 2) / scale;
    this.window = { scale, x: this.window.x + dx, y: this.window.y + dy };
    this.touched();
  }

  fit(): void {
    this.go(this.whole());
  }

  // Brings a note to the middle, near enough to read its neighbours.
  centre(n: number): void {
    if (this.width === 0) this.waiting = n;
    else this.go(this.around(n));
  }

  private around(n: number): Window2D {
    const near = Math.min(this.width, this.height) * (this.graph.count > 2000 ? 4 : this.graph.count > 300 ? 1.6 : 0.9);
    return { scale: Math.max(this.window.scale, near), x: this.graph.x[n] ?? 0, y: this.graph.y[n] ?? 0 };
  }

  private go(to: Window2D): void {
    if (this.calm) {
      this.window = to;
      this.touched();
      return;
    }
    this.glide = { from: { ...this.window }, to, begin: performance.now() };
    this.touched();
  }

  private step_glide(now: number): void {
    if (!this.glide) return;
    const t = Math.min(1, (now - this.glide.begin) / 180);
    const share = 1 - (1 - t) ** 3;
    const { from, to } = this.glide;
    const scale = from.scale * (to.scale / from.scale) ** share;
    this.window = { scale, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    if (t === 1) this.glide = undefined;
    this.touched();
  }

  node_at(x: number, y: number, slack: number): number {
    let best = -1;
    let best_distance = Infinity;
    for (let n = 0; n < this.graph.count; ++n) {
      if (!this.visible[n]) continue;
      const distance = Math.hypot(this.screen_x(n) - x, this.screen_y(n) - y) - this.radius(n);
      if (distance < slack && distance < best_distance) {
        best = n;
        best_distance = distance;
      }
    }
    return best;
  }

  // ---- drawing -----------------------------------------------------------------------------------

  // Only the window moved.
  private touched(): void {
    this.moved = performance.now();
    this.drawing = undefined;
    this.request();
  }

  // Colours, filters or size did: the links too are drawn anew.
  changed(): void {
    this.shown_layer = undefined;
    this.drawing = undefined;
    this.moved = 0;
    this.request();
  }

  request(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    this.frame = 0;
    const begin = performance.now();
    this.step_glide(now);
    this.work_on_links(begin);
    const { context } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.fillStyle = this.palette.paper;
    context.fillRect(0, 0, this.width, this.height);
    this.put_links();
    this.draw_nodes();
    this.draw_focus();
    this.draw_labels();
    this.last_frame = performance.now() - begin;
  }

  private work_on_links(begin: number): void {
    const is_up_to_date =
      this.shown_layer && this.shown_layer.scale === this.window.scale && this.shown_layer.x === this.window.x && this.shown_layer.y === this.window.y;
    if (is_up_to_date) return;
    const waited = begin - this.moved;
    if (this.shown_layer && waited < rest) {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.request(), rest - waited + 1);
      return;
    }
    const layer = this.layers[1].getContext("2d");
    if (!layer) return;
    if (!this.drawing) {
      this.drawing = { window: { ...this.window }, next: 0 };
      layer.setTransform(1, 0, 0, 1, 0, 0);
      layer.clearRect(0, 0, this.layers[1].width, this.layers[1].height);
    }
    layer.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.draw_links(layer, begin);
    if (this.drawing.next < this.graph.edges.length) {
      this.request();
      if (this.shown_layer) return;
    } else {
      this.layers.reverse();
      this.shown_layer = this.drawing.window;
      this.drawing = undefined;
    }
  }

  // Lines between notes that are both out of the picture on one side are left out; of very many the far view shows a part only.
  private draw_links(layer: CanvasRenderingContext2D, begin: number): void {
    const drawing = this.drawing;
    if (!drawing) return;
    const { edges } = this.graph;
    const many = edges.length / 2;
    const near = this.window.scale / Math.max(1, Math.min(this.width, this.height));
    layer.strokeStyle = this.palette.line;
    layer.lineWidth = many > 5000 && near < 2 ? 0.5 : 0.8;
    layer.globalAlpha = Math.max(0.08, Math.min(0.75, (many > 20000 ? 0.1 : many > 3000 ? 0.2 : 0.6) * Math.max(1, near)));
    while (drawing.next < edges.length) {
      const end = Math.min(edges.length, drawing.next + 2 * links_at_once);
      layer.beginPath();
      for (let e = drawing.next; e < end; e += 2) {
        const a = edges[e] ?? 0;
        const b = edges[e + 1] ?? 0;
        if (!this.visible[a] || !this.visible[b]) continue;
        const ax = this.screen_x(a);
        const ay = this.screen_y(a);
        const bx = this.screen_x(b);
        const by = this.screen_y(b);
        if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > this.width && bx > this.width) || (ay > this.height && by > this.height)) continue;
        layer.moveTo(ax, ay);
        layer.lineTo(bx, by);
      }
      layer.stroke();
      drawing.next = end;
      if (performance.now() - begin > slice) break;
    }
    layer.globalAlpha = 1;
  }

  private put_links(): void {
    const { context } = this;
    // The first picture of all shows links as they come.
    const layer = this.shown_layer ? this.layers[0] : this.layers[1];
    const shown = this.shown_layer ?? this.drawing?.window;
    if (!shown) return;
    const factor = this.window.scale / shown.scale;
    const left = (shown.x - this.window.x) * this.window.scale + (this.width / 2) * (1 - factor);
    const top = (shown.y - this.window.y) * this.window.scale + (this.height / 2) * (1 - factor);
    context.drawImage(layer, left, top, this.width * factor, this.height * factor);
  }

  private draw_nodes(): void {
    const { context, graph, palette } = this;
    const shades = new Path2D();
    const paths = palette.hues.map(() => new Path2D());
    for (let n = 0; n < graph.count; ++n) {
      const x = this.screen_x(n);
      const y = this.screen_y(n);
      if (x < -15 || y < -15 || x > this.width + 15 || y > this.height + 15) continue;
      const radius = this.visible[n] ? this.radius(n) : 1.5;
      const path = this.visible[n] ? paths[this.colour_of[n] ?? 0] : shades;
      if (!path) continue;
      if (radius < 2.2) path.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        path.moveTo(x + radius, y);
        path.arc(x, y, radius, 0, 7);
      }
    }
    context.fillStyle = palette.line;
    context.fill(shades);
    paths.forEach((path, hue) => {
      context.fillStyle = palette.hues[hue] ?? palette.ink;
      context.fill(path);
    });
  }

  // The note under the pointer, or the chosen one, with what it is linked to.
  private draw_focus(): void {
    const focus = this.hovered >= 0 ? this.hovered : this.chosen;
    if (focus < 0) return;
    const { context, graph, palette } = this;
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.2;
    context.beginPath();
    const x = this.screen_x(focus);
    const y = this.screen_y(focus);
    for (const other of neighbours(graph, focus)) {
      if (!this.visible[other]) continue;
      context.moveTo(x, y);
      context.lineTo(this.screen_x(other), this.screen_y(other));
    }
    context.stroke();
    const ring = (n: number, width: number): void => {
      context.beginPath();
      context.arc(this.screen_x(n), this.screen_y(n), this.radius(n) + 2, 0, 7);
      context.lineWidth = width;
      context.stroke();
    };
    ring(focus, 2.5);
    if (this.chosen >= 0 && this.chosen !== focus) ring(this.chosen, 2.5);
  }

  // Names where there is room: of the note in focus and its neighbours, then of those with most links.
  private draw_labels(): void {
    const { context, graph, palette } = this;
    const focus = this.hovered >= 0 ? this.hovered : this.chosen;
    const taken: [number, number, number, number][] = [];
    context.font = `${label_font} ${this.font}`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = palette.paper;
    const label = (n: number, strong: boolean): boolean => {
      if (!this.visible[n] && !strong) return false;
      const x = this.screen_x(n);
      const y = this.screen_y(n);
      if (x < 0 || y < 0 || x > this.width || y > this.height) return false;
      const title = graph.titles[n] ?? "";
      const text = title.length > 34 && !strong ? `${title.slice(0, 32)}…` : title;
      const width = context.measureText(text).width;
      const off = this.radius(n) + 5;
      const left = x + off + width < this.width - 4 ? x + off : x - off - width;
      if (left < 4 && !strong) return false;
      const box: [number, number, number, number] = [left - 3, y - 9, left + width + 3, y + 9];
      if (!strong && taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return false;
      taken.push(box);
      context.strokeText(text, left, y);
      context.fillStyle = strong ? palette.ink : n === focus ? palette.accent : palette.muted;
      context.fillText(text, left, y);
      return true;
    };
    let count = 0;
    if (focus >= 0) {
      label(focus, true);
      for (const other of neighbours(graph, focus)) {
        if (count > most_labels) break;
        if (label(other, false)) ++count;
      }
    }
    const near = this.window.scale / Math.max(1, Math.min(this.width, this.height));
    const wanted = Math.min(most_labels, Math.round((graph.count < 300 ? 24 : 14) * Math.max(1, near) * Math.min(1, this.width / 700)));
    let looked_at = 0;
    for (const n of this.by_degree) {
      if (count >= wanted || ++looked_at > 2500) break;
      if (n !== focus && label(n, false)) ++count;
    }
  }
}
