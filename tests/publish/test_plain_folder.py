"""The layout `plain` in a folder of this machine: the site is switched in one step, or the delivery says why it was not."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from glosspress import workspace
from glosspress.errors import PublishError
from glosspress.publish import deliver, disk, publish, verify
from glosspress.publish.manifest import MANIFEST
from glosspress.steps import publishing

LOCALES = ("pt-BR", "en-XA", "ar-XB")
_DELIVERER = """
import sys
from itertools import cycle
from pathlib import Path
from glosspress.digest import sha256_file
from glosspress.publish import manifest
from glosspress.publish.targets.delivery import Parcel
from glosspress.publish.targets.folder import deliver
www, *editions = map(Path, sys.argv[1:])
parcels = [
    Parcel(path.name, path, {**manifest.read(path), manifest.MANIFEST: sha256_file(path / manifest.MANIFEST)})
    for path in editions
]
print("ready", flush=True)
for parcel in cycle(parcels):
    deliver(www, parcel, "")
    print(parcel.id, flush=True)
"""


@pytest.fixture
def site(tmp_path):
    """A workspace with the target `public`: the folder `srv/www`."""
    (tmp_path / "glosspress.yaml").write_text(
        "site:\n  title: Sample Health\n  base_url: https://health.example.org/\n"
        "locales:\n  pt-BR: {}\n  en-XA: {}\n  ar-XB: {}\n"
        "targets:\n  public: {kind: files, url: srv/www, layout: plain}\n"
    )
    return workspace.at(tmp_path)


@pytest.fixture
def www(site):
    """The folder, with something of others in it."""
    folder = site.root / "srv" / "www"
    folder.mkdir(parents=True)
    return folder


def _small(folder, size):
    """A file system of its own at a folder; skipped where none can be mounted."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False).returncode:
        pytest.skip("a file system can only be mounted by root")


def _beside(www):
    """What stands beside the folder, but for the lock."""
    return sorted(path.name for path in www.parent.iterdir() if path != www and not path.name.endswith("-lock"))


def _whole(www):
    """Problems of the folder, apart from the files of others."""
    return [problem for problem in verify(www) if problem.path not in (".htaccess", "shop", ".glosspress-aside")]


