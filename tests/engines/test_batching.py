"""Batches: equal shapes together, none too large, and work for every thread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.engines import batching, threads
from glosspress.engines.batching import BATCH_TOKENS, FORCED_STEP, LEAST_TOKENS, STEP, batches, width


@given(st.lists(st.integers(min_value=1, max_value=500), max_size=300))
def test_every_sentence_stands_in_one_batch_of_its_shape(sizes: list[int]) -> None:
    """The largest come first; a batch has at most `BATCH_TOKENS`, or one sentence."""
    found = batches(sizes, sizes)
    assert sorted(number for batch in found for number in batch) == list(range(len(sizes)))
    assert all(len({sizes[number] for number in batch}) == 1 for batch in found)
    assert all(sum(sizes[number] for number in batch) <= BATCH_TOKENS or len(batch) == 1 for batch in found)
    assert [sizes[batch[0]] for batch in found] == sorted((sizes[batch[0]] for batch in found), reverse=True)


@pytest.mark.parametrize(
    ("number", "hands", "expected"), [(160, 1, 1), (160, 2, 2), (160, 4, 4), (20, 4, 1), (1600, 2, 10)]
)
def test_sentences_of_one_length_keep_all_threads_busy(
    monkeypatch: pytest.MonkeyPatch, number: int, hands: int, expected: int
) -> None:
    """As in a change of one term; but no batch is made so small that reading the weights is all it does."""
    monkeypatch.setenv(threads.THREADS, str(hands))
    found = batching.batches([12] * number, [12] * number)
    assert len(found) == expected
    assert len(found) == 1 or min(12 * len(batch) for batch in found) >= LEAST_TOKENS - 12


@given(st.integers(min_value=0, max_value=500))
def test_a_sentence_is_padded_to_the_next_width(length: int) -> None:
    """Never cut, and by less than one step; nothing has a width, too."""
    for forced, step in ((False, STEP), (True, FORCED_STEP)):
        wide = width(length, forced=forced)
        assert max(length, 1) <= wide < max(length, 1) + step
        assert wide == width(wide, forced=forced)
        assert wide <= width(length + 1, forced=forced)
