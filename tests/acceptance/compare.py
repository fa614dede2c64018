#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Audits an acceptance set and compares every rule with expected.json, counts and findings.

    compare.py PROGRAM SET_FOLDER RULES_FOLDER
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

COUNTS = ("obligations", "met", "late", "overdue", "failed", "upcoming", "pending")
FIVE = {"entry.activity", "note.every-30-days", "activity.reciprocal",
        "exit.closure-before-soft-exit", "follow-up.three-attempts"}
SHOWN = 5
KEY = 4  # where the record key stands in a finding without its rule; "~": the input holds none


def audit(program, folder, profile):
    with tempfile.TemporaryDirectory(prefix="acceptance-") as out:
        report = pathlib.Path(out) / "report.json"
        done = subprocess.run(
            [program, "check", folder / "input", "--profile", profile, "--no-config", "--as-of",
             "2026-01-31", "--fail-on", "never", "-o", report],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, timeout=600, check=False)
        if done.returncode != 0:
            sys.exit(f"exit code {done.returncode} instead of 0\n{done.stderr}")
        return json.loads(report.read_text(encoding="utf-8"))


def expected_findings(expected):
    by_rule = collections.defaultdict(collections.Counter)
    for rule, *finding in expected["findings"]:
        by_rule[rule][tuple(finding)] += 1
    return by_rule


def reported_findings(report):
    by_rule = collections.defaultdict(collections.Counter)
    for f in report["findings"]:
        record = f["record"]
        by_rule[f["rule"]][(f["status"], f["participant"], f["application"], record["table"],
                            record["key"], f["trigger"], f["due"], f["met_on"],
                            f["late_by"])] += 1
    return by_rule


def without_keys(findings):
    loose = collections.Counter()
    for finding, count in findings.items():
        loose[finding[:KEY] + finding[KEY + 1:]] += count
    return loose


def compare_rule(wanted, found, wanted_counts, counts):
    """Lines that say what differs; none if nothing does."""
    if any(finding[KEY] == "~" for finding in wanted):
        wanted, found = without_keys(wanted), without_keys(found)
    lines = [f"    {name}: {counts.get(name)} instead of {wanted_counts.get(name, 0)}"
             for name in COUNTS if counts.get(name) != wanted_counts.get(name, 0)]
    for title, difference in (("missing", wanted - found), ("extra", found - wanted)):
        total = sum(difference.values())
        examples = sorted(difference, key=str)[:SHOWN]
        lines += [f"    {title}: {finding}" for finding in examples]
        if total > len(examples):
            lines.append(f"    {title}: {total} in all")
    return lines


def compare_inputs(expected, report):
    """The accounts of rows, by table: rows = accepted + rejected + ignored."""
    counts = ("rows", "accepted", "rejected", "ignored")
    found = collections.defaultdict(collections.Counter)
    for given in report["inputs"]:
        found[given["table"]].update({name: given[name] for name in counts})
    return [f"    {table}: {found[table][name]} {name} instead of {wanted[name]}"
            for table, wanted in sorted(expected["inputs"].items()) for name in counts
            if found[table][name] != wanted[name]]


def main():
    program, folder, rules = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    profile = "all" if (rules / "profiles" / "all.toml").exists() else "five"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    report = audit(program, folder, profile)
    wanted, found = expected_findings(expected), reported_findings(report)
    reported = {rule["id"]: rule for rule in report["rules"]}
    compared = sorted(expected["rules"].keys() - set(expected.get("not_compared") or ()))
    if profile == "five":
        compared = [rule for rule in compared if rule in FIVE]
    differing = 0
    for rule in compared:
        if rule not in reported:
            lines = ["    not in the report"]
        else:
            lines = compare_rule(wanted[rule], found[rule], expected["rules"][rule],
                                 reported[rule])
        if lines:
            differing += 1
            print("\n".join([rule, *lines]))
    agreed = len(compared) - differing
    accounts = compare_inputs(expected, report)
    if accounts:
        print("\n".join(["rows", *accounts]))
    print(f"{agreed} of {len(compared)} rules agree (profile {profile})")
    return 0 if compared and agreed == len(compared) and not accounts else 1


if __name__ == "__main__":
    sys.exit(main())
