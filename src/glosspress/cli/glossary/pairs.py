"""The language pair of a command, and the names of formats, without loading the formats."""

from __future__ import annotations

from glosspress.errors import UsageError

PAIR = "PAIR"
FORMAT_NAMES = (
    "tbx", "tbx2", "tmx", "xlsx", "csv", "deepl", "deepl-tsv", "google", "amazon", "amazon-tmx", "weblate", "weblate-tbx",
)  # fmt: skip


def split(pair: str) -> tuple[str, str]:
    """The two tags of `en-pt` or `en-pt-BR`. UsageError: not a pair."""
    source, _, target = pair.partition("-")
    if not source.isalpha() or not target.replace("-", "").isalnum():
        raise UsageError(f"no language pair: {pair!r}", "", "write it as en-pt or en-pt-BR")
    return source, target
