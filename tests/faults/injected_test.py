#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    injected_test.py PROGRAM SHIM RULES
Lets calls of the C library fail, one at a time, in a small audit that writes all that it can. However
it ends, it ends with a documented code and a message, every output is the former or the whole new
one, and nothing else is left. FAULTS_EVERY=1 tries every call, FAULTS_EVERY=10 every tenth, else some;
FAULTS_KIND="alloc read" only these kinds; FAULTS_ONCE=1 each failing alone, and not all that follow too."""
import collections
import errno
import os
import pathlib
import shutil
import sys
import tempfile

import support

# How many of each kind are tried where not all are, and with what.
SPREAD = {"alloc": 60, "read": 12, "write": 10, "sync": 8, "rename": 6, "open": 16, "close": 12,
          "mmap": 4, "stdio": 24, "unlink": 4, "stat": 12, "dir": 4}
ERRORS = {"alloc": (errno.ENOMEM,), "read": (errno.EIO,), "write": (errno.ENOSPC, errno.EIO),
          "sync": (errno.EIO,), "rename": (errno.EIO,), "open": (errno.EMFILE, errno.EIO),
          "close": (errno.EIO,), "mmap": (errno.ENOMEM,), "stdio": (errno.EIO,),
          "unlink": (errno.EIO,), "stat": (errno.EIO,), "dir": (errno.EIO,)}
# A signal came between: as if nothing had been. SQLite alone gives up when fsync() is interrupted (which no
# local file system does): then the audit is refused, and all is as it was.
GIVES_UP = b"history store"
INTERRUPTED = ("sync", "close")

injected = collections.Counter()
faults = []


def judge(audit, run, what):
    for wrong in audit.faults_of(run, tidy=not what.startswith("unlink")):
        faults.append(f"{what}: {wrong}")
        print(faults[-1], flush=True)


def met_calls(audit, top):
    log = top / "met"
    run = audit.run({"FAULT_LOG": str(log)})
    judge(audit, run, "nothing fails")
    return {kind: int(count) for kind, count in (line.split() for line in log.open())}


def places(kind, count):
    if every := os.environ.get("FAULTS_EVERY"):
        return range(1, count + 1, int(every))
    stride = max(1, count // SPREAD[kind])
    return range(1 + stride // 3, count + 1, stride)


def one_at_a_time(audit, kind, count):
    for turn, place in enumerate(places(kind, count)):
        all_of_them = os.environ.get("FAULTS_EVERY") == "1"
        for error in ERRORS[kind] if all_of_them else (ERRORS[kind][turn % len(ERRORS[kind])],):
            # Every other time it goes on failing, as on a full disk.
            alone = os.environ.get("FAULTS_ONCE") == "1"
            for last in ((place,) if alone else (place, 0) if all_of_them else
                         ((place,), (0,))[turn % 2]):
                run = audit.run({"FAULT_KIND": kind, "FAULT_FIRST": str(place),
                                 "FAULT_LAST": str(last), "FAULT_ERROR": str(error)})
                injected[kind] += 1
                judge(audit, run, f"{kind} {place} of {count}{'' if last else ' on'}, "
                                  f"{errno.errorcode[error]}")


def must_not_matter(audit, what, **how):
    run = audit.run(**how)
    if run.returncode != audit.good.returncode and not (run.returncode == 4 and GIVES_UP in run.stderr):
        faults.append(f"{what}: it exits with {run.returncode}: {run.stderr[-300:]}")
        print(faults[-1])
    judge(audit, run, what)


def commands(audit):
    """What the other commands do, on the outputs of the audit."""
    inputs = str(audit.top / "input")
    rules = ["--rules-folder", str(audit.top / "rules"), "--profile", "own", "--no-config"]
    audited = [inputs, *rules, "--as-of", "2026-01-31", "--threads", "1"]
    return {
        "worklist": ["worklist", *audited, "-o", "w.csv", "-o", "w.html", "--split-to", "lists"],
        "case": ["case", "100", *audited, "-o", "c.html"],
        "inspect": ["inspect", inputs, *rules, "--threads", "1"],
        "partition": ["partition", *audited, "--parts", "2", "--into", "parts"],
        "verify": ["verify", "e.zip", inputs, "--threads", "1"],
        "history": ["history", "show", "--store", "h.db", "--format", "json", "-o", "s.json"],
        "prune": ["history", "prune", "--store", "h.db", "--before", "2030-01-01"],
        "init": ["init", "started", "--rules-folder", os.path.abspath(sys.argv[3])],
        "rules": ["rules", "check", str(audit.top / "rules/packs/own.toml"), *rules[:2]],
    }


def other_command(audit, name, arguments):
    """A command may do all, or part of it where it says so, file by file."""
    log = audit.top / "met"
    arguments = [audit.program, *arguments]
    good = audit.run({"FAULT_LOG": str(log)}, arguments=arguments)
    whole, counts = audit.files(good.folder), dict(line.split() for line in log.open())
    for kind in ("alloc", "read", "write", "open", "stat", "dir", "rename", "sync"):
        count = int(counts[kind])
        for turn, place in enumerate(range(1, count + 1, max(1, count // (5 if kind == "alloc" else 2)))):
            run = audit.run({"FAULT_KIND": kind, "FAULT_FIRST": str(place),
                             "FAULT_LAST": str(place * (turn % 2)),
                             "FAULT_ERROR": str(ERRORS[kind][0])}, arguments=arguments)
            injected[kind] += 1
            what = f"{name}: {kind} {place} of {count}"
            files = audit.files(run.folder)
            if run.returncode == good.returncode:
                if run.stdout != good.stdout or not audit.same_files(run, files, good, whole):
                    fault(f"{what}: it ends as if all were well, and was not")
            elif run.returncode not in support.DOCUMENTED or not (run.stderr + run.stdout).strip():
                fault(f"{what}: it exits with {run.returncode}: {run.stderr[-300:]}")
            elif run.returncode != 3 and not audit.same_files(run, files, good, whole, some=True):
                fault(f"{what}: a file is neither whole nor as it was")
            if [file for file in files if ".tmp" in file]:
                fault(f"{what}: left behind: {list(files)}")
            shutil.rmtree(run.folder)
    shutil.rmtree(good.folder)


def workbook(audit):
    """Where memory fails the library that writes workbooks, it goes on and leaves something out."""
    def run(faults, *outputs):
        arguments = [audit.program, *audit.arguments("2026-01-31")[1:8], "--as-of", "2026-01-31", "--quiet",
                     "--threads", "1", *outputs]
        return audit.run(faults, arguments=arguments)

    def met(*outputs):
        log = audit.top / "met"
        shutil.rmtree(run({"FAULT_LOG": str(log)}, *outputs).folder)
        return int(dict(line.split() for line in log.open())["alloc"])

    count, without = met("-o", "r.xlsx"), met()
    good = run({}, "-o", "r.xlsx")
    wanted = (good.folder / "r.xlsx").read_bytes()
    stride = 1 if os.environ.get("FAULTS_EVERY") else max(1, (count - without) // 120)
    for place in range(without, count + 1, stride):
        done = run({"FAULT_KIND": "alloc", "FAULT_FIRST": str(place), "FAULT_LAST": str(place),
                    "FAULT_ERROR": str(errno.ENOMEM)}, "-o", "r.xlsx")
        injected["workbook"] += 1
        what = f"workbook: alloc {place} of {count}"
        if done.returncode not in support.DOCUMENTED | {good.returncode} and not support.library_ended(done):
            fault(f"{what}: it exits with {done.returncode}: {done.stderr[-300:]}")
        kept = (done.folder / "r.xlsx").read_bytes()
        if kept != (wanted if done.returncode == good.returncode else audit.former["r.xlsx"]):
            fault(f"{what}: the workbook is neither whole nor as it was ({done.returncode})")
        shutil.rmtree(done.folder)
    shutil.rmtree(good.folder)


def fault(text):
    faults.append(text)
    print(text, flush=True)


def main():
    program, shim, rules = (os.path.abspath(name) for name in sys.argv[1:4])
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        audit = support.Audit(top, program, shim, pathlib.Path(rules))
        if audit.good.returncode != 1 or len(audit.new) != len(support.OUTPUTS) + 1:
            sys.exit(f"the audit itself fails: {audit.good.stderr}")
        counts = met_calls(audit, top)
        print(f"calls met: {counts}")
        for kind in ("read", "write"):
            must_not_matter(audit, f"short {kind}s and EINTR",
                            faults={"FAULT_KIND": kind, "FAULT_FIRST": "1", "FAULT_ERROR": "0"})
        for kind in INTERRUPTED:
            for place in places(kind, counts[kind]):
                must_not_matter(audit, f"EINTR of {kind} {place}", faults={
                    "FAULT_KIND": kind, "FAULT_FIRST": str(place), "FAULT_LAST": str(place),
                    "FAULT_ERROR": str(errno.EINTR)})
        for kind in (os.environ.get("FAULTS_KIND", "").split() or SPREAD):
            one_at_a_time(audit, kind, counts[kind])
        workbook(audit)
        for command, arguments in commands(audit).items():
            other_command(audit, command, arguments)
    print(f"{sum(injected.values())} injected: {dict(injected)}; {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
