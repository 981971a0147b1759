"""One picture of a page in two sizes, of which each has its folder, and links that a script opens."""

# a row of markup is read best in one line

from __future__ import annotations

import pytest

from imgcrawl.pages import Kind, collect
from tests.pages.showing import PAGE, SITE, look_up

NAME = "amber-heron-lake"
WANTED = f"{SITE}/product_images/{NAME}.jpg"
SMALL, LARGE = f"/bilder/klein/{NAME}.jpg", f"/bilder/gross/{NAME}.jpg"
MD5_A, MD5_B = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "f9e8d7c6b5a4938271605f4e3d2c1b0a"
CACHED = "/media/catalog/product/cache/{}/{}.jpg"


def found(markup: str, wanted: str = WANTED) -> str | None:
    """Return the path of what the page of *markup* gives for *wanted*."""
    choice = look_up(markup, wanted)
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize(
    "link",
    [
        f"""<a href="#" onclick="window.open('{LARGE}','pic','width=800');return false">""",
        f"""<a href="javascript:popup('{LARGE}')">""",
        f'<a href="javascript:;" rel="useZoom: \'z\', smallImage: \'{SMALL}\'" data-zoom-image="{LARGE}">',
    ],
)
def test_what_a_link_opens_by_a_script_is_its_picture(link):
    """A link that leads nowhere by itself opens the larger version of the picture in it."""
    assert found(f'{link}<img src="{SMALL}"></a>') == LARGE


@pytest.mark.parametrize("link", ['<a href="#" data-zoom-image="{0}">', '<a href="{0}" data-src="{0}">'])
def test_a_link_and_the_picture_in_it_are_one(link):
    """Whatever their folders are called; two links are two."""
    one, other = f"/b2/{NAME}.jpg", f"/moor/{NAME}.jpg"
    assert found(f'{link.format(one)}<img src="{other}"></a>') == one
    assert found(f'{link.format(one)}</a><a href="#"><img src="{other}"></a>') is None


def test_what_an_image_opens_by_a_script_is_its_picture():
    """A thumbnail may open the larger version by itself; the next picture is none."""
    image = f"""<img src="{SMALL}" onclick="popup('{{}}')">"""
    assert found(image.format(LARGE)) == LARGE
    assert found(image.format(LARGE.replace(NAME, f"{NAME}-2"))) == SMALL


@pytest.mark.parametrize(
    "link",
    [
        """<a href="/story/17" onclick="track('{}')">""",
        """<a href="#" onclick="swap('{}', '/bilder/gross/amber-heron-lake-2.jpg')">""",
        """<a href="#" onmouseover="swap('{}')">""",
    ],
)
def test_a_script_that_leads_elsewhere_opens_no_picture(link):
    """What a link to a page tells its script, and one of two files, is not where the link leads."""
    offered = collect(f'{link.format(LARGE)}<img src="{SMALL}"></a>', PAGE)
    assert Kind.LINK not in {candidate.kind for candidate in offered}


def test_another_name_that_a_link_opens_is_another_picture():
    """The next picture of a series that a thumbnail opens is not the wanted one."""
    link = f"""<a href="#" onclick="open('/gross/{NAME}-2.jpg')"><img src="/klein/{NAME}-1.jpg"></a>"""
    assert found(link) is None
    assert found(f"""<a href="#" onclick="open('/karte/plan.jpg')"><img src="{SMALL}"></a>""") == SMALL


