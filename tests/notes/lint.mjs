// Checks what every shipped note promises, beyond what `loci check` knows of any vault.
//
//   node tests/notes/lint.mjs notes                 all notes, and that no row of the coverage is without a note
//   node tests/notes/lint.mjs notes/a.md ...        some notes, and their rows
//   node tests/notes/lint.mjs --headings notes/a.md which rows name no heading yet, with what they ask for
//
// A row of coverage/<folder>.tsv names a note, what it must say, regular expressions (`;` between them) that its
// text must match, and the heading under which a reader finds it: a person reviewed that the facts are stated there.
// facts.tsv does the same for what is commonly stated wrongly and for the checks that must stay executable (facts.mjs);
// what each section holds, and how long a note is, stands in shape.mjs.
// Prints `path:line: what is wrong` for each fault; exit status 0 when there is none.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lint_facts } from './facts.mjs';
import { find_notes } from './find_notes.mjs';
import { count_prose_words, lint_shape } from './shape.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');

const common = ['In one sentence', 'See also'];
const required_sections = {
  concept: [...common, 'Why it exists', 'How it works', 'Trade-offs', 'Failure modes', 'Numbers to know', 'In an interview', 'Common mistakes'],
  component: [...common, 'Why it exists', 'How it works', 'Trade-offs', 'Failure modes', 'Numbers to know', 'In an interview', 'Common mistakes'],
  'case-study': [...common, 'Requirements', 'Estimates', 'API and data model', 'High-level design', 'Deep dives', 'Trade-offs',
    'Failure modes', 'Numbers to know', 'In an interview'],
  question: [...common, 'Trade-offs', 'In an interview'],
  guide: common,
  'sql-pattern': [...common, 'How it works', 'API and data model', 'Failure modes', 'In an interview', 'Common mistakes'],
  scenario: [...common, 'Observe', 'Hypothesise', 'Measure', 'Act', 'Prevent', 'Failure modes', 'In an interview'],
};
// A kind whose section has another natural name: either is accepted.
const other_names = { 'API and data model': ['Schema', 'Schema and sample rows', 'Data'], 'Failure modes': ['Traps', 'Causes, ranked', 'Causes'] };
const cards_at_least = { concept: 4, component: 4, 'case-study': 4, question: 4, guide: 0, 'sql-pattern': 4, scenario: 4 };
const cards_at_most = 12;
const answer_words = 25;
const primary = new Set(['docs', 'paper', 'rfc', 'book', 'source']);

// The few keys of the front matter that the rules speak of; the notes write them one a line.
function read_front_matter(lines) {
  const end = lines.indexOf('---', 1);
  const head = lines.slice(1, end);
  const value = (key) => head.find((line) => line.startsWith(`${key}:`))?.slice(key.length + 1).trim() ?? '';
  const list = (key) => value(key).replace(/^\[|\]$/g, '').split(',').map((item) => item.trim()).filter(Boolean);
  return {
    end,
    kind: value('kind'),
    summary: value('summary').replace(/^"|"$/g, ''),
    prerequisites: list('prerequisites'),
    source_kinds: head.map((line) => /^\s.*\bkind:\s*(\w+)/.exec(line)?.[1]).filter(Boolean),
    source_dates: head.filter((line) => /^\s.*\baccessed:\s*\d{4}-\d\d-\d\d/.test(line)).length,
    sources: head.filter((line) => /^\s+-\s.*\btitle:/.test(line)).length,
  };
}

const count_words = (text) => text.split(/\s+/).filter(Boolean).length;

