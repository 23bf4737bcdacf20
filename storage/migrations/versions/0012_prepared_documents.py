"""Documents of a child that are sent before a contract asks for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT, PAGE = "prepared_document", "prepared_page"


def upgrade() -> None:
    """One of a kind for each child, with its files in their order."""
    op.create_table(
        DOCUMENT,
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sent_by", _ID, nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Text()),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=f"fk_{DOCUMENT}_child_id"),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=f"fk_{DOCUMENT}_sent_by"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{DOCUMENT}"),
        sa.UniqueConstraint("child_id", "kind", name=f"uq_{DOCUMENT}_child_id_kind"),
    )
    op.create_index(f"ix_{DOCUMENT}_sent_by", DOCUMENT, ["sent_by"])
    op.create_table(
        PAGE,
        sa.Column("document_id", _ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_id", _ID, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], [f"{DOCUMENT}.id"], name=f"fk_{PAGE}_document_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=f"fk_{PAGE}_file_id"),
        sa.PrimaryKeyConstraint("document_id", "position", name=f"pk_{PAGE}"),
    )
    op.create_index(f"ix_{PAGE}_file_id", PAGE, ["file_id"])


def downgrade() -> None:
    """Without them."""
    op.drop_table(PAGE)
    op.drop_table(DOCUMENT)
