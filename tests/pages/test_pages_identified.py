"""A picture that is known by its identifier alone, in an address that is built otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcrawl.pages import Confidence, choose, collect
from imgcrawl.pages.choosing.identified import iiif_identifier
from tests.pages.showing import url_on

SITE = "https://files.site.example"
PAGE = "https://www.site.example/object/713-1"
NEW = "https://assets.moved.example"
MARKUP = (Path(__file__).parent / "saved" / "identified.html").read_text(encoding="utf-8")


def look_up(wanted, page=PAGE):
    """Choose for *wanted* on the saved page at *page*."""
    return choose(collect(MARKUP, page), wanted_url=SITE + wanted, page_url=page)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/image.php?id=75438369&w=600", "/photo/75438369/w1600.jpg"),
        ("/photos/75438369/original.jpg", "/photo/75438369/w1600.jpg"),
        ("/media/vernon/av/75438369/original.jpg", "/photo/75438369/w1600.jpg"),
        ("/iiif/2/91523985/full/800,/0/default.jpg", "/image-api/3/91523985/full/max/0/default.jpg"),
        ("/x/46281937.jpg", "/a/46281937_master.webp"),
    ],
)
def test_an_identifier_that_one_picture_bears_is_that_pictures(wanted, expected):
    """Script, directory, file and IIIF service may change; the sizes of one picture are one."""
    choice = look_up(wanted)
    assert choice is not None
    assert (choice.url, choice.confidence) == (NEW + expected, Confidence.SAME_ID)


@pytest.mark.parametrize(
    "wanted",
    [
        "/image.php?id=64923997",  # a gallery's number
        "/image.php?id=88745474",  # borne by two pictures
        "/image.php?id=11444687",  # one view of several
        "/image.php?id=20190512",  # a day
        "/image.php?id=60341058",  # the second of several
        "/image.php?id=6816626",  # a part of a number
        "/image.php?gallery=68166267",  # no picture's field
        "/image.php?id=68166267&n=2",  # something is told beside it
        "/photo/68166267/3.jpg",  # the third of several
        "/gallery/68166267/large.jpg",  # a gallery's picture
        "/media/albums/av/75438369/original.jpg",  # one of an album
        "/media/users/av/75438369/original.jpg",  # a user's
        "/vernon/av/75438369/original.jpg",  # whose number, nobody says
        "/iiif/2/52114895/full/800,/0/default.jpg",  # now only a part of the picture
        "/iiif/2/91523986/full/800,/0/default.jpg",
    ],
)
def test_a_number_that_may_count_something_else_is_none(wanted):
    """What names a gallery, a view, a day, or two pictures, does not name this one."""
    assert look_up(wanted) is None


def test_the_pages_own_number_says_nothing():
    """All pictures of a page may bear it."""
    assert look_up("/image.php?id=68166267") is not None
    assert look_up("/image.php?id=68166267", "https://www.site.example/set/68166267") is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/iiif/2/ms-0042_f12/full/max/0/default.jpg", "ms-0042_f12"),
        ("/x/ark%3A%2F12148%2Fb0042/full/!800,600/0/native.jpg?v=1", "ark:/12148/b0042"),
        ("/x/4821/full/pct:50/90/gray.png", "4821"),
        ("/x/4821/0,0,50,50/max/0/default.jpg", None),
        ("/x/4821/full/max/0/other.jpg", None),
        ("/x/cover/full/max/0/default.jpg", None),
        ("/x/20190512/full/max/0/default.jpg", None),
        ("/image/MS_12/0005.jp2/full/max/0/default.jpg", "ms_12/0005.jp2"),
        ("/ark:/12148/b84/f1012/full/max/0/native.jpg", "b84/f1012"),
        ("/iiif/2/ac1234/full/max/0/default.jpg", "ac1234"),
        ("/iiif/2/ac123/full/max/0/default.jpg", None),
        ("/0005/full/max/0/default.jpg", "0005"),
        ("/iiif/image/f1012/full/max/0/default.jpg", "f1012"),
    ],
)
def test_what_an_iiif_service_calls_a_picture(url, name):
    """The directory before region, size, rotation and quality, if it tells anything; a part is another picture."""
    assert iiif_identifier(SITE + url) == name


def found_by_number(markup: str, wanted: str = "/image.php?id=75438369") -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, SITE + wanted, PAGE, without=NEW)


@pytest.mark.parametrize(
    ("now", "is_its"),
    [
        ("/photo/75438369/1600.jpg", True),
        ("/photo/75438369/0800.jpg", False),
        ("/photo/75438369/back.jpg", False),
        ("/photos/75438369/large.jpg", True),
        ("/photos/75438369/x/large.jpg", False),
        ("/gallery/75438369/large.jpg", False),
        ("/x/75438369-back/full.jpg", False),
        ("/show?id=75438369", True),
        ("/show/heron.jpg?id=75438369", False),
        ("/heron-lake?id=75438369", False),
        ("/image.php?id=75438369&image=99", False),
    ],
)
def test_nothing_but_a_size_is_told_beside_the_number(now, is_its):
    """No view, no other name, no folder between, no counter with zeros, and nobody whose pictures bear it."""
    assert found_by_number(f'<img src="{NEW}{now}">') == (now if is_its else None)


def test_a_link_to_another_page_shows_the_picture_or_a_view_that_does_not_count():
    """A view on the page itself says that the number has several."""
    now, view = (f'<img src="{NEW}/photo/75438369/{name}.jpg">' for name in ("w1600", "back"))
    whole = "/photo/75438369/w1600.jpg"
    assert found_by_number(f'<a href="/object/9">{now}</a>') == whole
    assert found_by_number(f'{now}<a href="/object/9">{view}</a>') == whole
    assert found_by_number(now + view) is None


def test_a_background_bears_a_number_in_vain():
    """But for the order for a service."""
    ordered = "/image-api/3/75438369/full/max/0/default.jpg"
    assert found_by_number(f'<div style="background:url({NEW}/photo/75438369/w1600.jpg)"></div>') is None
    script = f'<script>var shown = ["{NEW}{ordered}"]</script>'
    assert found_by_number(script, "/iiif/2/75438369/full/800,/0/default.jpg") == ordered


def test_a_persons_number_is_no_pictures():
    """Both may be counted alike; a picture that lies in a person's folder has a number of its own."""
    for folder, is_its in (("artist", False), ("artist/ann", True), ("u", False)):
        now = f"{SITE}/{folder}/75438369.jpg"
        wanted = f"{SITE}/image.php?id=75438369"
        choice = choose(collect(f'<img src="{now}">', PAGE), wanted_url=wanted, page_url=PAGE)
        assert (choice is not None) is is_its


