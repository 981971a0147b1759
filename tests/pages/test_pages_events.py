from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages.reading.events import feed


class Seen:
    """Keeps the tags that were opened and closed, the attributes, and all text."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.values: list[str] = []
        self.text = ""
        self.is_at_end = False

    def start(self, tag, attributes) -> None:
        self.opened.append(tag)
        self.values += attributes.values()

    def end(self, tag) -> None:
        self.closed.append(tag)

    def data(self, text) -> None:
        self.text += text

    def comment(self, text) -> None:
        self.text += text

    def close(self) -> None:
        self.is_at_end = True


def seen(html: str) -> Seen:
    """Return what is told of *html*."""
    target = Seen()
    feed(html, target)
    return target


@pytest.mark.parametrize("shift", range(4))
def test_pages_are_read_in_pieces_that_nobody_notices(shift):
    """Text, values and characters of several bytes that lie across the ends of pieces come whole."""
    text = "x" * shift + "äöü\N{SMILING FACE WITH OPEN MOUTH}" * 9_000
    whole = seen(f'<p title="{text}">{text}</p>')
    assert (whole.opened, whole.closed) == (["html", "body", "p"], ["p", "body", "html"])
    assert (whole.values, whole.text, whole.is_at_end) == ([text], text, True)


@pytest.mark.parametrize("html", ["", "\0", " ", "no tag", "<", "<p"])
def test_a_page_of_little_is_read(html):
    """What is hardly a page has an end too."""
    assert seen(html).is_at_end


@pytest.mark.parametrize(("count", "is_all"), [(150_000, True), (300_000, False)])
def test_more_elements_than_a_document_has(count, is_all):
    """Of a page that consists of tags alone the beginning is read, and its end is told all the same."""
    page = seen("<br>" * count)
    assert (page.opened.count("br") == count) is is_all
    assert page.opened.count("br") >= 150_000
    assert page.is_at_end


def test_depth_alone_is_read_to_its_end():
    """A short page may leave thousands of elements open."""
    assert "img" in seen("<font>" * 10_000 + "<img>").opened


@pytest.mark.parametrize("closing", ["</i>", "<body a=b>"])
def test_a_page_that_is_slow_to_parse_is_read_in_part(closing):
    """Tags for each of which the parser walks all open elements end the reading in time; what came before counts."""
    began = process_time()
    page = seen("<img>" + "<b>" * 100_000 + closing * 250_000 + "<video>")
    assert process_time() - began < 10  # it would be 40 s and more
    assert page.opened.count("img") == 1
    assert "video" not in page.opened
    assert page.is_at_end
