"""Changes: what became of an article between two of its versions, and how much it matters to a reader of a translation.

`classify` compares two cleaned articles; `retraction` finds the words with which a source takes an article back.
A doubt is decided for the graver class: a person looks once too often rather than once too little.
"""

from __future__ import annotations

from glosspress.changes.change import Change, ChangeKind, Fact, Part
from glosspress.changes.classifying import classify
from glosspress.changes.retraction import retraction

__all__ = ["Change", "ChangeKind", "Fact", "Part", "classify", "retraction"]