PAGES = ["/image/ms_{}/0005.jp2", "/iiif/2/b{}/00000012", "/ark:/12148/b84{}/f1012", "/iiif/3/roll-{}/p0001.tif"]


@pytest.mark.parametrize("service", PAGES)
def test_a_page_of_another_book_has_the_same_number(service):
    """Works that a page calls related show their first pages, as the wanted one is; their books tell them apart."""
    wanted, now = (f"{service}/full/{size}/0/default.jpg" for size in ("full", "200,"))

    def found(book):
        choice = choose(
            collect(f'<img src="{NEW}{now.format(book)}">', PAGE), wanted_url=SITE + wanted.format(1), page_url=PAGE
        )
        return choice and choice.url.removeprefix(NEW)

    assert found(1) == now.format(1)
    assert found(2) is None


SPECIMENS = [
    ("/images/MA018583304.jpg", "/img/MA018583304/full.jpg"),
    ("/images/MA018583304.jpg", "/iiif/MA018583304/full/max/0/default.jpg"),
    ("/images/P04165769.jpg", "/media?code=P04165769&size=l"),
    ("/images/NY0123456.jpg", "/collections/NY0123456/large.jpg"),
    ("/images/1985-96247.jpg", "/object/1985-96247/large.jpg"),
]


@pytest.mark.parametrize("page", ["https://www.site.example/specimen/77", "https://www.site.example/specimen/{}"])
@pytest.mark.parametrize(("wanted", "now"), SPECIMENS)
def test_the_number_of_a_specimen_is_its_only_pictures(wanted, now, page):
    """As folder, field or service, on its own page too; another number, a view of it and two pictures are refused.

    A service's file is called by it, as a plain file would be, and has no doubles in folders.
    """
    number = wanted.partition("images/")[2].removesuffix(".jpg")
    page = page.format(number)

    def found(*addresses):
        markup = "".join(f'<img src="{NEW}{address}">' for address in addresses)
        return url_on(markup, SITE + wanted, page, without=NEW)

    assert found(now) == now
    assert found(now, "/img/MA018583399/full.jpg") == now
    assert found(now.replace(number, number[:-1] + "8")) is None
    assert found(f"/x/{number}/label.jpg") is None
    alone = now if "/iiif/" in now else None
    assert found(now, f"/x/{number}/{number}-label.jpg") == alone
    assert found(now, f"/y/{number}/full.jpg") == alone


@pytest.mark.parametrize("rest", ["_l", "-1024", "-xl", "-main"])
def test_a_size_behind_a_number_is_none_of_its_views(rest):
    """A letter that may count views, and a width that may count pictures, are another matter."""
    for end, expected in ((rest, f"{SITE}/media/80391847{rest}.jpg"), ("_b", None), ("-100", None), ("-2", None)):
        markup = f'<img src="{SITE}/media/80391847{end}.jpg">'
        choice = choose(collect(markup, PAGE), wanted_url=f"{SITE}/files/80391847.jpg", page_url=PAGE)
        assert (choice and choice.url) == expected


GALLERY = """
<div class="gallery__image" data-thumb="/media/object-images/{0}-100x100.jpg"><a href="/media/object-images/{0}.jpg">
<img src="/media/object-images/{0}-600x400.jpg" data-large_image="/media/object-images/{0}.jpg"></a></div>
"""
"""A picture as shops show it."""


def test_a_museums_number_may_have_a_version_behind_it():
    """``1987.12.3_web`` is the picture of the object, and neither a view of it nor another number is."""
    page, wanted = "https://www.site.example/object/bowl", "https://www.site.example/objects/img/1987.12.3.jpg"

    def shown(*names: str) -> str | None:
        choice = choose(collect("".join(map(GALLERY.format, names)), page), wanted_url=wanted, page_url=page)
        return choice.url.rpartition("/")[2] if choice else None

    for name in ("1987.12.3_web", "1987.12.3-web", "1987_12_3_large"):
        assert shown(name, "1987.12.4_web", "1987.12.3_back_web") == f"{name}.jpg"
    for name in ("1987.12.4_web", "1987.12.3_back_web", "1987.12.3_2_web", "1987.12.3b_web", "1988.12.3_web"):
        assert shown(name) is None
    assert shown("1987.12.3_web", "bowls/1987.12.3_web") is None
