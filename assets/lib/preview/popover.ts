// The box that shows where a link leads. It is a tooltip in the sense of WCAG 1.4.13: Escape takes it away, the pointer may go
// into it, and it stays until pointer or focus leave. It lies over the page and moves nothing in it.
import { review_day, now_here } from "../review/day";
import { read_remembered, recall_level, recall_on_day, recall_text } from "../remembered";
import type { Preview } from "./source";

const id = "loci-preview";
const gap = 6; // pixels between link and box
const edge = 8; // and between box and screen

function remembered_line(slug: string): HTMLElement | null {
  const all = read_remembered(document.documentElement.dataset["site"] ?? "");
  if (all === null) return null;
  const day = review_day(now_here(), all.rollover_hour);
  const recall = recall_on_day(all, (one) => one === slug, day);
  if (recall.known === 0) return null;
  const line = document.createElement("p");
  line.className = "preview-mastery";
  const dot = document.createElement("span");
  dot.className = "mastery-dot";
  dot.dataset["level"] = String(recall_level(recall));
  line.append(dot, recall_text(recall, day, false));
  return line;
}

function paragraph(name: string, text: string): HTMLElement {
  const element = document.createElement("p");
  element.className = name;
  element.textContent = text;
  return element;
}

function content(preview: Preview): Node[] {
  if (preview.nodes) return preview.nodes;
  const parts: Node[] = [];
  const written = (name: string, text: string): HTMLElement => {
    const element = paragraph(name, text);
    if (preview.tongue) [element.lang, element.dir] = preview.tongue;
    return element;
  };
  if (preview.context) parts.push(paragraph("preview-context", preview.context));
  parts.push(written("preview-title", preview.title));
  const mastery = preview.slug ? remembered_line(preview.slug) : null;
  if (mastery) parts.push(mastery);
  if (preview.summary) parts.push(written("preview-summary", preview.summary));
  if (preview.text && preview.text !== preview.summary) parts.push(written("preview-text", preview.text));
  return parts;
}

// Below the line of the link that the pointer is on, or above it where there is more room.
function place(box: HTMLElement, link: Element, point: { x: number; y: number } | undefined): void {
  const lines = [...link.getClientRects()];
  const at = lines.find((line) => point && point.y >= line.top - 2 && point.y <= line.bottom + 2) ?? lines[0] ?? link.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const height = document.documentElement.clientHeight;
  box.style.left = "0px";
  box.style.top = "0px";
  const size = box.getBoundingClientRect();
  const below = height - at.bottom - gap - edge;
  const above = at.top - gap - edge;
  const is_below = size.height <= below || below >= above;
  const left = Math.max(edge, Math.min(at.left, width - size.width - edge));
  const top = is_below ? at.bottom + gap : at.top - gap - size.height;
  box.style.left = `${Math.round(left + scrollX)}px`;
  box.style.top = `${Math.round(Math.max(top, edge) + scrollY)}px`;
  box.dataset["side"] = is_below ? "below" : "above";
}

export class Popover {
  private box: HTMLElement | undefined;
  link: Element | undefined;

  get element(): HTMLElement | undefined {
    return this.box;
  }

  open(link: Element, preview: Preview, point: { x: number; y: number } | undefined): void {
    this.close();
    const box = document.createElement("div");
    box.id = id;
    box.className = preview.nodes ? "preview preview-note" : "preview";
    box.setAttribute("role", "tooltip");
    box.append(...content(preview));
    document.body.append(box);
    place(box, link, point);
    link.setAttribute("aria-describedby", id);
    this.box = box;
    this.link = link;
  }

  close(): void {
    if (!this.box) return;
    this.box.remove();
    this.link?.removeAttribute("aria-describedby");
    this.box = undefined;
    this.link = undefined;
  }
}
