#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""    process_test.py PROGRAM INPUT: what the process itself does: dumps no core, opens no socket,
writes and deletes nothing but what it was told to. Needs strace."""
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, INPUT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
AUDIT = ("--profile", "five", "--as-of", "2026-01-31", "--no-config")
CALLS = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
NAME = re.compile(r'"((?:[^"\\]|\\.)*)"')
NETWORK = {"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto",
           "sendmsg", "sendmmsg", "io_uring_setup"}
CHANGING = {"rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
            "link", "linkat", "symlink", "symlinkat", "truncate", "mknod", "mknodat", "chmod",
            "fchmodat", "chown", "lchown", "fchownat", "utimensat", "setxattr", "creat"}
OTHERS = {"execve", "execveat", "fork", "vfork", "ptrace", "mount", "bpf", "kexec_load"}
WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE")

faults = []


def fault(text):
    faults.append(text)
    print(text)


def environment(temporary):
    return {"PATH": "/usr/bin:/bin", "HOME": "/nowhere", "TZ": "UTC", "TMPDIR": str(temporary)}


def traced(work, temporary, *args, codes, stdin=None):
    """Runs the program below strace; yields (call, its text)."""
    log = work.parent / "strace.log"
    command = ["strace", "-f", "--seccomp-bpf", "-s", "4096", "-o", str(log), "-e",
               "trace=%file,%network,%process,prctl,ptrace,fchmod,ftruncate,io_uring_setup",
               PROGRAM, *map(str, args)]
    done = subprocess.run(command, cwd=work, stdin=stdin or subprocess.DEVNULL, timeout=600,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          env=environment(temporary))
    if done.returncode not in codes:
        fault(f"{args}: exits with {done.returncode}: {done.stderr.decode()[-400:]}")
    for line in log.read_text(errors="replace").splitlines():
        call = CALLS.match(line)
        if call and "ENOENT" not in line.rpartition("=")[2]:
            yield call.group(1), call.group(2)


def is_writing(call, text):
    if call in ("open", "openat"):
        return any(flag in text for flag in WRITING)
    return call in CHANGING


def watch(work, temporary, *args, may, codes=(0, 1), stdin=None):
    """Every name that the run wrote, made, renamed or removed must be one of `may`, its temporary
    sibling .NAME.PID-N.tmp, or SQLite's side file."""
    allowed = [re.compile(r"(?:.*/)?\.?" + re.escape(name) + r"(?:\.\d+-\d+\.tmp|-journal|-wal|-shm)?")
               for name in may]
    if temporary is not None:  # there, files without a name
        allowed.append(re.compile(re.escape(str(temporary)) + r"/.*|/proc/self/fd/\d+"))
    dumpable, started = True, 0
    for call, text in traced(work, temporary or "/nowhere", *args, codes=codes, stdin=stdin):
        if call == "prctl" and "PR_SET_DUMPABLE, SUID_DUMP_DISABLE" in text:
            dumpable = False
        if dumpable and call == "openat" and str(INPUT) in text:
            fault(f"{args}: a core could be dumped when the input was opened")
        started += call == "execve"
        if call in NETWORK or (call in OTHERS and (call != "execve" or started > 1)):
            fault(f"{args}: {call}({text}")
        if not is_writing(call, text):
            continue
        for name in NAME.findall(text):
            if name != "/dev/null" and not any(one.fullmatch(name) for one in allowed):
                fault(f"{args}: {call}({text}")


def names_in(folder):
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


def commands(top):
    work, temporary = top / "work", top / "temporary"
    work.mkdir()
    temporary.mkdir()
    reports = ("r.txt", "r.json", "r.ndjson", "r.csv", "r.html", "r.md", "r.xml", "r.sarif")
    outputs = [text for name in reports for text in ("-o", name)]
    exports = str(INPUT)
    watch(work, None, "check", exports, *AUDIT, *outputs, "--evidence", "e.zip", "--store", "h.db",
          may=(*reports, "e.zip", "h.db"))
    watch(work, temporary, "check", exports, *AUDIT, "-o", "r.xlsx", may=("r.xlsx",))
    with open(next(INPUT.glob("services*.csv")), "rb") as file:
        watch(work, temporary, "check", "-", *AUDIT, "--quiet", may=(), codes=(0, 1, 3), stdin=file)
    watch(work, None, "check", exports, *AUDIT, "--baseline", "r.json", "--verbose", may=())
    watch(work, None, "inspect", exports, may=())
    watch(work, None, "case", "100001", exports, *AUDIT, "-o", "c.html", may=("c.html",),
          codes=(0, 3))
    watch(work, None, "verify", "e.zip", exports, may=())
    watch(work, None, "history", "trend", "--store", "h.db", may=("h.db",))
    watch(work, None, "history", "prune", "--store", "h.db", "--before", "2020-01-01",
          may=("h.db",))
    watch(work, None, "rules", "docs", may=())
    watch(work, None, "rules", "test", may=())
    watch(work, None, "completion", "bash", may=())
    for folder, args in (("parts", ("partition", exports, *AUDIT, "--parts", "2", "--into")),
                         ("lists", ("worklist", exports, *AUDIT, "--split-to")),
                         ("started", ("init",))):
        # Below the folder, or in its temporary sibling, anything.
        calls = list(traced(work, "/nowhere", *args, folder, codes=(0, 1)))
        for call, text in calls:
            names = NAME.findall(text) if is_writing(call, text) else []
            for name in names:
                if not re.match(rf"(.*/)?\.?{folder}(/|\.\d+-\d+\.tmp|$)", name):
                    fault(f"{args}: {call}({text}")
            if call in NETWORK:
                fault(f"{args}: {call}({text}")
    left = {name for name in names_in(work) if re.search(r"\.tmp$|-journal$|-wal$|-shm$", name)}
    if left or names_in(temporary):
        fault(f"left behind: {left} {names_in(temporary)}")


def end_by(command, signal_number, folder):
    """The wait status of `command`, ended while it waits for more on its standard input."""
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, env=environment(folder)) as process:
        process.stdin.write(b"state_id,last_name\n1,Zqxlast\n")
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:  # it waits for a pipe, so it is past its first lines
            if "pipe" in pathlib.Path(f"/proc/{process.pid}/wchan").read_text():
                break
            time.sleep(0.02)
        else:
            time.sleep(0.5)
        os.kill(process.pid, signal_number)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return status


def core_dumps(top):
    folder = top / "core"
    folder.mkdir()
    if not os.WCOREDUMP(end_by(["/usr/bin/cat"], signal.SIGSEGV, folder)):
        print("this machine dumps no cores at all; strace alone has looked")
    for path in folder.iterdir():
        path.unlink()
    for number in (signal.SIGSEGV, signal.SIGQUIT, signal.SIGBUS):
        status = end_by([PROGRAM, "check", "-", *AUDIT], number, folder)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != number:
            fault(f"signal {number} did not end the program: status {status}")
        if os.WCOREDUMP(status) or list(folder.iterdir()):
            fault(f"signal {number}: a core was dumped, or something was left: "
                  f"{list(folder.iterdir())}")


def main():
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        commands(top)
        core_dumps(top)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
