#!/usr/bin/env python3
"""Kills Loci with SIGKILL while reviews are being saved, and looks whether the log lost one that was acknowledged.

    tests/bench/kill.py --program build/release/loci --count 1000 [--face lines|screen|server] [--seed 1]

Real processes on a real disk, in three faces of reviewing:

    lines    `loci review --lines`: a grade is acknowledged when the next question is printed
    screen   `loci review` on a pseudo-terminal: when the line at the foot says what the grade did
    server   `loci serve`: when POST /__loci/reviews answers 200; four connections save at once

Each round starts the program, reviews, and kills it at a point of chance. After each the log must hold every acknowledged
review, and at most what was on its way besides. A write that is killed may be cut at the border of a page: what it began is a
line that no event can be read from, which `loci log check` names; of them there may be one a kill. The count is shared among
the faces unless one is named. Exit code 1: something was lost.
"""
import argparse
import fcntl
import http.client
import json
import os
import pty
import random
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

NOTES = 60  # a quiet machine reviews some thirty cards a round, and none is asked twice
CARDS_A_NOTE = 250


def make_vault(folder, notes=NOTES):
    os.makedirs(os.path.join(folder, "notes"))
    with open(os.path.join(folder, "site.toml"), "w") as file:
        file.write('title = "Kill"\nnotes = "notes"\n[cards]\nnew_per_day = 9999\n')
    for note in range(notes):
        with open(os.path.join(folder, f"notes/n{note:03}.md"), "w") as file:
            file.write(f"# Note {note}\n")
            for card in range(CARDS_A_NOTE):
                file.write(f"\n> [!card] Question {note}.{card}?\n> Answer {note}.{card}.\n")


def events(vault):
    """The ids of the reviews in whole lines of the log."""
    ids = []
    for folder, _, names in os.walk(os.path.join(vault, ".loci/reviews")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                for line in file.read().split(b"\n"):
                    try:
                        event = json.loads(line)
                        if event.get("e") != "seen":  # what a card said when it was asked: no review
                            ids.append(event["id"])
                    except (ValueError, KeyError, TypeError):
                        pass
    return ids


class Lost(Exception):
    pass


class Tally:
    """What was acknowledged, and what may have been on its way, in all rounds of a face."""

    def __init__(self):
        self.acknowledged = 0
        self.sent = 0
        self.kills = 0

    def check(self, vault):
        have = len(set(events(vault)))
        if not self.acknowledged <= have <= self.sent:
            raise Lost(f"{self.acknowledged} reviews were acknowledged, {self.sent} sent, {have} are in the log")


def kill_lines(program, vault, rng, tally):
    process = subprocess.Popen([program, "review", "--lines"], cwd=vault, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=environment())
    fd = process.stdout.fileno()
    wait_for(fd, b"\nQ: ", 30)
    timer = threading.Timer(rng.uniform(0.0, 0.03), process.kill)
    timer.start()
    try:
        while True:
            process.stdin.write(b"\n")
            process.stdin.flush()
            wait_for(fd, b"4 easy", 30)
            tally.sent += 1
            process.stdin.write(b"4\n")
            process.stdin.flush()
            wait_for(fd, b"\nQ: ", 30)
            tally.acknowledged += 1
    except (EOFError, BrokenPipeError):
        pass
    timer.cancel()
    finish(process, tally)


def kill_screen(program, vault, rng, tally):
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(vault)
        os.execve(program, [program, "review"], environment(TERM="xterm-256color"))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    killed = [False]

    def kill():
        killed[0] = True
        os.kill(child, signal.SIGKILL)

    try:
        wait_for(terminal, b"show the answer", 30)
        timer = threading.Timer(rng.uniform(0.0, 0.5), kill)
        timer.start()
        while True:
            os.write(terminal, b" ")
            wait_for(terminal, b"Easy", 30)
            time.sleep(0.16)  # the guard against a key still held
            tally.sent += 1
            os.write(terminal, b"4")
            wait_for(terminal, b"Easy: again in", 30)
            tally.acknowledged += 1
    except (EOFError, OSError):
        pass
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and killed[0]):
        raise Lost(f"the screen ended by itself: {status}")
    tally.kills += 1


