"""The kinds of question: each knows how to ask and what counts as an answer."""

from dialogs.questions.accept import Accept
from dialogs.questions.ask import Ask
from dialogs.questions.away import Away
from dialogs.questions.choose import Choose
from dialogs.questions.choose_many import ChooseMany
from dialogs.questions.given import Given
from dialogs.questions.options import Fixed, Open, Option, Options
from dialogs.questions.question import Problem, Question, Unanswered
from dialogs.questions.review import Review
from dialogs.questions.told import Told
from dialogs.questions.upload import Upload
from dialogs.questions.wait import Wait

__all__ = [
    "Accept",
    "Ask",
    "Away",
    "Choose",
    "ChooseMany",
    "Fixed",
    "Given",
    "Open",
    "Option",
    "Options",
    "Problem",
    "Question",
    "Review",
    "Told",
    "Unanswered",
    "Upload",
    "Wait",
]
