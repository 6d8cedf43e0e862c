// Writes match.json: which card a history belongs to, as both generator/cards (match.h, history.h) and assets/lib/review
// must find it. The first cases are written by hand, the others are random edits of small vaults by seed.
//
//     node tests/vectors/cards/generate.mjs && LOCI_UPDATE_GOLDEN=1 build/release/tests/loci_unit "*vectors of histories*"
//
// The second command fills in what C++ makes of them; read the diff.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

const hex = (text) => createHash("sha256").update(text).digest("hex");
const key_of = (question) => `h-${hex(question).slice(0, 13)}`;
const mark_of = (answer) => (answer.length < 8 ? "" : hex(answer).slice(0, 16));
const trace = (group, note, question, answer = "", more = {}) => ({ group, content: "", note, question, answer: mark_of(answer), before: "", after: "", ...more });

const left_join = trace("h-a", "joins", "What does a LEFT JOIN keep?", "every row of the left table");
const long = "What does the planner do ".repeat(14);
const matches = [
  { what: "a card that got an id", old: [trace("h-a", "", "")], cards: [trace("c-new", "n", "q", "a", { content: "h-a" })] },
  { what: "a card that lost its id", old: [trace("c-old", "n", "What is it?", "", { content: "h-a" })], cards: [trace("h-a", "n", "What is it?", "", { content: "h-a" })] },
  { what: "reworded in its note", old: [left_join], cards: [trace("h-b", "joins", "What does a LEFT JOIN retain?", "all rows of the left table")] },
  { what: "reworded elsewhere, the same answer", old: [left_join], cards: [trace("h-b", "other", "What does a LEFT JOIN retain?", "every row of the left table")] },
  { what: "reworded elsewhere, another answer", old: [left_join], cards: [trace("h-b", "other", "What does a LEFT JOIN retain?", "all rows of the left table")] },
  { what: "put in other words, the only one with this answer", old: [left_join], cards: [trace("h-b", "joins", "Which rows survive a LEFT JOIN?", "every row of the left table")] },
  { what: "put in other words, two with this answer", old: [left_join], cards: ["h-b", "h-c"].map((id) => trace(id, "joins", `Which rows survive ${id === "h-b" ? "a LEFT JOIN" : "one LEFT JOIN"}?`, "every row of the left table")) },
  { what: "between the same neighbours", old: [trace("h-a", "x", "How is a lease renewed?", "", { before: "h-1", after: "h-2" })], cards: [trace("h-b", "y", "How is a lease renewed in time?", "", { before: "h-1", after: "h-2" })] },
  { what: "two candidates about as near", old: [trace("h-a", "n", "What is an index scan?")], cards: [trace("h-b", "n", "What is an index seek?"), trace("h-c", "n", "What is an index skim?")] },
  { what: "the better pair first, then the other is free", old: [trace("h-a", "n", "What is an index scan good for?"), trace("h-b", "n", "What is an index seek good for?")], cards: [trace("h-c", "n", "What is an index scan good for!!"), trace("h-d", "n", "What is an index seek really good for?")] },
  { what: "case, punctuation and composition do not count", old: [trace("h-a", "n", "Wie heißt „Schlu\u0308ssel“ — KEY?")], cards: [trace("h-b", "n", "wie heißt schl\u00fcssel key")] },
  { what: "letters outside ASCII", old: [trace("h-a", "n", "什么是左连接？")], cards: [trace("h-b", "n", "什么是左外连接？"), trace("h-c", "n", "Ελληνικά 😀?")] },
  { what: "nothing is known of the old question", old: [trace("h-a", "n", "")], cards: [trace("h-b", "n", "What?")] },
  { what: "questions of signs only", old: [trace("h-a", "n", "???")], cards: [trace("h-b", "n", "…"), trace("h-c", "n", "!!!")] },
  { what: "long questions", old: [trace("h-a", "n", `${long}now?`)], cards: [trace("h-b", "n", `${long}then?`)] },
  { what: "nothing at all", old: [], cards: [trace("h-b", "n", "What?")] },
];

// ---- random vaults ---------------------------------------------------------------------------------------------------

function random_of(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 48271) >>> 0) % 2147483647;
    return (state >>> 5) % bound;
  };
}

