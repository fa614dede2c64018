#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How an export is written down changes no finding: the order of rows, columns and files, how many
files a table is in, headers' spelling, dates' form, delimiters, encodings, line ends, packing.

    metamorphic_test.py PROGRAM SET        a folder of tests/acceptance

Changes are made several at a time; with AUDIT_HOSTILE_LONG each is also made by itself. What became of
workbooks and of threads is tests/acceptance's (workbook.py, threads.py).
"""
import codecs
import collections
import csv
import datetime
import gzip
import io
import pathlib
import random
import re
import sys
import zipfile

import support
from support import expect

sys.path.append(str(pathlib.Path(__file__).parents[1] / "acceptance"))
from reports import findings, rows_by_table  # noqa: E402

PROGRAM, SET = sys.argv[1], sys.argv[2]
SOURCE = pathlib.Path(__file__).resolve().parents[1] / "acceptance" / SET / "input"
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
FIRST_SERIAL = datetime.date(1899, 12, 30)


class Table:
    """A file as rows, and how it is to be written."""

    def __init__(self, path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            self.rows = list(csv.reader(file))
        self.name, self.delimiter, self.encoding, self.end = path.stem, ",", "utf-8", "\n"
        # Canonical files begin with their header; the others' banners must stay where they are.
        self.is_plain = len({len(row) for row in self.rows}) == 1

    def text(self):
        out = io.StringIO()
        # The writer would not quote a line feed where lines end in CR.
        quoting = csv.QUOTE_ALL if self.end == "\r" else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.end, quoting=quoting).writerows(self.rows)
        return out.getvalue().encode(self.encoding, "strict")


def shuffled_rows(tables, chance):
    for table in tables:
        if table.is_plain:
            body = table.rows[1:]
            chance.shuffle(body)
            table.rows[1:] = body


def shuffled_columns(tables, chance):
    for table in tables:
        if table.is_plain:
            order = list(range(len(table.rows[0])))
            chance.shuffle(order)
            table.rows = [[row[i] for i in order] for row in table.rows]


def split_files(tables, _chance):
    for table in list(tables):
        if not table.is_plain or len(table.rows) < 20:
            continue
        third = len(table.rows) // 3
        for part in (1, 2):
            other = Table.__new__(Table)
            other.__dict__ = {**table.__dict__, "name": f"{'z' if part == 1 else 'a'}-{table.name}",
                              "rows": [table.rows[0], *table.rows[part * third:part * third + third]]}
            tables.append(other)
        table.rows = table.rows[:third] + table.rows[3 * third:]


def other_names(tables, _chance):
    for i, table in enumerate(tables):
        table.name = f"{(i * 7) % 23:02}-export"


def other_headers(tables, chance):
    ways = (str.upper, str.title, lambda h: h.replace("_", " "), lambda h: f" {h} ", lambda h: h.replace("_", "-"),
            lambda h: h.replace("_", "\n"))
    for table in tables:
        if table.is_plain:
            table.rows[0] = [chance.choice(ways)(header) for header in table.rows[0]]


def with_dates(form):
    def change(tables, _chance):
        for table in tables:
            if not table.is_plain:
                continue
            for row in table.rows[1:]:
                for i, cell in enumerate(row):
                    found = DAY.fullmatch(cell)
                    try:
                        row[i] = form(datetime.date(*map(int, found.groups()))) if found else cell
                    except ValueError:
                        pass  # no such day: a data problem in any form
    return change


def written(**how):
    def change(tables, _chance):
        for table in tables:
            table.__dict__.update(how)
    return change


def american(day):
    return f"{day.month}/{day.day}/{day.year}"


CHANGES = {
    "rows": shuffled_rows, "columns": shuffled_columns, "split": split_files, "names": other_names,
    "headers": other_headers, "m/d/yyyy": with_dates(american),
    "mm/dd/yy": with_dates(lambda day: day.strftime("%m/%d/%y")),
    "dd-mon-yyyy": with_dates(lambda day: day.strftime("%d-%b-%Y")),
    "yyyymmdd": with_dates(lambda day: day.strftime("%Y%m%d")),
    "yyyy/mm/dd and time": with_dates(lambda day: day.strftime("%Y/%m/%d 09:30 AM")),
    "serial": with_dates(lambda day: str((day - FIRST_SERIAL).days)),
    "semicolon": written(delimiter=";"), "tab": written(delimiter="\t"), "pipe": written(delimiter="|"),
    "crlf": written(end="\r\n"), "cr": written(end="\r"), "bom": written(encoding="utf-8-sig"),
    "utf-16": written(encoding="utf-16"), "windows-1252": written(encoding="cp1252"),
}
TOGETHER = (
    (("rows", "split", "names", "bom"), "plain"),
    (("columns", "headers", "semicolon", "crlf", "m/d/yyyy"), "plain"),
    (("dd-mon-yyyy", "utf-16", "tab"), "gz"),
    (("yyyy/mm/dd and time", "pipe", "cr", "rows"), "zip"),
    (("serial", "windows-1252", "columns"), "folders"),
)


def pack(place, tables, packing):
    """Where the changed export is."""
    place.mkdir()
    names = collections.Counter()
    if packing == "zip":
        with zipfile.ZipFile(place / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for table in tables:
                archive.writestr(f"a folder/{table.name}.csv", table.text())
        return place / "all.zip"
    for table in tables:
        names[table.name] += 1
        assert names[table.name] == 1
        folder = place / table.name[0] if packing == "folders" else place
        folder.mkdir(exist_ok=True)
        if packing == "gz":
            (folder / f"{table.name}.csv.gz").write_bytes(gzip.compress(table.text(), 1))
        else:
            (folder / f"{table.name}.csv").write_bytes(table.text())
    return place


def audit(given):
    done = support.check(PROGRAM, given, "--fail-on", "never", profile="all")
    expect(str(given), done.code == 0, f"exit code {done.code}: {done.err[:400]}")
    return done.report()


def compare(what, plain, changed):
    expect(what, rows_by_table(plain) == rows_by_table(changed), f"rows: {rows_by_table(changed)}, not {rows_by_table(plain)}")
    for one, other in zip(plain["rules"], changed["rules"], strict=True):
        expect(what, one == other, f"{other}, not {one}")
    for part in ("totals", "groups"):
        expect(what, plain[part] == changed[part], f"other {part}")
    missing, extra = plain["found"] - changed["found"], changed["found"] - plain["found"]
    expect(what, not missing and not extra, f"missing {sorted(missing)[:2]}, extra {sorted(extra)[:2]}")


def main():
    chance = random.Random(20260131)
    plain = audit(SOURCE)
    plain["found"] = findings(plain)
    expect("the set", sum(plain["found"].values()) > 100, "holds too few findings to show anything")
    cases = [((name,), "plain") for name in CHANGES] if support.LONG else []
    # Shapes with banners and footers are changed as a whole only.
    chosen = TOGETHER if all(Table(p).is_plain for p in SOURCE.glob("*.csv")) else TOGETHER[2:4]
    with support.folder() as name:
        for i, (changes, packing) in enumerate((*chosen, *cases)):
            tables = [Table(path) for path in sorted(SOURCE.glob("*.csv"))]
            for change in changes:
                CHANGES[change](tables, chance)
            what = f"{', '.join(changes)}; {packing}"
            try:
                changed = audit(pack(pathlib.Path(name) / str(i), tables, packing))
            except UnicodeEncodeError as error:
                print(f"{what}: left out, {codecs.lookup(error.encoding).name} lacks a character of the set")
                continue
            changed["found"] = findings(changed)
            compare(what, plain, changed)
    support.finish()


main()
