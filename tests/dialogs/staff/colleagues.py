"""Members of staff, applications and cases for dialog tests: canned facts, outcomes as the handlers give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.contract_queries import ContractSheet, ContractsToCheck, OwnContract, SignedContracts, StaffContract
from dialogs.effects import (
    AnswerCase,
    ConfirmReview,
    Effect,
    FindApplication,
    NameStaff,
    Person,
    ReadCatalogue,
    RejectReview,
    ShowDocuments,
)
from dialogs.facts import Me
from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.queries import (
    ApplicationCard,
    CaseCard,
    CaseLine,
    CatalogueSize,
    ChildCard,
    Member,
    MyReviewCounts,
    MyReviews,
    MyStaff,
    OpenCases,
    Preschool,
    Review,
    ReviewCard,
    ReviewCounts,
    ReviewSheet,
    StaffCase,
    StaffMembers,
    WaitingReviews,
)
from dialogs.staff.case_queries import CaseLog, FindLog, SendLog
from dialogs.staff.engine import staff_engine
from dialogs.staff.member_queries import Appoint, EndMembership, InviteColleague, OpenWork, WorkOf
from dialogs.staff.model_form import FormEdition, FormEditions, SendFormTexts, WithdrawForm
from dialogs.staff.model_form_publishing import FormPublishedLast, PublishNewForm, ReadNewForm, ShowNewForm
from dialogs.staff.preschool_groups import DeclareFree
from enrolment.terms import QueueType, Role
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.enrolments import asked, staff_facts
from tests.dialogs.opinions import STAFF_SAID_OUTCOMES, staff_said_facts
from tests.dialogs.staff import giving_out
from tests.dialogs.talk import NOW, Talk

ENGINE = staff_engine()
DOCTOR = Member(5, Role.PHTHISIATRICIAN, "almaty", None, "Ахметова Дана")
OTHER_DOCTOR = Member(6, Role.PHTHISIATRICIAN, "almaty", None, "Сулейменов Ерлан")
CLERK = Member(7, Role.EDUCATION_DEPARTMENT, "almaty", None, "Петрова Анна")
LAWYER = Member(10, Role.EDUCATION_DEPARTMENT, None, None, "Жұмабаева Лаура")
ADMIN = Member(8, Role.ADMIN, None, None, "Ким Виктор")
TEACHER = Member(9, Role.PRESCHOOL_EMPLOYEE, "almaty", "000000000001", "Омарова Сауле")
BOY = ChildCard(11, Person("", "Арман", "", dt.date(2023, 3, 15), "male"), dt.date(2023, 3, 15), None, None, "none")
EDITIONS = (
    FormEdition(dt.date(2026, 1, 1), "3f0a92c17be4"),
    FormEdition(dt.date(2027, 3, 1), "a81c5d02e9f7", 21, LAWYER, NOW, last=True),
)
SINCE = NOW - dt.timedelta(minutes=48)
CASE = CaseCard(31, "H-2026-000007", "question", "open", SINCE, (CaseLine(SINCE, True, "When is our turn?"),))


def application(**changes: Any) -> ApplicationCard:
    """An application to the sanatorium queue that waits for a doctor."""
    one = ApplicationCard(
        id=21,
        number="S-2026-000045",
        queue=QueueType.SANATORIUM,
        state="docs_pending",
        child=BOY,
        locality="almaty",
        preschools=(),
        language="kk",
        submitted_at=SINCE,
        category=3,
        rehabilitation="tb_contact",
        pages=2,
    )
    return replace(one, **changes)


def waiting(**changes: Any) -> ReviewCard:
    """Its review, which nobody has taken."""
    one = ReviewCard(application(), SINCE, NOW + dt.timedelta(days=7), 5, decides=True)
    return replace(one, **changes)


def taken(by: Member = OTHER_DOCTOR, **changes: Any) -> ReviewCard:
    """The same, taken ten minutes ago."""
    return waiting(by=by, taken_at=NOW - dt.timedelta(minutes=10), taken_by_me=by is DOCTOR, **changes)


def facts(member: Member | None, card: ReviewCard | None = None, **more: Any) -> dict[Any, Any]:
    """What the handlers would answer this member."""
    cards = (card,) if card else ()
    return {
        MyStaff: member,
        MyReviewCounts: ReviewCounts(more.get("total", len(cards)), 0),
        WaitingReviews: ReviewSheet(cards, more.get("total", len(cards))),
        MyReviews: ReviewSheet((), 0),
        Review: lambda query: card if card and query.application == card.application.id else None,
        OpenCases: more.get("cases", (CASE,)),
        StaffCase: lambda query: CASE if query.id == CASE.id else None,
        StaffMembers: (DOCTOR, OTHER_DOCTOR, ADMIN),
        CaseLog: more.get("log"),
        WorkOf: more.get("work", lambda query: open_work(query.member)),
        **staff_said_facts(),
        FormEditions: EDITIONS,
        FormPublishedLast: EDITIONS[-1].since,
        CatalogueSize: 12,
        Preschool: None,
        **staff_facts(asked()),
        **dict.fromkeys((ContractsToCheck, SignedContracts), ContractSheet()),
        StaffContract: None,
        OwnContract: False,
        **giving_out.facts(),
    }


def open_work(member: int, **changes: Any) -> OpenWork:
    """What is open with that member: nothing, unless told otherwise."""
    everybody = {one.id: one for one in (DOCTOR, OTHER_DOCTOR, CLERK, ADMIN, TEACHER)}
    return replace(OpenWork(everybody.get(member, DOCTOR), colleagues=(OTHER_DOCTOR,)), **changes)


def read(added: int = 1, changed: int = 0, closed: int = 1) -> dict[str, Any]:
    """What comes back about a catalogue file that is in order."""
    counts = {"added": added, "changed": changed, "closed": closed}
    named = {what: {"count": n, "names": names(what, min(n, 10))} for what, n in counts.items()}
    return {"status": "read", "kept": 90, **named}


def compared(**changes: Any) -> dict[str, Any]:
    """What comes back about texts of the model form that are in order."""
    section = ["Төлем мөлшері", "Размер оплаты", "Размер оплаты"]
    files = [
        {"name": "05-payment.txt", "section": section, "changed": 2, "new": 1, "gone": 0},
        {"name": "30-new.txt", "section": None, "changed": 0, "new": 4, "gone": 0},
    ]
    return {"status": "read", "kept": 90, "pages": 24, "files": files, "unsigned": 34, **changes}


def shown(effect: ShowNewForm) -> Fine | Refused:
    """The draft and the changes as files, or what is wrong."""
    if effect.status != "read":
        return Refused(verbatim("; ".join(effect.lines) or "Nothing to publish."), at="files")
    return Fine()


def names(what: str, count: int) -> list[list[str]]:
    """Kindergartens by number."""
    return [[f"{what} {n} kk", f"{what} {n}"] for n in range(1, count + 1)]


def finished(words: str, then: str, **args: Any) -> Fine:
    """An outcome that says something and goes to a page."""
    return Fine(Finish(notes=(Message(verbatim(words)),), then=Go(then, args)))


PAGE_ONE = FileOut("1.jpg", "image/jpeg", stored=7)
LOG_FILE = FileOut("log.txt", "text/plain", content="x")
OUTCOMES: Mapping[type[Effect], Any] = {
    NameStaff: finished("Thank you.", "menu"),
    ConfirmReview: finished("Confirmed.", "reviews"),
    RejectReview: finished("Rejected.", "reviews"),
    ShowDocuments: Fine(Finish(notes=(Message(verbatim("Documents."), files=(PAGE_ONE,)),))),
    FindApplication: lambda effect: Fine(Finish(then=Go("review", {"id": 21}))),
    ReadCatalogue: Fine({"token": 5}),
    ReadNewForm: Fine({"token": 5}),
    ShowNewForm: shown,
    PublishNewForm: finished("Published.", "model_form"),
    WithdrawForm: finished("Withdrawn.", "model_form"),
    SendFormTexts: finished("The texts.", "model_form"),
    AnswerCase: finished("Sent.", "cases"),
    EndMembership: finished("Ended.", "staff"),
    FindLog: Fine(Finish(then=Go("case_log", {"id": 21}))),
    SendLog: Fine(
        Finish(notes=(Message(verbatim("The log."), files=(FileOut("log.txt", "text/plain", content="x"),)),))
    ),
    Appoint: finished("Changed.", "staff"),
    InviteColleague: finished("Invite code: ABC", "staff"),
    DeclareFree: finished("Written down.", "my_group", id=61),
    **STAFF_SAID_OUTCOMES,
    **giving_out.OUTCOMES,
}


def staff(member: Member | None, card: ReviewCard | None = None, **more: Any) -> Talk:
    """Somebody in the staff chat who has chosen a language."""
    outcomes = {**OUTCOMES, **more.pop("outcomes", {})}
    return Talk(ENGINE, Me(1, Locale.EN), facts(member, card, **more), outcomes)
