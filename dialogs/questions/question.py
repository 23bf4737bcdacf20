"""What every question is: a descriptor that reads as its answer, and two duties, to ask and to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from dialogs.inputs import Sent
from dialogs.message import EMPTY, Message
from locales.text import Text

if TYPE_CHECKING:
    from dialogs.dialog import Dialog
    from dialogs.effects import Effect
    from dialogs.questions.options import Open

T = TypeVar("T")
Raw = Any
View = Mapping[str, Any]


class Unanswered(AttributeError):
    """A question was read before it was answered."""


class Problem(ValueError):
    """What was sent is no answer; the text says what is wrong and how to do it right."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Answer:
    """The question is answered, with this JSON value."""

    raw: Raw


@dataclass(frozen=True)
class Show:
    """The question goes on in another view: a page of options, one more photo."""

    view: View


@dataclass(frozen=True)
class Revisit:
    """Another question is to be answered again."""

    question: str


@dataclass(frozen=True)
class Opened:
    """Another dialog is needed first; its result answers this question."""

    open: Open


@dataclass(frozen=True)
class Act:
    """Something to do while the question stays, such as sending another code; what it says is shown.

    It says it by a text, or by what an effect of a page gives back. With a view the question goes on in that one.
    """

    effect: Effect
    view: View | None = None


Taken = Answer | Show | Revisit | Opened | Act


@dataclass(frozen=True)
class Common:
    """What any question may be given besides its text."""

    when: Callable[[Any], bool] | None = None
    label: Text | None = None
    hint: Text = field(default=EMPTY)
    depends: tuple[str, ...] = ()
    known: Callable[[Any], Any] | None = None
    settle: Callable[[Any, Any], Effect | None] | None = None


class Question(Generic[T]):
    """One question of a dialog; on an instance of the dialog it reads as its answer.

    `when` says for whom it is asked, `label` names the answer in a review, `depends` drops the answer when one of those
    changes, `known` answers it without asking, `settle` has an effect decide whether the answer holds.
    """

    name: str
    asked: bool = True

    def __init__(self, text: Text | Callable[[Any], Text], common: Common | None = None) -> None:
        self.text = text
        self.common = common or Common()

    def __set_name__(self, owner: type[Dialog], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, dialog: None, owner: type[Dialog]) -> Self: ...
    @overload
    def __get__(self, dialog: Dialog, owner: type[Dialog]) -> T: ...
    def __get__(self, dialog: Dialog | None, owner: type[Dialog]) -> Self | T:
        if dialog is None:
            return self
        if self.name not in dialog.answers:
            raise Unanswered(self.name)
        return self.load(dialog.answers[self.name])

    def load(self, raw: Raw) -> T:
        """The answer from its JSON value."""
        value: T = raw
        return value

    def dump(self, value: T) -> Raw:
        """The answer as a JSON value."""
        return value

    def says(self, dialog: Dialog) -> Text:
        """The question's words, which may depend on earlier answers."""
        return self.text(dialog) if callable(self.text) else self.text

    def ask(self, dialog: Dialog, view: View) -> Message:
        """The question as a message."""
        return Message(self.says(dialog), hint=self.common.hint)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        """What the input means to this question; raises `Problem` when it is no answer."""
        raise NotImplementedError

    def told(self, dialog: Dialog) -> Text:
        """The answer in words, for a review."""
        return Text("{answer}", {"answer": self.__get__(dialog, type(dialog))})

    def known(self, dialog: Dialog) -> Raw | None:
        """The answer where it can be known without asking, else None."""
        if self.common.known is None:
            return None
        value = self.common.known(dialog)
        return None if value is None else self.dump(value)
