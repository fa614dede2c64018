#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    history_test.py PROGRAM"""
import csv
import datetime
import io
import json
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time

import program
from program import ACTIVITIES, ProgramTest, RULES, main

WAIVER = """[[waiver]]
rule = "my.*"
participant = "400"
approved_by = "J. Doe"
approved_on = 2026-01-01
until = 2026-12-31
reason = "made up"
"""


class HistoryTest(ProgramTest):
    def record(self, as_of, *options, code=None):
        run = self.check(as_of, "--store", "h.db", "--quiet", *options)
        self.assertIn(run.returncode, (0, 1) if code is None else (code,), run.stderr)
        self.assertEqual(run.stdout, "")
        return run

    def history(self, command, *options):
        run = self.run_program("history", command, "--store", "h.db", *options, "--format", "json")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return json.loads(run.stdout)

    def why(self, *options):
        return {row["record_key"]: (row["resolved_on"], row["why"])
                for row in self.history("resolved", *options)["rows"]}

    def new(self, *options):
        return sorted(row["record_key"] for row in self.history("new", *options)["rows"])

    def dump(self):
        """Everything in the store but when it was recorded."""
        with sqlite3.connect(self.folder / "h.db") as store:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            runs = store.execute("SELECT as_of, rules_digest, whole FROM run ORDER BY as_of")
            changes = store.execute(
                "SELECT as_of, record_key, change.state FROM change JOIN run ON run.id = run"
                " JOIN finding ON finding.id = finding ORDER BY 1, 2")
            tallies = store.execute(
                "SELECT as_of, kind, name, met, late, overdue, failed, waived FROM tally"
                " JOIN run ON run.id = run ORDER BY 1, 2, 3")
            content = (runs.fetchall(), changes.fetchall(), tallies.fetchall())
        store.close()
        return content


