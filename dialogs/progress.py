"""How far a dialog is: its answers read with the facts, the question that is due, and how that question is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dialogs.conversation import Conversation, Frame
from dialogs.dialog import Dialog
from dialogs.facts import Facts
from dialogs.inputs import Found
from dialogs.message import Choice, Message
from dialogs.questions import Question
from locales.text import Text, _


@dataclass(frozen=True)
class Progress:
    """Reads frames of the known kinds of dialog."""

    kinds: Mapping[str, type[Dialog]]
    facts: Facts

    def dialog(self, frame: Frame) -> Dialog:
        """The dialog with the frame's answers."""
        return self.kinds[frame.dialog](frame.answers, self.facts)

    def question(self, frame: Frame) -> Question[Any] | None:
        """The one being revisited if it still applies, else the first that has no answer."""
        dialog = self.dialog(frame)
        path = dialog.path()
        return next((q for q in path if q.name == frame.revisiting), None) or dialog.next_open()

    def answered(self, frame: Frame, question: Question[Any], raw: Any) -> Frame:
        """The answer kept; answers that hang on it go when it has changed."""
        answers = dict(frame.answers)
        if answers.get(question.name) != raw:
            self.drop_dependents(frame, question.name, answers)
        answers[question.name] = raw
        return replace(frame, answers=answers, revisiting=None, view={})

    def drop_dependents(self, frame: Frame, name: str, answers: dict[str, Any]) -> None:
        """Take out the answers that hang on the named one, and those that hang on them."""
        for later in self.kinds[frame.dialog].questions:
            if name in later.common.depends and later.name in answers:
                del answers[later.name]
                self.drop_dependents(frame, later.name, answers)

    def with_result(self, frame: Frame, found: Found) -> Frame:
        """The frame with the result it waits for, if it waits for this one."""
        question = self.question(frame) if frame.view.get("token") == found.token else None
        return frame if question is None else self.answered(frame, question, found.result)

    def message(self, frame: Frame, question: Question[Any]) -> Message:
        """The question as it is shown: where we are, the answer it has, the ways out."""
        dialog = self.dialog(frame)
        message = question.ask(dialog, frame.view)
        number, total = dialog.step(question)
        header = dialog.title
        if total > 1 and number:
            header = _("{title} · step {number} of {total}", title=dialog.title, number=number, total=total)
        if frame.revisiting == question.name and question.name in frame.answers and not frame.view:
            now = _("Now: {answer}", answer=question.told(dialog))
            keep = Choice("keep", _("Leave as it is"))
            message = replace(
                message, text=Text("{a}\n{b}", {"a": message.text, "b": now}), choices=(*message.choices, keep)
            )
        nav = (Choice("back", _("Back")), Choice("cancel", _("Cancel")), Choice("menu", _("Menu")))
        first = self.facts.me.locale is None
        return replace(message, header=header, nav=() if first else nav)


def up_to_date(conversation: Conversation, kinds: Mapping[str, type[Dialog]]) -> Conversation:
    """Dialogs kept by an older version as this version has them; those that exist no more are left out."""
    stacks = (conversation.stack, *conversation.parked)
    if all(_is_current(frame, kinds) for stack in stacks for frame in stack):
        return conversation
    stack, *parked = [tuple(_upgraded(frame, kinds) for frame in stack if frame.dialog in kinds) for stack in stacks]
    return replace(conversation, stack=stack, parked=tuple(filter(None, parked)))


def _is_current(frame: Frame, kinds: Mapping[str, type[Dialog]]) -> bool:
    return frame.dialog in kinds and frame.version == kinds[frame.dialog].version


def _upgraded(frame: Frame, kinds: Mapping[str, type[Dialog]]) -> Frame:
    kind = kinds[frame.dialog]
    return replace(frame, version=kind.version, answers=kind.upgrade(frame.version, dict(frame.answers)))
