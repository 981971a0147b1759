"""What holds of every text that is repaired."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy import Request

from imgcrawl.errors import RowError
from imgcrawl.intake.repair import PreparedUrl, prepare_url

PIECES = st.sampled_from(
    [
        *(
            "http",
            "https",
            "hxxp",
            "://",
            ":",
            "/",
            "//",
            "\\",
            "@",
            "#",
            "?",
            "&amp;",
            "&#38;",
            "amp;",
            "%",
            "%2e",
            "%41",
        ),
        *("h.org", "www.", "127.1", "0x7f", "[::1]", ":80", ":8080", "..", ".", "a.jpg", " ", "\n", '"', "'", "<", "ü"),
        *(":443", "%0A", "%E2%80%8B", "\u200b", "\\n", "['", "']", '=A("', "URL: ", "”", "http://h.org/"),
        *("\ud800", "\0", "\\u0026", "http%3A%2F%2F", "\u3002", "-", "_", "xn--", "=", "|", "[", ";"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES).map("http://h.org/".join))


def _prepared(text: str, *, repair: bool) -> PreparedUrl | None:
    try:
        return prepare_url(text, repair=repair)
    except RowError:
        return None


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, repair=st.booleans())
@example(text="HTTP:0/;HTTP://0", repair=True)
@example(text="<HTTP:0/;HTTP://0", repair=True)
def test_result_is_final(text, repair):
    """Whatever comes in, the result is ASCII, a fixed point, and what Scrapy sends unchanged."""
    prepared = _prepared(text, repair=repair)
    if prepared is None:
        return
    assert prepared.url.isascii()
    assert not set(prepared.url) & set(' \t\r\n"<>\\#')
    again = prepare_url(prepared.url, repair=repair)
    assert (again.url, again.host) == (prepared.url, prepared.host)
    assert Request(prepared.url).url == prepared.url


@settings(max_examples=100, deadline=None)
@given(
    path=st.text(st.sampled_from("abc.~-_!$&()*+,=:@/%20e?"), max_size=20),
    host=st.from_regex(r"([a-z0-9_-]{1,5}\.){1,3}[a-z]{2,4}", fullmatch=True),
)
def test_fast_path_changes_nothing(path, host):
    """A clean URL comes out as the slow way would have made it: a fragment forces that way."""
    url = f"http://{host}/{path}"
    assert prepare_url(url) == prepare_url(url + "#")


ANY_DEBRIS = st.sampled_from(("['{}']", '["{}", "x"]', '=HYPERLINK("{}";"x")', "URL: {}", "view-source:{}"))
MUCH_DEBRIS = st.lists(st.sampled_from(("<{}>", "\u201c{}\u201d", "'{}'", '"{}"', "\u200b{}\n")), max_size=3)


@settings(max_examples=200, deadline=None)
@example(path="/.%0d", debris=["['{}']"])
@given(
    path=st.from_regex(r"(/[a-z0-9._~%20-]{1,6}){1,3}(\?[a-z]=[a-z0-9]{1,4})?", fullmatch=True),
    debris=ANY_DEBRIS.map(lambda one: [one]) | MUCH_DEBRIS,
)
def test_debris_hides_no_address(path, debris):
    """An address means the same with what lists leave around it, and by itself it is as it was."""
    url = text = prepare_url(f"https://h.org{path}").url
    for around in debris:
        text = around.format(text)
    assert prepare_url(text).url == url
