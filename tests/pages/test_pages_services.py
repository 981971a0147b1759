"""Pages of services and collections whose addresses change but for what they call a picture."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.pages.embeds import embedded_photo
from tests.pages.showing import url_on

SITE = "https://www.site.example"
ELSEWHERE = "https://cdn.elsewhere.example"
RELATED = '<a href="/other/9"><img src="/t/river-bank.jpg"></a>'
CDM = "/utils/ajaxhelper/?CISOROOT=p16672coll36&CISOPTR=7388&action=2&DMSCALE=100"
PID = "/islandora/object/ns%3A18060/datastream/{}/view"
WIKI = "/wiki/lib/exe/fetch.php?cache=&w=600&media={}:heron-{}.jpg"
CA = "/media/c/1/50/{}_ca_object_representations_media_{}_{}.jpg"


def look_up(shown: str, wanted: str, page: str, *, with_head: bool = True, more: str = "") -> str | None:
    """Return what a page that declares and shows *shown*, beside related things, gives for *wanted*."""
    head = f'<meta property="og:image" content="{shown}">' if with_head else ""
    html = f'{head}<figure><img src="{shown}" alt="A heron"></figure>{more}{RELATED}'
    return url_on(html, wanted, page, without=SITE)


@pytest.mark.parametrize(
    ("wanted", "shown", "traps"),
    [
        (
            f"{ELSEWHERE}/204/0/17384024/il_570xN.8689360980_70ba.jpg",
            "/86952886/r/il/35939c/8689360980/il_794xN.8689360980_70ba.jpg",
            ["/r/il/35939c/il_794xN.8689360981_70ba.jpg", "/r/il/35939c/il_794xN.8689360980_70bb.jpg"],
        ),
        (
            SITE + CA.format(77893, 251251, "large"),
            CA.format(84296, 251251, "page"),
            [
                CA.format(77893, 251252, "large"),
                CA.format(251251, 84296, "page"),
                ELSEWHERE + CA.format(1, 251251, "page"),
            ],
        ),
        (
            f"{SITE}/img/s9/v12/p8534786144-4.jpg",
            "/img/s10/v34/p8534786144-6.jpg?sn=2N",
            ["/img/s9/v12/p8534786145-4.jpg", f"{ELSEWHERE}/img/s10/v34/p8534786144-6.jpg"],
        ),
        (
            SITE + CDM,
            "/iiif/2/p16672coll36:7388/full/full/0/default.jpg",
            [
                "/iiif/2/p16672coll36:7389/full/full/0/default.jpg",
                "/iiif/2/p16672coll37:7388/full/full/0/default.jpg",
                f"{ELSEWHERE}/iiif/2/p16672coll36:7388/full/full/0/default.jpg",
            ],
        ),
        (
            SITE + PID.format("OBJ"),
            "/sites/default/files/2022-04/ns_18060_OBJ.jpg",
            [
                "/sites/default/files/2022-04/ns_18061_OBJ.jpg",
                "/sites/default/files/2022-04/ns_18060_TN.jpg",
                "/sites/default/files/2022-04/nz_18060_OBJ.jpg",
            ],
        ),
        (
            SITE + WIKI.format("birds", 12),
            "/lib/exe/fetch.php/birds/heron-12.jpg?w=600&tok=ab12cd",
            ["/lib/exe/fetch.php/birds/heron-13.jpg?tok=ab12cd", "/lib/exe/fetch.php/rivers/heron-12.jpg?tok=ab12cd"],
        ),
    ],
    ids=["etsy", "collectiveaccess", "zenfolio", "contentdm", "islandora", "dokuwiki"],
)
def test_what_a_service_calls_its_picture_stays(wanted, shown, traps):
    """The next number, another secret, collection or kind of file, and the same number on another site are not it."""
    page = f"{SITE}/things/a-heron"
    assert look_up(shown, wanted, page) == shown
    assert [look_up(trap, wanted, page) for trap in traps] == [None] * len(traps)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("https://farm.old.example/5123/53816610497_0a1b2c3d4e_z.jpg", "/65535/53816610497_9f8e7d6c5b_b.jpg"),
        ("https://static.old.example/photos/48213977/large.jpeg?1571", "/photos/48213977/large.jpg"),
    ],
)
def test_a_long_number_on_hosts_that_share_nothing(wanted, shown):
    """It is the picture's where the page is called by it and declares the picture; else it may be another's."""
    number = "48213977" if "48213977" in wanted else "53816610497"
    page, now = f"{SITE}/photos/{number}/", ELSEWHERE + shown
    assert look_up(now, wanted, page) == now
    assert look_up(now, wanted, page, with_head=False) is None
    assert look_up(now, wanted, f"{SITE}/photos/a-heron") is None
    assert look_up(now.replace(number, f"{number[:-1]}8"), wanted, page) is None
    again = f'<img src="{now.replace("9f8e7d6c5b", "1f2e3d4c5b")}">'
    assert (look_up(now, wanted, page, more=again) is None) is ("9f8e7d6c5b" in now)


def test_two_sizes_of_one_representation_are_one():
    """Two of one size are two pictures."""
    wanted, page = SITE + CA.format(1, 251251, "large"), f"{SITE}/Detail/objects/7"
    small, large = CA.format(2, 251251, "small"), CA.format(3, 251251, "page")
    assert look_up(large, wanted, page, more=f'<img src="{small}">') in {small, large}
    assert look_up(large, wanted, page, more=f'<img src="{large.replace("3_", "4_")}">') is None


@pytest.mark.parametrize(
    ("wanted", "photo", "is_it"),
    [
        ("/i/saddle-winter-146.jpg", "/media/saddle-winter-146/full.jpg", True),
        ("/i/saddle-winter-146.jpg", "/media/saddle-winter-146/1.jpg", False),
        ("/i/saddle-winter-146.jpg", "/media/saddle-winter-147/full.jpg", False),
        ("/i/saddle-winter-146.jpg", "/media/saddle-winter-146/other/full.jpg", False),
        ("/i/saddle-winter-146.jpg", f"{ELSEWHERE}/media/saddle-winter-146/full.jpg", False),
        ("/i/photo.jpg", "/media/photo/full.jpg", False),
        ("/i/saddle-winter-146.jpg", "/media/saddle-winter-146/full.jpg?id=2", False),
    ],
)
def test_an_embedded_photo_may_lie_in_a_folder_of_the_wanted_name(wanted, photo, is_it):
    """Under the name of a size alone, on the same site, and if few are called so."""
    choice = embedded_photo({"type": "photo", "url": photo}, url=f"{SITE}/oembed?url=x", wanted_url=SITE + wanted)
    assert (choice is not None) is is_it


@pytest.mark.parametrize(
    ("shown", "page_has", "is_it"),
    [
        ("/files/2023/12/map-sofa-169.jpg", "", True),
        ("/files/2023/11/map-sofa-169.jpg", "", False),
        ("/files/2022/12/map-sofa-169.jpg", "", False),
        ("/files/12/map-sofa-169.jpg", "", False),
        ("/files/2023/12/map-sofa-168.jpg", "", False),
        ("/files/2023/12/map-sofa-169.jpg", '<img src="/a/river.jpg">', False),
    ],
)
def test_a_name_of_one_month_on_another_host(shown, page_has, is_it):
    """It is the page's main picture, with a number, and kept by the same month; a page with others says less."""
    wanted, page = f"{SITE}/wp-content/uploads/2023/12/map-sofa-169-1024x683.jpg", f"{SITE}/2023/12/a-b/"
    found = look_up(ELSEWHERE + shown, wanted, page, with_head=False, more=page_has)
    assert (found is not None) is is_it


def test_a_numbered_name_of_its_own_is_no_script():
    """What an order follows may be the picture's name, where few are called so."""
    order = "?io=transform:fill,width:1600"
    stems = {"moss-elm-736": "moss-elm-736", "moss-elm": "", "render-736": "", "image-736": "", "elm-fog-600": ""}
    read = {name: read_address(f"https://e.example/t/{name}{order}") for name in stems}
    assert {name: address.stem for name, address in read.items()} == stems
