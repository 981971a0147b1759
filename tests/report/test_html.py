"""The page: what its parts are marked as, so that it can be read on a telephone and by its keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from imgcrawl.report import summarise
from imgcrawl.report.html import page
from imgcrawl.report.tables import Table, summary_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run

    Record = Callable[..., Run]


def test_boxes_that_may_scroll_are_named_and_reached_by_keys() -> None:
    """The box around a table takes the keyboard's focus and has the table's title for a name."""
    assert '<div tabindex="0" role="region" aria-label="a &quot;t&quot;"><table>' in page(
        "t", "s", [Table('a "t"', ("a",), [(1,)])]
    )


def test_rows_are_blocks_on_a_narrow_page(catalogue: Catalogue, record: Record) -> None:
    """In a table that is stacked each number says what it is, for its head is not shown; no sentence needs that."""
    (errors,) = (
        t for t in summary_tables(summarise(catalogue, record("r", [{"error": "http_404"}]))) if t.title == "Errors"
    )
    html = page("t", "s", [errors])
    assert '<table class="stacked">' in html
    assert (
        '<td>http_404</td><td class="number" data-name="rows">1</td><td class="share" data-name="of all rows">' in html
    )
    assert '<td class="words">404: nothing is at this address.</td>' in html
    assert "data-name=" not in page("t", "s", [Table("t", ("a", "b"), [("c", 1)])])


def test_tables_too_wide_for_a_telephone_are_stacked(catalogue: Catalogue, record: Record) -> None:
    """Every table of a report with more than a telephone shows side by side has blocks: nothing scrolls to the side."""
    rows = [{"total_ms": 1.0, "trail": [{"n": 2, "remedy": "retry"}]}, {"error": "http_404"}]
    tables = summary_tables(summarise(catalogue, record("r", rows)))
    assert [t.title for t in tables if t.is_stacked] == ["Errors", "Hosts", "Remedies", "Time and size"]


def test_a_short_id_is_whole() -> None:
    """An id stands on one line up to 24 characters, although the words of its column may be broken."""
    table = Table("t", ("row", "host"), [("a-" * 12, "a-b"), ("a-" * 13, "a-b")], folded=("row",))
    html = page("t", "s", [table])
    assert f'<tr><td class="whole">{"a-" * 12}</td><td>a-b</td></tr>' in html
    assert f"<tr><td>{'a-' * 13}</td>" in html


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("Run with -a retry=failed.", ["-a retry=failed."]),
        ("those with -a retry=… included", ["-a retry=…"]),
        ("a -a <b>=<i>", []),
        ("half-a retry=x", []),
    ],
)
def test_no_line_ends_behind_a_hyphen_of_the_command_line(said: str, whole: list[str]) -> None:
    """An argument to type stands on one line in a note and in a cell, and what is in it stays escaped."""
    html = page("t", "s", [Table("t", ("a",), [(said,)], said)])
    assert re.findall(r'<span class="whole">(.*?)</span>', html) == whole * 2
    assert "<i>" not in html


def test_a_page_renews_itself_if_it_is_to() -> None:
    """A page that was written once stays as it is; one that is served asks for the next."""
    assert "refresh" not in page("t", "s", [])
    assert '<meta http-equiv="refresh" content="5">' in page("t", "s", [], refresh_s=5)
