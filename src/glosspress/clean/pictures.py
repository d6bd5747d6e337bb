"""Pictures that lie beside an article in the workspace: `file:` and their path, as the article itself is named."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from urllib.parse import urlsplit

from glosspress.article import Article, Block

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|/|[?#]")


def located(article: Article, url: str) -> Article:
    """The article with the relative addresses of its pictures joined to `url`, a `file:` with a relative path."""
    folder = posixpath.dirname(urlsplit(url).path)
    return replace(article, blocks=tuple(_located(block, folder) for block in article.blocks))


def _located(block: Block, folder: str) -> Block:
    children = tuple(_located(child, folder) for child in block.children)
    src = block.src
    if src and not _ELSEWHERE.match(src):
        path = posixpath.normpath(posixpath.join(folder, re.split(r"[?#]", src)[0]))
        src = "" if path.startswith(("..", "/")) else f"file:{path}"
    return replace(block, children=children, src=src)
