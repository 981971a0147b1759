"""Addresses without the size that their service refuses, and what must not be left out of one."""

from __future__ import annotations

import pytest

from imgcrawl.intake.unsized import wiki_file, without_size, without_sized_folder

H = "https://h.org"

QUERIES = [
    ("/a.jpg?w=9999&fit=crop", "/a.jpg"),
    ("/a.jpg?imwidth=9999", "/a.jpg"),
    ("/a.jpg?fit=1200%2C800&ssl=1", "/a.jpg"),
    ("/a.jpg?crop=faces,edges&w=1&auto=format,compress", "/a.jpg"),
    ("/a.jpg?s=9999&f=webp&impolicy=big", "/a.jpg"),
    ("/photo-1582345?w=99999&q=80", "/photo-1582345"),
    ("/image?id=77&w=9999", "/image?id=77"),
    ("/a.jpg?id=3&fit=crop&format=webp", "/a.jpg?id=3"),
    ("/im/pictures/0123-4567.jpg?im_w=720", "/im/pictures/0123-4567.jpg"),
    ("/4ea/user/0123.jpg?aki_policy=x_large", "/4ea/user/0123.jpg"),
    ("/seo/Pot_ab12.jpeg?odnHeight=612&odnWidth=612&odnBg=FFFFFF", "/seo/Pot_ab12.jpeg"),
    ("/a.jpg?s=0123456789abcdef&w=4", "/a.jpg?s=0123456789abcdef"),
]
KEPT = [
    "/a.jpg",
    "/a.jpg?v=3",
    "/a.jpg?q=heron",
    "/a.jpg?fit=heron",
    "/image?w=9",
    "/show.php?w=9&v=3",
    "/render1234.php?w=9",
    "/show/2024?s=77",
    "/show/2024?g=7&c=3",
    "/a/?w=3",
    "/photo.jpg?s=12345",
    "/x/getimage.png?c=77",
    "/a.jpg?s=2",
    "/a.jpg?odnBg=heron",
    "/render/AB12345?type=left",
    "/render/AB12345?type=inside",
    "/image/AB12345?t=cover",
    "/staticmap.php?center=52.5,13.4&zoom=14&size=600x400",
    "/wms?layers=a&bbox=1,2,3,4&width=256&height=256",
    "/_next/image?url=%2Fx.jpg&w=3&q=3",
]
FOLDERS = [
    ("/9999x9999/a.jpg", "/a.jpg"),
    ("/fit-in/9999x/p/a.jpg", "/p/a.jpg"),
    ("/p/w_9999,h_1,c_fill/a.jpg", "/p/a.jpg"),
    ("/tr:w-9999,h-300/a.jpg?id=3", "/a.jpg?id=3"),
    ("/width=9999/12345", "/12345"),
    ("/300/a.jpg", None),
    ("/f_auto/a.jpg", None),
    ("/c_fill,w_9999/a", None),
    ("/w_9999,heron/a.jpg", None),
]
THUMBNAILS = [
    ("/images/thumb/a/ab/N.jpg/330px-N.jpg", "/images/a/ab/N.jpg"),
    ("/thumb/N.png/page1-330px-N.png?x=1", "/N.png"),
    ("/thumb/a/ab/N.jpg/330px-thumbnail.jpg", "/a/ab/N.jpg"),
    ("/thumb/a/ab/N.tif/lossy-page1-640px-N.tif.jpg", "/a/ab/N.tif"),
    ("/thumb/N.tiff/lossless-page1-640px-N.tiff.png", "/N.tiff"),
    ("/thumb/a/ab/N.tif/lossy-page1-640px-M.tif.jpg", None),
    ("/thumb/a/ab/N.tif/lossy-page2-640px-N.tif.jpg", None),
    ("/thumb/a/ab/N.pdf/page1-640px-N.pdf.jpg", None),
    ("/thumb/a/ab/N.jpg/330px-M.jpg", None),
    ("/thumb/a/ab/N.svg/330px-N.svg.png", None),
    ("/thumb/N.jpg", None),
]


@pytest.mark.parametrize(("asked", "left"), QUERIES)
def test_what_chooses_a_size_goes(asked, left):
    """Fields for size, format, fit and quality are left out, and every other one stays."""
    assert list(without_size(H + asked)) == [H + left]


@pytest.mark.parametrize("asked", KEPT)
def test_what_may_name_a_picture_stays(asked):
    """A word, a number that may be a key, a script that would be told nothing, and what carries another address.

    So do a side of a thing, and what a map is drawn by: without its size it is another one.
    """
    assert list(without_size(H + asked)) == []


@pytest.mark.parametrize(("asked", "left"), FOLDERS)
def test_directories_that_choose_a_size_go(asked, left):
    """They must say so themselves: a bare number may be an album."""
    assert list(without_sized_folder(H + asked)) == ([] if left is None else [H + left])


@pytest.mark.parametrize(("asked", "file"), THUMBNAILS)
def test_the_file_of_a_wikis_thumbnail(asked, file):
    """It stands in the address, if both names are the same and browsers show it; Wikimedia has widths of its own."""
    assert list(wiki_file(H + asked)) == ([] if file is None else [H + file])
    assert list(wiki_file(f"https://upload.wikimedia.org{asked}")) == []
