"""Pages at a row's own address that a host has made for one upload."""

from __future__ import annotations

from time import process_time

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage
from imgcrawl.pages.own_page import may_be_page, own_picture
from tests.pages.pages_of_one import FILE, FILES, HOST, UPLOAD, asked, canonical, data, field, og, upload

OTHER = f"{FILES}/9ZtQ4mLc/red-can.jpg"
ELSEWHERE = "https://ads.example/go"
IMG = '<img src="{}" width="800">'


@pytest.mark.parametrize(
    "markup",
    [
        upload(),
        upload(at=""),
        upload(copied=field(FILE)),
        upload(copied=field(FILE) + field(f"{FILES}/s/blue-kettle-mini.jpg")),
        upload(head=f'<link rel="image_src" href="{FILE}">'),
        upload(head=f'<link itemprop="image" href="{FILE}">'),
        upload(head=f'<meta itemprop="thumbnailUrl image" content="{FILE}">'),
        upload(head=og(FILE) + og(UPLOAD, "url") + og(FILE, "image:url")),
        upload(head=og(f"{FILE}?fb")),
        upload(head=og(FILE, "image:url")),
        upload(head="", copied=field(FILE)),
        upload(shown="", copied=field(FILE)),
        upload(shown=f'<a href="{UPLOAD}">{IMG.format(FILE)}</a>'),
        upload(shown=f'<a href="#" onclick="zoom()">{IMG.format(FILE)}</a>'),
        upload(shown=f'<img src="data:image/gif;base64,R0" data-src="{FILE}">'),
        upload(shown=f'<picture><source srcset="{FILE}?w=900 900w"><img src="{FILE}?w=90"></picture>'),
        upload(shown=IMG.format(f"{FILES}/7xYcqMz0/blue-kettle.jpg"), copied=field(FILE)),
        upload(shown=f"<article><header>{IMG.format(FILE)}</header></article>"),
        upload(shown=f'<div class="content has-sidebar">{IMG.format(FILE)}</div>'),
        f'<body class="sidebar-left">{upload()}',
        upload(shown=f'<a href="{FILE}"><img src="{FILES}/t/1.jpg"></a>'),
        upload(shown=f'<img src="{FILES}/t/1.jpg" data-zoom="{FILE}">'),
    ],
)
def test_the_upload_is_what_its_page_declares_and_shows(markup):
    """Also where a link around it leads to the page itself, and where what is shown is kept by another key."""
    assert asked(markup, UPLOAD) == FILE


@pytest.mark.parametrize(
    "aside",
    [
        "<nav>{}</nav>",
        "<aside>{}</aside>",
        "<footer>{}</footer>",
        "<header>{}</header>",
        '<div class="related-images">{}</div>',
        '<div class="cross-sell">{}</div>',
        '<div class="crossSellBox"><ul><li>{}</ul></div>',
        '<section id="recommendations"><div>{}</div></section>',
        '<div class="ad-banner">{}</div>',
        f'<a href="{ELSEWHERE}">{{}}</a>',
        '<a href="/album/4bc">{}</a>',
        '<a href="/user/vera"><img class="avatar" src="/u/vera.jpg"></a>',
        '<img class="user-avatar" src="/u/vera.jpg">',
        '<img src="/img/arrow.svg"><img src="/a/b.png" width="16" height="16"><img src="/img/logo.png">',
    ],
)
def test_what_stands_beside_it_is_not_its_page_main_picture(aside):
    """In menus, asides, lists of other things and advertisements, or in a link to another page."""
    assert asked(upload() + aside.format(IMG.format(OTHER)), UPLOAD) == FILE


@pytest.mark.parametrize(
    "markup",
    [
        upload(shown=IMG.format(OTHER)),
        upload(shown=IMG.format(FILE) + IMG.format(OTHER)),
        upload(shown=IMG.format(FILE), copied=field(OTHER)),
        upload(head="", copied=field(FILE) + field(OTHER)),
        upload(head=og(FILE) + og(OTHER)),
        upload(head=og(FILE) + f'<link rel="image_src" href="{OTHER}">'),
        upload(head=""),
        upload(head="", copied=field(FILE, "badge")),
        upload(head="", copied=field(FILE).replace("text", "hidden")),
        upload(head="", copied=field("/a/blue-kettle.jpg"), shown=IMG.format("/a/blue-kettle.jpg")),
        upload(head=og(UPLOAD), shown=IMG.format(UPLOAD)),
        upload(head=og(f"{HOST}/screenshot?id=4bc"), shown=IMG.format(f"{HOST}/screenshot?id=4bc")),
        upload(shown=f'<img src="{FILES}/t/1.jpg" data-hover="{FILE}">'),
        upload(shown=f'<a href="{OTHER}"><img src="{FILES}/t/1.jpg"></a>'),
        upload(shown=""),
        upload(shown="", at="", copied=field(FILE)),
        upload(shown="", head=og(FILE) + f'<link rel="image_src" href="{FILE}">'),
        upload(shown=f"<nav>{IMG.format(FILE)}</nav>"),
        upload(shown=f'<a href="{ELSEWHERE}">{IMG.format(FILE)}</a>'),
        upload(shown=IMG.format(f"{FILES}/7xYcqMz0/blue-kettle.jpg")),
        upload(shown=IMG.format(f"{FILES}/7xYcqMz0/blue-cup.jpg"), copied=field(FILE)),
        upload(shown=IMG.format(f"{FILES}/b/7xYcqMz0/blue-kettle.jpg"), copied=field(FILE)),
        upload(shown=IMG.format(f"{FILES}/album/blue-kettle.jpg"), copied=field(FILE)),
        upload(shown=IMG.format(f"{FILES}/7xYcqMz0/blue-kettle.jpg/9.jpg"), copied=field(FILE)),
        upload(
            head=og(f"{FILES}/4bcd12Xy/3RgK0bXw/kettle.jpg"),
            shown=IMG.format(f"{FILES}/9efg34Zw/7xYcqMz0/kettle.jpg"),
            copied=field(f"{FILES}/4bcd12Xy/3RgK0bXw/kettle.jpg"),
        ),
        upload(shown=IMG.format("https://x.example/7xYcqMz0/blue-kettle.jpg"), copied=field(FILE)),
    ],
)
def test_where_two_pictures_may_be_meant_neither_is_taken(markup):
    """What is declared must be what is shown, and nothing else be shown; what is declared alone may be a default."""
    assert asked(markup, UPLOAD) is None


