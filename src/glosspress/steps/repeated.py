"""Articles that are there twice: the same words are one article, nearly the same words are for a person to see.

Two leaflets may differ in one dose only, so nothing that differs in a word is ever left out.
"""

from __future__ import annotations

from glosspress.article import Article
from glosspress.digest import digest_of_parts
from glosspress.ingest import identity

_ENOUGH = 50
"""Words below which nearness says nothing."""


def traits(article: Article) -> tuple[str, int | None]:
    """Digest of the words of an article, and its fingerprint if it is long enough for one."""
    words = identity.words_of(f"{article.title}\n{article.text}")
    return digest_of_parts(words), identity.fingerprint(article.text) if len(words) >= _ENOUGH else None


class Repeated:
    """The texts of one source, as they come."""

    def __init__(self) -> None:
        self._same: dict[str, str] = {}
        self._prints: list[tuple[str, int]] = []

    def first(self, url: str, words: str, fingerprint: int | None) -> str:
        """The address at which the same words (see `traits`) came before; empty: they are new."""
        known = self._same.setdefault(words, url)
        if known != url:
            return known
        if fingerprint is not None:
            self._prints.append((url, fingerprint))
        return ""

    def near(self) -> list[tuple[str, str]]:
        """Pairs of addresses whose texts are nearly the same."""
        return list(identity.near(self._prints))
