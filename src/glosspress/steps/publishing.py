"""Publish: the site from all pages that may be online."""

from __future__ import annotations

from pathlib import Path

from glosspress import workspace
from glosspress.ledger import open_ledger
from glosspress.publish import publish as publish_site
from glosspress.steps import progress
from glosspress.steps.job import Job, Published


def publish(job: Job) -> Published:
    """Build the edition and switch to it. PublishError: it cannot be written; the last good one stays online."""
    here = workspace.at(Path(job.workspace))
    ledger = open_ledger(here.ledger_url)
    progress.tell(progress.Progress("publishing"))
    edition = publish_site(here, ledger.current_pages())
    ledger.put_edition(edition.id, edition.pages, job.run)
    return Published(edition.id, edition.pages, edition.changed, here.relative(here.output) + "/index.html")
