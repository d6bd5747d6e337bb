"""Who is at the workbench: sessions in memory, begun with the token that the terminal shows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from glosspress.errors import UsageError
from glosspress.steps.reviewing import Person

_MOST = 200
"""Characters of a name or a role."""


@dataclass(slots=True)
class Session:
    """One browser."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """Stands in every form: a page of another origin cannot know it."""
    person: Person | None = None
    """None until a name is given; nothing can be read or written before."""

    def name(self, actor: str, role: str) -> None:
        """Say who reviews. UsageError: no name, or one that is no line of text."""
        person = Person(actor, role).named("workbench")
        for value in (person.actor, person.role):
            if len(value) > _MOST or not value.isprintable():
                raise UsageError(f"a name or role is one line of at most {_MOST} characters", "workbench")
        self.person = person


class Sessions:
    """All browsers that showed the token."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._by_id: dict[str, Session] = {}

    def begin(self, token: str) -> Session | None:
        """A new session; None: the token is wrong."""
        if not same(token, self._token):
            return None
        session = Session()
        self._by_id[session.id] = session
        return session

    def find(self, session_id: str) -> Session | None:
        """The session of a cookie; None: unknown."""
        return self._by_id.get(session_id)


def same(one: str, other: str) -> bool:
    """Compare secrets in constant time."""
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
