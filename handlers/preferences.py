"""Language and city, changeable at any time. S3-04, S1-10, S1-11."""

from __future__ import annotations

from dialogs.effects import SetLanguage, SetLocality
from dialogs.inputs import Fine, Refused
from handlers.book import Outcome, performs
from handlers.desk import Desk
from locales.text import _


@performs(SetLanguage)
async def set_language(desk: Desk, effect: SetLanguage) -> Outcome:
    """Speak this language from now on; what is being answered stays as it is (edge 37)."""
    await desk.save_account(locale=effect.locale.value)
    return Fine()


@performs(SetLocality)
async def set_locality(desk: Desk, effect: SetLocality) -> Outcome:
    """The city whose kindergartens are shown first."""
    if all(row.code != effect.locality for row in desk.office.profile.localities):
        return Refused(_("This city is no longer in the list. Please choose another one."), "locality")
    await desk.save_account(locality=effect.locality)
    return Fine()
