"""Review on a real ledger with the embedded English-Portuguese package: the life of a page, from hold to memory and back."""

from __future__ import annotations

import threading

import pytest

from glosspress import steps
from glosspress.changes import ChangeKind
from glosspress.errors import ConflictError, ExchangeError, ReviewError, UsageError
from glosspress.event import Draft, EventKind, page_subject
from glosspress.ledger import open_ledger
from glosspress.page import Page, State
from glosspress.review import Standing
from glosspress.steps.reviewing import (
    PageSpot,
    PageView,
    Person,
    Publication,
    SegmentView,
    Spot,
    approve_page,
    approve_segment,
    check_edit,
    comment,
    page_view,
    queue,
    reject_segment,
    reopen_page,
    reopen_segment,
    save_edit,
)
from glosspress.translation import Rung
from glosspress.workspace import Workspace, at

from .conftest import TERMS, work

TRANSLATOR = Person("translator@example.org", "translator")
DOCTOR = Person("reviewer@example.org", "medical reviewer")
K, T, PT = "tests/ketamine", "tests/tablets", "pt-BR"


def rewrite(site: Workspace, name: str, old: str, new: str) -> list[steps.HeldPage]:
    path = site.sources / "articles" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return work(site.root)


def sentence(view: PageView, start: str) -> SegmentView:
    return next(item for item in view.segments if item.source.startswith(start))


def spot(item: SegmentView, seen: int | None = None) -> Spot:
    return Spot(item.page_id, item.locale, item.where, item.seen if seen is None else seen, item.subject)


def page_spot(view: PageView) -> PageSpot:
    return PageSpot(view.page.id, view.page.locale, view.head, view.content)


def online(site: Workspace, page_id: str) -> Page | None:
    pages = {page.id: page for page in open_ledger(site.ledger_url).current_pages(PT)}
    return pages.get(page_id)


def configure(site: Workspace, policy: str) -> Workspace:
    config = site.root / "glosspress.yaml"
    lines = [line for line in config.read_text().splitlines() if "review:" not in line]
    config.write_text("\n".join(lines).replace("pt-BR: {}", "pt-BR:") + f"\n    {policy}\n")
    return at(site.root)


TEXT = "Não pare de tomar os comprimidos de repente."


def test_without_an_event_nothing_is_reviewed(site: Workspace) -> None:
    """A machine page that verifies is machine-checked, carries no review, and nobody is named."""
    view = page_view(site, K, PT)
    assert view.standing is Standing.CHECKED
    assert view.page.reviews == ()
    assert {item.standing for item in view.segments} == {Standing.CHECKED}
    assert open_ledger(site.ledger_url).head() == (0, "")


def test_an_edit_is_an_event_and_serves_at_once(site: Workspace) -> None:
    """The text of a person is on the page without a run, by its event, and the page says who wrote it."""
    item = sentence(page_view(site, K, PT), "Do not")
    event = save_edit(site, TRANSLATOR, spot(item), TEXT)
    assert (event.kind, event.actor, event.subject) == (EventKind.SEGMENT_EDITED, TRANSLATOR.actor, item.subject)
    page = online(site, K)
    assert page is not None
    assert TEXT in page.target.text
    assert [(r.kind, r.actor, r.where) for r in page.reviews] == [("segment-edited", TRANSLATOR.actor, item.where)]
    assert page.state is State.CHECKED  # three other sentences are the machine's
    assert sentence(page_view(site, K, PT), "Do not").standing is Standing.POST_EDITED


def test_post_edited_text_serves_its_own_page_and_approved_text_every_page(site: Workspace) -> None:
    """Memory beats machine translation across articles at once; a post-edited text does so only where the policy says so."""
    save_edit(site, TRANSLATOR, spot(sentence(page_view(site, K, PT), "Do not")), TEXT)
    assert TEXT not in page_view(site, T, PT).page.target.text
    wide = configure(site, "review: {memory: post-edited}")
    assert TEXT in page_view(wide, T, PT).page.target.text
    site = configure(site, "review: {memory: approved}")
    approve_segment(site, DOCTOR, spot(sentence(page_view(site, K, PT), "Do not")))
    other = sentence(page_view(site, T, PT), "Do not")
    assert (other.target, other.standing, other.translation.rung) == (TEXT, Standing.APPROVED, Rung.MEMORY)
    page = online(site, T)
    assert page is not None
    assert TEXT in page.target.text
    before = page.as_json()
    assert work(site.root) == []
    page = online(site, T)
    assert page is not None
    assert page.as_json() | {"making": None} == before | {"making": None}


