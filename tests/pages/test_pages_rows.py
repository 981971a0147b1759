"""What tables, lists and lines beside a picture state of it, and markup in comments."""

from __future__ import annotations

import pytest

from imgcrawl.naming.numbers import museum_number
from imgcrawl.pages import collect
from imgcrawl.pages.reading.captions import MAX_COMMENTS
from tests.pages.showing import url_on

SITE = "https://www.site.example"
PAGE = f"{SITE}/v/lake-12"
NEW, OTHER = "/store/95980df669c63c96.jpg", "/store/0c175b9c0f1b6a83.jpg"
OLD, CODE = "/gallery/DSC_1808.JPG", "/gallery/K000045786.jpg"
TABLE = "<table><tr><th>Filename</th><td>DSC_1808.JPG</td></tr><tr><th>Camera</th><td>D70</td></tr></table>"
DATA = "<dl><dt>Barcode</dt><dd>K000045786</dd></dl>"


def look_up(html: str, wanted: str = OLD) -> str | None:
    """Return what is chosen for *wanted* on the page *html*, which has a picture of the site in its head."""
    html = f'<body><header><img src="/assets/site.png"></header><main>{html}</main></body>'
    return url_on(html, SITE + wanted, PAGE, without=SITE)


@pytest.mark.parametrize(
    "stated",
    [
        TABLE,
        "<table><tr><td>Dateiname:</td><td><b>DSC_1808.JPG</b></td></tr></table>",
        "<dl><dt>File</dt><dd>DSC_1808.JPG</dd></dl>",
        "<p>Original filename: DSC_1808.JPG</p>",
        "<ul><li>Nom du fichier : DSC_1808.JPG</li></ul>",
        "<dl><dt>Title</dt><dd>DSC_1808.JPG</dd></dl>",
        "<span>File name: DSC_1808.JPG</span><span>Camera: D70</span>",
        "<div><small>File: <b>DSC_1808.JPG</b></small>D70</div>",
        "<p>File: <span>DSC_1808.JPG</span></p>",
    ],
)
def test_a_label_says_what_the_picture_in_the_box_was_called(stated):
    """In the next cell or behind a colon, before or after the picture; a link to the whole picture is the same one."""
    picture = f'<img src="{NEW}">'
    for pictured in (picture, f'<a href="{NEW}">{picture}</a>'):
        for box in (f"{pictured}{stated}", f"{stated}{pictured}"):
            assert look_up(f'<div>{box}</div><div><img src="{OTHER}"></div>') == NEW


@pytest.mark.parametrize(
    "html",
    [
        f'<div><img src="{OTHER}">{TABLE}<img src="{NEW}"></div>',
        f'{TABLE}<div><img src="{NEW}"></div><div><img src="{OTHER}"></div>',
        f'<div><img src="{NEW}"><table><tr><th>See also</th><td>DSC_1808.JPG</td></tr></table></div>',
        f'<div><img src="{NEW}"><table><tr><th>Filename</th><td>unlike DSC_1808.JPG</td></tr></table></div>',
        f'<div><img src="{NEW}"><table><tr><th>Filename</th></tr><tr><td>DSC_1808.JPG</td></tr></table></div>',
        f'<div><img src="{NEW}"><p>Compare the file: DSC_1808.JPG</p></div>',
        f'<div><img src="{NEW}">{TABLE}</div><div><img src="{OTHER}">{TABLE}</div>',
        f'<div><img src="/store/heron-lake.jpg">{TABLE}</div>',
    ],
)
def test_a_label_that_may_be_of_another_picture_is_not_heard(html):
    """Two pictures in the box, none, another label, a sentence, another row, two boxes of a name, another name."""
    assert look_up(html) is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<tr><td><img src="{}"></td><td>DSC_1808.JPG</td><td>812 KB</td></tr>', NEW),
        ('<tr><td>DSC_1808.JPG</td><td>812 KB</td><td><a href="{0}"><img src="{0}"></a></td></tr>', NEW),
        ('<tr><td><img src="{}"></td><td>as DSC_1808.JPG</td></tr>', None),
        ('<tr><td><img src="{}"></td><td>DSC_1808.JPG</td><td>DSC_1809.JPG</td></tr>', None),
        ('<tr><td><img src="{}"></td><td><a href="/17">DSC_1808.JPG</a></td></tr>', None),
        ('<tr><td><img src="{}"></td></tr><tr><td>DSC_1808.JPG</td></tr>', None),
        ('<tr><td><img src="{}"><img src="/store/4a175b9c0f1b6a86.jpg"></td><td>DSC_1808.JPG</td></tr>', None),
        ('<tr><td><img src="/icons/jpeg.gif"></td><td>DSC_1808.JPG</td></tr>', None),
    ],
)
def test_a_cell_that_is_a_file_name_is_of_the_picture_in_its_row(html, expected):
    """Where nothing else stands in it; not another row's, one of several, or a link's, as lists of files have."""
    rows = f'<tr><td><img src="{OTHER}"></td><td>DSC_1810.JPG</td></tr>{html.format(NEW)}'
    assert look_up(f"<table>{rows}</table>") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div data-filename="DSC_1808.JPG"><img src="{}"></div>', NEW),
        ('<li data-original-name="DSC_1808.JPG"><p><img data-src="{}"></p></li>', NEW),
        ('<div data-filename="DSC_1808.JPG"><img src="{}"><img src="/store/4a175b9c0f1b6a86.jpg"></div>', None),
        ('<div data-filename="DSC_1808.JPG"></div><div><img src="{}"></div>', None),
        ('<div data-parent="DSC_1808.JPG"><img src="{}"></div>', None),
    ],
)
def test_a_box_may_name_the_file_in_an_attribute(html, expected):
    """Of the one picture in it."""
    assert look_up(f'<div><img src="{OTHER}"></div>{html.format(NEW)}') == expected


