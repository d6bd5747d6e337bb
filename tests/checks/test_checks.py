"""Each check sees what it is for, and says nothing of good translations."""

from __future__ import annotations

import pytest

from glosspress import checks, locales, pins
from glosspress.article import Kind, Mark, Rich
from glosspress.glossary import Glossary, Mode, Term, of_terms
from glosspress.translation import Finding, Severity


def run(
    source: Rich | str, target: Rich | str, tag: str = "pt-BR", glossary: Glossary | None = None
) -> tuple[Finding, ...]:
    """All findings of a pair, with pins found and verified as a translation does it."""
    left = Rich(source) if isinstance(source, str) else source
    right = Rich(target) if isinstance(target, str) else target
    locale = locales.parse(tag)
    results = pins.verify(pins.find(left.text, glossary, locale, "en"), right.text, locale)
    return checks.run(left, right, results, checks.Context(locale, glossary=glossary))


def blocking(source: Rich | str, target: Rich | str, tag: str = "pt-BR", glossary: Glossary | None = None) -> set[str]:
    return {item.check for item in run(source, target, tag, glossary) if item.severity is Severity.BLOCK}


@pytest.mark.parametrize(
    ("source", "target", "tag", "check"),
    [
        ("There were 26,494 deaths.", "Houve 24.494 mortes.", "pt-BR", "numbers"),
        ("There were 2,112 deaths.", "Houve 2.12 mortes.", "pt-BR", "numbers"),
        ("Some people died.", "Morreram 30 pessoas.", "pt-BR", "numbers"),
        ("On 4 and 5 March with a four-pack.", "Em 5 e 5 de março com um pacote de quatro.", "pt-BR", "numbers"),
        ("Read www.ncbi.nlm.nih.gov today.", "Leia www.ncbi.nlm.ni.gov hoje.", "pt-BR", "protected"),
        ("Read it today.", "Leia em https://example.org hoje.", "pt-BR", "protected"),
        ("Mg2+ blocks the channel.", "O mg2+ bloqueia o canal.", "pt-BR", "protected"),
        ("Take 5 milligrams now.", "Tome 5 gramas agora.", "pt-BR", "units"),
        ("Take 5 mg IV now.", "Tome 5 mg agora.", "pt-BR", "doses"),
        ("Give 0.5 mg/kg IV over 40 min.", "Dê 0,5 mg/kg IV por mais de 40 min.", "pt-BR", "numbers"),
        ("Infused over 40 minutes.", "Infundido por mais de 40 minutos.", "pt-BR", "numbers"),
        ("Take 5 mg twice daily.", "Tome 5 mg twice daily.", "pt-BR", "doses"),
        ("Give 5 mg IV or 10 mg PO.", "Dê 10 mg IV ou 5 mg por via oral.", "pt-BR", "doses"),
        ("It was 7.4% versus 46.2%.", "Foi 46,2% contra 7,4%.", "pt-BR", "order"),
        ("Give 5 mg to men and 3 mg to women.", "Dê 3 mg aos homens e 5 mg às mulheres.", "pt-BR", "order"),
        ("Do not take this medicine.", "Tome este medicamento.", "pt-BR", "negation"),
        ("Take this medicine with food.", "Não tome este medicamento com alimentos.", "pt-BR", "negation"),
        ("Patients can't drive.", "Los pacientes conducen.", "es-419", "negation"),
        ("You must never stop it.", "Vous devez arrêter le traitement.", "fr", "negation"),
        ("Do not drive.", "Fahren Sie das Auto.", "de", "negation"),
        (
            "Hold the kidney medicine until Monday.",
            "Continue tomando o remédio para os rins até segunda.",
            "pt-BR",
            "opposites",
        ),
        (
            "Hold the kidney medicine until Monday.",
            "Siga tomando el medicamento para el riñón hasta el lunes.",
            "es-419",
            "opposites",
        ),
        ("Hold the kidney medicine until Monday.", "Segure o remédio para os rins até segunda.", "pt-BR", "opposites"),
        ("Keep taking the tablets.", "Pare de tomar os comprimidos.", "pt-BR", "opposites"),
        ("Stop taking the tablets.", "Continuez à prendre les comprimés.", "fr", "opposites"),
        ("Increase the dose.", "Reduza a dose.", "pt-BR", "opposites"),
        ("Decrease the dose.", "Aumente la dosis.", "es-419", "opposites"),
        ("Reduce the dose.", "Erhöhen Sie die Dosis.", "de", "opposites"),
        ("Repeat the test 2x daily.", "Repita o teste 2 vezes.", "pt-BR", "opposites"),
        ("Brush twice a day.", "Cepille dos veces.", "es", "opposites"),
        ("Brush three times daily.", "Brossez trois fois.", "fr", "opposites"),
        ("Brush twice daily.", "Zweimal bürsten.", "de", "opposites"),
        ("The level was 3 × higher.", "O nível era 3 - maior.", "pt-BR", "opposites"),
        ("Every 3 weeks × 6 cycles.", "A cada 3 semanas - 6 ciclos.", "pt-BR", "opposites"),
        ("Pain in the left arm.", "Dor no braço direito.", "pt-BR", "opposites"),
        ("The right kidney was removed.", "Le rein gauche a été retiré.", "fr", "opposites"),
        (
            "This sentence was never translated by the model.",
            "This sentence was never translated by the model.",
            "pt-BR",
            "copied",
        ),
        (
            "The drug helps, and it is one of the best that we have for this.",
            "O fármaco ajuda, and it is one of the best that we have for this.",
            "pt-BR",
            "copied",
        ),
        (
            "The drug helps many people with the disease and it is good for them.",
            "El medicamento ayuda a las personas con la enfermedad y es bueno para ellos",
            "fr",
            "language",
        ),
        (
            "The drug helps many people with the disease.",
            "Лекарство помогает многим людям с болезнью.",
            "pt-BR",
            "language",
        ),
        (
            "Patients felt better.",
            "Os pacientes, os pacientes, os pacientes, os pacientes, os pacientes melhoraram.",
            "pt-BR",
            "repetition",
        ),
        ("Yes.", "Sim, sim, sim, sim, sim, sim, sim.", "pt-BR", "repetition"),
        ("The whole sentence was about quite a long story.", "Isso.", "pt-BR", "length"),
        (
            "A short line of words here.",
            "Uma linha curta de palavras que segue " + "e depois ainda outra coisa " * 6,
            "pt-BR",
            "length",
        ),
        ("Something stands here.", " ", "pt-BR", "length"),
        (
            "The first sentence is here and it is long. The second sentence says something else entirely.",
            "A primeira frase está aqui e é longa.",
            "pt-BR",
            "dropped",
        ),
    ],
)
def test_damage_is_found(source: str, target: str, tag: str, check: str) -> None:
    """One damaged translation a line, and the check that must hold it."""
    assert check in blocking(source, target, tag)


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("There were 26,494 deaths (95% CI: 1.10-1.86%).", "Houve 26.494 mortes (IC de 95%: 1,10% a 1,86%).", "pt-BR"),
        ("Two of the three patients died.", "2 dos 3 pacientes morreram.", "pt-BR"),
        ("Take 5 mg IV or 10 mg PO twice daily.", "Tome 5 mg IV ou 10 mg por via oral duas vezes ao dia.", "pt-BR"),
        ("On March 2, 2020, 5 of 9 died.", "Em 2 de março de 2020, 5 de 9 morreram.", "pt-BR"),
        ("It is not possible.", "É impossível.", "pt-BR"),
        ("However, it works.", "Sin embargo, funciona.", "es-419"),
        ("Not only depression.", "Não só depressão.", "pt-BR"),
        ("It is much more severe than SARS.", "C’est bien plus grave que le SRAS.", "fr"),
        ("Stop taking the tablets.", "Pare de tomar os comprimidos.", "pt-BR"),
        ("Stop taking it, then continue.", "Pare de tomar, depois continue.", "pt-BR"),
        ("The right to health.", "O direito à saúde.", "pt-BR"),
        ("He left the arms race.", "Ele deixou a corrida armamentista.", "pt-BR"),
        ("Hold the kidney medicine until Monday.", "Suspenda o remédio para os rins até segunda.", "pt-BR"),
        ("Give 0.5 mg/kg IV over 40 min.", "Dê 0,5 mg/kg IV em 40 min.", "pt-BR"),
        ("It took over 40 minutes.", "Levou mais de 40 minutos.", "pt-BR"),
        ("Reduced inflammation.", "Inflamação reduzida.", "pt-BR"),
        ("World Health Organization", "World Health Organization", "pt-BR"),
        ("NMDA", "NMDA", "pt-BR"),
        ("Is it safe?", "¿Es seguro?", "es-419"),
        ("Ha ha ha ha ha ha!", "Ha ha ha ha ha ha!", "pt-BR"),
        ("", "", "pt-BR"),
        ("It costs $5.", "Custa US$ 5.", "pt-BR"),
        ("Ketamine helps quickly and safely.", "氯胺酮能快速安全地发挥作用。", "zh"),
        ("Ketamine helps quickly and safely in many cases.", "يساعد الكيتامين بسرعة وأمان في كثير من الحالات.", "ar"),
        ("Ketamine helps quickly.", "[Ķéţåɱîñé ĥéļþš ǫûîçķļý one two three]", "en-XA"),
        ("Repeat the test 2x daily.", "Repita o teste 2 vezes ao dia.", "pt-BR"),
        ("Brush twice a day.", "Cepille dos veces al día.", "es"),
        ("Brush three times daily.", "Brossez trois fois par jour.", "fr"),
        ("Brush twice daily.", "Zweimal täglich bürsten.", "de"),
        ("The level was 3 × higher.", "O nível era 3 vezes maior.", "pt-BR"),
        ("Every 3 weeks × 6 cycles.", "A cada 3 semanas por 6 ciclos.", "pt-BR"),
    ],
)
def test_good_translations_pass(source: str, target: str, tag: str) -> None:
    """No check holds a good translation."""
    assert blocking(source, target, tag) == set()


