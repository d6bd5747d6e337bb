"""`review edit`, `approve`, `reopen` and `comment`: each appends events with a named person."""

from __future__ import annotations

import click

from glosspress.cli.options import Options, pass_options
from glosspress.cli.review.options import one_locale, person, person_options, to_option

_AT = click.option(
    "--at", "where", default="", metavar="PLACE", help="One sentence, `3.1#2` (default: the whole page)."
)
_COMMENT = click.option("--comment", default="", help="Why; kept for ever.")
_OVERRIDE = click.option(
    "--override", "overrides", multiple=True, metavar="CHECK", help="Answer for a blocking finding."
)


@click.command("edit")
@click.argument("page")
@click.option("--at", "where", required=True, metavar="PLACE", help="The sentence, `3.1#2`.")
@click.option("--text", required=True, help="The translation, with inline codes as `review status` shows them.")
@to_option
@person_options
@_COMMENT
@_OVERRIDE
@pass_options
def edit_command(
    options: Options,
    page: str,
    where: str,
    text: str,
    locale: str | None,
    actor: str,
    role: str,
    comment: str,
    overrides: tuple[str, ...],
) -> None:
    """Write the translation of one sentence of PAGE. It must verify: terms, numbers and protected spans have no exception.

    \b
    Example:
      glosspress review edit --help
    """
    from glosspress.steps.reviewing import Spot, save_edit, segment_view

    here = options.open_workspace()
    tag = one_locale(here, locale)
    segment = segment_view(here, page, tag, where)
    spot = Spot(page, tag, where, segment.seen, segment.subject)
    event = save_edit(here, person(actor, role), spot, text, comment=comment, overrides=overrides)
    click.echo(f"event {event.number}: {event.kind.value} {page} {where}")


@click.command("approve")
@click.argument("page")
@_AT
@to_option
@person_options
@_COMMENT
@_OVERRIDE
@pass_options
def approve_command(
    options: Options,
    page: str,
    where: str,
    locale: str | None,
    actor: str,
    role: str,
    comment: str,
    overrides: tuple[str, ...],
) -> None:
    """Approve PAGE as it stands, or one sentence of it. What is approved becomes memory and beats machine translation.

    \b
    Example:
      glosspress review approve --help
    """
    from glosspress.errors import UsageError
    from glosspress.steps.reviewing import PageSpot, Spot, approve_page, approve_segment, page_view, segment_view

    here = options.open_workspace()
    tag = one_locale(here, locale)
    if where:
        segment = segment_view(here, page, tag, where)
        spot = Spot(page, tag, where, segment.seen, segment.subject)
        event = approve_segment(here, person(actor, role), spot, comment=comment, overrides=overrides)
        click.echo(f"event {event.number}: {event.kind.value} {page} {where}")
        return
    if overrides:
        raise UsageError("a finding is answered for at its sentence", page, "--at PLACE --override CHECK")
    view = page_view(here, page, tag)
    made = approve_page(here, person(actor, role), PageSpot(page, tag, view.head, view.content), comment)
    click.echo(f"event {made[-1].number}: {made[-1].kind.value} {page}, {len(made) - 1} sentences with it")


@click.command("reopen")
@click.argument("page")
@_AT
@to_option
@person_options
@_COMMENT
@pass_options
def reopen_command(
    options: Options, page: str, where: str, locale: str | None, actor: str, role: str, comment: str
) -> None:
    """Take the approval of PAGE, or of one sentence, back.

    \b
    Example:
      glosspress review reopen --help
    """
    from glosspress.steps.reviewing import PageSpot, Spot, page_view, reopen_page, reopen_segment, segment_view

    here = options.open_workspace()
    tag = one_locale(here, locale)
    if where:
        segment = segment_view(here, page, tag, where)
        spot = Spot(page, tag, where, segment.seen, segment.subject)
        event = reopen_segment(here, person(actor, role), spot, comment)
    else:
        view = page_view(here, page, tag)
        event = reopen_page(here, person(actor, role), PageSpot(page, tag, view.head, view.content), comment)
    click.echo(f"event {event.number}: {event.kind.value} {page} {where}".rstrip())


@click.command("comment")
@click.argument("page")
@click.argument("text")
@_AT
@to_option
@person_options
@pass_options
def comment_command(
    options: Options, page: str, text: str, where: str, locale: str | None, actor: str, role: str
) -> None:
    """Say TEXT about PAGE, or about one sentence of it.

    \b
    Example:
      glosspress review comment --help
    """
    from glosspress.steps.reviewing import comment

    here = options.open_workspace()
    event = comment(here, person(actor, role), page, one_locale(here, locale), text, where)
    click.echo(f"event {event.number}: {event.kind.value} {page} {where}".rstrip())
