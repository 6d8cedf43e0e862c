// This file finds the executable blocks of a note: fenced code whose info string begins with `sql pg`,
// `redis` or `calc`. What a block means is decided by its runner (sql_blocks.mjs, redis_blocks.mjs, calc.mjs).
//
//   ```sql pg expect=error:42601      ->  { kind: 'sql', options: { expect: 'error:42601' }, line: 12, text: '...' }
//
// Every line number is the number in the note, counted from 1, so that a report can be clicked.

const known_options = {
  sql: new Set(['expect', 'sessions', 'standby']),
  redis: new Set(),
  calc: new Set(),
};

// `expect=plan:` takes the rest of the line, because a plan node's name holds spaces.
function parse_options(text) {
  const options = {};
  let rest = text.trim();
  while (rest !== '') {
    const plan = /^expect=(plan:.*)$/.exec(rest);
    if (plan) {
      options.expect = plan[1].trim();
      break;
    }
    const word = /^(\S+)\s*/.exec(rest)[0];
    const [name, ...value] = word.trim().split('=');
    options[name] = value.join('=');
    rest = rest.slice(word.length);
  }
  return options;
}

function classify(info) {
  const sql = /^sql\s+pg(?::\d+)?(?=\s|$)(.*)$/.exec(info);
  if (sql) return { kind: 'sql', options: parse_options(sql[1]) };
  const other = /^(redis|calc)(?=\s|$)(.*)$/.exec(info);
  if (other) return { kind: other[1], options: parse_options(other[2]) };
  return null;
}

// A fence, possibly inside a quote or a list: what stands before it, the fence, the info string.
const opening = /^(\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+)*\s*)(`{3,}|~{3,})\s*([^`]*)$/;
const closing = /^[\s>]*(`{3,}|~{3,})\s*$/;

// Returns { blocks, problems }; a problem is a block that would silently never run.
export function extract_blocks(markdown, path) {
  const blocks = [];
  const problems = [];
  let open = null;
  const problem = (line, expected, got) => problems.push({ path, line, expected, got });
  markdown.split(/\r?\n/).forEach((text, index) => {
    const line = index + 1;
    if (open) {
      const fence = closing.exec(text)?.[1];
      if (!fence || fence[0] !== open.fence[0] || fence.length < open.fence.length) {
        open.body.push(text);
        return;
      }
      if (open.block) blocks.push({ ...open.block, text: open.body.join('\n') });
      open = null;
      return;
    }
    const match = opening.exec(text);
    if (!match) return;
    const [, before, fence, info] = match;
    open = { fence, body: [], line, block: null };
    const found = classify(info.trim());
    if (!found) return;
    const unknown = Object.keys(found.options).filter((name) => !known_options[found.kind].has(name));
    if (before !== '') problem(line, 'an executable block at the left margin', text.trim());
    else if (unknown.length > 0) problem(line, `only known options of a ${found.kind} block`, unknown.join(' '));
    else open.block = { path, line, ...found };
  });
  if (open) problem(open.line, 'a closed fence', 'the end of the note');
  return { blocks, problems };
}
