"""Cases that parents open with support, and what both sides said (S2-70, S3-17)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, delete, insert, or_, select, update

from enrolment.working_days import ALMATY
from storage.domain_tables import support_case, support_message
from storage.numbers import next_number
from storage.schema import new_id
from storage.sealed_rows import SealedRow

if TYPE_CHECKING:
    from storage.uow import Uow

CaseState = Literal["open", "answered", "closed"]
Author = Literal["parent", "staff"]
LETTER = "H"


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its number; `kind` is "question", "money" and the like."""

    id: int
    number: str
    account_id: int
    kind: str
    state: CaseState
    taken_by: int | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """What somebody said in a case."""

    id: int
    case_id: int
    author: Author
    text: str = field(repr=False)
    created_at: datetime


class Support:
    """The cases, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def open(self, account_id: int, kind: str, text: str, at: datetime) -> Case:
        """Opens a case with its first message and a number such as `H-2026-000007`."""
        number = await next_number(self._uow, LETTER, at.astimezone(ALMATY).year)
        case = Case(new_id(), number, account_id, kind, "open", None, at, at)
        columns = asdict(case)
        await self._uow.connection.execute(insert(support_case).values(columns))
        await self._write(case.id, "parent", text, at)
        return case

    async def say(self, case_id: int, author: Author, text: str, at: datetime) -> None:
        """Adds a message: one of staff answers the case, one of the parent opens it again."""
        await self._write(case_id, author, text, at)
        await self._set(case_id, state="answered" if author == "staff" else "open", updated_at=at)

    async def take(self, case_id: int, staff_id: int, at: datetime) -> bool:
        """Takes the case; False when another was first."""
        free = or_(support_case.c.taken_by.is_(None), support_case.c.taken_by == staff_id)
        return await self._set(case_id, free, taken_by=staff_id, updated_at=at)

    async def close(self, case_id: int, at: datetime) -> None:
        """Closes the case."""
        await self._set(case_id, state="closed", updated_at=at)

    async def get(self, case_id: int) -> Case | None:
        """One case."""
        return await self._one(support_case.c.id == case_id)

    async def by_number(self, number: str) -> Case | None:
        """The case with this number, however it was typed."""
        return await self._one(support_case.c.number == number.strip().upper())

    async def of_account(self, account_id: int) -> list[Case]:
        """The account's cases, the last touched first."""
        return (await self._where(support_case.c.account_id == account_id))[::-1]

    async def open_cases(self) -> list[Case]:
        """The cases that wait for an answer, the longest waiting first."""
        return await self._where(support_case.c.state == "open")

    async def taken(self, staff_id: int) -> list[Case]:
        """The cases that this member of staff has taken and nobody has closed, the longest waiting first."""
        return await self._where(and_(support_case.c.taken_by == staff_id, support_case.c.state != "closed"))

    async def hand_over_taken(self, from_id: int, to_id: int | None) -> None:
        """Gives the cases that one member of staff had taken to another, or to whoever comes first."""
        query = update(support_case).where(support_case.c.taken_by == from_id, support_case.c.state != "closed")
        await self._uow.connection.execute(query.values(taken_by=to_id))

    async def messages(self, case_ids: Collection[int]) -> dict[int, list[CaseMessage]]:
        """What was said in each case, in order."""
        table = support_message.c
        query = select(support_message).where(table.case_id.in_(case_ids)).order_by(table.created_at, table.id)
        found: dict[int, list[CaseMessage]] = {case_id: [] for case_id in case_ids}
        for row in await self._uow.connection.execute(query):
            text = SealedRow(self._uow.sealer, "support_message", row.id).open_text("text", row.text)
            assert text is not None
            found[row.case_id].append(CaseMessage(row.id, row.case_id, row.author, text, row.created_at))
        return found

    async def hand_over(self, from_account_id: int, to_account_id: int) -> None:
        """Gives the cases of one account to another, whose chat it was."""
        mine = update(support_case).where(support_case.c.account_id == from_account_id)
        await self._uow.connection.execute(mine.values(account_id=to_account_id))

    async def erase(self, account_id: int) -> None:
        """Deletes what was said in the account's cases; the cases and their numbers stay."""
        cases = select(support_case.c.id).where(support_case.c.account_id == account_id)
        await self._uow.connection.execute(delete(support_message).where(support_message.c.case_id.in_(cases)))

    async def _write(self, case_id: int, author: Author, text: str, at: datetime) -> None:
        id_ = new_id()
        sealed = SealedRow(self._uow.sealer, "support_message", id_).seal_text("text", text)
        await self._uow.connection.execute(
            insert(support_message).values(id=id_, case_id=case_id, author=author, text=sealed, created_at=at)
        )

    async def _set(self, case_id: int, *conditions: Any, **values: Any) -> bool:
        query = update(support_case).where(support_case.c.id == case_id, *conditions).values(values)
        return (await self._uow.connection.execute(query)).rowcount == 1

    async def _one(self, condition: Any) -> Case | None:
        found = await self._where(condition)
        return found[0] if found else None

    async def _where(self, condition: Any) -> list[Case]:
        query = select(support_case).where(condition).order_by(support_case.c.updated_at, support_case.c.id)
        return [Case(*row) for row in await self._uow.connection.execute(query)]
