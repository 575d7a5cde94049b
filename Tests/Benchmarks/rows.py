"""The rows of the table: for each kind of work how a run of it is made, timed and checked."""

import functools
import itertools
import json
import os
import resource
import select
import socket
import subprocess
import threading
import zlib

import captures
from measure import GIB, MIB, Failed, Sample
from programs import COMMANDS

BULK = ("floor", "wscope", "websocat", "curl")
# The rest are made for people: they are slow, and print marks of their own beside what they receive.
EVERYONE = (*BULK, "wsdump", "websockets", "wscat")
KIB = 1 << 10
TEXT = "hello-0123456789"


class Row:
    """One kind of work. `aim` is the speed that wscope should reach, as a ratio to that of the first program."""

    unit = "GB/s"
    # The most work in a run. Where it is 1, every run does the same.
    most = 1

    def __init__(self, key, title, action, programs, aim=None):
        self.key, self.title, self.action, self.programs, self.aim = key, title, action, programs, aim

    def command(self, program):
        return COMMANDS[program][self.action]

    def runs(self, rounds):
        """How often each program does it."""
        return rounds

    def verify(self, bench, program):
        """Raises Failed if the program's bytes are not the right ones."""

    def prepare(self, bench):
        """What is done once, before anything runs."""

    def clean(self, bench):
        """What is removed once, at the end."""


class OneShot(Row):
    """One message out, its reply in, end: the time of the whole process."""

    unit = "/s"

    def runs(self, rounds):
        return 5 * rounds

    def sample(self, bench, program, amount):
        output = bench.folder + "/output"
        words = bench.words(self.command(program), bench.url("/echo"), text=TEXT)
        cost, _ = bench.run(self.command(program), words, held=TEXT.encode() + b"\n", output=output, limit=10)
        with open(output, "rb") as printed:
            if TEXT.encode() not in printed.read():
                raise Failed("it did not print the reply")
        return Sample(1 / cost["wall"], cost["wall"], peak=cost["peak"], words=f"{cost['wall'] * 1000:.1f} ms")


