"""Files that people send: downloaded, checked, stored under encryption, and only then given their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.delivery import Undelivered
from bot.discards import note_discard
from bot.downloads import NotDownloaded, Source, TooBig, Unwanted, downloaded
from bot.sheets import TEXT, sheet_type
from documents.intake import examine, refused_unseen
from documents.kinds import Kind
from documents.quarantine import Quarantine
from documents.verdicts import Accepted, Limits, Refusal, Refused
from handlers.clock import Clock
from storage.database import Database
from storage.file_records import FileRecord
from storage.files import FileStore
from storage.inbox import InboxRow
from storage.schema import new_id

LEASE_S = 300.0
PATIENCE_S = 240.0
MOST_ATTEMPTS = 3
AGAIN_AFTER_S = 5.0
LONGEST_NAME = 255
NOT_DOWNLOADED = {"refused": {"code": "download"}}
log = structlog.get_logger()

Payload = dict[str, Any]


@dataclass(frozen=True)
class Fetcher:
    """Fetches for every channel.

    `sheets` names the channels on which tables and texts are taken as well, `copied` those whose provider keeps a copy.
    """

    database: Database
    files: FileStore
    clock: Clock
    quarantine: Quarantine
    sources: Mapping[str, Source]
    limits: Limits
    sheets: frozenset[str] = frozenset({"staff"})
    copied: frozenset[str] = frozenset({"whatsapp"})

    async def claim(self, places: int) -> list[InboxRow]:
        """At most that many updates whose file is to be fetched, ours for five minutes."""
        now = await self.database.lease_now()
        async with self.database.transaction("fetch claim") as uow:
            return await uow.inbox.claim_fetches(places, now, LEASE_S)

    async def fetch(self, row: InboxRow) -> None:
        """Fetch one file and let its update have its turn; what keeps failing is told to the person."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                payload, records = await self._fetched(row)
        except Exception:
            log.exception("fetch.failed", inbox=row.id, account=row.account_id, attempts=row.attempts)
            if row.attempts < MOST_ATTEMPTS:
                await self._again(row)
                return
            payload, records = row.payload if "refused" in row.payload else NOT_DOWNLOADED, []
        kept = {name: row.payload[name] for name in ("message",) if name in row.payload}
        async with self.database.transaction("fetched") as uow:
            account_id = await uow.inbox.fetched(row, kept | payload)
            if account_id is None:
                log.warning("fetch.too_late", inbox=row.id, account=row.account_id)
                return
            for record in records:
                await uow.files.add(replace(record, owner_account_id=account_id))
            if row.channel in self.copied:
                await note_discard(uow, row, self.clock.now())
            uow.wake("inbox")

    async def _fetched(self, row: InboxRow) -> tuple[Payload, list[FileRecord]]:
        if "refused" in row.payload:
            return {"refused": {**row.payload["refused"], "deleted": await self._deleted(row)}}, []
        if "attached" not in row.payload:
            return {name: value for name, value in row.payload.items() if name != "copy"}, []
        attached = row.payload["attached"]
        name = attached.get("name")
        refused = refused_unseen(attached.get("size"), name=name, limits=self.limits)
        if refused is not None:
            return await self._refused(row, refused), []
        try:
            content = await downloaded(self.sources[row.channel], attached["id"], self.limits.max_bytes)
        except NotDownloaded:
            return NOT_DOWNLOADED, []
        except TooBig:
            return _refused_payload(_too_big(self.limits)), []
        except Unwanted as error:
            return _refused_payload(Refused(Refusal.NOT_A_DOCUMENT, {"family": error.family})), []
        verdict = await self._verdict(row.channel, content, attached)
        if isinstance(verdict, Refused):
            return await self._refused(row, verdict), []
        sent = await self._stored(row, content, verdict.mime, attached.get("name") or "")
        sent = replace(sent, pages=verdict.pages)
        made = [await self._stored(row, page, Kind.JPEG, "", sent.id) for page in verdict.made]
        return {"file": _file_payload(made or [sent], sent, verdict)}, [sent, *made]

    async def _verdict(self, channel: str, content: bytes, attached: Mapping[str, Any]) -> Accepted | Refused:
        name, declared = attached.get("name"), attached.get("mime")
        sheet = sheet_type(name, content) if channel in self.sheets else None
        if sheet is not None:
            return Accepted(sheet, 1)
        return await examine(content, name=name, declared_type=declared, limits=self.limits, quarantine=self.quarantine)

    async def _stored(
        self, row: InboxRow, content: bytes, mime: str, name: str, original: int | None = None
    ) -> FileRecord:
        file_id = new_id()
        written = await self.files.put(file_id, content)
        return FileRecord(
            id=file_id,
            owner_account_id=row.account_id,
            name=name[:LONGEST_NAME],
            mime=mime,
            size=written.size,
            sha256=written.sha256,
            wrapped_key=written.wrapped_key,
            created_at=self.clock.now(),
            original=original,
        )

    async def _refused(self, row: InboxRow, refused: Refused) -> Payload:
        payload = _refused_payload(refused)
        if refused.reason is Refusal.EDS_KEY:
            payload["refused"]["deleted"] = await self._deleted(row)
        return payload

    async def _deleted(self, row: InboxRow) -> bool:
        """Whether the message with the key or its password is gone from the chat. N34."""
        async with self.database.reading() as uow:
            address = await uow.accounts.address(row.address_id)
        if address is None or "message" not in row.payload:
            return False
        try:
            await self.sources[row.channel].delete(address.external_id, row.payload["message"])
        except Undelivered as error:
            log.warning("key.not_deleted", inbox=row.id, error=str(error))
            return False
        return True

    async def _again(self, row: InboxRow) -> None:
        now = await self.database.lease_now()
        async with self.database.transaction("fetch again") as uow:
            await uow.inbox.retry_fetch(row, now + AGAIN_AFTER_S)


def _file_payload(shown: Sequence[FileRecord], sent: FileRecord, verdict: Accepted) -> Payload:
    """What the conversation learns: the files to show, a mark of the one sent, and the advice if there is any."""
    payload: Payload = {"file": shown[0].id, "mime": shown[0].mime, "pages": verdict.pages}
    payload |= {"rest": [record.id for record in shown[1:]], "mark": sent.mark}
    payload |= {"name": sent.name} if verdict.mime == TEXT else {}
    return payload | ({"advice": verdict.advice} if verdict.advice else {})


def _refused_payload(refused: Refused) -> Payload:
    return {"refused": {"code": refused.reason.value, "details": dict(refused.details)}}


def _too_big(limits: Limits) -> Refused:
    return Refused(Refusal.TOO_BIG, {"bytes": limits.max_bytes + 1, "limit": limits.max_bytes})
