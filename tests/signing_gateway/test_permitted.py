"""What may differ from one good signature to another, and where that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from signing_gateway import der_writing
from signing_gateway.algorithms import DIGESTS, RSA, SHA256, STREEBOG_512
from signing_gateway.attributes import SIGNING_CERTIFICATE_V2, SIGNING_TIME
from signing_gateway.contents import ContentDigests
from signing_gateway.der_writing import explicit, integer, octets, sequence, utc_time
from signing_gateway.purposes import Expected
from signing_gateway.verifier import Evidence, verify_signature
from simulator.eds.messages import attribute, sign_document
from simulator.eds.revocations import ListOf
from tests.signing_gateway.stage import CONTRACT, DAY, NOW, both, outcome, stage
from tests.signing_gateway.workshop import named_wrongly, naming_by_sha1, signed_with, with_lists_inside, workshop


@both
def test_the_workshop_makes_good_signatures_too(kind: str) -> None:
    work = workshop(kind)
    assert outcome(work.at.judged(work.good)) == "valid"
    assert outcome(work.at.judged(work.with_attributes(*work.info.attributes))) == "valid"
    assert outcome(work.at.judged(replace(work.message, content=CONTRACT).built())) == "valid"


@pytest.mark.parametrize("days", [-365, -3, 3, 30])
def test_a_computer_may_have_the_wrong_date(days: int) -> None:
    """What it claims counts for nothing, so that it may be wrong, as long as it is not absurd."""
    at = stage("rsa")
    assert outcome(at.judged(sign_document(at.mother, CONTRACT, NOW + timedelta(days=days)))) == "valid"


def test_a_document_inside_may_be_large() -> None:
    at, document = stage("rsa"), bytes(300_000)
    signature = sign_document(at.mother, document, NOW, attached=True)
    digests = ContentDigests({SHA256: DIGESTS[SHA256](document)})
    found = verify_signature(signature, digests, Expected(), Evidence(revocation=False), at.circumstances())
    assert outcome(found) == "valid"


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [(31 * DAY, "valid"), (32 * DAY, "absurd_time"), (-366 * DAY, "valid"), (-367 * DAY, "absurd_time")],
)
def test_a_claim_is_absurd_from_some_day_on(claimed: timedelta, expected: str) -> None:
    at = stage("rsa")
    assert outcome(at.judged(sign_document(at.mother, CONTRACT, NOW + claimed))) == expected


def test_a_key_is_good_from_its_first_to_its_last_second() -> None:
    at, mother = stage("rsa"), stage("rsa").mother.certificate
    second = timedelta(seconds=1)
    for when, expected in [
        (mother.valid_from, "valid"),
        (mother.valid_from - second, "not_yet_valid"),
        (mother.valid_until, "valid"),
        (mother.valid_until + second, "expired"),
    ]:
        found = at.judged(sign_document(at.mother, CONTRACT, when), circumstances=at.circumstances(when))
        assert outcome(found) == expected


def test_eight_certificates_may_come_and_no_more() -> None:
    work = workshop("rsa")
    others = [stage("gost").authority.responder().certificate.der for _number in range(8)]
    own = work.message.certificates
    for count, expected in [(7, "valid"), (8, "malformed")]:
        assert outcome(work.at.judged(replace(work.message, certificates=(*own, *others[:count])).built())) == expected


def test_lists_that_a_message_brings_itself_say_nothing() -> None:
    """Some programs put them in: they do no harm, and are not asked."""
    work = workshop("rsa")
    at = work.at
    named = ListOf(1, NOW - DAY, NOW + DAY, {at.mother.certificate.serial: (NOW - DAY, None)})
    clean = ListOf(2, NOW - DAY, NOW + DAY, {})
    for one in (named, clean):
        brought = with_lists_inside(work, one.signed_by(at.authority.holder))
        assert outcome(at.judged(brought)) == "valid"
        assert outcome(at.judged(brought, evidence=Evidence())) == "pending"


@both
def test_a_name_for_the_certificate_may_be_left_out_only_where_that_is_permitted(kind: str) -> None:
    work = workshop(kind)
    lenient = Expected(ess_optional=True)
    assert outcome(work.at.judged(work.without(SIGNING_CERTIFICATE_V2), lenient)) == "valid"
    assert outcome(work.at.judged(named_wrongly(work), lenient)) == "bad_attributes"


@both
def test_a_certificate_may_be_named_by_either_digest(kind: str) -> None:
    work = workshop(kind)
    hashed = octets(DIGESTS[STREEBOG_512](work.at.mother.certificate.der))
    named = attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(der_writing.algorithm(STREEBOG_512), hashed))))
    assert outcome(work.at.judged(work.without(SIGNING_CERTIFICATE_V2, named))) == "valid"


@both
def test_a_certificate_may_be_named_in_full(kind: str) -> None:
    work = workshop(kind)
    certificate = work.at.mother.certificate
    hashed = sequence(
        der_writing.algorithm(SHA256),
        octets(bytes.fromhex(certificate.sha256)),
        sequence(sequence(explicit(4, certificate.issuer)), integer(certificate.serial)),
    )
    named = attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(hashed)))
    assert outcome(work.at.judged(work.without(SIGNING_CERTIFICATE_V2, named))) == "valid"


@both
def test_a_certificate_may_be_named_in_the_older_way_too(kind: str) -> None:
    work = workshop(kind)
    named = naming_by_sha1(work.at.mother.certificate.der)
    assert outcome(work.at.judged(work.with_attributes(*work.info.attributes, named))) == "valid"


def test_rsa_may_be_named_without_its_digest() -> None:
    work = workshop("rsa")
    assert outcome(work.at.judged(signed_with(RSA)(work))) == "valid"


def test_time_zones_of_a_claim_do_not_matter_and_a_claim_may_be_missing() -> None:
    work = workshop("gost")
    assert outcome(work.at.judged(work.without(SIGNING_TIME))) == "valid"
    assert outcome(work.at.judged(work.without(SIGNING_TIME, attribute(SIGNING_TIME, utc_time(NOW))))) == "valid"
