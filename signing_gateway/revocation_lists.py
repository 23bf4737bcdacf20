"""What revocation lists say of a certificate: a base list, and changes to it since (eds.md 1.7 and 8.1, 10)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from signing_gateway import der
from signing_gateway.algorithms import algorithm, permitted, verify
from signing_gateway.certificates import CRL_SIGNING, X509, Extension, read_extensions
from signing_gateway.der import Fields, Malformed, Node, own
from signing_gateway.der_writing import integer as written
from signing_gateway.ocsp import Question
from signing_gateway.standing import GOOD, SKEW, UNKNOWN, Revoked, Standing, Told

NUMBER, CHANGES_TO, REASON = "2.5.29.20", "2.5.29.27", "2.5.29.21"
_HOLD, _REMOVED = 6, 8
ListDigests = Mapping[str, Mapping[str, bytes]]
"""Digests of the signed parts of lists: by the list's name, and by their kind."""


@dataclass(frozen=True)
class RevocationList:
    """A list, not yet believed."""

    signed: bytes
    issuer: bytes
    since: datetime
    until: datetime
    entries: Node | None
    extensions: Mapping[str, Extension]
    algorithm: str
    signature: bytes

    @property
    def name(self) -> str:
        """By which its digests are found: the SHA-256 of what is signed, in hex."""
        return hashlib.sha256(self.signed).hexdigest()

    @property
    def number(self) -> int | None:
        """Of lists of one issuer the later has the higher one."""
        return self._integer(NUMBER)

    @property
    def changes_to(self) -> int | None:
        """For a list of changes: the number of the oldest list to which they may be added."""
        return self._integer(CHANGES_TO)

    def _integer(self, kind: str) -> int | None:
        found = self.extensions.get(kind)
        return None if found is None else der.integer(der.read(found.value))


@dataclass(frozen=True)
class _Entry:
    """What a list says of one certificate: revoked since then, or held, or held no more."""

    since: datetime
    reason: int | None


def told_by_lists(lists: Iterable[bytes], question: Question, digests: ListDigests | None = None) -> Told:
    """What the issuer's lists that are in force say, and the time of the newest that counted.

    Unknown where there is no whole one; `digests` need not be computed again.
    """
    known = [one for one in map(_readable, lists) if one is not None]
    usable = [one for one in known if _believable(one, question, digests or {})]
    whole = max((one for one in usable if one.changes_to is None), key=lambda one: one.since, default=None)
    if whole is None:
        return Told(UNKNOWN, question.now, question.issuer, listed=True)
    changes = sorted((one for one in usable if _is_later(one, whole)), key=lambda one: one.number or 0)
    newest = max(one.since for one in (whole, *changes))
    return Told(_standing(whole, changes, question.certificate), newest, question.issuer, listed=True)


def _standing(whole: RevocationList, changes: Sequence[RevocationList], certificate: X509) -> Standing:
    """Only a hold ends again; and a list need not name what had run out when it was made (RFC 5280, 3.3 and 5.2.4)."""
    said = _entries(whole, certificate.serial)
    for one in changes:
        for entry in _entries(one, certificate.serial):
            if entry.reason != _REMOVED:
                said.append(entry)
            elif _may_be_added(one, whole):
                said = [earlier for earlier in said if earlier.reason != _HOLD]
    if said:
        return Revoked(min(entry.since for entry in said))
    return GOOD if whole.since <= certificate.valid_until else UNKNOWN


def lists_of(issuers: Collection[X509], lists: Iterable[bytes]) -> list[tuple[bytes, RevocationList]]:
    """Those in the name of one of these issuers: the others prove nothing of what these have issued."""
    names = {issuer.subject for issuer in issuers}
    return [(one, known) for one in lists if (known := _readable(one)) is not None and known.issuer in names]


def _readable(data: bytes) -> RevocationList | None:
    """The list; None for what is none, which takes nothing from the others."""
    try:
        return read_list(data)
    except Malformed:
        return None


def read_list(data: bytes) -> RevocationList:
    """A list of version 2. Raises Malformed."""
    outer = Fields(der.read(data))
    signed, kind, signature = outer.take(), algorithm(outer.take()), der.bits(outer.take())
    outer.end()
    said = Fields(signed)
    if der.integer(said.take()) != 1 or algorithm(said.take()) != kind:
        raise Malformed("no list of version 2, or two algorithms of one signature")
    issuer, since, until = said.take(der.SEQUENCE).raw, der.moment(said.take()), der.moment(said.take())
    entries, extensions = said.maybe(der.SEQUENCE), said.maybe(own(0))
    said.end()
    return RevocationList(
        signed.raw,
        issuer,
        since,
        until,
        entries,
        {} if extensions is None else read_extensions(der.only(extensions, own(0))),
        kind,
        signature,
    )


def _believable(one: RevocationList, question: Question, digests: ListDigests) -> bool:
    """Signed by the issuer, in force at the time in question, and about all its certificates."""
    issuer = question.issuer
    return (
        one.issuer == issuer.subject
        and one.since <= question.now + SKEW
        and question.at <= one.until
        and not any(found.critical and kind != CHANGES_TO for kind, found in one.extensions.items())
        and permitted(one.algorithm, question.at)
        and issuer.usable_for(CRL_SIGNING, unless_said=True)
        and verify(issuer.key, one.algorithm, one.signature, one.signed, digests.get(one.name))
    )


def _is_later(changes: RevocationList, whole: RevocationList) -> bool:
    """Whether these are changes that the whole list does not tell yet: who is revoked there is revoked."""
    if changes.changes_to is None:
        return False
    if changes.number is None or whole.number is None:
        return changes.since >= whole.since
    return changes.number >= whole.number


def _may_be_added(changes: RevocationList, whole: RevocationList) -> bool:
    """Whether list and changes together are the whole list of a later time."""
    oldest, number, base = changes.changes_to, changes.number, whole.number
    return oldest is not None and number is not None and base is not None and oldest <= base <= number


def _entries(one: RevocationList, serial: int) -> list[_Entry]:
    """What the list says of that number; nothing of nearly all, which is seen at once. Raises Malformed."""
    number = written(serial)
    if one.entries is None or number not in one.entries.content:
        return []
    return [_entry(entry) for entry in der.each(one.entries) if entry.content.startswith(number)]


def _entry(node: Node) -> _Entry:
    fields = Fields(node)
    fields.take(der.INTEGER)
    since, extensions = der.moment(fields.take()), fields.maybe(der.SEQUENCE)
    reason = None if extensions is None else read_extensions(extensions).get(REASON)
    return _Entry(since, None if reason is None else der.integer(der.read(reason.value), der.ENUMERATED))
