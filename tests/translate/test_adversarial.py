"""Sentences and glossaries that try to break the promise: what is published holds every pin."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from glosspress import locales, pins
from glosspress.article import Rich
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Case, Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import translate, translate_segments
from glosspress.translation import Segment, Translation


def made_of(text: str, engine: Engine, locale: Locale, *terms: Term) -> Translation:
    (made,) = translate_segments([Segment(Rich(text))], locale, engine, of_terms(terms))
    keeps_promise(made, locale, *terms)
    return made


def keeps_promise(made: Translation, locale: Locale, *terms: Term) -> None:
    """Found anew in source and target: every binding pin of a published sentence, each at a place of its own."""
    again = pins.find(made.source.text, of_terms(terms), locale)
    results = pins.verify(again, made.target.text, locale)
    if made.held:
        assert made.reasons
        return
    assert all(result.found for result in results if result.pin.binding)
    spans = sorted((result.start, result.end) for result in made.pins if result.found)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for result in made.pins:
        if result.found:
            assert made.target.text[result.start : result.end] == result.target


def test_of_overlapping_terms_the_longest_binds(argos: Engine, brazil: Locale) -> None:
    """`NMDA receptor` inside `NMDA receptor antagonist`: one pin, the longest."""
    terms = [
        Term("a", "NMDA", "NMDA"),
        Term("b", "NMDA receptor", "receptor NMDA"),
        Term("c", "NMDA receptor antagonist", "antagonista do receptor NMDA"),
        Term("d", "receptor antagonist", "antagonista de receptor"),
    ]
    made = made_of("Ketamine is an NMDA receptor antagonist.", argos, brazil, *terms)
    assert [result.pin.term_id for result in made.pins] == ["c"]
    assert not made.held, made.reasons


def test_a_term_inside_an_address_is_no_term(argos: Engine, brazil: Locale) -> None:
    """The address is one pin and is copied letter by letter."""
    url = "https://www.example.org/brain/NMDA?drug=ketamine"
    made = made_of(f"See {url} for the data.", argos, brazil, Term("b", "brain", "encéfalo"), Term("n", "NMDA", "X9"))
    assert [result.pin.kind for result in made.pins] == ["url"]
    if not made.held:
        assert url in made.target.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MS is a disease of the nerves with sclerosis.", ["MS"]),
        ("The sample was measured by MS.", []),
        ("It was used after the operation.", []),
        ("IT staff helped the patients.", ["IT"]),
        ("A PE was seen in the lung.", ["PE"]),
        ("He likes PE lessons at school.", []),
    ],
)
def test_acronyms_that_are_words_bind_in_their_context(
    argos: Engine, brazil: Locale, text: str, found: list[str]
) -> None:
    """`MS`, `PE`, `IT`: case and context decide; `It` at the start of a sentence is a pronoun."""
    terms = [
        Term("m", "MS", "EM", context="(?i)sclerosis|nerve"),
        Term("p", "PE", "EP", context="(?i)lung|embol"),
        Term("i", "IT", "TI", case=Case.EXACT),
    ]
    made = made_of(text, argos, brazil, *terms)
    assert [result.pin.source for result in made.pins if result.pin.kind == "term"] == found


def test_terms_at_both_ends(argos: Engine, brazil: Locale) -> None:
    """The first and the last word are terms."""
    terms = [Term("k", "Ketamine", "Quetamina"), Term("d", "depression", "transtorno depressivo")]
    made = made_of("Ketamine relieves depression", argos, brazil, *terms)
    assert len(made.pins) == 2


def test_twenty_pins_in_one_sentence(argos: Engine, brazil: Locale) -> None:
    """Twenty names in one sentence are all there, in reasonable time."""
    names = [f"ZQ{number}" for number in range(20)]
    text = f"We measured {', '.join(names[:-1])} and {names[-1]} in the blood of the patients."
    start = time.process_time()
    made = made_of(text, argos, brazil, *(Term(name, name, name) for name in names))
    assert len(made.pins) == 20
    assert time.process_time() - start < 20


def test_ten_forms_the_model_does_not_know(argos: Engine, brazil: Locale) -> None:
    """Ten unusual renderings: published with all of them or held, in bounded time."""
    words = ["nurse", "doctor", "patient", "mother", "father", "child", "brother", "sister", "friend", "teacher"]
    text = "The " + ", the ".join(words) + " and the judge slept."
    start = time.process_time()
    made = made_of(text, argos, brazil, *(Term(word, word, f"{word[:3]}Qx") for word in words))
    assert len(made.pins) == 10
    assert time.process_time() - start < 20


def test_twenty_forms_the_model_does_not_know(argos: Engine, brazil: Locale) -> None:
    """Twenty unusual renderings in one sentence: bounded work, whatever comes of it."""
    words = (  # noqa: SIM905 - a list of twenty is harder to read
        "nurse doctor patient mother father child brother sister friend teacher driver farmer baker lawyer soldier "
        "singer painter writer actor king"
    ).split()
    text = "The " + ", the ".join(words) + " and the judge slept."
    start = time.process_time()
    made = made_of(text, argos, brazil, *(Term(word, word, f"{word[:3]}Qx") for word in words))
    assert len(made.pins) == 20
    assert time.process_time() - start < 12


@pytest.mark.parametrize("text", ["MS", "The nurse said MS and IT.", "PE", "IT"])
def test_acronyms_by_themselves(argos: Engine, brazil: Locale, text: str) -> None:
    """Acronyms that are common words, alone or beside one another."""
    made_of(text, argos, brazil, Term("m", "MS", "EM"), Term("p", "PE", "EP"), Term("i", "IT", "TI", case=Case.EXACT))


def test_a_pin_that_the_model_wants_to_inflect(argos: Engine, brazil: Locale) -> None:
    """A pin to the letter stays in the singular although the sentence is in the plural."""
    made = made_of("Two hospitals were closed.", argos, brazil, Term("h", "hospitals", "hospital"))
    assert made.held or "hospital " in made.target.text + " "


def test_the_same_term_twice_needs_two_places(argos: Engine, brazil: Locale) -> None:
    """Two `NMDA` in the source, two in the target."""
    made = made_of("NMDA is not AMPA, and AMPA is not NMDA.", argos, brazil, Term("n", "NMDA", "NMDA"))
    assert made.held or made.target.text.count("NMDA") == 2


@pytest.mark.parametrize(
    "text",
    [
        "The word שלום means peace in 3 languages.",
        "العقار 5 mg was given to 12 patients.",
        "Cafe\u0301 au lait spots were seen in 7 nai\u0308ve patients.",
        "Keta\u200bmine re\u00adduced pain in 15\u200b patients.",
        "\ufeffThe dose was 5\u2060 mg.",
        "The \u202edose\u202c was 5 mg.",
        "😀 The 👩‍⚕️ gave 5 mg to 🇧🇷 patients 💊.",
        "𝐁𝐨𝐥𝐝 letters and ﬁgures: 10 mg.",
        "Zalgo t̴̡e̵x̶t̷ with 5 mg.",
        "\x00\x01 control 5 mg",
        "ＦＵＬＬ width １０ mg of the drug.",
    ],
)
def test_odd_characters(argos: Engine, brazil: Locale, text: str) -> None:
    """Right-to-left text, combining and invisible characters, emoji: the promise holds, equal input gives equal output."""
    term = Term("k", "ketamine", "quetamina")
    assert made_of(text, argos, brazil, term) == made_of(text, argos, brazil, term)


def test_a_term_with_invisible_characters_is_found(argos: Engine, brazil: Locale) -> None:
    """A soft hyphen or zero-width space inside a word does not hide a term."""
    made = made_of("Keta\u00admine reduced the pain.", argos, brazil, Term("k", "ketamine", "quetamina"))
    assert [result.pin.term_id for result in made.pins] == ["k"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", ".", "...", "—", "(", "😀"])
def test_sentences_of_nothing(argos: Engine, brazil: Locale, text: str) -> None:
    """Empty and wordless sentences are copied, never held."""
    assert not made_of(text, argos, brazil, Term("k", "ketamine", "quetamina")).held


def test_a_sentence_of_two_thousand_words(argos: Engine, brazil: Locale) -> None:
    """It is translated in pieces; pins hold in all of them, or the sentence is held."""
    clause = "the patients of the hospital received 5 mg of ketamine in the morning, "
    text = "In this study " + clause * 154 + "and it ended."
    assert len(text.split()) > 2000
    start = time.process_time()
    made = made_of(text, argos, brazil, Term("k", "ketamine", "cetamina"))
    assert len(made.pins) >= 308
    assert time.process_time() - start < 60


@pytest.mark.parametrize(
    "text", ["a" * 3000, "数据" * 800, "x-" * 1500, "https://example.org/" + "a" * 2500, "(" * 2000]
)
def test_one_word_longer_than_the_model(argos: Engine, brazil: Locale, text: str) -> None:
    """A run without a space, longer than the model's positions, is translated or held, never a fault."""
    made_of(text, argos, brazil)
    made_of(f"See {text} for more.", argos, brazil)


