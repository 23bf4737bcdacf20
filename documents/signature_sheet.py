"""The signature sheet, a card of the electronic document, and the longer protocol of the check (eds.md 7, S1-26)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from documents import signature_words as words
from documents.legal_notes import legal_note
from enrolment.masking import masked_iin
from enrolment.signature_evidence import Side, SignatureCheck, SignatureFacts
from enrolment.signature_verdict import Certificate, Signer, Times
from enrolment.working_days import ALMATY
from locales.catalogue import Locale
from locales.text import Text

Pair = dict[str, str]
Row = dict[str, str]
Fact = tuple[Text, str | None]


@dataclass(frozen=True)
class SheetSignature:
    """A signature that counts: for which side, by whom, with what, when it was judged and how."""

    side: Side
    signer: Signer
    certificate: Certificate
    times: Times
    checked_at: datetime
    checks: tuple[SignatureCheck, ...] = ()
    facts: SignatureFacts = field(default_factory=SignatureFacts)


@dataclass(frozen=True)
class SignatureSheet:
    """What the sheet tells of a document (SHA-256 in hex, bytes) with its signatures, in the order of signing."""

    number: str
    sha256: str
    pages: int
    size: int
    check_url: str
    signatures: tuple[SheetSignature, ...] = field(repr=False)


def sheet_manuscript(sheet: SignatureSheet, *, protocol: bool) -> dict[str, Any]:
    """The sheet as the typesetter takes it; a protocol also says step by step what was checked."""
    last = max(one.times.reference for one in sheet.signatures)
    note = legal_note(last.astimezone(ALMATY).date())
    return {
        "day": last.astimezone(ALMATY).date().isoformat(),
        "title": _both(words.PROTOCOL if protocol else words.TITLE),
        "number": sheet.number,
        "document": _both(words.DOCUMENT),
        "rows": _document(sheet),
        "signatures": [_signature(one, protocol=protocol) for one in sheet.signatures],
        "notes": [*([_both(words.HOW)] if protocol else []), _both(words.WARNING), {"kk": note.kk, "ru": note.ru}],
        "check": sheet.check_url,
        "check_words": _both(words.CHECK_IT),
    }


def _document(sheet: SignatureSheet) -> list[Row]:
    return [
        _row(words.NUMBER, sheet.number),
        _row(words.FINGERPRINT, sheet.sha256),
        _row(words.PAGES, str(sheet.pages)),
        _row(words.SIZE, str(sheet.size)),
    ]


def _signature(one: SheetSignature, *, protocol: bool) -> dict[str, Any]:
    told = [*_signer(one), *_certificate(one), *_words(one)]
    return {
        "title": _both(words.SIDES[one.side]),
        "rows": [*(_row(name, value) for name, value in told if value), _both_row(words.RESULT, words.GOOD)],
        "checked": _both(words.CHECKED),
        "checks": _checks(one.checks) if protocol else [],
    }


def _signer(one: SheetSignature) -> list[Fact]:
    return [
        (words.SIGNED_BY, one.signer.name),
        (words.IIN, masked_iin(one.signer.iin)),
        (words.ORGANISATION, one.facts.organisation),
        (words.BIN, one.signer.bin),
    ]


def _certificate(one: SheetSignature) -> list[Fact]:
    certificate, facts = one.certificate, one.facts
    return [
        (words.SERIAL, certificate.serial),
        (words.ISSUER, certificate.issuer),
        (words.TERM, _term(certificate)),
        (words.POLICIES, ", ".join(facts.policies)),
        (words.USAGES, ", ".join(facts.usages)),
        (words.MEANT_FOR, "; ".join(map(_purpose, facts.purposes))),
        (words.ALGORITHM, _algorithm(one.checks)),
    ]


def _words(one: SheetSignature) -> list[Fact]:
    """What others have said of it: the time stamp, and that the certificate was not revoked."""
    times, stamp, good = one.times, one.facts.stamp, one.facts.good
    said: list[Fact] = [(words.STAMPED, moment_said(times.stamped_at) if times.stamped_at else None)]
    if stamp is not None:
        said += [(words.STAMPED_BY, stamp.by), (words.STAMP_ISSUER, stamp.issuer), (words.STAMP_SERIAL, stamp.serial)]
    if good is not None:
        how = words.NOT_REVOKED_LIST if one.facts.listed else words.NOT_REVOKED_OCSP
        said += [(how, moment_said(good.at)), (words.TOLD_BY, good.by)]
        said += [(words.TOLD_ISSUER, good.issuer), (words.TOLD_SERIAL, good.serial)]
    return [*said, (words.RECEIVED, moment_said(times.received_at)), (words.JUDGED, moment_said(one.checked_at))]


def _purpose(identifier: str) -> str:
    """In words where the register has some for people."""
    known = words.PURPOSES.get(identifier, identifier)
    return known if isinstance(known, str) else _in_both(known)


def _checks(checks: Iterable[SignatureCheck]) -> list[Pair]:
    """What was found right; the details may name people, and are not told."""
    return [_both(words.CHECKS[one.name]) for one in checks if one.passed and one.name in words.CHECKS]


def _algorithm(checks: Iterable[SignatureCheck]) -> str | None:
    found = next((one.detail for one in checks if one.name == "algorithms"), None)
    return words.ALGORITHMS.get(found, found) if found else None


def _term(certificate: Certificate) -> str:
    return " – ".join(f"{day.astimezone(ALMATY):%d.%m.%Y}" for day in (certificate.valid_from, certificate.valid_until))


def _row(name: Text, value: str) -> Row:
    return {**_both(name), "value": value}


def _both_row(name: Text, value: Text) -> Row:
    return _row(name, _in_both(value))


def _in_both(text: Text) -> str:
    return f"{text.in_(Locale.KK)} / {text.in_(Locale.RU)}"


def _both(text: Text) -> Pair:
    return {"kk": text.in_(Locale.KK), "ru": text.in_(Locale.RU)}


def moment_said(moment: datetime) -> str:
    """In Kazakhstan's time, in figures, which are the same in all languages."""
    return f"{moment.astimezone(ALMATY):%d.%m.%Y %H:%M:%S} (UTC+5)"
