// The script that a note's map loads when it is asked for what is two links away.
import type {} from "../lib/loci";
import { draw_near } from "../lib/graph/near";

window.loci.near = draw_near;
