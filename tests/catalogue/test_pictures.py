from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.catalogue import url_key
from imgcrawl.errors import ErrorSlug
from imgcrawl.records import Passed

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]


def test_passed(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Ok outcomes are found by address and picture, all rows of an address, those of other pictures left aside."""
    catalogue.write(run, [make("1", sha256="a"), make("2", sha256="b"), make("3", sha256="a", error="http_404")])
    catalogue.write(run, [make("4", url="http://a.test/1.jpg", sha256="a"), make("5", url="http://a.test/2.jpg")])
    keys = {row: catalogue.known(run, [row])[row].url_key for row in "123"}
    found = catalogue.passed(run, {Passed(keys[row], "a") for row in "123"})
    assert sorted(recorded.outcome.id for recorded in found) == ["1", "4"]
    assert {(recorded.key, recorded.crawl) for recorded in found} == {(keys["1"], run.crawl)}
    assert found[0].outcome.path


def test_passed_elsewhere(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A picture that its host gave as a placeholder is one wherever else it passed there, in this run."""
    other = catalogue.begin_run("other", source="s", strategy="adaptive")
    catalogue.write(
        run, [make("1", sha256="a"), make("2", sha256="b"), make("3", sha256="a", url="http://b.test/3.jpg")]
    )
    catalogue.write(run, [make("4", sha256="b", error="http_404"), make("5")])
    assert catalogue.passed_elsewhere(run) == set()
    catalogue.write(run, [make("6", sha256="a", error="content_placeholder"), make("7", error="content_placeholder")])
    catalogue.write(other, [make("8", sha256="b", error="content_placeholder")])
    assert catalogue.passed_elsewhere(run) == {(catalogue.known(run, ["1"])["1"].url_key, "a")}


def test_what_crawls_share(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A picture that both this crawl and an earlier one stored is told, and all that its host gave, in that order."""
    size = {"bytes": 5, "width": 2, "height": 3}
    pictures = {"9": "s", "8": "t", "7": "u"}
    catalogue.write(
        run,
        [
            make(row, sha256=sha256, finished_at=f"2026-01-01T00:00:0{second}.000Z", **size)
            for second, (row, sha256) in enumerate(pictures.items())
        ],
    )
    again = catalogue.begin_run("urls", source="s", strategy="adaptive")
    elsewhere = make("6", url="http://b.test/6.jpg", sha256="t", **size)
    early = {"finished_at": "2025-01-01T00:00:00.000Z"}  # by a clock that was put back
    rows = [
        make("4", sha256="s", **early, **size),
        make("5", sha256="u", ok=False, error="content_placeholder"),
        elsewhere,
    ]
    catalogue.write(again, rows)
    assert catalogue.shared_with_earlier(again) == {("a.test", "s")}
    assert catalogue.shared_with_earlier(run) == set()
    given = list(catalogue.iter_stored(again, ["a.test"]))
    assert [picture.sha256 for picture in given] == ["s", "t", "u", "s"]
    assert given[0] == ("a.test", "http://a.test/9.jpg", url_key("http://a.test/9.jpg"), "s", 5, 2, 3)


def test_demote(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Withdrawn outcomes fail with the given error and give up their files; failures stay as they are."""
    catalogue.write(
        run, [make("1", path="p", rescued_by="page"), make("2", path="p"), make("3", error="http_404"), make("4")]
    )
    catalogue.demote(run, ["1", "2", "3", "5"], error=ErrorSlug.CONTENT_PLACEHOLDER, reason="same for 3 URLs")
    first, _, third, fourth = catalogue.iter_outcomes(run)
    assert (first.ok, first.stage, first.error, first.retryable) == (False, "content", "content_placeholder", True)
    assert (first.reason, first.path, first.rescued_by, first.bytes) == ("same for 3 URLs", None, None, 10)
    assert (third.error, fourth.ok) == ("http_404", True)
    assert catalogue.referenced_paths(["p"]) == set()
