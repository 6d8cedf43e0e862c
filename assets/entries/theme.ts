// Runs before the first paint, so that a chosen theme does not flash and the menu of narrow screens does not jump.
import { apply_theme, saved_theme } from "../lib/theme";

apply_theme(saved_theme());
document.documentElement.classList.add("js");
