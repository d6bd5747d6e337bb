"""Properties over generated sentences, glossaries and markup."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glosspress import locales, pins
from glosspress.article import Kind, Mark, Rich
from glosspress.checks.markup import faults
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Glossary, Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import translate_segments
from glosspress.translation import Segment, Translation

VOCABULARY = (
    "the patients received ketamine and slept well in hospital after treatment of severe depression with NMDA BDNF "
    "IL-6 brain (early) pain, 0.5 mg/kg 571,678 12.5 % 3 days www.example.org p < 0.05; COVID-19 dose not"
)
WORDS = VOCABULARY.split()
TARGETS = ["cetamina", "quetamina", "hospital", "nosocômio", "NMDA", "receptor X", "α-β", "XKCD-9", "dor", "encéfalo"]


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    """Up to five terms of the vocabulary, with usual and unusual targets."""
    sources = draw(st.lists(st.sampled_from([word for word in WORDS if word.isalpha()]), unique=True, max_size=5))
    return of_terms(
        Term(
            f"t{number}",
            source,
            draw(st.sampled_from([source, *TARGETS])),
            mode=draw(st.sampled_from([Mode.PIN, Mode.PREFER, Mode.ADVISE])),
            forms=tuple(draw(st.lists(st.sampled_from(TARGETS), max_size=2, unique=True))),
        )
        for number, source in enumerate(sources)
    )


@st.composite
def parts(draw: st.DrawFn) -> Segment:
    """A sentence of the vocabulary, sometimes a heading, sometimes with one marked word."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    text = " ".join(words) + draw(st.sampled_from(["", ".", "?", "!"]))
    text = draw(st.sampled_from([str, str.capitalize, str.upper, str.title]))(text)
    marks: tuple[Mark, ...] = ()
    if draw(st.booleans()):
        start = len(" ".join(words[:1])) + 1 if len(words) > 2 else 0
        tag = draw(st.sampled_from(["a", "em", "strong", "code"]))
        marks = (
            Mark(
                start, start + len(words[1 if start else 0]), tag, (("href", "https://e.org/"),) if tag == "a" else ()
            ),
        )
    return Segment(Rich(text, marks), draw(st.sampled_from([Kind.PARAGRAPH, Kind.HEADING])))


def keeps_promise(made: Translation, part: Segment, glossary: Glossary, locale: Locale) -> None:
    """What is published: every binding pin found anew, numbers equal, marks balanced. What is held: a reason."""
    assert made.source == part.source
    assert not list(faults(made.target))
    assert made.held == bool(made.reasons)
    assert all(0 <= mark.start <= mark.end <= len(made.target.text) for mark in made.target.marks)
    if made.held:
        return
    codes = [(mark.start, mark.end) for mark in part.source.marks if mark.tag == "code"]
    wanted = pins.find(part.source.text, glossary, locale, codes=codes)
    results = pins.verify(wanted, made.target.text, locale)
    assert all(result.found for result in results if result.pin.binding), [r.pin for r in results if not r.found]
    firm = {"a", "code"}
    assert [mark.attrs for mark in part.source.marks if mark.tag in firm] == [
        mark.attrs for mark in made.target.marks if mark.tag in firm
    ]


@settings(max_examples=250)
@given(
    batch=st.lists(parts(), max_size=5), glossary=glossaries(), tag=st.sampled_from(["pt-BR", "fr", "en-XA", "ar-XB"])
)
def test_the_promise_without_a_model(batch: list[Segment], glossary: Glossary, tag: str) -> None:
    """Synthetic engines, in volume: the promise, equal output for equal input, and no dependence on the order."""
    locale = locales.parse(tag)
    engine = open_engine(locales.parse("en"), locale, None if locale.pseudo else "echo")
    made = translate_segments(batch, locale, engine, glossary)
    for item, part in zip(made, batch, strict=True):
        keeps_promise(item, part, glossary, locale)
    backward = translate_segments(batch[::-1], locale, engine, glossary)
    assert backward[::-1] == made


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(batch=st.lists(parts(), min_size=2, max_size=4), glossary=glossaries())
def test_the_promise_with_the_model(argos: Engine, brazil: Locale, batch: list[Segment], glossary: Glossary) -> None:
    """The embedded model: the promise, and the same result in another order."""
    made = translate_segments(batch, brazil, argos, glossary)
    for item, part in zip(made, batch, strict=True):
        keeps_promise(item, part, glossary, brazil)
    assert translate_segments(batch[::-1], brazil, argos, glossary)[::-1] == made


@settings(max_examples=100)
@given(st.text(max_size=60), st.sampled_from(["pt-BR", "ar-XB"]))
def test_any_text_is_taken(text: str, tag: str) -> None:
    """Any Unicode text, surrogates apart, is translated or held by the synthetic engines, never a fault."""
    locale = locales.parse(tag)
    engine = open_engine(locales.parse("en"), locale, "echo" if tag == "pt-BR" else None)
    (made,) = translate_segments([Segment(Rich(text))], locale, engine, None)
    assert made.held == bool(made.reasons)


@settings(max_examples=40)
@given(text=st.text(max_size=40))
def test_any_text_is_taken_by_the_model(argos: Engine, brazil: Locale, text: str) -> None:
    """The same for the model."""
    (made,) = translate_segments([Segment(Rich(text))], brazil, argos, None)
    assert made.held == bool(made.reasons)
