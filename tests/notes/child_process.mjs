// This file starts and stops the servers of a check run. Three promises: a server never runs as root, it never
// outlives the run (not even when the run is killed), and its files are gone afterwards.

import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const running = new Set();
const folders = new Set();

// PostgreSQL refuses to run as root, and Redis has no reason to.
function find_unprivileged_user() {
  if (process.getuid() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error("run as root, but there is neither a user 'postgres' nor a user 'nobody' to drop to");
}

const user = find_unprivileged_user();
const has_setpriv = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0;

function as_user(program, args, death_signal) {
  if (!has_setpriv) return { program, args, options: user ?? {} };
  const drop = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  const death = death_signal ? ['--pdeathsig', death_signal] : [];
  if (drop.length + death.length === 0) return { program, args, options: {} };
  return { program: 'setpriv', args: [...drop, ...death, program, ...args], options: {} };
}

// A unix socket's path holds at most 107 bytes, so a long TMPDIR is not used.
export function make_folder() {
  const base = tmpdir().length <= 60 ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(base, 'notes-'));
  folders.add(folder);
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

export function remove_folder(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

export function run_program(program, args, cwd) {
  const call = as_user(program, args, null);
  const result = spawnSync(call.program, call.args, { ...call.options, cwd, env: environment, encoding: 'utf8' });
  if (result.error) throw new Error(`cannot start '${program}': ${result.error.message}`);
  if (result.status !== 0) throw new Error(`'${program}' failed: ${result.stderr.trim() || result.stdout.trim()}`);
}

export function start_server(program, args, cwd, log, death_signal) {
  const call = as_user(program, args, death_signal);
  const output = openSync(log, 'w');
  const child = spawn(call.program, call.args, {
    ...call.options, cwd, env: environment, stdio: ['ignore', output, output],
  });
  closeSync(output);
  const server = { child, log, last_signal: `SIG${death_signal}`, exited: false };
  server.done = new Promise((resolve) => {
    const finish = () => {
      server.exited = true;
      running.delete(server);
      resolve();
    };
    child.on('exit', finish);
    child.on('error', finish);
  });
  running.add(server);
  return server;
}

export function log_tail(server) {
  if (!existsSync(server.log)) return '(no log)';
  return readFileSync(server.log, 'utf8').trim().split('\n').slice(-5).join(' | ');
}

export async function stop_server(server, signal) {
  if (server.exited) return;
  server.child.kill(signal);
  const timer = setTimeout(() => server.child.kill('SIGKILL'), 5000);
  await server.done;
  clearTimeout(timer);
}

// The last resort, when the run ends by an exception or by Ctrl-C.
process.on('exit', () => {
  for (const server of running) server.child.kill(server.last_signal);
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    } catch {
      // A server that is still going down may write once more; the system's clean-up of /tmp takes the rest.
    }
  }
});
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => process.exit(code));
}
