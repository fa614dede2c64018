#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes man/*.[157] from man/source/*.in, the program's own tables and the report's schema.

    make_pages.py TABLES SOURCE-FOLDER [--check]     --check: exits 1 where a committed page differs

TABLES is the program manual_tables. A line of a page's source that begins with '@' is replaced:
    @options [COMMAND ...]   the options of the commands, by group; texts from options.mdoc, else --help's
    @keys TABLE              the keys of a table of a TOML file
    @commands                the commands with what they are for
    @formats                 those of reports
    @forms, @functions       those of the rule language
    @report                  every key of the JSON report
    @copy NAME               man/source/NAME.mdoc
"""
import json
import pathlib
import re
import subprocess
import sys

TABLES = json.loads(subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout)
ROOT = pathlib.Path(sys.argv[2]).resolve()
SOURCE = ROOT / "man" / "source"

LITERAL = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}


def ascii_only(text):
    return "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text)


def literal(text):
    """Text that is typed just so."""
    return ascii_only("".join(LITERAL.get(c, c) for c in text))


def argument(text):
    """Literal text as one argument of a macro."""
    return '"' + literal(text).replace('"', '\\(dq') + '"'


def prose(text):
    """Sentences, one a line, wrapped; nothing in them is a macro."""
    text = ascii_only(text.replace("\\", "\\e").strip())
    lines = []
    for sentence in re.split(r"(?<=[.;:])\s+(?=[A-Z0-9\[\"`'])", text):
        line = ""
        for word in sentence.split():
            if line and len(line) + 1 + len(word) > 78:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return [("\\&" + line if line[:1] in ".'" else line) for line in lines if line]


def sentence(text):
    """A table's doc as a sentence; what stands in backquotes is quoted."""
    text = re.sub(r"`([^`]*)`", "\u2018\\1\u2019", text)
    return prose(text if text.endswith((".", "!", "?")) else text + ".")


class OptionTexts:
    """options.mdoc: '@group NAME', then for each option '@option --name [COMMAND]' and its mdoc."""

    def __init__(self):
        self.groups = []
        self.texts = {}
        self.order = {}
        key = None
        for line in (SOURCE / "options.mdoc").read_text(encoding="utf-8").splitlines():
            if line.startswith("@group "):
                self.groups.append(line[len("@group "):])
                key = None
            elif line.startswith("@option "):
                name, _, command = line[len("@option "):].partition(" ")
                key = (name, command)
                self.texts[key] = []
                self.order.setdefault(name, (len(self.groups) - 1, len(self.order)))
            elif key is not None and not line.startswith('.\\"'):
                self.texts[key].append(line)

    def find(self, name, command):
        for key in ((name, command), (name, command.split(" ")[0]), (name, "")):
            if key in self.texts:
                return self.texts[key]
        return None


OPTIONS = OptionTexts()


def long_name(option):
    return next((n for n in option["names"] if n.startswith("--")), option["names"][0])


def from_help(option):
    """An option that options.mdoc says nothing of."""
    flags = " , ".join(f"Fl {literal(n[1:])}" for n in option["names"])
    value = f" Ar {literal(option['value'])}" if option["value"] else ""
    return [f".It {flags}{value}", *sentence(option["doc"][:1].upper() + option["doc"][1:])]


def option_lists(names):
    chosen = {}
    known = [c for c in TABLES["commands"] if c["name"] in names]
    if len(known) != len(names):
        sys.exit(f"no such commands: {set(names) - {c['name'] for c in known}}")
    for command in known:
        for option in command["options"]:
            if option["names"]:
                chosen.setdefault(long_name(option), (option, []))[1].append(command["name"])
    groups = {}
    for name, (option, commands) in chosen.items():
        text = OPTIONS.find(name, commands[0]) or from_help(option)
        place = OPTIONS.order.get(name, (len(OPTIONS.groups), 0))
        if len(commands) < len(names):
            only = [c.split(" ", 1)[-1] for c in commands]
            text = [*text, "Of"]
            for i, command in enumerate(only):
                end = " ." if i + 1 == len(only) else " ," if i + 2 < len(only) else ""
                text += ["and"] if i and i + 1 == len(only) else []
                text.append(f".Cm {command}{end}")
        groups.setdefault(place[0], []).append((place[1], text))
    out = []
    for number in sorted(groups):
        if len(groups) > 1:
            out.append(f".Ss {OPTIONS.groups[number] if number < len(OPTIONS.groups) else 'Other'}")
        out.append(".Bl -tag -width Ds")
        for _, text in sorted(groups[number], key=lambda row: row[0]):
            out += text
        out.append(".El")
    return out


def commands():
    out = [".Bl -tag -width Ds"]
    for command in TABLES["commands"]:
        if command["name"] and " " not in command["name"]:
            out += [f".It Xr caljobs-audit-{command['name']} 1", *sentence(command["purpose"] + ".")]
    return [*out, ".El"]


def key_list(table):
    out = [".Bl -tag -width Ds"]
    for key in TABLES["keys"][table]:
        if key["name"] == "…":
            out += [".It any other key", *sentence(key["doc"])]
            continue
        marks = [] if key["type"] == "any" else [key["type"]]
        if key["required"]:
            marks.append("required")
        if key["default"]:
            marks.append("by default " + key["default"])
        told = f" Pq {argument(', '.join(marks))}" if marks else ""
        out += [f".It Ic {key['name']}{told}", *sentence(key["doc"])]
    return [*out, ".El"]


