"""Lists that know their images by their hashes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from imgcrawl.catalogue import open_catalogue
from imgcrawl.errors import ErrorSlug

HEADER = ("id", "url", "page_url", "Published Hash")


def digest(body: bytes, algorithm: str) -> str:
    """Return the hash of *body* as lists write it."""
    return hashlib.new(algorithm, body).hexdigest()


@pytest.fixture(scope="module", params=[False, True], ids=["kept", "required"])
def crawled(projects, web, request) -> Any:
    """Crawl rows with right, wrong, absent and malformed hashes, with and without the setting that requires them."""
    project, is_required = projects(f"hashes-{request.param}"), request.param
    right, url = web.picture, project.world.url
    right_of = {"sha": "/sha.jpg", "md5": "/md5.jpg", "twin": "/sha.jpg", "other-twin": "/sha.jpg"}
    bodies = {name: right(f"img.test{path}") for name, path in right_of.items()}
    moved = right("the original")

    def page(visit: Any) -> Any:
        if visit.path == "/p":
            shown = "".join(f'<figure><img src="/media/{name}.jpg"></figure>' for name in ("nest", "egg", "moor"))
            return web.answer(body=f"<!doctype html><title>x</title>{shown}".encode(), media_type="text/html")
        return web.answer(body=moved if visit.path == "/media/egg.jpg" else right(visit.path))

    project.world.scripts["page.test"] = page
    project.world.scripts["gone.test"] = lambda _visit: web.answer(404)
    project.world.scripts["none.test"] = lambda _visit: web.answer(404)
    notice = right("the notice")
    project.world.scripts["same.test"] = lambda _visit: web.answer(body=notice)
    on_page = url("page.test", "/p")
    rows = [
        ("sha", url("img.test", "/sha.jpg"), "", f"SHA256:{digest(bodies['sha'], 'sha256').upper()}"),
        ("md5", url("img.test", "/md5.jpg"), "", digest(bodies["md5"], "md5")),
        ("wrong", url("img.test", "/wrong.jpg"), "", "0" * 40),
        ("none", url("img.test", "/none.jpg"), "", ""),
        ("odd", url("img.test", "/odd.jpg"), "", "n/a"),
        ("odder", url("img.test", "/odder.jpg"), "", "md5:" + "0" * 64),
        ("twin", url("img.test", "/sha.jpg"), "", digest(bodies["sha"], "sha256")),
        ("md5-twin", url("img.test", "/sha.jpg"), "", digest(bodies["sha"], "md5")),
        ("md5-again", url("img.test", "/md5.jpg"), "", digest(bodies["md5"], "md5").upper()),
        ("wrong-twin", url("img.test", "/sha.jpg"), "", "0" * 32),
        ("plain-twin", url("img.test", "/wrong.jpg"), "", ""),
        ("moved", url("gone.test", "/heron-4711.jpg"), on_page, digest(moved, "sha512")),
        ("changed", url("img.test", "/changed.jpg"), on_page, digest(moved, "sha256")),
        ("lost", url("none.test", "/heron-4712.jpg"), on_page, "0" * 64),
        *(
            (
                f"same-{n}",
                url("same.test", f"/{name}.jpg"),
                "",
                digest(notice, "sha1") if n < 2 else "0" * 32 if n == 2 else "",
            )
            for n, name in enumerate(("heron", "otter", "badger", "marten", "weasel", "lynx"))
        ),
    ]
    project.write(rows, HEADER)
    settings = {"IMGCRAWL_REQUIRE_HASH_ENABLED": "True"} if is_required else {}
    done = project.crawl("-a", "hash_column=published_hash", **settings)
    return project, done, project.outcomes(), is_required


def test_what_has_its_hash_is_the_image(crawled):
    """Whatever the algorithm and the case, and though the row's address was fetched for another row."""
    project, done, found, _ = crawled
    assert done.code == 0, done.errors
    assert len(project.world.visits("img.test", "/md5.jpg")) == 1
    for row in ("sha", "md5", "twin", "md5-twin", "md5-again"):
        assert (found[row].ok, found[row].hash_matches, found[row].error) == (True, True, None), row


def test_what_has_another_is_kept_or_refused(crawled):
    """As the setting says; no later run would help, and a row that shares the address stands for itself."""
    _, _, found, is_required = crawled
    for row in ("wrong", "wrong-twin"):
        fate = (found[row].ok, found[row].hash_matches, found[row].error, found[row].retryable)
        assert fate == ((False, False, "content_hash_mismatch", False) if is_required else (True, False, None, None))
        assert f"its {'sha1' if row == 'wrong' else 'md5'} is " in (found[row].reason or "") or not is_required
    assert (found["plain-twin"].ok, found["plain-twin"].hash_matches) == (True, None)


def test_rows_without_a_hash_are_as_ever(crawled):
    """An empty cell means that none is known; what is no hash costs no image, and is told with the first such row."""
    _, done, found, _ = crawled
    assert [(found[row].ok, found[row].hash_matches) for row in ("none", "odd", "odder")] == [(True, None)] * 3
    assert "hashes: 2 rows of the list" in done.errors
    assert "first row 4 (id odd): 'n/a'" in done.errors


