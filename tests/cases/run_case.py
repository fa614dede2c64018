#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one case and compares everything that it printed, wrote and returned.

    run_case.py PROGRAM CASE_FOLDER          UPDATE_EXPECTED=1 rewrites CASE_FOLDER/expected instead

A case is a folder tests/cases/<command>/<case>/ with
    args             the command line; quoted as in a shell, on as many lines as one likes; # comments
    input/, …        whatever the run needs: all but args, env, stdin, expected is copied to a fresh
                     folder, which is the run's working directory
    stdin            optional; else standard input is empty
    env              optional; NAME=VALUE lines added to an otherwise bare environment
    expected/exit    the exit code; absent: 0
    expected/stdout, expected/stderr        absent: must be empty
    expected/<path>  a file that the run must leave behind, with this content; it may leave no other
The run's start time and duration are the only things that are made equal before comparing.
"""
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

OWN = {"args", "env", "stdin", "expected"}
STREAMS = ("exit", "stdout", "stderr")
SANITIZERS = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS")
TIMES = [
    (re.compile(rb'("started_at":\s*)"[^"]*"'), rb'\1"(start)"'),
    (re.compile(rb'("seconds":\s*)[0-9.eE+-]+'), rb"\g<1>0"),
]


def normalised(content: bytes) -> bytes:
    for pattern, replacement in TIMES:
        content = pattern.sub(replacement, content)
    return content


def environment(case: pathlib.Path, home: str) -> dict:
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": home}
    env.update({name: os.environ[name] for name in SANITIZERS if name in os.environ})
    file = case / "env"
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            env[name] = value
    return env


def files_below(folder: pathlib.Path) -> dict:
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def run(program: str, case: pathlib.Path) -> dict:
    """What the run did, by the name that it has below expected/."""
    arguments = shlex.split((case / "args").read_text(encoding="utf-8"), comments=True)
    stdin = (case / "stdin").read_bytes() if (case / "stdin").exists() else b""
    with tempfile.TemporaryDirectory(prefix="case-") as folder, \
            tempfile.TemporaryDirectory(prefix="home-") as home:
        work = pathlib.Path(folder)
        for entry in sorted(case.iterdir()):
            if entry.name in OWN:
                continue
            if entry.is_dir():
                shutil.copytree(entry, work / entry.name, symlinks=True)
            else:
                shutil.copy2(entry, work / entry.name)
        before = files_below(work)
        done = subprocess.run([program, *arguments], cwd=work, env=environment(case, home),
                              input=stdin, capture_output=True, timeout=300, check=False)
        result = {"exit": b"%d\n" % done.returncode, "stdout": done.stdout, "stderr": done.stderr}
        after = files_below(work)
        result.update({name: content for name, content in after.items()
                       if before.get(name) != content})
        result.update({name: b"(deleted)\n" for name in before if name not in after})
    return {name: normalised(content) for name, content in result.items()}


def expectations(case: pathlib.Path) -> dict:
    folder = case / "expected"
    expected = {"exit": b"0\n", "stdout": b"", "stderr": b""}
    if folder.exists():
        expected.update(files_below(folder))
    return expected


def update(case: pathlib.Path, result: dict) -> None:
    folder = case / "expected"
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in result.items():
        if name in STREAMS and content == {"exit": b"0\n"}.get(name, b""):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def differences(expected: dict, result: dict) -> list:
    lines = []
    for name in sorted(expected.keys() | result.keys()):
        if name not in result:
            lines.append(f"{name}: was not written")
        elif name not in expected:
            lines.append(f"{name}: was written, but is not expected")
        elif expected[name] != result[name]:
            before, after = (content.decode("utf-8", "backslashreplace").splitlines()
                             for content in (expected[name], result[name]))
            diff = list(difflib.unified_diff(before, after, f"expected/{name}", f"actual/{name}",
                                             lineterm="", n=2))
            lines += diff[:200] or [f"{name}: differs in white space at the ends of lines"]
    return lines


def main() -> int:
    program, case = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    result = run(program, case)
    if os.environ.get("UPDATE_EXPECTED"):
        update(case, result)
        return 0
    lines = differences(expectations(case), result)
    if lines:
        print("\n".join(lines))
        print(f"\nIf this is right: UPDATE_EXPECTED=1 ctest, then look at the diff of {case.name}")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
