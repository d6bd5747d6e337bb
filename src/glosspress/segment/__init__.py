"""Segment: an article as units of sentences, and units back as an article.

A unit is a block's own text: the title, headings, paragraphs, items, quotes, cells, captions, terms, definitions,
callouts, footnotes and the alternative texts of figures. Never units: code, rules, and references (a bibliography is
copied verbatim, because a translated title is no longer the title one can look up).
"""

from __future__ import annotations

from glosspress.segment.sentences import join, split
from glosspress.segment.units import assemble, segment

__all__ = ["VERSION", "assemble", "join", "segment", "split"]

VERSION = "2"
"""Raised when the same text is cut differently: a part of every translation key."""
