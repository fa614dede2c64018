#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""samples/board is what its generator makes, and the audit finds in it exactly what was planted.

    board_test.py made              the committed files and the answer key against a fresh run
    board_test.py audit PROGRAM     the findings of profile all against the answer key, row by row
"""
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import make_board_year

HERE = pathlib.Path(__file__).resolve().parent
BOARD = HERE.parents[1] / "samples" / "board"
KEY = HERE / "board-answer-key.csv"


def made():
    faults = []
    with tempfile.TemporaryDirectory() as place:
        fresh = pathlib.Path(place) / "board"
        make_board_year.write(fresh, pathlib.Path(place) / "key.csv")
        names = {path.name for path in fresh.iterdir()}
        kept = {path.name for path in BOARD.iterdir()}
        faults += [f"{name} is there only once" for name in sorted(names ^ kept)]
        faults += [f"{name} differs" for name in sorted(names & kept)
                   if (fresh / name).read_bytes() != (BOARD / name).read_bytes()]
        if (pathlib.Path(place) / "key.csv").read_bytes() != KEY.read_bytes():
            faults.append("the answer key differs")
    return faults


def report_of(program):
    with tempfile.TemporaryDirectory() as out:
        report = pathlib.Path(out) / "report.json"
        done = subprocess.run(
            [program, "check", BOARD, "--profile", "all", "--no-config", "--as-of",
             str(make_board_year.AS_OF), "--quiet", "-o", report],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 1:  # there are violations
            sys.exit(f"exit code {done.returncode} instead of 1\n{done.stderr}")
        return json.loads(report.read_text(encoding="utf-8"))


def audited(program):
    report = report_of(program)
    with open(KEY, encoding="utf-8", newline="") as file:
        planted = collections.Counter(tuple(line) for line in list(csv.reader(file))[1:])
    found = collections.Counter(
        (f["rule"], f["status"], f["participant"] or "", f["application"] or "",
         f["record"]["table"], f["record"]["key"])
        for f in report["findings"] if f["status"] != "upcoming")
    faults = [f"not found: {row}" for row in (planted - found).elements()]
    faults += [f"not planted: {row}" for row in (found - planted).elements()]
    faults += [f"{r['id']} was skipped: {r['skipped_because']}" for r in report["rules"]
               if not r["evaluated"]]
    faults += [f"{r['id']} has nothing to judge" for r in report["rules"] if not r["obligations"]]
    faults += [f"data problem: {problem}" for problem in report["data_problems"]]
    without = {r["id"] for r in report["rules"]} - {row[0] for row in planted}
    faults += [f"no violation of {rule} is planted" for rule in sorted(without)]
    return faults


if __name__ == "__main__":
    told = made() if sys.argv[1] == "made" else audited(sys.argv[2])
    print("\n".join(told) or "as planted")
    sys.exit(1 if told else 0)
