"""Crawls whose store is taken from them."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess

import pytest

from tests.crawl.scripted import lingering

ROWS, HOSTS = 160, 4


@pytest.fixture
def slow(project):
    """Lay out a list that takes some seconds, half of whose rows share their address with another."""
    project.world.scripts |= {f"h{n}.test": lingering for n in range(HOSTS)}
    address = [project.world.url(f"h{n % HOSTS}.test", f"/{n}.jpg") for n in range(ROWS // 2)]
    project.write([(str(n), address[n % len(address)], "") for n in range(ROWS)])
    return project


@pytest.mark.parametrize("taken", ["images", "incoming"])
def test_a_store_that_is_taken_away_ends_the_crawl(slow, until, taken):
    """The run ends with a sentence and calls nothing stored that is not; the same command has all rows their image."""
    settings = {"IMGCRAWL_PLACEHOLDER_REPEATS": "0", "IMGCRAWL_HOST_CONCURRENCY": "2"}
    process = slow.start(**settings)
    until(lambda: len(list(slow.images.rglob("*.jpg"))) > 10)
    folder, aside = slow.folder / "data" / taken, slow.folder / "aside"
    folder.rename(aside)
    crawl = slow.end(process)
    said = " ".join(crawl.errors.split())
    assert (crawl.code, "the store cannot take files, the run ends" in said) == (1, True)
    assert "the same command goes on with it" in said
    assert "Traceback" not in said
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    outcomes = slow.outcomes().values()
    assert "storage_error" in {outcome.error for outcome in outcomes}
    assert all((slow.images / outcome.path).exists() for outcome in outcomes if outcome.ok)
    assert slow.crawl(**settings).code == 0
    assert sorted(map(int, slow.outcomes())) == list(range(ROWS))
    assert all(outcome.ok for outcome in slow.outcomes().values())
    assert slow.stray_files() == []


@pytest.mark.parametrize(
    ("limit", "code", "sentence"),
    [("6000", 2, "cannot open the catalogue"), ("150000", 1, "imgcrawl.db (IMGCRAWL_DATA_DIR)")],
    ids=["from-the-start", "later"],
)
def test_files_that_may_not_grow(slow, limit, code, sentence):
    """Where files may not become as large as they would, the crawl ends with a sentence, and goes on when they may."""
    # a module that is compiled now would be cut short for all who come after
    slow.prefix = ("prlimit", f"--fsize={limit}", "env", "PYTHONDONTWRITEBYTECODE=1")
    crawl = slow.crawl(IMGCRAWL_PLACEHOLDER_REPEATS="0", IMGCRAWL_CATALOGUE_RETRY_SECONDS="1")
    assert crawl.code == code
    assert sentence in " ".join(crawl.errors.split())
    assert "Traceback" not in crawl.errors
    if code == 1:
        assert all((slow.images / outcome.path).exists() for outcome in slow.outcomes().values() if outcome.ok)
    slow.prefix = ()
    assert slow.crawl(IMGCRAWL_PLACEHOLDER_REPEATS="0").code == 0
    assert sorted(map(int, slow.outcomes())) == list(range(ROWS))
    assert all(outcome.ok for outcome in slow.outcomes().values())
    assert slow.stray_files() == []


def mounting(project, script):
    """Have crawls of *project* begin with *script*, a shell's, which may mount what nobody else sees."""
    may_mount = ("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", str(project.folder))
    if subprocess.run(may_mount, check=False, capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    project.prefix = ("unshare", "-m", "sh", "-c", f'{script} exec "$@"', str(project.folder))


def test_a_disk_that_is_full(slow):
    """A real one, where this may be tried: the run ends at once with a sentence that says where, and goes on elsewhere.

    Nothing is tried again for a minute meanwhile.
    """
    (slow.folder / "data").mkdir(exist_ok=True)
    mounting(slow, "mount -t tmpfs -o size=400k tmpfs $0/data;")
    settings = {"IMGCRAWL_PLACEHOLDER_REPEATS": "0"}
    crawl = slow.crawl(**settings)
    assert (crawl.code, crawl.in_time) == (1, True)
    assert re.search("storage_full|the disk is full", crawl.errors)
    assert f"{slow.folder}/data/" in crawl.errors
    assert "IMGCRAWL_DATA_DIR" in crawl.errors
    assert "Traceback" not in crawl.errors
    slow.prefix = ()
    assert slow.crawl(**settings).code == 0
    assert all(outcome.ok for outcome in slow.outcomes().values())


def test_a_disk_that_becomes_read_only(slow, web):
    """So does a run whose disk does that in its middle; what it calls stored is there, and no row is lost."""
    mounted = slow.folder / "mounted"

    async def script(visit):
        while int(visit.path[1:-4]) >= ROWS // 8 and not mounted.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.02)
        return web.answer(body=web.picture(visit.path))

    slow.world.scripts |= {f"h{n}.test": script for n in range(HOSTS)}
    # what is mounted over the folder is read-only before it is: a file being written there would forbid it after
    bind = "mount --bind $incoming $0/aside && mount -o remount,bind,ro $0/aside && mount --bind $0/aside $incoming"
    (slow.folder / "aside").mkdir()
    begun = "until ls $0/data/images/*/*.jpg || [ $((waited+=1)) -gt 600 ]; do sleep 0.05; done"
    mounting(slow, f"incoming=$0/data/incoming; ({begun}; {bind}; touch $0/mounted) >/dev/null 2>&1 &")
    crawl = slow.crawl(IMGCRAWL_PLACEHOLDER_REPEATS="0")
    said = " ".join(crawl.errors.split())
    assert crawl.code == 1
    assert "the run ends: storage_denied: Read-only" in said
    assert "Traceback" not in said
    slow.prefix = ()
    assert all((slow.images / outcome.path).exists() for outcome in slow.outcomes().values() if outcome.ok)
    assert slow.crawl(IMGCRAWL_PLACEHOLDER_REPEATS="0").code == 0
    assert sorted(map(int, slow.outcomes())) == list(range(ROWS))
    assert all(outcome.ok for outcome in slow.outcomes().values())
    assert slow.stray_files() == []


def test_a_data_folder_that_is_taken_away_ends_the_crawl(slow, until):
    """A crawl whose catalogue, images and files on their way are all gone ends with sentences, and another begins.

    Which of them it misses first is a matter of chance.
    """
    process = slow.start(IMGCRAWL_HOST_CONCURRENCY="2", IMGCRAWL_CATALOGUE_RETRY_SECONDS="1")
    until(lambda: len(list(slow.images.rglob("*.jpg"))) > 10)
    (slow.folder / "data").rename(slow.folder / "aside")
    crawl = slow.end(process)
    said = " ".join(crawl.errors.split())
    assert (crawl.code, "the run ends" in said, "imgcrawl.db (IMGCRAWL_DATA_DIR)" in said) == (1, True, True)
    assert "Traceback" not in said
    assert slow.crawl().code == 0
    assert all(outcome.ok for outcome in slow.outcomes().values())


@pytest.mark.parametrize("file", ["feed.csv", "feed.jsonl", "ftp://user:secret%25word@127.0.0.1:1/feed.csv"])
def test_a_feed_that_cannot_be_written_is_told(project, web, file):
    """A crawl whose feed cannot be written has all outcomes and status 1, and says how to have them written."""
    if "://" not in file:
        (project.folder / file).symlink_to("/dev/full")
        file = str(project.folder / file)
    project.world.scripts["h.test"] = lambda visit: web.answer(body=web.picture(visit.path))
    project.write([(str(n), project.world.url("h.test", f"/{n}.jpg"), "") for n in range(40)])
    crawl = project.crawl("-O", file)
    assert (crawl.code, len(project.outcomes())) == (1, 40)
    said = " ".join(crawl.errors.split())
    assert "scrapy export writes the outcomes anew" in said
    assert "Traceback" not in said
    assert "secret" not in said
    assert "the run is finished" in " ".join(crawl.errors.split())


def test_a_feed_that_can_never_be_written_stops_the_crawl_at_its_start(project):
    """Where a feed cannot be, no request is sent, and one sentence says so."""
    project.write([("0", project.world.url("h.test"), "")])
    (project.folder / "file").touch()
    crawl = project.crawl("-O", str(project.folder / "file" / "feed.csv"))
    said = " ".join(crawl.errors.split())
    assert (crawl.code, project.world.log) == (2, [])
    assert f"feed.csv cannot be written: {project.folder}/file is no folder" in said
    assert "Traceback" not in said


def test_a_crawl_that_cannot_begin_ends_with_one_sentence(project):
    """Where the folder for files on their way cannot be, nothing that did not begin complains that it ends."""
    project.write([("0", project.world.url("h.test"), "")])
    (project.folder / "data").mkdir()
    (project.folder / "data" / "incoming").touch()
    crawl = project.crawl()
    said = " ".join(crawl.errors.split())
    assert (crawl.code, project.world.log) == (2, [])
    assert "incoming cannot be written: File exists" in said
    assert "Traceback" not in said
    assert "ERROR" not in said
