from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages.choosing.furniture import _words, is_furniture
from imgcrawl.pages.reading.kinds import Candidate, Kind
from tests.pages.showing import url_on


def test_words_and_sizes_are_told_apart():
    """Letters make words, two numbers with an x between them a size."""
    assert set(_words("icon_32x32.1x1-2024")) == {"icon", "32x32", "1x1"}
    assert set(_words("123x45x6")) == {"123x45", "x"}


def test_a_name_of_digits_is_read_in_time_that_grows_with_its_length():
    """A page may have two thousand such addresses of eight thousand digits; they took minutes."""
    began = process_time()
    assert not set(_words("1" * 200_000))
    assert process_time() - began < 5  # it would be a minute


CARD = """<meta property="og:image" content="/{}/heron-lake.jpg">
<meta property="og:image:width" content="{}"><meta property="og:image:height" content="{}">"""

MADE = "maps range-map sonograms/2020 labels qr img/barcodes video floorplans cards/back masks heatmaps"


def chosen(markup, wanted="https://www.site.example/img/heron-lake.jpg"):
    """Return the address chosen on a page of *markup*."""
    page = "https://www.site.example/17"
    return url_on(markup, wanted, page, without="https://www.site.example")


@pytest.mark.parametrize("place", ["og", "social", "share/2020", "a/card", "og-images", "opengraph"])
@pytest.mark.parametrize("size", [(1200, 630), (600, 315), (1200, 627), (1024, 512), ("", "")])
def test_a_card_for_social_networks_is_not_the_picture(place, size):
    """It bears the name of what it tells of; the picture itself counts wherever the page shows it."""
    card = CARD.format(place, *size)
    assert chosen(card) is None
    assert chosen(card.replace("og:", "twitter:")) is None
    assert chosen(f'{card}<img src="/photos/heron-lake.jpg">') == "/photos/heron-lake.jpg"


@pytest.mark.parametrize("place", ["cards", "social-cards", "img/share", "og-images", "share/2020"])
@pytest.mark.parametrize("name", ["heron-lake", "K000045786", "8f7e26788fca5b480a9c8f7e26788fca"])
def test_a_card_that_the_page_shows_is_one_too(place, name):
    """In a folder for nothing else; not where the wanted one lay in such a folder."""
    markup = f'<a href="/{place}/{name}.png"><img src="/{place}/{name}.png"></a>'
    assert chosen(markup, f"https://www.site.example/photos/{name}.jpg") is None
    assert chosen(markup, f"https://www.site.example/{place}/{name}.jpg") is not None


def test_what_is_no_card_is_heard():
    """A picture in another form or place, or one of a row that lay there before."""
    assert chosen(CARD.format("og", 1200, 800)) == "/og/heron-lake.jpg"
    assert chosen(CARD.format("photos", 1200, 630)) == "/photos/heron-lake.jpg"
    for place in ("social/photos", "postcards", "a/card-games", "media/images"):
        assert chosen(f'<img src="/{place}/heron-lake.jpg">') == f"/{place}/heron-lake.jpg"
    wanted = "https://www.site.example/img/social/heron-lake.jpg"
    assert chosen(CARD.format("social", 1200, 630), wanted) == "/social/heron-lake.jpg"


@pytest.mark.parametrize("made", MADE.split())
@pytest.mark.parametrize("name", ["heron-lake", "48213377", "K000045786", "8f7e26788fca5b480a9c8f7e26788fca"])
def test_what_is_made_of_a_thing_is_not_its_picture(made, name):
    """It bears the thing's name or number, in a folder that says what it is; not where the wanted one is such, too."""
    markup = f'<img src="/{made}/{name}.png">'
    assert chosen(markup, f"https://www.site.example/photos/{name}.jpg") is None
    for other in ("files", f"{made}-originals".replace("/2020", "")):
        assert chosen(markup.replace(made, other), f"https://www.site.example/photos/{name}.jpg") is not None
    assert chosen(markup, f"https://www.site.example/{made}/{name}.webp") is not None


def test_a_script_may_draw_cards():
    """Of what it is asked for."""
    wanted = "https://www.site.example/img/48213377.jpg"
    for script, found in (("api/og", None), ("card", None), ("image", "/image?id=48213377")):
        assert chosen(f'<meta property="og:image" content="/{script}?id=48213377">', wanted) == found


@pytest.mark.parametrize("script", ["qrcode.php", "stats/chart.php", "map", "rating.aspx", "counter.cgi", "histogram"])
def test_what_a_script_makes_of_a_number_is_not_its_picture(script):
    """Codes, charts and counts of visits are asked for by the picture's own number; a script of pictures gives that."""
    wanted = "https://www.site.example/photos/48213377.jpg"
    assert chosen(f'<img src="/{script}?id=48213377">', wanted) is None
    assert chosen('<img src="/product_image.php?id=48213377">', wanted) is not None


