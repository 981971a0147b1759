"""Elements of a page that came along with an address in a cell."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imgcrawl.intake.elements import address_in_element
from imgcrawl.intake.slips import clean_text

URL, OTHER = "http://a.test/x.jpg", "http://a.test/other.jpg"

_VALUES = {"double": '"{}"', "single": "'{}'", "escaped": '\\"{}\\"', "spaced": ' = "{}"', "bare": "{}"}


@pytest.mark.parametrize(
    "tag",
    [
        f'<a title="{OTHER}" href="{URL}">x</a>',
        f"&lt;a title=&quot;{OTHER}&quot; href=&quot;{URL}&quot;&gt;x&lt;/a&gt;",
        f'<img data-track="{OTHER}" src="{URL}">',
    ],
)
def test_of_an_elements_addresses_the_one_it_leads_to_is_meant(tag):
    """Its title, or what a script counts by, may come first."""
    assert clean_text(tag) == URL


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        (f'<img src="{OTHER}" data-src="{URL}">', URL),
        ('<img src="data:," data-original="//a.test/x.jpg">', "//a.test/x.jpg"),
        (f'<meta property="og:image" content="{URL}">', URL),
        (f'<source srcset="{OTHER} 1x, {URL} 2x">', URL),
        (f'<p class="a">a="{OTHER}" <img\nalt="b > c"\nSRC="{URL}"></p>', URL),
        (f'<img alt="a 12" vase"src="{URL}"/>', URL),
        (f'<img src="{URL}', URL),
        ('<img src="http://a.test/x y.jpg">', "http://a.test/x y.jpg"),
        (f"<a onclick=\"show('{URL}')\">x</a>", URL),
        (f'<a style="background:url({URL})">x</a>', URL),
        (f'<{URL}> a="{OTHER}"', None),
        ("<b>x</b>", None),
        (f'x <a href="{URL}">', None),
    ],
)
def test_what_an_element_shows(tag, address):
    """The picture that its script will load, any attribute's address, and else what stands in its code or style."""
    assert clean_text(tag) == address or (address is None and address_in_element(tag) is None)


@example(name="data-url", form="bare", before=["alt"], text="//;", escaped=0, is_whole=False)
@example(name="data-url", form="bare", before=["alt"], text="//abc", escaped=0, is_whole=False)
@given(
    name=st.sampled_from(["href", "src", "SRC", "data-url"]),
    form=st.sampled_from(sorted(_VALUES)),
    before=st.lists(st.sampled_from(["alt", "class", "data-id"]), unique=True),
    text=st.text(" abc<>&;=/", max_size=9),
    escaped=st.integers(0, 2),
    is_whole=st.booleans(),
)
def test_an_attribute_is_read_in_whatever_quotes_it_stands(*, name, form, before, text, escaped, is_whole):
    """In any, in those of a program's text, in none, also where only the brackets are escaped or where all is."""
    quote = _VALUES["escaped" if form == "escaped" else "double"]
    others = "".join(f" {attribute}={quote.format(text)}" for attribute in before)
    value = _VALUES[form].format(URL)
    tag = f"<img{others} {name}{value if form == 'spaced' else '=' + value} title={quote.format(text)}>"
    for _ in range(escaped):
        tag = html.escape(tag) if is_whole else tag.replace("<", "&lt;").replace(">", "&gt;")
    assert clean_text(tag) == URL


@pytest.mark.parametrize("unit", ['<a b="', "<a b='\"", " a=", '"a="', "<a ", " a", '<a b="//x"', "/", "<a\\'b=\\'"])
def test_hostile_elements_cost_little(unit):
    """Each sign is read once."""
    begun = time.process_time()
    for start in ("<a ", '<img src=a data-src="', "<a b='"):
        address_in_element(start + unit * (200_000 // len(unit)))
    assert time.process_time() - begun < 2.0


@pytest.mark.parametrize(
    "text",
    [
        '<figure itemscope itemtype="https://schema.org/ImageObject"><img src="https://x.example/a.jpg"></figure>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://x.example/a.jpg"/></svg>',
        '<div cite="https://x.example/page"><img src="https://x.example/a.jpg"></div>',
        '<div data-page="https://x.example/page"><img src="https://x.example/a.jpg"></div>',
        '<div style="" data-background="https://x.example/a.jpg"></div>',
    ],
)
def test_what_shows_a_picture_goes_before_what_an_element_is(text):
    """Whatever stands before it; other attributes count where no element leads or shows anything."""
    assert address_in_element(text) == "https://x.example/a.jpg"
