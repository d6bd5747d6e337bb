"""One step of a run: a stage joined with workspace and ledger. Used by the Prefect tasks and by direct runs alike."""

from __future__ import annotations

from glosspress.steps.beginning import begin
from glosspress.steps.charts import data_url
from glosspress.steps.dashboard import Dashboard, dashboard, dashboard_markdown
from glosspress.steps.gathering import gather
from glosspress.steps.job import (
    ArticleRef,
    Batch,
    BatchResult,
    Delivered,
    DryRun,
    Gathered,
    HeldPage,
    Job,
    Problem,
    Published,
    Report,
    Withdrawal,
)
from glosspress.steps.packing import plan
from glosspress.steps.producing import produce
from glosspress.steps.publishing import deliver, publish, publish_now, resume
from glosspress.steps.reporting import as_json, as_markdown, held_rows, locale_rows, problem_rows
from glosspress.steps.reproducing import Reproduction, reproduce
from glosspress.steps.sharding import Hold
from glosspress.steps.whole import dry_run, record, run
from glosspress.steps.withdrawing import restore, rollback, withdraw

__all__ = [
    "ArticleRef",
    "Batch",
    "BatchResult",
    "Dashboard",
    "Delivered",
    "DryRun",
    "Gathered",
    "HeldPage",
    "Hold",
    "Job",
    "Problem",
    "Published",
    "Report",
    "Reproduction",
    "Withdrawal",
    "as_json",
    "as_markdown",
    "begin",
    "dashboard",
    "dashboard_markdown",
    "data_url",
    "deliver",
    "dry_run",
    "gather",
    "held_rows",
    "locale_rows",
    "plan",
    "problem_rows",
    "produce",
    "publish",
    "publish_now",
    "record",
    "reproduce",
    "restore",
    "resume",
    "rollback",
    "run",
    "withdraw",
]
