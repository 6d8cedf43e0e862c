// The map on a canvas: how one moves over it, and what is drawn above its picture: what is in focus, and names. Who decides what is
// shown is page.ts; the picture, of links and notes, is picture.ts.
//
// Nothing is drawn unless something changed. While one moves, a frame is the picture, moved and stretched, and the names; the
// picture is drawn anew when the view rests, so a frame costs the same however many notes and links there are.
import { degree, neighbours, type Graph } from "./data";
import { Picture, radius_of, type Palette, type Window2D } from "./picture";

const slice = 8; // milliseconds of drawing the picture in one frame at rest,
const slice_moving = 3; // and while one moves, when what is shown does not do any more
const rest = 90; // milliseconds without a move until the picture is drawn anew
const most_labels = 40;
const label_font = "12px";

type Box = readonly [left: number, top: number, right: number, bottom: number]; // pixels of the canvas
const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// As the first letter has it: titles of the map carry no language.
const direction_of = (text: string): "ltr" | "rtl" => (/^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text) ? "rtl" : "ltr");

export class GraphView {
  readonly context: CanvasRenderingContext2D;
  private readonly picture: Picture;
  private window: Window2D = { scale: 1, x: 0, y: 0 };
  private width = 0;
  private height = 0;
  private ratio = 1;
  private frame = 0;
  private moved = 0; // when
  private timer = 0;
  private readonly by_degree: Uint32Array;
  private readonly label_widths = new Map<string, number>();
  private waiting = -1; // the note to show when there is room
  private glide: { from: Window2D; to: Window2D; begin: number } | undefined;

  colour_of: Uint8Array; // by note, into palette.hues
  visible: Uint8Array; // by note: 1 is drawn, 0 is a shade
  covered: Box[] = []; // by what lies on the map: no name is written there
  hovered = -1;
  chosen = -1;

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
    this.picture = new Picture(graph);
    this.colour_of = new Uint8Array(graph.count);
    this.visible = new Uint8Array(graph.count).fill(1);
    this.by_degree = Uint32Array.from({ length: graph.count }, (_, n) => n).sort((a, b) => degree(graph, b) - degree(graph, a) || a - b);
  }

  resize(width: number, height: number, ratio: number): void {
    const first = this.width === 0;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.picture.resize(width, height, ratio);
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

  private radius(n: number): number {
    return radius_of(this.graph, n, this.window.scale, Math.min(this.width, this.height));
  }

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
    this.request();
  }

  // Colours, filters or size did: the picture too is drawn anew, and at once.
  changed(): void {
    this.picture.invalidate();
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
    this.work_on_picture(begin);
    const { context } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.fillStyle = this.palette.paper;
    context.fillRect(0, 0, this.width, this.height);
    this.picture.put(context, this.window);
    this.draw_focus();
    this.draw_labels();
  }

  private work_on_picture(begin: number): void {
    const { picture } = this;
    // Who glides arrives at a picture that is drawn already.
    const target = this.glide?.to ?? this.window;
    if (this.width === 0 || picture.is_of(target)) return;
    const waited = begin - this.moved;
    const is_moving = this.glide === undefined && waited < rest;
    if (is_moving && picture.does_for(this.window)) {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.request(), rest - waited + 1);
      return;
    }
    picture.draw(target, this, is_moving ? slice_moving : slice, !is_moving);
    if (!picture.is_of(target)) this.request();
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
    const taken: Box[] = [...this.covered];
    context.font = `${label_font} ${this.font}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = palette.paper;
    const label = (n: number, strong: boolean): boolean => {
      if (!this.visible[n] && !strong) return false;
      const x = this.screen_x(n);
      const y = this.screen_y(n);
      if (x < 0 || y < 9 || x > this.width || y > this.height - 9) return false;
      const title = graph.titles[n] ?? "";
      const text = title.length > 34 && !strong ? `${title.slice(0, 32)}…` : title;
      let width = this.label_widths.get(text);
      if (width === undefined) this.label_widths.set(text, (width = context.measureText(text).width));
      const off = this.radius(n) + 5;
      const box_from = (left: number): Box => [left - 3, y - 9, left + width + 3, y + 9];
      let left = x + off;
      if (left + width >= this.width - 4 || this.covered.some((other) => meet(box_from(left), other))) left = x - off - width;
      if (left < 4 && !strong) return false;
      const box = box_from(left);
      if (!strong && taken.some((other) => meet(box, other))) return false;
      taken.push(box);
      context.direction = direction_of(text);
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
