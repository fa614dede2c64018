#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An input that tries to break out of the report: every text of it must stay text.

    hostile_test.py PROGRAM PROJECT_FOLDER
"""
import csv
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

PROGRAM = sys.argv[1]
CANARIES = ["<script>window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>", "'\"&amp;<b>x</b>",
            "</script><script>window.pwned=1</script>", "<!--<script>", "=cmd|'/c calc'!A1", "+1-2", "@SUM(A1)",
            "-2+3", "\u202etxt.exe", "a\u2028b\x1b[31mred", "]]></style><style>*{display:none}", "&lt;i&gt;",
            "${alert(1)}`", "\\u003cb\\u003e", "javascript:window.pwned=1"]
COLUMNS = ["activity_id", "app_id", "state_id", "code", "title", "region", "office", "provider", "actual_begin",
           "created_on", "created_by"]


def make_input(folder: pathlib.Path):
    """Late entries; in each record another column holds the canary, and once all of them do."""
    texts = ["activity_id", "app_id", "state_id", "title", "region", "office", "provider", "created_by"]
    rows = []
    for canary in CANARIES:
        for column in [*texts, "all"]:
            number = len(rows)
            row = {"activity_id": f"A{number}", "app_id": f"{number}", "state_id": f"P{number}", "code": "205",
                   "title": "t", "region": "r", "office": "o", "provider": "p", "actual_begin": "2025-11-03",
                   "created_on": "2025-12-15", "created_by": "S1"}
            for name in texts if column == "all" else [column]:
                row[name] = canary + str(number) if name in ("activity_id", "app_id", "state_id") else canary
            rows.append(row)
    for canary in CANARIES:  # for the data problems, which quote values
        rows.append({**rows[0], "activity_id": f"B{len(rows)}", "created_on": canary, "code": canary})
    with open(folder / "acts <img src=x onerror=window.pwned=1>.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with open(folder / "<b>unknown.csv", "w", encoding="utf-8") as file:
        file.write("<script>window.pwned=1</script>,=1+1\nx,y\n")
    return rows


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="hostile-")
        exports = pathlib.Path(cls.folder.name) / "exports"
        exports.mkdir()
        make_input(exports)
        cls.page = pathlib.Path(cls.folder.name) / "report.html"
        subprocess.run([PROGRAM, "check", str(exports), "--profile", "all", "--no-config", "--quiet", "--with-names",
                        "--as-of", "2026-01-31", "--max-bad-rows", "1000", "-o", str(cls.page)], check=False, timeout=60,
                       stderr=subprocess.DEVNULL)
        cls.browser = Browser()
        cls.browser.emulate()
        cls.browser.open(cls.page)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def assert_only_text(self):
        browser = self.browser
        self.assertIsNone(browser.js("return window.pwned"))
        self.assertEqual(browser.all("img, b[onclick], iframe, object, main style, main script, [style]"), [])
        elements = browser.js("return [...new Set([...document.querySelectorAll('main *')].map(e => e.tagName))]")
        self.assertNotIn("IMG", elements)
        own_scripts = browser.js("return document.scripts.length")
        self.assertEqual(own_scripts, 2)
        foreign = browser.js("return /[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069"
                             "\\u2028\\u2029]/.test(document.documentElement.textContent)")
        self.assertFalse(foreign)

    def test_the_page_as_it_opens(self):
        self.assert_only_text()
        self.assertEqual(self.browser.console(), [])
        unchecked = self.browser.text("#unchecked")
        self.assertIn("<b>unknown.csv", unchecked)
        self.assertIn("onerror=window.pwned=1>.csv", unchecked)

    def test_all_rows_and_all_evidence(self):
        browser = self.browser
        browser.js("document.querySelectorAll('.choices input').forEach(b => b.checked || b.click())")
        browser.choose("#page-size", "250")
        text = ""
        while True:
            browser.js("document.querySelectorAll('#findings-rows .toggle').forEach(b => b.click())")
            self.assert_only_text()
            text += browser.text("#findings-rows")
            if not browser.one("#page-next").is_enabled():
                break
            browser.click("#page-next")
        for canary in CANARIES:
            shown = canary.replace("\u202e", "\\u202e").replace("\u2028", "\\u2028").replace("\x1b", "\\u001b")
            with self.subTest(canary=shown):
                self.assertIn(shown, text)
        options = " ".join(browser.texts("#controls option"))
        for canary in CANARIES[:4]:
            self.assertIn(canary, options)
        self.assertEqual(browser.console(), [])

    def test_csv_of_the_view_runs_nothing(self):
        browser = self.browser
        browser.js("document.querySelectorAll('.choices input').forEach(b => b.checked || b.click())")
        browser.click("#csv")
        saved = browser.wait(lambda: list(browser.downloads.glob("*.csv")))[0]
        browser.wait(lambda: saved.stat().st_size > 1000)
        table = list(csv.reader(io.StringIO(saved.read_text(encoding="utf-8-sig"), newline="")))
        cells = {cell for row in table[1:] for cell in row}
        for cell in cells:
            self.assertNotIn(cell.lstrip(" \u00a0\u3000")[:1] or "x", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20", cell)
        for canary in CANARIES:
            if canary[0] in "=+-@":
                self.assertIn("'" + canary, cells)

    def test_without_scripts(self):
        self.browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.open(self.page)
            self.assert_only_text()
            self.assertIn("<script>window.pwned=1</script>", self.browser.text("#findings-rows"))
        finally:
            self.browser.cdp("Emulation.setScriptExecutionDisabled", value=False)
            self.browser.open(self.page)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
