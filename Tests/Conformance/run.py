#!/usr/bin/env python3
"""Runs the Autobahn test suite against wscope, as a client and as a server at the same time, and compares what it says
with the pinned results.

usage: run.py [--record] [--fast] WSCOPE [PATTERN...]

A PATTERN chooses cases, such as '6.*' or 12.1.1; --fast chooses all but the long ones. --record writes the results of
all cases to the pin, and the status is still 1 where they differ, so that no run passes by changing what it is
compared with.
"""
import argparse, collections, concurrent.futures, difflib, fnmatch, pathlib, shutil, subprocess, sys, time

FOLDER = pathlib.Path(__file__).resolve().parent
PIN = FOLDER / "results.tsv"
ROLES = ["client", "server"]
# Sections 9, 12 and 13 are nearly all of the time; one case of each is run for all of them.
EARLY = [f"{section}.*" for section in (1, 2, 3, 4, 5, 6, 7, 10)]
FAST = EARLY + ["9.1.1", "12.1.1", "13.1.1"]
# Two of a role at a time, for the suite takes turns with wscope and so leaves a core half idle.
SHARES = [EARLY + ["9.*", "12.*"], ["13.*"]]


def collect(role, child):
    """The rows of a role, once it has ended."""
    started = time.monotonic()
    results = child.stdout.read().splitlines()
    if child.wait() != 0:
        print(f"{role}: ended before its last case", flush=True)
        results.append("incomplete\t-")
    behaviors = collections.Counter(result.split("\t")[1] for result in results)
    summary = ", ".join(f"{count} {behavior}" for behavior, count in behaviors.most_common())
    print(f"{role}: {len(results)} cases in {time.monotonic() - started:.0f} s: {summary or 'no result'}", flush=True)
    return [f"{role}\t{result}" for result in results]


def run(program, patterns):
    """The rows of both roles. Each child ends by itself, or else when its standard input is closed here."""
    parts = [(role, share) for role in ROLES for share in (SHARES if patterns == ["*"] else [patterns])]
    children = [
        subprocess.Popen(
            [sys.executable, FOLDER / "role.py", role, program, *share],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for role, share in parts]
    with concurrent.futures.ThreadPoolExecutor() as threads:
        try:
            return sorted(sum(threads.map(collect, [role for role, _ in parts], children), []), key=place)
        finally:
            for child in children:
                child.stdin.close()


def place(row):
    """The place of a row: by role, then by the numbers of its case."""
    role, case, *_ = row.split("\t")
    return ROLES.index(role), [int(number) for number in case.split(".") if number.isdecimal()]


def pinned(patterns):
    rows = PIN.read_text().splitlines() if PIN.exists() else []
    return [row for row in rows if any(fnmatch.fnmatch(row.split("\t")[1], pattern) for pattern in patterns)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("program")
    parser.add_argument("patterns", nargs="*")
    options = parser.parse_args()
    patterns = options.patterns + (FAST if options.fast else []) or ["*"]
    if options.record and patterns != ["*"]:
        parser.error("--record is for all cases")
    program = shutil.which(options.program) or parser.error(f"{options.program} is not a program")
    expected, rows = pinned(patterns), run(pathlib.Path(program).resolve(), patterns)
    difference = list(difflib.unified_diff(expected, rows, PIN.name, "this run", n=0, lineterm=""))
    print("\n".join(difference) if difference else f"as pinned in {PIN.name}: {len(rows)} results")
    if options.record and not any("incomplete" in row for row in rows):
        PIN.write_text("".join(row + "\n" for row in rows))
    return 1 if difference or not rows else 0


sys.exit(main())
