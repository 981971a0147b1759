"""Which column is which."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.columns import Columns, as_text, find_layout, has_columns, loose_layout


@pytest.mark.parametrize(
    ("names", "url", "page"),
    [
        (["link", "image_url", "direct_link", "url"], 3, None),
        (["link", "image_url", "direct_link"], 2, None),
        (["link", "image_url"], 1, None),
        (["source_page", "page", "visible_link", "page_url", "link"], 4, 3),
        (["\ufeffURL ", "Page"], 0, 1),
        (["Image URL", "page-url"], 0, 1),
    ],
)
def test_known_names(names, url, page):
    """Of several known names the more telling one counts, whatever its case, and with a space or hyphen for ``_``."""
    layout = find_layout(names, Columns(), "a.csv")
    assert (layout.url, layout.page) == (url, page)
    assert len(layout.extra) == len(names) - 1 - (page is not None)


def test_one_column_may_play_two_parts():
    """The URL may serve as the id, if that is asked for."""
    task = find_layout(["url"], Columns(id="url"), "a.csv").task(0, ["http://h/1"])
    assert (task.id, task.url, task.extra) == ("http://h/1", "http://h/1", {})


def test_errors_name_source_and_columns():
    """The message holds the file, what is missing and what there is."""
    with pytest.raises(ConfigError, match=r"a\.csv has no column 'b': its columns are 'url', 'x'"):
        find_layout(["url", "x"], Columns(page="b"), "a.csv")
    with pytest.raises(ConfigError, match=r"name it, as by -a url_column=NAME; its columns are .* …"):
        find_layout([f"c{n}" for n in range(50)], Columns(), "a.csv")


@pytest.mark.parametrize(
    ("names", "likely"),
    [
        (["id", "image"], "url_column=image"),
        (["Photo", "foto_uri"], "url_column=foto_uri"),
        (["id", "Picture address"], "'url_column=Picture address'"),
    ],
)
def test_a_likely_column_is_named(names, likely):
    """It is not taken unasked, for it may hold file names, but the argument that takes it can be copied."""
    with pytest.raises(ConfigError, match=f"name it, as by -a {likely}; its columns"):
        find_layout(names, Columns(), "a.csv")


def test_has_columns():
    """All that is asked for must be there, the URL in any case."""
    assert has_columns(["x", "y"], Columns(url="x", id="Y"))
    assert not has_columns(["url"], Columns(id="y"))
    assert not has_columns(["x"], Columns())


def test_loose_layout():
    """A row without a URL column finds an empty field behind its own."""
    layout = loose_layout(["id", "x"], Columns())
    assert layout.task(0, ["a", "b", ""]).url == ""


def test_as_text():
    """Typed values have one text each."""
    assert [as_text(value) for value in (None, 5, "a", b"\xffa", float("nan"))] == ["", "5", "a", "\udcffa", ""]
