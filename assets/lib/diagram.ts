// Draws the diagrams of a page. The source stays, folded below its picture; where drawing fails it stays as it is, with the reason.
//
// The work is done in a frame (diagram_protocol.ts), which in the single file is made of texts that the document carries. A picture is kept for light and for dark, so that a change of the theme and
// printing show the right one at once.
import type { FrameMessage, Palette, Scheme } from "./diagram_protocol";
import type { OneFile } from "./carried";
import { with_colours } from "./colours";
import { english, t } from "./strings";

interface Picture {
  url: string;
  width: number;
  height: number;
  alt: string;
}

interface Diagram {
  figure: HTMLElement;
  source: string;
  pictures: Partial<Record<Scheme, Picture>>;
  wanted: boolean; // asked for in the reader's theme
  failed: boolean;
  image?: HTMLImageElement;
}

// Pictures are ready a screen or so before they are read.
const near = "800px";

const kinds: Record<string, string> = {
  block: english("Block diagram"),
  c4: english("C4 diagram"),
  class: english("Class diagram"),
  classDiagram: english("Class diagram"),
  er: english("Entity relationship diagram"),
  flowchart: english("Flowchart"),
  gantt: english("Gantt chart"),
  gitGraph: english("Git graph"),
  journey: english("User journey"),
  mindmap: english("Mind map"),
  pie: english("Pie chart"),
  quadrantChart: english("Quadrant chart"),
  sequence: english("Sequence diagram"),
  stateDiagram: english("State diagram"),
  timeline: english("Timeline"),
};

function described(message: Extract<FrameMessage, { loci: "drawn" }>): string {
  if (message.title || message.description) return [message.title, message.description].filter((part) => part !== "").join(". ");
  return t(kinds[message.kind.replace(/-v\d+$/, "")] ?? english("Diagram"));
}

function current_scheme(): Scheme {
  const chosen = matchMedia("(forced-colors: active)").matches ? "" : document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

// "rgb(15, 84, 104)" and the paper, a third to two thirds.
function on_paper(colour: string, paper: string): string {
  const numbers = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
  const below = numbers(paper);
  return `rgb(${numbers(colour)
    .slice(0, 3)
    .map((value, i) => Math.round(value * 0.35 + (below[i] ?? value) * 0.65))
    .join(", ")})`;
}

function palette_of(scheme: Scheme): Palette {
  return with_colours((colour) => {
    const read = (name: string): string => colour(`var(--${name})`);
    return {
      paper: read("paper"),
      raised: read("paper-raised"),
      ink: read("ink"),
      muted: read("muted"),
      rule: read("rule-strong"),
      accent: read("accent"),
      soft: read("accent-paper"),
      code: read("code-paper"),
      mark: read("mark"),
      series: ["accent", "hard", "good", "again", "easy", "fading", "muted"].map((name) => on_paper(read(name), read("paper"))),
    };
  }, scheme);
}

function page_font(): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--sans").trim() || "sans-serif";
}

// The frame, once it is wanted, and what is asked of it.
class Drawer {
  private frame: HTMLIFrameElement | undefined;
  private ready = false;
  private next = 1;
  private readonly waiting: (() => void)[] = [];
  private readonly asked = new Map<number, (message: FrameMessage) => void>();

  // `source`: the frame's address; in the single file the names of its scripts.
  constructor(private readonly source: string) {
    addEventListener("message", (event: MessageEvent<FrameMessage>) => {
      if (!this.frame || event.source !== this.frame.contentWindow) return;
      const message = event.data;
      if (message.loci === "ready") {
        this.ready = true;
        for (const start of this.waiting.splice(0)) start();
        return;
      }
      this.asked.get(message.id)?.(message);
      this.asked.delete(message.id);
    });
  }

  draw(source: string, scheme: Scheme): Promise<FrameMessage> {
    this.load();
    return new Promise((resolve) => {
      const start = (): void => {
        const id = this.next++;
        this.asked.set(id, resolve);
        this.frame?.contentWindow?.postMessage({ loci: "draw", id, source, scheme, palette: palette_of(scheme), font: page_font() }, "*");
      };
      if (this.ready) start();
      else this.waiting.push(start);
    });
  }

  private load(): void {
    if (this.frame) return;
    this.frame = document.createElement("iframe");
    const carried = window.one_file;
    if (carried) this.fill(this.frame, carried);
    else this.frame.src = this.source;
    this.frame.className = "diagram-frame";
    this.frame.title = t("Drawing of diagrams");
    this.frame.tabIndex = -1;
    this.frame.setAttribute("aria-hidden", "true");
    document.body.append(this.frame);
  }

  private fill(frame: HTMLIFrameElement, carried: OneFile): void {
    frame.srcdoc = "<!doctype html><body></body>";
    frame.addEventListener("load", () => {
      const inside = frame.contentDocument;
      for (const name of this.source.split(" ")) {
        const script = inside?.createElement("script");
        if (!script) return;
        script.textContent = carried.text(name) ?? "";
        inside?.head.append(script);
      }
    });
  }
}

// `shown`: its width on the page.
function open_larger(picture: Picture, shown: number): void {
  const dialog = document.createElement("dialog");
  dialog.className = "diagram-dialog";
  dialog.setAttribute("aria-label", picture.alt);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet";
  close.textContent = t("Close");
  close.addEventListener("click", () => dialog.close());
  const place = document.createElement("div");
  place.className = "diagram-place";
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", t("Diagram"));
  const image = document.createElement("img");
  image.src = picture.url;
  image.alt = picture.alt;
  place.append(image);
  dialog.append(close, place);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  // As large as the window allows; where that is hardly larger than on the page, as large as it was drawn, and it is scrolled.
  const fitting = Math.min((place.clientWidth - 32) / picture.width, (place.clientHeight - 32) / picture.height, 4);
  const scale = fitting * picture.width < 1.2 * shown ? Math.max(1, fitting) : fitting;
  image.width = Math.round(picture.width * scale);
  image.height = Math.round(picture.height * scale);
}

