"""The decision about one page."""

from __future__ import annotations

from glosspress.event import Event
from glosspress.page import Decision, Page, State
from glosspress.review.findings import findings
from glosspress.review.rules import Rules, combined, drawn
from glosspress.settings import LocalePolicy, ReviewPolicy
from glosspress.translation import Severity

_HUMAN = (State.POST_EDITED, State.APPROVED)
MAX_REASONS = 20
"""More are counted: a reader of a report mends the first ones."""


def review(
    page: Page,
    policy: LocalePolicy,
    rules: Rules | None = None,
    *,
    outdated: bool = False,
    withdrawn: Event | None = None,
) -> Decision:
    """Publish or hold, with the reasons.

    A page is held by every held sentence, every blocking finding under the policy, every binding pin that is not in the
    text (whatever the checks said), every text of the source without a translation, rules that wait for a person, a
    source that changed since persons reviewed it (`outdated`), and a withdrawal.
    The state is never raised beyond `machine-checked` here: what persons did comes with the page.
    """
    asked = rules or _of_locale(policy)
    human = page.state in _HUMAN
    placed = findings(page, policy, frozenset() if human else asked.block)
    held = _held(page)
    blocking = [f"{where}: {item.message} [{item.check}]" for where, item in placed if item.severity is Severity.BLOCK]
    reported = {reason.split(": ", 1)[-1].rsplit(" [", 1)[0] for reason in blocking}
    reasons = [*(text for text, cause in held if cause not in reported), *blocking]
    state = page.state if human else State.UNREVIEWED if reasons else State.CHECKED
    if not human:
        reasons += _waiting(page, asked, outdated=outdated)
    if withdrawn is not None:
        reasons.insert(
            0, f"withdrawn by {withdrawn.actor} (event {withdrawn.number}): {withdrawn.comment}".rstrip(": ")
        )
    if reasons:
        return Decision(publish=False, reasons=_shortened(reasons), findings=tuple(placed), state=state)
    return Decision(publish=True, reasons=(_why(page, state, asked),), findings=tuple(placed), state=state)


def _of_locale(policy: LocalePolicy) -> Rules:
    waits = ReviewPolicy(publish="reviewed" if policy.publish == "held-until-reviewed" else None)
    return combined([policy.review, waits])


def _waiting(page: Page, rules: Rules, *, outdated: bool) -> list[str]:
    """Why a machine page without a fault waits for a person."""
    reasons = []
    if outdated and rules.hold_outdated:
        reasons.append("the source changed since a person reviewed this page; the reviewed version stays online")
    if rules.publish == "reviewed":
        reasons.append("policy `reviewed`: this page waits for a person's review")
    elif rules.publish == "sample" and drawn(page, rules.sample):
        reasons.append(f"policy `{rules.name}`: this page was drawn and waits for a person's review")
    return reasons


def _held(page: Page) -> list[tuple[str, str]]:
    """(reason with its place, reason) of every held sentence."""
    return [
        (f"{path}#{number}: {reason}", reason)
        for path, items in page.translations
        for number, item in enumerate(items)
        if item.held
        for reason in (item.reasons or ("the sentence is held",))
    ]


def _shortened(reasons: list[str]) -> tuple[str, ...]:
    unique = list(dict.fromkeys(reasons))
    more = len(unique) - MAX_REASONS
    return (*unique[:MAX_REASONS], f"and {more} more") if more > 0 else tuple(unique)


def _why(page: Page, state: State, rules: Rules) -> str:
    if state in _HUMAN:
        persons = list(dict.fromkeys(item.actor for item in page.reviews))
        by = f" by {', '.join(persons[:3])}{' and others' if persons[3:] else ''}" if persons else ""
        return f"a person's review: {state.value}{by}"
    drawn_by = ", not drawn" if rules.publish == "sample" else ""
    return f"policy `{rules.name}`{drawn_by}: no blocking finding, every binding pin is in the text"
