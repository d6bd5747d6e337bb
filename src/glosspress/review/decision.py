"""The decision about one page."""

from __future__ import annotations

from glosspress.page import Decision, Page, State
from glosspress.review.findings import findings
from glosspress.translation import Severity
from glosspress.workspace import LocalePolicy

_HUMAN = (State.POST_EDITED, State.APPROVED)
MAX_REASONS = 20
"""More are counted: a reader of a report mends the first ones."""


def review(page: Page, policy: LocalePolicy) -> Decision:
    """Publish or hold, with the reasons.

    A page is held by every held sentence, every blocking finding under the policy, every binding pin that is not in the
    text (whatever the checks said), every text of the source without a translation, and a policy that waits for
    a person.
    The state is never raised beyond `machine-checked` here: what persons did comes with the page.
    """
    placed = findings(page, policy)
    held = _held(page)
    blocking = [f"{where}: {item.message} [{item.check}]" for where, item in placed if item.severity is Severity.BLOCK]
    reported = {reason.split(": ", 1)[-1].rsplit(" [", 1)[0] for reason in blocking}
    reasons = [*(text for text, cause in held if cause not in reported), *blocking]
    human = page.state in _HUMAN
    state = page.state if human else State.UNREVIEWED if reasons else State.CHECKED
    if policy.publish == "held-until-reviewed" and not human:
        reasons.append("the policy of this locale waits for a person's review")
    if reasons:
        return Decision(publish=False, reasons=_shortened(reasons), findings=tuple(placed), state=state)
    return Decision(publish=True, reasons=(_why(state),), findings=tuple(placed), state=state)


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


def _why(state: State) -> str:
    if state in _HUMAN:
        return f"a person's review: {state.value}"
    return "policy `checked`: no blocking finding, every binding pin is in the text"
