"""A port whose queue of connections is full: a connection to it is neither accepted nor refused. Prints its port.

Argument: the address, 127.0.0.1 unless given.
"""

import socket
import sys
import threading

listener = socket.socket()
listener.bind((sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1", 0))
listener.listen(0)
waiting = [socket.socket() for _ in range(8)]
for one in waiting:
    one.setblocking(False)
    one.connect_ex(listener.getsockname())
print(listener.getsockname()[1], flush=True)
threading.Event().wait()
