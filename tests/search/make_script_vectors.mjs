// Writes tests/vectors/search/scripts.json: texts in more than twenty scripts with the terms that the C++ analysis makes of them. The
// C++ and the browser's tests run the file. The texts are made of Unicode ranges and of words of ours, by seed, so that a run gives the same bytes;
// what changes is read before it is committed.
//
//     LOCI_SEARCH_DUMP=build/dev/tests/search_dump node tests/search/make_script_vectors.mjs
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump, random, root } from "./support.mjs";

// Letters and marks that have been in Unicode for long; [first, last], or the characters themselves.
const scripts = {
  latin: [[0x61, 0x7a], [0x41, 0x5a], [0xc0, 0xd6], [0xd8, 0xf6], [0xf8, 0x17f], "ßẞıİſœæøđłþ"],
  vietnamese: [[0x1ea0, 0x1ef9], [0x61, 0x7a]],
  greek: [[0x391, 0x3a1], [0x3a3, 0x3c9], "άέήίόύώΆΈΉΊΌΎΏϊϋΐΰς", [0x1f00, 0x1f15]],
  cyrillic: [[0x410, 0x44f], "ёЁїЇйЙґЄў"],
  armenian: [[0x531, 0x556], [0x561, 0x586]],
  georgian: [[0x10d0, 0x10f0]],
  hebrew: [[0x5d0, 0x5ea], [0x5b0, 0x5bc]],
  arabic: [[0x627, 0x63a], [0x641, 0x64a], [0x64b, 0x652], "ـپچگی"],
  syriac: [[0x710, 0x72c]],
  devanagari: [[0x905, 0x939], [0x93e, 0x94d], "क़ख़"],
  bengali: [[0x985, 0x98c], [0x995, 0x9a8], [0x9be, 0x9c4], "্"],
  gurmukhi: [[0xa15, 0xa28], [0xa3e, 0xa42]],
  gujarati: [[0xa95, 0xaa8], [0xabe, 0xac5]],
  tamil: [[0xb85, 0xb8a], [0xbae, 0xbb9], [0xbbe, 0xbc2], "்"],
  telugu: [[0xc15, 0xc28], [0xc3e, 0xc44]],
  kannada: [[0xc95, 0xca8], [0xcbe, 0xcc4]],
  malayalam: [[0xd15, 0xd28], [0xd3e, 0xd43]],
  sinhala: [[0xd9a, 0xdb1], [0xdcf, 0xdd4]],
  thai: [[0xe01, 0xe2e], [0xe30, 0xe3a], [0xe40, 0xe4e]],
  lao: [[0xe94, 0xe97], [0xeb0, 0xeb9]],
  myanmar: [[0x1000, 0x1021], [0x102b, 0x1032]],
  khmer: [[0x1780, 0x17a2], [0x17b6, 0x17c5]],
  ethiopic: [[0x1200, 0x1246]],
  tibetan: [[0xf40, 0xf47], [0xf71, 0xf7c]],
  cherokee: [[0x13a0, 0x13f4]],
  mongolian: [[0x1820, 0x1842]],
  hiragana: [[0x3041, 0x3096], "がぎぱぴ", [0x3099, 0x309a]],
  katakana: [[0x30a1, 0x30fa], "ー・", [0xff66, 0xff9f]],
  han: [[0x4e00, 0x4fff], [0x5f00, 0x60ff], "々〇", [0x20000, 0x20100], [0xf900, 0xf920]],
  hangul: [[0xac00, 0xad00], [0x1100, 0x1112], [0x1161, 0x1175], [0x3131, 0x3163]],
  fullwidth: [[0xff21, 0xff3a], [0xff41, 0xff5a], [0xff10, 0xff19]],
  mathematical: [[0x1d400, 0x1d433], "ℂℕℚℝℤ"],
  signs: "ªº²³½①Ⅷ№™ﬁﬂĳ℃Å",
};

const names = [
  "getUserById", "HTTPServer", "XMLHttpRequest", "Base64Encoder", "URLs", "iOS", "eBay", "snake_case_name", "SCREAMING_CASE", "std::vector", "a::b::c",
  "Foo.bar", "foo.getBar().baz", "node.js", ".NET", ".gitignore", "C++", "C#", "F#", "g++", "count++", "B+", "a+b", "x86_64", "UTF-8", "write-ahead",
  "e-mail", "don't", "l'école", "Kafka's", "they'll", "O'Neill", "1,000", "3.14", "v1.2.3", "10.0.0.1", "a/b/c", "path/to/File.txt", "--flag", "@user",
  "#tag", "fn(arg)", "map[key]", "a<b>", "https://example.org/a/b?c=d#e", "user@example.org", "2026-11-22", "12:30", "50%", "$HOME", "~/.config",
  "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef", "a.b.c.d.e.f.g.h", "__init__", "_private", "trailing_", "ÄpfelBaum",
  "naïveBayes", "école-maternelle", "данныеТест", "Δx", "κόσμοςFoo", "データBase", "SQL文", "東京Tower", "C++言語", "日本語.txt", "한국어test", "ไทยthai",
];

const plain = "the log is written before a page and after it replication of replicas isolation levels are running cats ponies sky hopping happily".split(" ");
const joints = [" ", " ", " ", ", ", ". ", "-", "_", "/", ".", "::", "'", "’", "‐", "\u00ad", "\u200d", "\u200b", "\u00a0", "\u3000", "\n", "(", ")", "·", "—", "+", "#", "&"];

function letters_of(ranges) {
  if (typeof ranges === "string") return [...ranges];
  return ranges.flatMap((range) =>
    typeof range === "string" ? [...range] : Array.from({ length: range[1] - range[0] + 1 }, (_, i) => String.fromCodePoint(range[0] + i)),
  );
}

const r = random(2026);
const texts = new Set();
const alphabets = Object.values(scripts).map(letters_of);
const word_of = (letters) => Array.from({ length: 1 + r.below(7) }, () => r.pick(letters)).join("");
for (const letters of alphabets) {
  for (let i = 0; i < 130; ++i) {
    let text = word_of(letters);
    for (let k = r.below(3); k > 0; --k) {
      const other = r.next();
      text += r.pick(joints) + (other < 0.6 ? word_of(letters) : other < 0.8 ? r.pick(plain) : other < 0.9 ? r.pick(names) : word_of(r.pick(alphabets)));
    }
    texts.add(text);
  }
}
for (const name of names) texts.add(name);
while (texts.size < 5400) {
  let text = r.pick(r.next() < 0.5 ? names : plain);
  for (let k = r.below(3); k >= 0; --k) text += r.pick(joints) + r.pick(r.next() < 0.6 ? names : plain);
  texts.add(text);
}
const list = [...texts];
const terms = dump(["terms"], list);
writeFileSync(
  join(root, "tests/vectors/search/scripts.json"),
  `[\n${list.map((text, i) => JSON.stringify([text, terms[i]])).join(",\n")}\n]\n`,
);
console.log(`${list.length} texts, ${terms.join(" ").split(" ").length} terms`);
