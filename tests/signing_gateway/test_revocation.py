"""Only what the issuer itself says, freshly and about this very certificate, counts; unknown is never good. E-26."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from signing_gateway import der
from signing_gateway.algorithms import GOST_2004_ENDED, GOST_2004_SIGNATURE, SHA256
from signing_gateway.der_writing import boolean, explicit, generalized_time, octets, oid, sequence, value
from signing_gateway.ocsp import NONCE, OCSP_SIGNING, Question
from signing_gateway.revocation import together, told_of_chain
from signing_gateway.revocation_lists import told_by_lists
from signing_gateway.standing import GOOD as STANDS
from signing_gateway.verifier import Evidence
from simulator.eds.authority import Authority, Person, new_authority
from simulator.eds.certificates import (
    PERSON,
    STAMPING,
    Holder,
    extended_key_usage,
    key_usage,
    person_name,
    unheard_of,
)
from simulator.eds.keys import Key, new_gost_key
from simulator.eds.revocations import GOOD, UNKNOWN, Answer, ListOf, Response, no_answer, ocsp_response, revoked
from tests.signing_gateway.stage import DAY, MINUTE, MOTHER, NOW, Stage, both, outcome, stage

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def by_ocsp(at: Stage, *responses: bytes, nonce: bytes | None = None) -> str:
    return outcome(at.judged(at.signed(), evidence=Evidence(ocsp=responses, nonce=nonce)))


def answer(at: Stage, status: bytes = GOOD, when: datetime = NOW, until: datetime | None = None) -> Answer:
    return Answer(at.mother.certificate, at.anchor, when, status, until)


@both
def test_a_good_answer_of_the_responder_or_of_the_authority_itself_counts(kind: str) -> None:
    at = stage(kind)
    for responder in (at.responder, at.authority.holder):
        assert by_ocsp(at, ocsp_response(responder, answer(at))) == "valid"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (revoked(NOW - DAY), "revoked"),
        (revoked(NOW), "revoked"),
        (revoked(NOW - DAY, 6), "revoked"),
        (revoked(NOW + DAY / 2), "valid"),
        (revoked(NEVER, 6), "pending"),
        (revoked(NEVER, 1), "revoked"),
        (explicit(1, generalized_time(NOW - DAY)), "revoked"),
        (UNKNOWN, "pending"),
        (value(0x80, b"\0"), "pending"),
    ],
    ids=[
        "revoked",
        "this moment",
        "held",
        "only later",
        "never heard of",
        "revoked in 1970",
        "for no reason",
        "unknown",
        "good and more",
    ],
)
def test_what_the_responder_says_decides(status: bytes, expected: str) -> None:
    at = stage("gost")
    assert by_ocsp(at, ocsp_response(at.responder, answer(at, status))) == expected


@pytest.mark.parametrize(
    ("age", "promised", "expected"),
    [
        (5 * MINUTE, None, "valid"),
        (6 * MINUTE, None, "pending"),
        (-5 * MINUTE, None, "valid"),
        (-6 * MINUTE, None, "pending"),
        (6 * MINUTE, DAY, "valid"),
        (6 * MINUTE, 0 * DAY, "valid"),
        (6 * MINUTE, -MINUTE, "pending"),
        (3 * MINUTE, -MINUTE, "pending"),
        (-2 * MINUTE, MINUTE, "pending"),
        (-MINUTE, MINUTE, "valid"),
        (2 * DAY, DAY, "pending"),
    ],
)
def test_an_answer_must_be_fresh(age: timedelta, promised: timedelta | None, expected: str) -> None:
    at = stage("gost")
    said = answer(at, when=NOW - age, until=None if promised is None else NOW + promised)
    assert by_ocsp(at, ocsp_response(at.responder, said)) == expected


def test_a_signature_that_waited_is_established_by_a_later_answer() -> None:
    at = stage("gost")
    later = NOW + DAY
    evidence = Evidence(ocsp=[ocsp_response(at.responder, answer(at, when=later))])
    around = at.circumstances()
    assert outcome(at.judged(at.signed(), evidence=evidence, circumstances=around)) == "pending"
    around = replace(around, now=later)
    assert outcome(at.judged(at.signed(), evidence=evidence, circumstances=around)) == "valid"


def broken(response: bytes) -> bytes:
    """The response with the time when it was made a second off, which stands in what is signed."""
    at = response.index(b"20261120100000Z") + 13
    return response[:at] + b"1" + response[at + 1 :]


def of_a_stranger(at: Stage) -> Holder:
    return stage("rsa" if at is stage("gost") else "gost").responder


@both
def test_what_is_not_the_issuers_word_about_this_certificate_says_nothing(kind: str) -> None:
    at = stage(kind)
    another = at.authority.issue(Person("АХМЕТОВА", "850101300015"), PERSON).certificate
    good = answer(at)
    for response in (
        ocsp_response(at.mother, good),
        ocsp_response(at.stamping, good),
        ocsp_response(of_a_stranger(at), good),
        ocsp_response(at.responder, Answer(another, at.anchor, NOW)),
        ocsp_response(at.responder, Answer(at.mother.certificate, another, NOW)),
        ocsp_response(at.responder, good, good),
        broken(ocsp_response(at.responder, good)),
        ocsp_response(at.responder, good) + b"\0",
        no_answer(3),
        b"\x30" + bytes(70_000),
        b"",
    ):
        assert by_ocsp(at, response) == "pending"


def test_a_responder_may_be_named_by_its_key() -> None:
    at = stage("gost")
    assert by_ocsp(at, ocsp_response(at.responder, answer(at), by_key=True)) == "valid"
    assert by_ocsp(at, ocsp_response(at.mother, answer(at), by_key=True)) == "pending"


def test_what_must_be_understood_and_is_not_says_nothing() -> None:
    at = stage("gost")
    assert by_ocsp(at, ocsp_response(at.responder, answer(at), extension=unheard_of())) == "pending"


def test_what_need_not_be_understood_harms_no_answer() -> None:
    at = stage("gost")
    harmless = sequence(oid("1.2.3.5"), octets(b""))
    number = sequence(oid(NONCE), boolean(true=True), octets(octets(b"1")))
    for extension in (harmless, number):
        assert by_ocsp(at, ocsp_response(at.responder, answer(at), extension=extension)) == "valid"


def test_the_authority_itself_need_bring_no_certificate() -> None:
    at = stage("gost")
    whole = der.children(der.read(ocsp_response(at.authority.holder, answer(at))))
    inside = der.children(der.children(whole[1], der.own(0))[0])
    *basic, _certificates = der.children(der.read(inside[1].content))
    bare = sequence(inside[0].raw, octets(sequence(*(one.raw for one in basic))))
    assert by_ocsp(at, sequence(whole[0].raw, explicit(0, bare))) == "valid"


def test_a_responder_answers_in_its_own_name() -> None:
    at = stage("gost")
    renamed = Holder(at.responder.key, replace(at.responder.certificate, subject=at.head.certificate.subject))
    assert by_ocsp(at, ocsp_response(renamed, answer(at))) == "pending"


def test_an_answer_about_a_name_hashed_in_an_unheard_of_way_says_nothing() -> None:
    at = stage("gost")
    good = ocsp_response(at.responder, answer(at))
    assert by_ocsp(at, good.replace(oid(SHA256), oid("2.16.840.1.101.3.4.2.9"), 1)) == "pending"


def test_one_response_may_speak_of_several_certificates() -> None:
    at = stage("gost")
    other = Answer(at.head.certificate, at.anchor, NOW, revoked(NOW - DAY))
    assert by_ocsp(at, ocsp_response(at.responder, other, answer(at))) == "valid"


def test_where_we_asked_with_a_number_the_answer_must_repeat_it() -> None:
    at = stage("gost")
    echoed = ocsp_response(at.responder, answer(at), nonce=b"12345678")
    assert by_ocsp(at, echoed) == "valid"
    assert by_ocsp(at, echoed, nonce=b"12345678") == "valid"
    assert by_ocsp(at, echoed, nonce=b"87654321") == "pending"
    assert by_ocsp(at, ocsp_response(at.responder, answer(at)), nonce=b"12345678") == "pending"


LATE = NOW + 6 * MINUTE
"""Later than any two clocks differ."""


def test_nothing_is_answered_in_a_time_to_come() -> None:
    at = stage("gost")
    for produced in (NOW, LATE):
        assert by_ocsp(at, Response((answer(at, when=LATE),), produced=produced).signed_by(at.responder)) == "pending"


def test_an_answer_may_be_signed_later_than_the_time_that_it_tells_of_and_not_before() -> None:
    """Who checks by hand asks for a time that has passed, and the answer may be of today."""
    at = stage("gost")
    ever = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    for produced, expected in [(NOW - 5 * MINUTE, "valid"), (LATE, "valid"), (ever, "valid"), (NOW - DAY, "pending")]:
        assert by_ocsp(at, Response((answer(at),), produced=produced).signed_by(at.responder)) == expected


def test_an_answer_about_the_same_number_of_another_authority_says_nothing() -> None:
    at = stage("gost")
    namesake = replace(at.anchor, key=at.head.certificate.key)
    renamed = replace(at.anchor, subject=at.head.certificate.subject)
    for issuer in (namesake, renamed):
        assert by_ocsp(at, ocsp_response(at.responder, Answer(at.mother.certificate, issuer, NOW))) == "pending"


def answering(by: Authority, usage: int = STAMPING, key: Key | None = None, *more: bytes) -> Holder:
    """Whom that authority has charged with answering, with a key for this use."""
    name = person_name("OCSP RESPONDER", None)
    return by.certify(by.wish(name, key_usage(usage), extended_key_usage((OCSP_SIGNING,)), *more), key)


def test_a_responder_answers_with_a_key_for_signing() -> None:
    at = stage("gost")
    assert by_ocsp(at, ocsp_response(answering(at.authority), answer(at))) == "valid"
    assert by_ocsp(at, ocsp_response(answering(at.authority, 0x20), answer(at))) == "pending"


def test_a_responder_asks_for_nothing_that_nobody_understands() -> None:
    at = stage("gost")
    asking = answering(at.authority, STAMPING, None, unheard_of())
    assert by_ocsp(at, ocsp_response(asking, answer(at))) == "pending"


def test_a_responder_with_a_new_key_keeps_its_name() -> None:
    at = stage("gost")
    before = answering(at.authority).certificate
    assert before.subject == at.responder.certificate.subject
    assert by_ocsp(at, Response((answer(at),), brings=(before,)).signed_by(at.responder)) == "valid"


def test_a_responder_brings_no_more_certificates_than_it_needs() -> None:
    at = stage("gost")
    namesakes = tuple(stage("rsa").authority.responder().certificate for _number in range(8))
    assert by_ocsp(at, Response((answer(at),), brings=namesakes[:7]).signed_by(at.responder)) == "valid"
    assert by_ocsp(at, Response((answer(at),), brings=namesakes).signed_by(at.responder)) == "pending"


def test_what_is_signed_with_gost_of_2004_says_nothing_of_a_time_after_its_end() -> None:
    at, old = stage("gost"), new_authority("ҰКО ЕСКІ", lambda: new_gost_key(GOST_2004_SIGNATURE), GOST_2004_ENDED - DAY)
    mother, issuer = old.issue(MOTHER, PERSON).certificate, old.holder.certificate
    ended = answering(at.authority, key=new_gost_key(GOST_2004_SIGNATURE))
    assert by_ocsp(at, ocsp_response(ended, answer(at))) == "pending"
    for when, counts in [(GOST_2004_ENDED - MINUTE, True), (GOST_2004_ENDED, False)]:
        question = Question(mother, issuer, when, when)
        for responder in (old.responder(), answering(old, key=new_gost_key())):
            evidence = Evidence(ocsp=[ocsp_response(responder, Answer(mother, issuer, when))])
            assert (together(told_of_chain((mother, issuer), evidence, when, when)) == STANDS) is counts
        clean = ListOf(1, when - DAY, when + DAY, {}).signed_by(old.holder)
        assert (told_by_lists([clean], question).standing == STANDS) is counts


def test_a_responder_whose_term_is_over_says_nothing() -> None:
    at = stage("gost")
    late = at.authority.since + timedelta(days=366)
    around = replace(at.circumstances(), now=late)
    for produced in (late, NOW):
        response = Response((answer(at, when=late),), produced=produced).signed_by(at.responder)
        found = at.judged(at.signed(), evidence=Evidence(ocsp=[response]), circumstances=around)
        assert outcome(found) == "pending"
