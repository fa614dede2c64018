#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks what the house agreed on and no compiler sees.

    check.py ROOT [CLAIM ...]        without a claim: all of them; exits 1 with one line a fault

Each claim is a function below that yields "path:line: what is wrong". check_test.py shows that each
one can fail.
"""
import csv
import pathlib
import re
import sys
import tomllib

# What a stage may include besides itself.
FOUNDATIONS = {"util": "", "calendar": "util", "model": "util calendar"}
STAGES = {
    **FOUNDATIONS,
    "findings": "util calendar model",
    "config": "util calendar model",
    "ingest": "util calendar model",
    "rules": "util calendar model config findings",
    "engine": "util calendar model rules findings",
    "reports": "util calendar model findings",
    "parts": "util calendar model findings ingest reports",
    "evidence": "util calendar model findings config ingest rules reports",
    "history": "util calendar findings",
    "manual": "util config rules reports",
    "cli": "util calendar model findings config ingest rules engine reports parts evidence history"
           " manual",
}
ALLOWED = {stage: set(seen.split()) | {stage} for stage, seen in STAGES.items()}

# Only src/cli knows what time it is, where it runs and who runs it.
OUTSIDE_WORLD = re.compile(
    r"\b(getenv|secure_getenv|environ|setlocale|std::locale|localeconv|system_clock|steady_clock"
    r"|high_resolution_clock|clock_gettime|gettimeofday|localtime(_r)?|gmtime(_r)?|mktime"
    r"|std::time|time\((nullptr|NULL|0|&)|random_device|getcwd|gethostname|current_path)\b")

LINE_LIMIT = 400
LONG_FILE_REASON = re.compile(r"^// Over 400 lines: \S+", re.MULTILINE)

# Words of the schema that src/ may spell since they are the tool's own too: the keys of reports and
# of rule files.
OWN_WORDS = {
    # keys of reports: whom a finding is about, what findings are grouped by
    "participant", "application", "region", "office", "case_manager", "program",
    "participants", "applications",  # keys of [roles] in the schema
    "name", "title", "status", "code", "source", "category", "description",  # keys of rule files
    "approved_by", "approved_on", "subject",  # keys of waiver files, and whom a waiver is for
    "kind",  # a key of SARIF
    "quarter",  # a unit of the rule language
    "approved_by", "approved_on",  # keys of waivers
}

LAYOUT = {"CMakeLists.txt", "CMakePresets.json", "src", "rules", "samples", "tests", "man",
          "README.md", "LICENSE"}
IGNORED = {"build"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HAC" r"K|not imple" r"mented|st" r"ub)\b")
THIS_MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(wo" r"rk|fa" r"rm|ro" r"ot|ho" r"me)/[a-z]")

STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
COMMENT = re.compile(r"//.*")


def text_of(path):
    return path.read_text(encoding="utf-8", errors="replace")


def lines_of(path):
    return enumerate(text_of(path).splitlines(), start=1)


def sources(root, *suffixes):
    return sorted(p for s in suffixes or (".cpp", ".hpp") for p in (root / "src").rglob("*" + s))


def stage_of(root, path):
    parts = path.relative_to(root / "src").parts
    return parts[0] if len(parts) > 1 else None


def include_order(root):
    for path in sources(root):
        stage = stage_of(root, path)
        allowed = ALLOWED.get(stage, {"cli"})
        if stage and stage not in ALLOWED:
            yield f"{path}:1: no stage is called {stage}"
        for number, line in lines_of(path):
            match = INCLUDE.match(line)
            if not match:
                continue
            included = match[1].split("/")[0] if "/" in match[1] else None
            if included not in allowed:
                yield f"{path}:{number}: {stage or 'main'} may not include {match[1]}"


def cmake_order(root):
    """The libraries of src/CMakeLists.txt see what the table lets them see."""
    path = root / "src" / "CMakeLists.txt"
    for match in re.finditer(r"^audit_stage\((\w+)([^)]*)\)", text_of(path), re.MULTILINE):
        stage, rest = match[1], match[2]
        depends = re.search(r"DEPENDS\s+([a-z\s]*)", rest)
        seen = set(depends[1].split()) if depends else set()
        excess = seen - ALLOWED.get(stage, set())
        if stage not in ALLOWED or excess:
            yield f"{path}: {stage} may not depend on {' '.join(sorted(excess)) or 'anything'}"


def outside_world(root):
    for path in sources(root):
        if stage_of(root, path) in (None, "cli"):
            continue
        for number, line in lines_of(path):
            match = OUTSIDE_WORLD.search(COMMENT.sub("", line))
            if match:
                yield f"{path}:{number}: {match[1]} below src/cli"


def file_length(root):
    for path in sources(root):
        text = text_of(path)
        count = text.count("\n")
        if count > LINE_LIMIT and not LONG_FILE_REASON.search(text):
            yield (f"{path}:1: {count} lines; split it, or say why not in a line "
                   "'// Over 400 lines: <reason>'")


def policy_names(root):
    """Tables, columns, relations and activity codes of the bundled rules."""
    names = set()
    schema = root / "rules" / "schema.toml"
    if schema.exists():
        for table in tomllib.loads(text_of(schema)).get("table", []):
            names.add(table["name"])
            names.update(column["name"] for column in table.get("column", []))
            names.update(relation["name"] for relation in table.get("relation", []))
    codes = root / "rules" / "activity-codes.csv"
    if codes.exists():
        with open(codes, encoding="utf-8-sig", newline="") as file:
            names.update(row[0].strip() for row in list(csv.reader(file))[1:] if row)
    return {name for name in names if len(name) > 1} - OWN_WORDS


def policy_words(root):
    names = policy_names(root)
    for path in sources(root):
        for number, line in lines_of(path):
            if INCLUDE.match(line):
                continue
            for literal in STRING.findall(COMMENT.sub("", line)):
                if literal in names:
                    yield f'{path}:{number}: "{literal}" belongs in rules/, not in src/'


def licence_lines(root):
    for folder in ("src", "tests", "samples"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in {".cpp", ".hpp", ".cmake", ".py", ".sh", ".in"} \
                    and path.name != "CMakeLists.txt":
                continue
            head = text_of(path).splitlines()[:2]
            if not any("SPDX-License-Identifier: MIT" in line for line in head):
                yield f"{path}:1: no SPDX line"
    for path in sources(root, ".hpp"):
        if "#pragma once" not in text_of(path).splitlines()[:3]:
            yield f"{path}:2: no #pragma once"


def layout(root):
    for entry in sorted(root.iterdir()):
        if not entry.name.startswith(".") and entry.name not in LAYOUT | IGNORED:
            yield f"{entry}: does not belong at the top level"


def macros(root):
    for path in sources(root):
        for number, line in lines_of(path):
            if re.match(r"\s*#\s*define\s+(?!AUDIT_ASSERT\b)", line):
                yield f"{path}:{number}: a macro other than AUDIT_ASSERT"
            if path.suffix == ".hpp" and re.match(r"\s*using namespace\b", line):
                yield f"{path}:{number}: using namespace in a header"


def unfinished(root):
    for folder in ("src", "rules", "tests", "samples", "man", ".ci", ".github"):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or path.suffix in {".xlsx", ".zip", ".gz"}:
                continue
            if "corpus" in path.parts or "__pycache__" in path.parts:
                continue
            for number, line in lines_of(path):
                if folder in ("src", "rules", "tests") and UNFINISHED.search(line):
                    yield f"{path}:{number}: unfinished: {line.strip()[:80]}"
                if THIS_MACHINE.search(line):
                    yield f"{path}:{number}: a path of one machine: {line.strip()[:80]}"


CLAIMS = [include_order, cmake_order, outside_world, file_length, policy_words, licence_lines,
          layout, macros, unfinished]


def main():
    root = pathlib.Path(sys.argv[1])
    wanted = sys.argv[2:] or [claim.__name__ for claim in CLAIMS]
    faults = [fault for claim in CLAIMS if claim.__name__ in wanted for fault in claim(root)]
    for fault in faults:
        print(fault.replace(f"{root}/", ""))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
