"""What may be two things, and what is one thing in another place."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.apart import Certainty, are_apart, certainty, dirs_apart
from imgcrawl.pages import Choice, choose, collect

PAGE = "https://www.site.example/list.html"
WWW, CDN, ELSEWHERE = "https://www.site.example", "https://cdn.site.example", "https://cdn.other.example"
UUID, OTHER_UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"
MD5, OTHER_MD5 = "0cc175b9c0f1b6a831c399e269772661", "92eb5ffee6ae2fec3ad71c777531578f"

DECOYS = [
    # people, on one host, on two hosts of a site, elsewhere, in unequal depth
    ("/team/anna/profile-portrait.jpg", f"{CDN}/team/bella/profile-portrait.jpg"),
    ("/models/anna/portrait-session.jpg", "/models/bella/portrait-session.jpg"),
    ("/models/anna/portrait-session.jpg", f"{ELSEWHERE}/bella/portrait-session.jpg"),
    ("/models/anna/portrait-session.jpg", f"{CDN}/web/models/bella/portrait-session.jpg"),
    ("/sellers/anna/IMG-20230415-WA0001.jpg", f"{CDN}/sellers/bella/IMG-20230415-WA0001.jpg"),
    ("/sellers/anna/Screenshot_20230415-103000.jpg", f"{CDN}/sellers/bella/x/Screenshot_20230415-103000.jpg"),
    ("/users/12/profile-2023.jpg", f"{CDN}/members/13/profile-2023.jpg"),
    ("/u/12/profile-2023.jpg", "/m/13/x/profile-2023.jpg"),
    # after a word that may announce a token
    ("/s/anna/portfolio/kitchen-view.jpg", "/s/bella/portfolio/kitchen-view.jpg"),
    ("/auth/anna/portraits/beach.jpg", "/auth/bella/portraits/beach.jpg"),
    ("/auth/anna1985/portraits/beach.jpg", "/auth/bella-90/portraits/beach.jpg"),
    ("/st/california/parks/beach.jpg", "/st/oregon/parks/beach.jpg"),
    # places and listings
    ("/projects/oak-house/kitchen-interior.jpg", "/projects/elm-house/web/photos-2/kitchen-interior.jpg"),
    ("/projects/oak-house/kitchen-interior.jpg", f"{CDN}/projects/elm-house/kitchen-interior.jpg"),
    ("/houses/elm-street/living-room.jpg", f"{CDN}/houses/oak-street/living-room.jpg"),
    ("/houses/elm-street-12/living-room-view.jpg", f"{CDN}/houses/oak-street-14/living-room-view.jpg"),
    ("/anna/kitchen/elm-oak.jpg", "/bella/kitchen/elm-oak.jpg"),
    (f"/listings/{UUID}/interior/kitchen.jpg", f"/listings/{OTHER_UUID}/interior/kitchen.jpg"),
    (f"/albums/{MD5}/summer/beach.jpg", f"/albums/{OTHER_MD5}/summer/beach.jpg"),
    # dates and numbered series
    ("/photos/anna/20230415.jpg", "/gallery/20230415.jpg"),
    ("/photos/anna/202304151030.jpg", "/gallery/202304151030.jpg"),
    ("/events/2019/stone-bridge.jpg", f"{CDN}/events/2020/stone-bridge.jpg"),
    ("/uploads/2016/stone-bridge.jpg", f"{CDN}/uploads/2019/04/stone-bridge.jpg"),
    ("/uploads/2016-05/stone-bridge.jpg", f"{CDN}/2019-04/stone-bridge.jpg"),
    ("/anna/pool/48213377.jpg", "/bella/pool/48213377.jpg"),
    ("/items/7/heron-lake.jpg", f"{CDN}/items/8/heron-lake.jpg"),
    # fields that name a thing
    ("/view.php?v=8841", "/view.php?v=8842"),
    ("/view.php?v=8841&size=2", "/view.php?v=8842&size=2"),
    ("/image.php?t=8841&w=300", "/image.php?t=8842&w=300"),
    ("/vi/thumb.jpg?v=abcDEF12345", "/vi/thumb.jpg?v=zzzYYY99999"),
    ("/photogallery.php?st=1", "/photogallery.php?st=2"),
    # sites of other people
    ("https://anna.myshopify.com/files/beach.jpg", "https://bella.myshopify.com/files/beach.jpg"),
    ("https://anna.tumblr.com/files/beach.jpg", "https://bella.tumblr.com/files/beach.jpg"),
]
"""Addresses of two things, the second of which a page shows."""

MOVES = [
    # hosts and content delivery networks
    ("/photos/heron-lake.jpg", f"{CDN}/photos/heron-lake.jpg"),
    ("/photos/clover/IMG_2300.jpg", f"{CDN}/photos/clover/IMG_2300.jpg"),
    ("https://old.example/2019/05/stone-bridge.jpg", f"{WWW}/2019/05/stone-bridge.jpg"),
    ("https://cdn.ibm.de/files/beach.jpg", "https://www2.ibm.de/files/beach.jpg"),
    # sizes and formats
    ("/wp-content/uploads/2019/05/stone-bridge.jpg", "/wp-content/uploads/2019/05/stone-bridge-scaled.jpg"),
    ("/wp-content/uploads/2019/05/stone-bridge-300x200.jpg", "/wp-content/uploads/2019/05/stone-bridge.jpg"),
    (
        "https://cdn.shopify.com/s/files/1/01/23/products/trail-boot_large.jpg?v=1",
        "https://cdn.shopify.com/s/files/1/01/23/products/trail-boot.jpg?v=2",
    ),
    (
        "https://res.cloudinary.com/acme/image/upload/w_300/v1/oak/stone-bridge.jpg",
        "https://res.cloudinary.com/acme/image/upload/c_fill,w_900/v2/oak/stone-bridge.jpg",
    ),
    ("https://acme.imgix.net/oak/beach.jpg?w=300", "https://acme.imgix.net/oak/beach.jpg?w=900&fit=crop"),
    ("/img/heron-lake.jpg?v=1", "/img/heron-lake.jpg?v=2"),
    # tokens
    ("/s/a8Xk2/media/ab12/IMG_2004.jpg", "/s/F17.25/media/ab12/IMG_2004.jpg"),
    ("/tok/a1a1a1a1a1a1/gallery7/beach.jpg", "/tok/b2b2b2b2b2b2/gallery7/beach.jpg"),
    ("/expires/1700000000/gallery7/beach.jpg", "/expires/1800000000/gallery7/beach.jpg"),
    (f"/{MD5}/1700000000/gallery7/beach.jpg", f"/{OTHER_MD5}/1800000000/gallery7/beach.jpg"),
    ("/exp=1~hmac=ab/gallery7/beach.jpg", "/exp=2~hmac=cd/gallery7/beach.jpg"),
    # imports, and other ways of keeping
    ("/wp-content/uploads/2016/03/heron-lake-mist.jpg", "/wp-content/uploads/2023/11/heron-lake-mist.jpg"),
    ("/products/heron-lake.jpg", f"{CDN}/catalog/heron-lake.jpg"),
    ("/user_upload/heron-lake.jpg", "/fileadmin/heron-lake.jpg"),
    ("/clover/heron-lake.jpg", "/n/7f3a/heron-lake.jpg"),
    ("/photos/48213377/original.jpg", "/gallery/48213377.jpg"),
    ("/photos/5123456789.jpg", "/gallery/5123456789.jpg"),
    # a folder for a year that gives way to a number or a code
    ("/uploads/2016/heron-lake.jpg", f"{CDN}/88751/heron-lake.jpg"),
    ("/uploads/2016/heron-lake.jpg", f"{CDN}/b7f57/heron-lake.jpg"),
    ("/uploads/2016/03/heron-lake.jpg", f"{CDN}/media/23b666/heron-lake.jpg"),
]
"""Addresses of one picture, before and after."""


def look_up(wanted: str, *shown: str) -> Choice | None:
    """Choose for *wanted* on a page that shows *shown*."""
    wanted = wanted if "://" in wanted else WWW + wanted
    return choose(collect("".join(f'<img src="{url}">' for url in shown), PAGE), wanted_url=wanted, page_url=PAGE)


@pytest.mark.parametrize(("wanted", "shown"), DECOYS)
def test_another_things_picture_is_not_given(wanted, shown):
    """However alike the names are, alone on the page and beside pictures of other names; and the other way round."""
    assert look_up(wanted, shown) is None
    assert look_up(wanted, shown, "/img/another.jpg", "/img/third-thing.jpg") is None
    assert look_up(shown, wanted) is None


@pytest.mark.parametrize(("wanted", "shown"), MOVES)
def test_a_picture_in_another_place_is_found(wanted, shown):
    """Hosts, sizes, tokens and the ways of keeping files change."""
    choice = look_up(wanted, shown, "/img/another.jpg")
    assert choice is not None
    assert choice.url == (shown if "://" in shown else WWW + shown)


@pytest.mark.parametrize("name", ["heron-lake", "stone-bridge-night"])
def test_the_wanted_address_on_the_page_bears_the_name_too(name):
    """Beside it a bearer in another place is another picture, unless it is only kept otherwise there."""
    wanted, other = f"/photos/{name}.jpg", f"{CDN}/photos/oak/{name}.jpg"
    assert look_up(wanted, other) is not None
    assert look_up(wanted, wanted, other) is None
    assert look_up(wanted, wanted, f"{CDN}/store/{name}.jpg") is not None


@pytest.mark.parametrize("name", ["grove-lantern", "annual-report-cover"])
def test_a_name_of_words_needs_somebody_to_vouch_for_it(name):
    """Its own site, the page's, the host of most pictures, or the page as a whole."""
    wanted, ad = f"/photos/{name}.jpg", f"https://ads.example/9/{name}.jpg"
    assert look_up(wanted, ad, "/x/oak.jpg") is None
    assert look_up(wanted, ad, "https://ads.example/9/oak.jpg") is not None
    markup = f'<meta property="og:image" content="{ad}"><img src="/x/oak.jpg">'
    assert choose(collect(markup, PAGE), wanted_url=WWW + wanted, page_url=PAGE) is not None