def test_terms_missing_advised_and_forbidden() -> None:
    """A missing pin blocks, missing advice warns, a forbidden rendering blocks unless it is part of an allowed one."""
    base = of_terms(
        [
            Term("a", "BDNF", "BDNF"),
            Term("b", "mood", "humor", mode=Mode.ADVISE),
            Term("c", "ketamine", "cetamina", mode=Mode.PREFER, forms=("cetaminas",), forbidden=("quetamina", "ceta")),
            Term("d", "brain", "", mode=Mode.FORBID, forbidden=("miolo",)),
        ]
    )
    assert blocking("BDNF rises.", "O BNDF sobe.", glossary=base) == {"terms"}
    advice = run("Better mood.", "Melhor ânimo.", glossary=base)
    assert [(item.check, item.severity) for item in advice] == [("terms", Severity.WARN)]
    assert blocking("Ketamine helps.", "A cetamina ajuda.", glossary=base) == set()
    assert blocking("Ketamine helps.", "A cetamina (quetamina) ajuda.", glossary=base) == {"terms"}
    assert blocking("The brain.", "O miolo.", glossary=base) == {"terms"}
    assert blocking("The core.", "O miolo.", glossary=base) == set()
    messages = [item.message for item in run("Ketamine helps.", "A quetamina ajuda.", glossary=base)]
    assert any("“cetamina”" in message for message in messages)
    assert any("forbidden rendering “quetamina”" in message for message in messages)


