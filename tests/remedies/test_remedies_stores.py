"""Stores that say of what they lack what they say of what they give nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign, sign_of
from tests.remedies.planning import FOR_ONE_ROW, HOST, LADDER, NO_HTTPS, URL, WRAPPED, S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.planner import Planner

DENIED = b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message>'
REFUSED = Failure(S.HTTP_403, sign=Sign.STORE)


def until_none(planner: Planner, row: int, failure: Failure) -> list[str]:
    """Return the remedies for a *row* that meets one *failure* for ever."""
    state = begun(row, URL, None)
    return [step.remedy for step in iter(lambda: walk(planner, state, failure)[0], None)]


@pytest.mark.parametrize(
    ("status", "body", "sign"),
    [
        (403, DENIED + b"<RequestId>0A</RequestId></Error>", Sign.STORE),
        (403, b"<Error><Code>AccessDenied</Code><Message>Access denied.</Message></Error>", Sign.STORE),
        (403, b"<Error><Code>AccessDenied</Code><BucketName>media</BucketName></Error>", Sign.STORE),
        (
            403,
            b'<Error xmlns="x">\n <Code>AccessDenied</Code>\n <Message>Denied by bucket acl.</Message></Error>',
            Sign.STORE,
        ),
        (403, DENIED.replace(b"Access Denied", b"You are denied by bucket referer policy."), None),
        (403, b"<html><h1>403 Forbidden</h1><ul>\n<li>Code: AccessDenied</li></ul></html>", Sign.STORE),
        (401, DENIED, None),
        (403, DENIED.replace(b"Access Denied", b"Request has expired"), Sign.EXPIRED),
        (403, b"<html>" + DENIED, None),
        (403, DENIED.replace(b"AccessDenied", b"AllAccessDisabled"), None),
    ],
)
def test_what_a_store_says(status, body, sign):
    """Its words are known by their form; an end of time, a page about it and another code are something else."""
    assert sign_of(status, body, header={}.get, url=URL, now=0.0) is sign


@pytest.mark.parametrize("given", [0, 3])
def test_one_other_way_is_tried_and_no_wait(given):
    """Also at a host that has given images: that it lacks one is no reason to leave it alone."""
    planner, state = make(), begun(1, URL, None)
    for _ in range(given):
        planner.learning.succeeded(begun(9, URL, None), host=HOST)
    assert not planner.may_be_turned(state, REFUSED, host=HOST, now=50.0)
    remedies = [step.remedy for step in walk(planner, state, *[REFUSED] * 6) if step]
    assert "wait" not in remedies
    assert len([name for name in remedies if name != "https"]) == 1


def test_a_site_of_a_store_says_so_in_its_head():
    """Whatever its own page for errors looks like."""
    for code, sign in ((b"AccessDenied", Sign.STORE), (b"NoSuchBucket", None)):
        fields = {b"x-amz-error-code": code}
        assert sign_of(403, b"<html>Sorry", header=fields.get, url=URL, now=0.0) is sign


@pytest.mark.parametrize(
    ("failure", "given", "most"),
    [
        (REFUSED, 0, 2),
        (REFUSED, 1, 1),
        (Failure(S.HTTP_405), 0, len(FOR_ONE_ROW)),
        (Failure(S.HTTP_405), 1, len(FOR_ONE_ROW)),
        (Failure(S.CONTENT_EMPTY), 0, len(FOR_ONE_ROW)),
        (Failure(S.CONTENT_EMPTY), 2, 2),
    ],
    ids=["store", "giving-store", "405", "giving-405", "empty", "giving-empty"],
)
def test_what_is_for_everybody_is_tried_in_each_way_once(failure, given, most):
    """The rows of such a host share that.

    At a store it is the pages alone that it may mind: one, if it has given an image as it was asked. A host that has
    given images, and has nothing in the place of others, is asked for one of these.
    """
    planner = make(outlook=lambda _host: 9, remedies=NO_HTTPS)
    planner.memory.odds.note(S.HTTP_403, "bot_identity", helped=True)
    for _ in range(given):
        planner.learning.succeeded(begun(99, URL, None), host=HOST)
    tried = [name for row in range(15) for name in until_none(planner, row, failure) if name in LADDER]
    assert len(tried) == most
    assert len({*tried}) == len(tried)
    if failure is REFUSED:
        assert {*tried} <= {"same_origin_referer", "no_referer"}


@pytest.mark.parametrize(("rows", "most"), [(15, 2), (17, 4), (255, 4), (257, 6)])
def test_a_store_that_denies_many_rows_is_asked_for_a_few_more(rows, most):
    """The first ones may be missing, which it says in the same words to whoever asks."""
    planner = make(outlook=lambda _host: 9, remedies=NO_HTTPS)
    tried = [name for row in range(rows) for name in until_none(planner, row, REFUSED)]
    assert sorted(tried) == sorted(["same_origin_referer", "no_referer"] * (most // 2))


def test_a_way_that_has_won_at_a_store_is_asked_in():
    """What stands before a store may mind the client, and say so in its words."""
    planner = make(remedies=NO_HTTPS)
    for row in range(2):
        planner.memory.won(HOST, "bot_identity", row=90 + row)
        planner.learning.succeeded(begun(80 + row, URL, None), host=HOST)
    [step] = walk(planner, begun(1, URL, None), REFUSED)
    assert step is not None
    assert step.remedy == "bot_identity"


def test_other_addresses_are_asked_first():
    """An upload whose copy is missing, or an address inside, says more than who asks."""
    sized = "http://a.test/content/images/size/w600/1.jpg"
    for url, remedy in ((WRAPPED, "unwrap"), (sized, "full_size")):
        [step] = walk(make(), begun(1, url, None), REFUSED)
        assert step.remedy == remedy
