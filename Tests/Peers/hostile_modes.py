"""The ways in which hostile.py misbehaves: one function a mode."""

import base64
import hashlib
import select
import socket
import struct
import sys
import threading
import zlib

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Gone(Exception):
    """The client has closed its end."""


class Client:
    """The client's socket, read to heads and frames."""

    def __init__(self, link):
        self.link = link
        self.bytes = b""
        self.has_stalled = False

    def more(self):
        piece = self.link.recv(1 << 16)
        if not piece:
            raise Gone()
        self.bytes += piece

    def take(self, count):
        while len(self.bytes) < count:
            self.more()
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def head(self):
        """Reads the request; answers its fields in lower case."""
        while b"\r\n\r\n" not in self.bytes:
            self.more()
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        lines = head.split(b"\r\n")[1:]
        return {line.split(b":", 1)[0].lower(): line.split(b":", 1)[1].strip() for line in lines}

    def upgrade(self, extra=b""):
        """The 101 that the request deserves, unsent."""
        key = self.head()[b"sec-websocket-key"]
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
        return (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n" + extra + b"\r\n"
        )

    def send(self, data):
        self.link.sendall(data)

    def send_watching(self, data):
        """Sends all of it; prints `stalled`, once, when the client has taken nothing for a second."""
        view = memoryview(data)
        while view:
            if not self.has_stalled and not select.select([], [self.link], [], 1)[1]:
                self.has_stalled = True
                print("stalled", flush=True)
            try:
                view = view[self.link.send(view, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                if self.has_stalled:
                    select.select([], [self.link], [])

    def frame(self):
        """Reads one frame; prints and answers its opcode and its payload."""
        first, second = self.take(2)
        length = second & 127
        if length == 126:
            length = struct.unpack(">H", self.take(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self.take(8))[0]
        key = self.take(4) if second & 128 else b""
        payload = self.take(length)
        if key:
            payload = bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))
        opcode = first & 15
        shown = repr(payload[:60])
        if opcode == 8 and len(payload) >= 2:
            shown = f"{struct.unpack('>H', payload[:2])[0]} {payload[2:].decode()}"
        print("frame", opcode, "masked" if key else "unmasked", len(payload), shown, flush=True)
        return opcode, payload

    def until_gone(self):
        while True:
            self.more()
            self.bytes = b""

    def until_close(self):
        """Reads frames to a Close and answers it."""
        while True:
            opcode, payload = self.frame()
            if opcode == 8:
                return self.send(frame(8, payload))


def frame(opcode, payload=b"", fin=True):
    first = opcode | (128 if fin else 0)
    if len(payload) < 126:
        return bytes([first, len(payload)]) + payload
    if len(payload) < 65536:
        return struct.pack(">BBH", first, 126, len(payload)) + payload
    return struct.pack(">BBQ", first, 127, len(payload)) + payload


def close(code, reason=b""):
    return frame(8, struct.pack(">H", code) + reason)


# Instead of a handshake.


def raw(client, answer):
    """Answers the request with these bytes (Python escapes) and closes."""
    client.head()
    client.send(answer.encode().decode("unicode_escape").encode("latin-1"))


def steps(client, *answers):
    """Answers whatever comes with these bytes (hex), one after the other, and then says nothing, or ends the stream after `end` and resets it after `reset`."""
    for answer in answers:
        if answer == "end":
            return
        if answer == "reset":
            return client.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.more()
        client.send(bytes.fromhex(answer))
    client.until_gone()


def ssh(client):
    client.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    client.until_gone()


def tls_alert(client):
    client.head()
    client.send(b"\x15\x03\x01\x00\x02\x02\x46")


def garbage(client):
    client.send(bytes(range(256)) * 8)
    client.until_gone()


def wrong_accept(client):
    client.head()
    client.send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
    )
    client.until_gone()


def mute(client):
    """Accepts the connection and says nothing forever."""
    client.until_gone()


def endless_head(client):
    client.head()
    client.send(b"HTTP/1.1 101 Switching Protocols\r\n")
    while True:
        client.send(b"X-Filler: " + b"x" * 1000 + b"\r\n")


def endless_line(client):
    client.head()
    client.send(b"HTTP/1.1 101 ")
    while True:
        client.send(b"y" * 4096)


def endless_body(client):
    client.head()
    client.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        client.send(b"<p>page</p>" * 400)


def refused_and_open(client):
    """A refusal whose body never comes and whose connection stays open."""
    client.head()
    client.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nonly this")
    client.until_gone()


def extra(client, line):
    """A right handshake with one more field line."""
    client.send(client.upgrade(line.encode() + b"\r\n"))
    client.until_close()


def bomb(client, size):
    """A binary message of this many bytes, compressed to a thousandth; then reads to the client's Close."""
    # The handshake goes first, for compressing may take longer than a client waits for it.
    client.send(client.upgrade(b"Sec-WebSocket-Extensions: permessage-deflate\r\n"))
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(range(251)) * 4096
    count, rest = divmod(int(size), len(block))
    packed = b"".join(deflater.compress(block) for _ in range(count)) + deflater.compress(block[:rest])
    packed += deflater.flush(zlib.Z_SYNC_FLUSH)
    message = frame(2, packed[:-4])
    client.send(bytes([message[0] | 64]) + message[1:])
    client.until_close()


