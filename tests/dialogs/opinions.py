"""What parents say of a kindergarten, for dialog tests: canned facts, outcomes as the handlers give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dialogs.effects import Effect
from dialogs.feedback_effects import AnswerFeedback, DecideFeedback, WithdrawFeedback, WriteFeedback
from dialogs.feedback_queries import (
    Attending,
    FeedbackCard,
    FeedbackSheet,
    MyAttending,
    OneFeedback,
    OurFeedback,
    Own,
    Said,
    SaidOf,
    SaidSheet,
    WaitingFeedback,
    WaitingFeedbackCount,
)
from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.page import Finish, Go
from enrolment.feedback import FeedbackState, Rating
from enrolment.terms import Name
from locales.text import verbatim
from tests.dialogs.talk import NOW

BIN = "000000000001"
NAME = Name("№ 1 балабақша", "Детский сад № 1", "Kindergarten 1")
SAID = (
    Said(5, "Тәрбиешілер мейірімді, тамағы дәмді.", "Айгүл", NOW, "Рақмет, қуаныштымыз."),
    Said(3, "Двор маленький, но группа хорошая.", None, NOW),
)
OWN = Own(91, 4, "Хорошие воспитатели, тесный двор.", FeedbackState.DECLINED, "Назван сотрудник.")
SHEET = SaidSheet(NAME, Rating(Decimal("4.0"), 5), SAID, more=True, writes=True, own=(OWN,))
WAITING = FeedbackCard(21, 0, NAME, 4, "Добрые воспитатели.", "Әлия", FeedbackState.WAITING, NOW)
ANSWERED = FeedbackCard(
    22,
    0,
    NAME,
    2,
    "Группа очень большая.",
    None,
    FeedbackState.APPROVED,
    NOW,
    "Открываем ещё одну группу.",
    FeedbackState.WAITING,
    1,
)


def said_facts() -> dict[Any, Any]:
    """What the handlers would answer a parent."""
    return {SaidOf: lambda query: replace(SHEET, more=not query.at), MyAttending: (Attending(21, "Арман"),)}


def staff_said_facts() -> dict[Any, Any]:
    """What the handlers would answer staff."""
    return {
        WaitingFeedback: (WAITING, ANSWERED),
        WaitingFeedbackCount: 2,
        OurFeedback: FeedbackSheet((ANSWERED,), False, 1),
        OneFeedback: lambda query: ANSWERED if query.id == ANSWERED.id else WAITING,
    }


SAID_OUTCOMES: Mapping[type[Effect], Any] = {
    WriteFeedback: Fine(Finish(notes=(Message(verbatim("Sent.")),), then=Go("feedback", {"bin": BIN}))),
    WithdrawFeedback: Fine(Finish(then=Go("feedback", {"bin": BIN}))),
}
STAFF_SAID_OUTCOMES: Mapping[type[Effect], Any] = {
    DecideFeedback: Fine(Finish(then=Go("feedbacks"))),
    AnswerFeedback: Fine(Finish(then=Go("our_feedback"))),
}
