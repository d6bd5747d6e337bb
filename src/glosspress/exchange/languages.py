"""Which of a file's languages is the one that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")
"""A language tag as files of terms have it: `pt`, `pt-BR`, `zh_Hant`."""


def chosen(tags: Iterable[str], wanted: str) -> str | None:
    """The tag that is `wanted`, else one of the same language; None where there is neither."""
    known = list(tags)
    plain = wanted.lower().replace("_", "-")
    for tag in known:
        if tag.lower().replace("_", "-") == plain:
            return tag
    language = plain.split("-")[0]
    return next((tag for tag in known if re.split("[-_]", tag.lower())[0] == language), None)
