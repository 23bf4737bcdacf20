"""The catalogue of preschools: how many there are, and a new file that is checked, compared and only then applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import ApplyCatalogue, Effect, ExplainCatalogue, ReadCatalogue
from dialogs.facts import Facts
from dialogs.inputs import Page as FilePage
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.page import Button, Deed, Page
from dialogs.queries import CatalogueSize, Member, MyStaff
from dialogs.questions import Choose, Fixed, Open, Upload, Wait
from dialogs.questions.question import Common
from dialogs.questions.upload import SPREADSHEET
from dialogs.staff.guard import for_staff
from enrolment.terms import Name, Role
from locales.text import Text, _, joined, n_, verbatim

COLUMNS = (
    "bin,name_kk,name_ru,locality,address_kk,address_ru,lat,lon,ownership,queue_types,languages,min_age,max_age,"
    "group,places,contract_channel,fee,phone"
)


class Verdict(StrEnum):
    """What becomes of the file."""

    APPLY = "apply"
    LEAVE = "leave"


def which_file(load: LoadCatalogue) -> Text:
    """What to send, and what it replaces: an administrator of one city answers for that city only."""
    member = load.facts[MyStaff()]
    if member is None or member.locality is None:
        return _("Send the catalogue as a CSV or XLSX file, one row a group. It replaces the whole catalogue.")
    return _(
        "Send the catalogue of your city as a CSV or XLSX file, one row a group. "
        "It replaces the kindergartens of your city; those of other cities stay."
    )


def readable(load: LoadCatalogue) -> bool:
    """The file is in order and would change something."""
    return bool(load.reading["status"] == "read")


def difference(load: LoadCatalogue) -> Text:
    """What the file would add, change and close, by name."""
    added, changed, closed = (load.reading[what]["count"] for what in ("added", "changed", "closed"))
    return joined(
        _names(n_("{count} kindergarten is new:", "{count} kindergartens are new:", added), load.reading["added"]),
        _names(n_("{count} kindergarten changes:", "{count} kindergartens change:", changed), load.reading["changed"]),
        _names(n_("{count} kindergarten closes:", "{count} kindergartens close:", closed), load.reading["closed"]),
        _("Apply it? Closed kindergartens stay in the applications that name them."),
    )


def _names(lead: Text, some: Mapping[str, Any]) -> Text:
    if not some["count"]:
        return EMPTY
    shown = joined(*(named(Name(kk, ru, ru)) for kk, ru in some["names"]), separator="; ")
    rest = some["count"] - len(some["names"])
    more = n_("and {count} more", "and {count} more", rest) if rest > 0 else EMPTY
    return joined(lead, shown, more, separator=" ")


class LoadCatalogue(Dialog):
    """Replace the catalogue by a file; problems come back row by row, and nothing changes before the last button."""

    title = _("Catalogue")
    file = Upload(
        which_file,
        Common(hint=joined(_("Columns:"), verbatim(COLUMNS), separator=" ")),
        accepts=SPREADSHEET,
    )
    reading = Wait(
        _("One moment, I am reading the file."),
        lambda load: ReadCatalogue(load.file[0].file),
        Common(depends=("file",)),
    )
    verdict = Choose(
        difference,
        Fixed(Verdict, {Verdict.APPLY: _("Apply it"), Verdict.LEAVE: _("Leave as it was")}),
        Common(when=readable, depends=("file",)),
    )

    def done(self) -> Effect | None:
        if not readable(self):
            return ExplainCatalogue(str(self.reading["status"]), self.reading.get("kept"))
        return ApplyCatalogue(self.reading["kept"]) if self.verdict is Verdict.APPLY else None


def catalogue_file(page: FilePage) -> Deed | None:
    """A spreadsheet that comes without its button is taken for a catalogue: it is only read, and then asked about."""
    if page.mime not in SPREADSHEET.types:
        return None
    return Open(LoadCatalogue, given={"file": [asdict(page)]})


@for_staff(Role.ADMIN)
def catalogue(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """How many preschools are open, and the way to load another file."""
    count = facts[CatalogueSize()]
    text = n_("The catalogue has {count} kindergarten.", "The catalogue has {count} kindergartens.", count)
    load = Button("load", _("Load a file"), Open(LoadCatalogue))
    return Page(text if count else _("The catalogue is empty."), (load,), up=MENU, filed=catalogue_file)
