"""`review status`, `list` and `history`: they change nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from glosspress.cli.options import Options, pass_options
from glosspress.cli.review.options import one_locale, to_option

if TYPE_CHECKING:
    from glosspress.steps.reviewing import PageView, SegmentView
    from glosspress.workspace import Workspace


@click.command("status")
@click.argument("page", required=False)
@to_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@pass_options
def status_command(options: Options, page: str | None, locale: str | None, as_json: bool) -> None:
    """How many pages are in which state, or every sentence of one PAGE with its state, findings and place.

    \b
    Example:
      glosspress review status
      glosspress review status --json
    """
    from glosspress.steps.reviewing import page_view

    here = options.open_workspace()
    if page is not None:
        view = page_view(here, page, one_locale(here, locale))
        click.echo(json.dumps(_page_json(view), ensure_ascii=False, indent=1) if as_json else _page_text(view))
        return
    rows = _counts(here, locale)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    for row in () if as_json else rows:
        click.echo(f"{row['locale']:<8} {row['state']:<20} {row['publication']:<22} {row['pages']:>6}")


def _counts(here: Workspace, locale: str | None) -> list[dict[str, Any]]:
    from collections import Counter

    from glosspress.review import Standing
    from glosspress.steps.reviewing import queue

    items = queue(here, locale, standings=list(Standing))
    found = Counter((item.locale, item.standing.value, item.publication.value) for item in items)
    return [
        {"locale": tag, "state": state, "publication": place, "pages": number}
        for (tag, state, place), number in sorted(found.items())
    ]


def _page_text(view: PageView) -> str:
    lines = [
        f"{view.page.id} ({view.page.locale}): {view.standing.value}, {view.publication.value}",
        *(f"  {reason}" for reason in view.decision.reasons),
    ]
    if view.change.value != "unchanged":
        lines.append(f"  the source changed: {view.change.value}")
    for item in view.segments:
        lines += _segment_lines(item)
    return "\n".join(lines)


def _segment_lines(item: SegmentView) -> list[str]:
    lines = [f"{item.where:<10} {item.standing.value}{', HELD' if item.held else ''}", f"    {item.source}"]
    lines.append(f"    {item.target}")
    lines += [f"    {finding.severity.value}: {finding.message} [{finding.check}]" for finding in item.findings]
    if item.change is not None and item.change.before:
        shown = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
        lines.append("    source: " + "".join(shown[kind].format(text) for kind, text in item.change.diff))
    return lines


def _page_json(view: PageView) -> dict[str, Any]:
    return {
        "page": view.page.id,
        "locale": view.page.locale,
        "state": view.standing.value,
        "publication": view.publication.value,
        "reasons": list(view.decision.reasons),
        "change": view.change.value,
        "head": view.head,
        "content": view.content,
        "segments": [
            {
                "where": item.where,
                "state": item.standing.value,
                "held": item.held,
                "source": item.source,
                "target": item.target,
                "findings": [[f.check, f.severity.value, f.message] for f in item.findings],
                "seen": item.seen,
            }
            for item in view.segments
        ],
    }


@click.command("list")
@to_option
@click.option("--by", type=click.Choice(["page", "segment"]), default="page", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@pass_options
def list_command(options: Options, locale: str | None, by: str, limit: int, as_json: bool) -> None:
    """What waits for a person, first things first: risk x reach x uncertainty, with the reason.

    \b
    Example:
      glosspress review list
      glosspress review list --by segment --limit 5
    """
    from dataclasses import asdict

    from glosspress.steps.reviewing import queue

    items = queue(options.open_workspace(), locale, by=by, limit=limit)
    if as_json:
        click.echo(json.dumps([asdict(item) for item in items], ensure_ascii=False, indent=1))
        return
    for item in items:
        name = f"{item.page_id} {item.where}".strip()
        click.echo(f"{item.priority:8.2f}  {item.locale:<6} {item.standing.value:<18} {name}\n          {item.why}")


@click.command("history")
@click.argument("page", required=False)
@to_option
@click.option("--json", "as_json", is_flag=True, help="Print one event a line as JSON.")
@pass_options
def history_command(options: Options, page: str | None, locale: str | None, as_json: bool) -> int:
    """All events of the chain, or those about one PAGE and its sentences. Exit code 9 when the chain is broken.

    \b
    Example:
      glosspress review history
      glosspress review history --json
    """
    from glosspress.errors import LedgerError
    from glosspress.ledger import open_ledger

    here = options.open_workspace()
    ledger = open_ledger(here.ledger_url)
    events = list(ledger.events()) if page is None else _about(here, page, one_locale(here, locale))
    for event in events:
        if as_json:
            click.echo(json.dumps(event.as_json(), ensure_ascii=False))
            continue
        place = f"{event.body.get('page', event.subject)} {event.body.get('where', '')}".strip()
        click.echo(f"{event.number:>6}  {event.at}  {event.kind.value:<18} {event.actor} ({event.role})  {place}")
        if event.comment:
            click.echo(f"        {event.comment}")
    broken = ledger.broken_event()
    if broken is not None:
        raise LedgerError(f"the event chain is broken at event {broken}", ledger.where, "restore the ledger's backup")
    return 0


def _about(here: Workspace, page: str, locale: str) -> list[Any]:
    from glosspress.steps.reviewing import page_view

    view = page_view(here, page, locale)
    found = {event.number: event for item in view.segments for event in item.events}
    found |= {event.number: event for event in view.events}
    return [found[number] for number in sorted(found)]
