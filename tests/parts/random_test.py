#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""random_test.py PROGRAM SEEDS [FIRST]: small messy exports, audited in parts and whole."""
import csv
import datetime
import gzip
import io
import pathlib
import random
import sys
import tempfile
import zipfile

import support

DAY = datetime.date(2025, 12, 1)
CODES = ["101", "203", "205", "300", "328", "999", "F01", ""]


class Export:
    """Exports of a few participants, with what real ones have of faults."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.people = [f"10{n:04}" for n in range(self.random.randint(3, 25))]
        self.apps = [(f"22{n:05}", self.random.choice(self.people))
                     for n in range(len(self.people) * 2)]

    def maybe(self, share):
        return self.random.random() < share

    def date(self):
        r = self.random
        day = DAY + datetime.timedelta(days=r.randint(-120, 80))
        text = r.choice([day.isoformat(), f"{day.month}/{day.day}/{day.year}",
                         day.strftime("%m/%d/%y"), day.strftime("%m/%d/%Y 9:30 AM"),
                         day.strftime("%d-%b-%Y")])
        if self.maybe(0.03):
            text = r.choice(["13/45/2026", "soon", "N/A", "NULL", text + " Successful Completion"])
        return "" if self.maybe(0.06) else text

    def app(self):
        """App ID and State ID, at times one missing, unknown, or of someone else."""
        app, person = self.random.choice(self.apps)
        if self.maybe(0.05):
            person = self.random.choice(self.people + ["999999"])
        if self.maybe(0.05):
            app = self.random.choice(["2299999", app + ".0", "\u200b" + app, '="' + app + '"'])
        if self.maybe(0.25):
            app = ""
        if self.maybe(0.1):
            person = ""
        return app, person

    def text(self):
        return self.random.choice(["Met at the center", "a \"quoted\" word", "two\nlines", "", "x, y",
                                   '="7"', "  spaced  ", "\u00e9t\u00e9", "=1+1", "N/A", "\t",
                                   '=""""', "SMART goal and plan " * 3])

    def applications(self):
        rows = [["App ID", "State ID", "Program", "LWDB", "Office", "Case Manager",
                 "Participation Date", "Exit Date", "Create Date"]]
        for app, person in self.apps:
            rows.append([app, person, self.random.choice(["WIOA Adult", "WIOA Youth"]),
                         self.random.choice(["13", "14", ""]),
                         self.random.choice(["North", "South", "", "north"]),
                         self.random.choice(["Manager A", "Manager B", ""]),
                         self.date(), self.random.choice(["", "", self.date()]), self.date()])
            if self.maybe(0.15):
                again = list(rows[-1])
                again[self.random.randint(2, 8)] = self.random.choice(["", "Other"])
                rows.append(again)
        return rows

    def activities(self, with_ids):
        head = ["State ID", "App ID", "Service", "Office", "Completion Status", "Create Date",
                "Actual Begin Date", "Projected End Date", "Actual End Date", "Staff Created",
                "Comments"]
        rows = [(["Activity ID"] if with_ids else []) + head]
        for n in range(self.random.randint(5, 150)):
            app, person = self.app()
            code = self.random.choice(CODES)
            row = [person, app, f"{code} - Something" if code else "",
                   self.random.choice(["North", ""]),
                   self.random.choice(["", "Successful", "* Void *"]), self.date(), self.date(),
                   self.date(), self.date(), self.random.choice(["S1", "System", "Ann"]),
                   self.text()]
            if with_ids:
                row.insert(0, self.random.choice([f"A{n}", f"A{n}", f"A{n // 2}", "", "--"]))
            if self.maybe(0.02):
                row += ["surplus"]
            if self.maybe(0.05):
                row = row[:self.random.randint(4, len(row))]
            rows.append(row)
            if self.maybe(0.1):
                rows.append(list(row))
            if self.maybe(0.02):
                rows.append(self.random.choice([[], ["", ""], rows[0], ["Total records: 7"]]))
        return rows

    def notes(self):
        rows = [["State ID", "App ID", "Create Date", "Created By", "Contact Date", "Contact Type",
                 "Case Subject", "Case Notes"]]
        for _ in range(self.random.randint(3, 120)):
            app, person = self.app()
            rows.append([person, app, self.date(), self.random.choice(["S1", "Ann"]), self.date(),
                         "Phone", f"{self.random.choice(CODES)} - note", self.text()])
        return rows

    def closures(self):
        return [["closure_id", "app_id", "closure_date", "created_on", "closure_status"]] + [
            [self.random.choice([f"C{n}", f"C{n // 2}", ""]), self.random.choice(self.apps)[0],
             self.date(), self.date(), "Exited"] for n in range(self.random.randint(0, 12))]

    def attempts(self):
        return [["app_id", "quarter", "attempt_number", "contact_date", "contact_type"]] + [
            [self.random.choice(self.apps)[0], str(self.random.randint(1, 4)), "1", self.date(),
             "Phone"] for _ in range(self.random.randint(1, 15))]

    def staff(self):
        return [["staff_id", "name", "status", "deactivated_on"], ["S1", "Ann", "Active", ""],
                ["S2", "Bob", "Inactive", "2025-06-01"]]

    def write(self, folder):
        tables = {"apps.csv": self.applications(), "acts-1.csv": self.activities(self.maybe(0.5)),
                  "notes.csv": self.notes(), "closures.csv": self.closures(),
                  "attempts.csv": self.attempts(), "staff.csv": self.staff()}
        if self.maybe(0.6):
            tables["acts-2.csv"] = self.activities(self.maybe(0.5))
        if self.maybe(0.2):  # more problems of a kind than are listed
            person, app = self.apps[0][1], self.apps[0][0]
            tables["attempts.csv"] += [[app, "1", "1", "soon", "Mail"] for _ in range(1100)]
            tables["many.csv"] = [["State ID", "App ID", "Create Date", "Contact Date",
                                   "Case Subject"]] + [
                [person, app, "", "never", "note"] for _ in range(1100)]
        if self.maybe(0.3):
            tables["acts-3.csv"] = tables["acts-1.csv"][:20]
        if self.maybe(0.2):
            tables["other.csv"] = [["nothing", "known"], ["1", "2"]]
        for name, rows in tables.items():
            self.write_one(folder, name, rows)

    def write_one(self, folder, name, rows):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.random.choice(",;\t|"),
                            lineterminator=self.random.choice(["\n", "\r\n"]))
        if self.maybe(0.3):
            writer.writerow(["A report of the state"])
            writer.writerow([])
        writer.writerows(rows)
        if self.maybe(0.3):
            writer.writerow(["Report generated 01/30/2026"])
        encoding = self.random.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
        data = out.getvalue().encode(encoding, errors="replace")
        kind = self.random.choice(["plain", "plain", "gz", "zip"])
        if kind == "gz":
            (folder / (name + ".gz")).write_bytes(gzip.compress(data))
        elif kind == "zip":
            with zipfile.ZipFile(folder / (name + ".zip"), "w") as archive:
                archive.writestr(name, data)
        else:
            (folder / name).write_bytes(data)


def test(program, seed):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = folder / "exports"
        source.mkdir()
        Export(seed).write(source)
        options = ["--as-of", "2026-01-31", "--no-config", "--profile", "all",
                   "--max-bad-rows", random.Random(seed).choice(["3", "100", "100"])]
        faults = support.same_as_single(program, [source], [2, 7], options, folder)
    return [f"seed {seed}: {fault}" for fault in faults]


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    faults = [fault for seed in range(first, first + count) for fault in test(program, seed)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