const things = ["a LEFT JOIN", "a covering index", "the write-ahead log", "MVCC", "read committed", "a bloom filter", "the buffer pool", "Raft", "a vector clock", "Größe von Blöcken", "an LSM tree", "a checkpoint", "a quorum read", "идемпотентность"];
const details = ["under heavy load", "after a crash", "in PostgreSQL", "for a long query", "with skewed keys", "on replicas", "during a failover", "at read time"];
const forms = ["What does T keep D?", "Why is T needed D?", "How does T behave D?", "When would you use T D?", "What goes wrong with T D?", "What is the purpose of T D?", "What limits T D?"];
const swaps = [["What does ", "Say what "], ["Why is ", "For what reason is "], ["How does ", "In which way does "], [" keep ", " preserve "], [" needed ", " necessary "], [" behave ", " act "], ["?", ", and why?"], ["What ", "In short: what "]];

function vault_of(next) {
  const one = (list) => list[next(list.length)];
  const question = () => one(forms).replace("T", one(things)).replace("D", one(details));
  const taken = new Set();
  const fresh = () => {
    for (;;) {
      const made = question();
      if (!taken.has(made)) return taken.add(made) && made;
    }
  };
  const answer = () => (next(5) === 0 ? "Yes." : `It is ${one(things)} ${one(details)}, see page ${next(40)}.`);
  const card = () => ({ question: fresh(), answer: answer(), pin: next(6) === 0 ? `c-${hex(String(next(1e6))).slice(0, 8)}` : "", parts: one([[""], [""], ["", "/r"], ["/c1", "/c2"]]) });
  const notes = Array.from({ length: 3 }, (_, i) => ({ slug: `folder/note-${i}`, cards: Array.from({ length: 2 + next(5) }, card) }));
  return { notes, card, one, fresh, answer };
}

function site_of(notes) {
  return notes.flatMap(({ slug, cards }) => {
    const ids = cards.map((card) => card.pin || key_of(card.question));
    return cards.map((card, i) => ({
      ...trace(ids[i], slug, card.question, card.answer, { content: key_of(card.question), before: ids[i - 1] ?? "", after: ids[i + 1] ?? "" }),
      ids: card.parts.map((part) => ids[i] + part),
    }));
  });
}

function edit(notes, vault, next) {
  const note = vault.one(notes);
  const at = next(note.cards.length);
  const card = note.cards[at];
  const other = vault.one(notes);
  switch (next(10)) {
    case 0: card.question = card.question.slice(0, 5) + "x" + card.question.slice(5 + next(2)); break;
    case 1:
    case 2:
    case 3: {
      const [from, to] = vault.one(swaps);
      card.question = card.question.includes(from) ? card.question.replace(from, to) : `Explain: ${card.question}`;
      break;
    }
    case 4: card.answer = vault.answer(); break;
    case 5: other.cards.push(...note.cards.splice(at, note.cards.length > 1 ? 1 : 0)); break;
    case 6: note.slug += "-renamed"; break;
    case 7: note.cards.splice(at, 0, vault.card()); break;
    case 8: if (note.cards.length > 1) note.cards.splice(at, 1); break;
    default: card.pin = card.pin ? "" : `c-${hex(card.question).slice(0, 8)}`;
  }
}

function plan_of(seed) {
  const next = random_of(seed * 7919);
  const vault = vault_of(next);
  const before = site_of(vault.notes);
  const log = [];
  const event = (fields) => {
    const number = log.length;
    const id = `01KB${String(number).padStart(22, "0")}`;
    log.push(JSON.stringify({ v: 1, id, dev: "lap1", t: 1767605400000 + number * 1000, tz: 60, day: 20458, ...fields }));
    return id;
  };
  for (const card of before) {
    if (next(4) === 0) continue;
    for (const id of card.ids) if (next(3) > 0 || id === card.ids[0]) event(next(8) === 0 ? { e: "suspend", c: id, on: true } : { c: id, g: 1 + next(4), ms: 4000, due: 20460 });
    if (next(8) === 0) continue; // the log does not say what it was
    const said = Object.entries({ c: card.group, k: card.content === card.group ? "" : card.content, note: card.note, q: card.question, a: card.answer, b: card.before, n: card.after });
    const id = event({ e: "seen", ...Object.fromEntries(said.filter(([, text]) => text !== "")) });
    if (next(12) === 0) event({ e: "undo", ref: id });
  }
  const edits = 1 + next(4);
  for (let i = 0; i < edits; i += 1) edit(vault.notes, vault, next);
  return { what: `seed ${seed}, ${edits} edits`, log, site: site_of(vault.notes) };
}

const plans = Array.from({ length: 48 }, (_, i) => plan_of(i + 1));
const about = "Which card a history belongs to, in both languages; see generate.mjs beside this.";
const list = (name, rows) => ` ${JSON.stringify(name)}: [\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n ]`;
writeFileSync(new URL("match.json", import.meta.url), `{\n "about": ${JSON.stringify(about)},\n${list("matches", matches)},\n${list("plans", plans)}\n}\n`);
