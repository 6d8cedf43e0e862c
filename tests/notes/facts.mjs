// The facts that notes on these subjects commonly state wrongly, and the checks that must stay executable.
//
// A row of facts.tsv: id, note, heading, where, must_match, statement. `must_match` are regular expressions with `;`
// between them; `where` says what they are matched against under that heading (no heading: the whole note):
//   text    the section's text
//   block   one executable block of it matches all of them
//   blocks  each is matched by some executable block of it
// Ids: E1 to E37, errors of the documents the base began with; F1 to F90, statements commonly made wrongly; C1 to C66,
// checks. A letter after the number (C59b) is a second part of the same check. Whoever moves a fact to another note
// moves its row; a row is deleted only when the fact is no longer true.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const last_of = { E: 37, F: 90, C: 66 };
const executable = /^(sql\s+pg|redis|calc|sim|ref)(?=[\s:]|$)/;

export function read_facts() {
  return readFileSync(join(here, 'facts.tsv'), 'utf8').trimEnd().split('\n').slice(1).map((line, at) => {
    const [id, note, heading, where, must_match, statement] = line.split('\t');
    return { id, note, heading, where, must_match: must_match.split(';'), statement, place: `tests/notes/facts.tsv:${at + 2}` };
  });
}

// Info string and text of each executable block, with the line of its fence.
function executable_blocks(note) {
  const blocks = [];
  let open = null;
  note.lines.forEach((line, at) => {
    const fence = /^(`{3,}|~{3,})(.*)$/.exec(line);
    if (open && fence && fence[1][0] === open.mark && fence[2].trim() === '') {
      if (executable.test(open.info)) blocks.push({ line: open.line, text: [open.info, ...note.lines.slice(open.line, at)].join('\n') });
      open = null;
    } else if (!open && fence) open = { mark: fence[1][0], info: fence[2].trim(), line: at + 1 };
  });
  return blocks;
}

function lint_fact(fact, note) {
  const at = note.headings.findIndex((heading) => heading.text === fact.heading);
  if (fact.heading && at < 0) return [`${fact.place}: ${fact.note} has no heading '${fact.heading}'`];
  const first = fact.heading ? note.headings[at].line : 1;
  const next = note.headings.slice(at + 1).find((heading) => heading.level <= note.headings[at]?.level);
  const last = fact.heading && next ? next.line - 1 : note.lines.length;
  const patterns = fact.must_match.map((pattern) => new RegExp(pattern));
  const blocks = executable_blocks(note).filter((block) => block.line >= first && block.line <= last).map((block) => block.text);
  const text = note.lines.slice(first - 1, last).join('\n');
  if (fact.where === 'block') {
    if (blocks.some((block) => patterns.every((pattern) => pattern.test(block)))) return [];
    return [`${fact.place}: ${fact.id}: no executable block of ${fact.note}, '${fact.heading}', matches ${fact.must_match.join(' and ')}; it must show: ${fact.statement}`];
  }
  const found = (pattern) => (fact.where === 'text' ? pattern.test(text) : blocks.some((block) => pattern.test(block)));
  return patterns.filter((pattern) => !found(pattern))
    .map((pattern) => `${fact.place}: ${fact.id}: nothing in ${fact.note}, '${fact.heading}', matches ${pattern}; it must say: ${fact.statement}`);
}

// `whole`: all notes are there, so that a row without a note, or an id without a row, is a fault.
export function lint_facts(notes, whole) {
  const facts = read_facts();
  const by_name = new Map(notes.map((note) => [note.name, note]));
  const faults = facts.flatMap((fact) => {
    const note = by_name.get(fact.note);
    if (note) return lint_fact(fact, note);
    return whole ? [`${fact.place}: ${fact.id}: there is no note ${fact.note}`] : [];
  });
  const ids = new Set(facts.map((fact) => fact.id));
  for (const [letter, last] of Object.entries(last_of)) {
    for (let number = 1; whole && number <= last; number += 1) {
      if (!ids.has(`${letter}${number}`)) faults.push(`tests/notes/facts.tsv:1: ${letter}${number} has no row`);
    }
  }
  return faults;
}
