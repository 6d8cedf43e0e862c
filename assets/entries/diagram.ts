// Pages with diagrams: puts a picture in the place of each diagram's source when it comes near the screen.
import { set_up_diagrams } from "../lib/diagram";

const script = document.currentScript;
const frame_url = script instanceof HTMLScriptElement ? script.dataset["frame"] : undefined;
if (frame_url) set_up_diagrams(frame_url);
