# SPDX-License-Identifier: MIT
"""What the tests of hostile files and outputs share: a run of the program that is measured and bounded.

Wall-clock time says little on a busy machine, so the bounds are on processor time and on the largest
resident size, both as wait4 tells them. A build with a sanitizer gets several times as much of both.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

DATE = "2026-01-31"
HEAD = "activity_id,app_id,state_id,code,title,office,actual_begin,created_on,created_by"
LATE = "A1,1,P1,205,Plan,North,2025-11-03,2025-12-15,S1"  # entered six weeks after it began
GOOD = f"{HEAD}\n{LATE}\n"
LONG = bool(os.environ.get("AUDIT_HOSTILE_LONG"))  # the heavier loops; README.md says how long
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
ENVIRONMENT |= {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}

faults = []


def sanitizer_share(program):
    """By how much a sanitizer makes the program larger and slower."""
    before = b""  # in pieces: what this process holds counts as held by those that it starts
    with open(program, "rb") as file:
        while piece := file.read(1 << 20):
            if b"__asan_init" in before + piece or b"__tsan_init" in before + piece:
                return 8
            before = piece[-16:]
    return 1


class Done:
    """How a run ended: code (negative: the signal), out, err, seconds of processor time, megabytes."""

    def __init__(self, status, usage, out, err):
        self.code = os.waitstatus_to_exitcode(status)
        self.seconds = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss / 1024
        self.out, self.err = out, err.decode("utf-8", "backslashreplace")

    def report(self):
        return json.loads(self.out)


class Started:
    """The program while it runs."""

    def __init__(self, program, *arguments, env=None, stdin=None, stdout=None, cwd=None, limits=(),
                 timeout=300, before=None):
        self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()

        def prepare():
            import resource
            for which, value in limits:
                resource.setrlimit(which, (value, value))
            if before:
                before()

        self.process = subprocess.Popen(
            [str(program), *map(os.fspath, map(_text, arguments))], cwd=cwd,
            env=ENVIRONMENT | (env or {}), stdin=stdin or subprocess.DEVNULL,
            stdout=stdout if stdout is not None else self._out, stderr=self._err,
            preexec_fn=prepare if limits or before else None)
        self._timer = threading.Timer(timeout, self.process.kill)
        self._timer.start()

    def wait(self):
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self._timer.cancel()
        self._out.seek(0)
        self._err.seek(0)
        return Done(status, usage, self._out.read(), self._err.read())


def _text(argument):
    return argument if isinstance(argument, (str, bytes, os.PathLike)) else str(argument)


def run(program, *arguments, **options):
    return Started(program, *arguments, **options).wait()


def check(program, *arguments, profile="five", **options):
    """`check` with the JSON report on standard output."""
    return run(program, "check", *arguments, "--no-config", "--profile", profile, "--as-of", DATE,
               "--format", "json", **options)


def expect(what, condition, detail=""):
    if not condition:
        faults.append(f"{what}: {detail}" if detail else what)


def expect_end(what, done, code, *texts):
    """The exit code, and each text in standard error or in the report."""
    expect(what, done.code == code, f"exit code {done.code} instead of {code}: {done.err[:400]}")
    told = done.err + done.out.decode("utf-8", "backslashreplace")
    for text in texts:
        expect(what, text in told, f"does not say '{text}': {told[:600]}")


class Bounds:
    """Prints what each case took, and holds it to its limits."""

    def __init__(self, program):
        self.share = sanitizer_share(program)

    def hold(self, what, done, megabytes, seconds):
        print(f"{what}: {done.megabytes:.0f} MB of {megabytes}, {done.seconds:.1f} s of {seconds}")
        expect(what, done.megabytes <= megabytes * self.share, f"{done.megabytes:.0f} MB")
        expect(what, done.seconds <= seconds * self.share, f"{done.seconds:.1f} s of processor time")


def problems(report):
    """{file: its texts} of the problems that stand at no line."""
    found = {}
    for problem in report["data_problems"]:
        if problem["line"] is None:
            found.setdefault(problem["file"], []).append(problem["problem"])
    return found


def finish():
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


def folder():
    return tempfile.TemporaryDirectory(prefix="hostile-")


def path_in(place):
    return pathlib.Path(place)
