"""The rules as data: each shows by an example what it takes and by a counter-example what it leaves."""

from __future__ import annotations

import pytest

from glosspress.clean import Policy, clean_page, clean_text
from glosspress.clean.rulebook import PLACES, Rule, RuleBook, default_rules
from glosspress.errors import ConfigError

RULES = default_rules().rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    """Every rule has an example that it matches and a counter-example that it does not, and says why it acts."""
    assert rule.example
    assert rule.counter
    assert [text for text in rule.example if not rule.matches(text)] == []
    assert [text for text in rule.counter if rule.matches(text)] == []
    assert rule.reason.endswith(".")


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it"])
def test_language_is_covered(language: str) -> None:
    """Each language has rules for every place that depends on words."""
    places = {rule.where for rule in RULES if rule.language == language}
    assert places >= set(PLACES) - {"container", "content"}


def test_ids_are_unique() -> None:
    """No two rules share an id."""
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_rule_can_be_switched_off() -> None:
    """A source that switches a rule off keeps what it would remove."""
    text = "Sleep well\n\n" + "The body needs seven hours of sleep, and most adults know it. " * 3 + "\n\nspot_img\n"
    assert "spot_img" not in clean_text(text).text
    assert "spot_img" in clean_text(text, rules=Policy(off=("any.slot",))).text


def test_unknown_rule_is_an_error() -> None:
    """Switching off a rule that does not exist is an error, not a silent nothing."""
    with pytest.raises(ConfigError, match=r"en\.nothing"):
        clean_text("Some text.", rules=Policy(off=("en.nothing",)))


def test_source_adds_a_rule() -> None:
    """A rule that a source adds is applied and recorded by its id."""
    rule = {"id": "site.motto", "where": "line", "pattern": "stay well, stay wise.?", "reason": "The site's motto."}
    text = (
        "Sleep\n\n"
        + "The body needs seven hours of sleep, and most adults know it. " * 3
        + "\n\nStay well, stay wise.\n"
    )
    article = clean_text(text, rules=Policy(add=(rule,)))
    assert "Stay well" not in article.text
    assert [part.rule for part in article.removed] == ["site.motto"]


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "a", "where": "nowhere", "pattern": "x", "reason": "y"},
        {"id": "a", "where": "line", "pattern": "(", "reason": "y"},
        {"id": "a", "where": "line", "pattern": "x", "reason": "y", "colour": "red"},
    ],
)
def test_wrong_rule_is_an_error(entry: dict[str, str]) -> None:
    """An unknown place, a broken expression or an unknown field stops with the rule's id."""
    with pytest.raises(ConfigError, match="'a'"):
        RuleBook((), ()).adjusted(add=[entry])


@pytest.mark.parametrize(("promotion", "left"), [("remove", False), ("flag", True), ("keep", True)])
def test_promotion_policy(promotion: str, left: bool) -> None:
    """Promotional place names and calls to action go, are flagged, or stay, as the source says."""
    text = (
        "Ketamine\n\nThis is good to know for anyone considering ketamine for depression in Maryland. "
        "It acts within hours, "
        "and the effect lasts for days in most of the people who were treated.\n\n"
        "Contact us today to book a consultation.\n"
    )
    article = clean_text(text, rules=Policy(promotion=promotion))
    assert ("Maryland" in article.text) is left
    assert ("Contact us today" in article.text) is left
    assert bool([part for part in article.removed if part.flagged]) is (promotion == "flag")


def test_selectors_win() -> None:
    """Selectors of a source definition decide what is content and what goes, against every guess."""
    page = (
        "<html><body><div class='x'><p>Short.</p><p class='z'>Gone.</p></div><article><p>"
        + "A long text about sleep, health and the heart. " * 20
        + "</p></article></body></html>"
    )
    article = clean_page(page, rules=Policy(content=("div.x",), remove=(".z",)))
    assert article.text == "Short."
    assert "source.remove" in {part.rule for part in article.removed}
