"""Sends Pings as fast as they are taken and reads all that comes: at URL, or to the first client of a server of its own.

    pinger.py COUNT [URL]

Prints `taken` when the other end has taken all of them, `stalled` when it takes nothing for ten seconds.
"""

import base64
import hashlib
import socket
import sys
import threading
import urllib.parse

from raw_client import REQUEST

PAYLOAD = b"p" * 125


def connected(words):
    if words:
        target = urllib.parse.urlsplit(words[0])
        link = socket.create_connection((target.hostname, target.port))
        link.sendall(REQUEST + b"\r\n")
        head(link)
        return link, b"\x89\xfd\0\0\0\0" + PAYLOAD
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    link, _ = listener.accept()
    key = [line.split(b": ")[1] for line in head(link).split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")]
    accept = base64.b64encode(hashlib.sha1(key[0] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    link.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    return link, b"\x89\x7d" + PAYLOAD


def head(link):
    read = b""
    while not read.endswith(b"\r\n\r\n"):
        read += link.recv(1)
    return read


def drain(link):
    while link.recv(1 << 18):
        pass


def main():
    link, ping = connected(sys.argv[2:])
    link.settimeout(10)
    threading.Thread(target=drain, args=(link,), daemon=True).start()
    try:
        for _ in range(int(sys.argv[1]) // 1000):
            link.sendall(ping * 1000)
        print("taken", flush=True)
    except TimeoutError:
        print("stalled", flush=True)


main()
