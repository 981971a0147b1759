"""Exact names on the row's own page: what they claim, and what must agree for it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.stems import Claim, claim
from imgcrawl.pages import Confidence
from tests.pages.showing import CDN, CLAIMS, COUNTED, NAMES, REST, SITE, look_up, shown

HASH, OTHER_HASH = "26788fca5b48", "0d4f9a7713be"


@pytest.mark.parametrize(("level", "stem"), [(level, stem) for level, stems in CLAIMS.items() for stem in stems])
def test_what_a_name_claims(level, stem):
    """Words of its own and high numbers make a name; words, dates and counters that every page has make none."""
    assert claim(stem) is level


@pytest.mark.parametrize(
    ("name", "level"), [("elm-oak-map", 4), ("elm-oak-may", 0), ("elm-oak-2019", 3), ("elm-map", 0)]
)
def test_a_common_word_takes_nothing_from_two_of_its_own(name, level):
    """A time does: it tells one of a series."""
    assert claim(name) == level


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/x/{}.jpg", "/y/{}.jpg"),
        ("/{}.jpg", "/photos/{}.webp"),
        ("/old/{}.jpg", "https://img.ex.example/archive/{}.jpg"),
        ("/static1/{}.jpg", "/static2/{}-800x600.jpg"),
        ("/photos/clover/{}.jpg", "/uploads/2026/05/{}.jpg"),
        ("/photos/clover/{}.jpg", "/n/7f3a/{}.jpg"),
        (f"/media/{HASH}/{{}}.jpg", f"/media/{OTHER_HASH}/{{}}@2x.jpg"),
    ],
)
@pytest.mark.parametrize("name", COUNTED + NAMES)
def test_an_exact_name_is_taken_on_its_site(name, before, now):
    """What stands once on the row's own page, under the site's own names, is the picture, whatever keeps it."""
    wanted, address = (SITE + path.format(name) if path[0] == "/" else path.format(name) for path in (before, now))
    assert shown(address, wanted) == address
    near = "".join(f'<img src="{address.replace(name, name + end)}">' for end in ("0", "-detail", "-back"))
    assert shown(address, wanted, rest=near) == address
    choice = look_up(f'<img src="{address}">', wanted)
    assert choice is not None
    assert choice.confidence is Confidence.SHOWN


def test_the_old_host_is_as_good_as_the_page():
    """A picture that stays on a host of its own, which is not the page's, is taken there."""
    assert shown("https://i.pics.example/y/DSC04107.jpg", "https://i.pics.example/x/DSC04107.jpg") is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_taken_on_the_host_of_most_pictures(name):
    """The site's CDN is where the page has most of its pictures; a lone picture elsewhere is somebody else's."""
    wanted = f"{SITE}/x/{name}.jpg"
    assert shown(f"{CDN}/b/{name}.jpg", wanted, rest=REST) == f"{CDN}/b/{name}.jpg"
    assert shown(f"https://elsewhere.example/b/{name}.jpg", wanted, rest=REST) is None
    assert shown(f"{CDN}/b/{name}.jpg", wanted, rest='<img src="https://elsewhere.example/b/other.jpg">') is None


@pytest.mark.parametrize("old", [SITE, "https://dead.example"])
@pytest.mark.parametrize("code", ["AB.Cd.123456", "k.b.zz.0042", "20190517-winter-354", "2019-05-17_red_0354"])
def test_a_number_in_a_collection_or_of_a_day_is_a_name(code, old):
    """Taken on the host of most pictures, among the next ones, which never are.

    The dots of a code are none of an extension, and a common word tells a picture of its day.
    """
    wanted, now = f"{old}/x/{code}.jpeg", f"{CDN}/b/{code}.jpeg"
    album = "".join(f'<img src="{CDN}/b/{code[:-1]}{digit}.jpeg">' for digit in "0135789")
    assert shown(now, wanted, rest=album) == now
    assert look_up(album, wanted) is None
    for other in (f"{code}.b", f"{code}_2", code[1:], f"x{code}", code[:-1]):
        assert shown(f"{CDN}/b/{other}.jpeg", wanted, rest=album) is None
    assert shown(f"https://elsewhere.example/b/{code}.jpeg", wanted, rest=album) is None
    assert shown(f"{CDN}/b/fern/{code}.jpeg", f"{old}/x/moss/{code}.jpeg", rest=album) is None


