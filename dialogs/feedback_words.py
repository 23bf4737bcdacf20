"""Words about reviews by parents that several screens share."""

from __future__ import annotations

from dialogs.feedback_queries import FeedbackCard, Said
from dialogs.questions.question import Problem
from enrolment.feedback import LONGEST_WORDS, SHORTEST_WORDS, FeedbackState, Rating, Unfit, unfit
from locales.dates import ALMATY
from locales.measures import decimal
from locales.text import Text, _, joined, n_, verbatim

STARS: dict[int, Text] = {
    1: _("Very bad"),
    2: _("Bad"),
    3: _("So-so"),
    4: _("Good"),
    5: _("Very good"),
}
"""In this order, so that the number of the option is the number of stars."""
STATES: dict[FeedbackState, Text] = {
    FeedbackState.WAITING: _("waits for the administrator"),
    FeedbackState.APPROVED: _("published"),
    FeedbackState.DECLINED: _("not published"),
    FeedbackState.REPLACED: _("replaced by a newer one"),
}
PARENT = _("A parent")


def read_feedback(text: str) -> str:
    """Words that may be published: 10 to 400 characters, no numbers or addresses of people."""
    words = text.strip()
    match unfit(words):
        case None:
            return words
        case Unfit.TOO_SHORT:
            raise Problem(
                n_(
                    "This is very short. Write at least {count} character: what is good, what is not?",
                    "This is very short. Write at least {count} characters: what is good, what is not?",
                    SHORTEST_WORDS,
                )
            )
        case Unfit.TOO_LONG:
            raise Problem(n_("Please keep to {count} character.", "Please keep to {count} characters.", LONGEST_WORDS))
        case Unfit.NUMBER:
            raise Problem(
                _(
                    "Phone numbers, IINs and other long numbers are not published. Write the same without the number; "
                    "everything else is kept."
                )
            )
        case Unfit.ADDRESS:
            raise Problem(
                _(
                    "Links, e-mail addresses and names of accounts are not published. Write the same without them; "
                    "everything else is kept."
                )
            )


def rating_words(rating: Rating | None) -> Text:
    """The mean of the stars and how many reviews it comes from."""
    if rating is None:
        return _("Nobody has written yet.")
    average = decimal(float(rating.average))
    return n_("{average} of 5, {count} review", "{average} of 5, {count} reviews", rating.count, average=average)


def said_words(one: Said) -> Text:
    """A published review with its answer."""
    author = verbatim(one.name) if one.name else PARENT
    day = one.at.astimezone(ALMATY).date()
    first = _("{stars} of 5 · {author} · {day}", stars=one.stars, author=author, day=day)
    answer = (_("Answer of the kindergarten: {words}", words=verbatim(one.answer)),) if one.answer else ()
    return joined(first, verbatim(one.words), *answer)


def card_words(card: FeedbackCard) -> Text:
    """A review as staff see it."""
    author = verbatim(card.name) if card.name else PARENT
    day = card.at.astimezone(ALMATY).date()
    first = _("{stars} of 5 · {author} · {day}", stars=card.stars, author=author, day=day)
    return joined(first, verbatim(card.words))
