"""Claims: who works on what, so that several workers on one ledger never do the same work twice."""

from __future__ import annotations

import time

from sqlalchemy import delete, or_, select

from glosspress.ledger.schema import claims
from glosspress.ledger.statements import Store, insert_new

_LONGEST_S = 3600


class Claims(Store):
    """Leases on names. A worker that dies loses its claims when their time is over."""

    def claim(self, name: str, owner: str, lease_s: int = 900) -> bool:
        """Take a claim or renew one's own; False: somebody else holds it. Leases are at most an hour.

        A claim only saves double work: what two workers make of the same input is equal and stored once.
        """
        now = int(time.time())
        with self._database.writing() as connection:
            # An end further away than any lease: the clock was set back since, and the claim would hold for as long.
            free = or_(claims.c.owner == owner, claims.c.until <= now, claims.c.until > now + _LONGEST_S)
            taken = claims.update().where(claims.c.name == name, free).values(owner=owner, until=now + lease_s)
            if connection.execute(taken).rowcount:
                return True
            insert_new(connection, claims, [{"name": name, "owner": owner, "until": now + lease_s}])
            return connection.execute(select(claims.c.owner).where(claims.c.name == name)).scalar() == owner

    def release(self, name: str, owner: str) -> None:
        """Give back one's own claim."""
        with self._database.writing() as connection:
            connection.execute(delete(claims).where(claims.c.name == name, claims.c.owner == owner))

    def claimed_by(self, name: str) -> str | None:
        """Who holds a claim now."""
        wanted = select(claims.c.owner).where(claims.c.name == name, claims.c.until > int(time.time()))
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar()
