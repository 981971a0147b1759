"""Links of a list of files, which say what they lead to and how large it is."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://repo.example"
PAGE = f"{SITE}/handle/1234/567"
NOW, OTHER = "/bitstreams/0b8f7a52-93d4-4c1e-a9a7-5e7d3f2b1c60/download", "/bitstreams/1c8f7a52-93d4-4c1e/download"
LINK = '<a href="{}"><span>{}</span> <span>{}</span></a>'


def look_up(*links: str, wanted: str = "IMG_0042.JPG", site: str = SITE) -> str | None:
    """Return what is chosen for *wanted* on a page with *links*."""
    wanted_url = f"{site}/bitstream/handle/1234/567/{wanted}?sequence=1"
    return url_on("".join(links), wanted_url, PAGE, without=SITE)


def link(name: str, to: str = NOW, size: str = "(1.2 MB)") -> str:
    """Return the link to a file of a list."""
    return LINK.format(to, name, size)


@pytest.mark.parametrize("name", ["IMG_0042.JPG", "harbour.jpg", "harbour at night.jpg", "DSC04107.tif"])
@pytest.mark.parametrize("size", ["(1.2 MB)", "(1,234 KB)", "(20480 bytes)", "(3.4MiB)"])
def test_a_file_of_a_list_is_the_one_it_is_called(name, size):
    """By its whole name before its size in brackets, wherever the link leads."""
    others = link("notes.pdf", OTHER), link("IMG_0043.JPG", OTHER), link("IMG_0042.tif", OTHER)
    assert look_up(link(name, size=size), *others, wanted=name.replace(" ", "%20")) == NOW


@pytest.mark.parametrize(
    "links",
    [
        (link("IMG_0043.JPG"),),
        (link("IMG_0042.png"),),
        (link("IMG_0042.JPG.jpg"),),
        (link("see IMG_0042.JPG"),),
        (link("IMG_0042.JPG"), link("IMG_0042.JPG", OTHER)),
        (link("IMG_0042.JPG", size="(front)"),),
        (link("IMG_0042.JPG", size=""),),
        (link("IMG_0042.JPG", to="https://elsewhere.example/x/a9f3e7c1d2b4.jpg"),),
    ],
    ids=["next", "format", "thumbnail", "sentence", "two", "view", "sizeless", "site"],
)
def test_a_file_that_may_be_another_is_not_taken(links):
    """Another name, format or site, a sentence, and two of one name."""
    assert look_up(*links) is None


def test_a_name_that_every_list_has_is_not_heard():
    """It may be of any thing."""
    assert look_up(link("image.jpg"), wanted="image.jpg") is None
    assert look_up(link("1.jpg"), wanted="1.jpg") is None


def test_the_text_of_a_download_names_its_file():
    """Without a size it must be a name that few have; another link's text may be about anything."""
    assert look_up(link("DSC04107.jpg", size=""), wanted="DSC04107.jpg") == NOW
    assert look_up(link("DSC04107.jpg", to="/wiki/4107", size=""), wanted="DSC04107.jpg") is None
