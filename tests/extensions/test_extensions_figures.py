"""Figures of crawls, alone and together."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from imgcrawl.extensions.figures import Figures

A = Figures(10, 7, 14, 2, 100, {"http/http_404": 1, "dns/dns_nxdomain": 2}, [["a.test", 3, 2], ["b.test", 1, 1]])
B = Figures(4, 3, 4, 1, 0, {"http/http_404": 1}, [["c.test", 5, 4]], reason="finished", dns_overloads=2)


def printed(figures: Figures) -> str:
    """Return the summary with single spaces."""
    screen = Console(file=StringIO(), width=200)
    figures.print_summary(screen)
    return " ".join(screen.file.getvalue().split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("figures", [Figures(), A, A + B])
def test_figures_travel_as_a_line(figures):
    """A line of JSON holds all figures."""
    assert "\n" not in figures.to_json()
    assert Figures.from_json(figures.to_json()) == figures


def test_sum():
    """Counts add up, and the hosts with most failures of all come first."""
    total = A + B
    assert (total.rows, total.ok, total.requests, total.in_flight, total.waiting) == (14, 10, 18, 3, 100)
    assert total.errors == {"http/http_404": 2, "dns/dns_nxdomain": 2}
    assert (B + B).dns_overloads == 4
    assert total.failing == [["c.test", 5, 4], ["a.test", 3, 2], ["b.test", 1, 1]]


def test_line():
    """The line says rows, images, speed and what waits, with nothing done too."""
    assert A.line(2.0) == "10 rows, 7 images (70.0%), 5 rows/s, 2 in flight, 100 waiting"
    assert Figures(rows=1, ok=1).line(1.0).startswith("1 row, 1 image (100.0%), 1 row/s")
    assert Figures().line(0.0) == "0 rows, 0 images, 0 rows/s, 0 in flight, 0 waiting"


def test_summary():
    """The summary shows errors by number, hosts that failed more than once, and the end."""
    figures = A + B
    figures.reason, figures.dns_overloads = "finished", 0
    shown = printed(figures)
    assert "│ http │ http_404 │ 2 │ 14.3% │" in shown
    assert "most failed rows by host: c.test 4 of 5, a.test 2 of 3 14 rows, 10 images (71.4%), 18 requests" in shown
    assert shown.endswith("the run is finished.")


def test_one_is_singular():
    """One row, image and request are said as one."""
    shown = printed(Figures(1, 1, 1, reason="finished"))
    assert shown.endswith("1 row, 1 image (100.0%), 1 request; the run is finished.")


def test_overloaded_name_servers_are_told():
    """The summary says that look-ups were slowed down, and only then."""
    assert "did not keep up: look-ups were slowed down 2 times; IMGCRAWL_DNS_SERVERS names others" in printed(B)
    assert "name servers" not in printed(A)


def test_nothing_done():
    """A finished crawl without rows had nothing to do; a stopped one did nothing yet."""
    assert "Nothing to do" in printed(Figures(reason="finished"))
    assert printed(Figures(reason="shutdown")).startswith("0 rows, 0 images (0.0%), 0 requests; the run was stopped")
