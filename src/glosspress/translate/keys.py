"""The key of a translation: all that its result depends on, and nothing else.

A glossary change gives new keys to exactly the segments in which a changed term stands, so that impact is a query and
re-translation costs what changed (docs/pinning.md, "Keys").
"""

from __future__ import annotations

from glosspress import checks, pins, segment
from glosspress.article import rich_json
from glosspress.digest import digest
from glosspress.engines import Engine
from glosspress.glossary import Glossary, digest_of
from glosspress.locales import Locale
from glosspress.settings import LocalePolicy
from glosspress.translation import Segment

VERSION = "11"
"""Of the ladder: raised when the same input may give another translation."""


def key_of(
    part: Segment,
    locale: Locale,
    engine: Engine,
    glossary: Glossary | None,
    source_language: str = "en",
    policy: LocalePolicy | None = None,
) -> str:
    """sha256 over source text and marks, block kind, locale, model, decoding, versions, the terms that match, and the checks
    that the locale's policy raises or lowers.
    """
    terms = digest_of(glossary.matcher.find_all(part.source.text)) if glossary else ""
    return digest(
        {
            "source": rich_json(part.source),
            "kind": part.kind.value,
            "pair": [source_language, locale.tag],
            "engine": [engine.label, engine.sha256, engine.decoding],
            "versions": [VERSION, pins.VERSION, checks.VERSION, segment.VERSION],
            "terms": terms,
            **_moved(policy),
        }
    )


def _moved(policy: LocalePolicy | None) -> dict[str, list[list[str]]]:
    """Nothing for a policy that moves no check: most keys do not depend on it."""
    raised = sorted(set(policy.block)) if policy else []
    lowered = sorted(set(policy.warn) - checks.LOCKED) if policy else []
    return {"policy": [raised, lowered]} if raised or lowered else {}


def signature(engine: Engine, glossary: Glossary | None, version: str) -> str:
    """How it was made, for people: `gl:en-pt@2026.11.21#1a2b3c4d|eng:argos-en_pt@0.2#490d81a8|lad:1|chk:1|seg:1|v:0.1.0`."""
    parts = [
        f"gl:{glossary.label}" if glossary else "gl:none",
        f"eng:{engine.label}" + (f"#{engine.sha256[:8]}" if engine.sha256 else ""),
        f"lad:{VERSION}",
        f"pin:{pins.VERSION}",
        f"chk:{checks.VERSION}",
        f"seg:{segment.VERSION}",
        f"v:{version}",
    ]
    return "|".join(parts)
