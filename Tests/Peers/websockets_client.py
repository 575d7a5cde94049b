"""A client of the Python package websockets against an echo server at the URL: prints `ok` when all was echoed.

With --deflate it offers compression.
"""

import asyncio
import ssl
import sys

from websockets.asyncio.client import connect

SIZES = [0, 1, 125, 126, 65535, 65536, 16 << 20]


async def pieces(socket, message):
    yield message[:1]
    await socket.ping()
    yield message[1:3]
    yield message[3:]


async def main(url, authority=None, *, deflate=False):
    options = {"compression": "deflate" if deflate else None}
    if authority:
        options["ssl"] = ssl.create_default_context(cafile=authority)
    async with connect(url, max_size=None, **options) as socket:
        for size in SIZES:
            for message in ("a€𝄞z" * (size // 9) + "." * (size % 9), bytes(range(251)) * (size // 251 + 1)):
                message = message[:size] if isinstance(message, bytes) else message
                await socket.send(message)
                assert await socket.recv() == message, f"{size} {type(message)}"
        await socket.send(pieces(socket, "in three fragments"))
        assert await socket.recv() == "in three fragments"
        await socket.send(pieces(socket, b"binary fragments"))
        assert await socket.recv() == b"binary fragments"
        assert await (await socket.ping(b"payload")) >= 0
        for number in range(1000):
            await socket.send(f"message {number}")
        for number in range(1000):
            assert await socket.recv() == f"message {number}"
        await socket.close(1000, "done")
        print("ok", socket.close_code, socket.close_reason)


words = sys.argv[1:]
asyncio.run(main(*(word for word in words if word != "--deflate"), deflate="--deflate" in words))
