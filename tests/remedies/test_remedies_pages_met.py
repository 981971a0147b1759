"""Hosts that refuse all their pages, or have none."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.hosts.pages import PagesMet

S = ErrorSlug


def asked(pages: PagesMet, slug: ErrorSlug | None, rows: int, *, host: str = "p.test", begin: int = 0) -> list[int]:
    """Return which of so many rows have their page asked for, one after the other, where each fails with *slug*."""
    sent = []
    for row in range(begin + 1, begin + rows + 1):
        url = f"http://{host}/{row}"
        refusal = pages.refusal(url)
        if refusal is None:
            sent.append(row)
            pages.answered(url, slug)
        else:
            assert refusal is slug
    return sent


@pytest.mark.parametrize("slug", [S.HTTP_403, S.HTTP_401, S.HTTP_406])
def test_a_host_that_refuses_its_pages_is_asked_for_fewer_and_fewer(slug):
    """The first ones, and then one whenever there are twice as many."""
    assert asked(PagesMet(), slug, 40) == [1, 2, 3, 4, 8, 16, 32]


def test_what_is_missing_takes_more_to_tell():
    """So many that fewer than one of twenty is to be expected, and then the next one at twice as many."""
    assert asked(PagesMet(), S.HTTP_404, 70) == [*range(1, 18), 32, 64]


@pytest.mark.parametrize("slug", [S.HTTP_429, S.HTTP_503, S.HTTP_500, S.TCP_RESET, S.HTTP_202])
def test_what_passes_tells_nothing(slug):
    """It is not about the pages."""
    assert len(asked(PagesMet(), slug, 40)) == 40


def test_a_page_that_came_has_the_others_asked_for():
    """As long as one of twenty comes; other hosts have theirs."""
    pages = PagesMet()
    asked(pages, S.HTTP_403, 4)
    pages.answered("http://p.test/x", None)
    assert len(asked(pages, S.HTTP_403, 15, begin=4)) == 15
    pages = PagesMet()
    asked(pages, S.HTTP_403, 20)
    assert pages.refusal("http://p.test/21") is S.HTTP_403
    assert pages.refusal("http://other.test/21") is None


def silent(pages: PagesMet, rows: int, *, begin: int = 0, is_bare: bool = False) -> list[int]:
    """Return which of so many rows have their page asked for that comes and names nothing; *is_bare*: it shows none."""
    sent = []
    for row in range(begin + 1, begin + rows + 1):
        url = f"http://p.test/{row}"
        if pages.refusal(url) is None:
            sent.append(row)
            pages.answered(url, None)
            pages.named_nothing(url, is_bare=is_bare)
    return sent


def test_pages_that_name_nothing_are_asked_for_as_the_root_of_the_rows():
    """A site makes its pages alike: the first five, and then where one hundred rows have one, ten tell."""
    pages = PagesMet()
    assert silent(pages, 101) == [1, 2, 3, 4, *(n * n + 1 for n in range(2, 11))]
    assert pages.refusal("http://p.test/102") is S.CONTENT_HTML
    assert pages.refusal("http://other.test/102") is None


def test_two_pages_that_show_no_picture_say_nothing_of_the_others():
    """They may have lost their own alone; more of them say as much as others that name nothing."""
    pages = PagesMet()
    assert silent(pages, 101, is_bare=True) == [*range(1, 8), *(n * n + 1 for n in range(3, 11))]
    pages = PagesMet()
    assert silent(pages, 2, is_bare=True) + silent(pages, 8, begin=2) == [*range(1, 8), 10]
    pages = PagesMet()
    silent(pages, 1)
    assert silent(pages, 9, begin=1, is_bare=True) == [*range(2, 8), 10]


def test_pages_that_help_one_row_in_ten_are_asked_for_each_time():
    """As soon as one has, and for as long as one of eleven does; what proves to be none has not helped."""
    pages = PagesMet()
    silent(pages, 5)
    pages.helped("http://p.test/1")
    assert silent(pages, 8, begin=5) == [*range(6, 12)]
    assert silent(pages, 8, begin=13) == []
    pages = PagesMet()
    silent(pages, 5)
    pages.helped("http://p.test/1")
    pages.helped("http://p.test/1", -1)
    assert silent(pages, 8, begin=5) == [10]
