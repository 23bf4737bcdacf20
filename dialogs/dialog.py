"""A dialog is its questions, in the order they stand; an instance is one person's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from dialogs.effects import Effect
from dialogs.facts import Facts, Me
from dialogs.message import EMPTY
from dialogs.questions.question import Question, Raw, Unanswered
from locales.text import Text


class Dialog:
    """Subclasses list questions as attributes and say in `done` what is to be done with the answers."""

    dialog_name: ClassVar[str]
    title: ClassVar[Text]
    version: ClassVar[int] = 1
    questions: ClassVar[tuple[Question[Any], ...]] = ()

    def __init__(self, answers: Mapping[str, Raw], facts: Facts) -> None:
        self.answers = answers
        self.facts = facts

    def __init_subclass__(cls) -> None:
        own = {value.name: value for value in vars(cls).values() if isinstance(value, Question)}
        cls.questions = (*(own.pop(one.name, one) for one in cls.questions), *own.values())
        cls.dialog_name = cls.__name__

    @property
    def me(self) -> Me:
        """The person whose answers these are."""
        return self.facts.me

    def done(self) -> Effect | None:
        """What the complete answers ask for; None when there is nothing to do."""
        raise NotImplementedError

    def heading(self) -> Text:
        """What stands above its questions: the title, unless what it is about is called otherwise."""
        return self.title

    def whom(self) -> Text:
        """Whom or what it is about, as far as is known; it tells dialogs of one kind apart that were set aside."""
        return EMPTY

    def stands(self, question: Question[Any]) -> tuple[int, int] | None:
        """In which step of how many the question is, where a long way is counted by its steps and not by questions."""
        return None

    def path(self) -> list[Question[Any]]:
        """The questions that apply to these answers, as far as can be told."""
        return [question for question in self.questions if self.applies(question)]

    def applies(self, question: Question[Any]) -> bool:
        """Whether the question is asked; one whose condition hangs on an open answer is not, yet."""
        if question.common.when is None:
            return True
        try:
            return bool(question.common.when(self))
        except Unanswered:
            return False

    def question(self, name: str) -> Question[Any]:
        """The question of that name."""
        return next(question for question in self.questions if question.name == name)

    def next_open(self) -> Question[Any] | None:
        """The first question of the way that has no answer."""
        return next((question for question in self.path() if question.name not in self.answers), None)

    @classmethod
    def upgrade(cls, version: int, answers: dict[str, Raw]) -> dict[str, Raw]:
        """Answers kept by an older version of the dialog, as this version has them."""
        return answers
