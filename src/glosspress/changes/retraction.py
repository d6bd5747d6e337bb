"""Whether a source takes an article back: said in the title, or in what the page says about itself."""

from __future__ import annotations

import re
from functools import lru_cache

from glosspress.article import Article, Kind
from glosspress.pins.lexicon import either, table

_FACTS = ("keywords", "section")
_NOTICE = 200


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """At the head or the tail of a title, set off by a sign; and as a whole text."""
    words = either(table("caution", "glosspress.changes.lexicon")["retracted"]["any"])
    edge = rf"^\W*(?:{words})\s*[:\])–—-]|[\[(]\s*(?:{words})\s*[\])]|[–—|:]\s*(?:{words})\W*$"
    whole = rf"(?:^|[,;]\s*)(?:{words})\s*(?:$|[,;])"
    return re.compile(edge, re.IGNORECASE), re.compile(whole, re.IGNORECASE)


def retraction(article: Article) -> str:
    """The words that take the article back, or an empty string.

    A title set off (`RETRACTED: ...`, `... [withdrawn]`), a keyword or section, or a short call-out at the article's head
    that begins with such a word. A text that speaks of other retractions is none.
    """
    edge, whole = _cues()
    heads = [article.title, *(b.text.text for b in article.blocks[:3] if b.kind in {Kind.CALLOUT, Kind.HEADING})]
    for text in heads:
        match = edge.search(text[:_NOTICE]) or whole.fullmatch(text.strip())
        if match:
            return match[0].strip(" :-–—|[]()")
    facts = dict(article.metadata.extra)
    for name in _FACTS:
        match = whole.search(facts.get(name, ""))
        if match:
            return match[0].strip(" ,;")
    return ""
