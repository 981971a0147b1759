"""Pages at a row's own address that a shop or a collection has made for one thing."""

from __future__ import annotations

import pytest

from imgcrawl.pages.main_entity import is_about_another, main_picture
from tests.pages.pages_of_one import (
    CDN,
    FILE,
    FILES,
    FIRST,
    HOST,
    PRODUCT,
    RELATED,
    SECOND,
    SHOP,
    THING,
    asked,
    data,
    og,
    thing,
    upload,
)

OTHER = f"{FILES}/9ZtQ4mLc/red-can.jpg"
IMG = '<img src="{}">'
HERE = {"url": THING, "base": THING, "called": ("Oak nightstand", "Oak nightstand | Shop")}
WORDS = f"{SHOP}/furniture/oak-bedside-table"


@pytest.mark.parametrize(
    "markup",
    [
        thing(),
        thing(at=""),
        thing(shown="<p>No script"),
        thing(PRODUCT | {"image": FIRST}, head="", shown=IMG.format(FIRST)),
        thing(PRODUCT | {"image": {"@type": "ImageObject", "contentUrl": FIRST}}),
        thing(PRODUCT | {"image": [{"url": FIRST}, {"url": SECOND}]}),
        thing({"@graph": [{"@type": "BreadcrumbList"}, PRODUCT]}),
        thing({"@type": "ItemPage", "mainEntity": PRODUCT}),
        thing([PRODUCT, {"@type": "FAQPage"}, {"@type": "Product", "name": "Oak bed", "image": SECOND}]),
        thing(PRODUCT | {"sku": "no", "mpn": "ON-7018423"}),
        thing(PRODUCT | {"sku": "no", "url": THING}),
        thing(PRODUCT | {"sku": "no"}, name="Oak nightstand"),
        thing(PRODUCT | {"@type": ["Product", "Furniture"]}),
        thing(PRODUCT | {"@type": "https://schema.org/Product"}),
        thing(head=og(FIRST) + og(SECOND)),
    ],
)
def test_the_first_picture_of_the_pages_own_thing_is_taken(markup):
    """Its data and the head agree on it, and the thing is the page's by its number, its address or its name."""
    assert asked(markup, THING) == FIRST


@pytest.mark.parametrize(
    "markup",
    [
        thing(head=og(SECOND)),
        thing(head=og(f"{CDN}/banners/sale.jpg")),
        thing(head=""),
        thing(head="", shown="<p>No script"),
        thing(head="", shown=IMG.format(SECOND)),
        thing(shown=IMG.format(SECOND)),
        thing(shown=f'<div class="related">{IMG.format(FIRST)}</div>{IMG.format(SECOND)}'),
        thing(PRODUCT | {"sku": "ON-7018424"}),
        thing(PRODUCT | {"sku": "7018"}),
        thing(PRODUCT | {"sku": "p"}),
        thing(PRODUCT | {"url": f"{SHOP}/p/ON-7018424"}),
        thing(PRODUCT | {"image": []}),
        thing([PRODUCT, PRODUCT | {"image": SECOND}]),
        thing({"@type": "ItemList", "itemListElement": [PRODUCT]}),
        thing({"@type": "CollectionPage", "about": PRODUCT}),
        thing(PRODUCT | {"@type": "NewsArticle"}),
        thing(at=f"{SHOP}/p/ON-7018424"),
        thing(at=f"{SHOP}/furniture"),
        thing(at=f"{SHOP}/"),
        thing(name="Not found"),
        thing(name="This product has been removed"),
    ],
)
def test_what_is_not_plainly_the_pages_own_is_not(markup):
    """Another first picture, another thing, several, a list, an article, or a page that says to be another."""
    assert asked(markup, THING) is None


@pytest.mark.parametrize(
    "name", ["logo.png", "no-image.jpg", "coming-soon.png", "dummy.png", "default.jpg", "og/a.jpg"]
)
def test_a_shops_stand_in_is_no_picture_of_the_thing(name):
    """Data, head and page may agree on it."""
    markup = thing().replace("i/99812-a.jpg", f"i/{name}")
    assert asked(markup, THING) is None


def test_a_variant_is_told_from_the_thing():
    """A page that drops the field for it shows the thing in any colour."""
    assert asked(thing(at=""), f"{THING}?color=red") is None
    assert asked(thing(), f"{THING}?color=red") is None
    assert asked(thing(PRODUCT | {"url": f"{THING}?color=red"}, at=f"{THING}?color=red"), f"{THING}?color=red") == FIRST
    assert asked(thing(), f"{THING}?gclid=1") == FIRST


def test_copies_that_a_shop_has_drawn_in_two_sizes_are_one_picture():
    """Magento has a cache for each size; other folders tell pictures apart."""
    first, other = (f"{CDN}/media/catalog/product/cache/{sign * 32}/o/a/oak.jpg" for sign in "1b")
    assert asked(thing(PRODUCT | {"image": first}, head=og(other), shown=IMG.format(other)), THING) == other
    first, other = (f"{CDN}/media/catalog/product/{sign * 32}/o/a/oak.jpg" for sign in "1b")
    assert asked(thing(PRODUCT | {"image": first}, head=og(other), shown=IMG.format(other)), THING) is None


