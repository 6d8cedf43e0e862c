// A log of reviews as a reader would have made it, the same on every run: for pages that show what is remembered.
import { readFileSync } from "node:fs";
import { join } from "node:path";

// The ids of a built site's cards with the slugs of their notes, in the order of the site.
export function site_cards(folder) {
  const cards = [];
  const provide = (_, json) => {
    const manifest = JSON.parse(json);
    let at = 0;
    for (const [slug, , , count] of manifest.notes) for (const end = at + count; at < end; at += 1) cards.push({ id: manifest.ids[at], slug });
  };
  new Function("loci", readFileSync(join(folder, "cards/manifest.js"), "utf8"))({ provide });
  return cards;
}

const ms_of_day = 86_400_000;

// What review_day() of the pages says for a reader in UTC whose day begins at four.
export function day_of(ms) {
  return Math.floor((ms - 4 * 3_600_000) / ms_of_day);
}

let serial = 0;

export function review(card, grade, ms, more = {}) {
  serial += 1;
  return JSON.stringify({ v: 1, id: `SAMPLE${String(serial).padStart(20, "0")}`, dev: "sample", t: ms, tz: 0, day: day_of(ms), c: card, g: grade, ms: 4000 + (serial % 9) * 1000, ...more });
}

// Every card begun on a day of the last `days`, and seen again with growing gaps; one answer in nine is forgotten.
export function study(cards, now_ms, days) {
  const lines = [];
  cards.forEach(({ id }, i) => {
    let gap = 1;
    for (let ago = days - (i % Math.max(1, days - 2)); ago > 0; ago -= gap) {
      const forgotten = (i * 7 + ago * 5) % 9 === 0;
      lines.push(review(id, forgotten ? 1 : 3 + ((i + ago) % 4 === 0 ? 1 : 0), now_ms - ago * ms_of_day + i));
      if (forgotten) lines.push(review(id, 3, now_ms - ago * ms_of_day + i + 600_000));
      gap = forgotten ? 2 : Math.ceil(gap * 2.2);
    }
  });
  return lines.join("\n") + "\n";
}

// A card forgotten `times` times after it was known, and due again.
export function leech(card, now_ms, times) {
  const lines = [review(card, 4, now_ms - (3 * times + 20) * ms_of_day)];
  for (let i = 0; i < times; i += 1) {
    const at = now_ms - (3 * (times - i) + 3) * ms_of_day;
    lines.push(review(card, 1, at), review(card, 3, at + 600_000));
  }
  return lines.join("\n") + "\n";
}
