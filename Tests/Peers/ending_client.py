"""A client of the URL that ends badly: `closes CODE REASON`, `vanishes` without a Close, or `breaks` the protocol."""

import asyncio
import sys

from websockets.asyncio.client import connect


async def main(url, how, *words):
    async with connect(url, compression=None) as socket:
        if how == "closes":
            await socket.close(int(words[0]), words[1])
        elif how == "vanishes":
            socket.transport.abort()
        else:
            socket.transport.write(b"\x83\x00")
            await socket.wait_closed()


asyncio.run(main(*sys.argv[1:]))
