#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The recipes in samples/ci.

    recipes_test.py PROGRAM SOURCE-FOLDER CLAIM       each claim is a function below
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import yaml

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
RECIPES = SOURCE / "samples" / "ci"


def fail(text):
    sys.exit(text)


def load(name):
    return yaml.safe_load((RECIPES / name).read_text(encoding="utf-8"))


def github_scripts():
    return [step["run"] for job in load("github-actions.yml")["jobs"].values() for step in job["steps"]
            if "run" in step]


def gitlab_jobs():
    return {name: job for name, job in load("gitlab-ci.yml").items()
            if isinstance(job, dict) and "script" in job}


def scripts():
    """Every shell script of the recipes, with where it is from."""
    for script in github_scripts():
        yield "github-actions.yml", script
    for job in gitlab_jobs().values():
        yield "gitlab-ci.yml", "\n".join(job["script"])
    groovy = (RECIPES / "Jenkinsfile").read_text(encoding="utf-8")
    for match in re.finditer(r'"""(.*?)"""|\bsh \'([^\']*)\'', groovy, re.S):
        script = match[1] if match[1] is not None else match[2]
        # As Groovy hands it on: its own escapes and values taken out.
        yield "Jenkinsfile", script.replace("\\$", "$").replace("\\\n", " ").replace("${known}", "")


def forms():
    """The YAML is YAML with what the services need, Groovy's brackets close, the shell parses."""
    github = load("github-actions.yml")
    # YAML 1.1 reads the key `on` as true.
    if {"pull_request", "push"} - set(github[True]) or set(github["jobs"]) != {"rules", "audit"}:
        fail("github-actions.yml lacks a trigger or a job")
    for job in github["jobs"].values():
        if "runs-on" not in job or not all(("run" in s) != ("uses" in s) for s in job["steps"]):
            fail("a job of github-actions.yml has no runner, or a step with both run and uses, or none")
    gitlab = load("gitlab-ci.yml")
    for name, job in gitlab_jobs().items():
        if job["stage"] not in gitlab["stages"]:
            fail(f"gitlab-ci.yml: the job {name} is in no stage")
    groovy = (RECIPES / "Jenkinsfile").read_text(encoding="utf-8")
    bare = re.sub(r'"""(?:.|\n)*?"""|\'[^\'\n]*\'|"[^"\n]*"|//[^\n]*', "", groovy)
    open_brackets = []
    for c in bare:
        if c in "({[":
            open_brackets.append(c)
        elif c in ")}]" and (not open_brackets or open_brackets.pop() + c not in ("()", "{}", "[]")):
            fail(f"Jenkinsfile: a '{c}' closes nothing")
    if open_brackets or "'" in bare or '"' in bare:
        fail("Jenkinsfile: a bracket or quote is left open")
    for name, script in scripts():
        done = subprocess.run(["sh", "-n"], input=script, text=True, capture_output=True, check=False)
        if done.returncode != 0:
            fail(f"{name}: {done.stderr}\n{script}")


def uses():
    """(recipe, words) of each call of the program."""
    for name, script in scripts():
        for line in script.replace("\\\n", " ").splitlines():
            words = [word for word in shlex.split(line, comments=True)]
            for start, word in enumerate(words):
                if word == "caljobs-audit" and (start == 0 or words[start - 1] in ("&&", "then", ";")):
                    yield name, words[start + 1:]
                if word == "--" and words[start - 1] == "set":
                    rest = words[start + 1:]
                    yield name, ["check", *[w.rstrip(";") for w in rest if w not in ("fi", "$@")]]


def options():
    """Commands and options are ones that --help knows."""
    seen = []
    for name, words in uses():
        command = words[:2] if words[0] == "rules" else words[:1]
        told = subprocess.run([PROGRAM, *command, "--help"], capture_output=True, text=True, check=False)
        if told.returncode != 0:
            fail(f"{name}: there is no command {command}")
        known = {n for word in re.findall(r"^  (-\S*)", told.stdout, re.M) for n in word.split(",")}
        unknown = [word for word in words if word.startswith("-") and word not in known]
        if unknown:
            fail(f"{name}: {' '.join(command)} has no {unknown}")
        seen.append((name, command[-1]))
    for name in ("github-actions.yml", "gitlab-ci.yml", "Jenkinsfile"):
        if not {(name, "check"), (name, "test")} <= set(seen) or seen.count((name, "check")) < 2:
            fail(f"{name} does not check and test the rules and audit: {seen}")


def runs():
    """The audits of a merge request, with and without a baseline, run for real by GitLab's recipe."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        subprocess.run([PROGRAM, "init", "board", "--rules-folder", SOURCE / "rules"], cwd=folder,
                       check=True, capture_output=True)
        shutil.copytree(SOURCE / "samples" / "real-reports" / "csv", folder / "board" / "samples")
        tools = folder / "bin"
        tools.mkdir()
        program = tools / "caljobs-audit"
        program.write_text(f'#!/bin/sh\nexec "{PROGRAM}" "$@" --rules-folder "{SOURCE}/rules"\n')
        program.chmod(0o700)
        jobs = gitlab_jobs()

        def run(job, code):
            script = "set -e\n" + "\n".join(jobs[job]["script"])
            done = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True,
                                  env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}, check=False)
            if done.returncode != code:
                fail(f"{job}: exit code {done.returncode}, not {code}\n{done.stdout}{done.stderr}")

        run("rules", 0)
        run("audit", 1)
        run("baseline", 0)
        run("audit", 0)


if __name__ == "__main__":
    globals()[sys.argv[3]]()
