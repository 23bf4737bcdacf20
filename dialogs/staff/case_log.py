"""The log of a case in the administrator's chat: everything that happened, by whom, and whether the log is whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.page import PER_PAGE, Button, Do, Go, Page, turners
from dialogs.queries import Member
from dialogs.questions import Ask, Problem
from dialogs.questions.question import Common
from dialogs.staff.case_queries import CaseLog, FindLog, LogEntry, LogSheet, SendLog
from dialogs.staff.department_annulling import STATES as VOUCHER_STATES
from dialogs.staff.find import plain_number
from dialogs.staff.guard import for_staff
from dialogs.staff.preschool_words import STATUSES as REQUEST_STATES
from dialogs.staff.words import STATES, who
from dialogs.statuses import ARCHIVE_REASONS, PLACE_CHANGES
from enrolment.terms import Role
from locales.dates import ALMATY
from locales.text import Text, _, joined, n_, verbatim

SUBJECTS: Mapping[str, Text] = {
    "application": _("Application"),
    "voucher": _("Voucher"),
    "request": _("Request"),
    "review": _("Review"),
}
ACTORS: Mapping[str, Text] = {
    "system": _("the service itself"),
    "registry": _("the citizen registry"),
    "operator": _("the operator of the server"),
}
EVENTS: Mapping[str, Text] = {
    "taken": _("took the review"),
    "released": _("gave the review back"),
    "relative": _("called the child a relative"),
    "found": _("looked it up"),
    "documents_shown": _("looked at the documents"),
    "reminded": _("reminded"),
    "settled": _("noted the silence of the kindergarten as settled"),
    "escalated": _("told who watches over reviews"),
    "handed_over": _("handed over to a colleague"),
    "log_read": _("read this log"),
    "sent": _("sent"),
}


STATES_OF: Mapping[str, Mapping[str, Text]] = {
    "application": {str(state): words for state, words in STATES.items()},
    "voucher": {str(state): words for state, words in VOUCHER_STATES.items()},
    "request": REQUEST_STATES,
}


def read_any_number(text: str) -> str:
    """A number of an application, a voucher or a request."""
    number = plain_number(text)
    if number is None:
        raise Problem(
            _(
                "Numbers look like this: application S-2026-000045, voucher 2026-000123, request E-2026-000001. "
                "Type one again."
            )
        )
    return number


class SeekLog(Dialog):
    """Find the case by any of its numbers."""

    title = _("Log of a case")
    number = Ask(
        _("Type the number of the application, the voucher or the request. That you read the log is written into it."),
        read_any_number,
        Common(hint=_("For example: S-2026-000045, 2026-000123 or E-2026-000001")),
    )

    def done(self) -> Effect:
        return FindLog(self.number)


@for_staff(Role.ADMIN)
def case_log(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One sheet of the log, the oldest first, after what the check of its chain found."""
    id_, at = int(args["id"]), int(args.get("at", 0))
    sheet = facts[CaseLog(id_, at)]
    up = Go("menu")
    if sheet is None:
        return Page(_("There is no such case among yours. Check the number."), up=up)
    buttons = (
        *turners(Go("case_log", args), at, more=(at + 1) * PER_PAGE < sheet.total),
        Button("file", _("As a file"), Do(SendLog(id_))),
        Button("table", _("As a table"), Do(SendLog(id_, table=True))),
    )
    head = EMPTY if at else joined(count_words(sheet), chain_words(sheet))
    lines = [entry_words(one) for one in sheet.entries]
    return Page(joined(head, *lines, separator="\n\n"), buttons, title(sheet), up)


def title(sheet: LogSheet) -> Text:
    """What the log is of."""
    return _("Log of case {number}", number=sheet.number)


def count_words(sheet: LogSheet) -> Text:
    """How much there is."""
    return n_("{count} entry, the oldest first.", "{count} entries, the oldest first.", sheet.total)


def chain_words(sheet: LogSheet) -> Text:
    """What the check of the chain of hashes found."""
    if not sheet.broken:
        return _("Checked: the log is whole, nothing in it was changed or removed.")
    numbers = joined(*map(verbatim, sheet.broken), separator=", ")
    where = _("Attention: the log was changed or is damaged here: {numbers}.", numbers=numbers)
    return joined(where, _("Tell the operator at once."), separator=" ")


COLUMNS = (_("Time"), _("About"), _("Number"), _("Who"), _("What happened"), _("Reason"), _("Words"))


def entry_cells(one: LogEntry) -> tuple[Text, ...]:
    """An entry as a row of the table under `COLUMNS`."""
    local = one.at.astimezone(ALMATY)
    return (
        verbatim(f"{local:%d.%m.%Y %H:%M:%S}"),
        SUBJECTS[one.subject],
        verbatim(one.number),
        actor_words(one),
        _change(one),
        _reason(one),
        verbatim(one.words or ""),
    )


def entry_words(one: LogEntry) -> Text:
    """An entry in two or three lines: when and about what, who, from what to what and why."""
    local = one.at.astimezone(ALMATY)
    when = Text("{moment} · {subject} {number}", {"moment": f"{local:%d.%m.%Y %H:%M}", **_about(one)})
    said = verbatim(one.words) if one.words else EMPTY
    what = joined(actor_words(one), _change(one), separator=": ")
    return joined(when, what, joined(_reason(one), said, separator=" "))


def _reason(one: LogEntry) -> Text:
    if not one.reason:
        return EMPTY
    return ARCHIVE_REASONS.get(one.reason) or PLACE_CHANGES.get(one.reason) or verbatim(one.reason)


def _about(one: LogEntry) -> Mapping[str, object]:
    return {"subject": SUBJECTS[one.subject], "number": one.number}


def actor_words(one: LogEntry) -> Text:
    """Who it was, a colleague by role and name."""
    if one.actor == "staff":
        return who(one.member)
    if one.actor == "account":
        return _("a second parent or delegate") if one.family else _("the applicant")
    return ACTORS.get(one.actor, ACTORS["system"])


def _change(one: LogEntry) -> Text:
    after = _state(one.subject, one.after)
    if one.before is None:
        return after
    if one.before == one.after and one.subject == "application":
        return after
    if one.before == one.after:
        return _("the term was counted anew")
    return joined(_state(one.subject, one.before), after, separator=" → ")


def _state(subject: str, state: str) -> Text:
    return {**EVENTS, **STATES_OF.get(subject, {})}.get(state, _("another event"))
