"""The cleaning stage: from bytes or text to an article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from glosspress.article import Article, Metadata
from glosspress.clean import heads, languages, lines, markup, plaintext, references, residue
from glosspress.clean.assembly import blocks_of, removed_of
from glosspress.clean.decoding import decode, tidy
from glosspress.clean.draft import Draft
from glosspress.clean.parsing import looks_like_html
from glosspress.clean.pictures import located
from glosspress.clean.policy import Policy, policy_of
from glosspress.clean.protection import protect
from glosspress.clean.rulebook import rules_digest
from glosspress.errors import InputError
from glosspress.snapshot import Snapshot

CODE_VERSION = "6"
"""Raise it when the code cleans otherwise; the rules' digest follows by itself."""
VERSION = f"{CODE_VERSION}+{rules_digest()}"
_ROUNDS = 12
"""Rounds after which a text must have settled; real texts need one to four."""


def clean_page(page: bytes | str, url: str | None = None, *, rules: Policy | None = None) -> Article:
    """Clean an HTML page; text without markup goes to `clean_text`.

    `url` makes links absolute. InputError when the page is empty, binary, too large or has no article text at all.
    """
    policy = rules or Policy()
    where = url or ""
    body = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    return _page_article(decode(body, max_bytes=policy.max_bytes, where=where), where, policy)


def clean_text(text: str, *, url: str | None = None, rules: Policy | None = None) -> Article:
    """Clean plain text that somebody took from a page: residue of its theme goes, headings and lists are recognised."""
    if not text.strip():
        raise InputError("the text is empty", url or "", "check the file")
    return _text_article(tidy(text), rules or Policy(), url or "")


def clean_markdown(text: str, *, url: str | None = None, rules: Policy | None = None) -> Article:
    """Clean a Markdown article (CommonMark with tables); a front matter of `key: value` lines becomes metadata."""
    from glosspress.clean.markdown import html_of

    page, facts = html_of(tidy(text))
    if not page.strip():
        raise InputError("the Markdown file has no text", url or "", "check the file")
    draft, metadata = markup.draft_of(page, url or "", rules or Policy(), whole=True)
    draft.title = facts.pop("title", "") or draft.title
    known: dict[str, Any] = {
        name: value for name, value in facts.items() if name in Metadata.__slots__ and name != "extra"
    }
    return _finish(draft, replace(metadata, **known), url or "")


def clean(
    snapshot: Snapshot, source: object | None = None, *, policy: Policy | None = None, base_url: str = ""
) -> Article:
    """Clean what was fetched, by its media type and the source's definition (anything with its `rules` and
    `selectors`).

    `policy` takes the place of the source's. `base_url` makes links of a file absolute.
    """
    article = _cleaned(snapshot, policy or policy_of(source), base_url)
    return located(article, snapshot.url) if snapshot.url.startswith("file:") and not base_url else article


def _cleaned(snapshot: Snapshot, policy: Policy, base_url: str) -> Article:
    media, _, parameters = snapshot.content_type.partition(";")
    is_file, where = snapshot.url.startswith("file:"), snapshot.url
    url = base_url if is_file else snapshot.url
    suffix = PurePosixPath(where).suffix.lower() if is_file else ""
    try:
        charset = parameters.partition("charset=")[2].strip(" \"';")
        text = decode(snapshot.body, max_bytes=policy.max_bytes, where=where, charset=charset)
        if media.strip().lower() in ("text/markdown", "text/x-markdown") or suffix in (".md", ".markdown"):
            return clean_markdown(text, url=url, rules=policy)
        if media.strip().lower() == "text/plain" and (is_file or not looks_like_html(text)):
            return clean_text(text, url=url, rules=policy)
        return _page_article(text, url, policy)
    except InputError as error:
        raise InputError(error.what, error.where or where, error.next_step) from error


def _page_article(text: str, url: str, policy: Policy) -> Article:
    if not looks_like_html(text):
        return _text_article(text, policy, url)
    draft, metadata = markup.draft_of(text, url, policy)
    return _finish(draft, metadata, url)


def _text_article(text: str, policy: Policy, where: str) -> Article:
    nodes = plaintext.nodes_of(text)
    language = languages.detect(text, policy.language)
    draft = Draft(nodes, policy.book, languages.primary(language))
    first = nodes[0] if nodes else None
    if first is not None and first.fields.get("level") == 1:
        draft.title = first.text
    _settle(draft)
    return _article(draft, Metadata(canonical_url=where, language=language), where)


def _settle(draft: Draft) -> None:
    """Clean a text until the cleaned text, read anew, stays as it is: what a line is depends on the lines around it."""
    before = ""
    for _ in range(_ROUNDS):
        _by_rules(draft)
        while residue.remove(draft):
            lines.apply(draft)
        heads.derived_title(draft)
        text = plaintext.written(draft.nodes, draft.title)
        fresh = plaintext.reread(draft.nodes, text, titled=bool(draft.title)) if text != before else []
        if not fresh:
            return
        before = text
        draft.reset(fresh)


def _by_rules(draft: Draft) -> None:
    protect(draft.nodes, draft.book, draft.language)
    lines.apply(draft)


def _finish(draft: Draft, metadata: Metadata, where: str) -> Article:
    _by_rules(draft)
    return _article(draft, metadata, where)


def _article(draft: Draft, metadata: Metadata, where: str) -> Article:
    heads.derived_title(draft)
    references.mark(draft.nodes, draft.book, draft.language)
    if not draft.title and not any(part.text for part in draft.parts):
        hint = "the page may need JavaScript, or a selector in the source definition"
        raise InputError("the page has no article text", where, hint)
    changes: dict[str, Any] = {name: value for name, value in draft.found.items() if not getattr(metadata, name)}
    return Article(draft.title, blocks_of(draft.nodes), replace(metadata, **changes), removed_of(draft.nodes))