def test_a_new_article_is_served_from_memory_also_when_quotes_and_capitals_differ(site: Workspace) -> None:
    """White space, quotation marks and the first letter's case make no difference; a number does."""
    item = sentence(page_view(site, K, PT), "Do not")
    save_edit(site, TRANSLATOR, spot(item), TEXT)
    approve_segment(site, DOCTOR, spot(sentence(page_view(site, K, PT), "Do not")))
    dose = sentence(page_view(site, K, PT), "Take 0.5")
    approve_segment(site, DOCTOR, spot(dose))
    (site.sources / "articles" / "new.md").write_text(
        "# New\n\nRemember:\n\n- do not stop  the tablets at once.\n- Take 0.75 mg/kg over 40 min.\n"
    )
    work(site.root)
    view = page_view(site, "tests/new", PT)
    assert sentence(view, "do not").target == TEXT[0].lower() + TEXT[1:]
    other = sentence(view, "Take 0.75")
    assert other.standing is Standing.CHECKED
    assert "0,75" in other.target


@pytest.mark.parametrize(
    ("start", "text", "says"),
    [
        ("Take", "Tome 0,05 mg/kg durante 40 min.", "0.5 mg/kg"),
        ("Ketamine blocks", "A cetamina bloqueia o <1>receptor</1>.", "NMDA"),
        ("Do not", "Pare 3 comprimidos.", "“3” is not in the source"),
    ],
)
def test_human_text_must_verify_too(site: Workspace, start: str, text: str, says: str) -> None:
    """A wrong dose, a missing term, an invented number: refused, even for a role that may answer for other findings."""
    item = sentence(page_view(site, K, PT), start)
    checked = check_edit(site, K, PT, item.where, text)
    assert not checked.verified
    assert checked.locked
    with pytest.raises(ReviewError, match=says):
        save_edit(site, DOCTOR, spot(item), text, comment="I insist", overrides=("numbers", "terms", "protected"))
    assert open_ledger(site.ledger_url).head()[0] == 0


def test_other_findings_need_a_role_and_a_comment(site: Workspace) -> None:
    """A lost negation is answered for by a medical reviewer who says why; it stays on record as a warning with the name."""
    item = sentence(page_view(site, K, PT), "Do not")
    bold = "Continue com os comprimidos."
    found = tuple(dict.fromkeys(item.check for item in check_edit(site, K, PT, item.where, bold).answerable))
    assert "negation" in found
    for person, overrides, why in (
        (DOCTOR, (), "same meaning"),
        (DOCTOR, found[1:], "same meaning"),
        (TRANSLATOR, found, "same meaning"),
        (DOCTOR, found, ""),
    ):
        with pytest.raises(ReviewError):
            save_edit(site, person, spot(item), bold, comment=why, overrides=overrides)
    save_edit(site, DOCTOR, spot(item), bold, comment="same meaning", overrides=found)
    page = online(site, K)
    assert page is not None
    assert bold in page.target.text
    [review] = page.reviews
    assert (review.overrides, review.comment) == (tuple(sorted(found)), "same meaning")
    answered = sentence(page_view(site, K, PT), "Do not").findings
    assert any(one.check == "negation" and DOCTOR.actor in one.message for one in answered)
    approve_segment(site, DOCTOR, spot(sentence(page_view(site, K, PT), "Do not")))


def test_inline_codes_are_mended_or_refused_with_their_place(site: Workspace) -> None:
    """A code that is never closed is closed; an end without a beginning is refused with its column."""
    item = sentence(page_view(site, K, PT), "Ketamine blocks")
    assert "<1>" in item.source
    checked = check_edit(site, K, PT, item.where, "A cetamina bloqueia o <1>receptor NMDA.")
    assert checked.repairs
    with pytest.raises(ExchangeError, match="column 34"):
        check_edit(site, K, PT, item.where, "A cetamina bloqueia receptor NMDA</1>.")
    lost = check_edit(site, K, PT, item.where, "A cetamina bloqueia o receptor NMDA.")
    assert [found.check for found in lost.answerable] == ["markup"]


def test_two_editors_at_once_lose_nothing(site: Workspace) -> None:
    """Of eight people who saw the same text one is stored; seven are told who was first."""
    item = sentence(page_view(site, K, PT), "Do not")
    lost: list[str] = []

    def edit(number: int) -> None:
        try:
            save_edit(site, Person(f"editor-{number}@example.org", "translator"), spot(item), TEXT)
        except ConflictError as error:
            lost.append(str(error))

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 7
    assert all("changed this meanwhile" in text for text in lost)
    assert open_ledger(site.ledger_url).head()[0] == 1


