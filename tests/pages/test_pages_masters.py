"""Pictures that their pages show in another form than the list has: of a master, a size, an article's number."""

from __future__ import annotations

import pytest

from imgcrawl.pages import choose, collect
from tests.pages.showing import look_up

SITE = "https://www.museum.example"
PAGE = f"{SITE}/object/4711"
OTHERS = '<img src="/logo.png"><aside><a href="/object/2"><img src="/thumb/other-thing-55.jpg"></a></aside>'


def found(shown: str, wanted: str) -> bool:
    """Say whether the only figure of the page, at *shown*, is taken for *wanted*."""
    choice = look_up(f'{OTHERS}<figure><img src="{shown}"></figure>', wanted, PAGE)
    return choice is not None and choice.url == shown


@pytest.mark.parametrize("ending", ["nef", "CR2", "dng", "arw", "psd", "jp2", "tif"])
@pytest.mark.parametrize("name", ["7f476740-412a-46f0-a250-572565c6d0fa", "wooden-bobcat-sloop", "K000045786"])
def test_of_a_master_a_page_shows_a_copy(ending, name):
    """What a camera, a scanner or a program makes has its name in another format; another name is another picture."""
    wanted = f"{SITE}/masters/2022/{name}.{ending}"
    assert found(f"{SITE}/jpg/large/{name}.jpg", wanted)
    assert not found(f"{SITE}/jpg/large/{name[:-1]}7.jpg", wanted)


@pytest.mark.parametrize(("old", "new"), [("_lg", ""), ("_lg", "_web"), ("", "_lg"), ("_web", ""), ("_tn", "_lg")])
def test_symbiota_has_sizes_behind_the_number_of_a_specimen(old, new):
    """Whatever portal has it now; views, and letters behind a word, are no sizes."""
    wanted = f"http://portal.example/imglib/montu/MONTU00145/MONTU00145642{old}.jpg"
    assert found(f"https://images.museum.example/images/MONTU/MONTU001/MONTU00145642{new}.jpg", wanted)
    assert not found(f"https://images.museum.example/images/MONTU/MONTU001/MONTU00145642_b{new}.jpg", wanted)
    assert not found(f"{SITE}/img/heron-moss{new}.jpg", f"{SITE}/pix/heron{old}.jpg")


@pytest.mark.parametrize(("letter", "is_larger"), [("l", True), ("L", True), ("xl", True), ("d", False), ("b", False)])
def test_a_letter_is_a_size_where_a_thumbnail_leads_there(letter, is_larger):
    """Alone it may be a side; and where the thumbnail leads to another number, its own picture is the wanted one's."""
    wanted, page = "http://portal.example/imglib/f/F00863/F00863831.jpg", f"{SITE}/individual/index.php?occid=4043370"
    host = "https://images.museum.example/images/F/F008"

    def chosen(shown: str, leads_to: str) -> str:
        html = f'<a href="{host}/{leads_to}.jpg"><img src="{host}/{shown}.jpg" alt="F00863831"></a>'
        choice = choose(collect(html, page), wanted_url=wanted, page_url=page)
        return choice.url.removeprefix(f"{host}/").removesuffix(".jpg") if choice else ""

    large = f"F00863831_{letter}"
    assert chosen("F00863831_tn", large) == (large if is_larger else "F00863831_tn")
    assert chosen("F00863831_tn", f"F00863832_{letter}") == "F00863831_tn"
    assert chosen("F00863831", large) == "F00863831"
    assert not chosen("label", large)


@pytest.mark.parametrize("name", ["NC-46241884", "wa_41784916"])
def test_an_articles_number_is_its_pictures_name(name):
    """Two letters and eight digits, on whatever host; a date, or fewer digits, may be many things'."""
    host = "https://cdn.example.net/w_1200,q_auto/v5890081229/shop/2024"
    wanted = f"{SITE}/out/pictures/master/product/1/{name}.jpg"
    assert found(f"{host}/{name}.jpg", wanted)
    assert not found(f"{host}/{name[:-1]}7.jpg", wanted)
    for other in ("NC-20190117", "NC-46241"):
        assert not found(f"{host}/{other}.jpg", f"{SITE}/out/pictures/master/product/1/{other}.jpg")


@pytest.mark.parametrize("name", ["rapid-orchard-faro", "Banksia_lineata_60313"])
@pytest.mark.parametrize(
    ("old", "new", "is_it"),
    [
        ("db/pics/60", "media/import/60", True),
        ("db/pics/7c", "media/import/7c", True),
        ("photos/2019/60", "legacy/2023/60", True),
        ("photos/2019/05/17", "legacy/2023/05/17", False),
        ("photos/2019-05/17", "legacy/2023-05/17", False),
        ("herons/concert", "voles/concert", False),
    ],
)
def test_a_merged_collection_keeps_the_numbers_by_which_it_is_divided(name, old, new, is_it):
    """Under other folders, and the year of the merger; a day and an album tell two pictures apart."""
    wanted = f"http://www.merged.example/{old}/{name}.jpg"
    assert found(f"https://images.museum.example/{new}/{name}.jpg", wanted) is is_it
