#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    inputs_test.py PROGRAM CLAIM        each claim is a function below
Inputs as they come: what is read of them, and what is said where they cannot be."""
import gzip
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import threading
import zipfile

PROGRAM = os.path.abspath(sys.argv[1])
HEAD = ("Activity ID,App ID,State ID,Activity Code,Activity Title,Office,Actual Begin Date,Create Date,"
        "Staff Created\n")
ROW = "A{0},{0},P{0},205,Plan,{1},{2},12/15/2025,S1\n"
LATE = "11/3/2025"
faults = []


def row(number, office="North", begun=LATE):
    return ROW.format(number, office, begun)


def expect(what, holds, seen=""):
    if not holds:
        faults.append(f"{what}: {str(seen)[:600]}")


def run(*arguments, data=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], input=data, capture_output=True, check=False,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"})


def check(*inputs, data=None):
    """The exit code and the report."""
    done = run("check", *inputs, "--no-config", "--as-of", "2026-01-31", "--profile", "five", "--format",
               "json", data=data)
    return done.returncode, json.loads(done.stdout)


def accepted(report):
    return {os.path.basename(i["path"]): i["accepted"] for i in report["inputs"]}


def offices(report):
    return {finding["office"] for finding in report["findings"]}


def problems(report):
    return [problem["problem"] for problem in report["data_problems"]]


def late_encoding(folder):
    """What the first megabyte does not tell of the encoding, the rest may; no row is lost by it."""
    text = HEAD + "".join(row(i) for i in range(30000))
    path = folder / "late.csv"
    path.write_bytes((text + row(30000, "Caf\u00e9")).encode("cp1252"))
    code, report = check(path)
    expect("late", code == 1 and accepted(report) == {"late.csv": 30001}, accepted(report))
    expect("late: the office", offices(report) == {"North", "Caf\u00e9"}, offices(report))
    place = path.read_bytes().index(b"\xe9")
    expect("late: told", problems(report) == [
        f"not all of it is UTF-8 (first at byte {place}): read as Windows-1252"], problems(report))
    # A header that was UTF-8 before is another one in the encoding of the rest.
    path.write_bytes(text.replace("Office", "Oficina se\u00f1al").encode() + row(1, "\u00e9").encode("cp1252"))
    code, report = check(path)
    expect("mixed", code in (1, 3) and len(problems(report)) >= 1, (code, problems(report)))


def utf16(folder):
    """Both byte orders; without a mark it is not guessed."""
    text = HEAD + row(1, "Caf\u00e9") + row(2, "\u5317")
    path = folder / "a.csv"
    for name in ("UTF-16 LE", "UTF-16 BE"):
        codec = name.replace(" ", "-")
        path.write_bytes(("\ufeff" + text).encode(codec))
        code, report = check(path)
        expect(name, (code, offices(report)) == (1, {"Caf\u00e9", "\u5317"}),
               (code, offices(report), problems(report)))
        shown = run("inspect", path, "--no-config").stdout.decode()
        expect(f"{name}: inspect", f"  {name}, separated by commas" in shown, shown)
        path.write_bytes(text.encode(codec))
        code, report = check(path)
        expect(f"{name} without a mark", code == 3 and f"is {name} without a byte order mark" in
               problems(report)[0], problems(report))


def archives(folder):
    """An archive that cannot be unpacked says why and what to do."""
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", HEAD + row(1))
    plain = path.read_bytes()
    entry = plain.index(b"PK\1\2")

    def changed(*places):
        data = bytearray(plain)
        for local, central, value in places:
            data[local] = value
            data[entry + central] = value
        path.write_bytes(data)
        code, report = check(path)
        return code, report["data_problems"]

    for what, places, wanted in (
            ("as it is", (), None), ("encrypted", ((6, 8, 1),), "is encrypted; unpack it with its password"),
            ("packed oddly", ((8, 10, 97),), "is packed in a way that is not supported"),
            ("another checksum", ((14, 16, plain[14] ^ 1),), "is damaged (CRC error)")):
        code, told = changed(*places)
        if wanted is None:
            expect(what, (code, told) == (1, []), (code, told))
        else:
            expect(what, code == 3 and [p["file"].endswith("a.zip!a.csv") and wanted in p["problem"]
                                        for p in told] == [True], (code, told))


def many(folder):
    """More files than may be open at once, and each row in all of them: a row is one record."""
    files = 150
    for number in range(files):
        (folder / f"a{number}.csv").write_text(HEAD + row(1) + row(2))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files // 2, hard))
    try:
        code, report = check(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    expect("many files: exit code", code == 1, code)
    expect("many files: no problem is told", not problems(report), problems(report)[:3])
    expect("many files: each row is one record", sum(accepted(report).values()) == 2, accepted(report))


def pipes(folder):
    """Standard input and a named pipe are read once; what needs to be a file says so."""
    text = (HEAD + row(1) + row(2)).encode()
    for what, data in (("plain", text), ("packed", gzip.compress(text))):
        code, report = check("-", data=data)
        expect(f"{what} -", (code, list(accepted(report).values())) == (1, [2]), problems(report))
        pipe = folder / what
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_bytes, args=(data,))
        writer.start()
        code, report = check(pipe)
        writer.join()
        expect(f"{what} pipe", (code, accepted(report)) == (1, {what: 2}), problems(report))
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("a.csv", text)
    code, report = check("-", data=(folder / "a.zip").read_bytes())
    expect("a zip file", code == 3 and "save it as a file and give that" in problems(report)[0], problems(report))


def dates(folder):
    """inspect says how a column's dates are written."""
    for text, form in (("2026/01/05", "YYYY/MM/DD"), ("05-Jan-2026", "DD-Mon-YYYY"), ("20260105", "YYYYMMDD"),
                       ("46027", "Excel serial number"), ("5-Jan-26", "DD-Mon-YYYY"), ("1/5/2026", "M/D/YYYY"),
                       ("2026-01-05T10:11:12", "YYYY-MM-DD, times dropped"), ("1/5/26", "M/D/YY")):
        (folder / "a.csv").write_text(HEAD + row(1, begun=text))
        shown = run("inspect", folder / "a.csv", "--no-config").stdout.decode()
        expect(text, re.search(rf"actual_begin +2026-01-05 to 2026-01-05, {form}\b", shown),
               re.findall("actual_begin.*", shown))
    (folder / "a.csv").write_text(HEAD + row(1, begun="Jan 5, 2026".replace(",", "")))
    shown = run("inspect", folder / "a.csv", "--no-config").stdout.decode()
    expect("no date", re.search("actual_begin +no dates, 1 not dates", shown), shown)


