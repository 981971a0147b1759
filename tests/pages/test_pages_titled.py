"""Pages that are called by the name of the file that they show, or to which its former name leads."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, choose, collect
from imgcrawl.pages.reading.titles import page_titles
from imgcrawl.pages.sites.commons import CommonsFilePage
from tests.pages.showing import url_on

SITE = "https://www.site.example"
PAGE = f"{SITE}/s/harbour/media/42"
HASH = "3f2a9c0b1d4e5f60718293a4b5c6d7e8f9012345"
NOW = f"{SITE}/files/original/{HASH}.jpg"
SHOWN = f'<div><a href="{NOW}"><img src="/files/large/{HASH}.jpg"></a></div>'
RELATED = '<a href="/s/harbour/media/43"><img src="/files/medium/0c175b9c0f1b6a83.jpg"></a>'
TITLES = [
    "<title>{} · Harbour · Archive</title>",
    "<h1><span>{}</span></h1>",
    '<meta name="dcterms.title" content="{}">',
    "<meta content='{}' name='DC.identifier'>",
]
RENAMED = (Path(__file__).parent / "saved" / "redirected.html").read_text(encoding="utf-8")
WIKI, FILES = "https://wiki.site.example", "https://up.site.example/commons"


def look_up(html: str, wanted: str = "DSC04107.jpg", site: str = SITE) -> str | None:
    """Return what is chosen for *wanted* on the page *html*."""
    return url_on(html, f"{site}/archive/files/{wanted}", PAGE)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("name", ["DSC04107.jpg", "DSC04107", "dsc04107.JPG"])
def test_the_title_of_a_page_is_its_pictures_name(title, name):
    """In any of the places where it stands, with the extension or without; another name is not heard."""
    assert look_up(title.format(name) + SHOWN + RELATED) == NOW
    assert look_up(title.format(name.replace("7", "8")) + SHOWN + RELATED) is None
    assert look_up(title.format(f"Unlike {name}") + SHOWN + RELATED) is None


@pytest.mark.parametrize(
    "rest",
    [
        '<script>var a = ["/files/large/heron.jpg"]</script>',
        f'<img src="{SITE}/archive/files/DSC04107.jpg">',
    ],
    ids=["scripted", "wanted"],
)
def test_what_the_page_does_not_show_is_no_second_picture(rest):
    """Nor is the wanted address itself, where it still stands."""
    assert look_up(f"<h1>DSC04107.jpg</h1>{SHOWN}{rest}") == NOW


def test_a_number_tells_no_other_thing():
    """As a name would; but the wanted address must be that of a file."""
    shown = '<img src="/files/large/4711.jpg">'
    assert look_up(f"<h1>DSC04107.jpg</h1>{shown}") == f"{SITE}/files/large/4711.jpg"
    assert look_up(f"<h1>DSC04107</h1>{SHOWN}", "DSC04107") is None


def test_a_title_outweighs_the_year_of_the_same_name():
    """The page says that it is that file."""
    shown = '<img src="/2021/DSC04107.jpg">'
    assert look_up(f"<h1>DSC04107.jpg</h1>{shown}", "2019/DSC04107.jpg") == f"{SITE}/2021/DSC04107.jpg"
    assert look_up(shown, "2019/DSC04107.jpg") is None


def test_a_whole_name_may_be_a_counter_with_which_cameras_begin():
    """Its extension says that it is a file's; a name that every page has says nothing."""
    assert look_up(f"<h1>IMG_0042.JPG</h1>{SHOWN}", "IMG_0042.JPG") == NOW
    assert look_up(f"<h1>IMG_0042</h1>{SHOWN}", "IMG_0042.JPG") is None
    assert look_up(f"<h1>image.jpg</h1>{SHOWN}", "image.jpg") is None


def test_the_number_of_a_specimen_may_be_the_title():
    """Of the one picture that the page shows."""
    assert look_up(f"<h1>Specimen MA018583304</h1>{SHOWN}{RELATED}", "MA018583304.jpg") == NOW
    assert look_up(f"<h1>Specimen MA018583305</h1>{SHOWN}{RELATED}", "MA018583304.jpg") is None


@pytest.mark.parametrize(
    "html",
    [
        f'{SHOWN}<img src="/files/large/0c175b9c0f1b6a83.jpg">',
        f'<meta property="og:image" content="{NOW}">',
        '<img src="/files/large/heron-at-lake.jpg">',
        '<img src="/files/large/DSC04108.jpg">',
        '<img src="/images/header-bg.jpg">',
        '<img src="/img/photo-removed.png">',
        f'<img src="/files/large/{HASH}.jpg" alt="DSC04108.jpg">',
        '<img src="/files/large/IMG_0001.jpg">',
        f'{SHOWN}<a href="/s/44"><img src="/archive/files/DSC04107_2.jpg"></a>',
        RELATED,
        f'<img src="https://ads.example/c/{HASH}.jpg">',
        f'<img src="/users/{HASH}.jpg">',
        '<img src="/files/lake/4711.jpg"><img src="/files/moor/4711.jpg">',
    ],
    ids=[
        "two",
        "unseen",
        "named",
        "counted",
        "ground",
        "removed",
        "told",
        "first",
        "next",
        "linked",
        "ad",
        "person",
        "places",
    ],
)
def test_a_title_that_may_be_of_another_picture_is_not_heard(html):
    """Two pictures, none, one of another name or number, links alone, and the next of the series in the old place."""
    assert look_up(f"<h1>DSC04107.jpg</h1>{html}") is None


