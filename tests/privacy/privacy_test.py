#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    privacy_test.py PROGRAM BOARD: no name, SSN, birth date, address or note leaves the input."""
import csv
import io
import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import threading

import canaries

PROGRAM, BOARD = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
FORMATS = ("text", "json", "ndjson", "csv", "html", "xlsx", "md", "junit", "sarif", "github")
FILES = ("r.txt", "r.json", "r.ndjson", "r.csv", "r.html", "r.xlsx", "r.md", "r.xml", "r.sarif")
AUDIT = ("--profile", "all", "--as-of", "2026-01-31", "--no-config")
PEOPLE = 12

faults = []
scanned = set()


def fault(text):
    faults.append(text)
    print(text)


def run(folder, *args, codes, terminal=False, but_names=False, stdin=b"", errors=False):
    """Runs the program in `folder`; whatever it says and leaves there must be free of canaries.
    The folder's `kept` files, which were there before, are the inputs."""
    command = [PROGRAM, *map(str, args)]
    said, master, slave = [], *(pty.openpty() if terminal else (None, None))
    if terminal:
        def drain():
            try:
                while piece := os.read(master, 65536):
                    said.append(piece)
            except OSError:
                pass
        reader = threading.Thread(target=drain)
        reader.start()
    done = subprocess.run(command, cwd=folder, input=stdin, timeout=600, check=False,
                          stdout=slave or subprocess.PIPE, stderr=slave or subprocess.PIPE,
                          env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "TZ": "UTC"})
    if terminal:
        os.close(slave)
        reader.join()
        os.close(master)
    said += [done.stdout or b"", done.stderr or b""]
    if done.returncode not in codes:
        fault(f"{args}: exits with {done.returncode}: {said[-1][-500:]}")
    look("what it says", b"\n".join(said), args, but_names)
    return done.stderr if errors else done.stdout


def look(what, data, args, but_names=False):
    for kind, excerpt in canaries.found_in(data, but_names).items():
        fault(f"{' '.join(map(str, args))}: {what} holds a {kind}: {excerpt}")


def look_at_files(folder, args, but_names=False, but=()):
    """Every file that a run left, whatever its name, belongs to its owner and holds no canary."""
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        about = path.stat()
        seen = (path, about.st_ino, about.st_size, about.st_mtime_ns)
        if shown.parts[0] in but or seen in scanned:
            continue
        scanned.add(seen)
        if path.stat().st_mode & 0o077:
            fault(f"{args}: {shown} has mode {path.stat().st_mode & 0o777:o}")
        if path.is_file():
            look(str(shown), path.read_bytes(), args, but_names)


def outputs(*names):
    return [text for name in names for text in ("-o", name)]


def audits(source, work, codes):
    """check in every format, with all that it can keep, on a terminal too."""
    (work / "w.toml").write_text(WAIVERS)
    (work / "w.toml").chmod(0o600)
    run(work, "check", source, *AUDIT, "--verbose", *outputs(*FILES), "--evidence", "e.zip",
        "--store", "h.db", codes=codes)
    run(work, "check", source, *AUDIT, "--waivers", "w.toml", "--baseline", "r.json", "--store",
        "h.db", "--period", "PY2025", "--format", "github", codes=codes)
    run(work, "check", source, *AUDIT, "--verbose", "--by", "case_manager", "--threads", "1",
        codes=codes, terminal=True)
    run(work, "check", source, *AUDIT, "--strict", "--max-bad-rows", "0", "--format", "md",
        codes=codes)
    look_at_files(work, ("check", source.name))


def worklists(source, work, codes):
    run(work, "worklist", source, *AUDIT, "--with-late", "--days", "60",
        *outputs("w.txt", "w.csv", "w.xlsx", "w.html"), codes=codes)
    run(work, "worklist", source, *AUDIT, "--split-to", "split", codes=codes)
    look_at_files(work, ("worklist", source.name))


