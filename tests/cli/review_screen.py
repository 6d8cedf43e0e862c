#!/usr/bin/env python3
"""`loci review` as a person sees it: the program on a pseudo-terminal, keys pressed, the screen read.

    tests/cli/review_screen.py PROGRAM
"""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

NOTE = """# Isolation

> [!card] Which level prevents phantoms? ^c-aaaaaaa2
> | Level | Phantoms |
> |---|---|
> | Read committed | yes |
> | Serializable | no |

> [!card] How is an old version found? ^c-aaaaaaa3
> ```sql
> SELECT xmin
>   FROM accounts;
> ```
> It costs $O(n)$ steps.

> [!cloze] ^c-aaaaaaa4
> Readers never block {{c1::writers::whom}}.
"""


class Screen:
    def __init__(self, program, folder, arguments=(), rows=24, columns=80, **environment):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            time.sleep(0.1)  # until the size is set
            os.chdir(folder)
            os.execve(program, [program, "review", *arguments],
                      {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8", "TERM": "xterm-256color", **environment})
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.seen = b""
        self.at = 0

    def read(self, seconds=0.05):
        if select.select([self.terminal], [], [], seconds)[0]:
            try:
                self.seen += os.read(self.terminal, 65536)
            except OSError:
                pass

    def shows(self, text):
        """Waits until `text` has been drawn since the last one."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", self.seen[self.at:])
            if text.encode() in plain:
                self.at = len(self.seen)
                return
            self.read()
        raise AssertionError(f"{text!r} is not shown, but {plain[-600:].decode(errors='replace')!r}")

    def press(self, keys):
        time.sleep(0.25)  # longer than the guard after an answer is shown
        os.write(self.terminal, keys.encode())

    def ends(self):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            self.read()
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                self.read()
                return os.waitstatus_to_exitcode(status)
        os.kill(self.child, signal.SIGKILL)
        raise AssertionError("the program does not end")

    def given_back(self):
        """The other screen is left, the cursor shown, and the terminal echoes again."""
        flags = termios.tcgetattr(self.terminal)[3]
        return b"\x1b[?1049l" in self.seen and bool(flags & termios.ECHO) and bool(flags & termios.ICANON)


def test_a_sitting(program, vault):
    screen = Screen(program, vault)
    screen.shows("3 new")
    screen.press(" ")
    screen.shows("Read committed | yes")
    screen.press("4")
    screen.shows("How is an old version found?")
    screen.press(" ")
    screen.shows("  FROM accounts;")
    screen.press("4")
    screen.shows("Readers never block [whom].")
    screen.press("\r")
    screen.shows("Readers never block [writers].")
    screen.press("u")
    screen.shows("Undone.")
    screen.press("u")
    screen.shows("Undone.")
    screen.press("!")
    screen.shows("suspended")
    screen.press("u")
    screen.shows("Undone.")
    screen.press("?")
    screen.shows("suspend the card, the note")
    screen.press("x")
    screen.press("q")
    assert screen.ends() == 0
    assert screen.given_back()
    assert b"No card reviewed." in screen.seen


def test_a_small_terminal(program, vault):
    screen = Screen(program, vault, rows=12, columns=40)
    screen.shows("Space: show the answer")
    assert b"Which level prevents phantoms?" in screen.seen
    screen.press(" ")
    screen.shows("3 Good 10m  4 Easy")
    assert b"Serializable   | no" in screen.seen
    screen.press("q")
    assert screen.ends() == 0


def test_no_colour(program, vault):
    screen = Screen(program, vault, NO_COLOR="1")
    screen.shows("show the answer")
    screen.press(" ")
    screen.shows("Easy")
    screen.press("q")
    assert screen.ends() == 0
    assert not re.search(rb"\x1b\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])[;m]", screen.seen)


def test_signals(program, vault):
    for number in (signal.SIGINT, signal.SIGTERM):
        screen = Screen(program, vault)
        screen.shows("show the answer")
        os.kill(screen.child, number)
        assert screen.ends() == 0
        assert screen.given_back(), number


def test_limits_of_a_sitting(program, vault):
    screen = Screen(program, vault, ["--new", "1", "--time", "5"])
    screen.shows("1 new")
    screen.press("q")
    assert screen.ends() == 0


def test_the_editor(program, vault):
    script = os.path.join(vault, "editor.sh")
    with open(script, "w") as file:
        file.write('#!/bin/sh\necho "$@" > "$HOME/edited"\n')
    os.chmod(script, 0o755)
    screen = Screen(program, vault, VISUAL=script)
    screen.shows("show the answer")
    screen.press("e")
    screen.shows("Back from")
    screen.press("q")
    assert screen.ends() == 0
    with open(os.path.join(vault, "edited")) as file:
        text = file.read()
        assert text == f"+3 {vault}/notes/isolation.md\n", text


def main():
    program = os.path.abspath(sys.argv[1])
    failed = 0
    for name, test in [(name, value) for name, value in globals().items() if name.startswith("test_")]:
        vault = tempfile.mkdtemp(prefix="loci-screen-")
        os.makedirs(os.path.join(vault, "notes"))
        with open(os.path.join(vault, "site.toml"), "w") as file:
            file.write('title = "Test"\nnotes = "notes"\n')
        with open(os.path.join(vault, "notes/isolation.md"), "w") as file:
            file.write(NOTE)
        try:
            test(program, vault)
            print(f"ok   {name}")
        except AssertionError as error:
            failed += 1
            print(f"FAIL {name}: {error}")
        finally:
            shutil.rmtree(vault, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
