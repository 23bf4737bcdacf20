"""The scenes of what parents say of a kindergarten, and of pictures of the queue."""

from __future__ import annotations

from dialogs.feedback_queries import Attending, MyAttending, SaidOf
from dialogs.inputs import Fine
from dialogs.page import Finish
from dialogs.picture_effects import SendPicture
from handlers.pictures import WAIT
from tests.dialogs.opinions import SHEET
from tests.dialogs.parents import application, facts
from tests.transcripts.notices import UNASKED
from tests.transcripts.people import of_a_parent
from tests.transcripts.recording import Recording


def feedback(talk: Recording) -> Recording:
    """A parent reads what others say, writes, is corrected twice, and takes the review back."""
    of_a_parent(talk)
    talk.facts = {**talk.facts, SaidOf: SHEET, MyAttending: (Attending(21, "Арман"), Attending(22, "Аружан"))}
    talk.starts().picks("kindergartens").picks("found").picks("p-000000000001").picks("feedback").picks("more")
    talk.picks("earlier").picks("write").picks("21").picks("4").says("Жақсы")
    talk.says("8 701 000 00 01, Әлия Серікова").says("Тәрбиешілер мейірімді, бірақ аула тар.").picks("parent")
    talk.picks("change").picks("q-signed").picks("name").picks("confirm")
    for key in ("feedback_declined", "feedback_published", "feedback_answered"):
        talk.is_told(UNASKED[key])
    return talk.acts("feedback", "000000000001").picks("mine").picks("no").picks("mine").picks("yes")


def statistics(talk: Recording) -> Recording:
    """Anybody looks at the figures of a queue; a parent at the way of the own place."""
    of_a_parent(talk)
    talk.facts = facts(applications=(application(),))
    talk.outcomes = {**talk.outcomes, SendPicture: Fine(Finish(remark=WAIT))}
    talk.starts().picks("kindergartens").picks("statistics").picks("q-sanatorium").picks("queue_length")
    talk.picks("issued_per_week").picks("average_wait").picks("back")
    return talk.starts().picks("applications").picks("a-21").picks("place")
