// Proves that the runner of the notes' blocks can fail: fixtures/right.md must pass whole, and every false
// statement of fixtures/wrong.md must be reported where it stands.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function run(fixture, environment = {}) {
  const result = spawnSync(process.execPath, ['run_blocks.mjs', `fixtures/${fixture}`],
    { cwd: here, encoding: 'utf8', env: { ...process.env, ...environment } });
  return { status: result.status, lines: result.stdout.trim().split('\n') };
}

assert.deepEqual(run('right.md'), { status: 0, lines: ['notes: 10 blocks checked, 0 failed'] });

assert.deepEqual(run('wrong.md'), {
  status: 1,
  lines: [
    'fixtures/wrong.md:70: expected an executable block at the left margin got - ```sql pg expect=ok',
    'fixtures/wrong.md:74: expected only known options of a sql block got expects',
    'fixtures/wrong.md:8: expected rps = 66.6 got 66.66666666666667',
    "fixtures/wrong.md:9: expected an expression got no value named 'unknown'",
    'fixtures/wrong.md:14: expected 2 got 1',
    'fixtures/wrong.md:20: expected error 42601 got 1',
    'fixtures/wrong.md:24: expected success got error 22012 (division by zero)',
    'fixtures/wrong.md:27: expected plan Index Scan got Result',
    'fixtures/wrong.md:34: expected blocks got 0',
    'fixtures/wrong.md:43: expected session B unblocks got blocked by A',
    'fixtures/wrong.md:50: expected 0 got blocked by A',
    'fixtures/wrong.md:55: expected error 40001 got INSERT 0 1 (0 rows)',
    'fixtures/wrong.md:59: expected (integer) 2 got (integer) 1',
    'fixtures/wrong.md:67: expected success got (error) WRONGTYPE Operation against a key holding the wrong kind of value',
    'fixtures/wrong.md:78: expected a statement followed by its rows (-- => …) got none',
    'notes: 12 blocks checked, 14 failed',
  ],
});

for (const [variable, message] of [['PG_BINDIR', /PostgreSQL is missing/], ['REDIS_SERVER', /Redis is missing/]]) {
  const { status, lines } = run('right.md', { [variable]: '/nonexistent' });
  assert.equal(status, 1);
  assert.match(lines.at(-1), message);
}

console.log('the runner passes what is right, reports what is wrong, and says what is missing');
