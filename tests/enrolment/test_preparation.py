"""What is to be prepared for the contract, and until when each document is good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enrolment.preparation import (
    Readiness,
    documents_of_every_queue,
    documents_shown_to,
    documents_to_prepare,
    good_until,
    readiness,
)
from enrolment.profile import known_profiles, load_profile
from enrolment.profile_sections import Requirement
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import Actor

Kind = DocumentKind
TODAY = date(2026, 11, 23)


@pytest.mark.rule("S3-55", "S3-56", "S3-57", "S3-58", "S3-59", "S3-60")
def test_the_default_profile_asks_for_the_papers_of_the_guides() -> None:
    rows = documents_to_prepare(load_profile("unified"), [QueueType.SANATORIUM])
    assert [(row.kind, row.form) for row in rows] == [
        (Kind.CHILD_PHOTO, None),
        (Kind.BIRTH_CERTIFICATE, None),
        (Kind.ID_CARD, None),
        (Kind.HEALTH_PASSPORT, "052-2/у"),
        (Kind.VACCINATION_CARD, "065/у"),
        (Kind.CERTIFICATE_027, "027/у"),
        (Kind.PMPC_CONCLUSION, None),
    ]
    assert [row.kind for row in rows if row.requirement is Requirement.OPTIONAL] == [Kind.PMPC_CONCLUSION]
    said = [row.form_to_say for row in rows if row.form_to_say]
    assert [(form.kk, form.ru) for form in said] == [("052-2/е", "052-2/у"), ("065/е", "065/у")]


@pytest.mark.rule("S2-18", "S2-36", "S2-37", "S2-38", "S2-39")
def test_the_six_step_profile_asks_for_its_own() -> None:
    rows = documents_to_prepare(load_profile("indigo_karaganda_astana"), [QueueType.GENERAL])
    assert [row.kind for row in rows] == [
        Kind.CHILD_PHOTO,
        Kind.HEALTH_PASSPORT,
        Kind.HEALTH_CERTIFICATE,
        Kind.PMPC_CONCLUSION,
    ]


@pytest.mark.parametrize("queues", [(QueueType.CORRECTIONAL, QueueType.GENERAL), tuple(QueueType)])
def test_what_one_of_several_queues_requires_is_required_and_asked_once(queues: tuple[QueueType, ...]) -> None:
    rows = documents_to_prepare(load_profile("unified"), queues)
    assert len({row.kind for row in rows}) == len(rows) == 7
    assert {row.requirement for row in rows} == {Requirement.REQUIRED}


def test_without_an_application_it_is_what_the_first_queue_asks() -> None:
    profile = load_profile("unified")
    assert documents_to_prepare(profile, ()) == documents_to_prepare(profile, [QueueType.GENERAL])


@pytest.mark.rule("E-9")
@pytest.mark.parametrize("name", known_profiles())
def test_edge_09_what_every_queue_asks_alike_tells_nothing_of_the_childs_own(name: str) -> None:
    profile = load_profile(name)
    rows = documents_of_every_queue(profile)
    assert rows
    assert Kind.PMPC_CONCLUSION not in {row.kind for row in rows}
    for queue_type in profile.queue_types:
        assert set(rows) <= set(profile.contract_documents(queue_type))
        assert documents_shown_to(Actor.DELEGATE, profile, [queue_type]) == rows
        assert documents_shown_to(Actor.PARENT, profile, [queue_type]) == documents_to_prepare(profile, [queue_type])


def test_a_document_is_good_for_so_many_days_from_its_issue() -> None:
    row = load_profile("unified").contract_documents(QueueType.GENERAL)[-2]
    assert good_until(replace(row, valid_days=10), TODAY) == date(2026, 12, 3)
    assert good_until(replace(row, valid_days=10), None) is None
    assert good_until(row, TODAY) is None


@pytest.mark.parametrize(
    ("until", "contract_on", "stands"),
    [
        (None, None, Readiness.READY),
        (None, date(2030, 1, 1), Readiness.READY),
        (TODAY, None, Readiness.READY),
        (date(2026, 11, 22), None, Readiness.ENDED),
        (date(2026, 11, 30), date(2026, 11, 30), Readiness.READY),
        (date(2026, 11, 30), date(2026, 12, 1), Readiness.ENDS_EARLY),
        (date(2026, 11, 22), date(2026, 12, 1), Readiness.ENDED),
    ],
)
def test_it_has_to_last_until_the_contract(until: date | None, contract_on: date | None, stands: Readiness) -> None:
    assert readiness(until, TODAY, contract_on) is stands