@pytest.mark.parametrize("at", [HOST, f"{HOST}/a/CiYt1UWF", f"{UPLOAD}/2", f"{HOST}/CiYt1UWf", UPLOAD + "?p=2"])
def test_a_page_that_says_to_be_another_is_not_the_rows(at):
    """By its canonical address or the one for sharing, be the other right."""
    assert asked(upload(at=at, copied=field(FILE)), UPLOAD) is None
    assert asked(upload(at="", head=og(at, "url") + og(FILE)), UPLOAD) is None
    assert asked(upload(head=og(at, "url") + og(FILE)), UPLOAD) is None


@pytest.mark.parametrize("path", ["/AboutUs", "/OurStory", "/ContactUs", "/iPhone15", "/OakLamps/"])
def test_words_written_together_are_no_code(path):
    """A host draws a code for an upload; a page of any site may be called so."""
    assert asked(upload(at=""), HOST + path) is None
    assert asked(upload(at=HOST + path), HOST + path) is None
    assert asked(upload(at=HOST + path, copied=field(FILE)), HOST + path) == FILE


@pytest.mark.parametrize("path", ["/CiYt1UWF", "/2kXyzAb", "/hTKpQxZ", "/a1b2c3", "/iPhone15X/"])
def test_a_code_mixes_letters(path):
    """Capitals, small letters and digits, as no words do."""
    assert asked(upload(at=""), HOST + path) == FILE


@pytest.mark.parametrize("url", [HOST, f"{HOST}/en/CiYt1UWF", f"{HOST}/CiYt1UWE", "https://other.example/CiYt1UWF"])
def test_where_another_page_came_it_tells_nothing(url):
    """A redirect to another path is one for what is gone; to https or from www. it is none."""
    assert asked(upload(at="", copied=field(FILE)), UPLOAD, url) is None
    assert asked(upload(), UPLOAD.replace("https", "http"), UPLOAD.replace("//", "//www.")) == FILE
    assert asked(upload(), f"{UPLOAD}/?utm_source=x") == FILE
    assert asked(upload(at=f"{UPLOAD}?k=2"), f"{UPLOAD}?k=2") is None


@pytest.mark.parametrize("status", [404, 410, 403, 500])
def test_a_page_with_the_status_of_an_error_is_not_believed(status):
    """Whatever it declares."""
    assert asked(upload(copied=field(FILE)), UPLOAD, status=status) is None


@pytest.mark.parametrize(
    "title",
    [
        "Not found",
        "404",
        "Image has been removed",
        "Log in - Pics",
        "Just a moment...",
        "Welcome",
        "Bild nicht gefunden",
        "The domain pics.example is for sale",
        "This account has been suspended",
    ],
)
def test_a_page_that_says_that_there_is_nothing_shows_none(title):
    """Or that stands before the others; in its title or its heading."""
    assert asked(upload(copied=field(FILE)).replace("blue-kettle - Pics", title), UPLOAD) is None
    assert asked(f"{upload(copied=field(FILE))}<h1>{title}</h1>", UPLOAD) is None


@pytest.mark.parametrize(
    "name",
    [
        "logo.png",
        "no-image.png",
        "placeholder.jpg",
        "default.jpg",
        "theme/welcome.jpg",
        "share/card.jpg",
        "avatars/vera.jpg",
    ],
)
def test_what_stands_for_any_picture_is_none(name):
    """A logo, a stand-in, a card for social networks, a portrait, the site's own design."""
    page = upload(copied=field(FILE)).replace(FILE, f"{FILES}/{name}")
    assert asked(page, UPLOAD) is None


