"""A server whose messages are not all replies.

It speaks first on /first. It answers `login` with a token, `burst` with five messages, `late` after a second, `twice` with the same message
twice, `tick` with three messages to answer, `bye` with a Close; anything else it sends back after the word echo. The first line is the port.
"""

import asyncio

from websockets.asyncio.server import serve


async def answer(connection):
    if connection.request.path == "/first":
        await connection.send("welcome id=42")
    async for message in connection:
        match message:
            case "login":
                await connection.send("token=abc user")
            case "late":
                await asyncio.sleep(1)
                await connection.send("late reply")
            case "twice":
                for _ in range(2):
                    await connection.send("reply")
            case "burst":
                for number in range(5):
                    await connection.send(f"item {number}")
            case "tick":
                for number in range(3):
                    await connection.send(f"ping {number}")
            case "bye":
                await connection.close()
            case str():
                await connection.send("echo " + message)
            case _:
                await connection.send(b"echo " + message)


async def main():
    async with serve(answer, "127.0.0.1", 0) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
