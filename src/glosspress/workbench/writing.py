"""Forms that do something: each calls one function of `steps.reviewing` with the named person, then goes back to the page.

What somebody saw comes back in hidden fields (`seen`, `subject`, `shown`, `head`, `content`); the ledger refuses a write when it
moved on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from glosspress.errors import ConflictError, ExchangeError, GlosspressError, ReviewError, UsageError
from glosspress.steps.reviewing import (
    EditCheck,
    PageSpot,
    Person,
    SegmentView,
    Spot,
    approve_page,
    approve_segment,
    check_edit,
    comment,
    page_view,
    publish_now,
    reject_segment,
    reopen_page,
    reopen_segment,
    save_edit,
    segment_view,
)
from glosspress.workbench.forms import Form
from glosspress.workbench.pieces import target_pieces
from glosspress.workbench.rows import anchor, following, row
from glosspress.workbench.sessions import Session
from glosspress.workbench.templating import page_path, render
from glosspress.workspace import Workspace

Action = Callable[[Workspace, Session, Form], Response]


def check(here: Workspace, session: Session, form: Form) -> Response:
    """Live findings: the fragment for the script, or the whole editor for the button."""
    where = _where(form)
    if form.one("fragment"):
        checked, problem = _checked(here, form)
        pieces = target_pieces(checked.target, _segment(here, form).source_rich, checked.pins) if checked else []
        return render("findings.html", **_findings(checked, problem, session, form), pieces=pieces, locale=where.locale)
    return editor(here, session, form)


def save(here: Workspace, session: Session, form: Form) -> Response:
    """Store an edit; with `then=approve` approve it too."""
    spot, person = _spot(form), _person(session)
    comment_, overrides = form.one("comment"), form.all("override")
    event = save_edit(here, person, spot, form.line("target"), comment=comment_, overrides=overrides)
    if form.one("then") == "approve":
        approve_segment(here, person, Spot(spot.page_id, spot.locale, spot.where, event.number, spot.subject))
        return _on(here, spot, "Saved and approved.")
    return _back(spot.page_id, spot.locale, f"Saved as event {event.number}.", spot.where)


def approve(here: Workspace, session: Session, form: Form) -> Response:
    """Approve a sentence as it was shown."""
    spot = _spot(form)
    approve_segment(here, _person(session), spot, target=form.one("shown"), comment=form.one("comment"))
    return _on(here, spot, "Approved.")


def reject(here: Workspace, session: Session, form: Form) -> Response:
    """Say that a sentence is wrong."""
    spot = _spot(form)
    reject_segment(here, _person(session), spot, form.one("comment"))
    return _back(spot.page_id, spot.locale, "Rejected: the page is held until it is edited.", spot.where)


def reopen(here: Workspace, session: Session, form: Form) -> Response:
    """Take an approval back."""
    spot = _spot(form)
    reopen_segment(here, _person(session), spot, form.one("comment"))
    return _back(spot.page_id, spot.locale, "Reopened.", spot.where)


def say(here: Workspace, session: Session, form: Form) -> Response:
    """A comment on a sentence, or on the page where no sentence is named."""
    page_id, locale, where = form.one("page"), form.one("locale"), form.one("where")
    comment(here, _person(session), page_id, locale, form.one("comment"), where)
    return _back(page_id, locale, "Comment kept.", where)


def approve_whole(here: Workspace, session: Session, form: Form) -> Response:
    """Approve a page as it was shown, and with it every sentence."""
    spot = _page_spot(form)
    approve_page(here, _person(session), spot, form.one("comment"))
    return _back(spot.page_id, spot.locale, "Page approved. Publish to bring it online.")


def reopen_whole(here: Workspace, session: Session, form: Form) -> Response:
    """Take a page's approval back."""
    spot = _page_spot(form)
    reopen_page(here, _person(session), spot, form.one("comment"))
    return _back(spot.page_id, spot.locale, "Page reopened.")


