"""Which two packages serve a pair that none translates directly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glosspress import locales
from glosspress.engines import PivotEngine, install, open_engine
from glosspress.errors import EngineError

Pack = Callable[..., Path]
ES, PT, DE = (locales.parse(tag) for tag in ("es", "pt-BR", "de"))


def put(pack: Pack, *pairs: str) -> None:
    for pair in pairs:
        install(str(pack(f"translate-{pair}.argosmodel", pair=tuple(pair.split("-")))))


def test_english_is_the_first_choice(store: Path, pack: Pack) -> None:
    """`ca` comes first in the alphabet; English serves all the same. The label names both packages."""
    put(pack, "es-en", "es-ca", "ca-pt")
    engine = open_engine(ES, PT)
    assert isinstance(engine, PivotEngine)
    assert engine.pivot.tag == "en"
    assert engine.label == "argos-es_en@1.0+argos-en_pt@0.2"
    assert engine.sha256 not in ("", engine.first.sha256, engine.second.sha256)


def test_another_language_where_english_leads_nowhere(store: Path, pack: Pack) -> None:
    """Both hops must be installed."""
    put(pack, "es-en", "es-ca", "ca-de")
    engine = open_engine(ES, DE)
    assert isinstance(engine, PivotEngine)
    assert engine.pivot.tag == "ca"


def test_a_direct_package_goes_before_any_pivot(store: Path, pack: Pack) -> None:
    """One model is better than two."""
    put(pack, "es-en", "es-pt")
    assert open_engine(ES, PT).label == "argos-es_pt@1.0"


def test_one_hop_is_not_enough(store: Path, pack: Pack) -> None:
    """The error names the package that is missing."""
    put(pack, "es-en")
    with pytest.raises(EngineError, match="no engine package translates es into de"):
        open_engine(ES, DE)
