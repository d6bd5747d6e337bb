"""Review, as the command line and the workbench do it. Writes append events and nothing else; pages follow at once.

Look: `queue`, `page_view`, `segment_view`, `proposals`. While a person types: `check_edit`. Write: `save_edit`,
`approve_segment`, `reject_segment`, `reopen_segment`, each with a `Person` and the `Spot` as the person saw it;
`approve_page`, `reopen_page` with a `PageSpot` (`PageView.head` and `.content`); `comment`; `import_file`. The site follows
with `publish_now`.
"""

from __future__ import annotations

from glosspress.steps.approving import PageSpot, approve_page, comment, reopen_page
from glosspress.steps.editing import (
    EditCheck,
    Person,
    Spot,
    approve_segment,
    check_edit,
    reject_segment,
    reopen_segment,
    save_edit,
)
from glosspress.steps.exporting import export
from glosspress.steps.importing import Imported, import_file
from glosspress.steps.offering import Proposal, proposals
from glosspress.steps.publishing import publish_now
from glosspress.steps.queueing import QueueItem, queue
from glosspress.steps.settling import Settled, settle
from glosspress.steps.viewing import PageView, Publication, SegmentView, needs_person, page_view, segment_view

__all__ = [
    "EditCheck",
    "Imported",
    "PageSpot",
    "PageView",
    "Person",
    "Proposal",
    "Publication",
    "QueueItem",
    "SegmentView",
    "Settled",
    "Spot",
    "approve_page",
    "approve_segment",
    "check_edit",
    "comment",
    "export",
    "import_file",
    "needs_person",
    "page_view",
    "proposals",
    "publish_now",
    "queue",
    "reject_segment",
    "reopen_page",
    "reopen_segment",
    "save_edit",
    "segment_view",
    "settle",
]
