#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    terminal_test.py PROGRAM SOURCE CLAIM        each claim is a function below
The program on a pseudo-terminal, as a person runs it."""
import fcntl
import json
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
BOARD = SOURCE / "samples/board"
FIXED = ["--no-config", "--as-of", "2026-01-31", "--fail-on", "never"]
HEAD = "Activity ID,App ID,State ID,Activity Code,Activity Title,Actual Begin Date,Create Date\n"
faults = []


def expect(what, holds, seen=""):
    if not holds:
        faults.append(f"{what}: {str(seen)[-600:]}")


def environment(**more):
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", **more}


class Terminal:
    """A terminal with the program before it; what is told goes to standard output, error or both."""

    def __init__(self, *arguments, columns=100, streams=("stdout",), env=None):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        rest = {name: subprocess.DEVNULL for name in ("stdout", "stderr")}
        self.process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                        env=env or environment(),
                                        **{**rest, **{name: theirs for name in streams}})
        os.close(theirs)

    def text(self):
        data = b""
        while True:
            try:
                piece = os.read(self.ours, 65536)
            except OSError:  # the other side was closed
                piece = b""
            if not piece:
                break
            data += piece
        os.close(self.ours)
        self.process.wait(120)
        return data.decode()


def read_so_far(process):
    with open(f"/proc/{process.pid}/io", encoding="ascii") as file:
        return int(file.readline().split()[1])


def large_input(folder):
    with open(folder / "activities.csv", "w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(f"A-{i},{i},{i},205,Plan {'x' * 80},1/5/2026,1/12/2026\n" for i in range(300000))
    return folder / "activities.csv"


def progress(folder):
    """Long reading is told on a line that goes again; --quiet shows none."""
    path = large_input(folder)
    shown = None
    for _ in range(5):  # it may be done before it is stopped
        terminal = Terminal("check", path, *FIXED, "--threads", 1, streams=("stderr",))
        try:
            while terminal.process.poll() is None and read_so_far(terminal.process) < 12_000_000:
                time.sleep(0.001)
            terminal.process.send_signal(signal.SIGSTOP)
            time.sleep(0.7)  # longer than what counts as short
            terminal.process.send_signal(signal.SIGCONT)
        except (OSError, ValueError, IndexError):
            pass
        shown = terminal.text()
        if "reading: " in shown:
            break
    expect("progress", re.search(r"\r\x1b\[Kreading: \d+ of \d+ MB, [\d,]+ rows, \d+ MB/s", shown), shown)
    expect("progress: it goes", shown.endswith("\r\x1b[K") or "\r\x1b[Kcaljobs-audit" in shown, repr(shown))
    shown = Terminal("check", path, *FIXED, "--quiet", "-o", folder / "o.json", streams=("stderr",)).text()
    expect("quiet", shown == "", shown)


def colours(folder):
    """On a terminal unless NO_COLOR or a dumb one says otherwise; --color decides."""
    for what, more, env, coloured in (
            ("terminal", [], {}, True), ("NO_COLOR", [], {"NO_COLOR": "1"}, False),
            ("dumb", [], {"TERM": "dumb"}, False), ("never", ["--color", "never"], {}, False),
            ("always", ["--color", "always"], {"NO_COLOR": "1"}, True)):
        shown = Terminal("check", BOARD, *FIXED, *more, env=environment(**env)).text()
        expect(what, ("\x1b[" in shown) == coloured, shown[:300])
    piped = subprocess.run([PROGRAM, "check", BOARD, *FIXED], capture_output=True, check=False,
                           env=environment()).stdout
    expect("a pipe", b"\x1b[" not in piped, piped[:300])


def width(folder):
    """Findings fit the window; one that is narrower than any finding gets the narrowest."""
    longest = {}
    for columns in (20, 60, 100, 200):
        shown = Terminal("check", BOARD, *FIXED, "--color", "never", columns=columns).text()
        table = [line for line in shown.splitlines() if re.match(r"    (failed|late|overdue) ", line)]
        expect(f"{columns} columns", table, shown)
        longest[columns] = max(map(len, table), default=0)
    expect("widths", longest[20] == longest[60] <= 80 < longest[100] <= 100 < longest[200] <= 200, longest)


def verbose(folder):
    """What was read as what, and how much came of it, on standard error only."""
    def run(*more):
        return subprocess.run([PROGRAM, "check", BOARD, *FIXED, "--threads", "2", "--format", "json", *more],
                              capture_output=True, env=environment(), text=True, check=True)
    plain, loud = run(), run("--verbose")
    strip = re.compile(r'"(started_at|seconds)": *("[^"]*"|[0-9.e-]+)')
    expect("the report", strip.sub("", plain.stdout) == strip.sub("", loud.stdout))
    report = json.loads(loud.stdout)
    for read in report["inputs"]:
        line = next((line for line in loud.stderr.splitlines() if f": {read['path']}: table " in line), "")
        expect(read["path"], f"table {read['table']}:" in line, loud.stderr)
    expect("findings", f"{len(report['findings'])} findings" in loud.stderr.replace(",", ""), loud.stderr)
    expect("plain", plain.stderr == "", plain.stderr)


def kernels(folder):
    """However a CSV file is looked through, the report is the same."""
    texts = set()
    for kernel in ("", "portable", "avx2", "avx512"):
        env = environment(**({"CALJOBS_AUDIT_KERNEL": kernel} if kernel else {}))
        for source in (BOARD, SOURCE / "samples/messy"):
            done = subprocess.run([PROGRAM, "check", source, *FIXED, "--format", "csv"], env=env,
                                  capture_output=True, check=False)
            expect(f"{kernel} {source.name}", done.returncode in (0, 3) and done.stdout, done.stderr)
            texts.add((source.name, done.returncode, done.stdout))
    expect("kernels", len(texts) == 2, len(texts))


def main():
    with tempfile.TemporaryDirectory() as name:
        globals()[sys.argv[3]](pathlib.Path(name))
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
