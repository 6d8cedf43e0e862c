// The frame that draws: mermaid is loaded before this script (templates/diagram-frame.html). It is never seen.
import type {} from "../lib/held_styles";
import type { DrawRequest, FrameMessage, Palette } from "../lib/diagram_protocol";

interface Mermaid {
  initialize(config: Record<string, unknown>): void;
  render(id: string, source: string): Promise<{ svg: string }>;
}

declare const mermaid: Mermaid;

function send(message: FrameMessage): void {
  parent.postMessage(message, "*"); // pages on file:// have no origin to name
}

// mermaid derives the colours of all kinds of diagrams from these.
function variables(palette: Palette, dark: boolean, font: string): Record<string, unknown> {
  const series: Record<string, string> = {};
  for (let i = 0; i < 12; i++) {
    const colour = palette.series[i % palette.series.length] ?? palette.soft;
    series[`pie${i + 1}`] = colour;
    series[`cScale${i}`] = colour;
    series[`cScaleLabel${i}`] = palette.ink;
    series[`cScaleInv${i}`] = palette.muted;
    series[`git${i}`] = colour;
    series[`gitBranchLabel${i}`] = palette.ink;
    series[`fillType${i}`] = colour;
  }
  return {
    ...series,
    pieOpacity: "1",
    pieStrokeColor: palette.muted,
    pieOuterStrokeColor: palette.muted,
    darkMode: dark,
    dropShadow: "none",
    useGradient: false,
    background: palette.paper,
    fontFamily: font,
    fontSize: "15px",
    primaryColor: palette.soft,
    primaryTextColor: palette.ink,
    primaryBorderColor: palette.accent,
    secondaryColor: palette.code,
    secondaryTextColor: palette.ink,
    secondaryBorderColor: palette.rule,
    tertiaryColor: palette.raised,
    tertiaryTextColor: palette.ink,
    tertiaryBorderColor: palette.rule,
    lineColor: palette.muted,
    textColor: palette.ink,
    titleColor: palette.ink,
    edgeLabelBackground: palette.paper,
    clusterBkg: palette.raised,
    clusterBorder: palette.rule,
    noteBkgColor: palette.mark,
    noteTextColor: palette.ink,
    noteBorderColor: palette.rule,
    actorLineColor: palette.muted,
    labelColor: palette.ink,
    pieTitleTextColor: palette.ink,
    pieSectionTextColor: palette.ink,
    pieLegendTextColor: palette.ink,
  };
}

// mermaid writes HTML; an image is XML. It gets the size that its drawing has.
function finish(svg: string): Omit<Extract<FrameMessage, { loci: "drawn" }>, "loci" | "id"> {
  const held = window.held_styles; // in the single file
  const drawing = (held ? held.parse(svg) : new DOMParser().parseFromString(svg, "text/html")).querySelector("svg");
  if (!drawing) throw new Error("nothing was drawn");
  const box = (drawing.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  const width = Math.max(1, Math.ceil(box[2] || Number.parseFloat(drawing.getAttribute("width") ?? "") || 600));
  const height = Math.max(1, Math.ceil(box[3] || Number.parseFloat(drawing.getAttribute("height") ?? "") || 400));
  drawing.setAttribute("width", String(width));
  drawing.setAttribute("height", String(height));
  drawing.style.removeProperty("max-width");
  const text = new XMLSerializer().serializeToString(drawing);
  return {
    svg: held ? held.written_out(text).replace(/^(<svg[^>]*?) style="max-width:[^"]*"/, "$1") : text,
    width,
    height,
    title: drawing.querySelector(":scope > title")?.textContent?.trim() ?? "",
    description: drawing.querySelector(":scope > desc")?.textContent?.trim() ?? "",
    kind: drawing.getAttribute("aria-roledescription") ?? "",
  };
}

async function draw(request: DrawRequest): Promise<void> {
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      logLevel: 5,
      htmlLabels: false, // text of SVG: an image has no HTML in every browser
      flowchart: { htmlLabels: false, useMaxWidth: false },
      theme: "base",
      fontFamily: request.font,
      themeVariables: variables(request.palette, request.scheme === "dark", request.font),
    });
    const { svg } = await mermaid.render(`diagram-${request.id}`, request.source);
    send({ loci: "drawn", id: request.id, ...finish(svg) });
  } catch (error) {
    send({ loci: "failed", id: request.id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    document.querySelectorAll("body > div, body > iframe").forEach((left) => left.remove());
  }
}

// One after the other: mermaid's configuration is one for all.
let last: Promise<void> = Promise.resolve();
addEventListener("message", (event: MessageEvent<Partial<DrawRequest> | null>) => {
  if (event.source !== parent || event.data?.loci !== "draw") return;
  const request = event.data as DrawRequest;
  last = last.then(() => draw(request));
});

mermaid.initialize({ startOnLoad: false, logLevel: 5 });
send({ loci: "ready" });
