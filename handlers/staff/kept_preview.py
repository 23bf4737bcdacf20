"""A preview of a distribution run, kept as a sealed file of whoever asked for it: who would get what, line by line."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.protocol_queries import NumberedLine
from enrolment.distribution_protocol import Outcome, ProtocolLine, protocol
from enrolment.distribution_run import Issue, IssueRule, PassedOver, PassReason, Run, Waiting
from enrolment.queue import QueueKey
from enrolment.terms import QueueType
from handlers.account_files import own_content, sealed
from handlers.office import Office
from storage.database import Database
from storage.uow import Uow

MIME = "application/vnd.balapan.distribution+json"


@dataclass(frozen=True)
class KeptPreview:
    """What a run in that locality would have come to at that moment; `seen` tells it from any other outcome."""

    locality: str
    at: datetime
    seen: str
    issued: int
    remaining: int
    waiting: tuple[Waiting, ...]
    lines: tuple[NumberedLine, ...]


def fingerprint(run: Run) -> str:
    """The same for two runs that come to the same for everybody, whatever their numbers."""
    turns: list[Issue | PassedOver] = [*run.issued, *run.passed_over]
    told = [[one.turn, one.candidate.key.id, *_outcome(one)] for one in turns]
    everything = json.dumps([told, run.remaining, run.absent])
    return hashlib.sha256(everything.encode()).hexdigest()


def preview_of(run: Run, locality: str, at: datetime, numbers: Mapping[int, str]) -> KeptPreview:
    """The run as it is kept; `numbers` are those of the applications by id."""
    turns: list[Issue | PassedOver] = sorted([*run.issued, *run.passed_over], key=lambda one: one.turn)
    lines = tuple(
        NumberedLine(line, numbers[one.candidate.key.id]) for one, line in zip(turns, protocol(run), strict=True)
    )
    return KeptPreview(locality, at, fingerprint(run), len(run.issued), run.remaining, run.waiting, lines)


async def keep_preview(database: Database, office: Office, account_id: int, preview: KeptPreview) -> int:
    """Seal it into a file of that account, which nothing refers to: it is swept up in time. Returns the file's id."""
    record = await sealed(office, account_id, await asyncio.to_thread(_packed, preview), MIME)
    async with database.transaction("preview") as uow:
        await uow.files.add(record)
    return record.id


async def kept_preview(uow: Uow, office: Office, account_id: int, file_id: int) -> KeptPreview | None:
    """What was kept for this very account; None when it is gone, or no preview."""
    content = await own_content(uow, office, account_id, file_id, MIME)
    return None if content is None else await asyncio.to_thread(_unpacked, content)


def _outcome(one: Issue | PassedOver) -> tuple[object, ...]:
    if isinstance(one, PassedOver):
        return (one.reason.value,)
    return one.rule.value, None if one.group is None else one.group.id, one.with_sibling


def _packed(preview: KeptPreview) -> bytes:
    plain = {name: getattr(preview, name) for name in ("locality", "seen", "issued", "remaining")}
    waiting = [[*one.queue, one.reason, one.children] for one in preview.waiting]
    lines = [[one.number, *_line_row(one.line)] for one in preview.lines]
    said = {**plain, "at": preview.at.isoformat(), "waiting": waiting, "lines": lines}
    return json.dumps(said, ensure_ascii=False).encode()


def _line_row(line: ProtocolLine) -> list[Any]:
    order = [line.iteration, line.category, line.submitted_on.isoformat()]
    return [line.turn, *line.queue, *order, line.outcome, line.rule, line.with_sibling]


def _unpacked(content: bytes) -> KeptPreview:
    said = json.loads(content)
    return KeptPreview(
        said["locality"],
        datetime.fromisoformat(said["at"]),
        said["seen"],
        said["issued"],
        said["remaining"],
        tuple(Waiting(_queue(*row[:3]), PassReason(row[3]), row[4]) for row in said["waiting"]),
        tuple(NumberedLine(_line(*row), number) for number, *row in said["lines"]),
    )


def _line(turn: int, *row: Any) -> ProtocolLine:
    *queue, iteration, category, submitted_on, outcome, rule, with_sibling = row
    came_to = Outcome(outcome)
    why = IssueRule(rule) if came_to is Outcome.ISSUED else PassReason(rule)
    day = datetime.fromisoformat(submitted_on).date()
    return ProtocolLine(0, turn, _queue(*queue), iteration, category, day, came_to, why, with_sibling)


def _queue(locality: str, queue_type: str, birth_year: int) -> QueueKey:
    return QueueKey(locality, QueueType(queue_type), birth_year)
