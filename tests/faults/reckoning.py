"""What a killed and restarted program must have left behind: everything, once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from tests.e2e.phone import Phone, call

ONCE = {
    "select count(*) from account where registered_at is not null": 1,
    "select count(*) from child where removed_at is null": 1,
    "select count(*) from application": 1,
    "select count(*) from application where state = 'queued'": 1,
    "select count(*) from paper": 1,
    "select count(*) from staff": 1,
    "select count(*) from review where decision is not null": 1,
    "select coalesce(sum(n), 0) from queue_counter": 1,
    "select count(*) from inbox where state <> 'done'": 0,
    "select count(*) from outbox where status not in ('sent', 'superseded')": 0,
}


def said(phone: Phone) -> Counter[str]:
    """Every text that the bot sent to this chat, edits included, with how often it came."""
    records = call(f"{phone.address}/messages?after=0&from=bot")["messages"]
    return Counter(str(r.get("text") or r.get("type")) for r in records if r["kind"] in {"message", "edited"})


def effects(folder: Path) -> dict[str, int]:
    """What the database counts, for the questions of `ONCE`."""
    with sqlite3.connect(f"file:{folder}/balapan.sqlite3?mode=ro", uri=True) as database:
        return {query: database.execute(query).fetchone()[0] for query in ONCE}


def compare(reference: Counter[str], found: Counter[str]) -> None:
    """Nothing is missing, and at most one message came twice."""
    missing = reference - found
    assert not missing, f"lost: {missing}"
    twice = found - reference
    assert sum(twice.values()) <= 1, f"more than one message twice: {twice}"