class Lives(HistoryTest):
    def test_each_way_to_end(self):
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "200", "2026-01-05", ""),
                        ("A-3", "300", "2026-01-05", ""), ("A-4", "400", "2026-01-05", ""),
                        ("A-5", "500", "2026-01-05", ""), ("A-6", "600", "2026-01-05", ""))
        self.notes(("N-1", "100", ""), ("N-2", "200", ""))
        self.record("2026-01-20")
        self.assertEqual(self.new(), ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "N-1", "N-2"])
        self.write("w.toml", WAIVER)
        self.write("my.toml", RULES.replace("subject is present",
                                            "subject is present or state_id == '200'"))
        self.activities(("A-1", "100", "2026-01-05", "2026-01-20"),  # met, late
                        ("A-2", "200", "2026-01-06", ""),            # another trigger
                        # A-3 is gone, A-4 waived
                        ("A-4", "400", "2026-01-05", ""),
                        ("A-5", "500", "2026-01-05", "2026-01-07"),  # met in time after all
                        ("A-6", "600", "2026-01-05", ""))
        self.record("2026-01-21", "--waivers", "w.toml")
        self.assertEqual(self.why(), {
            "A-1": ("2026-01-21", "met late"), "A-2": ("2026-01-21", "record changed"),
            "A-3": ("2026-01-21", "record gone"), "A-4": ("2026-01-21", "waived"),
            "A-5": ("2026-01-21", "record changed"), "N-2": ("2026-01-21", "rule changed")})
        self.assertEqual(self.new(), ["A-2"])  # with its new trigger
        shown = self.history("show")
        self.assertEqual((shown["new"], shown["persisting"], shown["resolved"]), (1, 4, 6))
        self.record("2026-01-22", "--waivers", "w.toml")
        self.assertEqual(self.why(), {})
        self.assertEqual(len(self.why("--since", "2026-01-20")), 6)
        self.assertEqual(len(self.why("--as-of", "2026-01-21")), 6)

    def test_another_limit_is_another_rule(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.record("2026-01-20")
        self.record("2026-01-21", "--param", "my.end.limit=30 days")
        self.assertEqual(self.why(), {"A-1": ("2026-01-21", "rule changed")})

    def test_a_skipped_rule_resolves_nothing(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.notes(("N-1", "100", ""))
        self.record("2026-01-20")
        (self.folder / "in/notes.csv").unlink()
        self.record("2026-01-21")
        self.assertEqual((self.why(), self.new()), ({}, []))
        self.assertEqual(self.history("show")["persisting"], 2)
        self.assertTrue(self.history("list")["rows"][1]["incomplete"])
        self.notes(("N-1", "100", "about"))
        self.record("2026-01-22")
        self.assertEqual(self.why(), {"N-1": ("2026-01-22", "record changed")})

    def test_what_comes_back_is_told(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.record("2026-01-20")
        self.activities(("A-2", "100", "2026-01-05", "2026-01-06"))
        self.record("2026-01-21")
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.record("2026-01-22")
        rows = self.history("new")["rows"]
        self.assertEqual([(r["record_key"], r["returned"], r["first_seen"]) for r in rows],
                         [("A-1", True, "2026-01-20")])

    def test_other_profiles_and_periods_are_no_successors(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.record("2026-01-20")
        self.record("2026-01-21", "--profile", "five")
        self.record("2026-01-22", "--period", "2026-01")
        self.assertEqual(self.new("--profile", "five"), ["A-1"])
        self.assertEqual(self.new("--period", "2026-01"), ["A-1"])
        self.assertEqual(len(self.history("list")["rows"]), 3)
        run = self.run_program("history", "new", "--store", "h.db", "--profile", "six")
        self.assertEqual(run.returncode, 2)
        self.assertIn("five, slo-34-19", run.stderr)

    def test_no_name_and_no_message_is_kept(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.write("in/participants.csv", "State ID,Last Name,First Name,SSN\n"
                   "100,Zyxwvut,Quentin,987-65-4321\n")
        self.record("2026-01-20", "--with-names")
        bytes_kept = (self.folder / "h.db").read_bytes()
        self.assertIn(b"A-1", bytes_kept)
        for secret in (b"Zyxwvut", b"Quentin", b"987-65", b"began 2026"):
            self.assertNotIn(secret, bytes_kept)


class Order(HistoryTest):
    def test_a_rerun_takes_the_place_of_the_run_of_that_day(self):
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "100", "2026-01-05", ""))
        self.record("2026-01-20")
        self.activities(("A-2", "100", "2026-01-05", ""), ("A-3", "100", "2026-01-05", ""))
        run = self.check("2026-01-20", "--store", "h.db")
        self.assertIn("held an audit as of 2026-01-20; this one has taken its place", run.stderr)
        self.assertEqual(self.new(), ["A-2", "A-3"])
        self.assertEqual(len(self.history("list")["rows"]), 1)
        with sqlite3.connect(self.folder / "h.db") as store:
            self.assertEqual(store.execute("SELECT count(*) FROM finding").fetchone(), (2,))
        store.close()
        once = self.dump()
        self.record("2026-01-20")
        self.assertEqual(self.dump(), once)

    def test_a_clock_that_goes_backwards(self):
        self.activities(("A-1", "100", "2026-01-05", ""))
        self.record("2026-01-22")
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "100", "2026-01-05", ""))
        run = self.check("2026-01-20", "--store", "h.db")
        self.assertIn("reaches to 2026-01-22; the audit as of 2026-01-20 was put in before that",
                      run.stderr)
        self.assertEqual([row["as_of"] for row in self.history("list")["rows"]],
                         ["2026-01-20", "2026-01-22"])
        self.assertEqual(self.new(), [])
        self.assertEqual(self.why(), {"A-2": ("2026-01-22", "unknown")})
        life = {row["record_key"]: row["first_seen"]
                for row in self.history("new", "--as-of", "2026-01-20")["rows"]}
        self.assertEqual(life, {"A-1": "2026-01-20", "A-2": "2026-01-20"})

    def test_today_is_the_local_day_wherever_the_clock_stands(self):
        """Two zones that are always a day or more apart; then given days, which no zone moves."""
        self.activities(("A-1", "100", "2026-01-05", ""))
        def today_in(zone):
            now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=zone)))
            return now.date().isoformat()
        for name, hours in (("Etc/GMT-14", 14), ("Etc/GMT+12", -12)):
            before = today_in(hours)
            run = self.run_program("check", "in", "--no-config", "--rules", "my.toml", "--only",
                                   "my.*", "--store", "h.db", "--quiet", env={"TZ": name})
            self.assertIn(run.returncode, (0, 1), run.stderr)
            days = [row["as_of"] for row in self.history("list")["rows"]]
            self.assertTrue({before, today_in(hours)} & set(days), (name, days))
        self.assertEqual(len(self.history("list")["rows"]), 2)
        reports = []
        for zone in ("Etc/GMT-14", "America/Los_Angeles", "Etc/GMT+12"):
            self.run_program("check", "in", "--no-config", "--rules", "my.toml", "--only", "my.*",
                             "--as-of", "2026-03-08", "-o", "report.json", "--quiet",
                             env={"TZ": zone})
            report = self.report()
            del report["run"]["started_at"], report["run"]["seconds"]
            reports.append(report)
        self.assertEqual(reports[1:], reports[:2])

    def test_prune_keeps_what_is_open_and_since_when(self):
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "100", "2026-01-05", ""))
        self.record("2026-01-20")
        self.activities(("A-1", "100", "2026-01-05", ""))
        for day in ("2026-01-21", "2026-01-22", "2026-01-23"):
            self.record(day)
        run = self.run_program("history", "prune", "--store", "h.db", "--before", "2026-01-22")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("2 audits", run.stdout)
        self.assertIn("1 violation that", run.stdout)
        self.assertEqual([row["as_of"] for row in self.history("list")["rows"]],
                         ["2026-01-22", "2026-01-23"])
        self.assertEqual(self.new(), [])
        self.activities(("A-3", "100", "2026-01-05", "2026-01-06"))
        self.record("2026-01-24")
        rows = self.history("resolved")["rows"]
        self.assertEqual([(r["record_key"], r["first_seen"], r["why"]) for r in rows],
                         [("A-1", "2026-01-20", "record gone")])
        run = self.run_program("history", "prune", "--store", "h.db", "--before", "2027-01-01")
        self.assertEqual(self.history("list")["rows"], [])
        for command in ("trend", "show", "new", "resolved"):
            self.assertEqual(self.history(command)["rows"], [])
        self.assertEqual(self.run_program("history", "list", "--store", "h.db").stdout,
                         "The history holds no audit yet.\n")

    def test_trends_and_their_formats(self):
        self.activities(("A-1", "100", "2026-01-05", ""), ("A-2", "100", "2026-01-05", "2026-01-06"))
        self.record("2026-01-20")
        self.activities(("A-1", "100", "2026-01-05", "2026-01-07"),
                        ("A-2", "100", "2026-01-05", "2026-01-06"))
        self.record("2026-02-20")
        rows = self.history("trend")["rows"]
        self.assertEqual([(r["as_of"], r["name"], r["rate"]) for r in rows],
                         [("2026-01-20", "my.end", 0.5), ("2026-02-20", "my.end", 1.0)])
        text = self.run_program("history", "trend", "--store", "h.db", "--by", "office").stdout
        self.assertRegex(text, r"North +50\.00 % +100\.00 % +\+50\.00\n")
        run = self.run_program("history", "list", "--store", "h.db", "--format", "csv", "-o", "l.csv")
        self.assertEqual((run.returncode, run.stdout), (0, ""))
        table = list(csv.DictReader(io.StringIO((self.folder / "l.csv").read_text("utf-8-sig"))))
        self.assertEqual([row["rate"] for row in table], ["0.5", "1"])

    def test_a_table_that_shrank_is_told(self):
        rows = [(f"A-{n}", "100", "2026-01-05", "2026-01-06") for n in range(10)]
        self.activities(*rows)
        self.record("2026-01-20")
        for kept, told in ((9, False), (8, True)):
            self.activities(*rows[:kept])
            self.record("2026-01-21", "-o", "report.json")
            codes = [warning["code"] for warning in self.report()["warnings"]]
            self.assertEqual("shrunk" in codes, told)


