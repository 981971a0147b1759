"""Pages of objects at the beginning of the address of a file that they have no more."""

from __future__ import annotations

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage

PAGE = "https://www.h.org/islandora/object/eager:49712"
FILE = "https://www.h.org/sites/default/files/2022-04/49712_JPG.jpg"
SHOWN = f'<img src="{FILE}" alt="Heron lake">'
OBJ = "/datastream/OBJ/view"


def read(behind: str = OBJ, *, head: str = FILE, shown: str = SHOWN, page: str = PAGE) -> str | None:
    """Return what the page of the object gives for the file *behind* its address."""
    text = f'<head><title>Lake</title><meta property="og:image" content="{head}"></head><body>{shown}</body>'
    response = HttpResponse(page, body=text.encode(), status=200)
    choice = ImagePage(response=response, page_params=PageParams({WANTED_URL: f"{PAGE}{behind}"})).choice()
    return choice and choice.url


@pytest.mark.parametrize("behind", [OBJ, "/datastream/JPG/view", "/download", "/image/original"])
def test_the_one_picture_of_an_object_is_known_by_its_number(behind):
    """Whatever the page's words for it, and where other pictures lead elsewhere."""
    assert read(behind) == FILE
    assert read(behind, shown=f'{SHOWN}<a href="/o/1"><img src="/files/88213_TN.jpg"></a>') == FILE


@pytest.mark.parametrize(
    ("behind", "changed"),
    [
        ("/photo-2.jpg", {}),
        ("/datastream/OBJ2/view", {}),
        ("/page/3/view", {}),
        (OBJ, {"shown": ""}),
        (OBJ, {"shown": f'<a href="/islandora/object/eager:1">{SHOWN}</a>'}),
        (OBJ, {"head": FILE.replace("49712", "49713")}),
        (OBJ, {"shown": SHOWN + SHOWN.replace("49712_JPG", "49712_back")}),
        (OBJ, {"head": FILE.replace("_JPG", "_2"), "shown": SHOWN.replace("_JPG", "_2")}),
        (OBJ, {"page": PAGE.replace("49712", "49711")}),
        (OBJ, {"head": FILE.replace("h.org", "j.org"), "shown": SHOWN.replace("h.org", "j.org")}),
    ],
)
def test_what_may_be_a_neighbours_is_not_taken(behind, changed):
    """A file of several, a picture that leads on, another number, several files of the number, another page or site."""
    assert read(behind, **changed) is None
