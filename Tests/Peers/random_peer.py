"""A peer that compresses by chance: random_peer.py LIBRARY SEED TERMS [URL], where LIBRARY is websockets or picows.

Without a URL it is an echo server, which prints its port and answers in random fragments with pings between them. With one it
is a client, which sends messages like that to an echo server and prints `ok` when all came back. TERMS are the parameters of
permessage-deflate in JSON, by their names in RFC 7692; picows has its own and takes none.
"""

import asyncio
import json
import random
import sys

library, seed, terms = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
chance = random.Random(seed)

if library == "picows":
    from picows.websockets.asyncio.client import connect
    from picows.websockets.asyncio.server import serve

    def options(_):
        return {"compression": "deflate"}

else:
    from websockets.asyncio.client import connect
    from websockets.asyncio.server import serve
    from websockets.extensions import permessage_deflate

    def options(side):
        factory = getattr(permessage_deflate, f"{side}PerMessageDeflateFactory")
        return {"compression": None, "extensions": [factory(**terms)]}


async def pieces(socket, message):
    while message:
        count = chance.randint(0, len(message))
        yield message[:count]
        message = message[count:]
        if chance.random() < 0.3:
            await socket.ping()
    yield message


async def send(socket, message):
    await socket.send(message if chance.random() < 0.5 else pieces(socket, message))


def message():
    count = chance.choice([0, 1, 20, 300, 5000, 70000])
    text = "".join(chance.choice(["the same ", "ä€𝄞", "\n", "0123456789"]) for _ in range(count // 8))
    return text if chance.random() < 0.5 else text.encode() + chance.randbytes(count // 4)


async def echo(socket):
    async for message in socket:
        await send(socket, message)


async def drive(url):
    async with connect(url, max_size=None, **options("Client")) as socket:
        for number in range(40):
            sent = message()
            await send(socket, sent)
            assert await socket.recv() == sent, f"message {number}"
        await socket.close()
        print("ok", socket.close_code)


async def listen():
    async with serve(echo, "127.0.0.1", 0, max_size=None, **options("Server")) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(drive(sys.argv[4]) if len(sys.argv) > 4 else listen())
