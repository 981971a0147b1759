"""Answers of the hostile web that lead elsewhere or are not the image."""

from __future__ import annotations

import hashlib

import pytest


def test_the_page_knows_where_the_picture_went(hostile):
    """A dead address is looked up on the page where it was found, by its own name among others.

    What two rows have found so may spare one that comes after them the page.
    """
    found = hostile.of("moved")
    for outcome in found:
        assert outcome.ok
        assert outcome.final_url == outcome.url.replace("/old/", "/new/")
        assert outcome.attempts >= 2
    by = [outcome.rescued_by for outcome in found]
    assert by.count("page") >= 2
    assert set(by) <= {"page", "moved"}


def test_a_page_is_fetched_once(hostile):
    """Rows that were found on the same page share one fetch of it."""
    assert len(hostile.visits("pages", "/moved")) == 1


def test_no_picture_rather_than_another(hostile):
    """A page that shows only neighbours of the picture rescues nothing, and none of them is asked for."""
    assert hostile.errors("decoy") == ["http_404"]
    assert len(hostile.visits("pages", "/decoys")) == 1
    assert [v.path for v in hostile.visits("decoy")] == ["/old/robin-471101.jpg"]


def test_a_page_that_is_the_image_is_taken_for_it_by_its_name(hostile):
    """The page's address is asked for as an image when it bears the wanted name; another name is not taken."""
    right, wrong = hostile.of("its-page")
    assert (right.ok, right.rescued_by) == (True, "page")
    assert right.final_url.endswith("/new/finch-482971.jpg")
    assert (wrong.ok, wrong.error) == (False, "http_404")


def test_a_page_that_has_moved_is_followed_once_for_all_its_rows(hostile):
    """A page that only refers to its new address is read there."""
    assert [(o.ok, o.rescued_by) for o in hostile.of("relocated")] == [(True, "page")] * 2
    assert [len(hostile.visits("relocated", path)) for path in ("/here", "/there")] == [1, 1]


def test_a_page_in_the_images_place_is_read_without_another_request(hostile):
    """What it names is asked for when other ways of asking gave the page again; another name is not taken."""
    right, wrong = hostile.of("viewer")
    assert (right.ok, right.rescued_by) == (True, "page")
    assert right.final_url.endswith("/new/wagtail-482975.jpg")
    assert (wrong.ok, wrong.error) == (False, "content_html")
    assert {v.path for v in hostile.visits("viewer")} == {
        "/view/wagtail-482975.jpg", "/new/wagtail-482975.jpg", "/view/wagtail-482976.jpg",
    }  # fmt: skip


def test_a_page_that_is_made_for_one_picture_gives_that(hostile):
    """Where the list has the page in place of the file; not where the page declares one and shows another."""
    right, wrong = hostile.of("sold-here")
    assert (right.ok, right.rescued_by) == (True, "page")
    assert right.final_url.endswith("/i/88a.jpg")
    assert (wrong.ok, wrong.error) == (False, "content_html")
    assert {v.path for v in hostile.visits("sold-here")} == {"/p/KT-482977", "/i/88a.jpg", "/p/KT-482978"}


def test_a_feed_is_a_page_of_many(hostile):
    """The item that is called as the file is gives its picture; what shares words with one gets none."""
    right, wrong = hostile.of("syndicated")
    assert (right.ok, right.rescued_by) == (True, "page")
    assert right.final_url.endswith(f"/media/{'4' * 32}.jpg")
    assert (wrong.ok, wrong.error) == (False, "http_404")


def test_redirects_are_followed(hostile):
    """Redirects lead to the picture, on other hosts too; the last address is noted and every hop counted."""
    outcome = hostile["hops/1"]
    assert outcome.ok
    assert outcome.final_url == hostile.world.url("landing.test", "/c.jpg")
    assert outcome.attempts == 3
    assert outcome.rescued_by is None


@pytest.mark.parametrize(
    ("host", "error", "most"),
    [
        ("endless", "http_redirect_loop", 21),
        ("to-itself", "http_redirect_loop", 3),
        ("to-file", "url_redirect", 1),
        ("to-nowhere", "http_bad_redirect", 1),
        ("to-inside", "policy_private_address", 1),
    ],
)
def test_redirects_end(hostile, host, error, most):
    """A redirect that goes round, never ends, or leads where we do not go is refused after few requests."""
    [outcome] = hostile.of(host)
    assert outcome.error == error
    assert 1 <= len(hostile.visits(host)) <= most
    assert hostile.visits("127.0.0") == []


