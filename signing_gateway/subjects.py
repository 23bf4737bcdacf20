"""Whom a certificate names: a person by IIN, and the organisation by BIN for which the person acts (eds.md 1.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from signing_gateway import der
from signing_gateway.der import Fields, Malformed

COMMON_NAME, SERIAL_NUMBER, UNIT, PATRONYMIC, ORGANISATION = "2.5.4.3", "2.5.4.5", "2.5.4.11", "2.5.4.42", "2.5.4.10"
_TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
_IIN, _BIN = re.compile(r"IIN(\d{12})", re.ASCII), re.compile(r"BIN(\d{12})", re.ASCII)


@dataclass(frozen=True)
class Subject:
    """`name` is the full name; a patronymic stands in the attribute that elsewhere holds the given name."""

    name: str = field(repr=False)
    iin: str | None = field(repr=False)
    bin: str | None
    organisation: str | None


def read_subject(name: bytes) -> Subject:
    """What a distinguished name in DER says. Raises Malformed."""
    said = _attributes(name)
    iin = _number(_IIN, said.get(SERIAL_NUMBER, []))
    bins = said.get(UNIT, []) + said.get(SERIAL_NUMBER, [])
    full = " ".join([*said.get(COMMON_NAME, []), *said.get(PATRONYMIC, [])])
    return Subject(full, iin, _number(_BIN, bins), next(iter(said.get(ORGANISATION, [])), None))


def written(name: bytes) -> str:
    """A distinguished name for the log: what its attributes say, with commas."""
    return ", ".join(value for values in _attributes(name).values() for value in values)


def _attributes(name: bytes) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for group in der.children(der.read(name)):
        for pair in der.children(group, der.SET):
            fields = Fields(pair)
            kind, value = der.oid(fields.take()), fields.take()
            fields.end()
            try:
                said.setdefault(kind, []).append(value.content.decode(_TEXTS[value.tag]))
            except (KeyError, UnicodeDecodeError) as error:
                raise Malformed("a name in letters that nobody reads") from error
    return said


def _number(pattern: re.Pattern[str], values: list[str]) -> str | None:
    """The one number of that kind; two of them name nobody."""
    found = [match[1] for value in values if (match := pattern.fullmatch(value))]
    return found[0] if len(found) == 1 else None
