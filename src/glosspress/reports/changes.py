"""A difference of term bases and its impact as table rows, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glosspress.glossary.diff import Change, Diff
from glosspress.steps.impact import Impact, Preview, by_change
from glosspress.steps.tables import counted

_LONG = 400
"""Changes a Markdown report lists one by one: a form in Prefect's pages stays readable."""


def change_rows(changes: Diff) -> list[dict[str, str]]:
    """One row a change: pair, term, kind, before and after of each field."""
    return [
        {
            "pair": change.pair,
            "id": ", ".join(change.ids),
            "term": change.source,
            "change": change.kind.value,
            "before": _side(change, 0),
            "after": _side(change, 1),
        }
        for change in changes.changes
    ]


def change_impact_rows(found: Impact) -> list[dict[str, Any]]:
    """As `change_rows`, with the sentences, pages and locales each change touches."""
    rows = []
    for row, items in zip(change_rows(found.diff), by_change(found), strict=True):
        pages = {(page.id, page.locale) for item in items for page in item.pages}
        rows.append({**row, "sentences": len(items), "pages": len(pages), "locked": sum(bool(i.human) for i in items)})
    return rows


def locale_rows(found: Impact) -> list[dict[str, Any]]:
    """One row a locale: sentences, those of persons, pages, those online, words."""
    rows = []
    for tag in found.locales:
        items = [item for item in found.segments if item.locale == tag]
        pages = {page.id for page in found.pages(tag)}
        online = {page.id for page in found.pages(tag) if page.online}
        rows.append(
            {
                "locale": tag,
                "sentences": len(items),
                "locked (persons')": sum(item.human is not None for item in items),
                "pages": len(pages),
                "online": len(online),
                "words": sum(item.words for item in items if item.human is None),
            }
        )
    return rows


def page_rows(found: Impact) -> list[dict[str, Any]]:
    """One row a page: how many of its sentences change."""
    counts: dict[tuple[str, str], list[int]] = {}
    online = {(page.locale, page.id) for page in found.pages() if page.online}
    for item in found.segments:
        for place in {(page.locale, page.id) for page in item.pages}:
            numbers = counts.setdefault(place, [0, 0])
            numbers[0] += 1
            numbers[1] += item.human is not None
    return [
        {"page": name, "locale": tag, "sentences": total, "locked": locked, "online": (tag, name) in online}
        for (tag, name), (total, locked) in sorted(counts.items())
    ]


def diff_markdown(changes: Diff) -> str:
    """The difference alone."""
    return "\n\n".join([_heading(changes), _listed(change_rows(changes))]) + "\n"


def impact_markdown(found: Impact) -> str:
    """The difference, what it touches, and sentences before and after."""
    parts = [_heading(found.diff), cost(found), _listed(change_impact_rows(found))]
    if found.segments:
        parts += ["### What it touches", table(locale_rows(found))]
    if found.previews:
        parts += ["### Sentences before and after", *map(_shown, found.previews)]
    parts += [f"*{note}*" for note in found.notes]
    return "\n\n".join(parts) + "\n"


def form_markdown(found: Impact) -> str:
    """The same for the narrow form a reviewer fills in: lists, because its tables are cut at the right edge."""
    parts = [_heading(found.diff), cost(found)]
    lines = []
    for row in change_impact_rows(found)[:_LONG]:
        reach = f"{counted(row['sentences'], 'sentence')}, {counted(row['pages'], 'page')}"
        sides = " → ".join(_plain(side) or "(none)" for side in (row["before"], row["after"]))
        lines.append(f"- **{_plain(row['term'])}** ({row['pair']}, `{row['id']}`) {row['change']}: {sides} *({reach})*")
    parts.append("\n".join(lines))
    if found.previews:
        parts += ["### Sentences before and after", *map(_shown, found.previews)]
    parts += [f"*{note}*" for note in found.notes]
    return "\n\n".join(parts) + "\n"


