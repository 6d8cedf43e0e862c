// The picture of the map: links and notes as a bitmap a little larger than the view, which is moved and stretched while one moves.
// What the view adds to it (what is in focus, names) is in view.ts.
//
// A map of ten thousand notes takes a tenth of a second to draw, which is six frames. So a picture is drawn into a second bitmap, some
// pieces in each frame, and shown when it is whole; until then the last one stays. The pieces are the same however many are drawn at a
// time, so the same window looks the same each time.
import { degree, type Graph } from "./data";

export interface Palette {
  paper: string;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  hues: string[];
}

export interface Window2D {
  scale: number; // pixels a unit of the map
  x: number; // of the canvas's middle, in the map
  y: number;
}

export interface Looks {
  palette: Palette;
  colour_of: Uint8Array; // by note, into palette.hues
  visible: Uint8Array; // by note: 1 is drawn, 0 is a shade
}

const links_a_piece = 100;
const notes_a_piece = 200;
const few_pieces = 10; // before it is known how long they take
const most_pieces = 80;
const beyond = 0.25; // of the view, on each side: how far one can move before something is missing
const most_stretched = 1.8;

const is_same = (a: Window2D, b: Window2D): boolean => a.scale === b.scale && a.x === b.x && a.y === b.y;

// Of a note at this scale, where the view's shorter side is `side` pixels.
export function radius_of(graph: Graph, n: number, scale: number, side: number): number {
  const zoom = Math.sqrt(scale / Math.max(1, side));
  const size = graph.count > 3000 ? 1.1 : graph.count > 600 ? 2 : 3;
  return Math.min(14, (size + 0.55 * Math.sqrt(degree(graph, n))) * Math.max(0.8, zoom) * (graph.count > 3000 ? 0.8 : 1));
}

interface Layer {
  canvas: HTMLCanvasElement;
  context: CanvasRenderingContext2D;
}

function new_layer(): Layer {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("no canvas");
  return { canvas, context };
}

export class Picture {
  private layers: [shown: Layer, next: Layer] = [new_layer(), new_layer()];
  private readonly pixel = new_layer();
  private shown: Window2D | undefined;
  private drawing: { window: Window2D; next: number } | undefined;
  private pieces_at_once = few_pieces;
  private width = 0; // of the view
  private height = 0;
  private beyond_x = 0;
  private beyond_y = 0;
  private ratio = 1;
  is_stale = true; // colours or what is visible changed since what is shown was drawn

  constructor(private readonly graph: Graph) {
    this.pixel.canvas.width = this.pixel.canvas.height = 1;
  }

  resize(width: number, height: number, ratio: number): void {
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    // Whole pixels, so that a picture at rest is copied and not blended.
    this.beyond_x = Math.round(beyond * width * ratio) / ratio;
    this.beyond_y = Math.round(beyond * height * ratio) / ratio;
    for (const { canvas } of this.layers) {
      canvas.width = Math.round((width + 2 * this.beyond_x) * ratio);
      canvas.height = Math.round((height + 2 * this.beyond_y) * ratio);
    }
    this.shown = undefined;
    this.invalidate();
  }

  invalidate(): void {
    this.is_stale = true;
    this.drawing = undefined;
  }

  is_of(window: Window2D): boolean {
    return !this.is_stale && this.shown !== undefined && is_same(this.shown, window);
  }

  // Whether it will do for this window while one moves.
  does_for(window: Window2D): boolean {
    if (this.is_stale || !this.shown) return false;
    const factor = window.scale / this.shown.scale;
    if (factor > most_stretched || factor < 1 / most_stretched) return false;
    const reach = (own: number, rest: number, off: number): boolean => Math.abs(off) * window.scale <= (own / 2 + rest) * factor - own / 2;
    return reach(this.width, this.beyond_x, window.x - this.shown.x) && reach(this.height, this.beyond_y, window.y - this.shown.y);
  }

