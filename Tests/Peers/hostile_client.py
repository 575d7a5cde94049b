"""A raw client that breaks the protocol at the URL, once a connection: prints `all closed` when each was answered as it must."""

import socket
import struct
import sys
import urllib.parse

import raw_client

KEY = "00000000"
# What is sent after the handshake, and the close code that must come back.
BREACHES = {
    "unmasked": ("8100", 1002),
    "reserved bits": ("c180" + KEY, 1002),
    "reserved opcode": ("8380" + KEY, 1002),
    "fragmented ping": ("0980" + KEY, 1002),
    "continuation first": ("8080" + KEY, 1002),
    "top bit": ("82ffffffffffffffffff" + KEY, 1002),
    "not minimal": ("81fe0001" + KEY + "61", 1002),
    "text not UTF-8": ("8182" + KEY + "c328", 1007),
    "close code 1005": ("8882" + KEY + "03ed", 1002),
    "one byte close": ("8881" + KEY + "03", 1002),
}

url = urllib.parse.urlsplit(sys.argv[1])
for name, (spelled, code) in BREACHES.items():
    with socket.create_connection((url.hostname, url.port)) as link:
        link.settimeout(20)
        link.sendall(raw_client.REQUEST + b"\r\n" + bytes.fromhex(spelled))
        received = raw_client.read_all(link)
    head, _, frames = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 "), (name, head)
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head, (name, head)
    at = frames.find(b"\x88")
    assert at >= 0 and struct.unpack(">H", frames[at + 2 : at + 4])[0] == code, (name, frames)
print("all closed")