@pytest.mark.parametrize(
    ("one", "other"),
    [("klein", "gross"), ("mini", "zoom"), ("320", "1024"), ("petit", "grand"), ("info_images", "popup_images")],
)
def test_folders_of_sizes_hold_one_picture(one, other):
    """The same file in two folders beside each other, both called by a size, is one picture."""
    first, second = (f"/pics/{folder}/{NAME}.jpg" for folder in (one, other))
    assert found(f'<img src="{first}"><img data-src="{second}">') == second


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/cars/mini/{}.jpg", "/cars/audi/{}.jpg"),
        ("/pics/klein/{}.jpg", "/pics/{}.jpg"),
        ("/paris/klein/{}.jpg", "/london/gross/{}.jpg"),
        ("/klein/paris/{}.jpg", "/gross/london/{}.jpg"),
        ("/pics/17/{}.jpg", "/pics/23/{}.jpg"),
        ("/red/{}.jpg", "/blue/{}.jpg"),
    ],
)
def test_other_folders_hold_two(first, second):
    """A word that is a size beside none, or beside another difference, makes no version of what lies there."""
    assert found(f'<img src="{first.format(NAME)}"><img src="{second.format(NAME)}">') is None


def test_bare_widths_may_count_albums_of_a_counter():
    """``/240/DSC04107.jpg`` and ``/1024/DSC04107.jpg`` may lie in two albums."""
    wanted = f"{SITE}/old/DSC04107.jpg"
    assert found('<img src="/pics/240/DSC04107.jpg"><img src="/pics/1024/DSC04107.jpg">', wanted) is None


@pytest.mark.parametrize(("name", "letters"), [("amber-heron-lake", "a/m"), ("bold-heron-lake", "b/o")])
def test_a_shop_that_caches_a_file_twice_has_one_picture(name, letters):
    """Magento has a hash for each way of resizing; its record names the thumbnail first."""
    thumb, full = (CACHED.format(hashed, f"{letters}/{name}") for hashed in (MD5_A, MD5_B))
    script = f'<script>{{"data":[{{"thumb":"{thumb}","img":"{full}","full":"{full}"}}]}}</script>'
    assert found(script.replace("/media", r"\/media"), f"{SITE}/img/p/{name}.jpg") == full


def test_two_files_of_a_shop_are_two():
    """Only a cache of hashes has one file twice."""
    one, two = (f"/media/catalog/product/{folder}/a/m/{NAME}.jpg" for folder in ("brand", "style"))
    assert found(f'<script>["{one}", "{two}"]</script>') is None


def test_the_larger_of_two_attributes_comes_first():
    """An attribute that tells a smaller version gives way to one that does not, whatever their order."""
    element = '<img data-image-medium-src="/45-home_default/{0}.jpg" data-image-large-src="/45-large_default/{0}.jpg">'
    assert found(element.format(NAME)) == f"/45-large_default/{NAME}.jpg"


def test_what_a_page_declares_is_one_of_the_versions_that_it_lists():
    """``og:image`` beside a ``srcset`` that has it makes no second picture of one that was found by its name."""
    sizes = ", ".join(f"/ace/standard/{width}/prod/B20F/_787726098_{NAME}.jpg {width}w" for width in (240, 1024))
    head = f'<meta property="og:image" content="/ace/standard/1024/prod/B20F/_787726098_{NAME}.jpg">'
    wanted = f"https://static.ex.example/news/976/prod/B20F/_787726098_{NAME}.jpg"
    large = f"/ace/standard/1024/prod/B20F/_787726098_{NAME}.jpg"
    assert found(f'{head}<img srcset="{sizes}">', wanted) == large
    other = head.replace("standard/1024", "london/7")
    assert found(f'{other}<img srcset="{sizes}">', wanted) is None


FLAT = "/108k/107051/78903606/107051_RS0730_IMG_{}_0000{}.jpeg"


@pytest.mark.parametrize("folder", ["/dir/crop/10:9-16:9", "/dir"])
def test_a_copy_within_bounds_is_of_the_picture_of_its_number(folder):
    """The bounds and the folders before the key are of the copy; the number in its name is another picture's."""
    wanted = f"{SITE}{folder}{FLAT.format(11, '_max_476x317')}"
    others = "".join(f'<img src="{FLAT.format(number, "")}">' for number in ("01", "02", 12))
    assert found(f'{others}<img src="{FLAT.format(11, "")}">', wanted) == FLAT.format(11, "")
    assert found(others, wanted) is None
