"""The persons behind a page: only from events of the chain that count for this version of it."""

from __future__ import annotations

from dataclasses import dataclass

from glosspress.page import Page, State

EDITED, APPROVED, WHOLE = "segment-edited", "segment-approved", "page-approved"
_HUMAN = (State.POST_EDITED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Person:
    """Who worked on a page, as one line of its card."""

    name: str
    role: str
    edited: int
    """Sentences this person wrote."""
    sentences: int
    """Sentences this person approved."""
    whole: bool
    """True: approved the page."""
    last: str
    """When this person did the last of it; UTC, RFC 3339."""

    @property
    def approved(self) -> bool:
        """True: approved the page or sentences of it."""
        return self.whole or self.sentences > 0


def persons(page: Page) -> tuple[Person, ...]:
    """In the order of their first event. Machine pages have none, even where single sentences are a person's."""
    if page.state not in _HUMAN:
        return ()
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for item in sorted(page.reviews, key=lambda item: item.event):
        found.setdefault((item.actor, item.role), []).append((item.kind, item.where, item.at))
    return tuple(
        Person(
            name=name,
            role=role,
            edited=len({where for kind, where, _ in did if kind == EDITED}),
            sentences=len({where for kind, where, _ in did if kind == APPROVED}),
            whole=any(kind == WHOLE for kind, _, _ in did),
            last=max(at for _, _, at in did),
        )
        for (name, role), did in found.items()
    )


def reviewed_at(page: Page) -> str:
    """When the last approval that counts was given; empty without one."""
    if page.state not in _HUMAN:
        return ""
    return max((item.at for item in page.reviews if item.kind in (APPROVED, WHOLE)), default="")
