// Runs the executable blocks of notes and compares what happens with what the notes say.
//
//   node tests/notes/run_blocks.mjs notes            all notes of a folder
//   node tests/notes/run_blocks.mjs notes/a.md ...   some notes
//
// Prints `path:line: expected ... got ...` for each difference and ends with `notes: N blocks checked, M failed`;
// exit status 0 when nothing differs, 1 otherwise. Needs PostgreSQL and Redis installed, and starts its own
// servers on unix sockets; a server that is already running is not touched.

import { readFileSync } from 'node:fs';
import { check_calc } from './calc.mjs';
import { extract_blocks } from './extract.mjs';
import { find_notes } from './find_notes.mjs';
import { start_cluster } from './postgres.mjs';
import { NoteRedis, check_redis } from './redis_blocks.mjs';
import { NoteDatabase, check_sql } from './sql_blocks.mjs';

async function check_note(blocks, cluster, index) {
  const names = new Map();
  const redis = new NoteRedis();
  const database = new NoteDatabase(cluster, `note_${index}`);
  const outcomes = [];
  try {
    for (const block of blocks) {
      if (block.kind === 'calc') outcomes.push(check_calc(block, names));
      else if (block.kind === 'redis') outcomes.push(await check_redis(block, redis));
      else outcomes.push(await check_sql(block, database));
    }
  } finally {
    await redis.close();
    await database.close();
  }
  return outcomes;
}

async function main(paths) {
  if (paths.length === 0) throw new Error('usage: run_blocks.mjs FOLDER-OR-NOTE ...');
  const notes = paths.flatMap(find_notes).map((path) => extract_blocks(readFileSync(path, 'utf8'), path));
  const problems = notes.flatMap((note) => note.problems);
  let checked = 0;
  let failed = problems.length;
  const report = (list) => {
    for (const { path, line, expected, got } of list) console.log(`${path}:${line}: expected ${expected} got ${got}`);
  };
  report(problems);
  const needs_sql = notes.some((note) => note.blocks.some((block) => block.kind === 'sql'));
  const cluster = needs_sql ? await start_cluster() : null;
  try {
    for (const [index, { blocks }] of notes.entries()) {
      for (const found of await check_note(blocks, cluster, index)) {
        checked += 1;
        if (found.length > 0) failed += 1;
        report(found);
      }
    }
  } finally {
    await cluster?.stop();
  }
  if (checked === 0) throw new Error(`no executable block in ${paths.join(' ')}`);
  console.log(`notes: ${checked} blocks checked, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => { process.exitCode = status; },
  (error) => {
    console.log(`notes: ${error.message}`);
    process.exitCode = 1;
  },
);