def test_a_bearer_that_is_another_things_makes_the_others_doubtful():
    """Unless one lies in the wanted place."""
    wanted, other = "/team/anna/profile-portrait.jpg", f"{CDN}/team/bella/profile-portrait.jpg"
    assert look_up(wanted, other, f"{CDN}/uploads/profile-portrait.jpg") is None
    own = f"{CDN}/team/anna/profile-portrait.jpg"
    choice = look_up(wanted, other, own)
    assert choice is not None
    assert choice.url == own


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("main", Certainty.COMMON),
        ("IMG_0001", Certainty.COMMON),
        ("heron-lake", Certainty.OWN),
        ("IMG_2300", Certainty.OWN),
        ("48213377", Certainty.OWN),
        ("20230415", Certainty.COMMON),
        ("heron-lake-mist", Certainty.UNMISTAKABLE),
        ("heron-438616", Certainty.SURE),
        (MD5, Certainty.SURE),
    ],
)
def test_how_surely_a_name_names_one_picture(stem, expected):
    """Words that few share, numbers that are no dates, and what was drawn."""
    assert certainty(stem) is expected


@pytest.mark.parametrize(
    ("one", "other", "from_level"),
    [
        ("img", "photos", Certainty.COMMON),
        ("a", "b", Certainty.OWN),
        (MD5, OTHER_MD5, Certainty.OWN),
        ("photos/clover", "n/7f3a", Certainty.OWN),
        ("oak", "elm", Certainty.UNMISTAKABLE),
        ("uploads/2016/03", "uploads/2023/11", Certainty.UNMISTAKABLE),
        ("red", "blue", Certainty.SURE),
        (f"{MD5}/614d1", f"{OTHER_MD5}/c803f", Certainty.OWN),
        (f"614d/{MD5}", f"c803/{OTHER_MD5}", Certainty.OWN),
        ("614d1", "c803f", Certainty.SURE),
        (f"{MD5}/6144", f"{OTHER_MD5}/8803", Certainty.SURE),
        ("en", "fr_fr", Certainty.SURE),
        ("users/12", "m/users/13", Certainty.SURE),
        ("clients/oak", "clients/elm", Certainty.SURE),
        ("2019/05/17", "2019/05/18", Certainty.SURE),
    ],
)
def test_the_surer_the_name_the_less_directories_count(one, other, from_level):
    """From the level on they are no two things, and below it they are; the order does not matter."""
    dirs = one.split("/"), other.split("/")
    assert [dirs_apart(*dirs, level) for level in Certainty] == [level < from_level for level in Certainty]
    assert [dirs_apart(*dirs[::-1], level) for level in Certainty] == [level < from_level for level in Certainty]


