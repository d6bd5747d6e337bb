"""What a published site says of persons: only what the event chain says, checked from the files alone."""

import json
from dataclasses import replace

import pytest
from prov.model import ProvActivity, ProvDerivation, ProvDocument

from glosspress.event import Draft, Event, EventKind, chained
from glosspress.page import Review, State
from glosspress.publish import publish, verify
from glosspress.publish.chain import EVENTS, read

from .test_verify import _forge

PAGE, RECORD = "pt-BR/sleep/index.html", "pt-BR/sleep/provenance.json"
PERSONS = ("translator@example.org", "reviewer@example.org")


def chain_of(drafts):
    """Events of a chain, as the ledger makes them."""
    events, previous = [], ""
    for number, draft in enumerate(drafts, 1):
        at = f"2026-03-0{number}T00:00:00Z"
        sha = chained(draft, number, at, previous)
        facts = {name: getattr(draft, name) for name in Draft.__slots__}
        events.append(Event(number=number, at=at, previous=previous, sha256=sha, **facts))
        previous = sha
    return events


@pytest.fixture
def events():
    """A secret comment about another page, an edit, an approval, and one more thing nobody else should know."""
    edited = {"source": "S.", "target": "T."}
    return chain_of([
        Draft(EventKind.COMMENTED, "samples/other@pt-BR", PERSONS[0], comment="a secret"),
        Draft(EventKind.SEGMENT_EDITED, "a" * 64, PERSONS[0], "translator", "pt-BR", body=edited),
        Draft(EventKind.PAGE_APPROVED, "samples/sleep@pt-BR", PERSONS[1], "medical reviewer", "pt-BR"),
        Draft(EventKind.SOURCE_CLEARED, "other", PERSONS[1], comment="a later secret"),
    ])  # fmt: skip


def _reviewed(page, events, where="9#0"):
    reviews = [
        Review(event.number, event.sha256, event.kind.value, event.at, event.actor, event.role, place)
        for event, place in ((events[1], where), (events[2], ""))
    ]
    return replace(page, state=State.APPROVED, reviews=tuple(reviews))


@pytest.fixture
def site(here, pages, events):
    """A site with an approved page and machine pages."""
    publish(here, [_reviewed(pages.page("pt-BR"), events), pages.page("ar-XB")], (), events)
    return here.output


def test_persons_stand_in_page_card_markdown_and_record(site):
    """Banner and card name state and persons; Markdown and JSON-LD the reviewer; the record makes it a revision."""
    assert verify(site) == []
    text = (site / PAGE).read_text()
    assert 'data-state="approved"' in text
    assert '"reviewedBy"' in text
    assert 'content="index,follow"' in text
    assert all(name in (site / "pt-BR/sleep/provenance.html").read_text() for name in PERSONS)
    assert "reviewed_by:\n- reviewer@example.org\n" in (site / "pt-BR/sleep/index.md").read_text()
    bundle = next(iter(ProvDocument.deserialize(content=(site / RECORD).read_text(), format="json").bundles))
    done = {str(item.identifier) for item in bundle.get_records(ProvActivity)}
    assert {"page:PostEdit", "page:Review", "page:event-2", "page:event-3"} <= done
    pairs = {
        tuple(str(value) for _, value in item.formal_attributes[:2]) for item in bundle.get_records(ProvDerivation)
    }
    assert ("page:target", "page:machine") in pairs


def test_the_published_chain_holds_no_more_than_it_must(site, events):
    """Events of the site's pages in full, the others as sha256, nothing after the last of ours; and it is whole."""
    content = (site / EVENTS).read_bytes()
    assert b"secret" not in content
    shown, problems = read(content)
    assert (sorted(shown), problems) == ([2, 3], [])
    assert json.loads(content)["head"] == {"number": 3, "sha256": events[2].sha256}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (EVENTS, PERSONS[1], "somebody@example.org"),
        (EVENTS, '"medical reviewer"', '"chief physician"'),
        (EVENTS, "2026-03-03T", "2026-03-04T"),
        (RECORD, PERSONS[1], "somebody@example.org"),
        (PAGE, f'"name": "{PERSONS[1]}"', '"name": "somebody@example.org"'),
        (PAGE, '"lastReviewed": "2026-03-03"', '"lastReviewed": "2026-11-11"'),
    ],
)
def test_a_changed_person_role_or_day_is_found(site, name, old, new):
    """Even where every hash of the site was made anew."""
    _forge(site, name, lambda text: text.replace(old, new))
    assert "events" in {problem.check for problem in verify(site)}


def test_a_left_out_or_exchanged_event_is_found(site):
    """A chain without one of its entries, or cut off, does not follow."""
    for change in (lambda items: items[1:], lambda items: [items[0], items[2]], lambda items: items[:2]):
        edition = (site / ".current").resolve()
        before = (edition / EVENTS).read_text()

        def cut(text, change=change):
            data = json.loads(text)
            data["events"] = change(data["events"])
            return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"

        _forge(site, EVENTS, cut)
        assert "events" in {problem.check for problem in verify(site)}
        _forge(site, EVENTS, lambda _, before=before: before)
    assert verify(site) == []


def test_a_review_without_an_event_is_found(here, pages):
    """A page that claims approval and has no event on record, or one that is not in the chain."""
    publish(here, [replace(pages.page("pt-BR"), state=State.APPROVED)])
    assert {problem.check for problem in verify(here.output)} == {"events"}
    stranger = Review(7, "0" * 64, "page-approved", "2026-03-07T00:00:00Z", "nobody@example.org", "")
    publish(here, [replace(pages.page("pt-BR"), state=State.APPROVED, reviews=(stranger,))])
    assert {problem.check for problem in verify(here.output)} == {"events"}


def test_the_disclosure_is_said_where_the_site_asks_for_it(here, pages, events):
    """`ai-disclosure` follows the state; without the setting it is not there."""
    from glosspress import workspace

    made = [_reviewed(pages.page("pt-BR"), events), pages.page("ar-XB")]
    publish(here, made, (), events)
    assert "ai-disclosure" not in (here.output / PAGE).read_text()
    text = (here.root / "glosspress.yaml").read_text().replace("site:\n", "site:\n  ai_disclosure: true\n")
    (here.root / "glosspress.yaml").write_text(text)
    publish(workspace.at(here.root), made, (), events)
    assert '<meta name="ai-disclosure" content="ai-assisted">' in (here.output / PAGE).read_text()
    assert '<meta name="ai-disclosure" content="ai-autonomous">' in (here.output / "ar-XB/sleep/index.html").read_text()
    assert verify(here.output) == []
