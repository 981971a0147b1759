"""Pictures that a page keeps under names of its own, with the wanted file's name or number beside them."""

from __future__ import annotations

import json

import pytest

from imgcrawl.pages import Choice, Confidence, choose, collect

PAGE = "https://site.example/object/12"
OLD = "https://site.example/old"
FILE = "/n/a9f3e7c1d2b4.jpg"
NOW = f"https://site.example{FILE}"
OTHERS = (
    '<a href="/object/13"><img src="/n/zebra-crossing.jpg"></a><a href="/object/14"><img src="/n/river-bank.jpg"></a>'
)


def look_up(html: str, wanted: str = f"{OLD}/heron-lake.jpg", others: str = OTHERS) -> Choice | None:
    """Return the choice on a page that shows other things too."""
    return choose(collect(html + others, PAGE), wanted_url=wanted, page_url=PAGE)


def ld(document: object) -> str:
    """Return *document* as a page holds it."""
    return f'<script type="application/ld+json">{json.dumps(document)}</script>'


NAMED = {"@type": "ImageObject", "contentUrl": FILE}


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{FILE}" data-filename="heron-lake.jpg">',
        f'<img src="{FILE}" data-original-name="Heron-Lake.JPG">',
        f'<img src="{FILE}" data-image-title="heron-lake">',
        f'<img src="{FILE}" alt="heron-lake.jpg">',
        f'<img src="{FILE}" title="Photo: heron-lake.jpg (2 MB)">',
        f'<a href="{FILE}" download="heron-lake.jpg">Save</a>',
        f'<a href="{FILE}" title="heron-lake.jpg"><img src="/t/a9f3e7c1d2b4.jpg"></a>',
        f'<figure><img src="{FILE}"><figcaption>heron-lake.jpg</figcaption></figure>',
        f'<figure><figcaption>File: heron-lake.jpg</figcaption><a href="{FILE}"><img src="/7.jpg"></a></figure>',
        ld(NAMED | {"name": "heron-lake.jpg"}),
        ld({"@graph": [NAMED | {"caption": "heron-lake.jpg", "thumbnailUrl": "/t/b3.jpg"}]}),
        ld(NAMED | {"url": f"{OLD}/heron-lake.jpg"}),
        ld({"@graph": [NAMED | {"@id": f"{OLD}/heron-lake.jpg"}, NAMED | {"contentUrl": "/n/b.jpg"}]}),
        ld(NAMED | {"thumbnailUrl": f"{OLD}/heron-lake.jpg"}),
        ld({"@type": "WebPage", "mainEntity": {"associatedMedia": [NAMED | {"name": "heron-lake.jpg"}]}}),
    ],
)
def test_what_is_said_to_be_the_wanted_file_is(html):
    """An attribute, a caption or a data set states the name or the address of the file that was uploaded."""
    choice = look_up(html)
    assert choice is not None
    assert (choice.url, choice.confidence) == (NOW, Confidence.TOLD)


@pytest.mark.parametrize(
    "text",
    [
        "See also heron-lake.jpg",
        "not heron-lake.jpg",
        "Before heron-lake.jpg was removed",
        "crane.jpg, heron-lake.jpg",
        "Instead of: heron-lake.jpg",
        "heron-lake.jpg (removed)",
        "heron-lake.jpg, cut",
    ],
)
def test_a_name_in_a_sentence_may_be_that_of_another(text):
    """What is said of a file is not that this one is it: its name stands alone, or behind what says that it is one."""
    assert look_up(f'<figure><img src="{FILE}"><figcaption>{text}</figcaption></figure>') is None
    assert look_up(f'<img src="{FILE}" alt="{text}">') is None


@pytest.mark.parametrize("label", ["File:", "Datei: ", "Filename: ", "File name : ", "Dateiname: ", "Original file: "])
def test_a_label_says_that_the_name_is_the_file_s(label):
    """In a caption too."""
    choice = look_up(f'<figure><img src="{FILE}"><figcaption>{label}heron-lake.jpg</figcaption></figure>')
    assert choice is not None
    assert choice.url == NOW


