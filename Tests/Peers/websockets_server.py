"""A server of the Python package websockets: the request's path says how it behaves.

/                 echoes each message with its type
/fragments        echoes each message in three fragments with a ping between them
/ping             pings, awaits the pong, and only then echoes
/close/CODE/WORDS echoes one message and closes with that code and reason
/close-first/CODE closes at once
/silent           answers nothing
/slow/S           echoes each message S seconds after it came
/greet/N          sends N text messages unasked and closes with 1000
/drive            sends messages of its own and prints `driven` when its client has echoed each with its type
/repeat/N         echoes each message N times
/after/N          echoes after it has N messages, all in order, and closes with 1000
"""

import argparse
import asyncio
import ssl
import urllib.parse

from websockets.asyncio.server import serve


async def pieces(socket, message):
    third = len(message) // 3
    yield message[:third]
    await socket.ping()
    yield message[third : 2 * third]
    yield message[2 * third :]


async def behave(socket):
    words = urllib.parse.unquote(socket.request.path).strip("/").split("/")
    if words[0] == "greet":
        for number in range(int(words[1])):
            await socket.send(f"greeting {number}")
        return await socket.close()
    if words[0] == "close-first":
        return await socket.close(int(words[1]), words[2] if len(words) > 2 else "")
    if words[0] == "drive":
        for message in ("text", b"binary", "", b"", "\u00fc" * 40000, bytes(range(256)) * 300):
            await socket.send(message)
            assert await socket.recv() == message
        print("driven", flush=True)
        return await socket.close()
    kept = []
    async for message in socket:
        if words[0] == "silent":
            continue
        if words[0] == "slow":
            await asyncio.sleep(float(words[1]))
        if words[0] == "after":
            kept.append(message)
            if len(kept) == int(words[1]):
                for message in kept:
                    await socket.send(message)
                return await socket.close()
            continue
        if words[0] == "ping":
            await (await socket.ping(b"are you there"))
        if words[0] == "repeat":
            for _ in range(int(words[1]) - 1):
                await socket.send(message)
        if words[0] == "fragments":
            await socket.send(pieces(socket, message))
        else:
            await socket.send(message)
        if words[0] == "close":
            return await socket.close(int(words[1]), words[2])


async def handle(socket):
    try:
        await behave(socket)
        await socket.wait_closed()
    finally:
        print("closed", socket.close_code, socket.close_reason, flush=True)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--subprotocol", action="append")
    parser.add_argument("--deflate", action="store_true")
    options = parser.parse_args()
    compression = "deflate" if options.deflate else None
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    async with serve(
        handle, options.host, 0, ssl=context, max_size=None, compression=compression,
        subprotocols=options.subprotocol,
    ) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
