#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The commands about rules, as an administrator uses them.

    rules_test.py PROGRAM RULES-FOLDER CLAIM       each claim is a function below
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
RULES = pathlib.Path(sys.argv[2]).resolve()

ACTIVITIES = """State ID,App ID,Activity Code,Actual Begin Date,Provider,Create Date,Amount Paid
100,7,300,01/05/2026,,01/05/2026,5001
101,8,300,01/05/2026,College,01/05/2026,5001
102,9,300,01/05/2026,,01/05/2026,5000
103,10,102,01/05/2026,,01/05/2026,9000
"""


def run(folder, *arguments, code=0, rules=RULES):
    done = subprocess.run([PROGRAM, *map(str, arguments), "--rules-folder", rules], cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != code:
        sys.exit(f"{arguments}: exit code {done.returncode} instead of {code}\n"
                 f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout + done.stderr


def expect(text, *parts):
    for part in parts:
        if part not in text:
            sys.exit(f"'{part}' is not in:\n{text[-3000:]}")


def docs_fresh(folder):
    """rules/README.md is what `rules docs` writes today, wherever it is run."""
    (folder / "caljobs-audit.toml").write_text('extends = "five"\n')
    made = run(folder, "rules", "docs")
    kept = (RULES / "README.md").read_text(encoding="utf-8")
    if made != kept:
        line = next((i for i, (a, b) in enumerate(zip(made.splitlines(), kept.splitlines()), 1)
                     if a != b), 0)
        sys.exit(f"rules/README.md is stale from line {line} on; write it anew with\n"
                 "  caljobs-audit rules docs --rules-folder rules > rules/README.md")
    for rule in re.findall(r"^id\s*=\s*\"([^\"]+)\"", "".join(
            p.read_text(encoding="utf-8") for p in sorted((RULES / "packs").glob("*.toml"))), re.M):
        expect(made, f"### `{rule}`")
    anchors = {re.sub(r"[^a-z0-9_ -]", "", h.lower()).replace(" ", "-")
               for h in re.findall(r"^#+ (.*)$", made, re.M)}
    for target in re.findall(r"\]\(#([^)]*)\)", made):
        if target not in anchors:
            sys.exit(f"a link leads nowhere: #{target}")


def docs_own(folder):
    """A board's own rules, with the limits of its own profile."""
    run(folder, "init")
    page = run(folder, "rules", "docs", "--config", "caljobs-audit.toml", "--only", "my.*")
    expect(page, "### `my.costly-training`", "`limit` = `5000`", "### `my.monthly-service`")
    if "### `entry.activity`" in page:
        sys.exit("--only did not leave out the other rules")
    page = run(folder, "rules", "docs", "--config", "caljobs-audit.toml")
    expect(page, "`limit` = `5 days` (the rule's own: `5 business days`)", "not enabled in this profile")


def guide(folder):
    """What the guide tells an administrator to do works as it stands."""
    text = (RULES / "authors-guide.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n# (\S+)\n(.*?)```", text, re.S)
    if [name for name, _ in blocks] != ["caljobs-audit.toml", "my-rules.toml"]:
        sys.exit("the guide's two files are not there")
    for name, block in blocks:
        (folder / name).write_text(block, encoding="utf-8")
    (folder / "exports").mkdir()
    (folder / "exports" / "services.csv").write_text(ACTIVITIES)
    run(folder, "rules", "check")
    expect(run(folder, "rules", "test", "--only", "my.*"), "2 examples passed, 0 failed")
    expect(run(folder, "inspect", "exports", "--as-of", "2026-01-31"), "Amount Paid")
    expect(run(folder, "rules", "show", "my.costly-training"), "What it checks", "provider is present")
    found = run(folder, "check", "exports", "--as-of", "2026-01-31", "--only", "my.*", "--format",
                "csv", code=1)
    violations = [line for line in found.splitlines() if "my.costly-training" in line]
    if len(violations) != 1 or "100" not in violations[0]:
        sys.exit(f"not the one violation planned:\n{found}")
    # Without the column the rule is skipped, never passed.
    (folder / "exports" / "services.csv").write_text(ACTIVITIES.replace("Amount Paid", "Other"))
    expect(run(folder, "check", "exports", "--as-of", "2026-01-31", "--only", "my.*", code=3),
           "cost")


def init(folder):
    """The starter files are in order, and everything in them is tested."""
    told = run(folder, "init", "our/board")
    expect(told, *(f"our/board/{p.name}: written" for p in (RULES / "starter").iterdir()))
    board = folder / "our" / "board"
    expect(run(folder, "rules", "test", "--config", "our/board/caljobs-audit.toml", "--only",
               "my.*"), "4 examples passed, 0 failed")
    checked = run(board, "rules", "check")
    if "warning" in checked or "error" in checked:
        sys.exit(f"the starter files raise suspicion:\n{checked}")
    expect(run(board, "rules", "test", "--only", "my.*"), " 0 failed")
    expect(run(board, "rules", "list"), "my.costly-training", "my.first-note", "my.monthly-service")
    profile = (board / "caljobs-audit.toml").read_text(encoding="utf-8")
    expect(profile.split("extends =")[0], "nightly.sh", "crontab")
    # What is commented out is right too, once the '#' is taken away.
    (board / "caljobs-audit.toml").write_text(
        re.sub(r"^# (expect =|iep_codes|\[columns|created_on)", r"\1", profile, flags=re.M))
    run(board, "rules", "check")


def never_overwrites(folder):
    """What is there stays, byte by byte, be it a file or a link that leads nowhere."""
    (folder / "caljobs-audit.toml").write_text("# mine\n")
    (folder / "my-rules.toml").symlink_to("nowhere.toml")
    told = run(folder, "init")
    expect(told, "./caljobs-audit.toml: there already", "./my-rules.toml: there already")
    if (folder / "caljobs-audit.toml").read_text() != "# mine\n" or (folder / "nowhere.toml").exists():
        sys.exit("a file was overwritten")
    (folder / "file").write_text("")
    run(folder, "init", "file/sub", code=4)


SUSPICIOUS = """
[pack]
name = "odd"
[[set]]
name = "unread"
values = ["a"]
[[rule]]
id = "odd.one"
title = "One"
severity = "info"
for_each = "activities"
params = { never = 3 }
where = 'code matches "x*"'
require = "provider is present"
message = "m"
cite = "c"
[[rule]]
id = "odd.two"
title = "Two"
severity = "info"
for_each = "applications"
require = "program is present"
message = "m"
cite = "c"
[[rule]]
id = "odd.three"
title = "Three"
severity = "info"
for_each = "applications"
require = "program is present"
message = "m"
cite = "c"
"""


def suspicions(folder):
    """rules check tells of what is allowed but more often a slip, and ends with 0 all the same."""
    (folder / "odd.toml").write_text(SUSPICIOUS)
    told = run(folder, "rules", "check", "odd.toml")
    expect(told, "no rule reads the set 'unread'", "reads the parameter 'never'",
           "matches every text", "has the same condition as")
    # A rule that ships in a bundled pack and that no profile enables.
    copy = folder / "rules"
    shutil.copytree(RULES, copy)
    for profile in (copy / "profiles").glob("*.toml"):
        text = profile.read_text(encoding="utf-8")
        profile.write_text(text + 'disable = ["note.language"]\n', encoding="utf-8")
    expect(run(folder, "rules", "check", rules=copy), "no profile uses the rule 'note.language'")


def idle(folder):
    """With exports, rules check tells of rules whose `where` leaves out all of their records."""
    (folder / "services.csv").write_text(ACTIVITIES)
    (folder / "odd.toml").write_text(SUSPICIOUS.replace("matches \"x*\"", '== "999"'))
    told = run(folder, "rules", "check", "odd.toml", "--input", "services.csv")
    expect(told, "the 'where' of rule 'odd.one' leaves out all 4 records of activities")
    for judged in ("entry.activity", "odd.two", "staff.inactive.activity"):
        if f"of rule '{judged}' leaves out" in told:
            sys.exit(f"{judged} has records to judge, or can't be judged for want of a table")


WANTING = """
[pack]
name = "odd"
[[rule]]
id = "odd.entry"
title = "Entered within {$limit}"
severity = "info"
for_each = "activities"
params = { limit = "2 business days" }
from = "actual_begin"
within = "$limit"
met_on = "created_on"
message = "m"
cite = "c"
[[rule.example]]
name = "NAME"
as_of = 2026-02-02
expect = ["met"]
activities = [{ activity_id = "1", app_id = "7", actual_begin = 2026-01-05, created_on = 2026-01-06 }]
"""
LATE = """
[[rule.example]]
name = "some days later it is late"
as_of = 2026-02-02
expect = ["late"]
activities = [{ activity_id = "1", app_id = "7", actual_begin = 2026-01-05, created_on = 2026-01-08 }]
"""


def examples(folder):
    """The examples of all bundled rules come out as they say; what examples lack is told."""
    expect(run(folder, "rules", "test"), " 0 failed")

    def told(name, more="", code=1):
        (folder / "odd.toml").write_text(WANTING.replace("NAME", name) + more)
        return run(folder, "rules", "test", "odd.toml", "--only", "odd.*", code=code)

    expect(told("entered in time"), "odd.entry: has no example that violates it")
    expect(told("a day late", LATE), "its name says 'late', yet no 'late' is expected")
    expect(told("a day more and it fails", LATE), "its name says 'fails', yet no 'failed'")
    # The day after begin is on time, the third is late: whether the second is, no example shows.
    expect(told("not late", LATE), "none notices 'limit' being 1 business day", "1 examples are wanting")
    second = LATE.replace("some days later it is late", "the second day is on time").replace(
        '["late"]', '["met"]').replace("2026-01-08", "2026-01-07")
    told("never late", LATE + second, code=0)


def traceability(folder):
    """Every rule stands in the table of duties, and every rule named there exists."""
    table = RULES / "traceability.toml"
    policies = tomllib.loads(table.read_text(encoding="utf-8"))["policy"]
    if len(policies) != 5:
        sys.exit(f"{len(policies)} policies instead of 5")
    run(folder, "rules", "docs")
    copy = folder / "rules"
    shutil.copytree(RULES, copy)
    text = table.read_text(encoding="utf-8")
    (copy / "traceability.toml").write_text(text.replace('"entry.activity"', '"entry.activty"'))
    told = run(folder, "rules", "docs", rules=copy, code=2)
    expect(told, "there is no rule 'entry.activty'", "did you mean 'entry.activity'?",
           "no duty names the rule 'entry.activity'")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        globals()[sys.argv[3]](pathlib.Path(place))
    print("as it should be")