def formats():
    out = [".Bl -tag -width Ds"]
    for row in TABLES["formats"]:
        known_by = f" Pq Pa {literal(row['extension'])}" if row["extension"] else ""
        out += [f".It Cm {row['name']}{known_by}", *sentence(row["summary"][:1].upper() + row["summary"][1:] + ".")]
    return [*out, ".El"]


def forms():
    out = [".Bl -tag -width Ds"]
    for form in TABLES["forms"]:
        out += [f".It Em {form['name']}", "Needs"]
        out += [f".Ic {key}{' ,' if i + 1 < len(form['required']) else ''}"
                for i, key in enumerate(form["required"])]
        out += ["and takes"]
        out += [f".Ic {key}{' ,' if i + 1 < len(form['allowed']) else ' .'}"
                for i, key in enumerate(form["allowed"])]
    return [*out, ".El"]


def functions():
    out = [".Bl -tag -width Ds"]
    for row in TABLES["functions"]:
        out += [f".It Fn {argument(row['signature'])}".replace(".It Fn", ".It Li"), *sentence(row["doc"]),
                f".Dl {literal(row['example'])}".replace('"', "\\(dq")]
    return [*out, ".El"]


def type_of(schema):
    kinds = schema.get("type", "text")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false",
             "array": "array", "object": "object", "null": "null"}
    shown = [words.get(kind, kind) for kind in kinds]
    if "const" in schema:
        shown = [json.dumps(schema["const"])]
    if "enum" in schema:
        shown = ["null" if value is None else value for value in schema["enum"]]
    if "pattern" in schema and "[0-9]{4}-[0-9]{2}" in schema["pattern"]:
        shown = ["date" if word == "text" else word for word in shown]
    return ", ".join(shown[:-1]) + " or " + shown[-1] if len(shown) > 1 else shown[0]


def resolved(schema, root):
    while "$ref" in schema:
        target = root
        for part in schema["$ref"].lstrip("#/").split("/"):
            target = target[part]
        schema = {**target, **{k: v for k, v in schema.items() if k != "$ref"}}
    for word in ("anyOf", "oneOf"):
        for choice in schema.get(word, []):
            choice = resolved(choice, root)
            if "properties" in choice or "items" in choice:
                return {**choice, "description": schema.get("description", choice.get("description", ""))}
    return schema


def report_object(schema, root, name):
    """The keys of an object; those that are objects themselves follow as parts of their own."""
    out, inner = [".Bl -tag -width Ds"], []
    for key, value in schema["properties"].items():
        value = resolved(value, root)
        out.append(f".It Va {literal(key)} Pq {argument(type_of(value))}")
        out += sentence(value.get("description", ""))
        below = resolved(value["items"], root) if "items" in value else value
        if "properties" in below:
            inner.append((f"{name}.{key}".lstrip(".") + ("[]" if "items" in value else ""), below))
    out.append(".El")
    for path, below in inner:
        out += [f".Ss {literal(path)}\\&", *sentence(below.get("description", "")),
                *report_object(below, root, path)]
    return out


def report():
    root = json.loads((ROOT / "rules" / "report.schema.json").read_text(encoding="utf-8"))
    return report_object(resolved(root, root), root, "")


def expand(line):
    word, *arguments = line[1:].split(" ", 1)
    rest = arguments[0] if arguments else ""
    if word == "options":
        return option_lists([name.strip() for name in rest.split(",")])
    if word == "keys":
        return key_list(rest)
    if word == "copy":
        return (SOURCE / f"{rest}.mdoc").read_text(encoding="utf-8").splitlines()[1:]
    return {"commands": commands, "formats": formats, "forms": forms, "functions": functions, "report": report}[word]()


def page(path):
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        lines += expand(line) if line.startswith("@") else [line]
    lines.insert(1, f'.\\" Made from man/source/{path.name}: edit that, then build the target "manual".')
    return "\n".join(lines) + "\n"


def main():
    check = "--check" in sys.argv[3:]
    wrong = []
    made = set()
    for path in sorted(SOURCE.glob("*.in")):
        command = path.name.removeprefix("caljobs-audit-").removesuffix(".1.in")
        if path.name.endswith("-" + command + ".1.in") and command not in (
                c["name"] for c in TABLES["commands"]):
            continue
        target = ROOT / "man" / path.stem
        made.add(target.name)
        text = page(path)
        kept = target.read_text(encoding="utf-8") if target.exists() else ""
        if text == kept:
            continue
        if check:
            line = next((i for i, (a, b) in enumerate(zip(text.splitlines(), kept.splitlines()), 1)
                         if a != b), 0)
            wrong.append(f"man/{target.name} is not current, from line {line} on")
        else:
            target.write_text(text, encoding="utf-8")
    for path in sorted((ROOT / "man").glob("*.[0-9]")):
        if path.name not in made:
            wrong.append(f"man/{path.name} has no source man/source/{path.name}.in")
    if wrong:
        sys.exit("\n".join([*wrong, "Write the pages anew: cmake --build build/debug --target manual"]))


if __name__ == "__main__":
    main()
