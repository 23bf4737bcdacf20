"""Documents that were sent ahead of a contract, for dialog tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dialogs.inputs import Page
from dialogs.preparation_queries import Preparation, Prepared, PreparedDocuments
from dialogs.queries import ChildCard
from enrolment.profile import Profile
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import Actor
from tests.dialogs.talk import NOW, profile_called


def with_terms(profile: Profile, days: int = 10) -> Profile:
    """The profile of a city where the certificate 027 is good for so many days."""
    rows = tuple(
        replace(row, valid_days=days) if row.kind is DocumentKind.CERTIFICATE_027 else row
        for row in profile.documents.contract
    )
    return replace(profile, documents=replace(profile.documents, contract=rows))


def prepared_facts(children: tuple[ChildCard, ...]) -> Callable[[PreparedDocuments], Preparation | None]:
    """Nothing is there yet for the account's children, who stand in the sanatorium queue."""
    names = {child.id: child.person.first_name for child in children}

    def known(query: PreparedDocuments) -> Preparation | None:
        name = names.get(query.child)
        return None if name is None else Preparation(query.child, name, Actor.PARENT, (QueueType.SANATORIUM,))

    return known


DATED = with_terms(profile_called("unified"))
CERTIFICATE = Prepared(DocumentKind.BIRTH_CERTIFICATE, NOW, pages=(Page(7, "image/jpeg", 1), Page(8, "image/jpeg", 1)))
FROM_THE_DOCTOR = Prepared(
    DocumentKind.CERTIFICATE_027, NOW, False, (Page(9, "application/pdf", 3),), issued_on=date(2026, 11, 20)
)
SOME_THERE = Preparation(11, "Арман", Actor.PARENT, (QueueType.SANATORIUM,), (CERTIFICATE, FROM_THE_DOCTOR))
TO_A_DELEGATE = Preparation(
    11, "Арман", Actor.DELEGATE, documents=(Prepared(DocumentKind.BIRTH_CERTIFICATE, NOW, mine=False),)
)
