#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every free text of an export, a rule, a waiver, a profile and a command line tries to be more than
text; no output lets it.

    injection_test.py PROGRAM CLAIM        each claim is a function below
"""
import collections
import csv
import html.parser
import io
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

import support
from support import expect

PROGRAM = sys.argv[1]
OPTIONS = ("--no-config", "--as-of", support.DATE, "--profile", "all")
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\uff1d1+1", " =1+1", "\xa0=1+1"]
MARKUP = ["<script>pwned()</script>", "\"><img src=x onerror=pwned()>", "' onmouseover='pwned()", "</title><b>x",
          "]]><b>", "--><b>", "&lt;b&gt;&#60;", "{{7*7}}${7*7}", "javascript:pwned()"]
TERMINAL = ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m", "back\x08\x08space", "\x7f", "\u202eright to left",
            "\u2066isolate", "\u200fmark", "line\u2028separator", "nul\x00byte", "two\nlines", "\x85next"]
MARKDOWN = ["[x](javascript:pwned())", "![x](http://example.org/x.png)", "| a | b |", "`code`", "# head",
            "<http://example.org>", "[a]: http://example.org", "***", "{0} {1}"]
ANNOTATIONS = ["::error::pwned", "x%0A::error::pwned", "x\n::error::pwned", "x,line=1::pwned", "##[error]pwned"]
CANARIES = [*FORMULAS, *MARKUP, *TERMINAL, *MARKDOWN, *ANNOTATIONS]
# What a terminal, a log or a reader could take for a command; line ends are looked at by each format.
COMMANDS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029]")
COUNTED = [0]


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        writer.writerows(rows)


def make_export(place, texts):
    """Late, overdue and failed findings; each record has one of `texts` wherever text may stand."""
    place.mkdir()
    applications, activities, notes = [], [], []
    for i, t in enumerate(texts):
        app, person = f"{t}{i}", f"{t}P{i}"
        applications.append([app, person, t, t, t, t, t, t, "2025-10-01", "2025-10-02", t])
        activities.append([f"{t}A{i}", app, person, "205", t, t, t, t, "2025-11-03", "2025-11-03", "2025-12-15", t])
        activities.append([f"{t}B{i}", app, person, "205", t, t, t, t, "2025-11-03", "", "2025-12-15", t])
        activities.append([f"{t}C{i}", app, person, t, t, t, t, t, t, "2025-11-03", t, t])
        notes.append([f"{t}N{i}", app, person, "2025-11-03", "2025-12-15", t, t, "secret " + t, t])
    write_csv(place / "applications.csv", [
        "app_id", "state_id", "program", "customer_group", "region", "office", "agency_code", "case_manager",
        "participation_date", "created_on", "created_by"], applications)
    write_csv(place / "activities.csv", [
        "activity_id", "app_id", "state_id", "code", "title", "region", "office", "provider", "projected_begin",
        "actual_begin", "created_on", "created_by"], activities)
    write_csv(place / "notes.csv", [
        "note_id", "app_id", "state_id", "contact_date", "created_on", "contact_type", "subject", "description",
        "created_by"], notes)
    for i, t in enumerate(texts):  # names of files and headers
        name = t.replace("/", "_").replace("\0", "")
        write_csv(place / f"{name}{i}.csv", [t, "nothing that is known"], [["1", "2"]])
        write_csv(place / f"{name} closure{i}.csv", ["closure_id", "app_id", "closure_date", "created_on", t],
                  [[f"{t}D{i}", f"{t}{i}", t, t, t]])
    return place


def no_commands(what, text):
    found = COMMANDS.search(text)
    expect(what, not found, found and f"{found[0]!r} in {text[max(0, found.start() - 60):found.end() + 30]!r}")


def check_csv(what, text):
    no_commands(what, text)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    expect(what, len({len(row) for row in rows}) == 1, "a row has other cells than the header")
    for cell in {cell for row in rows for cell in row}:
        first = cell.lstrip(" \u00a0\u3000")[:1]
        is_number = re.fullmatch(r"-?[0-9.]+", cell)
        expect(what, is_number or first not in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") or not first, repr(cell))
        expect(what, not re.search("[\t\r]", cell), repr(cell))
    COUNTED[0] += len(rows)


class Page(html.parser.HTMLParser):
    """Which tags there are with which attributes, and the scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.code, self.within = collections.Counter(), [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags[tag, tuple(sorted(name for name, _ in attributes))] += 1
        self.within = tag
        for name, value in attributes:
            self.code += [value] if name in ("href", "src", "style") or name.startswith("on") else []

    def handle_data(self, data):
        if self.within in ("script", "style"):
            self.code.append(data if not data.lstrip().startswith("{") else "data")


def check_html(what, text, plain):
    no_commands(what, text)
    page, model = Page(text), Page(plain)
    more = set(page.tags) - set(model.tags)
    expect(what, not more, f"other elements than a harmless report: {more}")
    for tag in ("script", "style", "meta", "link", "base", "iframe", "object"):
        count = [sum(n for (t, _), n in p.tags.items() if t == tag) for p in (page, model)]
        expect(what, count[0] == count[1], f"{tag}: {count}")
    for code in set(page.code) - set(model.code):
        expect(what, code.startswith("#") or "pwned" not in code, code[:200])
    COUNTED[0] += sum(page.tags.values())


def check_xlsx(what, content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            part = book.read(name)
            no_commands(f"{what}: {name}", part.decode())
            root = ET.fromstring(part)
            if not name.startswith("xl/worksheets/sheet"):
                continue
            names = {element.tag.rpartition("}")[2] for element in root.iter()}
            expect(f"{what}: {name}", not names & {"f", "hyperlink", "oleObject", "control"}, names)
        expect(what, not [n for n in book.namelist() if "external" in n or "vba" in n.lower()])
        COUNTED[0] += len(book.namelist())


def check_md(what, text):
    no_commands(what, text)
    prose = re.sub(r"(`+).*?\1", "", text)  # nothing within a code span is markup
    for pattern in (r"(?<!\\)<[a-zA-Z/!]", r"(?<!\\)\]\(", r"(?<!\\)!\[", r"^\[a\]:", r"^\s*\*\*\*\s*$"):
        found = re.search(pattern, prose, re.M)
        expect(what, not found, found and prose[max(0, found.start() - 50):found.end() + 50])
    COUNTED[0] += text.count("\n")


def check_json(what, text):
    no_commands(what, text)
    COUNTED[0] += len(json.loads(text))


def check_ndjson(what, text):
    no_commands(what, text)
    for line in text.splitlines():
        json.loads(line)


def check_xml(what, text):
    no_commands(what, text)
    names = {element.tag for element in ET.fromstring(text).iter()}
    expect(what, names <= {"testsuites", "testsuite", "testcase", "properties", "property", "failure", "skipped",
                           "error", "system-out", "system-err"}, names)


def check_sarif(what, text):
    no_commands(what, text)

    def messages(value):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if key == "text" and isinstance(inner, str):
                yield inner
            elif isinstance(inner, (dict, list)):
                yield from messages(inner)

    for message in messages(json.loads(text)):
        expect(what, not re.search(r"(?<!\\)\]\(|(?<!\{)\{\d\}(?!\})", message), message)


def check_github(what, text):
    no_commands(what, text)
    for line in text.splitlines():
        parts = re.fullmatch(r"::(error|warning|notice) ((?:(?:file|line|title)=[^,:]*,?)*)::([^\r\n]*)", line)
        expect(what, parts, line[:300])


def check_text(what, text):
    no_commands(what, text)
    expect(what, "\r" not in text and "\t" not in text, "white space that moves the cursor")
    COUNTED[0] += text.count("\n")


def expect_text(what, done, codes):
    """A run that prints text on both streams."""
    expect(what, done.code in codes, f"exit code {done.code}: {done.err[:300]}")
    check_text(what, done.out.decode("utf-8"))
    check_text(f"{what}, standard error", done.err)


def reports(place):
    """All formats of an audit, and the history of it."""
    names = {"txt": "text", "json": "json", "ndjson": "ndjson", "csv": "csv", "html": "html", "xlsx": "xlsx",
             "md": "md", "xml": "junit", "sarif": "sarif", "gh": "github"}

    def audit(name, texts):
        source = make_export(place / name, texts)
        outputs = [part for end, form in names.items() for part in ("-o", f"{form}:{place / name}.{end}")]
        done = support.run(PROGRAM, "check", source, *OPTIONS, *outputs, "--store", place / f"{name}.db",
                           "--max-bad-rows", 1000)
        expect_text(f"check of {name}", done, (3,))
        return {end: (place / f"{name}.{end}").read_bytes() for end in names}

    plain, found = audit("plain", [f"plain{i} " for i in range(len(CANARIES))]), audit("evil", CANARIES)
    findings = json.loads(found["json"])["findings"]
    expect("findings", len(findings) > 3 * len(CANARIES), len(findings))
    shown = json.dumps(findings, ensure_ascii=False)
    for canary in (*MARKUP[:2], *ANNOTATIONS[:2]):
        expect("the canaries are there", json.dumps(canary)[1:-1] in shown, canary)
    for end, content in found.items():
        if end == "xlsx":
            check_xlsx("xlsx", content)
        elif end == "html":
            check_html("html", content.decode(), plain["html"].decode())
        else:
            known = {"txt": "text", "gh": "github"}.get(end, end)
            globals()[f"check_{known}"](end, content.decode())
        expect(f"{end}: note text", b"secret" not in content)
    for command in ("list", "show", "new", "resolved", "trend"):
        for form in ("text", "csv", "json"):
            done = support.run(PROGRAM, "history", command, "--store", place / "evil.db", "--format", form)
            expect(f"history {command} {form}", done.code == 0, done.err)
            globals()[f"check_{form}"](f"history {command} {form}", done.out.decode())


def views(place):
    """Worklists, cases and what inspect says."""
    evil, plain = make_export(place / "evil", CANARIES), make_export(place / "plain", [f"plain{i} " for i in range(len(CANARIES))])
    common = (*OPTIONS, "--max-bad-rows", 1000)

    def output(what, *arguments, codes=(0, 3)):
        done = support.run(PROGRAM, *arguments)
        expect(what, done.code in codes, f"exit code {done.code}: {done.err[:300]}")
        check_text(f"{what}, standard error", done.err)
        return done.out

    for form in ("text", "csv", "html", "xlsx"):
        found = output(f"worklist {form}", "worklist", evil, *common, "--format", form)
        if form == "html":
            check_html("worklist html", found.decode(), output("", "worklist", plain, *common, "--format", form).decode())
        elif form == "xlsx":
            check_xlsx("worklist xlsx", found)
        else:
            globals()[f"check_{form}"](f"worklist {form}", found.decode())
    lists = place / "lists"
    output("lists", "worklist", evil, *common, "--split-to", lists)
    for path in lists.iterdir():
        expect("lists", re.fullmatch(r"[A-Za-z0-9-]+\.csv", path.name), path.name)
        check_csv(f"lists: {path.name}", path.read_text(encoding="utf-8"))
    expect("lists", len(list(lists.iterdir())) > len(CANARIES) // 2)
    model = output("", "case", "plain0 P0", plain, *common, "--format", "html").decode()
    for i in (0, CANARIES.index(MARKUP[0]), CANARIES.index(MARKUP[1]), CANARIES.index(TERMINAL[0])):
        person = f"{CANARIES[i]}P{i}"
        if i != CANARIES.index(TERMINAL[0]):
            check_html(f"case {person!r}", output("case", "case", person, evil, *common, "--format", "html").decode(),
                       model)
        check_text(f"case {person!r}", output("case", "case", person, evil, *common).decode())
    for more in ((), ("--write-profile",)):
        check_text("inspect", output("inspect", "inspect", evil, "--no-config", *more).decode())


def toml(text):
    return json.dumps(text)  # TOML's basic strings are JSON's, but for what stands beyond U+FFFF


def template(text):
    return toml(text.replace("{", "{{").replace("}", "}}"))


def settings(place):
    """What a rule pack, a profile and waivers say, and the command line itself."""
    place.joinpath("in").mkdir()
    (place / "in" / "a.csv").write_text(support.GOOD)
    rules = "".join(
        f"[[rule]]\nid = 'x.r{i}'\ntitle = {template(t)}\nseverity = 'error'\nfor_each = 'activities'\n"
        f"require = 'code == \"999\"'\nmessage = {template(t)}\n"
        f"remedy = {template(t)}\ncite = {toml(t)}\ntags = [{toml(t)}]\n" for i, t in enumerate(CANARIES) if t.strip())
    pack = place / "pack.toml"
    pack.write_text(f"[pack]\nname = 'x'\ntitle = {toml(MARKUP[0])}\nsource = {toml(TERMINAL[0])}\n{rules}",
                    encoding="utf-8")
    waivers = place / "waivers.toml"
    waivers.write_text("".join(
        f"[[waiver]]\nrule = 'x.r{i}'\nreason = {toml(t)}\napproved_by = {toml(t)}\napproved_on = 2026-01-15\nuntil = 2026-03-01\n"
        f"participant = {toml('P1' if i % 2 else t.strip())}\n" for i, t in enumerate(CANARIES) if t.strip()), encoding="utf-8")
    forms = ("text", "csv", "html", "md", "junit", "sarif", "github", "json", "xlsx")
    done = support.run(PROGRAM, "check", place / "in", *OPTIONS, "--rules", pack, "--only", "x.*", "--waivers", waivers,
                       *(part for form in forms for part in ("-o", f"{form}:{place / form}")))
    expect_text("check", done, (1,))
    for form in forms if done.code == 1 else ():
        content = (place / form).read_bytes()
        if form == "html":
            check_html("rules html", content.decode(), content.decode())
            expect("rules html", b"<script>pwned" not in content and b"<img" not in content)
        elif form == "xlsx":
            check_xlsx("rules xlsx", content)
        else:
            globals()[f"check_{'xml' if form == 'junit' else form}"](f"rules {form}", content.decode())
    more = ("--rules", pack)
    expect_text("rules list", support.run(PROGRAM, "rules", "list", *more), (0,))
    for i in (0, *(CANARIES.index(t) for t in (MARKUP[0], TERMINAL[0], TERMINAL[5], ANNOTATIONS[2]))):
        expect_text("rules show", support.run(PROGRAM, "rules", "show", f"x.r{i}", *more), (0,))
    expect_text("rules check", support.run(PROGRAM, "rules", "check", pack), (0,))
    expect_text("rules test", support.run(PROGRAM, "rules", "test", pack), (0, 1))
    done = support.run(PROGRAM, "rules", "docs", pack)
    expect("rules docs", done.code == 0, done.err)
    no_commands("rules docs", done.out.decode())
    for bad in (r"(?<!\\)<(?!!--)", r"(?<!\\)\]\((?!#|http)", r"(?<!\\)!\["):
        found = re.search(bad, re.sub(r"(`+).*?\1", "", done.out.decode()))
        expect("rules docs", not found, found and found.string[max(0, found.start() - 50):found.end() + 50])
    expect_text("waivers check", support.run(PROGRAM, "waivers", "check", waivers, *more), (0, 2, 3))
    texts = [t for t in (*TERMINAL, *ANNOTATIONS) if "\0" not in t] if support.LONG else []
    for text in (*texts, "\x1b[31m\x9b\u202e\n::error::x"):
        broken = place / "broken.toml"
        broken.write_text(f"[pack]\nname = {toml(text)}\n{toml(text)} = 1\n", encoding="utf-8")
        given = ("check", place / "in")
        for command in (("rules", "check", broken), ("check", place / text), (*given, "--only", text),
                        ("case", text, place / "in", "--no-config"), (*given, f"--{text}"),
                        (*given, "-o", place / text), (*given, "--profile", text), (*given, "--calendar", text),
                        ("worklist", place / "in", "--case-manager", text), ("rules", "show", text),
                        (*given, "--param", f"x.y.{text}=1"), (*given, "--as-of", text), (text,),
                        (*given, "--column", f"activities.{text}={text}"), ("verify", place / text, place / "in"),
                        ("history", "list", "--store", place / text), (*given, "--table", f"{text}={text}"),
                        ("merge", place / text, "-o", "x.json"), (*given, "--baseline", place / text),
                        ("completion", text), (*given, "--format", text), (*given, "--store", f"/proc/{text}")):
            expect_text(f"{' '.join(map(str, command))!r}", support.run(PROGRAM, *command), (2, 3, 4))


def main():
    with support.folder() as name:
        globals()[sys.argv[2]](pathlib.Path(name))
    if sys.argv[2] != "settings":
        expect("looked at", COUNTED[0] > 1000, COUNTED[0])
    support.finish()


main()
