"""The quick look before the rules: it lets pass every text that a rule matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glosspress.clean.rulebook import Rule, default_rules
from glosspress.clean.sieve import Sieve
from glosspress.pins.cues import folded

RULES = default_rules().rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_of_a_rule_pass_in_any_case(rule: Rule) -> None:
    sieve = Sieve([rule.regex.pattern], whole=rule.match != "search")
    for text in rule.example:
        for written in (text, text.upper(), text.lower(), text.title()):
            assert sieve.passes(written, folded(written)) or not rule.matches(written)


SMALL = [rule for rule in RULES if len(rule.pattern) < 1500 and not re.search(r"\(\?<?!", rule.pattern)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.sampled_from(SMALL).flatmap(lambda rule: st.tuples(st.just(rule), st.from_regex(rule.regex))))
def test_what_a_pattern_makes_passes_its_sieve(drawn: tuple[Rule, str]) -> None:
    rule, text = drawn
    assert Sieve([rule.regex.pattern], whole=rule.match != "search").passes(text, folded(text))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bin (?-i:[A-Z]{2})\b", "Clinics in TX"),
        (r"in Texas(?! (?-i:[A-Z]))", "in Texas today"),
        (r"in Texas(?! (?:a|(?-i:[A-Z])))", "in Texas today"),
        (r"no [^A-Z]+ here", "NO 12 here"),
        (r"\Ado not\b", "DO NOT drive"),
        (r"(?<!\d)\d{2} \S+\Z", "take 20 Tablets"),
    ],
)
def test_patterns_that_heed_letter_case(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.IGNORECASE)
    assert Sieve([pattern]).passes(text, folded(text))


def test_patterns_that_cannot_be_joined_are_looked_at_alone() -> None:
    """A source's own rule may refer to a group or set a flag."""
    sieve = Sieve([r"(up|down)load", r"\b(\w+) \1\b", r"(?P<quote>[\"']).*(?P=quote)", r"(?x) stay \s+ well"])
    for text in ("Download", "again again", "it says 'Ok'", "Stay well"):
        assert sieve.passes(text, folded(text)), text
    assert not sieve.passes("no twin here", "no twin here")


def test_it_holds_back_what_nothing_matches() -> None:
    sieve = Sieve([r"\bsubscribe\b", r"\bclinics in (?-i:[A-Z])"])
    assert not sieve.passes("Ketamine acts on NMDA receptors.", "ketamine acts on nmda receptors.")
    assert not Sieve([]).passes("anything", "anything")


def test_whole_patterns_are_looked_for_at_the_start_only() -> None:
    sieve = Sieve([r"\A(?:share)\Z"], whole=True)
    assert sieve.passes("Share", "share")
    assert not sieve.passes("Please share", "please share")
