"""The editions of the contract's model form, as the press prints them. For the education department. S2-73."""

from __future__ import annotations

from dialogs.staff.model_form import FormEdition, FormEditions
from handlers.book import answers
from handlers.desk import Desk


@answers(FormEditions)
async def form_editions(desk: Desk, query: FormEditions) -> tuple[FormEdition, ...]:
    """Every edition, the earliest first."""
    press = desk.office.press
    return () if press is None else tuple(FormEdition(since, version) for since, version in press.editions())
