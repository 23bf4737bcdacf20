"""The authority itself: one root for each kind of keys, and everything that it has issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from signing_gateway import der
from signing_gateway.certificates import X509
from signing_gateway.der_writing import oid, sequence, set_of, text, value
from simulator.eds.authority import Authority, NewKey, new_authority
from simulator.eds.certificates import Holder, Wish, extended_key_usage, key_usage
from simulator.eds.keys import new_gost_key, new_rsa_key
from simulator.eds.revocations import ListOf
from simulator.nca.kept import Kept
from simulator.nca.kinds import OFFICIAL, OWN, YEAR, Family, Kind
from simulator.people import Person

NAMES = {Family.GOST: "ОЙДАН ШЫҒАРЫЛҒАН ОРТАЛЫҚ (GOST)", Family.RSA: "ОЙДАН ШЫҒАРЫЛҒАН ОРТАЛЫҚ (RSA)"}
LIST_LIVES = timedelta(days=1)
REVOKED_FOR = timedelta(days=1)
_NEW_KEY: Mapping[Family, NewKey] = {Family.GOST: new_gost_key, Family.RSA: new_rsa_key}
_PRINTABLE = 0x13


@dataclass(frozen=True)
class Organisation:
    """For whom a head signs."""

    bin: str
    name: str


@dataclass(frozen=True)
class Issued:
    """A key with its certificate, and since when it is revoked."""

    holder: Holder
    revoked_at: datetime | None = None


class Root:
    """The authority of one kind of keys; its responder and its time stamps are renewed when their year is over."""

    def __init__(self, family: Family, now: Callable[[], datetime], kept: Kept) -> None:
        self._now, self._family, self._kept = now, family, kept
        known, new_key = kept.root(family), _NEW_KEY[family]
        self.authority = Authority(known, new_key, now()) if known else new_authority(NAMES[family], new_key, now())
        self.given = dict(kept.given(family))
        kept.keep(family, self.authority, self.given)
        self._responder: Holder | None = None
        self._stamping: Holder | None = None

    @property
    def certificate(self) -> X509:
        """The anchor."""
        return self.authority.holder.certificate

    def responder(self) -> Holder:
        """Who answers OCSP questions now."""
        if self._responder is None or not self._responder.certificate.valid_at(self._now()):
            self._responder = self._current().responder()
        return self._responder

    def stamping(self) -> Holder:
        """Who stamps the time now."""
        if self._stamping is None or not self._stamping.certificate.valid_at(self._now()):
            self._stamping = self._current().stamping()
        return self._stamping

    def issue(self, subject: bytes, kind: Kind) -> Issued:
        """A fresh key of that kind."""
        now = self._now()
        begins = now + kind.begins_in
        extensions = (key_usage(kind.usage), extended_key_usage(kind.purposes))
        holder = self.authority.certify(Wish(subject, begins, begins + YEAR, extensions))
        issued = Issued(holder, now - REVOKED_FOR if kind.revoked else None)
        self.given[holder.certificate.serial] = issued.revoked_at
        self._kept.keep(self._family, self.authority, self.given)
        return issued

    def revocation_list(self) -> bytes:
        """Everything revoked so far, signed now and good for a day."""
        now = self._now()
        revoked = {serial: (since, None) for serial, since in self.given.items() if since}
        return ListOf(int(now.timestamp()), now, now + LIST_LIVES, revoked).signed_by(self.authority.holder)

    def _current(self) -> Authority:
        return replace(self.authority, since=self._now())


class Nca:
    """Both roots, and each key once: whoever asks for the same key again gets the same. `down` stops all answers."""

    def __init__(self, now: Callable[[], datetime], kept: Kept | None = None) -> None:
        self.now = now
        self._kept = kept or Kept()
        self.down = False
        self.organisations: list[Organisation] = []
        self._keys: dict[tuple[str, str, str], Issued] = {}

    @cached_property
    def roots(self) -> dict[Family, Root]:
        """Made when somebody first asks, if there are none of the run before."""
        return {family: Root(family, self.now, self._kept) for family in Family}

    def key_of(self, person: Person, kind: str, organisation: Organisation | None = None) -> Issued:
        """That person's key. Raises KeyError for a kind that there is not."""
        wanted = (OFFICIAL if organisation else OWN)[kind]
        place = (person.iin, organisation.bin if organisation else "", kind)
        if place not in self._keys:
            self._keys[place] = self.roots[wanted.family].issue(subject(person, organisation), wanted)
        return self._keys[place]


def subject(person: Person, organisation: Organisation | None) -> bytes:
    """A name as the NCA writes it: the patronymic stands as given name (eds.md 1.3)."""
    said = [
        ("2.5.4.3", text(f"{person.last_name} {person.first_name}".upper())),
        ("2.5.4.4", text(person.last_name.upper())),
        ("2.5.4.5", value(_PRINTABLE, f"IIN{person.iin}".encode())),
        ("2.5.4.6", value(_PRINTABLE, b"KZ")),
        ("2.5.4.42", text(person.middle_name.upper())),
    ]
    if organisation is not None:
        said += [("2.5.4.10", text(organisation.name)), ("2.5.4.11", text(f"BIN{organisation.bin}"))]
    return sequence(*(set_of(sequence(oid(kind), written)) for kind, written in said))


def key_bits(certificate: X509) -> bytes:
    """The public key as digests of it are made."""
    return der.bits(der.children(certificate.key)[1])
