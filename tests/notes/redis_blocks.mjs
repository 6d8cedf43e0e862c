// This file checks `redis` blocks against a temporary redis-server of the note's own, with default settings.
//
//   > ZADD board 10 alice
//   (integer) 1
//
// A reply is compared as redis-cli prints it. `(integer) 90..120` accepts a range, a last line `...` accepts
// whatever follows, an error that ends in `...` is compared by its beginning. `#` begins a comment line. A command
// without a reply below it must only not fail.

import { createConnection } from 'node:net';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { log_tail, make_folder, remove_folder, start_server, stop_server } from './child_process.mjs';

const start_limit_ms = 10_000;
const reply_limit_ms = 10_000;

function find_redis() {
  const programs = process.env.REDIS_SERVER
    ? [process.env.REDIS_SERVER]
    : [...process.env.PATH.split(delimiter), '/usr/bin'].map((folder) => join(folder, 'redis-server'));
  const found = programs.find((path) => existsSync(path));
  if (!found) throw new Error("Redis is missing: no 'redis-server'; install the package 'redis-server' or set REDIS_SERVER");
  return found;
}

// Reads one RESP2 reply from the buffer: { value, end }, or null when it has not arrived whole.
function read_reply(buffer, at) {
  const end = buffer.indexOf('\r\n', at);
  if (end < 0) return null;
  const type = String.fromCharCode(buffer[at]);
  const head = buffer.toString('utf8', at + 1, end);
  let next = end + 2;
  if (type === '+') return { value: { status: head }, end: next };
  if (type === '-') return { value: { error: head }, end: next };
  if (type === ':') return { value: { integer: head }, end: next };
  const size = Number(head);
  if (size < 0) return { value: { nil: true }, end: next };
  if (type === '$') {
    if (buffer.length < next + size + 2) return null;
    return { value: { bulk: buffer.subarray(next, next + size) }, end: next + size + 2 };
  }
  const items = [];
  for (let index = 0; index < size; index += 1) {
    const item = read_reply(buffer, next);
    if (item === null) return null;
    items.push(item.value);
    next = item.end;
  }
  return { value: { items }, end: next };
}

function quote(bytes) {
  const named = { 0x0a: '\\n', 0x0d: '\\r', 0x09: '\\t', 0x07: '\\a', 0x08: '\\b', 0x22: '\\"', 0x5c: '\\\\' };
  const text = [...bytes].map((byte) => {
    if (named[byte]) return named[byte];
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `"${text.join('')}"`;
}

// The lines redis-cli prints for a reply.
export function format_reply(value) {
  if (value.status !== undefined) return [value.status];
  if (value.error !== undefined) return [`(error) ${value.error}`];
  if (value.integer !== undefined) return [`(integer) ${value.integer}`];
  if (value.nil) return ['(nil)'];
  if (value.bulk !== undefined) return [quote(value.bulk)];
  if (value.items.length === 0) return ['(empty array)'];
  const width = String(value.items.length).length;
  return value.items.flatMap((item, index) => {
    const label = `${String(index + 1).padStart(width)}) `;
    return format_reply(item).map((line, row) => (row === 0 ? label : ' '.repeat(label.length)) + line);
  });
}

// Words as redis-cli splits them: "…" knows escapes such as \x00, '…' does not.
function split_command(text) {
  const words = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+))/y;
  const named = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const [whole, double, single, bare] = pattern.exec(text);
    const parts = (double ?? '').match(/\\x[0-9a-fA-F]{2}|\\.|[^\\]+/g) ?? [];
    const unescaped = parts.map((part) => {
      if (/^\\x../.test(part)) return Buffer.from(part.slice(2), 'hex');
      return Buffer.from(part[0] === '\\' ? named[part[1]] ?? part[1] : part);
    });
    words.push(double === undefined ? Buffer.from(single ?? bare) : Buffer.concat(unescaped));
    at += whole.length;
  }
  return words;
}

class Connection {
  constructor(socket) {
    this.socket = socket;
    this.buffer = Buffer.alloc(0);
    this.resolve = null;
    socket.on('data', (data) => {
      this.buffer = Buffer.concat([this.buffer, data]);
      const reply = read_reply(this.buffer, 0);
      if (reply === null || !this.resolve) return;
      this.buffer = this.buffer.subarray(reply.end);
      this.resolve(reply.value);
      this.resolve = null;
    });
    socket.on('error', () => {});
    socket.on('close', () => this.resolve?.({ error: 'the connection was closed' }));
  }

  ask(words) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ error: `no reply in ${reply_limit_ms / 1000} s` }), reply_limit_ms);
      this.resolve = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
      const parts = words.flatMap((word) => [Buffer.from(`$${word.length}\r\n`), word, Buffer.from('\r\n')]);
      this.socket.write(Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts]));
    });
  }
}

export class NoteRedis {
  constructor() {
    this.server = null;
  }

  async open() {
    if (this.server) return;
    const program = find_redis();
    this.folder = make_folder();
    const path = join(this.folder, 'redis.sock');
    this.server = start_server(program, ['--port', '0', '--unixsocket', path, '--dir', this.folder], this.folder, join(this.folder, 'redis.log'), 'KILL');
    const limit = Date.now() + start_limit_ms;
    for (;;) {
      const socket = createConnection(path);
      const connected = await new Promise((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (connected) {
        this.connection = new Connection(socket);
        return;
      }
      if (this.server.exited || Date.now() > limit) throw new Error(`Redis did not start: ${log_tail(this.server)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async close() {
    if (!this.server) return;
    this.connection?.socket.destroy();
    await stop_server(this.server, 'SIGKILL');
    remove_folder(this.folder);
  }
}

function line_matches(wanted, got) {
  if (wanted === got) return true;
  const range = /^(.*\(integer\) )(-?\d+)\.\.(-?\d+)$/.exec(wanted);
  if (range && got.startsWith(range[1])) {
    const value = Number(got.slice(range[1].length));
    return value >= Number(range[2]) && value <= Number(range[3]);
  }
  return wanted.startsWith('(error)') && wanted.endsWith('...') && got.startsWith(wanted.slice(0, -3).trimEnd());
}

function reply_matches(wanted, got) {
  const open_end = wanted.at(-1) === '...';
  const lines = open_end ? wanted.slice(0, -1) : wanted;
  if (open_end ? got.length < lines.length : got.length !== lines.length) return false;
  return lines.every((line, index) => line_matches(line, got[index]));
}

export async function check_redis(block, redis) {
  await redis.open();
  const steps = [];
  const problems = [];
  block.text.split('\n').forEach((raw, index) => {
    const line = block.line + 1 + index;
    const text = raw.trimEnd();
    if (text.startsWith('> ')) steps.push({ command: text.slice(2), line, expected: [] });
    else if (text === '' || text.startsWith('#')) return;
    else if (steps.length > 0) steps.at(-1).expected.push(text);
    else problems.push({ path: block.path, line, expected: 'a command (> …)', got: text });
  });
  if (steps.every((step) => step.expected.length === 0)) {
    problems.push({ path: block.path, line: block.line, expected: 'a command followed by its reply', got: 'none' });
  }
  for (const step of steps) {
    const got = format_reply(await redis.connection.ask(split_command(step.command)));
    const fine = step.expected.length > 0 ? reply_matches(step.expected, got) : !got[0].startsWith('(error)');
    if (!fine) problems.push({ path: block.path, line: step.line, expected: step.expected.join(' / ') || 'success', got: got.join(' / ') });
  }
  return problems;
}
