#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""100,000 findings in the HTML report open, filter, sort and search. Prints how long each took.

    speed_test.py PROGRAM PROJECT_FOLDER
The aim is 3 s to open and 300 ms to filter, on a quiet machine; time fails no test.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

PROGRAM = sys.argv[1]
COUNT = 100_000


def make_input(path: pathlib.Path):
    lines = ["activity_id,app_id,state_id,code,title,region,office,actual_begin,created_on,created_by"]
    for i in range(COUNT):
        lines.append(f"A{i},{2_000_000 + i // 3},{100_000 + i // 7},205,Development of a plan,Region {i % 3},"
                     f"Office {i % 23},2025-{i % 9 + 1:02}-{i % 28 + 1:02},2025-{i % 2 + 11}-{i % 27 + 1:02},S{i % 150}")
    path.write_text("\n".join(lines) + "\n")


class Speed(unittest.TestCase):
    def test_opening_and_filtering(self):
        with tempfile.TemporaryDirectory(prefix="speed-") as folder:
            exports, page = pathlib.Path(folder) / "activities.csv", pathlib.Path(folder) / "report.html"
            make_input(exports)
            subprocess.run([PROGRAM, "check", str(exports), "--profile", "five", "--only", "entry.activity",
                            "--no-config", "--quiet", "--as-of", "2026-01-31", "-o", str(page)], check=False, timeout=120)
            browser = Browser()
            try:
                browser.emulate()
                self.measure(browser, page)
            finally:
                browser.close()

    def measure(self, browser, page):
        begun = time.monotonic()
        browser.open(page)
        self.assertEqual(browser.text("#count"), f"1–50 of {COUNT:,} findings")
        seconds = time.monotonic() - begun
        print(f"{page.stat().st_size / 1e6:.1f} MB; opens in {seconds:.2f} s")

        def timed(name, script):
            # Until the new rows are laid out.
            spent = browser.js("const start = performance.now();" + script +
                               "; document.body.getBoundingClientRect(); return performance.now() - start")
            print(f"{name}: {spent:.0f} ms")

        def change(field, value):
            return (f"const f = document.getElementById('filter-{field}'); f.value = {value};"
                    "f.dispatchEvent(new Event('change'))")
        timed("filter by office", change("office", "f.options[5].value"))
        timed("filter by status too", change("status", "'late'"))
        shown = int(re.search(r"of ([\d,]+) finding", browser.text("#count"))[1].replace(",", ""))
        self.assertTrue(0 < shown < COUNT // 10, shown)
        timed("clear filters", "document.getElementById('reset').click()")
        timed("sort by due date", "document.querySelector('[data-sort=due]').click()")
        timed("sort by words", "document.querySelector('[data-sort=message]').click()")
        timed("last page", "document.getElementById('page-last').click()")
        time.sleep(2)  # the search index is made in the background
        begun = time.monotonic()
        browser.one("#filter-search").send_keys("A99999")
        browser.wait(lambda: "of 1 finding" in browser.text("#count"))
        print(f"search: {(time.monotonic() - begun) * 1000:.0f} ms, of which 120 ms wait for more typing")
        self.assertEqual(browser.console(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
