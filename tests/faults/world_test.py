#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    world_test.py PROGRAM SHIM RULES: an odd world around the program changes no byte, or is told."""
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import support

faults = []


def fault(text):
    faults.append(text)
    print(text, flush=True)


def same(audit, what, code=None, **how):
    """The audit runs as ever."""
    run = audit.run({}, **how)
    if run.returncode != (audit.good.returncode if code is None else code):
        fault(f"{what}: it exits with {run.returncode}: {run.stderr[-300:]}")
    elif run.returncode == audit.good.returncode and run.stderr != audit.good.stderr:
        fault(f"{what}: it says {run.stderr[-300:]}")
    for wrong in audit.faults_of(run):
        fault(f"{what}: {wrong}")


def environments(audit):
    for name, env in {
            "TZ far east": {"TZ": "Pacific/Kiritimati"}, "TZ far west": {"TZ": "Etc/GMT+12"},
            "TZ with half hours": {"TZ": "Asia/Kathmandu"}}.items():
        run = audit.run({}, env=env)
        # The one place of time tells the local one; the store and the evidence hold it too.
        report, good = ((run.folder / "r.json").read_bytes(), audit.new["r.json"])
        for line, other in zip(report.split(b"\n"), good.split(b"\n")):
            if line != other and b"started_at" not in line:
                fault(f"{name}: {line} and not {other}")
        for file in ("r.txt", "r.xlsx"):
            if (run.folder / file).read_bytes() != audit.new[file]:
                fault(f"{name}: {file} differs")
        shutil.rmtree(run.folder)
    for name, env in {
            "no such TZ": {"TZ": "Nowhere/At all"}, "TZ of nothing": {"TZ": ""},
            "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
            "C": {"LC_ALL": "C"}, "no such locale": {"LC_ALL": "xx_YY.ISO-8859-9"},
            "German numbers": {"LC_NUMERIC": "de_DE.UTF-8"}, "narrow": {"COLUMNS": "20"},
            "an empty home": {"HOME": ""}, "XDG": {"XDG_DATA_HOME": "/nowhere"}}.items():
        same(audit, name, env=env)
    same(audit, "no environment", before=["/usr/bin/env", "-u", "HOME", "-u", "PATH", "-u", "LANG"])
    same(audit, "many threads", threads="64")


def files_and_limits(audit):
    def limited(what, most):
        return lambda: resource.setrlimit(what, (most, most))
    same(audit, "umask 0", preexec_fn=lambda: os.umask(0))
    run = audit.run({}, preexec_fn=lambda: os.umask(0))
    for path in run.folder.iterdir():
        if path.name not in audit.former and path.stat().st_mode & 0o077:
            fault(f"umask 0: {path.name} is others' too")
    shutil.rmtree(run.folder)
    for most in (4, 6, 8, 10, 12, 14, 17):
        run = audit.run({}, preexec_fn=limited(resource.RLIMIT_NOFILE, most))
        for wrong in audit.faults_of(run):
            fault(f"{most} files may be open: {wrong}")
    for most in (0, 4096, 40000):
        run = audit.run({}, preexec_fn=limited(resource.RLIMIT_FSIZE, most))
        for wrong in audit.faults_of(run):
            fault(f"files of {most} bytes at most: {wrong}")
        if run.returncode != 4:
            fault(f"files of {most} bytes at most: it exits with {run.returncode}")
    for megabytes in (40, 48, 56, 64, 80):
        run = audit.run({}, preexec_fn=limited(resource.RLIMIT_AS, megabytes << 20))
        if run.returncode == 127:  # the loader itself
            shutil.rmtree(run.folder)
            continue
        for wrong in audit.faults_of(run):
            fault(f"{megabytes} MB of memory: {wrong}")


