// The reader changes between light and dark, by the button or the key, and who does not see it hears it.
import { toggle_theme } from "./theme";
import { t } from "./strings";

let voice: HTMLElement | undefined;

// The region stands in the page before something is said in it: else nobody hears it.
export function set_up_theme_voice(): void {
  voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  document.body.append(voice);
}

export function change_theme(): void {
  const theme = toggle_theme();
  if (voice) voice.textContent = theme === "dark" ? t("Dark now") : t("Light now");
}
