"""Each rung of the ladder, by itself and in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest

from glosspress.article import Rich
from glosspress.checks import Context
from glosspress.engines import Engine, Hypothesis, Request
from glosspress.glossary import Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import ladder, masking, places, splicing, translate_segments
from glosspress.translate.work import prepare
from glosspress.translation import Finding, Pin, Rung, Segment, Severity, Translation

PAIN = "Ketamine reduced the pain of the patients in the hospital."
UNUSUAL = Term("h", "hospital", "nosocômio")
Only = Callable[[str], None]


def climbed(text: str, engine: Engine, locale: Locale, *terms: Term) -> Translation:
    return translate_segments([Segment(Rich(text))], locale, engine, of_terms(terms))[0]


def published(made: Translation) -> str:
    assert not made.held, made.reasons
    assert all(result.found for result in made.pins if result.pin.binding)
    return made.target.text


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Only:
    """Leave one of the repairing rungs on the ladder (`splice`, `force`, `substitute`, `mask`, `_split`, or none)."""

    def leave(name: str) -> None:
        for rung in {"splice", "force", "exchange", "_split"} - {name}:
            monkeypatch.setattr(ladder, rung, lambda works, engine, **options: None)
        if name in ("substitute", "mask"):
            monkeypatch.setattr(ladder, "exchange", getattr(masking, name))

    return leave


def test_plain_decoding_is_enough_where_it_verifies(argos: Engine, brazil: Locale) -> None:
    """A term that the model renders as wanted costs nothing more."""
    made = climbed(PAIN, argos, brazil, Term("h", "hospital", "hospital"))
    published(made)
    assert made.rung is Rung.PLAIN


def test_a_less_likely_hypothesis_that_verifies_is_taken(argos: Engine, brazil: Locale, only: Only) -> None:
    """A word that only another hypothesis of the model uses is found without forcing anything."""
    only("")
    (best, *others) = argos.decode([Request(PAIN, n_best=ladder.N_BEST)])[0]
    words = set(best.text.strip(".").split())
    new = next(word for other in others for word in other.text.strip(".").split() if word not in words)
    source = "hospital" if new not in "pelasdores" else "pain"
    made = climbed(PAIN, argos, brazil, Term("h", source, new))
    assert new in published(made)
    assert made.rung is Rung.NBEST


def test_a_missing_form_is_forced(argos: Engine, brazil: Locale, only: Only) -> None:
    """Forced decoding writes the form where the model would have written its own, and goes on from there."""
    only("force")
    made = climbed("The brain of the rat was small.", argos, brazil, Term("b", "brain", "encéfalo"))
    assert "encéfalo" in published(made)
    assert made.rung is Rung.FORCED


def test_a_missing_form_takes_the_place_of_the_models_words(argos: Engine, brazil: Locale, only: Only) -> None:
    """Splicing: the form is put where the model wrote its own, and a determiner before it agrees."""
    only("splice")
    made = climbed("The brain of the rat was small.", argos, brazil, Term("b", "brain", "massa encefálica"))
    assert published(made).lower().startswith("a massa encefálica d")
    assert made.rung is Rung.FORCED


def test_a_form_of_another_gender_takes_its_determiner_along(argos: Engine, brazil: Locale) -> None:
    """`A sentinela viu` becomes `O marcador viu`, also where the sentence with the wrong determiner stands in no doubt."""
    made = [
        published(climbed(f"The sentinel saw {n} cases.", argos, brazil, Term("s", "sentinel", "marcador")))
        for n in range(2, 11)
    ]
    assert sum(text.startswith("O marcador ") for text in made) > len(made) / 2


def test_beside_a_splice_in_doubt_one_beginning_is_forced(
    argos: Engine, brazil: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The splice verified, so one decoding competes with it, however many pins it puts in."""
    monkeypatch.setattr(splicing, "MOST_LOSS", -1_000.0)  # every splice is in doubt
    forced = beginnings_forced(argos, monkeypatch)
    text = "The blood pressure of the rat was low."
    published(climbed(text, argos, brazil, Term("p", "blood pressure", "tensão"), Term("r", "rat", "ratazana")))
    assert forced == {text: 1}


