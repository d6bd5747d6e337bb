"""What a run deals out to other runs, and what they made of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; rows stay as long as a run lasts."""
    op.create_table(
        "shares",
        sa.Column("run", sa.String(64), primary_key=True),
        sa.Column("shard", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("work", sa.LargeBinary, nullable=False),
        sa.Column("result", sa.LargeBinary),
    )


def downgrade() -> None:
    """Remove it: a run that is going on deals out its work once more when it is started again."""
    op.drop_table("shares")
