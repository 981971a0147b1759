"""Documents that scripts and attributes pack."""

from __future__ import annotations

import base64
import json
from time import process_time
from urllib.parse import quote, quote_plus

import pytest

from imgcrawl.pages import Kind, choose, collect
from imgcrawl.pages.reading.embedded import script_urls
from imgcrawl.pages.reading.packed import MAX_PACKED, packed_documents, unpacked

PAGE = "https://app.example/o/17"
WANTED = "https://old.example/img/heron-lake-4711.jpg"
NOW = "https://cdn.example/2/heron-lake-4711.jpg"
STATE = json.dumps({"page": {"title": "it's", "picture": NOW}})


def hexed(text):
    """Return *text* with all but letters and digits as scripts escape them."""
    return "".join(c if c.isalnum() else f"\\x{ord(c):02x}" for c in text)


def based(text):
    """Return *text* in base64."""
    return base64.b64encode(text.encode()).decode()


FORMS = [
    lambda state: f'<script>s = JSON.parse(decodeURIComponent("{quote(state, safe="!*()")}"))</script>',
    lambda state: f"<script>s = decodeURIComponent('{quote(state, safe='')}')</script>",
    lambda state: f"<script>s = `{quote(quote(state, safe=''), safe='')}`</script>",
    lambda state: f'<script>s = JSON.parse(atob("{based(state)}"))</script>',
    lambda state: f"<script>s = '{hexed(state)}'</script>",
    lambda state: f"<script>s = JSON.parse({json.dumps(state)})</script>",
    lambda state: f"<script>s = {state.replace('/', chr(92) + 'u002F')}</script>",
    lambda state: f"<script>s = {state.replace('/', chr(92) + 'x2F')}</script>",
    lambda state: f"<script>s = {state.replace('/', chr(92) + 'u002f').replace(':', chr(92) + 'u003a')}</script>",
    lambda state: f'<div data-page="{based(state)}"></div>',
    lambda state: f'<div data-page="{based(state).rstrip("=").replace("+", "-").replace("/", "_")}"></div>',
    lambda state: f'<div data-page="{quote(state, safe="")}"></div>',
    lambda state: f'<img data-page="{quote_plus(state)}">',
    lambda state: f'<img data-page="{quote(state)}">',
    lambda state: f'<img data-page="{quote(state + ", ")}">',
    lambda state: f'<div data-page="{based(" " + state)}"></div>',
]


@pytest.mark.parametrize("form", FORMS)
def test_the_picture_is_found_in_the_state(form):
    """Whatever it is packed in, and no other picture is."""
    for name, expected in (("4711", NOW), ("4712", None), ("47110", None)):
        choice = choose(collect(form(STATE.replace("4711", name)), PAGE), wanted_url=WANTED, page_url=PAGE)
        assert (choice and choice.url) == expected


@pytest.mark.parametrize("form", FORMS)
def test_what_packs_is_no_address(form):
    """Nobody is asked for a document by what packs it."""
    assert {candidate.url for candidate in collect(form(STATE), PAGE)} <= {NOW}


ADDRESSES = [NOW, NOW.removeprefix("https:"), "/2/heron-lake-4711.jpg", "../2/heron-lake-4711.jpg?itok=x"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", ['<img data-lazy-b64="{}">', '<img data-src="{}" src="/x.gif">'])
def test_an_attribute_may_hold_an_address_in_base64(form, address):
    """It is as good as one that stands there as it is, and so is one without its last signs."""
    for packed in (based(address), based(address).rstrip("="), quote(based(address), safe="")):
        found = [c for c in collect(form.format(packed), "https://cdn.example/o/17") if c.url.startswith(NOW)]
        assert [candidate.kind for candidate in found] == [Kind.LAZY]
    for other in ("heron-lake-4712", "heron-lake-47110"):
        packed = form.format(based(address.replace("heron-lake-4711", other)))
        assert choose(collect(packed, PAGE), wanted_url=WANTED, page_url=PAGE) is None


def test_a_script_may_hold_an_address_in_base64():
    """Of a picture; others are not read."""
    assert list(script_urls(f'a.src = atob("{based(NOW)}")')) == [NOW]
    assert not list(script_urls(f'a.src = atob("{based("https://cdn.example/2/heron-lake-4711.html")}")'))


def test_an_address_may_carry_a_document():
    """A service is told so what to render: the whole is an address there, as it is from the root."""
    order = quote(json.dumps({"w": 600}), safe="")
    for address in (f"https://cdn.example/{order}/lake.jpg", f"/{order}/lake.jpg"):
        assert [c.kind for c in collect(f'<img data-src="{address}">', PAGE)] == [Kind.LAZY]
    for attribute in ("data-src", "big"):
        held = quote(json.dumps({"a": NOW}))
        assert collect(f'<img {attribute}="state={held}">', PAGE) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "plain text of some length, 100%",
        "eyJ" + "a" * 40,
        "%7B" + "x" * 40,
        "W3si" * 10,
        "x" * 40,
        "lazyloaded-img",
        "media/photos/heron",
    ],
)
def test_what_packs_no_json_stays_as_it_is(value):
    """A token may begin as a document does."""
    assert unpacked(value) == value


def test_packed_documents_are_bounded():
    """What is beyond the limit is not unpacked, and hostile scripts cost little."""
    large = quote(json.dumps({"a": "x" * MAX_PACKED, "b": NOW}), safe="")
    assert unpacked(large) == large
    state = f'"{based(STATE)}",'
    assert len(list(packed_documents(state * (2 * MAX_PACKED // len(state))))) == MAX_PACKED // len(based(STATE))
    before = process_time()
    for piece in ("'%7B", "\"%7B'", '"eyJ', "\\x27", "\\\\\\u0022", '"%7Baaaaaaaa%7D"', f'"{based(STATE)}",'):
        list(script_urls(piece * (1_000_000 // len(piece))))
    assert process_time() - before < 5
    for piece in ("%22", "%7B%22", "aHR0", "%3D", "A/b+"):
        collect(f'<img data-a="{piece * (1_000_000 // len(piece))}">' + f'<img data-b="{piece * 9}">' * 20_000, PAGE)
    assert process_time() - before < 12
