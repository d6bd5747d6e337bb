"""What stands between two numbers: products, powers, spreads, ranges and ratios."""

from __future__ import annotations

import time

import pytest

from glosspress import locales, pins

PORTUGUESE = locales.parse("pt-BR")


def kept(source: str, target: str, tag: str = "pt-BR") -> bool:
    locale = locales.parse(tag)
    return all(result.found for result in pins.verify(pins.find(source, None, locale, "en"), target, locale))


@pytest.mark.parametrize(
    ("source", "span", "form"),
    [
        ("Platelets were 150 × 10^9/L.", "150 × 10^9/L", "150 × 10^9/L"),
        ("It was 1.5 x 10^8 cells/kg.", "1.5 x 10^8", "1,5 x 10^8"),
        ("It was 20 × 10-18 mol/L.", "20 × 10-18 mol/L", "20 × 10-18 mol/L"),
        ("It was 2 × 10^-3 in all.", "2 × 10^-3", "2 × 10^-3"),
        ("Neutrophils were 0.5 × 10⁹/L.", "0.5 × 10⁹/L", "0,5 × 10⁹/L"),
        ("Take 2 × 500 mg at night.", "2 × 500 mg", "2 × 500 mg"),
        ("The lesion is 3 × 4 × 5.5 cm in size.", "3 × 4 × 5.5 cm", "3 × 4 × 5,5 cm"),
    ],
)
def test_a_product_is_one_pin(source, span, form):
    """With its powers, its unit and what it is counted by, written as the locale writes numbers."""
    found = [pin for pin in pins.find(source, None, PORTUGUESE, "en") if pin.kind == "product"]
    assert [(pin.source, pin.targets[0]) for pin in found] == [(span, form)]


def test_a_range_before_a_product_leaves_it_whole():
    """`10–20 × 10^9/L`: the first end is a number of its own."""
    found = pins.find("Counts were 10–20 × 10^9/L.", None, PORTUGUESE, "en")
    assert [(pin.source, pin.kind) for pin in found] == [("10", "number"), ("20 × 10^9/L", "product")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Platelets were 150 × 10^9/L.", "As plaquetas eram 150 x 10^9/L."),
        ("Counts were 4×109/L.", "Contagens de 4 × 109/l."),
        ("It was 20 × 10-18 mol/L.", "Foi de 20 × 10^-18 mol/L."),
        ("The lesion is 3 × 4 cm.", "A lesão tem 3 por 4 cm."),
        ("Take 2 × 500 mg.", "Tome 2x500 mg."),
        ("The mean was 5 ± 2 mg/dL.", "A média foi 5 ± 2 mg/dL."),
        ("The mean was 5 ± 2 mg/dL.", "A média foi 5 mais ou menos 2 mg/dL."),
        ("Take 10-20 mg.", "Tome 10 a 20 mg."),
        ("Take 10-20 mg.", "Tome entre 10 e 20 mg."),
        ("In 1957–58 it spread.", "Em 1957 e 1958 espalhou-se."),
        ("It was 120/80 mmHg.", "Era de 120 por 80 mmHg."),
        ("It was 7/10.", "Foi de 7 em 10."),
        ("Stop if < 50 × 10^9/L.", "Pare se < 50 × 10^9/L."),
        ("Stop if < 50 × 10^9/L.", "Pare se for menos de 50 × 10^9/L."),
        ("A field of 3 cm × 4 cm.", "Um campo de 3 × 4 cm."),
        ("A 10 X 10 cm gauze.", "Uma gaze de 10 x 10 cm."),
        ("The ratio was 1:4.", "A razão foi de 1 para 4."),
    ],
)
def test_said_in_another_way(source, target):
    """Spacing, `x` and `×`, words for the sign, `l` and `L` are free."""
    assert kept(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Platelets were 150 × 10^9/L.", "As plaquetas eram 150 - 10^9/L."),
        ("Platelets were 150 × 10^9/L.", "As plaquetas eram 150 a 10 a 9/L."),
        ("Platelets were 150 × 10^9/L.", "As plaquetas eram 150 × 10^9L."),
        ("Platelets were 150 × 10^9/L.", "As plaquetas eram 150 × 10 9/L."),
        ("It was 2 × 10^-3 in all.", "Foi 2 × 10^3 ao todo."),
        ("It was 20 × 10-18 mol/L.", "Foi de 20 - 10-18 mol/L."),
        ("It was 20 × 10-18 mol/L.", "Foi de 20 × 10 18 mol/L."),
        ("The lesion is 3 × 4 cm.", "A lesão tem 3 - 4 cm."),
        ("Take 2 × 500 mg.", "Tome 2 a 500 mg."),
        ("Take 2 × 500 mg.", "Tome 2 500 mg."),
        ("The mean was 5 ± 2 mg/dL.", "A média foi 5 a 2 mg/dL."),
        ("The mean was 5 ± 2 mg/dL.", "A média foi 5 - 2 mg/dL."),
        ("Take 10-20 mg.", "Tome 10 e 20 mg."),
        ("Take 10-20 mg.", "Tome 10/20 mg."),
        ("It was 120/80 mmHg.", "Era de 120-80 mmHg."),
        ("It was 7/10.", "Foi de 7 a 10."),
        ("Stop if < 50 × 10^9/L.", "Pare se > 50 × 10^9/L."),
        ("Stop if < 50 × 10^9/L.", "Pare se 50 × 10^9/L."),
        ("Give ≥ 10-20 mg.", "Dê 10-20 mg."),
        ("It was < 120/80 mmHg.", "Era > 120/80 mmHg."),
        ("A field of 3 cm × 4 cm.", "Um campo de 3 × 4 mm."),
        ("It cost $2 × 500.", "Custou 2 × 500."),
    ],
)
def test_another_sign_says_something_else(source, target):
    """All the numbers are there, and the sentence is wrong."""
    assert not kept(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It found 10-100 copies.", "Encontrou 10-18 mol/L (30-100 cópias)."),
        ("Take 10-20 mg.", "Tome 10, 15 a 20 mg."),
        ("It was 120/80 mmHg.", "Era de 120, 100 por 80 mmHg."),
    ],
)
def test_another_number_between_the_ends_is_another_range(source, target):
    """The ends are there, and do not belong together."""
    assert not kept(source, target)


@pytest.mark.parametrize(("tag", "target"), [("es", "5 y 20 mg"), ("fr", "5 et 20 mg"), ("de", "5 und 20 mg")])
def test_a_range_is_no_list(tag, target):
    assert not kept("Take 5-20 mg.", target, tag)


def test_a_chain_of_thousands_of_numbers_takes_no_longer_than_they_do():
    """What follows a number is looked at once: four times as many take less than eight times as long."""

    def once_s(text: str) -> float:
        began = time.process_time()
        pins.find(text, None, PORTUGUESE, "en")
        return time.process_time() - began

    def cpu_s(count: int) -> float:
        """The best of five: what else the process does is no part of it."""
        return min(once_s("-".join(str(turn + number) for number in range(100, 100 + count))) for turn in range(5))

    assert cpu_s(4_000) < 8 * cpu_s(1_000)
