"""The names for readers at the end of addresses, and what tells the file before them."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.readable import readable

HASH = "3e08d5a97b16c4f20a8f91d37e62b50c"
COMPONENT = "/content/ex/en/birds/_jcr_content/root/container/image"


@pytest.mark.parametrize(
    ("path", "name", "key"),
    [
        (f"/media/a1b2c3_{HASH}~mv2.jpg/v1/fill/w_980,h_653,al_c,q_85/Heron-Lake.jpg", "heron-lake", (HASH,)),
        (f"/media/a1b2c3_{HASH}~mv2.png/v1/fit/w_980,h_653,q_85,enc_auto/heron%20lake.webp", "heron lake", (HASH,)),
        (f"/media/{HASH}.jpg/v1/fill/w_980,h_653/heron-lake.jpg", "heron-lake", (HASH,)),
        (f"/media/{HASH}.jpg/v1/crop/x_0,y_50,w_980,h_653/fill/w_490,h_326,al_c/lake.jpg", "lake", (HASH,)),
        ("/media/abc123~mv2.jpg/v1/fill/w_980,h_653/heron-lake.jpg", "heron-lake", ("abc123~mv2",)),
        (f"{COMPONENT}.coreimg.85.1024.jpeg/1699999999999/heron-lake.jpeg", "heron-lake", ()),
        (f"{COMPONENT}.coreimg.jpeg/1699999999999/heron-lake.jpeg", "heron-lake", ()),
        (f"{COMPONENT}.img.png/1699999999999/heron-lake.png", "heron-lake", ()),
    ],
)
def test_a_name_stands_behind_what_was_asked_for(path, name, key):
    """A service's file is told by what was drawn for it, a component by nothing: it may show any picture."""
    found = readable(f"https://ex.example{path}")
    assert found is not None
    assert (found.name, found.key) == (name, key)


@pytest.mark.parametrize(
    "path",
    [
        "/a/heron-lake.jpg",
        f"/media/{HASH}.jpg",
        f"/media/{HASH}.jpg/heron-lake.jpg",  # a folder that is called as a file
        f"/media/{HASH}.jpg/others/heron-lake.jpg",
        f"/media/{HASH}~mv2.jpg/v1/fill/w_980,h_653/{HASH}.jpg",
        "/wiki/Heron.jpg/w_300/300px-Heron.jpg",
        "/media/lake.jpg/v1/fill/w_980,h_653/heron-lake.jpg",
        f"{COMPONENT}.coreimg.85.1024.jpeg/birds/heron-lake.jpeg",
        f"{COMPONENT}.jpeg/1699999999999/heron-lake.jpeg",
    ],
)
def test_other_addresses_have_no_name_for_readers(path):
    """The last part is the file, or nothing says what it is called by."""
    assert readable(f"https://ex.example{path}") is None


def test_the_picture_in_a_component_is_called_by_its_name():
    """And not by that of the component; the width is what that was asked for, the quality is none."""
    for sizes, width in ((".85.1024", 1024), (".320", 320), (".85", None), ("", None)):
        address = read_address(f"https://ex.example{COMPONENT}.coreimg{sizes}.jpeg/1699999999999/Heron-Lake.jpeg")
        assert address is not None
        assert (address.stem, address.width, address.file) == ("heron-lake", width, True)


def test_a_size_behind_an_images_number_is_no_part_of_its_folder():
    """PrestaShop writes it there; the number is the image's."""
    folders = [
        read_address(f"https://ex.example/{f}/heron-lake.jpg") for f in ("1744-home_default", "1744-large_default2x")
    ]
    assert {address and address.dirs for address in folders} == {("1744-",)}
