// Known-item queries: for each, the one page or section that is meant. Made by seed from the site's own texts; ambiguous ones are left
// out. Half of the pages are for tuning ("dev"), half for the report ("test"), by a hash of the page.
import { random } from "../../search/support.mjs";

export const page_of = (ref) => ref.split("#", 1)[0];
const lower = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
const plain_words = (text) => words_of(lower(text)).join(" ");
const words_of = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

export function half_of(page) {
  let hash = 2166136261;
  for (let i = 0; i < page.length; ++i) hash = Math.imul(hash ^ page.charCodeAt(i), 16777619);
  return ((hash ^ (hash >>> 13)) >>> 0) % 2 === 0 ? "dev" : "test";
}

// key -> value, without the keys that came with two values.
function unambiguous(pairs) {
  const map = new Map();
  for (const [key, value] of pairs) {
    if (key === "") continue;
    if (map.has(key) && map.get(key) !== value) map.set(key, null);
    else if (!map.has(key)) map.set(key, value);
  }
  return [...map].filter(([, value]) => value !== null);
}

function misspelt(r, text) {
  const words = text.split(" ");
  const long = words.map((word, i) => [word, i]).filter(([word]) => /^[a-z]{5,}$/i.test(word));
  if (long.length === 0) return null;
  const [word, at] = r.pick(long);
  const i = 1 + r.below(word.length - 2);
  const kind = r.below(3);
  const letter = "abcdefghijklmnopqrstuvwxyz"[r.below(26)];
  const wrong =
    kind === 0 ? word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2)
    : kind === 1 ? word.slice(0, i) + word.slice(i + 1)
    : word.slice(0, i) + letter + word.slice(i + 1);
  if (wrong === word) return null;
  words[at] = wrong;
  return words.join(" ");
}

const split_identifier = (word) =>
  word.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_.:/-]+/g, " ").toLowerCase().trim();

// entries: [{ref, title, heading, body}]; links: [{text, page}]; aliases: [{text, page}]. So many of each class and half, if there are.
export function make_queries({ entries, links, aliases }, seed, wanted) {
  const r = random(seed);
  const classes = {};
  const sample = (name, candidates) => {
    const rest = [...candidates];
    const picked = { dev: [], test: [] };
    while (rest.length > 0 && (picked.dev.length < wanted || picked.test.length < wanted)) {
      const at = r.below(rest.length);
      const half = half_of(page_of(rest[at].target));
      if (picked[half].length < wanted) picked[half].push({ ...rest[at], half });
      rest[at] = rest[rest.length - 1];
      rest.pop();
    }
    classes[name] = [...picked.dev, ...picked.test];
  };

  const pages = entries.filter((entry) => !entry.ref.includes("#"));
  const titles = unambiguous(pages.map((entry) => [lower(entry.title), entry.ref]));
  const title_texts = new Set(titles.map(([text]) => text));
  sample("title", titles.map(([query, target]) => ({ query, target, by: "page" })));

  const title_of = new Map(pages.map((entry) => [entry.ref, lower(entry.title)]));
  const headings = unambiguous(
    entries.filter((entry) => entry.heading !== "").map((entry) => [lower(entry.heading), entry.ref]),
  ).filter(([text, ref]) => !title_texts.has(text) && plain_words(text) !== plain_words(title_of.get(page_of(ref)) ?? "")); // those are titles
  // A page that begins with a heading, and that heading's section, are one place: either answers.
  const begins_page = new Map();
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    if (before && !before.ref.includes("#") && page_of(entry.ref) === before.ref && before.body === entry.body) begins_page.set(entry.ref, before.ref);
  });
  sample("heading", headings.map(([query, target]) => ({ query, target, also: begins_page.get(target), by: "section" })));

  const holders = new Map(); // word -> pages
  const words_by_page = new Map();
  for (const entry of entries) {
    const page = page_of(entry.ref);
    const words = words_by_page.get(page) ?? new Set();
    for (const word of words_of(entry.body.toLowerCase())) if (/^[a-z]{4,20}$/.test(word)) words.add(word);
    words_by_page.set(page, words);
  }
  for (const words of words_by_page.values()) for (const word of words) holders.set(word, (holders.get(word) ?? 0) + 1);
  const body = [];
  for (const [page, words] of words_by_page) {
    const rare = [...words].filter((word) => holders.get(word) >= 2 && holders.get(word) <= 400);
    if (rare.length < 3) continue;
    const three = new Set();
    while (three.size < 3) three.add(r.pick(rare));
    body.push({ query: [...three].join(" "), target: page, by: "page" });
  }
  sample("body", body);

  sample("typo", titles.map(([text, target]) => ({ query: misspelt(r, text), target, by: "page" })).filter(({ query }) => query !== null));

  const held_out = unambiguous(aliases.map(({ text, page }) => [lower(text), page]));
  sample("alias held out", held_out.filter(([text]) => !title_texts.has(text)).map(([query, target]) => ({ query, target, by: "page" })));

  const others = unambiguous(links.map(({ text, page }) => [lower(text), page])).filter(
    ([text, page]) => text !== title_of.get(page) && !title_texts.has(text) && words_of(text).length > 0 && text.length < 80,
  );
  sample("link text", others.map(([query, target]) => ({ query, target, by: "page" })));

  const spans = new Map();
  for (const entry of entries) {
    const words = entry.body.match(/(?<![^\s])[A-Za-z]+(?: [A-Za-z]+){3}(?![^\s.,;:?!])/g) ?? [];
    for (const span of words) spans.set(lower(span), spans.has(lower(span)) && spans.get(lower(span)) !== page_of(entry.ref) ? null : page_of(entry.ref));
  }
  const phrases = [...spans].filter(([, page]) => page !== null);
  sample("phrase", phrases.map(([text, target]) => ({ query: `"${text}"`, target, by: "page" })));

  const identifiers = [];
  for (const entry of entries) {
    for (const word of entry.body.match(/[A-Za-z]+(?:[_.:/-]{1,2}[A-Za-z]+)+|[a-z]+(?:[A-Z][a-z]+)+/g) ?? []) {
      if (word.length <= 40) identifiers.push([word, page_of(entry.ref)]);
    }
  }
  const own = unambiguous(identifiers);
  sample("identifier", own.flatMap(([word, target]) => [
    { query: word, target, by: "page" },
    { query: split_identifier(word), target, by: "page" },
  ]).filter(({ query }) => words_of(query).length > 0));
  return classes;
}

// The rank of what is meant among the refs that an engine shows; 0: not there.
export function rank_of({ target, also, by }, refs) {
  const list = by === "section" ? refs : [...new Set(refs.map(page_of))];
  return list.findIndex((ref) => ref === target || ref === also) + 1;
}

// Every prefix of at least three letters, as someone types the words.
export function typing_session(query) {
  const steps = [];
  for (let end = 3; end <= query.length; ++end) if (/[\p{L}\p{N}]/u.test(query[end - 1])) steps.push(query.slice(0, end));
  return steps;
}
