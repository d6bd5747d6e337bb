"""Which migration a ledger is at, without opening it: opening migrates."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from glosspress.errors import LedgerError
from glosspress.ledger import schema
from glosspress.ledger.bodies import parted


def tables(url: str) -> tuple[str, str]:
    """The migration of the database ("": it has none of our tables) and the one this version knows, like `v0003`.

    Nothing is made or changed. LedgerError: the database does not answer.
    """
    parsed, _ = parted(make_url(url))
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return "", schema.REVISION
    engine = create_engine(parsed, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if "alembic_version" not in inspect(connection).get_table_names():
                return "", schema.REVISION
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError as error:
        where = parsed.render_as_string(hide_password=True)
        raise LedgerError(
            f"cannot be read: {type(error).__name__}", where, "check `ledger` in glosspress.yaml"
        ) from error
    return str(found or ""), schema.REVISION