class Bulk(Row):
    """Messages of one size, one way. Work is counted in batches: about 1 MiB of messages, or one that is longer."""

    def __init__(self, key, title, action, programs, aim, payload, size, **query):
        super().__init__(key, title, action, programs, aim)
        self.payload, self.size, self.query = payload, size, query
        self.messages = max(1, MIB // size)
        self.batch = self.messages * size
        self.counts_messages = size <= KIB
        if self.counts_messages:
            self.unit = "M/s"

    def content(self, bench, batches, newlines):
        """The payload of this many batches, piece by piece, with a newline after each message if asked for."""
        piece = bench.payloads[self.payload][: self.batch]
        if newlines:
            piece = b"".join(piece[at : at + self.size] + b"\n" for at in range(0, len(piece), self.size))
        return itertools.repeat(piece, batches * self.batch // min(self.batch, MIB))

    def sample(self, bench, program, batches):
        cost, seen = self.transfer(bench, program, batches)
        total = self.batch * batches
        rate = total / seen["seconds"] / (1e6 * self.size if self.counts_messages else 1e9)
        return Sample(rate, seen["seconds"], cost["cpu"] * GIB / total, cost["peak"])

    def verified_batches(self):
        return 1 if self.size > MIB else 4


class Receive(Bulk):
    """From the server to standard output."""

    @property
    def most(self):
        return max(1, 4 * GIB // self.batch)

    def transfer(self, bench, program, batches, output="/dev/null"):
        is_text = int(self.payload != "binary")
        url = bench.url(f"/send/{self.payload}", size=self.size, batches=batches, text=is_text, **self.query)
        command = self.command(program)
        cost, seen = bench.run(command, bench.words(command, url), output=output)
        if seen["bytes"] != self.batch * batches or not seen["whole"]:
            raise Failed(f"it took {seen['bytes']} bytes of {self.batch * batches}")
        if self.query.get("deflate") and not seen["deflated"]:
            raise Failed("it did not agree to compression")
        return cost, seen

    def verify(self, bench, program):
        output = bench.folder + "/output"
        self.transfer(bench, program, self.verified_batches(), output)
        newlines = self.action in ("receive lines", "receive deflated")
        with open(output, "rb") as printed:
            for piece in self.content(bench, self.verified_batches(), newlines):
                if printed.read(len(piece)) != piece:
                    raise Failed("what it printed is not what was sent")
            # wsdump prints the Close as an empty line.
            if printed.read() not in (b"", b"\n"):
                raise Failed("it printed more than was sent")


class ZlibAlone:
    """Mixed into a row whose first program is zlib alone on the same messages."""

    def alone(self, bench, batches):
        output = bench.folder + "/output"
        command = COMMANDS["zlib"][self.action]
        words = bench.words(command, "", file=bench.path(self.payload), size=self.size, batches=batches)
        cost, _ = bench.run(command, words, output=output, server=False)
        with open(output, encoding="ascii") as printed:
            said = json.load(printed)
        rate = said["bytes"] / said["seconds"] / 1e9
        return Sample(rate, said["seconds"], cost["cpu"] * GIB / said["bytes"], cost["peak"])

    def sample(self, bench, program, batches):
        return self.alone(bench, batches) if program == "zlib" else super().sample(bench, program, batches)

    def verify(self, bench, program):
        if program != "zlib":
            super().verify(bench, program)


class ReceiveDeflated(ZlibAlone, Receive):
    """Compressed messages, inflated."""


class Views(Receive):
    """Messages that are shown on their way, in a file."""

    def sample(self, bench, program, batches):
        sample = super().sample(bench, program, batches)
        if program != "floor" and os.path.getsize(bench.folder + "/views") < batches * self.batch:
            raise Failed("it did not show every frame")
        return sample

    def clean(self, bench):
        if os.path.exists(bench.folder + "/views"):
            os.unlink(bench.folder + "/views")


class Relay:
    """A program between the client, which is the floor, and the server."""

    def __init__(self, bench, program):
        self.bench = bench
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = bench.server.base.rsplit(":", 1)[1]
        words = bench.words(COMMANDS[program]["relay"], "", port=self.port, server=server)
        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def __enter__(self):
        for line in self.process.stderr:
            if b"listening on" in line:
                return self
        raise Failed("the relay does not listen")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def url(self, url):
        """The same through the relay."""
        return url.replace(self.bench.server.base, f"ws://127.0.0.1:{self.port}")


class Relayed(Receive):
    """Messages that reach the floor's client through a relay; the cost is that of the client."""

    def transfer(self, bench, program, batches, output="/dev/null"):
        command = COMMANDS["floor"]["receive"]
        with Relay(bench, program) as relay:
            url = relay.url(bench.url(f"/send/{self.payload}", size=self.size, batches=batches))
            cost, seen = bench.run(command, bench.words(command, url), output=output)
        if seen["bytes"] != self.batch * batches or not seen["whole"]:
            raise Failed(f"it took {seen['bytes']} bytes of {self.batch * batches}")
        return cost, seen


class Recorded(Receive):
    """Messages that are recorded on their way, beside the same client without a recording."""

    @property
    def most(self):
        return max(1, GIB // self.batch)

    def transfer(self, bench, program, batches, output="/dev/null"):
        self.clean(bench)
        cost, seen = super().transfer(bench, program, batches, output)
        if program != "wscope" and sum(map(os.path.getsize, self.recordings(bench))) < batches * self.batch:
            raise Failed("it did not record every message")
        return cost, seen

    def recordings(self, bench):
        return [path for path in (bench.folder + "/record.jsonl", bench.folder + "/record.pcapng") if os.path.exists(path)]

    def clean(self, bench):
        for path in self.recordings(bench):
            os.unlink(path)


class Send(Bulk):
    """From standard input to the server."""

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.files = set()

    @property
    def most(self):
        return max(1, GIB // self.batch)

    @property
    def sends_lines(self):
        return self.action in ("send lines", "send piped lines", "send deflated")

    def file(self, bench, batches):
        """The input of this many batches, written when it is first asked for."""
        path = f"{bench.folder}/{self.key}-{batches}"
        if path not in self.files:
            with open(path, "wb") as file:
                file.writelines(self.content(bench, batches, self.sends_lines))
            self.files.add(path)
        return path

    def transfer(self, bench, program, batches, **query):
        file = self.file(bench, batches)
        messages = self.messages * batches
        url = bench.url("/sink", messages=messages, **self.query, **query)
        command = self.command(program)
        cost, seen = bench.run(command, bench.words(command, url, size=self.size, file=file), file=file)
        if seen["messages"] != messages:
            raise Failed(f"the server has {seen['messages']} messages, and {messages} were expected")
        if self.query.get("deflate") and not seen["deflated"]:
            raise Failed("it did not offer compression")
        return cost, seen

    def sample(self, bench, program, batches):
        # A power of two, so that programs share their input's file.
        return super().sample(bench, program, min(self.most, 1 << (batches - 1).bit_length()))

    def verify(self, bench, program):
        _, seen = self.transfer(bench, program, self.verified_batches(), check=1)
        # websocat sends the newlines as well.
        newlines = self.sends_lines and program == "websocat"
        content = self.content(bench, self.verified_batches(), newlines)
        if seen["sum"] != functools.reduce(lambda sum, piece: zlib.crc32(piece, sum), content, 0):
            raise Failed("what the server has is not what it was given")

    def clean(self, bench):
        for path in self.files:
            os.unlink(path)
        self.files.clear()


class SendDeflated(ZlibAlone, Send):
    """Lines, compressed on their way out."""


class Echo(Row):
    """A line in and its echo out, again and again, with everything on one core."""

    unit = "k/s"

    def sample(self, bench, program, amount):
        words = bench.words(self.command(program), bench.url("/echo"))
        with bench.pinned():
            meter = subprocess.run(
                [bench.tools + "/meter", "pingpong", str(bench.options.seconds), "16", *words],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        cost = json.loads(meter.stderr)
        if not cost["count"]:
            raise Failed("no echo came back")
        words = f"p50 {cost['p50'] * 1e6:.0f} us, p99 {cost['p99'] * 1e6:.0f} us"
        return Sample(cost["count"] / cost["seconds"] / 1e3, cost["seconds"], peak=cost["peak"], words=words)


class RelayedEcho(Row):
    """What a relay adds to the time of a round trip between the floor's client and the server."""

    unit = "k/s"

    def sample(self, bench, program, amount):
        if program == "floor":
            return self.trips(bench, bench.url("/echo"))
        with Relay(bench, program) as relay:
            return self.trips(bench, relay.url(bench.url("/echo")))

    def trips(self, bench, url):
        words = bench.words(COMMANDS["floor"]["echo"], url)
        meter = subprocess.run(
            [bench.tools + "/meter", "pingpong", str(bench.options.seconds), "16", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        cost = json.loads(meter.stderr)
        if not cost["count"]:
            raise Failed("no echo came back")
        words = f"p50 {cost['p50'] * 1e6:.0f} us, p99 {cost['p99'] * 1e6:.0f} us"
        return Sample(cost["count"] / cost["seconds"] / 1e3, cost["seconds"], words=words)


class Decode(Row):
    """Frames in a file, read and not shown, beside cat."""

    SIZE, COUNT = 16384, 61000

    def prepare(self, bench):
        self.file = bench.folder + "/frames"
        frame = bytes([0x82, 126, self.SIZE >> 8, self.SIZE & 255]) + bench.payloads["binary"][: self.SIZE]
        with open(self.file, "wb") as file:
            for _ in range(self.COUNT // 100):
                file.write(frame * 100)

    def sample(self, bench, program, amount):
        output = bench.folder + "/output" if program == "wscope" else "/dev/null"
        command = self.command(program)
        cost, _ = bench.run(command, bench.words(command, "", file=self.file), output=output, server=False)
        if program == "wscope":
            with open(output, encoding="utf-8") as printed:
                if f"{self.COUNT} frames" not in printed.read().replace(",", ""):
                    raise Failed("it did not count the frames")
        total = os.path.getsize(self.file)
        return Sample(total / cost["wall"] / 1e9, cost["wall"], cost["cpu"] * GIB / total, cost["peak"])

    def clean(self, bench):
        os.unlink(self.file)


class ReadCapture(Row):
    """A capture of messages of 1 kB, counted, beside tshark: server's frames, 62 whole ones in a packet as loopback has them."""

    unit = "M/s"
    SIZE, FRAMES, PACKETS = 1000, 62, 3350

    def runs(self, rounds):
        return min(rounds, 3)

    def prepare(self, bench):
        self.file = bench.folder + "/capture.pcap"
        frame = bytes([0x81, 126, self.SIZE >> 8, self.SIZE & 255]) + bench.payloads["lines"][: self.SIZE]
        with open(self.file, "wb") as file:
            file.writelines(captures.connection([frame * self.FRAMES] * self.PACKETS))

    def sample(self, bench, program, amount):
        output = bench.folder + "/output"
        cost, _ = bench.run(
            self.command(program), bench.words(self.command(program), "", file=self.file), output=output, server=False)
        with open(output, encoding="utf-8") as printed:
            said = printed.read().replace(",", "")
        count = self.FRAMES * self.PACKETS
        if program == "wscope" and f" {count} " not in said:
            raise Failed("it did not count the frames")
        total = os.path.getsize(self.file)
        return Sample(count / cost["wall"] / 1e6, cost["wall"], cost["cpu"] * GIB / total, cost["peak"])

    def clean(self, bench):
        os.unlink(self.file)


class Crowd(Row):
    """Many connections to an echo server: what an idle one costs in memory, and how many round trips busy ones make."""

    unit = "k/s"
    IDLE, BUSY = 10000, 1000

    def runs(self, rounds):
        return 1

    def prepare(self, bench):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < self.IDLE + 200:
            raise Failed(f"{self.IDLE} connections need more than the {hard} open files that the system allows")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    def serve(self, bench, program):
        peers = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Peers")
        words = {
            "wscope": [bench.places["wscope"], "listen", "0", "--echo"],
            "websockets": [os.path.dirname(bench.places["websockets"]) + "/python3", peers + "/websockets_server.py"],
            "ws": ["node", peers + "/ws_server.js"],
        }[program]
        server = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        port = server.stdout.readline().decode().rstrip("/\n").rsplit(":", 1)[-1]
        # No one reads what it says about its clients, but it must not have to wait.
        threading.Thread(target=server.stdout.readlines, daemon=True).start()
        return server, f"ws://127.0.0.1:{port}/"

    def crowd(self, bench, url, count, seconds):
        return subprocess.Popen(
            [bench.tools + "/crowd", str(count), str(seconds), url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def answer(self, crowd, limit=120):
        ready, _, _ = select.select([crowd.stdout], [], [], limit)
        line = crowd.stdout.readline() if ready else b""
        if not line:
            raise Failed("not every connection was served")
        return json.loads(line)

    def sample(self, bench, program, amount):
        server, url = self.serve(bench, program)
        crowds = []
        try:
            before = resident(server.pid)
            crowds.append(self.crowd(bench, url, self.IDLE, 1))
            self.answer(crowds[0])
            each = (resident(server.pid) - before) / self.IDLE / 1024
            crowds[0].stdin.close()
            crowds[0].wait()
            crowds.append(self.crowd(bench, url, self.BUSY, bench.options.seconds))
            self.answer(crowds[1])
            crowds[1].stdin.write(b"\n")
            crowds[1].stdin.flush()
            trips = self.answer(crowds[1])
        finally:
            for process in [*crowds, server]:
                process.kill()
                process.wait()
        rate = trips["trips"] / trips["seconds"] / 1e3
        return Sample(rate, trips["seconds"], words=f"{each:.1f} KiB for an idle connection")


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


def receive(name, size, aim):
    # websocat's time for a message grows with the square of its length, and is half a minute for 64 MiB.
    programs = BULK if size <= MIB else tuple(program for program in BULK if program != "websocat")
    key = f"receive-{name.replace(' ', '')}"
    return Receive(key, f"receive {name}", "receive", programs, aim, "binary", size)


def send(key, title, action, aim, payload, size):
    return Send(key, title, action, ("floor", "wscope", "websocat"), aim, payload, size)


def rows():
    ours, beside_zlib = ("floor", "wscope"), ("zlib", "wscope")
    speakers = tuple(program for program in EVERYONE if program != "curl")
    return [
        OneShot("oneshot", "one message out, reply in, exit", "one", speakers),
        receive("64 B", 64, 0.25),
        receive("1 KiB", KIB, 0.7),
        receive("16 KiB", 16 * KIB, 0.9),
        receive("1 MiB", MIB, 0.9),
        receive("64 MiB", 64 * MIB, 0.9),
        Receive(
            "receive-lines", "receive 64 B lines of text", "receive lines", (*BULK, "wsdump", "wscat"), 0.14, "lines", 64),
        send("send-64B", "send 64 B lines", "send lines", 0.4, "lines", 64),
        send("send-1KiB", "send 1 KiB lines", "send lines", 0.6, "lines", KIB),
        send("pipe-64B", "send 64 B lines through a pipe", "send piped lines", 0.4, "lines", 64),
        send("send-64KiB", "send 64 KiB blocks", "send blocks", 0.85, "binary", 64 * KIB),
        send("send-1MiB", "send 1 MiB blocks", "send blocks", 0.85, "binary", MIB),
        Echo("echo", "echo 16 B through pipes, one core", "echo", speakers),
        Receive("in-1GiB", "receive 1 GiB in one frame", "receive", ours, 0.8, "binary", GIB),
        Receive(
            "in-fragments", "receive 1 GiB in 16 KiB fragments", "receive", ours, 0.8, "binary", GIB, fragment=16 * KIB),
        Send("out-1GiB", "send 1 GiB in one frame", "send whole", ours, 0.8, "binary", GIB),
        ReceiveDeflated(
            "inflate", "receive 4 KiB texts, compressed", "receive deflated", beside_zlib, 0.9, "records", 4 * KIB,
            deflate=1),
        SendDeflated(
            "deflate", "send 4 KiB lines, compressed", "send deflated", beside_zlib, 0.9, "records", 4 * KIB, deflate=1),
        Views("show-line", "receive 64 B with --show line", "receive viewed", ours, 0.02, "lines", 64),
        Recorded(
            "record", "receive 1 KiB and record it", "receive", ("wscope", "with --record .jsonl", "with --record .pcapng"),
            0.75, "lines", KIB),
        Views("json", "receive 64 B with --json", "receive events", ours, 0.02, "lines", 64),
        Views("hex", "receive 16 KiB with --hex", "receive dumped", ours, 0.03, "binary", 16 * KIB),
        Relayed("relay", "relay 16 KiB, not shown", "receive", ("socat", "wscope"), 0.6, "binary", 16 * KIB),
        RelayedEcho("relay-echo", "echo 16 B through a relay", "echo", ("floor", "wscope", "socat")),
        Decode("decode", "decode 1 GB, not shown", "decode", ("cat", "wscope"), 0.5),
        ReadCapture("read", "read --stats, 209 MB of 1 kB messages", "read", ("tshark", "wscope"), 5),
        Crowd("crowd", "1,000 busy connections, echo server", "serve", ("ws", "wscope", "websockets")),
    ]
