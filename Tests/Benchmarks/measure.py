"""Starts the server and the programs, and says what each run took."""

import json
import os
import select
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass

MIB = 1 << 20
GIB = 1 << 30
TOOLS = ("server", "floor", "meter", "crowd", "zlib_alone")


class Failed(Exception):
    """A run that did not do its work; the words say why."""


@dataclass
class Sample:
    """One run: work done in a second, and what it cost."""

    rate: float
    seconds: float
    cpu_per_gib: float = 0
    peak: int = 0
    words: str = ""


def build(source, target):
    """Compiles the tools that are older than their source."""
    os.makedirs(target, exist_ok=True)
    with open("/proc/cpuinfo") as info:
        vectors = ["-mavx2"] if " avx2 " in info.read() else []
    newest = max(os.path.getmtime(f"{source}/{name}") for name in os.listdir(source))
    for tool in TOOLS:
        program = f"{target}/{tool}"
        if os.path.exists(program) and os.path.getmtime(program) > newest:
            continue
        options = ["-O3", "-Wall", "-Wextra", "-Werror", "-pthread", *vectors]
        subprocess.run(["clang", *options, "-o", program, f"{source}/{tool}.c", "-lz"], check=True)


class Server:
    """The project's own server in a process of its own; it reports each connection when it ends."""

    def __init__(self, program, files):
        self.process = subprocess.Popen([program, *files], stdout=subprocess.PIPE)
        self.base = f"ws://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def report(self, limit):
        """The next connection that ends within this many seconds; None if there is none."""
        ready, _, _ = select.select([self.process.stdout], [], [], limit)
        return json.loads(os.read(self.process.stdout.fileno(), 4096).splitlines()[-1]) if ready else None

    def forget(self):
        while self.report(0):
            pass

    def stop(self):
        self.process.kill()
        self.process.wait()


class Bench:
    """What the rows share: programs, payload files, the server, and a folder for what is written."""

    def __init__(self, places, tools, folder, payloads, options):
        self.places = places
        self.tools = tools
        self.folder = folder
        self.payloads = payloads
        self.options = options
        for name, content in payloads.items():
            with open(self.path(name), "wb") as file:
                file.write(content)
        self.server = Server(tools + "/server", [self.path(name) for name in payloads])
        self.notes = []

    def path(self, payload):
        return f"{self.folder}/{payload}"

    def url(self, path, **query):
        asked = "&".join(f"{name}={value}" for name, value in query.items() if value)
        return f"{self.server.base}{path}?{asked or 'always'}"

    def words(self, command, url, **values):
        if command.query and url:
            url += "&" + command.query
        return [
            word.format(
                url=url, views=self.folder + "/views", record=self.folder + "/record", **self.places, **values)
            for word in shlex.split(command.words)
        ]

    def run(self, command, words, held=b"", file=None, output="/dev/null", limit=60, server=True):
        """Runs a program to its end: what the meter says, and what the server saw of its connection."""
        self.server.forget()
        feeder, held_end = None, None
        with open(output, "wb") as out:
            if command.input == "held":
                source, held_end = os.pipe()
                os.write(held_end, held)
            elif command.input == "pipe":
                feeder = subprocess.Popen(["cat", file], stdout=subprocess.PIPE)
                source = feeder.stdout.fileno()
            else:
                source = os.open(file if command.input == "file" else "/dev/null", os.O_RDONLY)
            meter = subprocess.Popen(
                [self.tools + "/meter", "run", str(limit), *words], stdin=source, stdout=out, stderr=subprocess.PIPE)
            if feeder:
                feeder.stdout.close()
            else:
                os.close(source)
        seen = self.watch(meter, limit) if server else None
        if held_end is not None:
            os.close(held_end)
        said = meter.communicate()[1]
        if feeder:
            feeder.wait()
        cost = json.loads(said)
        if cost["status"] == 128 + signal.SIGKILL:
            raise Failed(f"it was not done within {limit} s")
        if server and seen is None:
            raise Failed(f"its connection did not end well (status {cost['status']})")
        return cost, seen

    def watch(self, meter, limit):
        """Waits for the end of the connection; a program that ends without one is given a second more."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            seen = self.server.report(0.05)
            if seen:
                return seen
            if meter.poll() is not None:
                return self.server.report(1)
        return None

    def pinned(self):
        """For as long as it is open, the server and what is started share one core."""
        return OneCore(self.server.process.pid)


class OneCore:
    def __init__(self, server):
        self.processes = [0, server]

    def __enter__(self):
        self.all = os.sched_getaffinity(0)
        for process in self.processes:
            os.sched_setaffinity(process, {max(self.all)})

    def __exit__(self, *_):
        for process in self.processes:
            os.sched_setaffinity(process, self.all)
