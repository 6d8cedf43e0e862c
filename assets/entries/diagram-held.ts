// In the frame that draws the diagrams of the single file, before mermaid: see lib/held_styles.ts.
import { hold_styles } from "../lib/held_styles";

hold_styles();