def closed_streams(audit):
    """What the program opens must not take a stream's place: messages would go into a report."""
    for streams in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
        closing = " ".join(f"{stream}>&-" for stream in streams)
        run = audit.run({}, before=["/bin/sh", "-c", f'exec "$@" {closing}', "sh"])
        if run.returncode != audit.good.returncode:
            fault(f"{closing}: it exits with {run.returncode}: {run.stderr[-200:]}")
        if 1 in streams:
            run.stdout = audit.good.stdout
        for wrong in audit.faults_of(run):
            fault(f"{closing}: {wrong}")
    # With something to complain of, as well.
    folder = audit.top / "complaint"
    folder.mkdir()
    broken = folder / "activities.csv"
    broken.write_text('Activity ID,App ID,State ID,Activity Code\nA-1,200,100,"205\n')
    for closing in ("2>&-", "0>&- 1>&- 2>&-"):
        subprocess.run(["/bin/sh", "-c", f'exec "$@" {closing}', "sh", audit.program, "check",
                        broken, "--verbose", "-o", folder / "r.json"], cwd=folder, check=False,
                       capture_output=True, timeout=100)
        if not (folder / "r.json").read_bytes().startswith(b"{"):
            fault(f"{closing}: messages stand in the report")


def lost_folder(audit):
    folder = audit.top / "lost"
    folder.mkdir()
    script = f'cd "{folder}" && rmdir "{folder}" && exec "$@"'
    done = subprocess.run(["/bin/sh", "-c", script, "sh", audit.program, "check",
                           audit.top / "input", "--rules-folder", audit.top / "rules", "--profile",
                           "own", "--as-of", "2026-01-31", "-o", "r.json"],
                          capture_output=True, timeout=100, check=False)
    if done.returncode != 4 or b"r.json" not in done.stderr:
        fault(f"the folder is gone: it exits with {done.returncode}: {done.stderr}")


def many_files(audit):
    """A folder of 32,767 files, most of them no exports."""
    folder = audit.top / "many"
    folder.mkdir()
    (folder / "activities.csv").write_text(support.ROWS)
    for number in range(32766):
        (folder / f"note-{number}.txt").touch()
    done = subprocess.run([audit.program, "check", folder, "--rules-folder", audit.top / "rules",
                           "--profile", "own", "--as-of", "2026-01-31", "--no-config"],
                          capture_output=True, timeout=300, check=False)
    if done.returncode != 1 or done.stdout != audit.good.stdout:
        fault(f"32,767 files: it exits with {done.returncode}: {done.stdout[-300:]}{done.stderr}")
    if os.environ.get("FAULTS_EVERY"):
        for number in range(32766):
            (folder / f"note-{number}.txt").rename(folder / f"note-{number}.csv")
            (folder / f"note-{number}.csv").write_text(support.ROWS.replace("A-", f"B{number}-"))
        done = subprocess.run([audit.program, "check", folder, "--rules-folder",
                               audit.top / "rules", "--profile", "own", "--as-of", "2026-01-31",
                               "--no-config", "--quiet", "-o", audit.top / "many.json"],
                              capture_output=True, timeout=3000, check=False)
        if done.returncode != 1:
            fault(f"32,767 exports: it exits with {done.returncode}: {done.stderr[-300:]}")


def interrupted(audit):
    """A signal leaves the former files and nothing else, and is what the program ends by."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        folder = audit.top / f"signal-{number}"
        folder.mkdir()
        (folder / "r.json").write_text("former")
        os.mkfifo(folder / "pipe")
        with subprocess.Popen([audit.program, "check", folder / "pipe", "--quiet", "-o", "r.json"],
                              cwd=folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            with open(folder / "pipe", "wb"):  # it has opened its output and waits for the input
                deadline = time.monotonic() + 60
                while time.monotonic() < deadline and len(list(folder.iterdir())) < 3:
                    time.sleep(0.02)
                process.send_signal(number)
                process.wait(60)
        if process.returncode != -number:
            fault(f"signal {number}: it exits with {process.returncode}")
        left = {path.name for path in folder.iterdir()} - {"r.json", "pipe"}
        if left or (folder / "r.json").read_text() != "former":
            fault(f"signal {number}: left behind: {left}")
    run = audit.run({}, before=["/usr/bin/nohup"])
    if run.returncode != audit.good.returncode:
        fault(f"nohup: it exits with {run.returncode}")
    shutil.rmtree(run.folder)


def main():
    program, shim, rules = (os.path.abspath(name) for name in sys.argv[1:4])
    with tempfile.TemporaryDirectory() as name:
        audit = support.Audit(pathlib.Path(name) / "a", program, shim, pathlib.Path(rules))
        for step in (environments, files_and_limits, closed_streams, lost_folder, many_files,
                     interrupted):
            step(audit)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
