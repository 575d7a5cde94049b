"""Opens 60 connections to a listener that has no room for all, and prints what becomes of them.

Arguments: URL, the listener's process. Prints `some open`, whether the listener rested meanwhile (`idle`, or the clock ticks
that it took in a second), `echo` when an open connection still gets its echo, and `room` when one that waited is accepted after
another has left.
"""

import re
import select
import socket
import sys
import time

port = int(re.search(r":(\d+)/", sys.argv[1]).group(1))
REQUEST = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def ticks():
    with open(f"/proc/{sys.argv[2]}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def readable(sockets, seconds):
    return select.select(sockets, [], [], seconds)[0]


clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
for client in clients:
    client.sendall(REQUEST)
opened = readable(clients, 10)
while more := [one for one in readable(clients, 0.5) if one not in opened]:
    opened += more
assert 0 < len(opened) < 60, len(opened)
for client in opened:
    assert client.recv(1000).startswith(b"HTTP/1.1 101 ")
print("some open", flush=True)
before = ticks()
time.sleep(1)
spent = ticks() - before
print("idle" if spent < 20 else spent, flush=True)
opened[0].sendall(b"\x81\x81\0\0\0\0a")
readable([opened[0]], 10)
assert opened[0].recv(100) == b"\x81\x01a"
print("echo", flush=True)
waiting = [one for one in clients if one not in opened]
opened.pop().close()
assert readable(waiting, 10), "no client was accepted"
print("room", flush=True)
