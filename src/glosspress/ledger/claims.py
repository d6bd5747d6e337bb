"""Claims: who works on what, so that several workers on one ledger never do the same work twice.

Leases begin and end by the clock of the database: those of the workers' machines may differ by hours.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, Connection, delete, literal_column, or_, select

from glosspress.ledger.schema import claims
from glosspress.ledger.statements import Store, chunks, insert_new

_LONGEST_S = 3600
_REMEMBERED_S = 86_400
"""So long it is told of a claim whose lease is over that somebody held it."""
_CLOCKS = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)",
}


class Claims(Store):
    """Leases on names. A worker that dies loses its claims when their time is over."""

    def claim(self, name: str, owner: str, lease_s: int = 900) -> bool:
        """Take a claim or renew one's own; False: somebody else holds it. Leases are at most an hour.

        A claim only saves double work: what two workers make of the same input is equal and stored once.
        """
        return bool(self.claim_all([name], owner, lease_s))

    def claim_all(self, names: Sequence[str], owner: str, lease_s: int = 900) -> set[str]:
        """Claim each of the names, in one transaction; those one holds now. As for `claim`, others hold the rest."""
        found: set[str] = set()
        with self._database.writing() as connection:
            now = self._now(connection)
            # An end further away than any lease: the clock was set back since, and the claim would hold for as long.
            free = or_(claims.c.owner == owner, claims.c.until <= now, claims.c.until > now + _LONGEST_S)
            for part in chunks(sorted(names)):  # in one order, so that two of them never wait for each other
                taken = claims.update().where(claims.c.name.in_(part), free).values(owner=owner, until=now + lease_s)
                connection.execute(taken)
                insert_new(
                    connection, claims, [{"name": name, "owner": owner, "until": now + lease_s} for name in part]
                )
                mine = select(claims.c.name).where(claims.c.name.in_(part), claims.c.owner == owner)
                found |= set(connection.execute(mine).scalars())
        return found

    def renew_all(self, owner: str, lease_s: int = 900) -> None:
        """Lengthen all claims of an owner."""
        with self._database.writing() as connection:
            until = self._now(connection) + lease_s
            connection.execute(claims.update().where(claims.c.owner == owner).values(until=until))

    def release(self, name: str, owner: str) -> None:
        """Give back one's own claim."""
        with self._database.writing() as connection:
            connection.execute(delete(claims).where(claims.c.name == name, claims.c.owner == owner))

    def release_all(self, owner: str) -> None:
        """Give back all claims of an owner: one's own, or those of a process that is dead."""
        with self._database.writing() as connection:
            connection.execute(delete(claims).where(claims.c.owner == owner))

    def claimed_by(self, name: str) -> str | None:
        """Who holds a claim now."""
        with self._database.reading() as connection:
            held = claims.c.until > self._now(connection)
            return connection.execute(select(claims.c.owner).where(claims.c.name == name, held)).scalar()

    def purge_claims(self) -> int:
        """Remove claims whose leases are over since a day, or would end later than any lease: nobody gives them back."""
        with self._database.writing() as connection:
            now = self._now(connection)
            gone = or_(claims.c.until < now - _REMEMBERED_S, claims.c.until > now + _LONGEST_S)
            return connection.execute(delete(claims).where(gone)).rowcount

    def holders(self, names: Sequence[str]) -> set[str]:
        """Who holds one of the claims, or held it last and did not give it back: its lease may be over."""
        with self._database.reading() as connection:
            return {
                owner
                for part in chunks(names)
                for owner in connection.execute(select(claims.c.owner).where(claims.c.name.in_(part))).scalars()
            }

    def _now(self, connection: Connection) -> int:
        """Seconds since 1970, by the database's clock."""
        clock = literal_column(_CLOCKS[self._database.dialect], type_=BigInteger)
        return int(connection.execute(select(clock)).scalar_one())
