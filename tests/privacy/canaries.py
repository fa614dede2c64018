# SPDX-License-Identifier: MIT
"""Exports whose personal cells hold canaries, and the search for canaries in what a run leaves."""
import csv
import io
import pathlib
import re
import zipfile

WORD = "zqx"  # in every name, address and note; in nothing that the program itself says
SSN = "917-53-06%02d"
BIRTH = "1913-07-19"
PHONE = "(805) 555-0173"
NOTE = "zqxnote she told me about her zqxillness and that she sleeps in her car"

CANARIES = {
    "text": re.compile(WORD.encode(), re.IGNORECASE),
    "ssn": re.compile(rb"917.{0,3}53.{0,3}06\d\d"),
    "birth date": re.compile(rb"1913-07-19|0?7/19/(19)?13\b|19130719|19-jul-1913", re.IGNORECASE),
    "phone": re.compile(rb"555.{0,2}0173"),
}
NAMES = re.compile(rb"zqx(l|f|\xe2\x80\xa6)", re.IGNORECASE)  # at times cut short


def members(data):
    """The bytes themselves, and those packed in them."""
    yield data
    if b"\0" in data:
        yield data.replace(b"\0", b"")  # UTF-16
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from members(archive.read(name))


def found_in(data, but_names=False):
    """Which kinds of canary stand in `data`, with an excerpt of each."""
    kinds = {}
    for part in members(data):
        if but_names:
            part = NAMES.sub(b"name", part)
        for kind, pattern in CANARIES.items():
            hit = pattern.search(part)
            if hit:
                kinds[kind] = part[max(0, hit.start() - 40):hit.end() + 20]
    return kinds


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows


def board(folder, participants):
    """The first participants of the sample board, by file name; all that is personal is a canary."""
    tables = {path.name: read(path) for path in sorted(pathlib.Path(folder).glob("*.csv"))}
    people = tables["participants.csv"] = tables["participants.csv"][:participants]
    ids = {row["state_id"] for row in people}
    apps = {row["app_id"] for row in tables["applications.csv"] if row["state_id"] in ids}
    for name, rows in tables.items():
        tables[name] = [row for row in rows if row.get("state_id", next(iter(ids))) in ids
                        and row.get("app_id", next(iter(apps))) in apps]
    for number, row in enumerate(people):
        row.update(last_name=f"Zqxlast{number}", first_name=f"Zqxfirst{number}",
                   ssn=SSN % (number % 90), birth_date=BIRTH)
        row.update({"E-mail": f"zqx{number}@mail.example", "Phone": PHONE,
                    "Residential Address": f"{number} Zqxstreet"})
    for number, row in enumerate(tables["case-notes.csv"]):
        row["description"] = f"{NOTE} {SSN % (number % 90)} born {BIRTH}, call {PHONE}"
        row["Individual"] = "Zqxlast0, Zqxfirst0"
    for row in tables["employments.csv"]:
        row.update(contact_name="Zqxboss", contact_phone=PHONE)
    for row in tables["activities.csv"]:
        row.update({"Comments": NOTE, "Ex Offender": "zqxyes"})
    return tables


