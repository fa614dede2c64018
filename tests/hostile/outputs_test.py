#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Disks that are full, readers that go, signals at any moment: each file is its former self or whole,
no temporary one stays, and the exit code is as documented.

    outputs_test.py PROGRAM CLAIM        each claim is a function below
"""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile

import support
from support import GOOD, HEAD, expect, expect_end

PROGRAM = sys.argv[1]
OPTIONS = ("--no-config", "--as-of", support.DATE)
FILES = ("r.txt", "r.json", "r.ndjson", "r.csv", "r.html", "r.xlsx", "r.md", "r.xml", "r.sarif")
TIMES = re.compile(rb'"(started_at|seconds)": ?("[^"]*"|[0-9.e+-]+)')


def every_output(source, place):
    """The arguments of a run that writes all there is to write."""
    return ["check", source, *OPTIONS, "--fail-on", "never", "--store", place / "h.db", "--evidence",
            place / "e.zip", *(part for name in FILES for part in ("-o", place / name))]


def contents(place):
    return {str(p.relative_to(place)): p.read_bytes() for p in place.rglob("*") if p.is_file()}


def normal(name, content):
    """Two runs' reports differ in the time of the run only; in HTML it has a line of its own."""
    if name.endswith(".html"):
        return [line for line in content.split(b"\n") if not re.search(rb"\dT\d\d:\d\d:|started_at", line)]
    return content if name.endswith((".db", ".zip")) else TIMES.sub(b"", content)


def is_sound(name, content, place):
    if name == "h.db":
        with sqlite3.connect(place / "h.db") as store:  # with what lies beside it
            return store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    if name == "e.zip":
        with zipfile.ZipFile(place / name) as archive:
            return archive.testzip() is None
    return True


class Scene:
    """A folder with what an earlier run left; knows what the next one writes."""

    def __init__(self, place):
        self.out, self.temporary = place / "out", place / "tmp"
        self.out.mkdir()
        self.temporary.mkdir()
        self.arguments = every_output(support.small_export(place / "in"), self.out)
        self.env = {"TMPDIR": str(self.temporary)}
        started = time.monotonic()
        done = support.run(PROGRAM, *self.arguments, env=self.env)
        self.seconds = time.monotonic() - started
        expect_end("the whole run", done, 0)
        self.later = {name: normal(name, text) for name, text in contents(self.out).items()}
        expect("the whole run", set(self.later) == {*FILES, "h.db", "e.zip"}, set(self.later))
        self.store = (self.out / "h.db").read_bytes()
        self.reset()

    def reset(self):
        """Former reports that can be told from new ones, in the state of an hour ago."""
        shutil.rmtree(self.out)
        self.out.mkdir()
        self.former = {name: f"the former {name}\n".encode() for name in (*FILES, "e.zip")}
        for name, text in self.former.items():
            (self.out / name).write_bytes(text)
        (self.out / "h.db").write_bytes(self.store)

    def start(self):
        return support.Started(PROGRAM, *self.arguments, env=self.env)

    def judge(self, what):
        """How many of the files are new; each is whole, none is left over."""
        found, new = contents(self.out), 0
        for name in ("h.db-wal", "h.db-shm"):  # SQLite's own; the next to open the store uses them up
            found.pop(name, None)
        expect(what, set(found) == {*FILES, "h.db", "e.zip"}, f"there are {sorted(found)}")
        expect(what, not os.listdir(self.temporary), os.listdir(self.temporary))
        for name, text in found.items():
            if self.former.get(name) == text:
                continue
            if name in FILES:
                expect(f"{what}: {name}", normal(name, text) == self.later[name], "is neither old nor new")
            else:
                expect(f"{what}: {name}", is_sound(name, text, self.out), "is damaged")
            new += name != "h.db"
        return new


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def signals(place):
    scene, chance, met = Scene(place), random.Random(3), 0
    for turn in range(240 if support.LONG else 8):
        scene.reset()
        number = SIGNALS[turn % len(SIGNALS)]
        run = scene.start()
        until = time.monotonic() + 60
        while run.process.poll() is None and time.monotonic() < until:
            if any(name.endswith(".tmp") for name in os.listdir(scene.out)):
                break
        time.sleep(chance.random() * scene.seconds * 0.9)
        run.process.send_signal(number)
        done = run.wait_polled()
        new = scene.judge(f"turn {turn}, signal {number}")
        expect(f"turn {turn}", done in (-number, 0), f"exit code {done}")
        expect(f"turn {turn}", done != 0 or new == len(scene.former), f"{new} files are new")
        met += done != 0
    print(f"interrupted: {met} of {turn + 1}")
    expect("signals", met >= 4, f"only {met} came in time")


