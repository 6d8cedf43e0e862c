// What the reader looked for before, under the site's own key; storage may be missing or forbidden.

const most = 5;
const key = (): string => `loci:${window.loci.siteId}:searches`;

export function recent_searches(): string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(key()) ?? "[]");
    return Array.isArray(saved) ? saved.filter((each) => typeof each === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export function remember_search(query: string): void {
  const trimmed = query.trim();
  if (trimmed === "") return;
  try {
    localStorage.setItem(key(), JSON.stringify([trimmed, ...recent_searches().filter((each) => each !== trimmed)].slice(0, most)));
  } catch {
    // Then it is forgotten.
  }
}

export function forget_searches(): void {
  try {
    localStorage.removeItem(key());
  } catch {
    // There was nothing to forget.
  }
}
