// Filters as they stand in a query: "tag:sql" and "in:databases", put in and taken out by a press on a chip.
import { filter_name, parse_query } from "./parse_query";
import { english, t } from "../strings";

const kinds: Record<string, string> = { "is:card": english("cards"), "is:page": english("pages"), "is:section": english("sections") };

// What the reader sees of one: "#SQL", "in databases".
export function filter_text(name: string, label = name.slice(name.indexOf(":") + 1)): string {
  if (name.startsWith("tag:")) return `#${label}`;
  if (name.startsWith("in:")) return t("in {folder}", { folder: label });
  return name.startsWith("is:") ? t(kinds[name] ?? `${label}s`) : name;
}

// Names of the filters that narrow, as the query has them.
export const filters_of = (query: string): string[] => [...new Set(parse_query(query).filters)];

// The pieces of a query with the blanks between them; what stands in quotes is one piece.
const pieces_of = (query: string): string[] => query.match(/\s+|[^\s"]*"[^"]*"?[^\s"]*|[^\s"]+/g) ?? [];

export function without_filter(query: string, name: string): string {
  const left = pieces_of(query).filter((piece) => piece.includes('"') || !parse_query(piece).filters.includes(name));
  return left.join("").replace(/\s+/g, (blanks) => blanks.charAt(0)).trimStart();
}

export function with_filter(query: string, name: string): string {
  const rest = query.trimEnd();
  return `${rest}${rest === "" ? "" : " "}${name} `;
}

// The filter that is being typed at the query's end: where it begins, its sign, and its name so far ("tag:", "tag:sq").
export function typed_filter(query: string): { begin: number; sign: string; name: string } | undefined {
  const match = /(?:^|\s)([+-]?)((?:tag|in|is):\S*)$/.exec(query);
  const text = match?.[2];
  if (text === undefined || text.includes('"')) return undefined;
  return { begin: query.length - text.length - (match?.[1] ?? "").length, sign: match?.[1] ?? "", name: filter_name(text) };
}

// What is asked loosely: without quotes and +, and with nothing left out.
export const loosely = (query: string): string =>
  query.replace(/(^|\s)-(?:[^\s"]*"[^"]*"?|[^\s-]\S*)/g, " ").replace(/"/g, " ").replace(/(^|\s)\+(?=\S)/g, "$1").replace(/\s+/g, " ").trim();
