"""Knocks at the URL with Python's websockets: prints `open`, the subprotocol, X-Server and a greeting, or `refused`.

Options: --origin ORIGIN, --user USER:PASSWORD, --subprotocol NAME, --unix PATH, --ca FILE.
A refusal is printed with its status, WWW-Authenticate, Location and X-Server; what is not there is `-`.
"""

import argparse
import asyncio
import base64
import ssl

from websockets.asyncio.client import connect, unix_connect
from websockets.exceptions import InvalidStatus

parser = argparse.ArgumentParser()
for option in ("origin", "user", "subprotocol", "unix", "ca"):
    parser.add_argument("--" + option)
parser.add_argument("url")
arguments = parser.parse_args()


async def main():
    options = {"origin": arguments.origin, "compression": None}
    if arguments.user:
        token = base64.b64encode(arguments.user.encode()).decode()
        options["additional_headers"] = {"Authorization": "Basic " + token}
    if arguments.subprotocol:
        options["subprotocols"] = arguments.subprotocol.split(",")
    if arguments.ca:
        options["ssl"] = ssl.create_default_context(cafile=arguments.ca)
    to = unix_connect(arguments.unix, arguments.url, **options) if arguments.unix else connect(arguments.url, **options)
    try:
        async with to as socket:
            greeting = await socket.recv()
            server = socket.response.headers.get("X-Server", "-")
            print("open", socket.subprotocol or "-", server, greeting)
    except InvalidStatus as refusal:
        response = refusal.response
        fields = [response.headers.get(name, "-") for name in ("WWW-Authenticate", "Location", "X-Server")]
        print("refused", response.status_code, *fields)


asyncio.run(main())