@pytest.mark.parametrize("place", ["floorplans", "range-maps", "cards/backs", "xray", "logos", "flags"])
@pytest.mark.parametrize("name", ["heron-lake", "stone-bridge-night"])
def test_the_photograph_of_a_thing_is_not_its_plan_or_logo(place, name):
    """Though it bears the thing's name; one that says somewhere what it is may be the plan, moved."""
    site = "https://www.site.example"
    shown = f'<img src="/img/{name}.jpg">'
    assert chosen(shown, f"{site}/{place}/{name}.png") is None
    assert chosen(f'<img src="/img/{place}/{name}.png">', f"{site}/{place}/{name}.png") is not None
    for section in ("videos", "podcasts", "maps/2019", "pictures"):
        assert chosen(shown, f"{site}/{section}/{name}.jpg") is not None
    drawn = f"{place}/3f9a0c1d2b7e4f5a6b8c9d0e1f2a3b4c.jpg"
    assert chosen(f'<img src="/img/{drawn.rpartition("/")[2]}">', f"{site}/{drawn}") is not None


@pytest.mark.parametrize(
    ("path", "is_shard"),
    [
        ("a/ad/grey-heron-lake.jpg", True),
        ("ad/9f/grey-heron-lake.jpg", True),
        ("ad/da2e99db/grey-heron-lake.jpg", True),
        ("28/ad/82b5858d-91a8-40a9-9441-4f1b324b41e8.jpg", True),
        ("ad/adab858d91a800a974414f1b324b41e8.jpg", True),
        ("ad/grey-heron-lake.jpg", False),
        ("ad/728x90/grey-heron-lake.jpg", False),
        ("ad/28/grey-heron-lake.jpg", False),
        ("de/ad/grey-heron-lake.jpg", False),
        ("ad/be/grey-heron-lake.jpg", False),
        ("ad/be/82b5858d-91a8-40a9-9441-4f1b324b41e8.jpg", True),
        ("ad/82b5858d-91a8-40a9-9441-4f1b324b41e8.jpg", False),
        ("ads/9f/grey-heron-lake.jpg", False),
    ],
)
def test_two_digits_of_a_hash_are_no_advertisement(path, is_shard):
    """Beside others of its digits, or of what the file begins with."""
    picture = Candidate(f"https://www.ex.example/media/{path}", Kind.SRC, 1)
    assert is_furniture(picture, "https://www.ex.example/photos/grey-heron-lake.jpg") is not is_shard


SITE = "https://www.ex.example"


@pytest.mark.parametrize(
    ("address", "wanted", "sides", "is_so"),
    [
        ("/img/heron-lake.jpg", "/photos/heron-lake.jpg", (32, None), True),
        ("/img/heron-lake.jpg", "/photos/heron-lake.jpg", (33, None), False),
        ("/img/heron-lake.jpg?blur=20", "/photos/heron-lake.jpg", (None, None), True),
        ("/img/heron-lake.jpg?blur=20", "/photos/heron-lake.jpg?blur=20", (None, None), False),
        ("/img/placeholder.png", "/photos/heron-lake.jpg", (None, None), True),
        ("/ads/heron-lake.jpg", "/ads/crane-moor.jpg", (None, None), False),
        ("/heron/map.jpg", "/photos/heron-lake.jpg", (None, None), False),
        ("/media/ad/adah.jpg", "/photos/heron-lake.jpg", (None, None), True),
    ],
    ids=["icon", "small", "blurred", "as-wanted", "stand-in", "advertised", "of-a-map", "name"],
)
def test_furniture_is_told_by_a_side_an_order_or_a_word(address, wanted, sides, is_so):
    """Unless the wanted image has the same; a file may be called by a word that a folder may not, and begin as one."""
    picture = Candidate(SITE + address, Kind.SRC, 1, width=sides[0], height=sides[1])
    assert is_furniture(picture, SITE + wanted) is is_so


def test_a_tracker_is_told_by_its_host():
    """Whatever its file is called."""
    tracker = Candidate("https://stats.doubleclick.net/heron-lake.jpg", Kind.SRC, 1)
    assert is_furniture(tracker, f"{SITE}/photos/heron-lake.jpg")


@pytest.mark.parametrize("sides", [(None, 630), (185, 100)])
def test_a_card_is_one_unless_its_form_is_known_to_be_another(sides):
    """One side alone tells no form."""
    card = Candidate(f"{SITE}/og/heron-lake.jpg", Kind.OG, 1, width=sides[0], height=sides[1])
    assert is_furniture(card, f"{SITE}/photos/heron-lake.jpg")
