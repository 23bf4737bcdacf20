"""The paper that identifies the legal representative (C.5)."""

from __future__ import annotations

from datetime import date

import pytest

from enrolment.identifiers import document_number
from enrolment.identity_documents import (
    DOCUMENT_NAMES,
    ISSUER_NAMES,
    IdentityDetails,
    IssuedBeforeBirth,
    IssuedInFuture,
    IssuedTooEarly,
    Issuer,
    check_issue_date,
    issuers_of,
    may_have_expired,
)
from enrolment.terms import IdentityDocument

TODAY, BORN = date(2026, 11, 22), date(1991, 12, 5)
Kind = IdentityDocument


@pytest.mark.rule("S2-32")
@pytest.mark.rule("X-13")
def test_a_paper_was_issued_in_the_past_after_its_holder_was_born() -> None:
    for fine in (TODAY, date(2020, 2, 29), BORN):
        check_issue_date(Kind.FOREIGN_PASSPORT, fine, TODAY, BORN)
    with pytest.raises(IssuedInFuture):
        check_issue_date(Kind.ID_CARD, date(2026, 11, 23), TODAY, BORN)
    with pytest.raises(IssuedBeforeBirth):
        check_issue_date(Kind.ID_CARD, date(1991, 12, 4), TODAY, BORN)


def test_a_country_issues_papers_since_it_is_there() -> None:
    with pytest.raises(IssuedTooEarly):
        check_issue_date(Kind.ID_CARD, date(1991, 12, 15), TODAY)
    check_issue_date(Kind.FOREIGN_PASSPORT, date(1991, 12, 15), TODAY)


def test_an_identity_card_of_ten_years_is_asked_about() -> None:
    assert may_have_expired(Kind.ID_CARD, date(2016, 11, 22), TODAY)
    assert not may_have_expired(Kind.ID_CARD, date(2016, 11, 23), TODAY)
    assert not may_have_expired(Kind.FOREIGN_PASSPORT, date(2000, 1, 1), TODAY)


@pytest.mark.rule("S1-41")
def test_a_paper_has_the_kind_of_its_number_which_nobody_prints() -> None:
    paper = IdentityDetails(document_number(Kind.ID_CARD, "012 345 678"), Issuer.INTERNAL_AFFAIRS)
    assert (paper.kind, paper.number.looks_right, paper.issued_on) == (Kind.ID_CARD, True, None)
    assert "012345678" not in repr(paper)


def test_every_paper_and_issuer_has_its_name_and_a_foreign_one_a_written_issuer() -> None:
    assert set(DOCUMENT_NAMES) == set(Kind)
    assert set(ISSUER_NAMES) == set(Issuer)
    assert issuers_of(Kind.ID_CARD) == tuple(Issuer)
    assert issuers_of(Kind.FOREIGN_PASSPORT) == ()
