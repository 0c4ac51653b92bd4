# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""picture.py PNG COLOUR=SHARE...: fails where a colour covers less than SHARE per cent of a browser's screenshot.

Fonts differ from machine to machine, fills do not: what is looked for is exact. Prints the shares.
"""

import struct
import sys
import zlib


def pixels(path):
    """The rows of an 8-bit RGB or RGBA file, as bytes, and how many of them are a pixel."""
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG file"
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and colour in (2, 6) and not interlaced, (depth, colour, interlaced)
        if kind == b"IDAT":
            packed += body
        at += 12 + length
    size = 4 if colour == 6 else 3
    raw, stride = zlib.decompress(packed), width * size
    above = bytearray(stride)
    for y in range(height):
        how, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left, up = row[x - size] if x >= size else 0, above[x]
            corner = above[x - size] if x >= size else 0
            if how == 4:
                guess = left + up - corner
                guess = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            else:
                guess = (0, left, up, (left + up) // 2)[how]
            row[x] = (row[x] + guess) & 255
        above = row
        yield row, size


counts, total = {}, 0
for row, size in pixels(sys.argv[1]):
    for x in range(0, len(row), size):
        colour = bytes(row[x : x + 3]).hex()
        counts[colour] = counts.get(colour, 0) + 1
        total += 1
bad = []
for wanted in sys.argv[2:]:
    colour, share = wanted.split("=")
    have = 100 * counts.get(colour, 0) / total
    print(f"#{colour}: {have:.2f} %")
    if have < float(share):
        bad.append(f"#{colour} covers {have:.2f} % of the picture, expected at least {share} %")
sys.exit("; ".join(bad) or 0)
