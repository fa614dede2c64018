#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One audit in every format: each is read back, and all agree to the row.

    formats_test.py PROGRAM SOURCE_FOLDER

The JSON report is the measure (tests/schema validates it). A new format gets a function
check_<format>(path, report) below, and stands in FORMATS.

SARIF and JUnit are held to tests/schema/sarif-2.1.0.schema.json and tests/schema/junit.rng, both
written for this project from the public descriptions: the official schema is neither fetched nor
copied. They cover what caljobs-audit writes, no more.
"""
import collections
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from xml.parsers import expat

import jsonschema
import openpyxl

INPUTS = (  # input, further options, exit codes that may come of it
    ("samples/board", ["--by", "office"], (1,)),
    ("samples/real-reports/csv", ["--by", "case_manager"], (1,)),
    ("samples/messy", ["--by", "region"], (1, 3)),
    ("tests/acceptance/canonical-plain/input", ["--by", "program", "--with-names"], (1, 3)),
)
FORMATS = {"json": "json", "ndjson": "ndjson", "csv": "csv", "html": "html", "xlsx": "xlsx", "md": "md",
           "junit": "xml", "sarif": "sarif", "github": "gh", "text": "txt"}
VIOLATIONS = ("late", "overdue", "failed")
STATUSES = ("late", "overdue", "failed", "upcoming")

ROOT = None


class Wrong(Exception):
    pass


def expect(what, got, wanted):
    if got != wanted:
        raise Wrong(f"{what}: {str(got)[:300]!r}, but expected {str(wanted)[:300]!r}")


def number(text):
    return int(text.replace(",", ""))


def percent(rate):
    return "–" if rate is None else f"{rate * 100:.2f} %"


def fell_due(tally):
    return tally["met"] + sum(tally[s] for s in VIOLATIONS) - tally["waived"]


def by_rule_and_status(report):
    return collections.Counter((f["rule"], f["status"]) for f in report["findings"])


def summary_rows(report, by):
    """name -> tally, as --by asks for it; None is the nameless group."""
    if by == "rule":
        return {r["id"]: r for r in report["rules"] if r["evaluated"]}
    return {g["name"]: g for g in report["groups"] if g["by"] == by}


# --- one function a format -----------------------------------------------------------------------

def check_json(_path, report, _by):
    counts = by_rule_and_status(report)
    for rule in report["rules"]:
        for status in STATUSES:
            expect(f"{rule['id']} {status}", counts[rule["id"], status], rule[status])
    totals = report["totals"]
    expect("violations", totals["violations"],
           sum(r[s] for r in report["rules"] for s in VIOLATIONS))
    expect("obligations", totals["obligations"], sum(r["obligations"] for r in report["rules"]))


def check_ndjson(path, report, _by):
    lines = path.read_text(encoding="utf-8").splitlines()
    expect("findings", [json.loads(line) for line in lines], report["findings"])


def check_csv(path, report, _by):
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    expect("fingerprints", [r["fingerprint"] for r in rows],
           [f["fingerprint"] for f in report["findings"]])
    for row, finding in zip(rows, report["findings"]):
        for key in ("rule", "severity", "status", "due", "met_on", "office", "message"):
            wanted = finding[key] or ""
            if wanted[:1] in ("=", "+", "-", "@"):
                wanted = "'" + wanted
            expect(f"{key} of {finding['fingerprint']}", row[key], wanted)


def check_html(path, report, _by):
    text = path.read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text,
                                re.S)[1])
    words = ("met",) + STATUSES  # by their numbers
    found = data["findings"]
    counts = collections.Counter((data["rules"][rule]["id"], words[status])
                                 for rule, status in zip(found["rule"], found["status"]))
    expect("findings", counts, by_rule_and_status(report))
    expect("count", data["count"], len(report["findings"]))


def check_xlsx(path, report, by):
    expect("mode", path.stat().st_mode & 0o777, 0o600)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():  # every part is well-formed: no repair prompt
            expat.ParserCreate().Parse(archive.read(name), True)
        names = " ".join(archive.namelist())
        if report["totals"]["violations"] and "xl/charts/chart1.xml" not in names:
            raise Wrong("there is no chart")
        for name in archive.namelist():
            if b"<f>" in archive.read(name) and name.startswith("xl/worksheets/"):
                raise Wrong(f"{name} holds a formula")
            if b"hyperlink" in archive.read(name).replace(b"hyperlinkBase", b""):
                if name.startswith("xl/worksheets/"):
                    raise Wrong(f"{name} holds a link")
    book = openpyxl.load_workbook(path)
    wanted = ["Summary", "By rule", "By case manager", "By office", "Findings", "Data problems",
              "Rules and citations"]
    expect("sheets", [s for s in book.sheetnames if s in wanted], wanted)
    check_xlsx_findings(book["Findings"], report)
    word = by.replace("_", " ")
    for group in {"rule", "case_manager", "office", by}:
        check_xlsx_groups(book["By " + group.replace("_", " ")], summary_rows(report, group), group)
    summary = [[c.value for c in row] for row in book["Summary"].iter_rows()]
    labels = {row[0]: row[1] for row in summary if row[0]}
    expect("violations", labels["Violations (late, overdue, failed)"],
           report["totals"]["violations"])
    expect("obligations", labels["All obligations"], report["totals"]["obligations"])
    if report["totals"]["violations"] and any(n for n in summary_rows(report, by)):
        if f"Most violations by {word}" not in labels:
            raise Wrong(f"the summary is not by {word}")
    expect("problems", book["Data problems"].max_row - 1, len(report["data_problems"]))
    expect("rules", book["Rules and citations"].max_row - 1, len(report["rules"]))


def table_of(sheet):
    rows = sheet.iter_rows(values_only=True)
    header = next(rows)
    return [dict(zip(header, row)) for row in rows]


def check_xlsx_findings(sheet, report):
    expect("frozen", sheet.freeze_panes is not None, True)
    expect("filtered", sheet.auto_filter.ref is not None, True)
    if report["findings"]:
        expect("coloured", len(sheet.conditional_formatting) > 0, True)
    rows = table_of(sheet)
    expect("fingerprints", [r["Fingerprint"] for r in rows],
           [f["fingerprint"] for f in report["findings"]])
    pairs = {"Rule": "rule", "Severity": "severity", "Status": "status", "What": "message",
             "What to do": "remedy", "Participant": "participant", "Application": "application",
             "Case manager": "case_manager", "Office": "office", "Region": "region",
             "Citation": "cite", "Late by": "late_by", "Unit": "late_unit"}
    for row, finding in zip(rows, report["findings"]):
        for heading, key in pairs.items():
            expect(f"{heading} of {finding['fingerprint']}", row[heading], finding[key])
        for heading, key in (("Trigger", "trigger"), ("Due", "due"), ("Met on", "met_on")):
            got = row[heading] and row[heading].date().isoformat()  # a real date, not text
            expect(f"{heading} of {finding['fingerprint']}", got, finding[key])
        expect("waived", row["Waived"] == "waived", finding["waived"])
        expect("baselined", row["Baseline"] == "baseline", finding["baselined"])
        if finding["participant_name"]:
            expect("name", row["Name"], finding["participant_name"])


def check_xlsx_groups(sheet, wanted, by):
    heading = by.replace("_", " ").capitalize()
    rows = {r[heading]: r for r in table_of(sheet)}
    expect(f"by {by}", set(rows), {name or "(none)" for name in wanted})
    for name, tally in wanted.items():
        row = rows[name or "(none)"]
        expect(f"{by} {name}: rate", row["Rate"], tally["rate"])
        expect(f"{by} {name}: fell due", row["Fell due"], fell_due(tally))
        for status in ("met",) + STATUSES:
            expect(f"{by} {name}: {status}", row[status.capitalize()], tally[status])
        expect(f"{by} {name}: all", row["All obligations"], tally["obligations"])


def check_md(path, report, by):
    text = path.read_text(encoding="utf-8")
    totals = report["totals"]
    if totals["rate"] is not None:
        expect("rate", f"**{percent(totals['rate'])} met**" in text, True)
    if totals["violations"]:
        expect("violations", number(re.search(r"^- ([\d,]+) violations?: ", text, re.M)[1]),
               totals["violations"])
    section = text.split(f"## By {by.replace('_', ' ')}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[c.strip() for c in line.strip("|").split("|")]
            for line in section.splitlines() if line.startswith("|")]
    header, rows = rows[0], [dict(zip(rows[0], row)) for row in rows[2:]]
    named = {row[header[0]].strip("`").replace("\\", ""): row for row in rows}
    all_rows = summary_rows(report, by)
    wanted = {name: tally for name, tally in all_rows.items() if tally["obligations"]}
    expect("rows", set(named), {name or "(none)" for name in wanted} | {"**all**"})
    idle = re.search(r"^Nothing to judge: (.*)\.$", section, re.M)
    expect("rows without an obligation",
           set(idle[1].replace("`", "").replace("\\", "").split(", ")) if idle else set(),
           {name or "(none)" for name in all_rows if name not in wanted})
    for name, tally in wanted.items():
        row = named[name or "(none)"]
        expect(f"{name}: rate", row["Rate"], percent(tally["rate"]))
        expect(f"{name}: fell due", number(row["Fell due"]), fell_due(tally))
        for status in STATUSES:
            expect(f"{name}: {status}", number(row.get(status.capitalize(), "0")), tally[status])
    for finding in report["findings"]:
        expect("rule heading", f"### `{finding['rule']}`: " in text, True)


def check_text(path, report, _by):
    text = path.read_text(encoding="utf-8")
    last = text.strip().split("\n\n")[-1]  # the paragraph that a terminal leaves in sight
    violations = report["totals"]["violations"]
    said = re.match(r"(No|[\d,]+) violations?\s+in", last)
    expect("violations", 0 if said[1] == "No" else number(said[1]), violations)


def check_junit(path, report, _by):
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--relaxng",
                           ROOT / "tests/schema/junit.rng", path],
                          capture_output=True, text=True, check=False)
    expect("schema", (done.returncode, done.stderr.strip()), (0, f"{path} validates"))
    root = ET.parse(path).getroot()
    cases, sums = {}, collections.Counter()
    for suite in root:
        of_rules = suite.get("name") != "input"
        found = list(suite.iter("testcase"))
        expect("tests", int(suite.get("tests")), len(found))
        for kind, attribute in (("failure", "failures"), ("skipped", "skipped"),
                                ("error", "errors")):
            expect(attribute, int(suite.get(attribute)),
                   sum(1 for case in found if case.find(kind) is not None))
        if of_rules:
            cases.update({case.get("name"): case for case in found})
            sums.update({p.get("name"): int(p.get("value")) for p in suite.iter("property")
                         if p.get("value").isdigit()})
    expect("cases", set(cases), {r["id"] for r in report["rules"]})
    for key in ("obligations", "violations", "upcoming", "waived", "baselined"):
        expect(key, sums[key], report["totals"][key])
    for rule in report["rules"]:
        case, violations = cases[rule["id"]], sum(rule[s] for s in VIOLATIONS)
        expect(f"{rule['id']} skipped", case.find("skipped") is not None, not rule["evaluated"])
        failure = case.find("failure")
        if violations and not rule["waived"] and not rule["baselined"]:
            expect(f"{rule['id']} failure", failure is not None, True)
            said = re.match(r"([\d,]+) violations? of ([\d,]+) that fell due", failure.get("message"))
            expect(f"{rule['id']} violations", number(said[1]), violations)
            expect(f"{rule['id']} fell due", number(said[2]), fell_due(rule))
            listed = failure.text.count(": participant ")
            more = re.search(r"… and ([\d,]+) more", failure.text)
            expect(f"{rule['id']} listed", listed + (number(more[1]) if more else 0),
                   violations + rule["upcoming"])
        elif not violations:
            expect(f"{rule['id']} failure", failure is not None, False)


def check_sarif(path, report, _by):
    file = json.loads(path.read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "tests/schema/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for error in jsonschema.Draft202012Validator(schema).iter_errors(file):
        raise Wrong(f"schema: {error.json_path}: {error.message[:200]}")
    run = file["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    expect("rules", [r["id"] for r in rules], [r["id"] for r in report["rules"]])
    counts = collections.Counter()
    for result in run["results"]:
        expect("rule index", rules[result["ruleIndex"]]["id"], result["ruleId"])
        properties = result["properties"]
        if "summarises" in properties:
            counts.update({(result["ruleId"], s): properties[s] for s in STATUSES})
        else:
            counts[result["ruleId"], properties["status"]] += 1
    expect("results", +counts, by_rule_and_status(report))
    if len(report["findings"]) <= 5000:
        expect("fingerprints", [r["fingerprints"]["caljobsAudit/v1"] for r in run["results"]],
               [f["fingerprint"] for f in report["findings"]])
        for result, finding in zip(run["results"], report["findings"]):
            place = result["locations"][0]["physicalLocation"]
            if finding["record"]["line"]:
                expect("line", place["region"]["startLine"], finding["record"]["line"])
                expect("file", urllib.parse.unquote(place["artifactLocation"]["uri"]),
                       finding["record"]["file"])
    for key in ("obligations", "violations", "upcoming", "waived", "baselined", "rate"):
        expect(key, run["properties"][key], report["totals"][key])


def check_github(path, report, _by):
    lines = path.read_text(encoding="utf-8").splitlines()
    told = 0
    for line in lines:
        parts = re.fullmatch(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*,?)+)::(.+)", line)
        if parts is None:
            raise Wrong(f"not an annotation: {line[:200]}")
        properties = dict(p.split("=", 1) for p in parts[2].split(","))
        more = re.fullmatch(r"([\d,]+) more findings?",
                            urllib.parse.unquote(properties["title"]))
        if more:
            told += number(more[1])
        elif "file" in properties:
            told += 1
    expect("findings", told, len(report["findings"]))
    for level in ("error", "warning", "notice"):
        expect(f"{level}s", sum(l.startswith(f"::{level} ") for l in lines) <= 10, True)


def faults_of(program, given, options, allowed):
    by = options[options.index("--by") + 1]
    with tempfile.TemporaryDirectory() as folder:
        paths = {f: pathlib.Path(folder) / f"report.{e}" for f, e in FORMATS.items()}
        plain = [program, "check", ROOT / given, "--no-config", "--quiet", "--as-of", "2026-01-31",
                 *options]
        command = plain + [word for name, path in paths.items() for word in ("-o", f"{name}:{path}")]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        if done.returncode not in allowed:
            return [f"{given}: exit code {done.returncode}\n{done.stderr}"]
        report = json.loads(paths["json"].read_text(encoding="utf-8"))
        if not report["findings"]:
            return [f"{given}: nothing was found; this compares nothing"]
        faults = []
        for name, path in paths.items():
            try:
                globals()[f"check_{name}"](path, report, by)
            except Wrong as wrong:
                faults.append(f"{given}: {name}: {wrong}")
        # On standard output the same bytes, through a pipe, too.
        piped = subprocess.run([*plain, "--format", "xlsx"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, check=False)
        if piped.stdout != paths["xlsx"].read_bytes():
            faults.append(f"{given}: xlsx: a pipe gets other bytes than a file")
        return faults


def run_all(program, given, options, folder):
    """The report's bytes by format; a workbook's parts unpacked."""
    paths = {f: pathlib.Path(folder) / f"report.{e}" for f, e in FORMATS.items()}
    command = [program, "check", ROOT / given, "--no-config", "--quiet", "--as-of", "2026-01-31",
               *options]
    for name, path in paths.items():
        command += ["-o", f"{name}:{path}"]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    contents = {name: path.read_bytes() for name, path in paths.items()}
    with zipfile.ZipFile(paths["xlsx"]) as archive:
        contents["xlsx"] = b"".join(archive.read(name) for name in archive.namelist())
    return contents


def name_faults(program):
    """What the export says of persons stands in no format without --with-names."""
    given = "tests/acceptance/canonical-plain/input"
    with (ROOT / given / "participants.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    secrets = {row[column] for row in rows for column in ("last_name", "first_name", "ssn")}
    secrets = {s.encode() for s in secrets if s and len(s) >= 6}
    with tempfile.TemporaryDirectory() as folder:
        contents = run_all(program, given, [], folder)
    faults = []
    for name in FORMATS:
        found = [s for s in secrets if re.search(rb"\b" + re.escape(s) + rb"\b", contents[name])]
        if found:
            faults.append(f"{name}: holds personal data: {len(found)} values, such as {found[0]!r}")
    if len(secrets) < 20:
        faults.append("the export names nobody; this shows nothing")
    return faults


def main():
    global ROOT
    program, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
    faults = []
    for given, options, allowed in INPUTS:
        faults += faults_of(program, given, options, allowed)
    faults += name_faults(program)
    print("\n".join(faults) or f"{len(FORMATS)} formats of {len(INPUTS)} audits agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
