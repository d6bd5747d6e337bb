"""Bring a database to the tables this version knows, inside one transaction: a killed migration leaves the old tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text

from glosspress.errors import LedgerError
from glosspress.ledger import schema

_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
_FOLDER = Path(__file__).with_name("migrations")


def bring_up(connection: Connection, where: str) -> None:
    """Make the tables of a new database, migrate those of an older one. LedgerError: a newer version wrote it."""
    revision = revision_of(connection)
    if revision == schema.REVISION:
        return
    if revision is None:
        schema.metadata.create_all(connection)
        _version.create(connection, checkfirst=True)
        connection.execute(_version.insert().values(version_num=schema.REVISION))
    elif revision not in revisions():
        what = f"was written by a newer glosspress (tables {revision}, this one knows {schema.REVISION})"
        raise LedgerError(what, where, "upgrade glosspress, or point `ledger` elsewhere")
    else:
        move(connection, schema.REVISION)


def revision_of(connection: Connection) -> str | None:
    """The migration a database is at; None for an empty one."""
    names = inspect(connection).get_table_names()
    if "alembic_version" in names:
        return connection.execute(select(_version.c.version_num)).scalar()
    if "schema_version" not in names:
        return None
    _adopt(connection)  # glosspress 0.1 numbered its tables itself
    return revision_of(connection)


def revisions() -> list[str]:
    """All migrations this version knows, the oldest first."""
    from alembic.script import ScriptDirectory  # 0.1 s: only a database that is not up to date needs it

    script = ScriptDirectory.from_config(_config(None))
    return [item.revision for item in reversed(list(script.walk_revisions()))]


def move(connection: Connection, revision: str) -> None:
    """Migrate up or down to a revision; `base` removes all tables."""
    from alembic import command

    order = ["base", *revisions(), "head"]
    down = order.index(revision) < order.index(revision_of(connection) or "base")
    (command.downgrade if down else command.upgrade)(_config(connection), revision)


def _adopt(connection: Connection) -> None:
    number = connection.execute(text("SELECT version FROM schema_version")).scalar()
    connection.execute(text("DROP TABLE schema_version"))
    _version.create(connection)
    if number is not None:
        connection.execute(_version.insert().values(version_num=f"v{number:04}"))


def _config(connection: Connection | None) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
