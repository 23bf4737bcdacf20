"""Templates for what may be the first message in a day: short, approved by WhatsApp, and silent on what is private.

They stand on a locked screen: none names a queue type, an illness, a surname, or the application's number, whose letter
tells the queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.reading import NEWS
from bot.whatsapp.chat_templates import CHAT_TEMPLATES
from bot.whatsapp.contents import Wanted
from bot.whatsapp.contract_templates import CONTRACT_TEMPLATES
from bot.whatsapp.family_templates import FAMILY_TEMPLATES
from bot.whatsapp.feedback_templates import FEEDBACK_TEMPLATES
from bot.whatsapp.shapes import ALL_SHAPES
from bot.whatsapp.template import Template
from dialogs.enrol_notices import CHOOSE
from dialogs.voucher_words import OPEN_IT
from enrolment.terms import PlaceInstrument
from locales.catalogue import Locale
from locales.text import _

OPEN_APPLICATION = _("Open application")
OPEN_CASE = _("Open the case")
DETAILS = _("Details")
VOUCHER_TEMPLATES = (
    Template(
        "N06",
        _(
            "Your turn has come: there is a place. Child: {child}. Confirm that you want it {deadline}. "
            "Without your answer the place goes to another family."
        ),
        (_("Accept voucher"), _("Decline"), DETAILS),
    ),
    Template(
        "N06r",
        _(
            "Your turn has come: there is a place. Child: {child}. "
            "Conclude the contract with the kindergarten {deadline}. The details say where the place is."
        ),
        (DETAILS,),
    ),
    Template(
        "N07",
        _(
            "A reminder: the time to answer is running out. Child: {child}. "
            "Confirm that you want the place {deadline}. Without your answer it goes to another family."
        ),
        (_("Accept voucher"), DETAILS),
    ),
    Template(
        "N07e",
        _(
            "A reminder: the time to conclude the contract is running out. Child: {child}. "
            "Conclude the contract with the kindergarten {deadline}. Without a contract the place is lost."
        ),
        (DETAILS,),
    ),
    Template(
        "N08",
        _(
            "The place is confirmed. Child: {child}. Choose a kindergarten and conclude the electronic contract "
            "{deadline}. The details tell what to do."
        ),
        (DETAILS,),
    ),
    Template(
        "N09",
        _(
            "You declined the place. Child: {child}. The application is in the archive. "
            "For a new place, join the queue again."
        ),
        (OPEN_APPLICATION,),
    ),
    Template(
        "N10",
        _(
            "The place was not used in time. Child: {child}. The application is on the stop-list. "
            "You can restore it once {deadline}. It keeps its place in the order."
        ),
        (_("Restore"), OPEN_APPLICATION),
    ),
    Template(
        "N11",
        _(
            "Your application is restored. Child: {child}. Place in the queue: {position}. "
            "When the turn comes, I will write to you here."
        ),
        (OPEN_APPLICATION,),
    ),
    Template(
        "N12",
        _(
            "The application cannot be restored any more. Child: {child}. It is in the archive. "
            "For a new place, join the queue again."
        ),
        (OPEN_APPLICATION,),
    ),
    Template(
        "N14",
        _(
            "No contract was concluded in time, and the place is lost. Child: {child}. "
            "The application is in the archive. For a new place, join the queue again."
        ),
        (OPEN_APPLICATION,),
    ),
    Template(
        "N15",
        _(
            "The term is about to end. Child: {child}. Conclude the contract {deadline}. "
            "You can extend it once, with so much more: {count}. Press the button to do so."
        ),
        (_("Extend the term"), DETAILS),
    ),
    Template(
        "N16",
        _("The term is extended. Child: {child}. The new deadline: {deadline}. The details tell what to do."),
        (DETAILS,),
    ),
    Template(
        "deadline_moved",
        _(
            "You have more time, because the working calendar has changed. Child: {child}. "
            "The new deadline: {deadline}. The details tell what to do."
        ),
        (DETAILS,),
    ),
    Template(
        "deadline_after_outage",
        _(
            "You have more time, because our service did not work when your term ended. Child: {child}. "
            "The new deadline: {deadline}. The details tell what to do."
        ),
        (DETAILS,),
    ),
    Template(
        "N17",
        _(
            "The education department has taken back the place that was given. Child: {child}. "
            "The application tells why and what to do next."
        ),
        (OPEN_APPLICATION,),
    ),
)

ENROLMENT_TEMPLATES = (
    Template(
        "N18",
        _(
            "A place has appeared in a kindergarten of your waiting list. Child: {child}. "
            "The place goes to whoever takes it first."
        ),
        (CHOOSE, OPEN_APPLICATION),
    ),
    Template(
        "N19",
        _(
            "The request to the kindergarten is sent. Child: {child}. The place is kept for you. "
            "I will write when the kindergarten answers."
        ),
        (OPEN_APPLICATION,),
    ),
    Template(
        "N22",
        _(
            "The kindergarten refused. Child: {child}. You can choose another one {deadline}. "
            "The application tells what to do next."
        ),
        (CHOOSE, OPEN_APPLICATION),
    ),
    Template(
        "N22r",
        _(
            "The kindergarten refused, and it is not your fault. Child: {child}. "
            "The application is back in the queue with its old date. Nothing is to be done now."
        ),
        (OPEN_APPLICATION,),
    ),
    Template(
        "N27r",
        _(
            "It is cancelled, as you wanted. Child: {child}. The place stays yours while the referral runs. "
            "Open the referral to begin the contract again."
        ),
        (OPEN_IT[PlaceInstrument.REFERRAL], OPEN_APPLICATION),
    ),
    Template(
        "N27",
        _(
            "Your choice of a kindergarten is cancelled, and the place is free again. Child: {child}. "
            "Now you can choose another kindergarten."
        ),
        (CHOOSE, OPEN_APPLICATION),
    ),
)
TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.purpose: template
        for template in (
            Template(
                "N01",
                _(
                    "Your application is accepted. Child: {child}. Place in the queue: {position}. "
                    "When the turn comes, I will write to you here."
                ),
                (OPEN_APPLICATION,),
            ),
            Template(
                "N02",
                _(
                    "Your application is accepted. Child: {child}. The documents are checked first. "
                    "Working days for that: {count}. I will write to you about the result."
                ),
                (OPEN_APPLICATION,),
            ),
            Template(
                "N03",
                _(
                    "Your application is confirmed. Child: {child}. Place in the queue: {position}. "
                    "When the turn comes, I will write to you here."
                ),
                (OPEN_APPLICATION,),
            ),
            Template(
                "N04",
                _(
                    "The documents of your application were not confirmed. Child: {child}. "
                    "The application tells why and what to do next."
                ),
                (OPEN_APPLICATION,),
            ),
            Template(
                "N05",
                _(
                    "The application is now in the archive. Child: {child}. Reason: {reason}. "
                    "The application tells what to do next."
                ),
                (OPEN_APPLICATION,),
            ),
            Template(
                "N13",
                _(
                    "The place in the queue has changed. Before: {old}, now: {new}. Child: {child}. Reason: {reason}. "
                    "When the turn comes, I will write to you here."
                ),
                (OPEN_APPLICATION,),
            ),
            Template(
                "N13p",
                _(
                    "The document that you sent for your application is checked. Child: {child}. "
                    "The application tells the result and what to do next."
                ),
                (OPEN_APPLICATION,),
            ),
            *VOUCHER_TEMPLATES,
            *ENROLMENT_TEMPLATES,
            *FAMILY_TEMPLATES,
            *CHAT_TEMPLATES,
            *CONTRACT_TEMPLATES,
            *FEEDBACK_TEMPLATES,
            Template(
                "N35",
                _(
                    "Thank you for telling us. The service is free: nobody may ask you for money. "
                    "Your report has number {number}, and an administrator will answer here."
                ),
                (OPEN_CASE,),
            ),
            Template(
                "case",
                _("There is an answer to your question. Case: {number}. Open the case to read the answer."),
                (OPEN_CASE,),
            ),
            Template(
                "case_closed",
                _("Your case is closed. Number: {number}. If something is still open, write in it again."),
                (OPEN_CASE,),
            ),
            Template(
                "iin_lost",
                _(
                    "The owner of the IIN that you typed here has proved it, so your account does not have it any "
                    "more. Your children and applications stay. If this is a mistake, write to support: it is in the "
                    "menu under “Help”."
                ),
            ),
            Template(
                "sms_failed",
                _("The SMS with the code could not be sent. Check the number, or ask for another code in this chat."),
            ),
            Template(
                NEWS,
                _("There is news about the kindergarten for you. Reply to this message, and I will show it."),
                (_("Show the news"),),
                NEWS,
            ),
        )
    }
)


def wanted_contents() -> dict[str, Wanted]:
    """Every content that Twilio is to have, by its name without a version."""
    shapes = (Wanted(shape.name, Locale.EN, shape.types(), shape.samples()) for shape in ALL_SHAPES.values())
    templates = (template.wanted(locale) for template in TEMPLATES.values() for locale in Locale)
    return {one.base: one for one in (*shapes, *templates)}
