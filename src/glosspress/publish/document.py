"""A published HTML file as verification sees it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import html

RUNNABLE = frozenset(
    {"script", "iframe", "object", "embed", "form", "base", "applet", "frame", "noscript", "template", "svg"}
)
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "srcset")


@dataclass(frozen=True)
class Document:
    """A parsed page. `path` is its place below the site."""

    path: str
    root: Any

    @classmethod
    def parse(cls, path: str, content: bytes) -> Document:
        """ValueError: no HTML in it."""
        parser = html.HTMLParser(encoding="utf-8")
        try:
            return cls(path, html.document_fromstring(content, parser=parser))
        except Exception as error:  # lxml raises several unrelated types
            raise ValueError(f"cannot be parsed: {error}") from error

    @property
    def language(self) -> str:
        """`lang` of the page."""
        return str(self.root.get("lang", ""))

    @property
    def direction(self) -> str:
        """`dir` of the page."""
        return str(self.root.get("dir", ""))

    @cached_property
    def ids(self) -> Counter[str]:
        """Every id and how often it stands."""
        return Counter(self.root.xpath("//@id"))

    def links(self, rel: str) -> list[Any]:
        """`<link>` elements of a relation."""
        return [link for link in self.root.iter("link") if rel in (link.get("rel") or "").split()]

    @cached_property
    def canonical(self) -> str:
        """The page's own address; empty when there is not exactly one."""
        found = self.links("canonical")
        return str(found[0].get("href", "")) if len(found) == 1 else ""

    @cached_property
    def alternates(self) -> dict[str, str]:
        """Hreflang -> address."""
        return {link.get("hreflang"): link.get("href", "") for link in self.links("alternate") if link.get("hreflang")}

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """`data-unit` -> the texts that stand under it; of an image the alternative text."""
        found: dict[str, list[str]] = {}
        for element in self.root.xpath("//*[@data-unit]"):
            text = element.get("alt", "") if element.tag == "img" else element.text_content()
            found.setdefault(element.get("data-unit"), []).append(text)
        return found

    @cached_property
    def description(self) -> dict[str, Any]:
        """The JSON-LD; empty when there is none or it is no JSON."""
        for script in self.root.iter("script"):
            if script.get("type") == "application/ld+json":
                try:
                    data = json.loads(script.text or "")
                except ValueError:
                    return {}
                return data if isinstance(data, dict) else {}
        return {}

    @cached_property
    def state(self) -> str:
        """The review state that the banner shows."""
        banners = self.root.xpath("//*[@data-state]")
        return str(banners[0].get("data-state")) if len(banners) == 1 else ""

    def dangers(self) -> list[str]:
        """What could run, in words."""
        found = []
        for element in self.root.iter():
            if not isinstance(element.tag, str):
                continue
            if element.tag in RUNNABLE and element.get("type") != "application/ld+json":
                found.append(f"<{element.tag}>")
            for name, value in element.attrib.items():
                scheme = "".join(value.split()).lower().partition(":")[0]
                if name.startswith("on") or (name in _ADDRESSES and scheme in ("javascript", "vbscript", "data")):
                    found.append(f'<{element.tag} {name}="{value[:40]}">')
            if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                found.append("<meta http-equiv=refresh>")
        return found
