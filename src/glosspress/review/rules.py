"""What a page of one source in one locale needs before it goes online: both policies as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glosspress.digest import digest
from glosspress.page import Page
from glosspress.settings import Config, LocalePolicy, ReviewPolicy

_STRICTNESS = ("labelled", "sample", "reviewed")


@dataclass(frozen=True, slots=True)
class Rules:
    """A review policy without open fields."""

    publish: str = "labelled"
    """`labelled`, `sample` or `reviewed`, as in `ReviewPolicy.publish`."""
    sample: float = 10.0
    """Percent."""
    block: frozenset[str] = frozenset()
    """Checks whose warnings hold a page that nobody reviewed."""
    hold_outdated: bool = True
    post_edited_serves: bool = False
    """True: post-edited sentences serve other pages, not approved ones only."""
    may_override: frozenset[str] = frozenset({"medical reviewer"})

    @property
    def name(self) -> str:
        """For the reason of a decision: `labelled`, `sample 10 %`, `reviewed`."""
        return f"sample {self.sample:g} %" if self.publish == "sample" else self.publish


def rules(config: Config, locale: str, source: str) -> Rules:
    """The rules for a source's pages in a locale: field by field the stricter of both policies."""
    place = config.locales.get(locale, LocalePolicy())
    waits = ReviewPolicy(publish="reviewed" if place.publish == "held-until-reviewed" else None)
    return combined([place.review, config.review.sources.get(source, ReviewPolicy()), waits])


def combined(policies: Sequence[ReviewPolicy]) -> Rules:
    """The strictest of several policies, field by field; what none of them sets has its default."""
    default = Rules()
    modes = [policy.publish for policy in policies if policy.publish]
    samples = [policy.sample for policy in policies if policy.sample is not None]
    outdated = [policy.outdated for policy in policies if policy.outdated]
    memory = [policy.memory for policy in policies if policy.memory]
    roles = [frozenset(policy.may_override) for policy in policies if policy.may_override is not None]
    return Rules(
        publish=max(modes, key=_STRICTNESS.index, default=default.publish),
        sample=max(samples, default=default.sample),
        block=frozenset(check for policy in policies for check in policy.block),
        hold_outdated="hold" in outdated if outdated else default.hold_outdated,
        post_edited_serves=bool(memory) and "approved" not in memory,
        may_override=frozenset.intersection(*roles) if roles else default.may_override,
    )


def drawn(page: Page, percent: float) -> bool:
    """Whether a page belongs to the sample. The same text is drawn everywhere and always; a changed one is drawn anew."""
    texts = [item.source.text for _, items in page.translations for item in items]
    return int(digest([page.id, page.locale, texts])[:12], 16) / 16**12 < percent / 100
