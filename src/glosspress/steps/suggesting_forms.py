"""Forms of the term base's `prefer` rows that the model writes in the sentences of the pages and no row lists."""

from __future__ import annotations

from glosspress import engines, locales
from glosspress.glossary import for_pair
from glosspress.ledger import open_ledger
from glosspress.steps.consistency import sentences
from glosspress.translate import FormSuggestion, mine_forms
from glosspress.translation import Segment
from glosspress.workspace import Workspace


def suggest_forms(workspace: Workspace, tag: str) -> list[FormSuggestion]:
    """The commonest first. EngineError: no model for the pair; GlossaryError: the term base does not load."""
    source, target = locales.parse(workspace.config.source_language), locales.parse(tag)
    glossary = for_pair(workspace, source.tag, tag)
    if glossary is None:
        return []
    ledger = open_ledger(workspace.ledger_url)
    pages = ledger.read_pages([ref.digest for ref in ledger.newest(tag)])
    parts = {item.source.text: Segment(item.source) for page in pages for _, item in sentences(page)}
    engine = engines.open_engine(source, target)
    found = mine_forms(list(parts.values()), target, engine, glossary, source_language=source.language)
    return sorted(found, key=lambda item: (-item.count, item.term_id, item.form))
