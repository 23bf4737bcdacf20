"""The contract form as a whole, and what each profile asks of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enrolment.banks import OtherBank
from enrolment.contacts import Authority, SamePhone
from enrolment.contract_form import (
    BankDetails,
    ContractForm,
    FormProblem,
    asked_fields,
    check_form,
    fields_of,
    hidden_fields,
    missing_documents,
)
from enrolment.iban import parse_iban
from enrolment.identifiers import document_number
from enrolment.identity_documents import IdentityDetails, IssuedInFuture, Issuer
from enrolment.profile import load_profile
from enrolment.profile_terms import ContractStep, FieldRules, Presence
from enrolment.terms import DocumentKind, FormField, IdentityDocument, QueueType

UNIFIED, ALMATY_WAY = load_profile(), load_profile("smart_nation_almaty")
INDIGO = load_profile("indigo_karaganda_astana")
TODAY = date(2026, 11, 22)
Field, Step = FormField, ContractStep
HOME = "Алматы, Абай даңғылы, 1 үй"
PAPER = IdentityDetails(
    document_number(IdentityDocument.ID_CARD, "012345678"), Issuer.INTERNAL_AFFAIRS, date(2020, 1, 15)
)
ACCOUNT = BankDetails("CASPKZKA", parse_iban("KZ257220000000000001"))
WHOLE = ContractForm(
    authority=Authority.PARENT,
    registered_address=HOME,
    residential_address=HOME,
    phone_primary="+77010000001",
    paper=PAPER,
    bank=ACCOUNT,
)


@pytest.mark.rule("S2-52")
@pytest.mark.parametrize("profile", [UNIFIED, INDIGO, ALMATY_WAY], ids=lambda profile: str(profile.code))
def test_a_whole_form_has_no_problem_in_any_city(profile: object) -> None:
    assert isinstance(profile, type(UNIFIED))
    assert check_form(WHOLE, profile, TODAY) == ()


@pytest.mark.rule("S2-27")
@pytest.mark.rule("S2-33")
def test_an_empty_form_names_what_is_missing_in_the_order_of_the_profile() -> None:
    missing = [problem.field for problem in check_form(ContractForm(), UNIFIED, TODAY)]
    assert missing == [
        *(Field.AUTHORITY, Field.REGISTERED_ADDRESS, Field.RESIDENTIAL_ADDRESS, Field.PHONE_PRIMARY),
        *(Field.ID_TYPE, Field.ID_NUMBER, Field.ID_ISSUE_DATE, Field.ID_ISSUER, Field.BANK, Field.IBAN),
    ]


@pytest.mark.rule("S1-30")
@pytest.mark.rule("X-12")
def test_almaty_asks_its_own_set_in_its_own_order_on_one_page() -> None:
    own = (
        *(Field.ID_TYPE, Field.ID_NUMBER, Field.RESIDENTIAL_ADDRESS),
        *(Field.PHONE_PRIMARY, Field.WORKPLACE, Field.JOB_TITLE, Field.BIRTH_CERTIFICATE_NUMBER),
    )
    assert fields_of(Step.REPRESENTATIVE, ALMATY_WAY) == own == tuple(asked_fields(ALMATY_WAY))
    assert fields_of(Step.REQUISITES, ALMATY_WAY) == ()
    missing = [problem.field for problem in check_form(ContractForm(), ALMATY_WAY, TODAY)]
    assert missing == [Field.ID_TYPE, Field.ID_NUMBER, Field.RESIDENTIAL_ADDRESS, Field.PHONE_PRIMARY]


@pytest.mark.rule("S2-32")
def test_elsewhere_paper_and_bank_have_a_page_of_their_own() -> None:
    for profile in (UNIFIED, INDIGO):
        assert fields_of(Step.REQUISITES, profile) == (
            *(Field.ID_TYPE, Field.ID_NUMBER, Field.ID_ISSUE_DATE, Field.ID_ISSUER),
            *(Field.BANK, Field.IBAN, Field.BANK_BRANCH),
        )
        assert Field.AUTHORITY in fields_of(Step.REPRESENTATIVE, profile)
        assert set(fields_of(Step.REPRESENTATIVE, profile)) | set(fields_of(Step.REQUISITES, profile)) == set(
            asked_fields(profile)
        )


@pytest.mark.rule("X-11")
def test_a_city_may_leave_the_account_to_the_parent() -> None:
    free = replace(UNIFIED, contract=replace(UNIFIED.contract, bank_requisites=Presence.OPTIONAL))
    assert check_form(replace(WHOLE, bank=None), free, TODAY) == ()
    wanted = [problem.field for problem in check_form(replace(WHOLE, bank=None), UNIFIED, TODAY)]
    assert wanted == [Field.BANK, Field.IBAN]


@pytest.mark.rule("X-13")
def test_the_issue_date_is_asked_and_lies_in_the_past() -> None:
    undated = replace(WHOLE, paper=replace(PAPER, issued_on=None))
    assert check_form(undated, UNIFIED, TODAY) == (FormProblem(Field.ID_ISSUE_DATE),)
    assert check_form(undated, ALMATY_WAY, TODAY) == ()
    (problem,) = check_form(WHOLE, UNIFIED, date(2020, 1, 14))
    assert problem.field is Field.ID_ISSUE_DATE and isinstance(problem.because, IssuedInFuture)


@pytest.mark.rule("E-29")
def test_edge_29_bank_and_account_belong_together() -> None:
    (problem,) = check_form(replace(WHOLE, bank=replace(ACCOUNT, bic="HSBKKZKX")), UNIFIED, TODAY)
    assert problem.field is Field.IBAN and isinstance(problem.because, OtherBank)


@pytest.mark.rule("S2-29")
def test_the_second_phone_is_not_the_first_one_again() -> None:
    (problem,) = check_form(replace(WHOLE, phone_secondary=WHOLE.phone_primary), UNIFIED, TODAY)
    assert problem.field is Field.PHONE_SECONDARY and isinstance(problem.because, SamePhone)
    assert check_form(replace(WHOLE, phone_secondary="+77020000002"), UNIFIED, TODAY) == ()


def test_problems_come_in_the_order_in_which_the_profile_asks() -> None:
    form = replace(WHOLE, bank=None, authority=None, phone_secondary=WHOLE.phone_primary)
    found = [problem.field for problem in check_form(form, UNIFIED, TODAY)]
    assert found == [Field.AUTHORITY, Field.PHONE_SECONDARY, Field.BANK, Field.IBAN]


def test_a_form_does_not_print_what_is_nobodys_business() -> None:
    printed = repr(WHOLE)
    assert not any(secret in printed for secret in ("012345678", "KZ257220000000000001", "Абай", "7010000001"))


@pytest.mark.rule("S2-36")
@pytest.mark.rule("S2-39")
def test_a_contract_waits_for_the_documents_that_the_profile_requires() -> None:
    photo = frozenset({DocumentKind.CHILD_PHOTO})
    missing = missing_documents(INDIGO, QueueType.GENERAL, photo)
    assert missing == (DocumentKind.HEALTH_PASSPORT, DocumentKind.HEALTH_CERTIFICATE)
    assert missing_documents(INDIGO, QueueType.GENERAL, photo | set(missing)) == ()
    assert DocumentKind.PMPC_CONCLUSION in missing_documents(INDIGO, QueueType.CORRECTIONAL, photo)


def test_what_belongs_to_a_workplace_or_a_bank_is_hidden_without_it_unless_the_city_wants_it() -> None:
    of_the_bank = {Field.IBAN, Field.BANK_BRANCH}
    assert hidden_fields({}, UNIFIED) == {Field.JOB_TITLE, *of_the_bank}
    assert hidden_fields({"workplace": "Мектеп", "bank": "CASPKZKA"}, UNIFIED) == frozenset()
    asked = (Field.ID_TYPE, Field.ID_NUMBER, Field.JOB_TITLE)
    fields = tuple(FieldRules(one, Presence.REQUIRED) for one in asked)
    required = replace(UNIFIED, contract=replace(UNIFIED.contract, fields=fields))
    assert hidden_fields({}, required) == of_the_bank