def publish(here: Workspace, session: Session, form: Form) -> Response:
    """Build the site of all pages that may be online and switch to it. Asked for by a person who confirmed it."""
    _person(session)
    if form.one("confirmed") != "yes":
        raise UsageError("publishing must be confirmed", "workbench", "tick the box")
    published = publish_now(here)
    page, locale, address = form.one("page"), form.one("locale"), ""
    if page and locale:
        view = page_view(here, page, locale)
        if view.publication.value == "online":
            address = f"{here.config.site.base_url}{locale}/{view.page.slug}/"
    return render(
        "publish.html",
        session=session,
        pages=published.pages,
        page=page,
        locale=locale,
        output=here.relative(here.output),
        published=published,
        address=address,
    )


ACTIONS: dict[str, Action] = {
    "check": check,
    "save": save,
    "approve": approve,
    "reject": reject,
    "reopen": reopen,
    "comment": say,
    "approve-page": approve_whole,
    "reopen-page": reopen_whole,
    "publish": publish,
}


def editor(here: Workspace, session: Session, form: Form, error: GlosspressError | None = None) -> Response:
    """One sentence with what the person typed kept: after a check without script, a refusal, or a conflict."""
    item = _segment(here, form)
    typed = form.line("target") or item.target
    checked, problem = _checked(here, form)
    return render(
        "editor.html",
        409 if isinstance(error, ConflictError) else 422 if error else 200,
        session=session,
        row=row(item),
        source_locale=here.config.source_language,
        typed=typed,
        edited=bool(form.line("target")),
        mine=form.line("target") or form.one("shown"),
        error=error,
        conflict=isinstance(error, ConflictError),
        comment=form.one("comment"),
        newest=item.events[-1] if item.events else None,
        **_findings(checked, problem, session, form),
        pieces=target_pieces(checked.target, item.source_rich, checked.pins) if checked else [],
        locale=item.locale,
    )


def refused(here: Workspace, session: Session, form: Form, error: GlosspressError) -> Response | None:
    """The editor, where a write about a sentence was refused and its sentence is still there; else None."""
    if not isinstance(error, (ConflictError, ReviewError, ExchangeError)) or not form.one("where"):
        return None
    try:
        return editor(here, session, form, error)
    except UsageError:  # the sentence is gone
        return None


def _findings(checked: EditCheck | None, problem: str, session: Session, form: Form) -> dict[str, Any]:
    role = session.person.role if session.person else ""
    return {
        "checked": checked,
        "problem": problem,
        "overrides": form.all("override"),
        "may_answer": checked is not None and role in checked.may_override,
        "role": role,
    }


def _checked(here: Workspace, form: Form) -> tuple[EditCheck | None, str]:
    """The findings about what was typed, or the reason why it cannot be read."""
    where = _where(form)
    typed = form.line("target") or _segment(here, form).target
    try:
        return check_edit(here, where.page_id, where.locale, where.where, typed), ""
    except ExchangeError as error:
        return None, str(error)


def _segment(here: Workspace, form: Form) -> SegmentView:
    where = _where(form)
    return segment_view(here, where.page_id, where.locale, where.where)


def _where(form: Form) -> Spot:
    return Spot(form.one("page"), form.one("locale"), form.one("where"), 0)


def _spot(form: Form) -> Spot:
    """A write without what the person saw would overwrite: both fields must be there."""
    if not form.one("subject"):
        raise UsageError("the form does not say which sentence was seen", "workbench", "load the page again")
    where = _where(form)
    return Spot(where.page_id, where.locale, where.where, form.number("seen"), form.one("subject"))


def _page_spot(form: Form) -> PageSpot:
    if not form.one("content"):
        raise UsageError("the form does not say which page was seen", "workbench", "load the page again")
    return PageSpot(form.one("page"), form.one("locale"), form.number("head"), form.one("content"))


def _person(session: Session) -> Person:
    if session.person is None:
        raise UsageError("no review without a named person", "workbench", "say who you are")
    return session.person


def _on(here: Workspace, spot: Spot, notice: str) -> Response:
    """Back to the page, at the next sentence that waits."""
    after = following(page_view(here, spot.page_id, spot.locale), spot.where)
    return _back(spot.page_id, spot.locale, notice, after)


def _back(page_id: str, locale: str, notice: str, where: str = "") -> Response:
    target = f"{page_path(page_id, locale)}?{urlencode({'notice': notice})}"
    return RedirectResponse(f"{target}#{anchor(where)}" if where else target, 303)
