"""A list of the issuer in force says who is revoked; where it and an answer differ, the worst counts. E-26."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signing_gateway.ocsp import Question
from signing_gateway.revocation_lists import lists_of, told_by_lists
from signing_gateway.standing import GOOD
from signing_gateway.standing import UNKNOWN as NOTHING
from signing_gateway.verifier import Evidence
from simulator.eds.certificates import (
    ISSUING,
    PERSON,
    Holder,
    constraints,
    key_usage,
    person_name,
    unheard_of,
)
from simulator.eds.messages import sign_document
from simulator.eds.revocations import UNKNOWN, ListOf, ocsp_response, revoked
from tests.signing_gateway.stage import CONTRACT, DAY, MINUTE, MOTHER, NOW, Stage, both, outcome, stage
from tests.signing_gateway.test_revocation import LATE, answer


def by_lists(at: Stage, *lists: bytes) -> str:
    return outcome(at.judged(at.signed(), evidence=Evidence(lists=lists)))


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
    earlier = listed(4, changes_to=3, holder=at.mother).signed_by(issuer)
    assert by_lists(at, whole, added) == "revoked"
    assert by_lists(at, named, removed) == "valid"
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
    assert by_lists(at, whole, same.signed_by(issuer)) == "revoked"
    assert by_lists(at, whole, about_nobody.signed_by(issuer)) == "valid"
    assert by_lists(at, listed(5, holder=at.mother).signed_by(issuer), about_nobody.signed_by(issuer)) == "revoked"
    removed = listed(7, 8, changes_to=5, holder=at.mother).signed_by(issuer)
    held = replace(listed(5, 6, holder=at.mother), number=None).signed_by(issuer)
    assert by_lists(at, without_number, removed) == "valid"
    assert by_lists(at, held, removed) == "revoked"


def test_who_is_revoked_since_the_list_is_revoked_even_if_the_changes_cannot_be_added_to_it() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    whole, unnumbered = listed(5), replace(listed(5), number=None)
    of_a_later_list = listed(9, changes_to=6, holder=at.mother)
    without_number = replace(listed(7, changes_to=5, holder=at.mother), number=None)
    for base, changes in [(whole, of_a_later_list), (whole, without_number), (unnumbered, of_a_later_list)]:
        assert by_lists(at, base.signed_by(issuer), changes.signed_by(issuer)) == "revoked"
    before = replace(without_number, since=NOW - 2 * DAY)
    assert by_lists(at, whole.signed_by(issuer), before.signed_by(issuer)) == "valid"


def test_only_a_hold_ends_and_only_in_changes() -> None:
    at = stage("gost")
    issuer = at.authority.holder
    removed = listed(7, 8, changes_to=5, holder=at.mother).signed_by(issuer)
    for reason, expected in [(6, "valid"), (1, "revoked"), (None, "revoked")]:
        assert by_lists(at, listed(5, reason, holder=at.mother).signed_by(issuer), removed) == expected
    assert by_lists(at, listed(5, 8, holder=at.mother).signed_by(issuer)) == "revoked"


def test_of_two_times_the_earlier_counts_whichever_is_told_first() -> None:
    at = stage("gost")
    mother, issuer = at.mother.certificate.serial, at.authority.holder
    for first, then in [(NOW - DAY, NOW + DAY), (NOW + DAY, NOW - DAY)]:
        whole = ListOf(5, NOW - DAY, NOW + DAY, {mother: (first, 4)}).signed_by(issuer)
        changes = ListOf(6, NOW - DAY, NOW + DAY, {mother: (then, 4)}, changes_to=5).signed_by(issuer)
        assert by_lists(at, whole, changes) == "revoked"


def test_a_list_that_names_somebody_twice_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    at = stage("gost")
    once = ListOf._entry
    both_times = [(NOW + DAY, 4), (NOW - DAY, 4)]
    monkeypatch.setattr(
        ListOf, "_entry", lambda _self, serial, *_told: b"".join(once(serial, *told) for told in both_times)
    )
    assert by_lists(at, listed(holder=at.mother).signed_by(at.authority.holder)) == "revoked"


def test_a_list_need_not_name_whose_term_was_over() -> None:
    """An authority drops certificates from its lists when they have run out: silence proves nothing then."""
    at = stage("gost")
    end = at.mother.certificate.valid_until
    for made, expected in [(end, GOOD), (end + MINUTE, NOTHING)]:
        clean = ListOf(5, made, made + DAY, {}).signed_by(at.authority.holder)
        question = Question(at.mother.certificate, at.anchor, NOW, made)
        assert told_by_lists([clean], question).standing == expected


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
