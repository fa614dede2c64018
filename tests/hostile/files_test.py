#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Inputs that no export is: each is told with what to do, the good ones beside it are audited, and
memory and time stay bounded.

    files_test.py PROGRAM CLAIM        each claim is a function below
"""
import gzip
import os
import pathlib
import random
import sys
import zipfile

import support
from support import GOOD, HEAD, LATE, check, expect, expect_end

PROGRAM = sys.argv[1]
BOUNDS = support.Bounds(PROGRAM)


def write(path, start, piece, times, end=""):
    """A large file, without holding it: this process's size counts as that of those it starts."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(start)
        for _ in range(times):
            file.write(piece)
        file.write(end)


def pack(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)


def make_odd_files(place):
    """{name as reported: what must be told of it}; None: it is left out without exit code 3."""
    pack(place / "nested.zip", [("in.zip", b"PK\3\4"), ("a.csv", GOOD)])
    pack(place / "book-in.zip", [("b.xlsx", b"PK")])
    pack(place / "none.zip", [("readme.txt", "")])
    (place / "cut.zip").write_bytes((place / "nested.zip").read_bytes()[:-30])
    (place / "cut.csv.gz").write_bytes(gzip.compress(GOOD.encode() * 1000)[:-12])
    (place / "twice.csv.gz").write_bytes(gzip.compress(gzip.compress(GOOD.encode())))
    (place / "empty.csv").write_bytes(b"")
    (place / "bom.csv").write_bytes(b"\xef\xbb\xbf")
    (place / "nul.csv").write_bytes(b"\0" * 5000)
    with open(PROGRAM, "rb") as program:
        (place / "program.csv").write_bytes(program.read(100000))
    (place / "random.csv").write_bytes(random.Random(7).randbytes(200000))
    (place / "page.csv").write_text("<html><body>Your session has expired</body></html>")
    (place / "header.csv").write_text(HEAD + "\n")
    (place / "name.xlsx").write_text(GOOD)
    (place / "folder.csv").mkdir()
    os.mkfifo(place / "pipe.csv")
    for link, target in (("round.csv", "round.csv"), ("to.csv", "fro.csv"), ("fro.csv", "to.csv"),
                         ("gone.csv", "/nonexistent"), ("self", "."), ("zero.csv", "/dev/zero")):
        os.symlink(target, place / link)
    no_header = "no header found"
    return {
        "nested.zip!in.zip": "is an archive within an archive",
        "book-in.zip!b.xlsx": "is a workbook within an archive",
        "none.zip": "is an archive without *.csv files", "cut.zip": "is a damaged zip file",
        "cut.csv.gz": "ends too early", "twice.csv.gz": no_header, "empty.csv": "the input is empty",
        "bom.csv": "the input is empty", "nul.csv": "the input is empty", "program.csv": no_header,
        "random.csv": no_header, "page.csv": no_header, "header.csv": "but no rows",
        "name.xlsx": "is named like a workbook but is none", "pipe.csv": "is not a regular file",
        "round.csv": "is a link to something that does not exist",
        "to.csv": "is a link to something that does not exist",
        "fro.csv": "is a link to something that does not exist",
        "gone.csv": "is a link to something that does not exist",
        "self": "is a link to a folder, which is not followed",
        "zero.csv": "is not a regular file",
    }


def odd(place):
    """A folder of everything that is no export, and one that is."""
    wanted = make_odd_files(place)
    (place / "good.csv").write_text(GOOD.replace("A1,1,P1", "A2,2,P2"))
    done = check(PROGRAM, place)
    expect_end("a folder of odd files", done, 3, "some of the input could not be audited")
    BOUNDS.hold("a folder of odd files", done, 60, 5)
    report = done.report()
    found = support.problems(report)
    for name, text in wanted.items():
        told = found.pop(name, [])
        expect(name, any(text in each for each in told), f"told {told}, not '{text}'")
    expect("told of others", not found, found)
    audited = {i["path"]: i["accepted"] for i in report["inputs"] if i["accepted"]}
    expect("audited", audited == {"good.csv": 1, "nested.zip!a.csv": 1}, audited)


