"""Gather a source: fetch or read its articles, clean them, keep both in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from glosspress import workspace
from glosspress.article import Article
from glosspress.digest import digest
from glosspress.errors import GlosspressError, InputError
from glosspress.ingest import LeftOutError, ingest
from glosspress.ledger import Ledger, open_ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source, load_all
from glosspress.steps import progress
from glosspress.steps.job import ArticleRef, Gathered, Job, Problem
from glosspress.steps.reading import VERSION, article_of, foreign, notes_of, promised
from glosspress.steps.repeated import Repeated, traits
from glosspress.steps.slugs import distinct


def gather(job: Job, source_id: str) -> Gathered:
    """Read, clean and keep all articles of one source. What cannot be used is a problem; the rest goes on.

    LedgerError: the ledger cannot be written. A source that breaks its own assertions gives no article at all.
    """
    here = workspace.at(Path(job.workspace))
    source = next(item for item in load_all(here) if item.id == source_id)
    ledger = open_ledger(here.ledger_url)
    usable, urls, problems, repeated = [], [], [], Repeated()
    # One snapshot at a time: memory does not grow with the number of pages.
    for found in ingest(source, here, ledger=ledger, told=progress.fetching(source.id)):
        if isinstance(found, InputError):
            problems.append(_problem(found))
            continue
        urls.append(found.url)
        try:
            facts = _facts(ledger, found, source)
        except GlosspressError as error:
            problems.append(_problem(error))
            continue
        problems += [Problem(found.url, note, fatal=False) for note in facts["notes"]]
        first = repeated.first(found.url, facts["same"], facts["print"])
        if first:
            problems.append(Problem(found.url, f"has the same words as {first}, which is used", fatal=False))
            continue
        usable.append((found.url, found.sha256, facts["words"]))
    problems += [
        Problem(two, f"is nearly the same text as {one}; both are used", "compare them", fatal=False)
        for one, two in repeated.near()
    ]
    slugs = distinct(urls)
    articles = [
        ArticleRef(f"{source.id}/{slugs[url]}", slugs[url], source.id, url, sha, words) for url, sha, words in usable
    ]
    broken = list(_broken_assertions(source, articles))
    if any(problem.fatal for problem in broken):
        articles = []
    return Gathered(source.id, tuple(articles), tuple(problems + broken), tuple(source.locales))


def _facts(ledger: Ledger, snapshot: Snapshot, source: Source) -> dict[str, Any]:
    """What a run needs to know of an article before it is translated; noted at the first time. InputError: as `cleaned`."""
    promises = [source.assertions.languages, source.assertions.min_chars, [str(item) for item in source.oddities]]
    reader = f"{cleaner(source, snapshot.url)}+{digest(promises)[:12]}"
    known = ledger.article_facts(snapshot.sha256, reader)
    if known is not None:
        ledger.put_snapshot(snapshot)
        return known
    article = cleaned(ledger, snapshot, source)
    same, fingerprint = traits(article)
    words = len(article.title.split()) + len(article.text.split())
    facts = {"words": words, "same": same, "print": fingerprint, "notes": list(notes_of(article))}
    ledger.put_article_facts(snapshot.sha256, reader, facts)
    return facts


def cleaned(ledger: Ledger, snapshot: Snapshot, source: Source) -> Article:
    """The article of a snapshot, from the ledger where the same rules cleaned it before.

    InputError: it cannot be read, no article is left, it is shorter than the source promises, or in another language.
    """
    version = cleaner(source, snapshot.url)
    kept = ledger.put_snapshot(snapshot)
    article = ledger.article(kept.sha256, version)
    if article is None:
        article = article_of(kept, source, ledger=ledger)
        ledger.put_article(kept.sha256, version, article)
    if not article.text.strip():
        raise InputError(
            "no article is left after cleaning", snapshot.url, f"glosspress clean --explain why.html {snapshot.url}"
        )
    if source.accepts(snapshot.url):
        return article
    language = foreign(article, source)
    if language:
        what = f"reads as “{language}”, but the source promises {', '.join(promised(source))}"
        raise InputError(what, snapshot.url, "give it a source of its language, or accept it under `oddities`")
    least = source.assertions.min_chars
    if len(article.text) < least:
        raise InputError(
            f"the article has {len(article.text)} characters, fewer than the {least} the source promises", snapshot.url
        )
    return article


def cleaner(source: Source, url: str) -> str:
    """All that a cleaned article depends on besides its bytes: rules, the source's own wishes, and the URL links start from."""
    wishes = source.model_dump(mode="json", include={"selectors", "rules", "language", "title", "license"})
    return f"{VERSION}+{digest([wishes, url])[:12]}"


def _problem(error: GlosspressError) -> Problem:
    return Problem(error.where, error.what, error.next_step, fatal=not isinstance(error, LeftOutError))


def _broken_assertions(source: Source, articles: list[ArticleRef]) -> Iterable[Problem]:
    least, most = source.assertions.min_articles, source.assertions.max_articles
    where = f"sources/{source.id}.yaml"
    if len(articles) < least:
        yield Problem(
            where, f"only {len(articles)} usable articles, at least {least} are promised; the source is skipped"
        )
    elif most is not None and len(articles) > most:
        yield Problem(where, f"{len(articles)} articles, at most {most} are expected", fatal=False)
