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
from signing_gateway.revocation_lists import lists_of, told_by_lists
from signing_gateway.standing import GOOD as STANDS
from signing_gateway.verifier import Evidence
from simulator.eds.authority import Authority, Person, new_authority
from simulator.eds.certificates import (
    ISSUING,
    PERSON,
    STAMPING,
    Holder,
    constraints,
    extended_key_usage,
    key_usage,
    person_name,
    unheard_of,
)
from simulator.eds.keys import Key, new_gost_key
from simulator.eds.messages import sign_document
from simulator.eds.revocations import GOOD, UNKNOWN, Answer, ListOf, Response, no_answer, ocsp_response, revoked
from tests.signing_gateway.stage import CONTRACT, DAY, MINUTE, MOTHER, NOW, Stage, both, outcome, stage

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def by_ocsp(at: Stage, *responses: bytes, nonce: bytes | None = None) -> str:
    return outcome(at.judged(at.signed(), evidence=Evidence(ocsp=responses, nonce=nonce)))


def by_lists(at: Stage, *lists: bytes) -> str:
    return outcome(at.judged(at.signed(), evidence=Evidence(lists=lists)))


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
    assert by_ocsp(at, Response((answer(at),), produced=NOW + 5 * MINUTE).signed_by(at.responder)) == "valid"
    assert by_ocsp(at, Response((answer(at),), produced=LATE).signed_by(at.responder)) == "pending"
    assert by_ocsp(at, Response((answer(at, when=LATE),), produced=NOW).signed_by(at.responder)) == "pending"


def test_an_answer_about_the_same_number_of_another_authority_says_nothing() -> None:
    at = stage("gost")
    namesake = replace(at.anchor, key=at.head.certificate.key)
    renamed = replace(at.anchor, subject=at.head.certificate.subject)
    for issuer in (namesake, renamed):
        assert by_ocsp(at, ocsp_response(at.responder, Answer(at.mother.certificate, issuer, NOW))) == "pending"


def answering(by: Authority, usage: int = STAMPING, key: Key | None = None) -> Holder:
    """Whom that authority has charged with answering, with a key for this use."""
    name = person_name("OCSP RESPONDER", None)
    return by.certify(by.wish(name, key_usage(usage), extended_key_usage((OCSP_SIGNING,))), key)


def test_a_responder_answers_with_a_key_for_signing() -> None:
    at = stage("gost")
    assert by_ocsp(at, ocsp_response(answering(at.authority), answer(at))) == "valid"
    assert by_ocsp(at, ocsp_response(answering(at.authority, 0x20), answer(at))) == "pending"


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
    response = ocsp_response(at.responder, Answer(at.mother.certificate, at.anchor, late))
    around = replace(at.circumstances(), now=late)
    found = at.judged(at.signed(), evidence=Evidence(ocsp=[response]), circumstances=around)
    assert outcome(found) == "pending"


def listed(number: int = 5, reason: int | None = None, changes_to: int | None = None, **of: Holder) -> ListOf:
    told = {of["holder"].certificate.serial: (NOW - DAY, reason)} if of else {}
    return ListOf(number, NOW - DAY, NOW + DAY, told, changes_to)


@both
def test_a_list_counts_where_there_is_no_answer(kind: str) -> None:
    at = stage(kind)
    issuer = at.authority.holder
    assert by_lists(at, listed().signed_by(issuer)) == "valid"
    assert by_lists(at, listed(holder=at.head).signed_by(issuer)) == "valid"
    assert by_lists(at, listed(holder=at.mother).signed_by(issuer)) == "revoked"
    assert by_lists(at, ListOf(None, NOW - DAY, NOW + DAY, {}).signed_by(issuer)) == "valid"


def test_what_changed_since_the_list_is_added_to_it() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    whole, named = listed(5).signed_by(issuer), listed(5, 6, holder=at.mother).signed_by(issuer)
    added = listed(7, changes_to=5, holder=at.mother).signed_by(issuer)
    removed = listed(7, 8, changes_to=5, holder=at.mother).signed_by(issuer)
    later = listed(9, changes_to=6, holder=at.mother).signed_by(issuer)
    earlier = listed(4, changes_to=3, holder=at.mother).signed_by(issuer)
    assert by_lists(at, whole, added) == "revoked"
    assert by_lists(at, named, removed) == "valid"
    assert by_lists(at, whole, later) == "valid"
    assert by_lists(at, whole, earlier) == "valid"
    assert by_lists(at, added) == "pending"


@both
def test_a_list_that_is_not_in_force_or_not_the_issuers_says_nothing(kind: str) -> None:
    at = stage(kind)
    issuer = at.authority.holder
    good = listed().signed_by(issuer)
    for one in (
        ListOf(1, NOW - 9 * DAY, NOW - DAY, {}).signed_by(issuer),
        ListOf(1, NOW + DAY, NOW + 2 * DAY, {}).signed_by(issuer),
        listed().signed_by(at.mother),
        listed().signed_by(stage("rsa" if kind == "gost" else "gost").authority.holder),
        good[:-1] + bytes([good[-1] ^ 1]),
        b"no list",
    ):
        assert by_lists(at, one) == "pending"


