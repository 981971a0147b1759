"""Tables and HTML show the same content and are safe, whatever stands in it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from imgcrawl.errors import ErrorSlug
from imgcrawl.report import compare, summarise
from imgcrawl.report.html import page
from imgcrawl.report.intervals import wilson
from imgcrawl.report.tables import Figure, Share, Table, cell_text, comparison_tables, share, summary_tables
from imgcrawl.report.terminal import print_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run

    Record = Callable[..., Run]

NASTY = "\x1b]0;x\x07[red]b[/red]<script>alert(1)</script>\u202e&\"'$body\n"


def shown(tables: list[Table]) -> str:
    """Return what the terminal gets."""
    console = Console(file=io.StringIO(), width=250, force_terminal=False)
    print_tables(console, tables)
    return console.file.getvalue()  # type: ignore[attr-defined]


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, "-"), (1234567, "1,234,567"), (0, "0"), (Share(0.12345), "12.3%"), ("a,b", "a,b"), ("", "")],
)
def test_cell_text(cell: str | float | None, text: str) -> None:
    """Numbers are grouped, shares are in per cent, nothing is a dash."""
    assert cell_text(cell) == text


def test_nothing_obeys_outside_text(catalogue: Catalogue, record: Record) -> None:
    """Control sequences, markup and HTML from a host, error or run name are shown, not obeyed."""
    rows = [{"url": f"http://{NASTY}/", "ok": False, "error": NASTY}, {"rescued_by": NASTY}]
    a, b = record(NASTY, rows), record(f"{NASTY}b", rows)
    tables = summary_tables(summarise(catalogue, a)) + comparison_tables(compare(catalogue, a, b))
    text = shown(tables)
    assert "[red]b[/red]<script>" in text
    assert r"\x1b" in text
    html = page(NASTY, NASTY, tables)
    for output in (text, html):
        assert not set(output) & {"\x1b", "\x07", "\u202e"}
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert "script" not in tags.seen
    assert "&lt;script&gt;" in html


def test_page_needs_nothing_else(catalogue: Catalogue, record: Record) -> None:
    """The page has no scripts, no links and no addresses to load from, in light and dark."""
    html = page("t", "s", summary_tables(summarise(catalogue, record("r", [{}, {"error": "http_404"}]))))
    assert not re.search(r"<script|<link|<img|@import|url\(|\bsrc=|\bhref=", html)
    assert "prefers-color-scheme: dark" in html
    assert "default-src 'none'" in html


def test_summary_shows_the_figures(catalogue: Catalogue, record: Record) -> None:
    """Terminal and page show both denominators, errors with advice, hosts, remedies and percentiles."""
    trail = [{"n": 2, "remedy": "retry"}]
    rows = [{"total_ms": 12.0, "bytes": 5000}] * 2 + [{"rescued_by": "retry", "attempts": 2, "trail": trail}]
    rows += [{"error": "http_403"}, {"error": "url_host", "url": "nothing", "attempts": 0}]
    tables = summary_tables(summarise(catalogue, record("r", rows)))
    for output in (shown(tables), page("t", "s", tables)):
        for text in (
            "60.0%",
            "75.0%",
            "http_403",
            "The host refuses this client",
            "a.test",
            "retry",
            "5,000",
            "1.00",
        ):
            assert text in output


def test_rows_without_a_host_are_none(catalogue: Catalogue, record: Record) -> None:
    """They are one line of the hosts' table, which says what they are, and are not counted as a host."""
    rows = [{}, {"error": "url_missing", "url": "", "attempts": 0}, {"url": "data:image/gif;base64,R0"}]
    found = {}
    for name, some in (("with", rows), ("without", rows[:1])):
        (table,) = (t for t in summary_tables(summarise(catalogue, record(name, some))) if t.title == "Hosts")
        found[name] = ([row[:2] for row in table.rows], table.note)
    assert found["with"][0] == [("(address without a host)", 2), ("a.test", 1)]
    assert found["with"][1].startswith("1 of 1 hosts, ")
    assert "Addresses without a host: rows without a URL or" in found["with"][1]
    assert "Addresses" not in found["without"][1]


