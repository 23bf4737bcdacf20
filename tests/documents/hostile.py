"""Files that were made to do harm, and files that are only odd; every one is built here from nothing."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.documents import files
from tests.documents.files import chunk


def png_that_hides_a_text_bomb() -> bytes:
    """Its one text unpacks to 64 MB."""
    packed = zlib.compress(bytes(64 << 20), 9)
    whole = files.picture("PNG")
    return whole[:33] + chunk(b"zTXt", b"Comment\x00\x00" + packed) + whole[33:]


def png_with_more_inside_than_it_says() -> bytes:
    """600 × 600 pixels by its header, 64 MB of them inside."""
    header = struct.pack(">IIBBBBB", 600, 600, 8, 2, 0, 0, 0)
    inside = zlib.compress(bytes(64 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", inside) + chunk(b"IEND")


def jpeg_that_claims(width: int = 65_500, height: int = 65_500) -> bytes:
    """So many pixels wide and high by its header."""
    whole = files.photo()
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


def webp_that_claims(width: int = 16_384, height: int = 16_384) -> bytes:
    """So many pixels wide and high, 16,384 at most: a lossless WebP cannot say more."""
    bits = width - 1 | height - 1 << 14
    body = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", bits) + bytes(5)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def heic_that_claims(width: int = 60_000, height: int = 60_000) -> bytes:
    """So many pixels wide and high in every place that tells the size."""
    whole = bytearray(files.heic())
    at = whole.find(b"ispe")
    while at >= 0:
        whole[at + 8 : at + 16] = struct.pack(">II", width, height)
        at = whole.find(b"ispe", at + 16)
    return bytes(whole)


@cache
def pdf_with_a_stream_bomb() -> bytes:
    """The page's content unpacks to 96 MB of strokes, each of which the reader keeps in memory."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 7_190_000, 1)
    writer = files.blank()
    stream = StreamObject()
    stream._data = packed
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return files.written(writer)


def pdf_whose_pages_go_in_a_circle() -> bytes:
    """The tree of pages is its own branch."""
    writer = files.blank()
    root = writer.root_object["/Pages"]
    assert isinstance(root, DictionaryObject)
    root[NameObject("/Kids")] = ArrayObject([writer.root_object.raw_get("/Pages")] * 2)
    root[NameObject("/Count")] = NumberObject(2)
    return files.written(writer)


def pdf_with_pages_beyond_number() -> bytes:
    """38 levels of two branches each: 2^38 pages from a few kilobytes."""
    writer = files.blank()
    below = writer.pages[0].indirect_reference
    for level in range(38):
        node = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Pages"),
                NameObject("/Kids"): ArrayObject([below, below]),
                NameObject("/Count"): NumberObject(2 ** (level + 1)),
            }
        )
        below = writer._add_object(node)
    writer.root_object[NameObject("/Pages")] = below
    return files.written(writer)


def pdf_with_a_form() -> bytes:
    """An XFA form, which runs scripts of its own."""
    writer = files.blank()
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = form
    return files.written(writer)


def pdf_that_hides_a_script(name: bytes = b"/J#61vaScript") -> bytes:
    """A script whose name is written in another way."""
    whole = files.pdf_with_javascript()
    assert whole.count(b"/JavaScript") == 1
    return whole.replace(b"/JavaScript", name)
