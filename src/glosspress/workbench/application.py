"""The routes of the workbench, and what becomes of errors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from glosspress.errors import ConflictError, GlosspressError, ReviewError, UsageError
from glosspress.workbench import looking
from glosspress.workbench.forms import Form, RefusedError, read_form
from glosspress.workbench.gate import Gate
from glosspress.workbench.sessions import Session, Sessions, same
from glosspress.workbench.templating import page_path, render, static
from glosspress.workbench.writing import ACTIONS, Action, refused
from glosspress.workspace import Workspace

_log = logging.getLogger(__name__)


def application(here: Workspace, hosts: Collection[str], token: str) -> ASGIApp:
    """The workbench of a workspace. `hosts` are the values of `Host` it answers under; `token` opens a session."""
    bench = _Bench(here, Sessions(token))
    routes = [
        Route("/enter", bench.enter),
        Route("/static/{name}", lambda request: static(request.path_params["name"])),
        Route("/who", bench.who, methods=["GET", "POST"]),
        Route("/", bench.look(lambda request, session: looking.queue_page(here, session, request.query_params))),
        Route(
            "/publish", bench.look(lambda request, session: looking.publish_page(here, session, request.query_params))
        ),
        Route("/page/{locale}/{page_id:path}", bench.look(lambda request, session: _show(here, request, session))),
        *(Route(f"/{name}", bench.write(action), methods=["POST"]) for name, action in ACTIONS.items()),
    ]
    return Gate(Starlette(routes=routes), hosts)


Look = Callable[[Request, Session], Response]
Endpoint = Callable[[Request], object]


def _show(here: Workspace, request: Request, session: Session) -> Response:
    path = request.path_params
    return looking.show_page(here, session, path["page_id"], path["locale"], request.query_params)


class _Bench:
    def __init__(self, here: Workspace, sessions: Sessions) -> None:
        self._here = here
        self._sessions = sessions

    def enter(self, request: Request) -> Response:
        """The token of the terminal for a cookie that scripts cannot read and other sites cannot send."""
        session = self._sessions.begin(request.query_params.get("token", ""))
        if session is None:
            return _closed()
        response = RedirectResponse("/who", 303)
        response.set_cookie(_cookie(request), session.id, httponly=True, samesite="strict", path="/")
        return response

    async def who(self, request: Request) -> Response:
        """Ask for a name and a role; take them."""
        session = self._session(request)
        if session is None:
            return _closed()
        if request.method == "GET":
            return looking.who_page(session)
        form = await _form(request, session)
        if isinstance(form, Response):
            return form
        try:
            session.name(form.one("name"), form.one("role"))
        except UsageError as error:
            return looking.who_page(session, error.what, 422)
        return RedirectResponse("/", 303)

    def look(self, page: Look) -> Endpoint:
        """A page that shows something to a named person."""

        async def endpoint(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return _closed()
            if session.person is None:
                return RedirectResponse("/who", 303)
            try:
                return await run_in_threadpool(page, request, session)
            except Exception as error:  # noqa: BLE001 - the server goes on; what is not ours to explain is logged
                return _problem(error, session)

        return endpoint

    def write(self, action: Action) -> Endpoint:
        """A form that does something, by a named person."""

        async def endpoint(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return _closed()
            form = await _form(request, session)
            if isinstance(form, Response):
                return form
            if session.person is None:
                return RedirectResponse("/who", 303)
            return await run_in_threadpool(self._write, action, session, form)

        return endpoint

    def _write(self, action: Action, session: Session, form: Form) -> Response:
        try:
            try:
                return action(self._here, session, form)
            except GlosspressError as error:
                return refused(self._here, session, form, error) or _problem(error, session, form)
        except Exception as error:  # noqa: BLE001 - as above
            return _problem(error, session, form)

    def _session(self, request: Request) -> Session | None:
        return self._sessions.find(request.cookies.get(_cookie(request), ""))


def _cookie(request: Request) -> str:
    """Cookies of one host are shared by its ports: the name keeps two workbenches apart."""
    return f"glosspress-{request.url.port or 80}"


async def _form(request: Request, session: Session) -> Form | Response:
    try:
        form = await read_form(request)
    except RefusedError as error:
        return render("problem.html", error.status, session=None, title="Not a form", what=error.what, next_step="")
    if not same(form.one("csrf"), session.csrf):
        what = "The form is not of this session. Nothing was changed."
        return render("problem.html", 403, session=None, title="Refused", what=what, next_step="load the page again")
    return form


def _closed() -> Response:
    what = "This workbench opens with the address that the terminal shows."
    return render("problem.html", 403, session=None, title="Closed", what=what, next_step="glosspress review serve")


def _problem(error: Exception, session: Session, form: Form | None = None) -> Response:
    """Errors of ours in their own words, with the way back; others without details, which stand in the terminal."""
    back = page_path(form.one("page"), form.one("locale")) if form and form.one("page") and form.one("locale") else ""
    if not isinstance(error, GlosspressError):
        _log.error("a fault of the workbench", exc_info=error)
        what, title = "A fault of ours; the terminal shows it. Nothing else was changed.", "Fault"
        return render("problem.html", 500, session=session, title=title, what=what, next_step="", back=back)
    kinds = (
        (ConflictError, 409, "Changed meanwhile"),
        (ReviewError, 422, "Not accepted"),
        (UsageError, 404, "Not found"),
    )
    status, title = next(((code, name) for kind, code, name in kinds if isinstance(error, kind)), (500, "Problem"))
    if isinstance(error, UsageError) and not error.what.startswith("no "):
        status, title = 400, "Not possible"
    what = f"{error.where}: {error.what}" if error.where else error.what
    return render("problem.html", status, session=session, title=title, what=what, next_step=error.next_step, back=back)
