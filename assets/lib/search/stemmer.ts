// lunr's English stemmer; twin of generator/search/stemmer.cc, whose comments say what each step does.

type Rule = readonly [from: string, to: string];

const rules = (text: string): Rule[] =>
  text.split(" ").map((rule) => {
    const [from = "", to = ""] = rule.split(":");
    return [from, to];
  });

const step_two = rules(
  "ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous ization:ize " +
    "ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble logi:log",
);
const step_three = rules("icate:ic ative alize:al iciti:ic ical:ic ful ness");
const step_four = rules("al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize");

const is_vowel = (c: string): boolean => c === "a" || c === "e" || c === "i" || c === "o" || c === "u";
const is_vowel_or_y = (c: string): boolean => c === "y" || is_vowel(c);

function after_first_consonants(word: string): number {
  let at = 0;
  if (word !== "" && !is_vowel(word.charAt(0))) {
    ++at;
    while (at < word.length && !is_vowel_or_y(word.charAt(at))) ++at;
  }
  return at;
}

// Porter's m; 2 stands for two or more.
function measure(word: string): number {
  let at = after_first_consonants(word);
  for (let m = 0; m < 2; ++m) {
    if (at >= word.length) return m;
    ++at;
    while (at < word.length && is_vowel(word.charAt(at))) ++at;
    if (at >= word.length) return m;
    ++at;
    while (at < word.length && !is_vowel_or_y(word.charAt(at))) ++at;
  }
  return 2;
}

function is_short(word: string): boolean {
  const last = word.slice(-1);
  if (word.length < 3 || is_vowel(word.charAt(0)) || is_vowel_or_y(last) || last === "w" || last === "x") return false;
  return after_first_consonants(word) + 2 === word.length;
}

const ends_after_something = (word: string, suffix: string): boolean => word.length > suffix.length && word.endsWith(suffix);

function longest(word: string, table: readonly Rule[]): Rule | undefined {
  let found: Rule | undefined;
  for (const rule of table) {
    if ((!found || rule[0].length > found[0].length) && ends_after_something(word, rule[0])) found = rule;
  }
  return found;
}

function past_and_participle(word: string): string {
  if (ends_after_something(word, "eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const length = ends_after_something(word, "ed") ? 2 : ends_after_something(word, "ing") ? 3 : 0;
  const stem = word.slice(0, word.length - length);
  if (length === 0 || after_first_consonants(stem) >= stem.length) return word;
  if (/(at|bl|iz)$/.test(stem)) return stem + "e";
  const last = stem.slice(-1);
  if (stem.length > 1 && last === stem.charAt(stem.length - 2) && !is_vowel_or_y(last) && !"lsz".includes(last)) return stem.slice(0, -1);
  return is_short(stem) ? stem + "e" : stem;
}

function replace_when_measured(word: string, table: readonly Rule[]): string {
  const rule = longest(word, table);
  if (!rule) return word;
  const stem = word.slice(0, -rule[0].length);
  return measure(stem) > 0 ? stem + rule[1] : word;
}

function strip_when_long(word: string): string {
  const rule = longest(word, step_four);
  const length = rule ? rule[0].length : ends_after_something(word, "sion") || ends_after_something(word, "tion") ? 3 : 0;
  return length > 0 && measure(word.slice(0, -length)) > 1 ? word.slice(0, -length) : word;
}

export function stem_word(word: string): string {
  if (word.length < 3) return word;
  const first_is_y = word.startsWith("y");
  if (first_is_y) word = "Y" + word.slice(1);
  if (ends_after_something(word, "sses") || ends_after_something(word, "ies")) word = word.slice(0, -2);
  else if (word.endsWith("s") && word.charAt(word.length - 2) !== "s") word = word.slice(0, -1);
  word = past_and_participle(word);
  if (word.length >= 3 && word.endsWith("y") && !is_vowel(word.charAt(word.length - 2))) word = word.slice(0, -1) + "i";
  word = strip_when_long(replace_when_measured(replace_when_measured(word, step_two), step_three));
  if (ends_after_something(word, "e")) {
    const stem = word.slice(0, -1);
    const m = measure(stem);
    if (m > 1 || (m === 1 && !is_short(stem))) word = stem;
  }
  if (word.endsWith("ll") && measure(word) > 1) word = word.slice(0, -1);
  return first_is_y ? "y" + word.slice(1) : word;
}
