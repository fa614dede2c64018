# SPDX-License-Identifier: MIT
"""Runs the program in a folder of its own, on small exports judged by two rules of our own: an
activity (my.end), and a case note (my.note), must come to its end within ten days.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None

RULES = """
[pack]
name   = "my"
title  = "Two rules"
source = "made up"

[[rule]]
id       = "my.end"
title    = "Ends in time"
severity = "error"
for_each = "activities"
params   = { limit = "10 days" }
from     = "actual_begin"
within   = "$limit"
met_on   = "actual_end"
message  = "began {actual_begin}, due {due}"
cite     = "none"

[[rule]]
id       = "my.note"
title    = "A note has a subject"
severity = "error"
for_each = "case_notes"
require  = "subject is present"
message  = "no subject"
cite     = "none"
"""
ACTIVITIES = "Activity ID,App ID,State ID,Activity Code,Actual Begin Date,Actual End Date,Create Date,Office,Case Manager\n"
NOTES = "Note ID,App ID,State ID,Contact Date,Subject,Create Date,Office\n"


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.keep.name)
        self.addCleanup(self.keep.cleanup)
        self.write("my.toml", RULES)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def activities(self, *rows):
        """Each row: id, participant, begin, end."""
        self.write("in/activities.csv", ACTIVITIES + "".join(
            f"{key},7,{who},101,{begin},{end},{begin},North,Lee\n" for key, who, begin, end in rows))

    def notes(self, *rows):
        """Each row: id, participant, subject."""
        self.write("in/notes.csv", NOTES + "".join(
            f"{key},7,{who},2026-01-05,{subject},2026-01-05,North\n" for key, who, subject in rows))

    def check(self, as_of, *options):
        return self.run_program("check", "in", "--no-config", "--rules", "my.toml", "--only", "my.*",
                                "--as-of", as_of, *options)

    def run_program(self, *args, env=None, user=None):
        everything = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                everything[name] = os.environ[name]
        everything.update(env or {})
        return subprocess.run([PROGRAM, *map(str, args)], cwd=self.folder, env=everything,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                              encoding="utf-8", user=user)

    def report(self, name="report.json"):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


def main():
    global PROGRAM
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(module="__main__")
