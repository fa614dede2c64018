#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes samples/real-reports: synthetic exports in the shapes of the real CalJOBS reports.

    make_real_reports.py FOLDER          writes FOLDER/csv/*.csv and FOLDER/xlsx/*.xlsx

No record is about a person: names are Sample, Muster, Ejemplo …; ids, dates and notes come from a
fixed seed, so that two runs write the same cells. The shapes are those of real exports: banner
lines, a blank first column, the header repeated where a page broke, Total and footer lines,
`System Set` and `* Void *` rows, ids that Excel turned into 2242702.0, dates in US order, a Service
cell that holds code and title, notes with line breaks, HTML and curly quotes in Windows-1252.

About sixty cases as of 2026-01-31, most of them in order. Board.planned lists every violation that
was put in on purpose; the test beside this file audits the samples and expects exactly those.
"""
import csv
import datetime
import io
import pathlib
import random
import sys

AS_OF = datetime.date(2026, 1, 31)
RUN_TIME = "01/31/2026 07:42 AM"
NOTICE = "SYNTHETIC DATA - made by tests/samples/make_real_reports.py - no record is about a person"

# State holidays of the months that the samples cover.
HOLIDAYS = {datetime.date.fromisoformat(day) for day in (
    "2025-01-01", "2025-01-20", "2025-02-17", "2025-03-31", "2025-05-26", "2025-07-04",
    "2025-09-01", "2025-11-11", "2025-11-27", "2025-11-28", "2025-12-25",
    "2026-01-01", "2026-01-19")}

TITLES = {
    "002": "Self-Service AJCC Employment and Workforce Information Services",
    "102": "Initial Assessment",
    "115": "Resume Preparation Assistance",
    "181": "Supportive Service: Transportation Assistance",
    "205": "Development of Individual Employment Plan (IEP)",
    "215": "Short-Term Prevocational Services",
    "300": "Occupational Skills Training (Approved ETPL Provider)",
    "301": "On-the-Job Training (OJT)",
}
MAIN_SERVICES = ("215", "300", "301")
LAST_NAMES = ("Sample", "Muster", "Ejemplo", "Beispiel", "Specimen", "Fabricado", "Demo", "Vorlage",
              "Muestra", "Placeholder")
FIRST_NAMES = ("Ana", "Ben", "Cleo", "Dmitri", "Elif", "Farah", "Grace", "Hoa", "Iris", "José",
               "Kai", "Lena", "Mateo", "Noor", "Omar", "Pía", "Quinn", "Rosa", "Sven", "Thu")
STAFF = ("Fictional, Alex", "Invented, Bo", "Pretend, Chris", "Imaginary, Dana")
OFFICES = ("2703 - Sample County AJCC North", "2704 - Sample County AJCC South",
           "2705 - Sample County AJCC Harbor")
REGION = "13 - Sample County WDB"
PROVIDERS = ("Sample Career College", "Example Skills Center", "Sample County AJCC")

PROGRESS = (
    "Spoke with client about progress in training. Client reports attending every class.",
    "Met with client at the office. Reviewed résumé and job leads;\nclient will apply to two "
    "openings by Friday.",
    "<p>Client came in to update the budget worksheet.</p><p>Next meeting&nbsp;set.</p>",
    "Spoke with client by phone. Client said, \u201cthe instructor is helpful\u201d and has what "
    "is needed for class.",
    "Client replied to e-mail: still employed part time, wants to increase hours.\n\nPlan "
    "stays as it is.",
    "Met with client & employer on site. Employer\u2019s feedback is good.<br />Wage unchanged.",
)
STARTS = (
    "Met with client to begin {title}. Client understands the goals and agreed to the dates.",
    "Spoke with client and enrolled client in {title}.\nMaterials were handed over; no barriers "
    "today.",
    "Client came in; {title} began today. <b>Next step</b>: check in after two weeks.",
)
ATTEMPTS = (
    "Left voicemail asking client to get in touch about the next appointment.",
    "Mailed letter to the address on file with the office hours.",
    "No answer at the number on file; left message with the office number.",
)


def is_business_day(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def business(day, count=0):
    """`day`, or the next business day; then `count` business days on."""
    while not is_business_day(day):
        day += datetime.timedelta(1)
    for _ in range(count):
        day += datetime.timedelta(1)
        while not is_business_day(day):
            day += datetime.timedelta(1)
    return day


def days(count):
    return datetime.timedelta(count)


def quarter_end(day, quarters):
    """The last day of the quarter `quarters` after that of `day`."""
    index = day.year * 4 + (day.month - 1) // 3 + quarters + 1
    return datetime.date(index // 4, index % 4 * 3 + 1, 1) - days(1)


class Board:
    """The records of all reports, and what was put wrong on purpose."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.activities, self.applications, self.notes = [], [], []
        self.closures, self.follow_ups, self.attempts = [], [], []
        self.planned = []
        self.people = 0

    def plan(self, rule, status, case):
        self.planned.append((rule, status, case["state_id"], case["app_id"]))

    def entered(self, day, late=0):
        """An entry date within five business days of `day`, or `late` business days too late."""
        if late:
            return business(day, 5 + late) if is_business_day(day) else business(day, 4 + late)
        return min(business(day, self.random.choice((0, 0, 0, 1, 1, 2, 3, 4))),
                   datetime.date(2026, 1, 30))

    def case(self, start):
        number = self.people
        self.people += 1
        case = {
            "user_id": 510200 + 37 * number, "state_id": str(3001500 + 13 * number),
            "app_id": str(2242702 + 101 * number), "office": OFFICES[number % len(OFFICES)],
            "staff": STAFF[number % len(STAFF)], "start": business(start), "exit": None,
            "name": f"{LAST_NAMES[number % len(LAST_NAMES)]}, "
                    f"{FIRST_NAMES[number * 7 % len(FIRST_NAMES)]}",
        }
        self.applications.append(case)
        return case

    def activity(self, case, code, begin, end=None, projected_end=None, late=0, status="",
                 staff=None, note=True):
        created = begin if staff else self.entered(begin, late)
        self.activities.append({
            "case": case, "code": code, "begin": begin, "end": end,
            "projected_end": projected_end or end, "created": created,
            "status": status or ("Successful Completion" if end else ""),
            "staff": staff or case["staff"],
            "provider": self.random.choice(PROVIDERS),
            "onet": "51-4121.00" if code in ("300", "301") else ""})
        if note:
            text = self.random.choice(STARTS).format(title=TITLES[code])
            self.note(case, begin, f"{code} - {TITLES[code]}", text)

    def note(self, case, day, subject, text, kind=None):
        self.notes.append({
            "case": case, "day": day, "created": self.entered(day), "subject": subject,
            "text": text, "kind": kind or self.random.choice(("Phone", "In Person", "Email"))})

    def attempt_note(self, case, day, subject):
        self.note(case, day, subject, self.random.choice(ATTEMPTS), kind="Left Message")

    def keep_in_touch(self, case, until, silence=()):
        """Notes so that no more than 30 days pass, but for the `silence` (first, last day)."""
        own = {note["day"] for note in self.notes if note["case"] is case}
        day = case["start"]
        while day < until:
            later = [d for d in own if day < d <= day + days(28)]
            if later:
                day = max(later)
                continue
            day = business(day + days(self.random.randint(20, 25)))
            if silence and silence[0] < day < silence[1]:
                day = silence[1]
            if day >= until:
                break
            own.add(day)
            self.note(case, day, "Case management - progress", self.random.choice(PROGRESS))

    def first_services(self, case, late=0):
        """Assessment, plan, main service; the late one, if any, is the plan."""
        start = case["start"]
        self.activity(case, "102", start, start)
        plan = business(start + days(self.random.randint(2, 9)))
        self.activity(case, "205", plan, plan, late=late)
        main = business(plan + days(self.random.randint(3, 12)))
        return main

    # What the cases look like.

    def active(self, start, late=0, silence=(), silent_now=False, one_way=False):
        case = self.case(start)
        main = self.first_services(case, late)
        code = self.random.choice(MAIN_SERVICES)
        self.activity(case, code, main, projected_end=main + days(self.random.randint(120, 220)),
                      note=not one_way)
        if one_way:
            self.attempt_note(case, main, f"{code} - {TITLES[code]}")
            self.plan("activity.reciprocal", "failed", case)
        if self.random.random() < 0.3 and not silence and not silent_now:
            day = business(main + days(self.random.randint(5, 30)))
            if day < AS_OF - days(3):
                self.activity(case, "181", day, day)
        if self.random.random() < 0.25:
            day = business(case["start"] + days(1))
            self.activity(case, "002", day, day, staff="System Set", note=False)
        if self.random.random() < 0.12:
            day = business(main + days(1))
            self.activity(case, "115", day, status="* Void *", late=20, note=False)
        if late:
            self.plan("entry.activity", "late", case)
        if silence:
            self.plan("note.every-30-days", "late", case)
        if silent_now:
            silence = (AS_OF - days(40), AS_OF)
            self.plan("note.every-30-days", "overdue", case)
        self.keep_in_touch(case, AS_OF, silence)
        return case

    def ended(self, start, last_service):
        """A case whose services have ended; notes go on until then."""
        case = self.case(start)
        main = self.first_services(case)
        last = business(last_service)
        self.activity(case, self.random.choice(MAIN_SERVICES), main, end=last)
        case["last"] = last
        return case

    def exited(self, start, last_service, closure_after=20, closed=True):
        case = self.ended(start, last_service)
        case["exit"] = case["last"]
        self.keep_in_touch(case, case["exit"])
        if closed:
            day = business(case["exit"] + days(closure_after))
            self.closures.append({"case": case, "day": day, "created": self.entered(day)})
        return case

    def follow_up(self, case, quarter, located=True, attempt_days=()):
        due = quarter_end(case["exit"], quarter)
        done = business(due - days(12)) if due <= AS_OF else None
        opened = business(quarter_end(due, -1) + days(1))
        self.follow_ups.append({
            "case": case, "quarter": quarter, "due": due, "done": done, "opened": opened,
            "status": ("Employed" if located else "Cannot Locate") if done else ""})
        for number, day in enumerate(attempt_days, start=1):
            self.attempts.append({"case": case, "quarter": quarter, "number": number,
                                  "day": day})


def make_board():
    board = Board(seed=20260131)
    pick = board.random
    # In order: the most.
    for number in range(33):
        board.active(datetime.date(2025, 4, 7) + days(8 * number))
    # entry.activity: one plan each entered too late, by one business day to three weeks.
    for late, month in ((1, 6), (3, 7), (9, 9), (16, 10), (1, 11)):
        board.active(datetime.date(2025, month, 12), late=late)
    # note.every-30-days: a silence in the past, or one that still lasts.
    for month in (5, 6, 7):
        start = datetime.date(2025, month, 20)
        board.active(start, silence=(start + days(75), business(start + days(125))))
    for month in (8, 9):
        board.active(datetime.date(2025, month, 3), silent_now=True)
    # activity.reciprocal: the service's only note is a voicemail or a letter.
    for month in (5, 8, 10):
        board.active(datetime.date(2025, month, 26), one_way=True)
    # Exited in order, with follow-ups; every third could not be located after three attempts.
    for number in range(6):
        case = board.exited(datetime.date(2025, 1, 13) + days(9 * number),
                            datetime.date(2025, 5, 5) + days(23 * number))
        for quarter in (1, 2, 3):
            due = quarter_end(case["exit"], quarter)
            if due > datetime.date(2026, 3, 31):
                break
            lost = number % 3 == 0 and quarter == 1
            tried = [business(due - days(n)) for n in (60, 41, 25)] if lost else ()
            board.follow_up(case, quarter, located=not lost, attempt_days=tried)
    # Exited lately, and closed in time.
    for number in range(2):
        board.exited(datetime.date(2025, 6, 9), datetime.date(2025, 12, 5) + days(7 * number),
                     closure_after=42)
    # follow-up.three-attempts: two attempts; three but one of them before the quarter.
    for number, distances in enumerate(((50, 20), (110, 44, 20))):
        case = board.exited(datetime.date(2025, 1, 21) + days(number),
                            datetime.date(2025, 5, 21) + days(number))
        due = quarter_end(case["exit"], 1)
        board.follow_up(case, 1, located=False,
                        attempt_days=[business(due - days(n)) for n in distances])
        board.follow_up(case, 2)
        board.plan("follow-up.three-attempts", "failed", case)
    # exit.closure-before-soft-exit: never closed, closed too late; two fall due in February.
    case = board.ended(datetime.date(2025, 3, 17), datetime.date(2025, 10, 9))
    board.keep_in_touch(case, AS_OF)
    board.plan("exit.closure-before-soft-exit", "overdue", case)
    case = board.exited(datetime.date(2025, 3, 24), datetime.date(2025, 9, 12), closed=False)
    board.plan("exit.closure-before-soft-exit", "overdue", case)
    case = board.exited(datetime.date(2025, 2, 3), datetime.date(2025, 6, 20), closure_after=105)
    board.plan("exit.closure-before-soft-exit", "late", case)
    for number in range(2):
        case = board.ended(datetime.date(2025, 6, 2), datetime.date(2025, 11, 7) + days(number * 3))
        board.keep_in_touch(case, AS_OF)
    pick.shuffle(board.activities)
    board.notes.sort(key=lambda note: (note["case"]["user_id"], note["day"], note["subject"]))
    return board


# The reports. A row is a list of cells: text, int, float, date or None. CSV and XLSX write the same.

def services_provided(board):
    header = ["User ID", "State ID", "App ID", "Region/LWDB", "Office", "Office of Responsibility",
              "Service", "NAICS", "ONET", "Completion Status", "Program", "Provider",
              "Registered Apprenticeship", "Type of Apprenticeship", "Hispanic", "Learning Mode",
              "Agency Code", "Ex Offender", "Comments", "Create Date", "Actual Begin Date",
              "Projected Begin Date", "Actual End Date", "Projected End Date",
              "Most recent Employment Date", "Staff Created", "Staff Edited"]
    rows = [["Services Provided (Individual)"], [NOTICE],
            [f"Region/LWDB: {REGION}", None, "Office: All"],
            ["Start Date: 01/01/2025   End Date: 01/31/2026"],
            [f"Report Run Time: {RUN_TIME}"], [], header]
    for number, activity in enumerate(board.activities, start=1):
        case = activity["case"]
        separator = " - " if number % 5 else "-"
        comment = "Client\u2019s bus pass,\nzone 2" if activity["code"] == "181" else None
        rows.append([
            case["user_id"], int(case["state_id"]), int(case["app_id"]), REGION, case["office"],
            case["office"], activity["code"] + separator + TITLES[activity["code"]], None,
            activity["onet"], activity["status"], "Title I - Workforce Development (WIOA)",
            activity["provider"], "No", None, None, "Classroom" if activity["onet"] else None,
            None, "No", comment, activity["created"], activity["begin"], activity["begin"],
            activity["end"], activity["projected_end"], None, activity["staff"],
            activity["staff"] if number % 9 == 0 else None])
        if number in (60, 120):  # where a page broke
            rows += [[], header]
    rows += [["Total", len(board.activities)], [], [f"Report generated {RUN_TIME} by a sample"],
             ["End of report"]]
    return rows


def grant_participants(board):
    header = [None, "Grant", "LWDB", "State ID", "App ID", "Responsible Office",
              "Participation Date", "Grant Enroll Date", "Last Grant Activity Date",
              "Projected Grant Activity End Date", "Exit Date", "Received Credential",
              "Entered Employment", "With Disability", "Career Services", "Edu / Train", "OJT",
              "Work Exp.", "Support Services", "Co-Enrolled", "AD", "DW", "Youth", "Elig. Vet",
              "Long Term Unempl."]
    rows = [[None, "Grant Enrollments - Grant Participants"], [None, NOTICE],
            [None, f"LWDB/Region: {REGION}", None, "Grant: All"],
            [None, "Date Range: 01/01/2025 - 01/31/2026"],
            [None, f"Report Run Time: {RUN_TIME}"], [], header]
    for number, case in enumerate(board.applications):
        grants = ["201 - Sample Adult Formula"]
        if number % 20 == 7:  # one row a grant: the same application twice
            grants.append("1194 - Sample Dislocated Worker NDWG")
        for grant in grants:
            rows.append([
                None, grant, 13, float(case["state_id"]), float(case["app_id"]), case["office"],
                case["start"], case["start"], case.get("last"), None, case["exit"], "N", "N", "N",
                "Y", "Y" if number % 2 else "N", "N", "N", "N", "N", "Y", "N", "N", "N", "N"])
        if number == 30:
            rows.append(header)
    rows += [[None, "Total", len(board.applications)], [],
             [None, f"Report generated {RUN_TIME} by a sample"], [None, "End of report"]]
    return rows


def case_notes(board):
    header = ["Userid", "State ID", "Individual", "Create Date", "Created By", "Contact Date",
              "Contact Type", "Last Edited By", "Last Edit Date", "Case Subject", "Case Notes"]
    rows = [["Case Management - Individual Case Notes"], [NOTICE],
            ["Program: All", None, f"Region/LWDB: {REGION}"], ["Office Location: All"],
            ["Assigned Case Manager: All"], ["Date Range: 01/01/2025 - 01/31/2026"],
            [f"Report Run Time: {RUN_TIME}"], [], header]
    for number, note in enumerate(board.notes, start=1):
        case = note["case"]
        edited = number % 11 == 0
        rows.append([
            case["user_id"], int(case["state_id"]), case["name"], note["created"], case["staff"],
            note["day"], note["kind"], case["staff"] if edited else None,
            note["created"] if edited else None, note["subject"], note["text"]])
        if number % 250 == 0:
            rows.append(header)
    rows += [["Total Case Notes:", len(board.notes)], [],
             [f"Report generated {RUN_TIME} by a sample"]]
    return rows


def closures(board):
    rows = [["Closures"], [NOTICE], [f"Run date: {RUN_TIME}"], [],
            ["App #", "State ID", "Closure Date", "Create Date",
             "Accountability Closure/Exit Status", "School Status at Exit",
             "Youth Placement at Exit", "Entered Employment", "Created By"]]
    for closure in board.closures:
        case = closure["case"]
        rows.append([int(case["app_id"]), int(case["state_id"]), closure["day"],
                     closure["created"], "Neither condition applies",
                     "Not attending school, H.S. Graduate", "N/A", "Yes", case["staff"]])
    return rows


def follow_ups(board):
    ordinals = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th"}
    rows = [["Follow-ups"], [NOTICE], [f"Run date: {RUN_TIME}"], [],
            ["App #", "State ID", "Follow Up Type", "Required By", "Date Complete", "Status",
             "Actual Date of Follow-Up", "Type of Contact", "Status at Follow-Up", "Create Date",
             "Created By"]]
    for follow_up in board.follow_ups:
        case, done = follow_up["case"], follow_up["done"]
        rows.append([int(case["app_id"]), int(case["state_id"]),
                     f"{ordinals[follow_up['quarter']]} Quarter After Exit", follow_up["due"], done,
                     "Completed" if done else "Required", done, "Phone" if done else None,
                     follow_up["status"] or None, done or follow_up["opened"], case["staff"]])
    return rows


def contact_attempts(board):
    rows = [["Follow-up contact attempts"], [NOTICE], [f"Run date: {RUN_TIME}"], [],
            ["App #", "Quarter", "Attempt Number", "Date", "Time", "Type Of Contact"]]
    for attempt in board.attempts:
        rows.append([int(attempt["case"]["app_id"]), attempt["quarter"], attempt["number"],
                     attempt["day"], "10:15 AM", "Phone"])
    return rows


# name: (rows, how Excel's "Save as CSV" left it: encoding, padded dates)
REPORTS = {
    "services-provided": (services_provided, "utf-8-sig", False),
    "grant-participants": (grant_participants, "cp1252", True),
    "case-notes": (case_notes, "cp1252", True),
    "closures": (closures, "utf-8", False),
    "follow-ups": (follow_ups, "utf-8", False),
    "contact-attempts": (contact_attempts, "utf-8", False),
}


def csv_cell(value, padded):
    if isinstance(value, datetime.date):
        return f"{value:%m/%d/%Y}" if padded else f"{value.month}/{value.day}/{value.year}"
    return "" if value is None else str(value)


def csv_bytes(rows, encoding, padded):
    width = max(len(row) for row in rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        cells = [csv_cell(value, padded) for value in row]
        writer.writerow(cells + [""] * (width - len(cells)))
    return out.getvalue().encode(encoding)


def write_workbook(path, name, rows):
    import openpyxl  # only here: the CSV files need nothing but Python itself

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    fixed = datetime.datetime(2026, 1, 31)
    book.properties.created = book.properties.modified = fixed
    book.properties.creator = "synthetic sample"
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row] if row else ():
            if isinstance(cell.value, datetime.date):
                cell.number_format = "m/d/yyyy"
    book.save(path)


def write(folder, with_workbooks=True):
    board = make_board()
    for name, (make_rows, encoding, padded) in REPORTS.items():
        rows = make_rows(board)
        (folder / "csv").mkdir(parents=True, exist_ok=True)
        (folder / "csv" / f"{name}.csv").write_bytes(csv_bytes(rows, encoding, padded))
        if with_workbooks:
            (folder / "xlsx").mkdir(parents=True, exist_ok=True)
            write_workbook(folder / "xlsx" / f"{name}.xlsx", name, rows)
    return board


if __name__ == "__main__":
    made = write(pathlib.Path(sys.argv[1]))
    print(f"{len(made.applications)} cases, {len(made.activities)} services, "
          f"{len(made.notes)} notes, {len(made.planned)} violations on purpose")
