"""What a key is for and whom its holder stands for: signing or logging in, a person or an organisation (eds.md 1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway.certificates import DIGITAL_SIGNATURE, NON_REPUDIATION, X509
from signing_gateway.refusals import Refusal
from signing_gateway.subjects import Subject

EMAIL_PROTECTION, CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
PERSON_KEY, ORGANISATION_KEY = "1.2.398.3.3.4.1.1", "1.2.398.3.3.4.1.2"
SYSTEM_KEYS = {"1.2.398.3.3.4.1.1.1", "1.2.398.3.3.4.1.2.6"}


class Purpose(StrEnum):
    """Why a signature is asked for: to see that an EDS works, or to sign a contract."""

    CHECK = "check"
    SIGN = "sign"


class Role(StrEnum):
    """As whom somebody signs: for themselves, as the head of an organisation, or with its right to sign."""

    PERSON = "person"
    HEAD = "head"
    SIGNER = "signer"


ROLE_KEYS: Mapping[Role, str] = {
    Role.PERSON: PERSON_KEY,
    Role.HEAD: "1.2.398.3.3.4.1.2.1",
    Role.SIGNER: "1.2.398.3.3.4.1.2.2",
}


@dataclass(frozen=True)
class Expected:
    """Who has to sign and why; an IIN or BIN that is None is not compared."""

    purpose: Purpose = Purpose.SIGN
    roles: frozenset[Role] = frozenset({Role.PERSON})
    iin: str | None = field(default=None, repr=False)
    bin: str | None = None
    ess_optional: bool = False


def check_key(certificate: X509, expected: Expected) -> None:
    """The key may do what is asked of it. Raises Refusal and Malformed."""
    purposes = certificate.purposes
    if certificate.authority:
        raise Refusal(Why.NOT_A_PERSON, "the certificate of an authority")
    signs = certificate.usable_for(NON_REPUDIATION) and CLIENT_AUTHENTICATION not in purposes
    logs_in = certificate.usable_for(DIGITAL_SIGNATURE) and CLIENT_AUTHENTICATION in purposes
    if expected.purpose is Purpose.SIGN and not signs:
        raise Refusal(Why.AUTHENTICATION_KEY, "no key for signing")
    if not (signs or logs_in):
        raise Refusal(Why.AUTHENTICATION_KEY, "a key for neither signing nor logging in")
    if SYSTEM_KEYS & purposes or (signs and EMAIL_PROTECTION not in purposes):
        raise Refusal(Why.NOT_A_PERSON, "the key of an information system")


def check_role(certificate: X509, subject: Subject, expected: Expected) -> None:
    """The holder is a person, or stands for an organisation in one of the expected roles. Raises Refusal."""
    purposes = certificate.purposes
    if Role.PERSON in expected.roles and PERSON_KEY in purposes:
        if ORGANISATION_KEY in purposes or subject.bin is not None:
            raise Refusal(Why.ORGANISATION, "a person's key that names an organisation")
        if expected.bin is not None:
            raise Refusal(Why.OTHER_BIN, "a person's key names no organisation")
        return
    wanted = {ROLE_KEYS[role] for role in expected.roles - {Role.PERSON}}
    if not wanted:
        belongs = ORGANISATION_KEY in purposes or subject.bin is not None
        raise Refusal(Why.ORGANISATION if belongs else Why.NOT_A_PERSON, "not the key of a person")
    if ORGANISATION_KEY not in purposes or not wanted & purposes:
        raise Refusal(Why.NOT_ENTITLED, f"not the key of a {' or '.join(sorted(expected.roles))}")
    if subject.bin is None or expected.bin not in {None, subject.bin}:
        raise Refusal(Why.OTHER_BIN, "the key of another organisation")


def check_identity(subject: Subject, expected: Expected) -> str:
    """The IIN of the holder, which is the expected one. Raises Refusal."""
    if subject.iin is None:
        raise Refusal(Why.NOT_A_PERSON, "no IIN")
    if expected.iin not in {None, subject.iin}:
        raise Refusal(Why.OTHER_IIN, "the IIN of somebody else")
    return subject.iin
