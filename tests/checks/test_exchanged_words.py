"""Words of one kind that stand for each other: days and weeks, routes, medicines, comparators, numbers in letters."""

from __future__ import annotations

import pytest

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.checks import kinds
from glosspress.translation import Severity


def blocking(source: str, target: str, tag: str) -> set[str]:
    locale = locales.parse(tag)
    results = pins.verify(pins.find(source, None, locale, "en"), target, locale)
    found = checks.run(Rich(source), Rich(target), results, checks.Context(locale))
    return {item.check for item in found if item.severity is Severity.BLOCK}


@pytest.mark.parametrize(
    ("source", "right", "wrong", "tag", "check"),
    [
        (
            "Methotrexate is taken once weekly.",
            "Le méthotrexate se prend une fois par semaine.",
            "Le méthotrexate se prend une fois par jour.",
            "fr",
            "opposites",
        ),
        (
            "Take methotrexate once a week.",
            "Nehmen Sie Methotrexat einmal pro Woche ein.",
            "Nehmen Sie Methotrexat einmal täglich ein.",
            "de",
            "opposites",
        ),
        (
            "The limit is 4 g per day.",
            "O limite é de 4 g por dia.",
            "O limite é de 4 g por semana.",
            "pt-BR",
            "opposites",
        ),
        (
            "Do not drive for 24 hours after the infusion.",
            "Não dirija nas 24 horas após a infusão.",
            "Não dirija 24 horas após a infusão.",
            "pt-BR",
            "opposites",
        ),
        (
            "A nurse watches you for at least two hours after the dose.",
            "Una enfermera le observa durante al menos dos horas después de la dosis.",
            "Una enfermera le observa al menos dos horas después de la dosis.",
            "es-419",
            "opposites",
        ),
        (
            "Do not eat for six hours before the operation.",
            "Ne mangez pas pendant les six heures qui précèdent l’opération.",
            "Ne mangez pas six heures avant l’opération.",
            "fr",
            "opposites",
        ),
        ("Rest for two weeks.", "Descanse dos semanas.", "Descanse dos días.", "es-419", "opposites"),
        ("Wait 30 minutes.", "Warten Sie 30 Minuten.", "Warten Sie 30 Stunden.", "de", "opposites"),
        (
            "Take one tablet three times a day.",
            "Tome un comprimido tres veces al día.",
            "Tome un comprimido dos veces al día.",
            "es-419",
            "opposites",
        ),
        (
            "Take the tablet twice a day with water.",
            "Prenez le comprimé deux fois par jour avec de l’eau.",
            "Prenez le comprimé avec de l’eau.",
            "fr",
            "opposites",
        ),
        (
            "Vincristine must be given intravenously.",
            "La vincristine doit être administrée par voie intraveineuse.",
            "La vincristine doit être administrée par voie intrathécale.",
            "fr",
            "opposites",
        ),
        (
            "Take the antibiotic by mouth.",
            "Tome o antibiótico por via oral.",
            "Tome o antibiótico por via intravenosa.",
            "pt-BR",
            "opposites",
        ),
        (
            "Vinblastine was given to the child.",
            "Vimblastina foi dada à criança.",
            "Vincristina foi dada à criança.",
            "pt-BR",
            "opposites",
        ),
        (
            "Ketamine was given to adults.",
            "Se administró ketamina a los adultos.",
            "Se administró quetiapina a los adultos.",
            "es-419",
            "opposites",
        ),
        (
            "Prednisone was stopped.",
            "Se suspendió la prednisona.",
            "Se suspendió la prednisolona.",
            "es-419",
            "opposites",
        ),
        (
            "The patient has hypotension.",
            "O paciente tem hipotensão.",
            "O paciente tem hipertensão.",
            "pt-BR",
            "opposites",
        ),
        ("Take it before meals.", "Tome antes das refeições.", "Tome depois das refeições.", "pt-BR", "opposites"),
        (
            "After several weeks, symptoms improved.",
            "Nach mehreren Wochen besserten sich die Symptome.",
            "Nach mehreren Wochen verschlechterten sich die Symptome.",
            "de",
            "opposites",
        ),
        ("Come back on Monday.", "Kommen Sie am Montag wieder.", "Kommen Sie am Mittwoch wieder.", "de", "opposites"),
        (
            "Approved on March 5, 2019.",
            "Aprobado el 5 de marzo de 2019.",
            "Aprobado el 5 de mayo de 2019.",
            "es-419",
            "opposites",
        ),
        (
            "Avoid alcohol during treatment.",
            "Évitez l’alcool pendant le traitement.",
            "Buvez de l’alcool pendant le traitement.",
            "fr",
            "opposites",
        ),
        (
            "The drug is no longer used.",
            "Das Mittel wird nicht mehr verwendet.",
            "Das Mittel wird noch verwendet.",
            "de",
            "opposites",
        ),
        ("Take half a tablet.", "Tome meio comprimido.", "Tome um comprimido.", "pt-BR", "opposites"),
        (
            "Take half a tablet at night.",
            "Tome medio comprimido por la noche.",
            "Tome dos comprimidos por la noche.",
            "es-419",
            "opposites",
        ),
        (
            "The risk rose by 5 percentage points.",
            "O risco aumentou 5 pontos percentuais.",
            "O risco aumentou 5 por cento.",
            "pt-BR",
            "opposites",
        ),
        (
            "The drug increases blood pressure.",
            "O fármaco aumenta a pressão arterial.",
            "O fármaco reduz a pressão arterial.",
            "pt-BR",
            "opposites",
        ),
        (
            "Drink at least 2 litres a day.",
            "Buvez au moins 2 litres par jour.",
            "Buvez au plus 2 litres par jour.",
            "fr",
            "comparators",
        ),
        (
            "Use it for less than 10 days.",
            "Úselo durante menos de 10 días.",
            "Úselo durante más de 10 días.",
            "es-419",
            "comparators",
        ),
        (
            "Take no more than 8 tablets in 24 hours.",
            "Tome no máximo 8 comprimidos em 24 horas.",
            "Tome mais de 8 comprimidos em 24 horas.",
            "pt-BR",
            "comparators",
        ),
        (
            "Adults over 65 need a lower dose.",
            "Erwachsene über 65 brauchen eine niedrigere Dosis.",
            "Erwachsene unter 65 brauchen eine niedrigere Dosis.",
            "de",
            "comparators",
        ),
        (
            "No side effects were seen.",
            "No se observaron efectos secundarios.",
            "Se observaron efectos secundarios.",
            "es-419",
            "negation",
        ),
        (
            "No deaths were reported.",
            "Es wurden keine Todesfälle gemeldet.",
            "Es wurden Todesfälle gemeldet.",
            "de",
            "negation",
        ),
        ("Take two tablets now.", "Prenez deux comprimés.", "Prenez trois comprimés.", "fr", "numbers"),
        (
            "After the second dose, wait.",
            "Después de la segunda dosis, espere.",
            "Después de la tercera dosis, espere.",
            "es-419",
            "numbers",
        ),
        ("Wait two to three weeks.", "Attendez deux à trois semaines.", "Attendez trois semaines.", "fr", "numbers"),
        (
            "Give two micrograms of fentanyl.",
            "Dê dois microgramas de fentanil.",
            "Dê dois miligramas de fentanil.",
            "pt-BR",
            "units",
        ),
    ],
)
def test_an_exchanged_word_holds(source: str, right: str, wrong: str, tag: str, check: str) -> None:
    """The wrong word holds the sentence, the right one does not."""
    assert check in blocking(source, wrong, tag)
    assert not blocking(source, right, tag)


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("Do not take more than 4 tablets.", "Ne dépassez pas 4 comprimés.", "fr"),
        ("Do not take more than 4 tablets.", "Nehmen Sie maximal 4 Tabletten.", "de"),
        ("No fewer than 12 patients relapsed.", "Nicht weniger als 12 Patienten erlitten einen Rückfall.", "de"),
        ("Take no more than 3,000 mg a day.", "Não tome mais que 3.000 mg por dia.", "pt-BR"),
        ("Infuse 50 mg over 2 hours.", "Infunda 50 mg durante 2 horas.", "es-419"),
        ("Take it daily.", "Tómelo a diario.", "es-419"),
        ("Avoid relapse.", "Para não ter recaída.", "pt-BR"),
        ("After all, sleep is important.", "Afinal, o sono é importante.", "pt-BR"),
        ("The secondary schools closed.", "As escolas da primeira infância fecharam.", "pt-BR"),
        ("There is no doubt that it helps.", "Sem dúvida, isso ajuda.", "pt-BR"),
        ("Twelve patients slept.", "12 pacientes dormiram.", "pt-BR"),
        ("The nightmares stopped, but the pain continued.", "Os pesadelos cessaram, mas a dor persistiu.", "pt-BR"),
        ("There is no need to stop your other medicines.", "Il est inutile d’arrêter vos autres médicaments.", "fr"),
        ("It is no longer on the market.", "Il a été retiré du marché.", "fr"),
        ("No drug is free of risk.", "Todo fármaco conlleva algún riesgo.", "es-419"),
        ("Half of the patients slept better.", "Un patient sur deux dormait mieux.", "fr"),
        ("Take it every 8 hours.", "Tome de 8 em 8 horas.", "pt-BR"),
        ("He slept twice as long.", "Durmió dos veces más.", "es-419"),
        ("Hypertension is common.", "Bluthochdruck ist häufig.", "de"),
        ("Valproate and lithium were stopped.", "O valproato e o lítio foram suspensos.", "pt-BR"),
    ],
)
def test_other_words_for_the_same_are_not_held(source: str, target: str, tag: str) -> None:
    """Paraphrases: what is negated and turned around, figures for letters, other words for a pole."""
    assert not blocking(source, target, tag)


@pytest.mark.parametrize(
    "names",
    [
        "ketamine cetamina ketamina kétamine Ketamin",
        "vinblastine vimblastina vinblastina vinblastine Vinblastin",
        "chloroquine cloroquina cloroquina chloroquine Chloroquin",
        "methotrexate metotrexato metotrexato méthotrexate Methotrexat",
        "hydroxyzine hidroxizina hidroxizina hydroxyzine Hydroxyzin",
        "losartan losartana losartán losartan Losartan",
        "fluoxetine fluoxetina fluoxetina fluoxétine Fluoxetin",
        "phenytoin fenitoína fenitoína phénytoïne Phenytoin",
        "warfarin varfarina warfarina warfarine Warfarin",
    ],
)
def test_a_medicine_is_itself_in_every_language(names: str) -> None:
    """English, Portuguese, Spanish, French, German: one name each, and no exchange among them."""
    english, *others = names.split()
    for name, language in zip(others, kinds.LANGUAGES, strict=True):
        assert not list(kinds.exchanged(f"Take {english}.", name, language))
        assert list(kinds.exchanged(f"Take {english}.", "amiodarona", language))
