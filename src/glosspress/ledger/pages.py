"""Pages and the decisions about them. Decisions are only ever appended."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Select, func, select

from glosspress.article import Article
from glosspress.digest import digest, utc_now
from glosspress.event import page_subject
from glosspress.ledger.packing import (
    decision_from_json,
    decision_json,
    pack,
    pack_page,
    texts_of_page,
    unpack,
    unpack_page,
)
from glosspress.ledger.records import HeldPage, PageRef, Shown
from glosspress.ledger.schema import decisions, page_segments, pages
from glosspress.ledger.statements import Store, chunks, insert_new
from glosspress.ledger.withdrawals import withdrawn_events, withdrawn_subjects
from glosspress.page import Decision, Page, State


class Pages(Store):
    """What is online, and what waits."""

    def put_page(self, page: Page, decision: Decision) -> str:
        """Store a page and what was decided about it; returns the page's digest.

        The run that made a page is not part of its identity: the same content made again is the stored page. A decision
        equal to the newest one about the page adds nothing.
        """
        return self.put_pages([(page, decision)])[0]

    def put_pages(self, made: Sequence[tuple[Page, Decision]]) -> list[str]:
        """As `put_page`, many in one transaction."""
        packed = [(page, pack(decision_json(decision)), decision.publish, *_packed(page)) for page, decision in made]
        with self._database.writing() as connection:
            stored = set(_stored(connection, [identity for *_, identity, _ in packed]))
            new = {identity: (page, body) for page, _, _, identity, body in packed if identity not in stored}
            insert_new(connection, pages, [{"digest": identity, "body": body} for identity, (_, body) in new.items()])
            keys = [{"key": key, "digest": identity} for identity, (page, _) in new.items() for key in _keys(page)]
            insert_new(connection, page_segments, keys)
            newest = _newest(connection, [page for page, _ in made])
            news = []
            for page, why, publish, identity, _ in packed:
                if newest.get((page.id, page.locale)) != (identity, why):
                    newest[page.id, page.locale] = identity, why
                    row = {"page_id": page.id, "locale": page.locale, "digest": identity, "publish": publish}
                    news.append(row | {"body": why, "run": page.making.run, "decided_at": utc_now()})
            for part in chunks(news):
                connection.execute(decisions.insert(), list(part))
        return [identity for *_, identity, _ in packed]

    def page(self, page_digest: str) -> Page | None:
        """A stored version of a page."""
        with self._database.reading() as connection:
            body = connection.execute(select(pages.c.body).where(pages.c.digest == page_digest)).scalar()
            return None if body is None else Page.from_json(unpack_page(body))

    def source_article(self, page_digest: str) -> Article | None:
        """The article that a stored version of a page was made from."""
        with self._database.reading() as connection:
            body = connection.execute(select(pages.c.body).where(pages.c.digest == page_digest)).scalar()
            return None if body is None else Article.from_json(unpack_page(body, outline=True)["source"])

    def source_texts(self, digests: Sequence[str]) -> dict[str, list[str]]:
        """By digest of a stored version, the texts that were translated for it, in order."""
        found = {}
        with self._database.reading() as connection:
            for part in chunks(list(digests)):
                rows = connection.execute(select(pages.c.digest, pages.c.body).where(pages.c.digest.in_(part)))
                found.update({row.digest: texts_of_page(row.body) for row in rows})
        return found

    def current_pages(self, locale: str | None = None) -> list[Page]:
        """What should be online: of each article and locale the newest version that was to be published.

        A newer version that is held leaves the last good one online; a withdrawn page is not online. Sorted by id and locale.
        """
        return list(self.iterate_current_pages(locale))

    def iterate_current_pages(self, locale: str | None = None) -> Iterator[Page]:
        """As `current_pages`, one page in memory at a time; what is online is settled at the first one."""
        yield from self.read_pages([ref.digest for ref in self.online(locale)])

    def online(self, locale: str | None = None, *, withdrawn: bool = False) -> list[PageRef]:
        """The versions that `current_pages` gives, without reading them; or, of withdrawn pages, those that were online."""
        with self._database.reading() as connection:
            refs = _published(connection, locale, withdrawn_subjects(connection))
        return [ref for ref in refs if ref.online is not withdrawn]

    def shown(self) -> Shown:
        """All that the site shows, in one view: a page that is withdrawn or restored meanwhile stands in it once."""
        with self._database.reading() as connection:
            gone = withdrawn_events(connection)
            refs = _published(connection, None, gone)
        withdrawn = [(ref, gone[page_subject(ref.id, ref.locale)]) for ref in refs if not ref.online]
        return Shown(tuple(ref for ref in refs if ref.online), tuple(withdrawn))

    def newest(self, locale: str | None = None) -> list[PageRef]:
        """The newest version of every page, online, held or withdrawn, sorted by locale and id."""
        wanted = select(decisions).where(decisions.c.number.in_(_latest(locale)))
        with self._database.reading() as connection:
            gone = withdrawn_subjects(connection)
            rows = connection.execute(wanted.order_by(decisions.c.locale, decisions.c.page_id)).all()
        return [
            PageRef(
                row.page_id,
                row.locale,
                row.digest,
                row.publish and page_subject(row.page_id, row.locale) not in gone,
                True,
            )
            for row in rows
        ]

    def read_pages(self, digests: Sequence[str], *, outline: bool = False) -> Iterator[Page]:
        """Stored versions in this order, one in memory at a time; as outlines without their translations."""
        for part in chunks(list(digests)):
            yield from self._pages(part, outline)

    def pages_with(self, keys: Sequence[str]) -> dict[str, list[PageRef]]:
        """By key of a translation, the newest and the online versions of pages on which it stands; by locale and id."""
        found: dict[str, list[PageRef]] = {}
        with self._database.reading() as connection:
            shown = _shown_versions(connection)
            for part in chunks(list(dict.fromkeys(keys))):
                wanted = select(page_segments.c.key, page_segments.c.digest).where(page_segments.c.key.in_(part))
                for key, sha in connection.execute(wanted):
                    if sha in shown:
                        found.setdefault(key, []).extend(shown[sha])
        return {key: sorted(refs, key=_place) if len(refs) > 1 else refs for key, refs in found.items()}

    def is_online(self, page_id: str, locale: str) -> bool:
        """True when some version of the page was to be published and the page is not withdrawn."""
        wanted = select(decisions.c.number).where(
            decisions.c.page_id == page_id, decisions.c.locale == locale, decisions.c.publish
        )
        with self._database.reading() as connection:
            published = connection.execute(wanted.limit(1)).first() is not None
            return published and page_subject(page_id, locale) not in withdrawn_subjects(connection)

    def held(self, locale: str | None = None) -> list[HeldPage]:
        """The pages whose newest version is held, sorted by locale and id."""
        wanted = select(decisions).where(decisions.c.number.in_(_latest(locale)), ~decisions.c.publish)
        good = select(decisions.c.page_id, decisions.c.locale).where(decisions.c.publish).distinct()
        with self._database.reading() as connection:
            gone = withdrawn_subjects(connection)
            online = {tuple(row) for row in connection.execute(good) if page_subject(*row) not in gone}
            rows = connection.execute(wanted.order_by(decisions.c.locale, decisions.c.page_id)).all()
            return [
                HeldPage(
                    id=row.page_id,
                    locale=row.locale,
                    digest=row.digest,
                    decision=decision_from_json(unpack(row.body)),
                    run=row.run,
                    decided_at=row.decided_at,
                    last_good=(row.page_id, row.locale) in online,
                )
                for row in rows
            ]

    def states(self) -> list[tuple[str, str, bool, State]]:
        """(page id, locale, whether it goes online, state) by the newest decision about each page, sorted."""
        wanted = select(decisions).where(decisions.c.number.in_(_latest(None)))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(decisions.c.locale, decisions.c.page_id))
            return [(row.page_id, row.locale, row.publish, decision_from_json(unpack(row.body)).state) for row in rows]

    def decisions(self, page_id: str, locale: str) -> list[tuple[str, Decision]]:
        """All decisions about a page, oldest first, each with the digest of the version."""
        wanted = select(decisions.c.digest, decisions.c.body).where(
            decisions.c.page_id == page_id, decisions.c.locale == locale
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(decisions.c.number))
            return [(sha, decision_from_json(unpack(body))) for sha, body in rows]

    def _pages(self, digests: Sequence[str], outline: bool) -> Iterator[Page]:
        with self._database.reading() as connection:
            found = connection.execute(select(pages.c.digest, pages.c.body).where(pages.c.digest.in_(digests)))
            bodies = {row.digest: row.body for row in found}
        for sha in digests:
            yield Page.from_json(unpack_page(bodies[sha], outline=outline))


def _published(connection: Connection, locale: str | None, gone: Container[str]) -> list[PageRef]:
    """The newest versions that were to be published, sorted by id and locale; withdrawn ones are not online."""
    wanted = select(decisions).where(decisions.c.number.in_(_latest(locale, decisions.c.publish)))
    newest = set(connection.execute(_latest(locale)).scalars())
    rows = connection.execute(wanted.order_by(decisions.c.page_id, decisions.c.locale))
    return [
        PageRef(
            row.page_id,
            row.locale,
            row.digest,
            page_subject(row.page_id, row.locale) not in gone,
            row.number in newest,
        )
        for row in rows
    ]


def _shown_versions(connection: Connection) -> dict[str, list[PageRef]]:
    """The newest and the online versions of all pages, by their digest."""
    newest, online = _latest(None), _latest(None, decisions.c.publish)
    gone = withdrawn_subjects(connection)
    shown, latest = (set(connection.execute(wanted).scalars()) for wanted in (online, newest))
    wanted = select(decisions.c.number, decisions.c.page_id, decisions.c.locale, decisions.c.digest)
    found: dict[str, list[PageRef]] = {}
    for number, page_id, locale, sha in connection.execute(wanted.order_by(decisions.c.number)):
        if number in shown or number in latest:
            there = number in shown and page_subject(page_id, locale) not in gone
            found.setdefault(sha, []).append(PageRef(page_id, locale, sha, there, number in latest))
    return found


def _place(ref: PageRef) -> tuple[str, str]:
    return ref.locale, ref.id


def _packed(page: Page) -> tuple[str, bytes]:
    """The page's digest and its bytes."""
    data = page.as_json()
    return digest({**data, "making": {**data["making"], "run": ""}}), pack_page(data)


