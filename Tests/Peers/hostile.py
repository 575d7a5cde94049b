"""A server that behaves in one way, mostly badly: hostile.py MODE [ARGUMENT].

The modes are the functions of hostile_modes.py and prompt_modes.py.
Prints its port, and then a line for each frame that it understands of its client's.
"""

import socket
import sys
import threading

import hostile_modes
import prompt_modes


def serve(client, mode, arguments):
    try:
        mode(hostile_modes.Client(client), *arguments)
    except (ConnectionError, hostile_modes.Gone) as error:
        print("lost", type(error).__name__, flush=True)
    finally:
        client.close()


def main():
    mode = getattr(prompt_modes, sys.argv[1], None) or getattr(hostile_modes, sys.argv[1])
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client, mode, sys.argv[2:]), daemon=True).start()


main()
