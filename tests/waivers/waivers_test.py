#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    waivers_test.py PROGRAM"""
import csv
import json
import tomllib
import zipfile

from program import ProgramTest, main

WAIVER = """[[waiver]]
rule = "my.end"
participant = "100"
approved_by = "J. Doe"
approved_on = 2026-01-01
until = 2026-01-31
reason = "made up"
"""
WORKLIST = ["Case manager", "Status", "Due", "Days left", "Rule", "What", "What to do",
            "Participant", "Application", "Record table", "Record key", "Trigger", "Late by",
            "Late unit", "Office", "Citation", "Fingerprint", "Disposition", "Reason", "Until",
            "Approved by"]


def marks(report, mark):
    return sorted(f["record"]["key"] for f in report["findings"] if f[mark])


class Waivers(ProgramTest):
    def setUp(self):
        super().setUp()
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "1001", "2026-01-05", ""))

    def test_a_waiver_holds_on_its_last_day_and_not_on_the_next(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.write("w.toml", WAIVER)
        for as_of, code, state, waived in (("2026-01-31", 0, "expiring", ["A-1"]),
                                           ("2026-02-01", 1, "expired", [])):
            with self.subTest(as_of):
                run = self.check(as_of, "--waivers", "w.toml", "-o", "report.json")
                self.assertEqual(run.returncode, code, run.stderr)
                report = self.report()
                self.assertEqual(marks(report, "waived"), waived)
                self.assertEqual(report["waivers"], [{"rule": "my.end", "until": "2026-01-31",
                                                      "state": state, "matched": len(waived)}])
                self.assertEqual(report["totals"]["violations"], 1)
                self.assertEqual(report["totals"]["waived"], len(waived))
                self.assertEqual(report["totals"]["rate"], None if waived else 0)
                self.assertIn("Waivers", run.stdout)

    def test_a_participant_whose_id_begins_alike_is_not_waived(self):
        self.write("w.toml", WAIVER)
        run = self.check("2026-01-31", "--waivers", "w.toml", "-o", "report.json", "-o", "f.csv")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertEqual(marks(self.report(), "waived"), ["A-1"])
        with open(self.folder / "f.csv", encoding="utf-8-sig", newline="") as file:
            rows = {row["record_key"]: row["waived"] for row in csv.DictReader(file)}
        self.assertEqual(rows, {"A-1": "true", "A-2": "false"})

    def test_a_prefix_covers_its_rules_and_a_record_only_in_one_table(self):
        self.notes(("A-1", "100", ""))
        self.write("w.toml", WAIVER.replace("my.end", "my.*"))
        self.check("2026-01-31", "--waivers", "w.toml", "-o", "report.json")
        self.assertEqual(marks(self.report(), "waived"), ["A-1", "A-1"])
        by_record = WAIVER.replace('participant = "100"', 'record = "A-1"')
        self.write("w.toml", by_record.replace("my.end", "my.*"))
        run = self.check("2026-01-31", "--waivers", "w.toml", "-o", "report.json")
        self.assertIn("may share a key", run.stderr)
        self.assertEqual(marks(self.report(), "waived"), [])
        self.assertEqual(self.report()["waivers"][0]["state"], "unmatched")
        self.write("w.toml", by_record)
        self.check("2026-01-31", "--waivers", "w.toml", "-o", "report.json")
        waived = [f["rule"] for f in self.report()["findings"] if f["waived"]]
        self.assertEqual(waived, ["my.end"])

    def test_the_profile_names_a_waiver_file_beside_it(self):
        self.write("board/waivers.toml", WAIVER)
        self.write("board/p.toml", 'packs = ["../my.toml"]\nwaivers = "waivers.toml"\n')
        run = self.run_program("check", "in", "-c", "board/p.toml", "--only", "my.*", "--as-of",
                               "2026-01-31", "--format", "json")
        self.assertEqual(json.loads(run.stdout)["totals"]["waived"], 1, run.stderr)

    def test_a_bad_waiver_file_is_2_before_any_data_is_read(self):
        faults = [("rule = \"my.end\"", "rule = \"my.ending\"", "did you mean 'my.end'"),
                  ("reason = \"made up\"\n", "", "needs the key 'reason'"),
                  ("participant = \"100\"\n", "", "needs one of"),
                  ("until = 2026-01-31", "until = 2026-02-30", "w.toml:6"),
                  ("[[waiver]]", "[[wavier]]", "did you mean 'waiver'")]
        for old, new, told in faults:
            with self.subTest(told):
                self.write("w.toml", WAIVER.replace(old, new))
                for args in (("check", "absent-input"), ("waivers", "check", "w.toml")):
                    options = ["--waivers", "w.toml"] if args[0] == "check" else []
                    run = self.run_program(*args, "--no-config", "--rules", "my.toml", *options)
                    self.assertEqual(run.returncode, 2)
                    self.assertIn(told, run.stderr)
                    self.assertEqual(run.stdout, "")
        run = self.check("2026-01-31", "--waivers", "absent.toml")
        self.assertEqual(run.returncode, 2)

    def test_an_unmatched_or_expired_waiver_changes_no_exit_code(self):
        self.activities(("A-1", "1001", "2026-01-05", "2026-01-06"))
        self.write("w.toml", WAIVER + WAIVER.replace("2026-01-31", "2026-01-02"))
        run = self.check("2026-01-31", "--waivers", "w.toml", "-o", "report.json")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual([w["state"] for w in self.report()["waivers"]], ["unmatched", "expired"])
        run = self.run_program("waivers", "check", "w.toml", "--no-config", "--rules", "my.toml",
                               "--as-of", "2026-02-01")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("2 waivers, 0 in force as of 2026-02-01; 2 expired", run.stdout)

    def test_reports_must_not_overwrite_what_the_audit_rests_on(self):
        self.write("w.toml", WAIVER)
        self.check("2026-01-31", "-o", "base.json")
        before = (self.folder / "base.json").read_bytes()
        for options in (("--baseline", "base.json", "-o", "base.json"),
                        ("--waivers", "w.toml", "-o", "text:w.toml")):
            self.assertEqual(self.check("2026-01-31", *options).returncode, 2)
        self.assertEqual((self.folder / "base.json").read_bytes(), before)


class Baseline(ProgramTest):
    def test_a_known_violation_is_marked_and_a_new_one_counts(self):
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "100", "2026-01-12", ""))
        self.check("2026-01-20", "-o", "base.json")  # A-2, due on 01-22, is upcoming
        statuses = {f["record"]["key"]: f["status"] for f in self.report("base.json")["findings"]}
        self.assertEqual(statuses, {"A-1": "overdue", "A-2": "upcoming"})
        run = self.check("2026-01-22", "--baseline", "base.json", "-o", "report.json")
        self.assertEqual(run.returncode, 0, run.stderr)  # nothing but what was known
        self.assertEqual(marks(self.report(), "baselined"), ["A-1"])
        run = self.check("2026-01-23", "--baseline", "base.json", "-o", "report.json")
        self.assertEqual(run.returncode, 1, run.stderr)  # what was upcoming is overdue
        self.assertEqual(marks(self.report(), "baselined"), ["A-1"])
        self.assertEqual(self.report()["totals"]["baselined"], 1)
        self.assertEqual(self.report()["rules"][0]["baselined"], 1)

    def test_an_overdue_one_that_was_then_met_late_is_known(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.check("2026-01-20", "-o", "base.json")
        self.activities(("A-1", "100", "2026-01-05", "2026-01-21"))
        run = self.check("2026-01-23", "--baseline", "base.json", "-o", "report.json")
        self.assertEqual(run.returncode, 0)
        self.assertEqual([(f["status"], f["baselined"]) for f in self.report()["findings"]],
                         [("late", True)])

    def test_another_trigger_is_another_violation(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.check("2026-01-20", "-o", "base.json")
        self.activities(("A-1", "100", "2026-01-06", ""))
        self.assertEqual(self.check("2026-01-23", "--baseline", "base.json").returncode, 1)

    def test_what_was_waived_is_not_known(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.write("w.toml", WAIVER)
        self.check("2026-01-31", "--waivers", "w.toml", "-o", "base.json")
        run = self.check("2026-02-01", "--waivers", "w.toml", "--baseline", "base.json")
        self.assertEqual(run.returncode, 1)

    def test_another_profile_s_baseline_is_told(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.check("2026-01-31", "--profile", "five", "-o", "base.json")
        run = self.check("2026-01-31", "--baseline", "base.json")
        self.assertEqual(run.returncode, 0)
        self.assertIn("made by profile 'five', this audit is by 'slo-34-19'", run.stderr)
        run = self.check("2026-01-31", "--baseline", "base.json", "--quiet")
        self.assertEqual((run.stdout, run.stderr), ("", ""))

    def test_what_is_no_whole_report_is_2(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.check("2026-01-31", "-o", "base.json", "-o", "base.ndjson")
        whole = (self.folder / "base.json").read_text()
        texts = {"empty": "", "cut": whole[:len(whole) // 2], "two": whole + whole,
                 "array": "[]", "number": "1", "object": "{}",
                 "other": '{"schema": "something/1", "findings": []}',
                 "no findings": '{"schema": "caljobs-audit/report/1"}',
                 "findings no list": whole.replace('"findings":', '"findings": {}, "old":'),
                 "no fingerprint": whole.replace('"fingerprint"', '"print"'),
                 "no status": whole.replace('"status"', '"state"'),
                 "waived is text": whole.replace('"waived": false', '"waived": "no"'),
                 "deep": "[" * 100000,
                 "lines": (self.folder / "base.ndjson").read_text()}
        for name, text in texts.items():
            with self.subTest(name):
                self.assertNotEqual(text, whole)
                self.write("bad.json", text)
                run = self.check("2026-01-31", "--baseline", "bad.json")
                self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
                self.assertIn("bad.json", run.stderr)
        for name in ("absent.json", "in"):
            self.assertEqual(self.check("2026-01-31", "--baseline", name).returncode, 2)


class Draft(ProgramTest):
    def worklist(self, *answers):
        with open(self.folder / "wl.csv", "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, WORKLIST, restval="")
            writer.writeheader()
            for number, answer in enumerate(answers):
                writer.writerow({"Rule": "my.end", "Participant": "100",
                                 "Record table": "activities", "Record key": f"A-{number + 1}",
                                 **answer})

    def test_what_was_approved_becomes_a_waiver_that_holds(self):
        good = {"Disposition": " Waiver  requested", "Reason": 'said "no"\nand \\ more\ttext',
                "Until": "2/28/2026", "Approved by": "J. Doe"}
        self.worklist(good, {**good, "Approved by": ""}, {**good, "Until": "soon"},
                      {**good, "Until": "2026-01-30"}, {"Disposition": "fixed"},
                      {"Disposition": "disputed"}, {}, {"Disposition": "waved"},
                      {**good, "Record key": "'=A-9", "Participant": ""},
                      {**good, "Record key": "A-1"})
        run = self.run_program("waivers", "draft", "wl.csv", "-o", "w.toml", "--as-of", "2026-01-31")
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
        for told in ("wl.csv:4: left out: a waiver was requested; not filled in: Approved by",
                     "its Until is not a date: 'soon'", "its Until, 2026-01-30, is over",
                     "its Disposition is none of",
                     "2 waivers drafted; 4 lines left out; 1 fixed, 1 disputed, 1 not answered"):
            self.assertIn(told, run.stderr)
        drafted = tomllib.loads((self.folder / "w.toml").read_text(encoding="utf-8"))["waiver"]
        self.assertEqual([w["record"] for w in drafted], ["A-1", "=A-9"])
        self.assertEqual(drafted[0]["reason"], good["Reason"])
        self.assertEqual(str(drafted[0]["until"]), "2026-02-28")
        self.assertEqual(str(drafted[0]["approved_on"]), "2026-01-31")
        run = self.run_program("waivers", "check", "w.toml", "--no-config", "--rules", "my.toml",
                               "--as-of", "2026-01-31")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.assertEqual(self.check("2026-02-28", "--waivers", "w.toml").returncode, 0)
        self.assertEqual(self.check("2026-03-01", "--waivers", "w.toml").returncode, 1)

    def test_a_workbook_gives_the_same(self):
        answer = {"Disposition": "waiver requested", "Reason": "r", "Until": "2026-02-28",
                  "Approved by": "J. Doe"}
        self.worklist(answer)
        with open(self.folder / "wl.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        cells = "".join(
            "<row r='%d'>%s</row>" % (n + 1, "".join(
                f"<c t='inlineStr'><is><t>{text}</t></is></c>" if text != "2026-02-28" else
                "<c s='1'><v>46081</v></c>" for text in row)) for n, row in enumerate(rows))
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        with zipfile.ZipFile(self.folder / "wl.xlsx", "w") as book:
            book.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/"
                          "package/2006/content-types'/>")
            book.writestr("_rels/.rels", f"<Relationships xmlns='{package}'><Relationship Id='r1' "
                          f"Type='{office}/officeDocument' Target='xl/workbook.xml'/>"
                          "</Relationships>")
            book.writestr("xl/workbook.xml", f"<workbook xmlns='{space}' xmlns:r='{office}'><sheets>"
                          "<sheet name='List' sheetId='1' r:id='r1'/></sheets></workbook>")
            book.writestr("xl/_rels/workbook.xml.rels",
                          f"<Relationships xmlns='{package}'><Relationship Id='r1' Type='{office}/"
                          f"worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' "
                          f"Type='{office}/styles' Target='styles.xml'/></Relationships>")
            book.writestr("xl/styles.xml", f"<styleSheet xmlns='{space}'><cellXfs><xf numFmtId='0'/>"
                          "<xf numFmtId='14'/></cellXfs></styleSheet>")
            book.writestr("xl/worksheets/sheet1.xml",
                          f"<worksheet xmlns='{space}'><sheetData>{cells}</sheetData></worksheet>")
        drafts = [self.run_program("waivers", "draft", name, "--as-of", "2026-01-31")
                  for name in ("wl.csv", "wl.xlsx")]
        waivers = [tomllib.loads(run.stdout).get("waiver") for run in drafts]
        self.assertEqual(len(waivers[0]), 1)
        self.assertEqual(waivers[0], waivers[1], drafts[1].stderr)

    def test_what_is_no_worklist_is_3(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        for name in ("in/activities.csv", "absent.csv"):
            run = self.run_program("waivers", "draft", name, "-o", "w.toml")
            self.assertEqual(run.returncode, 3)
            self.assertFalse((self.folder / "w.toml").exists())


if __name__ == "__main__":
    main()
