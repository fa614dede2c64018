#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The manual names what the program knows, and nothing that it does not.

    manual_test.py PROGRAM SOURCE-FOLDER CLAIM       each claim is a function below

What must be named is taken from --help, from the sources and from the report's schema: not from the
tables that the pages are made of.
"""
import json
import pathlib
import re
import subprocess
import sys

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
MAN = SOURCE / "man"

# Of the specification's rule language.
FUNCTIONS = """if first_present min max business_days start_of_month end_of_month start_of_quarter
end_of_quarter add_quarters year month day weekday length words digits extract format_date has_words
all_words missing_columns filled count exists all sum distinct""".split()


def fail(*lines):
    sys.exit("\n".join(lines))


def page(name):
    path = MAN / name
    if not path.exists():
        fail(f"there is no page man/{name}")
    return path.read_text(encoding="utf-8")


def help_of(*command):
    return subprocess.run([PROGRAM, *command, "--help"], capture_output=True, text=True, check=True).stdout


def subcommands(text):
    found = re.search(r"^Subcommands:\n((?:  .*\n)*)", text, re.M)
    return re.findall(r"^  (\S+)", found[1], re.M) if found else []


def all_commands():
    """("check",), ("rules", "list"), …: each with the options that its --help lists."""
    known = {}
    queue = [()]
    while queue:
        command = queue.pop(0)
        text = help_of(*command)
        names = re.findall(r"^  (-\S*)", text, re.M)
        known[command] = {name for word in names for name in word.split(",")}
        queue += [(*command, sub) for sub in subcommands(text)]
    return known


def page_of(command):
    return f"caljobs-audit{'-' + command[0] if command else ''}.1"


def options():
    known = {}
    for command, names in all_commands().items():
        known.setdefault(page_of(command), set()).update(names)
    wrong = []
    for name, names in known.items():
        text = page(name)
        part = re.search(r"^\.Sh OPTIONS\n(.*?)^\.Sh ", text, re.M | re.S)
        if not part:
            fail(f"man/{name} has no options")
        named = {"-" + flag.replace("\\-", "-") for line in re.findall(r"^\.It (.*)", part[1], re.M)
                 for flag in re.findall(r"\bFl (\S+)", line)}
        wrong += [f"man/{name} does not name {option}" for option in sorted(names - named)]
        wrong += [f"man/{name} names {option}, which --help does not know" for option in
                  sorted(named - names)]
    if wrong:
        fail(*wrong)
    print(f"{len(known)} pages, {sum(map(len, known.values()))} options")


def commands():
    overview = page("caljobs-audit.1")
    for command in all_commands():
        text = page(page_of(command))
        if len(command) == 1 and f".It Xr caljobs-audit-{command[0]} 1\n" not in overview:
            fail(f"caljobs-audit(1) does not name {command[0]}")
        if len(command) == 2 and not re.search(rf"^\.Cm {command[0]} {command[1]}\b", text, re.M):
            fail(f"man/{page_of(command)} has no synopsis of {' '.join(command)}")
    pages = {p.name for p in MAN.glob("*.1")}
    stale = pages - {page_of(command) for command in all_commands()}
    if stale:
        fail(f"pages of no command: {sorted(stale)}")


def schema_keys(schema, path=""):
    for key, value in schema.get("properties", {}).items():
        yield f"{path}.{key}".lstrip("."), key
        yield from schema_keys(value, f"{path}.{key}")
    for word in ("items", *(("anyOf",) if "anyOf" in schema else ())):
        for below in ([schema[word]] if isinstance(schema.get(word), dict) else schema.get(word, [])):
            yield from schema_keys(below, path)
    for name, definition in schema.get("$defs", {}).items():
        yield from schema_keys(definition, name)


def report_keys():
    text = page("caljobs-audit-report.5")
    schema = json.loads((SOURCE / "rules" / "report.schema.json").read_text(encoding="utf-8"))
    keys = list(schema_keys(schema))
    missing = [path for path, key in keys if f".It Va {key}" not in text]
    if missing or len(keys) < 80:
        fail(f"caljobs-audit-report(5) does not name {missing} ({len(keys)} keys)")


def source_keys(path):
    text = (SOURCE / "src" / path).read_text(encoding="utf-8")
    return set(re.findall(r"\b(?:optional|required)\(\s*\"(\w+)\"", text))


def named_keys(name, *sources):
    text = page(name)
    keys = set().union(*map(source_keys, sources))
    missing = sorted(key for key in keys if f".It Ic {key}" not in text)
    if missing or len(keys) < 15:
        fail(f"man/{name} does not name {missing} ({len(keys)} keys)")


def profile_keys():
    named_keys("caljobs-audit-profile.5", "config/profile.cpp", "config/calendar_file.cpp",
               "config/waiver_file.cpp")
    for table in ("params", "severity", "sets", "columns.TABLE", "[column]", "[suspension]"):
        if f".Ss [{table}]" not in page("caljobs-audit-profile.5"):
            fail(f"caljobs-audit-profile(5) does not explain [{table}]")


def rule_keys():
    named_keys("caljobs-audit-rules.5", "rules/draft.cpp")


def functions():
    text = page("caljobs-audit-rules.5")
    missing = [name for name in FUNCTIONS if not re.search(rf'^\.It Li "{name}\(', text, re.M)]
    if missing:
        fail(f"caljobs-audit-rules(5) does not explain {missing}")


def lint():
    wrong = []
    for path in sorted(MAN.glob("*.[0-9]")):
        told = subprocess.run(["mandoc", "-T", "lint", str(path)], capture_output=True, text=True,
                              check=False).stdout
        # Whether other pages are installed here says nothing of this one; `references` looks at ours.
        wrong += [line for line in told.splitlines() if "referenced manual not found" not in line]
    if wrong:
        fail(*wrong)


def references():
    for path in sorted([*MAN.glob("*.[0-9]"), SOURCE / "rules" / "starter" / "nightly.sh",
                        *(SOURCE / "rules" / "starter").glob("*.service")]):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"\bXr (caljobs-audit\S*) (\d)", text)
        named += re.findall(r"(?:man:|\b)(caljobs-audit[a-z-]*)\((\d)\)", text)
        for name, section in named:
            if not (MAN / f"{name}.{section}").exists():
                fail(f"{path.name} refers to {name}({section}), which is not there")


if __name__ == "__main__":
    globals()[sys.argv[3]]()
