"""What a file really is, told by its content."""

from __future__ import annotations

from enum import StrEnum

_EDGE = 65_536
_PDF_HEADER_WITHIN = 1024


class Kind(StrEnum):
    """The files that a document may be, by media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


class Family(StrEnum):
    """The files that a document is not, in the words that a person would use."""

    VIDEO = "video"
    AUDIO = "audio"
    ARCHIVE = "archive"
    PROGRAM = "program"
    OFFICE = "office"
    PICTURE = "picture"
    TEXT = "text"
    OTHER = "other"


def kind_of(content: bytes, declared_type: str | None = None) -> Kind | Family:
    """The kind by content; the declared type only tells apart what the content leaves open."""
    head = content[:16]
    known = _picture(head) or _container(content) or _by_signature(head)
    if known is not None:
        return known
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return Kind.PDF
    return _declared(declared_type) or (Family.TEXT if _is_text(content[:4096]) else Family.OTHER)


def _picture(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def _container(content: bytes) -> Kind | Family | None:
    """Boxes that hold several kinds: ISO media, RIFF, Ogg and ZIP."""
    head = content[:16]
    if head[4:8] == b"ftyp":
        return _iso_media(content)
    if head[:4] == b"RIFF":
        return Family.VIDEO if head[8:12] == b"AVI " else Family.AUDIO
    if head[:4] == b"OggS":
        return Family.VIDEO if b"theora" in content[:512] else Family.AUDIO
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zip(content)
    return None


def _iso_media(content: bytes) -> Kind | Family:
    size = min(int.from_bytes(content[:4], "big"), 256)
    major = content[8:12]
    brands = {content[at : at + 4] for at in range(16, size, 4)} | {major}
    if brands & {b"avif", b"avis"}:
        return Family.PICTURE
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"} or major in {b"mif1", b"msf1"}:
        return Kind.HEIC
    return Family.AUDIO if major in {b"M4A ", b"M4B ", b"F4A "} else Family.VIDEO


def _zip(content: bytes) -> Family:
    edges = content[:_EDGE] + content[-_EDGE:]
    if b"AndroidManifest.xml" in edges or b"META-INF/MANIFEST.MF" in edges:
        return Family.PROGRAM
    if b"[Content_Types].xml" in edges or b"mimetypeapplication/vnd.oasis.opendocument" in edges:
        return Family.OFFICE
    return Family.ARCHIVE


_SIGNATURES: tuple[tuple[bytes, Family], ...] = (
    (b"\x1a\x45\xdf\xa3", Family.VIDEO),
    (b"\x00\x00\x01\xba", Family.VIDEO),
    (b"\x30\x26\xb2\x75", Family.VIDEO),
    (b"FLV\x01", Family.VIDEO),
    (b"ID3", Family.AUDIO),
    (b"fLaC", Family.AUDIO),
    (b"#!AMR", Family.AUDIO),
    (b"\xff\xfb", Family.AUDIO),
    (b"\xff\xf3", Family.AUDIO),
    (b"\xff\xf1", Family.AUDIO),
    (b"\xff\xf9", Family.AUDIO),
    (b"Rar!\x1a\x07", Family.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Family.ARCHIVE),
    (b"\x1f\x8b", Family.ARCHIVE),
    (b"BZh", Family.ARCHIVE),
    (b"\xfd7zXZ\x00", Family.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Family.ARCHIVE),
    (b"MSCF", Family.ARCHIVE),
    (b"MZ", Family.PROGRAM),
    (b"\x7fELF", Family.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Family.PROGRAM),
    (b"\xca\xfe\xba\xbe", Family.PROGRAM),
    (b"dex\n", Family.PROGRAM),
    (b"#!", Family.PROGRAM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Family.OFFICE),
    (b"{\\rtf", Family.OFFICE),
    (b"GIF8", Family.PICTURE),
    (b"BM", Family.PICTURE),
    (b"II*\x00", Family.PICTURE),
    (b"MM\x00*", Family.PICTURE),
    (b"\xff\x0a", Family.PICTURE),
    (b"\x00\x00\x00\x0cJXL ", Family.PICTURE),
    (b"<svg", Family.PICTURE),
)


def _by_signature(head: bytes) -> Family | None:
    return next((family for opening, family in _SIGNATURES if head.startswith(opening)), None)


def _declared(declared_type: str | None) -> Family | None:
    family = (declared_type or "").partition("/")[0]
    return {"video": Family.VIDEO, "audio": Family.AUDIO}.get(family)


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head and all(byte >= 32 or byte in b"\t\r\n\f" for byte in head)
