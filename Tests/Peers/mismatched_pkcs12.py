"""Writes a PKCS #12 file with the certificates of another and a key that is not theirs: mismatched_pkcs12.py FILE KEY OUT PASSPHRASE.

KEY is PKCS #8 in DER, encrypted where its name says so. OpenSSL does not write such a file.
"""

import hashlib
import hmac
import pathlib
import sys

DATA = bytes.fromhex("06092a864886f70d010701")
KEY_BAG = bytes.fromhex("060b2a864886f70d010c0a0101")
ENCRYPTED_KEY_BAG = bytes.fromhex("060b2a864886f70d010c0a0102")
SHA1 = bytes.fromhex("06052b0e03021a")
SALT = b"saltsalt"


def element(tag, content):
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def elements(content):
    """The elements of a sequence's content: each whole, and its content."""
    while content:
        start, length = 2, content[1]
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(content[2:start])
        yield content[: start + length], content[start : start + length]
        content = content[start + length :]


def inner(content, *path):
    for index in path:
        content = list(elements(content))[index][1]
    return content


def main():
    file, key, out, passphrase = sys.argv[1:]
    safe = inner(pathlib.Path(file).read_bytes(), 0, 1, 1, 0, 0)
    certificates = b"".join(whole for whole, content in elements(safe) if not content.startswith(DATA))
    kind = ENCRYPTED_KEY_BAG if "encrypted" in key else KEY_BAG
    bag = element(0x30, kind + element(0xA0, pathlib.Path(key).read_bytes()))
    keys = element(0x30, DATA + element(0xA0, element(4, element(0x30, bag))))
    safe = element(0x30, certificates + keys)
    fill = lambda data: (data * 64)[: -(-len(data) // 64) * 64]
    secret = hashlib.sha1(b"\x03" * 64 + fill(SALT) + fill((passphrase + "\0").encode("utf-16-be"))).digest()
    digest = element(0x30, element(0x30, SHA1 + b"\x05\x00") + element(4, hmac.digest(secret, safe, "sha1")))
    content = element(0x30, DATA + element(0xA0, element(4, safe)))
    check = element(0x30, digest + element(4, SALT) + b"\x02\x01\x01")
    pathlib.Path(out).write_bytes(element(0x30, b"\x02\x01\x03" + content + check))


main()
