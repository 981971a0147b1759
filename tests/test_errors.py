from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug, RowError, Stage, slug_for_status
from imgcrawl.meanings import ERRORS


def test_every_slug_has_a_row():
    """The table covers the enum: neither has what the other lacks."""
    assert set(ERRORS) == set(ErrorSlug)


def test_a_slug_begins_with_its_stage():
    """A slug's prefix is its stage."""
    for slug in list(ErrorSlug):
        assert slug.value.startswith(f"{slug.stage.value}_")


def test_meaning_and_advice_are_sentences():
    """What is said to a person begins with a capital or a status and ends with a full stop."""
    for slug in list(ErrorSlug):
        for text in (ERRORS[slug].meaning, ERRORS[slug].advice):
            assert text.endswith(".")
            assert text[0].isupper() or text[0].isdigit() or text.startswith("imgcrawl ")
            assert "  " not in text


def test_every_stage_is_used():
    """No stage stands without a slug."""
    assert {slug.stage for slug in ErrorSlug} == set(Stage)


@pytest.mark.parametrize(
    ("status", "slug"),
    [
        (403, ErrorSlug.HTTP_403),
        (429, ErrorSlug.HTTP_429),
        (530, ErrorSlug.HTTP_530),
        (430, ErrorSlug.HTTP_OTHER_4XX),
        (599, ErrorSlug.HTTP_OTHER_5XX),
        (204, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (304, ErrorSlug.HTTP_304),
        (999, ErrorSlug.HTTP_UNEXPECTED_STATUS),
    ],
)
def test_statuses(status, slug):
    """A known status has its own slug, another one that of its class."""
    assert slug_for_status(status) is slug


def test_every_status_has_a_slug():
    """No status is without a slug, and it stands at the stage http."""
    for status in (s for s in range(100, 600) if s != 200):
        assert slug_for_status(status).stage is Stage.HTTP, status


def test_success_has_none():
    """Asking for the error of a success is a mistake of the caller's."""
    with pytest.raises(ValueError, match="no error"):
        slug_for_status(200)


def test_row_error_carries_slug_and_detail():
    """A row error can be told by its slug and names its detail."""
    error = RowError(ErrorSlug.URL_PORT, "the port is 'x'")
    assert (error.slug, error.detail, str(error)) == (
        ErrorSlug.URL_PORT,
        "the port is 'x'",
        "url_port: the port is 'x'",
    )
    assert str(RowError(ErrorSlug.URL_PORT)) == "url_port"
