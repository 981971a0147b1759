"""What a refusal of a size, or of a token for one, is answered with first."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.mends import Trials
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, NO_HTTPS, PAGE, S, begun, make, walk

SIZED = "http://a.test/p/heron.jpg?w=9999&fit=crop"
WHOLE = "http://a.test/p/heron.jpg"
THUMB = "http://a.test/images/thumb/a/ab/Heron.jpg/333px-Heron.jpg"
FILE = "http://a.test/images/a/ab/Heron.jpg"
DERIVED = "http://a.test/files/styles/big/public/heron.jpg?itok=E1b2c3d4"

IIIF = "http://a.test/iiif/2/heron/full/640,/0/default.jpg"


@pytest.mark.parametrize("slug", [S.HTTP_400, S.HTTP_403, S.HTTP_404, S.HTTP_414, S.HTTP_501, S.HTTP_OTHER_4XX])
def test_a_refused_size_is_left_out_at_once(slug):
    """Before another identity asks, whatever formats the answer depends on; then the order goes on."""
    planner = make(remedies=NO_HTTPS)
    first, second = walk(planner, begun(1, SIZED, PAGE), Failure(slug, is_negotiated=slug is S.HTTP_400), slug)
    assert first is not None
    assert (first.remedy, first.url) == ("full_size", WHOLE)
    assert second is not None
    assert second.url != WHOLE


def test_a_query_that_is_needed_whole_costs_one_request():
    """A signed address that is refused without its size is asked for as it was, in other ways."""
    planner = make(remedies=NO_HTTPS)
    signed = f"{SIZED}&s=0123456789abcdef0123456789abcdef"
    steps = walk(planner, begun(1, signed, None), *[S.HTTP_400] * 3)
    assert [step.url for step in steps if step] == [f"{WHOLE}?s=0123456789abcdef0123456789abcdef", None, None]


@pytest.mark.parametrize("wait_s", [None, 7.0])
def test_a_thumbnail_that_is_not_made_for_now_is_asked_for_as_its_file(wait_s):
    """After the pause that the host has asked for, and not before."""
    planner = make()
    (step,) = walk(planner, begun(1, THUMB, PAGE), Failure(S.HTTP_429, retry_after_s=wait_s, is_crowded=True))
    assert step is not None
    assert (step.url, step.delay_s) == (FILE, wait_s or 0.0)


def test_a_thumbnail_whose_file_is_missing_is_waited_for():
    """The row comes back to its own address, as after any other limit."""
    planner = make(remedies=("wait", "full_size"))
    _, step = walk(planner, begun(1, THUMB, None), Failure(S.HTTP_429, retry_after_s=7.0), S.HTTP_404)
    assert step is not None
    assert (step.remedy, step.from_start) == ("wait", True)


def test_a_limit_is_waited_for_where_the_address_holds_no_other():
    """A sized query says nothing of how often its host may be asked."""
    (step,) = walk(make(), begun(1, SIZED, PAGE), Failure(S.HTTP_429, retry_after_s=7.0))
    assert step is not None
    assert (step.remedy, step.url) == ("wait", None)


@pytest.mark.parametrize("slug", [S.HTTP_400, S.HTTP_401, S.HTTP_403, S.HTTP_404])
@pytest.mark.parametrize("query", ["itok=E1b2c3d4", "w=3&s=0123456789abcdef", "hash=a1b2c3d4e5"])
def test_the_page_knows_the_present_token(slug, query):
    """It is asked first of all; where it gives none the row goes on as else."""
    url = f"http://a.test/files/styles/big/public/heron.jpg?{query}"
    first, second = walk(make(remedies=NO_HTTPS), begun(1, url, PAGE), slug, Failure(S.CONTENT_HTML, is_page=True))
    assert first is not None
    assert first.page
    assert second is not None
    assert not second.page


@pytest.mark.parametrize("query", ["s=12345", "hash=a", "token=", "id=0123456789abcdef", "v=1a2b3c4d"])
def test_other_fields_are_no_tokens(query):
    """A size, a key and a version are not renewed by a page."""
    (step,) = walk(make(remedies=("page", "no_referer")), begun(1, f"{WHOLE}?{query}", PAGE), S.HTTP_403)
    assert step is not None
    assert step.remedy == "no_referer"


def test_a_token_without_a_page_is_a_copy_of_its_upload():
    """Drupal's upload is asked for then, before anybody else asks."""
    (step,) = walk(make(), begun(1, DERIVED, None), S.HTTP_403)
    assert step is not None
    assert step.url == "http://a.test/files/heron.jpg"


def test_what_has_a_reason_is_no_matter_of_the_token():
    """A challenge is met by no other address of the host."""
    (step,) = walk(make(), begun(1, DERIVED, PAGE), Failure(S.HTTP_403, sign=Sign.EXPIRED, url=f"http://{HOST}/"))
    assert step is not None
    assert step.remedy == "page"


