"""An answer that whoever opens the dialog hands in: it is never asked."""

from __future__ import annotations

from typing import Generic, TypeVar

from dialogs.questions.question import Common, Question
from locales.text import Text

T = TypeVar("T")


class Given(Question[T], Generic[T]):
    """A hidden answer, such as the application that a withdrawal is about."""

    asked = False

    def __init__(self) -> None:
        super().__init__(Text(""), Common())
