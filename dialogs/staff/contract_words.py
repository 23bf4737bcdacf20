"""A contract in words for the kindergarten: where it stands, the child, what is checked and what is marked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs.contract_queries import CheckedDocument, CheckedField, PreschoolContract
from dialogs.contract_words import FIELDS, IN_FORCE, ON_PAPER, reason_with
from dialogs.message import EMPTY
from dialogs.names import coded_name, named
from dialogs.staff.words import when
from enrolment.ages import age_in_years
from enrolment.contract_marks import item
from enrolment.contract_states import ContractState as State
from enrolment.profile import Profile
from locales.dates import ALMATY
from locales.text import Text, _, joined, n_, verbatim

NOT_YOUR_CONTRACT = _("There is no such contract of your kindergarten.")
OWN_FAMILY = _(
    "This contract is of your own family, or of a child whom you called a relative. Another employee checks it; where "
    "there is none, the education department is told."
)
NOT_COUNTED = _("Only data have changed: this return does not count.")
ANOTHER_NAME = _("The parent has another name now than the contract says.")
STATUSES: dict[str, Text] = {
    State.DRAFT: _("the parent fills it in"),
    State.SIGNATURE_PENDING: _("the parent's signature is being checked"),
    State.UNDER_REVIEW: _("is being checked"),
    State.RETURNED: _("the parent corrects it"),
    State.SIGNED: _("the child is admitted"),
    State.REJECTED: _("refused"),
    State.CANCELLED: _("the parent withdrew"),
    State.EXPIRED: _("the parent's term is over"),
    State.ARCHIVED: _("the child has left"),
}


def contract_text(card: PreschoolContract, profile: Profile, now: datetime) -> Text:
    """The whole card."""
    status = IN_FORCE if card.amends and card.state == State.SIGNED else STATUSES.get(card.state)
    if status is None:
        status = _("waits since {when}", when=when(card.sent_at, now)) if card.sent_at else EMPTY
    years = n_("{count} year", "{count} years", age_in_years(card.born, now.astimezone(ALMATY).date()))
    return joined(
        heading(card, status),
        term(card),
        _(
            "Child: {child}. Group: {group}.",
            child=joined(verbatim(card.child), years, separator=", "),
            group=card.group,
        ),
        ON_PAPER if card.paper else EMPTY,
        checked(card, profile),
    )


def heading(card: PreschoolContract, status: Text) -> Text:
    """What it is, with its number and where it stands."""
    if not card.amends:
        return _("Contract {number} · {status}", number=card.number, status=status)
    return joined(
        _("Additional agreement {number} · {status}", number=card.number, status=status),
        _("It changes contract No. {number}.", number=card.amends),
        _("Changed: {fields}.", fields=_named(card.says_anew)) if card.says_anew else EMPTY,
    )


def term(card: PreschoolContract) -> Text:
    """Until when it should be decided."""
    if card.check_by is None or card.state not in {State.PARENT_SIGNED, State.UNDER_REVIEW}:
        return EMPTY
    if not card.days_left:
        return _("Decide by: {due} (today).", due=card.check_by)
    return n_(
        "Decide by: {due} ({count} working day left).",
        "Decide by: {due} ({count} working days left).",
        card.days_left,
        due=card.check_by,
    )


def checked(card: PreschoolContract, profile: Profile) -> Text:
    """How far the check is, and what is marked."""
    if card.state == State.SIGNED:
        return _changed(card)
    if card.state != State.UNDER_REVIEW:
        return EMPTY
    unjudged = n_("{count} document to look at.", "{count} documents to look at.", card.unjudged)
    anew = n_("{count} answer was given anew: look at it.", "{count} answers were given anew: look at them.", card.anew)
    lines = [marked_line(one, profile) for one in card.items if one.accepted is False]
    return joined(
        unjudged if card.unjudged else _("All documents are looked at."),
        anew if card.anew else EMPTY,
        _now(card),
        joined(_("Marked as wrong:"), *lines) if lines else EMPTY,
        _changed(card),
        returns_left(card.corrections_left) if card.return_counts or not card.wrong else NOT_COUNTED,
    )


def _now(card: PreschoolContract) -> Text:
    """What can follow, once everything is looked at that has to be."""
    if card.returnable:
        return _("Now you can give it back to the parent.")
    return _("Now you can sign it.") if card.judged and not card.wrong else EMPTY


def _changed(card: PreschoolContract) -> Text:
    """What is different since the parent signed (C18, C19)."""
    if not card.changed:
        return EMPTY
    return _("Changed after the signing: {fields}.", fields=_named(card.changed))


def _named(fields: Iterable[str]) -> Text:
    return joined(*(FIELDS[code] for code in fields), separator=", ")


def marked_line(one: CheckedDocument | CheckedField, profile: Profile) -> Text:
    """One marked item with its reason."""
    return Text("{item}: {reason}", {"item": name_of(one), "reason": why(one, profile)})


def name_of(one: CheckedDocument | CheckedField) -> Text:
    """What it is called."""
    return named(one.name) if isinstance(one, CheckedDocument) else FIELDS[one.code]


def code_of(one: CheckedDocument | CheckedField) -> str:
    """Its code."""
    return one.kind.value if isinstance(one, CheckedDocument) else one.code


def why(one: CheckedDocument | CheckedField, profile: Profile) -> Text:
    """The reason and the comment, in the very words that the parent reads."""
    reason = coded_name(profile.reasons_marked(item(code_of(one))), one.reason) if one.reason else EMPTY
    return reason_with(reason, one.comment, one.reason)


def verdict(one: CheckedDocument | CheckedField) -> Text:
    """What was said of it, in a word."""
    if one.accepted is None:
        return _("sent anew: look again") if one.replaced else _("not looked at")
    return _("accepted") if one.accepted else _("wrong")


def returns_after(left: int) -> Text:
    """How often it can go back once more after the return that is being asked about."""
    if not left:
        return _("This is the last time: after it you can only sign or refuse.")
    return n_("After this it can go back {count} more time.", "After this it can go back {count} more times.", left)


def returns_left(left: int) -> Text:
    """How often it can still go back (S1-54)."""
    if not left:
        return _("It cannot go back to the parent any more: sign or refuse.")
    return n_(
        "It can go back to the parent {count} more time.", "It can go back to the parent {count} more times.", left
    )
