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
import shutil
import signal
import sys
import time
import zipfile
import zlib

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


def bomb(path, piece, times):
    """A gzip file of GOOD and very often `piece`, made without holding it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with open(path, "wb") as file:
        file.write(packer.compress(GOOD.encode()))
        for _ in range(times):
            file.write(packer.compress(piece))
        file.write(packer.flush())


def archives(place):
    """What unpacks to far more than it is, and thousands of members."""
    bomb(place / "small.csv.gz", b"\n" * (1 << 20), 8)
    done = check(PROGRAM, place / "small.csv.gz")
    expect_end("8 MB of line breaks", done, 1)
    BOUNDS.hold("8 MB of line breaks", done, 60, 15)
    pack(place / "many.zip", [(f"d{i % 7}/f{i}.csv", "") for i in range(3000)] + [("good.csv", GOOD)])
    done = check(PROGRAM, place / "many.zip")
    expect_end("3,000 members", done, 3, "many.zip!d0/f0.csv")
    BOUNDS.hold("3,000 members", done, 80, 15)
    if support.LONG:
        bomb(place / "large.csv.gz", b"\n" * (1 << 20), 1500)
        done = check(PROGRAM, place / "large.csv.gz")
        expect_end("1.5 GB of 1.5 MB", done, 3, "unpacks to more than 1073741824 bytes")
        BOUNDS.hold("1.5 GB of 1.5 MB", done, 60, 60)


def book(path, rows, strings="", sheets=1, before=""):
    """A workbook of sheets that are all one part."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = '<Relationship Id="{}" Type="http://x/{}" Target="{}"/>'
    pack(path, [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", f'<R>{relation.format("w", "officeDocument", "xl/workbook.xml")}</R>'),
        ("xl/workbook.xml", f'<workbook {space} xmlns:r="http://r"><sheets>' + "".join(
            f'<sheet name="S{i}" sheetId="1" r:id="s"/>' for i in range(sheets)) + "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", f'<R>{relation.format("s", "worksheet", "sheet.xml")}'
                                       f'{relation.format("t", "sharedStrings", "texts.xml")}</R>'),
        ("xl/texts.xml", f"<sst {space} count='4000000000'>{strings}</sst>"),
        ("xl/sheet.xml", f"{before}<worksheet {space}><dimension ref='A1:XFD1048576'/><sheetData>"
                         f"{rows}</sheetData></worksheet>")])


def inline(texts):
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def books(place):
    """Workbooks with what only an attacker writes."""
    rows = f"<row>{inline(HEAD.split(','))}</row><row>{inline(LATE.split(','))}</row>"
    laughs = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)) + "]>"
    thing = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    far = "".join(f'<row><c r="NTP{i}"><v>1</v></c></row>' for i in range(3, 3003))
    beyond = "".join(f'<row><c r="XFD{i}"><v>1</v></c></row>' for i in range(3, 3003))
    mega = f"<si><t>{'x' * 1000000}</t></si>"
    damaged = "is a damaged workbook"
    cases = (  # name, rows, exit code, text, more
        ("laughs", f"<row>{inline(['&a11;'])}</row>", 3, damaged, {"before": laughs}),
        ("entity", f"<row>{inline(['&e;'])}</row>", 3, damaged, {"before": thing}),
        ("unknown entity", f"<row>{inline(['&e;'])}</row>", 3, damaged, {}),
        ("no such text", rows + '<row><c t="s"><v>9</v></c></row>', 3, damaged, {"strings": "<si><t>a</t></si>"}),
        ("text -1", rows + '<row><c t="s"><v>-1</v></c></row>', 3, damaged, {}),
        ("text 2^64", rows + '<row><c t="s"><v>18446744073709551616</v></c></row>', 3, damaged, {}),
        ("deep", rows + "<a>" * 100000, 3, damaged, {}),
        ("cut", rows + "<row><c", 3, damaged, {}),
        ("row 4294967295", rows + '<row r="4294967295"><c r="ZZZZZZZZ4294967295"><v>1</v></c></row>', 1,
         "more cells than the limit", {}),
        ("row -5", rows + '<row r="-5"><c r="-5"><v>1</v></c></row>', 1, "row rejected", {}),
        ("attributes", rows + "<row " + " ".join(f'a{i}=""' for i in range(50000)) + "/>", 1, "", {}),
        ("far cells", rows + far, 3, "were rejected", {}),
        ("cells beyond", rows + beyond, 3, "more cells than the limit", {}),
        ("one text", rows + f'<row>{"<c t=%ss%s><v>0</v></c>" % (chr(34), chr(34)) * 9}</row>' * 300, 3,
         "unpacks to more than", {"strings": mega}),
        ("a hundred sheets", rows, 1, "", {"sheets": 100}),
    )
    for name, data, code, text, more in cases:
        book(place / "book.xlsx", data, **more)
        done = check(PROGRAM, place / "book.xlsx")
        expect_end(name, done, code, text)
        expect(name, b"root:" not in done.out)
        BOUNDS.hold(name, done, 130, 15)