def traced(scene, inject, what):
    """The same with a fault at one system call, where strace may be used; else nothing."""
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={inject.split(':')[0]}", "-e",
               f"inject={inject}", PROGRAM, *map(str, scene.arguments), "--threads", "1"]  # it counts by thread
    done = subprocess.run(command, env=support.ENVIRONMENT | scene.env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300, check=False)
    if b"ptrace" in done.stderr.lower() or b"strace:" in done.stderr:
        return None
    return done.returncode, scene.judge(what), done.stderr.decode()


def calls(place):
    """A signal or a fault at each call that matters."""
    if not shutil.which("strace"):
        return print("NOT TESTED: there is no strace")
    scene = Scene(place)
    renames = len(FILES) + 1
    some = range(1, renames + 1) if support.LONG else (1, 6, renames)
    cases = [(f"rename:signal=SIG{s}:when={n}", f"SIG{s}", n)
             for n in some for s in (("TERM", "INT", "HUP") if support.LONG else ("TERM",))]
    cases += [("fsync:signal=SIGHUP:when=1", "SIGHUP", 0), ("rename:error=EACCES:when=1", "", 0),
              ("write:error=ENOSPC:when=3", "", 0)]
    folders = []
    if support.LONG:
        # Each file is synced, then its folder, whose failure takes nothing from the file that is there.
        cases += [(f"fsync:error=EIO:when={n}", "", None) for n in range(1, 2 * len(scene.former), 2)]
        folders = [f"fsync:error=EIO:when={n}" for n in range(2, 2 * len(scene.former) + 1, 2)]
        cases += [(f"write:error=ENOSPC:when={n}", "", None) for n in range(1, 40)]
    for inject in folders:
        scene.reset()
        code, found, told = traced(scene, inject, inject) or (0, len(scene.former), "")
        expect(inject, code == 0 and found == len(scene.former), f"exit code {code}, {found} are new: {told[:300]}")
    for inject, name, new in cases:
        scene.reset()
        end = traced(scene, inject, inject)
        if end is None:
            return print("NOT TESTED: strace may not be used")
        code, found, told = end
        wanted = -getattr(signal, name) if name else 4
        # strace ends as the program does: by the signal, or with its code.
        expect(inject, code in (wanted, 128 - wanted if name else 4), f"exit code {code}: {told[:300]}")
        expect(inject, name or "cannot" in told or "can't" in told, f"says {told[:300]}")
        expect(inject, new is None or found == new, f"{found} files are new instead of {new}")


def limited(size):
    return ((resource.RLIMIT_FSIZE, size),)


