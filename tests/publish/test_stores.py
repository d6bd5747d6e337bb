"""Editions in folders and in an S3 store: a real server (moto) on loopback."""

import json
import shutil
from pathlib import Path

import pytest

from glosspress import workspace
from glosspress.errors import ConfigError, IntegrityError, PublishError, UsageError
from glosspress.publish import deliver, probe, publish, verify
from glosspress.publish.targets.stores import Store
from glosspress.steps import publishing


@pytest.fixture(params=["folder", "s3"])
def target(request, tmp_path):
    """(workspace with the target `public`, a file system on it, its base)."""
    import fsspec

    if request.param == "folder":
        settings = f"url: {tmp_path / 'www'}"
        store, base = fsspec.filesystem("file"), str(tmp_path / "www")
    else:
        pytest.importorskip("s3fs")
        endpoint = request.getfixturevalue("s3_server")
        store = fsspec.filesystem("s3", endpoint_url=endpoint, skip_instance_cache=True)
        bucket = f"b{abs(hash(str(tmp_path)))}"
        store.mkdir(bucket)
        settings, base = f"url: s3://{bucket}/site\n    options: {{endpoint_url: '{endpoint}'}}", f"{bucket}/site"
    return _workspace(tmp_path, settings), store, base


def _workspace(folder, settings):
    (folder / "glosspress.yaml").write_text(
        "site:\n  title: Sample Health\n  base_url: https://health.example.org/\nlocales:\n  pt-BR: {}\n  en-XA: {}\n"
        f"targets:\n  public:\n    kind: files\n    {settings}\n"
    )
    return workspace.at(folder)


def _copy(store, base, where: Path) -> Path:
    store.invalidate_cache()
    identity = store.cat_file(f"{base}/current").decode()
    store.get(f"{base}/editions/{identity}", str(where), recursive=True)
    return where


def test_an_edition_arrives_whole_and_is_switched_to(target, pages, tmp_path):
    """Every file is in the edition's folder, `current` names it, and a copy of it verifies."""
    here, store, base = target
    edition = publish(here, pages.site_pages(("pt-BR", "en-XA")))
    done = deliver(here, "public")
    assert (done.edition, done.written, done.unchanged) == (edition.id, edition.files, 0)
    assert verify(_copy(store, base, tmp_path / "copy")) == []
    again = deliver(here, "public")
    assert (again.written, again.unchanged) == (0, edition.files)


def test_only_changed_files_are_sent(target, pages, tmp_path):
    """A new title of one page: its four files, the index, the feed and the manifest; the rest is copied in the store."""
    here, store, base = target
    publish(here, pages.site_pages(("pt-BR", "en-XA"), 4))
    deliver(here, "public")
    changed = [pages.page("pt-BR", title="Novo"), *pages.site_pages(("pt-BR", "en-XA"), 4)[1:]]
    edition = publish(here, changed)
    done = deliver(here, "public")
    assert done.written < 10 < done.unchanged
    assert done.written + done.unchanged == edition.files
    assert verify(_copy(store, base, tmp_path / "copy")) == []


def test_a_failure_leaves_the_last_good_edition(target, pages, tmp_path, monkeypatch):
    """A store that fails in the middle, or keeps half a file: the pointer stays, the next delivery is whole."""
    here, store, base = target
    first = publish(here, pages.site_pages(("pt-BR",)))
    deliver(here, "public")
    second = publish(here, pages.site_pages(("pt-BR", "en-XA")))
    real, sent = Store._write, []

    def failing(self, name, content):
        sent.append(name)
        if len(sent) == 4:
            raise OSError(28, "No space left on device")
        real(self, name, content)

    def halving(self, name, content):
        real(self, name, content[: len(content) // 2] if "feed.xml" in name else content)

    for broken in (failing, halving):
        monkeypatch.setattr(Store, "_write", broken)
        with pytest.raises(PublishError):
            deliver(here, "public")
        store.invalidate_cache()
        assert store.cat_file(f"{base}/current").decode() == first.id
    monkeypatch.setattr(Store, "_write", real)
    assert deliver(here, "public").edition == second.id
    assert verify(_copy(store, base, tmp_path / "copy")) == []


def test_old_editions_go(target, pages):
    """Only the configured number stays, the current one included."""
    here, store, base = target
    text = (here.root / "glosspress.yaml").read_text()
    (here.root / "glosspress.yaml").write_text(text.replace("kind: files", "kind: files\n    keep: 2"))
    here = workspace.at(here.root)
    for number in range(4):
        edition = publish(here, [pages.page("pt-BR", title=f"Título {number}")])
        deliver(here, "public")
    store.invalidate_cache()
    there = [path.rpartition("/")[2] for path in store.ls(f"{base}/editions", detail=False)]
    assert len(there) == 2
    assert edition.id in there


def test_the_plain_layout_is_a_site_without_links(pages, tmp_path):
    """For servers that follow nothing: files at their places, only changed ones written, gone ones removed."""
    here = _workspace(tmp_path, "url: www\n    layout: plain")
    publish(here, pages.site_pages(("pt-BR", "en-XA")))
    deliver(here, "public")
    assert verify(tmp_path / "www") == []
    publish(here, pages.site_pages(("pt-BR",)))
    done = deliver(here, "public")
    assert done.removed >= 5
    assert not (tmp_path / "www" / "en-XA" / "sleep" / "index.html").exists()
    assert verify(tmp_path / "www") == []


def test_only_a_verified_edition_is_delivered(target, pages):
    """A flipped byte in `output/`: nothing is sent."""
    here, store, base = target
    edition = publish(here, pages.site_pages(("pt-BR",)))
    file = edition.path / "pt-BR" / "feed.xml"
    file.write_bytes(file.read_bytes().replace(b"Sample", b"Simple"))
    with pytest.raises(IntegrityError, match="nothing was delivered"):
        deliver(here, "public")
    assert not store.exists(f"{base}/current")


def test_secrets_in_the_configuration_are_refused(tmp_path):
    """Credentials belong into the environment: the file is an error that names the line."""
    with pytest.raises(ConfigError, match="never into this file") as caught:
        _workspace(tmp_path, "url: s3://b/x\n    options: {key: a-key, secret: hunter2}")
    assert "hunter2" not in str(caught.value)
    here = _workspace(tmp_path, "url: s3://b/x")
    with pytest.raises(UsageError, match="no target `none`"):
        publishing.deliver(here, ["none"])


def test_a_store_that_is_not_there_is_an_error_without_credentials(pages, tmp_path, s3_keys, monkeypatch):
    """A refused connection: exit code 10, the address, no key in the message."""
    pytest.importorskip("s3fs")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    here = _workspace(tmp_path, "url: s3://b/x\n    options: {endpoint_url: 'http://127.0.0.1:9'}")
    publish(here, pages.site_pages(("pt-BR",)))
    with pytest.raises(PublishError) as caught:
        deliver(here, "public")
    assert "test-secret" not in json.dumps([str(caught.value), repr(caught.value.args)])
    shutil.rmtree(tmp_path / "output")


def test_a_probe_leaves_nothing(target):
    """`doctor --online` writes, reads and removes a small file; it tells which edition is there."""
    here, store, base = target
    assert probe(here, "public") == "can be written; edition there: none yet"
    store.invalidate_cache()
    assert not store.exists(base) or store.ls(base) == []
