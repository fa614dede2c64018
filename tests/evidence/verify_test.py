#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""verify_test.py PROGRAM INPUT RULES: what check --evidence keeps, and what verify says of it."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

faults = []


def run(program, *args, cwd=None, env=None):
    done = subprocess.run([str(program), *map(str, args)], stdin=subprocess.DEVNULL, cwd=cwd,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def expect(what, result, code, *texts):
    got, out, errors = result
    if got != code:
        faults.append(f"{what}: exits with {got}, expected {code}: {out}{errors}")
    for text in texts:
        if text not in out + errors:
            faults.append(f"{what}: does not say '{text}': {out}{errors}")


def repack(old, new, change):
    """A copy of a zip file whose members are change(name, bytes): a list of (name, bytes)."""
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
        for name in source.namelist():
            for changed, data in change(name, source.read(name)):
                target.writestr(changed, data)


def kept(program, source, folder):
    evidence = folder / "kept.zip"
    own = folder / "own.toml"
    own.write_text('title = "Own"\nextends = "all"\n')
    options = ["--as-of", "2026-01-31", "--config", "own.toml", "--skip", "note.acronyms",
               "--column", "activities.provider=provider"]
    check = ["check", source, *options, "--quiet", "-o", folder / "report.json", "--evidence"]
    expect("check", run(program, *check, evidence, cwd=folder), 1)
    if oct(evidence.stat().st_mode & 0o777) != "0o600":
        faults.append("the evidence is not its owner's alone")
    with zipfile.ZipFile(evidence) as archive:
        names = archive.namelist()
        facts = json.loads(archive.read("evidence.json"))
        report = archive.read("report.json")
        times = {info.date_time for info in archive.infolist()}
    if report != (folder / "report.json").read_bytes():
        faults.append("the evidence's report is not the report")
    if times != {(2026, 1, 31, 12, 0, 0)}:
        faults.append(f"entry times are {times}")
    for wanted in ("rules/schema.toml", "rules/core.toml", "rules/activity-codes.csv"):
        if wanted not in names:
            faults.append(f"{wanted} is not kept")
    for entry in facts["inputs"]:
        if hashlib.sha256((source / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]:
            faults.append(f"SHA-256 of {entry['path']} is wrong")
    if len(facts["inputs"]) != len(list(source.iterdir())):
        faults.append("not every input is hashed")
    if str(folder).encode() in b"".join([json.dumps(facts).encode(), report]):
        faults.append("the evidence names a folder of this machine")
    # Equal but for the report's times, in another time zone too.
    again = folder / "again.zip"
    expect("check again", run(program, *check, again, cwd=folder, env={"TZ": "Asia/Tokyo"}), 1)
    def members(path):
        with zipfile.ZipFile(path) as archive:
            return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()
                    if i.filename != "report.json"]
    if members(evidence) != members(again):
        faults.append("two runs keep different evidence")
    return evidence


def verified(program, source, folder, evidence):
    verify = lambda *args: run(program, "verify", *args)
    expect("the same", verify(evidence, source), 0, "identical")
    # Somewhere else, without the rules of this machine or a profile that lies about.
    away = folder / "away"
    shutil.copytree(source, away / "exports")
    (away / "caljobs-audit.toml").write_text("this is no profile")
    expect("elsewhere", run(program, "verify", evidence, "exports", cwd=away), 0, "identical")
    bare = away / "bin"
    bare.mkdir()
    shutil.copy(program, bare / "caljobs-audit")
    expect("without rules", run(bare / "caljobs-audit", "verify", evidence, away / "exports"), 0,
           "identical")
    exports = away / "exports"
    notes = exports / "activities.csv"
    original = notes.read_bytes()
    lines = original.splitlines(keepends=True)
    notes.write_bytes(b"".join(lines[:-40]))
    expect("rows gone", verify(evidence, exports), 1, "input activities.csv has other bytes",
           "rows then", "rule ", "finding no longer there")
    notes.write_bytes(original + b"\n")
    expect("a blank line more", verify(evidence, exports), 1, "other bytes")
    notes.write_bytes(original)
    (exports / "more.csv").write_text("staff_id,name,status\nS77,Some One,Active\n")
    expect("an input more", verify(evidence, exports), 1, "input more.csv was not there then")
    (exports / "more.csv").unlink()
    notes.rename(exports / "moved.csv")
    expect("an input by another name", verify(evidence, exports), 1, "activities.csv is missing",
           "moved.csv has the same bytes")
    expect("no such input", verify(evidence, exports / "nothing"), 3)


def tampered(program, source, folder, evidence):
    verify = lambda path: run(program, "verify", path, source)
    changed = folder / "changed.zip"
    def edit(member, old, new):
        def change(name, data):
            if name == member and old not in data:
                faults.append(f"{member} has no {old}")
            return [(name, data.replace(old, new, 1) if name == member else data)]
        return change
    with zipfile.ZipFile(evidence) as archive:
        report = json.loads(archive.read("report.json"))
    rule = next(r for r in report["rules"] if r["met"] > 0)
    repack(evidence, changed, edit("report.json", f'"met": {rule["met"]}'.encode(),
                                   f'"met": {rule["met"] + 1}'.encode()))
    expect("a report with another number", verify(changed), 1, f"rule {rule['id']}:")
    first = report["findings"][0]["fingerprint"].encode()
    repack(evidence, changed, edit("report.json", first, b"0" * 32))
    expect("a finding with another fingerprint", verify(changed), 1,
           "finding new: " + first.decode(), "finding no longer there: " + "0" * 32)
    repack(evidence, changed, edit("rules/activity-codes.csv", b"101,", b"1O1,"))
    expect("another code table", verify(changed), 1, "rules digest")
    repack(evidence, changed, edit("rules/core.toml", b"\n", b"\n[["))
    expect("rules that cannot be loaded", verify(changed), 1, "cannot load the rules")
    repack(evidence, changed, lambda name, data: [] if name == "report.json" else [(name, data)])
    expect("no report", verify(changed), 2, "lacks its member report.json")
    repack(evidence, changed, lambda name, data: [(name, data)] + (
        [("extra.txt", b"")] if name == "report.json" else []))
    expect("a member more", verify(changed), 2, "extra.txt")
    for bad in ("../evil.toml", "/tmp/evil.toml", "rules/../../evil.toml", "a//b"):
        repack(evidence, changed, lambda name, data, bad=bad: [(name, data)] + (
            [(bad, b"x")] if name == "report.json" else []))
        expect(f"a member {bad}", verify(changed), 2, "leads out of it")
    repack(evidence, changed, edit("evidence.json", b'"schema"', b'"scheme"'))
    expect("no evidence", verify(changed), 2, "no evidence")
    changed.write_bytes(evidence.read_bytes()[:5000])
    expect("a cut file", verify(changed), 2, "no zip file, or damaged")
    expect("no file", verify(folder / "absent.zip"), 2, "no such file")


def refused(program, source, folder):
    check = lambda *args: run(program, "check", source, "--as-of", "2026-01-31", "--no-config",
                              "--quiet", *args)
    expect("no folder", check("--evidence", folder / "absent" / "e.zip"), 4, "absent")
    copy = folder / "input.csv"
    shutil.copy(source / "activities.csv", copy)
    before = copy.read_bytes()
    expect("an input", run(program, "check", copy, "--no-config", "--quiet", "--evidence", copy), 2)
    if copy.read_bytes() != before:
        faults.append("the input was overwritten")
    target = folder / "same.json"
    expect("the report's file", check("-o", target, "--evidence", target), 2)
    expect("partition", run(program, "partition", source, "--parts", 2, "--into", folder / "p",
                            "--as-of", "2026-01-31", "--no-config", "--quiet"), 0)
    expect("a part", run(program, "check", folder / "p/part-1", "--no-config", "--quiet",
                         "--evidence", folder / "part.zip"), 2, "no whole audit")
    left = [p.name for p in folder.iterdir() if p.name.startswith(".")]
    if left:
        faults.append(f"left behind: {left}")


def main():
    global RULES
    program, source, RULES = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        evidence = kept(program, source, folder)
        verified(program, source, folder, evidence)
        tampered(program, source, folder, evidence)
        refused(program, source, folder)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