def test_a_download_may_have_an_address_of_any_kind():
    """What is saved under the wanted name is the file, though its address does not look like one."""
    choice = look_up('<a href="/file/get/7781" download="heron-lake.jpg">Save</a>')
    assert choice is not None
    assert choice.url == "https://site.example/file/get/7781"


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{FILE}" alt="heron-lake.jpg"><img src="/n/b9f3e7c1d2b5.jpg" alt="heron-lake.jpg">',
        f'<img src="{FILE}" alt="heron lake">',
        f'<img src="{FILE}" alt="heron-lake-2.jpg">',
        f'<img src="{FILE}" alt="not heron-lake.jpg.bak">',
        '<img src="/n/zebra-foal.jpg" alt="heron-lake.jpg">',
        f'<img src="{FILE}" alt="heron-lake.jpg"><img src="{OLD}/heron-lake-2.jpg">',
        f'<div style="background:url({FILE})" title="heron-lake.jpg"></div>',
        '<a href="/page/7" download="heron-lake.zip">Save</a>',
        f'<figure><img src="{FILE}"><img src="/n/b9f3e7c1d2b5.jpg"><figcaption>heron-lake.jpg</figcaption></figure>',
        f'<figure><img src="{FILE}"></figure><figure><p>no</p><figcaption>heron-lake.jpg</figcaption></figure>',
        f'<img src="{FILE}" data-low-name="x"><p>heron-lake.jpg</p>',
        ld(
            {
                "@graph": [
                    NAMED | {"name": "heron-lake.jpg"},
                    NAMED | {"contentUrl": "/n/b.jpg", "name": "heron-lake.jpg"},
                ]
            }
        ),
        ld({"@type": "Article", "name": "heron-lake.jpg", "image": [FILE, "/n/b9f3e7c1d2b5.jpg"]}),
    ],
    ids=[
        *(
            "two",
            "words",
            "next-name",
            "other-ending",
            "other-thing",
            "series",
            "background",
            "other-file",
            "shared-caption",
        ),
        *("empty-figure", "text", "two-objects", "two-images"),
    ],
)
def test_what_may_be_another_picture_is_not_believed(html):
    """Two pictures that are called so, a name that says another thing, or words that no file has: none of them is."""
    assert look_up(html) is None


@pytest.mark.parametrize("name", ["image.jpg", "DSC_0042.jpg", "1.jpg", "large.jpg"])
def test_a_name_that_any_picture_has_says_nothing(name):
    """What every camera and every page calls its first picture is no evidence beside one either."""
    assert look_up(f'<img src="{FILE}" data-filename="{name}">', f"{OLD}/{name}") is None


def test_a_name_is_no_address():
    """A file's name in an attribute for names is not asked for as a file beside the page."""
    urls = [candidate.url for candidate in collect('<img data-filename="heron.jpg" data-src="crane.jpg">', PAGE)]
    assert urls == ["https://site.example/object/crane.jpg"]


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{FILE}" alt="Bowl, 1987.12.3">',
        f'<figure><img src="{FILE}"><figcaption>Accession number: 1987.12.3</figcaption></figure>',
        ld({"@type": "VisualArtwork", "identifier": "1987.12.3", "image": FILE}),
        ld({"@type": "VisualArtwork", "identifier": {"value": "1987.12.3"}, "image": [NAMED]}),
        '<img src="/n/1987.12.3.jpg">',
    ],
)
@pytest.mark.parametrize("wanted", ["1987-12-3", "1987_12_3", "1987.12.3"])
def test_a_number_of_a_museum_is_one_in_any_punctuation(html, wanted):
    """The one picture that has the number is the wanted one, whatever joins its parts."""
    choice = look_up(html, f"{OLD}/{wanted}.jpg")
    assert choice is not None
    assert choice.url in (NOW, "https://site.example/n/1987.12.3.jpg")


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{FILE}" alt="Bowl, 1987.12.3"><img src="/n/b9f3e7c1d2b5.jpg" alt="Bowl, 1987.12.3">',
        f'<img src="{FILE}" alt="Bowls, 1987.12.3 and 1987.12.4">',
        f'<img src="{FILE}" alt="Bowl, 1987.12.30">',
        f'<img src="{FILE}" alt="Bowl, 1987.12.3a">',
        f'<img src="{FILE}" alt="Bowl, 1987.12.3-2">',
        f'<img src="{FILE}" alt="Bowl, 1987.12.3.4">',
        '<img src="/n/M.1987.12.3.jpg" alt="1987.12.3">',
        '<img src="/n/1987.12.3-b.jpg">',
    ],
    ids=["two", "both", "longer", "part", "view", "deeper", "lettered", "other-view"],
)
def test_a_number_of_a_part_is_another(html):
    """Parts, views and neighbours have numbers of their own, and a picture of two things is neither's."""
    assert look_up(html, f"{OLD}/1987-12-3.jpg") is None


@pytest.mark.parametrize("name", ["M.1987.12.3", "1987.12.3_view2", "1987.0012.0003"])
def test_a_file_may_be_called_by_a_number_otherwise_punctuated(name):
    """Letters before it, a view behind it and leading zeros make no other picture if both names have them."""
    wanted = name.replace(".", "_").lower()
    choice = look_up(f'<img src="/n/{name}.jpg"><img src="/n/1987.12.4.jpg">', f"{OLD}/{wanted}.jpg")
    assert choice is not None
    assert choice.url == f"https://site.example/n/{name}.jpg"


IIIF = "/iiif/abc9f3e7c1d2b4/full"
OBJECT = f'<meta property="og:image" content="{IIIF}/max/0/default.jpg"><img src="{IIIF}/800,/0/default.jpg">'


