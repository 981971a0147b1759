"""A name before what was drawn for its file, and what else may stand there."""

from __future__ import annotations

import pytest

from imgcrawl.pages import choose, collect

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
PAGE = f"{SITE}/things/17/"
FIGURE = '<img src="{}">'
LD = '<script type="application/ld+json">{{"@type":"{}","image":"{}"}}</script>'
OG = '<meta property="og:image" content="{}">'
CODES = [("deadbeefa1", "1f3a9c07b2"), ("bkqxpzw79a", "k2m9x4c7q1"), ("kqxpzw9a", "9e8d7c6b")]
"""What was drawn for the wanted picture, in which signs seldom change, and for another one."""


def at(name: str) -> str:
    """Return the address of the file of that name."""
    return f"{CDN}/assets/{name}.jpeg"


def card(name: str) -> str:
    """Return what shows the file of that name and leads to another page."""
    return f'<a href="/things/18">{FIGURE.format(at(name))}</a>'


def find(markup: str, name: str = "heron-lake") -> str | None:
    """Return the name of what a page of *markup* gives for the file *name* of another folder."""
    choice = choose(collect(markup, PAGE), wanted_url=f"{SITE}/uploads/{name}.jpg", page_url=PAGE)
    return choice.url.rpartition("/")[2].removesuffix(".jpeg") if choice else None


def declared(name: str) -> list[str]:
    """Return pages that declare the file of that name."""
    address = at(name)
    return [LD.format("Product", address), LD.format("Article", address), OG.format(address), FIGURE.format(address)]


@pytest.mark.parametrize("sign", ["-", "_", "."])
@pytest.mark.parametrize(("own", "other"), CODES)
def test_what_all_files_of_a_folder_end_in_was_drawn(own, other, sign):
    """Of the picture that the page is about; that of a card is another one, whatever its name."""
    now, beside = f"heron-lake{sign}{own}", f"salt-marsh{sign}{other}"
    for markup in declared(now):
        assert find(markup + card(beside)) == now
        assert find(markup) is None
    for name in ("heron-lake-2", "heron-lake-green", "blue-heron-lake", "heron-lakes", "heron-lake-de"):
        for markup in declared(f"{name}{sign}{own}"):
            assert find(markup + card(beside)) is None
    assert find(OG.format(at(beside)) + card(now)) is None
    assert find(FIGURE.format(at(now)) + FIGURE.format(at(beside))) is None


@pytest.mark.parametrize("beside", ["wh1000xm3", "wh1000xm55", "winter2019", "k2m9x4c7"])
def test_a_model_may_stand_there(beside):
    """Other models say nothing, nor does what is shorter or longer; what is no code at all least."""
    for markup in declared("sony-heron-wh1000xm4"):
        assert find(markup + card(f"bose-marsh-{beside}"), "sony-heron") is None
        assert find(markup + card("bose-marsh"), "sony-heron") is None


def test_a_word_was_chosen():
    """Though it is as long as what was drawn for another picture."""
    for markup in declared("heron-lake-waterfall"):
        assert find(markup + card("salt-marsh-k2m9x4c7q")) is None


def test_every_file_of_the_folder_must_end_so():
    """One that does not, two of one code, and another sign make it a part of the name."""
    main = OG.format(at("heron-lake-bkqxpzw79a"))
    drawn = card("salt-marsh-k2m9x4c7q1")
    assert find(main + drawn + FIGURE.format("/icons/moss-reed.jpeg")) == "heron-lake-bkqxpzw79a"
    for other in ("moss-reed", "moss-reed-bkqxpzw79a", "moss-reed_k2m9x4c7q2", "moss-reed-k2m9x4c7"):
        assert find(main + drawn + card(other)) is None


def test_two_files_of_the_name_are_two_pictures():
    """Each was drawn for its own."""
    main = OG.format(at("heron-lake-bkqxpzw79a"))
    assert find(main + card("heron-lake-cjqxpzw28a") + card("salt-marsh-k2m9x4c7q1")) is None


@pytest.mark.parametrize("name", ["beach", "main", "summer-sale", "DSC_0042", "photo"])
def test_a_name_that_many_have_is_no_better_so(name):
    """It must be proof enough alone."""
    for markup in declared(f"{name}-bkqxpzw79a"):
        assert find(markup + card("salt-marsh-k2m9x4c7q1"), name) is None


def test_folders_of_other_things_speak_against_it():
    """As for every name: another person's, another language's."""
    wanted = f"{SITE}/artists/ann/heron-lake.jpg"
    for folder, is_its in (("artists/ann", True), ("artists/bob", False)):
        now = f"{CDN}/{folder}/heron-lake-bkqxpzw79a.jpeg"
        markup = OG.format(now) + FIGURE.format(f"{CDN}/{folder}/salt-marsh-k2m9x4c7q1.jpeg")
        choice = choose(collect(markup, PAGE), wanted_url=wanted, page_url=PAGE)
        assert (choice is not None) is is_its


@pytest.mark.parametrize("model", ["wh1000xm5", "ue5500tu", "oled5512c"])
def test_letters_before_a_number_are_a_model(model):
    """Though all files of the folder end in as many signs, of which others were drawn."""
    beside = card(f"salt-marsh-{'k2m9x4c7q'[: len(model)]}")
    for markup in declared(f"sony-heron-{model}"):
        assert find(markup + beside, "sony-heron") is None


@pytest.mark.parametrize("number", ["b09xs7jwhh", "B07FZ8S74R"])
def test_the_number_of_a_shops_article_was_not_drawn(number):
    """Another article of the same name has another number."""
    for markup in declared(f"sony-heron-{number}"):
        assert find(markup + card("bose-marsh-b07fz8s74r"), "sony-heron") is None
