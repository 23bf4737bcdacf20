"""A test certification authority: it issues keys to people and heads, has a responder and stamps the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from signing_gateway.ocsp import OCSP_SIGNING
from signing_gateway.timestamps import TIME_STAMPING
from simulator.eds.certificates import (
    ISSUING,
    SIGNING,
    STAMPING,
    Holder,
    Wish,
    certify,
    constraints,
    extended_key_usage,
    key_usage,
    person_name,
)
from simulator.eds.keys import Key

YEAR = timedelta(days=365)
NewKey = Callable[[], Key]


@dataclass(frozen=True)
class Person:
    """Whom a certificate shall name; `bin` is that of the organisation for which the person acts."""

    name: str
    iin: str | None
    patronymic: str = ""
    bin: str | None = None


@dataclass(frozen=True)
class Authority:
    """Issues certificates for a year from `since`; all its keys are of one kind."""

    holder: Holder
    new_key: NewKey
    since: datetime

    def issue(self, person: Person, purposes: tuple[str, ...], *, usage: int = SIGNING) -> Holder:
        """A key of that person, for these purposes."""
        name = person_name(person.name, person.iin, person.patronymic, person.bin)
        return self.certify(self.wish(name, key_usage(usage), extended_key_usage(purposes)))

    def wish(self, subject: bytes, *extensions: bytes) -> Wish:
        """A certificate of a year with these extensions."""
        return Wish(subject, self.since, self.since + YEAR, extensions)

    def certify(self, wish: Wish, key: Key | None = None) -> Holder:
        """A certificate as wished, of a fresh key where none is given."""
        key = key or self.new_key()
        return Holder(key, certify(wish, key.public, self.holder.certificate.subject, self.holder.key))

    def responder(self) -> Holder:
        """Who answers OCSP questions for this authority."""
        name = person_name("OCSP RESPONDER", None)
        return self.certify(self.wish(name, key_usage(STAMPING), extended_key_usage((OCSP_SIGNING,))))

    def stamping(self) -> Holder:
        """A time-stamping authority."""
        name = person_name("СЕРВИС МЕТКИ ВРЕМЕНИ", None)
        return self.certify(self.wish(name, extended_key_usage((TIME_STAMPING,), critical=True)))

    def below(self, name: str, path_length: int | None = None) -> Authority:
        """An authority that this one certifies."""
        wish = self.wish(person_name(name, None), key_usage(ISSUING), constraints(path_length))
        return Authority(self.certify(wish), self.new_key, self.since)


def new_authority(name: str, new_key: NewKey, since: datetime, path_length: int | None = None) -> Authority:
    """A root, which certifies itself for ten years."""
    key, subject = new_key(), person_name(name, None)
    wish = Wish(subject, since - YEAR, since + 10 * YEAR, (key_usage(ISSUING), constraints(path_length)))
    return Authority(Holder(key, certify(wish, key.public, subject, key)), new_key, since)
