"""Addresses that may have been written otherwise: which failures are taken to be about that."""

from __future__ import annotations

import pytest

from tests.remedies.planning import S, begun, make, walk


@pytest.mark.parametrize(("slug", "is_first"), [(S.CONTENT_HTML, True), (S.HTTP_404, True), (S.HTTP_403, False)])
def test_a_page_for_a_file_with_a_slash_behind_it_is_about_that(slug, is_first):
    """Sites answer with one where they have nothing; a refusal is about who asks."""
    step = walk(make(), begun(1, "http://a.test/x.jpg/", None), slug)[0]
    assert step is not None
    assert ((step.remedy, step.url) == ("respelled", "http://a.test/x.jpg")) == is_first
