"""The scenes of the catalogue: search, features, distance, cards, the bulletin."""

from __future__ import annotations

from dialogs.facts import Me
from dialogs.inputs import Fine, Located
from dialogs.kindergarten_queries import BulletinSheet, ReadBulletin
from dialogs.page import Finish
from dialogs.picture_effects import SendPicture
from handlers.pictures import WAIT
from tests.dialogs.parents import facts
from tests.dialogs.talk import NOW
from tests.transcripts.people import of_a_parent
from tests.transcripts.recording import Recording


def kindergartens(talk: Recording) -> Recording:
    """A guest looks for a kindergarten by name, by features and by distance, and reads the bulletin."""
    talk.me = Me(1, talk.locale, "almaty", chat=talk.me.chat)
    talk.facts = facts(count=12)
    talk.outcomes = {**talk.outcomes, SendPicture: Fine(Finish(remark=WAIT))}
    talk.starts().picks("kindergartens").picks("found").picks("more").picks("more").says("№ 7").picks("p-000000000007")
    talk.picks("map").picks("back").picks("filters").picks("ownership").picks("v-private").picks("found")
    talk.picks("any-ownership").picks("filters").picks("language").picks("v-kk").picks("age").picks("v-5")
    talk.picks("free").picks("any-words").picks("found").picks("map").picks("back")
    talk.picks("near").send(Located(43.25, 76.945)).picks("p-000000000012").picks("back").says("ромашка").picks("all")
    talk.starts().picks("kindergartens").picks("bulletin").picks("more").picks("p-000000000006").picks("back")
    talk.picks("cities").picks("c-astana")
    talk.facts = {**talk.facts, ReadBulletin: BulletinSheet(NOW.replace(hour=18))}
    return talk.starts().picks("kindergartens").picks("bulletin")


def choosing_there(talk: Recording) -> Recording:
    """A family with a voucher looks for the age of its child and chooses on the card."""
    of_a_parent(talk)
    talk.starts().picks("kindergartens").picks("filters").picks("age").picks("v-c11").picks("found")
    return talk.picks("p-000000000001").picks("enrol-71").picks("2").picks("confirm")