def alone(place):
    """Each given by itself: the exit code is 3, and it is said why."""
    make_odd_files(place)
    for name, text in (("round.csv", "symbolic links"), ("folder.csv", "is a folder without"),
                       ("gone.csv", "does not exist"), ("absent.csv", "No such file"),
                       ("cut.zip", "damaged")):
        expect_end(name, check(PROGRAM, place / name), 3, text)
    for name in ("/dev/zero", "/dev/full", "/dev/null", "/proc/self/mem"):
        done = check(PROGRAM, name)
        expect_end(name, done, 3)
        BOUNDS.hold(name, done, 50, 5)


def names(place):
    """Names of members and files are shown, never obeyed."""
    evil = ["../../../tmp/evil.csv", "/etc/evil.csv", "C:\\x\\evil.csv", "line\n::error::break.csv",
            "\x1b[31mred.csv", "right\u202eto left.csv", "=1+1.csv", "<script>x.csv"]
    pack(place / "names.zip", [(name, GOOD.replace("A1,1,P1", f"A{i},{i},P{i}"))
                               for i, name in enumerate(evil)])
    done = check(PROGRAM, place / "names.zip", "--fail-on", "never")
    expect_end("names", done, 0)
    expect("names: audited", sum(i["accepted"] for i in done.report()["inputs"]) == len(evil))
    for name in ("/tmp/evil.csv", "/etc/evil.csv"):
        expect("names: written", not os.path.exists(name), name)
    expect("names: written", os.listdir(place) == ["names.zip"], os.listdir(place))
    listed = support.run(PROGRAM, "inspect", place / "names.zip", "--no-config")
    shown = listed.out.decode() + listed.err
    for bad in ("\x1b", "\u202e", "\n::error"):
        expect("names: inspect", bad not in shown, repr(bad))
    for name in (b"bad\xff\xfe.csv", b"tab\there.csv"):
        with open(os.path.join(os.fsencode(place), name), "w", encoding="utf-8") as file:
            file.write(GOOD)
        done = check(PROGRAM, os.path.join(os.fsencode(place), name))
        expect_end(f"{name}", done, 1)


def sizes(place):
    """A million columns, cells past the limit, files that are one line: bounded memory."""
    write(place / "wide.csv", HEAD, ",some header" * 1000, 1000, f"\n{LATE}\n")
    done = check(PROGRAM, place / "wide.csv")
    expect_end("a million columns", done, 3, "known; if it is that table")
    BOUNDS.hold("a million columns", done, 150, 10)
    write(place / "long.csv", GOOD + "A2", ",x" * 1000, 1000, "\n")
    done = check(PROGRAM, place / "long.csv")
    expect_end("a million cells", done, 1, "more cells than the limit (see --max-columns)")
    BOUNDS.hold("a million cells", done, 150, 5)
    mega = "x" * (1 << 20)
    write(place / "cell.csv", f"{GOOD}A2,2,P2,205,", mega, 3, ",North,2025-11-03\n")
    done = check(PROGRAM, place / "cell.csv", "--max-cell", 1)
    expect_end("a cell too large", done, 1, "a cell larger than the limit (see --max-cell)")
    BOUNDS.hold("a cell too large", done, 50, 5)
    for name, start, piece, end in (
            ("quote.csv", GOOD + 'A2,2,P2,205,"', "x\n" * (1 << 19), ""), ("line.csv", "", mega, ""),
            ("head.csv", HEAD + ",", mega, f"\n{LATE}\n"), ("quotes.csv", GOOD, '"' * (1 << 20), ""),
            ("commas.csv", GOOD, "," * (1 << 20), ""), ("breaks.csv", GOOD, "\r\n\n" * (1 << 18), "x")):
        write(place / name, start, piece, 8, end)
        done = check(PROGRAM, place / name, "--max-cell", 1, "--max-bad-rows", 1000)
        expect(name, done.code in (1, 3), f"exit code {done.code}: {done.err[:300]}")
        told = [p["problem"] for p in done.report()["data_problems"]]
        expect(name, not any("is empty" in p for p in told), told[:3])
        BOUNDS.hold(name, done, 100, 20)


def main():
    with support.folder() as name:
        globals()[sys.argv[2]](pathlib.Path(name))
    support.finish()


main()
