#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One thread and four give the same bytes, twice over, in every format named, and so does each of
the CSV scanner's kernels (one that the processor lacks falls back to a narrower one).

    threads.py PROGRAM INPUT FORMAT...
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMES = re.compile(rb'"(started_at|seconds)":\s*("[^"]*"|[0-9.eE+-]+)')


def reports(program, given, formats, threads, kernel=""):
    with tempfile.TemporaryDirectory(prefix="threads-") as out:
        paths = [pathlib.Path(out) / f"report.{name}" for name in formats]
        command = [program, "check", given, "--no-config", "--as-of", "2026-01-31",
                   "--fail-on", "never", "--threads", str(threads), "--format", "ndjson"]
        for path in paths:
            command += ["-o", path]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=600,
                              check=False, env=os.environ | {"CALJOBS_AUDIT_KERNEL": kernel})
        if done.returncode != 0:
            sys.exit(f"exit code {done.returncode}\n{done.stderr.decode(errors='replace')}")
        contents = {path.name: TIMES.sub(rb"", path.read_bytes()) for path in paths}
        return {"standard output": done.stdout, **contents}


def main():
    program, given, formats = sys.argv[1], sys.argv[2], sys.argv[3:]
    first = reports(program, given, formats, 1)
    differing = set()
    for threads, kernel in ((1, ""), (2, "portable"), (4, ""), (4, "avx2"), (2, "avx512")):
        again = reports(program, given, formats, threads, kernel)
        differing |= {(name, threads, kernel) for name in first if again[name] != first[name]}
    for name, threads, kernel in sorted(differing):
        print(f"{name} differs with {threads} threads, kernel {kernel or 'chosen by itself'}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
