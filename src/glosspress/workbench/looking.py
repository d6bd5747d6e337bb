"""Pages that show: the queue, a page with its sentences, what publishing would do. They change nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from glosspress import locales
from glosspress.ledger import open_ledger
from glosspress.review import Standing
from glosspress.steps.reviewing import PageView, Proposal, page_view, proposals, queue
from glosspress.workbench.rows import SHOWN, rows, told
from glosspress.workbench.sessions import Session
from glosspress.workbench.templating import render
from glosspress.workspace import Workspace

_MOST = 200
"""Rows of the queue on one page: nobody reads further before the order changes."""
ROLES = ("translator", "medical reviewer", "editor", "reviewer")
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is shown; empty: all."""

    locale: str = ""
    source: str = ""
    state: str = ""
    by: str = "page"

    @classmethod
    def of(cls, query: Query) -> Filters:
        """From a query string. UsageError: not a locale. Unknown states and orders count as not given."""
        wanted = query.get("locale", "")
        return cls(
            locale=locales.parse(wanted).tag if wanted else "",
            source=query.get("source", ""),
            state=query.get("state", "") if query.get("state") in (*Standing, "any") else "",
            by="segment" if query.get("by") == "segment" else "page",
        )

    @property
    def standings(self) -> tuple[Standing, ...] | None:
        """For `queue`; None: what waits for a person."""
        if self.state == "any":
            return tuple(Standing)
        return (Standing(self.state),) if self.state else None


def who_page(session: Session, problem: str = "", status: int = 200) -> Response:
    """Who are you, and as what?"""
    return render("who.html", status, session=session, roles=ROLES, problem=problem)


def queue_page(here: Workspace, session: Session, query: Query) -> Response:
    """What waits, first things first, with the reason of the order."""
    filters = Filters.of(query)
    refs = open_ledger(here.ledger_url).newest()
    items = queue(here, filters.locale or None, by=filters.by, standings=filters.standings)
    items = [item for item in items if filters.source in ("", item.page_id.partition("/")[0])]
    return render(
        "queue.html",
        session=session,
        filters=filters,
        items=items[:_MOST],
        total=len(items),
        held=sum(bool(item.held) for item in items),
        locales=sorted({*here.config.locales, *(ref.locale for ref in refs)}),
        sources=sorted({ref.id.partition("/")[0] for ref in refs}),
        states=list(Standing),
        notice=query.get("notice", ""),
    )


def show_page(here: Workspace, session: Session, page_id: str, locale: str, query: Query) -> Response:
    """A page, side by side with its source. UsageError: no such page."""
    view = page_view(here, page_id, locales.parse(locale).tag)
    show = query.get("show", "all") if query.get("show") in SHOWN else "all"
    values = page_values(view, show, proposals(here, view))
    return render("page.html", session=session, show=show, notice=query.get("notice", ""), **values)


def page_values(view: PageView, show: str, offered: Mapping[str, Sequence[Proposal]]) -> dict[str, Any]:
    """What the page's template needs of a page."""
    return {
        "view": view,
        "page": view.page,
        "rows": list(rows(view, show, offered)),
        "open": len(view.open),
        "held": sum(item.held for item in view.segments),
        "changed": sum(item.change is not None for item in view.segments),
        "events": told(view.events),
        "link": view.page.origin.url if view.page.origin.url.startswith(("https://", "http://")) else "",
    }


def publish_page(here: Workspace, session: Session, query: Query) -> Response:
    """What goes online, asked before it does."""
    refs = open_ledger(here.ledger_url)
    return render(
        "publish.html",
        session=session,
        pages=len(refs.online()),
        page=query.get("page", ""),
        locale=query.get("locale", ""),
        output=here.relative(here.output),
        published=None,
        address="",
    )
