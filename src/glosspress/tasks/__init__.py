"""The steps as Prefect tasks: named for a person, retried where the network is asked, reported as artifacts.

The only part of the library that knows Prefect: one module a flow of `flows/`. A task does its work on a thread and carries
small records, never text: what was done is in the ledger, so a run that is killed and started again goes on where it stopped.
"""

from __future__ import annotations

from glosspress.tasks.distributing import translate_all
from glosspress.tasks.forms import WorkspaceFolder, field
from glosspress.tasks.housekeeping import keep_house
from glosspress.tasks.naming import name_localize
from glosspress.tasks.publishing import deliver, publish_now, withdraw
from glosspress.tasks.releasing import ask_about_locked, ask_reviewer, reject_change, release_change, study_change
from glosspress.tasks.reporting import report
from glosspress.tasks.running import gather, publish, show_progress, start_progress, translate
from glosspress.tasks.sharing import take_shard, translate_shared
from glosspress.tasks.watching import tell_changes, watch_source

__all__ = [
    "WorkspaceFolder",
    "ask_about_locked",
    "ask_reviewer",
    "deliver",
    "field",
    "gather",
    "keep_house",
    "name_localize",
    "publish",
    "publish_now",
    "reject_change",
    "release_change",
    "report",
    "show_progress",
    "start_progress",
    "study_change",
    "take_shard",
    "tell_changes",
    "translate",
    "translate_all",
    "translate_shared",
    "watch_source",
    "withdraw",
]