@pytest.mark.parametrize(
    ("url", "slug", "mends", "may_be"),
    [
        (SIZED, S.HTTP_400, {}, False),
        (SIZED, S.HTTP_400, {"full_size": Trials(met=3, vain=3)}, True),
        (SIZED, S.HTTP_403, {}, True),
        (SIZED, S.HTTP_403, {"full_size": Trials(met=1, won=1)}, False),
        (DERIVED, S.HTTP_403, {}, False),
        (WHOLE, S.HTTP_400, {}, True),
        (IIIF, S.HTTP_501, {}, False),
        (WHOLE, S.HTTP_501, {}, True),
    ],
)
def test_what_is_about_the_address_is_no_turn_of_the_host(url, slug, mends, may_be):
    """A host that gives others their images is not waited for, as long as asking without the size is worth it."""
    planner = make()
    planner.memory[HOST].wins["default"] = planner.memory[HOST].linked = 3
    planner.memory[HOST].mends.update(mends)
    assert planner.may_be_turned(begun(1, url, PAGE), Failure(slug), host=HOST, now=50.0) is may_be


@pytest.mark.parametrize(("images", "asked"), [(0, [0, 3, 15]), (5, [0, 15])])
def test_a_host_that_lacks_single_pictures_is_seldom_asked_for_them_in_other_forms(images, asked):
    """Others are given theirs there: one form in vain says more than at a host that gives nothing."""
    planner, found = make(remedies=("full_size",)), []
    planner.memory[HOST].images = images
    for row in range(20):
        state = begun(row, f"http://a.test/wp-content/uploads/{row}-300x200.jpg", None)
        while walk(planner, state, S.HTTP_404) != [None]:
            found += [row] * (row not in found)
    assert found == asked


@pytest.mark.parametrize(
    ("images", "page", "won", "forms"), [(5, PAGE, 0, 1), (5, None, 0, 2), (0, PAGE, 0, 2), (5, PAGE, 1, 2)]
)
def test_a_row_with_a_page_is_asked_for_in_one_other_form_where_its_host_lacks_it(images, page, won, forms):
    """Then its page tells more than a second guess, unless such have helped there."""
    planner = make(remedies=("full_size", "page"))
    planner.memory[HOST].images = images
    planner.memory[HOST].mends["full_size"] = Trials(won=won)
    state = begun(1, "http://a.test/images/I/71AbC-dEfGL._SX900_.jpg", page)
    steps = [step.remedy for step in walk(planner, state, *[S.HTTP_404] * 4) if step]
    assert steps.count("full_size") == forms


def test_what_an_answer_speaks_for_is_tried_whatever_became_of_others():
    """Files of other rows may be gone, here and at other hosts; where none of several is there, few more are tried."""
    planner, host, tried = make(remedies=("other_size",)), "upload.wikimedia.org", []
    for row in range(40):
        planner.memory.odds.note(S.HTTP_400, "other_size", helped=False)
        state = begun(row, f"https://{host}/wikipedia/commons/thumb/a/ab/{row}.jpg/220px-{row}.jpg", None)
        told = Failure(S.HTTP_400, sign=Sign.OTHER_SIZES)
        (step,) = walk(planner, state, told, host=host)
        tried.append(step is not None)
        if step is not None:
            walk(planner, state, told, S.HTTP_404, host=host)
    assert all(tried[:8])
    assert sum(tried[8:]) <= 3


def test_one_dead_upload_does_not_keep_the_next_from_being_asked_for_in_the_sizes_that_a_service_keeps():
    """Each lacks its largest; many are there in the next size, and others gone as a whole, which takes two requests."""
    planner, host, asked = make(remedies=("other_size",)), "i.ytimg.com", []
    planner.memory[host].images = 5
    for row in range(40):
        state = begun(row, f"https://{host}/vi/dQw4w9Wg{row:03d}/maxresdefault.jpg", None)
        asked.append(walk(planner, state, S.HTTP_404, S.HTTP_404, S.HTTP_404, host=host).count(None) < 3)
    assert all(asked[:4])
    assert sum(asked[4:]) <= 4


def test_what_a_service_has_is_asked_for_whatever_the_odds():
    """Its description is no guess: where no other size has ever helped it is what is asked for."""
    planner, url = make(remedies=("iiif",)), "http://a.test/iiif/2/heron/full/full/0/default.jpg"
    for _ in range(60):
        planner.memory.odds.note(S.HTTP_404, "iiif", helped=False)
    assert [step and step.url for step in walk(planner, begun(1, url, None), S.HTTP_404)] == [
        "http://a.test/iiif/2/heron/info.json"
    ]


def test_a_service_that_lacks_some_pictures_is_asked_for_the_next():
    """Four rows may be gone as a whole; beyond them each in vain says as much as of any other mend."""
    planner, found = make(remedies=("iiif",)), []
    for row in range(20):
        state = begun(row, f"http://a.test/iiif/2/{row}/full/full/0/default.jpg", None)
        while walk(planner, state, S.HTTP_404) != [None]:
            found += [row] * (row not in found)
    assert found == [0, 1, 2, 3, 4, 5, 15]
