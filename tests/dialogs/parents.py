"""A family and a city for dialog tests: synthetic people, canned facts, outcomes as the handlers give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.add_child import AddChild as AddChildDialog
from dialogs.contract_facts import MyRequisites
from dialogs.contract_queries import ContractText, FillContract, MyContract, MyContracts
from dialogs.effects import (
    AddChild,
    ChangePrivilege,
    ChangeWishes,
    CheckCode,
    ChooseNotified,
    DisconnectChat,
    Effect,
    ExportMyData,
    IssueLinkCode,
    LinkByCode,
    LookUpChild,
    LookUpPerson,
    MergeAccounts,
    OpenCase,
    Person,
    Recover,
    Register,
    SubmitApplication,
)
from dialogs.facts import Able, Chat, Me
from dialogs.family_effects import AnswerJoining, EndTie, InviteMember, JoinFamily, LinkChildren, UnlinkChild
from dialogs.found_account import FoundAccount
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.parent_engine import parent_engine
from dialogs.picture_effects import SendPicture
from dialogs.place_queries import PlaceMove, PlaceMoves
from dialogs.preparation_effects import DropPrepared, PrepareDocument, ShowPrepared
from dialogs.preparation_queries import PreparedDocuments
from dialogs.protocol_queries import ProtocolSheet, PublicProtocol, Runs, RunSheet
from dialogs.queries import (
    ApplicationCard,
    CaseCard,
    CaseLine,
    ChatCard,
    Chats,
    ChildCard,
    Happening,
    History,
    MyApplication,
    MyApplications,
    MyCase,
    MyCases,
    MyChats,
    MyChildren,
    MyNotices,
    MyProfile,
    Notice,
    Notices,
    Place,
    Preschool,
    PreschoolCard,
    Preschools,
    Profile,
    Wished,
)
from dialogs.questions import Open
from dialogs.requisites import ChangeMyDocument, ChangeMyRequisites, DropMyRequisites
from dialogs.voucher_queries import MyVoucher, MyVouchers, VoucherCard, VoucherHistory
from enrolment.terms import Name, QueueType
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.catalogue import catalogue_facts
from tests.dialogs.enrolments import parent_facts
from tests.dialogs.families import family_facts
from tests.dialogs.opinions import SAID_OUTCOMES, said_facts
from tests.dialogs.preparations import prepared_facts
from tests.dialogs.staff.giving_out import CATEGORIES, RUN
from tests.dialogs.staff.giving_out import NAMELESS as TURNS
from tests.dialogs.talk import NOW, Talk

ENGINE = parent_engine()
PARENT_IIN = "911205400003"
CHILD_IIN = "220315500104"
FOUND = {
    "phone": "+77010000001",
    "iin": PARENT_IIN,
    "proved_at": "2026-11-23T10:00:00+05:00",
    "chats": "WhatsApp +7 701 ••• •• 01",
    "person": None,
}
MOTHER = Person("Серікова", "Әлия", "", dt.date(1991, 12, 5), "female")
BOY = Person("Серіков", "Арман", "", dt.date(2022, 3, 15), "male")
ARMAN = ChildCard(11, BOY, dt.date(2022, 3, 15), CHILD_IIN, None, "registry")
GUEST = Me(1, Locale.EN, "almaty")
STRANGER = Me(1)
NUMBERED = Chat("+77010000001", shares_contact=False, deletes=False, others=("Telegram",))
NAMELESS = Chat(shares_contact=False, deletes=False, others=("Telegram",))
FIRST_CHAT = ChatCard(41, "Telegram", None, NOW, here=True)
SECOND_CHAT = ChatCard(42, "WhatsApp", "+7 701 ••• •• 01", NOW)
ONE_CHAT, TWO_CHATS = Chats((FIRST_CHAT,)), Chats((FIRST_CHAT, SECOND_CHAT))


def preschool(number: int, queues: tuple[str, ...] = ("general", "sanatorium", "correctional")) -> PreschoolCard:
    """The number-th kindergarten."""
    name = Name(f"№ {number} балабақша", f"Детский сад № {number}", f"Kindergarten {number}")
    street = Name(f"Абай даңғылы, {number}", f"пр. Абая, {number}", f"{number} Abai Ave")
    return PreschoolCard(
        f"{number:012}", name, street, "almaty", "state", ("kk", "ru"), queues, 2, 6, 20, 3, "both", 15000
    )


def application(state: str = "queued", **changes: Any) -> ApplicationCard:
    """An application of Arman to the sanatorium queue."""
    values: dict[str, Any] = {
        "id": 21,
        "number": "S-2026-000001",
        "queue": QueueType.SANATORIUM,
        "state": state,
        "child": ARMAN,
        "locality": "almaty",
        "preschools": (Wished(preschool(1).bin, preschool(1).name),),
        "language": "kk",
        "submitted_at": NOW,
        "category": 2,
        "rehabilitation": "tb_contact",
        "place": Place(13, ((1, 3), (2, 9))) if state == "queued" else None,
    }
    return ApplicationCard(**(values | changes))


def facts(
    children: tuple[ChildCard, ...] = (ARMAN,),
    applications: tuple[ApplicationCard, ...] = (),
    count: int = 3,
    vouchers: tuple[VoucherCard, ...] = (),
) -> dict[Any, Any]:
    """What the handlers would answer."""
    cards = tuple(preschool(number) for number in range(1, count + 1))
    case = CaseCard(31, "0001", "question", "answered", NOW, (CaseLine(NOW, True, "?"), CaseLine(NOW, False, "!")))
    return {
        MyChildren: children,
        MyApplications: applications,
        MyApplication: lambda query: next((card for card in applications if card.id == query.id), None),
        History: (Happening(NOW, None, "docs_pending"), Happening(NOW, "docs_pending", "queued")),
        PlaceMoves: (
            PlaceMove(dt.date(2026, 11, 22), 13, 16),
            PlaceMove(dt.date(2026, 11, 10), 16, 15),
            PlaceMove(dt.date(2026, 11, 9), 15),
        ),
        Preschools: cards,
        Preschool: lambda query: next((card for card in cards if card.bin == query.bin), None),
        MyRequisites: {},
        MyProfile: Profile(MOTHER, "+77010000001", PARENT_IIN, "registry", NOW),
        MyChats: ONE_CHAT,
        MyNotices: Notices((Notice(NOW, "News"),), 1),
        MyCases: (case,),
        MyCase: case,
        Runs: RunSheet((RUN,), more=False),
        PublicProtocol: ProtocolSheet(RUN, TURNS, more=False, categories=CATEGORIES),
        **parent_facts(cards),
        **catalogue_facts(cards),
        MyVouchers: vouchers,
        MyVoucher: lambda query: next((card for card in vouchers if card.id == query.id), None),
        **family_facts(children),
        **said_facts(),
        MyContracts: (),
        **dict.fromkeys((MyContract, FillContract, ContractText)),
        PreparedDocuments: prepared_facts(children),
        VoucherHistory: (Happening(NOW, None, "issued"),),
    }


def finished(word: str, **end: Any) -> Fine:
    """An outcome that says something."""
    return Fine(Finish(notes=(Message(verbatim(word)),), **end))


def check_code(effect: CheckCode) -> Fine | Refused:
    """Only 123456 is right."""
    return Fine() if effect.code == "123456" else Refused(verbatim("Wrong code, 4 tries left."))


OUTCOMES: Mapping[type[Effect], Any] = {
    LookUpPerson: Fine({"token": 5}),
    LookUpChild: Fine({"token": 5}),
    CheckCode: check_code,
    Register: finished("You are registered.", then=Open(AddChildDialog)),
    Recover: Fine(Finish(then=Open(FoundAccount, given=FOUND))),
    MergeAccounts: finished("Your two accounts are one now.", then=Go("menu")),
    IssueLinkCode: finished("Your code: AC2E-K4MT", then=Go("chats")),
    LinkByCode: finished("I have asked in your other chat.", then=Go("menu")),
    DisconnectChat: finished("Disconnected.", then=Go("chats")),
    ChooseNotified: Fine(Finish(then=Go("chats"))),
    AddChild: finished("Added.", result="11"),
    ChangeWishes: finished("Saved.", then=Go("application", {"id": 21})),
    ChangePrivilege: finished("Sent.", then=Go("application", {"id": 21})),
    SubmitApplication: finished("Accepted. Number: S-2026-000001.", then=Go("applications")),
    OpenCase: finished("Your question has No. 0002."),
    InviteMember: finished("The code: AC2E-K4MT", then=Go("family", {"application": 21})),
    JoinFamily: finished("I have asked the parent.", then=Go("entrusted")),
    AnswerJoining: finished("Let in."),
    EndTie: finished("Done.", then=Go("menu")),
    LinkChildren: finished("Done.", then=Go("twins", {"child": 11})),
    UnlinkChild: finished("Done.", then=Go("twins", {"child": 11})),
    ChangeMyRequisites: Fine(Finish(then=Go("requisites"), remark=verbatim("Kept."))),
    ChangeMyDocument: Fine(Finish(then=Go("requisites"), remark=verbatim("Kept."))),
    DropMyRequisites: Fine(Finish(then=Go("requisites"), remark=verbatim("Deleted."))),
    ExportMyData: finished("Here is your data."),
    PrepareDocument: Fine(Finish(then=Go("preparing", {"child": 11}), remark=verbatim("Kept."))),
    ShowPrepared: finished("Here it is.", then=Go("preparing", {"child": 11})),
    DropPrepared: Fine(Finish(then=Go("preparing", {"child": 11}), remark=verbatim("Deleted."))),
    SendPicture: Fine(Finish(remark=verbatim("The picture comes."))),
    **SAID_OUTCOMES,
}


def parent(
    me: Me | None = None,
    *,
    children: tuple[ChildCard, ...] = (ARMAN,),
    applications: tuple[ApplicationCard, ...] = (),
    able: Able | None = None,
    count: int = 3,
) -> Talk:
    """A registered parent in Almaty at the menu, unless told otherwise."""
    talk = Talk(ENGINE, facts=facts(children, applications, count), outcomes=dict(OUTCOMES))
    talk.me = me or talk.me
    talk.able = able or talk.able
    return talk


def guest(able: Able | None = None, chat: Chat | None = None) -> Talk:
    """Somebody with a language and a city but no account, at the menu."""
    return parent(replace(GUEST, chat=chat or GUEST.chat), able=able).starts()


PERSON_FOUND = {
    "status": "found",
    "last_name": "Серікова",
    "first_name": "Әлия",
    "middle_name": "",
    "birth_date": "1991-12-05",
    "sex": "female",
}
CHILD_FOUND = PERSON_FOUND | {"last_name": "Серіков", "first_name": "Арман", "birth_date": "2022-03-15", "sex": "male"}
