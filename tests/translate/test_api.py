"""The public function: text in, one translation a unit."""

from __future__ import annotations

from pathlib import Path

import pytest

import glosspress
from glosspress.engines import Engine
from glosspress.errors import EngineError, GlossaryError, UsageError
from glosspress.glossary import Term, of_terms
from glosspress.translate import translate
from glosspress.translation import Rung

TWO = "Ketamine blocks the NMDA receptor. The NMDA receptor is in the brain."


def test_one_text_gives_one_translation(argos: Engine) -> None:
    """A string is one unit, a list several; order is kept."""
    one = translate("The brain is large.", to="pt-BR")
    several = translate(["Good morning.", "", "The brain is large."], to="pt-BR")
    assert len(one) == 1
    assert [item.source.text for item in several] == ["Good morning.", "", "The brain is large."]
    assert several[2].target == one[0].target
    assert several[1].target.text == ""
    assert not several[1].held
    assert translate([], to="pt-BR") == []


def test_the_package_offers_it() -> None:
    """`glosspress.translate(...)` works, also after the subpackage was imported."""
    assert glosspress.translate("42", to="pt-BR")[0].target.text == "42"


def test_pins_of_a_unit_count_from_its_start(argos: Engine) -> None:
    """Spans in source and target of a unit of several sentences show the forms they name."""
    (made,) = translate(TWO, to="pt-BR", glossary=of_terms([Term("n", "NMDA receptor", "receptor NMDA")]))
    assert len(made.pins) == 2
    for result in made.pins:
        assert TWO[result.pin.start : result.pin.end] == result.pin.source == "NMDA receptor"
        assert made.target.text[result.start : result.end] == result.target == "receptor NMDA"


def test_sentences_keep_their_gaps(echo: Engine) -> None:
    """White space between sentences stays."""
    text = "One sentence is here.\n\nAnother sentence  is there."
    (made,) = translate(text, to="pt-BR", engine=echo)
    assert made.target.text == "One sentence is here.\n\nAnother sentence is there."


def test_a_held_sentence_holds_its_unit(echo: Engine) -> None:
    """One sentence that is held holds the unit, with its reasons; the rung says so."""
    glossary = of_terms([Term("b", "brain", "brain", forbidden=("large",))])
    (made,) = translate("All is well. The brain is large.", to="pt-BR", glossary=glossary, engine=echo)
    assert made.held
    assert made.rung is Rung.HELD
    assert any("large" in reason for reason in made.reasons)


def test_a_glossary_is_a_path_or_loaded(tmp_path: Path, echo: Engine) -> None:
    """The path of a CSV, as text or Path, works like a loaded term base."""
    path = tmp_path / "en-pt.csv"
    path.write_text("source,target\nbrain,encéfalo\n", encoding="utf-8")
    texts = {translate("The brain.", to="pt-BR", glossary=one, engine=echo)[0].target.text for one in (path, str(path))}
    assert texts == {"The encéfalo."}


def test_a_term_base_that_contradicts_itself_is_an_error(tmp_path: Path) -> None:
    """Two approved targets of one source: nothing is translated, the file and line are named."""
    path = tmp_path / "en-pt.csv"
    path.write_text("source,target\nbrain,encéfalo\nbrain,cérebro\n", encoding="utf-8")
    with pytest.raises(GlossaryError) as error:
        translate("The brain.", to="pt-BR", glossary=path)
    assert f"{path}:3" in str(error.value)


def test_errors_say_what_to_do() -> None:
    """An unknown locale and a pair without a package."""
    with pytest.raises(UsageError):
        translate("Good morning.", to="xx-YY")
    with pytest.raises(EngineError, match="glosspress engine install en-de"):
        translate("Good morning.", to="de")