def test_kill_at_any_moment_leaves_a_whole_site(site, www, pages):
    """SIGKILL at 25 random moments of a process that delivers edition after edition: the folder is always one edition, whole.

    The file of others is always there; what the killed one left beside the folder goes with the next delivery.
    """
    (www / ".htaccess").write_text("Require all granted\n")
    editions = [publish(site, pages.site_pages(locales)).path for locales in (LOCALES, ("pt-BR",), LOCALES[1:])]
    deliver(site, "public")
    chance, seen, finished = random.Random(11), set(), 0
    for number in range(25):
        turned = [*editions[number % 3 :], *editions[: number % 3]]
        command = [sys.executable, "-c", _DELIVERER, str(www), *map(str, turned)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said = [process.stdout.readline(), process.stdout.readline()]  # ready, and the first edition is there
            time.sleep(chance.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
            finished += len(said[1:]) + len(process.stdout.readlines())
        assert _whole(www) == []
        assert (www / ".htaccess").read_text() == "Require all granted\n"
        seen.add((www / MANIFEST).read_bytes())
    assert len(seen) == 3, "the kills met all three editions"
    assert finished > 25, "deliveries went on until they were killed, so kills met them midway"
    (www / "pt-BR" / "feed.xml").unlink(missing_ok=True)
    deliver(site, "public")
    assert _beside(www) == []
    assert _whole(www) == []


def test_a_delivery_says_nothing_when_it_switched_at_once(site, www, pages):
    """New, changed and gone files arrive together; equal files are not written again, and no note is needed."""
    publish(site, pages.site_pages(LOCALES))
    [first] = publishing.deliver(site, ["public"])
    assert (first.note, first.unchanged) == ("", 0)
    [again] = publishing.deliver(site, ["public"])
    assert (again.written, again.removed, again.unchanged) == (0, 0, first.written)
    publish(site, pages.site_pages(("pt-BR",)))
    [fewer] = publishing.deliver(site, ["public"])
    assert fewer.removed >= 5
    assert fewer.note == ""
    assert _whole(www) == []
    assert not (www / "en-XA").exists()


def test_what_others_put_there_stays(site, www, pages, tmp_path):
    """Files, folders, links and rights of the web server's folder; a page that somebody changed by hand is ours again."""
    (www / "shop" / "empty").mkdir(parents=True)
    (www / "shop" / "index.html").write_text("shop")
    (www / "shop" / "link").symlink_to("/nowhere")
    www.chmod(0o750)
    publish(site, pages.site_pages(LOCALES))
    deliver(site, "public")
    page = www / "pt-BR" / "sleep" / "index.html"
    page.write_bytes(b"changed by hand")
    assert deliver(site, "public").written == 1
    assert (www / "shop" / "index.html").read_text() == "shop"
    assert (www / "shop" / "link").readlink().as_posix() == "/nowhere"
    assert (www / "shop" / "empty").is_dir()
    assert www.stat().st_mode & 0o777 == 0o750
    assert [problem for problem in verify(www) if not problem.path.startswith("shop/")] == []
    linked = tmp_path / "linked"
    linked.symlink_to(www)
    text = (tmp_path / "glosspress.yaml").read_text()
    (tmp_path / "glosspress.yaml").write_text(text.replace("url: srv/www", f"url: {linked}"))
    publish(site, pages.site_pages(("pt-BR",)))
    deliver(workspace.at(tmp_path), "public")
    assert linked.is_symlink(), "a link to the folder stays a link"
    assert (www / "shop" / "index.html").is_file()


def test_a_full_disk_leaves_the_last_good_site(site, www, pages):
    """On a file system of 700 kB that fills up midway: an error, the site as it was, the space given back."""
    www.rmdir()
    _small(www.parent, "700k")
    try:
        publish(site, pages.site_pages(("pt-BR",)))
        deliver(site, "public")
        before = (www / MANIFEST).read_bytes()
        publish(site, pages.site_pages(LOCALES, 40))
        with pytest.raises(PublishError, match="No space left"):
            deliver(site, "public")
        assert (www / MANIFEST).read_bytes() == before
        assert _whole(www) == []
        assert _beside(www) == []
    finally:
        subprocess.run(["umount", www.parent], check=True)


def test_a_folder_that_is_a_mount_point_is_written_one_by_one_and_says_so(site, www, pages):
    """Nothing can take the place of a mount point: files are renamed in, each whole, and the delivery says why."""
    _small(www, "4m")
    try:
        publish(site, pages.site_pages(("pt-BR",)))
        [done] = publishing.deliver(site, ["public"])
        assert "one by one" in done.note
        assert "file system of its own" in done.note
        publish(site, pages.site_pages(LOCALES))
        deliver(site, "public")
        assert _whole(www) == []
        publish(site, pages.site_pages(("pt-BR",)))
        assert deliver(site, "public").removed >= 5
        assert verify(www) == []
        assert publishing.deliver(site, ["public"])[0].note == "", "nothing to do, nothing to say"
    finally:
        subprocess.run(["umount", www], check=True)


def test_two_deliveries_take_turns(site, www, pages):
    """The second waits for the first; a third that cannot wait gets an error, and the folder is whole."""
    publish(site, pages.site_pages(LOCALES))
    deliver(site, "public")
    lock = next(path for path in www.parent.iterdir() if path.name.endswith("-lock"))
    with (
        disk.exclusive(lock),
        pytest.raises(PublishError, match="another process"),
        disk.exclusive(lock, timeout_s=0.1),
    ):
        pass
    with disk.exclusive(www), pytest.raises(PublishError, match="another process"), disk.exclusive(www, timeout_s=0.1):
        pass
    assert _whole(www) == []
