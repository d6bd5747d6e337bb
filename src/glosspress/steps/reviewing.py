"""Review, as the command line and the workbench do it: look, edit, approve, comment. Writes append events and nothing else.

[first, *_] = queue(workspace, "pt-BR")
view = page_view(workspace, first.page_id, first.locale)
segment = view.segments[3]
check_edit(workspace, view.page.id, "pt-BR", segment.where, "Nova <1>frase</1>.")     # while a person types
save_edit(workspace, me, Spot(view.page.id, "pt-BR", segment.where, segment.seen, segment.subject), "Nova ...")
approve_page(workspace, me, PageSpot(view.page.id, "pt-BR", view.head, view.content))
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
from glosspress.steps.queueing import QueueItem, queue
from glosspress.steps.settling import Settled, settle
from glosspress.steps.viewing import PageView, Publication, SegmentView, needs_person, page_view, segment_view

__all__ = [
    "EditCheck",
    "Imported",
    "PageSpot",
    "PageView",
    "Person",
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
    "queue",
    "reject_segment",
    "reopen_page",
    "reopen_segment",
    "save_edit",
    "segment_view",
    "settle",
]
