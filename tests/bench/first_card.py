#!/usr/bin/env python3
"""How long `loci review` takes from its start to its first question, with and without what .loci/cache keeps.

    tests/bench/first_card.py --program build/release/loci VAULT [--runs 15]

cold: no cache, every note is parsed and the whole log read; edited: the cards are known, the log has one more line; warm:
both are known. CPU is that of all threads up to the question. Prints the rows of the table in tests/bench/README.md.
"""
import argparse
import glob
import os
import random
import shutil
import statistics
import subprocess
import time


def ulid(ms):
    """An id as Loci makes them: they rise with the time."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(digits[ms >> shift & 31] for shift in range(45, -1, -5)) + "".join(random.choices(digits, k=16))


def start(program, vault):
    begin = time.monotonic()
    child = subprocess.Popen([os.path.abspath(program), "review", "--lines"], cwd=vault,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = b""
    while b"Q: " not in text:
        piece = child.stdout.read1(65536)
        if not piece:
            raise SystemExit("loci review showed no question: is a card due?")
        text += piece
    wall = (time.monotonic() - begin) * 1000
    cpu = 0
    for path in glob.glob(f"/proc/{child.pid}/task/*/schedstat"):
        with open(path) as file:
            cpu += int(file.read().split()[0]) / 1e6
    child.communicate(b"q\n")
    return wall, cpu


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vault")
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    cache = os.path.join(options.vault, ".loci/cache")
    for name in ("cold", "edited", "warm"):
        figures = []
        for run in range(options.runs if name != "cold" else max(1, options.runs // 5)):
            if name == "cold":
                shutil.rmtree(cache, ignore_errors=True)
            if name == "edited":
                os.makedirs(os.path.join(options.vault, ".loci/reviews/bench"), exist_ok=True)
                with open(os.path.join(options.vault, ".loci/reviews/bench/2026-11.jsonl"), "a") as log:
                    now = time.time_ns() // 1000000
                    log.write('{"v":1,"id":"%s","dev":"bench","t":%d,"tz":0,"day":1,"e":"note"}\n' % (ulid(now), now))
            figures.append(start(options.program, options.vault))
        walls, cpus = zip(*figures)
        print(f"| {name} | {min(walls):.0f} and {statistics.median(walls):.0f} ms | {min(cpus):.0f} and {statistics.median(cpus):.0f} ms |")


if __name__ == "__main__":
    main()