def full(place):
    """No room: exit code 4, the former file as it was, nothing beside it."""
    source = support.small_export(place / "in")
    out = place / "out"
    common = [source, *OPTIONS]
    report = place / "report.json"
    expect_end("a report", support.run(PROGRAM, "check", *common, "-o", report), 1)
    waivers = place / "list.csv"
    expect_end("a list", support.run(PROGRAM, "worklist", *common, "-o", waivers), 0)
    commands = [("check", *common, "-o", out / name) for name in FILES]
    commands += [
        ("check", *common, "-o", f"github:{out / 'r.gh'}"),
        ("check", *common, "--evidence", out / "e.zip"), ("check", *common, "--store", out / "h.db"),
        ("worklist", *common, "--split-to", out), ("worklist", *common, "-o", out / "w.html"),
        ("worklist", *common, "-o", out / "w.xlsx"), ("case", "P1", *common, "-o", out / "c.html"),
        ("partition", *common, "--parts", "2", "--into", out / "parts"),
        ("init", out / "new"),
    ]
    for command in commands:
        what = " ".join(str(part) for part in command if part not in common).replace(str(place), "")
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        target = pathlib.Path(str(command[-1]).removeprefix("github:"))
        if target.suffix not in ("", ".db"):
            target.write_text("former")
        before = contents(out)
        done = support.run(PROGRAM, *command, limits=limited(600))
        expect_end(what, done, 4)
        expect(what, done.err.strip() and "bug" not in done.err, done.err)
        after = contents(out)
        if command[0] == "init":  # file by file; what is whole may stay
            continue
        after = {name: text for name, text in after.items() if not name.startswith("h.db") or len(text) > 0}
        expect(what, after == before, f"left {[n for n in after if after.get(n) != before.get(n)]}")
    small_disk(place, common)


def small_disk(place, common):
    """A real one, if one may be mounted."""
    disk = place / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True,
                      check=False).returncode != 0:
        return print("NOT TESTED: a full disk; no tmpfs may be mounted")
    try:
        for name in ("r.json", "r.csv", "e.zip"):
            (disk / name).write_text("former")
        before = contents(disk)
        done = support.run(PROGRAM, "check", *common, "-o", disk / "r.json", "-o", disk / "r.csv",
                           "--evidence", disk / "e.zip")
        expect_end("a full disk", done, 4, "the disk is full")
        expect("a full disk", contents(disk) == before, sorted(contents(disk)))
        done = support.run(PROGRAM, "partition", *common, "--parts", 20, "--into", disk / "parts")
        expect_end("a full disk, partition", done, 4, "the disk is full")
        expect("a full disk, partition", contents(disk) == before, sorted(contents(disk)))
    finally:
        subprocess.run(["umount", disk], check=True)


def printing(place):
    """Every command that prints: a full standard output is 4, a closed one changes nothing."""
    source = place / "a.csv"
    source.write_text(GOOD)
    common = [source, *OPTIONS]
    commands = [("check", *common), ("check", *common, "--format", "json"),
                ("check", *common, "--format", "xlsx"), ("worklist", *common), ("case", "P1", *common),
                ("inspect", source), ("rules", "list"), ("rules", "show", "entry.activity"),
                ("rules", "check"), ("rules", "docs"), ("completion", "bash"), ("--help",), ("--version",)]
    for command in commands:
        what = " ".join(map(str, command)).replace(str(place), "")
        plain = support.run(PROGRAM, *command)
        expect(what, plain.code in (0, 1) and plain.out, f"exit code {plain.code}: {plain.err}")
        with open("/dev/full", "wb") as disk:
            expect_end(f"{what}: full", support.run(PROGRAM, *command, stdout=disk), 4,
                       "cannot write to standard output")
        reader, writer = os.pipe()
        os.close(reader)
        done = support.run(PROGRAM, *command, stdout=writer)
        os.close(writer)
        expect(f"{what}: no reader", (done.code, done.err) == (plain.code, plain.err), (done.code, done.err))
    # What is not open at all: no file may take its place.
    for streams in ((1,), (0, 1, 2)):
        report = place / "r.json"
        done = support.run(PROGRAM, "check", *common, "-o", report, "-o", place / "r.csv",
                           before=lambda: [os.close(stream) for stream in streams])
        expect(f"closed {streams}", done.code == 1, done.code)
        expect(f"closed {streams}", json.loads(report.read_bytes())["findings"])


