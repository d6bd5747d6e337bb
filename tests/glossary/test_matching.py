"""Which terms of a sentence are found, and where: case, boundaries, plurals, scripts, overlaps, context."""

from __future__ import annotations

import pytest

from glosspress.glossary import Case, Matcher, Mode, Term, digest_of


def found(text: str, *terms: Term, **options: object) -> list[str]:
    """The matched parts of a text."""
    return [text[match.start : match.end] for match in Matcher(terms).find(text, **options)]  # type: ignore[arg-type]


def term(source: str, target: str = "alvo", **fields: object) -> Term:
    return Term(source, source, target, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("NMDA", "NMDA nmda Nmda", ["NMDA"]),
        ("mTOR", "mTOR MTOR Mtor", ["mTOR"]),
        ("depression", "depression Depression DEPRESSION dEpression", ["depression", "Depression", "DEPRESSION"]),
        ("NMDA receptor", "NMDA receptor, NMDA Receptor, nmda receptor", ["NMDA receptor", "NMDA Receptor"]),
        ("major depressive disorder", "Major Depressive Disorder", ["Major Depressive Disorder"]),
    ],
)
def test_smart_case(source: str, text: str, expected: list[str]) -> None:
    """Capitals of a source are exact; words in lower case also match capitalised and in capitals."""
    assert found(text, term(source)) == expected


def test_exact_and_ignored_case() -> None:
    """`exact` takes the source only, `ignore` takes all."""
    assert found("on ON On", term("ON", case=Case.EXACT)) == ["ON"]
    assert found("als ALS Als", term("ALS", case=Case.IGNORE)) == ["als", "ALS", "Als"]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("NMDA", "NMDA-mediated, anti-NMDA, (NMDA), NMDA/AMPA, “NMDA”", 5),
        ("NMDA", "NMDAR XNMDA NMDA2 NMDA_x xNMDA", 0),
        ("BDNF", "BDNF's and BDNF’s", 2),
        ("IL", "IL-6 and IL-17", 0),
        ("SARS-CoV", "SARS-CoV-2", 0),
        ("COVID-19", "non-COVID-19, COVID-19-related, COVID-190", 2),
        ("CO", "CO₂ CO2", 0),
        ("BDNF", "BDNF² and BDNF¹,²", 2),
        ("aspartate", "N-methyl-D-aspartate", 0),
        ("HT", "5-HT", 0),
        ("blocker", "β-blocker", 0),
        ("β-blocker", "β‑blocker and β-blockers", 1),
        ("TNF-α", "TNF-α TNF‐α TNF-αR", 2),
        ("don", "don't", 0),
        ("NMDA", "l'NMDA", 1),
        ("resume", "résumé", 0),
        ("cafe", "cafe\u0301", 0),
        ("café", "cafe\u0301", 1),
    ],
)
def test_word_boundaries(source: str, text: str, expected: int) -> None:
    """Hyphens, possessives, Greek letters, digits, sub- and superscripts, contractions, combining characters."""
    assert len(found(text, term(source))) == expected


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("NMDAR", "NMDARs bind; NMDAR's; NMDARs-mediated", ["NMDARs", "NMDAR", "NMDARs"]),
        ("SSRI", "SSRIs, SSRIS", ["SSRIs"]),
    ],
)
def test_acronym_plurals(source: str, text: str, expected: list[str]) -> None:
    """A small `s` belongs to the acronym, whatever the mode."""
    assert found(text, term(source)) == expected


def test_noun_plurals_only_where_they_can_be_verified() -> None:
    """`neurons` is found by a `prefer` term or one that lists forms; a bare pin is verbatim."""
    assert found("neurons and neuron", term("neuron", mode=Mode.PREFER)) == ["neurons", "neuron"]
    assert found("neurons and neuron", term("neuron", forms=("alvos",))) == ["neurons", "neuron"]
    assert found("neurons and neuron", term("neuron")) == ["neuron"]
    assert found(
        "therapies, hypotheses, viruses", *(term(s, mode=Mode.PREFER) for s in ("therapy", "hypothesis", "virus"))
    ) == [
        "therapies",
        "hypotheses",
        "viruses",
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("患者接受氯胺酮治疗", "氯胺酮"),
        ("ケタミン療法を受ける", "ケタミン"),
        ("ผู้ป่วยได้รับเคตามีนทุกวัน", "เคตามีน"),
        ("NMDA受容体の遮断", "NMDA"),
    ],
)
def test_languages_without_spaces(text: str, source: str) -> None:
    """No boundary is asked for between characters that are written without spaces."""
    assert found(text, term(source)) == [source]


