"""Addresses that carry the one of a picture, and what else in their query tells it."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.same_image import relation
from tests.pages.showing import url_on

HOST = "https://h.example"


def are_one(first: str, second: str) -> bool:
    """Say whether two addresses are taken for one picture's."""
    one, two = read_address(HOST + first), read_address(HOST + second)
    assert one is not None
    assert two is not None
    return relation(one, two) is not None


def stem_of(address: str) -> str:
    """Return what a file is called by an address."""
    found = read_address(HOST + address)
    assert found is not None
    return found.stem


@pytest.mark.parametrize("name", ["main.jpg", "img_0042.jpg", "12345.jpg", "blue-harbour-story.jpg"])
@pytest.mark.parametrize("holder", ["album", "gallery_id", "cat", "folder", "user", "a"])
def test_a_file_of_one_name_is_another_in_another_album(name, holder):
    """Scripts of galleries are told the file by its name and the album by a field of its own."""
    written = f"/thumb.php?{holder}={{}}&file={name}&{{}}"
    assert not are_one(written.format("rome", "w=200"), written.format("oslo", "w=200"))
    assert are_one(written.format("rome", "w=200"), written.format("rome", "w=800"))


def test_a_whole_path_tells_its_file_whatever_stands_beside_it():
    """What is beside a path, or an address, says how it is shown."""
    for inner in ("/b/blue-harbour.jpg", "https://o.example/b/blue-harbour.jpg"):
        assert are_one(f"/r?url={inner}&cat=1", f"/r?url={inner}&cat=2")


def test_of_two_files_one_may_lie_on_the_other():
    """A watermark is the same for all pictures, and may come first."""
    drawn = "/wm.php?src=/mark.png&img=/b/{}.jpg"
    assert not are_one(drawn.format("blue-heron"), drawn.format("red-kite"))
    assert are_one("/wm.php?src=/b/heron.jpg&img=/b/heron.jpg&w=2", "/wm.php?src=/b/heron.jpg&img=/b/heron.jpg&w=9")


@pytest.mark.parametrize(
    ("key", "shown", "told"),
    [("q", ("80", "auto:good"), ("blue heron", "red kite")), ("h", ("200", "400x"), ("4711234", "4711235"))],
)
def test_a_field_of_one_letter_chooses_a_size_only_by_its_value(key, shown, told):
    """``q`` is a quality or what was searched for, ``h`` a height or a house."""
    written = f"/th?{key}={{}}&id=7"
    assert are_one(*map(written.format, shown))
    assert not are_one(*map(written.format, told))


@pytest.mark.parametrize("address", ["/photos/blue-kettle-4711234.jpg", "/photos/blue-kettle.jpg"])
def test_a_view_is_another_picture_and_a_size_of_it_none(address):
    """None that is asked for is the first, in whatever size."""
    for other in ("?view=back", "?view=2"):
        assert not are_one(address, address + other)
    for same in ("?view=1", "?view=large", "?view=thumb"):
        assert are_one(address, address + same)


def test_fields_of_azures_signatures_are_such_beside_their_version_alone():
    """``sp`` may be a species, ``st`` a street."""
    for key in ("se", "sp", "sr", "st"):
        written = f"/img.asp?kind=1&{key}={{}}{{}}"
        assert not are_one(written.format("heron", ""), written.format("otter", ""))
        signed = "&sv=2023-01-03&sig=a"
        assert are_one(written.format("r", signed), written.format("rw", signed))


@pytest.mark.parametrize("key", ["url", "imgurl", "photo_url", "original", "filename", "href", "Image"])
def test_what_a_proxy_is_to_fetch_is_the_picture(key):
    """Whatever word for it the field is called by; a proxy is asked for that in the same fields."""
    carried = f"/proxy?{key}=https://o.example/b/blue-harbour.jpg&w=200"
    address = read_address(HOST + carried)
    assert address is not None
    assert (address.host, address.stem) == ("o.example", "blue-harbour")


@pytest.mark.parametrize("title", ["Special:FilePath/{}", "Special:Filepath/{}", "Special:Redirect/file/{}"])
@pytest.mark.parametrize("script", ["/index.php?title={}", "/w/index.php?width=300&title={}"])
def test_a_wikis_script_may_be_told_the_name_of_a_file(script, title):
    """It gives the file as the page of that name in a path does; an older version, or a member's page, is none."""
    asked = script.format(title.format("Grey_heron_at_Lake_Bled.jpg"))
    in_path = f"/wiki/{title.format('Grey_heron_at_Lake_Bled.jpg')}"
    assert stem_of(asked) == stem_of(in_path) == "grey_heron_at_lake_bled"
    assert are_one(asked, in_path)
    assert url_on('<img src="/images/a/ab/Grey_heron_at_Lake_Bled.jpg">', HOST + asked, f"{HOST}/wiki/Lake") is not None
    assert url_on('<img src="/images/a/ab/Grey_heron_at_Lake_Bohinj.jpg">', HOST + asked, f"{HOST}/wiki/Lake") is None
    for other in (f"{asked}&oldid=4711", asked.replace("index.php", "view.php"), script.format("User:Anna/Heron.jpg")):
        assert stem_of(other) == ""
