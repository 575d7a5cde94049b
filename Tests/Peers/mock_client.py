"""A client of the Python package websockets that says what it hears, each message in a line, and the code of the Close last.

mock_client.py URL COUNT MESSAGE...: hears COUNT messages before it speaks, and one after each message of its own.
"""

import asyncio
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed


async def main(url, count, *messages):
    async with connect(url, subprotocols=["chat.v1"]) as socket:
        print(socket.subprotocol)
        try:
            for _ in range(int(count)):
                print(await socket.recv())
            for message in messages:
                await socket.send(message)
                print(await socket.recv())
        except ConnectionClosed:
            pass
        await socket.close()
        print(socket.close_code)


asyncio.run(main(*sys.argv[1:]))