@pytest.mark.parametrize(
    ("wanted", "may_be"),
    [
        ("/CiYt1UWF", True),
        ("/p/ON-7018423", True),
        ("/oak-nightstand.html", True),
        ("/product.php?id=48213", True),
        ("/", False),
        ("", False),
        ("/de/", False),
        ("/index.php", False),
        ("/search", False),
        ("/find?q=kettle", False),
        ("/lamps?page=2", False),
        ("/tag/kettle", False),
        ("/category/lamps/", False),
        ("/album/4bcd12", False),
        ("/user/vera", False),
        ("/products", False),
        ("/files/kettle.jpg", False),
        ("/files/kettle.JPEG/", False),
        ("/view?f=kettle.jpg", False),
        ("/kettle.svg", False),
        ("/image.php?id=48213", False),
        ("/thumb/48213", False),
        ("/lamps/48213?w=800", False),
        ("/iiif/2/48213/full/max/0/default", False),
        ("/screenshot?id=48213", False),
        ("/CiYt1UWF#red", False),
    ],
)
def test_files_lists_and_homes_have_no_page_of_their_own(wanted, may_be):
    """What comes in a file's place is a page for what is gone, and a list's picture is one of many."""
    assert may_be_page(HOST + wanted) is may_be
    if not may_be:
        assert asked(upload(at=HOST + wanted, copied=field(FILE)), HOST + wanted) is None


@pytest.mark.parametrize("kind", ["article", "profile", "video.other", "music.song"])
def test_a_code_is_also_that_of_what_is_no_picture(kind):
    """A page that says so is believed, unless its host gives the file's address to be copied."""
    head = og(FILE) + og(kind, "type")
    assert asked(upload(head=head), UPLOAD) is None
    assert asked(upload(head=head, copied=field(FILE)), UPLOAD) == FILE


def test_a_key_in_place_of_a_name_is_another_pictures():
    """What a host keeps under one name by two keys is one picture; two keys without a name are two."""
    head = og(f"{FILES}/f/3RgK0bXw") + data({"@type": "Photograph", "image": f"{FILES}/f/3RgK0bXw"})
    assert asked(upload(head=head, shown=IMG.format(f"{FILES}/f/3RgK0bXw")), UPLOAD) == f"{FILES}/f/3RgK0bXw"
    assert asked(upload(head=head, shown=IMG.format(f"{FILES}/f/7xYcqMz0")), UPLOAD) is None


def test_a_row_whose_page_is_its_own_address_is_answered_by_that():
    """As by what comes for the image; not for what stands behind a hash."""
    response = HttpResponse(UPLOAD, body=upload(copied=field(FILE)).encode())
    choice = ImagePage(response=response, page_params=PageParams({WANTED_URL: UPLOAD})).choice()
    assert choice is not None
    assert choice.url == FILE
    for wanted in (f"{UPLOAD}#red", f"{HOST}/CiYt1UWE", f"{HOST}/red-can.jpg"):
        assert ImagePage(response=response, page_params=PageParams({WANTED_URL: wanted})).choice() is None


@pytest.mark.parametrize("wanted", ["http://[x", "http://a]b/c", "//[", "http://[x]/a?b", "http://\u2100/x", "x", ""])
def test_no_page_is_that_of_an_address_that_is_none(wanted):
    """A row whose address cannot be asked for has a page all the same, and nothing is raised."""
    response = HttpResponse(UPLOAD, body=upload(copied=field(FILE)).encode())
    assert ImagePage(response=response, page_params=PageParams({WANTED_URL: wanted})).choice() is None


def test_the_largest_version_is_taken():
    """Of all addresses of the one picture."""
    shown = f'<img srcset="{FILE}?w=400 400w, {FILE}?w=1600 1600w">'
    assert asked(upload(head=og(f"{FILE}?w=600"), shown=shown), UPLOAD) == f"{FILE}?w=1600"


@pytest.mark.parametrize(
    "many",
    [
        " ".join(f'data-x{n}="/{n}.jpg"' for n in range(100_000)).join(("<img ", ">")),
        "".join(f'<img srcset="{", ".join(f"/{n}-{k}.jpg {k}w" for k in range(100))}">' for n in range(2_000)),
        f"<a href='{'a' * 8_000}.jpg'>{'<img src=x.jpg>' * 20_000}",
    ],
    ids=["attributes", "sets", "links"],
)
def test_a_picture_of_very_many_addresses_costs_little(many):
    """Some of them are read."""
    page = upload() + many
    before = process_time()
    assert own_picture(page, [], url=UPLOAD, wanted_url=UPLOAD) is None
    assert process_time() - before < 2


def test_a_page_of_very_many_pictures_is_read_in_linear_time():
    """Be they shown, copied or declared."""
    many = "".join(
        f'<p class="related x">{IMG.format(f"/{n}/{n}.jpg")}{field(f"{HOST}/{n}.jpg")}' for n in range(2_000)
    )
    many += "".join(og(f"/{n}.jpg") + canonical(UPLOAD) for n in range(2_000)) + IMG.format(FILE) * 2_000
    before = process_time()
    assert asked(upload() + many, UPLOAD) is None
    assert process_time() - before < 8
