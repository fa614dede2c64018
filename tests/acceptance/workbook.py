#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A set as one workbook, a sheet a file, gives what its CSV files give: every count of every rule,
every finding but its file, every count of rows. Empty cells are not written, as in real workbooks:
a sheet's rows end where their last filled cell stands.

    workbook.py PROGRAM SET_FOLDER
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.cell import WriteOnlyCell

from reports import findings, rows_by_table


def text_cell(sheet, text):
    """A text that begins with "=" stays one."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def write_workbook(folder, path):
    book = openpyxl.Workbook(write_only=True)
    for source in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(source.stem)
        with open(source, newline="", encoding="utf-8-sig") as file:
            for row in csv.reader(file):
                sheet.append([text_cell(sheet, text) if text else None for text in row])
    book.save(path)


def audit(program, given):
    with tempfile.TemporaryDirectory(prefix="workbook-") as out:
        report = pathlib.Path(out) / "report.json"
        done = subprocess.run(
            [program, "check", given, "--profile", "all", "--no-config", "--as-of", "2026-01-31",
             "--fail-on", "never", "-o", report],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, timeout=600, check=False)
        if done.returncode != 0:
            sys.exit(f"{given}: exit code {done.returncode} instead of 0\n{done.stderr}")
        return json.loads(report.read_text(encoding="utf-8"))


def differences(csv_report, book_report):
    lines = []
    sheets, files = rows_by_table(book_report), rows_by_table(csv_report)
    for table in sorted(set(sheets) | set(files), key=str):
        if sheets.get(table) != files.get(table):
            lines.append(f"{table}: {sheets.get(table)} in the workbook, {files.get(table)} as CSV")
    for as_book, as_csv in zip(book_report["rules"], csv_report["rules"], strict=True):
        if as_book != as_csv:
            lines.append(f"{as_csv['id']}: {as_book} in the workbook, {as_csv} as CSV")
    in_book, in_csv = findings(book_report), findings(csv_report)
    lines += [f"only in the workbook: {finding}" for finding in sorted(in_book - in_csv)[:3]]
    lines += [f"only as CSV: {finding}" for finding in sorted(in_csv - in_book)[:3]]
    return lines


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]) / "input"
    with tempfile.TemporaryDirectory(prefix="workbook-") as made:
        book = pathlib.Path(made) / "set.xlsx"
        write_workbook(folder, book)
        found = differences(audit(program, folder), audit(program, book))
    print("\n".join(found) or "workbook and CSV agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
