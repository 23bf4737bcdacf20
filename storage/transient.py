"""Failures of the database that pass: the same work, done again, may succeed."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

_AGAIN = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})


class Transient(Exception):
    """A deadlock, a lost connection, a lock that was not to be had: nothing was kept, try again."""


def passes(error: DBAPIError) -> bool:
    """Whether the failure lies in the moment and not in the statement."""
    if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _AGAIN:
        return True
    return "database is locked" in str(error.orig)
