"""Sends Pings as fast as they are taken and reads all that comes: at URL, or to the first client of a server of its own.

    pinger.py COUNT [URL]

Prints `taken` when the other end has taken all of them, `stalled` when it takes nothing for ten seconds.
"""

import socket
import sys
import threading
import urllib.parse

import hostile_modes
from raw_client import REQUEST

PAYLOAD = b"p" * 125


def connected(words):
    """The link after the handshake, and a Ping as its end may send one."""
    if words:
        target = urllib.parse.urlsplit(words[0])
        link = socket.create_connection((target.hostname, target.port))
        link.sendall(REQUEST + b"\r\n")
        return link, b"\x89\xfd\0\0\0\0" + PAYLOAD
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    link, _ = listener.accept()
    link.sendall(hostile_modes.Client(link).upgrade())
    return link, b"\x89\x7d" + PAYLOAD


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
