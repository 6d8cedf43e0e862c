// This file checks `sql pg` blocks against a live server. All blocks of one note share one database and, outside
// of scenarios, one connection. What a block may assert:
//
//   sql pg expect=ok             every statement succeeds
//   sql pg expect=rows           as above, and at least one statement is followed by its rows: -- => a|b
//   sql pg expect=error:42601    the last statement fails with this SQLSTATE
//   sql pg expect=plan:Text      the last statement's plan holds Text (plan:!Text: does not); `-- =>` lines name
//                                further parts of the plan, in order
//   sql pg sessions=A,B          a scenario: `A> statement`, then what happens:
//                                -- => a|b          these rows            -- => error 40001   this SQLSTATE
//                                -- => (0 rows)     no row                -- => WARNING:  …   this notice
//                                -- => blocks       the statement waits, seen in pg_blocking_pids()
//                                -- => unblocks     the waiting session goes on (`unblocks B` names it); lines
//                                                   below, or text behind it, say how its statement ended
//   sql pg sessions=A,S standby=S   S is connected to a streaming standby
//
// A cell `1..9` accepts a number in this range. Rows are compared as psql -At prints them.

const poll_ms = 5;
const block_limit_ms = 3_000; // above deadlock_timeout (1 s), so that a deadlock is resolved by the server
const statement_limit_ms = 30_000;

// Resolves to the promise's value, or to null when it does not come in time.
function within(ms, promise) {
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(() => resolve(null), ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Splits SQL at its semicolons. Returns [{ text, line, expected: [{ text, line }] }]; an `-- =>` comment belongs
// to the statement before it.
export function split_statements(text, first_line) {
  const statements = [];
  const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|\/\*[\s\S]*?\*\//y;
  const escape_string = /[eE]'(?:[^'\\]|''|\\[\s\S])*'/y;
  let current = '';
  let start = 0;
  const line_at = (offset) => first_line + text.slice(0, offset).split('\n').length - 1;
  const flush = () => {
    if (current.trim() !== '') statements.push({ text: current.trim(), line: line_at(start), expected: [] });
    current = '';
  };
  const append = (part, offset) => {
    if (current.trim() === '' && part.trim() !== '') start = offset + part.search(/\S/);
    current += part;
  };
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('--', at)) {
      const end = text.indexOf('\n', at);
      const comment = text.slice(at, end < 0 ? text.length : end);
      const expectation = /^--\s*=>(?: (.*))?$/.exec(comment.trimEnd());
      if (expectation) {
        flush();
        if (statements.length === 0) throw new Error(`line ${line_at(at)}: an expected row before the first statement`);
        statements.at(-1).expected.push({ text: expectation[1] ?? '', line: line_at(at) });
      }
      at += comment.length;
      continue;
    }
    const word_before = at > 0 && /\w/.test(text[at - 1]);
    escape_string.lastIndex = at;
    opaque.lastIndex = at;
    const match = (!word_before && escape_string.exec(text)) || (text[at] === '$' && word_before ? null : opaque.exec(text));
    if (match) {
      append(match[0], at);
      at += match[0].length;
    } else if (text[at] === ';') {
      flush();
      at += 1;
    } else {
      append(text[at], at);
      at += 1;
    }
  }
  flush();
  return statements;
}

function cell_matches(wanted, got) {
  if (wanted === got) return true;
  const range = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(wanted);
  return range !== null && got !== '' && Number(got) >= Number(range[1]) && Number(got) <= Number(range[2]);
}

export function row_matches(wanted, got) {
  const left = wanted.trimEnd().split('|');
  const right = got.trimEnd().split('|');
  return left.length === right.length && left.every((cell, column) => cell_matches(cell.trim(), right[column].trim()));
}

const describe = (result) => {
  if (result.error) return `error ${result.error.code} (${result.error.message})`;
  return result.rows.length > 0 ? result.rows.join(' / ') : `${result.tag} (0 rows)`;
};

