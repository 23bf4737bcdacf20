"""A strict reader of DER: one way to write each value, and nothing after it (eds.md 8.1, 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, ENUMERATED = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A
SEQUENCE, SET = 0x30, 0x31
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
_MOMENTS = {UTC_TIME: re.compile(rb"\d{12}Z"), GENERALIZED_TIME: re.compile(rb"\d{14}(\.\d*[1-9])?Z")}
_CONSTRUCTED = 0x20
_LONG_FORM = 0x80
_DEEPEST = 30
_LONGEST = 64  # bytes of a number or an identifier: no honest one comes near, and longer ones are slow to write out


class Malformed(ValueError):
    """The bytes are no DER, or not of the expected shape."""


def own(number: int) -> int:
    """The tag of `[number]`, constructed."""
    return 0xA0 | number


@dataclass(frozen=True, slots=True)
class Node:
    """One value as it stands in the file: its tag, all its bytes, and those after tag and length."""

    tag: int
    raw: bytes
    content: bytes


def read(data: bytes) -> Node:
    """The one value that the bytes are. Raises Malformed."""
    nodes = list(_nodes(data))
    if len(nodes) != 1:
        raise Malformed(f"{len(nodes)} values instead of one")
    return nodes[0]


def children(node: Node, tag: int = SEQUENCE) -> list[Node]:
    """What a value of that tag holds. Raises Malformed."""
    if node.tag != tag:
        raise Malformed(f"tag {node.tag:#04x} instead of {tag:#04x}")
    return list(_nodes(node.content))


def each(node: Node) -> Iterator[Node]:
    """What a SEQUENCE holds, one after the other: for lists of half a million entries. Raises Malformed."""
    if node.tag != SEQUENCE:
        raise Malformed(f"tag {node.tag:#04x} instead of {SEQUENCE:#04x}")
    return _nodes(node.content)


def only(node: Node, tag: int) -> Node:
    """The single value inside an explicit tag or a set of one. Raises Malformed."""
    inside = children(node, tag)
    if len(inside) != 1:
        raise Malformed(f"{len(inside)} values instead of one")
    return inside[0]


def check_throughout(node: Node, depth: int = 0) -> None:
    """Raises Malformed if anything within is no DER."""
    if depth > _DEEPEST:
        raise Malformed("nested too deep")
    if node.tag & _CONSTRUCTED:
        for inside in _nodes(node.content):
            check_throughout(inside, depth + 1)


class Fields:
    """The members of a SEQUENCE, taken one after the other."""

    def __init__(self, node: Node, tag: int = SEQUENCE) -> None:
        self._left = children(node, tag)[::-1]

    def take(self, *tags: int) -> Node:
        """The next member, which must have one of these tags, if any is named. Raises Malformed."""
        if not self._left:
            raise Malformed("a member is missing")
        node = self._left.pop()
        if tags and node.tag not in tags:
            raise Malformed(f"tag {node.tag:#04x} instead of {tags[0]:#04x}")
        return node

    def maybe(self, *tags: int) -> Node | None:
        """The next member if it has one of these tags."""
        return self._left.pop() if self._left and self._left[-1].tag in tags else None

    def end(self) -> None:
        """Raises Malformed if something is left."""
        if self._left:
            raise Malformed("a member too many")


def integer(node: Node, tag: int = INTEGER) -> int:
    """A number in as few bytes as it needs. Raises Malformed."""
    data = _content(node, tag)
    if not 1 <= len(data) <= _LONGEST or (len(data) > 1 and data[0] in {0, 0xFF} and (data[0] ^ data[1]) < _LONG_FORM):
        raise Malformed("a number of no bytes, of too many, or with some that say nothing")
    return int.from_bytes(data, "big", signed=True)


def oid(node: Node) -> str:
    """An object identifier with dots. Raises Malformed."""
    data = _content(node, OID)
    if not 1 <= len(data) <= _LONGEST or data[-1] & _LONG_FORM:
        raise Malformed("an identifier that is too long or does not end")
    arcs, arc = [], 0
    for byte in data:
        if not arc and byte == _LONG_FORM:
            raise Malformed("an identifier with bytes that say nothing")
        arc = arc << 7 | byte & 0x7F
        if not byte & _LONG_FORM:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(str(number) for number in (first, arcs[0] - 40 * first, *arcs[1:]))


def octets(node: Node) -> bytes:
    """The bytes of an OCTET STRING in one piece. Raises Malformed."""
    return _content(node, OCTETS)


def bits(node: Node) -> bytes:
    """The bytes of a BIT STRING that fills its last byte. Raises Malformed."""
    data = _content(node, BITS)
    if data[:1] != b"\0":
        raise Malformed("bits that fill no bytes")
    return data[1:]


def boolean(node: Node) -> bool:
    """TRUE or FALSE. Raises Malformed."""
    data = _content(node, BOOLEAN)
    if data not in {b"\0", b"\xff"}:
        raise Malformed("neither true nor false")
    return data == b"\xff"


def moment(node: Node) -> datetime:
    """A time in UTC, of either kind. Raises Malformed."""
    written = _MOMENTS.get(node.tag)
    if written is None or written.fullmatch(node.content) is None:
        raise Malformed("no time")
    text = node.content.decode("ascii")
    if node.tag == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise Malformed("no time") from error


def _content(node: Node, tag: int) -> bytes:
    if node.tag != tag:
        raise Malformed(f"tag {node.tag:#04x} instead of {tag:#04x}")
    return node.content


def _nodes(data: bytes) -> Iterator[Node]:
    at, end = 0, len(data)
    while at < end:
        tag, start, length = _heading(data, at)
        if start + length > end:
            raise Malformed("cut off")
        yield Node(tag, data[at : start + length], data[start : start + length])
        at = start + length


def _heading(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, where the content begins, and its length in bytes."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        raise Malformed("no tag and length")
    length = data[at + 1]
    if length < _LONG_FORM:
        return data[at], at + 2, length
    size = length & 0x7F
    written = data[at + 2 : at + 2 + size]
    length = int.from_bytes(written, "big")
    if len(written) != size or not 1 <= size <= 4 or written[0] == 0 or length < _LONG_FORM:
        raise Malformed("a length that DER does not know")
    return data[at], at + 2 + size, length
