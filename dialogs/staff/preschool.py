"""Pages of a kindergarten: its requests, the question before a contract is sent, its groups and places. E2, E3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.enrol_effects import DeclareOwnChild, SendContract
from dialogs.enrol_queries import (
    AnsweredRequests,
    PreschoolRequest,
    RequestSheet,
    StaffRequest,
    WaitingRequests,
)
from dialogs.facts import Facts
from dialogs.page import PER_PAGE, Button, Do, Go, Page, turners
from dialogs.queries import Member
from dialogs.questions import Open
from dialogs.staff.contract_decisions import PaperContract
from dialogs.staff.guard import for_staff
from dialogs.staff.preschool_decisions import Refuse
from dialogs.staff.preschool_queries import OwnFamily
from dialogs.staff.preschool_words import NOT_YOUR_REQUEST, OWN_FAMILY, request_text
from dialogs.staff.words import when
from enrolment.enrolment_request_states import ContractChannel
from enrolment.profile_terms import ContractStarter
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def requests(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What waits for an answer, the longest waiting first."""
    at = int(args.get("at", 0))
    sheet = facts[WaitingRequests(at)]
    return _list(facts, Go("requests", {"at": at}), sheet, waiting_text(sheet.total))


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def answered(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """To whom the contract was sent."""
    at = int(args.get("at", 0))
    sheet = facts[AnsweredRequests(at)]
    text = n_("The contract is sent to {count} family.", "The contract is sent to {count} families.", sheet.total)
    none = _("No contract is on its way.")
    return _list(facts, Go("answered", {"at": at}), sheet, text if sheet.total else none)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def request(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One request, with what can be done about it."""
    card = facts[StaffRequest(int(args["id"]))]
    if card is None:
        own = facts[OwnFamily(int(args["id"]))]
        return Page(OWN_FAMILY if own else NOT_YOUR_REQUEST, up=Go("requests"))
    return Page(request_text(card, facts.profile, facts.now), _buttons(card, facts), up=Go("requests"))


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def send_contract(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before the child is taken."""
    card = facts[StaffRequest(int(args["id"]))]
    if card is None or not card.undecided:
        return request(facts, args)
    text = joined(
        _("Take the child of request {number} and send the contract?", number=card.number),
        _("The parent is told, and the term to sign begins. This cannot be undone."),
        _("By sending it you declare that the child is no relative of yours."),
    )
    back = Go("request", {"id": card.id})
    yes = Button("yes", _("Send the contract"), Do(SendContract(card.id)))
    return Page(text, (yes, Button("no", _("Not yet"), back)), up=back)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def own_child(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before an employee steps back for good."""
    card = facts[StaffRequest(int(args["id"]))]
    if card is None or not card.undecided:
        return request(facts, args)
    text = _(
        "Is the child of request {number} a relative of yours? Then another employee answers, and the card closes "
        "for you.",
        number=card.number,
    )
    back = Go("request", {"id": card.id})
    yes = Button("yes", _("Yes, a relative"), Do(DeclareOwnChild(card.id)))
    return Page(text, (yes, Button("no", _("No"), back)), up=back)


def waiting_text(count: int) -> Text:
    """How many requests wait for an answer."""
    if not count:
        return _("No request waits for an answer.")
    return n_("{count} request waits for an answer.", "{count} requests wait for an answer.", count)


def _list(facts: Facts, here: Go, sheet: RequestSheet, text: Text) -> Page:
    at = int(here.args["at"])
    buttons = [
        Button(
            f"r{card.id}",
            verbatim(card.number),
            Go("request", {"id": card.id}),
            _("since {when}", when=when(card.sent_at, facts.now)),
        )
        for card in sheet.cards
    ]
    turns = turners(here, at, more=(at + 1) * PER_PAGE < sheet.total)
    return Page(joined(text, _of_own_family(sheet.own)), (*buttons, *turns), up=MENU)


def _of_own_family(count: int) -> Text:
    """Why the list is shorter than what waits (edge 45)."""
    if not count:
        return Text("")
    return n_(
        "{count} request is of your own family: another employee answers it.",
        "{count} requests are of your own family: another employee answers them.",
        count,
    )


def _buttons(card: PreschoolRequest, facts: Facts) -> tuple[Button, ...]:
    """What can be answered; a contract is sent only where kindergartens begin contracts (S2-15)."""
    if not card.undecided:
        return ()
    sends = facts.profile.contract.starter is ContractStarter.PRESCHOOL
    send = Button("contract", _("Send the contract"), Go("send_contract", {"id": card.id}))
    paper = Button("paper", _("Signed on paper"), Open(PaperContract, given={"request": card.id}))
    return (
        *((send,) if sends and card.channel is not ContractChannel.PAPER else ()),
        *((paper,) if card.channel is not ContractChannel.ELECTRONIC else ()),
        Button("refuse", _("Refuse"), Open(Refuse, given={"request": card.id})),
        Button("relative", _("A relative"), Go("own_child", {"id": card.id})),
    )