def test_a_write_about_another_sentence_or_text_is_refused(site: Workspace) -> None:
    """Who saw another sentence at this place, another translation, or another page is told so."""
    view = page_view(site, K, PT)
    item = sentence(view, "Do not")
    rewrite(site, "ketamine.md", "Take 0.5", "Rest first. Take 0.5")
    with pytest.raises(ConflictError, match="another sentence"):
        save_edit(site, TRANSLATOR, spot(item), TEXT)
    now = sentence(page_view(site, K, PT), "Do not")
    with pytest.raises(ConflictError, match="another translation"):
        approve_segment(site, DOCTOR, spot(now), target="Outra frase.")
    with pytest.raises(ConflictError, match="page changed"):
        approve_page(site, DOCTOR, page_spot(view))


def test_nobody_reviews_anonymously(site: Workspace) -> None:
    """Every write asks for a name."""
    view = page_view(site, K, PT)
    nobody = Person("  ", "medical reviewer")
    with pytest.raises(UsageError, match="needs a name"):
        save_edit(site, nobody, spot(view.segments[0]), "Cetamina e sono")
    with pytest.raises(UsageError, match="needs a name"):
        approve_page(site, nobody, page_spot(view))
    with pytest.raises(UsageError, match="needs a name"):
        comment(site, nobody, K, PT, "looks fine")
    assert open_ledger(site.ledger_url).head()[0] == 0


def test_an_approved_page_and_all_its_sentences(site: Workspace) -> None:
    """Approval is about exactly this content: page and sentences are approved, by one person, in one step."""
    view = page_view(site, K, PT)
    made = approve_page(site, DOCTOR, page_spot(view), "checked against the source")
    assert [event.kind for event in made] == [EventKind.SEGMENT_APPROVED] * 4 + [EventKind.PAGE_APPROVED]
    page = online(site, K)
    assert page is not None
    assert page.state is State.APPROVED
    assert page.reviews[-1].comment == "checked against the source"
    after = page_view(site, K, PT)
    assert (after.standing, after.publication) == (Standing.APPROVED, Publication.ONLINE)
    assert K not in [item.page_id for item in queue(site)]
    reopen_page(site, DOCTOR, page_spot(after), "second thoughts")
    assert page_view(site, K, PT).standing is Standing.POST_EDITED  # every sentence is still answered for
    reopen_segment(site, DOCTOR, spot(sentence(page_view(site, K, PT), "Do not")))
    assert page_view(site, K, PT).standing is Standing.CHECKED


def test_a_held_sentence_forbids_approval_until_a_person_mends_it(site: Workspace) -> None:
    """A rejected sentence holds the page; the last good version stays online; an edit that verifies sets it free."""
    item = sentence(page_view(site, K, PT), "Do not")
    reject_segment(site, DOCTOR, spot(item), "too harsh")
    view = page_view(site, K, PT)
    assert not view.decision.publish
    assert view.publication is Publication.OLDER
    assert "a person rejected this translation" in view.decision.reasons[0]
    with pytest.raises(ReviewError, match="1 sentences are held"):
        approve_page(site, DOCTOR, page_spot(view))
    save_edit(site, TRANSLATOR, spot(sentence(view, "Do not")), TEXT)
    approve_page(site, DOCTOR, page_spot(page_view(site, K, PT)))
    assert page_view(site, K, PT).standing is Standing.APPROVED


def test_a_glossary_change_never_overwrites_a_person(site: Workspace) -> None:
    """A human text that no longer verifies is held with its author and the reason; no machine text takes its place."""
    item = sentence(page_view(site, K, PT), "Ketamine blocks")
    approve_segment(site, DOCTOR, spot(item))
    (site.glossary / "en-pt.csv").write_text(TERMS + "ket,Ketamine,cetamina racêmica,prefer,approved,r,e\n")
    [held] = work(site.root)
    assert held.id == K
    assert held.last_good
    view = sentence(page_view(site, K, PT), "Ketamine blocks")
    assert (view.target, view.held) == (item.target, True)
    assert DOCTOR.actor in view.translation.reasons[0]
    with pytest.raises(ReviewError):
        approve_segment(site, DOCTOR, spot(view))


