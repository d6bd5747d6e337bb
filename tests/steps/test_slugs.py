"""Names of articles in the site."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from glosspress.steps.slugs import distinct, slug_of

SAFE = set(string.ascii_lowercase + string.digits + "-")


def test_slug_is_the_last_telling_part() -> None:
    """A slug is the last part of the path that tells something, without its file ending."""
    assert slug_of("https://clinic.example/2024/03/Sleep-and-Memory.html") == "sleep-and-memory"
    assert slug_of("https://clinic.example/depression/index.html") == "depression"
    assert slug_of("file:sources/samples/how it works.txt") == "how-it-works"


def test_accents_are_folded() -> None:
    """Accented letters lose their accents instead of vanishing."""
    assert slug_of("https://clinica.example/depress%C3%A3o-e-sono/") == "depressao-e-sono"


@given(st.text())
def test_slug_is_always_safe(path: str) -> None:
    """Whatever the URL, the slug is a plain file name: no traversal, no empty name."""
    slug = slug_of("https://x.example/" + path.replace("?", "").replace("#", ""))
    assert slug
    assert set(slug) <= SAFE
    assert len(slug) <= 80


def test_equal_names_are_kept_apart() -> None:
    """Two URLs never share a slug, and the order in which they come does not matter."""
    urls = ["https://b.example/a/sleep", "https://a.example/sleep"]
    slugs = distinct(urls)
    assert len(set(slugs.values())) == 2
    assert slugs == distinct(list(reversed(urls)))
    assert slugs["https://a.example/sleep"] == "sleep"
