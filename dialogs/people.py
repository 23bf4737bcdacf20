"""Asking for a person's name and birth date, and showing a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dialogs.effects import Person
from dialogs.questions.ask import Ask
from dialogs.questions.question import Common, Raw
from dialogs.readers import read_date, read_name
from locales.text import Text, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog


class AskName(Ask[dict[str, str]]):
    """Surname, given name and patronymic in one line."""

    def __init__(self, text: Text | Callable[[Any], Text], common: Common | None = None) -> None:
        super().__init__(text, read_name, common)

    def told(self, dialog: Dialog) -> Text:
        return verbatim(" ".join(part for part in dialog.answers[self.name].values() if part))


class AskDate(Ask[date]):
    """A date typed as day, month, year; kept in ISO form."""

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        common: Common | None = None,
        check: Callable[[Any, date], None] | None = None,
    ) -> None:
        super().__init__(text, read_date, common, check=check)

    def load(self, raw: Raw) -> date:
        return date.fromisoformat(raw)

    def dump(self, value: date) -> Raw:
        return value.isoformat()

    def told(self, dialog: Dialog) -> Text:
        return Text("{date}", {"date": self.load(dialog.answers[self.name])})


def person_of(found: Mapping[str, Any]) -> Person:
    """The person that the registry named."""
    born = found.get("birth_date")
    return Person(
        str(found.get("last_name", "")),
        str(found.get("first_name", "")),
        str(found.get("middle_name") or ""),
        date.fromisoformat(born) if born else None,
        found.get("sex"),
    )


def name_text(person: Person) -> Text:
    """Surname, name, patronymic."""
    return verbatim(" ".join(part for part in (person.last_name, person.first_name, person.middle_name) if part))


def born_text(person: Person) -> Text:
    """The birth date, or a dash."""
    return Text("{date}", {"date": person.birth_date}) if person.birth_date else verbatim("—")
