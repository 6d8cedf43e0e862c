# shellcheck shell=bash
# What every script here shares: where the repository is, how a step is announced, and how a failure is told.
# A step is one line on the terminal; what its commands print goes to a log file and is shown only when one fails.

export LANG=C.UTF-8 LC_ALL=C.UTF-8
unset CDPATH

# This file's own place, through symbolic links, so that a script works from any folder.
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd -P)
deps=$root/.deps
logs=$deps/log
program=${program:-setup}

say () { printf '%s: %s\n' "$program" "$*"; }

# fail SENTENCE: one sentence that says what is missing and what to do.
fail () {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 1
}

# logged NAME SENTENCE COMMAND...: runs the command into .deps/log/NAME.log; on failure shows its end and SENTENCE.
logged () {
  local log=$logs/$1.log sentence=$2
  shift 2
  if "$@" >"$log" 2>&1 </dev/null 9>&-; then return 0; fi
  {
    printf -- '--- the end of %s ---\n' "${log#"$root"/}"
    tail -n 25 "$log"
    printf -- '---\n'
  } >&2
  fail "$sentence (the whole log is ${log#"$root"/})"
}

# hold_lock NAME: waits until no other run holds .deps/NAME.lock. It is descriptor 9, which no command that may leave a server
# behind is given: apt starts some, and they would hold the lock for ever.
hold_lock () {
  mkdir -p "$logs"
  exec 9>"$deps/$1.lock"
  if ! flock --nonblock 9; then
    say "waiting for another run to finish"
    flock 9
  fi
}

# release_lock: gives it back, for instance before a server starts that runs for hours.
release_lock () { exec 9>&-; }

# as_root COMMAND...: used for apt-get install and update only.
as_root () {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}
