// What a page and the frame that draws its diagrams say to each other.
//
// mermaid puts styles into what it draws, which the pages' policy forbids, and it is larger than all else of a site together. So it
// lives in a frame of its own (diagram-frame.html), which a page loads when a diagram comes near, and answers with the text of
// an SVG. The page shows that as an image: scripts in an image never run and its styles reach nothing outside.

export type Scheme = "light" | "dark";

export interface Palette {
  paper: string;
  raised: string;
  ink: string;
  muted: string;
  rule: string;
  accent: string;
  soft: string; // the accent on paper
  code: string;
  mark: string;
  series: string[]; // of slices, branches and the like; ink can be read on each
}

export interface DrawRequest {
  loci: "draw";
  id: number;
  source: string;
  scheme: Scheme;
  palette: Palette;
  font: string;
}

export type FrameMessage =
  | { loci: "ready" }
  | { loci: "drawn"; id: number; svg: string; width: number; height: number; title: string; description: string; kind: string }
  | { loci: "failed"; id: number; message: string };
