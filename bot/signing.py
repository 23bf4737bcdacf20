"""The signing site of a running program, opened: on an origin of its own, where the settings name one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import structlog
from aiohttp import web

from bot.instance import Instance
from bot.loops import Loop, unless
from bot.settings import BadSetting, Settings
from signing_gateway.certificates import X509
from signing_gateway.digests import Digests
from signing_gateway.hashed_lists import HashedLists
from signing_gateway.judging import Judge
from signing_gateway.page_pictures import PagePictures
from signing_gateway.services import Addresses, Services, session_for_services
from signing_gateway.site import Site, SiteOptions
from signing_gateway.static import SIGNS_IN_BROWSER
from signing_gateway.submissions import AGAIN, Submissions
from signing_gateway.trust import NotTrusted, trusted_in
from signing_gateway.visits import Visits
from signing_gateway.ways import SCRIPTED
from storage.tasks import TaskRow

RESUMED_EVERY_S: Final = 60.0
Beside = Mapping[str, Callable[[TaskRow], Awaitable[dict[str, Any]]]]
LONGEST_LIST_S = 900.0
log = structlog.get_logger()


@dataclass(frozen=True)
class Signing:
    """The site, if there is one, what is to be done again later, and the loop that sees to it that it is."""

    app: web.Application | None = None
    beside: Beside = field(default_factory=dict)
    loops: Mapping[str, Loop] = field(default_factory=dict)


@asynccontextmanager
async def open_signing(instance: Instance) -> AsyncIterator[Signing]:
    """Everything for signing. Raises BadSetting."""
    settings = instance.settings
    if not settings.signing_url:
        yield Signing()
        return
    anchors, office = anchors_of(settings), instance.service.office
    async with Digests() as digests, Digests(patience=LONGEST_LIST_S) as of_lists, session_for_services() as session:
        services = Services(session, Addresses(settings.ocsp_url, settings.tsp_url, settings.crl_url))
        visits = Visits(instance.database, office)
        judge = Judge(anchors, services, digests, HashedLists(of_lists))
        submissions = Submissions(instance.database, office, visits, judge, settings.ess_optional)
        site = Site(office, visits, submissions, PagePictures(office), digests, options_of(settings))
        yield Signing(site.app(), {AGAIN: submissions.again}, {"signatures": partial(resuming, submissions.resume)})


async def resuming(resume: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    """At the start, and every minute: no signature that was received waits without anybody who looks after it."""
    while not stop.is_set():
        await resume()
        await unless(stop, asyncio.sleep(RESUMED_EVERY_S))


def options_of(settings: Settings) -> SiteOptions:
    """What the settings say of the page."""
    return SiteOptions(
        ways=[way for way in settings.signing_ways if way not in SCRIPTED or SIGNS_IN_BROWSER],
        ncalayer=settings.ncalayer_url,
        test_keys=settings.sandbox,
        secure=settings.signing_url.startswith("https:"),
    )


def anchors_of(settings: Settings) -> list[X509]:
    """The authorities that count. Raises BadSetting where there is none, or one that must not be."""
    try:
        found = trusted_in(settings.trust_dir, sandbox=settings.sandbox) if settings.trust_dir.is_dir() else []
    except (NotTrusted, OSError) as error:
        raise BadSetting("trust_dir", str(error)) from None
    if not found and not settings.sandbox:
        raise BadSetting("trust_dir", f"{settings.trust_dir} holds no authority; `balapan trust fetch` gets them")
    if not found:
        log.warning("eds.no_authority", meaning="no signature counts until there is one in TRUST_DIR")
    return found
