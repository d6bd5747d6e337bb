"""The embedded model behind the engine protocol."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from statistics import fmean

import ctranslate2
import pytest

from glosspress import locales
from glosspress.engines import Engine, Request, open_engine
from glosspress.engines.argos import _FILLER, LENGTH_PENALTY, LONGEST, ArgosEngine, device
from glosspress.engines.attention import strongest
from glosspress.engines.batching import STEP, width
from glosspress.engines.engine import UNKNOWN

SENTENCES = [
    "Ketamine blocks the NMDA receptor.",
    "Patients were followed for six months after the last dose.",
    "The trial enrolled 571,678 adults in nine countries, and most of them completed it.",
    "Do not stop the medicine without asking your doctor.",
    "Blood pressure rose.",
]
SAMPLE = (
    "In a trial of 412 adults with depression that two drugs had not helped, a single dose of ketamine given in a vein over "
    "40 minutes eased the symptoms of about half of them within a day, and most of these were still better after a week, but "
    "blood pressure rose in one of ten, so that all of them were watched in the clinic for two hours after the dose."
)
ALIKE = [f"The {who} was seen in the clinic." for who in ("doctor", "child", "family", "nurse", "woman", "patient")]
"""Of equal length in tokens: they share a batch."""


def test_the_engine_says_what_it_is(argos: Engine) -> None:
    """Label, digest and decoding parameters are part of every translation's key."""
    assert argos.label == "argos-en_pt@0.2"
    assert len(argos.sha256) == 64
    assert "beam=" in argos.decoding
    assert "int8" in argos.decoding
    assert not argos.synthetic
    assert open_engine(locales.parse("en"), locales.parse("pt-PT")) is argos


def test_answers_come_in_the_order_of_requests(argos: Engine) -> None:
    """Every request gets its own answer; how they share batches is not seen from outside."""
    forward = argos.decode([Request(text) for text in SENTENCES])
    backward = argos.decode([Request(text) for text in reversed(SENTENCES)])
    alone = [argos.decode([Request(text)])[0] for text in SENTENCES]
    assert forward == list(reversed(backward)) == alone


def test_nothing_gives_nothing(argos: Engine) -> None:
    """Empty lists are answered without the model; an empty sentence gives a hypothesis."""
    assert argos.decode([]) == []
    assert argos.rate([]) == []
    assert argos.align([]) == []
    assert len(argos.decode([Request("")])[0]) == 1


def test_n_best_is_ordered_and_distinct(argos: Engine) -> None:
    """As many hypotheses as asked for, the most likely first."""
    (found,) = argos.decode([Request(SENTENCES[1], n_best=4)])
    assert len(found) == 4
    assert len({item.tokens for item in found}) == 4
    assert found[0].score >= found[-1].score


def test_a_prefix_is_kept(argos: Engine) -> None:
    """A hypothesis begins with the tokens that were forced, also with ones the model does not know."""
    for forced in ("A cetamina", "O nosocômio", "α-β"):
        prefix = argos.tokenise(forced)
        ((found,),) = argos.decode([Request(SENTENCES[0], prefix=prefix)])
        assert found.tokens[: len(prefix)] == prefix
        assert found.text.startswith(forced)
        assert len(found.text) > len(forced)


def test_alignment_names_a_source_token_for_each_token(argos: Engine) -> None:
    """Only when it is asked for; of the first token it is known to `align` alone."""
    ((plain,),) = argos.decode([Request(SENTENCES[2])])
    assert plain.alignment == ()
    ((found,),) = argos.decode([Request(SENTENCES[2], alignment=True)])
    assert (found.tokens, found.score) == (plain.tokens, plain.score)
    assert len(found.alignment) == len(found.tokens)
    assert found.alignment[0] == UNKNOWN
    assert set(found.alignment[1:]) <= set(range(len(argos.tokenise(SENTENCES[2]))))
    (rows,) = argos.align([(SENTENCES[2], found.tokens)])
    assert len(rows) == len(found.tokens)
    assert {len(row) for row in rows} == {len(argos.tokenise(SENTENCES[2]))}


def test_alignment_does_not_depend_on_the_company(argos: Engine) -> None:
    """What CTranslate2 gives for the first token does, and is left out."""
    assert len({len(argos.tokenise(text)) for text in ALIKE}) == 1
    asked = [Request(text, n_best=2, alignment=True) for text in ALIKE]
    alone, (*_, in_company) = argos.decode(asked[-1:])[0], argos.decode(asked)
    assert [item.tokens for item in in_company] == [item.tokens for item in alone]
    assert [list(item.alignment) for item in in_company] == [list(item.alignment) for item in alone]


