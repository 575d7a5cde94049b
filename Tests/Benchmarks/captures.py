"""Writes captures of one WebSocket connection, without its checksums."""

import struct

REQUEST = (
    b"GET /chat HTTP/1.1\r\nHost: server.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
RESPONSE = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
PORTS = (40000, 80)
ADDRESSES = (b"\xc0\x00\x02\x01", b"\xc0\x00\x02\x02")
SYN, ACK, PUSH = 2, 16, 24


def connection(segments, sender=1):
    """The parts of a pcap file in which the client (0) or the server (1) sends these segments, each in a packet."""
    yield struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
    following = [1000, 5000]
    time = 1_700_000_000_000_000

    def packet(side, flags, data=b""):
        nonlocal time
        time += 50
        acknowledged = following[1 - side] if flags & ACK else 0
        tcp = struct.pack(
            ">HHIIBBHHH", PORTS[side], PORTS[1 - side], following[side] & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 0x50,
            flags, 65535, 0, 0)
        header = struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(data), 0, 0x4000, 64, 6, 0)
        content = bytes(12) + b"\x08\x00" + header + ADDRESSES[side] + ADDRESSES[1 - side] + tcp + data
        following[side] += len(data) + (flags & SYN and 1)
        return struct.pack("<IIII", time // 1_000_000, time % 1_000_000, len(content), len(content)) + content

    yield packet(0, SYN)
    yield packet(1, SYN | ACK)
    yield packet(0, PUSH, REQUEST)
    yield packet(1, PUSH, RESPONSE)
    for number, segment in enumerate(segments):
        yield packet(sender, PUSH, segment)
        if number % 2:
            yield packet(1 - sender, ACK)