def test_comparison_shows_the_figures(catalogue: Catalogue, record: Record) -> None:
    """The matrix, the rates with their intervals and the return are shown."""
    a = record("old", [{}, {"error": "http_403"}, {"error": "http_403"}, {}])
    b = record("new", [{"attempts": 2}, {"attempts": 3}, {"error": "http_403"}, {"error": "http_500"}])
    text = shown(comparison_tables(compare(catalogue, a, b)))
    for part in (
        "stored in old",
        "failed in new",
        "net gain",
        "1.750",
        "http_500",
        " to ",
        "of all crawls of a run",
        "a dash where new costs no more than old",
    ):
        assert part in text


def test_no_end_of_an_interval_is_all_or_nothing_that_is_not(catalogue: Catalogue, record: Record) -> None:
    """Of a long list a rate may be known to less than a tenth of a per cent."""
    a, b = record("old", [{}]), record("new", [{}])
    sure = replace(compare(catalogue, a, b), rate_a=wilson(100_000, 100_000), rate_b=wilson(0, 100_000))
    text = shown(comparison_tables(sure))
    assert "99.9 to 100.0%" in text
    assert "0.0 to 0.1%" in text


def test_errors_of_which_nothing_was_rescued(catalogue: Catalogue, record: Record) -> None:
    """They are counted and not listed."""
    a = record("old", [{"error": "http_403"}, {"error": "http_404"}, {"error": "http_500"}])
    b = record("new", [{}, {"error": "http_404"}, {"error": "http_500"}])
    (rescued,) = (t for t in comparison_tables(compare(catalogue, a, b)) if t.title.startswith("Rescued"))
    assert (rescued.rows, rescued.note) == ([("http_403", 1, 1, Share(1.0))], "Of 2 other errors no row was rescued.")


def test_no_word_is_broken() -> None:
    """A name stands on one line, in however narrow a window; sentences are wrapped between their words."""
    name = "a-name-of-sixty-characters." * 2
    table = Table("t", ("host", "heading-of-forty-characters" * 2), [(name, "some words " * 9)], f"see {name} and more")
    screen = Console(width=40, file=io.StringIO())
    print_tables(screen, [table])
    words = set(screen.file.getvalue().split())  # type: ignore[attr-defined]
    assert {name, "heading-of-forty-characters" * 2} <= words


def test_empty_run_is_shown(catalogue: Catalogue, record: Record) -> None:
    """A run without outcomes has a report; tables without rows are left out."""
    tables = summary_tables(summarise(catalogue, record("r", [])))
    assert [table.title for table in tables] == ["Overview", "Stages"]
    assert "Overview" in shown(tables)
    assert page("t", "s", tables)


def test_every_row_fits_its_columns(catalogue: Catalogue, record: Record) -> None:
    """Each row of each table has a cell for each column."""
    trail = [{"n": 2, "remedy": "retry"}]
    rows = [{"total_ms": 1.0, "bytes": 1, "trail": trail}, {"error": "http_404"}]
    a, b = record("a", rows), record("b", rows[::-1])
    for table in summary_tables(summarise(catalogue, a)) + comparison_tables(compare(catalogue, a, b)):
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_numbers_stand_to_the_right_below_their_heads() -> None:
    """A column of numbers, written as texts or not, is to the right with its head; one of words is to the left."""
    table = Table("t", ("error", "rows", "per row", "share"), [("tcp_reset", 1, Figure("1.5"), Share(0.5))])
    html = page("t", "s", [table])
    assert (
        '<th>error</th><th class="number">rows</th><th class="number">per row</th><th class="number">share</th>' in html
    )
    assert '<td>tcp_reset</td><td class="number">1</td><td class="number">1.5</td><td class="share">' in html
    assert "│ tcp_reset │    1 │     1.5 │ 50.0% │" in shown([table])


def test_columns_that_do_not_fit_are_left_out() -> None:
    """A spare column is shown where there is room for it, from the left; what is left out is said."""
    table = Table("t", ("error", "rows", "long", "longer"), [("tcp_reset", 1, "a" * 20, "b" * 20)], "Note.", spare=2)
    found = {}
    for width in (66, 65, 43, 42):
        console = Console(file=io.StringIO(), width=width, force_terminal=False)
        print_tables(console, [table])
        text = " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]
        found[width] = ["aaa" in text, "bbb" in text, "In a wider window" in text]
    assert found == {
        66: [True, True, False],
        65: [True, False, True],
        43: [True, False, True],
        42: [False, False, True],
    }
    assert "tcp_reset" in text


