# SPDX-License-Identifier: MIT
"""Measures `check --profile five` and the same rules as SQL in turn; see side-by-side.sh.

Exit code 1 where their counts differ. A share of the machine that others take falls on both alike,
since the rounds alternate; ratios are of the medians.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

AS_OF = "2026-01-31"  # the generator's as-of date
STATUSES = ("met", "late", "overdue", "failed", "upcoming", "pending")
HERE = os.path.dirname(os.path.abspath(__file__))


def measure(command):
    """Runs it, and writes its wall and CPU seconds and peak memory in MB to standard error."""
    begun = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    print(json.dumps([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6]),
          file=sys.stderr)
    return os.waitstatus_to_exitcode(status)


def run(command):
    """Its output, and what measure() says of it."""
    # By a process of its own: a child counts the memory of what it was forked from as its peak.
    done = subprocess.run([sys.executable, os.path.abspath(__file__), "--measure", *command],
                          capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done.stdout, json.loads(done.stderr.splitlines()[-1])


def counts_of_report(text):
    return {rule["id"]: {status: rule[status] for status in STATUSES if rule[status] > 0}
            for rule in json.loads(text)["rules"]}


def show_differences(ours, theirs):
    for rule in sorted(ours.keys() | theirs.keys()):
        a, b = ours.get(rule, {}), theirs.get(rule, {})
        same = "agree" if a == b else "DIFFER"
        print(f"{rule:<32} {same}: {a}" + ("" if a == b else f", as SQL {b}"))


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "package", "exports"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()

    check = [options.program, "check", "--no-config", "--profile", "five", "--as-of", AS_OF,
             "--fail-on", "never", "--threads", str(options.threads)]
    sql = ["node", os.path.join(HERE, "duckdb.mjs"), options.package, options.exports, AS_OF,
           str(options.threads)]
    report, _ = run(check + ["--format", "json", options.exports])
    answer, _ = run(sql)
    ours, theirs = counts_of_report(report), json.loads(answer)
    show_differences(ours, theirs)

    size = sum(entry.stat().st_size for entry in os.scandir(options.exports)) / 1e6
    print(f"\n{size:.0f} MB, {options.threads} threads, {options.rounds} rounds, medians")
    # The SQL ends with counts; so that no less is asked of `check`, it writes the whole report.
    measured = {"check": [], "SQL": []}
    with tempfile.TemporaryDirectory() as folder:
        written = [options.exports, "--quiet", "-o", os.path.join(folder, "report.json")]
        for _ in range(options.rounds):
            measured["check"].append(run(check + written)[1])
            measured["SQL"].append(run(sql)[1])
    medians = {who: [statistics.median(column) for column in zip(*all_rounds)]
               for who, all_rounds in measured.items()}
    print(f"{'':<8}{'wall s':>10}{'CPU s':>10}{'peak MB':>10}{'MB/s':>10}")
    for who, (wall, cpu, peak) in medians.items():
        print(f"{who:<8}{wall:>10.2f}{cpu:>10.2f}{peak:>10.0f}{size / wall:>10.0f}")
    ratios = [theirs_ / ours_ for ours_, theirs_ in zip(medians["check"], medians["SQL"])]
    print(f"{'ratio':<8}" + "".join(f"{ratio:>10.2f}" for ratio in ratios))
    return 0 if ours == theirs else 1


if __name__ == "__main__":
    sys.exit(measure(sys.argv[2:]) if sys.argv[1:2] == ["--measure"] else main())
