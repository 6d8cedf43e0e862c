// The script of graph.html: the map of all notes.
import "../lib/loci";
import { start_graph } from "../lib/graph/page";

const root = document.querySelector<HTMLElement>(".graph[data-map]");
const file = root?.dataset["map"];
// Under `loci serve` the text of the page is swapped when notes change; the map begins anew then.
document.addEventListener("loci:swapped", () => location.reload());
if (root && file) void start_graph(root, file);
