"""What a run did, as Markdown, as table rows and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from glosspress.steps.job import BatchResult, HeldPage, Report
from glosspress.steps.tables import counted, markdown_table

STRATEGY_NAMES = {
    "memory": "approved memory",
    "plain": "plain translation",
    "nbest": "n-best list",
    "forced": "forced decoding",
    "substituted": "source substitution",
    "masked": "masking",
    "split": "clause split",
    "copied": "copied as it is",
    "held": "held",
}


def locale_rows(report: Report) -> list[dict[str, Any]]:
    """One row a locale: pages, holds, ledger hits, words and speed."""
    return [_locale_row(locale, report.batches) for locale in report.job.locales]


def _locale_row(locale: str, batches: tuple[BatchResult, ...]) -> dict[str, Any]:
    mine = [batch for batch in batches if batch.locale == locale]
    words, seconds = sum(batch.words for batch in mine), sum(batch.seconds for batch in mine)
    return {
        "locale": locale,
        "pages": sum(batch.passed for batch in mine),
        "held": sum(len(batch.held) for batch in mine),
        "known segments": sum(batch.hits for batch in mine),
        "translated segments": sum(batch.misses for batch in mine),
        "translated words": words,
        "words/s": round(words / seconds) if words and seconds else 0,
    }


def held_rows(held: tuple[HeldPage, ...]) -> list[dict[str, str]]:
    """One row a reason: page, locale, what mends it, reason, what readers see meanwhile."""
    return [
        {
            "page": page.id,
            "locale": page.locale,
            "mend": _mend(page, reason),  # before the reason: the pages cut what is right of about 80 characters
            "reason": reason,
            "online": "last good version" if page.last_good else "nothing",
        }
        for page in held
        for reason in page.reasons
    ]


_MEND = {
    "terms": "allow the form in glossary/, or post-edit: glosspress review export",
    "structure": "glosspress clean --explain, then the rules of the source",
}


def _mend(page: HeldPage, reason: str) -> str:
    """The next step: the reason ends with the check's id in brackets."""
    check = reason.rpartition("[")[2].removesuffix("]") if reason.endswith("]") else ""
    return _MEND.get(check, f"glosspress review status --to {page.locale} {page.id}")


def problem_rows(report: Report) -> list[dict[str, str]]:
    """One row an article or source that could not be used."""
    return [{"where": item.where, "what": item.what, "next": item.next_step} for item in report.problems]


def as_markdown(report: Report) -> str:
    """The run summary."""
    parts = [f"# Run {report.job.run}", _verdict(report), markdown_table(locale_rows(report))]
    rungs: Counter[str] = Counter()
    for batch in report.batches:
        rungs.update(dict(batch.rungs))
    if rungs:
        parts.append("## How the sentences were translated")
        parts.append(
            markdown_table([{"strategy": STRATEGY_NAMES[name], "sentences": n} for name, n in rungs.most_common()])
        )
    if report.held:
        parts.append("## Held pages")
        parts.append(markdown_table(held_rows(report.held)))
    if report.problems:
        parts.append("## Articles and sources that could not be used")
        parts.append(markdown_table(problem_rows(report)))
    return "\n\n".join(parts) + "\n"


def _verdict(report: Report) -> str:
    articles = sum(len(source.articles) for source in report.gathered)
    text = f"{counted(articles, 'article')}, {counted(len(report.job.locales), 'locale')}, {report.seconds:.1f} s. "
    if report.published is None:
        return text + "Nothing was published."
    moved = "New edition" if report.published.changed else "Unchanged edition"
    return text + f"{moved} `{report.published.edition[:12]}` with {counted(report.published.pages, 'page')}."


def as_json(report: Report) -> dict[str, Any]:
    """The run for machines: job, locales, held pages, problems, edition."""
    return {
        "run": report.job.run,
        "complete": report.complete,
        "seconds": round(report.seconds, 3),
        "articles": sum(len(source.articles) for source in report.gathered),
        "locales": [
            {key.replace(" ", "_").replace("/", "_per_"): value for key, value in row.items()}
            for row in locale_rows(report)
        ],
        "held": [asdict(page) for page in report.held],
        "problems": [asdict(problem) for problem in report.problems],
        "published": asdict(report.published) if report.published else None,
    }
