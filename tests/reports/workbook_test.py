#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A workbook is whole or absent, and LibreOffice opens it and reads the same findings.

    workbook_test.py PROGRAM SOURCE_FOLDER

Exit code 77 (skipped) where there is no LibreOffice, after all else has passed.
"""
import csv
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

AUDIT = ["--no-config", "--quiet", "--as-of", "2026-01-31", "--threads", "2"]
# A file that may not grow is what a full disk looks like to the program.
STEPS = 9


def limited(most_bytes):
    def prepare():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    return prepare


def check(program, given, out, temporary, **more):
    return subprocess.run([program, "check", given, *AUDIT, "-o", out], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False,
                          env={"PATH": "/usr/bin:/bin", "TMPDIR": str(temporary)}, **more)


def whole_or_absent(program, given, folder):
    """Over growing limits: exit code 4 and the former file, until the whole workbook fits."""
    temporary = folder / "tmp"
    temporary.mkdir()
    whole = folder / "whole.xlsx"
    if check(program, given, whole, temporary).returncode != 1:
        yield "the audit itself failed"
        return
    content = whole.read_bytes()
    target = folder / "report.xlsx"
    outcomes = set()
    # The largest temporary file is a sheet's XML, several times the workbook.
    for step in range(STEPS):
        target.write_bytes(b"the former report")
        limit = 1024 + step * len(content) * 12 // STEPS
        done = check(program, given, target, temporary, preexec_fn=limited(limit))
        outcomes.add(done.returncode)
        now = target.read_bytes()
        if done.returncode == 1:
            if now != content:
                yield f"limit {limit}: exit code 1, but the workbook is not the whole one"
        elif done.returncode != 4:
            yield f"limit {limit}: exit code {done.returncode}: {done.stderr[:300]}"
        elif now != b"the former report":
            yield f"limit {limit}: exit code 4, but the former report is gone"
        elif "caljobs-audit: cannot" not in done.stderr:
            yield f"limit {limit}: the message does not say what cannot be done: {done.stderr[:300]}"
        left = [p.name for p in list(temporary.iterdir()) + list(folder.glob(".*"))]
        if left:
            yield f"limit {limit}: left behind: {left}"
    if outcomes != {1, 4}:
        yield f"the limits show nothing: exit codes {outcomes}"


def full_output(program, given, folder):
    done = subprocess.run([program, "check", given, *AUDIT, "--format", "xlsx"],
                          stdin=subprocess.DEVNULL, stdout=open("/dev/full", "wb"),
                          stderr=subprocess.PIPE, text=True, check=False, cwd=folder)
    if done.returncode != 4 or "standard output" not in done.stderr:
        yield f"a full standard output: exit code {done.returncode}: {done.stderr[:300]}"


def no_temporary_folder(program, given, folder):
    """TMPDIR that is not there: another place is taken, as the C library does."""
    done = check(program, given, folder / "other.xlsx", folder / "absent")
    if done.returncode != 1:
        yield f"an absent TMPDIR: exit code {done.returncode}: {done.stderr[:300]}"


def opens_in_libreoffice(program, given, folder):
    book, reference = folder / "book.xlsx", folder / "book.reference.csv"
    for out in (book, reference):
        check(program, given, out, folder)
    # All sheets (the last -1), each to book-<sheet>.csv.
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "--outdir", folder / "converted", book],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
    files = {p.name: p for p in (folder / "converted").glob("*.csv")}
    if done.returncode != 0 or "book-Findings.csv" not in files:
        yield f"LibreOffice: exit code {done.returncode}: {done.stderr[:300]} {sorted(files)}"
        return
    for sheet in ("Summary", "By rule", "By case manager", "By office", "Data problems",
                  "Rules and citations"):
        if f"book-{sheet}.csv" not in files:
            yield f"LibreOffice: no sheet {sheet}"
    with files["book-Findings.csv"].open(encoding="utf-8", newline="") as got_file, \
            reference.open(encoding="utf-8-sig", newline="") as wanted_file:
        got, wanted = list(csv.DictReader(got_file)), list(csv.DictReader(wanted_file))
    if len(got) != len(wanted) or not wanted:
        yield f"LibreOffice: {len(got)} findings, but {len(wanted)} in the csv report"
    pairs = {"Fingerprint": "fingerprint", "Status": "status", "Due": "due", "What": "message",
             "Late by": "late_by", "Participant": "participant", "Line": "line"}
    for row, other in zip(got, wanted):
        for heading, key in pairs.items():
            if row[heading].replace(",", "" if heading in ("Late by", "Line") else ",") != other[key]:
                yield f"LibreOffice: {heading} is {row[heading]!r}, not {other[key]!r}"
                return


def main():
    program, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    given = root / "samples/board"
    tests = [whole_or_absent, full_output, no_temporary_folder]
    office = shutil.which("soffice") is not None
    if office:
        tests.append(opens_in_libreoffice)
    faults = []
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            faults += list(test(program, given, pathlib.Path(folder)))
    print("\n".join(faults) or "the workbook is whole or absent"
          + (", and opens in LibreOffice" if office else "; no LibreOffice here to open it"))
    return 1 if faults else 0 if office else 77


if __name__ == "__main__":
    sys.exit(main())
