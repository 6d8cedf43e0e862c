// This file runs a temporary PostgreSQL cluster (and, when a note asks for it, a streaming standby), reached
// through a unix socket only, and speaks the simple query protocol to it. What blocks mean is sql_blocks.mjs.
//
//   const cluster = await start_cluster();
//   const session = await cluster.connect('postgres');
//   (await session.query('SELECT 1, NULL')).rows      ->  ['1|']        as psql -At prints it

import { createConnection } from 'node:net';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { log_tail, make_folder, remove_folder, run_program, start_server, stop_server } from './child_process.mjs';

const start_limit_ms = 20_000;

function find_bin() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = process.env.PG_BINDIR
    ? [process.env.PG_BINDIR]
    : [...versions.map((version) => join(debian, version, 'bin')), ...process.env.PATH.split(delimiter)];
  const found = folders.find((folder) => ['initdb', 'postgres', 'pg_basebackup'].every((name) => existsSync(join(folder, name))));
  if (!found) throw new Error("PostgreSQL is missing: no 'initdb' and 'postgres'; install the package 'postgresql' or set PG_BINDIR");
  return found;
}

function fields_of(body) {
  const fields = {};
  let at = 0;
  while (body[at] !== 0) {
    const end = body.indexOf(0, at + 1);
    fields[String.fromCharCode(body[at])] = body.toString('utf8', at + 1, end);
    at = end + 1;
  }
  return { severity: fields.V ?? fields.S, code: fields.C, message: fields.M };
}

function values_of(body) {
  const values = [];
  let at = 2;
  for (let column = body.readUInt16BE(0); column > 0; column -= 1) {
    const size = body.readInt32BE(at);
    at += 4;
    values.push(size < 0 ? '' : body.toString('utf8', at, at + size));
    at += Math.max(size, 0);
  }
  return values;
}

// One connection. One query is under way at a time; its result is
// { rows, tag, error, notices } with rows and notices as lines of text.
class Session {
  constructor(socket) {
    this.socket = socket;
    this.pid = 0;
    this.transaction = 'I';
    this.pending = null;
    this.buffer = Buffer.alloc(0);
    this.ready = new Promise((resolve, reject) => {
      this.pending = { rows: [], notices: [], tag: '', error: null, resolve: (result) => (result.error ? reject(new Error(result.error.message)) : resolve()) };
    });
    socket.on('data', (data) => this.read(data));
    socket.on('error', (error) => this.end(error.message));
    socket.on('close', () => this.end('the connection was closed'));
  }

  end(message) {
    const pending = this.pending;
    this.pending = null;
    if (pending) pending.resolve({ ...pending, error: { code: '08006', message } });
  }

  read(data) {
    this.buffer = Buffer.concat([this.buffer, data]);
    while (this.buffer.length >= 5) {
      const size = this.buffer.readUInt32BE(1) + 1;
      if (this.buffer.length < size) return;
      const body = this.buffer.subarray(5, size);
      this.take(String.fromCharCode(this.buffer[0]), body);
      this.buffer = this.buffer.subarray(size);
    }
  }

  take(type, body) {
    if (type === 'K') this.pid = body.readInt32BE(0);
    const pending = this.pending;
    if (!pending) return;
    if (type === 'R' && body.readInt32BE(0) !== 0) {
      pending.error = { code: '28000', message: 'the server asks for a password' };
    } else if (type === 'D') {
      pending.rows.push(...values_of(body).join('|').split('\n'));
    } else if (type === 'C') {
      pending.tag = body.toString('utf8', 0, body.length - 1);
    } else if (type === 'E') {
      pending.error = fields_of(body);
    } else if (type === 'N') {
      const notice = fields_of(body);
      pending.notices.push(`${notice.severity}:  ${notice.message}`);
    } else if (type === 'Z') {
      this.transaction = String.fromCharCode(body[0]);
      this.pending = null;
      pending.resolve(pending);
    }
  }

  send(type, ...parts) {
    const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length + 4);
    this.socket.write(Buffer.concat([Buffer.from(type), head, body]));
  }

  query(text) {
    return new Promise((resolve) => {
      this.pending = { rows: [], notices: [], tag: '', error: null, resolve };
      if (this.socket.destroyed) this.end('the connection was closed');
      else this.send('Q', text);
    });
  }

  close() {
    this.socket.end();
    this.socket.destroy();
  }
}

async function connect(folder, port, database) {
  const socket = createConnection(join(folder, `.s.PGSQL.${port}`));
  const session = new Session(socket);
  const version = Buffer.alloc(4);
  version.writeUInt32BE(196_608); // protocol 3.0
  socket.on('connect', () => {
    session.send('', version, 'user', 'postgres', 'database', database, 'application_name', 'notes', Buffer.alloc(1));
  });
  await session.ready;
  return session;
}

// A query of the runner itself, which must not fail.
async function ask(session, text) {
  const result = await session.query(text);
  if (result.error) throw new Error(`'${text}' failed: ${result.error.message}`);
  return result.rows;
}

