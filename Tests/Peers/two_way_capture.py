"""A conversation of the websockets library with itself, as it is seen between its two ends: both directions in one run.

    two_way_capture.py [no-takeover]

Each side compresses with a context of its own. Prints the frames after the handshake in hex, in the order in which they
passed, then a line for each message: who sent it, and its text.
"""

import asyncio
import sys

import websockets
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

WORDS = "a text that both sides say again and again, so that their contexts differ"
passed = []
spoken = []


async def serve(connection):
    async for message in connection:
        answer = f"{WORDS}: the server's answer to {message[-8:]}"
        spoken.append(("server", answer))
        await connection.send(answer)


async def pass_on(reader, writer):
    """Passes on what comes; what follows the head is kept."""
    writer.write(await reader.readuntil(b"\r\n\r\n"))
    while piece := await reader.read(65536):
        passed.append(piece)
        writer.write(piece)
    writer.close()


async def main():
    options = {"server_no_context_takeover": True} if "no-takeover" in sys.argv else {}
    factory = ServerPerMessageDeflateFactory(**options)
    async with websockets.serve(serve, "127.0.0.1", 0, extensions=[factory], compression=None) as server:
        target = server.sockets[0].getsockname()

        async def between(reader, writer):
            inner_reader, inner_writer = await asyncio.open_connection(*target)
            await asyncio.gather(pass_on(reader, inner_writer), pass_on(inner_reader, writer))

        relay = await asyncio.start_server(between, "127.0.0.1", 0)
        port = relay.sockets[0].getsockname()[1]
        async with websockets.connect(f"ws://127.0.0.1:{port}/") as client:
            for number in range(20):
                message = f"{WORDS}: the client's message {number:04}"
                spoken.append(("client", message))
                await client.send(message)
                await client.recv()
    print(b"".join(passed).hex(" "))
    for sender, text in spoken:
        print(sender, text)


asyncio.run(main())
