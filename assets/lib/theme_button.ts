// The reader changes between light and dark, by the button or the key, and who does not see it hears it.
import { toggle_theme } from "./theme";
import { t } from "./strings";
import { say } from "./voice";

export function change_theme(): void {
  say(toggle_theme() === "dark" ? t("Dark now") : t("Light now"));
}
