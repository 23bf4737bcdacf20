"""Who comes with a link, what it is for, and whether this browser may go on with it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

import structlog

from handlers.contract_links import LINK_LIVES
from handlers.contract_signers import leads_to, signer_of
from handlers.contract_telling import about_contract
from handlers.office import Office
from handlers.staff.preschool_telling import preschool_name
from handlers.telling import Moment, locale_of
from locales.catalogue import Locale
from locales.text import Text
from signing_gateway.challenge import challenge
from signing_gateway.purposes import Expected, Purpose, Role
from storage.accounts import Account, last_seen
from storage.database import Database
from storage.kept_signature import KeptSignature
from storage.signings import Purpose as LinkPurpose
from storage.signings import Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow

WINDOW_S: Final = 2 * int(LINK_LIVES.total_seconds())
_NAME: Final = re.compile(r"[\w-]{32}", re.ASCII)
log = structlog.get_logger()


class Standing(StrEnum):
    """What a browser may do with a link."""

    UNOPENED = "unopened"
    MINE = "mine"
    ELSEWHERE = "elsewhere"
    CHECKING = "checking"
    REFUSED = "refused"
    USED = "used"
    OVER = "over"
    NOT_YOURS = "not_yours"
    MOVED_ON = "moved_on"


RECEIVED: Final = {Standing.CHECKING, Standing.REFUSED, Standing.USED}
"""A signature has come with the link."""


@dataclass(frozen=True)
class About:
    """What the page tells of the case: the kindergarten, the child's first name, the voucher, pages of the document.

    `amends` is the number of the contract that it changes, where it is an additional agreement (C19).
    """

    kindergarten: Text
    child: str = field(repr=False)
    voucher: str
    pages: int
    amends: str = ""


@dataclass(frozen=True)
class Visit:
    """A link that exists, seen from the browser of that name; `channel` is that of the chat last written from."""

    token: str = field(repr=False)
    browser: str | None = field(repr=False)
    standing: Standing
    mine: bool
    signing: Signing
    contract: StoredContract
    account: Account = field(repr=False)
    about: About
    channel: str | None
    kept: KeptSignature | None = field(default=None, repr=False)

    @property
    def locale(self) -> Locale:
        """The language of the account."""
        return locale_of(self.account)

    @property
    def staff(self) -> bool:
        """Whether the kindergarten signs."""
        return self.account.kind == "staff"

    def expected(self, *, ess_optional: bool = False) -> Expected:
        """Who has to sign: the parent as a person, or the kindergarten's head or whoever has its right to sign."""
        purpose = Purpose(self.signing.purpose)
        if self.staff:
            entitled = frozenset({Role.HEAD, Role.SIGNER})
            return Expected(purpose, entitled, None, self.contract.preschool_bin, ess_optional)
        return Expected(purpose, frozenset({Role.PERSON}), self.account.iin, None, ess_optional)