def test_a_form_longer_than_the_model(argos: Engine, brazil: Locale) -> None:
    """A target of three hundred words is published whole or held."""
    made_of("The brain is large.", argos, brazil, Term("b", "brain", "palavra nova " * 150 + "fim"))


def test_forms_with_odd_characters(argos: Engine, brazil: Locale) -> None:
    """Targets of one letter, with quotes, percent signs, braces, a backslash or in another script."""
    for target in ("é", "x%s", "{0}", "\\1", "a\\g<0>b", "«x»", "המבורג", "🙂x", "a b", "XX0"):
        made_of("The brain is large.", argos, brazil, Term("b", "brain", target))


def test_a_target_equal_to_another_source(argos: Engine, brazil: Locale) -> None:
    """Terms whose targets are each other's sources do not chase one another."""
    made_of("The nurse saw the doctor.", argos, brazil, Term("n", "nurse", "doctor"), Term("d", "doctor", "nurse"))


def test_code_words_in_the_source_are_not_taken_for_masks(argos: Engine, brazil: Locale) -> None:
    """A sentence that holds the masking code itself is still verified."""
    for code in ("XX0", "QX0", "NMDA0", "[[0]]"):
        made_of(f"The {code} device was near the brain.", argos, brazil, Term("b", "brain", "קשר"))


