#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The HTML report of the board's sample, as a reader with a browser uses it.

    report_test.py PROGRAM PROJECT_FOLDER
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

PROGRAM, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
A4, LETTER = (8.27, 11.69), (8.5, 11.0)
BROWSER: Browser
FOLDER = tempfile.TemporaryDirectory(prefix="report-")
PAGE = pathlib.Path(FOLDER.name) / "report.html"
REPORT = {}
ROWS = []  # of the CSV report


def setUpModule():
    global BROWSER, REPORT, ROWS
    base = PAGE.with_suffix("")
    subprocess.run([PROGRAM, "check", str(PROJECT / "samples/board"), "--profile", "all", "--no-config",
                    "--as-of", "2026-01-31", "--quiet",
                    *(f"-o{base}.{format}" for format in ("html", "json", "csv"))],
                   check=False, timeout=120)
    REPORT = json.loads(base.with_suffix(".json").read_text())
    with open(base.with_suffix(".csv"), encoding="utf-8-sig", newline="") as file:
        ROWS = list(csv.DictReader(file))
    BROWSER = Browser()


def tearDownModule():
    BROWSER.close()
    FOLDER.cleanup()


def column(number):
    """The shown page's cells of one column."""
    return BROWSER.texts(f"#findings-rows tr.row td:nth-child({number})")


def heads():
    return BROWSER.texts("#findings-head th button")


def place_of(head):
    names = [re.sub(r"[^\w ]", "", name).strip() for name in heads()]
    return names.index(head) + 2  # the first column is the evidence's


def shown_count():
    return int(re.search(r"(?:of )?([\d,]+) findings?", BROWSER.text("#count"))[1].replace(",", ""))


