# SPDX-License-Identifier: MIT
"""A small audit that writes all that it can, and what must be true after it, whatever happened."""
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile

PACK = """[pack]
name   = "own"
title  = "Own"
source = "made up"

[[rule]]
id       = "own.entry"
title    = "Entered in time"
severity = "error"
for_each = "activities"
where    = "code matches '^[0-9]+$'"
from     = "actual_begin"
within   = "5 business days"
met_on   = "created_on"
message  = "{code} began {actual_begin}, due {due}"
cite     = "none"
"""
CORE = '[pack]\nname = "core"\ntitle = "Shared"\nsource = "made up"\n'
ROWS = """Activity ID,App ID,State ID,Activity Code,Actual Begin Date,Create Date,Staff Created,Office
A-1,200,100,101,01/05/2026,01/20/2026,S1,North
A-2,200,100,205,01/07/2026,01/08/2026,S1,North
A-3,201,101,205,13/45/2026,01/08/2026,S1,"South
Wing"
"""
OUTPUTS = ("r.txt", "r.json", "r.html", "r.xlsx", "e.zip")
TABLES = {"participants", "applications", "activities", "activity_codes", "staff"}
DOCUMENTED = {2, 3, 4}


def rules_folder(rules, folder):
    """The bundled rules without all that this audit needs not: each run reads them."""
    (folder / "packs").mkdir(parents=True)
    (folder / "profiles").mkdir()
    shutil.copytree(rules / "calendars", folder / "calendars")
    head, *tables = re.split(r"(?m)^(?=\[\[table\]\]$)", (rules / "schema.toml").read_text())
    kept = [table for table in tables if re.search(r'name = "(\w+)"', table).group(1) in TABLES]
    spans = re.compile(r"(?m)^\[\[table\.span\]\]\n(?:\w.*\n)*")  # of columns that packs derive
    (folder / "schema.toml").write_text(spans.sub("", head + "".join(kept)))
    (folder / "core.toml").write_text(CORE)
    codes = (rules / "activity-codes.csv").read_text().splitlines(keepends=True)
    (folder / "activity-codes.csv").write_text("".join(codes[:60]))


def library_ended(run):
    """libxlsxwriter goes where there is nothing when memory fails it at some places: the program says that it
    crashed, and nothing half-written is left. It tells of the place just before."""
    return run.returncode == 70 and b"[ERROR][./src/" in run.stderr


