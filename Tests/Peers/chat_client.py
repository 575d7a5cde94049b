"""A client of the Python package websockets at the URL: each line of standard input is a message, each message a line."""

import asyncio
import sys

from websockets.asyncio.client import connect


async def main(url):
    async with connect(url, compression=None) as socket:
        lines = asyncio.create_task(send_lines(socket))
        async for message in socket:
            print(message, flush=True)
        await lines


async def send_lines(socket):
    while line := await asyncio.to_thread(sys.stdin.readline):
        await socket.send(line.rstrip("\n"))
    await socket.close()


asyncio.run(main(sys.argv[1]))