def targets(place):
    """Where the target is no plain file, or may not be made."""
    source = place / "a.csv"
    source.write_text(GOOD)
    common = ["check", source, *OPTIONS, "--quiet"]
    (place / "folder.json").mkdir()
    (place / "there.json").write_text("former")
    for link, target in (("link.json", "there.json"), ("dangling.json", "made.json"),
                         ("nowhere.json", "absent/made.json"), ("round.json", "round.json")):
        os.symlink(target, place / link)
    for name, code in (("folder.json", 4), ("nowhere.json", 4), ("round.json", 4), ("link.json", 1),
                       ("dangling.json", 1), ("/dev/full", 4), ("absent/r.json", 4),
                       ("a.csv/r.json", 4), ("x" * 300 + ".json", 4)):
        expect_end(name, support.run(PROGRAM, *common, "-o", f"json:{place / name}"), code)
    for name in ("there.json", "made.json"):
        expect(name, json.loads((place / name).read_bytes())["findings"])
    for name in ("link.json", "dangling.json"):
        expect(name, (place / name).is_symlink())
    os.mkfifo(place / "pipe.json")
    run = support.Started(PROGRAM, *common, "-o", place / "pipe.json")
    expect("a pipe", json.loads((place / "pipe.json").read_bytes())["findings"])
    expect_end("a pipe", run.wait(), 1)
    expect("a pipe", (place / "pipe.json").is_fifo())
    # A reader that goes away amid the report is told: that file is not what was asked for.
    os.chmod(place, 0o755)
    locked = place / "locked"
    locked.mkdir()
    (locked / "r.json").write_text("former")
    locked.chmod(0o555)
    nobody = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
    try:
        for more in (("-o", locked / "r.json"), ("--evidence", locked / "e.zip"),
                     ("--store", locked / "h.db")):
            done = support.run(PROGRAM, *common, *more, before=nobody)
            expect_end(f"a locked folder: {more[0]}", done, 4)
        done = support.run(PROGRAM, "worklist", support.small_export(place / "in"), *OPTIONS,
                           "--split-to", locked, before=nobody)
        expect_end("a locked folder: --split-to", done, 4)
        done = support.run(PROGRAM, "init", locked / "new", before=nobody)
        expect_end("a locked folder: init", done, 4)
    except PermissionError:
        print("NOT TESTED: nobody may not run the program where it lies")
    expect("a locked folder", contents(locked) == {"r.json": b"former"}, sorted(contents(locked)))


def ignored(place):
    """A signal that was ignored when the program began stays so: nohup counts on it."""
    (place / "a.csv").write_text(f"{HEAD}\n" + "".join(
        f"B{i},{i},P{i},205,Plan,North,2025-11-03,2025-12-15,S1\n" for i in range(3000)))
    run = support.Started(PROGRAM, "check", place / "a.csv", *OPTIONS, "-o", place / "r.json",
                          before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    while run.process.poll() is None and not any(n.endswith(".tmp") for n in os.listdir(place)):
        pass
    run.process.send_signal(signal.SIGHUP)
    expect("ignored", run.wait_polled() == 1)
    expect("ignored", (place / "r.json").exists())


def split(place):
    """Worklists in a folder, interrupted: the lists of yesterday, or today's, and no half one."""
    lists = place / "lists"
    arguments = ["worklist", support.small_export(place / "in"), *OPTIONS, "--split-to", lists, "--quiet"]
    started = time.monotonic()
    expect_end("lists", support.run(PROGRAM, *arguments), 0)
    seconds, whole = time.monotonic() - started, contents(lists)
    chance = random.Random(5)
    for turn in range(60 if support.LONG else 4):
        for name in whole:
            (lists / name).write_text("former")
        run = support.Started(PROGRAM, *arguments)
        time.sleep(seconds * (0.5 + 0.5 * chance.random()))
        run.process.send_signal(SIGNALS[turn % 3])
        code = run.wait_polled()
        found = contents(lists)
        expect(f"lists, turn {turn}", code in (0, -SIGNALS[turn % 3]), code)
        expect(f"lists, turn {turn}", set(found) == set(whole), sorted(set(found) ^ set(whole)))
        expect(f"lists, turn {turn}", all(found[n] in (b"former", whole[n]) for n in whole))


def main():
    with support.folder() as name:
        globals()[sys.argv[2]](pathlib.Path(name))
    support.finish()


main()