def test_private_addresses_are_not_asked(hostile):
    """A name that leads outside the networks that were opened is refused before anything is sent."""
    [outcome] = hostile.of("private")
    assert (outcome.error, outcome.stage, outcome.attempts) == ("policy_private_address", "policy", 0)


@pytest.mark.parametrize(
    ("host", "error", "requests"),
    [
        ("cut-short", "content_truncated", 3),
        ("half-file", "content_truncated", 2),
        ("mispacked", "content_encoding", 3),
        ("too-large", "content_too_large", 1),
        ("bomb", "content_too_large", 1),
        ("opt-out", "policy_opt_out", 1),
    ],
)
def test_bodies_that_are_wrong(hostile, host, error, requests):
    """A body that is not the whole image fails by its own name; only what may be chance is asked for again."""
    [outcome] = hostile.of(host)
    assert outcome.error == error
    assert len(hostile.visits(host)) == requests


@pytest.mark.parametrize(("host", "error"), [("web-page", "content_html"), ("empty", "content_empty")])
def test_answers_that_hold_no_image(hostile, host, error):
    """A page or nothing with status 200 is a failure of the content, whatever else is tried."""
    [outcome] = hostile.of(host)
    assert (outcome.ok, outcome.stage, outcome.error, outcome.status) == (False, "content", error, 200)


def test_content_encoding_is_removed(hostile):
    """A picture that came compressed is stored as it was before."""
    body = hostile.web.picture("contents")
    [outcome] = hostile.of("packed")
    assert outcome.ok
    assert outcome.sha256 == hashlib.sha256(body).hexdigest()


def test_a_wrapped_address_is_unwrapped(hostile):
    """When a proxy fails, the address that its URL carries is asked for."""
    [outcome] = hostile.of("wrapper")
    assert outcome.ok
    assert outcome.rescued_by == "unwrap"
    assert outcome.final_url == hostile.world.url("inner.test", "/wrapped.jpg")


def test_a_stand_in_is_no_image(hostile):
    """A small picture that a host serves for many addresses is refused for all of them; its other pictures pass."""
    *fakes, real = [hostile[f"stand-in/{n}"] for n in range(1, 8)]
    assert [o.error for o in fakes] == ["content_placeholder"] * 6
    assert real.ok
    digest = hashlib.sha256(hostile.web.picture("not available")).hexdigest()
    assert not list(hostile.project.images.rglob(f"{digest}*"))


def test_a_notice_drawn_anew_is_no_image(hostile):
    """A notice with a number in its corner is refused for every address, whichever way it is asked for."""
    outcomes = hostile.of("stamped")
    assert [o.error for o in outcomes] == ["content_placeholder"] * 5
    assert len(hostile.visits("stamped")) > 5


def test_a_notice_to_slow_down_is_no_image(hostile):
    """A drawing that two addresses gave and that has gone when it is asked for again was a notice, for both."""
    outcomes = hostile.of("slow-down")
    assert [(o.ok, o.rescued_by is not None, o.attempts) for o in outcomes] == [
        (True, False, 1), (True, True, 2), (True, True, 2), (True, False, 1), (True, False, 1),
    ]  # fmt: skip
    assert len({o.sha256 for o in outcomes}) == 5


def test_a_logo_that_two_addresses_share_is_an_image(hostile):
    """A drawing that is still there at the second look, and not for a made-up name, is what was asked for."""
    outcomes = hostile.of("logo")
    assert [(o.ok, o.rescued_by) for o in outcomes] == [(True, None)] * 5
    paths = [visit.path for visit in hostile.visits("logo")]
    listed = [path for path in paths if len(path) == len("/0.png")]
    assert set(listed) == {f"/{n}.png" for n in range(5)}
    assert len(paths) <= 5 + 9  # four made-up names, to see whether the host draws what it gives for them by lot


def test_a_redirect_to_a_notice_is_no_image(hostile):
    """The only row of a host, itself called removed, is refused when it is led to a file that says not found."""
    [outcome] = hostile.of("moved-away")
    assert (outcome.ok, outcome.error) == (False, "content_placeholder")
