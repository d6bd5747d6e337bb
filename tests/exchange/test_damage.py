"""Files that were damaged on their way: read, or refused with an error that names the file. Never a traceback."""

from __future__ import annotations

import random

import pytest

from glosspress.errors import ExchangeError
from glosspress.exchange.formats import FORMATS

from .samples import sheet, unit

SIGNS = b"<>&\"'/#;=x0 \n\x00\xff\xc3"


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to four bytes changed, cut out or put in, or the end missing."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(max(1, len(out)))
        change = chance.choice(("set", "cut", "put", "end"))
        if change == "set":
            out[place] = chance.choice(SIGNS)
        elif change == "cut":
            del out[place : place + chance.randint(1, 30)]
        elif change == "put":
            out[place:place] = bytes(chance.choice(SIGNS) for _ in range(3))
        elif chance.random() < 0.2:
            del out[max(place, 50) :]
    return bytes(out)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_damage_is_an_error_or_text(name: str) -> None:
    """400 damaged files of each format, the same each time."""
    form = FORMATS[name]
    data, chance = form.write([sheet(unit(), unit("4#0"))]), random.Random(7)
    refused = 0
    for _ in range(400):
        try:
            for item in form.read(damaged(data, chance), "file"):
                assert isinstance(item.target, str)
        except ExchangeError as error:
            refused += 1
            assert "file" in error.where  # noqa: PT017 - most of the files are refused, all of them properly
    assert refused > 20