def test_inline_markup() -> None:
    """Links and sub- or superscripts must come back; lost emphasis warns; nothing may cross or be invented."""
    link = Mark(4, 8, "a", (("href", "https://example.org"),))
    source = Rich("see this now", (link, Mark(9, 12, "em")))
    good = Rich("veja isto já", (Mark(5, 9, "a", link.attrs), Mark(10, 12, "em"), Mark(0, 4, "pin")))
    assert run(source, good) == ()
    lost = run(source, Rich("veja isto já", (Mark(10, 12, "em"),)))
    assert [(item.check, item.severity) for item in lost] == [("markup", Severity.BLOCK)]
    assert "https://example.org" in lost[0].message
    plain = run(source, Rich("veja isto já", (Mark(5, 9, "a", link.attrs),)))
    assert [(item.check, item.severity) for item in plain] == [("markup", Severity.WARN)]
    other = Rich("veja isto já", (Mark(5, 9, "a", (("href", "https://evil.example"),)), Mark(10, 12, "em")))
    assert "markup" in blocking(source, other)
    crossing = Rich("veja isto já", (Mark(3, 9, "a", link.attrs), Mark(5, 12, "em")))
    assert "markup" in blocking(source, crossing)
    outside = Rich("veja", (Mark(3, 9, "a", link.attrs), Mark(3, 4, "em")))
    assert "markup" in blocking(source, outside)


def test_references_may_stay_as_they_are() -> None:
    """Entries of a reference list are copied on purpose; a heading that is copied is not."""
    text = Rich("The effects of ketamine on the brain and the mind.")
    for kind, expected in ((Kind.REFERENCE, []), (Kind.HEADING, ["copied", "language"])):
        found = checks.run(text, text, (), checks.Context(locales.parse("pt-BR"), kind=kind))
        assert [item.check for item in found] == expected


def test_another_number_form_warns() -> None:
    """A number that reads right but is written as in another locale is shown to reviewers."""
    found = run("It was 47.7% of them.", "Foi 47.7% deles.")
    assert [(item.check, item.severity) for item in found] == [("numbers", Severity.WARN)]


def test_blocking_findings_come_first() -> None:
    """Reviewers read what holds a sentence before what does not."""
    found = run("Do not take 5 milligrams (now)?", "Tome 7 gramas agora.")
    grades = [item.severity for item in found]
    assert grades == sorted(grades, key=lambda grade: grade is not Severity.BLOCK)
    assert {"numbers", "negation"} <= {item.check for item in found}