def test_sentences_of_similar_length_come_out_the_same_alone_and_together(argos: Engine) -> None:
    """To the last bit of the score, though they share batches with longer and shorter ones."""
    texts = [SAMPLE.rsplit(" ", number)[0] for number in range(len(SAMPLE.split()))]
    asked = [Request(text, n_best=2, alignment=True) for text in texts]
    lengths = [len(argos.tokenise(text)) for text in texts]
    assert len({width(length) for length in lengths}) < len(set(lengths)) / 3
    together = argos.decode(asked)
    some = argos.decode(asked[::3])
    for number, request in enumerate(asked):
        (alone,) = argos.decode([request])
        for company in (together[number], *([some[number // 3]] if number % 3 == 0 else [])):
            assert [(item.tokens, item.score) for item in company] == [(item.tokens, item.score) for item in alone]
            assert [list(item.alignment) for item in company] == [list(item.alignment) for item in alone]


def test_forced_beginnings_come_out_the_same_alone_and_together(argos: Engine) -> None:
    """To the last bit, though sources and beginnings are of many lengths, and share a batch."""
    texts = [SAMPLE.rsplit(" ", number)[0] for number in range(12, len(SAMPLE.split()) - 4)]
    written = [answer[0].tokens for answer in argos.decode([Request(text) for text in texts])]
    asked = [
        Request(text, prefix=tokens[: 1 + number % len(tokens)], alignment=True)
        for number, (text, tokens) in enumerate(zip(texts, written, strict=True))
    ]
    assert len({len(request.prefix) for request in asked}) > 10
    together, some = argos.decode(asked), argos.decode(asked[::4])
    for number, request in enumerate(asked):
        ((alone,),) = argos.decode([request])
        for (company,) in (together[number], *([some[number // 4]] if number % 4 == 0 else [])):
            assert (company.tokens, company.score) == (alone.tokens, alone.score)
            assert list(company.alignment) == list(alone.alignment)


@pytest.mark.parametrize("words", [470, 490, 900])
def test_the_longest_sources_are_decoded_too(argos: Engine, words: int) -> None:
    """No batch is wider than the model has positions for; what is cut is not finished, and the checks hold it."""
    source = "very " * words + "good."
    for prefix in ((), argos.tokenise("Muito")):
        ((found,),) = argos.decode([Request(source, prefix=prefix, alignment=True)])
        assert found.tokens[: len(prefix)] == prefix
        assert not found.finished


def test_the_filler_of_a_batch_ends_at_once(argos: ArgosEngine) -> None:
    """Of every width: what is put beside sentences costs a step or two, not a sentence."""
    for wide in range(STEP, width(LONGEST) + 1, STEP):
        (found,) = argos._translator.translate_batch([[_FILLER] * wide], beam_size=2, length_penalty=LENGTH_PENALTY)
        assert len(found.hypotheses[0]) <= 4


def test_ctranslate2_takes_the_first_row_from_another_sentence(argos: ArgosEngine) -> None:
    """Why it is left out; when CTranslate2 is mended, this fails and the row can be used."""
    tokens = [list(argos.tokenise(text)) for text in ALIKE]
    options = {"beam_size": 2, "return_attention": True, "max_batch_size": 0}
    together = argos._translator.translate_batch(tokens, **options)[-1].attention[0]
    alone = argos._translator.translate_batch(tokens[-1:], **options)[0].attention[0]
    assert [row == other for row, other in zip(together, alone, strict=True)] == [False, *[True] * (len(alone) - 1)]


def test_what_a_hypothesis_attends_to_is_its_alignment(argos: Engine) -> None:
    """Search and forced decoding agree on what answers a token."""
    ((found,),) = argos.decode([Request(SENTENCES[2], alignment=True)])
    (rows,) = argos.align([(SENTENCES[2], found.tokens)])
    assert list(found.alignment[1:]) == list(strongest(rows)[1:])


def test_alignment_covers_the_target(argos: Engine) -> None:
    """A given target is aligned with a row a token, in whatever company."""
    pairs = [(SENTENCES[0], "A cetamina bloqueia o receptor NMDA."), (SENTENCES[4], "A pressão arterial subiu.")]
    together = argos.align(pairs)
    assert together == [argos.align([pair])[0] for pair in pairs]
    for (source, target), rows in zip(pairs, together, strict=True):
        assert len(rows) == len(argos.tokenise(target))
        assert {len(row) for row in rows} == {len(argos.tokenise(source))}


def test_likelihood_prefers_a_translation(argos: Engine) -> None:
    """A translation is more likely than another sentence; the rating of a pair does not depend on other pairs."""
    good = (SENTENCES[4], argos.tokenise("A pressão arterial subiu."))
    bad = (SENTENCES[4], argos.tokenise("O gato dorme na cadeira azul."))
    ratings = argos.rate([good, bad])
    assert [len(rating) for rating in ratings] == [len(good[1]) + 1, len(bad[1]) + 1]
    assert fmean(ratings[0]) > fmean(ratings[1])
    assert ratings == [*argos.rate([good]), *argos.rate([bad])]


@pytest.mark.parametrize("text", SENTENCES)
def test_tokens_give_the_text_back(argos: Engine, text: str) -> None:
    """Tokens joined are the text for plain sentences."""
    assert argos.detokenise(argos.tokenise(text)) == text


@pytest.mark.parametrize("text", ["🙂", "\u200b", "e\u0301", "שלום", "α" * 400, "a" * 3000, "word " * 900])
def test_odd_texts_are_decoded(argos: Engine, text: str) -> None:
    """Text the model never saw gives some hypothesis, never a fault."""
    assert len(argos.decode([Request(text)])[0]) == 1


def test_threads_share_the_engine(argos: Engine) -> None:
    """Four threads get what one gets."""
    wanted = argos.decode([Request(text) for text in SENTENCES])
    with ThreadPoolExecutor(4) as pool:
        for answer in pool.map(argos.decode, [[Request(text) for text in SENTENCES]] * 4):
            assert answer == wanted


@pytest.mark.parametrize(
    ("gpus", "arithmetic", "chosen"),
    [
        (1, {"float32", "int8", "int8_float16"}, "cuda"),
        (1, {"float32", "float16"}, "cpu"),
        (0, None, "cpu"),
    ],
)
def test_a_gpu_decodes_where_it_has_the_pinned_arithmetic(
    monkeypatch: pytest.MonkeyPatch, gpus: int, arithmetic: set[str] | None, chosen: str
) -> None:
    """An older one would be refused by CTranslate2; without one it is not asked for its arithmetic, which fails."""

    def types(name: str) -> set[str]:
        assert name == "cuda"
        assert arithmetic is not None, "no driver"
        return arithmetic

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: gpus)
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", types)
    assert device() == chosen