// Compares one result with the lines that stand below its statement; returns null or { line, expected, got }.
export function compare_result(statement, result) {
  const wanted = statement.expected;
  const notices = wanted.filter((line) => /^(WARNING|NOTICE|INFO):/.test(line.text));
  const lines = wanted.filter((line) => !notices.includes(line));
  const where = { line: lines[0]?.line ?? statement.line };
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();
  for (const notice of notices) {
    if (!result.notices.some((got) => squeeze(got).startsWith(squeeze(notice.text)))) {
      return { line: notice.line, expected: notice.text, got: result.notices.join(' / ') || 'no notice' };
    }
  }
  const error = lines.length === 1 ? /^error (\w{5})\b/.exec(lines[0].text) : null;
  if (error) {
    return result.error?.code === error[1] ? null : { ...where, expected: `error ${error[1]}`, got: describe(result) };
  }
  if (result.error) {
    return { ...where, expected: lines.map((line) => line.text).join(' / ') || 'success', got: describe(result) };
  }
  if (lines.length === 0) return null;
  if (lines.length === 1 && lines[0].text === '(0 rows)') {
    return result.rows.length === 0 ? null : { ...where, expected: '(0 rows)', got: describe(result) };
  }
  const rows = [...lines];
  const differs = { ...where, expected: rows.map((line) => line.text).join(' / '), got: describe(result) };
  // psql also prints the command's tag: UPDATE 1.
  if (rows.length === result.rows.length + 1 && rows.at(-1).text.trim() === result.tag) rows.pop();
  if (rows.length !== result.rows.length) return differs;
  const wrong = rows.findIndex((line, index) => !row_matches(line.text, result.rows[index]));
  return wrong < 0 ? null : { ...differs, line: rows[wrong].line };
}

function compare_plan(statement, result, wanted, block_line) {
  if (result.error) return { line: statement.line, expected: wanted, got: describe(result) };
  const plan = result.rows.join('\n');
  const got = result.rows.map((row) => row.trim()).join(' / ');
  const absent = wanted.startsWith('!');
  if (plan.includes(absent ? wanted.slice(1) : wanted) === absent) {
    return { line: block_line, expected: `plan ${absent ? `without ${wanted.slice(1)}` : wanted}`, got };
  }
  let at = 0;
  for (const line of statement.expected) {
    const found = result.rows.findIndex((row, index) => index >= at && row.includes(line.text.trim()));
    if (found < 0) return { line: line.line, expected: line.text.trim(), got };
    at = found + 1;
  }
  return null;
}

// The note's database and connections. `settle_*` of the cluster take luck out of reloads and replication.
export class NoteDatabase {
  constructor(cluster, name) {
    this.cluster = cluster;
    this.name = name;
    this.main = null;
    this.changed_settings = false;
  }

  async open() {
    if (this.main) return;
    await this.cluster.create_database(this.name);
    this.main = await this.cluster.connect(this.name);
  }

  async close() {
    if (!this.main) return;
    this.main.close();
    if (this.changed_settings) await this.cluster.reset_settings();
    await this.cluster.stop_standby();
  }

