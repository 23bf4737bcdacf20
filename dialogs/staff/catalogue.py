"""The catalogue of preschools: how many there are, and a new file that is checked, compared and only then applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import ApplyCatalogue, CompareCatalogue, Effect
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.page import Button, Page
from dialogs.queries import CatalogueDifference, CatalogueSize, Member
from dialogs.questions import Choose, Fixed, Open, Upload
from dialogs.questions.question import Common
from dialogs.questions.upload import SPREADSHEET
from dialogs.staff.guard import for_staff
from enrolment.terms import Name, Role
from locales.text import Text, _, joined, n_, verbatim

MOST_NAMES = 10
COLUMNS = (
    "bin,name_kk,name_ru,locality,address_kk,address_ru,lat,lon,ownership,queue_types,languages,min_age,max_age,"
    "group,places,contract_channel,fee"
)


class Verdict(StrEnum):
    """What becomes of the file."""

    APPLY = "apply"
    LEAVE = "leave"


def difference(load: LoadCatalogue) -> Text:
    """What the file would add, change and close, by name."""
    change = load.facts[CatalogueDifference(load.file[0].file)]
    added, changed, closed = (len(names) for names in (change.added, change.changed, change.closed))
    return joined(
        _names(n_("{count} kindergarten is new:", "{count} kindergartens are new:", added), change.added),
        _names(n_("{count} kindergarten changes:", "{count} kindergartens change:", changed), change.changed),
        _names(n_("{count} kindergarten closes:", "{count} kindergartens close:", closed), change.closed),
        _("Apply it? Closed kindergartens stay in the applications that name them."),
    )


def _names(lead: Text, names: Sequence[Name]) -> Text:
    if not names:
        return EMPTY
    shown = joined(*(named(name) for name in names[:MOST_NAMES]), separator="; ")
    rest = len(names) - MOST_NAMES
    more = n_("and {count} more", "and {count} more", rest) if rest > 0 else EMPTY
    return joined(lead, shown, more, separator=" ")


class LoadCatalogue(Dialog):
    """Replace the catalogue by a file; problems come back row by row, and nothing changes before the last button."""

    title = _("Catalogue")
    file = Upload(
        _("Send the catalogue as a CSV or XLSX file, one row a group. It replaces the whole catalogue."),
        Common(
            hint=joined(_("Columns:"), verbatim(COLUMNS), separator=" "),
            settle=lambda _load, pages: CompareCatalogue(pages[0].file),
        ),
        accepts=SPREADSHEET,
    )
    verdict = Choose(
        difference,
        Fixed(Verdict, {Verdict.APPLY: _("Apply it"), Verdict.LEAVE: _("Leave as it was")}),
        Common(depends=("file",)),
    )

    def done(self) -> Effect | None:
        return ApplyCatalogue(self.file[0].file) if self.verdict is Verdict.APPLY else None


@for_staff(Role.ADMIN)
def catalogue(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """How many preschools are open, and the way to load another file."""
    count = facts[CatalogueSize()]
    text = n_("The catalogue has {count} kindergarten.", "The catalogue has {count} kindergartens.", count)
    load = Button("load", _("Load a file"), Open(LoadCatalogue))
    return Page(text if count else _("The catalogue is empty."), (load,), up=MENU)