def _stored(connection: Connection, digests: Sequence[str]) -> Iterator[str]:
    """Those of the digests whose pages are there."""
    for part in chunks(digests):
        yield from connection.execute(select(pages.c.digest).where(pages.c.digest.in_(part))).scalars()


def _keys(page: Page) -> list[str]:
    return sorted({item.key for _, items in page.translations for item in items})


def _newest(connection: Connection, made: Sequence[Page]) -> dict[tuple[str, str], tuple[str, bytes]]:
    """By id and locale of some pages, the digest and the body of the newest decision."""
    wanted = select(decisions.c.page_id, decisions.c.locale, decisions.c.digest, decisions.c.body)
    return {
        (row.page_id, row.locale): (row.digest, bytes(row.body))
        for locale in {page.locale for page in made}
        for part in chunks([page.id for page in made if page.locale == locale])
        for row in connection.execute(
            wanted.where(decisions.c.number.in_(_latest(locale, decisions.c.page_id.in_(part))))
        )
    }


def _latest(locale: str | None, *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """Numbers of the newest decisions that meet the conditions, one a page and locale."""
    wanted = select(func.max(decisions.c.number)).where(*conditions)
    if locale is not None:
        wanted = wanted.where(decisions.c.locale == locale)
    return wanted.group_by(decisions.c.locale, decisions.c.page_id)
