// This file evaluates `calc` blocks: named arithmetic with asserted results. No eval: a small recursive
// descent over + - * / ** and parentheses, in the precedence of Python.
//
//   daily_users = 10_000_000              # an assumption
//   rps = daily_users * 20 / 86_400       # => 2314.8
//
// `# => value` asserts to the precision that is printed: 2314.8 accepts 2314.75 to 2314.85. Names live as
// long as the note, so a later block may use an earlier one.

const functions = {
  min: Math.min,
  max: Math.max,
  ceil: Math.ceil,
  floor: Math.floor,
  round: Math.round,
  sqrt: Math.sqrt,
  ln: Math.log,
  log2: Math.log2,
  exp: Math.exp,
};

function tokenize(text) {
  const tokens = [];
  const pattern = /\s*(?:(\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|[-+*/(),]))/y;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw new Error(`cannot read '${text.slice(at).trim()}'`);
    if (match[1] !== undefined) tokens.push({ number: Number(match[1].replaceAll('_', '')) });
    else if (match[2] !== undefined) tokens.push({ name: match[2] });
    else tokens.push({ sign: match[3] });
    at = pattern.lastIndex;
  }
  return tokens;
}

export function evaluate(text, names) {
  const tokens = tokenize(text);
  let at = 0;
  const sees = (sign) => tokens[at]?.sign === sign;
  const take = (sign) => {
    if (!sees(sign)) throw new Error(`'${sign}' is missing in '${text.trim()}'`);
    at += 1;
  };
  function atom() {
    const token = tokens[at];
    if (token === undefined) throw new Error(`'${text.trim()}' ends too early`);
    at += 1;
    if (token.number !== undefined) return token.number;
    if (token.sign === '(') {
      const value = sum();
      take(')');
      return value;
    }
    if (token.name === undefined) throw new Error(`'${token.sign}' is out of place in '${text.trim()}'`);
    if (sees('(')) {
      const call = Object.hasOwn(functions, token.name) ? functions[token.name] : null;
      if (call === null) throw new Error(`no function named '${token.name}'`);
      take('(');
      const values = [sum()];
      while (sees(',')) {
        take(',');
        values.push(sum());
      }
      take(')');
      return call(...values);
    }
    if (!names.has(token.name)) throw new Error(`no value named '${token.name}'`);
    return names.get(token.name);
  }
  // ** binds to the right, and tighter than a minus on its left: -2 ** 2 is -4.
  function power() {
    const base = atom();
    if (!sees('**')) return base;
    take('**');
    return base ** signed();
  }
  function signed() {
    if (sees('-')) {
      take('-');
      return -signed();
    }
    if (sees('+')) {
      take('+');
      return signed();
    }
    return power();
  }
  function product() {
    let value = signed();
    while (sees('*') || sees('/')) {
      const sign = tokens[at].sign;
      at += 1;
      const right = signed();
      value = sign === '*' ? value * right : value / right;
    }
    return value;
  }
  function sum() {
    let value = product();
    while (sees('+') || sees('-')) {
      const sign = tokens[at].sign;
      at += 1;
      const right = product();
      value = sign === '+' ? value + right : value - right;
    }
    return value;
  }
  const value = sum();
  if (at !== tokens.length) throw new Error(`cannot read the end of '${text.trim()}'`);
  if (!Number.isFinite(value)) throw new Error(`'${text.trim()}' is not a finite number`);
  return value;
}

// '63.4%' asserts 0.634; '1_000 per second' asserts 1000; '2.8e-7' asserts two significant digits.
function parse_expectation(text) {
  const match = /^([-+]?\d[\d_,]*(?:\.(\d[\d_]*))?(?:[eE]([+-]?\d+))?)\s*(%)?/.exec(text);
  if (!match) return null;
  const scale = match[4] ? 0.01 : 1;
  const decimals = (match[2] ?? '').replaceAll('_', '').length;
  const value = Number(match[1].replace(/[_,]/g, '')) * scale;
  const half_step = 0.5 * 10 ** (Number(match[3] ?? 0) - decimals) * scale;
  return { value, tolerance: half_step + Math.abs(value) * 1e-12 };
}

export function check_calc(block, names) {
  const problems = [];
  let asserted = 0;
  block.text.split('\n').forEach((line, index) => {
    const where = { path: block.path, line: block.line + 1 + index };
    const [code, ...comment] = line.split('#');
    if (code.trim() === '') {
      if (comment.join('#').trim().startsWith('=>')) {
        problems.push({ ...where, expected: 'an assertion on the line of its expression', got: line.trim() });
      }
      return;
    }
    const assignment = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/.exec(code);
    if (!assignment) {
      problems.push({ ...where, expected: 'name = expression', got: code.trim() });
      return;
    }
    let value;
    try {
      value = evaluate(assignment[2], names);
    } catch (error) {
      problems.push({ ...where, expected: 'an expression', got: error.message });
      return;
    }
    names.set(assignment[1], value);
    const note = comment.join('#').trim();
    if (!note.startsWith('=>')) return;
    const wanted = note.slice(2).trim();
    const expectation = parse_expectation(wanted);
    asserted += 1;
    if (expectation === null) {
      problems.push({ ...where, expected: 'a number after =>', got: wanted });
    } else if (Math.abs(value - expectation.value) > expectation.tolerance) {
      problems.push({ ...where, expected: `${assignment[1]} = ${wanted}`, got: String(value) });
    }
  });
  if (asserted === 0 && problems.length === 0) {
    problems.push({ path: block.path, line: block.line, expected: 'at least one asserted result (# => value)', got: 'none' });
  }
  return problems;
}
