"""Cues are looked for only where a word begins like one of them: no match is ever missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.checks.lexicon import PACKAGE
from glosspress.pins.cues import beginnings, cues, heads
from glosspress.pins.lexicon import table


def _listed(node: Any) -> Iterator[str]:
    """All words of a table, whatever they are filed under."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from () if name in ("name", "medicines") else _listed(value)
    elif isinstance(node, list):
        for value in node:
            yield from _listed(value)
    elif isinstance(node, str):
        yield node


CUES = sorted(
    {cue for name in ("kinds", "opposites", "negation", "comparators") for cue in _listed(table(name, PACKAGE))}
)
FREE = [cue for cue in CUES if not re.search(r"\(\?<?[!=]", cue)]
"""Those that ask for nothing around them: a text can be made of the pattern alone."""


@given(
    st.sampled_from(FREE).flatmap(
        lambda cue: st.tuples(st.just(cue), st.from_regex(re.compile(cue, re.IGNORECASE), fullmatch=True))
    )
)
def test_what_a_cue_matches_is_never_passed_over(pair: tuple[str, str]) -> None:
    """Any text that a cue of our lists matches has one of its beginnings."""
    cue, said = pair
    found = cues([cue])
    if found.pattern.search(said):
        assert found.search(said)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("interromp\\w+", {"inte"}),
        ("IV", {"iv"}),
        ("(?-i:IV|EV)", {"iv", "ev"}),
        ("a day", {"a "}),
        ("(?:a|per) day", {"a ", "per "}),
        ("(?:a )?day", {""}),
        ("colou?rs", {"colo"}),
        ("h[yi]per", {"h"}),
        ("[eé]pidural", {""}),
        ("\\w+free", {""}),
        ("(?<!no )(?:more|less) than", {"more", "less"}),
        ("no(?! more)", {"no"}),
        ("i\\.m", {"i "}),
        ("in(?:stab|eff)\\w*", {"in"}),
    ],
)
def test_beginning_of_a_cue(pattern: str, expected: set[str]) -> None:
    """Four letters at most, as far as they are sure; a shorter word with its end."""
    assert beginnings([pattern]) == expected


def test_beginnings_of_a_text() -> None:
    assert heads("No 5 mg, İyi") == {"", "n", "no", "no ", "5", "5 ", "m", "mg", "mg ", "i", "iy", "iyi", "iyi "}


def test_a_text_without_the_beginning_is_not_searched() -> None:
    """The pattern is not asked, which is what this is for."""
    daily = cues(["daily", "(?:a|per) day"])
    assert not daily.may_be_in("Take two tablets in the morning.")
    assert daily.may_be_in("Take it PER meal.")
    assert daily.search("Take it PER meal.") is None
    assert daily.search("Take it Per Day.")