def cost(found: Impact) -> str:
    """One sentence: how much will change, and what it costs."""
    if not found.segments:
        return "No stored sentence is touched."
    pages = {(page.id, page.locale) for page in found.pages()}
    locked = sum(item.human is not None for item in found.segments)
    where = f"{counted(len(pages), 'page')} in {counted(len(found.locales), 'locale')}"
    text = f"{counted(len(found.segments), 'sentence')} on {where}"
    if locked:
        text += f", {locked:,} of them persons' texts, which stay and become review tasks"
    if found.seconds is None:
        time = "no run has been measured yet, so the time is unknown"
    else:
        time = f"about {max(1, round(found.seconds)):,} s at the measured {found.speed:,.0f} words/s"
    return f"{text}. At most {counted(found.words, 'word')} to translate: {time}."


def diff_json(changes: Diff) -> dict[str, Any]:
    """The difference for programs."""
    return {"before": changes.before, "after": changes.after, "counts": changes.counts, "changes": _changes(changes)}


def impact_json(found: Impact) -> dict[str, Any]:
    """Difference and impact for programs."""
    return {
        **diff_json(found.diff),
        "segments": [
            {
                "locale": item.locale,
                "source": item.source,
                "terms": list(item.terms),
                "pages": [{"id": page.id, "online": page.online} for page in item.pages],
                "person": item.human.newest.actor if item.human else None,
            }
            for item in found.segments
        ],
        "locales": locale_rows(found),
        "words": found.words,
        "seconds": None if found.seconds is None else round(found.seconds, 1),
        "previews": [
            {
                "locale": item.touched.locale,
                "page": item.page,
                "source": item.before.source.text,
                "before": item.before.target.text,
                "after": item.after.target.text,
                "held": item.after.held,
                "proposal": item.proposal,
            }
            for item in found.previews
        ],
        "notes": list(found.notes),
    }


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as a Markdown table."""
    if not rows:
        return "None."
    head = list(rows[0])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in head) + " |" for row in rows]
    return "\n".join(lines)


def _heading(changes: Diff) -> str:
    counts = ", ".join(f"{count} {kind}" for kind, count in changes.counts.items()) or "no difference"
    return f"## Term base: {changes.before} → {changes.after}\n\n{counted(len(changes.changes), 'change')}: {counts}."


def _listed(rows: Sequence[dict[str, Any]]) -> str:
    more = len(rows) - _LONG
    return table(rows[:_LONG]) + (f"\n\nand {more:,} more" if more > 0 else "")


def _changes(changes: Diff) -> list[dict[str, Any]]:
    return [
        {
            "pair": change.pair,
            "kind": change.kind.value,
            "ids": list(change.ids),
            "source": change.source,
            "binds": change.binds,
            "fields": [{"name": field.name, "before": field.before, "after": field.after} for field in change.fields],
        }
        for change in changes.changes
    ]


def _side(change: Change, side: int) -> str:
    """The fields that differ; of a whole row its target and status."""
    terms = (change.before, change.after)[side]
    if not terms:
        return ""
    if len(change.before) == len(change.after) == 1:
        return "; ".join(f"{field.name}: {(field.before, field.after)[side] or '(empty)'}" for field in change.fields)
    return " / ".join(
        term.target + (f" ({term.context or term.domain})" if len(terms) > 1 else "") + f" [{term.status.value}]"
        for term in terms
    )


def _shown(item: Preview) -> str:
    """Source, before and after, one below the other; a Markdown diff fence is not coloured in Prefect's pages."""
    held = f" **held: {'; '.join(item.after.reasons)}**" if item.after.held else ""
    label = "proposed" if item.proposal else "after"
    return (
        f"`{item.page}` {item.touched.locale} ({', '.join(item.touched.terms)})\n\n"
        f"- source: {_plain(item.before.source.text)}\n- before: {_plain(item.before.target.text)}\n"
        f"- **{label}**: {_plain(item.after.target.text)}{held}"
    )


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else _plain(str(value)).replace("|", "\\|")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    for sign in ("\\", "*", "_", "`", "<", "["):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
