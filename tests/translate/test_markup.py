"""Marks of the source on the target: links always, characters exactly, nesting valid."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glosspress import locales
from glosspress.article import Mark, Rich
from glosspress.checks.markup import faults
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Glossary, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import translate_segments
from glosspress.translation import Segment, Translation

URL = (("href", "https://example.org/study"),)


def rich(text: str) -> Rich:
    """`a [b](em) c`: marks written as `[text](tag)`, not nested."""
    plain, marks, rest = "", [], text
    while "[" in rest:
        before, _, rest = rest.partition("[")
        inner, _, rest = rest.partition("](")
        tag, _, rest = rest.partition(")")
        plain += before
        marks.append(Mark(len(plain), len(plain) + len(inner), tag, URL if tag == "a" else ()))
        plain += inner
    return Rich(plain + rest, tuple(marks))


def put(source: Rich, engine: Engine, locale: Locale, *terms: Term) -> Translation:
    (made,) = translate_segments([Segment(source)], locale, engine, of_terms(terms))
    return made


def marked(made: Translation, tag: str) -> list[str]:
    return [made.target.text[mark.start : mark.end] for mark in made.target.marks if mark.tag == tag]


@pytest.mark.parametrize(
    ("source", "tag", "wanted"),
    [
        ("[Ketamine](a) reduced the pain of the patients.", "a", "cetamina"),
        ("Patients with [severe depression](em) slept badly.", "em", "depressão"),
        ("The [hospital](strong) was closed.", "strong", "hospital"),
        ("The patients left the [hospital](a).", "a", "hospital"),
    ],
)
def test_marks_stand_on_the_words_that_answer(
    argos: Engine, brazil: Locale, source: str, tag: str, wanted: str
) -> None:
    """A link or emphasis goes to the translation of its words, without the punctuation around it."""
    made = put(rich(source), argos, brazil)
    (text,) = marked(made, tag)
    assert wanted in text.lower()
    assert text == text.strip(" .,")


def test_a_mark_on_a_pin_stays_on_it(argos: Engine, brazil: Locale) -> None:
    """Emphasis on a term is on the term's target form, exactly."""
    made = put(rich("The [NMDA](em) receptor was blocked."), argos, brazil, Term("n", "NMDA", "NMDA"))
    assert marked(made, "em") == ["NMDA"]
    assert marked(made, "pin") == ["NMDA"]


@pytest.mark.parametrize(
    ("source", "tag", "wanted"),
    [
        ("Levels of CO[2](sub) rose in the blood.", "sub", "2"),
        ("The [13](sup)C isotope was measured.", "sup", "13"),
        ("The file [data.csv](code) holds the results.", "code", "data.csv"),
    ],
)
def test_scripts_and_code_stay_on_their_characters(
    argos: Engine, brazil: Locale, source: str, tag: str, wanted: str
) -> None:
    """`<sub>`, `<sup>` and `<code>` keep their characters, or the sentence is held."""
    made = put(rich(source), argos, brazil)
    assert made.held or marked(made, tag) == [wanted]


def test_the_ending_of_an_ordinal_may_go(argos: Engine, brazil: Locale) -> None:
    """The raised `th` of `10th` has no counterpart in Portuguese; its loss does not hold the sentence."""
    made = put(rich("It happened in the 18[th](sup) century."), argos, brazil)
    assert not made.held, made.reasons


def test_a_mark_over_all_covers_all(argos: Engine, brazil: Locale) -> None:
    """A sentence that is a link as a whole stays one, full stop or not."""
    for source in ("[The hospital was closed.](a)", "[The hospital was closed](a)."):
        made = put(rich(source), argos, brazil)
        assert marked(made, "a") == [made.target.text]


def test_nested_marks_stay_nested(argos: Engine, brazil: Locale) -> None:
    """Emphasis inside a link stays inside it, the outer one first."""
    text = "The new treatment of severe depression was safe."
    start, end = text.index("treatment"), text.index(" was")
    inner = text.index("severe")
    made = put(Rich(text, (Mark(start, end, "a", URL), Mark(inner, inner + 6, "em"))), argos, brazil)
    link = next(mark for mark in made.target.marks if mark.tag == "a")
    for mark in made.target.marks:
        assert link.start <= mark.start <= mark.end <= link.end
    assert not list(faults(made.target))


def test_links_keep_their_own_target(argos: Engine, brazil: Locale) -> None:
    """Two links of a sentence keep their addresses, each on its own words."""
    text = "The hospital and the university answered."
    marks = (
        Mark(4, 12, "a", (("href", "https://example.org/hospital"),)),
        Mark(21, 31, "a", (("href", "https://example.org/university"),)),
    )
    made = put(Rich(text, marks), argos, brazil)
    found = {mark.get("href"): made.target.text[mark.start : mark.end] for mark in made.target.marks}
    assert found == {"https://example.org/hospital": "hospital", "https://example.org/university": "universidade"}


