#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the commands and long options of --help with those of the manual page.

    manual_test.py PROGRAM PAGE
"""
import pathlib
import re
import subprocess
import sys

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
SUBCOMMAND = re.compile(r"^  ([a-z]+) {2,}\S", re.MULTILINE)


def help_of(program, command):
    done = subprocess.run([program, *command, "--help"], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=True)
    return done.stdout


def commands(program, command=()):
    """Every command with its help text, the program itself first."""
    text = help_of(program, command)
    yield command, text
    _, _, below = text.partition("Subcommands:")
    for name in SUBCOMMAND.findall(below):
        yield from commands(program, (*command, name))


def main():
    program = sys.argv[1]
    page = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
    page = re.sub(r"\\f.", "", page).replace("\\-", "-")  # font changes, hyphens
    page_options = set(OPTION.findall(page))
    faults, known = [], set()
    for command, text in commands(program):
        known |= set(OPTION.findall(text))
        if command and not re.search(rf"\b{' '.join(command)}\b", page):
            faults.append(f"the page has no command {' '.join(command)}")
    faults += [f"the page lacks {option}" for option in sorted(known - page_options)]
    faults += [f"the program lacks {option}" for option in sorted(page_options - known)]
    print("\n".join(faults) or f"{len(known)} options, all in the page")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
