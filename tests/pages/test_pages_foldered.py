"""The wanted name as a folder, and folders of things with pictures of their own."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.pages.choosing.foldered import find_foldered
from imgcrawl.pages.choosing.offered import Offer
from imgcrawl.pages.choosing.sought import Sought
from imgcrawl.pages.reading.kinds import Candidate, Kind
from tests.pages.showing import url_on

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
PAGE = f"{SITE}/stories/dawn.html"
IMG, OG = '<img src="{}">', '<meta property="og:image" content="{}">'
CARD = '<a href="/stories/next"><img src="{}"></a>'
NAMES = ["lamp-pasta-beetle-reed", "heron-lake", "ring-saddle-jacket-539788100", "IMG_2300"]


def find(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


def near(name: str) -> list[str]:
    """Return names of other pictures that look like *name*."""
    end = str((int(name[-1]) + 1) % 10) if name[-1].isdigit() else "s"
    return [f"{name}-green", f"{name}-2", f"{name}2", f"blue-{name}", name[:-1] + end]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file", ["original.jpeg", "full.jpg", "large.webp", "1200.jpg", "xl.jpg", "public"])
def test_a_file_that_says_nothing_is_called_by_its_folder(name, file):
    """Beside folders that are called nearly so, which are never taken, alone or not."""
    now, wanted = f"{SITE}/media/{name}/{file}", f"{SITE}/pix/{name}.jpg"
    for other in near(name):
        for markup in (IMG, OG, CARD):
            assert find(markup.format(f"/media/{other}/{file}"), wanted) is None
            assert find(markup.format(f"/media/{other}/{file}") + IMG.format(now), wanted) == now


@pytest.mark.parametrize(
    "file", ["back.jpg", "default.jpg", "2.jpg", "1.jpg", "12345.jpg", "IMG_2301.jpg", "detail-large.jpg"]
)
def test_a_file_that_says_more_is_another_picture(file):
    """And makes the folder that of a thing with several, whatever else lies in it."""
    wanted, other = f"{SITE}/pix/heron-lake.jpg", f"{SITE}/media/heron-lake/{file}"
    assert find(IMG.format(other), wanted) is None
    assert find(IMG.format("/media/heron-lake/original.jpg") + IMG.format(other), wanted) is None


@pytest.mark.parametrize("holder", ["users", "albums", "artists", "products", "galleries"])
def test_a_person_or_a_thing_may_be_called_so(holder):
    """Its folder holds its portrait or its cover; where the picture lay among such it is the same one."""
    now = f"{SITE}/{holder}/heron-lake/original.jpg"
    assert find(IMG.format(now), f"{SITE}/pix/heron-lake.jpg") is None
    assert find(IMG.format(now), f"{SITE}/{holder}/heron-lake.jpg") == now


@pytest.mark.parametrize("name", ["beach", "main", "summer-sale", "grove", "1", "2019", "photo"])
def test_a_name_that_many_have_is_no_better_as_a_folder(name):
    """Albums are called so."""
    assert find(IMG.format(f"/media/{name}/original.jpg"), f"{SITE}/pix/{name}.jpg") is None


def test_two_folders_of_the_name_are_two_pictures():
    """So are a folder and a file elsewhere; sizes in one folder are one."""
    wanted, now = f"{SITE}/pix/heron-lake.jpg", f"{SITE}/media/heron-lake/original.jpg"
    assert find(IMG.format(now) + IMG.format("/moss/heron-lake/original.jpg"), wanted) is None
    assert find(IMG.format(now) + IMG.format("/media/heron-lake/small.jpg"), wanted) == now


def test_what_holds_the_folder_may_tell_another_thing():
    """As for files; another site has to be vouched for."""
    wanted = f"{SITE}/pix/winter/heron-lake.jpg"
    assert find(IMG.format("/media/autumn/heron-lake/original.jpg"), wanted) is None
    now = f"{CDN}/b/heron-lake/original.jpg"
    rest = "".join(IMG.format(f"{SITE}/b/{word}.jpg") for word in ("reed", "moss", "fern"))
    assert find(IMG.format(now) + rest, f"{SITE}/pix/heron-lake.jpg") is None


def test_a_link_to_a_page_is_no_picture():
    """Its address may well end so; nor is what a script alone names without an extension."""
    url, wanted = f"{SITE}/media/heron-lake/public", read_address(f"{SITE}/pix/heron-lake.jpg")
    address = read_address(url)
    assert wanted is not None
    assert address is not None
    for kind, is_picture in ((Kind.LINK, False), (Kind.STATE, False), (Kind.SRC, True)):
        offer = Offer(Candidate(url, kind, 0), address)
        assert bool(find_foldered([offer], Sought(f"{SITE}/pix/heron-lake.jpg", wanted, PAGE))) is is_picture
    assert find('<a href="/media/heron-lake/download">get</a>', f"{SITE}/pix/heron-lake.jpg") is None


@pytest.mark.parametrize("width", ["1200", "800"])
@pytest.mark.parametrize("place", ["media", "storage/mayor", "reed/12"])
def test_a_number_is_a_folder_of_widths(width, place):
    """Another number is another picture's, and what is no width may count."""
    wanted, now = f"{SITE}/img/5374352256.jpg", f"{SITE}/{place}/5374352256/{width}.jpg"
    assert find(OG.format(now), wanted) == now
    for other in (now.replace("2256", "2257"), now.replace(width, "1201"), now.replace("2256", "2256-green")):
        assert find(OG.format(other), wanted) is None
    assert find(OG.format(now) + IMG.format(now.replace(width, "7")), wanted) is None
    assert find(OG.format(now.replace(SITE, CDN)), wanted) is None or place == "media"
    assert find(OG.format(now) + OG.format(f"/moss/5374352256/{width}.jpg"), wanted) is None
    for date in ("20190517", "1700000000"):
        assert find(OG.format(now.replace("5374352256", date)), wanted.replace("5374352256", date)) is None


