"""An HTML page to a draft: containers judged, nodes built, the main content selected."""

from __future__ import annotations

from lxml.html import HtmlElement

from glosspress.article import Metadata
from glosspress.clean import languages, selection
from glosspress.clean.blocks import Builder, text_of
from glosspress.clean.draft import Draft
from glosspress.clean.judging import MARK, MarkupJudge
from glosspress.clean.metadata import PageFacts
from glosspress.clean.nodes import kept_parts
from glosspress.clean.parsing import parse
from glosspress.clean.policy import Policy
from glosspress.clean.protection import protect
from glosspress.clean.vote import extracted_words, votes


def draft_of(text: str, url: str, policy: Policy, *, whole: bool = False) -> tuple[Draft, Metadata]:
    """The draft of a page and its metadata. `whole`: the markup is the article and nothing else (Markdown)."""
    tree = parse(_marked(text, policy) if policy.content or policy.remove else text, url)
    facts = PageFacts(tree, url)
    body = tree.find("body")
    body = tree if body is None else body
    everything = text_of(body)
    tag = languages.detect(everything, facts.language or policy.language)
    language = languages.primary(tag)
    book = policy.book
    judge = MarkupJudge(book, language, len(everything))
    judge.content = _content(body, judge, len(everything))
    builder = Builder(facts.base, judge.verdict, judge.callout)
    nodes = builder.build(body)
    title = facts.title
    protect(nodes, book, language)
    named = [element for element in body.iter() if element.get(MARK) == "content"]
    if named:
        selection.select_by_element(nodes, named)
    elif not whole and not _is_bare(body):
        words = extracted_words(tree, builder.removed)
        selection.select(nodes, votes(kept_parts(nodes), words), judge.content)
    metadata = facts.metadata()
    return Draft(nodes, book, language, title), _with_language(metadata, tag)


def _with_language(metadata: Metadata, tag: str) -> Metadata:
    from dataclasses import replace

    return replace(metadata, language=metadata.language or tag)


def _is_bare(body: HtmlElement) -> bool:
    """A body that is one article or main element and nothing else has nothing to select."""
    children = [child for child in body if isinstance(child.tag, str) and text_of(child)]
    if len(children) != 1 or children[0].tag not in ("article", "main") or (body.text or "").strip():
        return False
    return not any(element.get("class") or element.tag in ("nav", "footer") for element in children[0].iter())


def _content(body: HtmlElement, judge: MarkupJudge, total: int) -> HtmlElement | None:
    """The theme's article container: the innermost known one with the most text, when it is a real part of the page."""
    found = [(element, len(text_of(element))) for element in body.iter("div", "section", "article", "main") if judge.is_content(element)]
    if not found:
        return None
    element, size = max(found, key=lambda pair: pair[1])
    return element if size >= 250 else None


def _marked(text: str, policy: Policy) -> str:
    """The page with the elements that a source's CSS selectors name carrying MARK."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "lxml")
    for selectors, mark in ((policy.content, "content"), (policy.remove, "remove")):
        for selector in selectors:
            for element in soup.select(selector):
                element[MARK] = mark
    return str(soup)
