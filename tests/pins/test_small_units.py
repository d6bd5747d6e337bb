"""Units with a prefix below one: a lost micro sign is a thousand-, or a million-fold error."""

from __future__ import annotations

import pytest

from glosspress import locales, pins

PT = locales.parse("pt-BR")


@pytest.mark.parametrize("unit", ["µV", "μV", "nV", "µA", "nA", "µW", "µIU/mL", "ns", "kΩ", "dB"])
def test_a_small_unit_is_part_of_its_number(unit: str) -> None:
    """`60 µV` is one pin, and a target without the prefix does not verify."""
    source = f"The wave has 20 to 60 {unit} at most."
    found = pins.find(source, None, PT)
    assert any(pin.source.endswith(unit) for pin in found)
    assert all(result.found for result in pins.verify(found, f"A onda tem 20 a 60 {unit} no máximo.", PT))
    bare = unit.removeprefix("µ").removeprefix("μ").removeprefix("n").removeprefix("k").removeprefix("d")
    assert not all(result.found for result in pins.verify(found, f"A onda tem 20 a 60 {bare} no máximo.", PT))


@pytest.mark.parametrize(("tag", "written"), [("pt-BR", "20 a 60 mg"), ("fr", "20 à 60 mg"), ("de", "20 bis 60 mg")])
def test_a_spoken_range_is_spoken_in_the_target(tag: str, written: str) -> None:
    """`20 to 60 mg` is offered with the word of the target language; the English word is no allowed form."""
    [pin] = pins.find("It has 20 to 60 mg of salt.", None, locales.parse(tag))
    assert pin.targets[0] == written
    assert not any(" to " in form for form in pin.targets)