@pytest.mark.parametrize(
    ("html", "page", "is_found"),
    [
        (OBJECT, "/object/1987.12.3", True),
        (OBJECT + OBJECT.replace("abc9", "bbc9"), "/object/1987.12.3", False),
        (OBJECT, "/object/1987.12.4", False),
        (OBJECT, "/object/1987.12.3/related", False),
        (OBJECT.replace("abc9f3e7c1d2b4", "1987.12.4"), "/object/1987.12.3", False),
    ],
    ids=["one", "two", "other-object", "below", "other-picture"],
)
def test_the_page_of_an_object_shows_it_under_any_name(html, page, is_found):
    """The only picture of a page whose address ends with the wanted number is the object's."""
    page = f"https://site.example{page}"
    choice = choose(collect(html + OTHERS, page), wanted_url=f"{OLD}/1987-12-3.jpg", page_url=page)
    assert (choice is not None and choice.url == f"https://site.example{IIIF}/max/0/default.jpg") is is_found


@pytest.mark.parametrize(
    ("html", "is_found"),
    [
        ("<noscript>&lt;img src=&quot;/new/heron-lake.jpg&quot;&gt;</noscript>", True),
        ("<div>&lt;noscript&gt;&lt;img src=&quot;/new/heron-lake.jpg&quot;&gt;&lt;/noscript&gt;</div>", True),
        ('<img src="/blank.gif"><noscript><img src="/new/heron-lake.jpg"></noscript>', True),
        ("<p>&lt;img src=&quot;/new/heron-lake.jpg&quot;&gt;</p>", False),
    ],
    ids=["escaped-inside", "escaped", "plain", "code"],
)
def test_what_is_meant_for_want_of_scripts_is_read(html, is_found):
    """The content of ``noscript`` counts also where it was escaped; other markup shown as text is for readers."""
    choice = look_up(html)
    assert (choice is not None and choice.url == "https://site.example/new/heron-lake.jpg") is is_found


def test_a_hash_may_have_few_letters():
    """It tells no thing, as a name does that has a number."""
    for drawn in ("993791b1447541da", "1447541da993"):
        choice = look_up(f'<figure><img src="/n/{drawn}.jpg"><figcaption>File: heron-lake.jpg</figcaption></figure>')
        assert choice is not None
        assert choice.url.endswith(f"/{drawn}.jpg")
    for name in ("badge-12345678901", "12345678901-b", "deadfacebabe"):
        assert look_up(f'<img src="/n/{name}.jpg" alt="heron-lake.jpg">') is None, name


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("heron-lake-184_f31cdae6", True),
        ("heron-lake-184-f31cdae6aa", True),
        ("heron-lake-184_12345678", False),
        ("heron-lake-184_deadbeef", False),
        ("heron-lake-184_f31c", False),
        ("heron-lake-184-front", False),
        ("heron-lake-1845", False),
    ],
)
def test_a_file_may_have_been_given_a_hash_behind_its_name(name, is_found):
    """The page calls it by the name with which it came; a number, a word or a view behind that is another picture's."""
    html = '<img src="/files/large/5b8c11d0a7e94c55.jpg" alt="heron-lake-184.jpg">'
    assert (look_up(html, f"{OLD}/{name}.jpg") is not None) is is_found


def test_a_hash_behind_a_counter_says_nothing():
    """Every camera begins to count anew."""
    html = '<img src="/files/large/5b8c11d0a7e94c55.jpg" alt="img_0184.jpg">'
    assert look_up(html, f"{OLD}/img_0184_f31cdae6.jpg") is None


@pytest.mark.parametrize(
    ("name", "is_it"),
    [("1971_346_19.jpg", True), ("1971.346.19.jpg", True), ("1971_346_20.jpg", False), ("1971_346_19_b.jpg", False)],
)
def test_a_download_of_a_museum_s_file_may_be_an_order_of_a_size(name, is_it):
    """The address tells the thing by the folder, and the page its number; the next number is another thing's."""
    html = f'<a download="{name}" href="/media/dispatcher/140418/resize%3Aformat=full">Download</a>'
    assert (look_up(html, f"{OLD}/1971_346_19.jpg") is not None) is is_it


@pytest.mark.parametrize("name", ["G0969476", "a577f053-1226-4bb4-aad7-f1357f10e942"])
@pytest.mark.parametrize(
    ("added", "is_it"), [("", True), ("_web", True), ("_detail", False), ("-back", False), ("_verso_2", False)]
)
def test_a_view_of_a_thing_is_called_by_its_name_too(name, added, is_it):
    """What stands behind the wanted name in that of the file is a size, or tells that it is another picture."""
    html = f'<div id="zoom" data-highres="/img/{name}{added}.jpg" data-caption="{name}"></div>'
    choice = look_up(html, f"https://media.site.example/specimens/{name}.jpg", "https://www.site.example/record/17")
    assert (choice is not None) is is_it