def test_a_link_gets_its_word_from_another(argos: Engine, brazil: Locale) -> None:
    """Where alignment gave a pinned word to the link beside it, both links are placed all the same."""
    text = "ketamine pain ketamine"
    marks = (Mark(0, 13, "a", (("href", "https://e.org/0"),)), Mark(14, 22, "a", (("href", "https://e.org/1"),)))
    made = put(Rich(text, marks), argos, brazil, *TERMS.terms)
    assert [mark.get("href") for mark in made.target.marks if mark.tag == "a"] == ["https://e.org/0", "https://e.org/1"]


def test_a_line_break_keeps_its_place(argos: Engine, brazil: Locale) -> None:
    """A break inside a sentence stays between the same words; it never goes to the start."""
    text = "The hospital was closed, but the university was open."
    for place in (text.index(" but"), text.index("but")):
        made = put(Rich(text, (Mark(place, place, "br"),)), argos, brazil)
        (mark,) = (mark for mark in made.target.marks if mark.tag == "br")
        assert 0 < mark.start == mark.end < len(made.target.text)


def test_marks_of_an_empty_text_are_no_fault(argos: Engine, brazil: Locale) -> None:
    """Nothing to align: the target is as empty as the source."""
    assert put(Rich("", (Mark(0, 0, "br"),)), argos, brazil).target.text == ""


def test_a_link_in_a_sentence_too_long_to_align_is_placed(argos: Engine, brazil: Locale) -> None:
    """Beyond the model's positions there is no alignment; the link is kept near its place."""
    text = "The patients slept well in the hospital, " * 90 + "and the study ended."
    start = text.index("hospital", 1800)
    made = put(Rich(text, (Mark(start, start + 8, "a", URL),)), argos, brazil)
    assert len(marked(made, "a")) == 1


WORDS = ["ketamine", "reduced", "pain", "in", "the", "hospital", "CO2", "5 mg", "NMDA", "(early)", "and", "sleep,"]
TAGS = ["a", "em", "strong", "sub", "sup", "code", "abbr", "br"]


@st.composite
def marked_sentences(draw: st.DrawFn) -> Rich:
    """A sentence of words with up to five marks that nest, touch or are disjoint; formatting may begin or end inside a word."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
    text = " ".join(words)
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word) + 1)
    marks: list[Mark] = []
    for number in range(draw(st.integers(0, 5))):
        low = draw(st.integers(0, len(words) - 1))
        high = draw(st.integers(low, len(words) - 1))
        tag = draw(st.sampled_from(TAGS))
        start, end = offsets[low], offsets[high + 1] - 1
        inside = offsets[high] + len(words[high]) // 2
        # Not scripts: a raised part of a word that is rewritten has no place in the target, and holds the sentence.
        if tag in ("em", "strong") and start < inside:
            start, end = draw(st.sampled_from([(start, end), (start, inside), (inside, end)]))
        mark = Mark(
            start,
            start if tag == "br" else end,
            tag,
            (("href", f"https://example.org/{number}"),) if tag == "a" else (),
        )
        if not list(faults(Rich(text, (*marks, mark)))) and not any(
            one.tag == mark.tag == "a" and one.start < mark.end and mark.start < one.end for one in marks
        ):
            marks.append(mark)
    return Rich(text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


TERMS: Glossary = of_terms([Term("n", "NMDA", "NMDA"), Term("k", "ketamine", "quetamina")])


def promise(made: Translation) -> None:
    """Nesting is valid; links, scripts and code of a published sentence are all there, once; nothing is invented."""
    assert not list(faults(made.target))
    assert not list(faults(Rich(made.target.text, made.target.marks)))
    source = [(mark.tag, mark.attrs) for mark in made.source.marks]
    target = [(mark.tag, mark.attrs) for mark in made.target.marks if mark.tag != "pin"]
    for one in target:
        assert target.count(one) <= source.count(one)
    if not made.held:
        firm = {"a", "sub", "sup", "code"}
        assert sorted(one for one in source if one[0] in firm) == sorted(one for one in target if one[0] in firm)


TWICE_IN_CODE = Rich("ketamine hospital hospital hospital", (Mark(18, 35, "code"), Mark(18, 26, "sub")))
"""The words of the code stand before it, too, and share one of its own."""


@settings(max_examples=300)
@given(source=marked_sentences(), tag=st.sampled_from(["pt-BR", "en-XA", "ar-XB"]))
@example(source=TWICE_IN_CODE, tag="pt-BR")
def test_marks_of_synthetic_engines_are_kept(source: Rich, tag: str) -> None:
    """Without a model nothing is lost: links are placed, marks nest, equal input gives equal output."""
    locale = locales.parse(tag)
    engine = open_engine(locales.parse("en"), locale, "echo" if tag == "pt-BR" else "pseudo")
    made = [translate_segments([Segment(source)], locale, engine, TERMS)[0] for _ in range(2)]
    promise(made[0])
    assert made[0] == made[1]
    assert not made[0].held, made[0].reasons


@settings(max_examples=25)
@given(st.lists(marked_sentences(), min_size=4, max_size=4))
def test_marks_through_the_model_are_kept(argos: Engine, brazil: Locale, sources: list[Rich]) -> None:
    """The promise with the real model: what is published has every link, script and code, and marks that nest."""
    for made in translate_segments([Segment(source) for source in sources], brazil, argos, TERMS):
        promise(made)
