#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Audits samples and an acceptance set, validates each report, and shows that broken ones fail.

    validate.py PROGRAM SCHEMA SOURCE_FOLDER
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

INPUTS = (  # input, exit codes that may come of it
    ("samples/real-reports/csv", (1,)),
    ("samples/messy", (1, 3)),
    ("tests/acceptance/aliases-reports/input", (1,)),
)
SHOWN = 10


def report_on(program, given, allowed):
    with tempfile.TemporaryDirectory() as out:
        path = pathlib.Path(out) / "report.json"
        done = subprocess.run(
            [program, "check", given, "--no-config", "--as-of", "2026-01-31", "-o", path],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode not in allowed:
            sys.exit(f"{given}: exit code {done.returncode}\n{done.stderr}")
        return json.loads(path.read_text(encoding="utf-8"))


def broken_copies(report):
    """Reports that a schema worth its name refuses."""
    def changed(change):
        other = copy.deepcopy(report)
        change(other)
        return other

    yield "no totals", changed(lambda r: r.pop("totals"))
    yield "an unknown key", changed(lambda r: r.update(extra=1))
    yield "an unknown status", changed(lambda r: r["findings"][0].update(status="lost"))
    yield "a number for a date", changed(lambda r: r["findings"][0].update(due=20260131))
    yield "a finding without rule", changed(lambda r: r["findings"][0].pop("rule"))
    yield "a negative count", changed(lambda r: r["rules"][0].update(late=-1))
    yield "another version", changed(lambda r: r.update(schema="caljobs-audit/report/2"))


def printed_schema_faults(program, schema_path):
    """`--format json-schema` needs no input, and prints just what is installed."""
    done = subprocess.run([program, "check", "--format", "json-schema"], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    if done.returncode != 0 or done.stdout != pathlib.Path(schema_path).read_bytes():
        yield f"--format json-schema: exit code {done.returncode}, or another text than the file's"
    for more in (["-o", "x.json"], []):
        done = subprocess.run([program, "check", *more, *(["--format", "json-schema"] if more else [])],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode != 2 or not done.stderr:
            yield f"check {more} without input: exit code {done.returncode}, but expected 2"


def main():
    program, schema_path, root = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    schema = json.loads(pathlib.Path(schema_path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults, report = [], None
    for given, allowed in INPUTS:
        report = report_on(program, str(root / given), allowed)
        errors = sorted(validator.iter_errors(report), key=str)
        faults += [f"{given}: {e.json_path}: {e.message[:200]}" for e in errors[:SHOWN]]
    for what, other in broken_copies(report):
        if validator.is_valid(other):
            faults.append(f"the schema lets pass: {what}")
    faults += printed_schema_faults(program, schema_path)
    print("\n".join(faults) or "every report is valid, every broken one is refused")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
