#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws the terminal output that README.md shows, as an SVG, from the synthetic real reports.

    terminal_picture.py PROGRAM PROJECT_FOLDER
"""
import html
import pathlib
import re
import subprocess
import sys

LINES, COLUMNS = 52, 100
LINE_HEIGHT, CHARACTER, MARGIN = 18, 8.4, 18
STYLES = {"1": "b", "2": "d", "31": "r", "32": "g", "33": "y", "36": "c"}
CSS = """text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;fill:#d8dee9;white-space:pre}
.b{font-weight:700;fill:#fff}.d{fill:#94a0b4}.r{fill:#ff8f8f}.g{fill:#9fdf9f}.y{fill:#f2cf7c}.c{fill:#8fdcf0}"""


def spans(line):
    style = ""
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if code:
            style = " ".join(STYLES[c] for c in code[1].split(";") if c in STYLES)
        elif part:
            text = html.escape(part)
            yield f'<tspan class="{style}">{text}</tspan>' if style else text


def main():
    program, project = sys.argv[1], pathlib.Path(sys.argv[2])
    done = subprocess.run(
        [program, "check", "samples/real-reports/csv", "--profile", "five", "--no-config", "--as-of", "2026-01-31",
         "--color", "always"],
        cwd=project, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.split("\n")[:LINES]
    width = round(COLUMNS * CHARACTER + 2 * MARGIN)
    height = LINE_HEIGHT * len(lines) + 2 * MARGIN
    rows = "\n".join(f'<text x="{MARGIN}" y="{MARGIN + LINE_HEIGHT * (i + 1) - 4}">{"".join(spans(line))}</text>'
                     for i, line in enumerate(lines))
    picture = project / "samples/pictures/terminal.svg"
    picture.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="What check prints for the synthetic reports">\n<style>{CSS}</style>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#1b2130"/>\n{rows}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
