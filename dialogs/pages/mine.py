"""My children, my profile, my notifications, my questions to support. S1-65, S3-22."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.add_child import AddChild
from dialogs.apply import Apply
from dialogs.confirmations import DeleteData, DropChild
from dialogs.contract_facts import MyRequisites
from dialogs.effects import ExportMyData
from dialogs.facts import Facts
from dialogs.family_queries import Twins
from dialogs.names import phone_shown
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.pages.chats import notified_text
from dialogs.pages.family import ENTRUSTED
from dialogs.pages.family import HEADER as FAMILY
from dialogs.pages.preparation import documents_button
from dialogs.pages.twins import HEADER as PLACES_TOGETHER
from dialogs.pages.twins import together
from dialogs.people import born_text, name_text
from dialogs.profile_dialogs import ChangeMyPhone, ChangeName
from dialogs.queries import CaseCard, MyApplications, MyCase, MyCases, MyChats, MyChildren, MyNotices, MyProfile
from dialogs.questions import Open
from dialogs.requisites import HEADER as REQUISITES
from dialogs.support_dialogs import AskSupport, WriteInCase
from enrolment.profile_terms import Presence
from locales.text import Text, _, joined, n_, verbatim

NOTICES_PER_SHEET = 5
CASE_STATES: Mapping[str, Text] = {
    "open": _("waits for an answer"),
    "answered": _("answered"),
    "closed": _("closed"),
}


def children(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The children of the account."""
    cards = facts[MyChildren()]
    buttons = [
        Button(f"c-{card.id}", verbatim(card.person.first_name), Go("child", {"id": card.id}), born_text(card.person))
        for card in cards
    ]
    text = n_("You have {count} child here.", "You have {count} children here.", len(cards))
    lines = listed(buttons, Go("children", args), int(args.get("at", 0)))
    add = Button("add", _("Add a child"), Open(AddChild))
    others = Button("entrusted", ENTRUSTED, Go("entrusted"))
    return Page(
        text if cards else _("No child has been added yet."), (*lines, add, others), _("My children"), Go("menu")
    )


def child(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One child's card."""
    card = next((one for one in facts[MyChildren()] if one.id == args["id"]), None)
    if card is None:
        return Page(_("This child is no longer in your list."), up=Go("children"))
    number = _("IIN: {iin}", iin=card.iin) if card.iin else _("Document: {number}", number=card.document_number)
    active = n_("{count} application under way", "{count} applications under way", card.active)
    lines = (
        name_text(card.person),
        _("Born: {date}", date=card.birth_date),
        number,
        *([active] if card.active else []),
    )
    twins = facts[Twins(card.id)] if card.active else None
    several = twins is not None and bool(twins.linked or twins.possible)
    application = next((one.id for one in facts[MyApplications()] if one.child.id == card.id), None)
    family = Button("family", FAMILY, Go("family", {"application": application}))
    buttons = (
        Button("apply", _("Apply"), Open(Apply, given={"child": str(card.id)})),
        documents_button(card.id, Go("child", {"id": card.id})),
        *((family,) if application is not None else ()),
        *((Button("twins", PLACES_TOGETHER, Go("twins", {"child": card.id})),) if several else ()),
        Button("remove", _("Remove"), Open(DropChild, given={"child": card.id})),
    )
    with_whom = together(twins.linked if twins else ())
    return Page(joined(*lines, with_whom), buttons, verbatim(card.person.first_name), Go("children"))


def profile(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The account's own data and what can be done with them."""
    mine = facts[MyProfile()]
    if mine is None:
        return Page(_("You are not registered yet."), up=Go("menu"))
    chats = facts[MyChats()]
    lines = (
        name_text(mine.person),
        _("Born: {date}", date=born_text(mine.person)),
        _("IIN: {iin}", iin=mine.iin),
        _("Phone: {phone}", phone=phone_shown(mine.phone)),
        *([notified_text(chats)] if len(chats.cards) > 1 else []),
    )
    buttons = (
        Button("name", _("Change name"), Open(ChangeName)),
        Button("phone", _("Change phone"), Open(ChangeMyPhone)),
        *(
            [Button("requisites", REQUISITES, Go("requisites"))]
            if asks_account(facts) or any(facts[MyRequisites()].values())
            else []
        ),
        Button("chats", _("My chats"), Go("chats")),
        Button("settings", _("Language and city"), Go("settings")),
        Button("export", _("Download my data"), Do(ExportMyData())),
        Button("delete", _("Delete my data"), Open(DeleteData)),
    )
    return Page(joined(*lines), buttons, _("Profile"), Go("menu"))


def asks_account(facts: Facts) -> bool:
    """Whether contracts here ask for a bank account (X-12)."""
    return facts.profile.contract.bank_requisites is not Presence.HIDDEN


def notices(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Everything that was sent, newest first."""
    at = int(args.get("at", 0))
    sheet = facts[MyNotices(at)]
    lines = [joined(Text("{moment}", {"moment": one.at}), verbatim(one.text)) for one in sheet.notices]
    text = joined(*lines, separator="\n\n") if lines else _("There are no notifications yet.")
    older = [Button("more", _("Earlier ones"), Go("notices", {"at": at + 1}))]
    newer = [Button("newer", _("Newer ones"), Go("notices", {"at": at - 1}))]
    buttons = (older if (at + 1) * NOTICES_PER_SHEET < sheet.total else []) + (newer if at else [])
    return Page(text, tuple(buttons), _("Notifications"), Go("menu"))


def cases(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The account's questions to support."""
    buttons = [
        Button(f"s-{one.id}", _("No. {number}", number=one.number), Go("case", {"id": one.id}), CASE_STATES[one.state])
        for one in facts[MyCases()]
    ]
    text = _("Choose a question to read the answer.") if buttons else _("You have not asked anything yet.")
    lines = listed(buttons, Go("cases", args), int(args.get("at", 0)))
    ask = Button("ask", _("Write to support"), Open(AskSupport))
    return Page(text, (*lines, ask), _("My questions"), Go("help"))


def case(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One question with everything said in it."""
    card = facts[MyCase(int(args["id"]))]
    if card is None:
        return Page(_("I do not find this question."), up=Go("cases"))
    write = Button("write", _("Write more"), Open(WriteInCase, given={"case": card.id}))
    return Page(said(card), (write,), _("Question No. {number}", number=card.number), Go("cases"))


def said(card: CaseCard) -> Text:
    """The messages of a case, oldest first."""
    return joined(
        *(
            joined(
                _("You, {moment}:", moment=line.at) if line.by_parent else _("Support, {moment}:", moment=line.at),
                verbatim(line.text),
            )
            for line in card.lines
        ),
        separator="\n\n",
    )
