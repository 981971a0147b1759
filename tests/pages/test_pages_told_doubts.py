"""Names that a page tells beside pictures which it shows again, or whose own addresses tell something too."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://site.example"
PAGE = f"{SITE}/object/12"
FILE = "/n/a9f3e7c1d2b4.jpg"
TOLD = '<img src="{}" alt="heron-lake.jpg">'
OTHERS = '<a href="/object/13"><img src="/n/zebra-crossing.jpg"></a>'


def find(markup: str, wanted: str = "/old/heron-lake.jpg") -> str | None:
    """Return what is chosen on a page that shows another thing too."""
    return url_on(markup + OTHERS, SITE + wanted, PAGE, without=SITE)


@pytest.mark.parametrize(
    ("alt", "is_found"),
    [
        ("", True),
        ("A heron in a lake", True),
        ("heron-lake.jpg", True),
        ("crane.jpg", False),
        ("Bowl, 1987.12.3", False),
    ],
)
def test_what_is_said_of_the_picture_in_another_place_must_not_be_another_name(alt, is_found):
    """Words tell none, a file and an object's number do: a page shows one picture in the place of many."""
    found = find(TOLD.format(FILE) + f'<img src="{FILE}" alt="{alt}">')
    assert found == (FILE if is_found else None)


def test_the_head_of_a_page_is_no_other_place():
    """Whatever names the picture there, and in a script."""
    head = f'<meta property="og:image" content="{FILE}"><meta name="twitter:image" content="{FILE}">'
    said = f'<link rel="image_src" href="{FILE}"><script>var shown = ["{SITE}{FILE}"]</script>'
    assert find(TOLD.format(FILE) + head + said) == FILE


def test_a_title_in_another_place_names_no_file():
    """It may be that of the place."""
    assert find(TOLD.format(FILE) + f'<img src="{FILE}" data-image-title="lake-view">') == FILE


def test_the_wanted_address_itself_is_no_second_picture():
    """Of which the page says the same."""
    assert find(TOLD.format("/old/heron-lake.jpg") + TOLD.format(FILE)) == FILE


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("/n/oak.jpg", True),
        ("/n/ox.jpg", False),
        ("/n/svg.jpg", False),
        ("/n/legacy.jpg", False),
        ("/n/1987.12.3.jpg", False),
        ("/n/937343409.jpg", True),
        ("/n/grove_27.jpg", False),
        ("/n/elm-2019.jpg", False),
        ("/u/17-heron-lake.jpg", True),
        ("/u/17-crane.jpg", False),
    ],
)
def test_what_is_told_is_of_one_picture_whose_name_tells_no_other(address, is_found):
    """A short word or one of every site's may stand in for many; a name and a number of it are another thing's."""
    assert find(TOLD.format(address)) == (address if is_found else None)


@pytest.mark.parametrize(("name", "is_found"), [("heron-lake", True), ("crane-reed", False)])
def test_uploads_are_counted_before_their_names(name, is_found):
    """Another number before the same name is that of another time; four digits may be a house's."""
    told = f'<img src="/u/71299-{name}.jpg" alt="71234-heron-lake.jpg">'
    assert (find(told, "/old/71234-heron-lake.jpg") is not None) is is_found
    assert find(told.replace("71299", "4711"), "/old/71234-heron-lake.jpg") is None
    assert find(told.replace("71234", "4712"), "/old/4712-heron-lake.jpg") is None


def test_a_file_among_persons_may_stay_there():
    """One that was not among them may be a portrait of who made it."""
    now = FILE.replace("/n/", "/users/")
    assert find(TOLD.format(now), "/users/heron-lake.jpg") == now
    assert find(TOLD.format(now)) is None


def test_the_page_outweighs_the_language_of_the_same_name():
    """It says that it is that file."""
    now = "/fr/heron-lake.jpg"
    assert find(TOLD.format(now), "/en/heron-lake.jpg") == now
    assert find(f'<img src="{now}">', "/en/heron-lake.jpg") is None


def test_a_download_that_is_called_by_another_thing_is_not_believed():
    """Though its address has no ending; nor is a picture by a name for an address that is no file's."""
    assert find('<a href="/media/zebra-foal" download="heron-lake.jpg">Save</a>') is None
    assert find(f'<img src="{FILE}" data-image-title="heron-lake">', "/old/heron-lake") is None


def test_a_document_s_address_beside_a_picture_names_no_picture():
    """It is another file of the thing."""
    record = f'{{"@type": "ImageObject", "contentUrl": "{FILE}", "url": "{SITE}/old/heron-lake.pdf"}}'
    assert find(f'<script type="application/ld+json">{record}</script>') is None


@pytest.mark.parametrize("name", ["living-room", "bedroom-1", "master-bedroom-2", "floor-plan"])
def test_a_view_that_everything_has_names_nothing(name):
    """Beside another home's picture the page says the same; a file's name with its ending is what was uploaded."""
    wanted = f"/homes/{name}.jpg"
    assert find(f'<img src="{FILE}" alt="{name}">', wanted) is None
    assert find(f'<img src="{FILE}" data-filename="{name}.jpg">', wanted) == FILE
    assert find(f'<img src="{FILE}" alt="{name}-heron">', f"/homes/{name}-heron.jpg") == FILE


@pytest.mark.parametrize(
    ("wanted", "now", "is_found"),
    [
        ("/homes/69077/{}.jpg", "/homes/99154/{}.jpg", False),
        ("/homes/69077/{}.jpg", "/media/69077/{}.jpg", True),
        ("/homes/6907/{}.jpg", "/homes/9915/{}.jpg", True),
        ("/homes/20190412/{}.jpg", "/homes/20210101/{}.jpg", True),
        ("/homes/69077/{}.jpg", "/media/{}.jpg", True),
    ],
    ids=["other", "same", "short", "days", "none"],
)
def test_two_long_numbers_of_folders_tell_two_things(wanted, now, is_found):
    """Whatever the page says beside a name that both have."""
    assert (find(TOLD.format(now.format("heron-lake")), wanted.format("heron-lake")) is not None) is is_found
    moved = now.format("a9f3e7c1d2b4")
    assert find(TOLD.format(moved), wanted.format("heron-lake")) == moved