def test_what_is_no_list_takes_nothing_from_the_others() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    for nonsense in (b"no list", b"", b"\x30\x00", listed().signed_by(at.mother)):
        assert by_lists(at, nonsense, listed().signed_by(issuer)) == "valid"
        assert by_lists(at, listed(holder=at.mother).signed_by(issuer), nonsense) == "revoked"


def test_changes_are_added_to_the_list_that_they_are_changes_to() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    whole, without_number = listed(5).signed_by(issuer), ListOf(None, NOW - DAY, NOW + DAY, {}).signed_by(issuer)
    same, about_nobody = listed(5, changes_to=5, holder=at.mother), listed(7, changes_to=5)
    unnumbered = replace(listed(7, changes_to=5, holder=at.mother), number=None)
    assert by_lists(at, whole, same.signed_by(issuer)) == "revoked"
    assert by_lists(at, whole, about_nobody.signed_by(issuer)) == "valid"
    assert by_lists(at, listed(5, holder=at.mother).signed_by(issuer), about_nobody.signed_by(issuer)) == "revoked"
    assert by_lists(at, whole, unnumbered.signed_by(issuer)) == "valid"
    assert by_lists(at, without_number, same.signed_by(issuer)) == "valid"


def test_of_several_changes_the_last_counts_however_they_come() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    whole = listed(5).signed_by(issuer)
    for first, then, expected in [(6, 8, "valid"), (8, 6, "revoked")]:
        earlier = listed(6, first, changes_to=5, holder=at.mother).signed_by(issuer)
        later = listed(7, then, changes_to=5, holder=at.mother).signed_by(issuer)
        assert by_lists(at, whole, earlier, later) == by_lists(at, later, earlier, whole) == expected


@pytest.mark.parametrize("reason", [0, 1, 4, 6])
def test_a_reason_that_a_list_tells_revokes_no_less(reason: int) -> None:
    at = stage("gost")
    assert by_lists(at, listed(5, reason, holder=at.mother).signed_by(at.authority.holder)) == "revoked"


def test_a_list_is_in_force_from_its_first_to_its_last_moment() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    for since, until, expected in [
        (NOW - DAY, NOW, "valid"),
        (NOW - DAY, NOW - MINUTE, "pending"),
        (NOW + 5 * MINUTE, NOW + DAY, "valid"),
        (LATE, NOW + DAY, "pending"),
    ]:
        assert by_lists(at, ListOf(1, since, until, {}).signed_by(issuer)) == expected


def test_a_list_in_another_name_or_about_some_certificates_only_says_nothing() -> None:
    at = stage("gost")
    another = Holder(at.authority.holder.key, at.head.certificate)
    assert by_lists(at, listed().signed_by(another)) == "pending"
    assert by_lists(at, replace(listed(), extension=unheard_of()).signed_by(at.authority.holder)) == "pending"


def test_a_list_counts_only_from_an_authority_that_may_make_lists() -> None:
    at = stage("gost")
    for usage, expected in [(ISSUING, "valid"), (0x04, "pending")]:
        wish = at.authority.wish(person_name("ҰЛТТЫҚ ТЕСТ", None), constraints(), key_usage(usage))
        below = replace(at.authority, holder=at.authority.certify(wish))
        mother = below.issue(MOTHER, PERSON)
        evidence = Evidence(lists=[listed().signed_by(below.holder)])
        around = at.circumstances(None, below.holder.certificate)
        found = at.judged(sign_document(mother, CONTRACT, NOW), evidence=evidence, circumstances=around)
        assert outcome(found) == expected


def test_of_several_lists_those_of_the_issuers_are_kept() -> None:
    at = stage("rsa")
    own, others = listed().signed_by(at.authority.holder), listed().signed_by(stage("gost").authority.holder)
    changes = listed(7, changes_to=5).signed_by(at.authority.holder)
    assert [data for data, _list in lists_of([at.anchor], [others, b"no list", own, changes])] == [own, changes]
    assert lists_of([], [own]) == []


def test_who_does_without_asking_does_not_overlook_what_is_said() -> None:
    at = stage("rsa")
    named = listed(holder=at.mother).signed_by(at.authority.holder)
    gone = ocsp_response(at.responder, answer(at, revoked(NOW - DAY)))
    for evidence, expected in [
        (Evidence(revocation=False), "valid"),
        (Evidence(ocsp=[b"nothing"], revocation=False), "valid"),
        (Evidence(ocsp=[gone], revocation=False), "revoked"),
        (Evidence(lists=[named], revocation=False), "revoked"),
    ]:
        assert outcome(at.judged(at.signed(), evidence=evidence)) == expected


@both
def test_the_worst_that_is_said_counts(kind: str) -> None:
    at = stage(kind)
    good = ocsp_response(at.responder, answer(at))
    unknown = ocsp_response(at.responder, answer(at, UNKNOWN))
    clean = listed().signed_by(at.authority.holder)
    named = listed(holder=at.mother).signed_by(at.authority.holder)
    for responses, lists, expected in [
        ([good], [named], "revoked"),
        ([unknown], [clean], "pending"),
        ([unknown], [named], "revoked"),
        ([b""], [clean], "valid"),
        ([good, unknown], [], "pending"),
    ]:
        found = at.judged(at.signed(), evidence=Evidence(ocsp=responses, lists=lists))
        assert outcome(found) == expected
