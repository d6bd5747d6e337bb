"""Pages leave the site and come back, editions are gone back to, pages are made again: with the real steps."""

import json
import threading

import pytest
from click.testing import CliRunner
from prov.model import ProvDocument

from glosspress import steps, workspace
from glosspress.cli import root
from glosspress.errors import UsageError
from glosspress.ledger import open_ledger
from glosspress.publish import kept, online, verify
from glosspress.publish.chain import EVENTS, read

BY, REASON = "editor@example.org", "The dose is out of date."
SOURCE = "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
TEXT = "# {0}\n\nTake 5 mg of the medicine once a day, at the same time, with water.\n\nSleep helps. Ask your doctor about {0}.\n"


@pytest.fixture
def here(tmp_path):
    """A published workspace: two articles in two locales."""
    (tmp_path / "sources" / "articles").mkdir(parents=True)
    (tmp_path / "glosspress.yaml").write_text(
        "site: {title: Clinic, base_url: 'https://clinic.example.org/'}\nlocales:\n  en-XA: {}\n  ar-XB: {}\n"
    )
    (tmp_path / "sources" / "tests.yaml").write_text(SOURCE)
    for name in ("first", "second"):
        (tmp_path / "sources" / "articles" / f"{name}.md").write_text(TEXT.format(name.title()))
    steps.run(tmp_path, None, None)
    return workspace.at(tmp_path)


def _page(here, name="first", locale="en-XA"):
    return (here.output / locale / name / "index.html").read_text()


def test_a_withdrawn_page_is_a_tombstone_that_nothing_leads_to(here):
    """Reason and date instead of the text, no language switcher; gone from indexes, feeds, sitemap and other clusters."""
    done = steps.withdraw(here, "tests/first@en-XA", BY, REASON, "editor")
    assert done.pages == (("tests/first", "en-XA"),)
    text = _page(here)
    assert REASON in text
    assert "5 mg" not in text
    assert 'class="languages"' not in text
    assert "hreflang" not in text.split("</head>")[0]
    assert 'content="noindex"' in text
    assert "withdrawn: true\n" in (here.output / "en-XA/first/index.md").read_text()
    address = "https://clinic.example.org/en-XA/first/"
    for name in ("sitemap.xml", "en-XA/feed.xml", "ar-XB/first/index.html"):
        assert address not in (here.output / name).read_text()
    assert "first/" not in (here.output / "en-XA/index.html").read_text()
    assert "5 mg" in _page(here, locale="ar-XB")
    assert verify(here.output) == []


def test_the_record_of_a_withdrawn_page_names_the_event(here):
    """`wasInvalidatedBy` an activity of a person, with the event of the published chain; no sentence is on record."""
    steps.withdraw(here, "https://clinic.example.org/en-XA/first/", BY, REASON)
    content = (here.output / "en-XA/first/provenance.json").read_text()
    bundle = json.loads(content)["bundle"]["page:record"]
    [ended] = bundle["wasInvalidatedBy"].values()
    assert ended["prov:entity"] == "page:target"
    activity = bundle["activity"][ended["prov:activity"]]
    events, problems = read((here.output / EVENTS).read_bytes())
    assert problems == []
    event = events[int(activity["gp:event"]["$"])]
    assert (event.actor, event.comment, event.subject) == (BY, REASON, "tests/first@en-XA")
    assert not [name for name in bundle["entity"] if name.startswith("page:unit")]
    document = ProvDocument.deserialize(content=content, format="json")
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document


def test_runs_do_not_bring_a_withdrawn_page_back(here):
    """Not even when its source changes; restoring does, and then everything is as before."""
    before = online(here.output)
    steps.withdraw(here, "tests/first", BY, REASON)
    (here.root / "sources" / "articles" / "first.md").write_text(TEXT.format("Changed"))
    steps.run(here.root, None, None)
    assert "5 mg" not in _page(here)
    assert verify(here.output) == []
    (here.root / "sources" / "articles" / "first.md").write_text(TEXT.format("First"))
    steps.restore(here, "tests/first", BY, "It is right again.")
    steps.run(here.root, None, None)
    assert "5 mg" in _page(here)
    assert verify(here.output) == []
    assert before != online(here.output), "the withdrawal stays in the published chain"


def test_the_last_page_of_a_locale_can_be_withdrawn(here):
    """The index that its tombstone links is still there."""
    for name in ("first", "second"):
        steps.withdraw(here, f"tests/{name}@en-XA", BY, REASON)
    assert verify(here.output) == []
    steps.withdraw(here, "tests/first", BY, REASON)
    steps.withdraw(here, "tests/second", BY, REASON)
    assert verify(here.output) == []