def says_less(name, data):
    """A whole report that says that not all of the input was audited."""
    if name == "r.json":
        return bool(json.loads(data)["data_problems"])
    if name.endswith((".xlsx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.testzip() is None
    return data.endswith((b"</html>\n", b"</html>") if name == "r.html" else b"\n")


class Audit:
    """Runs the audit in a fresh folder with the outputs of an earlier one."""

    def __init__(self, top, program, shim, rules):
        self.top, self.program, self.shim = top, program, shim
        top.mkdir(exist_ok=True)
        rules_folder(rules, top / "rules")
        (top / "rules/packs/own.toml").write_text(PACK)
        (top / "rules/profiles/own.toml").write_text('title = "Own"\npacks = ["own"]\n')
        (top / "input").mkdir()
        (top / "input/activities.csv").write_text(ROWS)
        (top / "tmp").mkdir()
        self.number = 0
        self.former = {}
        self.former = self.files(self.run({}, as_of="2026-01-30").folder)
        self.good = self.run({})
        self.new = self.files(self.good.folder)

    def arguments(self, as_of):
        outputs = [text for name in OUTPUTS[:-1] for text in ("-o", name)]
        return [self.program, "check", str(self.top / "input"), "--rules-folder",
                str(self.top / "rules"), "--profile", "own", "--no-config", "--as-of", as_of,
                *outputs, "--evidence", "e.zip", "--store", "h.db"]

    def run(self, faults, as_of="2026-01-31", threads="1", before=None, arguments=None, **options):
        """The audit, or another command, in a folder with the outputs of an earlier one."""
        self.number += 1
        folder = self.top / f"run-{self.number}"
        folder.mkdir()
        for name, data in self.former.items():
            (folder / name).write_bytes(data)
        env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TZ": "UTC",
               "TMPDIR": str(self.top / "tmp"), "LD_PRELOAD": self.shim, **faults}
        env.update(options.pop("env", {}))
        arguments = [*(before or []), *(arguments or [*self.arguments(as_of), "--threads", threads])]
        try:
            done = subprocess.run(arguments, cwd=folder, env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                                  check=False, **options)
        except subprocess.TimeoutExpired as late:
            done = subprocess.CompletedProcess(arguments, -999, late.stdout, b"a hang")
        done.folder = folder
        return done

    @staticmethod
    def files(folder):
        return {str(path.relative_to(folder)): path.read_bytes()
                for path in sorted(folder.rglob("*")) if path.is_file()}

    @staticmethod
    def dump(folder):
        """What the store holds, after SQLite has undone what a run left undone."""
        with sqlite3.connect(folder / "h.db") as store:
            if store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "damaged"
            text = "\n".join(store.iterdump())
        store.close()
        return text

    def store_is(self, folder, files, which):
        if files.get("h.db") == which["h.db"] and "h.db-journal" not in files:
            return True
        if "h.db" not in files:
            return False
        other = self.top / "store"
        other.mkdir()
        (other / "h.db").write_bytes(which["h.db"])
        same = self.dump(folder) == self.dump(other)
        shutil.rmtree(other)
        return same

    def same_files(self, run, files, good, whole, some=False):
        """The files are those of the good run; with `some`, each is or is what it was before."""
        def but_folder(data, of):
            return data.replace(str(of.folder).encode(), b"@")
        store = {"h.db", "h.db-wal", "h.db-shm"}
        if self.dump(run.folder) != self.dump(good.folder) and not some:
            return False
        if not some and set(files) - store != set(whole) - store:
            return False
        return all(data == self.former.get(name) and some or
                   but_folder(data, run) == but_folder(whole.get(name, b""), good)
                   for name, data in files.items() if name not in store)

    def faults_of(self, run, tidy=True):
        """What is wrong with how the run ended; a list of texts. Its folder is removed.
        `tidy`: it could remove its temporary files."""
        wrong = []
        errors = run.stderr.decode(errors="replace")
        if run.returncode == -999:
            wrong.append("it hangs")
        elif run.returncode < 0:
            wrong.append(f"it ended by signal {-run.returncode}: {errors[-300:]}")
        elif run.returncode not in DOCUMENTED | {self.good.returncode} and not library_ended(run):
            wrong.append(f"it exits with {run.returncode}: {errors[-300:]}")
        whole = run.returncode == self.good.returncode
        if run.returncode in DOCUMENTED and not errors.strip():
            wrong.append(f"it exits with {run.returncode} and says nothing")
        files = self.files(run.folder)
        if whole and run.stdout != self.good.stdout:
            wrong.append("it ends as if all were well, and printed something else")
        for name in OUTPUTS:
            allowed = [self.new[name]] if whole else [self.former[name], self.new[name]]
            if name not in files:
                wrong.append(f"{name} is gone")
            elif files[name] not in allowed and not (run.returncode == 3 and
                                                     says_less(name, files[name])):
                wrong.append(f"{name} is neither whole nor as it was ({run.returncode})")
        states = (self.new,) if whole else (self.former, self.new)
        if not any(self.store_is(run.folder, files, state) for state in states) and (
                run.returncode != 3 or self.dump(run.folder) == "damaged"):
            wrong.append(f"h.db is neither whole nor as it was ({run.returncode})")
        # What SQLite could not clear away, it does when the store is next opened.
        left = set(self.files(run.folder)) - set(self.new) - {"h.db-wal", "h.db-shm"}
        left |= {path.name for path in (self.top / "tmp").iterdir()}
        if left and tidy:
            wrong.append(f"left behind: {sorted(left)}")
        for path in (self.top / "tmp").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(run.folder)
        return wrong
