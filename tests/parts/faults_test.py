#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""faults_test.py PROGRAM INPUT: what partition, check and merge refuse, and what they leave behind."""
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import support

OPTIONS = ["--as-of", "2026-01-31", "--no-config"]
faults = []


def expect(what, result, code, *texts):
    """The exit code, and each text (a part of standard error)."""
    got, _, errors = result
    if got != code:
        faults.append(f"{what}: exits with {got}, expected {code}: {errors.decode()}")
    for text in texts:
        if str(text) not in errors.decode():
            faults.append(f"{what}: does not say '{text}': {errors.decode()}")


def expect_empty(what, folder, known=()):
    left = sorted(p.name for p in folder.iterdir() if p.name not in known)
    if left:
        faults.append(f"{what}: left {left}")


def merge_faults(program, source, folder):
    run = lambda *args: support.run(program, *args)
    for name, extra in (("a", []), ("b", ["--skip", "note.*"])):
        run("partition", source, "--parts", 2, "--into", folder / name, *OPTIONS, *extra)
        for n in (1, 2):
            run("check", folder / name / f"part-{n}", *OPTIONS, *extra, "--quiet",
                "-o", folder / f"{name}{n}.json")
    run("check", folder / "a/part-2", *OPTIONS, "--quiet", "--period", "2026-01",
        "-o", folder / "period.json")
    run("check", source, *OPTIONS, "--quiet", "-o", folder / "whole.json")
    a1, a2, b2 = folder / "a1.json", folder / "a2.json", folder / "b2.json"
    merge = lambda *reports: run("merge", *reports, "-o", folder / "out.json", "--quiet")
    expect("a part missing", merge(a1), 2, "part 2 of 2 is missing")
    expect("a part twice", merge(a1, a2, a1), 2, "given twice", a1)
    expect("another partition", merge(a1, b2), 2, "another partition", b2)
    expect("other options", merge(a1, folder / "period.json"), 2, "other options", "period.json")
    expect("no part", merge(a1, folder / "whole.json"), 2, "not of a part", "whole.json")
    expect("no file", merge(a1, folder / "absent.json"), 2, "absent.json", "cannot be read")
    cut = folder / "cut.json"
    cut.write_bytes(a2.read_bytes()[:2000])
    expect("a cut report", merge(a1, cut), 2, "cut.json", "not whole")
    other = folder / "other.json"
    other.write_text('{"schema": "something else"}')
    expect("another schema", merge(a1, other), 2, "other.json", "no JSON report")
    changed = folder / "changed.json"
    changed.write_bytes(re.sub(rb'"rows": \d+', b'"rows": 7', a2.read_bytes(), count=1))
    expect("a changed report", merge(a1, changed), 2, "changed.json", "was changed")
    expect("an output that is a report", run("merge", a1, a2, "-o", a1), 2, "also an input")
    if (folder / "out.json").exists():
        faults.append("a refused merge left out.json")


def check_faults(program, source, folder):
    run = lambda *args: support.run(program, *args)
    part = folder / "a/part-1"
    quiet = [*OPTIONS, "--quiet"]
    expect("other as-of date", run("check", part, "--no-config", "--as-of", "2026-02-01"), 2,
           "2026-01-31")
    expect("other rules", run("check", part, *quiet, "--skip", "note.*"), 2, "other rules")
    expect("two parts", run("check", part, folder / "a/part-2", *quiet), 2, "audit it alone")
    expect("a part of a part", run("partition", part, "--parts", 2, "--into", folder / "x", *OPTIONS),
           2, "a part already")
    changed = folder / "changed"
    shutil.copytree(part, changed)
    manifest = changed / "manifest.json"
    text = manifest.read_text()
    manifest.write_text(text.replace('"rows": 1', '"rows": 2', 1))
    expect("a manifest changed by hand", run("check", changed, *quiet), 3, "manifest.json", "changed")
    manifest.write_text(text[:-200])
    expect("a cut manifest", run("check", changed, *quiet), 3, "manifest.json", "no whole manifest")
    manifest.write_text(text)
    rows = next(changed.glob("*-activities.csv"))
    lines = rows.read_text().splitlines(keepends=True)
    rows.write_text("".join(lines[:-1]))
    expect("a file of the part cut", run("check", changed, *quiet), 3, rows.name, "as `partition` wrote")
    rows.write_text("".join(lines[:1] + lines[2:] + lines[1:2]))
    expect("rows in another order", run("check", changed, *quiet), 3, rows.name)
    rows.unlink()
    expect("a file of the part absent", run("check", changed, *quiet), 3, rows.name)


def partition_faults(program, source, folder):
    run = lambda *args: support.run(program, *args)
    target = folder / "parts"
    target.mkdir()
    (target / "mine.txt").write_text("kept")
    split = lambda into, *more: run("partition", source, "--parts", 3, "--into", into, *OPTIONS, *more)
    expect("a folder with files", split(target), 4, "there already")
    if [p.name for p in target.iterdir()] != ["mine.txt"]:
        faults.append("a folder with files was touched")
    expect("no folder above", split(folder / "absent/parts"), 4, "absent/parts")
    expect("no parts", run("partition", source, "--parts", 0, "--into", folder / "x"), 2, "--parts")
    expect("no input", run("partition", folder / "nothing", "--parts", 2, "--into", folder / "x"), 3)
    shutil.rmtree(target)
    target.mkdir()
    expect("an empty folder", split(target, "--quiet"), 0)
    mode = [oct(p.stat().st_mode & 0o777) for p in (target, *sorted(target.rglob("*")))]
    if set(mode) != {"0o700", "0o600"}:
        faults.append(f"modes are {set(mode)}")
    shutil.rmtree(target)
    # As on a full disk, each write past a limit fails.
    limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                     resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)))
    done = subprocess.run([program, "partition", source, "--parts", "3", "--into", target, *OPTIONS],
                          preexec_fn=limit, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    expect("a full disk", (done.returncode, b"", done.stderr), 4, "nothing was changed")
    expect_empty("a full disk", folder)
    interrupted(program, source, folder, target)


def interrupted(program, source, folder, target):
    """A signal while parts are written; those that come too early or late prove nothing."""
    big = folder / "big"
    big.mkdir()
    lines = (pathlib.Path(source) / "activities.csv").read_text().splitlines(keepends=True)
    (big / "activities.csv").write_text("".join(lines[:1] + lines[1:] * 40))
    for _ in range(5):
        process = subprocess.Popen([program, "partition", big, "--parts", "50", "--into", target,
                                    *OPTIONS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            if any(p.name.startswith(".parts.") for p in folder.iterdir()):
                process.send_signal(signal.SIGTERM)
                break
        code = process.wait(timeout=60)
        if code == -signal.SIGTERM:
            expect_empty("a signal", folder, {"big"})
            return
        shutil.rmtree(target, ignore_errors=True)
    faults.append("no partition could be interrupted")


def main():
    program, source = sys.argv[1:3]
    for part in (partition_faults, merge_faults):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            part(program, source, folder)
            if part is merge_faults:
                check_faults(program, source, folder)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