def text_of(rows, header=None):
    columns = list(rows[0])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header is not False:
        writer.writerow(header or columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue().encode()


def write_csv(tables, folder):
    folder.mkdir()
    for name, rows in tables.items():
        if rows:
            (folder / name).write_bytes(text_of(rows))


def write_workbook(tables, path):
    import openpyxl
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        if not rows:
            continue
        sheet = book.create_sheet(name.removesuffix(".csv"))
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([row.get(column, "") for column in rows[0]])
    book.save(path)


def damage(tables):
    """Cells that a message is about: personal ones, and others where something personal went."""
    people = tables["participants.csv"]
    people[0]["birth_date"] = "zqxborn in July"
    people[1]["birth_date"] = f"{BIRTH} zqx"
    people[2]["ssn"] = "zqx " * 100
    people[3]["last_name"] = "Zqxlast" + "x" * 5000
    people.append(dict(people[4], last_name="Zqxlastother", ssn=SSN % 99, birth_date="1913-07-20",
                       user_id=SSN % 98))
    notes = tables["case-notes.csv"]
    notes[0]["contact_date"] = SSN % 1
    notes[1]["contact_date"] = NOTE
    notes[2]["created_on"] = "917530602"
    notes[3]["app_id"] = SSN % 3
    notes[4]["activity_id"] = SSN % 4
    notes[5]["created_by"] = notes[5]["last_edited_by"] = SSN % 5
    notes.append(dict(notes[6], description="zqxanother note", subject="203 - changed"))
    activities = tables["activities.csv"]
    activities[0]["code"] = SSN % 6
    activities[2]["created_by"] = SSN % 7
    activities[3]["actual_begin"] = SSN % 8
    activities[4]["created_by"] = "917530609"
    activities[5]["created_on"] = f"{NOTE} {SSN % 6}"
    applications = tables["applications.csv"]
    for number, row in enumerate(applications[:6]):
        row["case_manager"] = ("917530610" if number % 2 else SSN % 10)
    applications.append(dict(applications[7], case_manager=SSN % 11, office=SSN % 12))
    for row in tables["employments.csv"][:2]:
        row["hourly_wage"] = SSN % 13
    for row in tables["follow-ups.csv"][:2]:
        row["quarter"] = "917530614"
    return tables


def break_rows(folder):
    """Rows that are rejected, and bytes that are no text."""
    def edit(name, *changes):
        lines = (folder / name).read_bytes().split(b"\n")
        for number, change in changes:
            lines[number] = change(lines[number])
        (folder / name).write_bytes(b"\n".join(lines))
    more = b",Zqxlast,Zqxfirst," + (SSN % 20).encode() + b",zqx"
    edit("participants.csv", (6, lambda line: line + more),
         (7, lambda line: line.replace(b"Zqxlast", b'"Zqxlast')),
         (9, lambda line: line.replace(b"Zqxfirst", b'"Zqxfirst" zqx')),
         (10, lambda line: line.replace(b"Zqxlast", b"Zqx\xff\xfelast\x00")),
         (11, lambda line: line.replace(b"1913-07-19", b"1913-07-19\xff")))
    edit("case-notes.csv", (8, lambda line: line + more),
         (9, lambda line: line.replace(b"zqxnote", b"zqxnote \xff\xfe\x00")),
         (10, lambda line: b',,,,,,,203,"' + NOTE.encode() + b'",,,'),
         (12, lambda line: line.replace(b"zqxnote", b'"zqxnote zqx')))


def shift(tables, folder):
    """Headers that have a column too few or too many, twice, or not at all."""
    folder.mkdir()
    people = tables["participants.csv"]
    columns = list(people[0])
    (folder / "left.csv").write_bytes(text_of(people, ["state_id", *columns[2:]]))
    (folder / "none.csv").write_bytes(text_of(people, False))
    (folder / "twice.csv").write_bytes(text_of(people, ["state_id", "last_name", "Surname",
                                                        *columns[3:]]))
    (folder / "row.csv").write_bytes(text_of(people, ["state_id", "ssn", *people[0].values()]))
    (folder / "title.csv").write_bytes(
        b"Case file of Zqxlast0; Zqxfirst0\n" + (SSN % 30).encode() + b"\n" + text_of(people))
    notes = tables["case-notes.csv"]
    (folder / "notes.csv").write_bytes(text_of(notes, False))
    (folder / "letter.csv").write_bytes(f"Dear Zqxlast,\nyour number {SSN % 31}\n".encode())
    (folder / "applications.csv").write_bytes(text_of(tables["applications.csv"]))
    return folder


def shift_right(tables, folder, places):
    """Each participant's cells stand some columns left of their headers."""
    people = tables["participants.csv"]
    columns = list(people[0])
    more = [f"extra {i}" for i in range(places)]
    (folder / "participants.csv").write_bytes(text_of(people, ["state_id", *more, *columns[1:]]))