def test_a_picture_of_the_page_is_taken_by_its_hash_alone(crawled):
    """Where nothing else tells that it is the image; none that has another hash."""
    _, _, found, is_required = crawled
    moved, lost, changed = found["moved"], found["lost"], found["changed"]
    assert (moved.ok, moved.hash_matches, moved.rescued_by) == (True, True, "page")
    assert moved.final_url.endswith("/media/egg.jpg")
    assert (lost.ok, lost.error, lost.hash_matches, lost.sha256) == (False, "http_404", None, None)
    where = (changed.ok, changed.hash_matches, changed.rescued_by)
    assert where == ((True, True, "page") if is_required else (True, False, None))


def test_a_picture_that_many_names_have_is_an_image_where_it_has_its_hash(crawled):
    """It stays a placeholder for the rows that know no hash."""
    _, _, found, _ = crawled
    same = [found[f"same-{n}"] for n in range(6)]
    assert [(each.ok, each.hash_matches) for each in same[:2]] == [(True, True)] * 2
    assert [each.error for each in same[3:]] == ["content_placeholder"] * 3


def test_a_picture_that_is_taken_back_is_held_against_its_hash_again(crawled):
    """A row that comes once more knows what its list says."""
    _, _, found, is_required = crawled
    assert (found["same-2"].ok, found["same-2"].hash_matches) == (False, False)
    assert found["same-2"].error == "content_placeholder" or is_required


def test_what_is_refused_goes_back_to_what_it_was(crawled):
    """A later crawl without the setting takes what is there; the hashes are those of the list, read anew."""
    project, *_ = crawled
    done = project.crawl("-a", "hash_column=published_hash", "-a", "retry=content_hash_mismatch")
    found = project.outcomes()["wrong"]
    assert (done.code, found.ok, found.hash_matches) == (0, True, False)


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (
            ("-a", "hash_column=publshed_hash"),
            {},
            "urls.csv has no column 'publshed_hash': its columns are 'id', 'url', ",
        ),
        ((), {"IMGCRAWL_REQUIRE_HASH_ENABLED": "True"}, "name their column by -a hash_column=NAME"),
        (
            (),
            {"IMGCRAWL_REQUIRE_HASH_ENABLED": "maybe"},
            "REQUIRE_HASH_ENABLED must be True or False (1 or 0), got 'maybe'",
        ),
    ],
    ids=["no-such-column", "no-column", "no-bool"],
)
def test_a_crawl_that_cannot_know_the_hashes_does_not_begin(project, arguments, settings, said):
    """It says why in one sentence, and which column may have been meant."""
    project.write([("1", project.world.url("img.test"), "", "")], HEADER)
    done = project.crawl(*arguments, **settings)
    assert done.code == 2
    assert said in done.errors
    assert ("did you mean 'Published Hash'?" in done.errors) is bool(arguments)
    assert project.world.log == []


def test_shards_know_the_hashes(project, web):
    """Each process reads the list for itself; what is no hash is told once."""
    hosts = [f"h{n}.test" for n in range(6)]
    rows = [(host, project.world.url(host), "", digest(web.picture(f"{host}/1.jpg"), "md5")) for host in hosts]
    project.write([*rows, ("odd", project.world.url("h1.test", "/2.jpg"), "", "?")], HEADER)
    done = project.crawl("-a", "hash_column=published_hash", "-j", "2")
    found = project.outcomes()
    assert done.code == 0, done.errors
    assert [found[host].hash_matches for host in hosts] == [True] * 6
    assert "hashes: 1 row of the list" in done.errors


def test_rows_that_come_again_know_their_hash(project, web):
    """Those that a first crawl left, and those whose file `scrapy verify --mend` has missed."""
    names = ("1", "2", "3")
    bodies = [web.picture(f"img.test/{name}.jpg") for name in names]
    rows = [
        (n, project.world.url("img.test", f"/{n}.jpg"), "", digest(body, "sha1"))
        for n, body in zip(names, bodies, strict=True)
    ]
    project.write(rows, HEADER)
    assert project.crawl("-a", "hash_column=published_hash", "-a", "limit=2").code == 0
    assert [found.hash_matches for found in project.outcomes().values()] == [True, True]
    catalogue = open_catalogue("", data_dir=str(project.folder / "data"), lock_timeout_s=10)
    catalogue.demote(project.last_run(), ["1"], error=ErrorSlug.STORAGE_ERROR, reason="gone")
    catalogue.close()
    forgotten = project.crawl()
    assert (forgotten.code, "say -a hash_column=published_hash again" in forgotten.errors) == (2, True)
    assert project.crawl("-a", "hash_column=published_hash").code == 0
    assert [(found.ok, found.hash_matches) for found in project.outcomes().values()] == [(True, True)] * 3
    assert len(project.world.visits("img.test", "/1.jpg")) == 2


def test_one_fetch_answers_rows_with_other_hashes(project, web):
    """Rows of one address that know it by different hashes are told by the image that came for the first of them."""
    body = web.picture("img.test/1.jpg")
    known = [digest(body, "md5"), digest(body, "sha1"), *(digest(bytes([n]), "md5") for n in range(6))]
    project.write([(str(n), project.world.url("img.test", "/1.jpg"), "", each) for n, each in enumerate(known)], HEADER)
    assert project.crawl("-a", "hash_column=published_hash").code == 0
    found = project.outcomes()
    assert [found[str(n)].hash_matches for n in range(len(known))] == [True, True, *[False] * 6]
    assert len(project.world.visits("img.test", "/1.jpg")) == 1
