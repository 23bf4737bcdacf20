"""Support in the staff chat: the cases that wait, one case with what was said, the answer. S2-70."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import AnswerCase, CloseCase, Effect
from dialogs.facts import Facts
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.queries import CaseCard, CaseLine, Member, OpenCases, StaffCase
from dialogs.questions import Ask, Given, Open, Review
from dialogs.questions.question import Common
from dialogs.readers import read_words
from dialogs.staff.guard import for_staff
from dialogs.staff.words import when
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim

LAST_LINES = 10
KINDS: dict[str, Text] = {"question": _("Question"), "money": _("Somebody asks for money")}
STATES: dict[str, Text] = {
    "open": _("waits for an answer"),
    "answered": _("answered"),
    "closed": _("closed"),
}


class Answer(Dialog):
    """An answer to a parent."""

    title = _("Answer")
    case = Given[int]()
    text = Ask(_("Write the answer; the parent reads it word for word."), read_words, Common(label=_("Answer")))
    review = Review(_("Send this answer?"), _("Send"))

    def done(self) -> Effect:
        return AnswerCase(self.case, self.text)


@for_staff(Role.ADMIN)
def cases(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The cases that wait for an answer, the longest waiting first."""
    found = facts[OpenCases()]
    buttons = [
        Button(f"c{case.id}", verbatim(case.number), Go("case", {"id": case.id}), _of(case, facts)) for case in found
    ]
    text = n_("{count} question waits for an answer.", "{count} questions wait for an answer.", len(found))
    at = int(args.get("at", 0))
    return Page(text if found else _("No question waits for an answer."), listed(buttons, Go("cases"), at), up=MENU)


@for_staff(Role.ADMIN)
def case(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One case: where it stands, and what both sides said last."""
    found = facts[StaffCase(int(args["id"]))]
    if found is None:
        return Page(_("There is no such case."), up=Go("cases"))
    headline = _(
        "Case {number} · {kind} · {state}",
        number=found.number,
        kind=KINDS.get(found.kind, KINDS["question"]),
        state=STATES[found.state],
    )
    buttons = [Button("answer", _("Reply"), Open(Answer, given={"case": found.id}))]
    if found.state != "closed":
        buttons.append(Button("close", _("Close the case"), Do(CloseCase(found.id))))
    lines = [_line(line, facts) for line in found.lines[-LAST_LINES:]]
    return Page(joined(headline, *lines, separator="\n\n"), tuple(buttons), up=Go("cases"))


def _of(case: CaseCard, facts: Facts) -> Text:
    kind = KINDS.get(case.kind, KINDS["question"])
    return _("{kind}, since {when}", kind=kind, when=when(case.opened_at, facts.now))


def _line(line: CaseLine, facts: Facts) -> Text:
    author = _("Parent") if line.by_parent else _("Support")
    return _("{author}, {when}: {words}", author=author, when=when(line.at, facts.now), words=verbatim(line.text))
