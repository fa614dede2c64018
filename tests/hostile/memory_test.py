# SPDX-License-Identifier: MIT
"""--memory: the limit holds by the system's own account, and nothing in the reports tells of it.

usage: memory_test.py PROGRAM bounded|full|signals|sizes
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import support
from support import expect, expect_end

PROGRAM = sys.argv[1]
ROWS = 400_000
OPTIONS = ["--no-config", "--profile", "five", "--as-of", support.DATE, "--threads", "2"]
TIMES = re.compile(rb'"started_at": "[^"]*", "seconds": [0-9.e-]+|"\d{4}-\d\d-\d\dT\d\d:[^"]*"')


def large_export(place):
    """Activities of which all were entered late, and follow-ups of which nothing is to be said: the
    records and the findings need some 100 MB."""
    place.mkdir()
    with open(place / "applications.csv", "w", encoding="utf-8") as file:
        file.write("app_id,state_id,program,office,case_manager,participation_date,created_on\n")
        for i in range(ROWS // 10):
            file.write(f"{i},P{i},WIOA,O{i % 7},M {i % 40},2025-10-01,2025-10-02\n")
    with open(place / "activities.csv", "w", encoding="utf-8") as file:
        file.write("activity_id,app_id,state_id,code,actual_begin,created_on\n")
        for i in range(ROWS):
            app = i * 7919 % (ROWS // 10)  # in no order that helps
            file.write(f"ACTIVITY-{i},{app},P{app},205,2025-11-03,2025-12-15\n")
    with open(place / "follow-ups.csv", "w", encoding="utf-8") as file:
        file.write("follow_up_id,app_id,quarter,created_on\n")
        for i in range(ROWS):
            file.write(f"FOLLOW-UP-{i},{i // 10},{i % 5 + 1},2025-12-15\n")
    return place


def report(place, export, *more, env=None):
    place.mkdir()
    outputs = [text for name in ("r.json", "r.csv", "r.md") for text in ("-o", place / name)]
    return support.run(PROGRAM, "check", export, *OPTIONS, "--quiet", *outputs, *more, env=env)


def bounded(place):
    if support.sanitizer_share(PROGRAM) > 1:
        return print("NOT TESTED: a sanitizer has memory of its own")
    export, aside = large_export(place / "in"), place / "tmp"
    aside.mkdir()
    free = report(place / "free", export)
    tight = report(place / "tight", export, "--memory", "64MB", env={"TMPDIR": str(aside)})
    print(f"without a limit {free.megabytes:.0f} MB, {free.seconds:.1f} s; "
          f"within 64 MB {tight.megabytes:.0f} MB, {tight.seconds:.1f} s")
    expect_end("without a limit", free, 1)
    expect_end("with a limit", tight, 1)
    expect("the limit would hold by itself", free.megabytes > 90, f"{free.megabytes:.0f} MB")
    # On a machine with more to do than processors, pages may come in faster than they are given back.
    busy = os.getloadavg()[0] > os.cpu_count()
    expect("the limit holds", tight.megabytes <= (96 if busy else 64), f"{tight.megabytes:.0f} MB")
    # Read only now: what this process holds counts as held by those that it starts.
    names = sorted(os.listdir(place / "free"))
    expect("the reports are there", len(names) == 3 and names == sorted(os.listdir(place / "tight")))
    for name in names:
        whole, same = (TIMES.sub(b"", (place / which / name).read_bytes()) for which in ("free", "tight"))
        expect(f"{name} is the same", whole == same and len(whole) > 1000)
    expect("nothing is left", not os.listdir(aside), os.listdir(aside))


def full(place):
    """The disk for the temporary file is full: said so, and the former reports stay."""
    disk = place / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True,
                      check=False).returncode != 0:
        return print("NOT TESTED: a full disk; no tmpfs may be mounted")
    try:
        export, out = large_export(place / "in"), place / "r.json"
        out.write_text("former")
        done = support.run(PROGRAM, "check", export, *OPTIONS, "-o", out, "--memory", "64MB",
                           env={"TMPDIR": str(disk)})
        expect_end("full", done, 3, "memory is exhausted", str(disk), "the disk is full", "TMPDIR")
        expect("full: the former report stays", out.read_text() == "former")
        done = support.run(PROGRAM, "check", export, *OPTIONS, "-o", out, "--memory", "64MB",
                           env={"TMPDIR": str(place / "nowhere")})
        expect_end("nowhere", done, 3, "memory is exhausted", "nowhere", "No such file")
        expect("nowhere: the former report stays", out.read_text() == "former")
    finally:
        subprocess.run(["umount", disk], check=True)


def signals(place):
    """Whatever ends the process, nothing of the temporary file is left."""
    export, aside = large_export(place / "in"), place / "tmp"
    aside.mkdir()
    for number in (signal.SIGTERM, signal.SIGKILL):
        run = support.Started(PROGRAM, "check", export, *OPTIONS, "--memory", "64MB",
                              env={"TMPDIR": str(aside)})
        descriptors = pathlib.Path(f"/proc/{run.process.pid}/fd")
        until = time.monotonic() + 60
        seen = False
        while not seen and run.process.poll() is None and time.monotonic() < until:
            try:
                links = [os.readlink(one) for one in descriptors.iterdir()]
            except OSError:
                continue
            seen = any(link.startswith(str(aside)) for link in links)
            expect(f"{number}: no name", not os.listdir(aside), os.listdir(aside))
        expect(f"{number}: a temporary file was met", seen)
        run.process.send_signal(number)
        run.wait_polled()
        expect(f"{number}: nothing is left", not os.listdir(aside), os.listdir(aside))


def sizes(place):
    (place / "a.csv").write_text(support.GOOD)
    for text in ("64MB", "64M", "65536k", "1g", "2 GB", "1TB"):
        done = support.run(PROGRAM, "check", place / "a.csv", *OPTIONS, "--memory", text)
        expect_end(f"'{text}'", done, 1)
    for text, why in (("63MB", "at least 64MB"), ("64", "a size such as"), ("MB", "a size such as"),
                      ("64XB", "a size such as"), ("-1GB", "a size such as"), ("64MBs", "a size such as"),
                      ("99999999999TB", "expected less"), ("1.5GB", "a size such as"),
                      ("18446744073709551616k", "a size such as")):
        done = support.run(PROGRAM, "check", place / "a.csv", *OPTIONS, f"--memory={text}")
        expect_end(f"'{text}'", done, 2, "--memory", why, text)


def main():
    with support.folder() as name:
        globals()[sys.argv[2]](pathlib.Path(name))
    support.finish()


main()
