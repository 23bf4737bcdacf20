"""The numbers of the day: counted beside the turns, drawn, and told in words. For the education department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dialogs.names import locality_name
from dialogs.staff.day_numbers import DAY_NUMBERS, NAMES
from dialogs.staff.words import NOT_YOUR_ROLE
from documents.drawing.day_numbers import DayNumber, numbers_picture, numbers_words
from documents.drawing.heading import Heading
from enrolment.terms import Role
from enrolment.working_days import ALMATY
from handlers.pictures import Drawing, Viewing, paints
from locales.text import Text, _
from storage.uow import Uow

DAY = timedelta(days=1)


@paints(DAY_NUMBERS)
async def day_numbers(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """The figures of a locality, or of all; another's are nobody's business."""
    locality = str(about["locality"]) or None
    member = await at.uow.staff.by_account(at.account.id) if at.account.kind == "staff" else None
    if member is None or member.role is not Role.EDUCATION_DEPARTMENT or member.locality not in {None, locality}:
        return NOT_YOUR_ROLE
    where = locality_name(at.office.profile, locality) if locality is not None else _("all cities")
    heading = Heading(where, at.now)
    rows = await figures(at.uow, locality, at.now)
    return Drawing(partial(numbers_picture, heading, rows), numbers_words(heading, rows))


async def figures(uow: Uow, locality: str | None, now: datetime) -> list[DayNumber]:
    """What happened since midnight in Almaty beside the whole day before, and how things stand."""
    local = now.astimezone(ALMATY)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    today = asdict(await uow.day_numbers.happened(locality, midnight, midnight + DAY))
    before = asdict(await uow.day_numbers.happened(locality, midnight - DAY, midnight))
    stands = asdict(await uow.day_numbers.standing(locality))
    return [DayNumber(name, {**today, **stands}[figure], before.get(figure)) for figure, name in NAMES.items()]