ELSEWHERE = "https://elsewhere.example/b"


@pytest.mark.parametrize("name", CLAIMS[Claim.NAMED])
@pytest.mark.parametrize(
    "markup",
    [
        '<meta property="og:image" content="{}">' + REST,
        '<script type="application/ld+json">{{"@type": "Article", "image": "{}"}}</script>' + REST,
        '<img src="{}"><a href="/other/reed"><img src="/b/reed.jpg"></a>',
        '<a href="{0}"><img src="{0}"></a><a href="/other/reed"><img src="/b/reed.jpg"></a>',
    ],
)
def test_a_name_of_its_own_is_taken_anywhere_of_the_pages_main_picture(markup, name):
    """The page declares it, or shows it as the only picture that does not lead to another page."""
    now = f"{ELSEWHERE}/{name}.jpg"
    is_told = look_up(markup.format(now), f"{SITE}/x/{name}.jpg")
    assert is_told is not None
    assert is_told.url == now
    assert look_up(markup.format(f"{ELSEWHERE}/{name}7.jpg"), f"{SITE}/x/{name}.jpg") is None
    assert look_up(markup.format(f"{ELSEWHERE}/moss/{name}.jpg"), f"{SITE}/x/fern/{name}.jpg") is None


@pytest.mark.parametrize("name", [*CLAIMS[Claim.NUMBERED], *COUNTED, *CLAIMS[Claim.GENERIC][:11]])
def test_a_main_picture_of_a_common_name_is_not_taken_anywhere(name):
    """Many pages have a main picture of such a name."""
    markup = f'<meta property="og:image" content="{ELSEWHERE}/{name}.jpg">{REST}'
    assert look_up(markup, f"{SITE}/x/{name}.jpg") is None


def test_a_picture_that_leads_to_another_page_is_not_the_main_one():
    """It belongs to what it leads to."""
    markup = (
        f'<a href="/other/heron"><img src="{ELSEWHERE}/heron-354.jpg"></a><a href="/o/m"><img src="/b/moss.jpg"></a>'
    )
    assert look_up(markup, f"{SITE}/x/heron-354.jpg") is None


@pytest.mark.parametrize("name", COUNTED)
def test_a_counter_needs_its_site_or_a_directory(name):
    """On another host a counter is the picture's only in the same album, or at the whole path."""
    wanted = f"{SITE}/x/clover/{name}.jpg"
    assert shown(f"{CDN}/b/{name}.jpg", f"{SITE}/x/{name}.jpg", rest=REST) is None
    assert shown(f"{CDN}/b/clover/{name}.jpg", wanted, rest=REST) == f"{CDN}/b/clover/{name}.jpg"
    assert shown(f"https://elsewhere.example/b/clover/{name}.jpg", wanted, rest=REST) is None


@pytest.mark.parametrize("name", CLAIMS[Claim.FIRST][:-1])
def test_a_first_counter_needs_the_same_directories(name):
    """Every camera begins with 0001: one more directory is a move, another one is another album."""
    assert shown(f"{SITE}/photos/a/{name}.jpg", f"{SITE}/images/{name}.jpg") is not None
    assert shown(f"{SITE}/b/{name}.jpg", f"{SITE}/a/{name}.jpg") is None
    assert shown(f"{SITE}/{OTHER_HASH}/{name}.jpg", f"{SITE}/{HASH}/{name}.jpg") is None
    assert shown(f"{SITE}/y/clover/{name}.jpg", f"{SITE}/x/clover/{name}.jpg") is not None


@pytest.mark.parametrize("name", [*COUNTED, *CLAIMS[Claim.FIRST], "grove_27", "elm-oak"])
def test_the_whole_path_on_another_host_is_proof(name):
    """A page that shows the whole old path under a new host has moved its files there."""
    path = f"/x/v3/photos/clover/{name}.JPG"
    assert shown(f"https://new.example{path}", f"https://old.example{path}") == f"https://new.example{path}"
    assert shown(f"https://new.example{path}", f"https://old.example{path}", rest=REST) is not None
    other = path.replace("clover", "thistle")
    if name not in CLAIMS[Claim.NAMED]:
        assert shown(f"https://new.example{other}", f"https://old.example{path}") is None
    assert shown(f"https://new.example{path}?id=3", f"https://old.example{path}?id=4") is None