@pytest.mark.parametrize(
    ("wanted", "by", "reason"), [("tests/none", BY, REASON), ("tests/first", "", REASON), ("tests/first", BY, " ")]
)
def test_withdrawals_need_a_page_a_person_and_a_reason(here, wanted, by, reason):
    """Otherwise nothing is recorded and nothing changes."""
    before = online(here.output)
    with pytest.raises(UsageError):
        steps.withdraw(here, wanted, by, reason)
    assert online(here.output) == before
    with open_ledger(here.ledger_url) as ledger:
        assert ledger.head() == (0, "")


def _changed(here):
    (here.root / "glosspress.yaml").write_text(
        "site: {title: Hospital, base_url: 'https://clinic.example.org/'}\nlocales:\n  en-XA: {}\n  ar-XB: {}\n"
    )
    return workspace.at(here.root)


def test_a_rollback_stands_until_it_is_resumed(here):
    """The earlier edition is online at once; runs publish nothing and say why; resuming shows what was built since."""
    first = online(here.output)
    here = _changed(here)
    second = steps.publish_now(here).edition
    assert second != first
    target, _ = steps.rollback(here, "", BY, "The new title is wrong.")
    assert target.id == online(here.output) == first
    assert verify(here.output) == []
    report = steps.run(here.root, None, None)
    assert report.published.edition == first
    assert "rolled back by editor@example.org" in report.published.notes[0]
    with pytest.raises(UsageError, match="rolled back"):
        steps.withdraw(here, "tests/first", BY, REASON)
    steps.resume(here, BY)
    assert steps.publish_now(here).edition == second == online(here.output)


def test_a_rollback_never_shows_a_withdrawn_page_again(here):
    """An edition from before a withdrawal is refused by name of the page."""
    before = online(here.output)
    steps.withdraw(here, "tests/first", BY, REASON)
    now = online(here.output)
    with pytest.raises(UsageError, match=r"withdrawn pages again: .*first"):
        steps.rollback(here, before[:10], BY, REASON)
    assert online(here.output) == now


def test_a_damaged_edition_is_not_gone_back_to(here):
    """The one online stays, and no rollback is recorded."""
    first = online(here.output)
    here = _changed(here)
    second = steps.publish_now(here).edition
    damaged = next(item for item in kept(here.output) if item.id == first)
    (damaged.path / "index.html").write_text("x")
    with pytest.raises(Exception, match="damaged"):
        steps.rollback(here, first[:8], BY, REASON)
    assert online(here.output) == second
    with open_ledger(here.ledger_url) as ledger:
        assert ledger.rolled_back() is None


def test_publishing_and_withdrawing_at_once_end_withdrawn(here):
    """Whoever switches last has read the ledger last: a withdrawal is never undone by a run that began before it."""
    stop = threading.Event()

    def keep_publishing():
        while not stop.is_set():
            steps.publish_now(here)

    thread = threading.Thread(target=keep_publishing)
    thread.start()
    try:
        steps.withdraw(here, "tests/first@en-XA", BY, REASON)
        seen = [REASON in _page(here) for _ in range(50)]
    finally:
        stop.set()
        thread.join()
    assert all(seen)
    assert REASON in _page(here)


def test_pages_are_made_again_from_their_record(here):
    """Without memory every machine sentence comes out as published; a changed rule or engine is named."""
    result = steps.reproduce(here, "tests/first@en-XA")
    assert (result.inputs, result.sentences) == ((), ())
    assert result.same == 4
    (here.root / "glosspress.yaml").write_text(
        "site: {title: Clinic, base_url: 'https://clinic.example.org/'}\nlocales:\n  en-XA: {engine: echo}\n  ar-XB: {}\n"
    )
    result = steps.reproduce(workspace.at(here.root), "https://clinic.example.org/en-XA/first/")
    assert [item.what for item in result.inputs] == ["model"]
    assert "pseudo" in result.inputs[0].recorded
    assert "echo" in result.inputs[0].now
    assert {item.what for item in result.sentences} == {"0#0", "1#0", "1#1", "title#0"}
    with pytest.raises(UsageError, match="one page in one locale"):
        steps.reproduce(here, "tests/first")


def test_commands_do_the_same(here):
    """`withdraw`, `withdraw --restore`, `rollback`, `publish --resume` and `reproduce` end with 0 and say what they did."""

    def run(*arguments):
        return CliRunner().invoke(root, ["--workspace", str(here.root), *arguments], standalone_mode=False)

    person = ["--by", BY, "--reason", REASON]
    assert "tests/first  en-XA" in run("withdraw", "tests/first", *person).stdout
    assert "restored" in run("withdraw", "--restore", "tests/first", *person).stdout
    listed = run("rollback", "--list").stdout.splitlines()
    assert sum("online" in line for line in listed) == 1
    assert run("reproduce", "tests/second@ar-XB").return_value == 0
    assert "unchanged edition" in run("publish").stdout
    _changed(here)
    assert "new edition" in run("publish").stdout
    assert run("rollback", *person).return_value == 0
    assert "rolled back by" in run("publish").stderr
    assert "new edition" in run("publish", "--resume", "--by", BY).stdout
