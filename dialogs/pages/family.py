"""Who sees an application besides the applicant, and what others entrusted to oneself. Edges 8 and 9."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.family import EnterFamilyCode
from dialogs.family_effects import EndTie, InviteMember
from dialogs.family_notices import ROLES
from dialogs.family_queries import Entrusted, EntrustedCard, FamilyCard, FamilyMember, MyFamily
from dialogs.message import EMPTY
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.pages.preparation import documents_button
from dialogs.questions import Open
from dialogs.statuses import STATES
from dialogs.voucher_queries import VoucherCard
from dialogs.voucher_words import OPEN_IT, next_step, status
from enrolment.voucher_states import Actor
from locales.text import Text, _, joined, verbatim

HEADER = _("Family")
ENTRUSTED = _("Entrusted to me")
NOT_SHOWN = _("This application is not shown to you.")
MEANS: Mapping[Actor, Text] = {
    Actor.SECOND_PARENT: joined(
        _("A second parent sees the application and is told everything that you are told."),
        _("May accept a place, extend the term and choose a kindergarten. Only you decline, withdraw and delete."),
        _("Your IIN and your data are not shown. The IIN of the second parent has to be proved."),
    ),
    Actor.DELEGATE: joined(
        _("A delegate, such as a grandmother, sees where the application stands and gets reminders."),
        _("May accept a place and send documents. Sees none of them, no IIN, no health data."),
        _("Declines and signs nothing."),
    ),
}
INVITE: Mapping[Actor, Text] = {
    Actor.SECOND_PARENT: _("Add second parent"),
    Actor.DELEGATE: _("Add a delegate"),
}


def family(facts: Facts, args: Mapping[str, Any]) -> Page:
    """For the applicant who was let in and how to let in others; for a member how to leave."""
    card = facts[MyFamily(int(args["application"]))]
    if card is None:
        return Page(NOT_SHOWN, up=Go("menu"))
    up = Go("application", {"id": card.application})
    if card.role is not Actor.PARENT:
        return Page(_as_member(card), _ways_out(card), HEADER, up)
    people = [_person(card, one, "m") for one in card.members] + [_person(card, one, "a") for one in card.asking]
    invites = [
        Button(f"invite-{role}", INVITE[role], Go("family_invite", {"application": card.application, "role": role}))
        for role in card.invites
    ]
    return Page(_about(card), (*people, *invites), HEADER, up)


def _about(card: FamilyCard) -> Text:
    child = _("Child: {child}.", child=verbatim(card.child))
    if not card.members and not card.asking:
        return joined(
            child, _("Only you see this child's applications. You can let in the second parent or a delegate.")
        )
    lines = [_("{name}: {role}", name=verbatim(one.name), role=ROLES[one.role]) for one in card.members]
    lines += [_("{name}: waits for your answer", name=verbatim(one.name)) for one in card.asking]
    return joined(child, _("Besides you:"), *lines)


def _as_member(card: FamilyCard) -> Text:
    return joined(
        _("Child: {child}. As: {role}.", child=verbatim(card.child), role=ROLES[card.role]),
        _("The parent who applied let you in. You can leave at any time."),
    )


def _ways_out(card: FamilyCard) -> tuple[Button, ...]:
    assert card.mine is not None
    return (Button("end", _("End my access"), Go("leave_family", {"tie": card.mine})),)


def _person(card: FamilyCard, one: FamilyMember, kind: str) -> Button:
    go = Go("family_member", {"application": card.application, "tie": one.tie})
    return Button(f"{kind}-{one.tie}", verbatim(one.name), go, ROLES[one.role])


def family_invite(facts: Facts, args: Mapping[str, Any]) -> Page:
    """What the role means, before a code is given."""
    application, role = int(args["application"]), Actor(args["role"])
    code = Button("code", _("Get a code"), Do(InviteMember(application, role)))
    text = joined(MEANS[role], _("It holds for all applications of this child. You can end it at any time."))
    return Page(text, (code,), INVITE[role], Go("family", {"application": application}))


def family_member(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One who was let in or asks to be, and the way to end it."""
    up = Go("family", {"application": args["application"]})
    card = facts[MyFamily(int(args["application"]))]
    people = (*card.members, *card.asking) if card else ()
    one = next((person for person in people if person.tie == args["tie"]), None)
    if card is None or one is None:
        return Page(_("This person is not let in any more."), header=HEADER, up=up)
    text = joined(
        _("{name}: {role}", name=verbatim(one.name), role=ROLES[one.role]),
        _("If you end the access, this person sees nothing of the child any more and is told so."),
    )
    end = Button("end", _("End the access"), Go("end_member", dict(args)))
    return Page(text, (end,), HEADER, up)


