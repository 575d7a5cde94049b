"""Relays one connection to a port of this machine, and tells what passed: recording_relay.py PORT. Prints its own port.

Then a line for each block: client or server, and the block in hexadecimal.
"""

import socket
import sys
import threading

blocks = []


def relay(name, source, target):
    while block := source.recv(65536):
        blocks.append((name, block))
        target.sendall(block)
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    client, _ = listener.accept()
    server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    other = threading.Thread(target=relay, args=("server", server, client))
    other.start()
    relay("client", client, server)
    other.join()
    for name, block in blocks:
        print(name, block.hex())


main()
