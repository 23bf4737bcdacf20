"""Every change of a place in the queue with its reason, day by day, the newest first. S3-39."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.notices import why_moved
from dialogs.page import Go, Page, turners
from dialogs.place_queries import PlaceMove, PlaceMoves
from locales.text import Text, _, joined

SHEET = 10
HEADER = _("Place day by day")


def place_by_day(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The days on which the place changed, as far back as it is known."""
    moves, at = facts[PlaceMoves(int(args["id"]))], int(args.get("at", 0))
    up = Go("history", {"id": args["id"]})
    if not moves:
        return Page(_("This application stands in no queue now, so there is no place to show."), header=HEADER, up=up)
    sheet = moves[at * SHEET : (at + 1) * SHEET]
    turns = turners(Go("place_by_day", args), at, more=len(moves) > (at + 1) * SHEET)
    return Page(joined(*map(_line, sheet)), turns, HEADER, up)


def _line(one: PlaceMove) -> Text:
    if one.before is None:
        return _("{day} — at first {place}", day=one.on, place=one.place)
    why = why_moved(one.before, one.place)
    return _("{day} — place {before} → {after}: {why}", day=one.on, before=one.before, after=one.place, why=why)
