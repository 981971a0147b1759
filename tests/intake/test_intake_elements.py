"""Elements of a page that came along with an address in a cell."""

from __future__ import annotations

import pytest

from imgcrawl.intake.slips import clean_text


@pytest.mark.parametrize(
    "tag",
    [
        '<a title="http://a.test/other.jpg" href="http://a.test/x.jpg">x</a>',
        "&lt;a title=&quot;http://a.test/other.jpg&quot; href=&quot;http://a.test/x.jpg&quot;&gt;x&lt;/a&gt;",
        '<img data-track="http://a.test/track.gif" src="http://a.test/x.jpg">',
    ],
)
def test_of_an_elements_addresses_the_one_it_leads_to_is_meant(tag):
    """Its title, or what a script counts by, may come first."""
    assert clean_text(tag) == "http://a.test/x.jpg"