def test_a_changed_source_keeps_what_did_not_change(site: Workspace) -> None:
    """Outdated: the reviewed version stays online, unchanged sentences stay approved, the changed one shows the difference."""
    approve_page(site, DOCTOR, page_spot(page_view(site, K, PT)))
    before = online(site, K)
    [held] = rewrite(site, "ketamine.md", "0.5 mg/kg", "0.75 mg/kg")
    assert "source changed" in held.reasons[0]
    assert online(site, K) == before
    view = page_view(site, K, PT)
    assert (view.standing, view.publication, view.change) == (Standing.OUTDATED, Publication.OLDER, ChangeKind.SAFETY)
    assert [item.standing for item in view.segments].count(Standing.APPROVED) == 3
    changed = sentence(view, "Take")
    assert changed.change is not None
    assert ("removed", "0.5") in changed.change.diff
    assert ("added", "0.75") in changed.change.diff
    assert "0,5" in changed.change.old_target.text
    assert "0,75" in changed.target
    approve_page(site, DOCTOR, page_spot(view))
    assert page_view(site, K, PT).standing is Standing.APPROVED
    page = online(site, K)
    assert page is not None
    assert "0,75 mg/kg" in page.target.text


def test_safety_comes_first_and_typography_last(site: Workspace) -> None:
    """Of two outdated pages the one with another dose stands before all else, the one with another quotation mark behind."""
    for page_id in (K, T):
        approve_page(site, DOCTOR, page_spot(page_view(site, page_id, PT)))
    (site.sources / "articles" / "fresh.md").write_text("# Fresh\n\nDo not take 9 mg of it. " * 3)
    rewrite(site, "ketamine.md", "0.5 mg/kg", "0.05 mg/kg")
    rewrite(site, "tablets.md", "It was a long day for all.", "It was a “long” day for all.")
    rewrite(site, "tablets.md", "“long”", "‘long’")
    order = [(item.page_id, item.change) for item in queue(site, PT)]
    assert order[0] == (K, ChangeKind.SAFETY)
    assert {item for item, _ in order} == {K, T, "tests/fresh"}
    assert "safety" in queue(site, PT)[0].why
    sentences = queue(site, PT, by="segment")
    assert sentences[0].title.startswith("Take 0.05")


@pytest.mark.parametrize(("policy", "waits"), [("labelled", False), ("reviewed", True)])
def test_policies(site: Workspace, policy: str, waits: bool) -> None:
    """A page waits for a person or goes online with its label, and the decision says which policy it was."""
    site = configure(site, f"review: {{publish: {policy}}}")
    view = page_view(site, K, PT)
    assert view.decision.publish is not waits
    assert policy in view.decision.reasons[0]
    approve_page(site, DOCTOR, page_spot(view))
    assert page_view(site, K, PT).decision.publish


def test_a_source_may_be_stricter_than_its_locale(site: Workspace) -> None:
    """The stricter policy of locale and source counts, field by field."""
    with (site.root / "glosspress.yaml").open("a") as file:
        file.write("review:\n  sources:\n    tests: {publish: reviewed}\n")
    assert not page_view(at(site.root), K, PT).decision.publish


def test_a_withdrawn_page_is_held_with_the_reason(site: Workspace) -> None:
    """Withdrawal outranks every review."""
    approve_page(site, DOCTOR, page_spot(page_view(site, K, PT)))
    ledger = open_ledger(site.ledger_url)
    ledger.append(
        [Draft(EventKind.PAGE_WITHDRAWN, page_subject(K, PT), "editor@example.org", "editor", PT, "retracted")]
    )
    view = page_view(site, K, PT)
    assert view.standing is Standing.WITHDRAWN
    assert view.publication is Publication.OFFLINE
    assert "retracted" in view.decision.reasons[0]
    ledger.append([Draft(EventKind.PAGE_RESTORED, page_subject(K, PT), "editor@example.org", "editor", PT)])
    assert page_view(site, K, PT).standing is Standing.APPROVED


def test_a_comment_changes_no_state(site: Workspace) -> None:
    """What is said is kept beside the sentence."""
    item = page_view(site, K, PT).segments[1]
    comment(site, DOCTOR, K, PT, "is this the right term?", item.where)
    view = page_view(site, K, PT)
    assert view.segments[1].events[-1].comment == "is this the right term?"
    assert view.standing is Standing.CHECKED
    assert view.page.reviews == ()


def test_the_same_events_give_the_same_page(site: Workspace) -> None:
    """States and pages are functions of ledger and sources: a run after a review changes nothing."""
    approve_page(site, DOCTOR, page_spot(page_view(site, K, PT)))
    before = online(site, K)
    work(site.root)
    after = online(site, K)
    assert before is not None
    assert after is not None
    assert before.as_json() | {"making": None} == after.as_json() | {"making": None}
