"""What parents say of a kindergarten, for anybody, newest first. S1-09."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.feedback import Feedback
from dialogs.feedback_effects import WithdrawFeedback
from dialogs.feedback_queries import Own, SaidOf
from dialogs.feedback_words import STATES, rating_words, said_words
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page
from dialogs.questions import Open
from enrolment.feedback import FeedbackState
from locales.text import Text, _, joined, verbatim


def feedback(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The rating and some reviews on each sheet; `args` are those of the kindergarten's card and the sheet."""
    at = int(args.get("sheet", 0))
    sheet = facts[SaidOf(args["bin"], at)]
    up = Go("preschool", {name: value for name, value in args.items() if name != "sheet"})
    if sheet is None:
        return Page(_("This kindergarten is no longer in the catalogue."), up=Go("kindergartens"))
    own = () if at else tuple(_own(one) for one in sheet.own if one.state is not FeedbackState.REPLACED)
    who = _("Only parents whose child goes there write; an administrator reads every review first.")
    said = tuple(said_words(one) for one in sheet.said)
    text = joined(rating_words(sheet.rating), *own, *said, who, separator="\n\n")
    forth = (Button("more", _("More"), Go("feedback", {**args, "sheet": at + 1})),) if sheet.more else ()
    back = (Button("earlier", _("Previous"), Go("feedback", {**args, "sheet": at - 1})),) if at else ()
    write = _("Write a new review") if sheet.own else _("Write a review")
    writes = (Button("write", write, Open(Feedback, given={"bin": args["bin"]})),) if sheet.writes else ()
    mine = (Button("mine", _("Take my review back"), Go("feedback_back", args)),) if sheet.own else ()
    header = _("What parents say · {name}", name=named(sheet.name))
    return Page(text, (*writes, *mine, *forth, *back), header, up)


def feedback_back(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Asks once more before one's own reviews of this kindergarten are deleted.

    Its yes is the third answer, which taking back never is on the page before: a doubled key loses nothing.
    """
    sheet, up = facts[SaidOf(args["bin"], 0)], Go("feedback", args)
    if sheet is None or not sheet.own:
        return feedback(facts, args)
    text = joined(_("Delete your review for good?"), *(_own(one) for one in sheet.own), separator="\n\n")
    yes = Button("yes", _("Yes, delete"), Do(WithdrawFeedback(sheet.own[0].id)))
    return Page(text, (Button("no", _("Do not delete"), up), Button("later", _("Not now"), up), yes), up=up)


def _own(one: Own) -> Text:
    """One's own review, where it stands, and why it is not published."""
    first = _("Your review, {stars} of 5: {state}", stars=one.stars, state=STATES[one.state])
    why = (_("Reason: {reason}", reason=verbatim(one.reason)),) if one.reason else ()
    words = () if one.state is FeedbackState.APPROVED else (verbatim(one.words),)
    return joined(first, *why, *words)
