"""The kind of a file is read from its content."""

from __future__ import annotations

import pytest

from documents.kinds import Family, Kind, kind_of


def iso_media(major: bytes, *compatible: bytes) -> bytes:
    brands = major + bytes(4) + b"".join(compatible)
    return (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands + b"\x00\x00\x00\x08mdat"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (iso_media(b"heic", b"mif1", b"heic"), Kind.HEIC),
        (iso_media(b"mif1", b"heic"), Kind.HEIC),
        (iso_media(b"msf1", b"hevc"), Kind.HEIC),
        (iso_media(b"avif", b"mif1", b"avif"), Family.PICTURE),
        (iso_media(b"mif1", b"avif"), Family.PICTURE),
        (iso_media(b"qt  "), Family.VIDEO),
        (iso_media(b"M4A ", b"isom"), Family.AUDIO),
        (b"RIFF\x00\x00\x00\x00AVI LIST", Family.VIDEO),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", Family.AUDIO),
        (b"OggS" + bytes(24) + b"\x80theora", Family.VIDEO),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81", Family.VIDEO),
        (b"ID3\x04\x00", Family.AUDIO),
        (b"#!AMR\n", Family.AUDIO),
        (b"#!/bin/sh\n", Family.PROGRAM),
        (b"\x7fELF\x02", Family.PROGRAM),
        (b"PK\x03\x04" + bytes(26) + b"AndroidManifest.xml", Family.PROGRAM),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", Family.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Family.OFFICE),
        (b"Rar!\x1a\x07\x01\x00", Family.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Family.ARCHIVE),
        (b"II*\x00", Family.PICTURE),
        (b"\n\n%PDF-1.4", Kind.PDF),
        (bytes(2000) + b"%PDF-1.4", Family.OTHER),
        (b"", Family.TEXT),
    ],
)
def test_content_tells_the_kind(content: bytes, kind: Kind | Family) -> None:
    assert kind_of(content) is kind


def test_the_declared_type_helps_only_where_the_content_says_nothing() -> None:
    assert kind_of(b"\x00\x01\x02", "video/x-unheard-of") is Family.VIDEO
    assert kind_of(b"\x00\x01\x02", "audio/x-unheard-of") is Family.AUDIO
    assert kind_of(b"\x00\x01\x02", "image/jpeg") is Family.OTHER
    assert kind_of(b"\xff\xd8\xff\xe0", "video/mp4") is Kind.JPEG
