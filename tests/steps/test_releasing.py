"""Releasing a term base: frozen for review, decided by a named person, redone exactly, gone on with after an interruption."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glosspress import steps
from glosspress.article import Mark, Rich, rich_json
from glosspress.errors import ConflictError, GlossaryError, UsageError
from glosspress.event import Draft, EventKind, segment_subject
from glosspress.glossary import Term, for_pair
from glosspress.glossary.diff import Change, Kind, diff
from glosspress.glossary.lock import read_lock
from glosspress.glossary.termbases import released, working
from glosspress.ledger import open_ledger
from glosspress.locales import parse
from glosspress.publish import verify
from glosspress.steps.asking import ask_persons
from glosspress.steps.proposing import minimal_edit, spliced
from glosspress.steps.releasing import Answer, approve, propose, redo, reject, released_impact, study
from glosspress.workspace import Workspace

HEAD = "id,source,target,mode,status\n"
FIRST = HEAD + "bdnf,BDNF,BDNF,pin,approved\nmood,mood,humor,prefer,approved\n"
SECOND = HEAD + "bdnf,BDNF,FNDC,pin,approved\nmood,mood,afeto,prefer,approved\n"
ANSWER = Answer("reviewer@example.org", "Checked.")


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """A published article under a first release, and a changed term base."""
    (workspace.root / "glosspress.yaml").write_text("locales: {en-XA: {}}\n")
    (workspace.sources / "notes").mkdir()
    (workspace.sources / "notes.yaml").write_text("title: N\nlicense: {status: owned}\nkind: folder\npath: notes\n")
    text = "# Sleep\n\nBDNF falls at night. The mood follows. It rains.\n"
    (workspace.sources / "notes" / "sleep.md").write_text(text)
    (workspace.sources / "notes" / "rain.md").write_text("# Rain\n\nIt rains. Take an umbrella when you go out.\n")
    path = workspace.glossary / "en-en-XA.csv"
    path.write_text(FIRST)
    approve(propose(workspace.root), ANSWER)
    steps.run(workspace.root, None, None)
    path.write_text(SECOND)
    return workspace


def online(here: Workspace) -> dict[str, str]:
    pages = open_ledger(here.ledger_url).current_pages()
    return {item.source.text: item.target.text for page in pages for _, items in page.translations for item in items}


def work(here: Workspace, answer: Answer = ANSWER) -> list[steps.BatchResult]:
    """The steps of the flow after the approval."""
    proposal = propose(here.root)
    found = released_impact(proposal, approve(proposal, answer))
    job, batches = redo(proposal, found)
    results = [steps.produce(job, batch) for batch in batches]
    steps.publish(job)
    return results


def test_exactly_the_touched_sentences_are_translated_again(here: Workspace) -> None:
    """Two sentences, on one page; the other page is not even made again."""
    before = online(here)
    [result] = work(here)
    after = online(here)
    assert {text for text in after if after[text] != before[text]} == {"BDNF falls at night.", "The mood follows."}
    assert (result.misses, result.passed) == (2, 1)
    assert "FNDC" in after["BDNF falls at night."]
    assert not verify(here.output)


def test_previews_are_what_the_run_publishes(here: Workspace) -> None:
    """A preview is a real translation, kept: the run after the approval translates nothing again."""
    found = study(propose(here.root))
    shown = {item.before.source.text: item.after.target.text for item in found.previews}
    [result] = work(here)
    assert result.misses == 0
    assert shown.items() <= online(here).items()
    assert len(shown) == 2


def test_an_exception_stays_as_it_was(here: Workspace) -> None:
    """The release holds the old row, the site the old rendering, the working file the edit, for the next time."""
    work(here, replace(ANSWER, exceptions=("en-en-XA:bdnf",)))
    kept = released(here)
    assert kept is not None
    assert {term.id: term.target for term in kept.terms("en-en-XA")} == {"bdnf": "BDNF", "mood": "afeto"}
    assert "BDNF" in online(here)["BDNF falls at night."]
    assert [change.ids for change in diff(kept, working(here)).changes] == [("bdnf",)]
    assert "Left as they were: en-en-XA:bdnf." in (here.glossary / "CHANGELOG.md").read_text()


def test_a_rejection_is_a_record_and_nothing_else(here: Workspace) -> None:
    """The lock, the files and the site stay; the chain knows who and why; said twice it is recorded once."""
    proposal, lock = propose(here.root), read_lock(here.glossary)
    event = reject(proposal, replace(ANSWER, comment="No."))
    assert reject(proposal, ANSWER) == event
    assert (event.kind, event.actor, event.comment) == (EventKind.GLOSSARY_REJECTED, "reviewer@example.org", "No.")
    assert read_lock(here.glossary) == lock


def test_a_proposal_is_what_was_seen(here: Workspace) -> None:
    """Edits made while a review waits are not released by it."""
    proposal = propose(here.root, "review-1")
    (here.glossary / "en-en-XA.csv").write_text(SECOND.replace("FNDC", "XYZ"))
    assert propose(here.root, "review-1") == proposal
    release = approve(proposal, ANSWER)
    base = for_pair(here, "en", "en-XA", only_released=True)
    assert base is not None
    assert (base.by_id["bdnf"].target, base.release) == ("FNDC", release.version)


def test_the_second_of_two_proposals_is_refused(here: Workspace) -> None:
    """Both were compared with one release; nothing of the second is written."""
    first, second = propose(here.root), propose(here.root)
    release = approve(first, ANSWER)
    with pytest.raises(ConflictError, match="came into force while this review waited"):
        approve(second, ANSWER)
    lock = read_lock(here.glossary)
    assert lock is not None
    assert lock.version == release.version


def test_an_interrupted_approval_goes_on(here: Workspace) -> None:
    """Killed after the release was written, before it was recorded: asked again it is recorded, and released once."""
    proposal = propose(here.root)
    before = open_ledger(here.ledger_url).head()[0]
    release = approve(proposal, ANSWER)
    assert approve(proposal, ANSWER) == release
    assert open_ledger(here.ledger_url).head()[0] == before + 1
    (here.state / "ledger.db").rename(here.state / "kept.db")  # as if the event had never been written
    assert approve(proposal, ANSWER) == release
    assert [event.subject for event in open_ledger(here.ledger_url).events()] == [release.version]


def test_a_release_has_a_name_on_it(here: Workspace) -> None:
    """Nobody approves or rejects without a name, and a slip in the exceptions releases nothing."""
    proposal = propose(here.root)
    for answer in (Answer("  "), replace(ANSWER, exceptions=("bdfn",))):
        with pytest.raises(UsageError):
            approve(proposal, answer)
    with pytest.raises(UsageError, match="no reviewer"):
        reject(proposal, Answer(""))
    lock = read_lock(here.glossary)
    assert lock is not None
    assert lock.previous == ""


def test_a_malformed_term_base_is_not_even_proposed(here: Workspace) -> None:
    """File and line are told; no proposal is left behind."""
    known = list((here.state / "proposals").iterdir())
    (here.glossary / "en-en-XA.csv").write_text(SECOND + "x,x,\n")
    with pytest.raises(GlossaryError, match=r"en-en-XA\.csv:4"):
        propose(here.root)
    assert list((here.state / "proposals").iterdir()) == known


def test_a_persons_sentence_becomes_a_question(here: Workspace) -> None:
    """It stays word for word; the proposal differs in the rendering only; the page waits, its last good version is online."""
    source, target = "BDNF falls at night.", Rich("O BDNF cai à noite.")
    ledger = open_ledger(here.ledger_url)
    body = {"source": rich_json(Rich(source)), "target": rich_json(target), "page": "notes/sleep@en-XA"}
    subject = segment_subject(source, "en-XA")
    ledger.append([Draft(EventKind.SEGMENT_EDITED, subject, "reviewer@example.org", "translator", "en-XA", "", body)])
    (here.glossary / "en-en-XA.csv").write_text(FIRST)
    made = steps.run(here.root, None, None)
    (here.glossary / "en-en-XA.csv").write_text(SECOND)
    assert not made.held
    assert online(here)[source] == target.text

    proposal = propose(here.root)
    release = approve(proposal, ANSWER)
    found = released_impact(proposal, release)
    [question] = ask_persons(proposal, release, found)
    assert (question.target, question.proposed) == (target.text, "O FNDC cai à noite.")
    assert ask_persons(proposal, release, found) == (question,)
    [event] = ledger.events(subjects=[subject], kinds=[EventKind.COMMENTED])
    assert event.body["proposal"]["text"] == question.proposed
    job, batches = redo(proposal, found)
    [result] = [steps.produce(job, batch) for batch in batches]
    assert [(page.id, page.last_good) for page in result.held] == [("notes/sleep", True)]
    assert online(here)[source] == target.text


def change(before: Term, after: Term) -> Change:
    return Change("en-pt", Kind.CHANGED, (before,), (after,))


def test_a_minimal_edit_replaces_renderings_and_nothing_else() -> None:
    """Form for form, with the capital of a sentence's beginning; marks stay on their words; forbidden words go."""
    old = Term("s", "synapse", "sinapse", forms=("sinapses",))
    new = Term("s", "synapse", "junção", forms=("junções",), forbidden=("ligação",))
    text = Rich("Sinapse nova; duas sinapses, uma ligação.", (Mark(14, 27, "strong"),))
    made = minimal_edit(text, [change(old, new)], parse("pt-BR"))
    assert made.text == "Junção nova; duas junções, uma junção."
    assert made.text[made.marks[0].start : made.marks[0].end] == "duas junções"
    assert minimal_edit(Rich("A junção."), [change(old, new)], parse("pt-BR")) == Rich("A junção.")


def test_marks_around_an_exchanged_word_keep_their_words() -> None:
    """Before, behind, around, on it and empty."""
    rich = Rich("a bb c", (Mark(0, 1, "em"), Mark(2, 4, "b"), Mark(0, 6, "a"), Mark(5, 6, "i"), Mark(4, 4, "br")))
    made = spliced(rich, 2, 4, "xyz")
    assert made.text == "a xyz c"
    assert [made.text[mark.start : mark.end] for mark in made.marks] == ["a", "xyz", "a xyz c", "c", ""]
