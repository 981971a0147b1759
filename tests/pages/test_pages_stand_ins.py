"""Files that a page shows where its script will put pictures, or for files of a kind, with names of pictures beside."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://site.example"
PAGE = f"{SITE}/finds/"
NAMED = '<img src="{}" alt="{}">'
FILES = ("heron-lake.jpg", "oak-forest.jpg", "old-mill.jpg", "red-barn.jpg")
NUMBERS = ("1987.12.3", "1987.12.4", "Mask, 1987.12.5", "1988.1.2")

TELLING_NOTHING = "/img/grey.gif /img/1.gif /img/x1.png /img/jpg-file.png /m/photo.jpg /img/ph-16x9.png"


def look_up(markup: str, wanted: str) -> str | None:
    """Return the path that is chosen for the file *wanted*."""
    return url_on(markup, f"{SITE}/f/{wanted}", PAGE, without=SITE)


@pytest.mark.parametrize("names", [FILES, NUMBERS])
def test_what_is_said_to_be_several_files_stands_in_for_them(names):
    """Pages that load their pictures late show one file for all of them, and museums one for what has no photograph."""
    file, wanted = "/n/a9f3e7c1d2b4.gif", f"{names[0].removesuffix('.jpg')}.jpg"
    alone = NAMED.format(file, names[0])
    assert look_up(alone, wanted) == file
    assert look_up(alone + NAMED.format(file, names[1]), wanted) is None
    assert look_up(alone + NAMED.format(file.replace("4.", "5."), names[1]), wanted) == file


@pytest.mark.parametrize(("places", "is_its"), [(1, True), (2, True), (3, False)])
def test_what_stands_in_many_places_stands_in_for_others(places, is_its):
    """A picture is shown once more, in small or below; what else is said there is no file's name."""
    again = NAMED.format("/n/a9f3e7c1d2b4.gif", "A heron")
    found = look_up(NAMED.format("/n/a9f3e7c1d2b4.gif", FILES[0]) + places * again, FILES[0])
    assert (found is not None) is is_its


@pytest.mark.parametrize(
    "file", ["/img/grey.gif", "/img/1.gif", "/img/x1.png", "/img/jpg-file.png", "/m/photo.jpg", "/img/ph-16x9.png"]
)
def test_an_address_that_tells_nothing_is_of_no_picture(file):
    """It is the site's own, for whatever file; a number, a code or a word of its own is a picture's."""
    assert look_up(NAMED.format(file, FILES[0]), FILES[0]) is None
    for own in ("/img/42.gif", "/m/a1/77/photo.jpg", "/m/d9be/full.jpg", "/img/mask.jpg", "/img/\u5c71.jpg", "/g?f=4"):
        assert look_up(NAMED.format(own, FILES[0]), FILES[0]) is not None
    record = f'<script>var x = {{"filename": "{FILES[0]}", "url": "{file}"}}</script>'
    assert look_up(record, FILES[0]) == file  # data are of one picture


CALLED_SO = """
    default-event.jpg default_a_12.jpg castle-placeholder-1.png no-image-2023.png noimage_44.gif hero-fallback-3.jpg
    generic-house.jpg dummy-2048.jpg default-f3e7c1d2b4a9.jpg no_image_f3e7c1d2b4a9.png f3e7c1d2b4a9-dummy.png
"""


@pytest.mark.parametrize("file", CALLED_SO.split())
def test_what_is_called_a_default_is_no_picture_whatever_stands_beside_it(file):
    """Systems keep the name of the lost picture beside their own; the page declares that as its picture as well."""
    shown = f"{NAMED.format(f'/img/{file}', FILES[0])}<meta property='og:image' content='/img/{file}'>"
    assert look_up(shown, FILES[0]) is None


def test_default_alone_is_the_name_of_a_size():
    """A service keeps each picture's sizes in a folder of its own."""
    assert look_up(NAMED.format("/photos/d9be77/default.jpg", FILES[0]), FILES[0]) is not None


def test_a_wanted_file_may_have_such_a_word_in_its_name():
    """Then it is its own name, and no other file's word."""
    assert look_up('<img src="/new/generic-house-plan-4711.jpg">', "generic-house-plan-4711.jpg") is not None


@pytest.mark.parametrize("folder", ["people", "authors", "staff", "profile"])
def test_a_portrait_beside_a_name_is_not_the_file(folder):
    """Pages show who has made a picture, and may call that by the picture's name."""
    portrait = f"/{folder}/a9f3e7c1d2b4.jpg"
    assert look_up(NAMED.format(portrait, FILES[0]), FILES[0]) is None
    assert look_up(NAMED.format(f"/{folder}/12/a9f3e7c1d2b4.jpg", FILES[0]), FILES[0]) is not None


def test_another_count_of_a_camera_is_another_file_whatever_stands_beside_it():
    """What was copied to the next picture says nothing; what a system has counted itself has another form."""
    for other in ("DSC_2042", "dsc_9999"):
        assert look_up(NAMED.format(f"/g/{other}.jpg", "DSC_2041.jpg"), "DSC_2041.jpg") is None
    for own in ("img_77123", "77123"):
        assert look_up(NAMED.format(f"/g/{own}.jpg", "DSC_2041.jpg"), "DSC_2041.jpg") is not None
