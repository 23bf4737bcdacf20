"""A new edition of the model form: the files that differ, its day, what it would change, then publish. S2-73, C20."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Query
from dialogs.names import named
from dialogs.people import AskDate
from dialogs.questions import Choose, Fixed, Problem, Upload, Wait
from dialogs.questions.question import Common
from dialogs.questions.upload import TEXTS
from enrolment.terms import Name
from locales.text import Text, _, joined, n_, verbatim

MOST_SHOWN = 10


class Sure(StrEnum):
    """The last question."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True)
class FormPublishedLast(Query[date | None]):
    """From which day the edition is in force that was published last; None where none was."""


@dataclass(frozen=True)
class ReadNewForm(Effect):
    """Have the files read, checked, compared and printed after this turn; nothing changes."""

    files: tuple[int, ...]
    since: date


@dataclass(frozen=True)
class ShowNewForm(Effect):
    """What came of it: the draft and the changes as files, or in `lines` everything that is wrong."""

    status: str
    kept: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PublishNewForm(Effect):
    """What was read and kept comes into force on its day."""

    kept: int


def not_too_early(publish: PublishForm, on: date) -> None:
    """Contracts of days gone by bear the edition of that day; and an edition is built on the one published before."""
    last = publish.facts[FormPublishedLast()]
    if on < publish.facts.today:
        raise Problem(TOO_EARLY)
    if last is not None and on < last:
        raise Problem(after_another(last))


TOO_EARLY = _("This day is over. Type today’s date or a later one.")


def after_another(day: date) -> Text:
    """Why a day is too early for one more edition."""
    return _("An edition that was published before begins on {day}. Type that day or a later one.", day=day)


def changed(publish: PublishForm) -> Text:
    """What the edition would change, file by file, and for whom."""
    reading = publish.reading
    files = [_file(one) for one in reading["files"][:MOST_SHOWN]]
    rest = len(reading["files"]) - len(files)
    more = n_("and {count} more file", "and {count} more files", rest) if rest > 0 else Text("")
    today = publish.since <= publish.facts.today
    when = _("In force from: {date}.", date=publish.since)
    meant = (
        _("Families who have not signed yet read the contract again, from today on. This cannot be undone.")
        if today
        else _("On that day families who have not signed yet read the contract again. Until then you can withdraw it.")
    )
    draft = n_(
        "The draft has {count} page. It and every change word for word are in the files above.",
        "The draft has {count} pages. It and every change word for word are in the files above.",
        reading["pages"],
    )
    unsigned = _("Not signed yet at the moment: {count}.", count=reading["unsigned"])
    return joined(when, _("What changes:"), *files, more, draft, joined(meant, unsigned, separator=" "))


def _file(one: dict[str, Any]) -> Text:
    section = named(Name(*one["section"])) if one["section"] else Text("")
    counts = {"changed": one["changed"], "new": one["new"], "gone": one["gone"]}
    where = joined(verbatim(one["name"]), section, separator=" · ")
    return _("{file}: changed {changed}, new {new}, gone {gone}", file=where, **counts)


class PublishForm(Dialog):
    """Publish an edition; whatever is wrong with the files is told, and nothing changes before the last button."""

    title = _("Contract form")
    files = Upload(
        _("Send the text files that differ, each as a file. Their names stay as they were."),
        Common(hint=_("You find all of them under “Take the texts”. What you do not send stays as it is.")),
        accepts=TEXTS,
    )
    since = AskDate(
        _("From which day is the new edition in force?"),
        Common(hint=_("Day, month, year, for example: 31.12.2026")),
        not_too_early,
    )
    reading = Wait(
        _("One moment, I am checking the texts and making a draft to read. Nothing is changed by it."),
        lambda publish: ReadNewForm(tuple(page.file for page in publish.files), publish.since),
        Common(
            depends=("files", "since"),
            settle=lambda _publish, read: ShowNewForm(read["status"], read.get("kept"), tuple(read.get("lines", ()))),
        ),
    )
    sure = Choose(
        changed,
        Fixed(Sure, {Sure.NO: _("Do not publish"), Sure.YES: _("Yes, publish")}),
        Common(depends=("files", "since", "reading")),
    )

    def done(self) -> Effect | None:
        return PublishNewForm(int(self.reading["kept"])) if self.sure is Sure.YES else None
