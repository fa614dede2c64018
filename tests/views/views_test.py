#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `worklist` and `case` show is what `check` finds.

    views_test.py PROGRAM SOURCE-FOLDER CLAIM        each claim is a function below
"""
import base64
import collections
import csv
import datetime
import hashlib
import html.parser
import io
import json
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
BOARD = SOURCE / "samples" / "board"
AS_OF = datetime.date(2026, 1, 31)
RANK = {"overdue": 0, "failed": 1, "upcoming": 2, "late": 3}


def run(*arguments, exit_code=0, folder=None):
    done = subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, cwd=folder,
                          timeout=300, check=False, env={"LC_ALL": "C.UTF-8", "TZ": "UTC"})
    assert done.returncode == exit_code, (arguments, done.returncode, done.stderr.decode())
    return done.stdout.decode("utf-8")


def board(command, *options, **more):
    return run(*command, BOARD, "--no-config", "--as-of", AS_OF, *options, **more)


def findings(*options):
    report = json.loads(board(("check",), "--format", "json", "--fail-on", "never", *options))
    return report["findings"]


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def is_work(finding):
    return finding["status"] in ("overdue", "failed", "upcoming")


def agreement():
    """The same findings, each with the same values; by case manager, overdue first, then by due."""
    for options, reminded in ((), ()), (("--days", "45"), ("--remind", "45 days")):
        rows = rows_of(board(("worklist",), "--format", "csv", *options))
        wanted = {f["fingerprint"]: f for f in findings(*reminded) if is_work(f)}
        assert len(rows) == len(wanted) > 100, (len(rows), len(wanted))
        for row in rows:
            finding = wanted[row["Fingerprint"]]
            due = finding["due"]
            left = (datetime.date.fromisoformat(due) - AS_OF).days if due else ""
            shown = [row[name] for name in (
                "Case manager", "Status", "Due", "Days left", "Rule", "What", "What to do",
                "Participant", "Application", "Record table", "Record key", "Trigger", "Office",
                "Citation", "Disposition", "Reason", "Until", "Approved by")]
            record = finding["record"]
            found = [finding[name] or "" for name in ("case_manager", "status", "due")]
            found += [str(left), finding["rule"], finding["message"], finding["remedy"]]
            found += [finding["participant"] or "", finding["application"] or "", record["table"],
                      record["key"], finding["trigger"] or "", finding["office"] or "",
                      finding["cite"], "", "", "", ""]
            assert shown == found, (shown, found)
        order = [(row["Case manager"] == "", row["Case manager"], RANK[row["Status"]],
                  row["Due"] or row["Trigger"] or "9999") for row in rows]
        assert order == sorted(order)
    earlier = datetime.date(2025, 9, 30)
    options = (BOARD, "--no-config", "--as-of", earlier, "--format")
    late = [row for row in rows_of(run("worklist", *options, "csv", "--with-late"))
            if row["Status"] == "late"]
    since = str(earlier - datetime.timedelta(30))
    report = json.loads(run("check", *options, "json", "--fail-on", "never"))
    assert sorted(row["Fingerprint"] for row in late) == sorted(
        f["fingerprint"] for f in report["findings"]
        if f["status"] == "late" and f["met_on"] >= since)
    assert late


def workbook():
    """The workbook holds what the CSV file holds, a sheet a case manager."""
    import openpyxl
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        board(("worklist",), "-o", folder / "list.xlsx", "-o", folder / "list.csv")
        rows = rows_of((folder / "list.csv").read_text(encoding="utf-8"))
        book = openpyxl.load_workbook(folder / "list.xlsx")
        cells = []
        for sheet in book.worksheets:
            lines = sheet.iter_rows(values_only=True)
            assert list(rows[0]) == list(next(lines)), sheet.title
            cells += [["" if c is None else str(c.date()) if isinstance(c, datetime.datetime)
                       else str(c) for c in line] for line in lines]
        assert len(book.worksheets) == len({row["Case manager"] for row in rows})
        assert cells == [list(row.values()) for row in rows]


def split():
    """One file a case manager; together they are the whole list; nobody else may read them."""
    whole = rows_of(board(("worklist",), "--format", "csv"))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "lists"
        for _ in range(2):  # a second run replaces the first one's files
            assert board(("worklist",), "--split-to", folder) == ""
            files = sorted(folder.iterdir())
            assert all(stat.S_IMODE(f.stat().st_mode) == 0o600 for f in files)
            parts = {f.name: rows_of(f.read_text(encoding="utf-8")) for f in files}
            assert sum(parts.values(), []) != []
            assert collections.Counter(str(row) for rows in parts.values() for row in rows) == \
                collections.Counter(map(str, whole))
            assert "no-case-manager.csv" in parts
            for rows in parts.values():
                assert len({row["Case manager"] for row in rows}) == 1
        for form in ("html", "text", "xlsx"):
            board(("worklist",), "--split-to", folder, "--format", form)
        assert len(list(folder.iterdir())) == 4 * len(files)
        one = rows_of(board(("worklist",), "--format", "csv", "--case-manager", "manager s3"))
        assert one == parts["Manager-S3.csv"]
        board(("worklist",), "--case-manager", "Nobody", exit_code=3)


def all_or_none():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "Manager-S5.csv").mkdir()
        (folder / "Manager-S1.csv").write_text("before", encoding="utf-8")
        board(("worklist",), "--split-to", folder, exit_code=4)
        assert sorted(f.name for f in folder.iterdir()) == ["Manager-S1.csv", "Manager-S5.csv"]
        assert (folder / "Manager-S1.csv").read_text(encoding="utf-8") == "before"
        board(("worklist",), "--split-to", folder / "absent" / "too", exit_code=4)
        board(("worklist",), "--split-to", folder / "Manager-S1.csv", exit_code=4)
        run("worklist", "nothing-here.csv", "--split-to", folder / "new", exit_code=3)
        assert not (folder / "new").exists()
        board(("worklist",), "-o", folder / "list.pdf", exit_code=2)
        board(("case", "100003"), "-o", folder / "absent" / "case.html", exit_code=4)


def busiest(count):
    by_participant = collections.defaultdict(list)
    for finding in findings():
        by_participant[finding["participant"]].append(finding)
    return sorted(by_participant.items(), key=lambda item: (-len(item[1]), item[0]))[:count]


def cases():
    """Every finding of a participant is in the case, and --finding shows just that one."""
    for participant, own in busiest(4):
        text = board(("case", participant), "--color", "never")
        counts = dict(reversed(part.split(" ")) for part in
                      re.search(r"Obligations: (.*)\.", text)[1].split(", "))
        for status in ("late", "overdue", "failed", "upcoming"):
            found = [f for f in own if f["status"] == status]
            assert int(counts.get(status, 0)) == len(found), (participant, status)
        for finding in own:
            assert finding["fingerprint"] in text
        finding = own[0]
        alone = board(("case", participant), "--finding", finding["fingerprint"].upper())
        assert finding["fingerprint"] in alone
        assert not any(f["fingerprint"] in alone for f in own[1:])
        for day in (finding["trigger"], finding["due"], finding["met_on"]):
            assert not day or day in alone, (day, alone)
    board(("case", "999999"), exit_code=3)
    board(("case", "100003"), "--finding", "0" * 32, exit_code=3)
    # A finding of somebody else's is none of this participant's.
    other = next(f for f in findings() if f["participant"] != "100003")
    board(("case", "100003"), "--finding", other["fingerprint"], exit_code=3)
    board(("case",), exit_code=2)


class Page(html.parser.HTMLParser):
    VOID = {"meta", "br"}

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.styles, self.policy = [], collections.Counter(), [], ""
        self.ids = []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.seen[tag] += 1
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        for name, value in attributes.items():
            assert not name.startswith("on"), name
            assert name not in ("src", "style"), name
            assert name != "href" or value.startswith("#"), value
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen[tag] += 1

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.styles.append(data)


def checked_page(text):
    page = Page(text)
    assert page.seen["script"] == 0 and "default-src 'none'" in page.policy
    assert len(page.ids) == len(set(page.ids))
    hashes = {"'sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() + "'"
              for style in page.styles}
    assert hashes and hashes <= set(page.policy.replace(";", " ").split()), page.policy
    assert "http://" not in text.replace("http://www.w3.org", "") and "https://" not in text
    return page


def pages():
    """No script, nothing from outside, every tag closed; as many items as the list has."""
    text = board(("worklist",), "--format", "html")
    checked_page(text)
    rows = rows_of(board(("worklist",), "--format", "csv"))
    assert text.count('class="box"') == len(rows)
    participant, own = busiest(1)[0]
    text = board(("case", participant), "--format", "html")
    assert checked_page(text).seen["svg"] > 1
    assert all(finding["fingerprint"] in text for finding in own)


INPUT = {
    "participants.csv": [
        "state_id,last_name,first_name,ssn,birth_date",
        "10,CanaryLast,CanaryFirst,912-34-5678,1990-02-03",
    ],
    "applications.csv": [
        "app_id,state_id,program,region,office,case_manager,participation_date,created_on",
        '1,10,WIOA,R1,"<b>O</b>",=cmd|x,2025-10-01,2025-10-02',
    ],
    "activities.csv": [
        "activity_id,app_id,code,title,projected_begin,actual_begin,projected_end,actual_end,created_on",
        '1,1,205,"<script>alert(1)</script>",2025-11-03,2025-11-03,2025-11-03,2025-11-03,2025-12-24',
        "2,1,300,,2025-11-03,,2026-01-05,,2025-11-04",
    ],
    "case-notes.csv": [
        "note_id,app_id,contact_date,created_on,subject,description",
        "1,1,2025-11-03,2025-12-24,205,CanaryNote met the participant and so on",
    ],
}
CANARIES = ("CanaryLast", "CanaryFirst", "912-34-5678", "912345678", "1990-02-03", "CanaryNote")


def privacy():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, lines in INPUT.items():
            (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = (folder, "--no-config", "--as-of", AS_OF)
        shown = {}
        for form in ("text", "csv", "html"):
            shown["worklist", form] = run("worklist", *options, "--format", form)
        for form in ("text", "html"):
            shown["case", form] = run("case", "10", *options, "--format", form)
        for what, text in shown.items():
            assert "10" in text and len(text) > 300
            for canary in CANARIES:
                assert canary not in text, (what, canary)
            if what[1] == "html":
                checked_page(text)
        assert "205" in shown["case", "text"] and "=cmd" in shown["worklist", "text"]
        assert "'=cmd" in shown["worklist", "csv"]
        for command in ("worklist",), ("case", "10"):
            text = run(*command, *options, "--with-names", "--format", "html")
            assert "CanaryLast" in text and "912" not in text and "1990-02-03" not in text


globals()[sys.argv[3]]()
