#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real-report samples are what their generator makes, and the audit finds in them, as CSV and
as workbooks, exactly the violations that the generator put in.

    real_reports_test.py made                 the committed files against a fresh run
    real_reports_test.py audit PROGRAM
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import make_real_reports

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples" / "real-reports"


def cells(path):
    import openpyxl

    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def made():
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder)
        make_real_reports.write(fresh)
        for path in sorted(fresh.rglob("*.*")):
            committed = SAMPLES / path.relative_to(fresh)
            if not committed.exists():
                faults.append(f"{committed.name} is missing")
            elif path.suffix == ".csv" and path.read_bytes() != committed.read_bytes():
                faults.append(f"{committed.name} differs")
            elif path.suffix == ".xlsx" and cells(path) != cells(committed):
                faults.append(f"{committed.name} differs in its cells")
        names = {path.relative_to(fresh) for path in fresh.rglob("*.*")}
        faults += [f"{path.name} is made by nothing" for path in SAMPLES.rglob("*.*")
                   if path.relative_to(SAMPLES) not in names]
    return faults


def audit(program, folder):
    with tempfile.TemporaryDirectory() as out:
        report = pathlib.Path(out) / "report.json"
        done = subprocess.run(
            [program, "check", folder, "--profile", "five", "--no-config", "--as-of",
             str(make_real_reports.AS_OF), "-o", report],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 1:  # there are violations
            sys.exit(f"exit code {done.returncode} instead of 1\n{done.stderr}")
        return json.loads(report.read_text(encoding="utf-8"))


def violations(report):
    return collections.Counter((f["rule"], f["status"], f["participant"], f["application"])
                               for f in report["findings"] if f["status"] != "upcoming")


def without_places(report):
    findings = []
    for finding in report["findings"]:
        record = {k: v for k, v in finding["record"].items() if k not in ("file", "line")}
        findings.append({**finding, "record": record})
    return findings


def audited(program):
    faults = []
    board = make_real_reports.make_board()
    planned = collections.Counter(board.planned)
    reports = {kind: audit(program, SAMPLES / kind) for kind in ("csv", "xlsx")}
    for kind, report in reports.items():
        found = violations(report)
        faults += [f"{kind}: not found: {v}" for v in (planned - found).elements()]
        faults += [f"{kind}: not planned: {v}" for v in (found - planned).elements()]
        for rule in report["rules"]:
            if not rule["evaluated"]:
                faults.append(f"{kind}: {rule['id']} was skipped: {rule['skipped_because']}")
        rows = {i["table"]: i["accepted"] for i in report["inputs"]}
        if rows.get("case_notes") != len(board.notes):
            faults.append(f"{kind}: {rows.get('case_notes')} notes instead of {len(board.notes)}")
        faults += [f"{kind}: data problem: {p}" for p in report["data_problems"]
                   if "Windows-1252" not in p["problem"]]
    if without_places(reports["csv"]) != without_places(reports["xlsx"]):
        faults.append("CSV and workbooks give different findings")
    return faults


def main():
    faults = made() if sys.argv[1] == "made" else audited(sys.argv[2])
    print("\n".join(faults) or "as planned")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