def end_member(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Asks once more before somebody sees nothing of the child any more; a doubled key ends nothing."""
    up = Go("family_member", dict(args))
    card = facts[MyFamily(int(args["application"]))]
    people = (*card.members, *card.asking) if card else ()
    one = next((person for person in people if person.tie == args["tie"]), None)
    if card is None or one is None:
        return family_member(facts, args)
    text = joined(
        _("End the access? {name}: {role}", name=verbatim(one.name), role=ROLES[one.role]),
        _("To let this person in again you need a new code."),
        _("A contract is in this person's hands: what is not signed yet you fill in with your own data.")
        if one.contract
        else EMPTY,
    )
    yes = Button("yes", _("Yes, end it"), Do(EndTie(one.tie, card.application)))
    return Page(text, (Button("no", _("Leave it as it is"), up), yes), HEADER, up)


def leave_family(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Asks once more before one's own access ends; a doubled key ends nothing."""
    card = next((one for one in facts[Entrusted()] if one.tie == args["tie"]), None)
    if card is None:
        return Page(NOT_SHOWN, up=Go("entrusted"))
    text = joined(
        _("End your own access? Child: {child}. As: {role}.", child=verbatim(card.child), role=ROLES[card.role]),
        _("You are told nothing more of this child. Only the parent who applied can let you in again."),
        _("A contract is in your hands: what you have not signed yet the other parent fills in anew.")
        if card.contract
        else EMPTY,
    )
    up = _where(card)
    yes = Button("yes", _("Yes, end it"), Do(EndTie(card.tie)))
    return Page(text, (Button("no", _("Leave it as it is"), up), yes), HEADER, up)


def entrusted(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The applications that others have entrusted to the account, and where to type a code."""
    cards = facts[Entrusted()]
    buttons = [
        Button(f"e-{card.tie}-{card.application or 0}", verbatim(card.child), _where(card), entrusted_status(card))
        for card in cards
    ]
    text = (
        _("Choose a child to see the application.")
        if cards
        else _("Nobody has entrusted a child to you yet. The child's parent can give you a code for it.")
    )
    lines = listed(buttons, Go("entrusted", args), int(args.get("at", 0)))
    return Page(text, (*lines, Button("code", _("I have a code"), Open(EnterFamilyCode))), ENTRUSTED, Go("menu"))


def _where(card: EntrustedCard) -> Go:
    """The application's card; without an application, the way out."""
    if card.application is None:
        return Go("entrusted_end", {"tie": card.tie})
    return Go("application", {"id": card.application})


def entrusted_status(card: EntrustedCard) -> Text:
    """Where the application stands, in one line."""
    if card.application is None:
        return _("no application now")
    if card.voucher is not None:
        return status(card.voucher)
    if card.place is not None:
        return _("In the queue: place {place}", place=card.place)
    return STATES[card.state]


def entrusted_card(facts: Facts, application: int) -> Page | None:
    """What a delegate sees of an application: the child, where it stands, until when; None is a stranger."""
    cards = facts[Entrusted()]
    card = next((one for one in cards if one.application == application and one.role is Actor.DELEGATE), None)
    if card is None:
        return None
    step = next_step(card.voucher) if card.voucher else verbatim("")
    text = joined(
        entrusted_status(card),
        step,
        _("Child: {child}. As: {role}.", child=verbatim(card.child), role=ROLES[card.role]),
    )
    voucher = _of_voucher(card.voucher) if card.voucher else None
    papers = documents_button(card.child_id, Go("application", {"id": application}))
    end = Button("family", HEADER, Go("family", {"application": application}))
    return Page(text, (*((voucher,) if voucher else ()), papers, end), _("Application"), Go("entrusted"))


def entrusted_end(facts: Facts, args: Mapping[str, Any]) -> Page:
    """A child without an application: only the access is left to end."""
    card = next((one for one in facts[Entrusted()] if one.tie == args["tie"]), None)
    if card is None:
        return Page(NOT_SHOWN, up=Go("entrusted"))
    text = joined(
        _("Child: {child}. As: {role}.", child=verbatim(card.child), role=ROLES[card.role]),
        _("There is no application now. When there is one, I write to you."),
    )
    end = Button("end", _("End my access"), Go("leave_family", {"tie": card.tie}))
    return Page(text, (end,), HEADER, Go("entrusted"))


def _of_voucher(card: VoucherCard) -> Button:
    return Button("voucher", OPEN_IT[card.instrument], Go("voucher", {"id": card.id}))