class Opened(unittest.TestCase):
    def setUp(self):
        BROWSER.emulate()
        BROWSER.open(PAGE)

    def tearDown(self):
        self.assertEqual(BROWSER.console(), [])

    # ---- What the page says ----------------------------------------------------------------------

    def test_headline_agrees_with_the_json_report(self):
        totals = REPORT["totals"]
        cards = " ".join(BROWSER.texts(".card"))
        self.assertIn(f"{totals['rate'] * 100:.2f} %", cards)
        self.assertIn(f"Violations{totals['violations']}", cards)
        self.assertIn(f"Due soon{totals['upcoming']}", cards)
        open_ones = [f for f in REPORT["findings"] if f["status"] in ("overdue", "failed")]
        self.assertIn(f"Needs action now{len(open_ones)}", cards)

    def test_tables_agree_with_the_json_report(self):
        rules = {rule["id"]: rule for rule in REPORT["rules"] if rule["evaluated"]}
        rows = BROWSER.js("return [...document.querySelectorAll('#rules tbody tr')].map(row => "
                          "[row.cells[0].dataset.value, ...[...row.cells].slice(1).map(c => c.textContent)])")
        self.assertEqual(len(rows), len(rules))
        for name, rate, violations, overdue, failed, late, upcoming, due, met, pending in rows:
            rule = rules[name]
            self.assertEqual(rate, "–" if rule["rate"] is None else f"{rule['rate'] * 100:.2f} %")
            counts = [rule[key] for key in ("overdue", "failed", "late", "upcoming", "met", "pending")]
            self.assertEqual([overdue, failed, late, upcoming, met, pending], [f"{n:,}" for n in counts])
            self.assertEqual(violations, str(rule["overdue"] + rule["failed"] + rule["late"]))
            self.assertEqual(due, f"{rule['met'] + rule['overdue'] + rule['failed'] + rule['late']:,}")
        groups = BROWSER.js("return [...document.querySelectorAll('#groups tbody tr')].map(row => "
                            "[row.cells[0].dataset.filter, row.cells[0].dataset.value, row.cells[1].textContent])")
        told = {(by, name): int(count.replace(",", "")) for by, name, count in groups}
        self.assertEqual(told, {(g["by"], g["name"] or ""): g["late"] + g["overdue"] + g["failed"]
                                for g in REPORT["groups"]})

    def test_charts_have_their_numbers_in_a_table(self):
        overdue = sum(f["status"] == "overdue" for f in REPORT["findings"])
        upcoming = REPORT["totals"]["upcoming"]
        tables = BROWSER.js("return [...document.querySelectorAll('.chart details table')].map(t => "
                            "[...t.tBodies[0].rows].map(r => Number(r.cells[1].textContent)))")
        self.assertEqual([sum(table) for table in tables], [overdue, upcoming])
        for image in BROWSER.all(".chart svg"):
            self.assertTrue(image.accessible_name)

    def test_nothing_is_asked_for_and_nothing_could_be(self):
        BROWSER.requests()
        BROWSER.open(PAGE)
        self.assertEqual([url for url in BROWSER.requests() if not url.startswith("file:")], [])
        self.assertEqual(BROWSER.js("return performance.getEntriesByType('resource').length"), 0)
        policy = BROWSER.js("return document.querySelector('meta[http-equiv]').content")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        # The policy bites: neither an image nor a script nor a style gets through.
        refused = BROWSER.driver.execute_async_script("""
            const done = arguments[0], out = [];
            document.addEventListener("securitypolicyviolation", (e) => out.push(e.effectiveDirective));
            const image = document.createElement("img"); image.src = "http://127.0.0.1:1/x.png";
            const script = document.createElement("script"); script.textContent = "window.ran = 1";
            const styled = document.createElement("p"); styled.setAttribute("style", "color: red");
            document.body.append(image, script, styled);
            setTimeout(() => done([out, window.ran === undefined]), 300);""")
        self.assertEqual(sorted(refused[0]), ["img-src", "script-src-elem", "style-src-attr"])
        self.assertTrue(refused[1])
        BROWSER.console()  # what was refused is told there

    # ---- The findings table ----------------------------------------------------------------------

    def test_sorts_by_every_column_both_ways(self):
        for name in ("Due", "Late by", "Case manager", "What"):
            with self.subTest(column=name):
                BROWSER.open(PAGE)
                BROWSER.choose("#page-size", "250")
                button = BROWSER.all("#findings-head th button")[place_of(name) - 2]
                BROWSER.js("arguments[0].click()", button)
                up = column(place_of(name))
                head = f"#findings-head th:nth-child({place_of(name)})"
                self.assertEqual(BROWSER.one(head).get_attribute("aria-sort"), "ascending")
                key = (lambda t: (t == "", int(t.split()[0]) if t else 0)) if name == "Late by" else (
                    lambda t: (t == "", t))
                self.assertEqual(up, sorted(up, key=key))
                self.assertGreater(len(set(up)), 1)
                BROWSER.click(head + " button")
                down = column(place_of(name))
                filled = [text for text in down if text]
                self.assertEqual(filled, sorted(filled, key=key, reverse=True))
                self.assertNotIn("", down[:len(filled)])
                BROWSER.click(head + " button")  # a third time: the audit's own order
                self.assertIsNone(BROWSER.one(head).get_attribute("aria-sort"))

    def test_each_filter_shows_what_the_csv_report_has(self):
        def options(name):
            return BROWSER.js("return [...document.querySelectorAll(arguments[0] + ' option')].slice(1)"
                              ".map(o => [o.value, o.textContent.replace(/ \\([\\d,]+\\)$/, '')])",
                              f"#filter-{name}")
        fields = {"rule": "rule", "severity": "severity", "office": "office", "region": "region",
                  "case_manager": "case_manager", "program": "program"}
        for name, key in fields.items():
            chosen = options(name)
            self.assertEqual({text for _, text in chosen if text not in ("info",)},
                             {row[key] or "(none)" for row in ROWS} - {"info"}, name)
            total = 0
            for value, text in chosen:
                BROWSER.choose(f"#filter-{name}", value)
                expected = sum((row[key] or "(none)") == text for row in ROWS)
                self.assertEqual(shown_count() if expected else 0, expected, f"{name}: {text}")
                total += expected
            self.assertEqual(total, len(ROWS))
            BROWSER.choose(f"#filter-{name}", "")
        for value, statuses in {"open": "overdue failed", "violations": "late overdue failed",
                                "late": "late", "overdue": "overdue", "failed": "failed",
                                "upcoming": "upcoming"}.items():
            BROWSER.choose("#filter-status", value)
            self.assertEqual(shown_count(), sum(row["status"] in statuses.split() for row in ROWS))
        BROWSER.choose("#filter-office", options("office")[0][0])
        both = [row for row in ROWS if row["status"] == "upcoming" and (row["office"] or "(none)") == options("office")[0][1]]
        self.assertEqual(shown_count(), len(both))
        BROWSER.click("#reset")
        self.assertEqual(shown_count(), len(ROWS))

    def test_search_finds_words_anywhere_in_a_finding(self):
        titles = {rule["id"]: rule["title"] for rule in REPORT["rules"]}
        keys = ("rule participant participant_name application record_key office case_manager region program "
                "message remedy fingerprint").split()
        places = ["\n".join([titles[row["rule"]], *(row[key] for key in keys)]).lower() for row in ROWS]
        for words in (ROWS[7]["participant"], "  MANAGER s1   note ", "closed", ROWS[9]["fingerprint"]):
            expected = sum(all(word in place for word in words.lower().split()) for place in places)
            self.assertGreater(expected, 0, words)
            field = BROWSER.one("#filter-search")
            field.clear()
            field.send_keys(words)
            BROWSER.wait(lambda: shown_count() == expected)
            self.assertLess(expected, len(ROWS))
        BROWSER.one("#filter-search").send_keys(" nowhere-to-be-found")
        BROWSER.wait(lambda: "No finding fits" in BROWSER.text("#findings-rows") or None)
        BROWSER.wait(lambda: BROWSER.text("#count").startswith("0 findings"))

    def test_pages(self):
        count = len(ROWS)
        self.assertGreater(count, 100)
        self.assertEqual(BROWSER.text("#count"), f"1–50 of {count} findings")
        first = column(place_of("Participant"))
        self.assertEqual(first, [row["participant"] for row in ROWS[:50]])
        self.assertFalse(BROWSER.one("#page-previous").is_enabled())
        BROWSER.click("#page-next")
        self.assertEqual(column(place_of("Participant")), [row["participant"] for row in ROWS[50:100]])
        BROWSER.click("#page-last")
        self.assertFalse(BROWSER.one("#page-next").is_enabled())
        self.assertTrue(BROWSER.text("#count").startswith(f"{count // 50 * 50 + 1}–{count} "))
        BROWSER.choose("#page-size", "100")
        self.assertEqual(len(BROWSER.all("#findings-rows tr.row")), 100)
        self.assertEqual(BROWSER.text("#page-number"), f"Page 1 of {-(-count // 100)}")

    def test_columns_and_csv_of_the_view(self):
        BROWSER.click("details.columns summary")
        boxes = {box.accessible_name: box for box in BROWSER.all(".choices input")}
        for name in ("Severity", "Office", "Record", "File", "Line", "Citation", "Trigger"):
            BROWSER.js("arguments[0].click()", boxes[name])
        self.assertNotIn("Office", heads())
        self.assertIn("Citation", heads())
        BROWSER.choose("#filter-status", "violations")
        BROWSER.click("#findings-head button[data-sort=due]")
        names = [re.sub(r"[^\w ]", "", name).strip() for name in heads()]
        for old in BROWSER.downloads.iterdir():
            old.unlink()
        BROWSER.click("#csv")
        saved = BROWSER.wait(lambda: list(BROWSER.downloads.glob("findings-2026-01-31.csv")))[0]
        BROWSER.wait(lambda: saved.stat().st_size > 0)
        raw = saved.read_bytes()
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(raw.count(b"\r\n"), raw.count(b"\n"))
        table = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
        self.assertEqual(table[0], names)
        expected = [row for row in ROWS if row["status"] in ("late", "overdue", "failed")]
        expected.sort(key=lambda row: (row["due"] == "", row["due"]))
        keys = {"Status": "status", "Rule": "rule", "Participant": "participant", "Due": "due", "Record": "record_key",
                "File": "file", "Line": "line", "Citation": "cite", "Trigger": "trigger",
                "What": "message", "Case manager": "case_manager", "Application": "application"}
        self.assertLessEqual(set(keys), set(names))
        for name, key in keys.items():
            at = names.index(name)
            self.assertEqual([row[at] for row in table[1:]], [row[key] for row in expected], name)

    # ---- Evidence --------------------------------------------------------------------------------

    def test_evidence_opens_by_keyboard(self):
        button = BROWSER.one("#findings-rows tr.row button")
        self.assertTrue(button.accessible_name.startswith("Evidence: "))
        for key in (Keys.ENTER, Keys.SPACE):
            self.assertEqual(button.get_attribute("aria-expanded"), "false")
            button.send_keys(key)
            self.assertEqual(button.get_attribute("aria-expanded"), "true")
            panel = BROWSER.driver.find_element(By.ID, button.get_attribute("aria-controls"))
            self.assertIn(REPORT["findings"][0]["message"], panel.text)
            button.send_keys(key)
        self.assertEqual(BROWSER.all("tr.evidence"), [])

    def test_first_tab_skips_to_the_findings(self):
        BROWSER.one("body").send_keys(Keys.TAB)
        link = BROWSER.driver.switch_to.active_element
        self.assertEqual(link.get_attribute("class"), "skip")
        self.assertGreaterEqual(link.rect["x"], 0)
        outline = BROWSER.js("return getComputedStyle(document.activeElement).outlineStyle")
        self.assertEqual(outline, "solid")

    def test_arithmetic_of_every_finding(self):
        texts = []
        BROWSER.choose("#page-size", "250")
        while True:
            BROWSER.js("document.querySelectorAll('#findings-rows .toggle').forEach(b => b.click())")
            texts += BROWSER.texts("#findings-rows .evidence")
            if not BROWSER.one("#page-next").is_enabled():
                break
            BROWSER.click("#page-next")
        self.assertEqual(len(texts), len(REPORT["findings"]))
        business = 0
        for finding, text in zip(REPORT["findings"], texts):
            with self.subTest(fingerprint=finding["fingerprint"]):
                for key in ("message", "remedy", "cite", "fingerprint"):
                    self.assertIn(finding[key] or "", text)
                for key in ("trigger", "due", "met_on"):
                    self.assertIn(finding[key] or "", text)
                if finding["due"] is None:
                    self.assertIn("No due date", text)
                late = finding["late_by"]
                if late is None:
                    continue
                self.assertRegex(text, rf"{late:,} (business )?days? (late|overdue)")
                if finding["late_unit"] == "business days" and "no business day lies between" not in text:
                    business += 1
                    end = finding["met_on"] or "2026-01-31"
                    self.assertRegex(text, rf"From \w+ {finding['due']} to \w+ {end}: [\d,]+ days?, of "
                                           rf"which {late} business days? count")
        self.assertGreater(business, 10)

    def test_holidays_are_named(self):
        BROWSER.choose("#page-size", "250")
        BROWSER.js("document.querySelectorAll('#findings-rows .toggle').forEach(b => b.click())")
        text = " ".join(BROWSER.texts(".evidence"))
        self.assertRegex(text, r"Not counted: [^.]*\d weekend days?; [A-Z][^(.;]+ \(\w{3} \d{4}-\d\d-\d\d\)")

    def test_rules_and_groups_lead_to_their_findings(self):
        head = BROWSER.one("th[data-filter=office][data-value='Harbor Office']")
        BROWSER.js("arguments[0].querySelector('button').click()", head)
        self.assertEqual(shown_count(), sum(row["office"] == "Harbor Office" for row in ROWS))
        self.assertEqual(BROWSER.js("return document.activeElement.id"), "findings-h")

    # ---- For every reader ------------------------------------------------------------------------

    def test_controls_have_names_and_headings_an_order(self):
        BROWSER.click("details.columns summary")
        for control in BROWSER.all("button, select, input, summary, a"):
            self.assertTrue(control.accessible_name, control.get_attribute("outerHTML"))
        ids = BROWSER.js("return [...document.querySelectorAll('[id]')].map(e => e.id)")
        self.assertEqual(len(ids), len(set(ids)))
        levels = BROWSER.js("return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels)
        for region in BROWSER.all("[role=region], [role=search], [role=group], nav"):
            self.assertTrue(region.accessible_name)
        for href in BROWSER.js("return [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))"):
            self.assertIn(href[1:], ids)
        self.assertEqual(BROWSER.js("return [...document.querySelectorAll('thead th')].filter(t => t.scope !== 'col').length"), 0)
        self.assertEqual(BROWSER.js("return document.documentElement.lang"), "en")

    def test_contrast_in_light_dark_and_print(self):
        script = (pathlib.Path(__file__).parent / "contrast.js").read_text()
        for name, settings in {"light": {}, "dark": {"dark": True}, "paper": {"media": "print"},
                               "paper of a dark system": {"media": "print", "dark": True}}.items():
            with self.subTest(name):
                BROWSER.emulate(**settings)
                BROWSER.open(PAGE)
                BROWSER.js("document.querySelectorAll('#findings-rows .toggle').forEach(b => b.click())")
                seen, faults = BROWSER.js(script)
                self.assertGreater(seen, 500)
                self.assertEqual(faults, [])

    def test_dark_mode_follows_the_system_and_the_reader(self):
        def brightness():
            return BROWSER.js("return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
        self.assertGreater(brightness(), 200)
        BROWSER.emulate(dark=True)
        self.assertLess(brightness(), 60)
        BROWSER.choose("#theme", "light")
        self.assertGreater(brightness(), 200)
        BROWSER.emulate(dark=False)
        BROWSER.choose("#theme", "dark")
        self.assertLess(brightness(), 60)
        BROWSER.choose("#theme", "")
        self.assertGreater(brightness(), 200)

    def test_phone_does_not_scroll_sideways(self):
        BROWSER.emulate(width=390, height=844)
        BROWSER.open(PAGE)
        BROWSER.click("#findings-rows .toggle")
        self.assertLessEqual(BROWSER.js("return document.documentElement.scrollWidth"), 390)
        self.assertLessEqual(BROWSER.one(".evidence-body").rect["width"], 390)
        self.assertGreaterEqual(BROWSER.js("return parseFloat(getComputedStyle(document.body).fontSize)"), 14)

    def test_prints_on_a4_and_letter(self):
        for width, height in (A4, LETTER):
            paper = BROWSER.pdf(width, height)
            box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper)
            self.assertAlmostEqual(float(box[1]), width * 72, delta=1)
            self.assertAlmostEqual(float(box[2]), height * 72, delta=1)
            # The width between the margins, in pixels: nothing reaches beyond it.
            inner = int((width - 2 * 12 / 25.4) * 96)
            BROWSER.emulate(width=inner, media="print")
            wide = BROWSER.js("return [...document.querySelectorAll('table, svg, .card, p')].filter(e => "
                              "e.checkVisibility() && e.getBoundingClientRect().right > arguments[0] + 1)"
                              ".map(e => e.outerHTML.slice(0, 80))", inner)
            self.assertEqual(wide, [])
            self.assertFalse(BROWSER.one("#controls").is_displayed())
            BROWSER.emulate()

    def test_without_scripts_all_but_the_filters_is_there(self):
        BROWSER.cdp("Emulation.setScriptExecutionDisabled", value=True)
        try:
            BROWSER.open(PAGE)
            text = BROWSER.one("body").text
            self.assertIn(f"{REPORT['totals']['rate'] * 100:.2f} %", text)
            self.assertIn("What this audit could not check", text)
            self.assertIn("The first 200 of", text)
            self.assertEqual(len(BROWSER.all("#findings-rows tr")), 200)
            self.assertEqual(len(BROWSER.all("button, select")), 0)
        finally:
            BROWSER.cdp("Emulation.setScriptExecutionDisabled", value=False)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
