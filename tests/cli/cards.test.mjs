// `loci cards`: what can be done with the cards of the notes.
import assert from "node:assert/strict";
import test from "node:test";
import { loci, makeVault } from "./vault.mjs";

const vault = {
  "site.toml": 'title = "Cards"\nnotes = "notes"\n',
  "notes/a/alpha.md": "# Alpha\n\n## Letters\n\n> [!card|deck=greek] What is alpha? ^c-alpha001\n> A letter.\n",
  "notes/b.md": "---\ncards: true\n---\n# B\n\nThe {{c1::gap}}.\n",
};

test("cards list shows id, deck, place and question, and more as JSON", (t) => {
  const folder = makeVault(t, vault);
  const { code, out, err } = loci(folder, ["cards", "list"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  const [first, second] = out.trimEnd().split("\n");
  assert.equal(first, "c-alpha001          greek    notes/a/alpha.md:5:1  What is alpha?");
  assert.match(second, /^h-[a-z2-7]{13}\/c1  Default  notes\/b\.md:6:1 +The \[…\]\.$/);
  const [card] = JSON.parse(loci(folder, ["cards", "list", "--json", "--deck", "greek"]).out);
  assert.deepEqual(card, {
    id: "c-alpha001",
    deck: "greek",
    place: "notes/a/alpha.md:5:1",
    question: "What is alpha?",
    answer: "A letter.",
    context: "Letters",
    kind: "basic",
    pinned: true,
    path: "notes/a/alpha.md",
    line: 5,
    column: 1,
  });
  assert.equal(JSON.parse(loci(folder, ["cards", "list", "--json", "--note", "b"]).out).length, 1);
});

test("cards names the nearest deck and action", (t) => {
  const folder = makeVault(t, vault);
  const deck = loci(folder, ["cards", "list", "--deck", "grek"]);
  assert.equal(deck.code, 2);
  assert.match(deck.err, /there are no cards in the deck 'grek'[^]*did you mean 'greek'\?/);
  const action = loci(folder, ["cards", "lst"]);
  assert.equal(action.code, 2);
  assert.match(action.err, /'loci cards' does not know 'lst'[^]*did you mean 'list'\?/);
  assert.match(loci(folder, ["cards"]).err, /'loci cards' needs what to do with the cards/);
});