export function set_up_diagrams(frame_source: string): void {
  const drawer = new Drawer(frame_source);
  const diagrams = new Map<Element, Diagram>();
  const known = new WeakMap<Element, Diagram>(); // a page of the single file comes back as it was
  let printing = false;

  const shown_scheme = (): Scheme => (printing ? "light" : current_scheme());

  function show(diagram: Diagram): void {
    const scheme = shown_scheme();
    const picture = diagram.pictures[scheme] ?? diagram.pictures[current_scheme()];
    if (!picture) return;
    if (!diagram.image) {
      const image = document.createElement("img");
      diagram.image = image;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "diagram-picture";
      button.setAttribute("aria-haspopup", "dialog");
      const hint = document.createElement("span");
      hint.className = "visually-hidden";
      hint.textContent = ` ${t("(opens larger)")}`;
      button.append(image, hint);
      button.addEventListener("click", () => {
        const now = diagram.pictures[shown_scheme()];
        if (now) open_larger(now, image.clientWidth);
      });
      const place = document.createElement("div");
      place.className = "diagram-scroll";
      place.append(button);
      const details = document.createElement("details");
      const summary = document.createElement("summary");
      summary.textContent = t("Source of the diagram");
      details.append(summary, ...diagram.figure.childNodes);
      diagram.figure.append(place, details);
      diagram.figure.classList.add("is-drawn");
    }
    diagram.image.alt = picture.alt;
    diagram.image.width = picture.width;
    diagram.image.height = picture.height;
    diagram.image.style.setProperty("--drawn", `${picture.width}px`);
    diagram.image.src = picture.url;
  }

  function fail(diagram: Diagram, message: string): void {
    diagram.failed = true;
    const reason = document.createElement("p");
    reason.className = "diagram-error";
    reason.textContent = t("This diagram cannot be drawn. {why}", { why: message });
    diagram.figure.prepend(reason);
  }

  async function draw(diagram: Diagram, scheme: Scheme): Promise<void> {
    if (diagram.pictures[scheme] || diagram.failed) return;
    const message = await drawer.draw(diagram.source, scheme);
    if (diagram.pictures[scheme]) return; // asked for twice: the first picture stays, so that it does not change under the reader
    if (message.loci === "failed") {
      if (!diagram.failed) fail(diagram, message.message);
    } else if (message.loci === "drawn") {
      diagram.pictures[scheme] = {
        url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(message.svg)}`,
        width: message.width,
        height: message.height,
        alt: described(message),
      };
      show(diagram);
    }
  }

  // When the library is there, the rest is drawn while nothing else is to do, and the other theme last.
  let resting: Promise<void> | undefined;
  function draw_rest(): void {
    resting ??= (async () => {
      const idle = (): Promise<void> =>
        new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(() => resolve()) : setTimeout(resolve, 200)));
      for (const scheme of [current_scheme(), current_scheme() === "light" ? "dark" : "light"] as const) {
        for (const diagram of diagrams.values()) {
          await idle();
          await draw(diagram, scheme);
        }
      }
      resting = undefined;
    })();
  }

  function want(diagram: Diagram): void {
    if (diagram.wanted) return;
    diagram.wanted = true;
    void draw(diagram, current_scheme()).then(draw_rest);
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const diagram = diagrams.get(entry.target);
        if (!entry.isIntersecting || !diagram) continue;
        observer.unobserve(entry.target);
        want(diagram);
      }
    },
    { rootMargin: near },
  );

  // A document that is for paper shows what nobody scrolls to.
  const on_paper_soon = (): boolean => document.documentElement.dataset["kind"] === "print";

  // Also those that come later: a card that is turned, a text that live reload has swapped.
  function find(): void {
    for (const [figure] of diagrams) {
      if (figure.isConnected) continue;
      observer.unobserve(figure);
      diagrams.delete(figure);
    }
    for (const figure of document.querySelectorAll<HTMLElement>("figure.diagram")) {
      if (diagrams.has(figure)) continue;
      const source = figure.querySelector("code")?.textContent ?? "";
      const diagram = known.get(figure) ?? { figure, source, pictures: {}, wanted: false, failed: false };
      known.set(figure, diagram);
      diagrams.set(figure, diagram);
      if (!diagram.wanted && on_paper_soon()) want(diagram);
      else if (!diagram.wanted) observer.observe(figure);
      else if (diagram.pictures[shown_scheme()]) show(diagram);
      else void draw(diagram, current_scheme());
    }
  }

  // Paper does not wait for what is drawn: where reading costs nothing, all is drawn soon; elsewhere the key that prints waits.
  function draw_all(): Promise<unknown> {
    return Promise.all([...diagrams.values()].map((diagram) => draw(diagram, "light")));
  }
  if (location.protocol === "file:") setTimeout(() => [...diagrams.values()].forEach(want), 1500);
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if ([...diagrams.values()].every(({ failed, pictures }) => failed || pictures.light)) return;
    event.preventDefault();
    void draw_all().then(() => print());
  });

  function theme_changed(): void {
    for (const diagram of diagrams.values()) {
      if (!diagram.wanted) continue;
      if (diagram.pictures[shown_scheme()]) show(diagram);
      else void draw(diagram, current_scheme());
    }
  }

  find();
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  new MutationObserver(theme_changed).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme_changed);
  addEventListener("beforeprint", () => {
    printing = true;
    theme_changed();
  });
  addEventListener("afterprint", () => {
    printing = false;
    theme_changed();
  });
}
