"""A port whose queue of connections is full: a connection to it is neither accepted nor refused. Prints its port."""

import socket
import threading

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(0)
waiting = [socket.socket() for _ in range(8)]
for one in waiting:
    one.setblocking(False)
    one.connect_ex(listener.getsockname())
print(listener.getsockname()[1], flush=True)
threading.Event().wait()
