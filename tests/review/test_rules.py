"""Policies: the stricter of locale and source counts, the sample is drawn by the text, the reason is recorded."""

from __future__ import annotations

from dataclasses import replace

from glosspress.page import State
from glosspress.review import Rules, review, rules
from glosspress.review.rules import combined, drawn
from glosspress.settings import Config, LocalePolicy, ReviewPolicy
from glosspress.translation import Finding, Severity


def _config(locale: dict, source: dict, **policy) -> Config:
    return Config.model_validate(
        {"locales": {"pt-BR": {"review": locale, **policy}}, "review": {"sources": {"clinic": source}}}
    )


def test_without_settings_pages_go_online_with_their_label() -> None:
    """The defaults: labelled, outdated pages wait, approved sentences are memory, medical reviewers answer for findings."""
    assert rules(Config(), "pt-BR", "clinic") == Rules()


def test_the_stricter_policy_counts_field_by_field() -> None:
    """Neither a source nor a locale can loosen what the other asks for."""
    loose, strict = {"publish": "labelled", "outdated": "publish", "memory": "post-edited"}, {"publish": "reviewed"}
    for locale, source in ((loose, strict), (strict, loose)):
        found = rules(_config(locale, source), "pt-BR", "clinic")
        assert found.publish == "reviewed"
        assert not found.hold_outdated
        assert found.post_edited_serves
    assert rules(_config(loose, strict), "pt-BR", "other").publish == "labelled"
    assert rules(_config({"outdated": "hold"}, {"outdated": "publish"}), "pt-BR", "clinic").hold_outdated
    assert rules(_config(loose, {}, publish="held-until-reviewed"), "pt-BR", "clinic").publish == "reviewed"
    narrow = combined([ReviewPolicy(may_override=("doctor", "nurse")), ReviewPolicy(may_override=("doctor",))])
    assert narrow.may_override == {"doctor"}


def test_checks_may_hold_what_nobody_reviewed(pages) -> None:
    """A warning of a named check holds a machine page, and lets one pass that persons answer for."""
    page = pages.page()
    units = tuple(
        (path, tuple(replace(item, findings=(Finding("length", Severity.WARN, "too long"),)) for item in items))
        for path, items in page.translations
    )
    warned, asked = replace(page, translations=units), Rules(block=frozenset({"length"}))
    assert not review(warned, LocalePolicy(), asked).publish
    assert review(warned, LocalePolicy(), Rules()).publish
    assert review(replace(warned, state=State.APPROVED), LocalePolicy(), asked).publish


def test_the_sample_is_drawn_by_the_text(pages) -> None:
    """The same pages are drawn on every machine and run, about as many as asked, and the decision says so."""
    many = [pages.page(identity=f"samples/{number}") for number in range(300)]
    first = [drawn(page, 20) for page in many]
    assert first == [drawn(page, 20) for page in many]
    assert 40 <= sum(first) <= 80
    assert all(drawn(page, 40) for page, taken in zip(many, first, strict=True) if taken)
    asked = Rules(publish="sample", sample=20)
    waits = [review(page, LocalePolicy(), asked) for page, taken in zip(many, first, strict=True) if taken]
    assert all(not decision.publish and "sample 20 %" in decision.reasons[0] for decision in waits)
    free = next(page for page, taken in zip(many, first, strict=True) if not taken)
    assert "not drawn" in review(free, LocalePolicy(), asked).reasons[0]


def test_a_page_whose_source_changed_waits_or_goes(pages) -> None:
    """`outdated: hold` keeps the reviewed version online; `publish` lets the machine's follow, labelled as such."""
    held = review(pages.page(state=State.CHECKED), LocalePolicy(), Rules(), outdated=True)
    assert not held.publish
    assert "source changed" in held.reasons[0]
    assert review(pages.page(state=State.CHECKED), LocalePolicy(), Rules(hold_outdated=False), outdated=True).publish