// Question, answer and line of the forms that the notes use: `Q:`/`A:`, `> [!card]`; a cloze has no answer.
function read_cards(lines) {
  const cards = [];
  let fenced = false;
  for (let at = 0; at < lines.length; at += 1) {
    if (/^\s*(```|~~~)/.test(lines[at])) fenced = !fenced;
    if (fenced) continue;
    const plain = /^Q:\s*(.+)$/.exec(lines[at]);
    const callout = /^>\s*\[!card\][+-]?\s*(.+)$/.exec(lines[at]);
    if (!plain && !callout && /\{\{c\d+::/.test(lines[at])) cards.push({ line: at + 1, question: lines[at], answer: null });
    if (!plain && !callout) continue;
    const body = [];
    let next = at + 1;
    if (callout) for (; next < lines.length && lines[next].startsWith('>'); next += 1) body.push(lines[next].slice(1).trim());
    else for (; next < lines.length && lines[next].trim() !== ''; next += 1) body.push(lines[next]);
    const answer = body.join(' ').replace(/^A:\s*/, '').replace(/\s\^c-\S+$/, '');
    cards.push({ line: at + 1, question: (plain ?? callout)[1], answer });
  }
  return cards;
}

function read_note(path) {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  let fenced = false;
  const headings = [];
  lines.forEach((line, at) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const match = fenced ? null : /^(#{2,6})\s+(.+?)\s*(\{#[^}]+\})?$/.exec(line);
    if (match) headings.push({ text: match[2], level: match[1].length, line: at + 1 });
  });
  const name = relative(join(root, 'notes'), resolve(path)).replace(/\.md$/, '');
  return { path, name, text, lines, headings, ...read_front_matter(lines), cards: read_cards(lines) };
}

function read_coverage() {
  const folder = join(here, 'coverage');
  return readdirSync(folder).sort().flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').slice(1)
    .map((line, at) => {
      const [note, id, topic, must_say, check, heading] = line.split('\t');
      return { note, id, topic, must_say, check: check.split(';').filter(Boolean), heading, place: `tests/notes/coverage/${name}:${at + 2}` };
    }));
}

function lint_note(note, rows) {
  const faults = [];
  const fault = (line, what) => faults.push(`${note.path}:${line}: ${what}`);
  if (note.kind !== 'index') {
    const texts = new Set(note.headings.filter((heading) => heading.level === 2).map((heading) => heading.text));
    const required = required_sections[note.kind];
    if (!required) fault(2, `kind '${note.kind}' is not one of ${Object.keys(required_sections).join(', ')}`);
    for (const section of required ?? []) {
      if (![section, ...(other_names[section] ?? [])].some((name) => texts.has(name))) fault(1, `no section '## ${section}'`);
    }
    if (note.cards.length < (cards_at_least[note.kind] ?? 0)) fault(1, `${note.cards.length} cards; a ${note.kind} has at least ${cards_at_least[note.kind]}`);
    if (note.cards.length > cards_at_most) fault(1, `${note.cards.length} cards; at most ${cards_at_most}`);
    if (note.sources === 0 || !note.source_kinds.some((kind) => primary.has(kind))) fault(1, 'no source of kind docs, paper, rfc, book or source');
    if (note.source_dates < note.sources) fault(1, 'a source without its date of access');
  }
  faults.push(...lint_shape(note));
  if (note.summary.length === 0 || note.summary.length > 160) fault(1, `the summary has ${note.summary.length} characters; 1 to 160 are right`);
  for (const { line, answer } of note.cards) {
    if (answer !== null && count_words(answer) > answer_words) fault(line, `an answer of ${count_words(answer)} words; at most ${answer_words}`);
  }
  note.lines.forEach((line, at) => {
    if (/\b(TODO|FIXME|TBD|lorem ipsum)\b/.test(line)) fault(at + 1, `unfinished: ${line.trim()}`);
  });
  for (const row of rows) {
    for (const pattern of row.check) {
      if (!new RegExp(pattern).test(note.text)) fault(1, `${row.id} (${row.topic}): nothing matches /${pattern}/; it must say: ${row.must_say}`);
    }
    if (!row.heading) faults.push(`${row.place}: ${row.id} names no heading of ${row.note}`);
    else if (!note.headings.some((heading) => heading.text === row.heading)) faults.push(`${row.place}: ${row.note} has no heading '${row.heading}'`);
  }
  return faults;
}

// Circles among prerequisites, each named once with its edges.
function find_circles(notes) {
  const faults = [];
  const state = new Map();
  const by_name = new Map(notes.map((note) => [note.name, note]));
  const visit = (name, path) => {
    if (state.get(name) === 'done') return;
    if (path.includes(name)) {
      faults.push(`${by_name.get(name).path}:1: a circle of prerequisites: ${[...path.slice(path.indexOf(name)), name].join(' -> ')}`);
      return;
    }
    for (const next of by_name.get(name)?.prerequisites ?? []) visit(next, [...path, name]);
    state.set(name, 'done');
  };
  for (const note of notes) visit(note.name, []);
  return faults;
}

function find_twins(notes) {
  const seen = new Map();
  const faults = [];
  for (const note of notes) {
    for (const { line, question } of note.cards) {
      const key = question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
      if (seen.has(key)) faults.push(`${note.path}:${line}: the same question stands at ${seen.get(key)}`);
      else seen.set(key, `${note.path}:${line}`);
    }
  }
  return faults;
}

const headings_only = process.argv[2] === '--headings';
const paths = process.argv.slice(headings_only ? 3 : 2);
const notes = paths.flatMap(find_notes).map(read_note);
const coverage = read_coverage();
if (notes.length === 0) {
  console.log('usage: lint.mjs [--headings] FOLDER-OR-NOTE ...');
  process.exitCode = 2;
} else if (headings_only) {
  for (const note of notes) {
    for (const row of coverage.filter((each) => each.note === note.name && !each.heading)) console.log(`${row.place}: ${row.id}: ${row.must_say}`);
  }
} else {
  const faults = notes.flatMap((note) => lint_note(note, coverage.filter((row) => row.note === note.name)));
  const whole = paths.some((path) => statSync(path).isDirectory());
  faults.push(...find_circles(notes), ...find_twins(notes), ...lint_facts(notes, whole));
  if (whole) {
    for (const row of coverage) {
      if (!existsSync(join(root, 'notes', `${row.note}.md`))) faults.push(`${row.place}: ${row.id}: there is no note ${row.note}`);
    }
  }
  for (const line of faults) console.log(line);
  const cards = notes.reduce((sum, note) => sum + note.cards.length, 0);
  const words = notes.reduce((sum, note) => sum + count_prose_words(note), 0);
  const covered = coverage.filter((row) => row.heading && existsSync(join(root, 'notes', `${row.note}.md`))).length;
  console.log(`notes: ${notes.length} notes, ${words} words, ${cards} cards, coverage ${covered} of ${coverage.length}, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