# After a right handshake.


def frames(client, *spelled):
    """Sends these bytes (hex) at once with the handshake, then reads to the client's Close or end."""
    client.send(client.upgrade() + bytes.fromhex("".join(spelled)))
    client.until_close()


def frames_then_eof(client, *spelled):
    client.send(client.upgrade() + bytes.fromhex("".join(spelled)))
    client.link.shutdown(socket.SHUT_WR)
    client.until_gone()


def frames_then_silence(client, *spelled):
    client.send(client.upgrade() + bytes.fromhex("".join(spelled)))
    client.until_gone()


def drip(client):
    """A handshake, an answer to one message and a Close, byte by byte."""
    for byte in client.upgrade():
        client.send(bytes([byte]))
    _, payload = client.frame()
    session = frame(1, payload[:2], fin=False) + frame(9, b"p") + frame(0, payload[2:]) + frame(2, b"") + close(1000)
    for byte in session:
        client.send(bytes([byte]))
    client.until_gone()


def eof_at(client, *count):
    """Ends a session after its first N bytes; without N prints how long it is."""
    head = client.upgrade()
    session = head + frame(1, b"one") + frame(1, b"two", fin=False) + frame(9) + frame(0, b"!") + close(1000, b"bye")
    if not count:
        print("length", len(session), "head", len(head), flush=True)
        return
    client.send(session[: int(count[0])])


def eof_at_every(client):
    """The same, one byte more for each connection."""
    eof_at_every.count += 1
    eof_at(client, eof_at_every.count - 1)


eof_at_every.count = 0


def flood_small(client, count):
    """The handshake and this many messages in one write, then Close."""
    client.send(client.upgrade() + b"".join(frame(1, b"message %d" % n) for n in range(int(count))) + close(1000))
    client.until_gone()


def stream(client, claimed, sent):
    """One binary message that claims this many bytes and of which this many come, in the period 0...250."""
    client.send(client.upgrade() + struct.pack(">BBQ", 0x82, 127, int(claimed)))
    block = bytes(range(251)) * 1044
    left = int(sent)
    while left > 0:
        client.send(block[:left])
        left -= len(block)
    print("sent", sent, flush=True)
    if sent == claimed:
        client.send(close(1000))
        client.until_gone()


def flood_big(client, size):
    """Messages of that size forever, as fast as the client takes them."""
    client.send(client.upgrade())
    message = frame(1, b"f" * int(size))
    while True:
        client.send_watching(message)


def flood_until_close(client, size):
    """Messages of that size until the client's Close, which it answers; prints `full` once when the client takes no more."""
    client.send(client.upgrade())
    message = frame(1, b"f" * int(size))
    view = memoryview(message)
    is_full = False
    while True:
        readable, writable, _ = select.select([client.link], [client.link], [], 0.1)
        if readable and client.frame()[0] == 8:
            client.send(bytes(view) if len(view) < len(message) else b"")
            client.send(close(1000))
            return client.until_gone()
        if writable:
            view = view[client.link.send(view, socket.MSG_DONTWAIT) :] or memoryview(message)
        elif not is_full:
            is_full = True
            print("full", flush=True)


def flood_count(client, size, count):
    """This many numbered messages of that size, then Close."""
    client.send(client.upgrade())
    for number in range(int(count)):
        client.send_watching(frame(1, (b"%08d" % number) + b"f" * (int(size) - 8)))
    client.send(close(1000))
    client.until_gone()


def endless_pings(client, count):
    """This many thousand pings without reading the pongs, then prints `sent`."""
    client.send(client.upgrade())
    block = frame(9, b"p" * 125) * 1000
    for _ in range(int(count)):
        client.send_watching(block)
    print("sent", flush=True)
    client.until_gone()


def pings_all_the_time(client, start="", more=""):
    """Sends `start` after the first message, and then `more` (both hex) and a Ping ten times a second, whatever the client says."""
    client.send(client.upgrade())
    client.frame()
    client.send(bytes.fromhex(start))
    while not select.select([], [], [], 0.1)[0]:
        client.send(frame(9, b"still here") + bytes.fromhex(more))


def answers(client, *spelled):
    """Sends these bytes (hex) at once when the first message has come."""
    client.send(client.upgrade())
    client.frame()
    client.send(bytes.fromhex("".join(spelled)))
    client.until_gone()


def never_reads(client):
    """A right handshake, and then not a byte is taken."""
    client.send(client.upgrade())
    threading.Event().wait()


def floods_unread(client, frame):
    """Sends this frame (hex) again and again, and never takes a byte of what comes back."""
    client.send(client.upgrade())
    block = bytes.fromhex(frame) * 1000
    while True:
        client.send(block)


