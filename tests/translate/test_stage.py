"""Segments in, translations out: in order, once each, from memory where it knows them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from glosspress import locales
from glosspress.article import Kind, Mark, Rich
from glosspress.engines import Engine, Hypothesis, Request
from glosspress.glossary import Glossary, Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import key_of, ladder, translate_segments
from glosspress.translation import Rung, Segment, Translation

TEXTS = [
    "Ketamine blocks the NMDA receptor.",
    "Patients received 0.5 mg/kg IV over 40 minutes.",
    "The brain of a rat is small.",
    "See www.example.org for the results of 571,678 patients.",
    "Do not stop the medicine.",
    "Depression is common.",
    "",
    "🙂",
    "42",
    "The levels of BDNF rose by 12.5 % (p < 0.05).",
]
TERMS = of_terms(
    [
        Term("n", "NMDA receptor", "receptor NMDA"),
        Term("b", "brain", "encéfalo"),
        Term("d", "depression", "transtorno depressivo", mode=Mode.PREFER),
    ]
)


def segments(texts: list[str]) -> list[Segment]:
    return [Segment(Rich(text)) for text in texts]


class Counting:
    """An engine that counts the sentences it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)

    def stream(self, requests: list[Request]) -> Iterator[list[Hypothesis]]:
        """Note the sources and pass them on."""
        self.asked += [request.source for request in requests]
        return self.engine.stream(requests)


def test_the_order_of_the_batch_does_not_matter(argos: Engine, brazil: Locale) -> None:
    """Every sentence gets the same translation, to the last score, in any order and alone."""
    forward = translate_segments(segments(TEXTS), brazil, argos, TERMS)
    assert [item.source.text for item in forward] == TEXTS
    order = list(range(len(TEXTS)))
    random.Random(7).shuffle(order)
    shuffled = translate_segments(segments([TEXTS[n] for n in order]), brazil, argos, TERMS)
    alone = [translate_segments([part], brazil, argos, TERMS)[0] for part in segments(TEXTS)]
    assert [shuffled[order.index(n)] for n in range(len(TEXTS))] == forward
    assert alone == forward


@pytest.mark.parametrize("groups", [1, 2, 5])
def test_how_many_climb_side_by_side_does_not_matter(
    argos: Engine, brazil: Locale, monkeypatch: pytest.MonkeyPatch, groups: int
) -> None:
    """Sentences whose pins have to be put in: the same candidates and scores, whatever else is decoded at the time."""
    unusual = of_terms([Term("h", "hospital", "nosocômio"), Term("p", "pain", "padecimento", forms=("padecimentos",))])
    places = ("Lisbon", "Porto", "Braga", "the north", "every town", "the old part of the city")
    texts = [
        f"The hospital in {place} treats pain{more}." for place in places for more in ("", " and fever", " at night")
    ]
    alone = [translate_segments([part], brazil, argos, unusual)[0] for part in segments(texts)]
    monkeypatch.setattr(ladder, "threads", lambda: groups)
    assert translate_segments(segments(texts), brazil, argos, unusual) == alone
    assert {item.rung for item in alone} - {Rung.PLAIN, Rung.HELD}


def test_equal_segments_are_decoded_once(argos: Engine, brazil: Locale) -> None:
    """A hundred equal sentences cost one; the same words in a heading are another segment."""
    counting = Counting(argos)
    made = translate_segments(segments([TEXTS[0]] * 100), brazil, counting, None)  # type: ignore[arg-type]
    assert len(made) == 100
    assert len(set(map(id, made))) == 1
    assert counting.asked.count(TEXTS[0]) == 1
    heading = Segment(Rich(TEXTS[0]), Kind.HEADING)
    assert len({item.key for item in translate_segments([*segments(TEXTS[:1]), heading], brazil, argos, None)}) == 2


def test_memory_is_asked_once_for_all(echo: Engine, brazil: Locale) -> None:
    """One call with each key once; what it knows is not made again, the rest is."""
    parts = segments([*TEXTS, TEXTS[0]])
    first = translate_segments(parts, brazil, echo, TERMS)
    calls: list[list[str]] = []

    def memory(keys: list[str]) -> dict[str, Translation]:
        calls.append(keys)
        return {first[0].key: first[0], first[2].key: first[2]}

    counting = Counting(echo)
    second = translate_segments(parts, brazil, counting, TERMS, memory=memory)  # type: ignore[arg-type]
    assert second == first
    assert second[0] is first[0]
    assert len(calls) == 1
    assert sorted(calls[0]) == sorted({item.key for item in first})
    assert TEXTS[0] not in counting.asked
    assert TEXTS[4] in counting.asked


