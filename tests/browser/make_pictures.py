#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the pictures of the report that README.md shows, from samples/board.

    make_pictures.py PROGRAM PROJECT_FOLDER
"""
import base64
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

WIDTH, HEIGHT = 1180, 960

if __name__ == "__main__":
    program, project = sys.argv[1], pathlib.Path(sys.argv[2])
    pictures = project / "samples/pictures"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "report.html"
        subprocess.run([program, "check", str(project / "samples/board"), "--profile", "all", "--no-config", "--quiet",
                        "--as-of", "2026-01-31", "-o", str(page)], check=False)
        browser = Browser()
        browser.cdp("Emulation.setScrollbarsHidden", hidden=True)
        for name, dark in (("light", False), ("dark", True)):
            browser.emulate(width=WIDTH, height=HEIGHT, dark=dark)
            browser.open(page)
            shot = browser.cdp("Page.captureScreenshot", format="png")
            (pictures / f"report-{name}.png").write_bytes(base64.b64decode(shot["data"]))
        browser.close()
