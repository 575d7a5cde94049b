"""Disturbs the packets of a capture as networks do: disturb_capture.py IN.pcap OUT.pcap SEED KIND...

KIND is any of reorder (a packet comes up to three places late), duplicate (a packet comes again up to five places later) and drop (a
packet is missing). The packets up to the answer to the opening handshake stay, so that places count from there. Prints how many
packets were moved, doubled and dropped.
"""

import random
import struct
import sys

source, target, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
kinds = set(sys.argv[4:])
chance = random.Random(seed)

with open(source, "rb") as file:
    data = file.read()
order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
packets, place = [], 24
while place < len(data):
    count = struct.unpack_from(order + "I", data, place + 8)[0]
    packets.append(data[place : place + 16 + count])
    place += 16 + count

# Each packet and the place at which it comes.
count = next(index for index, packet in enumerate(packets) if b"HTTP/1.1 101 " in packet) + 1
opening, rest = packets[:count], packets[count:]
moved = doubled = dropped = 0
placed = []
for index, packet in enumerate(rest):
    if "drop" in kinds and chance.random() < 0.02:
        dropped += 1
        continue
    late = chance.random() * 3 if "reorder" in kinds and chance.random() < 0.2 else 0
    moved += late > 1
    placed.append((index + late, packet))
    if "duplicate" in kinds and chance.random() < 0.1:
        doubled += 1
        placed.append((index + 1 + chance.random() * 5, packet))
placed.sort(key=lambda pair: pair[0])
with open(target, "wb") as file:
    file.write(data[:24] + b"".join(opening) + b"".join(packet for _, packet in placed))
print(moved, doubled, dropped)
