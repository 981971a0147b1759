"""Pictures under their own names in other places: whom the name alone proves, and whom not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.stems import unmistakable
from imgcrawl.pages import Choice, Confidence, choose, collect

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/17/"
HASH, OTHER_HASH = "26788fca5b48", "0d4f9a7713be"
LONG, OTHER_LONG = "8f14e45fceea167a5a36dedd4bea2543", "c9f0f895fb98ab9159f51fd0297e236d"

NAMES = [
    "piano-cloud-desk-354",
    "heron_lake_mist",
    "Old-Mill-Wheel-Closeup",
    "winter-garden-fountain-ice",
    "lapwing-438616",
    "x7gk2pq9",
    "5d41402abc4b2a76b9719d911017c592",
    "heron-lake-gallery-354",
    "museum-heron-4821-lake",
    "日本庭園秋紅葉",
]
"""Each says which picture it is, wherever it lies."""

COMMON_NAMES = [
    "main",
    "image",
    "cover",
    "avatar-large",
    "hero-image-mobile",
    "DSC_0042",
    "1",
    "2020-05-17",
    "photo-2020-05-17",
    "our-team-photo",
    "latest-news-banner",
    "lunch-menu-january",
    "front-side-view",
    "red-shoe",
    "beach",
    "12345",
    "img_1",
    "page-12",
    "screenshot-2020-05-17-at-12",
    "summer-sale",
]
"""Each is the name of many pictures."""

MOVES = [
    (f"/media/{HASH}/{{}}.jpg", f"/media/{OTHER_HASH}/{{}}.jpg"),
    (f"/{LONG}/{{}}.jpg", f"/{OTHER_LONG}/{{}}.jpg"),
    ("/wp-content/uploads/2016/03/{}.jpg", "/wp-content/uploads/2023/11/{}.jpg"),
    ("/sites/default/files/2016-03/{}.jpg", "/sites/default/files/2023-11/{}.webp"),
    ("/m/aa4411ff/{}.jpg", "/m/bb5522ee/{}.jpg"),
    ("/x/{}.jpg", "/y/{}.jpg"),
    ("/products/{}.jpg", "https://cdn.zz.example/catalog/{}.jpg?v=3"),
    (f"/media/{HASH}/{{}}.jpg", f"https://cdn.zz.example/assets/{OTHER_HASH}/{{}}-800x600.png"),
    ("/albums/{}.jpg", "/stories/archive/{}.jpg"),
]

ARRANGEMENTS = [
    '<img src="{}">',
    '<a href="{}"><img src="/t/1.gif"></a>',
    '<meta property="og:image" content="{}">',
    '<img src="/ph.gif" data-src="{}">',
    "<style>.hero{{background:url('{}')}}</style>",
    '<script>var state = {{"cover": "{}"}}</script>',
    '<img src="{}"><img src="/images/stone-bridge-arch.jpg"><img src="/media/aa11bb22cc33/river-ferry-pier.jpg">',
]


def look_up(markup: str, wanted: str) -> Choice | None:
    """Choose for *wanted* on a page of *markup*."""
    return choose(collect(markup, PAGE), wanted_url=wanted, page_url=PAGE)


def chosen(markup: str, wanted: str) -> str | None:
    """Return the path or address that is chosen for *wanted*."""
    choice = look_up(markup, f"{SITE}{wanted}")
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move[0])
@pytest.mark.parametrize("name", NAMES[:-1])
def test_an_unmistakable_name_outweighs_any_storage(name, move):
    """Hashes, upload months, single letters, hosts and containers may change; in every place on a page it is found."""
    before, now = (path.format(name) for path in move)
    for markup in ARRANGEMENTS:
        assert chosen(markup.format(now), before) == now, markup


def test_names_in_other_scripts_tell_by_their_signs():
    """A script without spaces has no words to count; its signs count instead."""
    assert unmistakable(NAMES[-1])
    assert look_up(f'<img src="/y/{NAMES[-1]}.jpg">', f"{SITE}/x/{NAMES[-1]}.jpg") is not None


@pytest.mark.parametrize(("name", "move"), [*product(COMMON_NAMES, MOVES[:3])])
def test_a_common_name_in_another_place_is_another_picture(name, move):
    """What many pictures are called proves nothing: not in another hash's directory, not in another month's."""
    before, now = (path.format(name) for path in move)
    assert [chosen(markup.format(now), before) for markup in ARRANGEMENTS] == [None] * len(ARRANGEMENTS)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("heron-lake-mist.a43e16479260.jpg", "heron-lake-mist.0d4f9a7713be.jpg"),
        ("heron-lake-mist.jpg", "heron-lake-mist.0d4f9a77.jpg"),
        ("heron-lake-mist.a43e16479260.jpg", "heron-lake-mist.jpg"),
        ("heron-lake-mist-800x600.a43e16479260.jpg", "heron-lake-mist.0d4f9a7713be.jpg"),
        ("heron-lake-mist_n.jpg?oh=abc", "heron-lake-mist.jpg"),
        ("heron-lake-mist.jpg", "heron-lake-mist_o.jpg"),
        ("51234567890_a43e164792aabbcc_b.jpg", "51234567890_a43e164792aabbcc_z.jpg"),
        ("51234567890a43e164792_b.jpg", "51234567890a43e164792.jpg"),
        ("1234_987654321098765_12_n.jpg", "1234_987654321098765_12_o.jpg"),
        ("heron-lake-mist-354.jpg", "heron_lake_mist_354.jpg"),
        ("heron%20lake%20mist.jpg", "heron-lake-mist.jpg"),
        ("Heron_Lake+Mist.jpg", "heron-lake-mist.jpg"),
    ],
)
def test_fingerprints_and_letters_of_size_are_versions(wanted, shown):
    """A digest before the extension and a one-letter size name no other picture; the place may change with them."""
    assert chosen(f'<img src="/static/{shown}">', f"/static/{wanted}") == f"/static/{shown}"
    assert chosen(f'<img src="https://c.zz.example/{shown}">', f"/p/{wanted}") == f"https://c.zz.example/{shown}"


@pytest.mark.parametrize("now", ["0d4f9a77", OTHER_LONG * 2])
def test_a_fingerprint_after_a_hyphen_is_renewed_in_its_place(now):
    """What a builder writes between name and extension changes with every build; two on one page leave a doubt."""
    before, shown = (
        f"/assets/heron-lake-mist-{LONG[: len(now)] * (len(now) // 32 or 1)}.jpg",
        f"heron-lake-mist-{now}.jpg",
    )
    assert chosen(f'<img src="/assets/{shown}">', before) == f"/assets/{shown}"
    second = '<img src="/assets/heron-lake-mist-ab12cd34.jpg">'
    assert chosen(f'<img src="/assets/{shown}">{second}', before) is None
    series = '<img src="/assets/heron-lake-mist-2-ab12cd34.jpg">'
    assert chosen(f'<img src="/assets/{shown}">{series}', before) is None


TRAPS = [
    # other names
    ("/x/piano-cloud-desk-354.jpg", "/y/piano-cloud-desk-355.jpg"),
    ("/x/piano-cloud-desk-354.jpg", "/y/piano-cloud-desk.jpg"),
    ("/x/piano-cloud-desk.jpg", "/y/piano-cloud-desk-2.jpg"),
    ("/x/piano-cloud-desk-red.jpg", "/y/piano-cloud-desk-blue.jpg"),
    ("/x/piano-cloud-desk-front.jpg", "/y/piano-cloud-desk-back.jpg"),
    ("/x/piano-cloud-desk.jpg", "/y/piano-cloud-desks.jpg"),
    ("/x/piano-cloud-desk.jpg", "/y/piano-cloud-chair.jpg"),
    ("/x/x7gk2pq9.jpg", "/y/x7gk2pq8.jpg"),
    # letters that tell views, and sizes in which things are sold
    ("/x/piano-cloud-desk_a.jpg", "/x/piano-cloud-desk_b.jpg"),
    ("/x/piano-cloud-desk_b.jpg", "/x/piano-cloud-desk.jpg"),
    ("/x/piano-cloud-desk.jpg", "/y/piano-cloud-desk_f.jpg"),
    ("/x/piano-cloud-desk_s.jpg", "/x/piano-cloud-desk_m.jpg"),
    ("/x/5d41402abc4b2a76b9719d911017c592_a.jpg", "/y/5d41402abc4b2a76b9719d911017c592_b.jpg"),
    # fingerprints of names that tell little, and dates and numbers that are none
    ("/static/hero.a43e16479260.jpg", "/static/hero.0d4f9a7713be.jpg"),
    ("/static/kitchen-garden.a43e16479260.jpg", "/static/kitchen-garden.0d4f9a7713be.jpg"),
    ("/r/weather-radar-north-sea.20200517.jpg", "/r/weather-radar-north-sea.20200518.jpg"),
    # what follows a hyphen is a fingerprint only in both names, in one place, after words that tell all
    ("/static/heron-lake-mist-a43e1647.jpg", "/static/heron-lake-mist.jpg"),
    ("/static/heron-lake-mist-a43e1647.jpg", "/y/heron-lake-mist-0d4f9a77.jpg"),
    ("/static/heron-lake-mist-a43e1647.jpg", "https://c.zz.example/static/heron-lake-mist-0d4f9a77.jpg"),
    ("/static/heron-lake-a43e1647.jpg", "/static/heron-lake-0d4f9a77.jpg"),
    ("/static/x7gk2pq9-a43e1647.jpg", "/static/x7gk2pq9-0d4f9a77.jpg"),
    (f"/static/heron-lake-mist-{LONG}.jpg", f"/static/heron-lake-mist-{OTHER_LONG}.jpg"),
    ("/static/heron-lake-mist-20200517.jpg", "/static/heron-lake-mist-20200518.jpg"),
    # separators that part other words and numbers
    ("/x/heron-lake-mist-12-3.jpg", "/y/heron_lake_mist_1_23.jpg"),
    ("/x/heron-lake-mist-123.jpg", "/y/heron_lake_mist_124.jpg"),
    ("/x/heron-lake-mist.jpg", "/y/heronlake_mist.jpg"),
    ("/x/heron-lake-mist.jpg", "/y/lake_heron_mist.jpg"),
    ("/x/heron-lake-mist.jpg", "/y/heron_lake_mist_2.jpg"),
    # directories that name another thing
    ("/product/111/piano-cloud-desk.jpg", "/product/222/piano-cloud-desk.jpg"),
    ("/colors/red/piano-cloud-desk.jpg", "/colors/blue/piano-cloud-desk.jpg"),
    ("/red/piano-cloud-desk.jpg", "/dark-blue/piano-cloud-desk.jpg"),
    ("/before/piano-cloud-desk.jpg", "/after/piano-cloud-desk.jpg"),
    ("/en/piano-cloud-desk.jpg", "/fr/piano-cloud-desk.jpg"),
    ("/charts/q1/piano-cloud-desk.jpg", "/charts/q2/piano-cloud-desk.jpg"),
    ("/charts/2019/05/piano-cloud-desk.jpg", "/charts/2020/05/piano-cloud-desk.jpg"),
    ("/2019/piano-cloud-desk.jpg", "/2021/piano-cloud-desk.jpg"),
    ("/2019/05/17/piano-cloud-desk.jpg", "/2019/05/18/piano-cloud-desk.jpg"),
    ("/2019/05/17/piano-cloud-desk.jpg", "/2020/06/17/piano-cloud-desk.jpg"),
    ("/2019-05/17/piano-cloud-desk.jpg", "/2020-06/17/piano-cloud-desk.jpg"),
    ("/uploads/20190517/piano-cloud-desk.jpg", "/uploads/20190518/piano-cloud-desk.jpg"),
    ("/clients/miller/piano-cloud-desk.jpg", "/clients/baker/piano-cloud-desk.jpg"),
    # fields that name another thing
    ("/x/piano-cloud-desk.jpg?side=back", "/y/piano-cloud-desk.jpg?side=front"),
    # no picture's own file
    ("/x/piano-cloud-desk.jpg", "/y/piano-cloud-desk.svg"),
    ("/x/piano-cloud-desk.jpg", "/y/piano-cloud-desk"),
    ("/x/piano-cloud-desk", "/y/piano-cloud-desk.jpg"),
]


@pytest.mark.parametrize(("wanted", "shown"), TRAPS)
def test_what_may_be_another_picture_is_not_given(wanted, shown):
    """Another number, view, colour, language, series or day is another picture, however telling the name."""
    assert chosen(f'<img src="{shown}">', wanted) is None
    assert chosen(f'<a href="{shown}"><img src="{shown}"></a>', wanted) is None
    assert chosen(f"<style>a{{background:url({shown})}}</style>", wanted) is None


@pytest.mark.parametrize(
    "others",
    [
        ["/media/c1d2e3f40516/heron-lake-mist.jpg"],
        ["https://cdn.zz.example/media/c1d2e3f40516/heron-lake-mist.jpg"],
        [f"/media/{HASH}/heron-lake-mist-2.jpg"],
        [f"/media/{HASH}/heron-lake-mist_b.jpg"],
        [f"/media/{OTHER_HASH}/heron-lake-mist.png", "/media/c1d2e3f40516/heron-lake-mist.jpg"],
        ["/clients/5678/heron-lake-mist.jpg"],
    ],
)
def test_a_second_bearer_of_the_name_leaves_a_doubt(others):
    """Two places on one page, or the next of a series where the wanted picture lay: none is taken."""
    shown = f"/media/{OTHER_HASH}/heron-lake-mist.jpg"
    wanted = f"/media/{HASH}/heron-lake-mist.jpg"
    assert chosen(f'<img src="{shown}">', wanted) == shown
    markup = "".join(f'<img src="{url}">' for url in (shown, *others))
    assert chosen(markup, wanted) is None


def test_what_lies_beside_it_now_leaves_no_doubt():
    """A series that has moved as a whole, and versions in one place, are told apart by the rest of their names."""
    shown = f"/media/{OTHER_HASH}/heron-lake-mist.jpg"
    beside = f'<img src="{shown}"><img src="/media/{OTHER_HASH}/heron-lake-mist-2.jpg">'
    assert chosen(beside, f"/media/{HASH}/heron-lake-mist.jpg") == shown
    sizes = '<img src="/y/5d41402abc4b2a76b9719d911017c592_b.jpg"><img src="/y/5d41402abc4b2a76b9719d911017c592_m.jpg">'
    assert chosen(sizes, "/x/5d41402abc4b2a76b9719d911017c592_z.jpg") == "/y/5d41402abc4b2a76b9719d911017c592_b.jpg"
    twice = '<img src="/y/heron-lake-mist.a43e1647.jpg"><img src="/y/heron-lake-mist.0d4f9a77.jpg">'
    assert chosen(twice, "/x/heron-lake-mist.jpg") is None


def test_versions_in_one_element_may_lie_in_many_places():
    """A srcset whose every width has a hash of its own is one picture, and its largest version is taken."""
    srcset = f"/c/{HASH}/heron-lake-mist-400x300.jpg 400w, /c/{OTHER_HASH}/heron-lake-mist-900x600.jpg 900w"
    wanted = "/c/c1d2e3f40516/heron-lake-mist.jpg"
    largest = f"/c/{OTHER_HASH}/heron-lake-mist-900x600.jpg"
    assert chosen(f'<img srcset="{srcset}">', wanted) == largest
    assert chosen(f'<img srcset="{srcset}"><img src="{largest}">', wanted) == largest
    assert chosen(f'<img srcset="{srcset}"><img src="/c/ab12cd34ef56/heron-lake-mist.jpg">', wanted) is None


def test_the_dead_address_on_the_page_does_not_hide_the_new_one():
    """A page that still declares the old address and shows the new one gives the new one, and says why."""
    dead, alive = f"/media/{HASH}/heron-lake-mist.jpg", f"/media/{OTHER_HASH}/heron-lake-mist.jpg"
    markup = f'<meta property="og:image" content="{dead}"><img src="{alive}">'
    choice = look_up(markup, f"{SITE}{dead}")
    assert choice is not None
    assert choice.url == f"{SITE}{alive}"
    assert choice.confidence is Confidence.MOVED
    assert "unmistakable" in choice.evidence
    assert chosen(f'<meta property="og:image" content="{dead}">', dead) is None


STEMS = st.lists(
    st.sampled_from(["heron", "lake", "mist", "main", "12", "a43e1647", "-", "_", ".", "n", "b"]), max_size=9
)
DIRS = st.lists(st.sampled_from(["x", "red", "blue", "2016", "03", "en", "fr", HASH, OTHER_HASH, "media"]), max_size=3)


@settings(max_examples=200, deadline=None)
@given(STEMS.map("".join), STEMS.map("".join), DIRS.map("/".join), DIRS.map("/".join))
def test_the_number_in_a_name_is_never_exchanged(wanted, shown, before, now):
    """Whatever is chosen for a name has the same words and numbers, but for a fingerprint and a letter."""
    choice = look_up(f'<img src="/{now}/{shown}.jpg">', f"{SITE}/{before}/{wanted}.jpg")
    if choice is not None and choice.confidence is Confidence.MOVED:
        for part in ("heron", "lake", "mist", "main", "12"):
            assert wanted.count(part) == shown.count(part)
