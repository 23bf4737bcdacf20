"""Signatures over the contract that do not count, each for its own reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

from signing_gateway.algorithms import GOST_2004_SIGNATURE
from signing_gateway.attributes import SIGNATURE_TIME_STAMP, SIGNING_CERTIFICATE_V2
from signing_gateway.der_writing import octets, oid
from simulator.eds.authority import Person
from simulator.eds.certificates import PERSON, SIGNING, SYSTEM, Holder, extended_key_usage, key_usage, person_name
from simulator.eds.keys import new_gost_key
from simulator.eds.messages import Message, SignerInfo, attribute, attributes_over, message_of, sign_document
from tests.handlers.contracts import MOTHER_IIN
from tests.handlers.kindergartens import BOTA
from tests.signing_page.certification import Certification, centre, key_of
from tests.signing_page.house import PDF

Attempt = Callable[[Certification], bytes]


@cache
def old_key() -> Holder:
    """The mother's, of GOST 34.310-2004."""
    name = person_name("СЕРІКОВА ӘЛИЯ", MOTHER_IIN)
    wish = centre().wish(name, key_usage(SIGNING), extended_key_usage(PERSON))
    return centre().certify(wish, new_gost_key(GOST_2004_SIGNATURE))


@cache
def system_key() -> Holder:
    """That of an information system, which is nobody's."""
    return centre().issue(Person("ИС БОТА", None, bin=BOTA), SYSTEM)


def by(whose: str) -> Attempt:
    """Signed as it should be, with the wrong key."""
    return lambda at: at.signs(whose, PDF)


def with_key(key: Callable[[], Holder]) -> Attempt:
    return lambda at: sign_document(key(), PDF, at.clock.now())


def another_document(at: Certification) -> bytes:
    return at.signs("mother", PDF + b" ")


def long_ago(at: Certification) -> bytes:
    """By a device whose clock is more than a year behind."""
    return sign_document(key_of("mother"), PDF, at.clock.now() - timedelta(days=400))


def _signer(at: Certification, whose: str = "mother") -> SignerInfo:
    return SignerInfo(key_of(whose), attributes_over(key_of(whose), PDF, at.clock.now()))


def _message(at: Certification) -> Message:
    return message_of(_signer(at))


def nobody(at: Certification) -> bytes:
    return replace(_message(at), signers=()).built()


def two(at: Certification) -> bytes:
    others = (key_of("father").certificate.der,)
    signers = tuple(sorted(_signer(at, whose).built() for whose in ("mother", "father")))
    message = _message(at)
    return replace(message, certificates=message.certificates + others, signers=signers).built()


def no_certificate(at: Certification) -> bytes:
    return replace(_message(at), certificates=()).built()


def certificate_not_named(at: Certification) -> bytes:
    signer = _signer(at)
    kept = tuple(one for one in signer.attributes if oid(SIGNING_CERTIFICATE_V2) not in one)
    return message_of(replace(signer, attributes=kept)).built()


def attribute_twice(at: Certification) -> bytes:
    signer = _signer(at)
    return message_of(replace(signer, attributes=(*signer.attributes, signer.attributes[0]))).built()


def flipped(at: Certification) -> bytes:
    good = at.signs("mother", PDF)
    return good[:-1] + bytes([good[-1] ^ 1])


def false_stamp(at: Certification) -> bytes:
    stamp = attribute(SIGNATURE_TIME_STAMP, octets(b"no time stamp"))
    return message_of(replace(_signer(at), unsigned=(stamp,))).built()


def too_large(at: Certification) -> bytes:
    return message_of(replace(_signer(at), unsigned=(attribute("1.2.3", octets(bytes(300_000))),))).built()


def revoked(at: Certification) -> bytes:
    at.revoked[key_of("mother").certificate.serial] = at.clock.now()
    return at.signs("mother", PDF)


ATTEMPTS: Mapping[str, Attempt] = {
    "malformed": lambda _at: b"no signature",
    "too_large": too_large,
    "no_signer": nobody,
    "several_signers": two,
    "other_document": another_document,
    "no_certificate": no_certificate,
    "weak_algorithm": with_key(old_key),
    "bad_attributes": attribute_twice,
    "certificate_not_named": certificate_not_named,
    "broken_signature": flipped,
    "untrusted_issuer": by("stranger"),
    "authentication_key": by("mother logging in"),
    "not_a_person": with_key(system_key),
    "organisation": by("head"),
    "other_iin": by("father"),
    "not_yet_valid": by("tomorrow"),
    "expired": by("expired"),
    "bad_time_stamp": false_stamp,
    "absurd_time": long_ago,
    "revoked": revoked,
}
"""What a parent may send, by the reason for which it is refused."""
