"""Batches: one model call each, few enough for a readable run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glosspress.steps.job import ArticleRef, Gathered
from glosspress.steps.packing import MAX_BATCHES, SHARED_WORDS, pack


def gathered(words: list[int]) -> list[Gathered]:
    refs = tuple(ArticleRef(f"s/a{n}", f"a{n}", "s", f"file:a{n}", "0" * 64, count) for n, count in enumerate(words))
    return [Gathered("s", refs, ())]


@given(st.lists(st.integers(min_value=1, max_value=9_000), max_size=300), st.integers(min_value=1, max_value=4))
def test_every_article_stands_in_one_batch_a_locale(words: list[int], locales: int) -> None:
    """Each locale has every article exactly once, in order; batches are large enough and few enough."""
    tags = [f"l{n}" for n in range(locales)]
    batches = pack(gathered(words), tags)
    for tag in tags:
        mine = [batch for batch in batches if batch.locale == tag]
        assert [article.id for batch in mine for article in batch.articles] == [f"s/a{n}" for n in range(len(words))]
        assert all(batch.words >= SHARED_WORDS for batch in mine) or len(mine) <= 1
        assert [batch.number for batch in mine] == list(range(1, len(mine) + 1))
        assert all(batch.of == len(mine) for batch in mine)
    assert len(batches) <= max(MAX_BATCHES, locales)


def test_a_batch_is_named_for_a_person() -> None:
    """Operators read the locale, the place in the run and the size."""
    assert pack(gathered([1200, 900]), ["pt-BR"])[0].name == "pt-BR 1/1 (2 articles, 2,100 words)"


def test_a_source_may_keep_to_some_locales() -> None:
    """A source that names locales is packed for those only."""
    [source] = gathered([100])
    only = Gathered(source.source, source.articles, (), ("pt-BR",))
    assert [batch.locale for batch in pack([only], ["pt-BR", "de"])] == ["pt-BR"]