@pytest.mark.parametrize(
    "html",
    [
        f'<h2>Specimen K000045786</h2>{DATA}<img src="/store/d9be/full/max/0/default.jpg" alt="Specimen K000045786">',
        f'<div><img src="/store/d9be/full/max/0/default.jpg">{DATA}</div><img src="{OTHER}">',
    ],
)
def test_a_specimens_barcode_is_its_pictures_name(html):
    """In the text of the picture or in the box."""
    assert look_up(html, CODE) == "/store/d9be/full/max/0/default.jpg"


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{NEW}" alt="Specimen K000045787">',
        f'<img src="{NEW}" alt="Specimens K000045786 and K000045787">',
        f'<img src="{NEW}" alt="K000045786"><img src="{OTHER}" alt="K000045786">',
        '<img src="/store/K000045787.jpg" alt="K000045786">',
        f'<div><img src="{NEW}"><dl><dt>Barcode</dt><dd>K000045787</dd></dl></div>',
    ],
)
def test_another_barcode_is_another_specimen(html):
    """Also beside the wanted one."""
    assert look_up(html, CODE) is None


@pytest.mark.parametrize("name", ["img20190101", "dsc00012345", "K20190101", "P1040301", "K000045786_a"])
def test_no_barcode(name):
    """A camera's counter, a day, and a view of a specimen."""
    assert museum_number(name) is None


def test_markup_in_a_comment_is_heard_where_all_else_gives_nothing():
    """A script takes it out; but what was taken off the page stands there too, so that the page goes before it."""
    hidden = '<code><!-- <div><img src="/m/0a1b/heron-lapwing-vole.jpg"></div> --></code>'
    assert look_up(hidden, "/images/heron-lapwing-vole.jpg") == "/m/0a1b/heron-lapwing-vole.jpg"
    shown = '<img src="/m/9f8e/heron-lapwing-vole.jpg">'
    assert look_up(hidden + shown, "/images/heron-lapwing-vole.jpg") == "/m/9f8e/heron-lapwing-vole.jpg"
    assert look_up("<!-- see /m/0a1b/heron-lapwing-vole.jpg -->", "/images/heron-lapwing-vole.jpg") is None


def test_of_countless_comments_the_first_are_read():
    """A page of 5 MB with 200,000 of them, in none of which there is an address, held up a crawl for 8 s."""
    hidden = '<code><!-- <img src="/m/0a1b/heron-lapwing-vole.jpg"> --></code>'
    many = "<!--<img src=a.jpg>-->" * (MAX_COMMENTS - 1)
    assert look_up(many + hidden, "/images/heron-lapwing-vole.jpg") == "/m/0a1b/heron-lapwing-vole.jpg"
    assert look_up("<!--<img src=a.jpg>-->" + many + hidden, "/images/heron-lapwing-vole.jpg") is None


@pytest.mark.parametrize("end", ["", "</div>"])
def test_a_page_may_state_any_number_of_names(end):
    """Of a picture the first dozen is told, in one box and in boxes within each other."""
    pictures = "".join(f'<img src="/i/{number}.jpg">' for number in range(100))
    lines = "".join(f"<p>File: DSC_{number}.JPG</p>{end}" for number in range(1_000, 1_100))
    found = collect("<div>" * 50 + pictures + lines + "</div>" * 50, PAGE)
    assert {len(candidate.told) for candidate in found} == {12}


@pytest.mark.parametrize("label", ["Accession number", "Inventory no.", "Catalogue number", "Specimen", "Barcode"])
def test_a_label_says_under_which_number_the_picture_in_the_box_is_kept(label):
    """A year and a count, or a barcode; another number, and a label of something else, say nothing."""
    for number, other in (("1985-96247", "1985-96248"), ("NY0123456", "NY0123457")):
        html = f'<div><img src="{NEW}"><dl><dt>{label}</dt><dd>{{}}</dd></dl></div><img src="{OTHER}">'
        assert look_up(html.format(number), f"/gallery/{number}.jpg") == NEW
        assert look_up(html.format(other), f"/gallery/{number}.jpg") is None
        assert look_up(html.replace(label, "See also").format(number), f"/gallery/{number}.jpg") is None
