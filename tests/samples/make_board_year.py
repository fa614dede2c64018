#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes samples/board: two years of an invented board, some 300 participants, in all the tables.

    make_board_year.py FOLDER KEY.csv

First every case is made so that it meets every obligation. Then violations are planted, each in a
case of its own; the planter says which findings must come of it (rule, status, record), from the
policy and not from the program. Those lines are the answer key. Everything is invented; one seed,
so that each run writes the same bytes.
"""
import csv
import datetime
import pathlib
import random
import sys

AS_OF = datetime.date(2026, 1, 31)
CASES = 300
DAY = datetime.timedelta(days=1)
HOLIDAYS = {datetime.date.fromisoformat(text) for text in (
    "2024-01-01 2024-01-15 2024-02-19 2024-05-27 2024-07-04 2024-09-02 2024-11-11 2024-11-28 "
    "2024-11-29 2024-12-25 2025-01-01 2025-01-20 2025-02-17 2025-03-31 2025-05-26 2025-07-04 "
    "2025-09-01 2025-11-11 2025-11-27 2025-11-28 2025-12-25 2026-01-01 2026-01-19").split()}
TITLES = {
    "001": "Planned Break in Service", "102": "Initial Assessment",
    "115": "Resume Preparation Assistance", "125": "Job Search and Placement Assistance",
    "181": "Supportive Service: Transportation Assistance", "200": "Individual Counseling",
    "202": "Career Guidance/Planning", "203": "Objective Assessment",
    "205": "Development of Individual Employment Plan (IEP)",
    "300": "Occupational Skills Training (Approved ETPL Provider)",
    "F01": "Referral to Community Resources", "F05": "Assistance Securing Better Paying Job",
}
SERVICES = ["115", "125", "200", "202"]
OFFICES = [("13 - Sample County", "North Office"), ("13 - Sample County", "South Office"),
           ("14 - Sample City", "Harbor Office")]
STAFF = [f"S{n}" for n in range(1, 9)]
LEFT, LEFT_ON = "S9", datetime.date(2024, 6, 28)
TALK = ["We met at the center and went through the next steps of the plan together today.",
        "The participant came in and we spoke about progress, attendance and the coming month.",
        "I spoke with the participant by phone; everything needed for this service was given."]

COLUMNS = {
    "participants": "state_id user_id last_name first_name ssn birth_date",
    "applications": "app_id state_id program region office agency_code case_manager "
                    "application_date eligibility_date participation_date closure_date exit_date "
                    "exit_reason created_on created_by",
    "activities": "activity_id app_id state_id code title region office provider "
                  "occupational_training_code projected_begin actual_begin projected_end "
                  "actual_end completion_code created_on created_by",
    "case_notes": "note_id app_id state_id activity_id contact_date created_on contact_type "
                  "subject description program office created_by",
    "closures": "closure_id app_id closure_date created_on closure_status school_status "
                "youth_placement entered_employment created_by",
    "follow_ups": "follow_up_id app_id follow_up_type quarter required_by completed_on status "
                  "actual_date contact_type worked_in_quarter education_in_quarter "
                  "youth_placement status_at_follow_up agency_code region office created_on "
                  "created_by",
    "contact_attempts": "app_id quarter attempt_number contact_date time_of_day contact_type",
    "employments": "app_id quarter employer_name naics_code occupation_code job_title "
                   "hours_per_week hourly_wage job_start job_end",
    "credentials": "credential_id app_id credential received_on activity_id activity_code "
                   "created_on created_by",
    "skill_gains": "skill_gain_id app_id gain_type achieved_on created_on created_by",
    "assessments": "assessment_id app_id state_id assessment_type assessed_on "
                   "categories_completed created_on created_by",
    "plans": "plan_id state_id region office status started_on closed_on applicant_signed_on "
             "staff_signed_on created_on created_by",
    "plan_goals": "goal_id plan_id program goal_type term established_on estimated_completion "
                  "completed_on status",
    "plan_objectives": "objective_id goal_id objective established_on review_on completed_on "
                       "status",
    "plan_services": "plan_id activity_id service code begin_on end_on",
    "staff": "staff_id name status deactivated_on",
    "approvals": "approval_id kind app_id activity_id record_id requested_by requested_on "
                 "approved_by approved_on",
}
KEYS = {"participants": "state_id", "applications": "app_id", "activities": "activity_id",
        "case_notes": "note_id", "closures": "closure_id", "follow_ups": "follow_up_id",
        "credentials": "credential_id", "skill_gains": "skill_gain_id",
        "assessments": "assessment_id", "plans": "plan_id", "plan_goals": "goal_id",
        "plan_objectives": "objective_id"}


def is_business(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def business(day, count=0):
    """The count-th business day after `day`; with 0 the day itself, or the next business day."""
    while count == 0 and not is_business(day):
        day += DAY
    while count > 0:
        day += DAY
        count -= is_business(day)
    return day


def quarter_end(day, later):
    """Last day of the quarter that is `later` quarters after that of `day`."""
    month = day.year * 12 + (day.month - 1) // 3 * 3 + 3 * (later + 1)
    return datetime.date(month // 12, month % 12 + 1, 1) - DAY


class Case:
    """One participant with one application, and the records that belong to it."""

    def __init__(self, board, number, kind):
        self.board, self.kind = board, kind
        self.random = random.Random(number * 7919 + 34)
        self.state, self.app = str(100000 + number), str(2200000 + number)
        self.region, self.office = OFFICES[number % len(OFFICES)]
        self.staff = STAFF[number % len(STAFF)]
        self.rows = {table: [] for table in COLUMNS}
        self.services = []

    def add(self, table, **cells):
        if table in KEYS and KEYS[table] not in cells:
            cells[KEYS[table]] = self.board.key(table)
        self.rows[table].append(cells)
        return cells

    def remove(self, table, row):
        self.rows[table] = [other for other in self.rows[table] if other is not row]

    def only(self, table):
        return self.rows[table][0]

    def entered(self, day):
        return min(business(day, self.random.randint(0, 3)) if is_business(day)
                   else business(day), AS_OF)

    def note(self, day, subject, activity=None, text=None):
        return self.add("case_notes", app_id=self.app, state_id=self.state,
                        activity_id=activity["activity_id"] if activity else "",
                        contact_date=day, created_on=self.entered(day),
                        contact_type=self.random.choice(["Phone", "In Person", "Email"]),
                        subject=subject, description=text or self.random.choice(TALK),
                        program="WIOA Program", office=self.office, created_by=self.staff)

    def service(self, code, day, until=None, projected=None, note=True):
        """An activity with its note; over the same day unless told otherwise."""
        open_ended = until == "open"
        end = "" if open_ended else until or day
        row = self.add("activities", app_id=self.app, state_id=self.state, code=code,
                       title=TITLES[code], region=self.region, office=self.office,
                       provider="" if code == "001" else "Sample Training College"
                       if code == "300" else "Sample Career Center",
                       occupational_training_code="43-9061.00" if code == "300" else "",
                       projected_begin=day, actual_begin=day, projected_end=projected or end,
                       actual_end=end, completion_code="" if open_ended
                       else "Successful Completion", created_on=self.entered(day),
                       created_by=self.staff)
        row["note"] = self.note(day, f"{code} - {TITLES[code]}", row) if note else None
        return row

    def note_of(self, activity):
        return activity["note"]


class Board:
    def __init__(self):
        self.numbers = {}
        self.random = random.Random(3419)
        self.answers = []
        self.cases = []
        for number in range(1, CASES + 1):
            kind = ("exited", "open", "exited", "closed", "open", "break")[number % 6]
            self.cases.append(self.make(number, kind))

    def key(self, table):
        self.numbers[table] = self.numbers.get(table, 0) + 1
        return f"{table[0].upper()}{table[-2].upper()}-{self.numbers[table]:05d}"

    def make(self, number, kind):
        case = Case(self, number, kind)
        pick = case.random
        if kind == "exited":
            case.start = business(datetime.date(2024, 2, 1) + pick.randint(0, 180) * DAY)
            last = case.start + pick.randint(90, 330) * DAY
        elif kind == "closed":
            case.start = business(datetime.date(2025, 3, 3) + pick.randint(0, 120) * DAY)
            last = AS_OF - pick.randint(40, 70) * DAY
        else:
            latest = 290 if kind == "open" else 220
            case.start = business(datetime.date(2025, 2, 3) + pick.randint(0, latest) * DAY)
            last = AS_OF - (4 if kind == "open" else 65) * DAY
        self.intake(case)
        self.serve(case, last)
        {"exited": self.exit, "closed": self.close, "open": self.train,
         "break": self.pause}[kind](case)
        return case

    def intake(self, case):
        pick, start, first = case.random, case.start, case.start - 2 * DAY
        birth = datetime.date(1965, 1, 1) + pick.randint(0, 14000) * DAY
        pseudo = int(case.state) % 10 == 0
        digits = f"975{birth:%d%m%y}" if pseudo else f"9{pick.randint(0, 69999999):08d}"
        case.add("participants", state_id=case.state, user_id=str(int(case.state) - 70000),
                 last_name=f"Sample{case.state}", first_name=pick.choice(["Ana", "Bo", "Cy", "Di"]),
                 ssn=f"{digits[:3]}-{digits[3:5]}-{digits[5:]}", birth_date=birth)
        case.add("applications", app_id=case.app, state_id=case.state, program="WIOA Program",
                 region=case.region, office=case.office, agency_code="AG-01",
                 case_manager=f"Manager {case.staff}", application_date=first,
                 eligibility_date=first, participation_date=start, closure_date="", exit_date="",
                 exit_reason="", created_on=start, created_by=case.staff)
        assessed, planned = case.service("203", start), case.service("205", start)
        case.add("assessments", app_id=case.app, state_id=case.state, assessment_type="objective",
                 assessed_on=start, categories_completed=12, created_on=case.entered(start),
                 created_by=case.staff)
        plan = self.plan(case, start)
        for service in (assessed, planned):
            case.add("plan_services", plan_id=plan["plan_id"], activity_id=service["activity_id"],
                     service=service["title"], code=service["code"], begin_on=start, end_on=start)

    def plan(self, case, start):
        plan = case.add("plans", state_id=case.state, region=case.region, office=case.office,
                        status="Open", started_on=start, closed_on="",
                        applicant_signed_on=business(start), staff_signed_on=business(start, 2),
                        created_on=case.entered(start), created_by=case.staff)
        goal = case.add("plan_goals", plan_id=plan["plan_id"], program="WIOA Program",
                        goal_type="Employment", term="Long Term", established_on=start,
                        estimated_completion=start + 180 * DAY, completed_on="", status="Open")
        case.add("plan_objectives", goal_id=goal["goal_id"], objective="Find steady work",
                 established_on=start, review_on=start + 60 * DAY, completed_on="", status="Open")
        return plan

    def serve(self, case, last):
        """A service every two to three weeks, so that no note is ever 30 days away."""
        day = case.start
        while True:
            day = business(day + case.random.randint(14, 20) * DAY)
            if day > last:
                break
            case.services.append(case.service(case.random.choice(SERVICES), day))
        case.last = case.services[-1]["actual_end"]

    def end_plan(self, case, day):
        for table, column in (("plans", "closed_on"), ("plan_goals", "completed_on"),
                              ("plan_objectives", "completed_on")):
            case.only(table).update({column: day, "status": "Closed"})

    def close(self, case):
        """The closure form; CalJOBS has not exited the participant yet."""
        day = business(case.last + case.random.randint(3, 15) * DAY)
        case.employed = int(case.state) // 6 % 3 != 0
        case.only("applications")["closure_date"] = day
        case.add("closures", app_id=case.app, closure_date=day, created_on=case.entered(day),
                 closure_status="Neither condition applies",
                 school_status="Not attending school, High School Graduate",
                 youth_placement="N/A", entered_employment="Yes" if case.employed else "No",
                 created_by=case.staff)
        if case.employed:
            self.employ(case, "")
        self.end_plan(case, day)

    def employ(self, case, quarter, **cells):
        case.add("employments", **{**dict(
            app_id=case.app, quarter=quarter, employer_name="Sample Works", naics_code="561320",
            occupation_code="43-9061.00", job_title="Clerk", hours_per_week=40, hourly_wage="21.50",
            job_start=case.last + 2 * DAY, job_end=""), **cells})

    def exit(self, case):
        self.close(case)
        case.only("applications").update(exit_date=case.last, exit_reason="Soft Exit")
        follow = business(case.last + case.random.randint(100, 150) * DAY)
        case.follow = case.service("F01", follow) if follow < AS_OF - 7 * DAY else None
        for quarter in (1, 2, 3, 4):
            due = quarter_end(case.last, quarter)
            done = business(due - case.random.randint(20, 45) * DAY) if due <= AS_OF else ""
            row = case.add("follow_ups", app_id=case.app, quarter=quarter, required_by=due,
                           follow_up_type=f"Quarter {quarter} After Exit", completed_on=done,
                           status="Completed" if done else "Required", actual_date=done,
                           contact_type="Phone" if done else "",
                           worked_in_quarter=("Yes" if case.employed else "No") if done else "",
                           education_in_quarter="N/A", youth_placement="N/A",
                           status_at_follow_up="" if case.employed or not done else "Unemployed",
                           agency_code="AG-01", region=case.region, office=case.office,
                           created_on=case.entered(done) if done else business(case.last, 62),
                           created_by=case.staff)
            if done and not case.employed and quarter == 2 and int(case.state) // 18 % 2:
                self.not_found(case, row, 3)

    def not_found(self, case, row, attempts):
        row["status_at_follow_up"] = "Cannot Locate"
        for attempt in range(attempts):
            case.add("contact_attempts", app_id=case.app, quarter=row["quarter"],
                     attempt_number=attempt + 1, contact_date=row["completed_on"] - attempt * 3 * DAY,
                     time_of_day="10:15 AM", contact_type="Phone")

    def train(self, case):
        """An open case: training goes on beyond the as-of date."""
        begin = business(case.start + 10 * DAY)
        case.training = case.service("300", begin, "open", AS_OF + 60 * DAY)
        gained = business(begin + 40 * DAY)
        case.add("credentials", app_id=case.app, credential="Occupational Certificate",
                 received_on=gained, activity_id=case.training["activity_id"],
                 activity_code="300", created_on=case.entered(gained), created_by=case.staff)
        case.add("skill_gains", app_id=case.app, gain_type="Training Milestone",
                 achieved_on=gained, created_on=case.entered(gained), created_by=case.staff)

    def pause(self, case):
        """A planned break: approved, explained, with a service to come."""
        begin = business(case.last + 5 * DAY)
        text = "The participant cares for a relative until spring; we agreed to pause and resume."
        case.pause = case.service("001", begin, "open", AS_OF + 30 * DAY)
        case.note_of(case.pause)["description"] = text
        case.add("approvals", approval_id=f"AP-{case.app}", kind="planned_break", app_id=case.app,
                 activity_id=case.pause["activity_id"], record_id="", requested_by=case.staff,
                 requested_on=begin, approved_by="Supervisor", approved_on=business(begin, 2))
        case.future = case.service("300", AS_OF + 31 * DAY, "open", AS_OF + 90 * DAY, note=False)
        case.future.update(actual_begin="", created_on=business(begin))
        day = begin
        while day + 20 * DAY < AS_OF - 4 * DAY:
            day = business(day + 20 * DAY)
            case.note(day, "Check-in during the break")

    # The answer key: what must be found, said by those who planted it.

    def answer(self, case, rule, status, table, row):
        key = row.get(KEYS.get(table, ""), "")
        app = "" if table in ("participants", "plans", "plan_goals", "plan_objectives") else case.app
        self.answers.append((rule, status, case.state, app, table, key))


def write(folder, key):
    import board_violations

    board = Board()
    board_violations.plant(board)
    folder.mkdir(parents=True, exist_ok=True)
    staff = [dict(staff_id=s, name=f"Staff {s}", status="Active", deactivated_on="") for s in STAFF]
    staff.append(dict(staff_id=LEFT, name="Staff S9", status="Inactive", deactivated_on=LEFT_ON))
    for table, columns in COLUMNS.items():
        rows = staff if table == "staff" else [r for c in board.cases for r in c.rows[table]]
        names = columns.split()
        with open(folder / f"{table.replace('_', '-')}.csv", "w", encoding="utf-8",
                  newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(names)
            out.writerows([row.get(name, "") for name in names] for row in rows)
    with open(key, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["rule", "status", "participant", "application", "table", "key"])
        out.writerows(sorted(board.answers))
    return board


if __name__ == "__main__":
    made = write(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print(f"{len(made.cases)} cases, {len(made.answers)} findings planted")
