# SPDX-License-Identifier: MIT
"""The violations that make_board_year.py plants, each in a case of its own.

A planter is a function named after what is wrong. It takes the board and a case that is without
fault so far, spoils it, and says each finding that must come of it, as the policy has it: what
happened too late is late, what has not happened is overdue, what does not hold is failed. Its
decorator says which kinds of case it fits, in how many it is done, and what the case must have.
"""
import datetime

from make_board_year import AS_OF, DAY, LEFT, TITLES, business

PLANTERS = []


def planter(kinds, times, fits=lambda case: True):
    def note(function):
        PLANTERS.append((function, set(kinds.split()), times, fits))
        return function
    return note


def middle(case):
    """A service well inside the case: neither the first nor the last."""
    return case.services[len(case.services) // 2]


def has_middle(case):
    return len(case.services) >= 4 and middle(case)["actual_begin"] < AS_OF - 140 * DAY


ANY = "open exited closed break"


@planter("open exited", 6, has_middle)
def activity_entered_late(board, case):
    row = middle(case)
    row["created_on"] = business(row["actual_begin"], 6 + case.random.randint(0, 8))
    board.answer(case, "entry.activity", "late", "activities", row)


@planter("open exited", 5, has_middle)
def note_entered_late(board, case):
    row, note = middle(case), middle(case)["note"]
    note["created_on"] = business(row["actual_begin"], 6 + case.random.randint(0, 8))
    board.answer(case, "entry.case-note", "late", "case_notes", note)
    board.answer(case, "note.for-activity", "late", "activities", row)


def late_entry(rule, table, day):
    def plant_it(board, case):
        row = case.only(table)
        row["created_on"] = business(row[day], 6 + case.random.randint(0, 5))
        board.answer(case, rule, "late", table, row)
    return plant_it


for _rule, _table, _day, _kinds in (
        ("entry.application", "applications", "application_date", ANY),
        ("entry.assessment", "assessments", "assessed_on", ANY),
        ("entry.plan", "plans", "started_on", ANY),
        ("entry.closure", "closures", "closure_date", "exited closed"),
        ("entry.credential", "credentials", "received_on", "open"),
        ("entry.skill-gain", "skill_gains", "achieved_on", "open"),
        ("entry.follow-up", "follow_ups", "actual_date", "exited")):
    planter(_kinds, 2, lambda case: case.start < AS_OF - 120 * DAY and
            (case.kind != "closed" or case.last < AS_OF - 55 * DAY))(
        late_entry(_rule, _table, _day))


@planter("open exited", 3, has_middle)
def activity_backdated_without_approval(board, case):
    row = middle(case)
    row["created_on"] = row["actual_begin"] + 31 * DAY + case.random.randint(0, 59) * DAY
    board.answer(case, "entry.activity", "late", "activities", row)
    board.answer(case, "backdate.approval.activity", "failed", "activities", row)


@planter("open exited", 2, has_middle)
def activity_backdated_with_approval(board, case):
    row = middle(case)
    row["created_on"] = row["actual_begin"] + 45 * DAY
    case.add("approvals", approval_id=f"AP-{case.app}", kind="backdate", app_id=case.app,
             activity_id=row["activity_id"], record_id="", requested_by=case.staff,
             requested_on=row["actual_begin"] + 38 * DAY, approved_by="Director",
             approved_on=row["actual_begin"] + 43 * DAY)
    board.answer(case, "entry.activity", "late", "activities", row)


@planter("open exited", 2, has_middle)
def note_backdated_without_approval(board, case):
    row, note = middle(case), middle(case)["note"]
    note["created_on"] = note["contact_date"] + 31 * DAY
    board.answer(case, "entry.case-note", "late", "case_notes", note)
    board.answer(case, "note.for-activity", "late", "activities", row)
    board.answer(case, "backdate.approval.case-note", "failed", "case_notes", note)


@planter("open exited", 2, has_middle)
def activity_backdated_too_far(board, case):
    row = middle(case)
    row["created_on"] = row["actual_begin"] + 91 * DAY
    board.answer(case, "entry.activity", "late", "activities", row)
    board.answer(case, "backdate.limit.activity", "failed", "activities", row)


@planter("open exited", 2, has_middle)
def note_backdated_too_far(board, case):
    row, note = middle(case), middle(case)["note"]
    note["created_on"] = note["contact_date"] + 120 * DAY
    board.answer(case, "entry.case-note", "late", "case_notes", note)
    board.answer(case, "note.for-activity", "late", "activities", row)
    board.answer(case, "backdate.limit.case-note", "failed", "case_notes", note)


@planter(ANY, 5, has_middle)
def attempt_entered_as_activity(board, case):
    row = middle(case)
    row["note"].update(contact_type="Voicemail", description=(
        "Left a message about the workshop next week and asked the participant to call."))
    board.answer(case, "activity.reciprocal", "failed", "activities", row)


@planter(ANY, 4, has_middle)
def activity_without_note(board, case):
    row = case.service("202", business(middle(case)["actual_begin"] + 3 * DAY), note=False)
    board.answer(case, "note.for-activity", "overdue", "activities", row)


@planter(ANY, 3, has_middle)
def subject_without_title(board, case):
    note = middle(case)["note"]
    note["subject"] = f"{middle(case)['code']} progress"
    board.answer(case, "note.subject", "failed", "case_notes", note)


@planter(ANY, 3, has_middle)
def note_of_another_day(board, case):
    note = middle(case)["note"]
    note["contact_date"] -= DAY
    note["created_on"] = note["contact_date"]
    board.answer(case, "note.contact-date", "failed", "case_notes", note)


@planter("open exited", 5, has_middle)
def silence_of_a_month(board, case):
    """Services and notes are taken out until two neighbours are more than 30 days apart."""
    at = len(case.services) // 2
    before = case.services[at - 1]["actual_begin"]
    while case.services[at]["actual_begin"] <= before + 30 * DAY:
        gone = case.services.pop(at)
        case.remove("activities", gone)
        case.remove("case_notes", gone["note"])
    board.answer(case, "note.every-30-days", "late", "applications", case.only("applications"))


@planter("open", 4, lambda case: len(case.services) >= 4)
def silence_until_today(board, case):
    while case.services[-1]["actual_begin"] + 30 * DAY >= AS_OF:
        gone = case.services.pop()
        case.remove("activities", gone)
        case.remove("case_notes", gone["note"])
    board.answer(case, "note.every-30-days", "overdue", "applications", case.only("applications"))


@planter(ANY, 3, has_middle)
def opinion_in_a_note(board, case):
    note = middle(case)["note"]
    note["description"] = "We spoke about the job offer and I think the participant will accept it."
    board.answer(case, "note.language", "failed", "case_notes", note)


@planter(ANY, 3, has_middle)
def note_of_four_words(board, case):
    note = middle(case)["note"]
    note["description"] = "Met, gave the service."
    board.answer(case, "note.detail", "failed", "case_notes", note)


@planter(ANY, 3, has_middle)
def unknown_acronym(board, case):
    note = middle(case)["note"]
    note["description"] = "We met about the QZX form and agreed on what is still to be done there."
    board.answer(case, "note.acronyms", "failed", "case_notes", note)


@planter("exited", 3)
def no_closure(board, case):
    application = case.only("applications")
    application["closure_date"] = ""
    case.remove("closures", case.only("closures"))
    board.answer(case, "exit.closure-before-soft-exit", "overdue", "applications", application)


@planter("exited", 3, lambda case: case.last < AS_OF - 140 * DAY)
def closure_after_the_soft_exit(board, case):
    day = business(case.last + 92 * DAY)
    case.only("applications")["closure_date"] = day
    case.only("closures").update(closure_date=day, created_on=day)
    board.answer(case, "exit.closure-before-soft-exit", "late", "applications",
                 case.only("applications"))


@planter("break", 2)
def break_too_long(board, case):
    case.pause["projected_end"] = case.last + 181 * DAY
    board.answer(case, "break.length", "failed", "activities", case.pause)


@planter("break", 2)
def break_not_approved(board, case):
    case.remove("approvals", case.only("approvals"))
    board.answer(case, "break.approval", "overdue", "activities", case.pause)


@planter("break", 2)
def break_approved_late(board, case):
    case.only("approvals")["approved_on"] = business(case.pause["actual_begin"], 8)
    board.answer(case, "break.approval", "late", "activities", case.pause)


@planter("break", 2)
def break_not_explained(board, case):
    note = case.pause["note"]
    note["description"] = "Agreed to pause."
    board.answer(case, "break.note", "failed", "activities", case.pause)
    board.answer(case, "note.detail", "failed", "case_notes", note)


@planter("break", 2)
def break_without_future_service(board, case):
    case.remove("activities", case.future)
    board.answer(case, "break.future-service", "failed", "activities", case.pause)


@planter("exited closed", 3)
def closure_form_with_a_gap(board, case):
    case.only("closures")["school_status"] = ""
    board.answer(case, "closure.complete", "failed", "closures", case.only("closures"))


@planter("exited", 3)
def follow_up_form_with_a_gap(board, case):
    row = case.only("follow_ups")
    row["contact_type"] = ""
    board.answer(case, "follow-up.complete", "failed", "follow_ups", row)


@planter("exited", 3)
def follow_up_late(board, case):
    row = case.only("follow_ups")
    day = business(row["required_by"], 5)
    row.update(completed_on=day, actual_date=day, created_on=day)
    board.answer(case, "follow-up.quarterly", "late", "follow_ups", row)


@planter("exited", 4)
def follow_up_not_done(board, case):
    row = case.only("follow_ups")
    row.update(completed_on="", actual_date="", status="Required", contact_type="",
               worked_in_quarter="", status_at_follow_up="")
    board.answer(case, "follow-up.quarterly", "overdue", "follow_ups", row)


@planter("exited", 2)
def only_three_follow_ups(board, case):
    case.remove("follow_ups", case.rows["follow_ups"][3])
    board.answer(case, "follow-up.four-quarters", "failed", "applications",
                 case.only("applications"))


@planter("exited", 2, lambda case: case.last + 365 * DAY <= AS_OF and case.follow)
def no_follow_up_service(board, case):
    case.remove("activities", case.follow)
    case.remove("case_notes", case.follow["note"])
    board.answer(case, "follow-up.service", "failed", "applications", case.only("applications"))


@planter("exited", 4, lambda case: not case.employed and not case.rows["contact_attempts"])
def two_attempts_only(board, case):
    row = case.only("follow_ups")
    board.not_found(case, row, 2)
    board.answer(case, "follow-up.three-attempts", "failed", "follow_ups", row)


@planter("exited", 2)
def no_agency_code(board, case):
    row = case.only("follow_ups")
    row["agency_code"] = ""
    board.answer(case, "follow-up.agency-code", "failed", "follow_ups", row)
    board.answer(case, "follow-up.complete", "failed", "follow_ups", row)


@planter("exited", 2, lambda case: not case.employed)
def no_status_at_follow_up(board, case):
    row = case.only("follow_ups")
    row["status_at_follow_up"] = ""
    board.answer(case, "follow-up.status-required", "failed", "follow_ups", row)


@planter("exited", 2, lambda case: case.employed)
def work_left_out(board, case):
    row = case.only("follow_ups")
    row.update(worked_in_quarter="No", status_at_follow_up="Unemployed")
    board.answer(case, "follow-up.worked", "failed", "follow_ups", row)


@planter("exited", 2)
def completed_but_not_marked(board, case):
    row = case.only("follow_ups")
    row["status"] = "Required"
    board.answer(case, "follow-up.completed", "failed", "follow_ups", row)


@planter("exited", 2, lambda case: case.employed)
def employer_without_industry(board, case):
    board.employ(case, 2, naics_code="", job_start=case.last + 40 * DAY)
    # Employments have no key of their own: the application's and the quarter's make it.
    board.answers.append(("follow-up.employer", "failed", case.state, case.app, "employments",
                          f"{case.app}-2"))


@planter("exited closed", 2, lambda case: case.employed)
def employment_without_wage(board, case):
    case.only("employments")["hourly_wage"] = ""
    board.answer(case, "closure.employer", "failed", "closures", case.only("closures"))


@planter(ANY, 2)
def wrong_pseudo_number(board, case):
    row = case.only("participants")
    row["ssn"] = "975-00-0000"
    board.answer(case, "ssn.pseudo", "failed", "participants", row)


@planter(ANY, 2)
def short_number(board, case):
    row = case.only("participants")
    row["ssn"] = "900-12-345"
    board.answer(case, "ssn.shape", "failed", "participants", row)


@planter(ANY, 2, has_middle)
def activity_under_a_closed_account(board, case):
    middle(case)["created_by"] = LEFT
    if middle(case)["created_on"] > datetime.date(2024, 6, 28):
        board.answer(case, "staff.inactive.activity", "failed", "activities", middle(case))


@planter(ANY, 2, has_middle)
def note_under_a_closed_account(board, case):
    note = middle(case)["note"]
    note["created_by"] = LEFT
    if note["created_on"] > datetime.date(2024, 6, 28):
        board.answer(case, "staff.inactive.case-note", "failed", "case_notes", note)


@planter(ANY, 2)
def application_without_region(board, case):
    case.only("applications")["region"] = ""
    board.answer(case, "application.fields", "failed", "applications", case.only("applications"))


@planter("open break", 2)
def nobody_in_charge(board, case):
    row = case.only("applications")
    row["case_manager"] = ""
    board.answer(case, "application.fields", "failed", "applications", row)
    board.answer(case, "case.manager", "failed", "applications", row)


@planter(ANY, 2)
def participation_before_eligibility(board, case):
    row = case.only("applications")
    row["eligibility_date"] = case.start + 2 * DAY
    board.answer(case, "participation.eligible", "failed", "applications", row)


@planter(ANY, 2)
def participation_before_the_first_service(board, case):
    row = case.only("applications")
    row["participation_date"] = case.start - DAY
    board.answer(case, "participation.first-service", "failed", "applications", row)


@planter("open", 2)
def participation_to_come(board, case):
    """An application without a service, with a participation date that is not yet."""
    row = case.only("applications")
    for table in list(case.rows):
        if table not in ("participants", "applications"):
            case.rows[table] = []
    row["participation_date"] = AS_OF + 5 * DAY
    board.answer(case, "participation.future", "failed", "applications", row)


@planter("open", 3)
def projected_and_forgotten(board, case):
    day = business(AS_OF - 30 * DAY)
    row = case.service("125", day, "open", day + 90 * DAY, note=False)
    row.update(actual_begin="")
    board.answer(case, "activity.actual-begin", "overdue", "activities", row)


@planter("open", 3)
def open_past_its_projected_end(board, case):
    case.training["projected_end"] = AS_OF - 10 * DAY
    board.answer(case, "activity.close", "overdue", "activities", case.training)


@planter(ANY, 2, has_middle)
def closed_after_its_projected_end(board, case):
    middle(case)["actual_end"] += 3 * DAY
    board.answer(case, "activity.close", "late", "activities", middle(case))


@planter(ANY, 3, has_middle)
def no_completion_code(board, case):
    middle(case)["completion_code"] = ""
    board.answer(case, "activity.close-pair", "failed", "activities", middle(case))


@planter(ANY, 2, has_middle)
def ended_before_it_began(board, case):
    middle(case)["actual_end"] -= DAY
    board.answer(case, "activity.order", "failed", "activities", middle(case))


@planter(ANY, 3, has_middle)
def no_provider(board, case):
    middle(case)["provider"] = ""
    board.answer(case, "activity.provider", "failed", "activities", middle(case))


@planter("open", 2)
def no_training_code(board, case):
    case.training["occupational_training_code"] = ""
    board.answer(case, "activity.training-code", "failed", "activities", case.training)


@planter("open", 2)
def second_open_plan(board, case):
    plan = board.plan(case, business(case.start + 30 * DAY))
    case.add("plan_services", plan_id=plan["plan_id"], activity_id=case.training["activity_id"],
             service=TITLES["300"], code="300", begin_on=case.training["actual_begin"], end_on="")
    board.answer(case, "plan.one-open", "failed", "participants", case.only("participants"))


@planter("exited", 2)
def objective_left_open(board, case):
    row = case.only("plan_objectives")
    row.update(completed_on="", status="Open")
    board.answer(case, "plan.close-order.objective", "failed", "plan_objectives", row)


@planter("exited", 2)
def goal_left_open(board, case):
    case.only("plan_objectives").update(completed_on="", status="Open")
    row = case.only("plan_goals")
    row.update(completed_on="", status="Open")
    board.answer(case, "plan.close-order.goal", "failed", "plan_goals", row)
    board.answer(case, "plan.open-goal", "failed", "plan_goals", row)


def planning(case):
    return next(row for row in case.rows["activities"] if row["code"] == "205")


@planter("open exited", 2)
def plan_without_its_activity(board, case):
    row = planning(case)
    case.remove("activities", row)
    case.remove("case_notes", row["note"])
    case.rows["plan_services"] = case.rows["plan_services"][:1]
    board.answer(case, "plan.activity-205", "failed", "applications", case.only("applications"))
    board.answer(case, "plan.activity-205-first", "failed", "plans", case.only("plans"))


@planter(ANY, 2)
def plan_activity_of_two_days(board, case):
    row = planning(case)
    row["projected_end"] += DAY
    board.answer(case, "plan.activity-205-dates", "failed", "activities", row)


@planter(ANY, 2)
def assessment_not_finished(board, case):
    row = case.only("assessments")
    row["categories_completed"] = 11
    board.answer(case, "plan.assessment-complete", "failed", "assessments", row)


@planter(ANY, 2)
def assessment_after_the_plan(board, case):
    row = case.only("assessments")
    row["assessed_on"] = row["created_on"] = business(case.start, 7)
    board.answer(case, "plan.assessment-first", "failed", "plans", case.only("plans"))


@planter(ANY, 2)
def plan_without_services(board, case):
    case.rows["plan_services"] = []
    board.answer(case, "plan.parts", "failed", "plans", case.only("plans"))


@planter(ANY, 2)
def plan_not_signed(board, case):
    case.only("plans")["staff_signed_on"] = ""
    board.answer(case, "plan.signed", "overdue", "plans", case.only("plans"))


@planter(ANY, 2)
def plan_signed_late(board, case):
    case.only("plans")["applicant_signed_on"] = business(case.start, 6)
    board.answer(case, "plan.signed", "late", "plans", case.only("plans"))


@planter("exited", 2, has_middle)
def closed_with_an_open_activity(board, case):
    case.service("200", business(middle(case)["actual_begin"] + 2 * DAY), "open",
                 case.last + 30 * DAY)
    board.answer(case, "closure.activities-open", "failed", "closures", case.only("closures"))


@planter("exited", 2)
def exit_a_day_late(board, case):
    row = case.only("applications")
    row["exit_date"] = case.last + DAY
    board.answer(case, "exit.date", "failed", "applications", row)


@planter("exited", 2)
def unknown_exit_reason(board, case):
    row = case.only("applications")
    row["exit_reason"] = "Moved Away"
    board.answer(case, "exit.reason", "failed", "applications", row)


@planter("open", 2)
def credential_of_no_activity(board, case):
    case.only("credentials").update(activity_id="", activity_code="")
    board.answer(case, "credential.activity", "failed", "credentials", case.only("credentials"))


@planter("open", 2)
def credential_without_a_date(board, case):
    case.only("credentials")["received_on"] = ""
    board.answer(case, "credential.received", "failed", "credentials", case.only("credentials"))


@planter("open", 2, has_middle)
def follow_up_code_in_an_open_case(board, case):
    row = case.service("F05", business(middle(case)["actual_begin"] + 2 * DAY))
    board.answer(case, "follow-up.code-too-early", "failed", "activities", row)


@planter("exited", 3)
def support_after_exit(board, case):
    row = case.service("181", business(case.last + 20 * DAY))
    board.answer(case, "exit.follow-up-only", "failed", "activities", row)


def plant(board):
    """Each planter takes the next cases that fit and that nobody has spoilt."""
    free = list(board.cases)
    board.random.shuffle(free)
    for function, kinds, times, fits in PLANTERS:
        for _ in range(times):
            case = next((c for c in free if c.kind in kinds and fits(c)), None)
            if case is None:
                raise SystemExit(f"no case is left for {function.__name__}")
            free.remove(case)
            function(board, case)