  // Draws for about so many milliseconds, to be called again in the next frame until it is_of the window. One that was begun for another window is given up if `is_final`, else it is finished first.
  draw(window: Window2D, looks: Looks, budget: number, is_final: boolean): void {
    const begin = performance.now();
    const [, { context, canvas }] = this.layers;
    if (this.drawing && is_final && !is_same(this.drawing.window, window)) this.drawing = undefined;
    if (!this.drawing) {
      this.drawing = { window: { ...window }, next: 0 };
      this.pieces_at_once = Math.min(this.pieces_at_once, few_pieces);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = looks.palette.paper;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    context.setTransform(this.ratio, 0, 0, this.ratio, (this.beyond_x + this.width / 2) * this.ratio, (this.beyond_y + this.height / 2) * this.ratio);
    const links = Math.ceil(this.graph.edges.length / 2 / links_a_piece);
    const all = links + Math.ceil(this.graph.count / notes_a_piece);
    const { drawing } = this;
    const end = Math.min(all, drawing.next + this.pieces_at_once);
    for (; drawing.next < end; ++drawing.next) {
      if (drawing.next < links) this.draw_links(context, drawing.window, looks, 2 * links_a_piece * drawing.next);
      else this.draw_notes(context, drawing.window, looks, notes_a_piece * (drawing.next - links));
    }
    // A browser that draws later draws now, so that it is counted.
    this.pixel.context.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    const share = budget / Math.max(0.1, performance.now() - begin);
    this.pieces_at_once = Math.min(most_pieces, Math.ceil(this.pieces_at_once * Math.max(0.25, Math.min(1.5, 0.9 * share))));
    if (drawing.next < all) return;
    this.layers.reverse();
    this.shown = drawing.window;
    this.drawing = undefined;
    this.is_stale = false;
  }

  // Lines that are out of the picture on one side are left out.
  private draw_links(context: CanvasRenderingContext2D, window: Window2D, { palette, visible }: Looks, begin: number): void {
    const { edges, x, y } = this.graph;
    const many = edges.length / 2;
    const near = window.scale / Math.max(1, Math.min(this.width, this.height));
    const right = this.width / 2 + this.beyond_x;
    const bottom = this.height / 2 + this.beyond_y;
    const end = Math.min(edges.length, begin + 2 * links_a_piece);
    context.strokeStyle = palette.line;
    context.lineWidth = many > 5000 && near < 2 ? 0.5 : 0.8;
    context.globalAlpha = Math.max(0.08, Math.min(0.75, many > 20000 ? 0.1 * Math.max(1, Math.sqrt(near)) : (many > 3000 ? 0.2 : 0.6) * Math.max(1, near)));
    context.beginPath();
    for (let e = begin; e < end; e += 2) {
      const a = edges[e] ?? 0;
      const b = edges[e + 1] ?? 0;
      if (!visible[a] || !visible[b]) continue;
      const ax = ((x[a] ?? 0) - window.x) * window.scale;
      const ay = ((y[a] ?? 0) - window.y) * window.scale;
      const bx = ((x[b] ?? 0) - window.x) * window.scale;
      const by = ((y[b] ?? 0) - window.y) * window.scale;
      if ((ax < -right && bx < -right) || (ay < -bottom && by < -bottom) || (ax > right && bx > right) || (ay > bottom && by > bottom)) continue;
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  private draw_notes(context: CanvasRenderingContext2D, window: Window2D, { palette, colour_of, visible }: Looks, begin: number): void {
    const { graph } = this;
    const side = Math.min(this.width, this.height);
    const right = this.width / 2 + this.beyond_x + 15;
    const bottom = this.height / 2 + this.beyond_y + 15;
    const shades = new Path2D();
    const paths = palette.hues.map(() => new Path2D());
    const end = Math.min(graph.count, begin + notes_a_piece);
    for (let n = begin; n < end; ++n) {
      const x = ((graph.x[n] ?? 0) - window.x) * window.scale;
      const y = ((graph.y[n] ?? 0) - window.y) * window.scale;
      if (x < -right || y < -bottom || x > right || y > bottom) continue;
      const radius = visible[n] ? radius_of(graph, n, window.scale, side) : 1.5;
      const path = visible[n] ? paths[colour_of[n] ?? 0] : shades;
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

  // Onto the view, for whichever window that shows. The first picture of all is shown as it comes.
  put(context: CanvasRenderingContext2D, window: Window2D): void {
    const [first, second] = this.layers;
    const { canvas } = this.shown ? first : second;
    const from = this.shown ?? this.drawing?.window;
    if (!from) return;
    const factor = window.scale / from.scale;
    const place = (off: number, own: number, rest: number): number => {
      const at = off * window.scale + own / 2 - (own / 2 + rest) * factor;
      return factor === 1 ? Math.round(at * this.ratio) / this.ratio : at;
    };
    context.imageSmoothingEnabled = factor !== 1;
    const left = place(from.x - window.x, this.width, this.beyond_x);
    const top = place(from.y - window.y, this.height, this.beyond_y);
    context.drawImage(canvas, left, top, (canvas.width / this.ratio) * factor, (canvas.height / this.ratio) * factor);
  }
}