@pytest.mark.parametrize("name", ["1", "main", "img_1", "beach"])
def test_a_generic_name_needs_the_whole_path_and_the_site(name):
    """A generic file in a telling directory is taken at the very same path of the page's own hosts alone."""
    wanted = f"{SITE}/photos/clover/{name}.jpg"
    assert shown(f"{CDN}/photos/clover/{name}.jpg", wanted, rest=REST) == f"{CDN}/photos/clover/{name}.jpg"
    assert shown(f"https://elsewhere.example/photos/clover/{name}.jpg", wanted, rest=REST) is None
    assert shown(f"{CDN}/photos/clover/{name}.png", wanted, rest=REST) is None
    assert shown(f"{CDN}/photos/{name}.jpg", f"{SITE}/photos/{name}.jpg", rest=REST) is None
    assert shown(f"{SITE}/y/{name}.jpg", f"{SITE}/x/{name}.jpg") is None
    assert shown(f"{CDN}/albums/red/{name}.jpg", f"{SITE}/albums/red/{name}.jpg", rest=REST) is None


@pytest.mark.parametrize("name", ["1", "main", "img_1", "beach"])
def test_the_dead_address_beside_its_new_one_is_no_other_picture(name):
    """Where the page still links to the dead address, that is no second picture and need not prove anything."""
    wanted, address = f"{SITE}/photos/clover/{name}.jpg", f"{CDN}/photos/clover/{name}.jpg"
    assert shown(address, wanted, rest=f'{REST}<a href="{wanted}">large</a>') == address


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/clover", "/thistle"),
        ("/albums/clover", "/albums/thistle"),
        ("/albums/clover", "/albums/thistle2"),
        ("/紅葉", "/庭園"),
        ("/uploads/2016/03", "/uploads/2023/11"),
        ("/2019", "/2021"),
        ("/things/111", "/things/222"),
        ("/en", "/fr"),
        ("/red", "/blue"),
        ("/2019/clover", "/2021/clover"),
        ("/item12", "/item13"),
    ],
)
@pytest.mark.parametrize("name", [*COUNTED, *CLAIMS[Claim.NUMBERED]])
def test_a_directory_that_names_another_thing_speaks_against_it(name, before, now):
    """Another album, month, number, language or colour holds another picture of that name: pages show related ones."""
    assert shown(f"{SITE}{now}/{name}.jpg", f"{SITE}{before}/{name}.jpg") is None


@pytest.mark.parametrize("name", [*COUNTED, *NAMES])
def test_two_bearers_leave_a_doubt(name):
    """A page of many rows shows two files of the name: neither is taken, nor one beside the dead address itself."""
    one, two, wanted = (f"{SITE}/{place}/{name}.jpg" for place in ("hill", "shore", "photos"))
    assert shown(one, wanted) == one
    assert shown(one, wanted, rest=f'<img src="{two}">') is None
    assert shown(f"{CDN}/b/shore/{name}.jpg", wanted, rest=f'{REST}<img src="{one}">') is None
    assert shown(one, two, rest=f'<img src="{two}">') is None


def test_the_next_of_a_series_in_the_old_place_leaves_a_doubt():
    """Where the next one lies in the very directory, the wanted one would lie there too, were it not gone."""
    wanted, other = f"{SITE}/hill/elm-oak.jpg", f"{SITE}/photos/elm-oak.jpg"
    assert shown(other, wanted) == other
    assert shown(other, wanted, rest=f'<img src="{SITE}/hill/elm-oak-2.jpg">') is None


def test_a_near_name_is_another_picture():
    """One digit more or less, a view or a letter is never exchanged, in whatever directory."""
    near = ("grove_2", "grove_270", "grove_28", "grove_27-back", "grove_27b", "grove-27")
    found = [shown(f"{SITE}/y/{name}.jpg", f"{SITE}/x/grove_27.jpg") for name in near]
    assert found == [None] * len(near)


