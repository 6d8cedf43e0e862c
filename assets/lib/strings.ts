// The texts of the interface in the language of the site; twin of source/strings.h.
//
// The English text is the key. A site in another language has a script of its texts, which runs before all others and sets
// `loci_strings`; an English site has none, and a text that nobody has translated is English.
//
//     t("On this page")                        "Auf dieser Seite"
//     t("and {n} more", { n: 3 })              its places by name
//     tn("{n} note", "{n} notes", 2)           of a number
//     english("Flowchart")                     marks a text that is translated where it is used
type Places = Record<string, string | number>;

interface Table {
  one: number[]; // the numbers that take the form of one
  thousands: string;
  decimal: string;
  texts: Record<string, string | [string, string]>; // of a text with a number: of one, of several
}

declare global {
  // eslint-disable-next-line no-var
  var loci_strings: Table | undefined;
}

const table = globalThis.loci_strings;

const fill = (text: string, places?: Places): string =>
  places ? text.replace(/\{([a-z]+)\}/g, (place, name: string) => String(places[name] ?? place)) : text;

export const english = (text: string): string => text;

export function t(text: string, places?: Places): string {
  const said = table?.texts[text];
  return fill(typeof said === "string" ? said : text, places);
}

// `n` is written as a number of the language unless `places` says it.
export function tn(one: string, other: string, n: number, places?: Places): string {
  const said = table?.texts[other];
  const [of_one, of_several] = typeof said === "string" ? [said, said] : (said ?? [one, other]);
  return fill((said ? table!.one.includes(n) : n === 1) ? of_one : of_several, { n: number_text(n), ...places });
}

// "1,234"
export const number_text = (n: number): string => {
  const text = n.toLocaleString("en");
  return table ? text.replace(/[,.]/g, (sign) => (sign === "," ? table.thousands : table.decimal)) : text;
};

// "2.1"
export const decimal = (n: number): string => String(n).replace(".", table?.decimal ?? ".");

// "2.10": with as many places behind the point.
export const fixed = (n: number, places: number): string => n.toFixed(places).replace(".", table?.decimal ?? ".");

// "90%"; `places` behind the point.
export const percent_text = (share: number, places = 0): string => t("{n}%", { n: fixed(share * 100, places) });
