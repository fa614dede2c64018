#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What TAB gives in a shell, asked of that shell.

    completion_test.py PROGRAM SHELL       ends with 77 where the shell is not installed
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHELL = sys.argv[2]
ENVIRONMENT = {"PATH": f"{PROGRAM.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb"}

# A line as typed up to TAB; what must be offered, and what must not.
OFFERED = (
    ("caljobs-audit ", {"check", "inspect", "rules", "init", "completion"}, {"list", "--profile"}),
    ("caljobs-audit rules ", {"list", "show", "check", "test", "docs"}, {"inspect"}),
    ("caljobs-audit completion ", {"bash", "zsh", "fish"}, {"check"}),
    ("caljobs-audit check --ca", {"--calendar"}, {"--column"}),
    ("caljobs-audit check --fail-on ", {"error", "warning", "info", "never"}, {"--only"}),
    ("caljobs-audit check --profile ", {"slo-34-19", "la-county", "five"}, {"entry.activity"}),
    ("caljobs-audit check --only entry.", {"entry.activity", "entry.case-note"}, {"note.language"}),
    ("caljobs-audit check exports --skip note.l", {"note.language"}, {"entry.activity"}),
    ("caljobs-audit rules show entry.act", {"entry.activity"}, {"note.language"}),
    ("caljobs-audit rules list --prof", {"--profile", "--profiles"}, {"--as-of"}),
    ("caljobs-audit check some-f", {"some-file.csv"}, {"--only"}),
)


def script():
    return subprocess.run([PROGRAM, "completion", SHELL], capture_output=True, text=True, check=True,
                          env=ENVIRONMENT).stdout


def ask_bash(folder, line):
    """Fills in the variables that bash fills in, and calls what `complete` has registered."""
    words = line.split(" ")
    ask = ('source ./script\n'
           'registered=$(complete -p caljobs-audit) || exit 1\n'
           '[[ $registered == *"-F _caljobs_audit"* ]] || exit 1\n'
           'COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"\n'
           '_caljobs_audit caljobs-audit "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"\n'
           'printf "%s\\n" "${COMPREPLY[@]}"\n')
    done = subprocess.run(["bash", "--norc", "-c", ask, "bash", *words], cwd=folder, capture_output=True,
                          text=True, env=ENVIRONMENT, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"bash, '{line}': {done.returncode} {done.stderr}")
    return done.stdout


def ask_fish(folder, line):
    done = subprocess.run(["fish", "--no-config", "-c",
                           f"source ./script; complete -C '{line}'"], cwd=folder, text=True,
                          capture_output=True, env={**ENVIRONMENT, "HOME": str(folder)}, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"fish, '{line}': {done.returncode} {done.stderr}")
    return "\n".join(offer.split("\t")[0] for offer in done.stdout.splitlines())


class Terminal:
    """zsh completes at a terminal only; so this is one."""

    def __init__(self, folder):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], {**ENVIRONMENT, "HOME": str(folder), "COLUMNS": "200"})
        self.type("PS1='' PS2='' RPS1=''; unsetopt prompt_sp prompt_cr; stty columns 200; unsetopt zle\n")
        self.type("setopt zle; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d $PWD/dump\n")
        self.type("LISTMAX=10000; zstyle ':completion:*' list-prompt ''; unsetopt list_packed auto_menu;"
                  " bindkey '^I' list-choices; bindkey '^Xe' expand-or-complete; echo re''ady\n")
        self.until("ready")

    def type(self, text):
        os.write(self.master, text.encode())

    def until(self, mark, seconds=60):
        seen = ""
        end = time.monotonic() + seconds
        while mark not in seen:
            if not select.select([self.master], [], [], max(0, end - time.monotonic()))[0]:
                sys.exit(f"zsh: '{mark}' did not come in {seconds} s; it said:\n{seen}")
            seen += os.read(self.master, 65536).decode("utf-8", "replace")
        return seen

    def ask(self, line, number):
        """The choices listed, and, where there is but one, the line as completed."""
        self.type(line + "\t")
        self.type("\x18e")  # ^Xe: completes what can be
        self.type(f"\x05 \x01: \x05; echo do''ne{number}\n")
        return self.until(f"done{number}")


def check(line, text, wanted, unwanted):
    offered = set(re.split(r"[\s\x07\x08]+", text.replace("\r", "\n")))
    if wanted - offered or unwanted & offered:
        sys.exit(f"{SHELL}, '{line}': not offered {sorted(wanted - offered)}, wrongly offered "
                 f"{sorted(unwanted & offered)}; it offered:\n{text}")


def main():
    if shutil.which(SHELL) is None:
        print(f"{SHELL} is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / ("_caljobs-audit" if SHELL == "zsh" else "script")).write_text(script())
        (folder / "some-file.csv").write_text("")
        terminal = Terminal(folder) if SHELL == "zsh" else None
        for number, (line, wanted, unwanted) in enumerate(OFFERED):
            if SHELL == "zsh":
                text = terminal.ask(line, number)
                # What was typed is echoed.
                unwanted = {word for word in unwanted if word not in line}
            else:
                text = {"bash": ask_bash, "fish": ask_fish}[SHELL](folder, line)
            check(line, text, wanted, unwanted)
        if terminal:
            terminal.type("exit\n")
            os.waitpid(terminal.pid, 0)
    print(f"{len(OFFERED)} lines completed")


if __name__ == "__main__":
    main()