CHANGES = {
    "shrinks": lambda path: os.truncate(path, os.path.getsize(path) // 2),
    "is emptied": lambda path: os.truncate(path, 0),
    "grows": lambda path: path.open("ab").write(b"x" * 100),
    "changes": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "goes": os.unlink,
    "becomes a pipe": lambda path: (os.unlink(path), os.mkfifo(path)),
    "becomes a folder": lambda path: (os.unlink(path), os.mkdir(path)),
}


def read_so_far(process):
    with open(f"/proc/{process.pid}/io", encoding="ascii") as file:
        return int(file.readline().split()[1])


def change_while_read(path, change, after):
    """Stops the program once it has read so many bytes, changes the file and lets it go on."""
    run = support.Started(PROGRAM, "check", path, "--no-config", "--profile", "five", "--as-of",
                          support.DATE, "--format", "json", "--max-bad-rows", "1000000", timeout=120)
    try:
        while run.process.poll() is None and read_so_far(run.process) < after:
            time.sleep(0.001)
        run.process.send_signal(signal.SIGSTOP)
        change(path)
        run.process.send_signal(signal.SIGCONT)
    except (OSError, ValueError, IndexError):
        pass
    if run.process.returncode is not None:  # it had ended
        run.wait_polled()
        return None
    return run.wait()


def changing(place):
    """A file that somebody writes to is told, whatever becomes of it; nothing crashes."""
    chance = random.Random(1)
    lines = [f"A{i},{i},P{i},205,{chance.randbytes(40).hex()},North,2025-11-03,2025-12-15,S1\n"
             for i in range(30000)]
    text = "".join([HEAD + "\n", *lines])
    contents = {"a.csv": text.encode(), "a.csv.gz": gzip.compress(text.encode(), 1)}
    pack(place / "a.zip", [("a.csv", text)])
    contents["a.zip"] = (place / "a.zip").read_bytes()
    book(place / "a.xlsx", "".join(f"<row>{inline(line.strip().split(','))}</row>"
                                   for line in [HEAD, *lines]))
    contents["a.xlsx"] = (place / "a.xlsx").read_bytes()
    met = 0
    for name, content in contents.items():
        for what, change in CHANGES.items():
            path = place / "changing" / name
            path.parent.mkdir()
            path.write_bytes(content)
            # The rules are some 700 KB; the file is read more than once.
            after = 1_000_000 + chance.random() * len(content)
            done = change_while_read(path, change, after)
            if done is not None and done.code != 1:
                met += 1
                expect_end(f"{name} {what}", done, 3)
                told = str(support.problems(done.report()))
                words = ("changed while it was read", "damaged", "ends too early", "cannot be opened",
                         "is not a regular file", "other bytes behind it")
                expect(f"{name} {what}", any(word in told for word in words), told[:300])
            shutil.rmtree(path.parent)
    print(f"changed in time: {met} of {len(contents) * len(CHANGES)}")
    expect("changing", met >= 5, f"only {met} changes came in time")


def unreadable(place):
    """What may not be read is told by name; the rest is audited."""
    os.chmod(place, 0o755)
    for name in ("secret.csv", "good.csv"):
        (place / name).write_text(GOOD)
    (place / "secret").mkdir()
    (place / "secret.csv").chmod(0)
    (place / "secret").chmod(0)
    nobody = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
    try:
        done = check(PROGRAM, place, before=nobody)
    except PermissionError:
        return print("NOT TESTED: nobody may not run the program where it lies")
    found = support.problems(done.report())
    expect_end("unreadable", done, 3)
    expect("secret.csv", "ermission" in str(found.get("secret.csv")), found)
    expect("secret", "ermission" in str(found.get("secret")), found)
    expect("good.csv", [i["path"] for i in done.report()["inputs"] if i["accepted"]] == ["good.csv"])


def rule(number, condition):
    return (f"[[rule]]\nid = 'x.r{number}'\ntitle = 't'\nseverity = 'error'\nfor_each = 'activities'\n"
            f"require = \'\'\'{condition}\'\'\'\nmessage = 'm'\nremedy = 'r'\ncite = 'c'\n")


PACK = "[pack]\nname = 'x'\ntitle = 't'\nsource = 's'\n"


def rules(place):
    """Rules, settings and reports that were written to hurt."""
    rows = "".join(f"A{i},{i},P{i},205,{'a' * 300},North,2025-11-03,2025-11-03,S1\n" for i in range(500))
    (place / "in.csv").write_text(f"{HEAD}\n{rows}")
    ten = 10000 if support.LONG else 3000
    patterns = (("(a+)+$b(a*)*c", 0, ""), ("(x|a)*a(x|a){900}", 0, ""), ("(a|a?)+$", 1, ""),
                ("((a{1000}){1000}){1000}", 2, "a repetition has at most 1000 rounds"),
                (r"(?<=a)b", 2, "look-around"), (r"(\\pL{500}){500}", 2, "error"), ("(" * 5000, 2, "error"))
    cases = [(f"pattern {p[:30]}", "--rules", PACK + rule(1, f"not (title matches '{p}')"), code, text)
             for p, code, text in patterns]
    cases += [
        ("many rules", "--rules", PACK + "".join(rule(i, "code == '205'") for i in range(ten)), 0, ""),
        ("many faults", "--rules", PACK + "".join(rule(i, "cod == '205'") for i in range(ten)), 2,
         "did you mean 'code'?"),
        ("one rule often", "--rules", PACK + rule(1, "code == '205'") * ten, 2, "already defined"),
        ("arrays", "--rules", "a = " + "[" * 1000000, 2, "nest deeper than 100 levels"),
        ("tables", "--rules", "a = " + "{a=" * 1000000, 2, "nest deeper than 100 levels"),
        ("keys", "--rules", ".".join("a" * 1000000) + " = 1", 2, "nest deeper than 100 levels"),
        ("brackets", "--rules", PACK + rule(1, "(" * 60000), 2, "error"),
        ("nots", "--rules", PACK + rule(1, "not " * 10000 + "true"), 2, "error"),
        ("a long text", "--rules", PACK + f"x = '{'y' * 10_000_000}' z", 2, "not valid TOML"),
        ("NUL", "--rules", PACK + "x = '\0'", 2, "not valid TOML"),
        ("a deep baseline", "--baseline", "[" * 5_000_000, 2, "is no whole JSON file"),
        ("a deep waiver file", "--waivers", "a = " + "[" * 1000000, 2, "nest deeper than 100 levels"),
        ("a deep profile", "--config", "[" + "a." * 1000000 + "a]", 2, "nest deeper than 100 levels"),
    ]
    for name, option, text, code, told in cases:
        (place / "file.toml").write_text(text)
        only = ("--only", "x.*") if option == "--rules" else ()
        done = check(PROGRAM, place / "in.csv", option, place / "file.toml", *only, "--quiet",
                     profile="all") if option != "--config" else support.run(
                         PROGRAM, "check", place / "in.csv", option, place / "file.toml")
        expect_end(name, done, code, told)
        expect(f"{name}: lines", all(len(line) < 1000 for line in done.err.splitlines()))
        BOUNDS.hold(name, done, 400 if name == "many rules" else 150, 30)
    for option in ("--rules", "--config", "--waivers", "--calendar", "--baseline"):
        done = support.run(PROGRAM, "check", place / "in.csv", option, "/dev/zero", timeout=60)
        expect_end(f"{option} /dev/zero", done, 2, "/dev/zero")
        BOUNDS.hold(f"{option} /dev/zero", done, 100, 5)


def main():
    with support.folder() as name:
        globals()[sys.argv[2]](pathlib.Path(name))
    support.finish()


main()
