"""My applications: the list, the card that explains the place, and the history. S1-69, S3-34…S3-39."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.apply import ENDED, Apply
from dialogs.case_history import line
from dialogs.change_privilege import OtherPrivilege, can_change
from dialogs.change_wishes import CHANGEABLE, Wishes, wished
from dialogs.confirmations import Withdraw
from dialogs.facts import Facts
from dialogs.family_queries import Twins
from dialogs.names import QUEUE_NAMES, coded_name, language_name, locality_name, named
from dialogs.page import Button, Do, Go, Page, listed, turners
from dialogs.pages.family import HEADER as FAMILY
from dialogs.pages.family import entrusted_card
from dialogs.pages.place_by_day import HEADER as PLACE_BY_DAY
from dialogs.pages.preparation import documents_button
from dialogs.pages.resting import rest_buttons
from dialogs.pages.twins import together
from dialogs.picture_effects import SendPicture
from dialogs.queries import ApplicationCard, History, MyApplication, MyApplications
from dialogs.questions import Open
from dialogs.questions.choose_many import numbered
from dialogs.said import said_as
from dialogs.statistics import PLACE
from dialogs.statuses import ARCHIVE_REASONS, status
from dialogs.voucher_queries import MyVouchers, VoucherCard, VoucherOf
from dialogs.voucher_words import OPEN_IT
from dialogs.voucher_words import next_step as voucher_step
from dialogs.voucher_words import status as voucher_status
from enrolment.voucher_states import Actor
from locales.deadlines import deadline
from locales.text import Text, _, joined, n_, verbatim

SHEET = 10
WITHDRAWABLE = {"docs_pending", "queued", "stop_listed"}
UP = Go("applications")


def applications(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Every application, the active ones first."""
    cards = sorted(facts[MyApplications()], key=lambda card: card.state == "archived")
    buttons = [
        Button(
            f"a-{card.id}",
            _("{child}: {number}", child=verbatim(card.child.person.first_name), number=card.number),
            Go("application", {"id": card.id}),
            derived_status(facts, card),
        )
        for card in cards
    ]
    text = _("Choose an application to see its card.") if cards else _("You have no applications yet.")
    lines = listed(buttons, Go("applications", args), int(args.get("at", 0)))
    return Page(text, (*lines, Button("apply", _("Apply"), Open(Apply))), _("My applications"), Go("menu"))


