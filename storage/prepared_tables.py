"""Tables of the documents that a family sends before a contract asks for them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from storage.domain_tables import child
from storage.flow_tables import stored_file
from storage.schema import BigId, Instant, metadata

prepared_document = Table(
    "prepared_document",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("child_id", BigId, ForeignKey(child.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("sent_by", BigId, ForeignKey("account.id"), nullable=False, index=True),
    Column("sent_at", Instant, nullable=False),
    # The day on the paper, YYYY-MM-DD, where the profile says for how long it is good.
    Column("issued_on", Text),
    UniqueConstraint("child_id", "kind"),
)

prepared_page = Table(
    "prepared_page",
    metadata,
    Column("document_id", BigId, ForeignKey(prepared_document.c.id)),
    Column("position", Integer, autoincrement=False),
    Column("file_id", BigId, ForeignKey(stored_file.c.id), nullable=False, index=True),
    # How many pages the file has: a PDF may have several.
    Column("pages", Integer, nullable=False),
    PrimaryKeyConstraint("document_id", "position"),
)
