#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nightly.sh, the systemd units and the crontab, as `init` writes them and a night runs them.

    nightly_test.py PROGRAM SOURCE-FOLDER CLAIM       each claim is a function below
"""
import configparser
import datetime
import fcntl
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
SAMPLES = SOURCE / "samples" / "real-reports" / "csv"
AS_OF = "--as-of 2026-01-31 --profile five"

# Writes its arguments and what it is sent into a file beside itself.
MAILER = """#!/bin/sh
{ echo "$@"; cat; } >"$(dirname "$0")/mail.$(date +%s%N)"
"""
# Ends as the file `code` says, having written its outputs: an error may come after the first of them.
FAKE = """#!/bin/sh
here=$(dirname "$0")
printf '%s\\n' "$@" >"$here/arguments"
code=$(cat "$here/code")
while [ $# -gt 0 ]; do [ "$1" != --output ] || echo "of today" >"$2"; shift; done
case $code in 0 | 1 | 3) ;; *) echo "caljobs-audit: what went wrong" >&2 ;; esac
exit "$code"
"""
# Leaves a half file until it is told to stop, and takes its time to end.
SLOW = """#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" != --output ] || echo half >"$2"; shift; done
trap 'sleep 0.3; : >"$(dirname "$0")/ended"; exit 143' TERM
: >"$(dirname "$0")/started"
while :; do sleep 0.05; done
"""


def today():
    return datetime.date.today().isoformat()


def fail(text):
    sys.exit(text)


def expect(text, *parts):
    for part in parts:
        if part not in text:
            fail(f"'{part}' is not in:\n{text[-3000:]}")


class Board:
    """A folder made by init, below a name with spaces."""

    def __init__(self, place, name="our board"):
        self.place = place
        self.folder = place / name
        done = subprocess.run([PROGRAM, "init", name, "--rules-folder", SOURCE / "rules"], cwd=place,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            fail(done.stdout + done.stderr)
        self.told = done.stdout
        self.reports = self.folder / "reports"
        self.mailer = self.tool("a mailer", MAILER)

    def tool(self, name, text):
        path = self.place / name
        path.write_text(text)
        path.chmod(0o700)
        return path

    def configure(self, options="", **settings):
        """Edits the head of nightly.sh as its owner would."""
        script = self.folder / "nightly.sh"
        text = script.read_text()
        for name, value in settings.items():
            text, count = re.subn(rf"^{name}=.*$", lambda _, n=name, v=value: f"{n}={shlex.quote(str(v))}",
                                  text, flags=re.M)
            if count != 1:
                fail(f"nightly.sh has {count} settings '{name}'")
        if options:
            text, count = re.subn(r"^set --$", lambda _: f"set -- {options}", text, flags=re.M)
            if count != 1:
                fail("nightly.sh has no place for further options")
        script.write_text(text)

    def real(self, options="", **settings):
        shutil.copytree(SAMPLES, self.folder / "exports")
        self.configure(f'--rules-folder "{SOURCE}/rules" {options}', program=PROGRAM, **settings)

    def fake(self, code, **settings):
        (self.place / "code").write_text(str(code))
        self.configure(program=self.tool("a program", FAKE), **settings)

    def run(self, *arguments, code=0, env=None):
        done = subprocess.run([self.folder / "nightly.sh", *arguments], cwd="/", capture_output=True,
                              text=True, check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, **(env or {})}, timeout=120)
        if done.returncode != code:
            fail(f"exit code {done.returncode} instead of {code}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def mails(self):
        return [p.read_text() for p in sorted(self.place.glob("mail.*"))]

    def left(self):
        """What stands in reports/, but for the lock and the log."""
        return sorted(p.name for p in self.reports.iterdir() if p.name not in (".lock", "nightly.log"))

    def log(self):
        return (self.reports / "nightly.log").read_text()


def audits(place):
    """A night with the real program: reports by date, and the summary is printed for cron to mail."""
    board = Board(place)
    board.real(AS_OF)
    told = board.run(code=1)
    expect(told, "There are violations.", "entry.activity", "2026-01-31", "exit code 1")
    if re.search(r"^\| (late|overdue|failed) ", told, re.M):
        fail(f"single findings are in what is mailed:\n{told}")
    day = board.reports / today()
    report = json.loads((day / "report.json").read_text())
    if report["totals"]["violations"] == 0 or not (day / "findings.csv").stat().st_size:
        fail("the reports hold nothing")
    expect((day / "summary.md").read_text(), "entry.activity")
    for path in [*day.iterdir(), board.reports / "nightly.log"]:
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            fail(f"others can read {path.name}")
    if board.left() != [today()]:
        fail(f"left behind: {board.left()}")
    # A run by hand replaces the night's reports.
    (day / "of-the-night").write_text("")
    board.run(code=1)
    if (day / "of-the-night").exists() or not (day / "report.json").exists() or board.left() != [today()]:
        fail("the second run of the day did not replace the first")
    if board.log().count("exit 1:") != 2:
        fail("nightly.log does not tell of both runs")


def clean(place):
    """Nothing wrong: nothing is printed, and the reports are there."""
    board = Board(place)
    board.real(AS_OF + " --fail-on never")
    told = board.run()
    if told:
        fail(f"a clean night printed:\n{told}")
    if not (board.reports / today() / "report.json").exists():
        fail("no report was kept")


def codes(place):
    """Every exit code of the program is the script's too, and is said in words."""
    board = Board(place)
    board.fake(0)
    said = {}
    for code in (0, 1, 2, 3, 4, 70, 130, 143, 9, 137):
        shutil.rmtree(board.reports, ignore_errors=True)
        (place / "code").write_text(str(code))
        told = board.run(code=code)
        said[code] = told.splitlines()[0] if told else board.log().split(": ", 1)[1].strip()
        if bool(told) != (code != 0):
            fail(f"exit code {code} printed:\n{told}")
        kept = [today()] if code in (0, 1, 3) else []
        if board.left() != kept:
            fail(f"exit code {code} left {board.left()} instead of {kept}")
        if code not in (0, 1, 3):
            expect(told, "what went wrong")
    if len(set(said.values())) != len(said) - 1:  # 130 and 143 are one sentence
        fail(f"two exit codes say the same: {said}")
    board.configure(program="no such program")
    expect(board.run(code=127), "the program 'no such program' can't be run")


