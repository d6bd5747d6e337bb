"""Sentences end where sentences end, not at abbreviations, numbers, initials or addresses."""

from __future__ import annotations

import time

import pytest

from glosspress.article import Rich
from glosspress.segment import split

ONE_SENTENCE = [
    "Dr. Smith gave 0.5 mg/kg i.v. to the patients in Fig. 2.",
    "He took approx. 5 mg of the drug.",
    "Compare No. 3 vs. No. 4 in the list.",
    "Some drugs, e.g. Ketamine, i.e. NMDA antagonists, act within hours.",
    "Zarate et al. (2006) showed this first.",
    "As J. R. Smith and John F. Kennedy wrote, it works.",
    "E. coli grew at 37.5 °C for 2 h.",
    "The dose is 1 mg b.i.d. for two weeks.",
    "The U.S. Food and Drug Administration agreed.",
    "See Eq. 3, Ref. 12, pp. 12-14 and Suppl. Table 2.",
    "Look at www.Example.Com now.",
    "Write to first.Last@example.org today.",
    "The paper is doi:10.1000/abc.Def and open.",
    "“Really?” he asked.",
    "It took long... but it worked.",
    "1. Take the tablet with water.",
    "a) Take the tablet with water.",
    "The drug (approx. 5 mg. orally) works.",
    "St. John's wort interacts with many drugs.",
    "The trial began on Oct. 10, 2023.",
    "The 11 min. Bruce protocol was used.",
    "Each 30 min. Session counts once.",
    "It took approx. 11 min. in all.",
    "They waited 5 min. or more.",
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_kept_whole(text: str) -> None:
    """Abbreviations, decimals, initials, addresses, enumerators and brackets do not end a sentence."""
    assert [segment.source.text for segment, _ in split(Rich(text), "en")] == [text]


MANY = [
    ["Mood improved.[3]", "The next trial failed. [4]", "Another began."],
    ["Mood improved.1,2", "The next trial failed."],
    ["mTOR rose.", "mTOR is active.", "p53 fell.", "siRNA works.", "α-Synuclein rose."],
    ["Take vitamin B.", "The dose is 5 mg."],
    ["He asked no.", "That is wrong."],
    ["The effect was p < .05.", "It was large."],
    ["“We saw it.”", "She left."],
    ["What is it?", "A new drug!", "Good."],
    ["1. Take it.", "2. Drink water."],
    ["It ended at 5 p.m.", "Then we left."],
    ["The drug is given over 11 min.", "Rest for an hour.", "Wait 3 h.", "Drink water.", "After 30 sec.", "Stop."],
    [
        "They were followed for 6 mo.",
        "Most felt well after 2 yrs.",
        "None fell ill.",
        "It took 5–10 min.",
        "(Rest helps.)",
    ],
]


@pytest.mark.parametrize("sentences", MANY, ids=lambda value: value[0])
def test_cut(sentences: list[str]) -> None:
    """Real sentence ends are found, citations stay with their sentence, a gene's lower-case name may begin one."""
    assert [segment.source.text for segment, _ in split(Rich(" ".join(sentences)), "en")] == sentences


def test_glued_sentences() -> None:
    """Two sentences that an extractor glued together are two, with an empty gap."""
    parts = split(Rich("It rose in depression.In this trial it fell."), "en")
    assert [(segment.source.text, gap) for segment, gap in parts] == [
        ("It rose in depression.", ""),
        ("In this trial it fell.", ""),
    ]


def test_long_quotation() -> None:
    """A long quotation is cut into its sentences; the quotation marks stay with the first and the last."""
    sentences = [
        "“Ketamine acts on the glutamate system of the brain within hours and not within weeks.",
        "Its effect on mood was first seen in a small trial with patients who had not been helped by other drugs.",
        "Larger trials followed and confirmed it.”",
    ]
    assert [segment.source.text for segment, _ in split(Rich(" ".join(sentences)), "en")] == sentences


@pytest.mark.parametrize(("language", "text", "count"), [
    ("ja", "これは文です。次の文です。終わり！", 3),
    ("de", "Das Mittel wirkt z. B. bei Schmerzen. Es kostet 3,5 Mio. Euro.", 2),
    ("pt", "O Sr. Silva tomou 0,5 mg. Depois dormiu.", 2),
    ("ar", "هذا نص. هل هو قصير؟ نعم.", 3),
    ("xx", "One sentence. Another one.", 2),
    ("de", "Warten Sie 10 Min. Dann ruhen Sie.", 2),
    ("de", "Nach 3 Std. Ruhe geht es besser.", 1),
    ("es", "Espere 10 min. Luego descanse.", 2),
    ("fr", "Attendez 10 min. Reposez-vous.", 2),
    ("it", "Attendere 10 min. Poi riposare.", 2),
    ("pt", "Espere 10 min. Depois descanse.", 2),
])  # fmt: skip
def test_other_languages(language: str, text: str, count: int) -> None:
    """Other source languages are cut by their own rules, an unknown one by the common ones."""
    assert len(split(Rich(text), language)) == count


HOSTILE = [
    "(", "a 1 min. A", "a 11", "a.", "a. ", "A", "a-", "He. (He ", "“He ran. ", "a@", ".", "[1] ",
    "x" * 9_000 + ". Y", "a-" * 50_000 + "a. B",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE, ids=lambda unit: unit[:9])
def test_time_grows_with_length_only(unit: str) -> None:
    """A hostile text of 200,000 characters is cut within two seconds: no rule is quadratic."""
    text = unit * (200_000 // len(unit))
    begin = time.process_time()
    parts = split(Rich(text), "en")
    assert "".join(segment.source.text + gap for segment, gap in parts) == text
    assert time.process_time() - begin < 2