def test_a_name_is_believed_no_more_than_is_asked():
    """A name in another spelling is less sure than the same one as it was."""
    one, other = (read_address(f"{WWW}/{word}/heron-lake-mist.jpg") for word in ("oak", "elm"))
    assert not are_apart(one, other)
    assert are_apart(one, other, most=Certainty.OWN)


def test_a_second_bearer_in_another_place_is_a_doubt():
    """Of two files with the wanted name neither is taken where one lies in a folder that says nothing."""
    name = "9470_grove_sku.jpg"
    html = (
        f'<img src="https://cdn.site.example/26788fca5b48/{name}"><img src="https://cdn.site.example/thistle/{name}">'
    )
    page = "https://www.ex.example/page"
    assert choose(collect(html, page), wanted_url=f"https://www.ex.example/2019/{name}", page_url=page) is None


@pytest.mark.parametrize("stem", ["blue-harbour", "blue-harbour-lights-band", "4711000"])
def test_who_and_what_may_share_a_name(stem):
    """An artist has albums of the same name; a hash is one picture's wherever it lies, and so is a container's file."""
    artist, album = (read_address(f"{WWW}/{folder}/{stem}.jpg") for folder in ("artists", "albums"))
    assert are_apart(album, artist)
    assert are_apart(artist, album)
    assert not are_apart(album, read_address(f"{WWW}/photos/{stem}.jpg"))
    assert are_apart(read_address(f"{WWW}/photos/{stem}.jpg"), artist) is stem.isdecimal()
    assert not are_apart(*(read_address(f"{WWW}/{folder}/{MD5}.jpg") for folder in ("artists", "albums")))


def test_a_size_behind_a_number_makes_no_other_way_of_counting():
    """PrestaShop keeps each image of a thing by its number, all under the name of the thing."""
    one, other = (read_address(f"{WWW}/{n}_default/blue-kettle-enamel-large.jpg") for n in ("130-large", "131-home"))
    assert are_apart(one, other, is_own=True)


@pytest.mark.parametrize("things", ["products", "articles", "items"])
def test_a_category_and_a_thing_in_it_may_share_a_name(things):
    """Whichever is gone; one that has only been called otherwise is the same."""
    for gone, come, is_its in (("category", things, False), (things, "categories", False), ("category", "media", True)):
        shown = f"https://www.ex.example/{come}/heron-lake.jpg"
        assert (look_up(f"https://www.ex.example/{gone}/heron-lake.jpg", shown) is not None) is is_its