def partly(place):
    """Exports that can't be audited: 3, with the program's own words."""
    board = Board(place)
    board.real(AS_OF)
    shutil.rmtree(board.folder / "exports")
    told = board.run(code=3)
    expect(told, "could not be audited", "exports")
    # What was wrong yesterday does not stand in the way of tonight.
    shutil.copytree(SAMPLES, board.folder / "exports")
    board.run(code=1)


def mails(place):
    """Mail goes to whom it concerns, when something is wrong, or always."""
    board = Board(place)
    board.real(AS_OF, mail_to="manager@example.org", mailer=board.mailer)
    if board.run(code=1):
        fail("the script printed beside its mail")
    [mail] = board.mails()
    expect(mail, "-oi -t\nTo: manager@example.org\nSubject: caljobs-audit " + today() + ": violations\n",
           "charset=utf-8", "There are violations.", "entry.activity", str(board.reports))
    head = mail.split("\n\n")[0]
    if not head.isascii():
        fail(f"the head is not ASCII: {head}")
    board.fake(0)
    board.run()
    if len(board.mails()) != 1:
        fail("a mail was sent though nothing is wrong")
    board.configure(mail_when="always")
    board.run()
    if len(board.mails()) != 2:
        fail("no mail was sent though one is always wanted")
    expect(board.mails()[1], ": nothing is wrong\n")
    if board.left() != [today()]:
        fail(f"left behind: {board.left()}")