def cases(source, work, codes):
    for state_id in ("100001", "100004"):
        run(work, "case", state_id, source, *AUDIT, *outputs(f"{state_id}.html", f"{state_id}.txt"),
            codes=codes)
    look_at_files(work, ("case", source.name))


def others(source, work, codes):
    run(work, "inspect", source, codes=codes)
    run(work, "inspect", source, "--write-profile", codes=codes)
    run(work, "verify", "e.zip", source, codes=(0,))
    for command in ("list", "trend", "show", "new", "resolved"):
        run(work, "history", command, "--store", "h.db", "--format", "json", codes=(0,))
    look_at_files(work, ("others", source.name))


def parts(source, work, codes):
    """Parts carry what is personal, to their owner only; what is said of them does not."""
    run(work, "partition", source, *AUDIT, "--parts", "2", "--into", "parts", codes=(0, 3))
    for number in (1, 2):
        run(work, "check", f"parts/part-{number}", *AUDIT, "--quiet", "-o", f"p{number}.json",
            codes=codes)
    run(work, "merge", "p1.json", "p2.json", *outputs("m.txt", "m.html", "m.xlsx", "m.csv"),
        codes=codes)
    for path in (work / "parts").rglob("*"):
        if path.stat().st_mode & 0o077:
            fault(f"partition: {path.relative_to(work)} is not its owner's alone")
    look_at_files(work, ("parts", source.name), but=("parts",))


def changed(tables, work):
    """A part, evidence or report that does not fit: the complaint names no person."""
    other = work.parent / "changed"
    canaries.write_csv({name: rows[::-1] for name, rows in tables.items()}, other)
    run(work, "verify", "e.zip", other, codes=(1,))
    stored = next((work / "parts/part-1").glob("*participants.csv"))
    text = stored.read_bytes()
    for new in (text[:-40], text.replace(b"Zqxlast", b'"Zqxlast'), b"zqx" + text):
        stored.write_bytes(new)
        run(work, "check", "parts/part-1", *AUDIT, "--quiet", "--format", "text", codes=(2, 3))
    people = tables["participants.csv"]
    (work / "input").mkdir()
    (work / "input/people.csv").write_bytes(canaries.text_of(people))
    for args in (("--table", "applications=input/people.csv"), ("--table", "zqy=input/people.csv"),
                 ("--column", "participants.ssn=Last Nam"), ("input/people.csv",),
                 ("--max-columns", "3", "input/people.csv"), ("--table", "participants")):
        run(work, "check", *args, *AUDIT, codes=(0, 2, 3), stdin=canaries.text_of(people, False))
        run(work, "inspect", *args, codes=(0, 2, 3), stdin=canaries.text_of(people, False))


def rules_that_read(source, work):
    """Own rules may read what is personal and can't show it."""
    (work / "own.toml").write_text(OWN)
    (work / "own.toml").chmod(0o600)
    run(work, "check", source, *AUDIT, "--rules", "own.toml", "--only", "own.*", "--quiet",
        *outputs("o.txt", "o.json", "o.html"), codes=(1,))
    totals = json.loads((work / "o.json").read_text())["totals"]
    if not totals["violations"]:
        fault("the own rules find nothing, so they show nothing")
    for number, message in enumerate(("{last_name}", "{ssn}", "{whole_name}")):
        for key in ("message", "remedy"):
            text = OWN.replace("no message" if key == "message" else "no remedy", message)
            (work / f"bad{number}.toml").write_text(text)
            (work / f"bad{number}.toml").chmod(0o600)
            said = run(work, "rules", "check", f"bad{number}.toml", codes=(2,), errors=True)
            if b"personal" not in said:
                fault(f"a {key} {message} is refused for another reason: {said}")
    look_at_files(work, ("own rules",))