def test_a_full_memory_needs_no_engine(echo: Engine, brazil: Locale) -> None:
    """Unchanged text costs no model call."""
    known = {item.key: item for item in translate_segments(segments(TEXTS), brazil, echo, TERMS)}
    counting = Counting(echo)
    translate_segments(segments(TEXTS), brazil, counting, TERMS, memory=lambda keys: known)  # type: ignore[arg-type]
    assert counting.asked == []


def test_nothing_gives_nothing(argos: Engine, brazil: Locale) -> None:
    """No segments, no translations."""
    assert translate_segments([], brazil, argos, TERMS) == []


def test_keys_are_those_of_key_of(echo: Engine, brazil: Locale) -> None:
    """The ledger can compute a key without translating."""
    for part, made in zip(segments(TEXTS), translate_segments(segments(TEXTS), brazil, echo, TERMS), strict=True):
        assert made.key == key_of(part, brazil, echo, TERMS)


@pytest.mark.parametrize("text", ["", "42", "🙂", "0.5 mg/kg", "www.example.org", "—", "\u200b", "  "])
def test_what_has_no_word_is_copied(argos: Engine, brazil: Locale, text: str) -> None:
    """No model is asked for numbers, addresses, signs and nothing; numbers are written as the locale does."""
    counting = Counting(argos)
    (made,) = translate_segments(segments([text]), brazil, counting, None)  # type: ignore[arg-type]
    assert counting.asked == []
    assert made.rung is Rung.COPIED
    assert not made.held
    assert made.score is None
    assert made.target.text == text.strip(" ").replace("0.5", "0,5")


def test_a_synthetic_engine_has_no_score(echo: Engine, brazil: Locale) -> None:
    """A score is a model's likelihood: there is none without a model."""
    (made,) = translate_segments(segments(TEXTS[:1]), brazil, echo, None)
    assert made.score is None


def held_by(glossary: Glossary, text: str, engine: Engine, locale: Locale) -> Translation:
    (made,) = translate_segments(segments([text]), locale, engine, glossary)
    assert made.held
    assert made.rung is Rung.HELD
    assert made.reasons
    return made


def test_a_held_sentence_says_why(argos: Engine, brazil: Locale) -> None:
    """The reason names the term and what is wanted; best attempt and candidates are kept for the reviewer."""
    term = Term("h", "hospital", "hospital", forbidden=("hospital",))
    glossary = of_terms(
        [term, Term("m", "medicine", "", mode=Mode.FORBID, forbidden=("medicamento", "medicação", "remédio"))]
    )
    text = "Do not stop the medicine."
    made = translate_segments(segments([text]), brazil, argos, glossary)[0]
    if made.held:
        assert any("medicine" in reason for reason in made.reasons)
        assert made.candidates
    else:
        assert not {"medicamento", "medicação", "remédio"} & set(made.target.text.lower().strip(".").split())


def test_a_contradiction_holds(echo: Engine, brazil: Locale) -> None:
    """A rendering that is wanted by one row and forbidden by another in one sentence is held, and says so."""
    glossary = of_terms(
        [Term("a", "drug", "X1Y"), Term("b", "dose", "dose", forbidden=("was",))],
    )
    made = held_by(glossary, "The drug was given in a dose.", echo, brazil)
    assert any("was" in reason for reason in made.reasons)


def test_every_translation_is_signed(argos: Engine, brazil: Locale) -> None:
    """The signature names term base, engine with its digest, and versions."""
    (made,) = translate_segments(segments(TEXTS[:1]), brazil, argos, TERMS)
    assert made.signature.startswith(f"gl:en-xx@unreleased#{TERMS.sha256[:8]}|eng:argos-en_pt@0.2#{argos.sha256[:8]}|")
    (plain,) = translate_segments(segments(TEXTS[:1]), brazil, argos, None)
    assert plain.signature.startswith("gl:none|")


def test_a_translation_survives_json(argos: Engine, brazil: Locale) -> None:
    """What the ledger writes is what it reads."""
    rich = Rich(TEXTS[0], (Mark(0, 8, "em"),))
    for made in translate_segments([Segment(rich), *segments(TEXTS)], brazil, argos, TERMS):
        assert Translation.from_json(made.as_json()) == made


def test_the_locale_counts() -> None:
    """Another region writes its own number forms."""
    engine_of = {}
    for tag, wanted in (("pt-BR", "571.678"), ("pt-PT", "571\u00a0678")):
        locale = locales.parse(tag)
        from glosspress.engines import open_engine

        engine_of[tag] = open_engine(locales.parse("en"), locale)
        (made,) = translate_segments(segments(["571,678"]), locale, engine_of[tag], None)
        assert made.target.text.replace("\u202f", "\u00a0") == wanted
