"""Translations by key: work that is never done twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select

from glosspress.digest import utc_now
from glosspress.ledger.packing import pack, unpack
from glosspress.ledger.schema import segment_sources, segment_terms, translations
from glosspress.ledger.statements import Store, chunks, insert_new
from glosspress.translation import Translation


class Translations(Store):
    """Translated sentences and the terms that stand in them."""

    def translations(self, keys: Sequence[str]) -> dict[str, Translation]:
        """The stored translations among these keys, held ones too."""
        found = {}
        with self._database.reading() as connection:
            for part in chunks(list(dict.fromkeys(keys))):
                wanted = select(translations.c.key, translations.c.body).where(translations.c.key.in_(part))
                for key, body in connection.execute(wanted):
                    found[key] = Translation.from_json(unpack(body))
        return found

    def put_translations(
        self,
        made: Sequence[Translation],
        locale: str,
        pair: str,
        terms: Mapping[str, Collection[str]] | None = None,
    ) -> int:
        """Store those that are new, all in one transaction; returns how many were.

        `locale` is a BCP 47 tag, `pair` the glossary's name (`en-pt`), `terms` the ids of the terms that stand in a
        segment, by key. A stored translation is never changed: the key says all that it depends on.
        """
        by_key = {item.key: item for item in made}
        known = self._known(list(by_key))
        rows = [_row(item, locale, pair) for key, item in by_key.items() if key not in known]
        links = [
            {"term": term, "key": row["key"]} for row in rows for term in sorted(set((terms or {}).get(row["key"], ())))
        ]
        if rows:
            with self._database.writing() as connection:
                insert_new(connection, translations, rows)
                insert_new(connection, segment_terms, links)
                sources = [{"key": row["key"], "pair": pair, "source": by_key[row["key"]].source.text} for row in rows]
                insert_new(connection, segment_sources, sources)
        return len(rows)

    def keys_with_term(self, term_id: str, locale: str | None = None) -> list[str]:
        """Keys of the translations in whose source a term stands, sorted: what a change of the term touches."""
        wanted = select(segment_terms.c.key).where(segment_terms.c.term == term_id).order_by(segment_terms.c.key)
        if locale is not None:
            wanted = wanted.join(translations, translations.c.key == segment_terms.c.key)
            wanted = wanted.where(translations.c.locale == locale)
        with self._database.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def segment_sources(self, pair: str) -> Iterator[tuple[str, str]]:
        """(key, source text) of all stored translations of a pair, by key: what a new term is searched in."""
        wanted = select(segment_sources.c.key, segment_sources.c.source).where(segment_sources.c.pair == pair)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(segment_sources.c.key).execution_options(yield_per=5_000))
            yield from ((key, source) for key, source in rows)

    def rungs(self, locale: str) -> dict[str, int]:
        """How many stored translations of a locale each rung gave."""
        wanted = select(translations.c.rung, func.count().label("number")).where(translations.c.locale == locale)
        with self._database.reading() as connection:
            return {row.rung: row.number for row in connection.execute(wanted.group_by(translations.c.rung))}

    def forget_translations(self, keys: Sequence[str]) -> None:
        """Remove translations, so that they are made again. Pages that were made with them stay."""
        with self._database.writing() as connection:
            for part in chunks(list(keys)):
                connection.execute(delete(segment_terms).where(segment_terms.c.key.in_(part)))
                connection.execute(delete(segment_sources).where(segment_sources.c.key.in_(part)))
                connection.execute(delete(translations).where(translations.c.key.in_(part)))

    def _known(self, keys: Sequence[str]) -> set[str]:
        with self._database.reading() as connection:
            return {
                key
                for part in chunks(keys)
                for key in connection.execute(select(translations.c.key).where(translations.c.key.in_(part))).scalars()
            }


def _row(item: Translation, locale: str, pair: str) -> dict[str, Any]:
    return {
        "key": item.key,
        "locale": locale,
        "pair": pair,
        "rung": item.rung.value,
        "held": item.held,
        "body": pack(item.as_json()),
        "made_at": item.made_at or utc_now(),
    }