def test_another_sites_picture_is_the_pages_own_if_it_says_so():
    """In its head, or by a link to the file; a service may keep its pictures elsewhere."""
    now = f"https://cdn.example/c/{HASH}.jpg"
    head, link = f'<meta property="og:image" content="{now}">', f'<a href="{now}">'
    for says in (head, link):
        assert look_up(f'<h1>DSC04107.jpg</h1>{says}<img src="{now}">') == now


def test_what_was_drawn_for_a_picture_is_one_wherever_it_lies():
    """A head may name another version of it than the page shows."""
    head = '<meta property="og:image" content="/iiif/drawn/{}.jpg">'
    assert look_up(f"<h1>DSC04107.jpg</h1>{head.format(HASH)}{SHOWN}") is not None
    assert look_up(f"<h1>DSC04107.jpg</h1>{head.format(HASH.replace('3f', '4f'))}{SHOWN}") is None


def test_another_sites_page_is_not_heard():
    """Cameras call pictures alike everywhere."""
    assert look_up(f"<h1>DSC04107.jpg</h1>{SHOWN}", site="https://other.example") is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("1/12/Old_fox.jpg", f"{FILES}/a/ab/New_fox_at_dusk.jpg"),
        ("1/12/Old%20fox.jpg", f"{FILES}/a/ab/New_fox_at_dusk.jpg"),
        ("1/12/Old_fox.png", None),
        ("1/12/Old_fox_2.jpg", None),
        ("1/12/Other_fox.jpg", None),
    ],
)
def test_a_page_to_which_a_former_name_leads_shows_that_file(wanted, expected):
    """Under its present title, whatever that is; another file of which the page speaks is none."""
    page = f"{WIKI}/wiki/File:Old_fox.jpg"
    choice = choose(collect(RENAMED, page), wanted_url=f"{FILES}/{wanted}", page_url=page)
    assert (choice and choice.url) == expected


def test_a_former_name_says_nothing_of_a_page_without_the_file_of_its_title():
    """Nor of one that has several titles."""
    page = f"{WIKI}/wiki/File:Old_fox.jpg"
    for old, new in (("New_fox_at_dusk", "Newer_fox"), ("<h1", "<h1>File:Fox 3.jpg</h1><h1")):
        choice = choose(collect(RENAMED.replace(old, new), page), wanted_url=f"{FILES}/1/12/Old_fox.jpg", page_url=page)
        assert choice is None


@pytest.mark.parametrize(
    "changes",
    [
        {'commons/a/ab/New_fox_at_dusk.jpg"><img': 'commons/a/ab/story"><img'},
        {
            "<body>": f"<body><script>var a=['{FILES}/a/ab/New_fox_at_dusk.jpg']</script>",
            "<div class": "<!--",
            "<p>": "-->",
        },
        {"New fox at dusk.jpg": "Old fox.png", "New_fox_at_dusk.jpg": "Old_fox.png"},
    ],
    ids=["linked", "scripted", "same"],
)
def test_a_former_name_leads_to_a_picture_that_is_shown_under_another_name(changes):
    """Not to one in a link to another page, or in a script alone, nor from a name to itself."""
    page, html = f"{WIKI}/wiki/File:Old_fox.jpg", RENAMED
    for old, new in changes.items():
        html = html.replace(old, new)
    assert choose(collect(html, page), wanted_url=f"{FILES}/1/12/Old_fox.jpg", page_url=page) is None


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [("1/12/Old_fox.jpg", True), ("thumb/1/12/Old_fox.jpg/300px-Old_fox.jpg", True), ("1/12/Older_fox.jpg", False)],
)
@pytest.mark.parametrize("title", ["Old_fox", "Third_fox"])
def test_so_does_a_page_of_wikimedia(wanted, is_found, title):
    """By the rules of its addresses; the picture of another title on the page is not the file's."""
    files, page = (
        "https://upload.wikimedia.org/wikipedia/commons",
        f"https://commons.wikimedia.org/wiki/File:{title}.jpg",
    )
    body = RENAMED.replace(FILES, files).encode()
    response = HttpResponse(page, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
    page_object = CommonsFilePage(
        response=response, page_params=PageParams({WANTED_URL: f"{files}/{wanted.replace('Old_fox', title)}"})
    )
    choice = page_object.choice()
    assert (choice and choice.url) == (f"{files}/a/ab/New_fox_at_dusk.jpg" if is_found and title == "Old_fox" else None)


def test_titles_are_bounded():
    """A page of countless headings is read at once, and only its first ones."""
    titles = page_titles("<h1>a-1.jpg</h1>" * 100_000 + "<title>" * 100_000)
    assert titles.called == ("a-1.jpg",)