def with_names(source, work, whole):
    """Participants' names, and those alone; not what else stands under their headers."""
    said = run(work, "check", source, *AUDIT, "--with-names", *outputs(*FILES), "--evidence",
               "e.zip", "--store", "h.db", "--format", "csv", codes=(1, 3), but_names=True)
    if (whole and b"Zqxlast" not in said) or (source.name != "right-2" and b"Zqxfirst" not in said):
        fault("--with-names shows no names")
    if whole and not all(canaries.found_in((work / name).read_bytes()) for name in ("r.html", "r.xlsx")):
        fault("--with-names shows no names in reports")
    look("h.db", (work / "h.db").read_bytes(), ("--with-names",))
    if not whole:
        return look_at_files(work, ("--with-names", source.name), but_names=True)
    run(work, "worklist", source, *AUDIT, "--with-names", "--split-to", "split", codes=(0, 3),
        but_names=True)
    run(work, "worklist", source, *AUDIT, "--with-names", *outputs("w.csv", "w.html", "w.xlsx"),
        codes=(0, 3), but_names=True)
    run(work, "case", "100001", source, *AUDIT, "--with-names", "-o", "c.html", "--format", "text",
        codes=(0, 3), but_names=True)
    look_at_files(work, ("--with-names", source.name), but_names=True)
    draft(work)


def draft(work):
    """A worklist with names, answered: the waivers have none."""
    with open(work / "w.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    place = {name: i for i, name in enumerate(rows[0])}
    for row in rows[1:]:
        for name, text in (("Disposition", "waiver requested"), ("Reason", "agreed"),
                           ("Until", "2026-12-31"), ("Approved by", "A. Boss")):
            row[place[name]] = text
    rows[2][place["Until"]] = "917-53-0641 zqx"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (work / "answered.csv").write_text(out.getvalue())
    (work / "answered.csv").chmod(0o600)
    rows = run(work, "waivers", "draft", "answered.csv", "--as-of", "2026-01-31", codes=(0, 1, 3))
    if rows.count(b"[[waiver]]") < 3:
        fault("waivers draft drafts nothing")


WAIVERS = """[[waiver]]
rule = "note.*"
participant = "100003"
approved_by = "J. Doe"
approved_on = 2026-01-01
until = 2026-12-31
reason = "made up"
"""

OWN = """[pack]
name   = "own"
title  = "Own"
source = "made up"

[[rule]]
id = "own.name"
title    = "A name is long"
severity = "error"
cite = "none"
for_each = "participants"
require = "length(last_name) > 90 and ssn is missing and birth_date > 1990-01-01"
message = "no message"
remedy = "no remedy"

[[derive]]
table = "participants"
name  = "whole_name"
value = "if(ssn is missing, first_name, last_name)"
"""


STEPS = {
    "good": (audits, worklists, cases, others, parts),
    "bad": (audits, worklists, cases, others, parts),
    "shifted": (audits, others),
    "good.xlsx": (audits,),
    "bad.xlsx": (audits, worklists, cases),
}


def main():
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        tables = canaries.board(BOARD, PEOPLE)
        canaries.write_csv(tables, top / "good")
        canaries.write_workbook(tables, top / "good.xlsx")
        bad = canaries.damage(canaries.board(BOARD, PEOPLE))
        canaries.write_csv(bad, top / "bad")
        canaries.break_rows(top / "bad")
        canaries.write_workbook(bad, top / "bad.xlsx")
        canaries.shift(tables, top / "shifted")
        for places in (1, 2):
            canaries.write_csv(tables, top / f"right-{places}")
            canaries.shift_right(tables, top / f"right-{places}", places)
        for source in ("good/participants.csv", "bad/case-notes.csv", "good.xlsx"):
            if len(canaries.found_in((top / source).read_bytes())) != len(canaries.CANARIES):
                fault(f"{source} lacks canaries: the test looks for nothing")
        for source, steps in STEPS.items():
            (work := top / f"work-{source}").mkdir()
            codes = (0, 1) if source.startswith("good") else (0, 1, 3)
            for step in steps:
                step(top / source, work, codes)
        for source in ("good", "bad", "right-1", "right-2"):
            (named := top / f"named-{source}").mkdir()
            with_names(top / source, named, whole=source in ("good", "bad"))
        changed(tables, top / "work-good")
        (own := top / "own").mkdir()
        rules_that_read(top / "good", own)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
