"""Review tasks for persons: their sentences that a glossary release touches, each with a proposed edit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glosspress import workspace
from glosspress.article import rich_json
from glosspress.event import Draft, EventKind, segment_subject
from glosspress.glossary.releases import Release
from glosspress.glossary.termbases import released
from glosspress.steps.desk import open_desk
from glosspress.steps.impact import Impact
from glosspress.steps.previewing import with_previews
from glosspress.steps.releasing import Proposal

ACTOR = "glosspress"


@dataclass(frozen=True, slots=True)
class Question:
    """A person's sentence that should be looked at again."""

    locale: str
    page: str
    source: str
    target: str
    """The person's text; it stays until a person changes it."""
    proposed: str
    actor: str
    """Who answers for the text."""


def ask_persons(proposal: Proposal, release: Release, found: Impact) -> tuple[Question, ...]:
    """Record a comment with the proposed edit on every locked sentence that the release asks to change.

    A sentence is asked about once a release; its text and its state are not touched.
    """
    here = workspace.at(Path(proposal.workspace))
    locked = tuple(item for item in found.segments if item.human is not None)
    after = released(here, release.version)
    assert after is not None
    shown = with_previews(here, Impact(found.diff, locked, None), after, most=len(locked)).previews
    questions, drafts = [], []
    for preview in shown:
        human, tag = preview.touched.human, preview.touched.locale
        assert human is not None
        if preview.after.target.text == human.target.text and not preview.after.held:
            continue
        desk = open_desk(here, tag, only_released=True)
        subject = segment_subject(preview.touched.source, tag)
        asked = desk.ledger.events(subjects=[subject], kinds=[EventKind.COMMENTED])
        questions.append(
            Question(
                tag,
                preview.page,
                preview.touched.source,
                human.target.text,
                preview.after.target.text,
                human.newest.actor,
            )
        )
        if any(event.body.get("glossary") == release.version for event in asked):
            continue
        body = {
            "task": "glossary",
            "glossary": release.version,
            "terms": list(preview.touched.terms),
            "source": rich_json(preview.before.source),
            "target": rich_json(human.target),
            "proposal": rich_json(preview.after.target),
            "verified": not preview.after.held,
        }
        text = f"release {release.version} of the term base changes {', '.join(preview.touched.terms)}"
        drafts.append(Draft(EventKind.COMMENTED, subject, ACTOR, "glossary release", tag, text, body))
    if drafts:
        open_desk(here, found.locales[0]).ledger.append(drafts)
    return tuple(questions)
