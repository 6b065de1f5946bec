#!/usr/bin/env python3
"""Reads an RPM package where no rpm is: prints what it says about itself and unpacks its files.

usage: rpm.py PACKAGE FOLDER
"""
import gzip
import lzma
import struct
import sys
from pathlib import Path

LEAD = 96
TAGS = {1000: "Name", 1001: "Version", 1004: "Summary", 1005: "Description", 1014: "Licence",
        1022: "Architecture", 1049: "Requires", 5046: "Recommends"}
COMPRESSOR = 1125
# The kinds of values that are texts: one, an array, one in many languages.
TEXTS = (6, 8, 9)


def header(data, begin):
    """The texts of the header that begins there, by tag, and where it ends."""
    magic, _, count, size = struct.unpack_from(">4sIII", data, begin)
    if magic[:3] != b"\x8e\xad\xe8":
        raise SystemExit("this is no RPM package")
    index, store = begin + 16, begin + 16 + count * 16
    found = {}
    for entry in range(count):
        tag, kind, offset, length = struct.unpack_from(">IIII", data, index + entry * 16)
        if kind in TEXTS:
            found[tag] = [text.decode() for text in data[store + offset:].split(b"\0", length)[:length]]
    return found, store + size


def files(archive):
    """Path, mode and content of each file of a cpio archive (newc)."""
    at = 0
    while archive[at:at + 6] in (b"070701", b"070702"):
        numbers = [int(archive[at + 6 + 8 * field:at + 14 + 8 * field], 16) for field in range(13)]
        mode, size, name_size = numbers[1], numbers[6], numbers[11]
        name = archive[at + 110:at + 109 + name_size].decode()
        content = (at + 110 + name_size + 3) & ~3
        if name == "TRAILER!!!":
            return
        yield name, mode, archive[content:content + size]
        at = (content + size + 3) & ~3
    raise SystemExit("its archive ends too early")


def main():
    data, folder = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
    _, end = header(data, LEAD)
    told, payload = header(data, (end + 7) & ~7)
    for tag, name in TAGS.items():
        print(f"{name}: {', '.join(told.get(tag, ['(none)']))}")
    how = told.get(COMPRESSOR, ["gzip"])[0]
    unpack = {"gzip": gzip.decompress, "xz": lzma.decompress, "lzma": lzma.decompress}.get(how)
    if unpack is None:
        raise SystemExit(f"packed with {how}, which is not read here")
    for name, mode, content in files(unpack(data[payload:])):
        path = folder / name.lstrip("./")
        if mode & 0o170000 == 0o040000:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


if __name__ == "__main__":
    main()
