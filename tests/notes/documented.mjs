// Lists what the notes state on a document's word alone: the figures whose basis is a documentation, a standard, a paper
// or a default, and that no block runs. Whoever reviews the notes next year begins here, for these figures age.
//
//   node tests/notes/documented.mjs notes
//
// Prints `path:line: figure | value | basis` and ends with their number. It checks nothing.

import { readFileSync } from 'node:fs';
import { find_notes } from './find_notes.mjs';

const executed = /\b(run (above|below)|measured|executed|observed|computed|simulated|counted|experiment|transcript|arithmetic)\b/i;
let count = 0;
for (const path of process.argv.slice(2).flatMap(find_notes)) {
  let numbers = false;
  let basis = -1;
  let introduction = '';
  readFileSync(path, 'utf8').split('\n').forEach((line, at, lines) => {
    if (/^## /.test(line)) numbers = line === '## Numbers to know';
    if (!numbers) return;
    if (!line.startsWith('|')) {
      if (line.trim()) introduction = line;
      basis = -1;
      return;
    }
    const cells = line.slice(1, -1).split('|').map((cell) => cell.trim());
    if (/^\|[\s:|-]+\|$/.test(line)) return;
    if (/^\|[\s:|-]+\|$/.test(lines[at + 1] ?? '')) {
      basis = cells.indexOf('basis');
      return;
    }
    // A table without the column says its basis in the sentence before it.
    const why = basis >= 0 ? cells[basis] : introduction;
    if (executed.test(why)) return;
    console.log(`${path}:${at + 1}: ${cells.join(' | ')}${basis >= 0 ? '' : ` | ${introduction}`}`);
    count += 1;
  });
}
console.log(`notes: ${count} figures on a document's word`);