def kill_server(program, vault, rng, tally):
    process = subprocess.Popen([program, "serve", "--port", "4590"], cwd=vault, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=environment())
    said = wait_for(process.stdout.fileno(), b"/\n", 30).decode()
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", said).group(1))
    host = f"127.0.0.1:{port}"
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    page.request("GET", "/n000.html", headers={"Host": host})
    token = re.search(rb'name="loci-token" content="([^"]+)"', page.getresponse().read()).group(1).decode()
    lock = threading.Lock()
    wrong = []

    def save(writer):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Host": host, "X-Loci-Token": token, "Content-Type": "application/json", "Origin": f"http://{host}"}
        number = 0
        while True:
            batch = []
            with lock:
                for _ in range(1 + number % 3):
                    batch.append(event(tally.sent))
                    tally.sent += 1
            number += 1
            try:
                connection.request("POST", "/__loci/reviews", json.dumps({"events": batch}), headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status != 200 or len(json.loads(body)["saved"]) != len(batch):
                wrong.append(f"{answer.status} {body!r}")
                return
            with lock:
                tally.acknowledged += len(batch)
                acknowledged_ids.update(json.loads(line)["id"] for line in batch)

    writers = [threading.Thread(target=save, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(rng.uniform(0.0, 0.08))
    process.kill()
    for writer in writers:
        writer.join()
    finish(process, tally)
    if wrong:
        raise Lost("the server refused: " + wrong[0])
    missing = acknowledged_ids - set(events(vault))
    if missing:
        raise Lost(f"{len(missing)} acknowledged reviews are not in the log, {sorted(missing)[0]} among them")


acknowledged_ids = set()


def event(number):
    t = 1795300000000 + number
    return json.dumps({"v": 1, "id": f"K{number:025}", "dev": "web-kill", "t": t, "tz": 0, "day": 20779, "c": f"c-{number}",
                       "g": 3, "ms": 1000, "due": 20781, "s": 2.3065, "d": 2.118}, separators=(",", ":"))


def environment(**more):
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", "TZ": "UTC", **more}


def wait_for(fd, text, seconds):
    """Reads until `text` came; EOFError when the process is gone."""
    seen = b""
    until = time.monotonic() + seconds
    while text not in seen:
        ready, _, _ = select.select([fd], [], [], max(0, until - time.monotonic()))
        if not ready:
            raise TimeoutError(f"no {text!r} in {seen[-300:]!r}")
        piece = os.read(fd, 65536)
        if not piece:
            raise EOFError
        seen += piece
    return seen


def finish(process, tally):
    process.wait()
    for stream in (process.stdin, process.stdout):
        try:
            if stream:
                stream.close()
        except BrokenPipeError:
            pass
    if process.returncode != -signal.SIGKILL:
        raise Lost(f"the program ended by itself with {process.returncode}")
    tally.kills += 1


FACES = {"lines": kill_lines, "screen": kill_screen, "server": kill_server}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=os.environ.get("LOCI_PROGRAM", "build/release/loci"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--face", choices=FACES)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    faces = [options.face] if options.face else list(FACES)
    status = 0
    for position, face in enumerate(faces):
        count = options.count // len(faces) + (1 if position < options.count % len(faces) else 0)
        rng = random.Random(options.seed)
        tally = Tally()
        vault = tempfile.mkdtemp(prefix="loci-kill-")
        started = time.monotonic()
        try:
            make_vault(vault, 1 if face == "server" else NOTES)
            for _ in range(count):
                FACES[face](program, vault, rng, tally)
                tally.check(vault)
            checked = subprocess.run([program, "log", "check", "--json"], cwd=vault, capture_output=True, text=True, env=environment())
            torn = json.loads(checked.stdout)["problems"]
            if len(torn) > tally.kills:
                raise Lost(f"the log is damaged: {torn}")
            have = len(set(events(vault)))
            print(f"{face}: {tally.kills} kills, {tally.acknowledged} reviews acknowledged, {have} in the log, none lost, "
                  f"{len(torn)} writes cut off, {time.monotonic() - started:.0f} s")
        except Lost as lost:
            print(f"{face}: after {tally.kills} kills (seed {options.seed}): {lost}", file=sys.stderr)
            status = 1
        finally:
            shutil.rmtree(vault, ignore_errors=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
