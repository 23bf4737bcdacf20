"""The journey of the first day: from /start to a place in the queue, confirmed by a doctor, in one language."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from dialogs.names import named
from dialogs.staff.words import FOR_INVITED, ROLE_NAMES
from enrolment.terms import Role
from locales.catalogue import Locale
from locales.text import Text, _, n_
from tests.dialogs.talk import profile_called
from tests.e2e.desk import Program, Simulator, until
from tests.e2e.phone import Phone, call

REHABILITATION = _("Which rehabilitation does the child need?")
MOTHER_USER, MOTHER_IIN = 7010000001, "911205400003"
BOY_IIN = "220315500104"


def photo(words: str = "Қорытынды / Заключение") -> bytes:
    """A page as a phone's camera would send it."""
    page = Image.new("RGB", (1200, 1600), "white")
    drawing = ImageDraw.Draw(page)
    for line in range(30):
        drawing.text((80, 80 + line * 48), f"{words} {line}", fill="black", font_size=32)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


@dataclass
class Journey:
    """A mother, a doctor, and the language they speak."""

    simulator: Simulator
    program: Program
    locale: Locale
    invite: str
    channel: str = "parent"

    def said(self, text: Text) -> str:
        """What a text reads like in the journey's language."""
        return text.in_(self.locale)

    @property
    def mother(self) -> Phone:
        return self.simulator.phone(self.channel, MOTHER_USER)

    def walk(self) -> tuple[Phone, Phone]:
        """From the first hello to place 1; returns both phones."""
        doctor, mother = self.doctor_joins(), self.mother
        self.registers(mother)
        self.adds_the_child(mother)
        self.begins_to_apply(mother)
        self.goes_on_to_apply(mother)
        self.confirms(doctor)
        self.reads_the_place(mother)
        return mother, doctor

    def doctor_joins(self) -> Phone:
        doctor = self.simulator.phone("staff", self.simulator.user("Doctor", bot="staff"))
        doctor.starts().hears("Қазақша").taps(f".{self.locale}")
        doctor.hears(self.said(FOR_INVITED)).says(self.invite)
        doctor.hears(self.said(_("What is your surname and name?"))).says("Ахметова Сәуле")
        return doctor.hears(self.said(ROLE_NAMES[Role.PHTHISIATRICIAN]))

    def registers(self, mother: Phone) -> None:
        mother.starts().hears("Сәлеметсіз бе!", "Здравствуйте!").taps(f".{self.locale}")
        mother.hears(self.said(_("In which city do you look for a kindergarten?"))).taps(".almaty")
        mother.hears(self.said(_("Menu"))).taps(".register")
        mother.hears(self.said(_("Registration"))).shares_contact()
        mother.hears(self.said(_("Type your IIN: the 12 digits on your identity card."))).says(MOTHER_IIN)
        mother.hears(self.said(_("I agree"))).taps(".agree")
        mother.hears("Оспанова Айгерім").taps(".confirm")

    def adds_the_child(self, mother: Phone) -> None:
        mother.hears(self.said(_("Type the child's IIN. It is on the birth certificate."))).says(BOY_IIN)
        mother.hears("Оспанов Алихан").taps(".confirm")
        mother.hears(self.said(_("Next step: apply for a place.")))

    def begins_to_apply(self, mother: Phone) -> None:
        mother.taps(".apply").hears(self.said(_("Which queue?"))).taps(".sanatorium")
        mother.hears(self.said(REHABILITATION))

    def goes_on_to_apply(self, mother: Phone) -> None:
        mother.picks(".tb_contact", self.said(named(profile_called("unified").rehabilitation_types[0].name)))
        mother.hears(self.said(_("Send the phthisiatrician's conclusion: a photo or a PDF."))).sends_photo(photo())
        mother.hears(self.said(_("Done"))).taps(".done")
        mother.hears(self.said(_("Which kindergartens would you like? The first one is the most wanted.")))
        done = self.said(n_("Done: {count}", "Done: {count}", 1))
        mother.taps_first("Apply").hears(done).picks(".done", done)
        mother.hears(self.said(_("In which language should the child be taught?"))).taps(".kk")
        mother.hears(self.said(_("I agree"))).taps(".agree")
        mother.hears(self.said(_("Is everything right?")), "Алихан").taps(".confirm")
        mother.hears("S-2026-000001", self.said(_("Status: “Waiting for the documents to be confirmed”.")))

    def confirms(self, doctor: Phone) -> None:
        doctor.hears("S-2026-000001").taps_action("confirm")
        doctor.hears("S-2026-000001").taps(".yes")

    def reads_the_place(self, mother: Phone) -> None:
        mother.hears(self.said(_("Place in the queue: {position}.", position=1)))
        mother.starts().hears(self.said(_("Menu"))).taps(".applications")
        mother.hears(self.said(_("In the queue: place {place}", place=1)))

    def all_is_sent(self) -> None:
        """Wait until nothing is left in the outbox; the program may be killed and started again meanwhile."""
        until(self._nothing_unsent, lambda: False)

    def _nothing_unsent(self) -> bool:
        try:
            return call(f"http://127.0.0.1:{self.program.port}/readyz")["oldest_unsent_s"] is None
        except OSError:
            return False
