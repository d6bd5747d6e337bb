"""States of sentences from events, and the memory they make."""

from __future__ import annotations

import pytest

from glosspress.article import Mark, Rich, rich_json
from glosspress.event import Draft, Event, EventKind, chained, segment_subject
from glosspress.page import State
from glosspress.review.memory import normalised, remember, without_numbers
from glosspress.review.offers import Offers
from glosspress.review.standing import fold

PT = "pt-BR"
K = EventKind


def events(*steps: tuple[EventKind, str, str], page: str = "a/b@pt-BR", locale: str = PT) -> list[Event]:
    """(kind, source, target) in their order."""
    made = []
    for number, (kind, source, target) in enumerate(steps, 1):
        body = {"source": rich_json(Rich(source)), "target": rich_json(Rich(target)), "page": page}
        draft = Draft(kind, segment_subject(source, locale), "someone@example.org", "translator", locale, "", body)
        sha = chained(draft, number, "2026-01-01T00:00:00Z", "")
        made.append(
            Event(
                number, "2026-01-01T00:00:00Z", kind, draft.subject, draft.actor, draft.role, locale, "", body, "", sha
            )
        )
    return made


@pytest.mark.parametrize(
    ("steps", "text", "state"),
    [
        ([(K.SEGMENT_EDITED, "a")], "a", State.POST_EDITED),
        ([(K.SEGMENT_APPROVED, "a")], "a", State.APPROVED),
        ([(K.SEGMENT_EDITED, "a"), (K.SEGMENT_APPROVED, "a")], "a", State.APPROVED),
        ([(K.SEGMENT_APPROVED, "a"), (K.SEGMENT_EDITED, "b")], "b", State.POST_EDITED),
        ([(K.SEGMENT_EDITED, "a"), (K.SEGMENT_APPROVED, "a"), (K.SEGMENT_REOPENED, "a")], "a", State.POST_EDITED),
        ([(K.SEGMENT_APPROVED, "a"), (K.SEGMENT_REOPENED, "a")], None, None),
        ([(K.SEGMENT_EDITED, "a"), (K.SEGMENT_REJECTED, "a")], None, None),
        ([(K.SEGMENT_REJECTED, "a"), (K.SEGMENT_EDITED, "b")], "b", State.POST_EDITED),
        ([(K.SEGMENT_EDITED, "a"), (K.COMMENTED, "")], "a", State.POST_EDITED),
    ],
)
def test_states_follow_from_events(steps, text, state) -> None:
    """The last word counts; an approval that is taken back leaves what a person wrote, not what a machine did."""
    human = fold(events(*((kind, "Source.", target) for kind, target in steps))).human
    assert (human.target.text if human else None, human.state if human else None) == (text, state)


def test_a_rejected_text_is_remembered_until_somebody_takes_it() -> None:
    """Rejection is about exactly this text."""
    rejected = events((K.SEGMENT_REJECTED, "Source.", "a"))
    assert fold(rejected).rejected == {"a"}
    assert fold(events((K.SEGMENT_REJECTED, "Source.", "a"), (K.SEGMENT_APPROVED, "Source.", "a"))).rejected == set()


@pytest.mark.parametrize(
    ("other", "serves"),
    [
        ("Do not  stop\nnow.", "Não pare."),
        ("do not stop now.", "não pare."),
        ("Do not stop now!", None),
        ("Do stop now.", None),
    ],
)
def test_alike(other: str, serves: str | None) -> None:
    """White space and the case of the first letter make no difference; a word or a sign does."""
    memory = remember(events((K.SEGMENT_APPROVED, "Do not stop now.", "Não pare.")), PT)
    found = memory.recall(Rich(other))
    assert (found.target.text if found else None) == serves


def test_quotes_and_acronyms() -> None:
    """Any quotation mark is a quotation mark; `MS` and `mS` are two things."""
    assert normalised("“Sleep”  well") == normalised('"Sleep" well')
    assert normalised("MS is rare") != normalised("mS is rare")
    assert normalised("A rest") == normalised("a rest")


def test_numbers_are_offered_never_served() -> None:
    """A sentence that differs in a number gets an offer with its score."""
    memory = remember(events((K.SEGMENT_APPROVED, "Take 5 mg at night.", "Tome 5 mg à noite.")), PT)
    other = Rich("Take 50 mg at night.")
    assert without_numbers(other.text) == without_numbers("Take 5 mg at night.")
    assert memory.recall(other) is None
    [offer] = Offers(memory).alike(other)
    assert offer.target.text == "Tome 5 mg à noite."
    assert 0.9 < offer.score < 1
    assert Offers(memory).alike(Rich("Something else entirely")) == ()


def test_post_edited_text_serves_its_page_only() -> None:
    """Unless the policy lets it serve others."""
    memory = remember(events((K.SEGMENT_EDITED, "Sleep.", "Durma.")), PT)
    assert memory.recall(Rich("Sleep."), "a/b@pt-BR") is not None
    assert memory.recall(Rich("Sleep."), "c/d@pt-BR") is None
    assert memory.recall(Rich("Sleep."), "c/d@pt-BR", post_edited=True) is not None


def test_other_locales_are_no_memory() -> None:
    """Portuguese of Portugal is not Portuguese of Brazil."""
    assert remember(events((K.SEGMENT_APPROVED, "Sleep.", "Durma.")), "pt-PT").humans() == []


def test_links_are_those_of_the_article() -> None:
    """A remembered sentence takes the address of the page it serves."""
    made = events((K.SEGMENT_APPROVED, "See this.", "Veja isto."))[0]
    link = Rich("See this.", (Mark(4, 8, "a", (("href", "https://one.example/"),)),))
    target = Rich("Veja isto.", (Mark(5, 9, "a", (("href", "https://one.example/"),)),))
    body = {**made.body, "source": rich_json(link), "target": rich_json(target)}
    event = Event.from_json({**made.as_json(), "body": body})
    other = Rich("See this.", (Mark(4, 8, "a", (("href", "https://two.example/"),)),))
    found = remember([event], PT).recall(other)
    assert found is not None
    assert found.target.marks == (Mark(5, 9, "a", (("href", "https://two.example/"),)),)