@pytest.mark.parametrize("name", ["garnet-sedge-sierra-9470", "opal-hollow-poppy-888", "grove_27"])
@pytest.mark.parametrize(
    "script",
    [
        '{{"cover": "{}"}}',
        '{{"path": "/photos/{name}.jpg"}}',
        r'push("{{\"file\":\"https:\\/\\/cdn-zz.example\\/x\\/photos\\/{name}.jpg\"}}")',
        r'push("{{\"file\":\"https:\/\/cdn-zz.example\/x\/photos\/{name}.jpg\"}}")',
    ],
)
def test_a_script_says_it_once_more(name, script):
    """The same file in a script, escaped twice or without the first directories, is no second picture."""
    address, wanted = f"{CDN}/x/photos/{name}.jpg", f"{SITE}/media/{name}.jpg"
    text = f"<script>{script.format(address, name=name)}</script>"
    assert shown(address, wanted, rest=text + REST) == address
    if "path" not in script:
        choice = look_up(text + REST, wanted)
        assert choice is not None
        assert choice.url == address


@pytest.mark.parametrize("name", ["garnet-sedge-sierra-9470", "opal-hollow-poppy-888"])
@pytest.mark.parametrize(
    ("before", "now"), [("/old/clover", "/archive/clover"), ("/x/clover", "/x/moss"), ("/store/a", "/store/b")]
)
def test_what_keeps_pictures_is_no_series(name, before, now):
    """Directories that say how pictures are kept, and shards of one letter, tell no two things apart."""
    assert shown(f"{SITE}{now}/{name}.jpg", f"{SITE}{before}/{name}.jpg") is not None


def test_a_name_in_a_place_that_speaks_against_it_makes_its_twin_elsewhere_doubtful():
    """Of two pictures of one long name, in other directories than the wanted one, neither is taken."""
    name, old = "grove_grove_sku", f"{SITE}/x/grove_grove_sku.jpg"
    far, near = f"{SITE}/thistle/moss/{name}.jpg", f'<img src="{SITE}/y/{name}.jpg">'
    assert shown(far, old) == far
    assert shown(far, old, rest=near) is None


WORDS = st.sampled_from(["grove", "sku", "img", "DSC", "27", "042", "9470", "photo", "red"])
STEMS = st.lists(WORDS, min_size=1, max_size=4).map("_".join)
DIRS = st.lists(st.sampled_from(["x", "y", "red", "clover", "2019", "03", HASH, "media", "v3"]), max_size=3).map(
    "/".join
)
HOSTS = st.sampled_from([SITE, CDN, "https://img.ex.example"])


@settings(max_examples=300, deadline=None)
@given(st.tuples(STEMS, STEMS), st.tuples(DIRS, DIRS), st.tuples(HOSTS, HOSTS))
def test_no_name_is_exchanged_and_no_twin_is_taken(stems, dirs, hosts):
    """What is found has the wanted name; a second file of that name under another word takes the finding back."""
    (wanted, other), (old, new) = stems, hosts
    address, gone = f"{new}/{dirs[1]}/{other}.jpg", f"{old}/{dirs[0]}/{wanted}.jpg"
    choice = look_up(f'<img src="{address}">', gone)
    if choice is None or choice.confidence is not Confidence.SHOWN:
        return
    assert wanted.casefold() == other.casefold()
    assert shown(address, gone, rest=f'<img src="{new}/thistle/moss/{other}.jpg">') is None


def test_every_kind_of_page_gives_a_name_alike():
    """Links, lazy attributes, srcset, metadata and styles name the file as well as ``src`` does."""
    kinds = [
        '<a href="{}"><img src="/t.gif"></a>',
        '<img src="/ph.gif" data-src="{}">',
        '<img srcset="{} 800w">',
        '<meta property="og:image" content="{}">',
        "<style>a{{background:url({})}}</style>",
    ]
    for kind, name in product(kinds, ("grove_27", "DSC04107")):
        address = f"{SITE}/y/{name}.jpg"
        choice = look_up(kind.format(address), f"{SITE}/x/{name}.jpg")
        assert choice is not None, kind
        assert choice.url == address
