#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""set_aside_test.py PROGRAM INPUT: parts with waivers and a baseline; evidence that holds them."""
import json
import pathlib
import sys
import tempfile

import support

OPTIONS = ["--as-of", "2026-01-31", "--no-config"]


def waiver(until, **keys):
    rows = [f'{key} = "{value}"' for key, value in keys.items()]
    return "\n".join(["[[waiver]]", *rows, 'approved_by = "J. Doe"', "approved_on = 2025-01-01",
                      f"until = {until}", 'reason = "made up"', ""])


def waivers_for(findings):
    violations = [f for f in findings if f["status"] in ("late", "overdue", "failed")]
    people = sorted({(f["rule"], f["participant"]) for f in violations if f["participant"]})
    office = next(f for f in violations if f["office"])
    text = [waiver("2026-12-31", rule=rule, participant=who) for rule, who in people[::9]]
    text += [waiver("2026-02-05", rule=rule, participant=who) for rule, who in people[1::23]]
    text += [waiver("2026-01-01", rule=rule, participant=who) for rule, who in people[2::23]]
    text += [waiver("2026-12-31", rule=violations[5]["rule"], record=violations[5]["record"]["key"]),
             waiver("2026-12-31", rule=people[0][0], participant="999999"),
             waiver("2026-12-31", rule=office["rule"], office=office["office"])]
    return "\n".join(text)


def split_key(program, folder):
    """A key that records of two tables have, in different parts: no wrong answer."""
    source = folder / "split"
    source.mkdir()
    people = range(100, 140)
    (source / "applications.csv").write_text("app_id,state_id,program,created_on\n" + "".join(
        f"{n}1,{n},WIOA,2026-01-02\n" for n in people))
    late = "2025-11-03,2026-01-20"
    (source / "activities.csv").write_text(
        "activity_id,app_id,code,actual_begin,created_on\n" + "".join(
            f"K{n},{n}1,203,{late}\n" for n in people))
    # Each note has the key of another participant's activity.
    (source / "notes.csv").write_text(
        "note_id,app_id,contact_date,created_on,subject\n" + "".join(
            f"K{n},{n + 1 if n < 139 else 100}1,{late},note\n" for n in people))
    rules = ["--only", "entry.activity", "--only", "entry.case-note", "--profile", "all"]
    whole = folder / "whole.json"
    support.run(program, "check", source, *OPTIONS, *rules, "--quiet", "-o", whole)
    keys = {}
    for f in json.loads(whole.read_text())["findings"]:
        keys.setdefault(f["record"]["key"], set()).add((f["record"]["table"], f["rule"]))
    both = sorted(key for key, places in keys.items() if len({t for t, _ in places}) > 1)
    if not both:
        return ["no key of two tables has violations"]
    file = folder / "split.toml"
    file.write_text("".join(waiver("2026-12-31", rule="entry.*", record=key) for key in both))
    _, merged, faults = support.in_parts(program, [source], 3, [*OPTIONS, *rules], folder,
                                         ["--waivers", file])
    if merged != 2 or "is about records of several parts" not in "".join(faults):
        return [f"a key in several parts: {merged}, {faults}"]
    return []


def main():
    program, source = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        baseline = folder / "baseline.json"
        support.run(program, "check", source, "--as-of", "2025-12-15", "--no-config", "--quiet",
                    "-o", baseline)
        first = folder / "first.json"
        support.run(program, "check", source, *OPTIONS, "--quiet", "-o", first)
        waivers = folder / "waivers.toml"
        waivers.write_text(waivers_for(json.loads(first.read_text())["findings"]))
        aside = ["--waivers", waivers, "--baseline", baseline]
        faults = support.same_as_single(program, [source], [1, 4], OPTIONS, folder, aside)
        totals = json.loads((folder / "single.json").read_text())
        states = {w["state"] for w in totals["waivers"]}
        if states != {"used", "unmatched", "expired", "expiring"}:
            faults.append(f"waivers are {states}: the test proves less than it says")
        if not totals["totals"]["baselined"]:
            faults.append("nothing is baselined: the test proves less than it says")
        evidence = folder / "evidence.zip"
        support.run(program, "check", source, *OPTIONS, *aside, "--quiet", "--evidence", evidence)
        waivers.unlink()
        baseline.unlink()
        code, out, errors = support.run(program, "verify", evidence, source)
        if code != 0 or b"identical" not in out:
            faults.append(f"verify with waivers and baseline: {code} {out} {errors}")
        faults += split_key(program, folder)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
