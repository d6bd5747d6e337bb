"""The modules of XLIFF 2.1 in a unit: metadata, matches, glossary, validation, ITS quality issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lxml import etree

from glosspress.exchange import inline
from glosspress.exchange.unit import Unit
from glosspress.exchange.xml import legal
from glosspress.translation import Severity

XLF = "urn:oasis:names:tc:xliff:document:2.0"
MDA = "urn:oasis:names:tc:xliff:metadata:2.0"
MTC = "urn:oasis:names:tc:xliff:matches:2.0"
GLS = "urn:oasis:names:tc:xliff:glossary:2.0"
VAL = "urn:oasis:names:tc:xliff:validation:2.0"
ITS = "http://www.w3.org/2005/11/its"
NAMESPACES = {None: XLF, "mda": MDA, "mtc": MTC, "gls": GLS, "val": VAL, "its": ITS}
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

ISSUES = {
    "terms": "terminology", "numbers": "numbers", "protected": "non-conformance", "units": "numbers", "doses": "numbers",
    "order": "numbers", "markup": "markup", "negation": "mistranslation", "opposites": "mistranslation",
    "copied": "untranslated", "language": "untranslated", "repetition": "duplication", "length": "length",
    "dropped": "omission", "structure": "non-conformance",
}  # fmt: skip
"""Checks as issue types of ITS 2.0, https://www.w3.org/TR/its20/#lqissue-typevalues."""


def of_unit(element: Any, unit: Unit, issues_id: str) -> None:
    """Add the modules of a unit to its element; `issues_id` is the xml:id of its list of issues."""
    facts = [("subject", unit.subject), ("seen", str(unit.seen)), ("sent", unit.sent)]
    metadata(element, "glosspress", facts, ("provenance", list(unit.provenance)))
    _matches(element, unit)
    _glossary(element, unit)
    _rules(element, unit)
    _issues(element, unit, issues_id)


def metadata(
    element: Any, category: str, facts: Sequence[tuple[str, str]], *more: tuple[str, Sequence[tuple[str, str]]]
) -> None:
    """Add groups of (type, value)."""
    holder = etree.SubElement(element, f"{{{MDA}}}metadata")
    for name, values in ((category, facts), *more):
        if values:
            group = etree.SubElement(holder, f"{{{MDA}}}metaGroup", category=name)
            for kind, value in values:
                etree.SubElement(group, f"{{{MDA}}}meta", type=kind).text = legal(value)


def _matches(element: Any, unit: Unit) -> None:
    if unit.score is None and not unit.offers:
        return
    matches = etree.SubElement(element, f"{{{MTC}}}matches")
    if unit.score is not None:
        quality = min(1.0, max(0.0, unit.score))
        match = _match(matches, "mt", unit.origin, quality, unit.source.text, unit.target.text)
        match.set(f"{{{ITS}}}annotatorsRef", f"mt-confidence|urn:glosspress:engine:{unit.origin}")
        match.set(f"{{{ITS}}}mtConfidence", f"{quality:.4f}")
    for offer in unit.offers:
        match = _match(matches, "tm", offer.origin, offer.score, offer.source.text, offer.target.text)
        match.set("similarity", f"{100 * offer.score:.1f}")


def _match(parent: Any, kind: str, origin: str, quality: float, source: str, target: str) -> Any:
    match = etree.SubElement(parent, f"{{{MTC}}}match", ref="#s1", type=kind, origin=legal(origin))
    match.set("matchQuality", f"{100 * quality:.1f}")
    inline.fill(etree.SubElement(match, f"{{{XLF}}}source"), source, [])
    inline.fill(etree.SubElement(match, f"{{{XLF}}}target"), target, [])
    return match


def _glossary(element: Any, unit: Unit) -> None:
    terms = [(number, result.pin) for number, result in enumerate(unit.pins, 1) if result.pin.kind == "term"]
    if not terms:
        return
    glossary = etree.SubElement(element, f"{{{GLS}}}glossary")
    for number, pin in terms:
        entry = etree.SubElement(glossary, f"{{{GLS}}}glossEntry", ref=f"#m{number}")
        etree.SubElement(entry, f"{{{GLS}}}term", source=legal(pin.term_id)).text = legal(pin.source)
        for form in pin.targets:
            etree.SubElement(entry, f"{{{GLS}}}translation").text = legal(form)


def _rules(element: Any, unit: Unit) -> None:
    """A pin with one form must be there as often as it is pinned; one with several cannot be said in a rule."""
    single = [result.pin for result in unit.pins if result.pin.binding and len(result.pin.targets) == 1]
    counts = Counter((pin.targets[0], pin.exact_case) for pin in single)
    forms = [form for form, _ in counts]
    whole = {key: n for key, n in counts.items() if not any(key[0] != form and key[0] in form for form in forms)}
    if not whole and not unit.forbidden:
        return
    rules = etree.SubElement(element, f"{{{VAL}}}validation")
    for (form, exact), number in whole.items():
        rule = etree.SubElement(rules, f"{{{VAL}}}rule", isPresent=legal(form), occurs=str(number))
        rule.set("caseSensitive", "yes" if exact else "no")
    for form in unit.forbidden:
        etree.SubElement(rules, f"{{{VAL}}}rule", isNotPresent=legal(form), caseSensitive="no")


def _issues(element: Any, unit: Unit, issues_id: str) -> None:
    if not unit.findings:
        return
    issues = etree.SubElement(element, f"{{{ITS}}}locQualityIssues", {_XML_ID: issues_id})
    for finding in unit.findings:
        issue = etree.SubElement(issues, f"{{{ITS}}}locQualityIssue")
        issue.set("locQualityIssueType", ISSUES.get(finding.check, "other"))
        issue.set("locQualityIssueComment", legal(f"{finding.message} [{finding.check}]"))
        issue.set("locQualityIssueSeverity", "100" if finding.severity is Severity.BLOCK else "50")