def cut_off(place):
    """Without a violation in what is there, an export that was cut off is told all the same."""
    board = Board(place)
    board.real(AS_OF + " --fail-on never", mail_to="manager@example.org", mailer=board.mailer)
    board.run()
    if board.mails():
        fail("a mail was sent though nothing is wrong")
    notes = max((board.folder / "exports").iterdir(), key=lambda path: path.stat().st_size)
    rows = notes.read_bytes().split(b"\n")
    last = next(i for i in range(len(rows) * 2 // 3, len(rows)) if rows[i].count(b",") > 5)
    notes.write_bytes(b"\n".join([*rows[:last], rows[last][:len(rows[last]) // 2]]))
    board.run()
    [mail] = board.mails()
    expect(mail, ": an export was cut off\n", "An export was cut off:", "cut-off", notes.name, "exit code 0")
    expect(board.log(), "exit 0: An export was cut off:")
    expect(board.run("--no-mail"), "An export was cut off:")


def mail_fails(place):
    """A mail that can't be sent is kept, told, and an error of its own."""
    board = Board(place)
    board.fake(1, mail_to="manager@example.org", mailer="/bin/false")
    expect(board.run(code=4), "could not be sent", ".mail")
    expect((board.reports / ".mail").read_text(), "Subject: caljobs-audit")
    (place / "code").write_text("70")
    board.run(code=70)


def sends(place):
    """In the sandbox the mail waits; a unit of its own sends it, or tells that there was no end."""
    board = Board(place)
    board.fake(1, mail_to="manager@example.org", mailer=board.mailer)
    expect(board.run("--no-mail", code=1), "There are violations.")
    if board.mails():
        fail("--no-mail sent a mail")
    board.run("--send")
    if len(board.mails()) != 1 or (board.reports / ".mail").exists():
        fail("--send did not send what was left")
    board.run("--send")
    board.run("--send", env={"MONITOR_SERVICE_RESULT": "success"})
    if len(board.mails()) != 1:
        fail("--send sent a mail twice")
    board.run("--send", env={"MONITOR_SERVICE_RESULT": "timeout", "MONITOR_EXIT_CODE": "killed",
                             "MONITOR_EXIT_STATUS": "TERM"})
    expect(board.mails()[1], "the audit failed", "did not come to its end: timeout, killed TERM")
    board.run("--sned", code=2)


def keeps(place):
    """The newest `keep` days stay; what is no day's folder is left alone."""
    board = Board(place)
    board.fake(0, keep=3)
    board.reports.mkdir()
    for name in ("2025-12-01", "2025-12-02", "2025-12-03", "2024-02-29", "notes", "2025-1-1"):
        (board.reports / name).mkdir()
        (board.reports / name / "report.json").write_text("{}")
    (board.reports / "2020-01-01").symlink_to("notes")
    (board.reports / "2020-01-02").write_text("a file")
    board.run()
    expected = sorted(["2020-01-01", "2020-01-02", "2025-12-02", "2025-12-03", today(), "notes",
                       "2025-1-1"])
    if board.left() != expected or not (board.reports / "notes" / "report.json").exists():
        fail(f"{board.left()} instead of {expected}")
    # A night that fails prunes nothing: what is there may be all there is.
    (board.reports / "2025-12-01").mkdir()
    (place / "code").write_text("2")
    board.run(code=2)
    if not (board.reports / "2025-12-01").exists():
        fail("a failed night removed reports")


def lock(place):
    """Two runs never overlap: the second says so and does nothing; a lock never goes stale."""
    board = Board(place)
    board.fake(0)
    board.run()
    with open(board.reports / ".lock", "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        (place / "arguments").unlink()
        expect(board.run(code=4), "Another run holds")
        if (place / "arguments").exists():
            fail("the program was run in spite of the lock")
    board.run()


def start_slow(board):
    board.configure(program=board.tool("a slow program", SLOW))
    run = subprocess.Popen([board.folder / "nightly.sh"], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL)
    for _ in range(600):
        if (board.place / "started").exists():
            return run
        time.sleep(0.05)
    run.kill()
    return fail("the slow program did not start")


def interrupted(place):
    """A signal to the script ends the program too; the former reports stay, no half file does."""
    board = Board(place)
    board.fake(0)
    board.run()
    for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)):
        (place / "started").unlink(missing_ok=True)
        (place / "ended").unlink(missing_ok=True)
        run = start_slow(board)
        run.send_signal(number)
        told, _ = run.communicate(timeout=60)
        if run.returncode != code:
            fail(f"signal {number}: exit code {run.returncode} instead of {code}\n{told}")
        expect(told, "interrupted")
        if not (place / "ended").exists():
            fail("the script ended before the program had")
        if board.left() != [today()]:
            fail(f"left behind: {board.left()}")
    expect((board.reports / today() / "report.json").read_text(), "of today")


def leftovers(place):
    """What a run left that was killed outright goes with the next run, whatever killed it."""
    board = Board(place)
    board.fake(0)
    for name in (".night.abc123", ".former.77"):
        (board.reports / name).mkdir(parents=True)
        (board.reports / name / "report.json").write_text("half")
    board.run()
    if board.left() != [today()]:
        fail(f"left behind: {board.left()}")


def new_only(place):
    """With new_only the newest former report is the baseline, never today's own."""
    board = Board(place)
    board.fake(0, new_only="yes")
    board.run()
    board.run()
    if "--baseline" in (place / "arguments").read_text():
        fail("a report of today is the baseline of today")
    for name in ("2025-12-01", "2025-12-02", "2025-12-03"):
        (board.reports / name).mkdir()
    for name in ("2025-12-01", "2025-12-02"):
        (board.reports / name / "report.json").write_text("{}")
    board.run()
    expect((place / "arguments").read_text(), f"--baseline\n{board.reports}/2025-12-02/report.json\n")


def settings(place):
    """Settings that make no sense are refused before anything is done."""
    for wrong, said in (({"keep": "many"}, "'keep'"), ({"keep": "0"}, "'keep'"),
                        ({"mail_when": "never"}, "'mail_when'")):
        board = Board(place, "board " + "-".join(wrong.values()))
        board.fake(0, **wrong)
        expect(board.run(code=2), said, "settings")
    board = Board(place, "unwritable")
    board.fake(0, reports="/proc/nowhere")
    expect(board.run(code=4), "/proc/nowhere can't be written")


def crontab(place):
    """The crontab's line runs the script, as cron's shell would."""
    board = Board(place)
    board.fake(1)
    text = (board.folder / "crontab").read_text()
    [line] = [line for line in text.splitlines() if line and not line.startswith("#")]
    fields = line.split(None, 5)
    if not all(re.fullmatch(r"[0-9*,/-]+", field) for field in fields[:5]) or "%" in fields[5]:
        fail(f"not a line of a crontab: {line}")
    done = subprocess.run(["/bin/sh", "-c", fields[5]], cwd="/", capture_output=True, text=True,
                          check=False)
    if done.returncode != 1 or "There are violations." not in done.stdout:
        fail(f"{done.returncode}: {done.stdout}{done.stderr}")


def units(place):
    """The units name the folder and the account, and systemd takes them as they are."""
    board = Board(place)
    parsed = {}
    for name in ("caljobs-audit.service", "caljobs-audit-mail.service", "caljobs-audit.timer"):
        parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=",
                                           comment_prefixes="#")
        parser.optionxform = str
        text = (board.folder / name).read_text()
        if re.search(r"@[A-Z]+@", text):
            fail(f"{name} is not filled in")
        parser.read_string(text)
        parsed[name] = parser
    service = parsed["caljobs-audit.service"]["Service"]
    for key, value in (("SuccessExitStatus", "1"), ("UMask", "0077"), ("PrivateNetwork", "yes"),
                       ("ProtectSystem", "strict"), ("NoNewPrivileges", "yes"),
                       ("ExecStart", f'/bin/sh "{board.folder}/nightly.sh" --no-mail'),
                       ("ReadWritePaths", f'"{board.folder}/reports"')):
        if service[key] != value:
            fail(f"{key} is {service[key]}, not {value}")
    if shutil.which("systemd-analyze") is None:
        print("systemd-analyze is not installed: the units were only read")
        return
    files = [str(board.folder / name) for name in parsed]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True,
                          text=True, check=False)
    told = [line for line in (done.stdout + done.stderr).splitlines() if "caljobs-audit" in line]
    if done.returncode != 0 or told:
        fail("\n".join(told) or done.stderr)
    # In tenths; what is left is that it runs as somebody and sees files.
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15",
                           "--no-pager", files[0]], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(done.stdout[-2000:] + done.stderr)


def example(place):
    """The manual's example of a mail without the script works as it stands."""
    page = (SOURCE / "man" / "caljobs-audit-nightly.7").read_text(encoding="utf-8")
    block = re.search(r"^\.Sh EXAMPLES\n.*?^\.Bd [^\n]*\n(.*?)^\.Ed", page, re.M | re.S)[1]
    command = block.replace("\\e", "\\").replace("\\(aq", "'").replace("\\-", "-")
    tools = place / "tools"
    tools.mkdir()
    for name, text in (("sendmail", MAILER), ("caljobs-audit", f'#!/bin/sh\nexec "{PROGRAM}" "$@" '
                        f'--rules-folder "{SOURCE}/rules" {AS_OF}\n')):
        (tools / name).write_text(text)
        (tools / name).chmod(0o700)
    shutil.copytree(SAMPLES, place / "exports")
    done = subprocess.run(["sh", "-c", command], cwd=place, capture_output=True, text=True, check=False,
                          env={**os.environ, "PATH": f"{tools}:/usr/bin:/bin"})
    mails = [p.read_text() for p in tools.glob("mail.*")]
    if done.returncode != 0 or done.stdout or len(mails) != 1 or not (place / "report.json").exists():
        fail(f"{done.returncode}, {len(mails)} mails\n{done.stdout}{done.stderr}")
    expect(mails[0], "To: manager@example.org\nSubject: CalJOBS audit: exit code 1\n\n", "entry.activity")


def odd_folder(place):
    """A folder that units and crontabs would misread is left for the user to fill in."""
    board = Board(place, "50% off")
    expect(board.told, "write it in the place of @FOLDER@ yourself")
    expect((board.folder / "caljobs-audit.service").read_text(), '"@FOLDER@/nightly.sh"')
    board.fake(1)  # the script itself finds its folder whatever it is called
    board.run(code=1)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nightly ") as scratch:
        globals()[sys.argv[3]](pathlib.Path(scratch))
    print("as it should be")
