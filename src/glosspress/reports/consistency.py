"""One source term, its renderings, where they stand: as table rows, as one HTML page, as JSON."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from glosspress import locales
from glosspress.reports.page import csp_hash, environment, runs
from glosspress.steps.consistency import Consistency, Place, Rendering, TermUse

ANOTHER = "another wording"
_SHOWN = 8
"""Sentences a rendering shows at once; the others fold."""


def consistency_rows(found: Consistency) -> list[dict[str, Any]]:
    """One row a rendering, ready for a Prefect table artifact."""
    return [
        {
            "locale": use.locale,
            "term": use.term.source,
            "rendering": _named(item),
            "times": len(item.places),
            "pages": len(item.pages),
            "where": ", ".join(item.pages[:3]) + (f" and {len(item.pages) - 3} more" if len(item.pages) > 3 else ""),
        }
        for use in found.uses
        for item in use.renderings
    ]


def consistency_json(found: Consistency) -> dict[str, Any]:
    """All of it, with every sentence."""
    return {
        "pages": found.pages,
        "terms": found.terms,
        "uses": [
            {
                "locale": use.locale,
                "id": use.term.id,
                "source": use.term.source,
                "target": use.term.target,
                "mode": use.term.mode.value,
                "mixed_pages": list(use.mixed_pages),
                "renderings": [
                    {
                        "form": item.form,
                        "variants": list(item.variants),
                        "places": [
                            {
                                "page": at.page,
                                "where": at.where,
                                "online": at.online,
                                "source": at.source,
                                "target": at.target,
                            }
                            for at in item.places
                        ],
                    }
                    for item in use.renderings
                ],
            }
            for use in found.uses
        ],
    }


def consistency_html(found: Consistency) -> str:
    """A page of its own: no other file, no network, no script."""
    style = environment().get_template("consistency.css").render()
    cards = [_card(use) for use in found.uses]
    tags = list(dict.fromkeys(use.locale for use in found.uses))
    return (
        environment()
        .get_template("consistency.html")
        .render(
            found=found,
            groups=[(tag, [card for card in cards if card["use"].locale == tag]) for tag in tags],
            style=Markup(style),  # noqa: S704 - our own file
            hash=csp_hash(style),
        )
    )


def _named(item: Rendering) -> str:
    return item.form or ANOTHER


def _card(use: TermUse) -> dict[str, Any]:
    total = use.count
    return {
        "use": use,
        "anchor": f"{use.locale}-{use.term.id}",
        "direction": locales.parse(use.locale).direction,
        "renderings": [
            {
                "name": _named(item),
                "known": bool(item.form),
                "variants": item.variants,
                "times": len(item.places),
                "share": round(100 * len(item.places) / total),
                "pages": item.pages,
                "shown": [_sentence(place) for place in item.places[:_SHOWN]],
                "folded": [_sentence(place) for place in item.places[_SHOWN:]],
            }
            for item in use.renderings
        ],
    }


def _sentence(place: Place) -> dict[str, Any]:
    source = runs(place.source, [(*place.source_span, "term")])
    target = runs(place.target, [(*place.target_span, "term")] if place.target_span[0] >= 0 else [])
    return {"place": place, "source": source, "target": target}
