"""A TLS server that wants something, or goes away: tls_server.py MODE CERTIFICATE KEY. Prints its port.

demand-1.2 and demand-1.3 demand a client's certificate in that version, only-1.0 and only-1.1 speak no later one, and
cut sends the first client 1 byte of its answer to the hello, the next 300 more each, and leaves.
"""

import socket
import ssl
import sys

VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


def make_context(mode, certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.load_cert_chain(certificate, key)
    kind, _, version = mode.partition("-")
    if version:
        context.minimum_version = context.maximum_version = VERSIONS[version]
    if kind == "demand":
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(certificate)
    return context


def cut(context, client, count):
    """Sends only this many bytes of the answer to the client's hello."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=True)
    incoming.write(client.recv(65536))
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    client.sendall(outgoing.read()[:count])


def converse(context, client):
    plain = client.dup()
    try:
        with context.wrap_socket(client, server_side=True) as tls:
            while tls.recv(65536):
                pass
    except (ssl.SSLError, ConnectionError):
        drain(plain)
    finally:
        plain.close()


def drain(plain):
    """The client is to see an end, not a reset that overtakes the alert."""
    plain.settimeout(5)
    try:
        plain.shutdown(socket.SHUT_WR)
        while plain.recv(65536):
            pass
    except OSError:
        pass


def main():
    mode, certificate, key = sys.argv[1:]
    context = make_context(mode, certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    count = 1
    while True:
        client, _ = listener.accept()
        with client:
            if mode == "cut":
                cut(context, client, count)
                count += 300
            else:
                converse(context, client)


main()
