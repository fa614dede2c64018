# SPDX-License-Identifier: MIT
"""What the tests of partition and merge share."""
import pathlib
import re
import subprocess

# The formats that every build has; each must not depend on how the audit came about.
FORMATS = ["json", "ndjson", "csv", "txt", "md", "xml", "sarif", "xlsx"]
TIMES = re.compile(rb'^ *"started_at": .*\n', re.MULTILINE)


def run(program, *args, stdin=None):
    """Exit code, standard output and error as bytes."""
    done = subprocess.run([str(program), *map(str, args)], stdin=stdin or subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    return done.returncode, done.stdout, done.stderr


def outputs(folder, name):
    return [part for ext in FORMATS for part in ("-o", folder / f"{name}.{ext}")]


def in_parts(program, inputs, count, options, folder, of_check=()):
    """Audits in parts; the exit codes of partition and merge, and a list of faults."""
    parts = folder / f"parts-{count}"
    faults = []
    split, _, errors = run(program, "partition", *inputs, "--parts", count, "--into", parts,
                           "--quiet", *options)
    if split not in (0, 3):
        return split, None, [f"partition exits with {split}: {errors.decode()}"]
    reports = []
    for number in range(1, count + 1):
        report = folder / f"{count}-{number}.json"
        code, _, errors = run(program, "check", parts / f"part-{number}", "--quiet", "-o", report,
                              *options, *of_check)
        if code not in (0, 1, 3):
            faults.append(f"check of part {number} exits with {code}: {errors.decode()}")
        reports.append(report)
    if faults:
        return split, None, faults
    merged, _, errors = run(program, "merge", *reversed(reports), "--quiet",
                            *outputs(folder, f"merged-{count}"))
    if merged not in (0, 1, 3):
        faults.append(f"merge exits with {merged}: {errors.decode()}")
    return split, merged, faults


def text_of(path):
    return TIMES.sub(b"", pathlib.Path(path).read_bytes())


def same_as_single(program, inputs, counts, options, folder, of_check=()):
    """Faults; none: for every count the merged reports are a single run's, byte for byte."""
    single, _, errors = run(program, "check", *inputs, "--quiet", *options, *of_check,
                            *outputs(folder, "single"))
    if single not in (0, 1, 3):
        return [f"check exits with {single}: {errors.decode()}"]
    faults = []
    for count in counts:
        _, merged, found = in_parts(program, inputs, count, options, folder, of_check)
        faults += [f"{count} parts: {fault}" for fault in found]
        if found:
            continue
        if merged != single:
            faults.append(f"{count} parts: merge exits with {merged}, a single run with {single}")
        for ext in FORMATS:
            if text_of(folder / f"merged-{count}.{ext}") != text_of(folder / f"single.{ext}"):
                faults.append(f"{count} parts: the merged {ext} report differs: {folder}")
    return faults
