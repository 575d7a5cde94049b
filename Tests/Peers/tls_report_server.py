"""A WebSocket server over TLS that answers each message with what it knows of TLS: version, cipher, SNI, ALPN, the client's name.

tls_report_server.py CERTIFICATE KEY [--client-ca FILE] [--version 1.2|1.3] [--alpn NAME,...]. Prints its port.
"""

import argparse
import ssl

from websockets.sync.server import serve

VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}
names = []


def common_name(certificate):
    pairs = [pair for part in (certificate or {}).get("subject", ()) for pair in part]
    return dict(pairs).get("commonName")


def behave(connection):
    for _ in connection:
        tls = connection.socket
        facts = [tls.version(), tls.cipher()[0], names[-1], tls.selected_alpn_protocol()]
        connection.send("|".join(str(fact) for fact in facts + [common_name(tls.getpeercert())]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("certificate")
    parser.add_argument("key")
    parser.add_argument("--client-ca")
    parser.add_argument("--version")
    parser.add_argument("--alpn")
    options = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.load_cert_chain(options.certificate, options.key)
    context.sni_callback = lambda tls, name, _: names.append(name)
    if options.version:
        context.minimum_version = context.maximum_version = VERSIONS[options.version]
    if options.client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(options.client_ca)
    if options.alpn:
        context.set_alpn_protocols(options.alpn.split(","))
    # The blocking server sends the alert of a handshake that it refuses; asyncio's drops the stream without it.
    with serve(behave, "127.0.0.1", 0, ssl=context) as server:
        print(server.socket.getsockname()[1], flush=True)
        server.serve_forever()


main()