@pytest.mark.parametrize(
    "text",
    [
        "treatment\u2011resistant depression",
        "treatment-resistant\u00a0depression",
        "treat\u00adment-resistant  depression",
        "ｔreatment-resistant depression",
    ],
)
def test_matches_on_a_normalised_view_with_raw_offsets(text: str) -> None:
    """Hyphens, spaces, soft hyphens and full-width letters are seen through; the span is the raw one."""
    assert found(f"a {text}, b", term("treatment-resistant depression")) == [text]


def test_zero_width_and_bidi_characters_do_not_hide_a_term() -> None:
    """Characters without a width are no boundary and no letter."""
    assert found("x N\u200bMD\u2060A y", term("NMDA")) == ["N\u200bMD\u2060A"]
    assert found("\u200fNMDA\u200f", term("NMDA")) == ["NMDA"]


def test_longest_match_then_priority() -> None:
    """Overlaps: the longest; then pin before prefer; then the stricter case; then the asked domain."""
    terms = (term("depression"), term("major depression"), term("major depression disorder scale"))
    assert found("major depression disorder", *terms) == ["major depression"]
    rivals = [Term("a", "MS", "EM", mode=Mode.PREFER), Term("b", "MS", "MS")]
    assert [m.term.id for m in Matcher(rivals).find("MS")] == ["b"]
    rivals = [Term("a", "ms", "x", case=Case.IGNORE), Term("b", "MS", "y", case=Case.EXACT)]
    assert [m.term.id for m in Matcher(rivals).find("MS ms")] == ["b", "a"]
    rivals = [Term("a", "cell", "célula", domain="biology"), Term("b", "cell", "cela", domain="law")]
    assert [m.term.id for m in Matcher(rivals).find("cell", domains=("law",))] == ["b"]


def test_context_decides_on_acronyms() -> None:
    """A term with a context applies only to sentences that match it, and goes before one without."""
    terms = (
        Term("a", "MS", "EM", context="(?i)sclerosis|lesion"),
        Term("b", "MS", "espectrometria de massas", context="(?i)spectr"),
        Term("c", "MS", "MS"),
    )
    found_in = [[m.term.id for m in Matcher(terms).find(text)] for text in ("MS lesions", "MS spectra", "the MS")]
    assert found_in == [["a"], ["b"], ["c"]]


def test_blocked_spans_are_left_alone() -> None:
    """No match touches a span that is blocked, and a longer blocked match does not hide a shorter free one."""
    text = "see nmda.org/NMDA and NMDA"
    assert found(text, term("NMDA"), blocked=[(4, 17)]) == ["NMDA"]
    assert Matcher([term("NMDA")]).find(text, blocked=[(4, 17)])[0].start == 22


def test_a_term_at_both_ends_and_many_terms() -> None:
    """Both ends of the text count, and twenty terms in one sentence are twenty matches."""
    assert found("NMDA x NMDA", term("NMDA")) == ["NMDA", "NMDA"]
    terms = [term(f"T{chr(65 + n)}X") for n in range(20)]
    assert len(found(" ".join(t.source for t in terms), *terms)) == 20


def test_nothing_in_nothing() -> None:
    """Empty texts and empty term bases."""
    assert found("", term("NMDA")) == []
    assert found("NMDA") == []


def test_the_digest_of_matches_ignores_other_terms() -> None:
    """A translation key changes only with terms that match the sentence, not with how often or in which order."""
    one, two, other = term("NMDA"), term("BDNF"), term("AMPA", "AMPA")
    small, large = Matcher([one, two]), Matcher([other, two, one])
    assert digest_of(small.find("NMDA, BDNF, NMDA")) == digest_of(large.find("BDNF NMDA"))
    changed = Matcher([one, term("BDNF", "outro")])
    assert digest_of(changed.find("BDNF")) != digest_of(small.find("BDNF"))
    assert digest_of(changed.find("NMDA")) == digest_of(small.find("NMDA"))
    assert digest_of([]) == digest_of(small.find("nothing"))
