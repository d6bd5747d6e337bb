"""Review: publish or hold."""

from dataclasses import replace

import pytest

from glosspress.article import Rich
from glosspress.page import State
from glosspress.review import review
from glosspress.settings import LocalePolicy
from glosspress.translation import Finding, Rung, Severity

POLICY = LocalePolicy()


def _with(page, path, **changes):
    """The page with the first sentence of a unit changed."""
    units = tuple(
        (at, (replace(items[0], **changes), *items[1:]) if at == path else items) for at, items in page.translations
    )
    return replace(page, translations=units)


def _finding(check, severity=Severity.BLOCK):
    return Finding(check, severity, f"{check} is wrong")


def test_a_sound_page_is_published_as_checked(pages):
    """No finding, every pin in its place: publish, with the reason, as machine-checked and nothing more."""
    decision = review(pages.page(state=State.UNREVIEWED), POLICY)
    assert decision.publish
    assert decision.state is State.CHECKED
    assert decision.reasons


def test_a_held_sentence_holds_the_page_and_says_where(pages):
    """The reason names unit and sentence."""
    page = _with(pages.page(), "2", held=True, rung=Rung.HELD, reasons=("“571” is not in the translation",))
    decision = review(page, POLICY)
    assert not decision.publish
    assert decision.reasons == ("2#0: “571” is not in the translation",)
    assert decision.state is State.UNREVIEWED


def test_blocking_findings_hold_and_warnings_do_not(pages):
    """A warning goes to the reviewer, a block stops the page; blocks come first."""
    warned = review(_with(pages.page(), "2", findings=(_finding("length", Severity.WARN),)), POLICY)
    assert warned.publish
    assert [where for where, _ in warned.findings] == ["2#0"]
    page = _with(
        _with(pages.page(), "2", findings=(_finding("length", Severity.WARN),)), "3", findings=(_finding("urls"),)
    )
    blocked = review(page, POLICY)
    assert not blocked.publish
    assert [finding.check for _, finding in blocked.findings] == ["urls", "length"]
    assert [finding.check for _, finding in blocked.blocking] == ["urls"]


def test_policy_raises_and_lowers_checks(pages):
    """`block` makes a warning hold, `warn` lets a blocking finding pass; the finding stays on record."""
    warned = _with(pages.page(), "2", findings=(_finding("length", Severity.WARN),))
    assert not review(warned, LocalePolicy(block=("length",))).publish
    blocked = _with(pages.page(), "2", findings=(_finding("repetition"),))
    decision = review(blocked, LocalePolicy(warn=("repetition",)))
    assert decision.publish
    assert decision.findings[0][1].severity is Severity.WARN


@pytest.mark.parametrize("check", ["terms", "numbers", "protected"])
def test_no_policy_lowers_terms_numbers_and_protected_spans(pages, check):
    """The promise holds even for a policy object that never passed the configuration's own check."""
    lenient = POLICY.model_copy(update={"warn": ("terms", "numbers", "protected")})
    assert not review(_with(pages.page(), "2", findings=(_finding(check),)), lenient).publish
    with pytest.raises(ValueError, match="can not be lowered"):
        LocalePolicy(warn=(check,))


def test_a_missing_pin_holds_even_when_no_check_saw_it(pages):
    """Binding pins are looked up in the text again; a pin that is marked found but is not there counts as missing."""
    page = pages.page()
    sentence = dict(page.translations)["2"][0]
    lost = tuple(replace(pin, found=False) for pin in sentence.pins)
    assert not review(_with(page, "2", pins=lost), POLICY).publish
    moved = tuple(replace(pin, start=pin.start + 1, end=pin.end + 1) for pin in sentence.pins)
    decision = review(_with(page, "2", pins=moved), POLICY)
    assert {finding.check for _, finding in decision.blocking} == {"terms", "numbers"}
    advice = tuple(replace(pin, found=False, pin=replace(pin.pin, binding=False)) for pin in sentence.pins)
    assert review(_with(page, "2", pins=advice), POLICY).publish


def test_texts_without_a_translation_hold(pages):
    """A unit of the source that nobody translated is not published in the source's language by accident."""
    page = pages.page()
    decision = review(replace(page, translations=page.translations[:-1]), POLICY)
    assert not decision.publish
    assert "Values are means" in decision.reasons[0]


def test_blocks_that_differ_from_the_source_hold(pages):
    """A lost or added block is not published."""
    page = pages.page()
    target = replace(page.target, blocks=page.target.blocks[:-1])
    assert any("structure" in reason for reason in review(replace(page, target=target), POLICY).reasons)


def test_a_translation_that_is_not_in_the_text_holds(pages):
    """A page whose text differs from its verified sentences is held alone, before it could stop the whole site."""
    decision = review(_with(pages.page(), "9", target=Rich("Outra frase.")), POLICY)
    assert decision.reasons == ("9#0: the translation is not in the page's text [structure]",)


def test_a_policy_may_wait_for_persons(pages):
    """`held-until-reviewed` holds machine pages, and publishes what a person reviewed in the state they gave it."""
    waiting = LocalePolicy(publish="held-until-reviewed")
    machine = review(pages.page(), waiting)
    assert not machine.publish
    assert machine.state is State.CHECKED
    approved = review(pages.page(state=State.APPROVED), waiting)
    assert approved.publish
    assert approved.state is State.APPROVED


def test_many_reasons_are_counted(pages):
    """A page with hundreds of problems gives a readable list."""
    page = pages.page()
    units = tuple(
        (path, tuple(replace(item, held=True, reasons=(path,)) for item in items)) for path, items in page.translations
    )
    reasons = review(replace(page, translations=units), POLICY).reasons
    assert len(reasons) == 21
    assert reasons[-1].endswith("more")


def test_empty_texts_need_no_translation(pages):
    """A block of white space is not a unit."""
    page = pages.page()
    blank = replace(page.source.blocks[0], text=Rich("  "))
    changed = replace(page, source=replace(page.source, blocks=(*page.source.blocks, blank)))
    changed = replace(changed, target=replace(page.target, blocks=(*page.target.blocks, blank)))
    assert review(changed, POLICY).publish
