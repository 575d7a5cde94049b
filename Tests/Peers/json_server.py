"""A server that answers JSON, in which an id is another one each time. The first line is the port.

It says hello with its id. A message {"n": N} is answered by N, its double and the id, on /fragments in two frames with a Ping between them;
the text bye by a Close with 4001. On /changed the double of 2 is 5, on /more there is one more message at the end of each answer, and on
/lost the connection is dropped at the first message.
"""

import asyncio
import json
import uuid

from websockets.asyncio.server import serve


async def pieces(connection, text):
    yield text[:5]
    await connection.ping()
    yield text[5:]


async def answer(connection):
    path = connection.request.path
    await connection.send(json.dumps({"hello": True, "id": str(uuid.uuid4())}))
    async for message in connection:
        if path == "/lost":
            return connection.transport.abort()
        if message == "bye":
            return await connection.close(4001, "done")
        number = json.loads(message)["n"]
        double = 5 if path == "/changed" and number == 2 else 2 * number
        text = json.dumps({"id": str(uuid.uuid4()), "double": double, "n": number, "padding": "x" * 100})
        await connection.send(pieces(connection, text) if path == "/fragments" else text)
        if path == "/more":
            await connection.send("one more")


async def main():
    async with serve(answer, "127.0.0.1", 0, subprotocols=["chat.v2", "chat.v1"]) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


asyncio.run(main())
