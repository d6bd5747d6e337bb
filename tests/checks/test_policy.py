"""What a policy may change, and what it may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.checks import numbers
from glosspress.settings import NEVER_LOWERED
from glosspress.translation import Severity

PT = locales.parse("pt-BR")


def grades(source: str, target: str, **policy: frozenset[str]) -> dict[str, Severity]:
    results = pins.verify(pins.find(source, None, PT, "en"), target, PT)
    return {
        item.check: item.severity
        for item in checks.run(Rich(source), Rich(target), results, checks.Context(PT, **policy))
    }


def test_a_policy_raises_and_lowers() -> None:
    """Blocking to warning and back, by id."""
    lost = ("Do not drive.", "Dirija.")
    assert grades(*lost) == {"negation": Severity.BLOCK}
    assert grades(*lost, warn=frozenset({"negation"})) == {"negation": Severity.WARN}
    written = ("It was 47.7% of them.", "Foi 47.7% deles.")
    assert grades(*written) == {"numbers": Severity.WARN}
    assert grades(*written, block=frozenset({"numbers"})) == {"numbers": Severity.BLOCK}


@pytest.mark.parametrize(
    ("source", "target", "check"),
    [("5 cases", "6 casos", "numbers"), ("See www.nih.gov", "Veja www.ni.gov", "protected")],
)
def test_pins_are_never_lowered(source: str, target: str, check: str) -> None:
    """Terms, numbers and protected spans hold whatever the policy says; the workspace refuses it too."""
    everything = frozenset(item.id for item in checks.ALL)
    assert grades(source, target, warn=everything)[check] is Severity.BLOCK
    assert checks.LOCKED == NEVER_LOWERED


def test_every_check_says_what_it_is() -> None:
    """Unique ids, a sentence, and the public case it answers; one module each."""
    ids = [check.id for check in checks.ALL]
    assert len(set(ids)) == len(ids)
    for check in checks.ALL:
        assert re.fullmatch(r"[a-z]+", check.id)
        assert check.sentence.endswith(".")
        assert check.answers
        assert check.examine.__module__ == f"glosspress.checks.{check.id}"


def test_numbers_agree_with_references(shared: Path) -> None:
    """On the first 300 professional translations, numbers and protected spans hold less than one in a hundred."""
    lines = (shared / "data/tico19/dev.en-pt-BR.tsv").read_text(encoding="utf-8").splitlines()[:300]
    held = 0
    for _, source, target in (line.split("\t") for line in lines):
        found = grades(source, target)
        held += any(found.get(check) is Severity.BLOCK for check in ("numbers", "protected", "doses"))
    assert held < 3 + 1
    assert numbers.CHECK.id == "numbers"
