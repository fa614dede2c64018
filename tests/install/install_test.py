#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Installs the build into a scratch prefix, moves that elsewhere, and uses what is there.

    install_test.py CMAKE BUILD_FOLDER SOURCE_FOLDER
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FILES = (
    "bin/caljobs-audit",
    "share/caljobs-audit/rules/schema.toml",
    "share/caljobs-audit/rules/report.schema.json",
    "share/caljobs-audit/rules/activity-codes.csv",
    "share/caljobs-audit/rules/core.toml",
    "share/caljobs-audit/rules/profiles/slo-34-19.toml",
    "share/caljobs-audit/rules/calendars/california-state.toml",
    "share/caljobs-audit/rules/starter/nightly.sh",
    "share/man/man1/caljobs-audit.1.gz",
    "share/man/man1/caljobs-audit-check.1.gz",
    "share/man/man5/caljobs-audit-rules.5.gz",
    "share/man/man7/caljobs-audit-nightly.7.gz",
    "share/bash-completion/completions/caljobs-audit",
    "share/zsh/vendor-completions/_caljobs-audit",
    "share/fish/vendor_completions.d/caljobs-audit.fish",
    "share/doc/caljobs-audit/README.md",
    "share/doc/caljobs-audit/copyright",
    "share/doc/caljobs-audit/changelog.gz",
)


def run(*command, expected=0, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False, **options)
    if done.returncode != expected:
        sys.exit(f"{command[0]} {command[1:]}: exit code {done.returncode}, not {expected}\n"
                 f"{done.stdout}{done.stderr}")
    return done.stdout


def main():
    cmake, build, source = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    version = re.search(r"project\(caljobs-audit VERSION ([0-9.]+)",
                        (source / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
    with tempfile.TemporaryDirectory(prefix="install-") as folder:
        first, prefix = pathlib.Path(folder) / "first", pathlib.Path(folder) / "moved here"
        run(cmake, "--install", build, "--prefix", str(first))
        first.rename(prefix)
        missing = [name for name in FILES if not (prefix / name).is_file()]
        if missing:
            sys.exit("not installed: " + ", ".join(missing))
        program = str(prefix / "bin" / "caljobs-audit")
        if run(program, "--version").strip() != f"caljobs-audit {version}":
            sys.exit("--version does not say " + version)
        home = {**os.environ, "HOME": folder}
        listed = run(program, "rules", "list", "--profile", "all", cwd=folder, env=home)
        if "entry.activity" not in listed:
            sys.exit("rules list does not know entry.activity")
        report = pathlib.Path(folder) / "findings.csv"
        run(program, "check", str(source / "samples" / "real-reports" / "csv"), "--profile", "five",
            "--no-config", "--as-of", "2026-01-31", "--fail-on", "never", "-o", str(report),
            cwd=folder, env=home)
        if not report.read_text(encoding="utf-8-sig").count("\n") > 1:
            sys.exit("the installed program found nothing in the samples")
        run(program, "init", "board", cwd=folder, env=home)
        if not os.access(pathlib.Path(folder) / "board" / "nightly.sh", os.X_OK):
            sys.exit("the nightly script that the installed program writes can't be run")
        run("bash", "-n", str(prefix / "share/bash-completion/completions/caljobs-audit"))
    print(f"{len(FILES)} files in place, moved and used")


if __name__ == "__main__":
    main()
