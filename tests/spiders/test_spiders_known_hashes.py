"""Rows that know the hash of their image, among others with the same address."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial

import pytest
from scrapy.settings import Settings

from imgcrawl.catalogue.rows import url_key
from imgcrawl.intake.lists.known_hashes import known_hash
from imgcrawl.records import Outcome, Passed
from imgcrawl.spiders.rows.selection import Keyed, Selected, Selector, shared
from imgcrawl.spiders.rows.stored import StoredHashes
from imgcrawl.spiders.rows.withdrawal import Withdrawals, state_of

URL, MD5, OTHER, SHA256 = "http://a.test/same.jpg", "a" * 32, "b" * 32, "c" * 64
known_md5 = partial(known_hash, column="md5")


@pytest.fixture
def select(desk):
    """Select a row by what its list knows of its image."""

    async def select_(task):
        selector = Selector(desk.ledger, desk.met[-1], known_md5, source="urls.csv", retry=None)
        [selected] = await selector.select([task])
        return selected

    desk.selector()
    return select_


@pytest.mark.parametrize(
    ("known", "serves"), [("", True), (MD5, True), (SHA256, True), (OTHER, False), ("c" * 40, False)]
)
async def test_an_image_serves_rows_that_have_its_hash_or_none(desk, task, select, known, serves):
    """A row with the hash of the one that was fetched, or that of what came, takes it; another is asked for."""
    await desk.record(task(0, URL), sha256=SHA256, hash_matches=True, extra={"md5": MD5.upper()})
    selected = await select(task(1, URL, known_hash=known))
    assert (selected.twin is not None) is serves
    assert (selected.lane == selected.key) is serves


@pytest.mark.parametrize(
    ("known", "has_matched", "is_sure"),
    [(OTHER, True, True), (OTHER, False, False), ("c" * 40, True, False), ("d" * 64, False, True)],
)
async def test_an_image_known_to_have_another_hash_serves_if_it_is_kept(desk, task, known, has_matched, is_sure):
    """By its SHA-256, or by another hash of the same kind that it has: then the row need not be asked for."""
    desk.selector()
    await desk.record(task(0, URL), sha256=SHA256, hash_matches=has_matched, extra={"md5": MD5})
    row = task(1, URL, known_hash=known)
    for keeps in (True, False):
        selector = Selector(
            desk.ledger, desk.met[-1], known_md5, source="", retry=None, stored=StoredHashes(None) if keeps else None
        )
        [selected] = await selector.with_twins([Keyed(row, url_key(URL))])
        assert (selected.twin is not None) is (is_sure and keeps)
        assert selected.twin is None or shared(selected.twin, row, "now").hash_matches is False


@pytest.mark.parametrize(
    ("attempts", "rescued_by", "serves"), [(1, None, True), (2, "retry", True), (3, "page", False), (0, None, False)]
)
async def test_what_a_page_had_serves_no_row_with_another(desk, task, attempts, rescued_by, serves):
    """Its own may have its image; whether a page had what was shared is not on record."""
    desk.selector()
    had = {"attempts": attempts, "rescued_by": rescued_by}
    await desk.record(task(0, URL, page_url="http://a.test/p"), sha256=SHA256, hash_matches=True, **had)
    for page in (None, "http://a.test/q"):
        selector = Selector(desk.ledger, desk.met[-1], known_md5, source="", retry=None, stored=StoredHashes(None))
        row = task(1, URL, page_url=page, known_hash="d" * 64)
        [selected] = await selector.with_twins([Keyed(row, url_key(URL))])
        assert (selected.twin is not None) is (serves or page is None)


async def test_of_several_images_one_that_has_its_hash_serves(desk, task, select):
    """It tells most of what came."""
    for n, (known, matches) in enumerate(((OTHER, False), (MD5, True), (OTHER, False))):
        await desk.record(task(n, URL), sha256=SHA256, hash_matches=matches, extra={"md5": known})
    twin = (await select(task(3, URL, known_hash=MD5))).twin
    assert (twin.id, twin.hash_matches) == ("1", True)


async def test_an_image_that_was_held_against_no_hash_serves_no_row_by_it(desk, task, select):
    """The column of hashes was named later: whether it has that is not known."""
    await desk.record(task(0, URL), sha256=SHA256, extra={"md5": MD5})
    assert (await select(task(1, URL, known_hash=MD5))).twin is None
    assert (await select(task(2, URL, known_hash=SHA256))).twin is not None


@pytest.mark.parametrize(("known", "serves"), [(MD5, True), (OTHER, False), ("", False)])
async def test_another_hash_is_no_failure_of_rows_that_know_another_or_none(desk, task, select, known, serves):
    """What was refused for its hash may be what they want, also on the page on which both were found."""
    fault = {"ok": False, "stage": "content", "error": "content_hash_mismatch", "extra": {"md5": MD5}}
    await desk.record(task(0, URL, page_url="http://a.test/p"), sha256=SHA256, **fault)
    for page in (None, "http://a.test/p"):
        selected = await select(task(1, URL, row_id=f"1 {page}", page_url=page, known_hash=known))
        assert (selected.twin is not None) is serves


async def test_a_picture_that_was_refused_serves_no_row_that_has_its_hash(desk, task, select):
    """What is a placeholder for who knows no better is the image of a row that does."""
    await desk.record(task(0, URL), ok=False, error="content_placeholder", sha256=SHA256)
    assert (await select(task(1, URL))).twin is not None
    assert (await select(task(2, URL, known_hash=SHA256))).twin is None


async def test_another_failure_is_that_of_rows_without_a_hash(desk, task, select):
    """A row that knows none shares what became of one that does, where that is not for its hash."""
    await desk.record(task(0, URL), ok=False, extra={"md5": MD5})
    assert (await select(task(1, URL))).twin is not None
    assert (await select(task(2, URL, known_hash=OTHER))).twin is None


@pytest.mark.parametrize(
    ("known", "has_matched", "matches"),
    [("", True, None), ("", False, None), (MD5, True, True), (MD5, False, False), (SHA256, False, True)],
)
def test_a_shared_outcome_is_held_against_the_row_s_own_hash(task, known, has_matched, matches):
    """That of the row which was fetched, or the SHA-256 of what came."""
    twin = Outcome("0", URL, ok=True, sha256=SHA256, hash_matches=has_matched)
    assert shared(twin, task(1, URL, known_hash=known), "now").hash_matches is matches


async def test_rows_of_two_hashes_are_not_asked_for_at_once_in_vain(desk, task):
    """Each hash of an address is asked for once, one after the other, and the rows of each share what comes."""
    hashes = (MD5, OTHER, MD5, OTHER, "")
    rows = [task(n, URL, known_hash=known, extra={"md5": known}) for n, known in enumerate(hashes)]
    flow, fetched = desk.flow(rows), []
    flow._selector._known_hash = known_md5
    async for selected in flow.unfinished():
        if selected.twin is None:
            fetched.append(selected.task.id)
        matches = False if selected.task.known_hash else None
        flow.done(await desk.record(selected.task, extra=selected.task.extra, hash_matches=matches))
    assert fetched[:2] == ["0", "1"]
    assert "2" not in fetched
    assert "4" not in fetched


async def test_an_image_with_its_hash_is_never_taken_back(desk, task):
    """Whatever proves its picture to be a placeholder of others; what has another is, and keeps knowing its own."""
    for n, matches in enumerate((True, False, None)):
        await desk.record(task(n), hash_matches=matches, extra={"md5": MD5})
    told = []
    withdrawals = Withdrawals(
        desk.ledger, tell=lambda found, _: told.append(found), recorded=desk.when_read, known_hash=known_md5
    )
    withdrawals.add({Passed(url_key(f"http://a.test/{n}.jpg"), "x") for n in range(3)})
    again = await withdrawals.carry_out(())
    assert sorted(selected.task.id for selected in again) == ["1", "2"]
    assert [(selected.task.known_hash, state_of(selected)["known_hash"]) for selected in again] == [(MD5, MD5)] * 2
    assert (await desk.ledger.known(["0"]))["0"].ok


def test_the_state_of_a_row_knows_its_hash(task):
    """What is asked for is held against it, wherever it came from."""
    plain = task(0)
    known = replace(plain, known_hash=MD5)
    states = [state_of(Selected(each, 1, 1, None))["known_hash"] for each in (plain, known)]
    assert states == ["", MD5]


BODY = b"a picture"
DIGESTS = {name: hashlib.new(name, BODY).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")}


@pytest.fixture
def stored(tmp_path):
    """Store an image, and return what knows the hashes of what is stored."""
    (tmp_path / "3b.jpg").write_bytes(BODY)
    return StoredHashes.of(Settings({"IMAGES_STORE": str(tmp_path)}))


@pytest.fixture
def look(desk, task):
    """Select a row with a known hash and perhaps a page where another row with another hash had an image."""

    async def look_(stored, known, page=None, **had):
        desk.selector()
        own = {"sha256": DIGESTS["sha256"], "path": "3b.jpg", "hash_matches": False, "extra": {"md5": MD5}}
        await desk.record(task(0, URL), **own | had)
        selector = Selector(desk.ledger, desk.met[-1], known_md5, source="", retry=None, stored=stored)
        row = task(1, URL, page_url=page, known_hash=known)
        [selected] = await selector.with_twins([(row, url_key(URL))])
        return selected.twin and shared(selected.twin, row, "now")

    return look_


@pytest.mark.parametrize("had", [{}, {"hash_matches": None, "extra": None}], ids=["another", "none"])
@pytest.mark.parametrize("name", ["md5", "sha1", "sha512"])
async def test_what_is_stored_tells_whether_it_has_a_hash(look, stored, name, had):
    """A row with the hash of what came for another one takes it as its own, and others as what is not theirs."""
    assert (await look(stored, DIGESTS[name], **had)).hash_matches is True
    assert (await look(stored, "e" * len(DIGESTS[name]), **had)).hash_matches is False


async def test_a_row_with_a_page_takes_what_has_its_hash(look, stored):
    """Wherever it came from; what has not may be found on its page."""
    assert (await look(stored, DIGESTS["md5"], "http://a.test/p", attempts=3, rescued_by="page")).hash_matches is True
    assert await look(stored, OTHER, "http://a.test/p", attempts=3, rescued_by="page") is None


async def test_nothing_is_told_by_what_cannot_be_read(look, stored, tmp_path):
    """A file that is gone or changed, and a store elsewhere, are no witnesses: the row is asked for."""
    assert await look(StoredHashes.of(Settings({"IMAGES_STORE": "s3://bucket/images"})), OTHER) is None
    (tmp_path / "3b.jpg").write_bytes(b"another")
    assert await look(stored, OTHER) is None
    (tmp_path / "3b.jpg").unlink()
    assert await look(stored, OTHER) is None


async def test_what_was_asked_for_by_itself_serves_before_what_was_shared(desk, task, select):
    """Of what was shared nobody knows where it came from."""
    for n, attempts in enumerate((0, 2, 0)):
        await desk.record(task(n, URL), sha256=SHA256, attempts=attempts)
    assert (await select(task(3, URL))).twin.id == "1"
