// Light, dark, or as the system wishes; the reader's choice is kept under the site's own key.

export type Theme = "light" | "dark";

function key(): string {
  return `loci:${document.documentElement.dataset["site"] ?? ""}:theme`;
}

// Storage may be missing or forbidden: then the system's wish holds.
export function saved_theme(): Theme | null {
  try {
    const value = localStorage.getItem(key());
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

export function apply_theme(theme: Theme | null): void {
  if (theme) document.documentElement.dataset["theme"] = theme;
  else delete document.documentElement.dataset["theme"];
}

export function toggle_theme(): Theme {
  const shown = document.documentElement.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const theme: Theme = shown === "dark" ? "light" : "dark";
  apply_theme(theme);
  try {
    localStorage.setItem(key(), theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  return theme;
}
