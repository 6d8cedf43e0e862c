#!/usr/bin/env python3
"""Measures `loci build` against the least that any build must do, on synthetic vaults.

    tests/bench/build.py [--sizes 1000,10000] [--runs 3] [--program build/release/loci] [--floor build/release/loci_floor]

For each size: cmark-gfm alone over the same notes, reading and writing alone, and the whole build into an empty folder, in turn,
`--runs` times, and the same build with the lunr-index.json that so large a site is not given unasked; the median of each is taken. F is the sum of the two floors. Prints CPU and wall seconds, peak memory and
the ratios CPU/F and wall/F. Exits 1 when a budget of 10,000 notes is broken: 4 x F in CPU, 400 MB.
"""
import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CPU_BUDGET = 4.0
MEMORY_BUDGET_MB = 400
BUDGET_SIZE = 10_000


def measure(command):
    """Runs a command: (CPU seconds, wall seconds, peak MB)."""
    begin = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):  # 1: the notes have errors, the site is written
        sys.exit(f"build.py: {command[0]} exited with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def folder_facts(folder):
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/loci")
    parser.add_argument("--floor", type=Path, default=ROOT / "build/release/loci_floor")
    arguments = parser.parse_args()
    for needed in (arguments.program, arguments.floor):
        if not needed.exists():
            sys.exit(f"build.py: {needed} is missing: cmake --build --preset release --target loci_program loci_floor")

    version = subprocess.run([arguments.program, "version"], capture_output=True, text=True).stdout.split("\n")[0]
    print(f"{version}; {platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}; median of {arguments.runs} runs taken in turn")
    print(f"{'notes':>6} {'what':<12} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'CPU/F':>7} {'wall/F':>7}")
    broken = []
    for size in (int(text) for text in arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="loci-bench-") as temporary:
            vault = Path(temporary, "vault")
            subprocess.run([sys.executable, HERE / "gen_vault.py", str(size), vault], check=True, stdout=subprocess.DEVNULL)
            with_lunr = Path(temporary, "with-lunr.toml")
            with_lunr.write_text("[search]\nlunr_index = true\n")
            runs = {"parse": [], "copy": [], "with lunr": [], "loci build": []}
            for _ in range(arguments.runs):
                runs["parse"].append(measure([arguments.floor, "parse", vault]))
                copy = Path(temporary, "copy")
                runs["copy"].append(measure([arguments.floor, "copy", vault, copy]))
                shutil.rmtree(copy)
                site = Path(temporary, "site")
                for name, extra in (("with lunr", ["--config", with_lunr]), ("loci build", [])):
                    shutil.rmtree(site, ignore_errors=True)
                    runs[name].append(measure([arguments.program, "build", vault, "--output", site, "--quiet", *extra]))
            medians = {name: tuple(statistics.median(column) for column in zip(*results)) for name, results in runs.items()}
            floor_cpu = medians["parse"][0] + medians["copy"][0]
            floor_wall = medians["parse"][1] + medians["copy"][1]
            for name, (cpu, wall, peak) in medians.items():
                print(f"{size:>6} {name:<12} {cpu:8.2f} {wall:8.2f} {peak:8.0f} {cpu / floor_cpu:7.2f} {wall / floor_wall:7.2f}")
            count, megabytes = folder_facts(site)
            print(f"{size:>6} output: {count} files, {megabytes:.1f} MB")
            cpu, _, peak = medians["loci build"]
            if size == BUDGET_SIZE and cpu > CPU_BUDGET * floor_cpu:
                broken.append(f"{size} notes: {cpu / floor_cpu:.2f} x F is more than {CPU_BUDGET}")
            if size <= BUDGET_SIZE and peak > MEMORY_BUDGET_MB:
                broken.append(f"{size} notes: {peak:.0f} MB is more than {MEMORY_BUDGET_MB}")
    for line in broken:
        print(f"over budget: {line}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
