from __future__ import annotations

from itertools import product

import pytest

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.meanings import AGAIN, AS_BEFORE, ERRORS
from imgcrawl.records import Outcome
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.report.advice import advise

SLUGS = list(ErrorSlug)
ON_A_PAGE = [slug for slug in SLUGS if Kind.PAGE in REMEDIES[slug].kinds and slug.stage is not Stage.URL]
REFUSALS = [slug for slug in SLUGS if Kind.ASK_OTHERWISE in REMEDIES[slug].kinds]


def advice(slug: str, *tried: str, page: str | None = "http://page.test/", retryable: bool | None = None) -> str:
    """Return the advice on a row that failed with *slug* after what was *tried*."""
    known = slug in SLUGS and ERRORS[ErrorSlug(slug)].retryable
    trail = [{"n": n, "remedy": remedy} for n, remedy in enumerate((None, *tried), 1)]
    again = known if retryable is None else retryable
    return advise(
        Outcome(
            id="1",
            url="http://a.test/1.jpg",
            page_url=page,
            stage=slug.partition("_")[0],
            error=slug,
            retryable=again,
            trail=trail,
        )
    )


@pytest.mark.parametrize("tried", [(), ("page",), ("no_referer", "page")], ids=["once", "page", "all"])
@pytest.mark.parametrize("page", [None, "http://page.test/", "http://a.test/"], ids=["no-page", "elsewhere", "same"])
def test_to_run_again_is_advised_where_it_may_help(page, tried):
    """Advice to run again as it is stands with every retryable outcome and with no other, whatever was tried.

    A failure of the store is taken up by the plain command, so that none but the failed rows need be asked for.
    """
    for slug, retryable in product(SLUGS, (True, False)):
        said = advice(slug, *tried, page=page, retryable=retryable)
        again, other = (AS_BEFORE, AGAIN) if slug.stage is Stage.STORAGE else (AGAIN, AS_BEFORE)
        assert (again in said) is retryable, slug
        assert other not in said, slug
        assert ("would fail as well" in said) is not retryable, slug
        assert "  " not in said, slug


def test_access_is_to_be_asked_for_where_another_run_has_not_helped():
    """That a host refuses and that a later run may help are no contradiction: one comes after the other."""
    assert advice("http_403", page="http://a.test/", retryable=True).endswith(
        f"{AGAIN} If it fails again: the host refuses this client: ask its owner for access."
    )


def test_the_table_of_errors_says_the_same():
    """What tables advise on an error is its cure; where there is none it is retryable, and they tell to run again."""
    for slug in SLUGS:
        info = ERRORS[slug]
        assert info.advice == (info.cure or AGAIN), slug
        assert info.cure or info.retryable, slug
        assert AGAIN not in info.cure, slug


def test_a_change_names_the_rows_it_helps():
    """Where a setting would help, the advice retries the rows with this very error."""
    for slug in SLUGS:
        cure = ERRORS[slug].cure
        assert "-a retry=" not in cure or cure.endswith(f"-a retry={slug}.")


def test_what_may_pass_is_not_called_dead():
    """No address is called dead, and no file damaged for good, that a later run might get."""
    for slug in [slug for slug in SLUGS if ERRORS[slug].retryable]:
        assert "dead" not in ERRORS[slug].cure
        assert "another copy" not in ERRORS[slug].cure


def test_the_page_is_advised_only_where_it_was_not_tried():
    """A page is to be looked at if it was not asked, to be named if it is unknown, and neither if it was tried."""
    for slug in ON_A_PAGE:
        assert "was not asked: look there" in advice(slug)
        assert "page_url" in advice(slug, page=None)
        for remedy in ("page", "page_cookies"):
            said = advice(slug, remedy)
            assert "did not lead to it" in said, slug
            assert "look there" not in said, slug
            assert "page_url" not in said, slug


def test_no_page_where_it_cannot_help():
    """Nothing is said of a page for an error that no page cures."""
    for slug in [slug for slug in SLUGS if slug not in ON_A_PAGE]:
        assert "page_url" not in advice(slug, page=None)
        assert "Its page" not in advice(slug)


def test_a_page_on_the_host_that_cannot_be_reached_is_no_advice():
    """A page that lies on the unreachable host itself is not recommended."""
    for slug in [slug for slug in ON_A_PAGE if slug.stage in (Stage.DNS, Stage.TCP, Stage.TLS)]:
        assert "look there" not in advice(slug, page="http://a.test/gallery")


def test_a_page_on_a_host_that_answers_is_advised():
    """That page and image lie on one host is no reason against the page where the host can be reached."""
    assert "was not asked: look there" in advice(ErrorSlug.HTTP_404, page="http://a.test/gallery")


def test_other_ways_are_told_where_they_were_tried():
    """Only a refusal to which other ways of asking were tried says so."""
    for slug in SLUGS:
        assert ("Other ways" in advice(slug, "no_referer")) is (slug in REFUSALS)
        assert "Other ways" not in advice(slug, "retry", "page")


def test_an_error_of_another_version():
    """An error that this version does not know gets no cure, and no failure of ours."""
    assert advice("http_odd", retryable=True) == AGAIN
