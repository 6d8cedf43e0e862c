// What a note's sections hold, beyond having their headings: its length in words, a diagram, tables where the reader
// compares, at least three failures, levels and a spoken answer, links with reasons. lint.mjs calls it for each note.

// Words of the text by kind, as a reader counts them: front matter, fenced code (programs, diagrams, transcripts) and
// the targets of links are not words, nor are the cards, whose number and length have limits of their own; tables,
// lists and quotations are. A token without a letter or a digit (a table's rule, a dash) is none either.
const lengths = {
  concept: [700, 1400],
  component: [700, 1400],
  'case-study': [1800, 3000],
  question: [250, 500],
  guide: [400, 1200],
  'sql-pattern': [500, 1200],
  scenario: [500, 1200],
};
// A definition is said aloud in one breath; two short sentences are allowed.
const sentence_words = 45;

// The lines outside fences and cards; a fence's own lines are left out. A card is `> [!card]` with its quotation, or
// `Q:` with the lines up to the next empty one.
function prose_lines(note) {
  let fence = null;
  let card = null;
  const found = [];
  note.lines.forEach((text, at) => {
    const mark = /^[\s>]*(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark && fence === null) fence = mark[0];
    else if (mark && mark[0] === fence) fence = null;
    else if (fence === null && at > note.end) {
      if (/^>\s*\[!card\]/.test(text)) card = 'quotation';
      else if (/^Q:\s/.test(text)) card = 'pair';
      else if (card === 'quotation' && !text.startsWith('>')) card = null;
      else if (card === 'pair' && text.trim() === '') card = null;
      if (card === null) found.push(text);
    }
  });
  return found;
}

export function count_prose_words(note) {
  const text = prose_lines(note).join('\n')
    .replace(/\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, '$1').replace(/\]\([^)]*\)/g, ']');
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

// The lines from a `##` heading to the next one; `names` are equally good.
function section(note, names) {
  const tops = note.headings.filter((heading) => heading.level === 2);
  const at = tops.findIndex((heading) => names.includes(heading.text));
  if (at < 0) return null;
  const end = tops[at + 1]?.line ?? note.lines.length + 1;
  const body = note.lines.slice(tops[at].line, end - 1);
  return { line: tops[at].line, body, text: body.join('\n') };
}

const table_rows = (body) => body.filter((line, at) => /^\|/.test(line) && !/^\|[\s:|-]+\|?$/.test(line) && /^\|/.test(body[at - 1] ?? ''));
const items = (body) => body.filter((line) => /^(-|\*|\d+\.)\s/.test(line));

export function lint_shape(note) {
  const faults = [];
  const fault = (line, what) => faults.push(`${note.path}:${line}: ${what}`);
  const is = (...kinds) => kinds.includes(note.kind);
  const words = count_prose_words(note);
  const [least, most] = lengths[note.kind] ?? [0, Infinity];
  if (words < least || words > most) fault(1, `${words} words; a ${note.kind} has ${least} to ${most}`);

  const sentence = section(note, ['In one sentence']);
  if (sentence) {
    const count = sentence.text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (count > sentence_words) fault(sentence.line, `a definition of ${count} words; at most ${sentence_words}`);
  }
  if (is('concept', 'component', 'case-study') && !/^```(mermaid|text)$/m.test(note.text)) fault(1, 'no diagram (a fence of mermaid or text)');
  if (is('concept', 'component', 'case-study', 'question')) {
    const part = section(note, ['Trade-offs']);
    if (part && table_rows(part.body).length < 2) fault(part.line, 'trade-offs without a table');
  }
  if (is('concept', 'component', 'case-study', 'sql-pattern', 'scenario')) {
    const part = section(note, ['Failure modes', 'Traps', 'Causes, ranked', 'Causes']);
    const count = part ? table_rows(part.body).length + items(part.body).length + part.body.filter((line) => /^(###|\*\*)/.test(line)).length : 0;
    if (part && count < 3) fault(part.line, `${count} failure modes; at least three`);
  }
  if (is('concept', 'component', 'case-study')) {
    const part = section(note, ['Numbers to know']);
    if (part && !/\bbasis\b|\b(measured|computed|documented|documentation|assumption|simulated)\b/i.test(part.text)) fault(part.line, 'numbers without a basis');
    if (part && !/\b20[0-2]\d\b|PostgreSQL 1\d|Redis 7/.test(part.text)) fault(part.line, 'numbers without a year or a version');
  }
  if (is('concept', 'component', 'sql-pattern')) {
    const part = section(note, ['Common mistakes']);
    if (part && table_rows(part.body).length < 2) fault(part.line, 'common mistakes without a table of wrong, right, source');
  }
  if (is('concept', 'component', 'case-study', 'question', 'sql-pattern', 'scenario')) {
    const part = section(note, ['In an interview']);
    for (const word of ['Core', 'Senior', 'Staff', 'Spoken', 'Red flags']) {
      if (part && !part.text.includes(word)) fault(part.line, `the interview without '${word}'`);
    }
    const numbered = part ? part.body.filter((line) => /^\d+\.\s/.test(line)).length : 3;
    if (numbered < 3) fault(part.line, `${numbered} follow-ups with answers; three`);
  }
  if (is('case-study')) {
    const asked = {
      Requirements: [/\*\*Functional/, /\*\*Non-functional/, /\*\*Non-goals/],
      Estimates: [/^```calc$/m],
      'API and data model': [/^```sql pg/m, /access pattern/],
      'High-level design': [/^```(mermaid|text)$/m, /Write path/, /Read path/],
      'Deep dives': [/[Rr]ejected/],
    };
    for (const [name, patterns] of Object.entries(asked)) {
      const part = section(note, [name]);
      for (const pattern of part ? patterns : []) if (!pattern.test(part.text)) fault(part.line, `${name}: nothing matches ${pattern}`);
    }
  }
  let diagram = false;
  note.lines.forEach((line, at) => {
    if (line === '```sql' && !/not run/i.test(note.lines.slice(at + 1, at + 3).join(' '))) fault(at + 1, 'SQL that is not executed and does not say why');
    if (/^```/.test(line)) diagram = /^```mermaid/.test(line);
    // A semicolon ends a statement of Mermaid, so the rest of a label would be a syntax error in the browser.
    else if (diagram && line.includes(';')) fault(at + 1, 'a semicolon in a mermaid diagram');
  });
  const also = section(note, ['See also']);
  if (also && note.kind !== 'index') {
    const links = also.body.filter((line) => /^[-*]\s.*\[\[/.test(line));
    if (links.length < 3 || links.length > 6) fault(also.line, `${links.length} links; 3 to 6`);
    for (const link of links) if (!/\]\](:|,| -| –)\s*\S+/.test(link)) fault(also.line, `a link without its reason: ${link}`);
  }
  return faults;
}