def test_what_a_thing_is_filed_under_is_no_box_beside_it():
    """WordPress has it in the classes of the thing's own box."""
    shown = '<div class="product product_cat-accessories tag-popular">{}</div>'
    assert asked(thing(head="", shown=shown.format(IMG.format(FIRST))), THING) == FIRST
    assert asked(thing(head="", shown=shown.format(IMG.format(FIRST) + IMG.format(SECOND))), THING) is None


def test_a_thing_is_known_by_its_whole_name():
    """By which the page is called, in two words at least; a number need not be in the address then."""
    own = PRODUCT | {"name": "Oak bedside table"}
    assert asked(thing(own, at=WORDS, name="Oak Bedside Table"), WORDS) == FIRST
    for name in ("Oak table", "Oak bedside table, small", "Bedside tables", "Table"):
        assert asked(thing(own, at=WORDS, name=name), WORDS) is None
    assert asked(thing(PRODUCT | {"name": "Table"}, at=WORDS, name="Table"), WORDS) is None


def test_in_place_of_a_file_a_things_page_is_none():
    """Whatever it declares: the file is gone, and the thing may have many."""
    for wanted in (f"{CDN}/i/99812-c.jpg", f"{SHOP}/p/ON-7018423.jpg", f"{THING}?img=c.png"):
        assert asked(thing(at=wanted), wanted) is None


def test_a_picture_must_be_all_that_the_data_are_about():
    """As a photograph's page has it."""
    photo = {"@type": "Photograph", "image": FIRST}
    assert main_picture([photo], **HERE) == (FIRST, False)
    assert main_picture([{"@graph": [{"@type": "WebPage"}, photo]}], **HERE) == (FIRST, False)
    for others in ([photo], [{"@type": "Article"}], [{"@type": "Event"}]):
        assert main_picture([photo, others], **HERE) is None
    for broken in ([None], ["x"], [{"@graph": "x"}], [{"@type": 3}], [{"@type": "Photograph", "image": [[]]}]):
        assert main_picture(broken, **HERE) is None


def test_articles_and_lists_are_about_something_else():
    """What a page has beside what it is about is not."""
    assert not is_about_another([{"@type": "WebPage"}, [{"@type": "Organization"}], {"@type": "Photograph"}, None])
    assert is_about_another([{"@type": "WebPage", "mainEntity": {"@type": "Recipe"}}])
    assert is_about_another([{"@graph": [{"@type": "WebSite"}, {"@type": "ItemList"}]}])


def test_of_data_on_a_page_that_is_no_json_nothing_is_taken():
    """And nothing is raised."""
    assert asked(thing().replace('{"@context"', '{{"@context"'), THING) is None
    assert asked(thing() + data([]) + data("x") + RELATED, THING) == FIRST


@pytest.mark.parametrize(
    ("path", "title", "is_taken"),
    [
        ("/blue-kettle", "Blue kettle - Pics", True),
        ("/k/blue_kettle.html", "Kettle, blue", True),
        ("/k/KT-48213/", "Kettle KT-48213", True),
        ("/k/KT-48213", "Kettle KT-48214", False),
        ("/blue-kettle", "Blue pots - Pics", False),
        ("/blue-kettle", "Pics", False),
        ("/kettle", "Kettle", False),
        ("/watercolours", "Watercolours", False),
        ("/item-12", "Item 12", False),
        ("/our-story", "Our story", False),
        ("/privacy-policy", "Privacy policy", False),
        ("/blog/blue-kettle", "Blue kettle", False),
        ("/2019/05/blue-kettle", "Blue kettle", False),
    ],
)
def test_a_page_may_be_called_by_its_address(path, title, is_taken):
    """As none is that comes for any address; nor what is there to be read, or does not say where it is."""
    page = upload(at=HOST + path).replace("blue-kettle - Pics", title)
    assert asked(page.replace(FILE, OTHER), HOST + path) == (OTHER if is_taken else None)
    assert asked(page.replace(FILE, OTHER) + og("article", "type"), HOST + path) is None
    assert asked(page.replace(FILE, OTHER).replace("canonical", "x"), HOST + path) is None


@pytest.mark.parametrize(("pages", "is_taken"), [(0, True), (2, True), (3, False), (30, False)])
def test_a_page_that_leads_to_several_others_by_their_pictures_is_a_list(pages, is_taken):
    """Its banner is no picture of a thing; the last and the next picture are no list, nor many links to one page."""
    at = f"{HOST}/garden-furniture"
    page = upload(at=at).replace("blue-kettle - Pics", "Garden furniture")
    others = "".join(f'<a href="/p/{n}"><img src="/t/{n}.jpg"></a>' for n in range(pages))
    assert asked(page + others, at) == (FILE if is_taken else None)
    assert asked(page + '<a href="/p/1"><img src="/t/1.jpg"></a>' * pages, at) == FILE
    assert asked(page + f"<aside>{others}</aside>", at) == FILE
    assert asked(page + og("photo", "type") + others, at) == FILE
