"""Statistics of the city's queues, for anybody: which queue, which picture. S1-08."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.names import QUEUE_NAMES, locality_name
from dialogs.page import Button, Do, Go, Page
from dialogs.picture_effects import SendPicture
from dialogs.questions import Open
from dialogs.statistics import ISSUED, QUEUE, WAIT
from dialogs.welcome import ChangeLocality
from enrolment.terms import QueueType
from locales.text import _, joined

PICTURES = {
    QUEUE: _("How many wait"),
    ISSUED: _("Places per week"),
    WAIT: _("Average wait"),
}


def statistics(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The pictures of one queue, and the other queues."""
    profile = facts.profile
    locality = facts.me.locality or profile.localities[0].code
    queue = QueueType(args["queue"]) if "queue" in args else profile.queue_types[0]
    about = {"locality": locality, "queue": queue.value}
    drawn = tuple(Button(name, label, Do(SendPicture(name, about))) for name, label in PICTURES.items())
    others = tuple(
        Button(f"q-{kind.value}", QUEUE_NAMES[kind], Go("statistics", {"queue": kind.value}))
        for kind in profile.queue_types
        if kind is not queue
    )
    text = joined(
        _("Queue: {queue}", queue=QUEUE_NAMES[queue]),
        _("Choose a picture; the same comes in words with it."),
        _("Of those who wait, numbers below five are not shown, so that nobody is recognised."),
    )
    city = Button("city", _("Another city"), Open(ChangeLocality))
    header = _("Statistics · {city}", city=locality_name(profile, locality))
    return Page(text, (*drawn, *others, city), header, Go("kindergartens"))
