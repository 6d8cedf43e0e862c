// The page's own colours as numbers: what draws cannot read their names.

// Hands `use` what turns "var(--paper)" into "rgb(250, 249, 245)", in the theme of the moment or in `scheme`.
export function with_colours<T>(use: (read: (value: string) => string) => T, scheme = ""): T {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.colorScheme = scheme;
  probe.style.setProperty("forced-color-adjust", "none"); // system colours are for text: all of these would be one
  document.body.append(probe);
  try {
    return use((value) => {
      probe.style.color = value;
      return getComputedStyle(probe).color;
    });
  } finally {
    probe.remove();
  }
}