def workbook(folder):
    """Where a workbook's parts stand, and cells that hold an error."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = '<R><Relationship Id="w" Type="http://x/{}" Target="{}"/></R>'

    def line(texts, errors=()):
        return "<row>" + "".join(
            '<c t="e"><v>#N/A</v></c>' if i in errors else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
            for i, text in enumerate(texts)) + "</row>"

    rows = (f"<!-- made up -->{line(HEAD.strip().split(','))}<?odd instruction?>"
            f"{line(row(1).strip().split(','))}{line(row(2).strip().split(','), {5, 6})}")
    for target, part in (("worksheets/s.xml", "xl/worksheets/s.xml"), ("../s.xml", "s.xml"),
                         ("./../xl/s.xml", "xl/s.xml"), ("/any/s.xml", "any/s.xml")):
        path = folder / "a.xlsx"
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("_rels/.rels", relation.format("officeDocument", "xl/workbook.xml"))
            book.writestr("xl/workbook.xml", f'<workbook {space} xmlns:r="http://r"><sheets>'
                                             '<sheet name="S" sheetId="1" r:id="w"/></sheets></workbook>')
            book.writestr("xl/_rels/workbook.xml.rels", relation.format("worksheet", target))
            book.writestr(part, f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>")
        code, report = check(path)
        expect(target, list(accepted(report).values()) == [2], (code, accepted(report), problems(report)))
        told = sorted((p["column"], p["problem"]) for p in report["data_problems"])
        expect(f"{target}: errors", told and all("the cell holds an error: '#N/A'" in text for _, text in told),
               told)


def main():
    with tempfile.TemporaryDirectory() as name:
        globals()[sys.argv[2]](pathlib.Path(name))
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
