"""What a page says of a picture is not believed of one whose own identifier is nearly the wanted one."""

from __future__ import annotations

import pytest

from imgcrawl.pages.answers import choose_itself
from imgcrawl.pages.sole import sole_picture
from tests.pages.showing import url_on

SITE = "https://www.ex.example"
GONE = "9c41b7e205d86f3a1d72c0e84b95f6a1"
NEXT = f"{GONE[:-1]}2"
STORED = "3e08d5a97b16c4f20a8f91d37e62b50c"
WANTED = f"{SITE}/img/{GONE}.jpg"
SAYING = [
    f'<title>{GONE}.jpg</title><h1>{GONE}</h1><img src="/img/{{}}.jpg">',
    f'<img src="/img/{{}}.jpg" alt="{GONE}.jpg">',
    f'<figure><img src="/img/{{}}.jpg"><figcaption>{GONE}.jpg</figcaption></figure>',
    f'<script type="application/json">{{{{"filename": "{GONE}.jpg", "src": "/store/{{}}.jpg"}}}}</script>',
    f'<img src="/store/{{}}/original.jpg" alt="{GONE}.jpg">',
]


def chosen(html: str, page: str = f"{SITE}/pages/7") -> str | None:
    """Return what the page *html* gives for the wanted file."""
    return url_on(html, WANTED, page)


@pytest.mark.parametrize("html", SAYING)
def test_what_is_nearly_called_so_is_another_picture(html):
    """A title, an attribute, a caption or a record is believed of any stored name but that of the next one."""
    assert STORED in (chosen(html.format(STORED)) or "")
    assert chosen(html.format(NEXT)) is None


def test_the_page_of_the_identifier_shows_no_other():
    """A page that is called by the wanted identifier, and declares and shows one that is nearly the same."""
    html = '<meta property="og:image" content="/img/{0}.jpg"><img src="/img/{0}.jpg">'
    assert STORED in (chosen(html.format(STORED), f"{SITE}/photo/{GONE}") or "")
    assert chosen(html.format(NEXT), f"{SITE}/photo/{GONE}") is None


def test_a_link_around_a_thumbnail_leads_to_its_own_picture():
    """To one that is nearly called so it does not; the sizes of one set may be counted."""
    assert chosen(f'<a href="/img/{STORED}.jpg"><img src="/img/{GONE}.jpg"></a>') == f"{SITE}/img/{STORED}.jpg"
    assert chosen(f'<a href="/img/{NEXT}.jpg"><img src="/img/{GONE}.jpg"></a>') is None
    assert chosen(f'<img srcset="/img/{NEXT}.jpg 2x, /img/{GONE}.jpg 1x">') == f"{SITE}/img/{NEXT}.jpg"


def test_a_picture_that_came_for_a_page_is_no_nearly_wanted_one():
    """Though the page said of the link that it is the file; nor is the one that a document there names."""
    for name, is_believed in ((STORED, True), (NEXT, False)):
        address = f"{SITE}/img/{name}.jpg"
        assert bool(choose_itself(address, wanted_url=WANTED, is_told=True)) is is_believed
        assert bool(sole_picture(f'{{"url": "{address}"}}', url=WANTED, wanted_url=WANTED)) is is_believed
