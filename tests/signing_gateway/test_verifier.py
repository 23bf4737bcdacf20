"""A good signature counts, whichever way it is written, and the verdict tells who signed and when."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from enrolment.signature_verdict import Pending, PendingBecause, Refused, Valid
from signing_gateway import der
from signing_gateway.algorithms import GOST_2004_ENDED, GOST_2004_SIGNATURE, GOST_2015_SIGNATURE, algorithm, verify
from signing_gateway.certificates import X509
from signing_gateway.contents import digests_when_asked
from signing_gateway.der import Malformed
from signing_gateway.der_writing import oid, sequence
from signing_gateway.purposes import ORGANISATION_KEY, Expected, Purpose, Role
from signing_gateway.verifier import Check, Evidence, verify_signature
from simulator.eds.authority import Person, new_authority
from simulator.eds.certificates import EMPLOYEE, LOGGING_IN, PERSON, PERSON_LOGGING_IN, SIGNER, SYSTEM
from simulator.eds.keys import new_gost_key
from simulator.eds.messages import sign_document
from tests.signing_gateway.stage import (
    BIN,
    CONTRACT,
    DAY,
    IIN,
    MINUTE,
    MOTHER,
    NOT_ASKED,
    NOW,
    OLD,
    both,
    outcome,
    stage,
)

STAFF = Expected(roles=frozenset({Role.HEAD, Role.SIGNER}), bin=BIN)


@both
def test_a_good_signature_is_valid_and_tells_who_signed_and_when(kind: str) -> None:
    at = stage(kind)
    found = at.judged(at.signed(), evidence=at.good())
    verdict = found.verdict
    assert isinstance(verdict, Valid)
    assert (verdict.signer.iin, verdict.signer.name) == (IIN, "АХМЕТОВА АЙГЕРІМ СЕРІКҚЫЗЫ")
    assert verdict.certificate.sha256 == at.mother.certificate.sha256
    assert verdict.times.reference == NOW
    assert [one.name for one in found.checks if one.passed] == [one.name for one in found.checks]
    assert len(found.checks) == 13


@both
@pytest.mark.parametrize("attached", [False, True])
def test_a_signature_may_carry_the_contract_and_come_as_der_base64_or_pem(kind: str, attached: bool) -> None:
    at = stage(kind)
    signature = at.signed(attached=attached)
    packed = base64.encodebytes(signature)
    for one in (signature, packed, b"-----BEGIN CMS-----\n" + packed + b"-----END CMS-----\n"):
        assert outcome(at.judged(one)) == "valid"


@both
def test_without_a_word_on_revocation_a_signature_waits(kind: str) -> None:
    at = stage(kind)
    found = at.judged(at.signed(), evidence=Evidence())
    assert found.checks[-1] == Check("revocation", None, "unknown")
    assert at.judged(at.signed()).checks[-1] == Check("revocation", None, "not asked for")
    verdict = found.verdict
    assert isinstance(verdict, Pending)
    assert (verdict.because, verdict.received_at) == (PendingBecause.REVOCATION_UNKNOWN, NOW)


@pytest.mark.rule("S2-46")
@pytest.mark.rule("E-22")
@both
def test_edge_22_the_key_for_logging_in_signs_no_contract(kind: str) -> None:
    at = stage(kind)
    signature = sign_document(at.mother_logging_in, CONTRACT, NOW)
    assert outcome(at.judged(signature)) == "authentication_key"
    for_both = at.authority.issue(Person("АХМЕТОВА", IIN), (*PERSON, *PERSON_LOGGING_IN[:1]))
    assert outcome(at.judged(sign_document(for_both, CONTRACT, NOW))) == "authentication_key"


@pytest.mark.rule("S2-21")
@pytest.mark.rule("S2-22")
@both
def test_a_check_takes_the_key_for_logging_in_and_the_one_for_signing(kind: str) -> None:
    at = stage(kind)
    check = Expected(Purpose.CHECK, iin=IIN)
    for holder in (at.mother_logging_in, at.mother):
        assert outcome(at.judged(sign_document(holder, CONTRACT, NOW), check)) == "valid"
    system = at.authority.issue(Person("ИС", None, bin=BIN), SYSTEM)
    assert outcome(at.judged(sign_document(system, CONTRACT, NOW), check)) == "not_a_person"
    neither = at.authority.issue(Person("АХМЕТОВА", IIN), PERSON_LOGGING_IN, usage=0x20)
    assert outcome(at.judged(sign_document(neither, CONTRACT, NOW), check)) == "authentication_key"


@pytest.mark.rule("S1-27")
@pytest.mark.rule("E-24")
def test_edge_24_the_key_of_the_other_parent_is_refused() -> None:
    at = stage("gost")
    father = at.authority.issue(Person("АХМЕТОВ ЕРЛАН", "830303300016"), PERSON)
    assert outcome(at.judged(sign_document(father, CONTRACT, NOW))) == "other_iin"


@pytest.mark.rule("E-25")
@pytest.mark.parametrize("purposes", [EMPLOYEE, SIGNER, (*PERSON, *EMPLOYEE)])
def test_edge_25_the_key_of_an_organisation_is_refused_for_a_parent(purposes: tuple[str, ...]) -> None:
    at = stage("gost")
    employee = at.authority.issue(Person("АХМЕТОВА АЙГЕРІМ", IIN, bin=BIN), purposes)
    assert outcome(at.judged(sign_document(employee, CONTRACT, NOW))) == "organisation"


@pytest.mark.parametrize("system", ["1.2.398.3.3.4.1.1.1", "1.2.398.3.3.4.1.2.6"])
def test_the_key_of_an_information_system_is_nobodys(system: str) -> None:
    at = stage("gost")
    holder = at.authority.issue(Person("АХМЕТОВА АЙГЕРІМ", IIN), (*PERSON, system))
    for purpose in Purpose:
        signature = sign_document(holder, CONTRACT, NOW)
        assert outcome(at.judged(signature, Expected(purpose))) == "not_a_person"


@both
def test_a_key_that_says_neither_that_it_signs_nor_that_it_logs_in_does_neither(kind: str) -> None:
    at = stage(kind)
    neither = sign_document(at.authority.issue(MOTHER, PERSON, usage=LOGGING_IN), CONTRACT, NOW)
    for purpose in Purpose:
        assert outcome(at.judged(neither, Expected(purpose))) == "authentication_key"


@pytest.mark.parametrize(
    ("holder", "purposes"),
    [(MOTHER, SIGNER), (replace(MOTHER, bin=BIN), PERSON[:1])],
    ids=["by what it is for", "by its number"],
)
def test_an_organisation_is_known_by_either(holder: Person, purposes: tuple[str, ...]) -> None:
    at = stage("gost")
    signature = sign_document(at.authority.issue(holder, purposes), CONTRACT, NOW)
    assert outcome(at.judged(signature)) == "organisation"


def test_a_signing_key_that_is_for_no_mail_is_that_of_a_system() -> None:
    at = stage("gost")
    holder = at.authority.issue(MOTHER, PERSON[1:])
    assert outcome(at.judged(sign_document(holder, CONTRACT, NOW))) == "not_a_person"


def test_a_persons_key_that_names_an_organisation_is_refused() -> None:
    at = stage("gost")
    both_kinds = at.authority.issue(MOTHER, (*PERSON, ORGANISATION_KEY))
    assert outcome(at.judged(sign_document(both_kinds, CONTRACT, NOW))) == "organisation"
    holder = at.authority.issue(Person("АХМЕТОВА АЙГЕРІМ", IIN, bin=BIN), PERSON)
    assert outcome(at.judged(sign_document(holder, CONTRACT, NOW))) == "organisation"


@pytest.mark.parametrize("iin", [None, "85010130001", "8501013000155"])
def test_a_key_without_an_iin_is_nobodys(iin: str | None) -> None:
    at = stage("gost")
    nobody = at.authority.issue(Person("АХМЕТОВА АЙГЕРІМ", iin), PERSON)
    assert outcome(at.judged(sign_document(nobody, CONTRACT, NOW), Expected())) == "not_a_person"


def test_a_key_of_neither_person_nor_organisation_is_refused() -> None:
    at = stage("gost")
    holder = at.authority.issue(Person("АХМЕТОВА АЙГЕРІМ", IIN), PERSON[:1])
    assert outcome(at.judged(sign_document(holder, CONTRACT, NOW))) == "not_a_person"


@both
def test_the_head_signs_for_the_kindergarten_with_its_bin(kind: str) -> None:
    at = stage(kind)
    signature = sign_document(at.head, CONTRACT, NOW)
    verdict = at.judged(signature, STAFF).verdict
    assert isinstance(verdict, Valid)
    assert verdict.signer.bin == BIN
    assert outcome(at.judged(signature, replace(STAFF, bin="990140000018"))) == "other_bin"


def test_whoever_has_the_right_to_sign_signs_too_and_nobody_else() -> None:
    at = stage("gost")
    someone = Person("ОМАРОВ БАУЫРЖАН", "800101300017", bin=BIN)
    for purposes, found in [(SIGNER, "valid"), (EMPLOYEE, "not_entitled"), (SYSTEM, "not_a_person")]:
        holder = at.authority.issue(someone, purposes)
        assert outcome(at.judged(sign_document(holder, CONTRACT, NOW), STAFF)) == found
    of_no_kind = at.authority.issue(someone, tuple(one for one in SIGNER if one != ORGANISATION_KEY))
    assert outcome(at.judged(sign_document(of_no_kind, CONTRACT, NOW), STAFF)) == "not_entitled"
    alone = at.authority.issue(replace(someone, bin=None), SIGNER)
    for expected in (STAFF, replace(STAFF, bin=None)):
        assert outcome(at.judged(sign_document(alone, CONTRACT, NOW), expected)) == "other_bin"
    assert outcome(at.judged(at.signed(), STAFF)) == "not_entitled"


@pytest.mark.rule("E-23")
@both
def test_edge_23_a_key_that_begins_tomorrow_is_refused_with_its_dates(kind: str) -> None:
    at = stage(kind)
    early = at.mother.certificate.valid_from - DAY / 2
    verdict = at.judged(sign_document(at.mother, CONTRACT, early), circumstances=at.circumstances(early)).verdict
    assert isinstance(verdict, Refused)
    assert verdict.because.value == "not_yet_valid"
    assert verdict.certificate is not None
    assert verdict.certificate.valid_from == at.mother.certificate.valid_from


@both
def test_a_key_whose_term_is_over_is_refused(kind: str) -> None:
    at = stage(kind)
    late = at.mother.certificate.valid_until + DAY
    signature = sign_document(at.mother, CONTRACT, late)
    assert outcome(at.judged(signature, circumstances=at.circumstances(late))) == "expired"


def test_gost_of_2004_counts_before_the_day_on_which_it_ended_and_not_after() -> None:
    at, new = stage("old"), stage("gost")
    assert at.at is OLD
    assert outcome(at.judged(at.signed(), evidence=at.good())) == "valid"
    wish = new.authority.wish(at.mother.certificate.subject)
    holder = new.authority.certify(wish, at.mother.key)
    assert outcome(new.judged(sign_document(holder, CONTRACT, NOW))) == "weak_algorithm"
    signature = sign_document(holder, CONTRACT, GOST_2004_ENDED)
    judged = [
        verify_signature(signature, digests_when_asked(CONTRACT), Expected(), NOT_ASKED, new.circumstances(when))
        for when in (GOST_2004_ENDED - MINUTE, GOST_2004_ENDED)
    ]
    assert [outcome(one) == "weak_algorithm" for one in judged] == [False, True]


def test_nothing_that_an_ended_algorithm_certifies_counts_any_more() -> None:
    old = new_authority("ҰКО ЕСКІ", lambda: new_gost_key(GOST_2004_SIGNATURE), NOW - 30 * DAY)
    wish = old.wish(*_subject_and_extensions(stage("gost").mother.certificate))
    signature = sign_document(old.certify(wish, new_gost_key()), CONTRACT, NOW)
    around = stage("gost").circumstances(None, old.holder.certificate)
    assert outcome(stage("gost").judged(signature, circumstances=around)) == "untrusted_issuer"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("1.2.398.3.10.1.1.2.2.1", "1.2.398.3.10.1.1.2.2.2"), ("1.2.398.3.10.1.1.2.2", "1.2.398.3.10.1.1.2.3")],
    ids=["another curve", "another kind of key"],
)
def test_a_gost_key_that_says_it_is_of_another_kind_has_signed_nothing(right: str, wrong: str) -> None:
    at = stage("gost")
    public = at.mother.key.public
    said = public.replace(oid(right), oid(wrong), 1)
    assert verify(der.read(public), GOST_2015_SIGNATURE, at.mother.key.sign(CONTRACT), CONTRACT)
    assert not verify(der.read(said), GOST_2015_SIGNATURE, at.mother.key.sign(CONTRACT), CONTRACT)


def test_a_certificate_says_nothing_twice_and_nothing_unheard_of_in_its_algorithms() -> None:
    at = stage("gost")
    certificate = at.mother.certificate
    name, *extensions = _subject_and_extensions(certificate)
    with pytest.raises(Malformed, match="twice"):
        at.authority.certify(at.authority.wish(name, *extensions, extensions[0]))
    with pytest.raises(Malformed, match="NULL"):
        algorithm(der.read(sequence(oid(GOST_2015_SIGNATURE), bytes.fromhex("050100"))))


def _subject_and_extensions(certificate: X509) -> list[bytes]:
    signed = der.children(der.children(der.read(certificate.der))[0])
    return [certificate.subject, *(one.raw for one in der.children(der.only(signed[-1], der.own(3))))]