def application(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One application: status, who acts next, details; history on demand."""
    card = facts[MyApplication(int(args["id"]))]
    if card is None:
        return entrusted_card(facts, int(args["id"])) or Page(_("I do not find this application."), up=UP)
    header = _("Application No. {number}", number=card.number)
    text = joined(derived_status(facts, card), derived_step(facts, card), separator="\n")
    text = joined(text, details(facts, card), offered_with(facts, card), separator="\n\n")
    return Page(text, buttons(facts, card), header, UP if card.role is Actor.PARENT else Go("entrusted"))


def offered_with(facts: Facts, card: ApplicationCard) -> Text:
    """With whom a child that waits is offered a place together (edge 11)."""
    twins = facts[Twins(card.child.id)] if card.role is Actor.PARENT and card.state in WITHDRAWABLE else None
    return together(twins.linked if twins else ())


def voucher_of(facts: Facts, card: ApplicationCard) -> VoucherCard | None:
    """The voucher by which an application in process goes on."""
    if card.state != "in_process":
        return None
    if card.role is not Actor.PARENT:
        return facts[VoucherOf(card.id)]
    return next((one for one in facts[MyVouchers()] if one.application == card.id), None)


def derived_status(facts: Facts, card: ApplicationCard) -> Text:
    """The status in one line, that of its voucher where there is one."""
    if card.state == "completed":
        return named(facts.profile.labels.admitted)
    voucher = voucher_of(facts, card)
    return status(card) if voucher is None else voucher_status(voucher)


def derived_step(facts: Facts, card: ApplicationCard) -> Text:
    """Who acts next, and until when."""
    voucher = voucher_of(facts, card)
    return next_step(card) if voucher is None else voucher_step(voucher)


def buttons(facts: Facts, card: ApplicationCard) -> tuple[Button, ...]:
    """What can be done with the application now."""
    voucher = voucher_of(facts, card)
    own = card.role is Actor.PARENT
    found: list[Button] = []
    if voucher is not None:
        found.append(Button("voucher", OPEN_IT[voucher.instrument], Go("voucher", {"id": voucher.id})))
    elif card.restore_until is not None:
        found += rest_buttons(card)
    elif card.state == "archived" and own:
        found.append(Button("again", _("Apply again"), Open(Apply, given=again(card))))
    if card.place is not None:
        drawn = SendPicture(PLACE, {"application": card.id})
        found.append(Button("place", _("My place over time"), Do(drawn)))
    if card.state not in ENDED:
        found.append(documents_button(card.child.id, Go("application", {"id": card.id})))
    found.append(Button("history", _("History"), Go("history", {"id": card.id})))
    if card.state != "archived" or not own:
        found.append(Button("family", FAMILY, Go("family", {"application": card.id})))
    if card.state == CHANGEABLE:
        found.append(Button("wishes", _("Change wishes"), Open(Wishes, given=wished(card))))
    if can_change(facts, card):
        found.append(Button("privilege", _("Privilege"), Open(OtherPrivilege, given={"application": card.id})))
    if voucher is None and own and card.state in WITHDRAWABLE:
        found.append(Button("withdraw", _("Withdraw"), Open(Withdraw, given={"application": card.id})))
    return tuple(found)


def again(card: ApplicationCard) -> Mapping[str, Any]:
    """The answers to start a new application with; documents and consent are asked anew (A22)."""
    given: dict[str, Any] = {"queue": card.queue.value, "child": str(card.child.id), "locality": card.locality}
    given |= {"preschools": [one.bin for one in card.preschools], "language": card.language}
    wishes = {"rehabilitation": card.rehabilitation, "special_need": card.special_need, "privilege": card.privilege}
    return given | {name: value for name, value in wishes.items() if value}


def next_step(card: ApplicationCard) -> Text:
    """Who acts next, or why it ended."""
    if card.state == "docs_pending":
        return _("The documents are being checked. I will write to you about the result.")
    if card.restore_until is not None:
        ends = deadline(card.restore_until.at, card.restore_days_left)
        return _("You can restore it once {deadline}.", deadline=ends)
    if card.place is not None:
        return joined(ahead(card), _("When the turn comes, I will write to you here."))
    if card.archive_reason:
        reason = ARCHIVE_REASONS.get(card.archive_reason, verbatim(card.archive_reason))
        return joined(reason, *rejection(card))
    return verbatim("")


def rejection(card: ApplicationCard) -> tuple[Text, ...]:
    """The reviewer's comment, where there is one, with who says it."""
    return (said_as(card.rejected_as, card.rejection_comment),) if card.rejection_comment else ()


def ahead(card: ApplicationCard) -> Text:
    """Who is ahead, by category, without anybody's data (S3-39)."""
    assert card.place is not None
    if not card.place.ahead:
        return _("Nobody is ahead of you.")
    total = sum(count for _category, count in card.place.ahead)
    same = sum(count for category, count in card.place.ahead if category == card.category)
    parts = [n_("{count} with an earlier right", "{count} with an earlier right", total - same)] if total > same else []
    parts += [n_("{count} who applied earlier", "{count} who applied earlier", same)] if same else []
    return _("Ahead of you: {total} ({parts}).", total=total, parts=joined(*parts, separator=", "))


def details(facts: Facts, card: ApplicationCard) -> Text:
    """The application's own data."""
    profile = facts.profile
    lines = [
        _("Child: {name}", name=verbatim(card.child.person.first_name)),
        _(
            "Queue: {queue} · {city} · born in {year}",
            queue=QUEUE_NAMES[card.queue],
            city=locality_name(profile, card.locality),
            year=card.child.birth_date.year,
        ),
        _("Language: {language}", language=language_name(profile, card.language)),
        _("Sent: {moment}", moment=card.submitted_at),
    ]
    if len(card.preschools) == 1:
        lines.append(_("Kindergarten: {name}", name=named(card.preschools[0].name)))
    elif card.preschools:
        lines += [_("Kindergartens, the most wanted first:"), numbered([named(one.name) for one in card.preschools])]
    if card.rehabilitation:
        lines.append(_("Rehabilitation: {kind}", kind=coded_name(profile.rehabilitation_types, card.rehabilitation)))
    if card.special_need:
        lines.append(_("Special need: {kind}", kind=coded_name(profile.special_need_types, card.special_need)))
    if card.privilege:
        lines.append(_("Privilege: {kind}", kind=coded_name(profile.privileges, card.privilege)))
    if card.privilege_asked:
        lines += asked(facts, card, card.privilege_asked)
    return joined(*lines)


def asked(facts: Facts, card: ApplicationCard, privilege: str) -> tuple[Text, ...]:
    """Which privilege is being checked, and that it changes nothing that was issued."""
    checked = _("Privilege that is being checked: {kind}", kind=coded_name(facts.profile.privileges, privilege))
    if card.state == CHANGEABLE:
        return (checked, _("Until then the category, the place and the date stay as they are."))
    return (checked, _("A voucher that was issued stays as it is, whatever comes of it."))


def history(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Everything that happened to the application, oldest first."""
    lines = [line(one, facts.profile) for one in facts[History(int(args["id"]))]]
    at, card = int(args.get("at", 0)), facts[MyApplication(int(args["id"]))]
    sheet = lines[at * SHEET : (at + 1) * SHEET]
    text = joined(*sheet) if sheet else _("Nothing has happened yet.")
    turns = turners(Go("history", args), at, more=len(lines) > (at + 1) * SHEET)
    if card is not None and card.place is not None:
        turns = (*turns, Button("days", PLACE_BY_DAY, Go("place_by_day", {"id": card.id})))
    return Page(text, turns, _("History"), Go("application", {"id": args["id"]}))
