"""What clients that write their own bytes share."""

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)


def read_all(link):
    """What comes up to the end of the stream, however it ends."""
    received = b""
    try:
        while piece := link.recv(65536):
            received += piece
    except ConnectionError:
        pass
    return received
