"""Which versions of which profiles open cases follow: every one of them has to be known before anything is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, cast, select, union

from storage.domain_tables import application
from storage.place_tables import rests, stop_list_rest, voucher, voucher_open

if TYPE_CHECKING:
    from storage.uow import Uow


async def versions_of_open_cases(uow: Uow) -> set[tuple[str, int]]:
    """The code and the version, of vouchers, of applications under review, and of rests on the stop-list."""
    reviewed = application.c.state == "docs_pending"
    found = union(
        select(voucher.c.profile, voucher.c.profile_version).where(voucher_open),
        select(application.c.profile, cast(application.c.profile_version, Integer)).where(reviewed),
        select(stop_list_rest.c.profile, stop_list_rest.c.profile_version).where(
            rests, stop_list_rest.c.profile.is_not(None)
        ),
    )
    return {(str(code), int(version)) for code, version in await uow.connection.execute(found)}
