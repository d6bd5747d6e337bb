"""The policy of a locale reaches the translation of each sentence."""

from __future__ import annotations

from glosspress.article import Rich
from glosspress.engines import Engine
from glosspress.glossary import Term, of_terms
from glosspress.locales import Locale
from glosspress.settings import LocalePolicy
from glosspress.translate import key_of, translate_segments
from glosspress.translation import Segment

# The term makes the target say no where the source does not.
TERM = Term("a", "alcohol", "bebida sem álcool")
PART = Segment(Rich("The patients drank alcohol."))


def test_a_lowered_check_releases_a_sentence(argos: Engine, brazil: Locale) -> None:
    """A sentence that only `negation` holds is published with a warning where the policy lowers `negation`."""
    glossary = of_terms([TERM])
    (strict,) = translate_segments([PART], brazil, argos, glossary)
    (lowered,) = translate_segments([PART], brazil, argos, glossary, policy=LocalePolicy(warn=("negation",)))
    assert strict.held
    assert not lowered.held, lowered.reasons
    assert "negation" in {finding.check for finding in lowered.findings}


def test_a_missing_term_is_never_released(argos: Engine, brazil: Locale) -> None:
    """Whatever the policy lowers, a form that cannot be written holds."""
    every = LocalePolicy(warn=("repetition", "negation", "length", "language", "copied"))
    made = translate_segments([PART], brazil, argos, of_terms([Term("a", "alcohol", "ж" * 40)]), policy=every)[0]
    assert made.held or "ж" * 40 in made.target.text


def test_keys_know_the_policy_that_moves_a_check(argos: Engine, brazil: Locale) -> None:
    """A policy that raises or lowers a check makes keys of its own, one that moves none does not."""
    plain = key_of(PART, brazil, argos, None)
    assert key_of(PART, brazil, argos, None, policy=LocalePolicy(indexing=True)) == plain
    keys = {key_of(PART, brazil, argos, None, policy=LocalePolicy(**{side: ("order",)})) for side in ("block", "warn")}
    assert len({plain, *keys}) == 3
