"""Pages that stand before a site's pictures, and their way through."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from scrapy.http import HtmlResponse

from imgcrawl.pages.answers import read_answer

WANTED = "https://img.a.test/i/heron-pond-12.jpg"
WHOLE, PATH = quote(WANTED, safe=""), quote("/i/heron-pond-12.jpg", safe="")


def _way(*links: str) -> str | None:
    body = "<h1>Are you over 18?</h1>" + "".join(f'<a href="{link}">x</a>' for link in links)
    choice = read_answer(HtmlResponse(WANTED, body=body, encoding="utf-8"), wanted_url=WANTED)
    return choice and choice.url


@pytest.mark.parametrize(
    "link",
    [
        f"https://img.a.test/gate/accept?return={WHOLE}",
        f"https://www.a.test/age?ok=1&next={PATH}",
        f"https://img.a.test/consent?redirect_uri={WHOLE}&all=1",
    ],
)
def test_a_link_back_is_the_way_through(link):
    """Whatever the field is called that holds where it leads back to, on any host of the site."""
    assert _way("/about", link, f"/other?return={WHOLE}") == link


@pytest.mark.parametrize(
    "link",
    [
        f"/login?return={WHOLE}",
        f"/account/new?next={PATH}",
        f"/go?do=x&return={quote('https://img.a.test/i/heron-pond-13.jpg', safe='')}",
        f"https://other.test/accept?return={WHOLE}",
        f"/qr?to={WHOLE}",
        f"/card.png?return={WHOLE}",
        f"/encode?data={WHOLE}",
        f"/gate?logout=1&return={WHOLE}",
        f"/gate?{'&'.join('a=1' for _ in range(99))}&data={WHOLE}",
        f"/gate?{'&'.join('a=1' for _ in range(99))}&return={WHOLE}",
        *(
            f"/{errand}?return={WHOLE}"
            for errand in ("p/like", "vote/up", "flag", "users/block", "captcha", "wishlist/add")
        ),
        "/gate",
    ],
)
def test_what_is_no_way_through(link):
    """A login, another picture, another site, a picture made of the address, and what does not say where it leads.

    Nor is what changes something at the site, and a query of very many fields.
    """
    assert _way("/about", link) is None


def test_a_picture_on_the_page_is_no_link():
    """A picture whose address holds the wanted one may be anything, such as a code for phones."""
    body = f'<p>Refused</p><img src="/make?to={WHOLE}">'
    assert read_answer(HtmlResponse(WANTED, body=body, encoding="utf-8"), wanted_url=WANTED) is None