def closes_unread(client, code):
    """Closes and half-closes inside the client's first message, takes nothing of it and stays."""
    client.send(client.upgrade())
    client.link.recv(1 << 15, socket.MSG_PEEK | socket.MSG_WAITALL)
    client.send(close(int(code)))
    client.link.shutdown(socket.SHUT_WR)
    threading.Event().wait()


def resets_unread(client, *reply):
    """Sends these bytes (hex) while the client sends, and resets by closing with input untaken."""
    client.send(client.upgrade())
    client.link.recv(1 << 15, socket.MSG_PEEK | socket.MSG_WAITALL)
    client.send(bytes.fromhex("".join(reply)))


def reply_then_leave_unread(client):
    """Sends the first message back and closes once the client's Close has come, which it does not read."""
    client.send(client.upgrade())
    _, payload = client.frame()
    client.send(frame(1, payload))
    client.link.recv(6, socket.MSG_PEEK | socket.MSG_WAITALL)


def ignores_close(client):
    """Reads all, answers nothing, not even a Close."""
    client.send(client.upgrade())
    while True:
        client.frame()


def ignores_pings(client):
    """Answers nothing but a Close."""
    client.send(client.upgrade())
    client.until_close()


def closes(client, code, reason=""):
    """Closes with this code and reason, given with Python escapes, after the first message."""
    client.send(client.upgrade())
    client.frame()
    client.send(close(int(code), reason.encode().decode("unicode_escape").encode("latin-1")))
    client.until_gone()


def closes_empty(client):
    """A Close without a code after the first message."""
    client.send(client.upgrade())
    client.frame()
    client.send(frame(8))
    client.until_gone()


def reply_then_close(client):
    client.send(client.upgrade())
    _, payload = client.frame()
    client.send(frame(1, b"reply to " + payload) + close(1000))
    client.until_gone()


def close_without_reply(client):
    client.send(client.upgrade())
    client.frame()
    client.send(close(1000))
    client.until_gone()


def reply_then_reset(client):
    client.send(client.upgrade())
    _, payload = client.frame()
    client.send(frame(1, payload))
    client.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answers_and_drops(client, count):
    """Answers a message with the client's number and drops the first COUNT clients, without a Close; the others stay."""
    with answers_and_drops.lock:
        answers_and_drops.clients += 1
        number = answers_and_drops.clients
    client.send(client.upgrade())
    client.frame()
    client.send(frame(1, b"%d" % number))
    if number > int(count):
        client.until_close()


answers_and_drops.clients = 0
answers_and_drops.lock = threading.Lock()


def reset(client):
    client.send(client.upgrade())
    client.frame()
    client.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def record(client):
    """Echoes nothing, prints every frame, answers a Close."""
    client.send(client.upgrade())
    client.until_close()


def echo_frames(client):
    """Echoes every data frame as it is and prints it; answers a Close."""
    client.send(client.upgrade())
    while True:
        opcode, payload = client.frame()
        client.send(frame(opcode if opcode != 9 else 10, payload))
        if opcode == 8:
            return


def hangs_up_on_close(client):
    """Echoes, and ends the connection without a word at the client's Close."""
    client.send(client.upgrade())
    while True:
        opcode, payload = client.frame()
        if opcode == 8:
            return
        client.send(frame(opcode, payload))


def headers(client):
    """Prints each of the request's fields and closes."""
    lines = client.head()
    for name, value in lines.items():
        print("field", name.decode(), value.decode(), flush=True)
    client.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


def digest(client):
    """Reads one frame of any length, with a ping from us in its middle, and answers, when a line comes on
    standard input, with its payload's SHA-256 in hex."""
    client.send(client.upgrade())
    first, second = client.take(2)
    length = struct.unpack(">Q", client.take(8))[0]
    key = int.from_bytes(client.take(4) * (1 << 14))
    hashed, left, has_pinged = hashlib.sha256(), length, False
    while left:
        block = client.take(min(left, 1 << 16))
        left -= len(block)
        masked = int.from_bytes(block + bytes((1 << 16) - len(block)))
        hashed.update((masked ^ key).to_bytes(1 << 16)[: len(block)])
        if left < length // 2 and not has_pinged:
            has_pinged = True
            client.send(frame(9, b"meanwhile"))
    print("read", length, "opcode", first & 15, "fin", first >> 7, "masked", second >> 7, flush=True)
    client.frame()
    sys.stdin.readline()
    client.send(frame(1, hashed.hexdigest().encode()))
    client.until_close()


def reads_later(client):
    """Takes nothing until a line comes on standard input."""
    client.send(client.upgrade())
    sys.stdin.readline()
    client.until_gone()


def floods_behind_close(client):
    """Takes no notice of the client's Close, and sends for as long as the client takes it."""
    client.send(client.upgrade())
    client.send(frame(1, b"first"))
    client.frame()
    print("closing", flush=True)
    block = frame(2, b"f" * 65536)
    while True:
        client.send(block)