def test_numbers_that_look_alike_keep_their_places(argos: Engine, brazil: Locale) -> None:
    """Counts and decimals of a dense sentence are all there in the locale's form."""
    made = made_of("Of 1,234 patients, 12.34 % (n = 152) had 1.234 mg and 12,34 was an error.", argos, brazil)
    if not made.held:
        assert {"1.234", "12,34"} <= {result.target.split("\u00a0")[0].rstrip(" %mg") for result in made.pins}


@pytest.mark.parametrize("tag", ["en-XA", "ar-XB"])
def test_pseudo_locales_keep_the_promise(tag: str) -> None:
    """The same adversarial sentence through both pseudo locales: published, every pin in place."""
    locale = locales.parse(tag)
    engine = open_engine(locales.parse("en"), locale)
    text = "See www.example.org: the NMDA receptor (571,678 units; 0.5 mg/kg) of a brain."
    made = made_of(text, engine, locale, Term("n", "NMDA receptor", "NMDA receptor"), Term("b", "brain", "brain"))
    assert not made.held, made.reasons
    for kept in ("www.example.org", "NMDA receptor", "571,678", "0.5 mg/kg", "brain"):
        assert kept in made.target.text


def test_a_forbidden_rendering_is_never_published(argos: Engine, brazil: Locale) -> None:
    """A `forbid` row holds what no candidate avoids."""
    term = Term("p", "patient", "", mode=Mode.FORBID, forbidden=("paciente", "pacientes"))
    for text in ("The patient slept.", "Each patient was seen twice."):
        made = made_of(text, argos, brazil, term)
        assert made.held or "paciente" not in made.target.text.lower()


def test_a_paragraph_of_traps(argos: Engine) -> None:
    """Several sentences at once through the public function."""
    text = "It was 5 mg. MS? See www.example.org/MS. NMDA: 3.5 %! \u200b 😀"
    for made in translate([text, text[::-1]], to="pt-BR", glossary=of_terms([Term("m", "MS", "EM")])):
        assert made.held or all(result.found for result in made.pins if result.pin.binding)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Take 2 × 500 mg at night.", "2 × 500 mg"),
        ("The white cell count was 4.5 x 10^9/L.", "4,5 x 10^9/L"),
        ("The viral load was 20 × 10-18 mol/L in water.", "20 × 10-18 mol/L"),
    ],
)
def test_a_product_stays_one(argos: Engine, brazil: Locale, text: str, product: str) -> None:
    """By itself the model writes `Tome 2 a 500 mg`: all the numbers are there, and "to" between them."""
    made = made_of(text, argos, brazil)
    assert not made.held, made.reasons
    assert product in made.target.text.replace("\N{NO-BREAK SPACE}", " ")
