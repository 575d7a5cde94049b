"""A server that reports each request in a line of JSON on standard output, and answers by its path.

Arguments: none, or the files of a certificate and its key for TLS, and of the authority of the certificates that it demands of clients.
The first line is the port.
"""

import asyncio
import base64
import gzip
import hashlib
import json
import re
import ssl
import sys
import urllib.parse
import zlib

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
USER, PASSWORD, TOKEN = "user", "S3cret", "S3cret-token"
PAGE = b"<!doctype html><html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1><p>Ask &amp; wait.</body></html>"


class Request:
    def __init__(self, head):
        self.head = head
        lines = head.decode("latin-1").split("\r\n")
        self.line = lines[0]
        self.fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if line]
        self.method, self.target, _ = self.line.split(" ", 2)
        self.path, _, self.query = self.target.partition("?")

    def field(self, name):
        return next((v for n, v in self.fields if n.lower() == name), "")


def refusal(status, fields=(), body=b""):
    lines = [f"HTTP/1.1 {status} Refused", *fields]
    if not any(f.lower().startswith("transfer-encoding") for f in fields):
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def accepted(request, *fields):
    key = request.field("sec-websocket-key").encode()
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
    protocol = request.field("sec-websocket-protocol")
    chosen = [f"Sec-WebSocket-Protocol: {protocol.split(',')[0].strip()}"] if protocol else []
    lines = [
        "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}", *chosen, *fields,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def digest(request, algorithm):
    hashed = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[algorithm]
    h = lambda text: hashed(text.encode()).hexdigest()
    value = request.field("authorization")
    if not value.startswith("Digest "):
        return refusal(401, [
            'WWW-Authenticate: Basic realm="r"',
            f'WWW-Authenticate: Digest realm="r", nonce="n0nce", qop="auth", algorithm={algorithm}',
        ])
    given = {k: v.strip('"') for k, v in re.findall(r'(\w+)=("[^"]*"|[^,\s]+)', value)}
    first = h(f"{USER}:r:{PASSWORD}")
    second = h(f"{request.method}:{request.target}")
    wanted = h(f"{first}:n0nce:{given['nc']}:{given['cnonce']}:auth:{second}")
    if given["response"] == wanted and given["uri"] == request.target:
        return accepted(request)
    return refusal(401, [f'WWW-Authenticate: Digest realm="r", nonce="n0nce", qop="auth", algorithm={algorithm}'])


def answer(request):
    part = request.path.strip("/").split("/")
    query = urllib.parse.parse_qs(request.query)
    match part[0]:
        case "to":
            return refusal(int(query.get("status", ["302"])[0]), [f"Location: {query['url'][0]}"])
        case "loop":
            return refusal(302, ["Location: /loop/again" if len(part) == 1 else "Location: /loop"])
        case "chain" if part[1] != "0":
            return refusal(307, [f"Location: {int(part[1]) - 1}"])
        case "bounce" if "seen=1" not in request.field("cookie"):
            return refusal(302, ["Location: /bounce", "Set-Cookie: seen=1; Path=/; Max-Age=3600"])
        case "basic":
            wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            if request.field("authorization") != f"Basic {wanted}":
                return refusal(401, ['WWW-Authenticate: Basic realm="r"'])
        case "bearer":
            if request.field("authorization") != f"Bearer {TOKEN}":
                return refusal(401, ["WWW-Authenticate: Bearer"])
        case "digest":
            return digest(request, part[1])
        case "set":
            return accepted(request, "Set-Cookie: id=S3cret-cookie; Path=/; HttpOnly", "Set-Cookie: other=2; Secure")
        case "mirror":
            return refusal(403, ["Content-Type: text/plain"], request.head)
        case "page":
            return refusal(403, ["Content-Type: text/html; charset=utf-8"], PAGE)
        case "json":
            return refusal(403, ["Content-Type: application/json"], b'{"error": {"code": 7}}')
        case "gzip":
            return refusal(403, ["Content-Type: text/plain", "Content-Encoding: gzip"], gzip.compress(b"not you\n"))
        case "deflate":
            return refusal(403, ["Content-Type: text/html", "Content-Encoding: deflate"], zlib.compress(PAGE))
        case "br":
            return refusal(403, ["Content-Encoding: br"], b"\x0b\x02\x80")
        case "chunked":
            body = b"".join(b"%x\r\n%b\r\n" % (len(line), line) for line in lines()) + b"0\r\n\r\n"
            return refusal(403, ["Transfer-Encoding: chunked"], body)
    return accepted(request)


def lines():
    return [b"line %d\n" % number for number in range(3000)]


async def read_message(reader):
    first, second = await reader.readexactly(2)
    length = second & 0x7F
    if length == 126:
        length = int.from_bytes(await reader.readexactly(2))
    elif length == 127:
        length = int.from_bytes(await reader.readexactly(8))
    key = await reader.readexactly(4)
    data = await reader.readexactly(length)
    return first & 15, bytes(byte ^ key[index % 4] for index, byte in enumerate(data))


async def serve(reader, writer):
    report = {"messages": [], "close": None}
    try:
        request = Request(await reader.readuntil(b"\r\n\r\n"))
        report |= {"line": request.line, "fields": request.fields}
        reply = answer(request)
        writer.write(reply)
        if request.path == "/greet":
            writer.write(b"\x81\x05ready")
        while reply.startswith(b"HTTP/1.1 101"):
            opcode, data = await read_message(reader)
            if opcode == 8:
                report["close"] = int.from_bytes(data[:2]) if data else 1005
                writer.write(bytes([0x88, len(data)]) + data)
                break
            report["messages"].append(data.decode("utf-8", "replace"))
            if opcode in (1, 2) and len(data) < 126:
                writer.write(bytes([0x80 | opcode, len(data)]) + data)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        pass
    if "line" in report:
        print(json.dumps(report), flush=True)
    writer.close()


async def main():
    context = None
    if len(sys.argv) > 2:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
    if len(sys.argv) > 3:
        context.load_verify_locations(sys.argv[3])
        context.verify_mode = ssl.CERT_REQUIRED
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