@pytest.mark.parametrize("role", ["hero.jpg", "lead.webp", "2x.png", "web.jpg"])
@pytest.mark.parametrize("name", NAMES)
def test_a_role_that_each_folder_has_says_nothing(name, role):
    """The page shows it of another picture; elsewhere a role is one of several, as a cover and a back always are."""
    now, wanted = f"{SITE}/media/{name}/{role}", f"{SITE}/pix/{name}.jpg"
    for shown in ("<div data-bg='{}'></div>", IMG, OG):
        for beside in (CARD, '<link rel="preload" as="image" href="{}">'):
            assert find(shown.format(now) + beside.format(f"/media/salt-marsh/{role}"), wanted) == now
            for other in (
                f"/moss/salt-marsh/{role}",
                f"/media/salt-marsh/x{role}",
                f"/media/red/{role}",
                f"/media/{role}",
            ):
                assert find(shown.format(now) + beside.format(other), wanted) is None
        assert find(shown.format(now), wanted) is None
        assert find(shown.format(f"/media/{name}-2/{role}") + CARD.format(f"/media/salt-marsh/{role}"), wanted) is None
    for file in ("cover.jpg", "back.jpg", "default.jpg", "1.jpg", "IMG_2301.jpg"):
        assert find(IMG.format(f"/media/{name}/{file}") + CARD.format(f"/media/salt-marsh/{file}"), wanted) is None
        assert find(IMG.format(now) + IMG.format(f"/media/{name}/{file}"), wanted) is None


@pytest.mark.parametrize("holder", ["albums", "users", "products", "articles", "stories", "birds"])
def test_a_thing_has_a_role_in_each_folder(holder):
    """The heads of two articles are no pictures of their names."""
    rest = CARD.format(f"/{holder}/salt-marsh/hero.jpg")
    for place in ("pix", "images"):
        assert find(IMG.format(f"{SITE}/{holder}/heron-lake/hero.jpg") + rest, f"{SITE}/{place}/heron-lake.jpg") is None


def test_a_number_on_another_host_needs_one_beside_it():
    """Of as many digits: the host keeps its pictures so."""
    wanted, now = f"{SITE}/img/5374352256.jpg", f"{CDN}/b/5374352256/large.jpg"
    for number, is_like in (("5374352261", True), ("53743522", False), ("salt-marsh", False)):
        found = find(OG.format(now) + CARD.format(f"{CDN}/b/{number}/large.jpg"), wanted)
        assert found == (now if is_like else None)
    beside = CARD.format(f"{CDN}/b/5374352261/large.jpg")
    assert find(OG.format(now.replace("256/", "257/")) + beside, wanted) is None
    assert find(OG.format(now) + beside + IMG.format(f"{CDN}/b/5374352256/back.jpg"), wanted) is None
    assert find(OG.format(now) + beside + IMG.format(f"{CDN}/moss/5374352256/large.jpg"), wanted) is None


@pytest.mark.parametrize("place", ["covers", "portraits", "authors", "products"])
def test_the_header_of_a_thing_is_not_its_cover(place):
    """Which lay among those of its kind; the whole picture in a folder of its name may be it."""
    rest = CARD.format("/media/salt-marsh/header.jpg")
    assert find(OG.format("/media/heron-lake/header.jpg") + rest, f"{SITE}/{place}/heron-lake.jpg") is None
    assert find(OG.format("/media/heron-lake/header.jpg") + rest, f"{SITE}/pix/heron-lake.jpg") is not None
