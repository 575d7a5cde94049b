"""A client and a server of the websockets library that are captured: captured_pair.py COUNT SEED [deflate].

Prints the server's port, and waits for a line on standard input. Then both ends say COUNT messages in all, by turns that chance
decides: texts and binary ones of any length, some in fragments, and pings between them. Prints for each message who sent it, its kind
and its bytes in hex, in the order of its sender, and ends when both ends are closed.
"""

import asyncio
import random
import sys

import websockets

count, seed = int(sys.argv[1]), int(sys.argv[2])
compression = "deflate" if "deflate" in sys.argv else None
chance = random.Random(seed)
spoken = []


def message():
    length = chance.choice([0, 1, 5, 125, 126, chance.randint(1, 3000), chance.choice([10, 65535, 65536, 70000])])
    if chance.random() < 0.5:
        return "".join(chance.choice("0123456789abcdefghijklmnopqrstuvwxyz ") for _ in range(length))
    # Noise that repeats itself, so that it is worth to be compressed.
    part = chance.randbytes(min(length, 200))
    return (part * (length // 200 + 1))[:length]


async def say(socket, name):
    content = message()
    kind = "text" if isinstance(content, str) else "binary"
    data = content.encode() if kind == "text" else content
    spoken.append(f"{name} {kind} {data.hex()}")
    if kind == "text" and len(content) > 10 and chance.random() < 0.3:
        cut = len(content) // 3
        await socket.send(iter([content[:cut], content[cut : 2 * cut], content[2 * cut :]]))
    else:
        await socket.send(content)
    if chance.random() < 0.2:
        await (await socket.ping(chance.randbytes(chance.randint(1, 125))))


async def main():
    ends = asyncio.Queue()
    over = asyncio.Event()

    async def serve(socket):
        await ends.put(socket)
        await over.wait()

    async with websockets.serve(serve, "127.0.0.1", 0, compression=compression, max_size=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(port, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        async with websockets.connect(f"ws://127.0.0.1:{port}/chat", compression=compression, max_size=None) as client:
            other = await ends.get()
            for _ in range(count):
                if chance.random() < 0.5:
                    await say(client, "client")
                    await other.recv()
                else:
                    await say(other, "server")
                    await client.recv()
            await client.close(4321, "that is all")
            over.set()
    print("\n".join(spoken))


asyncio.run(main())
