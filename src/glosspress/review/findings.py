"""What speaks against a page: the findings of its checks under a locale's policy, and what the page itself shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from glosspress.article import Kind
from glosspress.page import Page
from glosspress.render.sentences import placed_sentences
from glosspress.settings import NEVER_LOWERED, LocalePolicy
from glosspress.translation import Finding, Severity, Translation

Placed = tuple[str, Finding]
"""(`3.1#2`: unit path and sentence number, finding)."""
_VERBATIM = frozenset({Kind.CODE, Kind.RULE, Kind.REFERENCE})
_PROTECTED = "protected"


def findings(page: Page, policy: LocalePolicy, block: frozenset[str] = frozenset()) -> list[Placed]:
    """All findings, blocking ones first, else in page order. Warnings of the checks `block` and of the policy's own block."""
    found = [*_structure(page), *_of_sentences(page, policy, block)]
    return sorted(found, key=lambda item: item[1].severity is not Severity.BLOCK)


def _of_sentences(page: Page, policy: LocalePolicy, block: frozenset[str]) -> Iterator[Placed]:
    answered = {(item.where, check) for item in page.reviews for check in item.overrides}
    for path, translations in page.translations:
        for number, translation in enumerate(translations):
            for finding in (*_missing_pins(translation), *translation.findings):
                where = f"{path}#{number}"
                kept = (where, finding.check) in answered and finding.severity is Severity.WARN
                yield where, finding if kept else under(policy, finding, block)


def under(policy: LocalePolicy, finding: Finding, block: frozenset[str] = frozenset()) -> Finding:
    """The finding with the severity the policy gives it. Terms, numbers and protected spans are never lowered."""
    if finding.check in policy.block or finding.check in block:
        return replace(finding, severity=Severity.BLOCK)
    if finding.check in policy.warn and finding.check not in NEVER_LOWERED:
        return replace(finding, severity=Severity.WARN)
    return finding


def _missing_pins(translation: Translation) -> Iterator[Finding]:
    """Binding pins that were not found and that no check reported: the promise does not depend on one check."""
    reported = {item.check for item in translation.findings if item.severity is Severity.BLOCK}
    for result in translation.pins:
        pin = result.pin
        check = "terms" if pin.kind == "term" else "numbers" if pin.kind == "number" else _PROTECTED
        present = result.found and translation.target.text[result.start : result.end] == result.target
        if pin.binding and not present and check not in reported:
            wanted = " or ".join(f"“{form}”" for form in pin.targets[:3])
            yield Finding(check, Severity.BLOCK, f"“{pin.source}” must be {wanted}; it is not in the translation")


def _structure(page: Page) -> Iterator[Placed]:
    """Blocks that differ from the source's, texts without a translation, translations that are not in the text."""
    source, target = dict(page.source.walk()), dict(page.target.walk())
    if {path: block.kind for path, block in source.items()} != {path: block.kind for path, block in target.items()}:
        message = f"the source has {len(source)} blocks, the page {len(target)}, or they differ in kind"
        yield "title#0", Finding("structure", Severity.BLOCK, message)
    translated = {path for path, items in page.translations if items}
    texts = {path: block.text.text for path, block in source.items() if block.kind not in _VERBATIM}
    for path, text in {"title": page.source.title, **texts}.items():
        if text.strip() and path not in translated:
            excerpt = text.strip()[:60]
            yield f"{path}#0", Finding("structure", Severity.BLOCK, f"a text has no translation: “{excerpt}”")
    for sentence in placed_sentences(page):
        if sentence.start < 0:
            yield sentence.id, Finding("structure", Severity.BLOCK, "the translation is not in the page's text")
