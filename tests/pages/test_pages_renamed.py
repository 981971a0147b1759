"""The wanted name as another system writes it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from imgcrawl.pages import Confidence, choose, collect

SITE = "https://files.site.example"
PAGE = "https://www.site.example/object/713-1"
NEW = "https://assets.respelt.example"
MARKUP = (Path(__file__).parent / "saved" / "renamed.html").read_text(encoding="utf-8")


def look_up(wanted, markup=MARKUP):
    """Choose for *wanted* on the page *markup*."""
    return choose(collect(markup, PAGE), wanted_url=SITE + quote(wanted), page_url=PAGE)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/bilder/Größe Übung_Quarz-3996.jpg", "/media/groesse-uebung-quarz-3996.jpg"),
        ("/bilder/Gro\u0308ße_U\u0308bung_quarz 3996.jpg", "/media/groesse-uebung-quarz-3996.jpg"),
        ("/img/Crêpe à la carte (bretonne).jpg", "/media/crepe-a-la-carte-bretonne.jpg"),
        ("/img/lilac-privet-heather-5776.jpg", "/a/2024/lilac-privet-heather-5776_7480400_master.webp"),
    ],
)
def test_a_slug_or_an_added_identifier_leaves_the_name_what_it_was(wanted, expected):
    """Umlauts become one letter or two, all else a hyphen; a number of six digits may follow."""
    choice = look_up(wanted)
    assert choice is not None
    assert (choice.url, choice.confidence) == (NEW + expected, Confidence.RENAMED)


@pytest.mark.parametrize(
    "wanted",
    [
        "/img/sorghum-terrace-lagoon.jpg",  # two pictures got a number
        "/img/Bücher Regal.jpg",  # others may have such a name
        "/img/Mühle Teich Weide-2020.jpg",  # another year
        "/img/lilac-privet-heather-577.jpg",  # another number
        "/img/bracken-gorge-thistle.jpg",  # a day is no identifier
        "/red/7/groesse-uebung-quarz.jpg",
    ],
)
def test_a_name_that_is_only_like_it_is_another_pictures(wanted):
    """One digit, a second bearer, or a name of two words leave room for another picture."""
    assert look_up(wanted) is None


def test_a_shorter_name_is_believed_of_the_pages_main_picture():
    """It stands in the page's head, or is the only one that does not lead to another page."""
    wanted, now = "/img/Mühle-582.jpg", f"{NEW}/a/muehle-582.jpg"
    assert look_up(wanted, f'<meta property="og:image" content="{now}"><img src="/b/other.jpg">') is not None
    assert look_up(wanted, f'<img src="{now}"><img src="/b/other.jpg">') is None