@dataclass(frozen=True)
class Visits:
    """Links as browsers come with them; a look changes nothing."""

    database: Database
    office: Office

    async def look(self, token: str, cookie: str | None) -> Visit | None:
        """The visit; None for a link that is unknown or has been replaced by a newer one."""
        browser = cookie if cookie and _NAME.fullmatch(cookie) else None
        async with self.database.reading() as uow:
            signing = await uow.signings.by_token(token)
            return await self._visit(uow, signing, token, browser) if signing else None

    async def of(self, signing: Signing) -> Visit | None:
        """The visit without a browser, for what is judged again later."""
        async with self.database.reading() as uow:
            return await self._visit(uow, signing, "", None)

    async def open(self, visit: Visit) -> str | None:
        """Bind the link to the browser that pressed the button first: its name; None for any other."""
        browser = visit.browser or new_browser()
        async with self.database.transaction("signing opened") as uow:
            if not await uow.limits.hit(_opening(visit.signing), self._now, WINDOW_S, 1):
                return None
            await uow.limits.hit(_opening(visit.signing, browser), self._now, WINDOW_S, 1)
        return browser

    async def forgotten(self, visit: Visit) -> bool:
        """Whether what was to be signed is not there any more, and never will be: the contract went another way."""
        signing = visit.signing
        if signing.purpose is LinkPurpose.CHECK:
            return False
        async with self.database.reading() as uow:
            return await uow.contract_versions.get(signing.contract_id, signing.version or 0) is None

    async def document(self, visit: Visit) -> bytes | None:
        """The bytes that are to be signed; None where they cannot be had."""
        signing = visit.signing
        async with self.database.reading() as uow:
            if signing.purpose is LinkPurpose.CHECK:
                return challenge(uow.sealer, signing)
            version = await uow.contract_versions.get(signing.contract_id, signing.version or 0)
            records = await uow.files.get([version.file_id]) if version else {}
        if not records:
            return None
        (record,) = records.values()
        content = await self.office.files.read(record.id, record.wrapped_key)
        if hashlib.sha256(content).hexdigest() != signing.sha256:
            log.error("signing.other_bytes", contract=signing.contract_id, version=signing.version)
            return None
        return content

    async def _visit(self, uow: Uow, signing: Signing, token: str, browser: str | None) -> Visit | None:
        contract = await uow.contracts.get(signing.contract_id)
        account = (await uow.accounts.load([signing.account_id])).get(signing.account_id)
        if contract is None or account is None or account.deleted_at is not None:
            return None
        mine = browser is not None and await self._opened(uow, _opening(signing, browser))
        kept = await uow.signatures.get(signing.id)
        standing = _with_signature(signing, kept) or await self._standing(uow, signing, contract, mine=mine)
        about = await self._about(uow, signing, contract)
        chat = last_seen((await uow.accounts.addresses([account.id]))[account.id])
        channel = chat.channel if chat else None
        return Visit(token, browser, standing, mine, signing, contract, account, about, channel, kept)

    async def _about(self, uow: Uow, signing: Signing, one: StoredContract) -> About:
        at = Moment(uow, self.office, self._now)
        told = await about_contract(at, one)
        voucher = await uow.vouchers.get(one.voucher_id)
        kindergarten = await preschool_name(at, one.preschool_bin)
        number = voucher.number if voucher else ""
        return About(kindergarten, told.child, number, await _pages(uow, signing), told.amends)

    async def _standing(self, uow: Uow, signing: Signing, one: StoredContract, *, mine: bool) -> Standing:
        """Of a link with which nothing has come yet."""
        signer = await signer_of(Moment(uow, self.office, self._now), signing)
        if signer is None:
            return Standing.NOT_YOURS
        if not leads_to(one, signing, signer):
            return Standing.MOVED_ON
        if signing.expires_at <= self._now:
            return Standing.OVER
        if mine:
            return Standing.MINE
        return Standing.ELSEWHERE if await self._opened(uow, _opening(signing)) else Standing.UNOPENED

    async def _opened(self, uow: Uow, by: str) -> bool:
        return await uow.limits.left(by, self._now, WINDOW_S, 1) == 0

    @property
    def _now(self) -> datetime:
        return self.office.clock.now()


def is_told(visit: Visit) -> bool:
    """Whether a verdict is known of the signature that came with the link."""
    return visit.kept is None or visit.kept.told


def _with_signature(signing: Signing, kept: KeptSignature | None) -> Standing | None:
    """Of a link with which a signature has come; None of any other."""
    match kept.state if kept else None:
        case "pending":
            return Standing.CHECKING
        case "refused":
            return Standing.REFUSED
    return None if signing.used_at is None else Standing.USED


def new_browser() -> str:
    """A name for a browser that has none: its cookie, 192 bits that nobody guesses."""
    return secrets.token_urlsafe(24)


def _opening(signing: Signing, browser: str = "") -> str:
    return f"signing opened {signing.id} {browser}".rstrip()


async def _pages(uow: Uow, signing: Signing) -> int:
    """Of the document that is to be signed; a check has none."""
    if signing.version is None:
        return 0
    version = await uow.contract_versions.get(signing.contract_id, signing.version)
    return version.pages if version else 0
