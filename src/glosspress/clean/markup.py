"""An HTML page to a draft: containers judged, nodes built, the main content selected."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from glosspress.article import Metadata
from glosspress.clean import heads, languages, selection
from glosspress.clean.blocks import Builder
from glosspress.clean.draft import Draft
from glosspress.clean.judging import MARK, MarkupJudge
from glosspress.clean.metadata import PageFacts
from glosspress.clean.nodes import Node, kept_parts
from glosspress.clean.parsing import parse
from glosspress.clean.policy import Policy
from glosspress.clean.protection import protect
from glosspress.clean.rulebook import RuleBook
from glosspress.clean.shown import text_of
from glosspress.clean.vote import extracted_words, votes
from glosspress.clean.weights import Weights


@dataclass(slots=True)
class Page:
    """A page after its markup was judged, before the main content is selected."""

    tree: HtmlElement
    body: HtmlElement
    nodes: list[Node]
    removed: list[HtmlElement]
    weights: Weights
    content: HtmlElement | None
    """The theme's container of the article, when it has a known name."""
    title: str
    metadata: Metadata
    language: str
    book: RuleBook


def draft_of(text: str, url: str, policy: Policy, *, whole: bool = False) -> tuple[Draft, Metadata]:
    """The draft of a page and its metadata. `whole`: the markup is the article and nothing else (Markdown)."""
    page = read(text, url, policy)
    named = [element for element in page.body.iter() if element.get(MARK) == "content"]
    if named:
        selection.select_by_element(kept_parts(page.nodes), named)
    elif not whole and not _is_bare(page.body, page.weights):
        parts, opinion = opinion_of(page)
        selection.select(parts, opinion, page.weights, page.content)
    return Draft(page.nodes, page.book, page.language, page.title), page.metadata


def read(text: str, url: str, policy: Policy) -> Page:
    """Parse a page, judge its markup and build its nodes."""
    tree = parse(_marked(text, policy) if policy.content or policy.remove else text, url)
    facts = PageFacts(tree, url)
    found = tree.find("body")
    body = tree if found is None else found
    weights = Weights(body)
    tag = facts.language or policy.language or languages.detect(text_of(body))
    language, book = languages.primary(tag), policy.book
    judge = MarkupJudge(book, language, weights)
    judge.content = _content(body, judge, weights)
    builder = Builder(facts.base, judge)
    nodes = builder.build(body)
    heads.title_heading(nodes, facts.title)
    protect(nodes, book, language)
    metadata = facts.metadata()
    metadata = replace(metadata, language=metadata.language or tag)
    return Page(tree, body, nodes, builder.removed, weights, judge.content, facts.title, metadata, language, book)


def opinion_of(page: Page) -> tuple[list[Node], list[bool]]:
    """The parts that are still kept, and for each whether the extractor has it too. Takes the removed elements from
    the tree.
    """
    parts = kept_parts(page.nodes)
    return parts, votes(parts, extracted_words(page.tree, page.removed))


def _is_bare(body: HtmlElement, weights: Weights) -> bool:
    """A body that is one article or main element and nothing else has nothing to select."""
    children = [child for child in body if isinstance(child.tag, str) and weights.size(child)]
    if len(children) != 1 or children[0].tag not in ("article", "main") or (body.text or "").strip():
        return False
    return not any(
        element.tag in ("nav", "footer") or (element.get("class") and element.tag not in ("aside", "code"))
        for element in children[0].iter()
    )


def _content(body: HtmlElement, judge: MarkupJudge, weights: Weights) -> HtmlElement | None:
    """The theme's article container: of the known ones that with the most unlinked text, when that is a real part of
    the page.
    """
    found = [element for element in body.iter("div", "section", "article", "main") if judge.is_content(element)]
    best = max(found, key=weights.unlinked, default=None)
    return best if best is not None and weights.unlinked(best) >= 250 else None


def _marked(text: str, policy: Policy) -> str:
    """The page with the elements that a source's CSS selectors name carrying MARK."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "lxml")
    for selectors, mark in ((policy.content, "content"), (policy.remove, "remove")):
        for selector in selectors:
            for element in soup.select(selector):
                element[MARK] = mark
    return str(soup)