async function start_postgres(bin, folder, data, port, settings) {
  const args = ['-D', data, '-k', folder, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const server = start_server(join(bin, 'postgres'), args, folder, join(folder, `${port}.log`), 'QUIT');
  const limit = Date.now() + start_limit_ms;
  for (;;) {
    try {
      return { server, monitor: await connect(folder, port, 'postgres') };
    } catch (error) {
      if (server.exited || Date.now() > limit) {
        await stop_server(server, 'SIGQUIT');
        throw new Error(`PostgreSQL did not start (${error.message}): ${log_tail(server)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

// Settings that differ from the defaults, each for a reason: no durability is needed; a background vacuum would
// make heap fetches and dead row counts a matter of luck; wal_level lets a note make a logical slot.
const settings = {
  listen_addresses: '', fsync: 'off', autovacuum: 'off', wal_level: 'logical', timezone: 'UTC', log_timezone: 'UTC',
};

const primary_port = 5432; // names the socket file; nothing listens on TCP
const standby_port = 5433;

class Cluster {
  constructor(bin, folder, started) {
    this.bin = bin;
    this.folder = folder;
    this.server = started.server;
    this.monitor = started.monitor;
    this.standby = null;
  }

  connect(database) {
    return connect(this.folder, primary_port, database);
  }

  connect_standby(database) {
    return connect(this.folder, standby_port, database);
  }

  async create_database(name) {
    await ask(this.monitor, `CREATE DATABASE ${name}`);
  }

  // Who holds the session back: process ids, [0] for a wait for a synchronous standby, or [] when nothing does.
  async blockers(session) {
    const rows = await ask(this.monitor, `
      SELECT unnest(pg_blocking_pids(${session.pid}) || pg_safe_snapshot_blocking_pids(${session.pid}))
      UNION ALL SELECT 0 FROM pg_stat_activity WHERE pid = ${session.pid} AND wait_event = 'SyncRep'`);
    return rows.map(Number);
  }

  async terminate(session) {
    await ask(this.monitor, `SELECT pg_terminate_backend(${session.pid}, 2000)`);
  }

  // After a reload: a connection made after the postmaster has read the files proves that every process has been
  // signalled, and a checkpoint proves that the checkpointer, which publishes the synchronous standbys, has obeyed.
  async settle_reload(earliest) {
    for (;;) {
      const fresh = await this.connect('postgres');
      const [loaded] = await ask(fresh, `SELECT pg_conf_load_time() >= '${earliest}'`);
      if (loaded === 't') await ask(fresh, 'CHECKPOINT');
      fresh.close();
      if (loaded === 't') return;
    }
  }

  async now() {
    return (await ask(this.monitor, 'SELECT clock_timestamp()'))[0];
  }

  async reset_settings() {
    const earliest = await this.now();
    await ask(this.monitor, 'ALTER SYSTEM RESET ALL');
    await ask(this.monitor, 'SELECT pg_reload_conf()');
    await this.settle_reload(earliest);
  }

  async start_standby() {
    if (this.standby) return;
    const data = join(this.folder, 'standby');
    run_program(join(this.bin, 'pg_basebackup'),
      ['-h', this.folder, '-p', String(primary_port), '-U', 'postgres', '-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], this.folder);
    const started = await start_postgres(this.bin, this.folder, data, standby_port, { ...settings, cluster_name: 'standby' });
    this.standby = { ...started, data };
    const limit = Date.now() + start_limit_ms;
    while ((await ask(this.monitor, "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'")).length === 0) {
      if (Date.now() > limit) throw new Error(`the standby does not stream: ${log_tail(started.server)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  // Before a statement on the standby: all that the primary has written so far has arrived, and has been
  // replayed unless the note paused the replay. So what the statement sees does not depend on luck.
  async settle_standby() {
    const [target] = await ask(this.monitor, 'SELECT pg_current_wal_flush_lsn()');
    const limit = Date.now() + start_limit_ms;
    for (;;) {
      const [settled] = await ask(this.standby.monitor, `
        SELECT pg_last_wal_receive_lsn() >= '${target}' AND CASE pg_get_wal_replay_pause_state()
          WHEN 'paused' THEN true WHEN 'pause requested' THEN false ELSE pg_last_wal_replay_lsn() >= '${target}' END`);
      if (settled === 't') return;
      if (Date.now() > limit) throw new Error('the standby does not catch up');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop_standby() {
    if (!this.standby) return;
    this.standby.monitor.close();
    await stop_server(this.standby.server, 'SIGQUIT');
    remove_folder(this.standby.data);
    this.standby = null;
  }

  async stop() {
    await this.stop_standby();
    this.monitor.close();
    await stop_server(this.server, 'SIGQUIT');
    remove_folder(this.folder);
  }
}

export async function start_cluster() {
  const bin = find_bin();
  const folder = make_folder();
  const data = join(folder, 'data');
  run_program(join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'], folder);
  return new Cluster(bin, folder, await start_postgres(bin, folder, data, primary_port, settings));
}