def test_a_word_in_the_place_of_one_word_is_not_decoded_anew(
    argos: Engine, brazil: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However unlikely it makes the words around it: it takes no word of others, which is what decoding would mend."""
    monkeypatch.setattr(splicing, "MOST_LOSS", -1_000.0)
    forced = beginnings_forced(argos, monkeypatch)
    text = "The brain of the rat was small."
    published(climbed(text, argos, brazil, Term("b", "brain", "encéfalo"), Term("r", "rat", "ratazana")))
    assert forced == {}
    published(climbed(text, argos, brazil, Term("b", "brain", "sistema nervoso"), Term("r", "rat", "ratazana")))
    assert forced == {}, "a longer form takes no word of others either"
    published(climbed("The doctor saw the blood pressure.", argos, brazil, Term("p", "blood pressure", "tensão")))
    assert forced == {"The doctor saw the blood pressure.": 1}, "two words may be answered apart from each other"


def test_a_splice_on_which_the_model_has_no_say_is_not_rated(
    argos: Engine, brazil: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one way to put words in the place of words, and it is taken: its score is that of the sentence it was made of."""
    rated = texts_rated(argos, monkeypatch)
    text, rat = "The brain of the rat was small.", Term("r", "rat", "ratazana")
    made = climbed(text, argos, brazil, Term("b", "brain", "encéfalo"), rat)
    assert published(made)
    assert made.rung is Rung.FORCED
    assert not rated
    assert made.score == next(other.score for other in made.candidates if other.rung is Rung.PLAIN)
    published(climbed(text, argos, brazil, rat))
    assert rated, "`do ratazana` or `da ratazana`: that is for the model to say"


def texts_rated(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As they come."""
    rated: list[str] = []
    rate = type(engine).rate

    def told(self: Engine, pairs: Sequence[tuple[str, tuple[str, ...]]]) -> list[Sequence[float]]:
        rated.extend(self.detokenise(tokens) for _, tokens in pairs)
        return rate(self, pairs)

    monkeypatch.setattr(type(engine), "rate", told)
    return rated


def beginnings_forced(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """By source, as they come."""
    forced, stream = Counter[str](), type(engine).stream

    def told(self: Engine, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        forced.update(request.source for request in requests if request.prefix)
        return stream(self, requests)

    monkeypatch.setattr(type(engine), "stream", told)
    return forced


@pytest.mark.parametrize(
    ("tokens", "language", "own"),
    [
        ("\u2581da \u2581O MS", "pt", (1, 3)),
        ("\u2581com \u2581o \u2581medicamento \u2581de", "pt", (2, 3)),
        ("\u2581de \u2581gripe \u2581a vi ária", "pt", (1, 5)),
        ("\u2581se \u2581espalhou", "pt", (0, 2)),
        ("\u2581da", "pt", (0, 1)),
        ("\u2581der \u2581Arzt", "de", (0, 2)),
    ],
)
def test_articles_and_prepositions_keep_their_place(tokens: str, language: str, own: tuple[int, int]) -> None:
    """Attention counts them in with the word they stand before: `laboratórios da OMS` lost its `da`."""
    assert _own_words(tokens, set(), language) == own


@pytest.mark.parametrize(
    ("tokens", "taken", "own"),
    [
        ("\u2581sentine \u258121", {1}, (0, 1)),
        ("\u258121 \u2581do \u2581sentine te", {0}, (2, 4)),
        ("\u2581de \u25811% \u2581espalha da", {1}, (2, 4)),
        ("\u2581NM DA", {0, 1}, None),
        ("\u2581de \u25811%", {1}, None),
    ],
)
def test_what_another_pin_holds_is_not_replaced(tokens: str, taken: set[int], own: tuple[int, int] | None) -> None:
    """Attention gives `sentine 21` for `sentinel`: the form took the number's place, and the sentence was made again."""
    assert _own_words(tokens, taken, "pt") == own


def _own_words(tokens: str, taken: set[int], language: str) -> tuple[int, int] | None:
    """The tokens that a term answered by all of them takes."""
    mine = tuple(tokens.split(" "))
    words = places.words_of(mine, 0, len(mine) - 1)
    own = places.own_words(mine, words, Pin(0, 1, "t", ("t",), "term"), taken, language)
    return (own[0][0], own[-1][1]) if own else None


@pytest.mark.parametrize("number", [21, 42, 4231])
@pytest.mark.parametrize(
    "text",
    [
        "A few healthy people have spikes in the EEG and never have a seizure in the sentinel group {}.",
        "The number shows the side: 3 and 7 are on the left, 4 and 8 are on the right in the sentinel group {}.",
    ],
)
def test_a_number_behind_a_term_stays(argos: Engine, brazil: Locale, only: Only, text: str, number: int) -> None:
    """The term is put in, the number is still there, and nothing had to be decoded again."""
    only("splice")
    target = published(climbed(text.format(number), argos, brazil, Term("s", "sentinel", "guarda", mode=Mode.PREFER)))
    assert "guarda" in target
    assert str(number) in target


def test_a_sentence_with_many_other_faults_is_left(argos: Engine, brazil: Locale) -> None:
    """Pins that are put in one by one mend what is missing, not a sentence that is garbled all over."""
    work = prepare("k", Segment(Rich(PAIN)), Context(brazil, "en", of_terms([UNUSUAL])), argos)
    attempt = work.examine(Rung.PLAIN, "A cetamina reduziu a dor dos pacientes no hospital.", -0.1)
    assert work.faults == 0
    assert ladder._mendable(work, argos)
    other = Finding("numbers", Severity.BLOCK, "a number is missing")
    for count in range(1, 5):
        work.attempts = [replace(attempt, findings=(*attempt.findings, *[other] * count))]
        assert work.faults == count
        assert ladder._mendable(work, argos) == (count <= 2)


def test_only_what_the_model_did_not_rate_is_rated(
    argos: Engine, brazil: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rivals are compared by the likelihood of the whole sentence: of pieces that were joined it is not known yet."""
    rate, rated = type(argos).rate, texts_rated(argos, monkeypatch)
    work = prepare("k", Segment(Rich(PAIN)), Context(brazil, "en", of_terms([])), argos)
    ((answer,),) = argos.decode([Request(PAIN)])
    heard = work.hear(Rung.PLAIN, answer)
    work.examine(Rung.SPLIT, "A dor dos pacientes caiu.", -0.01)
    assert [attempt.verified for attempt in work.attempts] == [True, True]
    ladder._compete([work], argos)
    assert rated == ["A dor dos pacientes caiu."]
    assert work.attempts[0] == heard
    assert work.attempts[1].score < heard.score
    (rating,) = rate(argos, [(PAIN, answer.tokens)])
    assert heard.score == pytest.approx(fmean(rating), abs=0.01)


def test_a_form_beside_the_models_own_word_is_doubtful(argos: Engine, brazil: Locale) -> None:
    """`casos confirmados de casos de covid-19` verifies, but another rung does better."""
    text = "As of March 28, 2020, a total of 571,678 confirmed COVID-19 cases and 26,494 deaths have been reported."
    made = climbed(text, argos, brazil, Term("c", "COVID-19 cases", "casos de covid-19", mode=Mode.PREFER))
    assert "casos confirmados de casos" not in published(made)


def test_several_forms_are_forced(argos: Engine, brazil: Locale, only: Only) -> None:
    """Two missing pins are written one after the other, and both verify."""
    only("force")
    made = climbed(
        "The brain of the rat was small.", argos, brazil, Term("b", "brain", "encéfalo"), Term("r", "rat", "ratazana")
    )
    published(made)
    assert made.rung is Rung.FORCED


def test_the_form_can_stand_in_the_source(argos: Engine, brazil: Locale, only: Only) -> None:
    """Source substitution: the model copies a form it is shown. Which ones depends on the processor's arithmetic."""
    only("substitute")
    places = ("hospital", "clinic", "ward")
    texts = [f"Ketamine reduced the pain of the patients in the {place}." for place in places]
    made = [
        (form, climbed(text, argos, brazil, Term("h", place, form)))
        for text, place in zip(texts, places, strict=True)
        for form in ("nosocômio", "sanatório", "policlínico")
    ]
    substituted = [(form, item) for form, item in made if item.rung is Rung.SUBSTITUTED]
    assert len(substituted) >= len(places)
    for form, item in substituted:
        assert form in published(item)


def test_a_code_word_carries_the_form(argos: Engine, brazil: Locale, only: Only) -> None:
    """Masking works for a form in another script, which the model cannot write."""
    only("mask")
    made = climbed(PAIN, argos, brazil, Term("h", "hospital", "המבורג"))
    assert "המבורג" in published(made)
    assert made.rung is Rung.MASKED


def test_clauses_are_translated_one_by_one(argos: Engine, brazil: Locale, only: Only) -> None:
    """Where the whole sentence loses pins its clauses may keep them."""
    only("_split")
    names = [f"ZQ{number}" for number in range(20)]
    text = f"We measured {', '.join(names[:-1])} and {names[-1]} in the blood of the patients."
    made = climbed(text, argos, brazil, *(Term(name, name, name) for name in names))
    published(made)
    assert made.rung in {Rung.SPLIT, Rung.PLAIN, Rung.NBEST}


def test_a_long_sentence_is_cut_before_it_is_tried_whole(argos: Engine, brazil: Locale) -> None:
    """The embedded model falls into a loop over the whole sentence; that is not even asked for."""
    text = (
        "In the first week the patients in the hospital received 5 mg of ketamine in the morning and in the evening, "
        "in the second week the nurses measured the blood pressure of every patient who had been treated before, "
        "and in the third week 120 of the 340 patients who had received the drug were asked about pain and about sleep."
    )
    made = climbed(text, argos, brazil, Term("k", "ketamine", "cetamina"))
    assert "cetamina" in published(made)
    assert made.rung is Rung.SPLIT
    assert not any(candidate.rung is Rung.PLAIN for candidate in made.candidates)


def test_what_no_rung_mends_is_held(argos: Engine, brazil: Locale, only: Only) -> None:
    """Without a rung left the sentence is held, and the reason names term and form."""
    only("")
    made = climbed(PAIN, argos, brazil, UNUSUAL)
    assert made.held
    assert made.rung is Rung.HELD
    assert made.reasons == ("“hospital” is not rendered as “nosocômio”",)
    assert made.target.text
    assert not any(candidate.verified for candidate in made.candidates)


def test_a_form_that_cannot_be_right_is_held(argos: Engine, brazil: Locale) -> None:
    """On the whole ladder: a form of which every candidate is blocked by a check."""
    made = climbed(PAIN, argos, brazil, Term("h", "hospital", "zq zq zq zq zq"))
    assert made.held
    assert made.reasons


def test_candidates_are_recorded_with_rung_and_score(argos: Engine, brazil: Locale) -> None:
    """The record says what was tried; the published one is among them, and none is better by its own measure."""
    made = climbed(PAIN, argos, brazil, UNUSUAL)
    published(made)
    good = [candidate for candidate in made.candidates if candidate.verified]
    assert made.target.text in {candidate.text for candidate in good}
    assert made.score == max(candidate.score for candidate in good)
    assert {candidate.rung for candidate in made.candidates} >= {made.rung, Rung.PLAIN}


def test_preferred_forms_may_inflect(argos: Engine, brazil: Locale) -> None:
    """A `prefer` term verifies in a listed form without a repair."""
    term = Term("p", "patient", "doente", mode=Mode.PREFER, forms=("paciente", "pacientes", "doentes"))
    made = climbed("The patients slept well.", argos, brazil, term)
    assert made.rung is Rung.PLAIN
    assert "pacientes" in published(made)


def test_advice_never_holds(argos: Engine, brazil: Locale) -> None:
    """An `advise` term that is absent is a warning."""
    made = climbed(PAIN, argos, brazil, Term("h", "hospital", "nosocômio", mode=Mode.ADVISE))
    assert "hospital" in published(made)
    assert any("nosocômio" in finding.message for finding in made.findings)


def test_masking_is_calibrated_once(argos: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code word that this model keeps best is measured, stored, and read again."""
    from argostranslate import settings

    monkeypatch.setattr(settings, "cache_dir", tmp_path)
    monkeypatch.setattr(masking, "_FOUND", {})
    form = masking.calibrated(argos)
    (stored,) = (tmp_path / "glosspress").glob("masking-*.json")
    monkeypatch.setattr(masking, "_FOUND", {})
    before = stored.read_bytes()
    assert masking.calibrated(argos) == form
    assert stored.read_bytes() == before
    assert "{}" in form
    stored.write_text("{", encoding="utf-8")
    monkeypatch.setattr(masking, "_FOUND", {})
    assert masking.calibrated(argos) == form


def test_a_read_only_home_does_not_stop_masking(argos: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be stored is measured again."""
    from argostranslate import settings

    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    monkeypatch.setattr(settings, "cache_dir", blocker)
    monkeypatch.setattr(masking, "_FOUND", {})
    assert masking.calibrated(argos)


def test_a_form_is_not_written_twice(argos: Engine, brazil: Locale) -> None:
    """A repair that writes a missing form more often than the source has the term is no repair."""
    made = climbed("Depression is common in adults.", argos, brazil, Term("d", "Depression", "DEPR"))
    assert published(made).count("DEPR") == 1


def test_the_best_attempt_of_a_held_sentence_can_be_read(argos: Engine, brazil: Locale) -> None:
    """What a reviewer is shown is a whole sentence that misses a term, not one that has it in a loop."""
    made = climbed(PAIN, argos, brazil, Term("h", "hospital", "zq zq zq zq zq"))
    assert made.held
    assert made.target.text.endswith("no hospital.")


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("How BDNF connects sleep and mood", ("conecta", "sono", "humor")),
        ("BDNF is released and TrkB is activated.", ("ativado", "TrkB")),
        ("Exercise raises BDNF in the brain.", ("levanta",)),
        ("BDNF supports the growth of neurons and helps memory.", ("crescimento", "neurônios", "memória")),
    ],
)
def test_a_long_form_costs_no_word(argos: Engine, brazil: Locale, source: str, kept: tuple[str, ...]) -> None:
    """A form the model would not have chosen takes its place, and verb and objects of the sentence stay."""
    term = Term("bdnf", "BDNF", "fator neurotrófico derivado do cérebro", mode=Mode.PREFER)
    target = published(climbed(source, argos, brazil, term))
    assert "neurotrófico derivado do cérebro" in target
    assert [word for word in kept if word not in target] == []


@pytest.mark.parametrize("cases", [2, 3, 9, 107])
def test_no_rest_of_the_models_own_word_stays_beside_the_form(argos: Engine, brazil: Locale, cases: int) -> None:
    """Forced after a piece of its own word, the model went on with the rest of it: `Marcador o sentine viu`."""
    term = Term("s", "sentinel", "marcador", mode=Mode.PREFER)
    assert (
        published(climbed(f"The sentinel saw {cases} cases.", argos, brazil, term)) == f"O marcador viu {cases} casos."
    )


def test_a_short_word_is_a_word(argos: Engine, brazil: Locale) -> None:
    """A repair without its verb does not win because it is likelier: `O serviço de análises a 17 casos.`"""
    term = Term("l", "laboratory", "serviço de análises", mode=Mode.PREFER)
    assert (
        published(climbed("The laboratory saw 17 cases.", argos, brazil, term)) == "O serviço de análises viu 17 casos."
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [("clinic", "ambulatório"), ("caregiver", "acompanhante"), ("midwife", "enfermeira obstétrica")],
)
def test_a_word_that_the_model_never_writes_is_spliced(
    argos: Engine, brazil: Locale, only: Only, source: str, target: str
) -> None:
    """It is unlikely wherever it stands; where the rest of the sentence reads as before, nothing is decoded again."""
    only("splice")
    made = climbed(f"The {source} saw 17 cases.", argos, brazil, Term("t", source, target, mode=Mode.PREFER))
    assert published(made).endswith(f" {target} viu 17 casos.")


def test_a_splice_that_takes_other_words_too_gives_way(argos: Engine, brazil: Locale) -> None:
    """`durante o surto 1957–58 até 50%` reads badly around its range: decoding goes on from the range instead."""
    text = "Closing schools reduced the flu by 90% during the 1957–58 outbreak, and up to 50% in the US."
    assert re.search(r" 1957–58,? e até 50%", published(climbed(text, argos, brazil)))