def test_what_goes_into_a_file_has_no_trailing_blanks(catalogue: Catalogue, record: Record) -> None:
    """A note is broken where the page ends, whatever the width of its table, and no line ends in blanks."""
    tables = summary_tables(summarise(catalogue, record("r", [{}, {"error": "http_404"}])))
    lines = shown(tables).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    assert tables[0].note in lines
    narrow = Console(width=30, file=io.StringIO())
    print_tables(narrow, [Table("t", ("a",), [(1,)], "some words " * 9)])
    assert narrow.file.getvalue().splitlines()[-5:] == [  # type: ignore[attr-defined]
        "some words some words some",
        "words some words some words",
        "some words some words some",
        "words some words",
        "",
    ]


def test_a_title_is_one_line() -> None:
    """A title longer than its table is not broken."""
    assert shown([Table("Lost, by the second run's error", ("a",), [(1,)])]).startswith(
        "Lost, by the second run's error\n"
    )


def test_sentences_fold_before_they_are_left_out() -> None:
    """A sentence of any length has room where 36 characters have."""
    table = Table("t", ("error", "meaning"), [("tcp_reset", "word " * 40)], spare=1)
    for width, is_shown in ((52, True), (51, False)):
        console = Console(file=io.StringIO(), width=width, force_terminal=False)
        print_tables(console, [table])
        assert ("word" in console.file.getvalue()) is is_shown  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("width", "lines"),
    [(69, ["c" * 60]), (40, ["c" * 31, "c" * 29]), (21, ["c" * 12] * 5), (20, [])],
    ids=["whole", "in-two", "in-pieces", "left-out"],
)
def test_long_words_are_broken_where_they_may_be(width: int, lines: list[str]) -> None:
    """A row's id is rather broken than left out, as seldom as the window permits; other names are whole."""
    table = Table("t", ("b", "row"), [("ab", "c" * 60)], spare=1, folded=("row",))
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    print_tables(console, [table])
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert re.findall("c{9,}", shown) == lines
    assert "│ ab" in shown


def test_one_row_of_each_error_is_named_in_a_narrow_window(catalogue: Catalogue, record: Record) -> None:
    """In 80 columns stands what scrapy explain asks for, in 160 all; both with the longest of errors and ids."""
    error, row = max(ErrorSlug, key=len), "https://www.museum.test/collection/photographs/1234567890"
    tables = summary_tables(summarise(catalogue, record("r", [{"error": str(error), "id": row}])))
    for width, is_all in ((80, False), (160, True)):
        console = Console(file=io.StringIO(), width=width, force_terminal=False)
        print_tables(console, [table for table in tables if table.title == "Errors"])
        shown = console.file.getvalue()  # type: ignore[attr-defined]
        assert max(map(len, shown.splitlines())) <= width
        assert "https://www." in shown
        assert ("what you can do" in shown) is is_all


def test_a_dash_stands_where_its_column_does() -> None:
    """A dash among words is to the left, one among numbers to the right."""
    html = page("t", "s", [Table("t", ("interval", "rows"), [("1 to 2", 1), (None, None)])])
    assert '<td>-</td><td class="number">-</td>' in html


def test_hosts_name_their_errors(catalogue: Catalogue, record: Record) -> None:
    """Each host is shown with all its errors, the most frequent first; a dash where it has none."""
    rows = [{"error": "http_404"}, {"error": "http_403"}, {"error": "http_403"}, {"url": "http://b.test/"}]
    (hosts,) = (t for t in summary_tables(summarise(catalogue, record("r", rows))) if t.title == "Hosts")
    assert hosts.columns == ("host", "rows", "failed", "success", "errors")
    assert hosts.rows == [("a.test", 3, 3, Share(0.0), "2 http_403, 1 http_404"), ("b.test", 1, 0, Share(1.0), None)]


def test_the_name_of_the_run_is_said_once(catalogue: Catalogue, record: Record) -> None:
    """The page's heading names the run, and no table repeats it."""
    html = page("Run r", "s", summary_tables(summarise(catalogue, record("r", [{}]))))
    assert html.count(">Run r<") == 2  # the title and the heading


def test_no_share_is_above_the_whole():
    """What is no part of the whole, as the outcomes of a list that became shorter, has no share."""
    assert (share(1, 4), share(4, 4), share(5, 4), share(0, 0)) == (0.25, 1.0, None, None)