class Faults(HistoryTest):
    def setUp(self):
        super().setUp()
        self.activities(("A-1", "100", "2026-01-05", ""))

    def refused(self, words, *command):
        run = self.run_program(*command) if command else self.check("2026-01-21", "--store", "h.db")
        self.assertEqual((run.returncode, run.stdout), (4, ""), run.stderr)
        self.assertIn(words, run.stderr)

    def test_an_absent_store(self):
        for command in ("list", "trend", "show", "new", "resolved"):
            self.refused("there is no history store", "history", command, "--store", "h.db")
        self.refused("there is no history store", "history", "prune", "--store", "h.db", "--before",
                     "2026-01-01")
        self.assertFalse((self.folder / "h.db").exists())
        self.refused("can't be opened", "check", "in", "--no-config", "--store", "no/h.db")

    def test_a_store_in_use(self):
        self.record("2026-01-20")
        with sqlite3.connect(self.folder / "h.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            self.refused("in use by another run")
            self.assertEqual(len(self.history("list")["rows"]), 1)
            other.execute("ROLLBACK")
        other.close()
        self.record("2026-01-21")

    def test_two_nightly_runs_at_once(self):
        self.record("2026-01-20")
        command = [program.PROGRAM, "check", "in", "-", "--table", "case_notes", "--no-config",
                   "--rules", "my.toml", "--only", "my.*", "--as-of", "2026-01-21", "--store", "h.db"]
        first = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            self.wait_for_lock()
            self.refused("in use by another run")
        finally:
            first.communicate(b"Note ID,App ID,State ID,Contact Date,Subject,Create Date\n"
                              b"N-1,7,100,2026-01-05,x,2026-01-05\n", timeout=60)
        self.assertEqual(first.returncode, 1)
        self.assertEqual(len(self.history("list")["rows"]), 2)

    def wait_for_lock(self):
        for _ in range(500):
            other = sqlite3.connect(self.folder / "h.db", isolation_level=None, timeout=0)
            try:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
            except sqlite3.OperationalError:
                return
            finally:
                other.close()
            time.sleep(0.02)
        self.fail("the run does not lock the store")

    def test_what_is_no_store_or_damaged_or_newer(self):
        self.write("h.db", "this is no database, but a text that is long enough " * 40)
        self.refused("is no history store")
        (self.folder / "h.db").unlink()
        self.record("2026-01-20")
        whole = (self.folder / "h.db").read_bytes()
        with open(self.folder / "h.db", "r+b") as file:
            file.seek(len(whole) // 2)
            file.write(b"\xff" * 9000)
        self.refused("damaged")
        (self.folder / "h.db").write_bytes(whole[:len(whole) - 5000])
        self.refused("damaged")
        (self.folder / "h.db").write_bytes(whole)
        with sqlite3.connect(self.folder / "h.db") as store:
            store.execute("PRAGMA user_version = 77")
        store.close()
        self.refused("by a newer caljobs-audit")
        self.refused("by a newer caljobs-audit", "history", "list", "--store", "h.db")

    def test_reports_are_not_written_where_the_store_can_not_be_used(self):
        self.write("h.db", "no database " * 100)
        run = self.check("2026-01-20", "--store", "h.db", "-o", "report.json")
        self.assertEqual(run.returncode, 4)
        self.assertFalse((self.folder / "report.json").exists())

    def test_no_permission(self):
        self.record("2026-01-20")
        os.chmod(self.folder, 0o755)
        os.chmod(self.folder / "h.db", 0o400)
        user = 65534 if os.geteuid() == 0 else None  # root may write everywhere
        run = self.run_program("check", "in", "--no-config", "--store", "h.db", user=user)
        self.assertEqual((run.returncode, run.stdout), (4, ""), run.stderr)
        self.assertIn("can't be opened: Permission denied", run.stderr)

    def test_rights_are_the_owner_s_only(self):
        before = os.umask(0)
        try:
            self.record("2026-01-20")
        finally:
            os.umask(before)
        self.assertEqual(stat.S_IMODE((self.folder / "h.db").stat().st_mode), 0o600)

    def test_an_output_must_not_be_the_store(self):
        run = self.check("2026-01-20", "--store", "h.db", "-o", "json:h.db")
        self.assertEqual(run.returncode, 2)

    def test_a_full_disk_leaves_the_store_as_it_was(self):
        mount = self.folder / "small"
        mount.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(mount)],
                              capture_output=True)
        if made.returncode != 0:
            print("NOT TESTED: a full disk; no tmpfs can be mounted here", file=sys.stderr)
            self.skipTest("no tmpfs can be mounted")
        try:
            self.check("2026-01-20", "--store", "small/h.db")
            self.activities(*[(f"A-{n}", "100", "2026-01-05", "") for n in range(6000)])
            run = self.check("2026-01-21", "--store", "small/h.db")
            self.assertEqual(run.returncode, 4, run.stderr)
            self.assertIn("disk is full", run.stderr)
            run = self.run_program("history", "new", "--store", "small/h.db", "--format", "json")
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertEqual([r["record_key"] for r in json.loads(run.stdout)["rows"]], ["A-1"])
        finally:
            subprocess.run(["umount", str(mount)], check=True)

    def test_a_kill_at_any_moment_leaves_the_store_whole(self):
        rows = [(f"A-{n}", "100", "2026-01-05", "") for n in range(3000)]
        self.activities(*rows)
        self.record("2026-01-20")
        before = self.dump()
        self.activities(*[(key, who, begin, "2026-01-18" if n % 2 else "")
                          for n, (key, who, begin, _) in enumerate(rows)])
        command = [program.PROGRAM, "check", "in", "--no-config", "--rules", "my.toml", "--only",
                   "my.*", "--as-of", "2026-01-21", "--store", "h.db", "--quiet"]
        saved = (self.folder / "h.db").read_bytes()
        started = time.monotonic()
        subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, check=False)
        whole_run = time.monotonic() - started
        after = self.dump()
        self.assertNotEqual(before, after)
        chance = random.Random(4711)
        met = {"before": 0, "after": 0}
        delay = whole_run * 0.8
        for _ in range(int(os.environ.get("HISTORY_KILLS", "24"))):
            for name in ("h.db-wal", "h.db-shm"):
                (self.folder / name).unlink(missing_ok=True)
            (self.folder / "h.db").write_bytes(saved)
            run = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL)
            time.sleep(delay)
            run.send_signal(signal.SIGKILL)
            run.wait(timeout=60)
            found = self.dump()
            self.assertIn(found, (before, after))
            met["before" if found == before else "after"] += 1
            # Walks to the moment at which it writes, however fast this machine is just now.
            step = 1 + 0.4 * chance.random()
            delay = delay * step if found == before else delay / step
        self.assertGreater(min(met.values()), 0, f"the kills came all too early or late: {met}")


class Help(ProgramTest):
    def test_each_command_shows_two_examples(self):
        for command in ("waivers", "waivers check", "waivers draft", "history", "history list",
                        "history trend", "history show", "history new", "history resolved",
                        "history prune"):
            with self.subTest(command):
                text = self.run_program(*command.split(), "--help").stdout
                self.assertEqual(text.count("\n  caljobs-audit "), 2, text)


if __name__ == "__main__":
    main()
