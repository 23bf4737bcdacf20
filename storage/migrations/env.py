"""Runs the steps on the connection that `storage.migrate` hands over, all of them in its one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage import (
    bulletin_tables,
    calendar_tables,
    chat_tables,
    contract_tables,
    domain_tables,
    feedback_tables,
    flow_tables,
    place_tables,
    prepared_tables,
    queue_tables,
    signature_tables,
)
from storage.schema import Instant, metadata

tables = (
    bulletin_tables,
    calendar_tables,
    chat_tables,
    contract_tables,
    domain_tables,
    feedback_tables,
    flow_tables,
    place_tables,
    prepared_tables,
    queue_tables,
    signature_tables,
)


def in_plain_words(kind: str, item: Any, _autogenerate: AutogenContext) -> str | Literal[False]:
    """A step must not change with the code: an instant is the integer that it is in the database."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=not context.config.attributes.get("from_nothing", False),
    render_item=in_plain_words,
)
with context.begin_transaction():
    context.run_migrations()
