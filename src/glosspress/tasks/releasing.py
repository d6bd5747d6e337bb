"""The tasks of `flows/glossary_release.py`: study, ask a person, release, redo, report."""

from __future__ import annotations

import asyncio
from typing import Literal

from prefect import get_run_logger, runtime, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.flow_runs import apause_flow_run, asuspend_flow_run
from prefect.input import RunInput
from pydantic import Field

from glosspress.glossary.releases import Release
from glosspress.reports.changes import change_impact_rows, form_markdown, impact_markdown, page_rows
from glosspress.steps.asking import Question, ask_persons
from glosspress.steps.impact import Impact
from glosspress.steps.releasing import Answer, Proposal, approve, exceptions_in, reject, released_impact, study
from glosspress.tasks import announcing

_DAYS_S = 60 * 24 * 3600
_LONGEST = 60_000
"""Characters of a form's description; the artifact holds all of it."""


class GlossaryReview(RunInput):
    """The form a reviewer fills in."""

    decision: Literal["approve", "reject"] = Field(title="Decision")
    reviewer: str = Field(min_length=2, max_length=200, title="Your name or e-mail address")
    exceptions: list[str] = Field(
        default_factory=list, title="Terms that stay as they were", description="Ids: `bdnf`, or `en-pt:bdnf`"
    )
    comment: str = Field(default="", max_length=4000, title="Comment")

    @property
    def answer(self) -> Answer:
        """What the steps are told."""
        return Answer(self.reviewer, self.comment, exceptions_in(self.exceptions))


@task(name="study", task_run_name="study the change", cache_policy=NO_CACHE)
async def study_change(proposal: Proposal, previews: int) -> Impact:
    """Difference, impact and previews, kept as artifacts."""
    found = await asyncio.to_thread(study, proposal, previews)
    about = f"upon release {proposal.based_on or 'none'}, {proposal.at}"
    await acreate_markdown_artifact(impact_markdown(found), key="glossary-diff", description=f"Proposed {about}")
    await acreate_table_artifact(
        change_impact_rows(found), key="glossary-changes", description=f"Changed terms and what each touches, {about}"
    )
    await acreate_table_artifact(
        page_rows(found), key="glossary-pages", description=f"Pages that would change, {about}"
    )
    get_run_logger().info(
        "%s changes touch %s sentences; artifacts: glossary-diff, glossary-changes, glossary-pages",
        len(found.diff.changes),
        len(found.segments),
    )
    return found


async def ask_reviewer(found: Impact) -> GlossaryReview:
    """Wait for a person. A deployed run is suspended: its process ends, and it begins again when the form is sent."""
    text = form_markdown(found)
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "\n\n... the rest is in the artifact `glossary-diff`."
    form = GlossaryReview.with_initial_data(description=text)
    if runtime.deployment.id is None:
        return await apause_flow_run(wait_for_input=form, timeout=_DAYS_S, key="review")
    answered = await asuspend_flow_run(wait_for_input=form, timeout=_DAYS_S, key="review")
    assert answered is not None
    return answered


@task(name="reject", task_run_name="reject", cache_policy=NO_CACHE)
async def reject_change(proposal: Proposal, answer: Answer) -> None:
    """Record the rejection; nothing else changes."""
    event = await asyncio.to_thread(reject, proposal, answer)
    get_run_logger().info("rejected by %s (event %s): nothing was changed", event.actor, event.number)


@task(name="release", task_run_name="release the term base", cache_policy=NO_CACHE)
async def release_change(proposal: Proposal, answer: Answer) -> Release:
    """Write the release and record who approved it."""
    release = await asyncio.to_thread(approve, proposal, answer)
    announcing.glossary_released(release.version, {"by": answer.reviewer})
    return release


@task(name="ask persons", task_run_name="review tasks", cache_policy=NO_CACHE)
async def ask_about_locked(proposal: Proposal, release: Release) -> tuple[Impact, tuple[Question, ...]]:
    """What the release touches; persons' sentences become review tasks."""
    found = await asyncio.to_thread(released_impact, proposal, release)
    questions = await asyncio.to_thread(ask_persons, proposal, release, found)
    rows = [
        {
            "locale": q.locale,
            "page": q.page,
            "source": q.source,
            "text": q.target,
            "proposed": q.proposed,
            "by": q.actor,
        }
        for q in questions
    ]
    await acreate_table_artifact(
        rows, key="glossary-review-tasks", description=f"Persons' sentences to look at again, release {release.version}"
    )
    return found, questions