  async before(statement) {
    if (/\bALTER\s+SYSTEM\b/i.test(statement.text)) this.changed_settings = true;
    return /pg_reload_conf\s*\(/.test(statement.text) ? this.cluster.now() : null;
  }

  async after(reload_time) {
    if (reload_time !== null) await this.cluster.settle_reload(reload_time);
  }

  async run_plain(statement) {
    const reload_time = await this.before(statement);
    const query = this.main.query(statement.text);
    const result = await within(statement_limit_ms, query);
    if (result === null) {
      await this.cluster.terminate(this.main);
      await query;
      this.main = await this.cluster.connect(this.name);
      return { rows: [], notices: [], tag: '', error: { code: 'none', message: `no answer in ${statement_limit_ms / 1000} s` } };
    }
    await this.after(reload_time);
    return result;
  }
}

async function check_plain(block, database, statements) {
  const expect = block.options.expect ?? (statements.some((statement) => statement.expected.length > 0) ? 'rows' : 'ok');
  const [, kind, detail] = /^(\w+)(?::(.*))?$/.exec(expect) ?? [];
  if (!['ok', 'rows', 'error', 'plan'].includes(kind) || ((kind === 'error' || kind === 'plan') && !detail)) {
    return [{ line: block.line, expected: 'expect=rows, ok, error:SQLSTATE or plan:Text', got: expect }];
  }
  if (kind === 'rows' && statements.every((statement) => statement.expected.length === 0)) {
    return [{ line: block.line, expected: 'a statement followed by its rows (-- => …)', got: 'none' }];
  }
  const problems = [];
  for (const [index, statement] of statements.entries()) {
    const last = index === statements.length - 1;
    const result = await database.run_plain(statement);
    let problem;
    if (last && kind === 'error') {
      problem = result.error?.code === detail ? null : { line: statement.line, expected: `error ${detail}`, got: describe(result) };
    } else if (last && kind === 'plan') {
      problem = compare_plan(statement, result, detail, block.line);
    } else {
      problem = compare_result(statement, result);
    }
    if (problem) problems.push(problem);
  }
  if (database.main.transaction !== 'I') await database.main.query('ROLLBACK');
  return problems;
}

// Reads `A> statement` lines into steps [{ session, text, line, expected }].
function read_steps(block, names) {
  const steps = [];
  const fail = (line, expected, got) => {
    throw Object.assign(new Error(expected), { problem: { line, expected, got } });
  };
  block.text.split('\n').forEach((raw, index) => {
    const line = block.line + 1 + index;
    const comment = /^\s*--(.*)$/.exec(raw);
    if (comment) {
      const expectation = /^\s*=>(?: (.*))?$/.exec(comment[1].trimEnd());
      if (!expectation) return;
      if (steps.length === 0) fail(line, 'a statement before what it does', raw.trim());
      steps.at(-1).expected.push({ text: expectation[1] ?? '', line });
      return;
    }
    if (raw.trim() === '') return;
    const prompt = /^(\w+)> (.*)$/.exec(raw);
    if (prompt) {
      if (!names.includes(prompt[1])) fail(line, `one of the sessions ${names.join(', ')}`, prompt[1]);
      steps.push({ session: prompt[1], text: prompt[2], line, expected: [] });
    } else if (steps.length > 0 && steps.at(-1).expected.length === 0) {
      steps.at(-1).text += `\n${raw}`;
    } else {
      fail(line, 'a session before the statement (A> …)', raw.trim());
    }
  });
  // A trailing comment may carry the expectation: A> SELECT 1; -- => 1
  return steps.flatMap((step) => {
    const parts = split_statements(step.text, step.line).map((part) => ({ ...part, session: step.session }));
    if (parts.length === 0) fail(step.line, 'a statement', step.text);
    parts.at(-1).expected.push(...step.expected);
    return parts;
  });
}

// Splits a step's lines into what its own statement does and what the statement it releases does.
function split_expectations(step, names) {
  const pattern = new RegExp(`^unblocks\\b\\s*(?:(${names.join('|')})\\b)?[:,]?\\s*(.*)$`);
  const at = step.expected.findIndex((line) => pattern.test(line.text));
  if (at < 0) return { own: step.expected, released: null };
  const [, name, rest] = pattern.exec(step.expected[at].text);
  const expected = step.expected.slice(at + 1);
  if (rest) expected.unshift({ text: rest, line: step.expected[at].line });
  return { own: step.expected.slice(0, at), released: { name: name ?? null, line: step.expected[at].line, expected } };
}

async function check_scenario(block, database) {
  const { cluster } = database;
  const names = block.options.sessions.split(',');
  const standby = block.options.standby ?? null;
  let steps;
  try {
    steps = read_steps(block, names);
  } catch (error) {
    if (!error.problem) throw error;
    return [error.problem];
  }
  if (steps.every((step) => step.expected.length === 0)) {
    return [{ line: block.line, expected: 'a step followed by what happens (-- => …)', got: 'none' }];
  }
  const problems = [];
  const sessions = new Map();
  const waiting = new Map(); // session name -> { step, query } whose statement is blocked
  try {
    if (standby) await cluster.start_standby();
    for (const name of names) {
      const connect = name === standby ? cluster.connect_standby(database.name) : cluster.connect(database.name);
      sessions.set(name, await connect);
    }
    const name_of = (pid) => (pid === 0 ? 'a synchronous standby' : [...sessions].find(([, session]) => session.pid === pid)?.[0] ?? `process ${pid}`);

    // Resolves to the result, or to { blockers } when the statement is seen to wait and `until_blocked` asks for it.
    const follow = async (name, query, until_blocked) => {
      const limit = Date.now() + block_limit_ms;
      let result = null;
      query.then((value) => { result = value; });
      await within(poll_ms, query);
      let blockers = [];
      while (result === null) {
        blockers = name === standby ? [] : await cluster.blockers(sessions.get(name));
        if (result === null && blockers.length > 0 && until_blocked) return { blockers };
        if (result === null && Date.now() > (blockers.length > 0 ? limit : limit + statement_limit_ms)) return { blockers };
        await within(poll_ms, query);
      }
      return result;
    };
    const blocked_text = (result) => (result.blockers.length > 0 ? `blocked by ${result.blockers.map(name_of).join(', ')}` : 'no answer');

    for (const step of steps) {
      const { own, released } = split_expectations(step, names);
      const session = sessions.get(step.session);
      if (waiting.has(step.session)) {
        problems.push({ line: step.line, expected: `session ${step.session} to be free`, got: `it still waits since line ${waiting.get(step.session).step.line}` });
        return problems;
      }
      if (step.session === standby) await cluster.settle_standby();
      const reload_time = await database.before(step);
      const query = session.query(step.text);
      const must_block = own.length > 0 && own[0].text.trim() === 'blocks';
      const result = await follow(step.session, query, must_block);
      if (result.blockers && must_block) {
        waiting.set(step.session, { step, query });
      } else if (result.blockers) {
        problems.push({ line: own[0]?.line ?? step.line, expected: own.map((line) => line.text).join(' / ') || 'an answer', got: blocked_text(result) });
        return problems;
      } else if (must_block) {
        problems.push({ line: own[0].line, expected: 'blocks', got: describe(result) });
        return problems;
      } else {
        await database.after(reload_time);
        const problem = compare_result({ ...step, expected: own }, result);
        if (problem) problems.push(problem);
      }
      if (!released) continue;
      const name = released.name ?? [...waiting.keys()].find((key) => key !== step.session || !must_block);
      const held = waiting.get(name);
      if (!held) {
        problems.push({ line: released.line, expected: `a waiting session ${name ?? ''}`.trim(), got: 'none' });
        return problems;
      }
      const outcome = await follow(name, held.query, false);
      if (outcome.blockers) {
        problems.push({ line: released.line, expected: `session ${name} unblocks`, got: blocked_text(outcome) });
        return problems;
      }
      waiting.delete(name);
      const problem = compare_result({ line: released.line, expected: released.expected }, outcome);
      if (problem) problems.push(problem);
    }
    for (const [name, { step }] of waiting) {
      problems.push({ line: step.line, expected: `session ${name} to be released within the block`, got: 'it still waits at the end' });
    }
    return problems;
  } finally {
    for (const [name, session] of sessions) {
      if (name !== standby && session.pending) await cluster.terminate(session);
      session.close();
    }
  }
}

export async function check_sql(block, database) {
  await database.open();
  let problems;
  if (block.options.sessions !== undefined) {
    problems = await check_scenario(block, database);
  } else {
    let statements;
    try {
      statements = split_statements(block.text, block.line + 1);
    } catch (error) {
      return [{ path: block.path, line: block.line, expected: 'SQL', got: error.message }];
    }
    problems = statements.length === 0
      ? [{ line: block.line, expected: 'a statement', got: 'none' }]
      : await check_plain(block, database, statements);
  }
  return problems.map((problem) => ({ path: block.path, ...problem }));
}
