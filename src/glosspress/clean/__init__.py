"""Cleaning: a page or a text to a typed article, with a record of everything that was left out and why.

`clean_page` takes HTML, `clean_text` plain text that came from a page, `clean_markdown` Markdown, `clean` a snapshot.
How it decides is in docs/cleaning.md; the rules are data in `rules/`.
"""

from __future__ import annotations

from glosspress.clean.policy import Policy
from glosspress.clean.stage import VERSION, clean, clean_markdown, clean_page, clean_text

__all__ = ["VERSION", "Policy", "clean", "clean_markdown", "clean_page", "clean_text"]
