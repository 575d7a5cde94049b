#!/usr/bin/env python3
"""Runs the cases of the Autobahn test suite against one role of wscope, and prints a row for each.

usage: role.py client|server WSCOPE PATTERN...

A row is the case, its behavior, its behaviorClose and the close code that wscope sent. What the suite has to say of a
case that is not as it should be goes to standard error. At the end of its standard input this program ends, and what
it started with it.
"""
import os, socket, sys, threading

import txaio

txaio.use_twisted()

from twisted.internet import error, protocol, reactor
from autobahntestsuite import fuzzing

GRACE = 10  # seconds between the end of a connection and that of its process
# What compression costs is mostly the suite's own; other levels have tests of their own.
FASTER = ["--deflate-level", "1"]
COMPLETE = threading.Event()
NULL = os.open(os.devnull, os.O_RDWR)


def octets(text):
    return text.encode("latin-1") if isinstance(text, str) else text


def characters(data):
    return data.decode("latin-1")


class OctetStrings:
    """Stands between a case, whose str has a character for each octet, and autobahn, which wants bytes."""

    # A log of everything on the wire would have to be converted too.
    createWirelog = property(lambda self: False, lambda self, value: None)

    def sendFrame(self, opcode, payload="", payload_len=None, **rest):
        payload = octets(payload)
        if payload_len is not None:
            payload = (payload * (payload_len // len(payload) + 1))[:payload_len]
        super().sendFrame(opcode, payload, **rest)

    def sendMessage(self, payload, *rest, **named):
        super().sendMessage(octets(payload), *rest, **named)

    def sendMessageFrameData(self, payload, *rest):
        return super().sendMessageFrameData(octets(payload), *rest)

    def sendCloseFrame(self, code=None, reasonUtf8=None, isReply=False):
        super().sendCloseFrame(code, octets(reasonUtf8), isReply)

    def onMessage(self, payload, isBinary):
        # The cases with files to compress are written for bytes.
        text = payload if hasattr(self.Case, "TESTDATA") else characters(payload)
        super().onMessage(text, isBinary)

    def onPong(self, payload):
        super().onPong(characters(payload))


class ServerProtocol(OctetStrings, fuzzing.FuzzingServerProtocol):
    pass


class ClientProtocol(OctetStrings, fuzzing.FuzzingClientProtocol):
    pass


class Rows:
    """Prints a row where the suite would collect results for its reports."""

    # Counting octets is for reports too, and takes its time.
    logOctets = property(lambda self: False, lambda self, value: None)

    def logCase(self, result):
        row = [result["id"], result["behavior"], result["behaviorClose"], str(result["remoteCloseCode"] or "-")]
        print("\t".join(row), file=ROWS, flush=True)
        if row[1] not in ("OK", "INFORMATIONAL") or row[2] not in ("OK", "INFORMATIONAL"):
            warn(f"case {result['id']}: {row[1]}, close {row[2]}: {result['result']} {result['resultClose']}")
            warn(f"  expected {result['expected']}")
            warn(f"  received {result['received']}")
        self.caseEnded(result["id"])

    def caseEnded(self, case):
        pass

    def createReports(self):
        """The suite's client calls this at its end."""
        COMPLETE.set()


class FuzzingServer(Rows, fuzzing.FuzzingServerFactory):
    protocol = ServerProtocol


class FuzzingClient(Rows, fuzzing.FuzzingClientFactory):
    pass


class Process(protocol.ProcessProtocol):
    """A wscope, which is killed when this program ends."""

    def __init__(self, *arguments):
        self.errors = b""
        self.isStopping = False
        streams = {0: NULL, 1: NULL, 2: "r"}
        reactor.spawnProcess(self, arguments[0], arguments, env=None, childFDs=streams)
        self.trigger = reactor.addSystemEventTrigger("before", "shutdown", self.kill)

    def kill(self):
        self.isStopping = True
        try:
            self.transport.signalProcess("KILL")
        except error.ProcessExitedAlready:
            pass

    def errReceived(self, data):
        self.errors = (self.errors + data)[-2000:]

    def processEnded(self, reason):
        if self.isStopping:
            return
        reactor.removeSystemEventTrigger(self.trigger)
        self.ended(reason.value)


class EchoServer(Process):
    """The `wscope listen` that is tested."""

    def __init__(self, program, patterns):
        self.patterns = patterns
        self.hasPort = False
        super().__init__(program, "listen", "127.0.0.1:0", "--echo", *FASTER)

    def errReceived(self, data):
        super().errReceived(data)
        if self.hasPort or b"\n" not in self.errors:
            return
        self.hasPort = True
        url = self.errors.decode().split()[2]
        FuzzingClient({"servers": [{"agent": "wscope", "url": url}], "cases": self.patterns})

    def ended(self, status):
        fail(f"wscope listen ended: {status}\n{self.errors.decode()}")


class EchoClient(Process):
    """The `wscope --echo` of one case."""

    def __init__(self, tests, case):
        self.tests = tests
        super().__init__(tests.program, f"{tests.url}/runCase?casetuple={case}&agent=wscope", "--echo", *FASTER)

    def ended(self, status):
        if status.signal:
            fail(f"wscope ended by signal {status.signal}\n{self.errors.decode()}")
        else:
            self.tests.partDone()


class ClientTests:
    """Starts a client for each case: the next one when the suite has its result and the process has ended."""

    def __init__(self, program, patterns):
        self.program = program
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setblocking(False)
        self.url = f"ws://127.0.0.1:{listener.getsockname()[1]}"
        server = FuzzingServer({"url": self.url, "cases": patterns})
        server.caseEnded = lambda case: self.partDone()
        reactor.adoptStreamPort(listener.fileno(), socket.AF_INET, server)
        self.cases = iter(server.specCases)
        self.next()

    def next(self):
        self.deadline = None
        self.case = next(self.cases, None)
        if self.case is None:
            COMPLETE.set()
            reactor.stop()
        else:
            self.process = EchoClient(self, self.case)

    def partDone(self):
        if self.deadline is None:
            self.deadline = reactor.callLater(GRACE, self.giveUp)
        else:
            self.deadline.cancel()
            self.next()

    def giveUp(self):
        errors = self.process.errors.decode()
        fail(f"case {self.case}: {GRACE} s later there is still no result, or no end of wscope\n{errors}")


def warn(text):
    print(text, file=sys.stderr)


def fail(text):
    warn(text)
    reactor.stop()


def stopAtEndOfInput():
    os.read(0, 1)
    reactor.callFromThread(lambda: reactor.running and reactor.stop())


def main():
    role, program, *patterns = sys.argv[1:]
    # The suite's client does not ask its factory for the protocol.
    fuzzing.FuzzingClientProtocol = ClientProtocol
    fuzzing.asciiLogData = lambda data: repr(data[:64])
    tests = ClientTests if role == "client" else EchoServer
    reactor.callWhenRunning(tests, program, patterns)
    threading.Thread(target=stopAtEndOfInput, daemon=True).start()
    reactor.run()
    sys.exit(0 if COMPLETE.is_set() else 1)


# What the suite itself prints is not a row.
ROWS, sys.stdout = sys.stdout, open(os.devnull, "w")
main()
